"""Errors planted in bulk: sentences of many wordings, each true once and wrong once for every wrong value it names, by kind and language.

    python bench/planting.py [built|kept] [--show] [--kind=NAME]

A line of `tests/documents/planting` is `kind | language | sentence`; `[[true|wrong|…]]` marks what is planted, `@day` at the end the day of the text. `{T}`
(title), `{N}` (number), `{E}` (first day), `{P}` (made public), `{I}` (issuer) and `{X}` (last day) are filled in from records of the lawbook, a seeded sample
of them for each wording. A true sentence must have nothing shown against it; of a wrong one what was planted must be met. `kept` was written before anything
was built for `built`, and opened once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, cast

from bench.planted import PlantedText, shown_against
from shidian.book import load
from shidian.documents.document import Document
from shidian.documents.reader import Reader
from shidian.law.lawbook import Lawbook

ROOT = Path(__file__).parents[1] / "tests/documents/planting"
HALVES = ("built", "kept")
DAY = dt.date(2026, 3, 20)
RECORDS = 5
"""Records a wording is filled in from."""
_MARK = re.compile(r"\[\[(.*?)\]\]")
_NUMBER = {
    "zh": re.compile(r"^[^\d，（]+(?:〔\d{4}〕|第|\d{4}年第)\d+号$"),
    "en": re.compile(r"^[A-Za-z ]+(?:\(\d{4}\) |Decree |Order |Announcement )No\. \d+(?: of \d{4})?$"),
}
_PLURAL = ("Provisions", "Measures", "Regulations", "Rules", "Interim Measures", "Implementing")


class Sentence(NamedTuple):
    """A sentence of a kind: `wrong` is the span of what was planted, none in a true one."""

    kind: str
    language: str
    wording: str
    text: str
    wrong: tuple[int, int] | None
    day: dt.date


class Tally(NamedTuple):
    """Wrong sentences and those found; true sentences and those something was shown against."""

    planted: int = 0
    found: int = 0
    true: int = 0
    false_alarms: int = 0


def sentences(book: Lawbook, half: str, root: Path = ROOT) -> Iterator[Sentence]:
    """Every sentence of a half, the true ones and the wrong ones."""
    for line in (root / f"{half}.txt").read_text(encoding="utf-8").splitlines():
        kind, language, text = line.split(" | ", 2)
        text, _, day = text.partition("@")
        for filled in _filled(book, kind, language, text.strip()):
            yield from _planted(Sentence(kind, language, line, filled, None, dt.date.fromisoformat(day) if day else DAY))


def _planted(frame: Sentence) -> Iterator[Sentence]:
    marks = [m[1].split("|") for m in _MARK.finditer(frame.text)]
    for which, values in enumerate(marks):
        for wrong in values[1:]:
            chosen = [wrong if n == which else other[0] for n, other in enumerate(marks)]
            yield _with(frame, chosen, which)
    yield _with(frame, [values[0] for values in marks], None)


def _with(frame: Sentence, chosen: list[str], which: int | None) -> Sentence:
    text, at, span = "", 0, None
    for n, found in enumerate(_MARK.finditer(frame.text)):
        text += frame.text[at : found.start()]
        if n == which:
            span = (len(text), len(text) + len(chosen[n]))
        text += chosen[n]
        at = found.end()
    return frame._replace(text=text + frame.text[at:], wrong=span)


def _filled(book: Lawbook, kind: str, language: str, text: str) -> Iterator[str]:
    if "{T}" not in text:
        yield text
        return
    lang = cast("Literal['en', 'zh']", language)
    records = [r for r in _records(book, kind, lang) if all(r.get(slot) for slot in re.findall(r"\{(\w)\}", text))]
    chance = random.Random(text)
    for record in chance.sample(records, min(RECORDS, len(records))):
        slots = dict(record)
        for slot in re.findall(r"\[\[\{(\w)\}\]\]", text):
            slots[slot] = "|".join((record[slot], _other(slot, record, records, lang, chance)))
        yield re.sub(r"\{(\w)\}", lambda m: slots[m[1]], text)  # noqa: B023


def _other(slot: str, record: dict[str, str], records: list[dict[str, str]], lang: str, chance: random.Random) -> str:
    if slot == "N":
        number = record["N"]
        last = list(re.finditer(r"\d+", number))[-1 if not re.search(r" of \d{4}$", number) else -2]
        return f"{number[: last.start()]}{int(last[0]) + chance.choice((1, 2, 10))}{number[last.end() :]}"
    if slot == "I":
        return chance.choice([r["I"] for r in records if r["I"] not in record["I"] and record["I"] not in r["I"]])
    confused = record.get("P" if slot == "E" else "E")
    if confused and confused != record[slot] and chance.random() < 0.5:
        return confused
    day = dt.date.fromisoformat(record["iso" + slot])
    day = day.replace(year=day.year + 1) if chance.random() < 0.3 else day.replace(day=min(day.day, 28), month=day.month % 12 + 1)
    return _day(day, lang)


def _day(day: dt.date, lang: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {day:%B} {day.year}"


def _records(book: Lawbook, kind: str, lang: Literal["en", "zh"]) -> list[dict[str, str]]:
    """Acts in one edition (or ended), whose title and days are known."""
    authorities = {t.id: t for t in book.content.vocabularies["authorities"].terms}
    out: list[dict[str, str]] = []
    for act in book.content.instruments.values():
        title, edition = act.title[lang], act.editions[-1]
        if len(act.editions) > 1 or re.search("名称|未见|paraphrased|not seen|以下|草案", title):
            continue
        ended = edition.expires is not None and edition.expires <= DAY
        if ended != (kind == "repealed") or (lang == "en" and not ended and not title.startswith(_PLURAL)):
            continue
        if edition.seen not in ("official", "opening") and not ended:
            continue
        rules = [r for p in act.provisions for r in p.rules]
        if rules and all(r.in_force and all(p.until and p.until <= DAY for p in r.in_force) for r in rules):
            continue  # nothing of it holds any longer
        record = {"T": f"《{title.strip('《》')}》" if lang == "zh" else title}
        number = edition.number[lang] if edition.number else ""
        if _NUMBER[lang].match(number):
            record["N"] = number
        named = [authorities[i].name[lang] for i in act.issuers]
        record["I"] = "、".join(named) if lang == "zh" else " and the ".join(named)
        revised = "修订" in (edition.number["zh"] if edition.number else "")
        for slot, day in (("E", edition.effective), ("P", edition.published), ("X", edition.expires)):
            if day is not None and day <= DAY and not (revised and slot == "E"):
                record[slot], record["iso" + slot] = _day(day, lang), day.isoformat()
        out.append(record)
    return sorted(out, key=lambda r: r["T"])


def met(reader: Reader, sentence: Sentence) -> list[str]:
    """What is shown against a sentence."""
    language: Literal["en", "zh"] = "zh" if sentence.language == "zh" else "en"
    digest = hashlib.sha256(sentence.text.encode()).hexdigest()
    document = Document(sentence.text, digest, language, "x.txt", date=sentence.day)
    shown = shown_against(reader, PlantedText("x", document, ()))
    return [says for _, says in shown]


def measured(reader: Reader, half: str, *, show: bool = False, only: str | None = None) -> dict[tuple[str, str], Tally]:
    """The tally of each kind and language."""
    out: dict[tuple[str, str], Counter[str]] = {}
    for sentence in sentences(reader.book.lawbook, half):
        if only and sentence.kind != only:
            continue
        says = met(reader, sentence)
        mine = out.setdefault((sentence.kind, sentence.language), Counter())
        if sentence.wrong is None:
            mine.update(true=1, false_alarms=int(bool(says)))
        else:
            mine.update(planted=1, found=int(bool(says)))
        if show and bool(says) == (sentence.wrong is None):
            words = "" if sentence.wrong is None else sentence.text[slice(*sentence.wrong)]
            print("FALSE " if sentence.wrong is None else "MISSED", sentence.kind, "|", sentence.text, "|", words, "|", says)
    return {key: Tally(c["planted"], c["found"], c["true"], c["false_alarms"]) for key, c in out.items()}


if __name__ == "__main__":
    halves = [a for a in sys.argv[1:] if a in HALVES] or HALVES
    wanted = next((a.removeprefix("--kind=") for a in sys.argv if a.startswith("--kind=")), None)
    made = Reader(load())
    for name in halves:
        got = measured(made, name, show="--show" in sys.argv, only=wanted)
        for (kind, language), t in sorted(got.items()):
            print(f"{name} {kind} {language}: found {t.found} of {t.planted}; shown against {t.false_alarms} of {t.true} true ones")
        print(f"{name}: found {sum(t.found for t in got.values())} of {sum(t.planted for t in got.values())}, "
              f"shown against {sum(t.false_alarms for t in got.values())} of {sum(t.true for t in got.values())} true ones")  # fmt: skip

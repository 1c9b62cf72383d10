"""Sentences filled in from records of the lawbook, in many wordings: what comes of each true one, and of each with one error planted.

    python bench/generating.py [built|kept] [--show] [--kind=NAME]

A line of `tests/documents/generating` is `kind | language | text`, or `frame | language | text` with `{S}` where a sentence stands; `/` begins a new paragraph.
A kind names the records that fill it in (`RECORDS`), `[[X]]` the slot in which the error is planted. Of each wording a seeded sample of records is taken, each
once true and once wrong, in a frame of its language. Four things can come of a text: an error is found or missed, something true is accused, an error is agreed
with. `kept` was written together with `built`, every other wording, and opened once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from bench.planted import PlantedText, meet, shown_against
from shidian.answer.ask import ask
from shidian.book import load
from shidian.compiled import CompiledLaw
from shidian.documents.document import Document
from shidian.documents.grammar.tables import patterns
from shidian.documents.reader import Reader
from shidian.errors import ShidianError
from shidian.law.records.programme import Event

ROOT = Path(__file__).parents[1] / "tests/documents/generating"
HALVES = ("built", "kept")
DAY = dt.date(2026, 9, 20)
EACH = 6
"""Records that a wording is filled in from."""
Lang = Literal["en", "zh"]
Record = dict[str, tuple[str, tuple[str, ...]]]
"""What fills each slot: what is true, and what is wrong."""
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


class Generated(NamedTuple):
    """A text of a kind; `wrong` is the span of what was planted, none in a true one; `sentence` that of what the wording says."""

    kind: str
    language: Lang
    wording: str
    text: str
    wrong: tuple[int, int] | None
    sentence: tuple[int, int]


def day(value: dt.date, lang: Lang) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if lang == "zh" else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moved(value: dt.date, chance: random.Random) -> dt.date:
    """Another day: in another month, another year, or with its day exchanged."""
    way = chance.randrange(3)
    if way == 0:
        return value.replace(month=value.month % 12 + 1, day=min(value.day, 28))
    if way == 1:
        return value.replace(year=value.year - 1, day=min(value.day, 28))
    return value.replace(day=value.day % 27 + 1)


def _events(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    for event in law.lawbook.programme.events:
        if not isinstance(event.when, dt.date) and len(str(event.when)) < 10:
            continue
        when = dt.date.fromisoformat(str(event.when))
        if when > DAY:
            continue
        words = _bare(event, lang)
        record: Record = {"D": (day(when, lang), (day(moved(when, chance), lang),)), "W": (words, ())}
        counts = re.findall(r"(?<![\d年月第])\d{2,4}(?=余?[项条件家个]|(?: \w+)? (?:tasks|measures|companies|provinces|areas))", words)
        for number in counts[:1]:
            record["C"] = (words, (words.replace(number, str(int(number) + chance.choice((2, 10, 20))), 1),))
        yield record


def _bare(event: Event, lang: Lang) -> str:
    return re.split("[；;]", event.title[lang])[0]


def _regions(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    programme = law.lawbook.programme
    names = {t.id: t.name[lang] for t in law.lawbook.content.vocabularies["territories"].terms}
    inside = {r.region for r in programme.regions}
    strangers = [names[n] for n in ("changsha", "zhengzhou", "jinan", "kunming", "wuxi") if n in names and n not in inside]
    for cohort in programme.cohorts:
        members = [names[r.region] for r in programme.regions if r.cohort == cohort.cohort]
        when = str(cohort.admitted)
        others = [m for r in programme.regions if r.cohort != cohort.cohort and (m := names[r.region])]
        if len(members) < 2:
            continue
        year = when[:4]
        month = f"{year}年{int(when[5:7])}月" if lang == "zh" else f"{MONTHS[int(when[5:7]) - 1]} {year}"
        wrong = [str(int(year) - 1), str(int(year) + 1)]
        odd = list(members)
        odd[chance.randrange(len(odd))] = chance.choice([*strangers, *others])
        for one in chance.sample(members, min(3, len(members))):
            yield {
                "P": (one, (chance.choice([o for o in others if o != one]),)),
                "Y": (year, (chance.choice(wrong),)),
                "M": (month, (month.replace(year, chance.choice(wrong)),)),
                "L": (_listed(members, lang), (_listed(odd, lang),)),
                "K": (_number(len(members), lang), (_number(len(members) + chance.choice((-1, 1, 2)), lang),)),
            }  # fmt: skip


def _number(number: int, lang: Lang) -> str:
    return (
        str(number)
        if lang == "zh"
        else ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"][number]
    )


def _listed(names: list[str], lang: Lang) -> str:
    return "、".join(names) if lang == "zh" else f"{', '.join(names[:-1])} and {names[-1]}"


def _plans(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    for plan in law.lawbook.programme.plans:
        if not plan.tasks or re.search("名称未见", plan.title.zh):
            continue
        record: Record = {
            "T": (f"《{plan.title.zh}》" if lang == "zh" else plan.title.en, ()),
            "K": (str(plan.tasks), (str(plan.tasks + chance.choice((-10, 4, 20))),)),
        }
        if plan.published and len(str(plan.published)) == 10:
            when = dt.date.fromisoformat(str(plan.published))
            record["D"] = (day(when, lang), (day(moved(when, chance), lang),))
        if plan.area_count:
            record["F"] = (str(plan.area_count), (str(plan.area_count + chance.choice((-2, 1, 3))),))
        if plan.number:
            record["N"] = (plan.number[lang], (_off(plan.number[lang], chance),))
        yield record


def _off(number: str, chance: random.Random) -> str:
    last = list(re.finditer(r"\d+", number))[-1 if not re.search(r" of \d{4}$", number) else -2]
    return f"{number[: last.start()]}{int(last[0]) + chance.choice((1, 2, 10))}{number[last.end() :]}"


def _acts(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    """Acts in one edition that are in force, and each edition of the others by the year in its title."""
    for act in law.lawbook.content.instruments.values():
        title = act.title[lang]
        if re.search("名称|未见|paraphrased|not seen|以下|草案|draft|征求意见", title):
            continue
        ends = [i.until for p in act.provisions for r in p.rules for i in r.in_force or ()]
        if ends and all(e is not None and e <= DAY for e in ends):
            continue  # replaced by another act
        marked = f"《{title.strip('《》')}》" if lang == "zh" else f"the {title}" if not title.startswith("the ") else title
        for edition in act.editions:
            if edition.seen not in ("official", "opening") or (edition.effective or DAY) > DAY:
                continue
            if edition.expires is not None and edition.expires <= DAY:
                continue
            record: Record = {"T": (marked, ())}
            if len(act.editions) > 1:
                if edition.title is None or edition.title[lang] == title or edition is not act.editions[-1]:
                    continue
                record["T"] = (f"《{edition.title[lang].strip('《》')}》" if lang == "zh" else f"the {edition.title[lang]}", ())
            others = [e for e in act.editions if e is not edition]
            for slot, attribute in (("E", "effective"), ("P", "published")):
                value = getattr(edition, attribute)
                if value is not None:
                    known = [getattr(e, attribute) for e in others if getattr(e, attribute) is not None]
                    taken = {edition.effective, edition.published, edition.promulgated, edition.adopted}
                    wrong = chance.choice(known) if known and chance.random() < 0.5 else moved(value, chance)
                    if wrong not in taken:
                        record[slot] = (day(value, lang), (day(wrong, lang),))
            number = edition.number[lang] if edition.number else ""
            if re.match(
                r"^[^\d，（]+(?:〔\d{4}〕|第|\d{4}年第)\d+号$|^[A-Za-z ]+(?:\(\d{4}\) |Decree |Order |Announcement )No\. \d+$", number
            ):
                record["N"] = (number, (_off(number, chance),))
            yield record


def _items(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    for act in law.lawbook.content.instruments.values():
        for edition in act.editions:
            found = patterns("records")["items_noted"].search(edition.note.zh) if edition.note is not None and "list" in act.kind else None
            if found is not None:
                number = int(found[1])
                title = act.title[lang]
                year = edition.edition[:4]
                title = re.sub(r"（\d{4}年版）| \(\d{4} edition\)", "", title)
                named = f"《{title.strip('《》')}》（{year}年版）" if lang == "zh" else f"the {title} ({year} edition)"
                yield {"T": (named, ()), "K": (str(number), (str(number + chance.choice((-3, 2, 6))),))}


STANCES: dict[str, dict[Lang, tuple[str, ...]]] = {
    "closed": {
        "zh": ("禁止外商投资", "外国投资者不得投资", "不对外资开放"),
        "en": ("foreign investment is prohibited", "foreign investors may not invest", "the field is closed to foreign capital"),
    },
    "half": {
        "zh": ("外资股比不得超过{n}%", "外方持股比例上限为{n}%", "外商投资比例最高{n}%"),
        "en": ("foreign investors may hold at most {n}%", "the foreign share is capped at {n}%", "foreign ownership may not exceed {n}%"),
    },
    "open": {
        "zh": ("允许外商独资经营", "外资股比没有限制", "外国投资者可以持有全部股权"),
        "en": ("foreign investors may hold 100%", "wholly foreign-owned companies are allowed", "there is no limit on the foreign share"),
    },
}


def _said(ceiling: Decimal, lang: Lang, which: int) -> str:
    name = "closed" if ceiling == 0 else "open" if ceiling == 100 else "half"
    return STANCES[name][lang][which].format(n=int(ceiling))


@cache
def _ceiling(law: CompiledLaw, activity: str, place: str | None) -> Decimal | None:
    """The one ceiling of an activity for an ordinary investor, none where the answer is not certain."""
    facts = {"activity": activity, "on": DAY.isoformat(), "origin": "de", "service-supplier": "no"}
    try:
        answer = ask(law, "access", facts | ({"territory": place} if place else {})).in_force
    except ShidianError:
        return None
    certain, possible = answer.certain, answer.possible
    return certain.value if certain is not None and certain == possible and not certain.exclusive else None


def _caps(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    for term in law.lawbook.content.vocabularies["activities"].terms:
        ceiling = _ceiling(law, term.id, None)
        if (
            ceiling is None
            or re.search("[（(]", term.name[lang])
            or len(term.name[lang]) > 30
            or (ceiling == 100 and chance.random() < 0.6)
        ):
            continue
        wrong = chance.choice([c for c in (Decimal(0), Decimal(49), Decimal(51), Decimal(100)) if abs(c - ceiling) > 1])
        which = chance.randrange(3)
        name = term.name[lang] if lang == "zh" else term.name.en[0].lower() + term.name.en[1:]
        yield {"A": (name, ()), "C": (_said(ceiling, lang, which), (_said(wrong, lang, which),))}


def _where(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    """Activities that are freer in some places than elsewhere."""
    names = {t.id: t.name[lang] for t in law.lawbook.content.vocabularies["territories"].terms}
    pilots = ("beijing", "tianjin", "shanghai", "hainan", "chongqing", "shenzhen", "guangzhou", "suzhou", "hangzhou", "chengdu", "nanjing")
    for term in law.lawbook.content.vocabularies["activities"].terms:
        if re.search("[（(]", term.name[lang]):
            continue
        by = {p: c for p in (*pilots, "zhengzhou", "changsha") if (c := _ceiling(law, term.id, p)) is not None}
        if len(set(by.values())) < 2:
            continue
        best = max(by.values())
        there, elsewhere = [p for p, c in by.items() if c == best], [p for p, c in by.items() if c < best]
        one, other = chance.choice(there), chance.choice(elsewhere)
        name = term.name[lang] if lang == "zh" else term.name.en[0].lower() + term.name.en[1:]
        which = chance.randrange(3)
        yield {
            "A": (name, ()),
            "C": (_said(best, lang, which), (_said(by[other], lang, which),)),
            "P": (names[one], (names[other],)),
            "W": ((names[one], ("全国", "全国各地")[which % 2 : which % 2 + 1]) if lang == "zh" else (names[one], ("the whole country",))),
        }


_AMOUNT = {
    "zh": re.compile(
        r"(?<![\d第〔.年月])(\d{1,3}(?:,\d{3})*|\d+)(?=%|个工作日|日(?!起至)|小时|个月|年(?!版|\d|第|起|\d?月)|万元|万人|亿元|名)"
    ),
    "en": re.compile(
        r"(?<![\d.,(])(\d{1,3}(?:,\d{3})+|\d+)(?= ?%| (?:working days|days|hours|years|months|persons|people|million|billion))"
    ),
}


def _rules(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    """What provisions in force say with a number in it, whole and in the clause that holds the number."""
    for id, (act, provision) in law.lawbook.provisions.items():
        text = provision.summary[lang]
        rules = provision.rules
        held = rules and all(
            r.in_force is None or any(p.from_ and p.from_ <= DAY and (p.until is None or p.until > DAY) for p in r.in_force) for r in rules
        )
        edition = act.editions[-1]
        if not held or (edition.expires and edition.expires <= DAY) or (edition.effective or DAY) > DAY or not 16 <= len(text) <= 260:
            continue
        if isinstance(provision.number, dict) or "%" in id:
            continue
        found = list(_AMOUNT[lang].finditer(text))
        if not found:
            continue
        one = chance.choice(found)
        number = int(one[1].replace(",", ""))
        options = [
            n for n in (number * 2, number * 3, number + 5, number // 2, number + 10) if n > 0 and str(n) not in text and n != number
        ]
        if number > 2000 or "%" in text[one.end() : one.end() + 2]:
            options = [n for n in options if n <= 100 or "%" not in text[one.end() : one.end() + 2]]
        if not options:
            continue
        other = chance.choice(options)
        shown = f"{other:,}" if "," in one[1] else str(other)
        wrong = text[: one.start()] + shown + text[one.end() :]
        title = f"《{act.title.zh.strip('《》')}》" if lang == "zh" else f"the {act.title.en}"
        record: Record = {"T": (title, ()), "R": (text.rstrip("。."), (wrong.rstrip("。."),))}
        low = max(text.rfind(c, 0, one.start()) for c in "。；;") + 1
        clause = text[low:]
        stop = re.search("[。；]|; |\\. ", clause[one.end() - low :])
        end = one.end() + stop.start() if stop else len(text)
        part, bad = text[low:end].strip().rstrip("."), (text[low : one.start()] + shown + text[one.end() : end]).strip().rstrip(".")
        if len(part) >= 14:
            record["S"] = (part, (bad,))
        yield record


def _visas(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    book = law.lawbook
    names = {t.id: t.name[lang] for t in book.content.vocabularies["origins"].terms}
    groups = {g.id: g.members for v in book.content.vocabularies.values() for g in v.groups}
    seen: dict[str, tuple[int, dt.date | None, dt.date]] = {}
    for _, _, rule in book.rules.values():
        stay = rule.effect.get("stay-days")
        told = rule.when.get("nationality")
        if (
            "visa-exemption" not in str(rule.effect.get("right", ""))
            or "territory" in rule.when
            or rule.when.get("document") != "passport"
            or "group" in rule.when
        ):
            continue
        for period in rule.in_force or ():
            if period.from_ is None or not period.from_ <= DAY or (period.until is not None and period.until <= DAY):
                continue
            for one in told if isinstance(told, (list, tuple)) else [told]:
                for member in groups.get(str(one), (str(one),)):
                    seen[member] = (int(getattr(stay, "amount", 0) or 0), period.until, period.from_)
    refused = [n for n in ("us", "ph", "in", "mx", "vn", "eg", "tr", "ng") if n not in seen and n in names]
    for member, (days, until, since) in sorted(seen.items()):
        if not days or member not in names:
            continue
        record: Record = {
            "N": (names[member], (names[chance.choice(refused)],)),
            "S": (str(days), (str(chance.choice([n for n in (15, 30, 60, 90, 14) if n != days])),)),
            "B": (day(since, lang), (day(moved(since, chance), lang),)),
        }
        if until is not None:
            last = until - dt.timedelta(1)
            record["U"] = (day(last, lang), (day(last.replace(year=last.year + 1), lang), day(last.replace(month=6, day=30), lang)))
        if since > dt.date(2024, 1, 1) or "U" not in record:
            yield record


def _figures(law: CompiledLaw, lang: Lang, chance: random.Random) -> Iterator[Record]:
    programme = law.lawbook.programme
    figures = [f for f in programme.figures if f.place == "cn" and f.unit == "cny-billion" and f.series in ("fdi", "fdi-services")]
    what = {
        ("fdi", "zh"): "全国实际使用外资", ("fdi-services", "zh"): "全国服务业实际使用外资",
        ("fdi", "en"): "foreign direct investment in China", ("fdi-services", "en"): "foreign direct investment in China's services",
    }  # fmt: skip
    for figure in figures:
        if figure.scope.startswith("regions") or figure.scope == "modern":
            continue
        year, months = str(figure.period)[:4], figure.months
        period = (f"{year}年" if not months else f"{year}年1至{months}月" if months > 1 else f"{year}年1月") if lang == "zh" else (
            year if not months else f"the first {_number(months, 'en')} months of {year}" if months > 1 else f"January {year}"
        )  # fmt: skip
        amount = figure.number
        digits = str(amount * 10).rstrip("0").rstrip(".") if lang == "zh" else str(amount)
        at = chance.randrange(min(3, len(digits) - 1))
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        other = chance.choice([f for f in figures if f.series == figure.series and f is not figure and f.number != amount])
        theirs = str(other.number * 10).rstrip("0").rstrip(".") if lang == "zh" else str(other.number)
        wrong = [w for w in (swapped, theirs) if w != digits and "." not in (w[0], w[-1])]
        frame = "{}亿元" if lang == "zh" else "RMB {} billion"
        yield {"Q": (period, ()), "W": (what[figure.series, lang], ()), "V": (frame.format(digits), (frame.format(chance.choice(wrong)),))}


MANY = ("rule", "act", "plan", "event", "figure")
"""Kinds whose sentences say several things: only what is said of the planted one counts. In the others a sentence is one claim."""
RECORDS: dict[str, Callable[[CompiledLaw, Lang, random.Random], Iterator[Record]]] = {
    "event": _events, "region": _regions, "plan": _plans, "act": _acts, "items": _items, "cap": _caps, "where": _where, "rule": _rules, "visa": _visas,
    "figure": _figures,
}  # fmt: skip


def generated(law: CompiledLaw, half: str, root: Path = ROOT) -> Iterator[Generated]:
    """Every text of a half, the true ones and the wrong ones."""
    lines = [line.split(" | ", 2) for line in (root / f"{half}.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
    frames = {lang: [text for kind, la, text in lines if kind == "frame" and la == lang] for lang in ("en", "zh")}
    for kind, language, wording in lines:
        lang: Lang = "zh" if language == "zh" else "en"
        if kind == "frame":
            continue
        if kind == "pair":
            yield from _pairs(law, lines, lang, wording, frames[lang])
            continue
        slots = re.findall(r"\{(\w)\}|\[\[(\w)\]\]", wording)
        chance = random.Random(wording)
        records = [r for r in RECORDS[kind](law, lang, chance) if all((a or b) in r and (a or r[b][1]) for a, b in slots)]
        for record in chance.sample(records, min(EACH, len(records))):
            frame = chance.choice(frames[lang])
            for wrong in (False, True):
                sentence, span = _fill(wording, record, wrong, chance)
                low = frame.index("{S}")
                text = frame.replace("{S}", sentence).replace("/", "\n")
                yield Generated(kind, lang, wording, text, (span[0] + low, span[1] + low) if span else None, (low, low + len(sentence)))


def _pairs(law: CompiledLaw, lines: list[list[str]], lang: Lang, wording: str, frames: list[str]) -> Iterator[Generated]:
    """Two sentences of one kind in one, of two records: what is wrong in one of them is said of that one alone."""
    kind, joined = wording.split(" | ", 1)
    chance = random.Random(wording)
    said = [text for k, la, text in lines if (k, la) == (kind, lang) and not text.endswith(("？", "?"))]
    records = list(RECORDS[kind](law, lang, chance))
    for n in range(EACH):
        texts = [chance.choice(said) for _ in range(2)]
        slots = [re.findall(r"\{(\w)\}|\[\[(\w)\]\]", t) for t in texts]
        fit = [[r for r in records if all((a or b) in r and (a or r[b][1]) for a, b in s)] for s in slots]
        pair = [chance.choice(f) for f in fit]
        frame = chance.choice(frames)
        for wrong in (False, True):
            first, at = _fill(texts[0], pair[0], wrong and n % 2 == 0, random.Random(n))
            second, other = _fill(texts[1], pair[1], wrong and n % 2 == 1, random.Random(n))
            second = second[0].lower() + second[1:] if lang == "en" and second[:2].istitle() and " " in second[:4] else second
            sentence = joined.replace("{1}", first).replace("{2}", second)
            span = at or (other and (other[0] + sentence.rindex(second), other[1] + sentence.rindex(second)))
            low = frame.index("{S}")
            own = (low, low + len(first)) if n % 2 == 0 else (low + sentence.rindex(second), low + len(sentence))
            text = frame.replace("{S}", sentence).replace("/", "\n")
            yield Generated(kind, lang, wording, text, (span[0] + low, span[1] + low) if span else None, own)


def _fill(wording: str, record: Record, wrong: bool, chance: random.Random) -> tuple[str, tuple[int, int] | None]:
    out, at, span = "", 0, None
    for found in re.finditer(r"\{(\w)\}|\[\[(\w)\]\]", wording):
        out += wording[at : found.start()]
        true, wrongs = record[found[1] or found[2]]
        said = chance.choice(wrongs) if wrong and found[2] else true
        if found[2] and wrong:
            low = next((i for i, (a, b) in enumerate(zip(true, said, strict=False)) if a != b), 0)
            tail = next((i for i, (a, b) in enumerate(zip(reversed(true), reversed(said), strict=False)) if a != b), 0)
            span = (len(out) + low, max(len(out) + len(said) - tail, len(out) + low + 1))
        out += said
        at = found.end()
    out += wording[at:]
    if out[0].islower():
        out = out[0].upper() + out[1:]
    return out, span


def judged(reader: Reader, one: Generated) -> tuple[list[tuple[list[tuple[int, int]], str]], list[tuple[int, int]]]:
    """What is shown against a text, and the spans of what is agreed with."""
    document = Document(one.text, hashlib.sha256(one.text.encode()).hexdigest(), one.language, "x.txt", date=DAY)
    shown = shown_against(reader, PlantedText("x", document, ()))
    agreed = [
        (h.start, h.end) for c in reader.compare([reader.grammar.read(document)]).documents for h in c.against if h.verdict == "agrees"
    ]
    return shown, agreed


def outcome(reader: Reader, one: Generated) -> tuple[str, list[tuple[list[tuple[int, int]], str]]]:
    """What comes of a text, and what is shown against it: a true one is `left` or `accused`; of a wrong one the error is `found`, `missed` or `agreed` with,
    or something true `beside` it is accused."""
    shown, agreed = judged(reader, one)
    if one.wrong is None:
        return "accused" if shown else "left", shown
    marked = one.wrong if one.kind in MANY else one.sentence
    if any(not any(meet(one.sentence, s) for s in spans) for spans, _ in shown):
        return "beside", shown
    if any(meet(marked, s) for spans, _ in shown for s in spans):
        return "found", shown
    return "agreed" if any(meet(marked, a) for a in agreed) else "missed", shown


def measured(reader: Reader, half: str, *, show: bool = False, only: str | None = None) -> dict[tuple[str, str], Counter[str]]:
    """How often each thing comes of the texts of each kind and language."""
    out: dict[tuple[str, str], Counter[str]] = {}
    for one in generated(reader.book, half):
        kind = "pair" if "{1}" in one.wording else one.kind
        if only and only != kind:
            continue
        what, shown = outcome(reader, one)
        out.setdefault((kind, one.language), Counter())[what] += 1
        if show and what not in ("left", "found"):
            says = [(one.text[slice(*spans[0])], s[:110]) for spans, s in shown]
            print(what, one.kind, one.language, "|", one.text.replace("\n", "/"), "|", one.text[slice(*(one.wrong or (0, 0)))], "|", says)
    return out


if __name__ == "__main__":
    wanted = next((a.removeprefix("--kind=") for a in sys.argv if a.startswith("--kind=")), None)
    made = Reader(load())
    for name in [a for a in sys.argv[1:] if a in HALVES] or HALVES:
        got = measured(made, name, show="--show" in sys.argv, only=wanted)
        for (kind, language), c in [*sorted(got.items()), (("all", ""), sum(got.values(), Counter()))]:
            wrong = c["found"] + c["missed"] + c["agreed"] + c["beside"]
            print(
                f"{name} {kind} {language}: found {c['found']} of {wrong}, agreed with {c['agreed']}, true ones accused beside {c['beside']}; "
                f"accused {c['accused']} of {c['left'] + c['accused']} true"
            )

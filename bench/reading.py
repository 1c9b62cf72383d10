"""How well documents are read: precision and recall for each kind of finding, against labels of spans and values; and how fast.

    python bench/reading.py [FOLDER WITH THE FIVE ARTICLES]

The labels of the articles are offsets and values only (tests/documents/labels); the texts are looked for in ../shared/seeds or the folder
named by SHIDIAN_SEEDS. The project's own documents (tests/documents/own) carry their labels in the text: [[kind|value|words]].
A finding is right when a label of its kind overlaps it and says the same value; a measure is found by its verb and compared by strength,
ceiling, and whether anything narrows it. Labels marked optional count neither way.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shidian.book import load
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar, Reading
from shidian.documents.grammar.finding import AmountFound, Finding, Measure, Named, When
from shidian.documents.grammar.gazetteer import Gazetteer
from shidian.documents.grammar.text import clean, language_of

ROOT = Path(__file__).parents[1]
KINDS = ("place", "origin", "day", "amount", "share", "count", "period", "measure")
AIMS = {
    "place": (0.95, 0.90),
    "day": (0.95, 0.90),
    "amount": (0.95, 0.90),
    "share": (0.95, 0.90),
    "count": (0.95, 0.90),
    "measure": (0.90, 0.80),
}


class Label(NamedTuple):
    kind: str
    start: int
    end: int
    value: str
    optional: bool = False


class Labelled(NamedTuple):
    """A document with its labels."""

    name: str
    document: Document
    labels: tuple[Label, ...]


class Score(NamedTuple):
    """Counts of one kind: right findings, wrong findings, labels that were missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def seeds_folder() -> Path | None:
    """Where the five articles are, if they are here."""
    given = os.environ.get("SHIDIAN_SEEDS")
    folder = Path(given) if given else ROOT.parent / "shared" / "seeds"
    return folder if folder.is_dir() else None


def articles(folder: Path) -> Iterator[Labelled]:
    """The articles that there are labels for, by their SHA-256."""
    known = json.loads((ROOT / "tests/documents/labels/articles.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("*.txt")):
        raw = path.read_bytes()
        entry = known.get(hashlib.sha256(raw).hexdigest())
        if entry is not None:
            text, _ = clean(raw.decode("utf-8"))
            date = dt.date.fromisoformat(entry["date"]) if entry["date"] else None
            labels = tuple(Label(k, s, e, _said(v), bool(o)) for k, s, e, v, *o in entry["labels"])
            yield Labelled(path.name, _document(path.name, text, date), labels)


def own() -> Iterator[Labelled]:
    """The project's own documents."""
    for path in sorted((ROOT / "tests/documents/own").glob("*.txt")):
        text, labels = unmark(path.read_text(encoding="utf-8"))
        dates = [x.value for x in labels if x.kind == "day" and len(x.value) == 10]
        yield Labelled(path.name, _document(path.name, text, dt.date.fromisoformat(dates[0])), labels)


HALVES = ("train", "test")
WHEN_READ = dt.date(2026, 6, 15)
"""By when a labelled text without a day of its own is read."""


def texts(half: str) -> list[Labelled]:
    """The labelled texts of one half: those looked at while the grammar is mended, and those that are only measured."""
    out = []
    for path in sorted((ROOT / "tests/documents/texts" / half).glob("*.txt")):
        text, labels = unmark(path.read_text(encoding="utf-8"))
        dates = [x.value for x in labels if x.kind == "day" and len(x.value) == 10]
        out.append(Labelled(path.name, _document(path.name, text, dt.date.fromisoformat(dates[0]) if dates else WHEN_READ), labels))
    return out


def rows(grammar: Grammar) -> Iterator[str]:
    """The table of the labelled texts as Markdown rows: half, language, kind of text, then precision and recall of measures and of the rest."""
    for half in HALVES:
        every = texts(half)
        for language in ("zh", "en"):
            for form in ("notice", "plan", "press", "qa", "table", "all"):
                chosen = [t for t in every if t.name.endswith(f"{language}.txt") and (form == "all" or t.name.startswith(form))]
                scores = table(grammar, chosen)
                rest = total([score for kind, score in scores.items() if kind != "measure"])
                told = [f"{100 * x:.0f}" for x in (scores["measure"].precision, scores["measure"].recall, rest.precision, rest.recall)]
                yield f"| {half} | {language} | {form} | {len(chosen)} | " + " | ".join(told) + " |"


_LONG = {"m": "measure", "ref": "reference"}


def unmark(marked: str) -> tuple[str, tuple[Label, ...]]:
    """A text without its marks, and the labels they make."""
    out, labels, at = [], [], 0
    length = 0
    for found in re.finditer(r"\[\[(\w+\??)\|([^|\]]*)\|([^\]]*)\]\]", marked):
        plain = marked[at : found.start()]
        out.append(plain)
        length += len(plain)
        kind, value, words = found.groups()
        optional, kind = kind.endswith("?"), _LONG.get(kind.rstrip("?"), kind.rstrip("?"))
        if kind == "measure":
            strength, ceiling, narrowed = value.split(",")
            value = _said(
                {
                    "strength": None if strength == "-" else int(strength),
                    "ceiling": None if ceiling == "-" else int(ceiling),
                    "narrowed": narrowed == "x",
                }
            )
        labels.append(Label(kind, length, length + len(words), value, optional))
        out.append(words)
        length += len(words)
        at = found.end()
    out.append(marked[at:])
    return "".join(out), tuple(labels)


def _said(value: object) -> str:
    if isinstance(value, dict):
        return f"strength {value['strength']} ceiling {value['ceiling']}{' narrowed' if value['narrowed'] else ''}"
    return "" if value is None else str(value)


def said(finding: Finding) -> str:
    """The value of a finding as labels write it."""
    value = finding.value
    if isinstance(value, Named):
        return value.ids[0]
    if isinstance(value, When):
        return f"{value.from_}/{value.to}" if value.sense == "span" and value.from_ and len(value.from_) == 7 else value.from_ or ""
    if isinstance(value, AmountFound):
        number = f"{value.number.normalize():f}"
        return f"{value.bound} {number}" + (f" {value.unit}" if value.unit not in ("count", "percent") else "")
    if isinstance(value, Measure):
        ceiling = None if value.ceiling is None else int(value.ceiling)
        return f"strength {value.strength} ceiling {ceiling}{' narrowed' if value.excludes or value.limits or value.conditions else ''}"
    return ""


def _document(name: str, text: str, date: dt.date | None) -> Document:
    return Document(text, hashlib.sha256(text.encode()).hexdigest(), "zh" if language_of(text) == "zh" else "en", name=name, date=date)


def span(finding: Finding) -> tuple[int, int]:
    """Where a finding is looked for: a measure at its verb."""
    return finding.value.at if isinstance(finding.value, Measure) else (finding.start, finding.end)


def compare(reading: Reading, labels: tuple[Label, ...], kind: str) -> tuple[Score, list[str]]:
    """The score of one kind, and what went wrong in words."""
    found = [f for f in reading.findings if f.kind == kind]
    wanted = [x for x in labels if x.kind == kind]
    taken: set[int] = set()
    right = wrong = 0
    notes: list[str] = []
    for finding in found:
        start, end = span(finding)
        match = next((i for i, x in enumerate(wanted) if i not in taken and x.start < end and start < x.end), None)
        if match is None:
            wrong += 1
            notes.append(f"+ {start}-{end} {said(finding)} {reading.document.text[start - 30 : end + 30]!r}")
            continue
        taken.add(match)
        if wanted[match].optional:
            continue
        if wanted[match].value == said(finding):
            right += 1
        else:
            wrong += 1
            taken.discard(match)
            wanted[match] = wanted[match]._replace(start=-1, end=-1)
            notes.append(f"~ {start}-{end} {said(finding)} not {wanted[match].value} {reading.document.text[start - 20 : end + 40]!r}")
    missed = [x for i, x in enumerate(wanted) if i not in taken and not x.optional]
    notes += [f"- {x.start}-{x.end} {x.value} {reading.document.text[max(0, x.start - 30) : x.end + 30]!r}" for x in missed if x.start >= 0]
    return Score(right, wrong, len(missed)), notes


def total(scores: list[Score]) -> Score:
    """The sum of scores."""
    return Score(sum(s.right for s in scores), sum(s.wrong for s in scores), sum(s.missed for s in scores))


def table(grammar: Grammar, documents: list[Labelled], *, verbose: bool = False) -> dict[str, Score]:
    """The score of each kind over some documents."""
    out: dict[str, Score] = {}
    for kind in KINDS:
        scores = []
        for item in documents:
            score, notes = compare(grammar.read(item.document), item.labels, kind)
            scores.append(score)
            if verbose:
                print("\n".join(f"{item.name} {kind} {n}" for n in notes))
        out[kind] = total(scores)
    return out


def show(title: str, scores: dict[str, Score]) -> None:
    """Print a table."""
    print(f"\n{title}\n{'kind':10}{'right':>7}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>8}")
    for kind, score in scores.items():
        print(f"{kind:10}{score.right:7}{score.wrong:7}{score.missed:8}{score.precision:11.3f}{score.recall:8.3f}")


def speed(grammar: Grammar, documents: list[Labelled], seconds: float = 3.0) -> None:
    """Print how much text is read in a second of one core's time."""
    for item in documents:
        grammar.read(item.document)
    size = sum(len(d.document.text.encode()) for d in documents)
    characters = sum(len(d.document.text) for d in documents)
    runs, begun = 0, time.process_time()
    while time.process_time() - begun < seconds:
        for item in documents:
            grammar.read(item.document)
        runs += 1
    took = time.process_time() - begun  # of this process alone: others may be at work on the machine
    print(
        f"\n{runs * len(documents) / took:,.0f} documents/s, {runs * characters / took:,.0f} characters/s, {runs * size / took / 1e6:.2f} MB/s on one core"
    )


def main() -> None:
    grammar = Grammar(Gazetteer(load().lawbook))
    verbose = "-v" in sys.argv
    mine = list(own())
    show("the project's own documents", table(grammar, mine, verbose=verbose))
    for half in HALVES:
        show(f"labelled texts, {half}", table(grammar, texts(half), verbose=verbose and half == "train"))
    print("\n".join(rows(grammar)))
    folder = seeds_folder()
    if folder is None:
        print("the five articles are not here: set SHIDIAN_SEEDS to their folder")
        speed(grammar, mine)
        return
    read = list(articles(folder))
    show(f"the articles ({len(read)})", table(grammar, read, verbose=verbose))
    speed(grammar, read)


if __name__ == "__main__":
    main()

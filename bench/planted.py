"""How many planted errors are found, and how many of those shown are true: texts with errors of history, totals, ceilings, thresholds, days and units.

    python bench/planted.py [train|test|fresh|later-built|later-kept|newest-built|newest-kept|…] [--show]

Errors stand in {{…}} in `tests/documents/planted`; everything else in the texts is true; true statements that are to be borne out stand in [[…]]. `train` was looked at while the comparison was built; of `test` the
totals alone; `fresh` (forty errors in twenty texts) came later, and was opened after its first look (26 found, 27 shown, 26 of them true).
`articles-kept` (26 errors in twelve articles, notices, tables and answers) was written before anything was built for `articles-built`: at its first look 10 were
found, 10 of 14 things shown were true, and 2 errors were agreed with; the code of before found 7, with 7 of 10 true. An error is found when something shown against the document overlaps it; something shown is true when it overlaps an error.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from shidian.book import load
from shidian.documents.document import Document
from shidian.documents.grammar.text import language_of
from shidian.documents.reader import Reader

HALVES = (
    "train",
    "test",
    "fresh",
    "later-built",
    "later-kept",
    "newest-built",
    "newest-kept",
    "last-built",
    "last-kept",
    "autumn-built",
    "autumn-kept",
    "winter-built",
    "winter-kept",
    "spring-built",
    "spring-kept",
    "long-built",
    "long-kept",
    "articles-built",
    "articles-kept",
    "prose-built",
    "prose-kept",
    "voices-built",
    "voices-kept",
    "claims-built",
    "claims-kept",
    "counsel-built",
    "counsel-kept",
)
ROOT = Path(__file__).parents[1] / "tests/documents/planted"


class PlantedText(NamedTuple):
    """A text without its marks, and the spans of its errors."""

    name: str
    document: Document
    errors: tuple[tuple[int, int], ...]
    truths: tuple[tuple[int, int], ...] = ()


class PlantedScore(NamedTuple):
    """Errors planted and found; things shown and true; errors that are agreed with; true statements marked, and those agreed with."""

    planted: int
    found: int
    shown: int
    true: int
    falsely_agreed: int = 0
    truths: int = 0
    truths_agreed: int = 0


def planted(half: str, root: Path = ROOT) -> Iterator[PlantedText]:
    """The texts of one half."""
    for path in sorted((root / half).glob("*.txt")):
        head, body = path.read_text(encoding="utf-8").split("\n", 1)
        text, at = "", 0
        errors: list[tuple[int, int]] = []
        truths: list[tuple[int, int]] = []
        for found in re.finditer(r"\{\{(.*?)\}\}|\[\[(.*?)\]\]", body, re.DOTALL):
            text += body[at : found.start()]
            words = found[1] or found[2]
            (errors if found[1] else truths).append((len(text), len(text) + len(words)))
            text += words
            at = found.end()
        text += body[at:]
        day = dt.date.fromisoformat(head.removeprefix("# date:").strip())
        language: Literal["en", "zh"] = "zh" if language_of(text) == "zh" else "en"
        yield PlantedText(
            path.name,
            Document(text, hashlib.sha256(text.encode()).hexdigest(), language, path.name, date=day),
            tuple(errors),
            tuple(truths),
        )


def shown_against(reader: Reader, text: PlantedText) -> list[tuple[list[tuple[int, int]], str]]:
    """Everything that is shown against a document: its spans, and what it says."""
    comparison = reader.compare([reader.grammar.read(text.document)])
    out = [
        ([(a, b) for _, a, b in c.spans], f"{c.contradiction.kind}: {c.contradiction.subject}")
        for c in comparison.clashes
        if c.side != "right"
    ]
    for compared in comparison.documents:
        out += [([(h.start, h.end)], f"{h.kind}: {h.law.en}") for h in compared.against if h.verdict == "differs"]
        out += [
            ([(c.start, c.end)], f"{c.verdict}: {c.law.en}")
            for c in compared.citations
            if c.verdict not in ("right", "not-held", "says-else")
        ]
    return out


def score(reader: Reader, half: str, *, show: bool = False) -> PlantedScore:
    """The score of one half."""
    total = [0] * 7
    for text in planted(half):
        against = shown_against(reader, text)
        hit = {e for e in text.errors if any(meet(e, s) for spans, _ in against for s in spans)}
        true = [any(meet(e, s) for e in text.errors for s in spans) for spans, _ in against]
        reading = reader.grammar.read(text.document)
        agrees = [(h.start, h.end) for c in reader.compare([reading]).documents for h in c.against if h.verdict == "agrees"]
        falsely = sum(e not in hit and any(meet(e, a) for a in agrees) for e in text.errors)
        borne = sum(any(meet(t, a) for a in agrees) for t in text.truths)
        mine = (len(text.errors), len(hit), len(against), sum(true), falsely, len(text.truths), borne)
        total = [a + b for a, b in zip(total, mine, strict=True)]
        if show:
            print(f"== {text.name}")
            for e in text.errors:
                print("  ", "found " if e in hit else "MISSED", text.document.text[e[0] : e[1]])
            for ok, (spans, says) in zip(true, against, strict=True):
                print("  ", "true " if ok else "FALSE", [text.document.text[a:b] for a, b in spans], says[:150])
    return PlantedScore(*total)


def meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans share a letter."""
    return a[0] < b[1] and b[0] < a[1]


if __name__ == "__main__":
    halves = [a for a in sys.argv[1:] if a in HALVES] or HALVES
    made = Reader(load())
    for name in halves:
        got = score(made, name, show="--show" in sys.argv)
        print(
            f"{name}: found {got.found} of {got.planted}; shown {got.shown}, true {got.true}; "
            f"agreed with {got.falsely_agreed}; of {got.truths} true statements borne out {got.truths_agreed}"
        )

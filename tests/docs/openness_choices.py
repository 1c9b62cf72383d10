"""Every choice of the openness measure and what it does to the classes of regions, as the method page shows it:
`python -m tests.docs.openness_choices` writes both tables into it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from shidian.analysis.openness.classes import Classes, classes
from shidian.analysis.openness.measured import MEASURES, Openness
from shidian.analysis.openness.resolving import EDGES
from shidian.book import Book
from shidian.law.records.base import Label
from tests.cases.real import real_book

PAGE = Path(__file__).parents[2] / "docs/concepts/openness.md"
DAY = dt.date(2026, 11, 1)
_BLOCK = re.compile(r"(<!-- choices (en|zh):[^\n]*-->\n).*?(<!-- end -->)", re.S)
EDGE = {
    "below_half": Label("exactly 50 % scored as below half", "恰为50%计入低于50%档"),
    "above_half": Label("exactly 50 % scored as above half", "恰为50%计入高于50%档"),
}


def choices(book: Book) -> Iterator[tuple[Label, str, Openness]]:
    """The default; every measure; then each other choice with all else at its default, as (its name, the measure, what is measured)."""
    measures = book.lawbook.measures
    for measure in MEASURES:
        yield Label(measure, measure), measure, book.openness()
    for w in measures.weightings[1:]:
        yield w.name, "open_100", book.openness(weighting=w.weighting)
    for p in measures.profiles[1:]:
        yield p.name, "open_100", book.openness(profile=p.profile)
    for g in measures.grids[1:]:
        yield g.name, "restrictiveness", book.openness(grid=g.grid)
    for edge in EDGES[1:]:
        yield EDGE[edge], "restrictiveness", book.openness(edge=edge)


def order(found: Classes, lang: str) -> str:
    """The classes from the most open on, each by its regions; one of many by how many they are."""
    more = {"en": "{} regions", "zh": "{}个地区"}[lang]
    names = [
        more.format(len(c.names)) if len(c.names) > 3 else {"en": " = ", "zh": "＝"}[lang].join(n[lang] for n in c.names)
        for c in found.classes
    ]
    return {"en": ", ", "zh": "、"}[lang].join(names)


def rows(book: Book, lang: str) -> Iterator[str]:
    """The lines of the table."""
    percent, colon = {"en": ("{:.1f}–{:.1f} %", ": "), "zh": ("{:.1f}%至{:.1f}%", "：")}[lang]
    yield {"en": "| choice | first class | last class | classes, most open first |", "zh": "| 选择 | 首类 | 末类 | 分类（由最开放起） |"}[
        lang
    ]
    yield "|---|---|---|---|"
    for name, measure, found in choices(book):
        told = classes(found, DAY, measure)
        ends = (percent.format(100 * c.everywhere.low, 100 * c.everywhere.high) for c in (told.classes[0], told.classes[-1]))
        yield f"| {name[lang]} | {' | '.join(ends)} | {len(told.classes)}{colon}{order(told, lang)} |"


def written(page: str) -> str:
    """The page with the tables of today's lawbook."""
    return _BLOCK.sub(lambda m: m[1] + "\n".join(rows(real_book(), m[2])) + "\n" + m[3], page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

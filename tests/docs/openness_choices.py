"""Every choice of the openness measure and what it does to the classes of regions, as the method page shows it:
`python -m tests.docs.openness_choices` writes both tables into it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from shidian.analysis.openness.baskets import area_of
from shidian.analysis.openness.classes import Classes, classes
from shidian.analysis.openness.measured import MEASURES, Openness
from shidian.analysis.openness.regions import spots
from shidian.analysis.openness.resolving import EDGES
from shidian.book import Book
from shidian.law.records.base import Label
from shidian.words.labels import entry_label
from tests.cases.real import real_book

PAGE = Path(__file__).parents[2] / "docs/concepts/openness.md"
DAY = dt.date(2026, 11, 1)
_BLOCK = re.compile(r"(<!-- (choices|coverage) (en|zh):[^\n]*-->\n).*?(<!-- end -->)", re.S)
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


def covered(book: Book, lang: str) -> Iterator[str]:
    """What the measure reaches: activities, weights, and where the doubt of a place outside all pilots comes from."""
    found = book.openness()
    field, place, number = found.field, found.places(["guizhou"])[0], found.field.measures.index("open_100")
    day = field.day(DAY)
    here = spots(field, place, field.starts[day])
    ends = field.table[field.numbers(day, here, "in_force"), number].min(axis=1)  # column, bound: everywhere in the place
    none = [leaf for leaf, weight in found.weights.items() if not weight]
    areas: Counter[str] = Counter()
    doubt: Counter[str] = Counter()
    for leaf, weight in found.weights.items():
        areas[area_of(found.tree, leaf)] += float(weight)  # type: ignore[assignment]
        width = float(ends[field.column[leaf], 1] - ends[field.column[leaf], 0])
        rules = {r for s in here for at in field.shares(field.end(day, leaf, s), "in_force") for r in at.doubtful} if width else ()
        doubt["gap" if any(field.resolver.rules[r].taint == "gap" for r in rules) else "other"] += float(weight) * width  # type: ignore[assignment]
    names = sorted((100 * w, entry_label(book.lawbook, found.tree.id, a)) for a, w in areas.items())
    least, most = ("、" if lang == "zh" else ", ").join(f"{n[lang]} {w:.1f} %" for w, n in names[:3]), names[-3:][::-1]
    largest = ("、" if lang == "zh" else ", ").join(f"{n[lang]} {w:.1f} %" for w, n in most)
    nothing = ("、" if lang == "zh" else ", ").join(entry_label(book.lawbook, found.tree.id, leaf)[lang] for leaf in none)
    gap, other = (100 * doubt[k] for k in ("gap", "other"))
    yield {
        "en": f"The basket has {len(found.weights)} activities; by the default weights {len(none)} of them weigh nothing, since the classification "
        f"does not reach them ({nothing}). Areas weigh from {least} to {largest}. Of the {gap + other:.1f} points between the two ends in a place "
        f"outside all pilots (`open_100`, {DAY}) {gap:.1f} come from clauses that nobody has encoded, {other:.1f} from rules that are disputed or of "
        "unknown standing. What the lawbook does not know to be missing is in no interval.",
        "zh": f"篮子含{len(found.weights)}项活动；按默认权重，其中{len(none)}项因行业分类对照未及而权重为零（{nothing}）。各领域权重最低为{least}，"
        f"最高为{largest}。试点之外的地方（`open_100`，{DAY}）两端相差{gap + other:.1f}个百分点，其中{gap:.1f}个来自尚未编码的条文，"
        f"{other:.1f}个来自有争议或者效力不明的规则。法库尚未察觉的缺漏不在任何区间之内。",
    }[lang]


def written(page: str) -> str:
    """The page with the tables of today's lawbook."""
    made = {"choices": rows, "coverage": covered}
    return _BLOCK.sub(lambda m: m[1] + "\n".join(made[m[2]](real_book(), m[3])) + "\n" + m[4], page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

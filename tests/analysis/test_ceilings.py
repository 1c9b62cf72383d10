"""The ceiling through time: every step is what the engine answers, and its drawing is one that any reader of SVG takes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from shidian.analysis.ceilings import ShareSpan
from shidian.analysis.drawing.staircase import Marked, staircase
from shidian.analysis.timeline import followed
from shidian.book import Book
from tests.cases.real import real_book

SINCE = dt.date(2019, 1, 1)
CASES = [
    {"activity": "app-store", "territory": "chengdu", "origin": "de", "share": "100"},
    {"activity": "idc", "territory": "shenzhen", "origin": "de", "share": "30"},
    {"activity": "hospital", "territory": "suzhou", "origin": "sg"},
    {"activity": "tobacco-trade", "territory": "hainan", "share": "10"},
]


@pytest.mark.parametrize("facts", CASES, ids=lambda f: f["activity"])
def test_every_step_is_what_the_decision_of_its_first_day_says(facts: dict[str, str]) -> None:
    book = real_book()
    found = followed(book, "access", facts, SINCE)[1]
    assert found.steps[0].start == SINCE
    assert found.steps[-1].until is None
    for step, after in zip(found.steps, found.steps[1:], strict=False):
        assert step.until == after.start
    for step in found.steps:
        decision = book.ask("access", {**facts, "on": step.start.isoformat()})
        for answer, span in ((decision.in_force, step.in_force), (decision.announced, step.announced)):
            assert answer.certain is not None
            assert answer.possible is not None
            assert (float(answer.certain.value), answer.certain.exclusive) == (span.certain, span.certain_below)
            assert (float(answer.possible.value), answer.possible.exclusive) == (span.possible, span.possible_below)
            assert span.certain <= span.possible


def test_the_day_since_which_all_is_allowed_is_the_first_of_the_last_stretch(orsia: Book) -> None:
    pigeons = {"activity": "pigeons", "territory": "harbour", "origin": "freedonia"}
    found = followed(orsia, "access", pigeons, dt.date(2018, 1, 1))[1]
    assert found.whole_since == dt.date(2023, 6, 1)
    assert found.steps[-1].in_force == ShareSpan(100, False, 100, False)


def test_a_question_without_ceilings_has_no_steps() -> None:
    assert followed(real_book(), "entry", {}, SINCE)[1].steps == ()


@pytest.mark.parametrize("width", [None, 640])
@pytest.mark.parametrize("small", [False, True])
def test_the_drawing_is_sound_and_escapes_what_it_is_told(width: int | None, small: bool) -> None:
    steps = followed(real_book(), "access", CASES[0], SINCE)[1].steps
    marked = Marked(Decimal(100), "<asked> & told", dt.date(2026, 1, 1), '"day"')
    drawn = staircase(steps, SINCE, dt.date(2027, 1, 1), marked, [s.start for s in steps], width=width, name="a < b", small=small)
    root = ET.fromstring(drawn)
    rects = [r for r in root.iter() if r.tag.endswith("rect")]
    assert len(rects) >= len(steps)
    for rect in rects:
        ends = [float(rect.attrib[k].rstrip("%")) for k in ("x", "width")]
        assert sum(ends) <= (100.01 if width is None else width + 0.1)
    assert small or "<asked> & told" in {t.text for t in root.iter() if t.tag.endswith("text")}
    assert ("<style>" in drawn) == (width is not None)


@pytest.mark.parametrize("asked", ["0", "1", "30", "49.99", "50", "51", "97", "100"])
@pytest.mark.parametrize("facts", CASES, ids=lambda f: f["activity"])
def test_the_words_of_a_chart_lie_on_no_line_of_it(facts: dict[str, str], asked: str) -> None:
    found = followed(real_book(), "access", facts, SINCE)[1]
    for on in (dt.date(2019, 1, 2), dt.date(2022, 6, 1), dt.date(2025, 6, 1)):
        marked = Marked(Decimal(asked), "asked", on, "day")
        drawn = ET.fromstring(staircase(found.steps, SINCE, dt.date(2027, 1, 1), marked, width=680, name="x"))
        space = "{http://www.w3.org/2000/svg}"
        words = {t.text: (float(t.get("x", "")), float(t.get("y", ""))) for t in drawn.iter(f"{space}text")}
        lines = [
            [float(x.get(k, "")) for k in ("x1", "y1", "x2", "y2")] for x in drawn.iter(f"{space}line") if x.get("class") != "hatch-line"
        ]
        marks = [x for x, own in zip(lines, drawn.iter(f"{space}line"), strict=False) if own.get("class") != "grid"]
        assert words["day"][1] < min(min(y1, y2) for _, y1, _, y2 in marks), "the day stands above every line"
        x, y = words["asked"]
        edges = [
            [float(e.get(k, "")) for k in ("x1", "y1", "x2", "y2")]
            for e in drawn.iter(f"{space}line")
            if e.get("class") in ("edge", "ahead-edge", "now")
        ]
        assert not [e for e in edges if e[0] < x + 50 and e[2] > x - 50 and min(e[1], e[3]) < y + 2 and max(e[1], e[3]) > y - 10]
        for scale in ("0 %", "50 %", "100 %"):
            assert abs(words[scale][0] - x) > 90 or abs(words[scale][1] - y) > 12

"""The ceiling through time as a flight of steps: what is in force is solid, what is only announced hatched, what depends dotted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct

from shidian.analysis.ceilings import WHOLE, CeilingStep
from shidian.analysis.drawing.svg import SHARE, Canvas

TALL, SMALL = 226, 46
"""Height of a chart and of a small one, in pixels."""
HEAD, FOOT = 48, 22
"""Room for the numbers and the day asked above, and for years below, in pixels."""
APART = 8.0
"""Hundredths of the width: numbers of steps nearer to each other are written as one, such as `2–3`."""
LABEL = 9.5
"""Hundredths of the width that the name of a year takes; years are left out where they would be nearer."""


DAY = 27.0
"""Where the day asked is written, in pixels from above: in a row of its own, above every line of the chart."""
WORDS = 15.0
"""Hundredths of the width that half of the words for the share take on a telephone."""
PLACES = (30.0, 45.0, 60.0, 75.0, 84.0, 22.0)
"""Where the words for the share may stand, in hundredths of the width, the usual place first; right of the scale."""
Line = tuple[float, float, float, float]
"""Left, top, right and bottom of a straight line: hundredths of the width, and pixels."""


class Marked(Struct, frozen=True):
    """What is written onto the chart: the share that was asked, in percent, and the words for it; the day that was asked, and its words."""

    asked: Decimal | None
    asked_words: str
    on: dt.date
    on_words: str


def staircase(
    steps: Sequence[CeilingStep],
    first: dt.date,
    last: dt.date,
    marked: Marked,
    turns: Sequence[dt.date] = (),
    *,
    key: str = "c",
    width: int | None = None,
    name: str = "",
    small: bool = False,
    told: Callable[[CeilingStep], str] | None = None,
) -> str:
    """The chart from one day to another. `turns` are the days to number, in the order of the list beside the chart; `key` tells the
    patterns of several charts on one page apart, `told` what is said of a step to a pointer that rests on it. Empty where there are no steps."""
    if not steps:
        return ""
    sheet = Canvas(SMALL if small else TALL, width, name=name, classes="drawing stairs small" if small else "drawing stairs")
    top, bottom = (3.0, SMALL - 3.0) if small else (float(HEAD), float(TALL - FOOT))

    def across(day: dt.date) -> float:
        return SHARE * min(max((day - first).days / max((last - first).days, 1), 0.0), 1.0)

    def up(percent: float) -> float:
        return bottom - (bottom - top) * percent / WHOLE

    _patterns(sheet, key)
    for percent in () if small else (0, 25, 50, 75, 100):
        sheet.line("axis" if percent == 0 else "grid", 0, up(percent), SHARE, up(percent))
    if small:
        sheet.line("axis", 0, bottom, SHARE, bottom)
    before: CeilingStep | None = None
    for step in steps:
        left, right = across(step.start), across(step.until or last)
        held, ahead = step.in_force, step.announced
        sheet.area("held", left, right, up(held.certain), bottom)
        sheet.area("ahead", left, right, up(ahead.certain), up(held.certain), f"url(#{key}-ahead)")
        dotted = max(held.certain, ahead.certain)
        sheet.area("maybe", left, right, up(max(held.possible, ahead.possible)), up(dotted), f"url(#{key}-maybe)")
        sheet.line("edge", left, up(held.certain), right, up(held.certain))
        if ahead.certain > held.certain:
            sheet.line("ahead-edge", left, up(ahead.certain), right, up(ahead.certain))
        if before is not None:
            sheet.line("edge", left, up(before.in_force.certain), left, up(held.certain))
        before = step
    if marked.asked is not None:
        at = up(min(max(float(marked.asked), 0.0), WHOLE))
        sheet.line("asked", 0, at, SHARE, at)
    sheet.line("now", across(marked.on), top - (0 if small else 4), across(marked.on), bottom)
    if not small:
        _years(sheet, first, last, across)
        _numbers(sheet, [across(d) for d in turns])
        for percent in (0, 50, 100):
            sheet.text(f"{percent} %", 0, up(percent) - 4, classes="scale", shift=3)
        here = across(marked.on)
        if marked.asked is not None:
            at = up(min(max(float(marked.asked), 0.0), WHOLE))
            x, y = _free(at, [*_edges(steps, across, up, last), (here, top, here, bottom)], top, bottom)
            sheet.text(marked.asked_words, x, y, anchor="middle", classes="strong")
        if told is not None:
            for step in steps:
                sheet.told(told(step), across(step.start), across(step.until or last), top, bottom)
        sheet.text(marked.on_words, here, DAY, anchor="end" if here > SHARE / 2 else "start", classes="strong")
    return sheet.markup()


def _edges(steps: Sequence[CeilingStep], across: Callable[[dt.date], float], up: Callable[[float], float], last: dt.date) -> list[Line]:
    out: list[Line] = []
    before: float | None = None
    for step in steps:
        left, right = across(step.start), across(step.until or last)
        level = up(step.in_force.certain)
        for height in {level, up(max(step.in_force.certain, step.announced.certain))}:
            out.append((left, height, right, height))
        if before is not None:
            out.append((left, min(before, level), left, max(before, level)))
        before = level
    return out


def _free(at: float, lines: Sequence[Line], top: float, bottom: float) -> tuple[float, float]:
    """Where the words for a share stand beside its line: the first place, above the line or below it, that the fewest lines cross."""
    heights = [y for y in (at - 5, at + 14) if top - 2 <= y - 10 and y + 2 <= bottom]

    def crossed(place: tuple[float, float]) -> int:
        x, y = place
        return sum(left < x + WORDS and right > x - WORDS and first < y + 3 and end > y - 11 for left, first, right, end in lines)

    return min(((x, y) for x in PLACES for y in heights), key=crossed)


def _patterns(sheet: Canvas, key: str) -> None:
    sheet.add(
        f'<defs><pattern id="{key}-ahead" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="hatch-line" x1="0" y1="0" x2="0" y2="7"/></pattern>'
        f'<pattern id="{key}-maybe" width="6" height="6" patternUnits="userSpaceOnUse"><circle class="dot" cx="2" cy="2" r="1"/></pattern></defs>'
    )


def _years(sheet: Canvas, first: dt.date, last: dt.date, across: Callable[[dt.date], float]) -> None:
    before = -LABEL
    for year in range(first.year, last.year + 1):
        day = dt.date(year, 1, 1)
        if day < first:
            continue
        at = across(day)
        sheet.line("axis", at, sheet.height - FOOT, at, sheet.height - FOOT + 4)
        if at - before >= LABEL and at <= SHARE - LABEL / 2:
            sheet.text(str(year), at, sheet.height - 5, classes="scale", shift=2)
            before = at


def _numbers(sheet: Canvas, places: Sequence[float]) -> None:
    """The numbers of the turns above the chart; near ones as one."""
    groups: list[list[int]] = []
    for i, at in enumerate(places):
        if groups and at - places[groups[-1][0]] < APART:
            groups[-1].append(i)
        else:
            groups.append([i])
    for group in groups:
        words = f"{group[0] + 1}" if len(group) == 1 else f"{group[0] + 1}–{group[-1] + 1}"
        at = places[group[0]]
        sheet.line("grid", at, HEAD - 4, at, sheet.height - FOOT)
        sheet.text(words, at, 11, classes="strong", anchor="start" if at < APART / 2 else "middle")

"""Stacks: one bar of parts, and a row of columns through time, each part in the colour of its stage. Runs: sums from January on, a line for each year."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from shidian.analysis.drawing.svg import SHARE, Canvas

BAR, COLUMNS = 46, 190
"""Heights of a bar and of a row of columns, in pixels."""
FOOT = 22
"""Room for names or months below, in pixels."""
NARROW = 4.0
"""Hundredths of the width under which a part does not carry its number."""
LABEL = 24.0
"""Hundredths of the width that a name below needs."""


def bar(parts: Sequence[tuple[str, int, str]], *, width: int | None = None, name: str = "") -> str:
    """One bar. A part is a class of colour, a number, and the address it leads to on a page; the class `unseen` is hatched."""
    canvas = Canvas(BAR, width, name=name, classes="drawing by-stage")
    whole = sum(n for _, n, _ in parts) or 1
    _hatch(canvas)
    left = 0.0
    for kind, number, href in parts:
        right = left + SHARE * number / whole
        if width is None and href:
            canvas.link(href)
        canvas.area(f"share-of st-{kind}", left, right, 0, BAR, "url(#unseen)" if kind == "unseen" else "")
        if right - left > NARROW:
            canvas.text(str(number), (left + right) / 2, BAR / 2 + 5, anchor="middle", classes="on-part" if kind != "unseen" else "strong")
        if width is None and href:
            canvas.add("</a>")
        left = right
    return canvas.markup()


def columns(
    kinds: Sequence[str], heights: Sequence[Sequence[int]], names: Sequence[str], *, width: int | None = None, name: str = ""
) -> str:
    """Columns side by side, each a stack of the kinds from below; every column may have a name, of which those that have room are written."""
    canvas = Canvas(COLUMNS, width, name=name, classes="drawing by-stage")
    top = max((sum(h) for h in heights), default=0) or 1
    base, step = float(COLUMNS - FOOT), SHARE / max(len(heights), 1)
    for share in (0.5, 1.0):
        canvas.line("grid", 0, base - (base - 16) * share, SHARE, base - (base - 16) * share)
        canvas.text(f"{top * share:g}", 0, base - (base - 16) * share - 3, classes="scale", shift=2)
    before = -LABEL
    for i, (stack, label) in enumerate(zip(heights, names, strict=True)):
        below = base
        for kind, number in zip(kinds, stack, strict=True):
            above = below - (base - 16) * number / top
            canvas.area(f"share-of st-{kind}", i * step, (i + 1) * step - step * 0.12, above, below)
            below = above
        canvas.told(
            f"{label}: {sum(stack)} ({' + '.join(map(str, filter(None, stack)))})" if label else "", i * step, (i + 1) * step, 16, base
        )
        if label and i * step - before >= LABEL and i * step <= SHARE - LABEL / 2:
            canvas.text(label, i * step, COLUMNS - 5, classes="scale")
            before = i * step
    canvas.line("axis", 0, base, SHARE, base)
    return canvas.markup()


def _hatch(canvas: Canvas) -> None:
    canvas.add(
        '<defs><pattern id="unseen" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="unseen-line" x1="0" y1="0" x2="0" y2="7"/></pattern></defs>'
    )


TALL = 240
"""Height, in pixels."""
TOP = 22
"""Room above the highest line, in pixels."""
MONTHS = 12
APART, NEAR = 13.0, 12.0
"""Pixels between the names of two lines, where they end within some hundredths of the width."""
AWAY = tuple(float(way * d) for d in range(0, 45, 3) for way in (1, -1))
"""Where a name may stand, in pixels below its line, the nearest place first."""
SHORT = 3
"""The month that a line reaches at least: shorter ones would lie on each other at the beginning."""
END = 88.0
"""Where December stands, in hundredths of the width: right of it stand the names."""


def runs(lines: Sequence[tuple[str, bool, Sequence[tuple[int, float]]]], *, width: int | None = None, name: str = "") -> str:
    """The drawing. A line is a name, whether it counts by another rule (dashed), and its points: a month from 1, and the sum from January to its end; lines
    of the first two months are left out."""
    sheet = Canvas(TALL, width, name=name, classes="drawing runs")
    highest = max((value for _, _, points in lines for _, value in points), default=0.0) or 1.0
    step = next(s for s in (50, 100, 200, 250, 500, 1_000, 2_500, 10_000, 100_000, 10**9) if highest / s <= 5)
    ceiling = step * -(-highest // step)
    base = float(TALL - FOOT)

    def across(month: float) -> float:
        return END * month / MONTHS

    def up(value: float) -> float:
        return base - (base - TOP) * value / ceiling

    for at in range(0, int(ceiling) + 1, step):
        sheet.line("axis" if at == 0 else "grid", 0, up(at), SHARE, up(at))
        sheet.text(f"{at:g}", 0, up(at) - 3, classes="scale", shift=2)
    for month in range(3, MONTHS + 1, 3):
        sheet.text(str(month), across(month), TALL - 5, anchor="middle", classes="scale")
    named: list[tuple[float, float]] = []
    ends: list[tuple[float, float, str]] = []
    for words, dashed, points in (line for line in lines if line[2][-1][0] >= SHORT):
        for (m, a), (n, b) in zip([(0, 0.0), *points], points, strict=False):
            sheet.line("run other-rule" if dashed else "run", across(m), up(a), across(n), up(b))
        for m, a in points:
            said = f"<title>{escape(words)} · {m}: {a:,.10g}</title>"
            sheet.add(f'<circle class="run-point" cx="{sheet.x(across(m))}" cy="{up(a):.1f}" r="3">{said}</circle>')
        ends.append((-across(points[-1][0]), up(points[-1][1]) + 4, words))
    for left, y, words in sorted(ends):  # those that end last keep their place; one that ends before them gives way
        x = -left
        y += next(d for d in AWAY if all(abs(x - x2) >= NEAR or abs(y + d - y2) >= APART for x2, y2 in named) or d == AWAY[-1])
        named.append((x, y))
        sheet.text(words, x, y, classes="strong", shift=7)
    return sheet.markup()

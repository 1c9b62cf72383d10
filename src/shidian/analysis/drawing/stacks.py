"""Stacks: one bar of parts, and a row of columns through time, each part in the colour of its stage."""

from __future__ import annotations

from collections.abc import Sequence

from shidian.analysis.drawing.svg import SHARE, Canvas

BAR, COLUMNS = 46, 190
"""Heights of a bar and of a row of columns, in pixels."""
FOOT = 22
"""Room for the names below the columns, in pixels."""
NARROW = 4.0
"""Hundredths of the width under which a part does not carry its number."""
LABEL = 17.0
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

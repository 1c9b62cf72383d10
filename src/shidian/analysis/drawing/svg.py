"""What every drawing is made of: marks at a place, text that is escaped, and the colours of a drawing that stands alone."""

from __future__ import annotations

from html import escape

SHARE = 100.0
"""The width of a drawing that fits itself to the page, in hundredths."""

COLOURS = """
text { font: 400 12px 'Noto Sans CJK SC', 'Noto Sans SC', 'WenQuanYi Zen Hei', 'DejaVu Sans', sans-serif; fill: #55605f; }
text.strong { fill: #1b2327; font-weight: 600; }
.grid { stroke: #dcdfd8; } .axis { stroke: #7c857f; } .now { stroke: #1b2327; } .asked { stroke: #1b2327; stroke-dasharray: 5 4; }
.held { fill: #17673f; fill-opacity: 0.3; } .edge { stroke: #17673f; stroke-width: 2.5; } .ahead-edge { stroke: #17673f; stroke-width: 1.5; stroke-dasharray: 3 3; }
.maybe { fill: #544f80; fill-opacity: 0.16; } .hatch-line { stroke: #17673f; stroke-width: 2.5; } .dot { fill: #544f80; fill-opacity: 0.75; }
.st-announced { fill: #c98a3a; } .st-implementing-rule { fill: #3f7ea3; } .st-operating { fill: #5aa37a; } .st-replicated { fill: #2d7a55; } .st-nationwide { fill: #17573a; } .st-expired { fill: #a1261d; }
.st-none { fill: #9aa3ad; } .unseen-line { stroke: #9aa3ad; stroke-width: 2; } text.on-part { fill: #ffffff; font-weight: 600; }
.run { stroke: #1a5678; stroke-width: 2; } .run-point { fill: #1a5678; } .other-rule { stroke-dasharray: 4 4; }
.good { fill: #17673f; } .bad { fill: #8c4a00; } .closed { fill: #a1261d; } .open { fill: #544f80; } .steps { fill: #1a5678; }
"""
"""The light theme of the style sheet, for a drawing that stands alone."""


class Canvas:
    """A drawing in the making. `width` is in pixels; None: it fits itself to the page, and what is given as a share stays one."""

    def __init__(self, height: int, width: int | None = None, *, name: str = "", classes: str = "drawing") -> None:
        self.height = height
        self.width = width
        self.name = name
        self.classes = classes
        self._parts: list[str] = []

    def x(self, share: float) -> str:
        """A horizontal place, given in hundredths of the width."""
        if self.width is None:
            return f"{share:.2f}%"
        return f"{share * self.width / SHARE:.1f}"

    def add(self, markup: str) -> None:
        """Markup as it stands; whatever comes from outside goes through `text`."""
        self._parts.append(markup)

    def area(self, classes: str, left: float, right: float, top: float, bottom: float, fill: str = "") -> None:
        """A rectangle; nothing where it has no extent."""
        if right > left and bottom > top:
            paint = f' fill="{fill}"' if fill else ""
            self.add(
                f'<rect class="{classes}"{paint} x="{self.x(left)}" width="{self.x(right - left)}" y="{top:.1f}" height="{bottom - top:.1f}"/>'
            )

    def told(self, words: str, left: float, right: float, top: float, bottom: float) -> None:
        """What is said of a part of the drawing to a pointer that rests on it, on a page; the table beside the drawing says the same to everybody."""
        if self.width is None and words and right > left:
            place = f'x="{self.x(left)}" width="{self.x(right - left)}" y="{top:.1f}" height="{bottom - top:.1f}"'
            self.add(f'<rect class="told" fill="none" pointer-events="all" {place}><title>{escape(words)}</title></rect>')

    def line(self, classes: str, left: float, top: float, right: float, bottom: float) -> None:
        """A straight line."""
        self.add(f'<line class="{classes}" x1="{self.x(left)}" y1="{top:.1f}" x2="{self.x(right)}" y2="{bottom:.1f}"/>')

    def link(self, href: str) -> None:
        """What follows leads somewhere, until `</a>` is added. People who do not see it have the list beside it."""
        self.add(f'<a href="{escape(href)}" tabindex="-1">')

    def text(self, words: str, left: float, top: float, *, anchor: str = "start", classes: str = "", shift: float = 0) -> None:
        """A line of text, `shift` pixels beside its place."""
        more = f' class="{classes}"' if classes else ""
        aside = f' dx="{shift:g}"' if shift else ""
        self.add(f'<text{more} x="{self.x(left)}" y="{top:.1f}" text-anchor="{anchor}"{aside}>{escape(words)}</text>')

    def markup(self) -> str:
        """The drawing. Alone it says its name; on a page the figure around it does."""
        body = "".join(self._parts)
        if self.width is None:
            return f'<svg class="{self.classes}" width="100%" height="{self.height}" aria-hidden="true" focusable="false">{body}</svg>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
            f' role="img" aria-label="{escape(self.name)}"><style>{COLOURS}</style>{body}</svg>'
        )

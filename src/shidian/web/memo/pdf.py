"""A memo as PDF, set with Typst: one language on a page and a half, or two languages side by side."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path

import segno
import typst
from msgspec import to_builtins

from shidian.errors import ShidianError
from shidian.web.memo.records import Memo
from shidian.words.phrases import phrase

SHEET = Path(__file__).parent / "memo.typ"
CHINESE = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Songti SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "AR PL UMing CN",
)
"""Families that hold Chinese, the best first."""
WORDS = (
    *("memo_asked", "facts", "why", "why_announced", "memo_further", "memo_to_do", "memo_what", "memo_authority"),
    *("memo_form", "memo_note", "memo_possible", "memo_beside", "memo_annex", "confidence", "sources", "ceiling_title"),
)
"""The headings of the sheet."""


class NoFont(ShidianError):
    """The machine has no font for Chinese."""

    code = "no-chinese-font"
    status = 501


@cache
def _chinese_font() -> str:
    families = set(typst.Fonts().families())
    found = next((f for f in CHINESE if f in families), None)
    if found is None:
        raise NoFont("cannot make a PDF: this machine has no Chinese font", hint="install one, such as the Debian package fonts-noto-cjk")
    return found


def pdf(memos: tuple[Memo, ...], charts: tuple[str, ...]) -> bytes:
    """The file: one memo, or two side by side. `charts` are their drawings as SVG, empty where there is none. Raises NoFont."""
    data = {
        "font": _chinese_font(),
        "memos": [
            to_builtins(m) | {"chart": chart, "words": {w: phrase(w)[m.lang] for w in WORDS}}
            for m, chart in zip(memos, charts, strict=True)
        ],
        "qr": _qr(memos[0].address) if memos[0].address else "",
    }
    out = typst.compile(str(SHEET), root=str(SHEET.parent), format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    assert isinstance(out, bytes)
    return out


def picture(chart: str) -> bytes | None:
    """A drawing (SVG, its text in either language) as PNG, 16 cm wide at 200 dots per inch, for forms that take no drawings; None for none, and
    where the machine has no Chinese font."""
    if not chart or not set(CHINESE) & set(typst.Fonts().families()):
        return None
    sheet = '#set page(width: 16cm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.chart), format: "svg", width: 100%)'
    out = typst.compile(sheet.encode(), format="png", ppi=200, sys_inputs={"chart": chart})
    assert isinstance(out, bytes)
    return out


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="l", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()

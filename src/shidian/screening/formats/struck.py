"""Cells that are struck through: what was given up, and is still in the file for those who look at it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

ALL, SOME = "all", "some"


def struck_styles(book: Any) -> frozenset[int]:
    """The styles of an XLSX workbook (as openpyxl counts those of cells) that strike through."""
    fonts = {i for i, font in enumerate(book._fonts) if font.strike}
    return frozenset(i for i, style in enumerate(book._cell_styles) if style.fontId in fonts) if fonts else frozenset()


def how_struck(row: Iterable[Any], styles: Collection[int]) -> str:
    """Whether all cells of a row of openpyxl that hold something are struck through, or some; empty for none."""
    struck = [c._style_id in styles for c in row if c.value is not None] if styles else []
    return (ALL if all(struck) else SOME) if any(struck) else ""


def strikes(style: Any) -> bool:
    """Whether a style of an ODS file strikes through."""
    said = {k.rpartition("}")[2]: v for part in style for k, v in part.attrib.items()}
    return bool(said.get("text-line-through-style", said.get("text-line-through-type", "none")) != "none")


def how_struck_ods(row: Any, styles: Collection[str]) -> str:
    """As `how_struck`, of a row of an ODS file and the names of the styles that strike through."""
    struck = [
        any(k.endswith("}style-name") and v in styles for k, v in cell.attrib.items()) for cell in row if "".join(cell.itertext()).strip()
    ]
    return (ALL if all(struck) else SOME) if any(struck) else ""

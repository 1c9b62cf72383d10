"""The same text as text, Markdown, HTML, DOCX, XLSX and as a PDF that a browser printed gives the same findings."""

from __future__ import annotations

import datetime as dt
import io
import json
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

import docx
import openpyxl
import pytest
import typst
from bench.planted import planted
from bench.reading import said

from shidian.documents.formats.files import SelfDescription
from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import Measure
from shidian.documents.grammar.text import fold
from shidian.documents.reader import Reader
from tests.cases.real import real_book

FORMS = Path(__file__).parents[1] / "forms"
"""`notice.md`, and `notice.pdf`: the same notice as Chromium printed it."""
NAMES = ("notice.txt", "notice.md", "notice.html", "notice.docx", "notice.xlsx", "notice.pdf")


def parts() -> list[list[str]]:
    """The notice line by line: a paragraph or heading has one cell, a row of the table several."""
    lines = [line for line in (FORMS / "notice.md").read_text(encoding="utf-8").split("\n") if line and not line.startswith("|---")]
    return [[c.strip() for c in line.strip("|").split("|")] if line.startswith("|") else [line.lstrip("# ")] for line in lines]


def form(name: str) -> bytes:
    """The notice in one form."""
    kind = name.rpartition(".")[2]
    return (FORMS / name).read_bytes() if kind in ("md", "pdf") else made(kind, parts())


def made(kind: str, lines: list[list[str]]) -> bytes:
    """Lines and rows in one form; the first line is the heading."""
    if kind == "txt":
        return "\n".join(_row(p) for p in lines).encode()
    if kind == "md":
        groups = [list(group) for _, group in groupby(lines, len)]
        return "\n\n".join(
            "\n".join([_row(g[0]), "|" + "---|" * len(g[0]), *map(_row, g[1:])]) if len(g[0]) > 1 else "\n\n".join(p[0] for p in g)
            for g in groups
        ).encode()
    if kind == "html":
        body = ""
        for cells in lines[1:]:
            row = "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>"
            body += f"<table>{row}</table>" if len(cells) > 1 else f"<p>{escape(cells[0])}</p>"
        return f"<html><nav><a>某市取消互联网接入股比限制</a></nav><h1>{lines[0][0]}</h1>{body}</html>".encode()
    if kind == "pdf":
        return printed(lines)
    out = io.BytesIO()
    if kind == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for line in lines:
            sheet.append(line)
        book.save(out)
        return out.getvalue()
    document = docx.Document()
    for line in lines:
        if len(line) == 1:
            document.add_paragraph(line[0])
        else:
            row = document.add_table(rows=1, cols=len(line)).rows[0]
            for cell, words in zip(row.cells, line, strict=True):
                cell.text = words
    document.save(out)
    return out.getvalue()


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |" if len(cells) > 1 else cells[0]


def printed(lines: list[list[str]]) -> bytes:
    """The lines as a printed PDF, each paragraph apart, rows in ruled tables."""

    def quoted(words: str) -> str:
        return "#" + json.dumps(words, ensure_ascii=False)

    source = '#set page(width: 420mm)\n#set text(font: ("Noto Sans CJK SC", "Noto Serif CJK SC"), size: 9pt, lang: "zh")\n#set par(justify: false)\n'
    for columns, group in groupby(lines, len):
        rows = list(group)
        if columns == 1:
            source += "\n\n".join(quoted(r[0]) for r in rows) + "\n\n"
        else:
            cells = ", ".join(f"[{quoted(c)}]" for r in rows for c in r)
            source += f"#table(columns: {columns}, {cells})\n\n"
    return bytes(typst.compile(source.encode()))


@cache
def reader() -> Reader:
    return Reader(real_book())


@cache
def read(name: str) -> Reading:
    return reader().read_bytes(form(name), name)


def told(name: str) -> list[tuple[str, str, str]]:
    """What is found in a form of the notice."""
    return values(read(name))


def values(reading: Reading) -> list[tuple[str, str, str]]:
    """What is found: kind, words and value, sorted."""
    out = []
    for f in reading.findings:
        at = f.value.at if isinstance(f.value, Measure) else (f.start, f.end)
        out.append((f.kind, "".join(fold(reading.document.text[at[0] : at[1]]).split()), said(f)))
    return sorted(out)


@pytest.mark.parametrize("name", NAMES[1:])
def test_every_form_gives_what_plain_text_gives(name: str) -> None:
    assert told(name) == told(NAMES[0])


def test_the_notice_is_read_through() -> None:
    measures = [f.value for f in read(NAMES[0]).findings if isinstance(f.value, Measure)]
    assert [(m.verb, None if m.ceiling is None else int(m.ceiling)) for m in measures] == [
        ("取消", 100),
        ("开放", 50),
        ("允许", None),
        ("支持", None),
        ("探索", None),
        ("支持", None),
        ("鼓励", None),
    ]


def test_menus_that_are_left_out_are_noted() -> None:
    assert [n for n in read("notice.html").document.notes if "left out" in n] == ["1 pieces of menus and related links left out"]


def test_a_workbook_that_is_broken_is_refused_with_what_to_do() -> None:
    from shidian.errors import DocumentError

    with pytest.raises(DocumentError, match="the workbook cannot be read"):
        Reader(real_book()).read_bytes(form("notice.xlsx")[:900], "notice.xlsx")


SWEPT = ("last-built", "newest-built", "later-built", "fresh")
"""Texts of notices, news, alerts, tables, questions and slides, in both languages."""


@cache
def swept(language: str) -> list[list[str]]:
    """All texts of a language one under the other: lines, and rows of tables."""
    out = [["各类文本合编" if language == "zh" else "Texts of many kinds in one document"]]
    for text in (t for half in SWEPT for t in planted(half) if t.document.language == language):
        for line in text.document.text.split("\n"):
            cells = [c.strip() for c in line.strip().strip("|").split("|")] if line.startswith("|") else [line.strip()]
            if any(cells) and not set("".join(cells)) <= set("-"):
                out.append(cells)
    return out


@cache
def swept_values(kind: str, language: str) -> list[tuple[str, str, str]]:
    told = SelfDescription(date=dt.date(2026, 2, 1), language="zh" if language == "zh" else "en")
    return values(reader().read_bytes(made(kind, swept(language)), f"all.{kind}", told))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["md", "html", "docx", "xlsx", "pdf"])
def test_every_text_of_ours_gives_the_same_findings_in_every_form(kind: str, language: str) -> None:
    if kind == "pdf" and language == "zh" and not any("CJK SC" in f for f in typst.Fonts().families()):
        pytest.skip("no Chinese font is installed to print with")
    missing = [v for v in swept_values("txt", language) if v not in swept_values(kind, language)]
    more = [v for v in swept_values(kind, language) if v not in swept_values("txt", language)]
    assert (missing, more) == ([], [])

"""The same text as text, Markdown, HTML, DOCX, XLSX and as a PDF that a browser printed gives the same findings."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from bench.reading import said

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
    if kind in ("md", "pdf"):
        return (FORMS / name).read_bytes()
    if kind == "txt":
        return "\n".join(" | ".join(p) for p in parts()).encode()
    if kind == "html":
        rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in p) + "</tr>" for p in parts() if len(p) > 1)
        before = [p[0] for p in parts() if len(p) == 1]
        paragraphs = "".join(f"<p>{w}</p>" for w in before[1:-1])
        return f"<html><nav><a>某市取消互联网接入股比限制</a></nav><h1>{before[0]}</h1>{paragraphs}<table>{rows}</table><p>{before[-1]}</p></html>".encode()
    out = io.BytesIO()
    if kind == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for line in parts():
            sheet.append(line)
        book.save(out)
        return out.getvalue()
    document = docx.Document()
    for line in parts():
        if len(line) == 1:
            document.add_paragraph(line[0])
        else:
            row = document.add_table(rows=1, cols=len(line)).rows[0]
            for cell, words in zip(row.cells, line, strict=True):
                cell.text = words
    document.save(out)
    return out.getvalue()


@cache
def read(name: str) -> Reading:
    return Reader(real_book()).read_bytes(form(name), name)


def told(name: str) -> list[tuple[str, str, str]]:
    """What is found in a form: kind, words and value, in the order of the text."""
    reading = read(name)
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

    with pytest.raises(DocumentError, match=r"workbook is broken|holds no text"):
        Reader(real_book()).read_bytes(form("notice.xlsx")[:900], "notice.xlsx")

"""What a DOCX says once its changes are accepted: insertions, content controls, every cell, footnotes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from shidian.documents.formats.files import read_bytes
from shidian.documents.formats.office import read_docx


def _docx(*elements: str, footnotes: str | None = None) -> bytes:
    document = docx.Document()
    for element in elements:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(element.replace(">", f" {nsdecls('w')}>", 1)))
    kept = io.BytesIO()
    document.save(kept)
    if footnotes is not None:
        with zipfile.ZipFile(kept, "a") as packed:
            packed.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{footnotes}</w:footnotes>")
    return kept.getvalue()


def test_what_is_inserted_counts_and_what_is_deleted_does_not() -> None:
    raw = _docx(
        "<w:p><w:r><w:t>外资股比</w:t></w:r><w:del w:id='1' w:author='x'><w:r><w:delText>不超过49%</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='x'><w:r><w:t>不超过50%</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r></w:p>"
    )
    assert [b.text for b in read_docx(raw).blocks] == ["外资股比不超过50%。"]


def test_a_content_control_is_read() -> None:
    raw = _docx("<w:sdt><w:sdtContent><w:p><w:r><w:t>允许设立医院。</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    assert [b.text for b in read_docx(raw).blocks] == ["允许设立医院。"]


def test_equal_cells_of_a_row_are_all_kept() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    raw = _docx(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>"
        + "".join(map(cell.format, ("大连", "50%", "50%")))
        + "</w:tr></w:tbl>"
    )
    assert [(b.text, b.kind) for b in read_docx(raw).blocks] == [("大连 | 50% | 50%", "row")]


def test_footnotes_are_read_and_a_title_nobody_gave_is_none() -> None:
    note = "<w:footnote w:id='1'><w:p><w:r><w:t>仅限试点区域。</w:t></w:r></w:p></w:footnote>"
    parsed = read_docx(_docx("<w:p><w:r><w:t>允许设立医院。</w:t></w:r></w:p>", footnotes=note))
    assert [b.text for b in parsed.blocks] == ["允许设立医院。", "仅限试点区域。"]
    assert parsed.title is None


def test_a_file_is_dated_by_the_day_on_its_last_line_before_the_day_it_was_made() -> None:
    made = docx.Document()
    made.core_properties.created = dt.datetime(2026, 2, 26, 9, 0)
    for line in ("关于扩大开放的通知", "取消应用商店外资股比限制。", "2026年2月10日"):
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    assert read_bytes(out.getvalue(), "n.docx")[0].date == dt.date(2026, 2, 10)


def test_the_day_of_a_template_dates_nothing() -> None:
    made = docx.Document()
    made.add_paragraph("取消应用商店外资股比限制。")
    out = io.BytesIO()
    made.save(out)
    assert read_bytes(out.getvalue(), "n.docx")[0].date is None

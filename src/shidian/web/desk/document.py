"""A report as DOCX, in the layout of Chinese official documents (GB/T 9704): A4, margins 37/35/28/26 mm, title in 小标宋 22 pt, text in 仿宋 16 pt
with 28 pt lines and an indent of two characters, headings in 黑体, page numbers below."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from shidian.law.numerals import in_chinese
from shidian.tracking.report import MonthlyReport
from shidian.web.memo.word import marked

SONG, FANG, HEI = "方正小标宋简体", "仿宋", "黑体"
LATIN = "Times New Roman"


def docx_of(found: MonthlyReport, lang: str) -> bytes:
    """The file."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    zh = lang == "zh"

    def put(text: str, face: str = FANG, size: float = 16, *, indent: bool = True, align: WD_ALIGN_PARAGRAPH | None = None) -> Paragraph:
        made = document.add_paragraph()
        _said(made, text, face, size)
        style = made.paragraph_format
        style.space_before = style.space_after = Pt(0)
        style.line_spacing_rule, style.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28 if size <= 16 else 34)
        if indent:
            style.first_line_indent = Pt(2 * size)
        if align is not None:
            made.alignment = align
        return made

    for line in found.lines:
        put(line, SONG, 22, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    put("", indent=False)
    put(found.addressee, indent=False)
    put(found.opening)
    for n, (head, paragraphs) in enumerate(found.sections):
        put(f"{in_chinese(n + 1)}、{head}" if zh else f"{n + 1}. {head}", HEI).paragraph_format.keep_with_next = True
        for m, text in enumerate(paragraphs, 1):
            put(text if len(paragraphs) == 1 else f"（{in_chinese(m)}）{text}" if zh else f"({m}) {text}")
    last = document.paragraphs[-1]
    for made in (last, put("", indent=False), put(found.attachment), put("", indent=False)):
        made.paragraph_format.keep_with_next = True  # the signature never stands on a page without text of the report
    for text in (found.signed, found.day):
        put(text, indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT).paragraph_format.right_indent = Pt(64)
    wide = document.add_section()
    wide.orientation, wide.page_width, wide.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    wide.top_margin, wide.bottom_margin, wide.left_margin, wide.right_margin = Mm(28), Mm(26), Mm(22), Mm(22)
    word, _, name = found.attachment.partition("：" if zh else ": ")
    put(word, HEI, indent=False)
    put(name, SONG, 20, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    put("", size=9, indent=False)
    table = document.add_table(rows=1, cols=len(found.columns))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, found.columns, strict=True):
        _said(cell.paragraphs[0], text, HEI, 11)
    marked(table.rows[0], "tblHeader")
    for row in found.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _said(cell.paragraphs[0], text, FANG, 11)
    widths = (14, 82, 28, 42, 25, 62)
    for line in table.rows:
        marked(line, "cantSplit")
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Mm(width)
    put(found.anchor, size=9, indent=False)
    _numbered(page.footer.paragraphs[0])  # the footer of the wide pages is the same one
    out = io.BytesIO()
    document.core_properties.title, document.core_properties.author = found.title, found.signed
    document.save(out)
    return out.getvalue()


def _said(paragraph: Paragraph, text: str, face: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _numbered(paragraph: Paragraph) -> None:
    """`— 1 —`, in the middle."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _said(paragraph, "— ", FANG, 14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _said(paragraph, " —", FANG, 14)

"""A memo as DOCX: A4, the answer in a box, the reasons numbered, what has to be done as a table. Styles of its own, so that a firm's template
can take them over."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from shidian.web.memo.records import Memo, MemoReason
from shidian.words.phrases import phrase

INK = {"good": "17673F", "bad": "8C4A00", "closed": "A1261D", "open": "59636A", "depends": "544F80", "steps": "1A5678"}
LATIN, SONG = "Times New Roman", "宋体"
SOFT = RGBColor(0x55, 0x60, 0x5F)


def docx(memos: tuple[Memo, ...], charts: tuple[bytes | None, ...]) -> bytes:
    """The file: one memo, or two side by side on pages that lie, part by part as in print. `charts` are the ceilings through time as PNG."""
    document = Document()
    page, lying = document.sections[0], len(memos) > 1
    page.page_width, page.page_height = (Cm(29.7), Cm(21)) if lying else (Cm(21), Cm(29.7))
    page.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    page.left_margin = page.right_margin = Cm(1.6 if lying else 2.5)
    page.top_margin, page.bottom_margin = Cm(2 if lying else 3.2), Cm(2.2)
    _faces(document)
    _described(document, memos[0])
    _paged(document)
    beside = document.add_table(rows=0, cols=2) if lying else None
    for side, (memo, chart) in enumerate(zip(memos, charts, strict=True)):
        _set(_Sheet(document, beside, side, memo.lang), memo, chart)
    if beside is not None:
        _widths(beside, (13.25, 13.25))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Sheet:
    """Where the parts of one memo go: one below the other, or each into its cell beside the same part of the other memo. `wide` is the width of a part
    as a share of 16 cm."""

    def __init__(self, document: DocxDocument, beside: Table | None, side: int, lang: str) -> None:
        self.document, self.beside, self.side, self.lang = document, beside, side, lang
        self.wide = 1.0 if beside is None else 0.78
        self.parts = 0
        self.counted = iter("一二三四五六七八九十")

    def part(self, heading: str = "", level: int = 0) -> DocxDocument | _Cell:
        """A new part, below a heading of a level; one of level 2 is counted in Chinese."""
        there: DocxDocument | _Cell = self.document
        if self.beside is not None:
            if self.parts == len(self.beside.rows):
                self.beside.add_row()  # type: ignore[no-untyped-call]
            there = self.beside.rows[self.parts].cells[self.side]
            self.parts += 1
        number = next(self.counted, "") if self.lang == "zh" and level == 2 else ""
        if heading:
            begun = there.add_paragraph(f"{number}、{heading}" if number else heading, style=f"Heading {level}")
            if isinstance(there, _Cell):
                there._tc.remove(there.paragraphs[0]._p)  # a new cell holds an empty line
            begun.paragraph_format.keep_with_next = True
        return there


def _set(sheet: _Sheet, memo: Memo, chart: bytes | None) -> None:
    """Set one memo."""
    colon, semicolon = ("：", "；") if memo.lang == "zh" else (": ", "; ")

    def say(key: str) -> str:
        return phrase(key)[memo.lang]

    there = sheet.part(memo.kind, 1)
    rows = there.add_table(rows=len(memo.rows), cols=2)
    for row, (name, value) in zip(rows.rows, memo.rows, strict=True):
        _put(row.cells[0].paragraphs[0], name, soft=True)
        _put(row.cells[1].paragraphs[0], value)
        _edged(row.cells[1], bottom=("4", "C8C8C8"))
    _widths(rows, (3 * sheet.wide, 13 * sheet.wide))
    there.add_paragraph()
    box = there.add_table(rows=1, cols=1)
    box.alignment = WD_TABLE_ALIGNMENT.CENTER
    cell = box.rows[0].cells[0]
    ink = INK[memo.tone]
    _edged(cell, top=("4", ink), left=("28", ink), bottom=("4", ink), right=("4", ink))
    _widths(box, (16 * sheet.wide,))
    _put(cell.paragraphs[0], memo.outcome, bold=True, size=15, colour=ink)
    _put(cell.add_paragraph(), memo.sentence, size=12)
    for part, answer in memo.parts:
        line = cell.add_paragraph()
        _put(line, f"{answer}  ", bold=True)
        _put(line, part, soft=True)
    for start, rest in memo.lead:
        line = cell.add_paragraph()
        _put(line, f"{start} " if memo.lang == "en" else start, bold=True)
        _put(line, rest)
    if memo.asked:
        there = sheet.part(say("memo_asked"), 2)
        _lines(there, memo.asked[:1])
        _lines(there, memo.asked[1:], soft=True)
    if memo.facts:
        _put(sheet.part(say("facts"), 2).add_paragraph(), semicolon.join(memo.facts))
    for title, lines in memo.groups:
        _lines(sheet.part(title, 2), lines, "List Bullet")
    if chart is not None or len(memo.turns) > 1:
        there = sheet.part(say("ceiling_title"), 2)
        if chart is not None:
            drawn = there.add_paragraph().add_run().add_picture(io.BytesIO(chart), width=Cm(16 * sheet.wide))
            drawn._inline.docPr.set("descr", semicolon.join(memo.turns))
        _lines(there, memo.turns if len(memo.turns) > 1 else (), soft=True, size=9)
    for key, reasons in (("why", memo.reasons), ("why_announced", memo.announced)):
        if reasons:
            there = sheet.part(say(key), 2)
            for i, reason in enumerate(reasons, 1):
                _reason(there, i, reason, colon)
    if memo.further:
        _put(there.add_paragraph(), say("memo_further") + colon + semicolon.join(memo.further), soft=True)
    if memo.steps or memo.possible or memo.general:
        there = sheet.part(say("memo_to_do"), 2)
    if memo.steps:
        table = there.add_table(rows=1, cols=5)
        table.style = "Table Grid"
        for cell, words in zip(table.rows[0].cells, ("", *(say(f"memo_{x}") for x in ("what", "authority", "form", "note"))), strict=True):
            _put(cell.paragraphs[0], words, soft=True)
        for i, step in enumerate(memo.steps, 1):
            for cell, words in zip(table.add_row().cells, (str(i), step.what, step.authority, step.kind, step.note), strict=True):
                _put(cell.paragraphs[0], words, size=9.5)
        marked(table.rows[0], "tblHeader")
        for row in table.rows:
            marked(row, "cantSplit")
        _widths(table, tuple(w * sheet.wide for w in (0.9, 5.0, 3.4, 1.8, 4.9)))
    if memo.possible:
        line = there.add_paragraph()
        line.paragraph_format.keep_with_next = True
        _put(line, say("memo_possible"), bold=True, size=9.5)
        _lines(there, [f"{i}. {words}" for i, words in enumerate(memo.possible, len(memo.steps) + 1)], size=9.5)
    if memo.general:
        _put(there.add_paragraph(), memo.general, soft=True)
    _put(sheet.part(say("confidence"), 2).add_paragraph(), memo.confidence)
    there = sheet.part(say("sources"), 2)
    for sources in (memo.sources, memo.beside):
        if sources is memo.beside and sources:
            _put(there.add_paragraph(), say("memo_beside"), soft=True, size=9)
        for s in sources:
            line = there.add_paragraph()
            _put(line, f"[{s.number}] ", size=9)
            _put(line, s.name, size=9, colour="1A5678" if s.address else None)
            if s.address:
                _linked(line, s.address)
    _lines(sheet.part(), ((memo.address,) if memo.address else ()) + memo.foot, soft=True, size=8)
    if memo.procedures:
        there = sheet.part(say("memo_annex"), 1)
        next(p for p in there.paragraphs[::-1] if p.text).paragraph_format.page_break_before = True
    for found in memo.procedures:
        there.add_paragraph(found.title, style="Heading 2")
        _put(there.add_paragraph(), found.authority, soft=True)
        _lines(there, found.papers, "List Bullet")
        _lines(there, [f"{i}. {words}" for i, words in enumerate(found.steps, 1)])


def _described(document: DocxDocument, memo: Memo) -> None:
    """What a file says of itself, and the language in which its words are spelled."""
    about = document.core_properties
    about.title, about.subject, about.author, about.comments = memo.sentence, memo.title, "", memo.receipt
    about.created = about.modified = dt.datetime.now(dt.UTC).replace(microsecond=0)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "zh-CN" if memo.lang == "zh" else "en-GB")
        lang.set(qn("w:eastAsia"), "zh-CN")


def _paged(document: DocxDocument) -> None:
    """The number of the page at its foot."""
    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)


def marked(row: _Row, name: str) -> None:
    """Head a table on every page (`tblHeader`), or keep a row on one page (`cantSplit`)."""
    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


def _reason(there: DocxDocument | _Cell, number: int, reason: MemoReason, colon: str) -> None:
    line = there.add_paragraph()
    _put(line, f"{number}. {reason.role}{colon}", bold=True)
    _put(line, reason.summary)
    _put(there.add_paragraph(), reason.where)
    _put(there.add_paragraph(), reason.standing, soft=True, size=9)
    _lines(there, reason.notes, size=9)


def _lines(there: DocxDocument | _Cell, lines: Sequence[str], style: str | None = None, *, soft: bool = False, size: float = 10.5) -> None:
    for words in lines:
        _put(there.add_paragraph(style=style), words, soft=soft, size=size)


def _put(line: Paragraph, words: str, *, bold: bool = False, soft: bool = False, size: float = 10.5, colour: str | None = None) -> None:
    run = line.add_run(_printable(words))
    run.bold = bold
    run.font.size = Pt(size)
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    if colour is not None or soft:
        run.font.color.rgb = RGBColor.from_string(colour) if colour is not None else SOFT
    line.paragraph_format.space_after = Pt(3)


def _printable(words: str) -> str:
    """Without the controls that XML cannot hold."""
    return "".join(c for c in words if c >= " " or c in "\t\n")


def _faces(document: DocxDocument) -> None:
    """The faces of the headings. The fonts of a theme stand before those that are named, so they go."""
    for name, size in (("Heading 1", 20), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(size), RGBColor(0x1B, 0x23, 0x27)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), SONG)


def _edged(cell: _Cell, **edges: tuple[str, str]) -> None:
    """Lines at the edges of a cell: eighths of a point and colour."""
    borders = OxmlElement("w:tcBorders")
    for side, (size, colour) in edges.items():
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)


def _widths(table: Table, widths: tuple[float, ...]) -> None:
    """The widths of the columns, in centimetres: for the grid, which some programs go by, and for each cell, which Word goes by."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _linked(line: Paragraph, address: str) -> None:
    """Let the last words of a line lead to an address."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(line.runs[-1]._r)
    line._p.append(link)

"""A memo as DOCX: A4, the answer in a box, the reasons numbered, what has to be done as a table. Styles of its own, so that a firm's template
can take them over."""

from __future__ import annotations

import datetime as dt
import io

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_TrPr
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from shidian.web.memo.content import Memo, MemoReason
from shidian.words.phrases import phrase

INK = {"good": "17673F", "bad": "8C4A00", "closed": "A1261D", "open": "59636A", "depends": "544F80", "steps": "1A5678"}
LATIN, SONG = "Times New Roman", "宋体"
SOFT = RGBColor(0x55, 0x60, 0x5F)


def docx(memo: Memo, chart: bytes | None = None) -> bytes:
    """The file. `chart` is the ceiling through time as PNG."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin, page.bottom_margin = Cm(3.2), Cm(2.2)
    _faces(document)

    _described(document, memo)
    _paged(document)
    counted = iter("一二三四五六七八九十")

    def say(key: str) -> str:
        return phrase(key)[memo.lang]

    def head(words: str) -> None:
        number = next(counted, "") if memo.lang == "zh" else ""
        document.add_heading(f"{number}、{words}" if number else words, 2)

    document.add_heading(memo.kind, 1)
    rows = document.add_table(rows=0, cols=2)
    for name, value in memo.rows:
        cells = rows.add_row().cells
        _put(cells[0].paragraphs[0], name, soft=True)
        _put(cells[1].paragraphs[0], value)
        cells[0].width, cells[1].width = Cm(3), Cm(13)
    document.add_paragraph()
    box = document.add_table(rows=1, cols=1)
    box.alignment = WD_TABLE_ALIGNMENT.CENTER
    cell = box.rows[0].cells[0]
    _boxed(cell, INK[memo.tone])
    _put(cell.paragraphs[0], memo.outcome, bold=True, size=15, colour=INK[memo.tone])
    _put(cell.add_paragraph(), memo.sentence, size=12)
    for part, answer in memo.parts:
        line = cell.add_paragraph()
        _put(line, f"{answer}  ", bold=True)
        _put(line, part, soft=True)
    for start, rest in memo.lead:
        line = cell.add_paragraph()
        _put(line, f"{start} " if memo.lang == "en" else start, bold=True)
        _put(line, rest)
    if memo.facts:
        head(say("facts"))
        _put(document.add_paragraph(), ("；" if memo.lang == "zh" else "; ").join(memo.facts))
    if chart is not None or len(memo.turns) > 1:
        head(say("ceiling_title"))
        if chart is not None:
            document.add_picture(io.BytesIO(chart), width=Cm(16))
            document.inline_shapes[-1]._inline.docPr.set("descr", "；".join(memo.turns) if memo.lang == "zh" else "; ".join(memo.turns))
    if len(memo.turns) > 1:
        for turn in memo.turns:
            _put(document.add_paragraph(), turn, soft=True)
    for key, reasons in (("why", memo.reasons), ("why_announced", memo.announced)):
        if reasons:
            head(say(key))
            for i, reason in enumerate(reasons, 1):
                _reason(document, i, reason, memo.lang)
    if memo.further:
        line = document.add_paragraph()
        _put(
            line,
            say("memo_further") + ("：" if memo.lang == "zh" else ": ") + ("；" if memo.lang == "zh" else "; ").join(memo.further),
            soft=True,
        )
    if memo.steps:
        head(say("memo_to_do"))
        table = document.add_table(rows=1, cols=5)
        table.style = "Table Grid"
        for cell, words in zip(table.rows[0].cells, ("", *(say(f"memo_{x}") for x in ("what", "authority", "form", "note"))), strict=True):
            _put(cell.paragraphs[0], words, soft=True)
        for i, step in enumerate(memo.steps, 1):
            for cell, words in zip(table.add_row().cells, (str(i), step.what, step.authority, step.kind, step.note), strict=True):
                _put(cell.paragraphs[0], words)
        _marked(table.rows[0]._tr.get_or_add_trPr(), "tblHeader")
        for row in table.rows:
            _marked(row._tr.get_or_add_trPr(), "cantSplit")
            for cell, width in zip(row.cells, (0.8, 5.4, 3.6, 2.2, 4.0), strict=True):
                cell.width = Cm(width)
    if memo.general:
        _put(document.add_paragraph(), memo.general, soft=True)
    for found in memo.procedures:
        head(say("memo_procedure") + ("：" if memo.lang == "zh" else ": ") + found.title)
        _put(document.add_paragraph(), found.authority, soft=True)
        for words in found.papers:
            _put(document.add_paragraph(style="List Bullet"), words)
        for i, words in enumerate(found.steps, 1):
            _put(document.add_paragraph(), f"{i}. {words}")
    head(say("confidence"))
    _put(document.add_paragraph(), memo.confidence)
    for title, lines in memo.groups:
        head(title)
        for words in lines:
            _put(document.add_paragraph(style="List Bullet"), words)
    head(say("sources"))
    for i, (said, at) in enumerate(memo.sources, 1):
        _put(document.add_paragraph(), f"[{i}] {said}" + (f"  {at}" if at else ""), size=9)
    for words in ((memo.address,) if memo.address else ()) + memo.foot:
        _put(document.add_paragraph(), words, soft=True, size=8)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


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


def _marked(properties: CT_TrPr, name: str) -> None:
    properties.append(OxmlElement(f"w:{name}"))


def _reason(document: DocxDocument, number: int, reason: MemoReason, lang: str) -> None:
    line = document.add_paragraph()
    _put(line, f"{number}. {reason.role}" + ("：" if lang == "zh" else ": "), bold=True)
    _put(line, reason.summary)
    _put(document.add_paragraph(), reason.where)
    _put(document.add_paragraph(), reason.standing, soft=True, size=9)
    for note in reason.notes:
        _put(document.add_paragraph(), note, size=9)


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
    for name, size in (("Heading 1", 20), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(size), RGBColor(0x1B, 0x23, 0x27)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)


def _boxed(cell: _Cell, colour: str) -> None:
    borders = OxmlElement("w:tcBorders")
    for side, size in (("top", "4"), ("left", "28"), ("bottom", "4"), ("right", "4")):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("color", colour)):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)

"""PDF and DOCX as blocks. Run in a process of its own (see :mod:`shidian.documents.formats.apart`): such files can be made to eat a machine."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from shidian.documents.document import Block
from shidian.documents.formats.markup import Parsed
from shidian.errors import DocumentError

MOST_UNPACKED = 100_000_000
"""Bytes that a DOCX may unpack to."""
MOST_PAGES = 3_000
FOOTNOTES = "word/footnotes.xml"
UNTITLED = "Word Document"
"""The title that a library gives a file which has none."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENDS = re.compile(r"[.。;；:：!?！？”\"')）]\s*$")
_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[编章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,3}[.．、]|[-*•·①-⑳])"
)


def read_pdf(raw: bytes) -> Parsed:
    """The text of a PDF, its broken lines joined again. Raises DocumentError for a scan, a locked or a broken file."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("the PDF is locked with a password", hint="save an open copy")
        if len(reader.pages) > MOST_PAGES:
            raise DocumentError(f"the PDF has {len(reader.pages):,} pages; at most {MOST_PAGES:,} are read", hint="split it")
        lines: list[str] = []
        pictures = False
        for page in reader.pages:
            words = page.extract_text() or ""
            if not words.strip() and "/XObject" in (page.get("/Resources") or {}):
                pictures = True
            lines += [*words.split("\n"), ""]
        meta = reader.metadata
    except DocumentError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError, NotImplementedError) as error:
        raise DocumentError(f"the PDF is broken: {type(error).__name__.lower()}", hint="print it to a new PDF, or save its text") from error
    if not any(line.strip() for line in lines):
        what = "holds pictures of pages and no text (a scan)" if pictures else "holds no text"
        raise DocumentError(f"the PDF {what}", hint="recognise its text first (OCR), or save the text of the page it was made from")
    parsed = Parsed(_joined(lines))
    if meta is not None:
        parsed.title = str(meta.title).strip()[:300] if meta.title else None
        try:
            parsed.date = meta.creation_date.date() if meta.creation_date else None
        except (ValueError, AttributeError, TypeError):
            parsed.date = None
    return parsed


def _joined(lines: list[str]) -> list[Block]:
    """Paragraphs out of lines: a line goes on in the next one when it is long and does not end like a sentence."""
    out: list[str] = []
    wide = sorted(len(line) for line in lines if line.strip())
    usual = wide[int(len(wide) * 0.8)] if wide else 0
    open_line = False
    for line in lines:
        words = line.strip()
        if not words:
            continue
        if open_line and not _NUMBER.match(words):
            if out[-1].endswith("-") and out[-1][-2:-1].isalpha() and words[:1].islower():
                out[-1] = out[-1][:-1] + words
            else:
                out[-1] += ("" if out[-1][-1] > "\u2e80" or words[0] > "\u2e80" else " ") + words
        else:
            out.append(words)
        open_line = len(words) >= 0.7 * usual and not _ENDS.search(words)
    return [Block(words) for words in out]


def read_docx(raw: bytes) -> Parsed:
    """The paragraphs, lists and tables of a DOCX in their order."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(i.file_size for i in packed.infolist()) > MOST_UNPACKED:
                raise DocumentError(f"the DOCX unpacks to more than {MOST_UNPACKED:,} bytes")
            packed_notes = packed.read(FOOTNOTES) if FOOTNOTES in packed.namelist() else None
        opened = docx.Document(io.BytesIO(raw))
        blocks: list[Block] = []
        for element in _inner(opened.element.body):
            if element.tag == _W + "p":
                block = _paragraph(Paragraph(element, opened))
                if block is not None:
                    blocks.append(block)
            else:
                for row in Table(element, opened).rows:
                    cells = {id(c._tc): _words(c._tc) for c in row.cells}  # a merged cell stands in several columns, and is said once
                    if any(cells.values()):
                        blocks.append(Block(" | ".join(cells.values()), "row"))
        blocks += [Block(words, "item") for words in _footnotes(packed_notes)]
        properties = opened.core_properties
        made = properties.created
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, LxmlError, AttributeError) as error:
        raise DocumentError(
            f"the DOCX is broken: {type(error).__name__.lower()}", hint="open it in a word processor and save it anew"
        ) from error
    if not blocks:
        raise DocumentError("the DOCX holds no text")
    title = (properties.title or "").strip()[:300]
    return Parsed(blocks, None if title == UNTITLED else title or None, None, made.date() if isinstance(made, dt.datetime) else None)


def _inner(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body in their order, those in content controls and inserted blocks among them."""
    for element in parent:
        if element.tag in (_W + "p", _W + "tbl"):
            yield element
        elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "moveTo", _W + "customXml", _W + "smartTag"):
            yield from _inner(element)


def _words(element: Any) -> str:
    """The words of an element as they stand once every change is accepted: what is inserted counts, what is deleted does not."""
    gone = {id(e) for moved in element.iter(_W + "moveFrom") for e in moved.iter(_W + "t")}
    out = []
    for part in element.iter(_W + "t", _W + "tab", _W + "br", _W + "p"):
        if part.tag == _W + "t":
            out.append((part.text or "") if id(part) not in gone else "")
        elif part is not element:
            out.append(" ")
    return " ".join("".join(out).split())


def _footnotes(raw: bytes | None) -> list[str]:
    """The footnotes of a DOCX, without the marks that part them from the text."""
    if raw is None:
        return []
    from lxml import etree

    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    notes = [n for n in root.iter(_W + "footnote") if n.get(_W + "type") in (None, "normal")]
    return [words for n in notes if (words := _words(n))]


def _paragraph(part: Any) -> Block | None:
    words = _words(part._p)
    if not words:
        return None
    style = (part.style.name or "") if part.style is not None else ""
    if found := re.match(r"(?:Heading|标题) ?(\d)", style):
        return Block(words, "heading", int(found[1]))
    if style == "Title":
        return Block(words, "heading", 1)
    numbered = part._p.pPr is not None and part._p.pPr.numPr is not None
    return Block(words, "item" if numbered or style.startswith("List") else "text")

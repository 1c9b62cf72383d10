"""DOCX as blocks. Run in a process of its own (see :mod:`shidian.documents.formats.apart`): such files can be made to eat a machine."""

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
FOOTNOTES = "word/footnotes.xml"
TEMPLATE_MADE = dt.date(2013, 12, 23)
"""When the template was made from which libraries make files: no day of any document."""
UNTITLED = "Word Document"
"""The title that a library gives a file which has none."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
    return Parsed(
        blocks,
        None if title == UNTITLED else title or None,
        None,
        made.date() if isinstance(made, dt.datetime) and made.date() != TEMPLATE_MADE else None,
    )


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

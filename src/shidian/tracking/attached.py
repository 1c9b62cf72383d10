"""Which files may be attached to an item: what they are is told by their content, and must agree with their name. Pure.

Documents (PDF, DOCX, XLSX, OFD), pictures (PNG, JPEG) and plain text (TXT, CSV). No macros, no scripts, nothing that unpacks to many times its size.
Whatever is taken is given back as a download alone, never shown by the server.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from msgspec import Struct

from shidian.errors import DeskError

LARGEST = 20 * 1024 * 1024
"""Bytes of a file."""
MOST_ATTACHMENTS = 40
MOST_PARTS, UNPACKED, RATIO = 5_000, 200 * 1024 * 1024, 200
LONGEST_NAME = 120
FORMULA = re.compile(r"[=@＝＠]|[+\-＋－](?![\d.,%+\-\s/]*$)[^\u2e80-\u9fff]*[(|!]")
"""A cell that calculates: begins with `=` or `@`, or with a sign before something that calls (`-2+3+cmd|' /C calc'!A0`)."""
PDF_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A sign of a name in a PDF written as a number: `/J#53` is `/JS`."""
PDF_ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|OpenAction\s*<<[^>]*/S\s*/(URI|GoToR|SubmitForm))\b")
PACKED = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
FORBIDDEN_PARTS = re.compile(
    r"(vbaProject|activeX|\.bin$|\.exe$|\.dll$|\.js$|\.vbs$|externalLink|oleObject|attachedTemplate)", re.IGNORECASE
)


class CheckedFile(Struct, frozen=True):
    """A file that was checked: its name and what it is."""

    name: str
    kind: str


def checked(name: str, content: bytes) -> CheckedFile:
    """What a file is. Raises DeskError, with the reason, for one that is not taken."""
    if not content:  # or none was chosen
        raise DeskError("the file is empty")
    bare = file_name(name)
    ending = bare.rpartition(".")[2].lower() if "." in bare else ""
    if len(content) > LARGEST:
        raise DeskError(f"a file has at most {LARGEST // 1024 // 1024} MB")
    kind = _kind(content, ending)
    if {"jpg": "jpeg", "csv": "txt"}.get(ending, ending) != kind:
        raise DeskError(f"`{bare[-40:]}` is not what its name says", hint="known: pdf, docx, xlsx, ofd, png, jpg, txt, csv")
    return CheckedFile(bare, kind)


def file_name(name: str) -> str:
    """A name without folders, control characters and marks that turn the direction of writing. Raises DeskError."""
    bare = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]).strip(" .")
    if (
        not bare
        or not bare.isprintable()
        or any(unicodedata.category(c) in ("Cf", "Cc", "Co", "Cs") for c in bare)
        or set(bare) & set('<>:"|?*;%')
    ):
        raise DeskError("the file needs a plain name")
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if len(ending) < 8 else bare[:LONGEST_NAME]


def _kind(content: bytes, ending: str) -> str:
    """What a file is by its content. Raises DeskError."""
    if content.startswith(b"%PDF-"):
        if PDF_ACTS.search(PDF_NAME.sub(lambda m: bytes((int(m[1], 16),)), content)):
            raise DeskError("the PDF holds scripts, forms or files of its own", hint="print it to a new PDF")
        if b"%%EOF" not in content[-2048:]:
            raise DeskError("the PDF is not whole")
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content.rstrip(b"\0").endswith(b"IEND\xaeB`\x82"):
        return "png"
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return "jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return _text(content, ending)


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            parts = found.infolist()
            names = {p.filename for p in parts}
            if len(parts) > MOST_PARTS or len(names) != len(parts) or any(p.flag_bits & 1 for p in parts):
                raise DeskError("the file has too many parts, a part twice, or a password")
            size = sum(p.file_size for p in parts)
            if size > UNPACKED or any(p.file_size > RATIO * max(p.compress_size, 1024) for p in parts):
                raise DeskError("the file unpacks to many times its size")
            if any(n.startswith(("/", "\\")) or ".." in n.split("/") or "\\" in n or FORBIDDEN_PARTS.search(n) for n in names):
                raise DeskError("the file holds macros, objects or links to other files", hint="save it without them")
            if "mimetype" in names or not (kinds := [k for k, part in PACKED.items() if part in names]) or len(kinds) > 1:
                raise DeskError("this kind of file is not taken", hint="known: pdf, docx, xlsx, ofd, png, jpg, txt, csv")
            for name in names:
                if name.lower().endswith((".rels", ".xml")):
                    _checked_part(name.lower(), _read(found, name))
            if found.testzip() is not None:
                raise DeskError("the file is damaged")
            return kinds[0]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise DeskError("the file is damaged") from error


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(UNPACKED)


def _checked_part(name: str, said: bytes) -> None:
    """Whether a part of XML is harmless: no entities anywhere; links to elsewhere only as links that somebody clicks. Raises DeskError."""
    wrong = DeskError("the file holds macros, objects or links to other files", hint="save it without them")
    if not name.endswith((".rels", "[content_types].xml")):
        if any("<!DOCTYPE".encode(e) in said or "<!ENTITY".encode(e) in said for e in ("utf-8", "utf-16-le", "utf-16-be")):
            raise wrong
        return
    try:
        root: Element = fromstring(said, forbid_dtd=True)
    except DefusedXmlException as error:
        raise wrong from error
    except (ParseError, ValueError) as error:
        raise DeskError("the file is damaged") from error
    for part in root.iter():
        said_of = {n.rpartition("}")[2].lower(): v for n, v in part.attrib.items()}
        outside = said_of.get("targetmode", "").lower() == "external" or re.match(r"\s*(\w[\w+.-]+:|[/\\]{2})", said_of.get("target", ""))
        if (outside and not said_of.get("type", "").lower().endswith("/hyperlink")) or any(
            "macroenabled" in v.lower() for v in said_of.values()
        ):
            raise wrong


def _text(content: bytes, ending: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = text.lstrip()[:400].lower()
        if any(ord(c) < 32 and c not in "\t\r\n\f" for c in text) or re.match(
            r"(<!doctype|<html|<svg|<\?xml|<script|<\?php|#!|@echo)", start
        ):
            break
        if any(line.lstrip('" ').startswith(("=", "@")) for line in text.splitlines()) or (ending == "csv" and _calculates(text)):
            raise DeskError("the text holds formulas", hint="save it without them")
        return "txt"
    raise DeskError("this kind of file is not taken", hint="known: pdf, docx, xlsx, ofd, png, jpg, txt, csv")


def _calculates(text: str) -> bool:
    """Whether a spreadsheet would take a cell of a table for a formula; a number with its sign is none, and a dash alone is none."""
    for mark in (",", "\t", ";"):
        try:
            cells = [cell.strip() for row in csv.reader(io.StringIO(text), delimiter=mark) for cell in row]
        except csv.Error as error:
            raise DeskError("the table cannot be read") from error
        if any(FORMULA.match(cell) for cell in cells):
            return True
    return False

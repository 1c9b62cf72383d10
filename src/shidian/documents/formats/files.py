"""A file as a document: which format it is, what it says about itself, and its text."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shidian.documents.document import Block, Document
from shidian.documents.formats.apart import MOST_CHARACTERS, parse_apart
from shidian.documents.formats.decoding import decode
from shidian.documents.formats.markup import Parsed, read_html, read_markdown
from shidian.documents.formats.scans import can_recognise
from shidian.documents.grammar.structure import join
from shidian.documents.grammar.text import clean, fold, language_of
from shidian.errors import DocumentError, FileRefused
from shidian.files import read_within

MOST_BYTES = 20_000_000
FORMS = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class SelfDescription(Struct, frozen=True):
    """What the user says about a document; it goes before what is guessed."""

    title: str | None = None
    publisher: str | None = None
    date: dt.date | None = None
    language: Literal["en", "zh"] | None = None
    address: str | None = None


NOTHING_TOLD = SelfDescription()


def read_file(path: Path, said: SelfDescription = NOTHING_TOLD) -> tuple[Document, tuple[Block, ...]]:
    """The document in a file, and the blocks that its format marks (none for plain text). Raises DocumentError."""
    try:
        raw = read_within(path, MOST_BYTES)
    except FileRefused as error:
        raise DocumentError(error.message, hint=error.hint) from error
    return read_bytes(raw, path.name, said)


def read_bytes(raw: bytes, name: str, said: SelfDescription = NOTHING_TOLD) -> tuple[Document, tuple[Block, ...]]:
    """The document in some bytes; `name` tells the format where the bytes do not. Raises DocumentError."""
    if len(raw) > MOST_BYTES:
        raise DocumentError(f"{name} has {len(raw):,} bytes; at most {MOST_BYTES:,} are read", hint="split it")
    media = media_type(raw, name)
    notes: list[str] = []
    parsed = Parsed([])
    if media == "application/pdf":
        parsed = _pdf(raw)
    elif media == FORMS[".docx"]:
        parsed = parse_apart(raw, "docx")
    elif media == FORMS[".xlsx"]:
        parsed = parse_apart(raw, "xlsx")
    else:
        decoded, encoding = decode(raw)
        if encoding not in ("utf-8", "utf-8-sig"):
            notes.append(f"encoding {encoding}")
        if media == "text/html":
            parsed = read_html(decoded)
        elif media == "text/markdown":
            parsed = read_markdown(decoded)
        else:
            parsed.blocks = []
    blocks = tuple(replace(b, text=clean(b.text)[0]) for b in parsed.blocks)
    text, hidden = clean(join(parsed.blocks) if parsed.blocks else decoded if media.startswith("text/") and media != "text/html" else "")
    if hidden:
        notes.append(f"{hidden} invisible characters left out")
    notes += parsed.notes
    if len(text) > MOST_CHARACTERS:
        raise DocumentError(f"{name} holds {len(text):,} characters; at most {MOST_CHARACTERS:,} are read", hint="split it")
    if not text.strip():
        raise DocumentError(f"{name} holds no text")
    language = said.language or ("zh" if language_of(text) == "zh" else "en")
    title = said.title or parsed.title or _title(text)
    document = Document(
        text,
        hashlib.sha256(raw).hexdigest(),
        language,
        name,
        title,
        said.publisher or parsed.publisher or _publisher(text),
        said.date or (parsed.date if media in PUBLISHED else None) or _day_line(text) or parsed.date or _date(text),
        said.address or parsed.address,
        media,
        tuple(notes),
        _scanned(blocks, text),
    )
    return document, blocks


def _pdf(raw: bytes) -> Parsed:
    """A PDF, its pictures of pages recognised where the extra is there. Raises DocumentError."""
    parsed = parse_apart(raw, "pdf")
    if parsed.pictures and can_recognise():
        return parse_apart(raw, "scan")
    if parsed.pictures and not parsed.blocks:
        raise DocumentError(
            "the PDF holds pictures of pages and no text (a scan)",
            hint="install the extra `ocr` (pip install 'shidian[ocr]'), which reads them",
        )
    if parsed.pictures:
        parsed.notes.append("the extra `ocr` reads such pages: pip install 'shidian[ocr]'")
    return parsed


def _scanned(blocks: tuple[Block, ...], text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the blocks that were read from pictures."""
    if all(b.recognised is None for b in blocks):
        return ()
    if join(blocks) != text:
        return ((0, len(text)),)
    out, at = [], 0
    for block in blocks:
        if block.recognised is not None:
            out.append((at, at + len(block.text)))
        at += len(block.text) + 1
    return tuple(out)


def read_text(words: str, name: str, said: SelfDescription = NOTHING_TOLD) -> tuple[Document, tuple[Block, ...]]:
    """The document in plain text that came without a file. Raises DocumentError when nothing can be read in it."""
    raw = words.encode("utf-8", "replace")
    text, hidden = clean(raw.decode())
    if not text.strip():
        raise DocumentError(f"{name} holds no text")
    language = said.language or ("zh" if language_of(text) == "zh" else "en")
    notes = (f"{hidden} invisible characters left out",) if hidden else ()
    document = Document(
        text, hashlib.sha256(raw).hexdigest(), language, name, said.title, said.publisher, said.date, said.address, "text/plain", notes
    )
    return document, ()


def media_type(raw: bytes, name: str) -> str:
    """The format of a file: by its first bytes where they tell, else by its name."""
    if raw.startswith(b"%PDF-") or b"%PDF-" in raw[:1024]:
        return "application/pdf"
    suffix = Path(name).suffix.lower()
    if raw.startswith(b"PK\x03\x04"):
        if suffix == ".docx" or b"word/" in raw[:4000]:
            return FORMS[".docx"]
        if suffix == ".xlsx" or b"xl/" in raw[:4000]:
            return FORMS[".xlsx"]
        raise DocumentError(f"{name} is an archive, not a document", hint="give a text, Markdown, HTML, PDF, DOCX or XLSX file")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError(f"{name} is an old Office file (.doc, .xls)", hint="save it as DOCX or PDF")
    if suffix in (".pdf", ".docx", ".xlsx"):
        raise DocumentError(f"{name} is not a {suffix[1:].upper()} file, despite its name")
    head = raw[:600].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<?xml") and b"<html" in head):
        return "text/html"
    return FORMS.get(suffix, "text/plain")


def _title(text: str) -> str | None:
    lines = [line.strip().lstrip("# ") for line in text[:20_000].split("\n")[:30]]
    for least in (2, 1):  # short lines at the top are mostly a site's menu
        for words in lines:
            if len(words) >= least * (5 if re.search("[\u3400-\u9fff]", words) else 15) and not _prose(words):
                return words[:200]
    return None


def _prose(line: str) -> bool:
    """Whether a line is a paragraph and no title: long, or several sentences."""
    return (
        len(line) > (60 if re.search("[\u3400-\u9fff]", line) else 160)
        or len(re.findall(r"[。；;！？]|[.!?] [A-Z]", line)) > 1
        or line.endswith(("。", "；"))
    )


_SOURCE = re.compile(r"(?:^|\n)\s*(?:source|publisher|来源|发布机构|发布单位|信息来源|文章来源)\s?[:：]\s?([^\n]{2,60})", re.IGNORECASE)
_MONTHS = {m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)} | {
    "fév": 2,
    "avr": 4,
    "mai": 5,
    "juin": 6,
    "juil": 7,
    "aoû": 8,
    "déc": 12,
}
_DAYS = (
    re.compile(r"(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>20\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<w>[a-zéû]{3,9})\.?,? (?P<y>20\d\d)"),
    re.compile(r"(?P<w>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?, (?P<y>20\d\d)"),
)
_MONTH = re.compile(r"(?:(?P<y>20\d\d)年(?P<m>\d{1,2})月(?:号|版)?[)）】]?$)")
"""The month that ends a title in Chinese (（2026年10月）)."""
PUBLISHED = ("text/html", "text/markdown")
"""Forms whose head says when they were published; the properties of others say when a file was made."""
_FROM_THEN = re.compile(r"[日月年]起|自.{4,16}起|有效期|施行|废止|\b(?:takes? effect|effective|in force|valid|until|since|from|expires?)\b")
"""A line that says when something begins or ends dates nothing."""
_DATELINE = re.compile(r"(?:发布|日期|时间|date|published|posted|updated)", re.IGNORECASE)


def _publisher(text: str) -> str | None:
    found = _SOURCE.search(text[:4000]) or _SOURCE.search(text[-3000:])
    return (
        re.split(
            r"\s{2,}|\s?(?:发布时间|发布日期|时间|日期|作者|浏览|点击|date|time)\s?[:：]|\|",
            found[1].strip(),
            maxsplit=1,
            flags=re.IGNORECASE,
        )[0].strip()
        or None
        if found
        else None
    )


def _day_line(text: str) -> dt.date | None:
    """The day that is a line of its own near the top or the end."""
    lines = text.split("\n")
    for line in (*lines[:25], *lines[-12:]):  # a line that is nothing but a day dates the document
        words = fold(line.strip())
        if 6 <= len(words) <= 24:
            for pattern in _DAYS:
                if (found := pattern.search(words)) and len(words) - len(found[0]) <= 2 and (day := _day(found)) is not None:
                    return day
    return None


def _date(text: str) -> dt.date | None:
    """The day of a document: one that stands on a short line near the top or the end, or opens a paragraph."""
    lines = text.split("\n")
    for part in (lines[:25], lines[-12:]):
        for line in part:
            words = fold(line.strip())
            if not words:
                continue
            for pattern in _DAYS:
                if (
                    (found := pattern.search(words[:120]))
                    and not _FROM_THEN.search(words)
                    and (
                        len(words) - len(found[0]) <= 40
                        or (found.start() <= 1 and re.match(r"\s?[-—:|]", words[found.end() :]))
                        or _DATELINE.search(words[: found.start()])
                    )
                ):
                    day = _day(found)
                    if day is not None:
                        return day
    title = fold(next(line for line in [*lines, ""] if line.strip() or line == "").strip())
    found = None if _FROM_THEN.search(title) else _MONTH.search(title)
    day = _day(found) if found else None
    return day and (day + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)  # the month of a title speaks from its end


def _day(found: re.Match[str]) -> dt.date | None:
    parts = found.groupdict()
    month = (
        int(parts["m"]) if parts.get("m") else _MONTHS.get((parts.get("w") or "")[:4].rstrip("."), _MONTHS.get((parts.get("w") or "")[:3]))
    )
    try:
        return dt.date(int(parts["y"]), month or 0, int(parts.get("d") or 1))
    except ValueError:
        return None

"""PDF as blocks: broken lines joined again, ruled tables row by row with their columns kept. Run in a process of its own (see :mod:`shidian.documents.formats.apart`)."""

from __future__ import annotations

import io
import logging
import os
import re
import time
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from shidian.documents.document import Block
from shidian.documents.formats.markup import Parsed
from shidian.documents.formats.scans import MOST_SCANNED, UNTIL, ScannedPage, Scans
from shidian.errors import DocumentError

MOST_PAGES = 3_000
TABLE_SECONDS = 20.0
"""Seconds of work for which tables are looked for; the pages after that are read as lines, and that is noted."""
MOST_OBJECTS = 20_000
"""A page with more rules and characters is read as lines."""
_ENDS = re.compile(r"[.。;；:：!?！？”\"')）]\s*$")
_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[编章节条]|[一二三四五六七八九十⼀⼆⼋⼗]+、|[（(][一二三四五六七八九十⼀⼆⼋⼗\d]+[)）]|\d{1,3}[.．、]|[-*•·①-⑳]|[\u3400-\u9fff]{1,10}[〔﹝\[]\d{4}[〕﹞\]]\s?\d{1,4}\s?号\s*$)"
)
_IN_PARTS = f"send the scan in parts of some ten pages, or use `shidian read` on your own machine, which reads {MOST_SCANNED} pages"
Piece = str | Block
"""A line of text, or a row of a table."""


def read_scanned_pdf(raw: bytes) -> Parsed:
    """The text of a PDF whose pictures of pages are recognised. Raises DocumentError as the other does."""
    until = os.environ.get(UNTIL)
    return read_pdf(raw, Scans(raw, float(until) if until else None))


def read_pdf(raw: bytes, scans: Scans | None = None) -> Parsed:
    """The text of a PDF. Raises DocumentError for a locked or a broken file, and for one whose pages are pictures that `scans` cannot read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("the PDF is locked with a password", hint="save an open copy")
        if len(reader.pages) > MOST_PAGES:
            raise DocumentError(f"the PDF has {len(reader.pages):,} pages; at most {MOST_PAGES:,} are read", hint="split it")
        tables = _Tables(raw)
        pieces: list[Piece] = []
        blocks: list[Block] = []
        read: dict[int, ScannedPage] = {}
        bare: list[int] = []
        for number, page in enumerate(reader.pages):
            words = page.extract_text() or ""
            if not words.strip():
                if "/XObject" not in (page.get("/Resources") or {}):
                    continue
                if scans is None or (seen := scans.page(number)) is None:
                    bare.append(number + 1)
                    continue
                read[number + 1] = seen
                blocks += [*joined(pieces), *(replace(b, recognised=seen.confidence) for b in joined(list(seen.pieces)))]
                pieces = []
                continue
            pieces += [*(tables.page(number) or words.split("\n")), ""]
        meta = reader.metadata
    except DocumentError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError, NotImplementedError) as error:
        raise DocumentError(f"the PDF is broken: {type(error).__name__.lower()}", hint="print it to a new PDF, or save its text") from error
    if not blocks and not any(isinstance(p, Block) or p.strip() for p in pieces):
        if bare and scans is None:
            return Parsed([], pictures=True)
        if scans is not None and scans.stopped:
            raise DocumentError("there was no time left to recognise the pictures of pages (a scan)", hint=_IN_PARTS)
        what = "pictures of pages (a scan) on which no words were recognised" if bare else "no text"
        raise DocumentError(f"the PDF holds {what}", hint="save the text of the page it was made from")
    parsed = Parsed(
        [*blocks, *joined(pieces)], notes=[*tables.notes(), *(_recognised(n, seen) for n, seen in read.items())], pictures=bool(bare)
    )
    if bare:
        shown = ", ".join(str(n) for n in bare[:8]) + (" …" if len(bare) > 8 else "")
        parsed.notes.append(f"{len(bare)} pages are pictures without text and were not read: {shown}")
        if scans is not None and scans.stopped:
            parsed.notes.append(f"recognition of pages ended at its bound: {_IN_PARTS}")
    if meta is not None:
        parsed.title = str(meta.title).strip()[:300] if meta.title else None
        try:
            parsed.date = meta.creation_date.date() if meta.creation_date else None
        except (ValueError, AttributeError, TypeError):
            parsed.date = None
    return parsed


def _recognised(number: int, seen: ScannedPage) -> str:
    said = f"page {number} is a scan, read by OCR with confidence {seen.confidence:.2f}: check its words against the page"
    return f"{said}; {seen.weak} lines are weak" if seen.weak else said


class _Tables:
    """The ruled tables of a PDF, page by page, within a bound of time."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.begun = raw, time.process_time()
        self.opened: Any = None
        self.skipped = 0
        self.without = False
        self.columns = 0
        """The columns of the table that the page before ended with."""

    def page(self, number: int) -> list[Piece] | None:
        """The lines and rows of a page in their order; None where it has no table."""
        if time.process_time() - self.begun > TABLE_SECONDS:
            self.skipped += 1
            return None
        try:
            page = self._opened().pages[number]
            if len(page.rects) + len(page.lines) < 4 or len(page.rects) + len(page.lines) + len(page.chars) > MOST_OBJECTS:
                return None
            found, self.columns = _pieces(page, self.columns)
            return found
        except ImportError:
            self.without = True
        except Exception:
            self.skipped += 1
        return None

    def _opened(self) -> Any:
        if self.opened is None:
            import pdfplumber

            logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
            self.opened = pdfplumber.open(io.BytesIO(self.raw))
        return self.opened

    def notes(self) -> Iterable[str]:
        """What was not looked at."""
        if self.skipped:
            yield f"tables of {self.skipped} pages were read as lines"
        if self.without:
            yield "tables were read as lines: pdfplumber is not installed"


def _pieces(page: Any, before: int) -> tuple[list[Piece] | None, int]:
    """Lines and rows of a page from top to bottom, and the columns of its last table: tables with two rows and two columns or more, and the last row of one
    that began on the page before with so many columns."""
    found: list[tuple[tuple[float, float, float, float], list[list[str]]]] = []
    for table in page.find_tables():
        rows = [[_cell(c) for c in row] for row in table.extract()]
        rows = [row for row in rows if any(row)]
        goes_on = not found and before == max((len(row) for row in rows), default=0)
        if (len(rows) >= 2 or goes_on) and max(sum(1 for c in row if c) for row in rows) >= 2:
            found.append((table.bbox, rows))
    if not found:
        return None, 0
    out: list[Piece] = []
    top = page.bbox[1]
    for (_, y0, _, y1), rows in sorted(found, key=lambda f: f[0][1]):
        out += _lines(page, top, y0)
        out += [Block(" | ".join(c for c in row if c), "row") for row in rows]
        top = max(top, y1)
    return [*out, *_lines(page, top, page.bbox[3])], max(len(row) for row in found[-1][1])


def _lines(page: Any, top: float, bottom: float) -> list[str]:
    """The lines of a band of a page."""
    if bottom - top < 2:
        return []
    return (page.crop((page.bbox[0], top, page.bbox[2], bottom)).extract_text() or "").split("\n")


def _cell(words: str | None) -> str:
    """A cell on one line; Chinese goes on without a space."""
    out = ""
    for part in (words or "").split("\n"):
        bare = part.strip()
        out += bare if not out or not bare or out[-1] > "\u2e80" or bare[0] > "\u2e80" else " " + bare
    return out


def joined(pieces: list[Piece]) -> list[Block]:
    """Paragraphs out of lines: a line goes on in the next one when it is long and does not end like a sentence. Rows stay what they are."""
    out: list[str | Block] = []
    wide = sorted(len(line) for line in pieces if isinstance(line, str) and line.strip())
    usual = wide[int(len(wide) * 0.8)] if wide else 0
    open_line = False
    for piece in pieces:
        if isinstance(piece, Block):
            out.append(piece)
            open_line = False
            continue
        words = piece.strip()
        if not words:
            continue
        last = out[-1] if out else ""
        if open_line and isinstance(last, str) and not _NUMBER.match(words):
            if last.endswith("-") and last[-2:-1].isalpha() and words[:1].islower():
                out[-1] = last[:-1] + words
            else:
                out[-1] = last + ("" if last[-1] > "\u2e80" or words[0] > "\u2e80" else " ") + words
        else:
            out.append(words)
        open_line = len(words) >= 0.7 * usual and not _ENDS.search(words)
    return [line if isinstance(line, Block) else Block(line) for line in out]

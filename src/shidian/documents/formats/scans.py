"""Pages that are pictures, read by optical character recognition on this machine (the extra `ocr`: RapidOCR, whose models come in its package; nothing is fetched).

What is read so is marked with how sure the recognition is, and never surer: a digit may be another. Run in a process of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from msgspec import Struct

from shidian.documents.document import Block

MOST_SCANNED = 60
"""Pages that are recognised; the others are named as not read."""
SECONDS = 200.0
"""Seconds of work for recognition; a page takes three to six."""
UNTIL = "SHIDIAN_SCANS_UNTIL"
"""The environment variable by which a process that is waited for says until when pages are recognised, in seconds of `time.time`."""
DOTS = 200
"""Dots to the inch at which a page is drawn: the print of a gazette is read well at that."""
CELL_GAP = 1.6
"""So many heights of a line apart, two pieces of one line are cells of a row."""
WEAK = 0.8
"""A line that is less sure is counted as weak."""


class ScannedPage(Struct, frozen=True):
    """What was read on one page: lines and rows from top to bottom, how sure on the whole (0 to 1), and how many lines are weak."""

    pieces: tuple[str | Block, ...]
    confidence: float
    weak: int


class Line(Struct, frozen=True):
    """A piece of a line as it was recognised: its words, its box (left, top, right, bottom), and how sure."""

    words: str
    box: tuple[float, float, float, float]
    sure: float

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


def can_recognise() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "pypdfium2"))


class Scans:
    """Recognises pages of one PDF, within a bound of pages and time."""

    def __init__(self, raw: bytes, until: float | None = None) -> None:
        self.raw, self.begun, self.read = raw, time.process_time(), 0
        self.until, self.longest = until, 0.0
        self.stopped = False
        """Whether a page was left out because a bound was reached."""
        self.opened: tuple[Any, Any] | None = None

    def page(self, number: int) -> ScannedPage | None:
        """The words on a page; none where it holds no words, or the bounds are reached."""
        late = self.until is not None and time.time() + self.longest > self.until
        if late or self.read >= MOST_SCANNED or time.process_time() - self.begun > SECONDS:
            self.stopped = True
            return None
        self.read += 1
        self._open()
        begun = time.time()
        try:
            return self._recognised(number)
        finally:
            self.longest = max(self.longest, time.time() - begun)

    def _recognised(self, number: int) -> ScannedPage | None:
        pages, engine = self._open()
        picture = pages[number].render(scale=DOTS / 72).to_numpy()
        found = engine(picture)
        if found.txts is None:
            return None
        lines = [
            Line(
                words.strip(), (min(p[0] for p in box), min(p[1] for p in box), max(p[0] for p in box), max(p[1] for p in box)), float(sure)
            )
            for box, words, sure in zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
            if words.strip()
        ]
        whole = sum(len(line.words) for line in lines)
        if not whole:
            return None
        sure = sum(line.sure * len(line.words) for line in lines) / whole
        return ScannedPage(tuple(pieces(lines)), round(sure, 2), sum(line.sure < WEAK for line in lines))

    def _open(self) -> tuple[Any, Any]:
        """The pages and the engine, without its guess of which way up a line is: it turned upright English lines around."""
        if self.opened is None:
            import pypdfium2
            from rapidocr import RapidOCR

            logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
            options = {"Global.log_level": "critical", "Global.use_cls": False, "EngineConfig.onnxruntime.intra_op_num_threads": 1}
            self.opened = pypdfium2.PdfDocument(self.raw), RapidOCR(params=options)
        return self.opened


def pieces(lines: Sequence[Line]) -> list[str | Block]:
    """Recognised pieces as lines and rows of a page, from top to bottom: pieces at one height are one line, and cells of a row where wide gaps part them."""
    out: list[str | Block] = []
    for row in _rows(lines):
        gaps = [b.box[0] - a.box[2] for a, b in pairwise(row)]
        height = max(line.height for line in row)
        if gaps and max(gaps) > CELL_GAP * height:
            out.append(Block(" | ".join(line.words for line in row), "row"))
        else:
            out.append(_line(row))
    return out


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.box[1] + one.box[3]) / 2):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and any(other.box[1] + 0.25 * other.height < middle < other.box[3] - 0.25 * other.height for other in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.box[0]) for row in rows]


def _line(row: list[Line]) -> str:
    words = row[0].words
    for line in row[1:]:
        words += ("" if words[-1] > "\u2e80" or line.words[0] > "\u2e80" else " ") + line.words
    return words

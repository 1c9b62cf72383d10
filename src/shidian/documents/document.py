"""What is read: a document, its passages and sentences, with exact spans of characters (half-open, counted in `Document.text`)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import Literal

from msgspec import Struct

Language = Literal["en", "zh"]
PassageKind = Literal["title", "heading", "item", "paragraph", "row"]


class Block(Struct, frozen=True):
    """A piece of a file as its format marks it: `heading` with a level from 1, `item` of a list, `row` of a table, or `text`. `recognised`: how sure the
    recognition of its letters is (0 to 1), where it was read from a picture."""

    text: str
    kind: Literal["heading", "item", "row", "text"] = "text"
    level: int = 0
    recognised: float | None = None


class Passage(Struct, frozen=True):
    """A part of a document. `number` is its own numbering (一, （二）, 3, 第四条, -), `under` the index of the passage it stands under."""

    index: int
    kind: PassageKind
    start: int
    end: int
    level: int = 0
    number: str | None = None
    under: int | None = None


class Document(Struct, frozen=True):
    """A document as text. `sha256` is that of the file; spans count the characters of `text`. `scanned`: the spans that were read from pictures of pages."""

    text: str
    sha256: str
    language: Language
    name: str = ""
    title: str | None = None
    publisher: str | None = None
    date: dt.date | None = None
    address: str | None = None
    media_type: str = "text/plain"
    notes: tuple[str, ...] = ()
    scanned: tuple[tuple[int, int], ...] = ()

    def read_from_picture(self, start: int, end: int) -> bool:
        """Whether some of a span was read from a picture of a page."""
        return any(low < end and start < high for low, high in self.scanned)


class PassageLayout(Struct, frozen=True):
    """The passages of a document and the spans of its sentences, in order."""

    passages: tuple[Passage, ...]
    sentences: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    sentence_starts: tuple[int, ...]

    def passage_at(self, offset: int) -> Passage:
        """The passage that an offset lies in."""
        return self.passages[max(0, bisect_right(self.starts, offset) - 1)]

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that an offset lies in."""
        return max(0, bisect_right(self.sentence_starts, offset) - 1)

    def heading_of(self, passage: Passage) -> tuple[Passage, ...]:
        """The passages above one, outermost first."""
        above: list[Passage] = []
        under = passage.under
        while under is not None:
            above.append(self.passages[under])
            under = self.passages[under].under
        return tuple(reversed(above))

"""From blocks or plain lines to passages and sentences: Chinese official numbering, English headings and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from shidian.documents.document import Block, Passage, PassageKind, PassageLayout
from shidian.documents.grammar.lexicon import ABBREVIATIONS
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("structure")

_NUM = "[〇零一二两三四五六七八九十百]{1,7}"
_LEVELS: tuple[tuple[str, int, PassageKind], ...] = (
    (rf"第(?:{_NUM}|\d{{1,4}})[编編](?=\s|$|[^\w，。])", 1, "heading"),
    (rf"第(?:{_NUM}|\d{{1,4}})章", 2, "heading"),
    (rf"第(?:{_NUM}|\d{{1,4}})[节節]", 3, "heading"),
    (rf"第(?:{_NUM}|\d{{1,4}})[条條](?:之{_NUM})?(?=[\s　：:]|$)", 4, "item"),
    (rf"{_NUM}、", 4, "item"),
    (rf"[（(]{_NUM}[)）]", 5, "item"),
    (r"\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s{1,4}[A-Z\u3400-\u9fff])", 5, "item"),
    (r"\d{1,3}[.．、](?!\d)", 6, "item"),
    (r"[（(]\d{1,3}[)）]", 7, "item"),
    (r"[①-⑳]", 8, "item"),
    (r"[（(]?[a-z][.)）](?=\s)", 8, "item"),
    (r"(?:[IVX]{1,5})\.(?=\s)", 4, "item"),
    (r"[-*•·●◦▪‣–—](?=\s)", 9, "item"),
    (r"#{1,6}(?=\s)", 0, "heading"),
)
_NUMBERED = re.compile(r"[ \t　>]{0,40}(?:" + "|".join(f"({p})" for p, _, _ in _LEVELS) + r")\s{0,8}")
LONGEST_HEADING, LONGEST_TITLE = 100, 200
LONGEST_CAPTION = 60
LONGEST_SENTENCE = 2_000
CELLS = 3
"""So many cells, parted by upright strokes, make a line a row of a table."""


def join(blocks: Iterable[Block]) -> str:
    """The blocks as one text, one line each: the text that spans count in."""
    return "\n".join(b.text.replace("\n", " ") if b.kind != "text" else b.text for b in blocks)


def lay_out(text: str, blocks: tuple[Block, ...] = ()) -> PassageLayout:
    """Passages and sentences of a text. `blocks`, where the format marks any, say what its lines are; else the lines do: where no more than a title is marked as a
    heading, as in a PDF, lines of text are taken for headings as in plain text."""
    passages = _Passages(text)
    offset = 0
    marked = {} if not blocks else _marks(blocks)
    if sum(b.kind == "heading" for b in blocks) <= 1:
        marked = {line: block for line, block in marked.items() if block.kind != "text"}
    for index, line in enumerate(text.split("\n")):
        stripped = line.strip()
        if stripped:
            start = offset + len(line) - len(line.lstrip())
            passages.add(text, line, start, start + len(stripped), marked.get(index))
        offset += len(line) + 1
    found = passages.done(len(text))
    sentences = tuple(_sentences(text, found))
    return PassageLayout(found, sentences, tuple(p.start for p in found), tuple(s for s, _ in sentences))


def _marks(blocks: tuple[Block, ...]) -> dict[int, Block]:
    marks: dict[int, Block] = {}
    line = 0
    for block in blocks:
        marks[line] = block
        line += 1 + (block.text.count("\n") if block.kind == "text" else 0)
    return marks


class _Passages:
    """Builds passages line by line; a stack holds the passages that the next one can stand under."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.made: list[Passage] = []
        self.stack: list[Passage] = []

    def add(self, text: str, line: str, start: int, end: int, mark: Block | None) -> None:
        kind, level, number = _what(line, mark)
        if kind == "paragraph" and (mark is None or not self.made) and _heading_like(text, start, end, first=not self.made):
            kind, level = ("title", 0) if not self.made else ("heading", 3)
        while self.stack and (kind != "paragraph" and self.stack[-1].level >= level):
            self.stack.pop()
        under = self.stack[-1].index if self.stack else None
        passage = Passage(len(self.made), kind, start, end, level, number, under)
        self.made.append(passage)
        if kind in ("heading", "title") or (kind == "item" and level < 9):
            if kind == "title":
                passage = Passage(passage.index, kind, start, end, 0, number, None)
            self.stack.append(passage)

    def done(self, length: int) -> tuple[Passage, ...]:
        made = self.made
        for i, (one, other) in enumerate(pairwise(made)):
            if _caption(self.text, one, other):
                made[i] = replace(one, kind="heading")
        return tuple(made) or (Passage(0, "paragraph", 0, length),)


def _caption(text: str, one: Passage, other: Passage) -> bool:
    """Whether a numbered line names what follows it: short, not closed like a sentence, with deeper numbers or plain text below."""
    return (
        one.kind == "item"
        and one.level < 8
        and one.end - one.start <= LONGEST_CAPTION
        and not PATTERNS["closed"].search(text[one.end - 1 : one.end])
        and (other.kind == "paragraph" or (other.kind == "item" and other.level > one.level))
    )


def _what(line: str, mark: Block | None) -> tuple[PassageKind, int, str | None]:
    found = _NUMBERED.match(line)
    number, level, kind = None, 10, "paragraph"
    if found is not None and found.lastindex is not None:
        number = found[found.lastindex].strip()
        _, level, kind = _LEVELS[found.lastindex - 1]
        if number.startswith("#"):
            level, number = min(3, len(number)), None
    if mark is not None and mark.kind == "heading":
        return "heading", min(3, mark.level or 1) if number is None or level > 8 else level, number
    if mark is not None and mark.kind == "item":
        return "item", level if number is not None else 9, number or "-"
    if mark is not None and mark.kind == "row":
        return "row", 10, None
    if kind == "paragraph" and line.count("|") >= CELLS - 1:
        return "row", 10, None
    return kind, level, number  # type: ignore[return-value]


def _heading_like(text: str, start: int, end: int, *, first: bool) -> bool:
    """A short line that does not end like a sentence, with something after it that does not look like one."""
    if end - start > (LONGEST_TITLE if first else LONGEST_HEADING) or (
        PATTERNS["closed"].search(text[end - 1 : end]) and not (first and text[end - 1] in ")）")
    ):
        return False
    char = text[start]
    return char.isupper() or "\u3400" <= char <= "\u9fff" or char.isdigit()


def _sentences(text: str, passages: tuple[Passage, ...]) -> Iterable[tuple[int, int]]:
    for passage in passages:
        start, end = passage.start, passage.end
        for stop in PATTERNS["end"].finditer(text, start, end):
            if text[stop.start()] == "." and _abbreviated(text, stop.start()):
                continue
            if stop.end() > start:
                yield from _cut(text, start, stop.end())
            start = stop.end()
            while start < end and text[start].isspace():
                start += 1
        if start < end:
            yield from _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A sentence, in pieces where it is longer than any real one: what looks around in a sentence then takes bounded time."""
    while end - start > LONGEST_SENTENCE:
        stop = max(text.rfind(c, start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE) for c in " ，、") + 1 or start + LONGEST_SENTENCE
        yield start, stop
        start = stop
    yield start, end


def _abbreviated(text: str, dot: int) -> bool:
    """Whether a full stop belongs to a short form, an initial, or the number of a list item."""
    before = PATTERNS["word_before"].search(text, max(0, dot - 10), dot)
    if before is None:
        low = max(0, dot - 12)  # a number of at most three digits, and nothing before it on its line
        begin = text.rfind("\n", low, dot) + 1
        line = text[begin or low : dot].strip()
        return line.isdigit() and len(line) <= 3
    word = before[0].casefold().lstrip(".")
    return word in ABBREVIATIONS or (len(word) == 1 and word != "i" and not text[max(0, dot - 2) : dot - 1].isdigit())

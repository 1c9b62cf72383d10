"""The names that the lawbook knows, as one automaton that finds all of them in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from msgspec import Struct

from shidian.documents.grammar.known_words import Form, NameKind, Pattern, known_words
from shidian.documents.grammar.lexicon import COMMON_WORDS, SURNAMES
from shidian.documents.grammar.text import is_han
from shidian.errors import DocumentError, needs
from shidian.law.lawbook import Lawbook

SLICE = 200_000
"""Characters that are looked through at a time."""
MOST_SEEN = 1_500_000
"""Names, verbs and little words, or numbers, that one document may hold: no real one holds so many."""


def bounded(seen: int) -> None:
    """Raises DocumentError for a text that was made to take time and memory without end."""
    if seen > MOST_SEEN:
        raise DocumentError(f"the document holds more than {MOST_SEEN:,} names, verbs or numbers", hint="split it")


class Name(Struct, frozen=True):
    """A name found: what kind of entries it stands for, which, and where."""

    kind: NameKind
    start: int
    end: int
    ids: tuple[str, ...]
    set: bool = False


class VerbHit(Struct, frozen=True):
    """A word that can be a measure verb."""

    start: int
    end: int
    word: str
    form: Form
    verb: str
    strength: int | None


class NumberWord(Struct, frozen=True):
    """An English number word."""

    start: int
    end: int
    value: int


class CueWords(Struct, frozen=True):
    """A little word that a part of the grammar looks around."""

    start: int
    end: int
    word: str
    sense: str


class Scan(Struct):
    """Everything the automaton found in a text, each list in order."""

    names: list[Name]
    verbs: list[VerbHit]
    numbers: list[NumberWord]
    cues: dict[str, list[CueWords]]

    def cue(self, what: str) -> list[CueWords]:
        """The cues of one use, in order."""
        return self.cues.get(what, [])


class Gazetteer:
    """The names of a lawbook. Build once, use for any number of texts, from any thread."""

    def __init__(self, book: Lawbook) -> None:
        with needs("read"):
            from ahocorasick_rs import AhoCorasick, MatchKind
        self.strengths = {v.verb: v.strength for v in book.programme.verbs}
        self.patterns: list[Pattern] = known_words(book)
        self._automaton = AhoCorasick([p.text for p in self.patterns], matchkind=MatchKind.Standard)
        self._longest = max(len(p.text) for p in self.patterns)
        self._kinds = [
            (
                p.what,
                p.payload,
                p.case,
                p.written,
                not is_han(p.text[0]) and p.text[0].isalnum(),
                not is_han(p.text[-1]) and p.text[-1].isalnum(),
            )
            for p in self.patterns
        ]

    def _matches(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """The matches in order of their ends, slice by slice, so that a text made of matches alone takes bounded memory."""
        for base in range(0, len(folded), SLICE):
            for index, start, end in self._automaton.find_matches_as_indexes(folded[base : base + SLICE + self._longest], overlapping=True):
                if start < SLICE:
                    yield index, base + start, base + end

    def scan(self, text: str, folded: str) -> Scan:
        """Every name, verb and number word; of overlapping names the leftmost, then the longest."""
        names: list[tuple[int, int, Any]] = []
        verbs: list[VerbHit] = []
        numbers: list[NumberWord] = []
        cues: dict[str, list[CueWords]] = {}
        last = len(folded)
        kinds = self._kinds
        for seen, (index, start, end) in enumerate(self._matches(folded)):
            if seen > MOST_SEEN:
                bounded(seen)
            what, payload, case, written, open_left, open_right = kinds[index]
            if open_left and start and folded[start - 1].isalnum() and not is_han(folded[start - 1]):
                continue
            if open_right and end < last and folded[end].isalnum() and not is_han(folded[end]):
                continue
            if case != "any":
                if case == "exact":
                    if text[start:end] != written:
                        continue
                elif not text[start].isupper() and text[start].isalpha():
                    continue
            if what == "name":
                if payload[0] == "activity" and (_LETTER_BEFORE.search(folded, max(0, start - 3), start) or _JOINED_ON.match(folded, end)):
                    continue  # e-commerce is no commerce, store-and-forward no store
                if payload[0] == "place" and not _place_like(text, folded, start, end):
                    continue
                names.append((start, -end, payload))
            elif what == "verb":
                verbs.append(VerbHit(start, end, folded[start:end], *payload))
            elif what == "number":
                numbers.append(NumberWord(start, end, payload))
            else:
                cues.setdefault(what, []).append(CueWords(start, end, folded[start:end], payload))
        return Scan(_leftmost(names), _longest(verbs), _longest(numbers), {what: _longest(found) for what, found in cues.items()})


_LETTER_BEFORE, _JOINED_ON = re.compile(r"\b[a-z]-$"), re.compile(r"-(?:and|to|in|for)-")
_WORD_BEFORE = re.compile(r"[a-z]+$")


def _place_like(text: str, folded: str, start: int, end: int) -> bool:
    """Whether a word that is a place name is used as one: not a person's given name, not an everyday word."""
    word = folded[start:end]
    if word in COMMON_WORDS:
        return folded[end : end + 1] in "市区县州" and end < len(folded)
    if text[start].isascii() and text[start].isupper() and start > 2 and text[start - 1] == " ":
        before = _WORD_BEFORE.search(folded, max(0, start - 8), start - 1)
        return before is None or before[0] not in SURNAMES or not text[before.start()].isupper()
    return True


def _leftmost(found: list[tuple[int, int, Any]]) -> list[Name]:
    found.sort(key=lambda f: (f[0], f[1]))
    out: list[Name] = []
    reach = 0
    for start, minus_end, payload in found:
        if start >= reach:
            reach = -minus_end
            out.append(Name(payload[0], start, reach, payload[1], payload[2]))
    return out


H = TypeVar("H", VerbHit, NumberWord, CueWords)


def _longest(found: list[H]) -> list[H]:
    found.sort(key=lambda v: (v.start, -v.end))
    out: list[H] = []
    for hit in found:
        if not out or hit.start >= out[-1].end:
            out.append(hit)
    return out

"""Words that nothing accounts for and that are one slip away from a name: Chegndu, 成渡, Germna. The name is offered, never taken.

The words stay not understood, so that nothing is decided; a chip without a value shows what they may mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from shidian.answer.sentence.chips import Chip, Choosable
from shidian.answer.sentence.settling import OPEN, Found
from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.records.question import Question
from shidian.patterns import compiled
from shidian.words.labels import entry_label

MOST = 3
"""So many words of a sentence are looked at, and so many names offered for each."""
_WORD = compiled(r"[a-z]{5,20}|[\u4e00-\u9fff]{2,4}", re.IGNORECASE)
_OF_TRADES = 7
"""Letters from which on a word may be the slipped name of a trade: report is no resort."""
_LONGEST_HAN = 4
_NAME = compiled(r"[a-z]{4,20}")


def misspelt(book: Lawbook, question: Question, text: str, rest: Sequence[tuple[int, int]], found: Sequence[Found]) -> list[Found]:
    """A chip without a value for each word that is nearly a name of a fact of which the sentence says nothing."""
    told = {f.chip.fact for f in found}
    named = [(f.fact, str(f.vocabulary)) for f in question.facts if f.vocabulary in book.trees and f.fact not in told]
    out: list[Found] = []
    for start, end in [s for s in rest if _WORD.fullmatch(text[s[0] : s[1]])][:MOST] if named else ():
        word = text[start:end]
        near = ((fact, vocabulary, _near(book, vocabulary, word)) for fact, vocabulary in named)
        fact, vocabulary, ids = next((n for n in near if n[2]), ("", "", []))
        if ids:
            shown = tuple(Choosable(i, entry_label(book, vocabulary, i)) for i in ids[:MOST])
            out.append(Found("besides", Chip(fact, "", OPEN, word, start, end, shown)))
    return out


def _near(book: Lawbook, vocabulary: str, word: str) -> list[str]:
    """The entries whose name is one slip from a word: a letter missing, too many, another one, or two exchanged; in Chinese one character."""
    names = book.names[vocabulary]
    if word.isascii():
        slips, plain = _slips(book, vocabulary), word.casefold()
        if names.find(word) or names.said(word) or (vocabulary == "activities" and len(word) < _OF_TRADES):
            return []
        ids = {i for way in {plain, *_shorter(plain)} for i in slips.get(way, ())}
        return ([i for i in names.near(word) if i in ids] or sorted(ids)) if ids else []
    slips = _slips(book, vocabulary)
    ids = {i for way in _blanked(word) for i in slips.get(way, ())}
    return [i for i in names.near(word) if i in ids] if ids and not names.find(word) else []


@lru_cache(maxsize=16)
def _slips(book: Lawbook, vocabulary: str) -> dict[str, set[str]]:
    """The entries of each name of one word, by the name and by what is left of it without one of its letters (the first one stays); of a
    Chinese name by what is left with one of its characters blank."""
    found: dict[str, set[str]] = {}
    names = book.names[vocabulary]
    said = [(n, e.id) for e in names.entries.values() for n in names_of(e)] + [(n, s.means) for s in names.spoken if s.means for n in s.say]
    for name, id in said:
        if _NAME.fullmatch(plain := name.casefold()):
            for way in {plain, *_shorter(plain)}:
                found.setdefault(way, set()).add(id)
    for entry in names.entries.values():
        for bare in {n.rstrip("市省区县") for n in names_of(entry) if not n.isascii()}:
            for way in _blanked(bare) if len(bare) <= _LONGEST_HAN else ():
                found.setdefault(way, set()).add(entry.id)
    return found


def _blanked(word: str) -> set[str]:
    return {word[:i] + "□" + word[i + 1 :] for i in range(len(word))}


def _shorter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(1, len(word))}

"""Words that no piece accounts for and that a cell would be read by: the one trade, or the one place, of a sentence that names none by its own words.

They stand where a trade stands (open a barbershop, 做美容), so that a word which says something else elsewhere (our accountant asks) is none here. And the questions that words ask besides the one that is answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shidian.answer.sentence.investors import joined
from shidian.answer.sentence.lexicon import Piece, language, pattern
from shidian.law.lawbook import Lawbook
from shidian.packaged import patterns

_APART = re.compile(r"[\s&-]+(?:and\s+)?")
_SHORTEST = 2
_NO_ACTIVITY = frozenset({"entry", "capital", "import"})
"""Questions that take no activity: one that is named, with words of investing, asks for access besides."""


def heard(
    book: Lawbook, text: str, plain: str, pieces: list[Piece], rest: Sequence[tuple[int, int]]
) -> tuple[list[Piece], list[tuple[int, int]]]:
    """The pieces and the spans that nothing accounts for, with each span that is a name where such a name stands made a piece."""
    left: list[tuple[int, int]] = []
    for start, end in joined(rest, text, _APART):
        kind = _kind(book, text[start:end], plain[:start]) if end - start >= _SHORTEST else ""
        if kind and all(k != kind for p in pieces for k, _ in p.kinds):
            pieces = sorted([*pieces, Piece(start, end, ((kind, text[start:end]),))])
        else:
            left.extend(r for r in rest if start <= r[0] < end)
    return pieces, left


def _kind(book: Lawbook, words: str, before: str) -> str:
    """The vocabulary that the words are a name of, where they stand behind what such a name stands behind; empty for none."""
    for kind in ("activities", "territories"):
        names, stands = book.names.get(kind), patterns("answer/sentence/stands.toml")[kind]
        if names is not None and stands.search(before) and (names.find(words) or names.said(words) is not None):
            return kind
    return ""


def of_a_trade(plain: str, pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """The words of `words/ordinary.toml` that may belong to a trade: nothing stands between it and its name, or it follows in the same breath
    (a hospital for ...), or it is what is done with it (guide banks)."""
    told = [p for p in pieces if {k for k, _ in p.kinds} & {"activities", "territories", "origins", "cities", "says"}]
    spans = [(p.start, p.end) for p in told if any(k == "activities" for k, _ in p.kinds)]
    found: list[tuple[int, int]] = []
    for piece in reversed(
        [p for p in pieces if {"ordinary"} <= {k for k, _ in p.kinds} <= {"ordinary", "fills", "weakly"}] if spans else ()
    ):
        between = "done_with" if ("ordinary", "verbs") in piece.kinds else "next_to"
        before = any(pattern("roles", between).fullmatch(plain, piece.end, start) for start, _ in [*spans, *found])
        if before or any(
            pattern("roles", "goes_on_with").fullmatch(plain, end, piece.start) and not any(end <= p.start < piece.start for p in told)
            for _, end in spans
        ):
            found.append((piece.start, piece.end))
    return found


def other_questions(pieces: list[Piece], question: str) -> list[str]:
    """Questions that words ask besides, where nothing in the question that is answered accounts for these words."""
    named: list[str] = []
    entries = language()
    for piece in pieces:
        asked = [v for k, v in piece.kinds if k == "asks"]
        here = any(
            k in ("nothing", "firms", "activities", "territories", "origins")
            or (k == "fills" and v == question)
            or (k in ("says", "open") and entries[k][int(v)].get("question", question) == question)
            for k, v in piece.kinds
        )
        if asked and question not in asked and not here:
            named.extend(q for q in asked if q != "access")
    if (
        question in _NO_ACTIVITY
        and any(k == "activities" for p in pieces for k, _ in p.kinds)
        and any(("asks", "access") in p.kinds for p in pieces)
    ):
        named.append("access")
    return named

"""Words that no piece accounts for and that a cell would be read by: the one trade, or the one place, of a sentence that names none by its own words.

They stand where a trade stands (open a barbershop, 做美容), so that a word which says something else elsewhere (our accountant asks) is none here. And the questions that words ask besides the one that is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple, cast

from shidian.answer.sentence.chips import NotUnderstood
from shidian.answer.sentence.elsewhere import folded
from shidian.answer.sentence.forms import Forms, stem
from shidian.answer.sentence.investors import joined
from shidian.answer.sentence.lexicon import Lexicon, Piece, glue, language, pattern
from shidian.answer.sentence.quantities import Quantity
from shidian.answer.sentence.voices import clause_at, clauses
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Question
from shidian.packaged import patterns
from shidian.patterns import compiled

_APART = compiled(r"[\s&-]+(?:and\s+)?")
_PARTS = compiled("[a-z]+|[\u4e00-\u9fff]+")
_SHORTEST = 2
_OF_THE_CASE = frozenset({"activities", "territories", "origins", "cities", "says", "open", "choice", "not"})
"""Kinds of pieces that a case is made of."""
Span = tuple[int, int]
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


def besides_the_case(
    lexicon: Lexicon, question: Question, text: str, plain: str, pieces: Sequence[Piece], numbers: Iterable[Quantity], rest: Iterable[Span]
) -> list[Span]:
    """The spans that nothing accounts for which cannot change the answer: words that are no word of a name or of a fact of this question, and stand
    neither beside anything the case is made of nor where a trade or place stands. In a clause without anything of the case (our window staff
    asks), a word of a name is none either. Where the trade itself is not named, every word may be it."""
    rest = list(rest)
    told = [Told(p.start, p.end, frozenset(k for k, _ in p.kinds)) for p in pieces if (p.start, p.end) not in rest]
    told = [t for t in told if t.kinds & _OF_THE_CASE] + [Told(q.start, q.end, frozenset({"number"})) for q in numbers]
    trade = any("activities" in t.kinds for t in told)
    if question.question == "access" and not trade:
        return []
    telling = _telling(lexicon, question)
    said = {stem(w) for w in re.findall("[a-z]+", plain)}
    takes_trade = any(f.vocabulary == "activities" for f in question.facts)
    abroad = [t for t in told if "origins" in t.kinds]
    stand = patterns("answer/sentence/stands.toml")

    def stands(start: int, end: int) -> bool:
        if any(t.end <= start for t in abroad) and _is_of_china(plain, start, told):
            return True
        words = _parts_of(plain, start, end)
        first, last = clause_at(plain, start)
        if not words or any(c.isupper() for c in text[start + (bool(abroad) and not plain[first:start].strip()) : end]):
            return False
        frame = pattern("roles", "frame").match(plain, first, last)
        if frame is not None and end <= frame.end() and not any(first <= t.start < frame.end() for t in told):
            return True  # how one came to ask, before what is asked
        if any(telling.says(w, said) for w in words):
            return False
        if stand["territories"].search(plain[:start]) or (takes_trade and stand["activities"].search(plain[:start])):
            return False
        if pattern("roles", "one_more_of" if takes_trade else "moved").search(plain[first:start]):
            return False
        here = [t for t in told if first <= t.start < last]
        if not here:
            return pattern("roles", "finite").search(plain, first, last) is not None and not pattern("roles", "does").search(
                plain[first:start]
            )
        if takes_trade and (any(w in telling.names for w in words) or (trade and pattern("roles", "of_a_firm").match(plain, end))):
            return False
        return not any(_touches(plain, start, end, t, here if takes_trade else None) for t in here)

    whole = [s for s in joined(rest) if stands(*s)]
    return [s for s in rest if any(a <= s[0] and s[1] <= b for a, b in whole)]


def clauses_aside(text: str, plain: str, told: Sequence[Span], pieces: Sequence[Piece]) -> tuple[NotUnderstood, ...]:
    """The clauses that state something and tell no fact (the investor is on the unreliable entity list), though every word of theirs is an ordinary
    one: a question, or what is asked by its name (security review), is none. `told` are the spans that chips or words not understood have."""
    asked = [(p.start, p.end) for p in pieces if any(k == "asks" for k, _ in p.kinds)]
    return tuple(
        NotUnderstood(words, c.start, c.end)
        for c in clauses(plain)
        if (words := text[c.start : c.end].strip())
        and not any(a < c.end and c.start < b for a, b in told)
        and not any(b - a >= len(words) and a < c.end and c.start < b for a, b in asked)
        and pattern("roles", "interrogative").search(plain[c.start : c.end + 1]) is None
        and pattern("roles", "states").search(plain, c.start, c.end) is not None
    )


def _is_of_china(plain: str, start: int, told: Sequence[Told]) -> bool:
    """Whether `Chinese` says of no investor that he is: of customers, of the law, of a partner that is looked for, of what an investor buys."""
    if pattern("roles", "of_china").match(plain, start):
        return True
    if pattern("roles", "sought").match(plain, start) and pattern("roles", "seeks").search(plain[:start]):
        return True
    bought = any("activities" in t.kinds and t.start == start + len("chinese ") for t in told)
    return bought and plain.startswith("chinese ", start) and pattern("roles", "target_before").search(plain[:start]) is not None


class Telling(NamedTuple):
    """What the words of a question may tell: words that say something alone, the others with those that they stand with in what says it, by their
    stems, and the words of the names that the question takes."""

    alone: Forms
    together: Mapping[str, Sequence[frozenset[str]]]
    names: Forms

    def says(self, word: str, said: Set[str]) -> bool:
        """Whether a word says something in a sentence with these words: one word of what takes two to say says nothing without another."""
        return word in self.alone or any(len(those & said) > 1 for those in self.together.get(stem(word), ()))


def _telling(lexicon: Lexicon, question: Question) -> Telling:
    """The words of what gives, denies or bounds a fact of a question, and those of the names that it takes."""
    if question.question in lexicon.tells:
        return cast("Telling", lexicon.tells[question.question])
    said, facts = language(), {f.fact for f in question.facts}
    given = [
        e for k in ("says", "open") for e in said[k] if e["fact"] in facts and e.get("question", question.question) == question.question
    ]
    texts = [w for e in given for w in (*e.get("words", ()), *(e.get("patterns", ()) if e["fact"] != "on" else ()))]
    texts += [n for f in question.facts for c in f.choices for n in (c.name.en, *c.aliases)]
    bounds = [e["words"] for e in said["counts"] if e["question"] == question.question]
    bounds += [*said["plain"]["not"], *said["plain"]["strangers"], *said["past"].values(), *said["quantities"].values()]
    taken = {f.vocabulary for f in question.facts}
    named = [w for w, kinds in lexicon.words.items() if any(k in taken for k, _ in kinds)]
    together: dict[str, list[frozenset[str]]] = {}
    for text in texts:
        those = {w for w in _PARTS.findall(folded(text)) if w.isascii()} - glue()
        if len(those) == 1:
            bounds.extend(those)
        for word in those:
            together.setdefault(stem(word), []).append(frozenset(map(stem, those)))
    bounds += [w for text in texts for w in _PARTS.findall(folded(text)) if not w.isascii()]
    words = [{w for t in part for w in _PARTS.findall(folded(t))} - glue() for part in (bounds, named)]
    alone, names = (Forms({*each, *(w[i : i + 2] for w in each if not w.isascii() for i in range(len(w) - 1))}, (), 1) for each in words)
    found = lexicon.tells[question.question] = Telling(alone, together, names)
    return found


def _parts_of(plain: str, start: int, end: int) -> list[str]:
    """The words of a span in one script, the Chinese ones by two characters (one with its neighbours); none where it may deny, bound or count."""
    if pattern("roles", "may_turn").search(plain, start, end):
        return []
    if compiled("[a-z][a-z' -]+").fullmatch(plain, start, end):
        return re.findall("[a-z]+", plain[start:end])
    first, last = (start, end) if end - start > 1 else (max(0, start - 1), min(end + 1, len(plain)))
    han = re.fullmatch("[\u4e00-\u9fff]+", plain[start:end])
    return [plain[i : i + 2] for i in range(first, last - 1)] if han else []


class Told(NamedTuple):
    """What a case is made of: where it stands, and of which kinds it is."""

    start: int
    end: int
    kinds: frozenset[str]


def _touches(plain: str, start: int, end: int, told: Told, others: Sequence[Told] | None) -> bool:
    """Whether words may belong to what a piece says: nothing but small words between them, or they follow a trade or place in the same breath. Where
    no trade is asked of (`others` is None), only what stands next to a piece, or before a number, does."""
    between = "next_to" if others is None and "number" not in told.kinds else "done_with"
    if end <= told.start:
        return pattern("roles", between).fullmatch(plain, end, told.start) is not None
    if others is not None and told.kinds & {"activities", "territories", "cities"}:
        within = any(told.end <= o.start < start for o in others)
        return not within and pattern("roles", "goes_on_with").fullmatch(plain, told.end, start) is not None
    return pattern("roles", "of_number" if "number" in told.kinds else "next_to").fullmatch(plain, told.end, start) is not None


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

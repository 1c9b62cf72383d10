"""From a sentence to chips, a question and its cases. Deterministic, without a model; nothing is guessed.

A word that means several things, a negated word, a share "above" a number or a bare year stays open: its chip has no value, only alternatives. What
a sentence asks of several activities, places, origins or shares is several cases. Words that no chip accounts for are listed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from shidian.answer.sentence.chips import Chip, Choosable, NotUnderstood, Sentence
from shidian.answer.sentence.lexicon import Lexicon, Piece, folded, language
from shidian.answer.sentence.quantities import Quantity, quantities
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.question import Fact, Question
from shidian.words.labels import entry_label

MOST_CASES = 12
"""So many cases one sentence may compare; beyond that a table is better."""
LONGEST = 500
"""Characters of a sentence that are read; a longer text is a document."""
_OPEN = Label("open", "未定")
_VOCABULARY_FACTS = {"activities": ("activity",), "territories": ("territory",), "origins": ("origin", "nationality")}
_QUANTITY_FACTS = {"day": "on", "share": "share", "persons": "persons", "stay": "stay", "months": "months-abroad"}
_NOT_NEAR = re.compile(r"^(?:\s|the|a|in|an)*$")
_OUTSIDE_AFTER = re.compile(r"^\s*(?:以外|之外|区外|外(?!资|商|国|籍))")


class Found(NamedTuple):
    """A chip with the vocabulary or kind it came from."""

    kind: str
    chip: Chip


@lru_cache(maxsize=8)
def lexicon_of(book: Lawbook) -> Lexicon:
    """The lexicon of a lawbook, made once."""
    return Lexicon(book)


def read_sentence(book: Lawbook, text: str, today: dt.date) -> Sentence:
    """What a sentence says, as far as it is understood. `today` is the day in China. Never raises for what a person writes."""
    text = text[:LONGEST]
    plain = folded(text)
    numbers = {q.start: q for q in quantities(plain, today)}
    pieces, rest = _scan(lexicon_of(book), text, plain, numbers)
    question, asked = _question(book, pieces, numbers.values())
    if question is None:
        gone = tuple(NotUnderstood(text[a:b], a, b) for a, b in rest)
        return Sentence(text, None, {}, (), (), gone, (), ())
    found, left = _chips(book, question, text, plain, pieces, numbers.values())
    cases, more = _cases(book, question, found)
    chips = tuple(f.chip for f in sorted(found, key=lambda f: f.chip.start))
    gone = tuple(NotUnderstood(text[a:b], a, b) for a, b in rest)
    left_out = tuple(dict.fromkeys([*left, *more, *(q for q in asked if q != question.question)]))
    return Sentence(text, question.question, cases[0] if cases else {}, cases, chips, gone, left_out, asked)


def _scan(lexicon: Lexicon, text: str, plain: str, numbers: dict[int, Quantity]) -> tuple[list[Piece], list[tuple[int, int]]]:
    """The pieces of a text from the left, and the spans that nothing accounts for."""
    pieces: list[Piece] = []
    rest: list[tuple[int, int]] = []
    at = 0
    while at < len(plain):
        number = numbers.get(at)
        piece = lexicon.match(text, plain, at)
        if number is not None and (piece is None or piece.end <= number.end or number.kind != "alike"):
            if number.kind == "alike":
                rest.append((number.start, number.end))
            at = number.end
        elif piece is not None and not any(at < s < piece.end for s in numbers):
            pieces.append(piece)
            if number is not None:
                numbers.pop(at)
            at = piece.end
        elif plain[at].isspace() or not plain[at].isalnum():
            at += 1
        else:
            end = at + 1
            if plain[at].isascii():
                while end < len(plain) and ((plain[end].isascii() and plain[end].isalnum()) or plain[end] in "'-&"):
                    end += 1
            if rest and rest[-1][1] == at and not plain[at].isascii():
                rest[-1] = (rest[-1][0], end)
            else:
                rest.append((at, end))
            at = end
    return pieces, rest


def _question(book: Lawbook, pieces: list[Piece], numbers: object) -> tuple[Question | None, tuple[str, ...]]:
    """The question that the words ask, and all that they may ask, the likeliest first."""
    votes: Counter[str] = Counter()
    entries = language()["says"]
    for piece in pieces:
        for kind, value in piece.kinds:
            if kind == "asks":
                votes[value] += 2
            elif kind == "says" and (own := entries[int(value)].get("question")):
                votes[own] += 3
            elif kind == "activities":
                votes["access"] += 2
    kinds = {q.kind for q in numbers}  # type: ignore[attr-defined]
    votes["access"] += 2 if "share" in kinds else 0
    votes["data_export"] += 1 if "persons" in kinds and votes["data_export"] else 0
    votes["entry"] += 2 if "stay" in kinds else 0
    known = [q for q, n in votes.most_common() if n > 0 and q in book.questions]
    if not known:
        return None, ()
    strong = tuple(q for q in known if votes[q] * 2 >= votes[known[0]] and votes[q] >= 4) or (known[0],)
    return book.questions[known[0]], strong if known[0] in strong else (known[0], *strong)


def _chips(book: Lawbook, question: Question, text: str, plain: str, pieces: list[Piece], numbers: object) -> tuple[list[Found], list[str]]:
    facts = {f.fact: f for f in question.facts}
    found: list[Found] = []
    left: list[str] = []
    said = language()
    joined = _joined(pieces, plain)
    for at, piece in enumerate(joined):
        words = text[piece.start : piece.end]
        negated = _negated(joined, at, plain)
        kinds = {k for k, _ in piece.kinds}
        if names := [k for k in ("territories", "origins", "activities") if k in kinds]:
            made = [f for k in names if (f := _named(book, facts, k, words, piece, negated)) is not None]
            found.extend(made[:1])
            if not made and "asks" not in kinds and "nothing" not in kinds and "says" not in kinds:
                left.append(words)
            if made:
                continue
        for kind, value in piece.kinds:
            if kind not in ("says", "open"):
                continue
            entry = said[kind][int(value)]
            if entry.get("question", question.question) != question.question or entry["fact"] not in facts:
                continue
            fact = facts[entry["fact"]]
            given = entry.get("value", "")
            settled = bool(given) and not negated
            label = _value_label(fact, given) if settled else _OPEN
            others = (Choosable(given, _value_label(fact, given)),) if given and not settled else () if settled else _choices(fact)
            found.append(Found(kind, Chip(fact.fact, given if settled else "", label, words, piece.start, piece.end, others)))
    for q in sorted(numbers, key=lambda n: n.start):  # type: ignore[call-overload]
        chip = _counted(facts, question, text, q)
        if chip is not None:
            found.append(Found("quantity", chip))
        elif q.kind != "alike":
            left.append(text[q.start : q.end])
    valued = {f.chip.fact for f in found if f.chip.value}
    found = [f for f in found if f.chip.value or f.kind != "open" or f.chip.fact not in valued]
    return found, left


def _joined(pieces: list[Piece], plain: str) -> list[Piece]:
    """Names of places that stand side by side (深圳南山, Pudong, Shanghai) are one place."""
    out: list[Piece] = []
    for piece in pieces:
        if (
            out
            and {"territories"} <= {k for k, _ in piece.kinds} & {k for k, _ in out[-1].kinds}
            and plain[out[-1].end : piece.start] in ("", ", ", ",")
        ):
            out[-1] = Piece(out[-1].start, piece.end, (("territories", "+"),))
        else:
            out.append(piece)
    return out


def _negated(pieces: list[Piece], at: int, plain: str) -> bool:
    """Whether a piece is denied: `not in Shanghai`, 除了上海, 自贸区外."""
    before = pieces[at - 1] if at else None
    if before is not None and ("not", "") in before.kinds and _NOT_NEAR.match(plain[before.end : pieces[at].start]):
        return True
    if at > 1 and ("not", "") in pieces[at - 2].kinds and before is not None and before.kinds == (("nothing", ""),):
        return True
    return bool(_OUTSIDE_AFTER.match(plain[pieces[at].end :]))


def _named(book: Lawbook, facts: dict[str, Fact], vocabulary: str, words: str, piece: Piece, negated: bool) -> Found | None:
    """The chip of a name; None when this question takes no such fact."""
    fact = next((f for f in _VOCABULARY_FACTS[vocabulary] if f in facts), None)
    if fact is None:
        return _destination(book, facts, vocabulary, words, piece, negated)
    names, tree = book.names[vocabulary], book.trees[vocabulary]
    value = next((v for k, v in piece.kinds if k == vocabulary), words)
    ids = names.find(words) or names.find(words.removesuffix("s")) or (names.find(value) if value not in ("", "+") else [])
    where = names.whereabouts(words) if not ids or value == "+" else None
    if where is not None and len(where.units) == 1:
        ids = [where.units[0]]
    if not ids and value in tree.groups:
        group = tree.groups[value]
        terms, zones = tree.spread([value])
        shown = tuple(Choosable(i, entry_label(book, vocabulary, i)) for i in sorted(terms | zones)[:30])
        return Found(vocabulary, Chip(fact, "", group.name, words, piece.start, piece.end, shown))
    if not ids and (parts := [p for p in (words, words.removesuffix("s")) if names.said(p)]):
        spoken = names.said(parts[0])
        branch = spoken.branch if spoken else None
        shown = (Choosable(branch, entry_label(book, vocabulary, branch)),) if branch else ()
        return Found(vocabulary, Chip(fact, "", (spoken.note if spoken and spoken.note else _OPEN), words, piece.start, piece.end, shown))
    if not ids:
        return None
    options = tuple(Choosable(i, entry_label(book, vocabulary, i)) for i in ids[:12])
    if len(ids) == 1 and not negated:
        return Found(vocabulary, Chip(fact, ids[0], options[0].label, words, piece.start, piece.end))
    return Found(vocabulary, Chip(fact, "", _OPEN, words, piece.start, piece.end, options))


def _destination(book: Lawbook, facts: dict[str, Fact], vocabulary: str, words: str, piece: Piece, negated: bool) -> Found | None:
    """Where data go: a country that is no choice of its own is elsewhere; Hong Kong and Macao hang on what becomes of the data there."""
    fact = facts.get("destination")
    value = next((v for k, v in piece.kinds if k == vocabulary), words)
    ids = book.names[vocabulary].find(words) or book.names[vocabulary].find(value)
    if fact is None or vocabulary != "origins" or len(ids) != 1:
        return None
    if ids[0] in ("hk", "mo") or negated:
        return Found("open", Chip(fact.fact, "", _OPEN, words, piece.start, piece.end, _choices(fact)))
    return Found("says", Chip(fact.fact, "elsewhere", _value_label(fact, "elsewhere"), words, piece.start, piece.end))


def _counted(facts: dict[str, Fact], question: Question, text: str, q: Quantity) -> Chip | None:
    words = text[q.start : q.end]
    fact = facts.get(_QUANTITY_FACTS.get(q.kind, ""))
    if fact is None:
        return None
    others = tuple(Choosable(o, _value_label(fact, o)) for o in q.others)
    if question.question == "data_export" and q.kind == "persons" and re.search("sensitive|敏感", folded(text)):
        others = (Choosable(q.value, fact.label),)
        return Chip("sensitive-persons", "", _OPEN, words, q.start, q.end, others)
    return Chip(fact.fact, q.value, _value_label(fact, q.value) if q.value else _OPEN, words, q.start, q.end, others)


def _value_label(fact: Fact, value: str) -> Label:
    choice = next((c for c in fact.choices if c.id == value), None)
    if choice is not None:
        return choice.name
    if fact.domain == "yes_no":
        return Label(value, "是" if value == "yes" else "否")
    unit = fact.unit
    return Label(f"{value} {unit.en}", f"{value}{unit.zh}") if unit else Label(value, value)


def _choices(fact: Fact) -> tuple[Choosable, ...]:
    return tuple(Choosable(c.id, c.name) for c in fact.choices[:20])


def _cases(book: Lawbook, question: Question, found: list[Found]) -> tuple[tuple[dict[str, str], ...], list[str]]:
    """The cases that the chips make, and the facts that stay open. Of two entries one of which lies in the other, the inner one counts."""
    values: dict[str, list[str]] = {}
    open_: list[str] = []
    for chip in (f.chip for f in found):
        if not chip.value:
            open_.append(chip.fact)
        elif chip.value not in values.setdefault(chip.fact, []):
            values[chip.fact].append(chip.value)
    for fact in question.facts:
        if fact.vocabulary in book.trees and len(values.get(fact.fact, ())) > 1:
            tree = book.trees[fact.vocabulary]
            ids = values[fact.fact]
            around = {a for i in ids for a in (tree.above(i) if i in tree.parent else [tree.home(i), *tree.above(tree.home(i))])}
            values[fact.fact] = [i for i in ids if i not in around] or ids
    if "origin" in values and len(values["origin"]) > 1 and len(values.get("share", ())) > 1:
        open_ += ["origin", "share"]  # several investors with shares of their own are not one case
    for name in open_:  # a fact that one word settles and another leaves open is open
        values.pop(name, None)
    names = [f.fact for f in question.facts if f.fact in values]
    cases = tuple(dict(zip(names, combination, strict=True)) for combination in product(*(values[n] for n in names)))
    if len(cases) > MOST_CASES:
        wide = [n for n in names if len(values[n]) > 1]
        kept = [n for n in names if n not in wide]
        return ({n: values[n][0] for n in kept},), [*open_, *wide]
    return (cases or ({},)), list(dict.fromkeys(open_))

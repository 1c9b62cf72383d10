"""The chip of a name of a vocabulary (an activity, a place, a country): its entry, or open with what it may be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shidian.answer.sentence.cases import lies_in
from shidian.answer.sentence.chips import Chip, Choosable, value_label
from shidian.answer.sentence.lexicon import Piece, language, pattern
from shidian.answer.sentence.settling import OPEN, Found, opened
from shidian.answer.values.entries import choice_of_country
from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.records.question import Fact
from shidian.law.tree import OTHER
from shidian.words.labels import entry_label

_VOCABULARY_FACTS = {"activities": ("activity", "sector", "importer"), "territories": ("territory",), "origins": ("origin", "nationality")}


def name_chip(book: Lawbook, facts: dict[str, Fact], vocabulary: str, words: str, piece: Piece, negated: bool, plain: str) -> Found | None:
    """The chip of a name; None when this question takes no such fact."""
    fact = next((f for f in _VOCABULARY_FACTS[vocabulary] if f in facts), None)
    if fact is None:
        return _destination(book, facts, vocabulary, words, piece, negated)
    names, tree = book.names[vocabulary], book.trees[vocabulary]
    value = next((v for k, v in piece.kinds if k == vocabulary), words)
    ids = names.find(words) or names.find(words.removesuffix("s")) or (names.find(value) if value not in ("", "+") else [])
    if facts[fact].vocabulary is None:  # a sector of a data list is told by its own choices, or by what a firm does
        told = {language()["sectors"].get(a, "") for i in ids for a in (i, *tree.above(i)) if a in language()["sectors"]}
        theirs = pattern("roles", "of_staff").search(plain) or pattern("roles", "of_recipient").search(plain[: piece.start])
        if fact == "sector" and len(ids) == len(told) == 1 and not (negated or theirs):
            return Found("weak", Chip(fact, value := told.pop(), value_label(facts[fact], value), words, piece.start, piece.end))
        return Found("open", Chip(fact, "", OPEN, words, piece.start, piece.end, choices_of(facts[fact])))
    parts = [pattern("roles", "kind_of_place").sub("", v.casefold().removesuffix("'s")) for k, v in piece.kinds if k == "part"]
    if value == "+" and not ids:  # Suzhou City, Anhui Province; Anhui's Suzhou
        ids = names.find(", ".join(parts)) or names.find(", ".join(reversed(parts)))
        named = [i for p in parts for i in names.find(p)]
        if (
            not ids
            and re.search(r" (?:in|of) |'s |^[^\x00-\x7f]+$", words)
            and any(n.endswith(("省", "自治区")) for i in named for n in names_of(names.entries[i]))
        ):
            ids = named  # a city of another province (安徽苏州): one of both is meant
    where = names.whereabouts(words) if not ids or value == "+" else None
    unit = where.units[0] if where is not None and len(where.units) == 1 else ids[0] if value == "+" and len(ids) == 1 else ""
    if unit:
        inner = {i for p in parts for i in names.find(p) if unit in lies_in(tree, i)}
        ids = [*inner] if len(inner) == 1 else [unit]  # 海南乐城: the zone in the province
    if not ids and value in tree.groups:
        group = tree.groups[value]
        terms, zones = tree.spread([value])
        shown = tuple(Choosable(i, entry_label(book, vocabulary, i)) for i in sorted(terms | zones)[:30])
        return Found(vocabulary, Chip(fact, "", group.name, words, piece.start, piece.end, shown))
    if not ids and (ways := [p for p in (words, words.removesuffix("s")) if names.said(p)]):
        spoken = names.said(ways[0])
        branch = spoken.branch if spoken else None
        shown = (Choosable(branch, entry_label(book, vocabulary, branch)),) if branch else ()
        return Found(
            "denied" if negated else vocabulary,
            Chip(fact, "", (spoken.note if spoken and spoken.note else OPEN), words, piece.start, piece.end, shown),
        )
    if not ids or ids == ["cn"]:  # in China: everything is
        return None
    options = tuple(Choosable(i, entry_label(book, vocabulary, i)) for i in ids[:12])
    if len(ids) == 1 and not negated:
        return Found(vocabulary, Chip(fact, ids[0], options[0].label, words, piece.start, piece.end))
    return Found("denied" if negated else vocabulary, Chip(fact, "", OPEN, words, piece.start, piece.end, options))


def _destination(book: Lawbook, facts: dict[str, Fact], vocabulary: str, words: str, piece: Piece, negated: bool) -> Found | None:
    """Where data go: a country that is no choice of its own is elsewhere; Hong Kong and Macao hang on what becomes of the data there."""
    fact = facts.get("destination")
    value = next((v for k, v in piece.kinds if k == vocabulary), words)
    ids = book.names[vocabulary].find(words) or book.names[vocabulary].find(value)
    if fact is None or vocabulary != "origins" or len(ids) != 1:
        return None
    choice = choice_of_country(book, fact, words) or choice_of_country(book, fact, value)
    if choice is None or negated:
        return Found("open", Chip(fact.fact, "", OPEN, words, piece.start, piece.end, choices_of(fact)))
    return Found("says", Chip(fact.fact, choice, value_label(fact, choice), words, piece.start, piece.end))


def in_no_zone(book: Lawbook, found: Found) -> Found:
    """The part of a place that is in none of its zones; a zone, or a place without zones, of which this is said stays open."""
    chip, tree = found.chip, book.trees["territories"]
    if chip.fact != "territory" or not chip.value:
        return found
    if chip.value not in tree.parent or not any(chip.value in units for units in tree.zone_units.values()):
        return opened(found)
    value = chip.value + OTHER
    return Found(found.kind, Chip(chip.fact, value, entry_label(book, "territories", value), chip.words, chip.start, chip.end))


def choices_of(fact: Fact) -> tuple[Choosable, ...]:
    return tuple(Choosable(c.id, c.name) for c in fact.choices[:20])


def among(fact: Fact, entry: Mapping[str, Any]) -> tuple[Choosable, ...]:
    """The choices that the words of an entry may mean: those that it names, else every one."""
    named = entry.get("among")
    return choices_of(fact) if named is None else tuple(Choosable(c.id, c.name) for c in fact.choices if c.id in named)


def nameless(plain: str, pieces: Sequence[Piece]) -> str:
    """The text without the Chinese names of countries: 美国资本 has 国资 in it, and 德国企业 国企."""
    for piece in pieces:
        if ("origins" in {k for k, _ in piece.kinds}) and not plain[piece.start].isascii():
            plain = plain[: piece.start] + "□" * (piece.end - piece.start) + plain[piece.end :]
    return plain


def side_by_side(pieces: Sequence[Piece], plain: str) -> list[Piece]:
    """Names of places that stand side by side (深圳南山, Pudong, Shanghai) are one place."""
    out: list[Piece] = []
    for piece in pieces:
        if len(out) > 1 and plain[out[-1].start : out[-1].end] in ("in", "of") and "territories" in {k for k, _ in piece.kinds}:
            out[-1:] = [] if "territories" in {k for k, _ in out[-2].kinds} else out[-1:]  # Suzhou in Anhui
        if (
            out
            and {"territories"} <= {k for k, _ in piece.kinds} & {k for k, _ in out[-1].kinds}
            and pattern("roles", "province_of").fullmatch(plain, out[-1].end, piece.start)
            and piece.end - piece.start > 1  # 京沪 are two
        ):
            before = [v for k, v in out[-1].kinds if k == "part"] or [plain[out[-1].start : out[-1].end]]
            parts = tuple(("part", p) for p in (*before, plain[piece.start : piece.end]))
            out[-1] = Piece(out[-1].start, piece.end, (*parts, ("territories", "+")))
        else:
            out.append(piece)
    return out

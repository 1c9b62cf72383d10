"""What the automaton looks for: the names of a lawbook, its verbs in all their forms, number words, and the little words of the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from shidian.documents.grammar.lexicon import (
    ADDRESSES,
    CONDITIONS,
    EVENTS,
    EXCLUSIONS,
    LIMITS,
    MONTHS,
    NO_NAMES,
    PARTS,
    RULES,
    VAGUE,
    YEARS,
)
from shidian.documents.grammar.text import fold, is_han
from shidian.law.lawbook import Lawbook
from shidian.law.names import Entry
from shidian.law.numerals import WORDS
from shidian.law.records.names import Group, Term, Zone

NameKind = Literal["place", "origin", "activity", "body", "agreement", "instrument", "nothing"]


Form = Literal["base", "s", "ing", "ed", "noun", "zh"]


NATION = frozenset(("china", "中国", "prc", "people's republic of china", "中华人民共和国", "大陆", "中国大陆", "cn", "china (mainland)"))
"""The country's own name says nothing about where; "nationwide", 全国 and "mainland" do."""


VOCABULARIES: Mapping[str, NameKind] = {"territories": "place", "origins": "origin", "activities": "activity", "authorities": "body"}


class Pattern(Struct, frozen=True):
    """One entry of the automaton. `case`: `exact` for short capitals, `capital` for names, `any`."""

    text: str
    what: Literal["name", "verb", "number", "event", "narrow", "rule", "vague", "year", "month", "part", "address"]
    payload: Any
    case: Literal["exact", "capital", "any"] = "any"
    written: str = ""


def known_words(book: Lawbook) -> list[Pattern]:
    """Every word that is looked for in texts."""
    return _merged([*_names(book), *_verbs(book), *_numbers(), *_cues()])


def _merged(patterns: Iterable[Pattern]) -> list[Pattern]:
    """One pattern for each text and use: several entries of one name are kept together, the likeliest first."""
    merged: dict[tuple[str, str], Pattern] = {}
    for pattern in patterns:
        key = (pattern.text, pattern.what)
        known = merged.get(key)
        if known is None:
            merged[key] = pattern
        elif pattern.what == "name" and known.payload[0] == pattern.payload[0]:
            ids = tuple(dict.fromkeys((*known.payload[1], *pattern.payload[1])))
            merged[key] = Pattern(known.text, "name", (known.payload[0], ids, known.payload[2]), known.case, known.written)
    return [p for p in merged.values() if len(p.text) > 1 or p.what == "rule"]


def _names(book: Lawbook) -> Iterator[Pattern]:
    yield from (Pattern(fold(w), "name", ("nothing", (), False)) for w in NO_NAMES)
    regions = {r.region for r in book.programme.regions}
    for agreement in book.programme.agreements:
        for name in (agreement.agreement.upper(), agreement.name.en, agreement.name.zh):
            yield _name(name, "agreement", agreement.agreement)
    for vocabulary, kind in VOCABULARIES.items():
        known = book.content.vocabularies.get(vocabulary)
        if known is None:
            continue
        depth = {t.id: t.parent for t in known.terms}
        entries: list[Entry] = [*known.terms, *known.zones, *known.groups]
        entries.sort(key=lambda e: (e.id not in regions, _depth(depth, e.id), isinstance(e, Group)))
        for entry in entries:
            for name in dict.fromkeys((entry.name.zh, entry.name.en, *entry.aliases)):
                if vocabulary == "territories" and name.casefold() in NATION:
                    continue
                yield from _pattern(name, kind, entry)
    for instrument in book.instruments.values():
        titles = {instrument.title.zh, instrument.title.en} | {t for e in instrument.editions if e.title for t in (e.title.zh, e.title.en)}
        for title in sorted(titles):
            yield from (_name(t, "instrument", instrument.instrument) for t in _bare(title))
    for plan in book.programme.plans:
        if plan.instrument is not None:
            yield from (_name(t, "instrument", plan.instrument) for t in (plan.title.zh, plan.title.en))


def _depth(parents: Mapping[str, str | None], id: str) -> int:
    depth = 0
    at = parents.get(id)
    while at is not None and depth < 9:
        at, depth = parents.get(at), depth + 1
    return depth


_ASIDE = re.compile(r"[（(][^（()）]{0,80}[)）]")


def _bare(title: str) -> set[str]:
    """A title as a document may print it: with and without what stands in brackets."""
    forms = {title.strip("《》"), _ASIDE.sub("", title).strip("《》 ")}
    return {f for f in forms if len(f) >= (4 if is_han(f[:1] or "x") else 12)}


_PLURAL = re.compile(r"[A-Za-z][\x20-\x7e]*[^su\W\d]s(?<!ics)(?<!ies)(?<!is)")
"""English names that end in a plural whose singular is without the s."""


def _pattern(name: str, kind: NameKind, entry: Term | Zone | Group | Any) -> Iterator[Pattern]:
    grouped = isinstance(entry, Group)
    bare = _ASIDE.sub("", name).strip()
    for form in dict.fromkeys((name, bare, name.replace("（", "(").replace("）", ")"))):
        if len(form) < 2 or (kind == "activity" and not is_han(form[0]) and len(form) < 3):
            continue
        yield _name(form, kind, entry.id, grouped)
        if kind == "activity" and form.isascii() and form[-1].isalpha() and form[-1] not in "sg":
            yield _name(form[:-1] + "ies" if form.endswith("y") and form[-2] not in "aeiou" else form + "s", kind, entry.id, grouped)
        elif kind == "activity" and _PLURAL.fullmatch(form) and (" " in form or form == entry.name.en):
            yield _name(form[:-1], kind, entry.id, grouped)
        if kind == "activity" and "telecommunications" in form.lower():
            yield _name(re.sub("telecommunications", "telecom", form, flags=re.IGNORECASE), kind, entry.id, grouped)


def _name(name: str, kind: NameKind, id: str, grouped: bool = False) -> Pattern:
    short = name.isascii() and name.isupper() and len(name) <= 8
    capital = name[0].isascii() and name[0].isupper() and kind != "activity"
    return Pattern(fold(name), "name", (kind, (id,), grouped), "exact" if short else "capital" if capital else "any", name)


def _verbs(book: Lawbook) -> Iterator[Pattern]:
    for verb in book.programme.verbs:
        words = [w for w in (verb.verb, *verb.aliases, *verb.words) if not w.endswith("(E)")]
        for word in words:
            for text, form in inflect(word):
                yield Pattern(fold(text), "verb", (form, verb.verb, verb.strength))


def inflect(word: str) -> Iterator[tuple[str, Form]]:
    """The forms of an English verb (the first of its words changes); a Chinese verb has one. Words that end in "of" are nouns."""
    if is_han(word[0]):
        yield word, "zh"
        return
    if word.endswith(" of"):
        yield word, "noun"
        return
    head, _, tail = word.partition(" ")
    tail = " " + tail if tail else ""
    yield word, "base"
    if head.endswith(("s", "x", "z", "ch", "sh")):
        yield head + "es" + tail, "s"
    elif head.endswith("y") and head[-2] not in "aeiou":
        yield head[:-1] + "ies" + tail, "s"
    else:
        yield head + "s" + tail, "s"
    stem = head[:-1] if head.endswith("e") and not head.endswith("ee") else head
    if head.endswith("y") and head[-2] not in "aeiou":
        yield head + "ing" + tail, "ing"
        yield head[:-1] + "ied" + tail, "ed"
        return
    yield stem + "ing" + tail, "ing"
    yield stem + "ed" + tail, "ed"
    if head in ("permit", "drop", "scrap", "let", "set", "cancel", "pilot", "trial", "ban"):
        yield head + head[-1] + "ing" + tail, "ing"
        yield head + head[-1] + "ed" + tail, "ed"
    if head in ("build", "carry"):
        yield {"build": "built", "carry": "carried"}[head] + tail, "ed"


def _numbers() -> Iterator[Pattern]:
    for word, value in WORDS.items():
        yield Pattern(word, "number", value)


def _cues() -> Iterator[Pattern]:
    for sense, events in EVENTS.items():
        yield from (Pattern(w, "event", sense) for w in events)
    for sense, words in (("excludes", EXCLUSIONS), ("limits", LIMITS), ("conditions", CONDITIONS)):
        yield from (Pattern(w, "narrow", sense) for w in words)
    for sense, rules in RULES.items():
        yield from (Pattern(w, "rule", sense) for w in rules)
    yield from (Pattern(w, "vague", w) for w in VAGUE)
    yield from (Pattern(w, "year", w) for w in YEARS)
    yield from (Pattern(w, "month", w, "capital") for w in MONTHS if w != "mai")
    yield from (Pattern(w, "part", w) for w in PARTS)
    yield from (Pattern(w, "address", w) for w in ADDRESSES)

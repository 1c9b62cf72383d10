"""The names that the lawbook knows, as one automaton that finds all of them in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, TypeVar

from msgspec import Struct

from shidian.documents.grammar.lexicon import ADDRESSES, CONDITIONS, EVENTS, EXCLUSIONS, LIMITS, MONTHS, PARTS, RULES, VAGUE, YEARS
from shidian.documents.grammar.text import fold, is_han
from shidian.errors import DocumentError, MissingExtra
from shidian.law.lawbook import Lawbook
from shidian.law.names import Entry
from shidian.law.numerals import WORDS
from shidian.law.records.vocabulary import Group, Term, Zone

SLICE = 200_000
"""Characters that are looked through at a time."""
MOST_SEEN = 1_500_000
"""Names, verbs and little words, or numbers, that one document may hold: no real one holds so many."""


def bounded(seen: int) -> None:
    """Raises DocumentError for a text that was made to take time and memory without end."""
    if seen > MOST_SEEN:
        raise DocumentError(f"the document holds more than {MOST_SEEN:,} names, verbs or numbers", hint="split it")


NameKind = Literal["place", "origin", "activity", "body", "agreement", "instrument"]
Form = Literal["base", "s", "ing", "ed", "noun", "zh"]
NATION = frozenset(("china", "中国", "prc", "people's republic of china", "中华人民共和国", "大陆", "中国大陆", "cn", "china (mainland)"))
"""The country's own name says nothing about where; "nationwide", 全国 and "mainland" do."""
VOCABULARIES: Mapping[str, NameKind] = {"territories": "place", "origins": "origin", "activities": "activity", "authorities": "body"}


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


class Cue(Struct, frozen=True):
    """A little word that a part of the grammar looks around."""

    start: int
    end: int
    word: str
    sense: str


class Pattern(Struct, frozen=True):
    """One entry of the automaton. `case`: `exact` for short capitals, `capital` for names, `any`."""

    text: str
    what: Literal["name", "verb", "number", "event", "narrow", "rule", "vague", "year", "month", "part", "address"]
    payload: Any
    case: Literal["exact", "capital", "any"] = "any"
    written: str = ""


class Scan(Struct):
    """Everything the automaton found in a text, each list in order."""

    names: list[Name]
    verbs: list[VerbHit]
    numbers: list[NumberWord]
    cues: dict[str, list[Cue]]

    def cue(self, what: str) -> list[Cue]:
        """The cues of one use, in order."""
        return self.cues.get(what, [])


class Gazetteer:
    """The names of a lawbook. Build once, use for any number of texts, from any thread."""

    def __init__(self, book: Lawbook) -> None:
        try:
            from ahocorasick_rs import AhoCorasick, MatchKind
        except ImportError as error:  # pragma: no cover - the extra is part of the tests' surroundings
            raise MissingExtra("read", error.name or "") from error
        self.strengths = {v.verb: v.strength for v in book.programme.verbs}
        self.patterns: list[Pattern] = _merged([*_names(book), *_verbs(book), *_numbers(), *_cues()])
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
        cues: dict[str, list[Cue]] = {}
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
                if payload[0] == "place" and not _place_like(text, folded, start, end):
                    continue
                names.append((start, -end, payload))
            elif what == "verb":
                verbs.append(VerbHit(start, end, folded[start:end], *payload))
            elif what == "number":
                numbers.append(NumberWord(start, end, payload))
            else:
                cues.setdefault(what, []).append(Cue(start, end, folded[start:end], payload))
        return Scan(_leftmost(names), _longest(verbs), _longest(numbers), {what: _longest(found) for what, found in cues.items()})


SURNAMES = frozenset(
    [
        "wang",
        "li",
        "zhang",
        "liu",
        "chen",
        "yang",
        "huang",
        "zhao",
        "wu",
        "zhou",
        "xu",
        "sun",
        "ma",
        "zhu",
        "hu",
        "guo",
        "he",
        "lin",
        "gao",
        "luo",
        "zheng",
        "liang",
        "xie",
        "song",
        "tang",
        "deng",
        "feng",
        "han",
        "cao",
        "zeng",
        "peng",
        "xiao",
        "cai",
        "pan",
        "tian",
        "dong",
        "yuan",
        "yu",
        "ye",
        "jiang",
        "du",
        "su",
        "wei",
        "cheng",
        "lu",
        "ding",
        "ren",
        "shen",
        "yao",
        "zhong",
        "cui",
        "tan",
        "fan",
        "shi",
        "liao",
        "jia",
        "xia",
        "fu",
        "fang",
        "bai",
        "zou",
        "meng",
        "xiong",
        "qin",
        "qiu",
        "hou",
        "yin",
        "xue",
        "yan",
        "lei",
        "duan",
        "hao",
        "gong",
        "shao",
        "qian",
        "tao",
        "mao",
        "dai",
        "kong",
        "gu",
        "wan",
        "hong",
        "mo",
        "nie",
        "sheng",
        "jiao",
        "ling",
    ]
)
COMMON_WORDS = frozenset(
    (
        "东方",
        "阿里",
        "光明",
        "安康",
        "大同",
        "来宾",
        "长寿",
        "白银",
        "兴安",
        "大庆",
        "河西",
        "南岸",
        "海西",
        "海东",
        "海北",
        "山南",
        "中山",
        "平安",
        "两江",
        "红河",
        "朝阳",
        "和平",
        "新华",
        "长安",
        "建华",
        "开平",
    )
)
"""Place names that are also everyday words or parts of other names: they stand for the place only with 市, 区, 县 or 州 after them."""


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


H = TypeVar("H", VerbHit, NumberWord, Cue)


def _longest(found: list[H]) -> list[H]:
    found.sort(key=lambda v: (v.start, -v.end))
    out: list[H] = []
    for hit in found:
        if not out or hit.start >= out[-1].end:
            out.append(hit)
    return out


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


def _pattern(name: str, kind: NameKind, entry: Term | Zone | Group | Any) -> Iterator[Pattern]:
    grouped = isinstance(entry, Group)
    bare = _ASIDE.sub("", name).strip()
    for form in dict.fromkeys((name, bare)):
        if len(form) < 2 or (kind == "activity" and not is_han(form[0]) and len(form) < 3):
            continue
        yield _name(form, kind, entry.id, grouped)
        if kind == "activity" and form.isascii() and form[-1].isalpha() and form[-1] not in "sg":
            yield _name(form[:-1] + "ies" if form.endswith("y") and form[-2] not in "aeiou" else form + "s", kind, entry.id, grouped)


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

"""The words a sentence is read by: names, aliases, codes and groups of the vocabularies, divisions and areas, and the words of the language.

Longest match wins. A Latin word matches whole, with or without a plural; a code of two letters only in capitals. Positions are those of the
text as it was written: it is folded letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from shidian.answer.sentence.elsewhere import cities, folded, places_abroad
from shidian.answer.sentence.forms import Forms
from shidian.answer.sentence.hiding import hides_denial, own_denials
from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.spellings import simplified
from shidian.law.tree import ROOT
from shidian.packaged import table
from shidian.patterns import compiled
from shidian.sieve import Sieve, needs_kept

KINDS = ("territories", "origins", "activities")
_WORDLIKE = {"IT", "IN", "IS", "AI", "NO", "SO", "TO", "BE", "AT", "ME", "AM", "AS", "BY", "DO", "MY", "CN", "PM", "TV", "ID", "IM", "LA", "MO", "PA", "VA", "AD", "SM", "IO", "GA", "MA", "CC", "HR", "MS", "LI", "AG", "BV", "CO", "KG", "SA", "SE", "PE", "GP", "PR", "ML", "BI", "CI", "GM", "MC", "SC", "PS", "TM", "TC", "VC", "VI", "CV", "CM", "CR", "GE", "MD", "MR", "MT", "ST", "SD", "BD", "BS", "GL", "GS", "MF", "RE", "TD", "NE", "PH", "ETH"}  # fmt: skip
"""Codes of countries that are words, forms of companies (SAP SE) or abbreviations of other things."""
_SAYS_MORE = compiled(
    r"(?:外商)?独资.|(?:中外)?合资.|外资.|wholly|(?:三级|二级|三甲|tertiary |secondary )(?:甲等)?(?:综合|专科)?(?:医院|hospital)",
    re.IGNORECASE,
)
"""Names that say something of the share or level too (独资医院, 三级医院): they are read as two words."""
_SPELT = frozenset({"activities", "says", "open"})
"""Kinds of words that are read with a hyphen or without."""
_TWO_WORDS = compiled(r"([a-z]{3,}) ([a-z]{3,})(?![a-z])")
_WHOLE = 3
"""A choice is read by its own name, too, if that has so many words, or twice as many letters: a word in the name may be another choice."""
_STEM = 6
"""Letters of a name in 业务 from which on it is read without that word, too."""
_PERSONS = frozenset("人籍方资")
"""After a country: its people, a nationality, the side of a joint venture, its money."""
_COUNTS = compiled(
    r"[\d一二两三四五六七八九十年月周天日前后]|(?<![a-z])(?:one|two|three|years?|months?|weeks?|days?|ago|last|next|later|earlier)(?![a-z])"
)
"""Words that count or tell when: what fills two questions does not say nothing then."""
LATIN_ENDS = "\u0250"
"""The first letter behind those of Latin words (café)."""
_BEGINNING = 3
"""Letters by which one finds the lengths of the words that begin with them."""
_PLACED = frozenset({"territories", "origins", "cities"})
_PLACE_FOLLOWS = frozenset("在于到往赴和或及与、，, ")


class Piece(NamedTuple):
    """A match: where it stands, of what kind (a vocabulary, `says`, `open`, `asks`, `firms`, `nothing`, `fills`, `not`, `stranger`), and what
    it names."""

    start: int
    end: int
    kinds: tuple[tuple[str, str], ...]


@lru_cache
def glue() -> frozenset[str]:
    """The words of `words/glue.toml`: ordinary speech that says nothing of a case."""
    return frozenset(word for words in table("words/glue.toml").values() for word in words)


@cache
def pattern(part: str, name: str) -> re.Pattern[str]:
    """A pattern of `words/sentence.toml` by its part and name."""
    return compiled(language()[part][name])


@lru_cache(maxsize=8)
def short_places(plain: str) -> Mapping[int, str]:
    """Where one character is a province or city (在粤设立, 京沪两地), and which; only where it can be nothing else."""
    said = language()["short_places"]
    runs = (m.span("run") if m["run"] else m.span() for m in pattern("short_places", "where").finditer(plain) if not plain.isascii())
    return {at: said["names"][plain[at]] for start, end in runs for at in range(start, end) if plain[at] in said["names"]}


def language() -> Mapping[str, Any]:
    """The words of `words/sentence.toml`."""
    return table("words/sentence.toml")


def _singular(name: str) -> list[str]:
    """One of what an English name calls in the plural: online game, travel agency."""
    if not name.isascii() or len(name) < 6 or not name.endswith("s") or name.endswith(("ss", "news", "us")):
        return []
    return [name[:-3] + "y" if name.endswith("ies") else name[:-1]] if name != "futures" else []


def _telling() -> set[str]:
    """Every Latin word that gives a fact its value, deny or change it; the words of a past without a day are verbs of all kinds."""
    said = language()
    texts = [w for kind in ("says", "open") for e in said[kind] if e["fact"] != "on" for w in (*e.get("words", ()), *e.get("patterns", ()))]
    plain, outside = said["plain"], said["outside"]["patterns"]
    texts += [*plain["not"], *plain["strangers"], *outside, *said["roles"].values(), *said["voices"].values()]
    return {word for text in texts for word in re.findall("[a-z]+", text.casefold())}


class Lexicon:
    """Every word of one lawbook that a sentence may use."""

    def __init__(self, book: Lawbook) -> None:
        self._codes, self._wordlike, self._shorts = set[str](), set[str](), frozenset[str]()
        self.words: dict[str, set[tuple[str, str]]] = {}
        self.tells: dict[str, Any] = {}
        for kind in KINDS:
            if kind in book.names:
                self._vocabulary(book, kind)
        said = language()
        for kind in ("says", "open"):
            for at, entry in enumerate(said[kind]):
                self._add(entry.get("words", []), kind, str(at))
        for kind in ("asks", "weakly", "fills"):
            for question, words in said[kind].items():
                self._add(words, kind, question)
        everyday = {folded(w) for w in said["everyday"]["words"]}
        for question in book.questions.keys() - {"access"}:
            self._add(sorted(everyday), "fills", question)
        for asked in book.questions.values():  # other names of the choices of a fact
            for fact in asked.facts:
                for choice in fact.choices:
                    whole = [
                        n for n in (choice.name.en, choice.name.zh) if (len(n.split()) >= _WHOLE if n.isascii() else len(n) >= 2 * _WHOLE)
                    ]
                    self._add(
                        [*(a for a in choice.aliases if a not in said["plain"]["roles"]), *whole],
                        "choice",
                        f"{asked.question} {fact.fact} {choice.id}",
                    )
        self._add(said["firms"]["words"], "firms", "")
        kinds_of = (("not", said["plain"]["not"], ""), ("nothing", sorted(glue()), ""), ("stranger", said["plain"]["strangers"], ""))
        more = [("cities", [c], v) for c, v in cities().items()]
        for kind, words, value in (*kinds_of, *more):
            self._add(words, kind, value)
        tried = [
            *((p, kind, str(at)) for kind in ("says", "open") for at, e in enumerate(said[kind]) for p in e.get("patterns", ())),
            *(
                (p, "asks", e["question"])
                for e in (*said["asked_by"], *(e for k in ("says", "open") for e in said[k] if e.get("asks")))
                for p in e["patterns"]
            ),
            *((p, "nothing", "") for p in said["passing"]["patterns"]),
        ]
        self._sieve = Sieve([p for p, _, _ in tried], {"{abroad}": places_abroad(book), **said["families"]}, needs_kept)
        self._said_by = [(kind, value, "{abroad}" in p) for p, kind, value in tried]
        for word, kinds in self.words.items():  # what fills two questions says nothing in any
            if {k for k, _ in kinds} == {"fills"} and len(kinds) > 1 and word not in everyday and not _COUNTS.search(word):
                kinds.add(("nothing", ""))
        silent: dict[str, set[str]] = {q: set() for q in ("", *book.questions)}
        for word, value in ((w, v) for w, kinds in self.words.items() for k, v in kinds if k in ("nothing", "fills")):
            silent.setdefault(value, set()).add(word)  # a lawbook need not have every question
        telling = _telling()
        self.forms = {q: Forms(words | silent[""], telling) for q, words in silent.items()}
        self._kinds = {word: tuple(sorted(kinds)) for word, kinds in self.words.items()}
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[:_BEGINNING], set()).add(len(word))
        ways = {first: sorted(those, reverse=True) for first, those in lengths.items()}
        self._lengths_at = lru_cache(maxsize=4096)(lambda first: [n for k in range(len(first), 0, -1) for n in ways.get(first[:k], ())])

    def _vocabulary(self, book: Lawbook, kind: str) -> None:
        names = book.names[kind]
        for entry in names.entries.values():
            if entry.id == ROOT:
                continue
            for name in names_of(entry):
                code = kind == "origins" and len(name) <= 3 and name.isascii()
                if (
                    len(name) > 1
                    and not name.isdigit()
                    and name not in language()["no_places"]["no_names"]
                    and not code
                    and not _SAYS_MORE.match(name)
                ):
                    self._add([name, *_singular(name)] if kind == "activities" else [name], kind, name)
            if kind == "activities" and not entry.id.startswith("other-"):  # the id as words, and a name without what explains it
                self._add([entry.id.replace("-", " "), re.split(r"[:(（，：]", entry.name.en)[0]], kind, entry.id)
                stems = [n.removesuffix("业务") for n in names_of(entry) if n.endswith("业务") and len(n) >= _STEM]
                self._add(stems, kind, entry.id)  # 互联网数据中心(业务)
        for group in book.trees[kind].groups.values():
            self._add([n for n in names_of(group) if n != group.id or "-" not in n], kind, group.id)
        for spoken in (s for s in names.spoken if not s.alone):
            self._add([w for w in spoken.say if len(w) > 1 and not w.isdigit() and not _SAYS_MORE.match(w)], kind, spoken.say[0])
        if names.places is not None:
            self._add([n for n in names.places.division_names if len(n) > 2], kind, "")
            self._add([n for n in names.places.area_names if len(n) > 1], kind, "")
            self._shorts = frozenset(names.places.short_names) - set(language()["no_places"]["words"])
        if kind == "origins":
            short = {n.upper() for e in names.entries.values() for n in names_of(e) if 2 <= len(n) <= 3 and n.isascii() and n.isalpha()}
            self._codes, self._wordlike = short - _WORDLIKE | {"EU"}, short & _WORDLIKE

    def _add(self, words: list[str], kind: str, value: str) -> None:
        for word in words:
            plain = (word.lower() if word.isascii() else folded(simplified(word))).strip()  # as the text is read
            spelt = kind in _SPELT and plain.isascii()  # a blood disease hospital, a blood-disease hospital
            for way in (plain, plain.replace(" ", "-", 1), plain.replace("-", " ")) if spelt else (plain,):
                if way:
                    self.words.setdefault(way, set()).add((kind, value))

    def by_pattern(self, text: str, plain: str) -> tuple[dict[int, list[Piece]], list[tuple[str, str]]]:
        """The pieces that patterns find in a text, by where they begin, and the questions that patterns ask (of which no piece is made: they
        may stand across other words)."""
        found: dict[int, dict[int, set[tuple[str, str]]]] = {}
        asked: list[tuple[str, str]] = []
        for at, tried in self._sieve.matching(plain):
            kind, value, looks_abroad = self._said_by[at]
            for match in tried.finditer(plain):
                if kind == "asks":
                    asked.append((kind, value))
                    break
                if hides_denial(match[0], own_denials(tried.pattern)):
                    continue
                start, end = match.span("w") if "w" in tried.groupindex else match.span()
                while start < end and plain[start].isspace():
                    start += 1
                end = end if looks_abroad else self.before_names(text, plain, start, end, tried.pattern)
                if end > start:
                    found.setdefault(start, {}).setdefault(end, set()).add((kind, value))
        return {at: [Piece(at, end, tuple(sorted(kinds))) for end, kinds in ends.items()] for at, ends in found.items()}, asked

    def before_names(self, text: str, plain: str, start: int, end: int, source: str = "") -> int:
        """Where the words that a pattern or number takes end: before a place or country among them that the pattern does not look for
        (lend money from our Shanghai company to the parent; 5,000 Shenyang customers)."""
        for at in range(start + 1, end):
            if plain[at].isspace() or (plain[at].isascii() and plain[at - 1].isascii() and plain[at - 1].isalnum()):
                continue
            for piece in self._words_at(text, plain, at):
                kinds = {k for k, _ in piece.kinds}
                if kinds <= _PLACED and piece.end <= end and plain[at : piece.end] not in source:
                    return at
        return end

    def pieces_at(self, text: str, plain: str, at: int) -> list[Piece]:
        """Every word that begins at a place of the text, the longest first."""
        if plain[at].isascii() and plain[at].isalnum() and at and plain[at - 1].isascii() and plain[at - 1].isalnum():
            return []
        found = self._words_at(text, plain, at)
        if (province := short_places(plain).get(at)) is not None:
            found.append(Piece(at, at + 1, (("territories", province),)))
        short = self._short_at(plain, at)
        if short is not None and all(short.end > f.end for f in found):
            found.insert(0, short)
        for piece in list(found):
            if "origins" in dict(piece.kinds) and plain[piece.end : piece.end + 1] in _PERSONS:  # 美国人, and not 美国 before 人工智能
                found.insert(0, Piece(at, piece.end + 1, piece.kinds))
        return found

    def _words_at(self, text: str, plain: str, at: int) -> list[Piece]:
        found: list[Piece] = []
        for length in self._lengths_at(plain[at : at + _BEGINNING]):
            end = at + length
            word = plain[at:end]
            if len(word) < length or (kinds := self._kinds.get(word)) is None:
                continue
            if length < 4 and ("nothing", "") in kinds and word.isascii() and not text[at:end].isupper():  # it is a pronoun, IT is not
                kinds = (("nothing", ""),)
            if word[-1] < LATIN_ENDS and word[-1].isalnum():
                if plain[end : end + 1] == "s" and length > 3:
                    end += 1
                elif plain[end : end + 2] == "'s" and plain[end + 2 : end + 3] in ("", " "):  # the group's
                    end += 2
                if end < len(plain) and plain[end].isascii() and plain[end].isalnum():
                    continue
            if kinds == (("nothing", ""),) and not self._codes.isdisjoint(text[at:end].split()):  # let US investors in
                continue
            named = {k for k, _ in kinds}
            if "activities" in named and word.isascii() and plain[end : end + 1] == "类":  # B25类
                end += 1
            if "territories" in named and plain[end : end + 1] in ("区", "县", "市"):
                end += plain[end : end + 2] not in ("区外", "市区", "市中", "市内")
            if "territories" in named and word.isascii() and (kind_of := pattern("roles", "kind_of_place").match(plain, end)):
                end = kind_of.end()
            found.append(Piece(at, end, kinds))
        apart = _TWO_WORDS.match(plain, at)
        if apart is not None and (whole := tuple(k for k in self._kinds.get(apart[1] + apart[2], ()) if k[0] == "activities")):
            found.append(Piece(at, apart.end(), whole))  # a pawn shop is a pawnshop
        two = next((text[at : at + n] for n in (3, 2) if text[at : at + n] in self._codes), "")
        if text[at : at + 2] in self._wordlike and (
            pattern("who", "code_after").match(plain, at + 2) or pattern("who", "code_before").search(plain[:at])
        ):  # a PH citizen, country: MT
            two = text[at : at + 2]
        after = text[at + len(two) : at + len(two) + 1]
        if two and not (after.isascii() and after.isalnum()) and all(f.end != at + len(two) for f in found):
            found.append(Piece(at, at + len(two), (("origins", two),)))
        return found

    def _short_at(self, plain: str, at: int) -> Piece | None:
        """The short name of a district (南山), where a place is spoken of: after 在, a comma or at the beginning."""
        if at and plain[at - 1] not in _PLACE_FOLLOWS:
            return None
        for n in (4, 3, 2):
            if at + n <= len(plain) and plain[at : at + n] in self._shorts:
                return Piece(at, at + n, (("territories", ""),))
        return None

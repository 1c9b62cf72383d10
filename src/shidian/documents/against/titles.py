"""Which act a citation means: titles as they stand and as people write them, numbers of documents, and the short names that a text defines for itself."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from functools import cached_property, lru_cache

from msgspec import Struct

from shidian.documents.compare.linking import stems
from shidian.documents.grammar.finding import Cited
from shidian.documents.grammar.short_names import short_names
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold, squeeze
from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Edition, Instrument, Provision

PATTERNS, QUANTITIES = patterns("citations"), patterns("quantities")

ALIKE = 0.72
"""The share of pairs of characters (of words in English) from which two titles are taken for one act's."""
WORDS_ENOUGH = 0.85
"""The share by weight of words in passing that must stand in a title."""
MARGIN = 0.06
LONG_NUMBER = 10
"""A document's number of so many characters tells one act even without the letters before it."""
"""By so much the best title must lead the next act's."""
_ASIDE = PATTERNS["aside_in_title"]


class ActCited(Struct, frozen=True):
    """The act that a citation means, the edition that it names (none: whichever is in force), and how sure that is (0 to 1)."""

    instrument: str
    edition: str | None
    score: float


class Titles:
    """The titles and numbers of all acts of a lawbook."""

    def __init__(self, book: Lawbook) -> None:
        self.book = book
        self.by_title = lru_cache(maxsize=4096)(self._by_title)
        """The act of a title, as it stands or nearly so. Two acts that are as near leave it open."""
        self.numbers: dict[str, tuple[str, str | None]] = {}
        self.titles: list[tuple[str, str | None, str, frozenset[str], frozenset[str]]] = []
        """Instrument, edition, squeezed title, its pairs or words, the places in it."""
        vocabulary = book.content.vocabularies.get("territories")
        self.places = sorted(
            {
                n.rstrip("省市")
                for t in (vocabulary.terms if vocabulary else ())
                for n in (t.name.zh, *t.aliases)
                if 2 <= len(n) <= 4 and n[0] > "\u3400" and n != "中国"
            },
            key=len,
            reverse=True,
        )
        for instrument in book.instruments.values():
            self._add(instrument.instrument, None, instrument.title.zh)
            self._add(instrument.instrument, None, instrument.title.en)
            for edition in instrument.editions:
                if edition.title is not None:
                    self._add(instrument.instrument, edition.edition, edition.title.zh)
                    self._add(instrument.instrument, edition.edition, edition.title.en)
                for number in (edition.number.zh, edition.number.en) if edition.number else ():
                    self._number(number, instrument.instrument, edition.edition)
        for plan in book.programme.plans:
            if plan.instrument is not None:
                self._add(plan.instrument, None, plan.title.zh)
                self._add(plan.instrument, None, plan.title.en)
                for number in (plan.number.zh, plan.number.en) if plan.number else ():
                    self._number(number, plan.instrument, None)

    @cached_property
    def _laws(self) -> re.Pattern[str]:
        """The titles of acts that people write without the marks of a title, the longest first."""
        bare = {fold(i.title.zh).removeprefix("中华人民共和国"): i.instrument for i in self.book.instruments.values()}
        self.called = {t: act for t, act in bare.items() if PATTERNS["bare_title"].search(t)}
        return re.compile("|".join(re.escape(t) for t in sorted(self.called, key=len, reverse=True)) or r"(?!)")

    def bare(self, folded: str) -> list[tuple[int, int, str]]:
        """Where a Chinese text calls acts by their titles without the marks of a title: start, end and act."""
        found = self._laws.finditer(folded)
        return [
            (m.start(), m.end(), self.called[m[0]])
            for m in found
            if not PATTERNS["of_another"].search(folded, max(0, m.start() - 6), m.start())
        ]

    @cached_property
    def weight(self) -> dict[str, float]:
        """How much a word of a title tells one act from another."""
        seen = Counter(w for _, _, _, own, _ in self.titles for w in own)
        return {w: math.log(1 + len(self.titles) / n) for w, n in seen.items()}

    def cited(self, cited: Cited, named: dict[str, str]) -> ActCited | None:
        """The act that a title or number means; `named` are the short names that the text defines."""
        title = (cited.title or "").strip("《》")
        title = named.get(title, title)
        return self.by_title(title) if title else self.by_number(cited.number or "")

    def _number(self, number: str, instrument: str, edition: str | None) -> None:
        key = squeeze(number)
        if key in self.numbers and self.numbers[key][0] != instrument:
            self.numbers[key] = ("", None)  # one number for two acts tells neither
        elif key not in self.numbers:
            self.numbers[key] = (instrument, edition)
        bare = _ASIDE.sub("", number)
        if bare != number and re.search(r"\d", bare) and squeeze(bare) not in self.numbers:
            self.numbers[squeeze(bare)] = (instrument, edition)

    def _add(self, instrument: str, edition: str | None, title: str) -> None:
        for form in {title, _ASIDE.sub("", title)}:
            bare = plain_title(form)
            if len(bare) >= 3:
                self.titles.append((instrument, edition, bare, pieces(form), self.places_in(form)))

    def places_in(self, title: str) -> frozenset[str]:
        """The places that a Chinese title names, by their short names."""
        return frozenset(p for p in self.places if p in title)

    def led_to(self, number: str) -> int:
        """How many characters before a document number only lead up to it (目前仍可依国函〔2022〕104号): what stands before a number that is known and
        ends with a word of reference, else such words alone. A letter of an office (粤教发) makes another number."""
        ends = [0, *(m.end() for m in QUANTITIES["issuer_start"].finditer(number))]
        led = QUANTITIES["issuer_start"].match(number)
        return next((at for at in ends if squeeze(number[at:]) in self.numbers), led.end() if led is not None else 0)

    def by_number(self, number: str) -> ActCited | None:
        """The act of a document number."""
        key = squeeze(number)
        found = self.numbers.get(key)
        if found is None and len(key) >= LONG_NUMBER:  # the office's letters may be left out
            ending = {act for known, act in self.numbers.items() if known.endswith(key)}
            found = next(iter(ending)) if len(ending) == 1 else None
        return ActCited(found[0], found[1], 1.0) if found and found[0] else None

    def _by_title(self, title: str) -> ActCited | None:
        year = year_of(title)
        bare, own, places = plain_title(title), pieces(title), self.places_in(title)
        exact = {(i, e) for i, e, t, _, _ in self.titles if t == bare}
        if not exact and len(bare) >= 6:
            exact = {(i, e) for i, e, t, _, p in self.titles if (t.endswith(bare) or _led(bare, t)) and p == places}
        if exact:
            acts = {i for i, _ in exact}
            if len(acts) == 1:
                return ActCited(next(iter(acts)), self.edition(next(iter(acts)), year, {e for _, e in exact}), 1.0)
            dated = [(i, e) for i in sorted(acts) if year and (e := self.edition(i, year, set())) is not None]
            return ActCited(dated[0][0], dated[0][1], 0.9) if len(dated) == 1 else None
        if len(own) < 3:
            return None
        best: dict[str, float] = {}
        for instrument, _, _, theirs, where in self.titles:
            if theirs and where == places:
                alike = 2 * len(own & theirs) / (len(own) + len(theirs))
                best[instrument] = max(best.get(instrument, 0.0), alike)
        ranked = sorted(best.items(), key=lambda b: -b[1])
        if not ranked or ranked[0][1] < ALIKE or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN):
            return None
        return ActCited(ranked[0][0], self.edition(ranked[0][0], year, set()), round(ranked[0][1], 2))

    def by_words(self, words: str) -> str | None:
        """The act that words in passing describe (the provisions on cross-border data flow): most of them stand in its title, and in no other's as well."""
        own = pieces(words)
        if len(own) < 2:
            return None
        best: dict[str, tuple[float, float]] = {}
        for instrument, _, _, theirs, _ in self.titles:
            shared = own & theirs
            if len(shared) >= 2:
                alike = (sum(self.weight[w] for w in shared) / sum(self.weight.get(w, 3.0) for w in own), len(shared) / len(theirs))
                best[instrument] = max(best.get(instrument, (0.0, 0.0)), alike)
        ranked = sorted(best.items(), key=lambda b: (-b[1][0], -b[1][1]))
        if not ranked or ranked[0][1][0] < WORDS_ENOUGH or (len(ranked) > 1 and sum(ranked[1][1]) > sum(ranked[0][1]) - MARGIN):
            return None
        return ranked[0][0]

    def edition(self, instrument: str, year: str | None, named: set[str | None]) -> str | None:
        """The edition that a year or a title of its own names."""
        editions = self.book.instruments[instrument].editions
        if year is None:
            own = {e for e in named if e is not None}
            return next(iter(own)) if len(own) == 1 and len(named) == 1 and len(editions) > 1 else None
        for tell in (_by_name, _by_promulgation, _by_effect):
            found = [e.edition for e in editions if tell(e, year)]
            if found:
                return found[-1]
        return None


def _led(bare: str, title: str) -> bool:
    """Whether a title stands at the end of another after the name of who issued it, not after words that make another act (rules that implement it)."""
    return len(title) >= 8 and bare.endswith(title) and PATTERNS["another_act"].search(bare.removesuffix(title)) is None


def _by_name(edition: Edition, year: str) -> bool:
    return edition.edition.startswith(year)


def _by_promulgation(edition: Edition, year: str) -> bool:
    day = edition.promulgated or edition.published or edition.adopted
    return day is not None and str(day.year) == year


def _by_effect(edition: Edition, year: str) -> bool:
    return edition.effective is not None and str(edition.effective.year) == year


def year_of(title: str) -> str | None:
    """The year by which a title names an edition: （2024年版）, (2024 edition)."""
    found = PATTERNS["year_marked"].search(title)
    return next((g for g in found.groups() if g), None) if found else None


def plain_title(title: str) -> str:
    """A title for comparing: without marks, edition years, the country's name and words that a record adds."""
    bare = PATTERNS["empty"].sub("", unicodedata.normalize("NFKC", title))
    bare = PATTERNS["year_marked"].sub("", bare)
    bare = re.sub(r"\bof the (?:people's republic of china|prc)\b|^the ", "", fold(bare))
    return squeeze(bare)


def pieces(title: str) -> frozenset[str]:
    """The pairs of characters of a Chinese title, the stems of an English one."""
    bare = PATTERNS["year_marked"].sub("", PATTERNS["empty"].sub("", title))
    return frozenset(stems(fold(bare)))


def aliases(text: str) -> dict[str, str]:
    """The short names that a text defines, and the titles they stand for (以下简称《方案》)."""
    return {short.name: short.title for short in short_names(text)}


def over(provision: Provision, day: dt.date | None) -> bool:
    """Whether every rule of a provision had ended by a day, so that what it says is no longer meant."""
    periods = [r.in_force for r in provision.rules]
    return bool(periods) and day is not None and all(p and p[-1].until is not None and p[-1].until <= day for p in periods)


def in_force_on(instrument: Instrument, day: object) -> Edition | None:
    """The edition in force on a day: the last that had taken effect, unless it had ended; those before it were replaced."""
    dated = sorted((e for e in instrument.editions if e.effective is not None), key=lambda e: e.effective)  # type: ignore[arg-type,return-value]
    begun = [e for e in dated if e.effective <= day]  # type: ignore[operator]
    return begun[-1] if begun and (begun[-1].expires is None or day < begun[-1].expires) else None  # type: ignore[operator]

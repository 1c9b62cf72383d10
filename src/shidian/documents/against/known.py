"""The provisions of a lawbook by their words and numbers, and how like they are to what a document says."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from shidian.documents.against.clauses import DocumentText
from shidian.documents.against.engine.spoken import acts_by_activity, provisions_by_activity
from shidian.documents.against.quantities import Cell, StatedNumber, beside, cells_in, clause_of, quantities
from shidian.documents.against.titles import Titles, in_force_on, over
from shidian.documents.compare.linking import stems
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar
from shidian.documents.grammar.finding import AmountFound, Finding, Named, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.law.lawbook import Lawbook
from shidian.law.numerals import chinese
from shidian.law.records.base import Label
from shidian.law.records.instrument import Instrument, Provision
from shidian.words.phrases import phrase

RECORDS = patterns("records")
ALONE = 0.5
"""The same where the text cites no act."""
ALL_OF_IT = 0.75
"""The likeness from which a statement of half as many words is looked at as well."""
FEWEST_SHARED = {"en": 6, "zh": 9}
"""So many stems or pairs of characters a statement shares at least with a provision of an act that the text does not cite."""
EXCHANGED = 2.0
"""By this factor the words beside another number must be more like those beside the number stated."""
AS_HEAVY = 1.2
"""The same where it is the weight of a sentence's words that the two have."""
NEARLY = 1.6
"""By this factor the best provision must lead one that says the number, where the text cites no act."""


class KnownProvision(Struct, frozen=True):
    """A provision with its words and numbers in one language."""

    instrument: Instrument
    provision: Provision
    words: frozenset[str]
    numbers: frozenset[tuple[Decimal, str]]
    days: frozenset[str]
    """The days from which or until which it holds, as it says them."""
    cells: tuple[Cell, ...]
    """What its clauses say."""
    named: frozenset[str]
    """The places, but for the whole country, and the origins that it names."""

    @property
    def id(self) -> str:
        return f"{self.instrument.instrument}#{self.provision.provision}"


def of_others(provision: Provision, named: set[str]) -> bool:
    """Whether every rule of a provision is about investors of some origin (hk-mo), none of which is named."""
    told = [rule.when.get("origin") for rule in provision.rules]
    meant = {
        part for t in told for o in ([t] if isinstance(t, str) else t if isinstance(t, (list, tuple)) else ()) for part in o.split("-")
    }
    return bool(told) and None not in told and not meant & {part for n in named for part in n.split("-")}


def named_in(findings: Iterable[Finding]) -> set[str]:
    """The places, but for the whole country, and the origins among findings."""
    return {i for f in findings if f.kind in ("place", "origin") and isinstance(f.value, Named) for i in f.value.ids} - {"cn"}


class ProvisionWords:
    """The provisions of a lawbook, by their words. Numbers are read when they are first asked for."""

    def __init__(self, book: Lawbook, titles: Titles, grammar: Grammar) -> None:
        self.book, self.titles, self.grammar = book, titles, grammar
        self.words: dict[str, dict[str, frozenset[str]]] = {"en": {}, "zh": {}}
        for id, (_, provision) in book.provisions.items():
            for lang in ("en", "zh"):
                self.words[lang][id] = frozenset(stems(fold(provision.summary[lang])))
        self.weight: dict[str, dict[str, float]] = {}
        self.whole: dict[str, dict[str, float]] = {}
        self.with_word: dict[str, dict[str, list[str]]] = {"en": {}, "zh": {}}
        for lang, each in self.words.items():
            for id, own in each.items():
                for word in own:
                    self.with_word[lang].setdefault(word, []).append(id)
            self.weight[lang] = {w: math.log(1 + len(each) / len(ids)) for w, ids in self.with_word[lang].items()}
            self.whole[lang] = {id: sum(self.weight[lang][w] for w in own) or 1.0 for id, own in each.items()}
        self.by_act: dict[str, list[str]] = {}
        for id in book.provisions:
            self.by_act.setdefault(id.split("#")[0], []).append(id)
        self.about = acts_by_activity(book)
        self.on = provisions_by_activity(book)
        self._known = lru_cache(maxsize=4096)(self._read)
        self._shared = lru_cache(maxsize=256)(self._sharing)
        self.of_title = lru_cache(maxsize=2048)(self._of_title)
        self.current = lru_cache(maxsize=8192)(self._is_current)
        self.titled = lru_cache(maxsize=4096)(self._titled)
        self._gone_on = lru_cache(maxsize=64)(self._gone_by)

    def _read(self, id: str, lang: str) -> KnownProvision:
        instrument, provision = self.book.provisions[id]
        text = provision.summary[lang]
        reading = self.grammar.read(Document(text, "0" * 64, "zh" if lang == "zh" else "en"))
        folded = fold(text)
        numbers = {(q.number, q.unit) for q in quantities(reading.findings, folded)}
        for f in reading.findings:  # RMB 100,000 to 500,000: the currency is said once
            if isinstance(f.value, AmountFound) and f.kind == "amount" and (upto := RECORDS["amount_upto"].match(folded, f.end)):
                numbers.add((Decimal(upto[1].replace(",", "")).normalize(), f.value.unit))
        told = [f.value for f in reading.findings if isinstance(f.value, When)]
        days = frozenset(d for w in told for d in (w.from_, w.to) if d and len(d) == 10)
        return KnownProvision(
            instrument,
            provision,
            self.words[lang][id],
            frozenset(numbers),
            days,
            tuple(self._cells(id, lang, cells_in(folded, reading.findings, 0, len(folded)))),
            frozenset(named_in(reading.findings)) | self.of_title(instrument.title.zh),
        )

    def _cells(self, id: str, lang: str, told: Iterator[Cell]) -> Iterator[Cell]:
        """What the clauses of a provision say, and the authorities of the duties of its rules: who decides is said of all of it."""
        for cell in told:
            yield replace(cell, words=self.words[lang][id]) if cell.unit == "body" else cell
        for duty in [d for r in self.book.provisions[id][1].rules for d in (r.duty, *r.duties) if d is not None]:
            yield Cell("body", duty.authority, 0, 0, self.words[lang][id] | stems(fold(duty.name[lang])))

    def _of_title(self, title: str) -> frozenset[str]:
        """The places that a Chinese title names, with those in them: what an act of a place says is not said of others."""
        names = tuple(self.titles.places_in(title))
        return frozenset(t.id for t in self.book.content.vocabularies["territories"].terms if names and t.name.zh.startswith(names))

    def likeness(self, words: set[str], id: str, lang: str) -> float:
        """How much of what a provision says a statement says, or the statement's own words in the provision: the greater share by weight."""
        return self._shared(frozenset(words), lang).get(id, (0.0, 0, 0.0))[0]

    def heavy(self, words: set[str] | frozenset[str], lang: str) -> float:
        """The weight of words that stand in provisions."""
        return sum(self.weight[lang].get(w, 0.0) for w in words)

    def weighed(self, words: set[str], lang: str) -> dict[str, float]:
        """The weight of those of the words that each provision has."""
        return {id: heavy for id, (_, _, heavy) in self._shared(frozenset(words), lang).items()}

    def _titled(self, id: str, lang: str) -> frozenset[str]:
        """The stems of the title of a provision's act."""
        return frozenset(stems(fold(self.book.provisions[id][0].title[lang])))

    def _sharing(self, words: frozenset[str], lang: str) -> dict[str, tuple[float, int, float]]:
        """Of each provision that has some of the words: how like it is to them, how many it has, and what these weigh."""
        weight, whole = self.weight[lang], self.whole[lang]
        heavy: dict[str, float] = {}
        counted: dict[str, int] = {}
        for word in words:
            for id in self.with_word[lang].get(word, ()):
                heavy[id] = heavy.get(id, 0.0) + weight[word]
                counted[id] = counted.get(id, 0) + 1
        own = sum(weight.get(w, 1.0) for w in words) or 1.0
        return {id: (max(h / whole[id], 0.9 * h / own), counted[id], h) for id, h in heavy.items()}

    def ranked(
        self, words: set[str], lang: str, acts: set[str] | None, day: dt.date | None, *, few: bool = False
    ) -> list[tuple[float, str]]:
        """The provisions that a statement is like, best first, of some acts or of all, in force on a day; with `few` those as well that share few words."""
        out = [
            (score, id)
            for id, (score, shared, _) in self._shared(frozenset(words), lang).items()
            if score > 0.15
            and (few or acts is not None or shared * (2 if score >= ALL_OF_IT else 1) >= FEWEST_SHARED[lang])
            and (acts is None or id.split("#")[0] in acts)
            and (day is None or self.current(id.split("#")[0], day))
        ]
        return sorted(out, key=lambda s: (-s[0], s[1]))

    def of_origins(self, text: DocumentText, low: int, high: int, ranked: list[tuple[float, str]]) -> list[tuple[float, str]]:
        """Of provisions those that name the countries of which a statement is: of their nationals another one says nothing."""
        named = [text.document.text[f.start : f.end] for f in text.within(low, high) if f.kind == "origin"]
        return [(score, id) for score, id in ranked if all(n in self.book.provisions[id][1].summary[text.lang] for n in named)]

    def of_same_origins(self, text: DocumentText, low: int, high: int) -> Iterator[KnownProvision]:
        """The provisions that name the countries of a statement, however little they have of its words; none where it names no country."""
        if any(f.kind == "origin" for f in text.within(low, high)):
            for _, id in self.of_origins(text, low, high, [(0.0, id) for id in self.book.provisions]):
                yield self.known(id, text.lang)

    def _is_current(self, act: str, day: dt.date) -> bool:
        """Whether some edition of an act is in force, or nothing is known of when it is."""
        instrument = self.book.instruments[act]
        return in_force_on(instrument, day) is not None or all(e.effective is None for e in instrument.editions)

    def gone(self, acts: set[str] | None, day: dt.date, words: str) -> set[str]:
        """The provisions that no longer stand in the edition of a day, except those of an edition whose year the words name."""
        return {id for act, id, years in self._gone_on(day) if (acts is None or act in acts) and not any(year in words for year in years)}

    def _gone_by(self, day: dt.date) -> list[tuple[str, str, tuple[str, ...]]]:
        """The act, the id and the years of the editions of each provision that no longer stands in the edition of a day."""
        now = {act: in_force_on(self.book.instruments[act], day) for act in self.by_act}
        return [
            (act, f"{act}#{p.provision}", tuple(e[:4] for e in p.number))
            for act, edition in now.items()
            if edition is not None
            for p in self.book.instruments[act].provisions
            if isinstance(p.number, dict) and edition.edition not in p.number
        ]

    def known(self, id: str, lang: str) -> KnownProvision:
        """A provision with its words and numbers."""
        return self._known(id, lang)

    def law(self, id: str) -> Label:
        """What a provision says, under its act and number."""
        instrument, provision = self.book.provisions[id]
        number = provision.number_in(instrument.editions[-1].edition) or provision.provision
        article = phrase("held_article", number=number) if number[:1].isdigit() else Label(number, number)
        return phrase("held_provision", act=instrument.title, article=article, words=provision.summary)

    def _clauses_like(self, text: DocumentText, quantity: StatedNumber, known: KnownProvision) -> list[tuple[float, Decimal, set[str]]]:
        """How like the words beside a number are to those beside each number of its unit in a provision: the likeness, the number, their words; nothing
        where it is one of several numbers of a clause (an end of a range)."""
        summary = fold(known.provision.summary[text.lang])
        sentence = text.reading.layout.sentences[text.reading.layout.sentence_at(quantity.start)]
        own, weight = beside(text.folded, quantity, sentence[0], sentence[1]), self.weight[text.lang]

        def heavy(words: set[str] | frozenset[str]) -> float:
            return sum(weight.get(w, 1.0) for w in words) or 1.0

        of_unit = [(c, c.value) for c in known.cells if c.unit == quantity.unit and isinstance(c.value, Decimal)]
        together = Counter(clause_of(summary, c, len(summary)) for c, _ in of_unit)
        if any(n == quantity.number and together[clause_of(summary, c, len(summary))] > 1 for c, n in of_unit):
            return []  # one end of a range
        shared = [(n, own & c.words, c.words) for c, n in of_unit]
        return [(heavy(w) / min(heavy(own), heavy(theirs)) if len(w) >= 2 else 0.0, n, w) for n, w, theirs in shared]

    def _exchanged(self, text: DocumentText, quantity: StatedNumber, known: KnownProvision) -> bool:
        """Whether a provision says another number of the same unit where it uses the words that stand beside this one (一般审查60个工作日, where that is 30)."""
        like = self._clauses_like(text, quantity, known)
        if len({n for _, n, _ in like}) < 2:
            return False
        best, number, _ = max(like, key=lambda c: c[:2])
        mine = max((score for score, n, _ in like if n == quantity.number), default=0.0)
        there = set().union(*(words for _, n, words in like if n == number))
        only_here = set().union(*(words for _, n, words in like if n == quantity.number)) - there  # "chief", where others need less
        return number != quantity.number and best >= ALONE and best > EXCHANGED * mine and not only_here

    def _nearby(self, text: DocumentText, quantity: StatedNumber, best: KnownProvision, ranked: list[tuple[float, str]]) -> bool:
        """Whether, of provisions that are nearly as like as the best, one says this number beside words as like: the text may mean that one, for it cites no
        act."""
        low, high = text.reading.layout.sentences[text.reading.layout.sentence_at(quantity.start)]
        heavy = self.weighed(stems(text.folded[low:high]), text.lang)
        day = text.document.date
        gone = self.gone(None, day, "") if day is not None else set()
        likely = {id for id, weight in heavy.items() if weight * NEARLY >= heavy.get(best.id, 0.0) and id not in gone}
        likely = {id for id in likely if day is None or self.current(id.split("#")[0], day)}
        likely |= {id for score, id in ranked[1:8] if score * NEARLY >= ranked[0][0]}
        near = [self._known(id, text.lang) for id in sorted(likely - {best.id})]
        near = [k for k in near if (quantity.number, quantity.unit) in k.numbers and not over(k.provision, text.document.date)]
        mine = max((score for score, _, _ in self._clauses_like(text, quantity, best)), default=0.0)
        return any(
            mine < ALONE
            or heavy.get(k.id, 0.0) * AS_HEAVY >= heavy.get(best.id, 0.0)
            or EXCHANGED * max((s for s, n, _ in self._clauses_like(text, quantity, k) if n == quantity.number), default=0.0) > mine
            for k in near
        )

    def _only(self, text: DocumentText, quantity: StatedNumber, id: str, gone: set[str]) -> list[KnownProvision]:
        """The one provision of an act that has a number of a unit, where it shares a word with those beside the number."""
        act = [self._known(i, text.lang) for i in self.by_act[id.split("#")[0]] if i not in gone]
        said = [k for k in act if any(u == quantity.unit for _, u in k.numbers)]
        low, high = text.reading.layout.sentences[text.reading.layout.sentence_at(quantity.start)]
        return said if len(said) == 1 and said[0].words & beside(text.folded, quantity, low, high) else []

    def _says_it(self, text: DocumentText, quantity: StatedNumber, best: KnownProvision, gone: set[str]) -> bool:
        """Whether another provision of an act says a number, and has as many of the words beside it, or is of an article that the sentence names."""
        low, high = text.reading.layout.sentences[text.reading.layout.sentence_at(quantity.start)]
        own = beside(text.folded, quantity, low, high)
        told = [found[1] or found[2] for found in RECORDS["article_named"].finditer(text.folded, low, high)]
        named = {str(n if n.isdigit() else int(chinese(n) or 0)) for n in told}
        act = [self._known(i, text.lang) for i in self.by_act[best.instrument.instrument] if i not in gone and i != best.id]
        said = [k for k in act if (quantity.number, quantity.unit) in k.numbers]
        latest = best.instrument.editions[-1].edition
        return any(
            len(own & k.words) >= max(2, len(own & best.words)) or named & set(re.findall(r"\d+", k.provision.number_in(latest) or ""))
            for k in said
        )

    def _says_one(self, id: str, numbers: list[StatedNumber], lang: str) -> bool:
        return len(numbers) > 1 and any((q.number, q.unit) in self._known(id, lang).numbers for q in numbers)

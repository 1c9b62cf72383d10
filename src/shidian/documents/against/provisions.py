"""Numbers of rules in a document - thresholds, terms, times, fines - held against the provisions that say them."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from shidian.documents.against.clauses import DocumentText, acts_of, rule_like
from shidian.documents.against.quantities import StatedNumber, beside, parts, quantities
from shidian.documents.against.spoken import acts_by_activity, topic
from shidian.documents.against.titles import Titles, aliases, in_force_on
from shidian.documents.compare.linking import stems
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar
from shidian.documents.grammar.finding import Cited, Finding, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.instrument import Instrument, Provision
from shidian.words.phrases import phrase

RECORDS = patterns("records")
NEAR = 0.34
"""The share of a provision's words, by weight, from which a statement is taken to say what it says, where the text cites the act."""
ALONE = 0.5
"""The same where the text cites no act."""
CLEAR = 0.7
"""The same where the text cites another act than the provision's."""
ALL_OF_IT = 0.75
"""The likeness from which a statement of half as many words is looked at as well."""
FEWEST_SHARED = {"en": 6, "zh": 9}
"""So many stems or pairs of characters a statement shares at least with a provision of an act that the text does not cite."""
AHEAD = 1.12
"""By this factor the best provision must lead the next, else the numbers of both count."""
EXCHANGED = 2.0
"""By this factor the words beside another number must be more like those beside the number stated."""
BRIEF = {"en": 9, "zh": 16}
"""A statement of fewer stems or pairs of characters says little by itself."""
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

    @property
    def id(self) -> str:
        return f"{self.instrument.instrument}#{self.provision.provision}"


class Provisions:
    """The provisions of a lawbook, by their words. Numbers are read when they are first asked for."""

    def __init__(self, book: Lawbook, titles: Titles, grammar: Grammar) -> None:
        self.book, self.titles, self.grammar = book, titles, grammar
        self.words: dict[str, dict[str, frozenset[str]]] = {"en": {}, "zh": {}}
        for id, (_, provision) in book.provisions.items():
            for lang in ("en", "zh"):
                self.words[lang][id] = frozenset(stems(fold(provision.summary[lang])))
        self.weight: dict[str, dict[str, float]] = {}
        for lang, each in self.words.items():
            seen = Counter(w for own in each.values() for w in own)
            self.weight[lang] = {w: math.log(1 + len(each) / n) for w, n in seen.items()}
        self.by_act: dict[str, list[str]] = {}
        for id in book.provisions:
            self.by_act.setdefault(id.split("#")[0], []).append(id)
        self.about = acts_by_activity(book)
        self._known = lru_cache(maxsize=4096)(self._read)

    def _read(self, id: str, lang: str) -> KnownProvision:
        instrument, provision = self.book.provisions[id]
        text = provision.summary[lang]
        reading = self.grammar.read(Document(text, "0" * 64, "zh" if lang == "zh" else "en"))
        numbers = frozenset((q.number, q.unit) for q in quantities(reading.findings, fold(text)))
        told = [f.value for f in reading.findings if isinstance(f.value, When)]
        days = frozenset(d for w in told for d in (w.from_, w.to) if d and len(d) == 10)
        return KnownProvision(instrument, provision, self.words[lang][id], numbers, days)

    def likeness(self, words: set[str], id: str, lang: str) -> float:
        """How much of what a provision says a statement says, or the statement's own words in the provision: the greater share by weight."""
        weight, theirs = self.weight[lang], self.words[lang][id]
        shared = sum(weight[w] for w in words & theirs)
        whole = sum(weight[w] for w in theirs) or 1.0
        own = sum(weight.get(w, 1.0) for w in words) or 1.0
        return max(shared / whole, 0.9 * shared / own)

    def ranked(self, words: set[str], lang: str, acts: set[str] | None, day: dt.date | None) -> list[tuple[float, str]]:
        """The provisions that a statement is like, best first, of some acts or of all, in force on a day."""
        out = []
        for act in acts if acts is not None else self.by_act:
            if act not in self.by_act or (day is not None and not self._current(self.book.instruments[act], day)):
                continue
            for id in self.by_act[act]:
                score = self.likeness(words, id, lang)
                shared = len(words & self.words[lang][id]) * (2 if score >= ALL_OF_IT else 1)
                if score > 0.15 and (acts is not None or shared >= FEWEST_SHARED[lang]):
                    out.append((score, id))
        return sorted(out, key=lambda s: (-s[0], s[1]))

    def _current(self, instrument: Instrument, day: dt.date) -> bool:
        """Whether some edition is in force, or nothing is known of when it is."""
        return in_force_on(instrument, day) is not None or all(e.effective is None for e in instrument.editions)

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every number of a rule that a provision says otherwise."""
        cited = self.cited(text)
        day = text.document.date
        spoken: tuple[int, set[str]] | None = None
        asked, question = "", ""
        for sentence in text.sentences():
            asked, question = question, sentence.words if sentence.words.rstrip().endswith(("?", "？")) else ""
            old = RECORDS["old_number"]
            numbers = [
                q for q in quantities(sentence.findings, text.folded) if not q.counted and not old.search(text.folded[: q.start][-10:])
            ]
            acts = acts_of(text, sentence, cited)
            only = {a for _, a in cited}
            alone = acts is None and len(only) == 1 and cited[0][0].start < sentence.start  # a text about one act speaks of it
            row = acts is not None and text.reading.layout.passage_at(sentence.start).kind == "row"
            if not numbers or not (row or rule_like(sentence)):
                continue
            for nth, (own, stated) in enumerate(parts(text, sentence, numbers)):
                gone = self.gone(acts, day, sentence.words) if day is not None else set()
                among = only if alone and self.best(own, text.lang, day) in only else acts
                at = text.reading.layout.passage_at(sentence.start).index
                goes_on = among is None and spoken is not None and spoken[0] == at and len(own) < BRIEF[text.lang]
                told: list[HeldAgainst] = []
                for acted in (spoken[1] if goes_on and nth and spoken else among, among, spoken[1] if goes_on and spoken else among):
                    told = told or list(self.held(text, own, stated, acted, day, gone, around=numbers))
                # a short statement goes on with the act before it, first of all the half of a sentence
                if not told and acts is not None and self.best(own, text.lang, day, CLEAR) not in {None, *acts}:
                    told = list(self.held(text, own, stated, None, day, gone))  # an act that is cited in passing
                if not told and among is None and (near := topic(self.book, text, sentence, self.about)):
                    told = list(self.held(text, own, stated, near, day, gone))  # what a sentence says of the activity that it goes on with
                if not told and asked:  # an answer says what its question asks
                    told = list(self.held(text, own | stems(asked), stated, among, day, gone, asked))
                spoken = (at, {told[0].about[0].split("#")[0]}) if told else spoken
                yield from told

    def best(self, words: set[str], lang: str, day: dt.date | None, least: float = ALONE) -> str | None:
        """The act of the provision that a statement is most like, where it is like one enough."""
        ranked = self.ranked(words, lang, None, day)
        return ranked[0][1].split("#")[0] if ranked and ranked[0][0] >= least else None

    def gone(self, acts: set[str] | None, day: dt.date, words: str) -> set[str]:
        """The provisions that no longer stand in the edition of a day, except those of an edition whose year the words name."""
        out = set()
        for act in acts if acts is not None else self.by_act:
            instrument = self.book.instruments.get(act)
            now = in_force_on(instrument, day) if instrument is not None else None
            if instrument is None or now is None:
                continue
            for p in instrument.provisions:
                if isinstance(p.number, dict) and now.edition not in p.number and not any(e[:4] in words for e in p.number):
                    out.add(f"{act}#{p.provision}")
        return out

    def cited(self, text: DocumentText) -> list[tuple[Finding, str]]:
        """The citations of acts in a text, each with its act."""
        named = aliases(text.document.text)
        return [(f, act) for f in text.reading.findings if f.kind == "instrument" and (act := self.act(f, named)) is not None]

    def act(self, finding: Finding, named: dict[str, str]) -> str | None:
        """The act that a finding cites."""
        value = finding.value
        if not isinstance(value, Cited):
            return None
        title = (value.title or "").strip("《》")
        title = named.get(title, title)
        found = self.titles.by_title(title) if title else self.titles.by_number(value.number or "")
        return found.instrument if found is not None else value.ids[0] if value.ids else None

    def held(
        self,
        text: DocumentText,
        words: set[str],
        numbers: list[StatedNumber],
        acts: set[str] | None,
        day: dt.date | None,
        gone: set[str],
        asked: str = "",
        around: list[StatedNumber] | None = None,
    ) -> Iterator[HeldAgainst]:
        """The numbers of one statement, or of an answer to what was `asked`, held against the provisions that it is like, without those that are gone; `around`
        are those of its whole sentence. A statement of few words must say a number of the provision as well."""
        low, high = text.reading.layout.sentences[text.reading.layout.sentence_at(numbers[0].start)]
        undated = not any(f.kind == "day" for f in text.within(low, high))
        ranked = [
            (score, id)
            for score, id in self.ranked(words, text.lang, acts, day)
            if id not in gone
            and (
                acts is not None
                or len(words & self.words[text.lang][id]) * (2 if score >= ALL_OF_IT and undated else 1) >= FEWEST_SHARED[text.lang]
                or self._says_one(id, numbers, text.lang)
            )
        ]
        if not ranked or ranked[0][0] < (NEAR if acts is not None else ALONE):
            return
        best = [id for score, id in ranked[:4] if score * AHEAD >= ranked[0][0]]
        known = [self._known(id, text.lang) for id in best]
        for quantity in numbers:
            borne = _borne(known, quantity, numbers, around or numbers)
            meant = [borne] if borne is not None else known
            if acts is not None and not any(
                u == quantity.unit for k in meant for _, u in k.numbers
            ):  # another provision of the act says it
                same = (self._known(id, text.lang) for score, id in ranked if score >= NEAR and id.split("#")[0] == best[0].split("#")[0])
                meant = [k for k in same if any(u == quantity.unit for _, u in k.numbers)][:1]
            theirs = {n for k in meant for n, u in k.numbers if u == quantity.unit}
            if not theirs:
                continue
            law = self.law(meant[0].id)
            if quantity.number in theirs and len(meant) == 1 and not asked and self._exchanged(text, quantity, meant[0]):
                theirs = set()
            if quantity.number not in theirs and (
                quantity.bare or (acts is None and borne is None and self._nearby(text, quantity, known[0], ranked))
            ):
                continue  # 12万人 in a case is no threshold told wrongly, nor is the threshold of another path
            verdict = "agrees" if quantity.number in theirs else "differs"
            yield HeldAgainst("rule", verdict, quantity.start, quantity.end, law, tuple(k.id for k in meant))  # type: ignore[arg-type]

    def _says_one(self, id: str, numbers: list[StatedNumber], lang: str) -> bool:
        return len(numbers) > 1 and any((q.number, q.unit) in self._known(id, lang).numbers for q in numbers)

    def _clauses_like(self, text: DocumentText, quantity: StatedNumber, known: KnownProvision) -> list[tuple[float, Decimal, set[str]]]:
        """How like the words beside a number are to those beside each number of its unit in a provision: the likeness, the number, their words."""
        summary = fold(known.provision.summary[text.lang])
        reading = self.grammar.read(Document(known.provision.summary[text.lang], "0" * 64, text.document.language))
        sentence = text.reading.layout.sentences[text.reading.layout.sentence_at(quantity.start)]
        own, weight = beside(text.folded, quantity, sentence[0], sentence[1]), self.weight[text.lang]

        def heavy(words: set[str]) -> float:
            return sum(weight.get(w, 1.0) for w in words) or 1.0

        clauses = [
            (beside(summary, q, 0, len(summary)), q.number) for q in quantities(reading.findings, summary) if q.unit == quantity.unit
        ]
        return [(heavy(own & w) / min(heavy(own), heavy(w)) if len(own & w) >= 2 else 0.0, n, own & w) for w, n in clauses]

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
        near = [self._known(id, text.lang) for score, id in ranked[1:8] if score * NEARLY >= ranked[0][0]]
        near = [k for k in near if (quantity.number, quantity.unit) in k.numbers]
        mine = max((score for score, _, _ in self._clauses_like(text, quantity, best)), default=0.0)
        return any(
            mine < ALONE
            or EXCHANGED * max((s for s, n, _ in self._clauses_like(text, quantity, k) if n == quantity.number), default=0.0) > mine
            for k in near
        )

    def known(self, id: str, lang: str) -> KnownProvision:
        """A provision with its words and numbers."""
        return self._known(id, lang)

    def law(self, id: str) -> Label:
        """What a provision says, under its act and number."""
        instrument, provision = self.book.provisions[id]
        number = provision.number_in(instrument.editions[-1].edition) or provision.provision
        article = phrase("held_article", number=number) if number[:1].isdigit() else Label(number, number)
        return phrase("held_provision", act=instrument.title, article=article, words=provision.summary)


def _borne(
    known: list[KnownProvision], quantity: StatedNumber, numbers: list[StatedNumber], around: list[StatedNumber]
) -> KnownProvision | None:
    """The one of several provisions that are as like which says the sentence's numbers of other units, where it says one of this unit and the statement too."""
    others = {(q.number, q.unit) for q in around if q.unit != quantity.unit}
    borne = [k for k in known if others & k.numbers]
    one = len(known) > 1 and len(borne) == 1 and sum(q.unit == quantity.unit for q in numbers) == 1
    return borne[0] if one and sum(u == quantity.unit for _, u in borne[0].numbers) == 1 else None

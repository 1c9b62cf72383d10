"""Numbers of rules in a document - thresholds, terms, times, fines - held against the provisions that say them."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from shidian.documents.against.clauses import Clause, DocumentText, days_in
from shidian.documents.against.quantities import StatedNumber, beside, halves, parts, quantities, untitled
from shidian.documents.against.titles import Titles, aliases, in_force_on
from shidian.documents.compare.linking import stems
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar
from shidian.documents.grammar.finding import Cited, Finding, Measure
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
        self._known = lru_cache(maxsize=4096)(self._read)

    def _read(self, id: str, lang: str) -> KnownProvision:
        instrument, provision = self.book.provisions[id]
        text = provision.summary[lang]
        reading = self.grammar.read(Document(text, "0" * 64, "zh" if lang == "zh" else "en"))
        numbers = frozenset((q.number, q.unit) for q in quantities(reading.findings, fold(text)))
        days = frozenset(d for _, w in days_in(reading.findings) for d in (w.from_, w.to) if d and len(d) == 10)
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
                if score > 0.15 and (acts is not None or len(words & self.words[lang][id]) >= FEWEST_SHARED[lang]):
                    out.append((score, id))
        return sorted(out, key=lambda s: (-s[0], s[1]))

    def _current(self, instrument: Instrument, day: dt.date) -> bool:
        """Whether some edition is in force, or nothing is known of when it is."""
        return in_force_on(instrument, day) is not None or all(e.effective is None for e in instrument.editions)

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every number of a rule that a provision says otherwise."""
        named = aliases(text.document.text)
        cited = [(f, act) for f in text.reading.findings if f.kind == "instrument" and (act := self.act(f, named)) is not None]
        day = text.document.date
        spoken: tuple[int, set[str]] | None = None
        asked, question = "", ""
        for sentence in text.sentences():
            asked, question = question, sentence.words if sentence.words.rstrip().endswith(("?", "？")) else ""
            old = RECORDS["old_number"]
            numbers = [
                q for q in quantities(sentence.findings, text.folded) if not q.counted and not old.search(text.folded[: q.start][-10:])
            ]
            acts = self._acts(text, sentence, cited)
            yield from self._days(text, sentence, acts)
            only = {a for _, a in cited}
            alone = acts is None and len(only) == 1 and cited[0][0].start < sentence.start  # a text about one act speaks of it
            if not numbers or not rule_like(sentence):
                continue
            for own, stated in parts(text, sentence, numbers):
                gone = self.gone(acts, day, sentence.words) if day is not None else set()
                among = only if alone and self._best(own, text.lang, day) in only else acts
                at = text.reading.layout.passage_at(sentence.start).index
                told = list(self.held(text, own, stated, among, day, gone))
                if not told and among is None and spoken is not None and spoken[0] == at and len(own) < BRIEF[text.lang]:
                    told = list(self.held(text, own, stated, spoken[1], day, gone))  # a short statement goes on with the act before it
                if not told and acts is not None and self._best(own, text.lang, day, CLEAR) not in {None, *acts}:
                    told = list(self.held(text, own, stated, None, day, gone))  # an act that is cited in passing
                if not told and asked:  # an answer says what its question asks
                    told = list(self.held(text, own | stems(asked), stated, among, day, gone, asked))
                spoken = (at, {told[0].about[0].split("#")[0]}) if told else spoken
                yield from told

    def _days(self, text: DocumentText, sentence: Clause, acts: set[str] | None) -> Iterator[HeldAgainst]:
        """The days from which or until which a statement says that a rule holds, where the provision that it is like says one day: a day that stands in another
        provision which is like it, or is a day of the act, is left alone."""
        days = [
            (f, w)
            for f, w in days_in(sentence.of("day"))
            if w.from_ and len(w.from_) == 10 and RECORDS["holds_from"].search(text.folded, max(sentence.start, f.start - 16), f.end + 6)
        ]
        for finding, told in days:
            low, high = next((a, b) for a, b in halves(sentence) if a <= finding.start < b)
            ranked = self.ranked(stems(untitled(text, low, high)), text.lang, acts, None)
            if not ranked or ranked[0][0] < (NEAR if acts is not None else ALONE):
                continue
            best = self._known(ranked[0][1], text.lang)
            near = {d for _, id in ranked[:8] for d in self._known(id, text.lang).days}
            like = {
                self.book.provisions[id][0].instrument: self.book.provisions[id][0] for score, id in ranked if 2 * score >= ranked[0][0]
            }
            near |= {str(d) for i in like.values() for e in i.editions for d in (e.promulgated, e.published, e.effective, e.expires) if d}
            if told.from_ in best.days:
                yield HeldAgainst("rule", "agrees", finding.start, finding.end, self.law(best.id), (best.id,))
            elif len(best.days) == 1 and told.from_ not in near:
                yield HeldAgainst("rule", "differs", finding.start, finding.end, self.law(best.id), (best.id,))

    def _best(self, words: set[str], lang: str, day: dt.date | None, least: float = ALONE) -> str | None:
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

    def act(self, finding: Finding, named: dict[str, str]) -> str | None:
        """The act that a finding cites."""
        value = finding.value
        if not isinstance(value, Cited):
            return None
        title = (value.title or "").strip("《》")
        title = named.get(title, title)
        found = self.titles.by_title(title) if title else self.titles.by_number(value.number or "")
        return found.instrument if found is not None else value.ids[0] if value.ids else None

    def _acts(self, text: DocumentText, sentence: Clause, cited: list[tuple[Finding, str]]) -> set[str] | None:
        """The acts that a sentence speaks of: those it cites, else those its passage cited before it, else those of the passages above; None: no act is cited."""
        own = {a for f, a in cited if sentence.start <= f.start < sentence.end}
        if own:
            return own
        passage = text.reading.layout.passage_at(sentence.start)
        near = {a for f, a in cited if passage.start <= f.start < sentence.start}
        return near or None

    def held(
        self,
        text: DocumentText,
        words: set[str],
        numbers: list[StatedNumber],
        acts: set[str] | None,
        day: dt.date | None,
        gone: set[str],
        asked: str = "",
    ) -> Iterator[HeldAgainst]:
        """The numbers of one statement, or of an answer to what was `asked`, held against the provisions that it is like, without those that are gone."""
        ranked = [(score, id) for score, id in self.ranked(words, text.lang, acts, day) if id not in gone]
        if not ranked or ranked[0][0] < (NEAR if acts is not None else ALONE):
            return
        best = [id for score, id in ranked[:4] if score * AHEAD >= ranked[0][0]]
        known = [self._known(id, text.lang) for id in best]
        for quantity in numbers:
            theirs = {n for k in known for n, u in k.numbers if u == quantity.unit}
            if not theirs:
                continue
            law = self.law(best[0])
            if quantity.number in theirs and len(known) == 1 and not asked and self._exchanged(text, quantity, known[0]):
                theirs = set()
            if quantity.number not in theirs and (quantity.bare or (acts is None and self._nearby(quantity, ranked, text.lang))):
                continue  # 12万人 in a case is no threshold told wrongly, nor is the threshold of another path
            verdict = "agrees" if quantity.number in theirs else "differs"
            yield HeldAgainst("rule", verdict, quantity.start, quantity.end, law, tuple(k.id for k in known))  # type: ignore[arg-type]

    def _exchanged(self, text: DocumentText, quantity: StatedNumber, known: KnownProvision) -> bool:
        """Whether a provision says another number of the same unit where it uses the words that stand beside this one (一般审查60个工作日, where that is 30)."""
        summary = fold(known.provision.summary[text.lang])
        reading = self.grammar.read(Document(known.provision.summary[text.lang], "0" * 64, text.document.language))
        theirs = [q for q in quantities(reading.findings, summary) if q.unit == quantity.unit]
        if len({q.number for q in theirs}) < 2:
            return False
        sentence = text.reading.layout.sentences[text.reading.layout.sentence_at(quantity.start)]
        own, weight = beside(text.folded, quantity, sentence[0], sentence[1]), self.weight[text.lang]

        def heavy(words: set[str]) -> float:
            return sum(weight.get(w, 1.0) for w in words)

        clauses = [(beside(summary, q, 0, len(summary)), q.number) for q in theirs]
        like = [(heavy(own & words) / (min(heavy(own), heavy(words)) or 1.0), n) for words, n in clauses if len(own & words) >= 2]
        if not like:
            return False
        best, number = max(like)
        mine = max((score for score, n in like if n == quantity.number), default=0.0)
        there = set().union(*(words for words, n in clauses if n == number))
        only_here = own & set().union(*(words for words, n in clauses if n == quantity.number)) - there  # "chief", where others need less
        return number != quantity.number and best >= ALONE and best > EXCHANGED * mine and not only_here

    def _nearby(self, quantity: StatedNumber, ranked: list[tuple[float, str]], lang: str) -> bool:
        """Whether, of provisions that are nearly as like as the best, one says this number: the text may mean that one, for it cites no act."""
        near = [id for score, id in ranked[1:8] if score * NEARLY >= ranked[0][0]]
        return any((quantity.number, quantity.unit) in self._known(id, lang).numbers for id in near)

    def known(self, id: str, lang: str) -> KnownProvision:
        """A provision with its words and numbers."""
        return self._known(id, lang)

    def law(self, id: str) -> Label:
        """What a provision says, under its act and number."""
        instrument, provision = self.book.provisions[id]
        number = provision.number_in(instrument.editions[-1].edition) or provision.provision
        article = phrase("held_article", number=number) if number[:1].isdigit() else Label(number, number)
        return phrase("held_provision", act=instrument.title, article=article, words=provision.summary)


def rule_like(sentence: Clause) -> bool:
    """Whether a sentence states a rule: a duty, a permission, a bound, a term; not news of what was reached."""
    return any(isinstance(f.value, Measure) for f in sentence.findings) or _RULE.search(sentence.words) is not None


_RULE = RECORDS["rule"]

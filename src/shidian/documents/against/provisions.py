"""Numbers of rules in a document - thresholds, terms, times, fines - held against the provisions that say them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from shidian.documents.against.clauses import Clause, DocumentText, acts_of, rule_like, taken_back
from shidian.documents.against.engine.spoken import led, topic
from shidian.documents.against.known import (
    ALL_OF_IT,
    ALONE,
    EXCHANGED,
    FEWEST_SHARED,
    NEARLY,
    KnownProvision,
    ProvisionWords,
    named_in,
    of_others,
)
from shidian.documents.against.quantities import StatedNumber, of_before, parts, quantities, untitled
from shidian.documents.against.titles import aliases, over
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.finding import Cited, Finding
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst

RECORDS, CLAIMS = patterns("records"), patterns("claims")
NEAR = 0.34
"""The share of a provision's words, by weight, from which a statement is taken to say what it says, where the text cites the act."""
CLEAR = 0.7
"""The same where the text cites another act than the provision's."""
AHEAD = 1.12
"""By this factor the best provision must lead the next, else the numbers of both count."""
OTHERS = 12
"""A number that one of so many provisions that are like a statement says may be that one's."""
BRIEF = {"en": 9, "zh": 16}
"""A statement of fewer stems or pairs of characters says little by itself."""


class Provisions(ProvisionWords):
    """Holds the numbers of a document against the provisions."""

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every number of a rule that a provision says otherwise."""
        cited = self.cited(text)
        day = text.document.date
        spoken: tuple[int, set[str]] | None = None
        asked, question = "", ""
        for sentence in text.sentences():
            asked, question = question, sentence.words if sentence.words.rstrip().endswith(("?", "？")) else ""
            numbers = [
                q for q in quantities(sentence.findings, text.folded) if not q.counted and not of_before(text.folded, q.start, q.end)
            ]
            acts = acts_of(text, sentence, cited)
            of_nothing = acts is None and not sentence.of("activity") and CLAIMS["owned"].search(sentence.words)
            unsure = {
                q.start for q in numbers if of_nothing and q.unit == "percent"
            }  # a foreign share of nothing named is borne out by no rule
            only = {a for _, a in cited}
            alone = acts is None and len(only) == 1 and cited[0][0].start < sentence.start  # a text about one act speaks of it
            row = acts is not None and text.reading.layout.passage_at(sentence.start).kind == "row"
            if not numbers or not (row or rule_like(sentence)) or taken_back(text, sentence):
                continue
            ended = sentence.start
            for nth, (own, stated) in enumerate(parts(text, sentence, numbers)):
                then = RECORDS["told_of_before"].search(sentence.words) is not None
                gone = self.gone(acts, day, sentence.words) if day is not None and not then else set()
                among = only if alone and self.best(own, text.lang, day) in only else acts
                at = text.reading.layout.passage_at(sentence.start).index
                strange = nth and any(f.kind == "origin" and ended <= f.start < stated[-1].end for f in sentence.findings)
                ended = stated[-1].end
                goes_on = not strange and among is None and spoken is not None and spoken[0] == at and len(own) < BRIEF[text.lang]
                told: list[HeldAgainst] = []
                if among is None and (of := led(self.book, text, sentence, self.about)):
                    told = list(self.held(text, own, stated, of, day, gone, around=numbers))
                for acted in (spoken[1] if goes_on and nth and spoken else among, among, spoken[1] if goes_on and spoken else among):
                    told = told or list(self.held(text, own, stated, acted, day, gone, around=numbers))
                # a short statement goes on with the act before it, first of all the half of a sentence
                if not told and acts is not None and self.best(own, text.lang, day, CLEAR) not in {None, *acts}:
                    told = list(self.held(text, own, stated, None, day, gone))  # an act that is cited in passing
                if not told and among is None and (near := topic(self.book, text, sentence, self.about)):
                    told = list(self.held(text, own, stated, near, day, gone))  # what a sentence says of the activity that it goes on with
                if not told and asked:  # an answer says what its question asks
                    told = list(self.held(text, own | stems(asked), stated, among, day, gone, asked))
                if not told and among is None:
                    told = list(self._wider(text, sentence, own, stated, numbers, day, gone))
                spoken = (at, {told[0].about[0].split("#")[0]}) if told else spoken
                yield from (h for h in told if h.verdict != "agrees" or h.start not in unsure)

    def _wider(
        self,
        text: DocumentText,
        sentence: Clause,
        own: set[str],
        stated: list[StatedNumber],
        numbers: list[StatedNumber],
        day: dt.date | None,
        gone: set[str],
    ) -> Iterator[HeldAgainst]:
        """The numbers of a short statement with the words of its whole sentence, where the provision says another number of it, or with those of the headings above."""
        passage = text.reading.layout.passage_at(sentence.start)
        above = stems(
            " ".join(text.folded[p.start : p.end] for p in (*text.reading.layout.heading_of(passage), text.reading.layout.passages[0]))
        )
        for words in (stems(untitled(text, sentence.start, sentence.end)), own | above):
            for score, id in self.ranked(words, text.lang, None, day, few=True)[:1]:
                others = [other for _, other in self.ranked(words, text.lang, None, None, few=True)[:OTHERS] if other != id]
                elsewhere = {n for other in others for n in self._known(other, text.lang).numbers}
                shared = own & self.words[text.lang][id]
                likely = score >= ALONE if words >= above else score >= NEAR and self._says_one(id, numbers, text.lang)
                if likely and id not in gone and 2 * len(shared) >= FEWEST_SHARED[text.lang]:
                    alone = [q for q in stated if (q.number, q.unit) not in elsewhere]
                    yield from self.held(text, own, alone, {id.split("#")[0]}, day, gone, around=numbers) if alone else ()
                    return

    def _another(self, quantity: StatedNumber, ranked: list[tuple[float, str]], lang: str) -> bool:
        """Whether another provision that a statement is like, of another act, says its number."""
        first = ranked[0][1].split("#")[0]
        near = (self._known(id, lang) for score, id in ranked[1:OTHERS] if score >= NEAR and id.split("#")[0] != first)
        return any((quantity.number, quantity.unit) in k.numbers for k in near)

    def stands(self, id: str, day: dt.date | None) -> bool:
        """Whether a provision stands on a day."""
        ended = over(self.book.provisions[id][1], day)
        return day is None or (not ended and self.current(id.split("#")[0], day) and id not in self.gone(None, day, ""))

    def best(self, words: set[str], lang: str, day: dt.date | None, least: float = ALONE) -> str | None:
        """The act of the provision that a statement is most like, where it is like one enough."""
        ranked = self.ranked(words, lang, None, day)
        return ranked[0][1].split("#")[0] if ranked and ranked[0][0] >= least else None

    def cited(self, text: DocumentText) -> list[tuple[Finding, str]]:
        """The citations of acts in a text, each with its act."""
        named = aliases(text.document.text)
        told = [(f, act) for f in text.reading.findings if f.kind == "instrument" and (act := self.act(f, named)) is not None]
        for start, end, act in self.titles.bare(text.folded) if text.lang == "zh" else ():
            if all(end <= f.start or f.end <= start for f, _ in told):
                told.append((Finding("instrument", start, end, 0, Cited((act,))), act))
        return sorted(told, key=lambda t: t[0].start)

    def act(self, finding: Finding, named: dict[str, str]) -> str | None:
        """The act that a finding cites."""
        value = finding.value
        if not isinstance(value, Cited):
            return None
        found = self.titles.cited(value, named)
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
        past = acts is not None or RECORDS["was_in_force"].search(text.folded, low, high) is not None
        if not any(f.kind == "instrument" for f in text.within(low, high)):  # what holds for some is borne out by a text that names them
            named = named_in(text.findings)
            ranked = [r for r in ranked if not of_others(self.book.provisions[r[1]][1], named)]
        ended = {id for _, id in ranked[:OTHERS] if not past and over(self.book.provisions[id][1], text.document.date)}
        if any(id not in ended and score * NEARLY >= ranked[0][0] for score, id in ranked):
            ranked = [(score, id) for score, id in ranked if id not in ended]  # what has ended bears nothing out that another says now
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
                meant = [k for k in same if any(u == quantity.unit for _, u in k.numbers)][:1] or self._only(text, quantity, best[0], gone)
            theirs = {n for k in meant for n, u in k.numbers if u == quantity.unit}
            if not theirs:
                continue
            law = self.law(meant[0].id)
            if (
                quantity.number in theirs
                and len(meant) == 1
                and not asked
                and self._exchanged(text, quantity, meant[0])
                and not self._another(quantity, ranked, text.lang)
            ):
                theirs = set()
            if quantity.number not in theirs and (
                quantity.bare or (acts is None and borne is None and self._nearby(text, quantity, known[0], ranked))
            ):
                continue  # 12万人 in a case is no threshold told wrongly, nor is the threshold of another path
            borne_by = {q.unit for q in around or numbers if q is not quantity and (q.number, q.unit) in meant[0].numbers}
            sure = bool(borne_by) and quantity.unit not in borne_by
            if quantity.number not in theirs and not sure and self._says_it(text, quantity, meant[0], gone):
                continue
            if acts is None and quantity.number not in theirs and RECORDS["default_rule"].search(meant[0].provision.summary[text.lang]):
                continue
            verdict = "differs" if quantity.number not in theirs else "open" if self._of_another(text, quantity, meant[0]) else "agrees"
            yield HeldAgainst("rule", verdict, quantity.start, quantity.end, law, tuple(k.id for k in meant))  # type: ignore[arg-type]

    def _of_another(self, text: DocumentText, quantity: StatedNumber, known: KnownProvision) -> bool:
        """Whether another number of a provision stands among words of the statement and this one among none (external debt up to 3.5 times, and lend
        abroad up to 0.8 times): that the provision says the number somewhere bears nothing out."""
        low, high = text.reading.layout.sentences[text.reading.layout.sentence_at(quantity.start)]
        summary = fold(known.provision.summary[text.lang])
        said = stems(text.folded[low:high]) - self.titled(known.id, text.lang)
        cells = sorted((c for c in known.cells if c.unit == quantity.unit and isinstance(c.value, Decimal)), key=lambda c: c.start)
        beside = [(c.value, stems(summary[end : c.end])) for end, c in zip([0, *(c.end for c in cells)], cells, strict=False)]
        counted = Counter(w for _, words in beside for w in words)
        own = {value: {w for v, words in beside if v == value for w in words if counted[w] == 1} & said for value, _ in beside}
        heavy = {value: self.heavy(words, text.lang) for value, words in own.items()}
        return EXCHANGED * heavy.get(quantity.number, 0.0) < max(heavy.values(), default=0.0)


def _borne(
    known: list[KnownProvision], quantity: StatedNumber, numbers: list[StatedNumber], around: list[StatedNumber]
) -> KnownProvision | None:
    """The one of several provisions that are as like which says the sentence's numbers of other units, where it says one of this unit and the statement too."""
    others = {(q.number, q.unit) for q in around if q.unit != quantity.unit}
    borne = [k for k in known if others & k.numbers]
    one = len(known) > 1 and len(borne) == 1 and sum(q.unit == quantity.unit for q in numbers) == 1
    return borne[0] if one and sum(u == quantity.unit for _, u in borne[0].numbers) == 1 else None

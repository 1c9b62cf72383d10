"""For which places a provision holds, whether it holds already, and whether it allows at all what a text says that it allows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from shidian.documents.against.clauses import Clause, DocumentText, acts_of, counts_in, cut, days_in, place_ids
from shidian.documents.against.known import ALONE
from shidian.documents.against.provisions import NEAR, Provisions
from shidian.documents.compare.linking import stems
from shidian.documents.document import Document
from shidian.documents.grammar.finding import Listing
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst
from shidian.law.records.instrument import Instrument, Provision
from shidian.words.phrases import phrase

RECORDS = patterns("records")
CLAIMS = patterns("claims")
FEWEST, FEW_LISTED = 4, 3
"""A list of fewer places tells no provision; of those of which some are named, so many."""
SPOKEN = 10.0
"""The weight of the words of a sentence that a provision has of whose places it names some."""
BARRED = 0.6
"""The share of the words of a statement, or of a clause that bars something, by weight, from which the two are about the same."""
BESIDE = 1.3
"""By this factor a provision that is only announced must lead one that is in force."""
OF_OWN, NEARLY_MOST, MOST_OF_IT, BESIDE_IT, SPOKEN_LIKE = 0.25, 0.8, 0.6, 5.0, 0.3
"""Of what is given that a provision leaves out: the least share of a statement's weight that some provision has, and of the most any has; the share of what is
left out that the statement names; the weight of its other words there; and the likeness of the text around."""
OTHER_LIST = 0.6
"""The share of the best likeness from which another list may be meant."""
FEW = {"en": 3, "zh": 5}
"""So many stems or pairs of characters a statement shares with a clause that bars something."""


class ReachCheck:
    """Holds places, what is only announced and what is barred against the provisions."""

    def __init__(self, provisions: Provisions) -> None:
        self.provisions = provisions

    @cached_property
    def _places(self) -> list[tuple[str, frozenset[str]]]:
        """The provisions that list places, each with the places of its longest list."""
        out = []
        for id, (_, provision) in self.provisions.book.provisions.items():
            if len(self.provisions.titles.places_in(provision.summary.zh)) >= FEWEST:
                reading = self.provisions.grammar.read(Document(provision.summary.zh, "0" * 64, "zh"))
                lists: list[tuple[str, ...]] = [
                    tuple(f.value.ids) for f in reading.findings if isinstance(f.value, Listing) and not f.value.partial
                ]
                out.append((id, frozenset(sorted(lists, key=len)[-1] if lists else ())))
        return out

    @cached_property
    def _cohorts(self) -> list[set[str]]:
        """The regions that the programme admitted together."""
        regions = self.provisions.book.programme.regions
        return [{r.region for r in regions if r.cohort == cohort} for cohort in {r.cohort for r in regions}]

    @cached_property
    def _barred(self) -> dict[str, list[tuple[frozenset[str], str]]]:
        """The stems of each clause of a provision that bars something without a condition, with its provision, by language."""
        out: dict[str, list[tuple[frozenset[str], str]]] = {"en": [], "zh": []}
        for id, (_, provision) in self.provisions.book.provisions.items():
            for lang, clauses in out.items():
                for words in RECORDS["clause_marks"].split(fold(provision.summary[lang])):
                    bars = CLAIMS["bars"].search(words) or RECORDS["bars_none"].search(words)
                    if (
                        bars
                        and not RECORDS["ban_gone"].search(words)
                        and not CLAIMS["with_conditions"].search(CLAIMS["bars"].sub("", words))
                    ):
                        clauses.append((frozenset(stems(CLAIMS["bars"].sub(" ", words))), id))
        return out

    @cached_property
    def _left_out(self) -> dict[str, list[tuple[frozenset[str], frozenset[str], str]]]:
        """What a provision leaves out of what it gives, with what it excepts from that, and the provision, by language."""
        out: dict[str, list[tuple[frozenset[str], frozenset[str], str]]] = {"en": [], "zh": []}
        for id, (_, provision) in self.provisions.book.provisions.items():
            for lang, each in out.items():
                for found in RECORDS["left_out"].finditer(fold(provision.summary[lang])):
                    thing = next((g for g in found.groups()[1:] if g), "")
                    each.append((frozenset(stems(thing)), frozenset(stems(found[1] or "")), id))
        return out

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every place that a list has and the provision has not, everything only announced that is said to hold, and everything barred that is said to be allowed."""
        cited = self.provisions.cited(text)
        for sentence in text.sentences():
            layout = text.reading.layout
            passage = layout.passage_at(sentence.start)
            above = " ".join(text.folded[p.start : p.end] for p in (*layout.heading_of(passage), layout.passages[0]))
            around = stems(f"{above} {text.folded[passage.start : sentence.end]}")
            yield from self._odd_places(text, sentence, around)
            if CLAIMS["others_words"].search(sentence.words) or sentence.words.rstrip().endswith(("?", "？")):
                continue
            yield from self._one_of_them(text, sentence, around)
            acts = acts_of(text, sentence, cited)
            yield from self._announced(text, sentence, acts)
            yield from self._allowed(text, sentence, acts, around)

    def _odd_places(self, text: DocumentText, sentence: Clause, around: set[str]) -> Iterator[HeldAgainst]:
        """The one place of a list that stands in for one of a provision which the sentence, what stands before it and above it speak of."""
        for finding in sentence.of("list"):
            listed = set(finding.value.ids) if isinstance(finding.value, Listing) else set()
            some = isinstance(finding.value, Listing) and finding.value.partial
            if len(listed) < (FEW_LISTED if some else FEWEST) or any(
                listed <= known if some else listed == known for _, known in self._places
            ):
                continue
            if some and any(listed <= cohort for cohort in self._cohorts):
                continue
            near = [
                id
                for id, known in self._places
                if len(listed - known) == 1 and len(known) >= FEWEST and (len(listed & known) >= 2 if some else len(known - listed) == 1)
            ]
            own = stems(sentence.words)
            if some:  # of those of which a few are named the sentence itself speaks
                words, heavy = self.provisions.words[text.lang], self.provisions.heavy
                near = [id for id in near if heavy(own & words[id], text.lang) >= SPOKEN]
            likely = sorted(((self.provisions.likeness(around | own if some else around, id, text.lang), id) for id in near), reverse=True)
            days = {w.from_ for _, w in days_in(sentence.of("day"))}
            if likely and (some or likely[0][0] >= NEAR or (len(near) == 1 and days & self.provisions.known(near[0], text.lang).days)):
                known = dict(self._places)[likely[0][1]]
                odd = next(f for f, id in place_ids(sentence.of("place")) if id in listed - known and finding.start <= f.start)
                yield HeldAgainst("rule", "differs", odd.start, odd.end, self.provisions.law(likely[0][1]), (likely[0][1],))

    def _one_of_them(self, text: DocumentText, sentence: Clause, around: set[str]) -> Iterator[HeldAgainst]:
        """A place that is said to be one of several, where the provision that lists those of which the text speaks has it not, nor has any that is as like."""
        told = RECORDS["one_of_them"].search(sentence.words)
        if told is None or sentence.of("list") or CLAIMS["denies"].search(sentence.words):
            return
        counts = {int(c.number) for _, c in counts_in(sentence.findings)}
        lists = [(id, known) for id, known in self._places if known and counts <= {len(known)}]
        likely = sorted(
            ((self.provisions.likeness(around, id, text.lang), id, known) for id, known in lists), key=lambda one: (-one[0], one[1])
        )
        tree = self.provisions.book.trees["territories"]
        near = [known for score, _, known in likely if score >= OTHER_LIST * likely[0][0]]
        for finding, place in place_ids(sentence.of("place")) if likely and likely[0][0] >= SPOKEN_LIKE else ():
            wide = {place, *tree.above(place if place in tree.parent else tree.home(place))}
            if not any(wide & known or any(k in tree.parent and place in tree.above(k) for k in known) for known in near):
                yield HeldAgainst("rule", "differs", finding.start, finding.end, self.provisions.law(likely[0][1]), (likely[0][1],))

    def _announced(self, text: DocumentText, sentence: Clause, acts: set[str] | None) -> Iterator[HeldAgainst]:
        """A statement that something holds already, which a provision only announces, and none in force says."""
        told = RECORDS["holds_already"].search(text.folded, sentence.start, sentence.end)
        if told is None or RECORDS["yet_to_come"].search(sentence.words):
            return
        ranked = self.provisions.ranked(stems(sentence.words), text.lang, acts, None)
        if not ranked or ranked[0][0] < ALONE:
            return
        near = [id for score, id in ranked if score * BESIDE >= ranked[0][0]]
        if all(_only_announced(*self.provisions.book.provisions[id]) for id in near):
            law = phrase("held_announced", law=self.provisions.law(near[0]))
            yield HeldAgainst("rule", "differs", told.start(), sentence.end, law, tuple(near))

    def _allowed(self, text: DocumentText, sentence: Clause, acts: set[str] | None, around: set[str]) -> Iterator[HeldAgainst]:
        """A part of a sentence that grants outright what a clause of a provision bars outright, where the text around speaks of that provision."""
        for low, high in cut(RECORDS["clause_marks"], text.folded, sentence.start, sentence.end):
            words = text.folded[low:high]
            if RECORDS["lets"].search(words) is None or CLAIMS["with_conditions"].search(words) or CLAIMS["denies"].search(words):
                continue
            own, weight = stems(RECORDS["lets"].sub(" ", words)), self.provisions.weight[text.lang]

            def heavy(some: set[str] | frozenset[str], weight: dict[str, float] = weight) -> float:
                return sum(weight.get(w, 1.0) for w in some) or 1.0

            yield from self._given(text, low, low + len(words), own, around, acts)
            like = [
                (min(heavy(own & barred) / heavy(own), 1.0), self.provisions.likeness(around, id, text.lang), id)
                for barred, id in self._barred[text.lang]
                if len(own & barred) >= FEW[text.lang] and heavy(own & barred) >= BARRED * min(heavy(own), heavy(barred))
            ]
            best = max(like, default=None)
            if (
                best
                and best[0] >= NEAR
                and best[1] >= NEAR
                and (acts is None or best[2].split("#")[0] in acts)
                and not self._lets(own, text.lang)
            ):
                start = low + len(words) - len(words.lstrip())
                yield HeldAgainst("rule", "differs", start, high, self.provisions.law(best[2]), (best[2],))

    def _given(
        self, text: DocumentText, low: int, high: int, own: set[str], around: set[str], acts: set[str] | None
    ) -> Iterator[HeldAgainst]:
        """A part of a sentence that gives what the provision of which it speaks leaves out (…不含疫苗)."""
        weighed, whole = self.provisions.weighed(own, text.lang), self.provisions.heavy(own, text.lang)
        most = max(weighed.values(), default=0.0)
        for thing, excepted, id in self._left_out[text.lang] if most >= OF_OWN * whole else ():
            heavy = self.provisions.heavy(thing, text.lang)
            if (
                weighed.get(id, 0.0) >= NEARLY_MOST * most
                and self.provisions.heavy(own & thing, text.lang) >= MOST_OF_IT * heavy
                and weighed[id] - heavy >= BESIDE_IT
                and not own & excepted
                and (acts is None or id.split("#")[0] in acts)
                and self.provisions.likeness(around, id, text.lang) >= SPOKEN_LIKE
            ):
                start = low + len(text.folded[low:high]) - len(text.folded[low:high].lstrip())
                yield HeldAgainst("rule", "differs", start, high, self.provisions.law(id), (id,))
                return

    def _lets(self, own: set[str], lang: str) -> bool:
        """Whether some provision that says most of the words lets somebody do what others bar."""
        book = self.provisions.book
        like = (id for score, id in self.provisions.ranked(own, lang, None, None, few=True) if score >= NEAR)
        return any(RECORDS["lets"].search(fold(book.provisions[id][1].summary[lang])) for id in like)


def _only_announced(instrument: Instrument, provision: Provision) -> bool:
    """Whether nothing puts a provision in force: all its rules are only announced, or it is of a draft."""
    announced = bool(provision.rules) and all(r.announced is not None and r.in_force == () for r in provision.rules)
    return announced or (all(e.effective is None for e in instrument.editions) and RECORDS["draft"].search(instrument.title.zh) is not None)

"""What one clause of a text says held against the clause of a provision that is most like it, whatever kind of thing it says: a number with its unit, or that
something may or may not be done.

Prose leaves unsaid what its act is and says little in a clause; so the words of the sentence and those around it count as well, for which provision is meant, and
the words beside the value for which of its clauses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from shidian.documents.against.clauses import Clause, DocumentText, rule_like, taken_back
from shidian.documents.against.engine.spoken import topic
from shidian.documents.against.known import named_in
from shidian.documents.against.provisions import Provisions
from shidian.documents.against.quantities import POLES, Cell, cells_in, halves, of_before, same_value, untitled
from shidian.documents.against.titles import over
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst, HeldVerdict

RECORDS, CLAIMS = patterns("records"), patterns("claims")
LOOKED_AT = 40
"""So many provisions that have most of a sentence's words, by weight, are looked at."""
AROUND, MOST_AROUND = 0.25, 30.0
"""What the weight of words around a sentence counts for, and how much of it at most."""
BESIDE, ELSEWHERE = 1.5, 0.7
"""What the weight of the words beside a value counts for, and that of the others of its sentence."""
LIKE = {"number": 12.0, "may": 18.0, "day": 12.0, "pole": 15.0, "body": 12.0}
"""The weight from which a clause of a provision is what a text's says."""
SPOKEN_OF = 18.0
"""The weight of the words of a sentence and around it from which a provision is spoken of."""
OF_SENTENCE = 0.3
"""The share of a sentence's words, by weight, that its provision has."""
LEAST = {"number": 3.0, "may": 10.0, "day": 0.0, "pole": 5.0, "body": 4.0}
SHARE = {"number": 0.3, "may": 0.7, "day": 0.0, "pole": 0.45, "body": 0.4}
"""The weight of the words beside a value that stand beside that of the provision, and their share of all beside it."""
NEAR_ENOUGH = 10.0
"""The weight of the words beside a value from which their sentence may say much else."""
SUBJECT = 24.0
"""What it weighs, among words around, that a provision is about the activity of which the sentence, what stands before it or the headings speak."""
SURE = 30.0
"""The weight of words and subject from which a provision alone is meant, where no other says on an axis what the text says."""
SEVERAL = 3
"""So many numbers of a half of a sentence are not all wrong."""
RIVAL = 0.72
"""Another clause that says the same value, and weighs so much of the best one, may be meant."""
MONTH = 7
"""Letters of a month, the least that says when something began (2025-04)."""
BORNE = 0.7
"""The share of the words beside a value from which a clause that says the same bears it out."""


class LikeCell(Struct, frozen=True):
    """A cell of a provision, how much it weighs, and how much of that the words beside its value do: all in all, and as a share of the text's."""

    weight: float
    near: float
    share: float
    id: str
    cell: Cell


class Meant(Struct, frozen=True):
    """A provision that a half of a sentence may mean: how much it weighs, how much of that the half's own words, these and those around, and whether it stands
    on the day of the text."""

    weight: float
    own: float
    spoken: float
    stands: bool


class CellCheck:
    """Holds the clauses of documents against those of provisions."""

    def __init__(self, provisions: Provisions) -> None:
        self.provisions = provisions
        self.of_few = set().union(*provisions.about.values())
        self.groups = {g.id for g in provisions.book.content.vocabularies["territories"].groups}

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every value of a clause that the clause of a provision which is like it says otherwise, or bears out."""
        named = named_in(text.findings)
        for sentence in text.sentences():
            if (
                sentence.words.rstrip().endswith(("?", "？"))
                or any(RECORDS[p].search(sentence.words) for p in ("told_of_before", "draft"))
                or CLAIMS["others_words"].search(sentence.words)
                or taken_back(text, sentence)
            ):
                continue
            for low, high in halves(sentence):
                every = list(cells_in(text.folded, text.within(low, high), low, high))
                numbers = any(not c.counted and isinstance(c.value, Decimal) for c in every)  # what is asked hangs on them
                told = [c for c in every if not _of_a_case(text, sentence, c) and not (numbers and c.unit == "asked")]
                if told:
                    yield from self._half(text, sentence, low, high, told, named)

    def _half(self, text: DocumentText, sentence: Clause, low: int, high: int, told: list[Cell], named: set[str]) -> Iterator[HeldAgainst]:
        """The cells of one half of a sentence, each with the cells of the provisions that are most like the half and what stands around it."""
        known, own = self.provisions, stems(untitled(text, low, high))
        layout = text.reading.layout
        passage = layout.passage_at(sentence.start)
        above = (*layout.heading_of(passage), layout.passages[max(0, passage.index - 1)], layout.passages[0])
        words = " ".join(text.folded[p.start : p.end] for p in above if p.index != passage.index)
        around = stems(f"{words} {text.folded[passage.start : low]}") - own
        meant = self._meant(text, own, around, sentence, named)
        keys = named_in(f for f in text.within(low, high) if f.kind == "place")
        of_place = {id: known.known(id, text.lang).named for id in meant if not sentence.of("instrument")}
        keyed = {id: meant[id] for id, named in of_place.items() if len(named) == 1 and named <= keys - self.groups}
        yield from self._left(text, told, meant, known.heavy(own, text.lang))
        twice = {k for k, n in Counter((c.unit, c.value) for c in told if not isinstance(c.value, str)).items() if n > 1}
        told = [c for c in told if (c.unit, c.value) not in twice]  # where a treaty says 5 %, it is 5 %
        numbers = {c.value for c in told if c.unit != "day" and not isinstance(c.value, str)}
        nations = named_in(f for f in text.within(low, high) if f.kind == "origin")
        of_theirs = {id for id in meant if known.known(id, text.lang).named & nations}  # what holds for all is not what holds for them
        for cell in told:
            for held in self._held(text, cell, keyed if cell.unit == "day" else meant, known.heavy(own, text.lang)):
                if held.verdict == "differs" and of_theirs and held.about[0] not in of_theirs:
                    continue
                theirs = {c.value for c in known.known(held.about[0], text.lang).cells}
                if held.verdict == "agrees" or cell.value not in numbers or len(numbers) < SEVERAL or numbers & theirs:
                    yield held  # of several numbers a provision that is meant says one

    def _left(self, text: DocumentText, told: list[Cell], meant: dict[str, Meant], whole: float) -> Iterator[HeldAgainst]:
        """The one number of a unit that a half of a sentence says otherwise than its provision, which has one left where all others of the unit are told, or says
        the sentence's number of another unit."""
        id, of = max(meant.items(), key=lambda m: m[1].weight, default=("", None))
        if of is None or not of.stands or of.weight < LIKE["number"] or of.spoken < SPOKEN_OF or of.own < OF_SENTENCE * whole:
            return
        said = {(c.unit, c.value) for c in self.provisions.known(id, text.lang).cells}
        for unit in {c.unit for c in told if not isinstance(c.value, str)}:
            theirs = {v for u, v in said if u == unit}
            odd = [c for c in told if c.unit == unit and c.value not in theirs]
            left = theirs - {c.value for c in told if c.unit == unit}
            fits = left == theirs and any((c.unit, c.value) in said for c in told if not isinstance(c.value, str))
            if len(odd) == 1 and theirs and ((len(left) == 1 < len(theirs)) or (fits and 2 * of.own >= whole)):
                yield HeldAgainst("rule", "differs", odd[0].start, odd[0].end, self.provisions.law(id), (id,))

    def _meant(self, text: DocumentText, own: set[str], around: set[str], sentence: Clause, named: set[str]) -> dict[str, Meant]:
        """The provisions that a half of a sentence may mean."""
        known, day, lang = self.provisions, text.document.date, text.lang
        gone = known.gone(None, day, sentence.words) if day is not None else set()
        heavy = known.weighed(own, lang)
        topical = topic(known.book, text, sentence, known.about, under=True)
        subject = topic(known.book, text, sentence, known.on, under=True)
        out = {}
        for id in dict.fromkeys([*sorted(heavy, key=lambda i: (-heavy[i], i))[:LOOKED_AT], *sorted(subject & heavy.keys())]):
            beyond = (SUBJECT if id in subject else 0.0) + min(
                known.heavy(around & (known.words[lang][id] | known.titled(id, lang)), lang), MOST_AROUND
            )
            act, provision = id.split("#")[0], known.book.provisions[id][1]
            theirs = known.known(id, lang).named
            if topical and act in self.of_few and act not in topical:
                continue  # what holds for insurers is not said of banks
            if not theirs or theirs & named:
                stands = id not in gone and not over(provision, day) and (day is None or known.current(act, day))
                out[id] = Meant(ELSEWHERE * heavy[id] + AROUND * beyond, heavy[id], heavy[id] + beyond, stands)
        return out

    def _held(self, text: DocumentText, told: Cell, meant: dict[str, Meant], whole: float) -> Iterator[HeldAgainst]:
        known, lang = self.provisions, text.lang
        kind = told.unit if told.unit in LIKE else "pole" if told.value in POLES else "number"
        mine = known.heavy(told.words, lang) or 1.0
        like = [
            LikeCell(m.weight + (BESIDE - ELSEWHERE) * shared, shared, shared / mine, id, cell)
            for id, m in meant.items()
            for cell in known.known(id, lang).cells
            if cell.unit == told.unit and (cell.unit != "day" or len(str(cell.value)) >= MONTH)
            for shared in (known.heavy(told.words & cell.words, lang),)
        ]
        same = max((c for c in like if same_value(c.cell.value, told.value)), key=lambda c: c.weight, default=None)
        other = max(
            (c for c in like if not same_value(c.cell.value, told.value) and meant[c.id].stands), key=lambda c: c.weight, default=None
        )
        best = max((c for c in (same, other) if c is not None), key=lambda c: c.weight, default=None)
        if best is None or best.weight < LIKE[kind] or best.near < LEAST[kind]:
            return
        of = meant[best.id]
        if not of.stands or (kind == "body" and 2 * of.own < whole):
            return  # what has ended bears nothing out; who decides is said of most of a sentence
        alone = same is None or 2 * same.weight < best.weight
        sure = kind == "pole" and told.unit != "asked" and alone and of.spoken >= SURE
        if of.spoken < SPOKEN_OF or (not sure and of.own < OF_SENTENCE * whole and best.near < NEAR_ENOUGH):
            return
        rival = same is not None and best is other and same.weight >= RIVAL * best.weight
        verdict: HeldVerdict = "differs" if best is other else "agrees"
        if best.share >= (SHARE[kind] * (0.6 if sure else 1.0) if verdict == "differs" else BORNE) and not rival:
            yield HeldAgainst("rule", verdict, told.start, told.end, known.law(best.id), (best.id,))


def _of_a_case(text: DocumentText, sentence: Clause, cell: Cell) -> bool:
    """Whether a number is that of one case or of a figure, held before, or is of a stay or a foreign share, which the engine is asked about."""
    if cell.unit == "day":
        return len(str(cell.value)) < MONTH or RECORDS["ended"].search(sentence.words) is not None
    if cell.counted or cell.unit == "may" or cell.value in POLES:
        return cell.counted
    return (
        of_before(text.folded, cell.start, cell.end)
        or RECORDS["span_of_time"].search(text.folded[: cell.start][-24:]) is not None  # the first ten months
        or (cell.unit == "hours" and CLAIMS["stay"].search(sentence.words) is not None and bool(sentence.of("origin")))
        or RECORDS["change"].search(text.folded[max(sentence.start, cell.start - 24) : cell.start]) is not None
        or (cell.unit.isupper() and not rule_like(sentence))
        or (cell.unit == "percent" and CLAIMS["foreign"].search(sentence.words) is not None)
    )

"""Whose investment a statement speaks of: the investor that its sentence or the headings above name, one of each of a group; else one that is assumed, and said."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from shidian.answer.decision import Decision
from shidian.answer.parts import ReadingAnswer
from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.against.engine.spoken import spoken_origin
from shidian.documents.grammar.finding import Finding, Named
from shidian.documents.grammar.tables import patterns
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase

PATTERNS = patterns("investors")
ASSUMED = "de"
"""An origin with no arrangement of its own."""
MOST_MEMBERS = 12
"""Of a larger group none is asked: its members are too many for one statement."""
SAID = {
    (True, False): "held_case_assumed",
    (True, True): "held_case_assumed_person",
    (False, False): "held_case_named",
    (False, True): "held_case_named_person",
}
"""The phrase by whether the investor was assumed, and whether it is a person."""


class AskedAs(Struct, frozen=True):
    """The facts of an investor, and who that is; `assumed` where the text names nobody."""

    facts: tuple[tuple[str, str], ...]
    origin: str
    assumed: bool
    person: bool = False

    def told(self, book: Lawbook, law: Label) -> Label:
        """What the lawbook says, with as whom it was asked."""
        who = entry_label(book, "origins", self.origin) if "origins" in book.trees else Label(self.origin, self.origin)
        name = SAID[self.assumed, self.person]
        return phrase(name, law=law, origin=who)


def investors(book: Lawbook, text: DocumentText, sentence: Clause) -> list[AskedAs]:
    """As whom a statement is to be asked; none where it names an origin of which it is not clear that it is the investor's, or too large a group."""
    person = PATTERNS["person"].search(sentence.words) is not None
    facts: tuple[tuple[str, str], ...] = (("investor-kind", "person"),) if person else ()
    named = [f for f in sentence.of("origin") if not _destination(text, f) and not _compared(text, f)]
    headed = not named
    if headed:
        above = text.reading.layout.heading_of(text.reading.layout.passage_at(sentence.start))
        named = [f for p in above for f in text.within(p.start, p.end) if f.kind == "origin"]
    supplier: tuple[tuple[str, str], ...] = (("service-supplier", "yes"),) if PATTERNS["supplier"].search(sentence.words) else ()
    if not named:
        spoken = spoken_origin(book, text, sentence)  # an adjective (a Dutch investor)
        if spoken is not None:
            return [AskedAs((*facts, ("origin", spoken), *supplier), spoken, False, person)]
        return [AskedAs((*facts, ("origin", ASSUMED), ("service-supplier", "no")), ASSUMED, True, person)]
    if not all(_as_investor(text, f) or (headed and PATTERNS["client_after"].match(text.folded, f.end)) for f in named):
        return []
    origins: list[str] = []
    for finding in named:
        assert isinstance(finding.value, Named)
        for id in finding.value.ids[:1]:
            origins += book.groups.get(id, (id,))
    if len(origins) > MOST_MEMBERS:
        return []
    return [AskedAs((*facts, ("origin", o), *supplier), o, False, person) for o in dict.fromkeys(origins)]


def _destination(text: DocumentText, finding: Finding) -> bool:
    """Whether an origin is where somebody goes (赴台湾旅游), and nobody's who invests."""
    before = PATTERNS["destination_before"].search(text.folded, max(0, finding.start - 8), finding.start)
    return before is not None and not _as_investor(text, finding)


def _compared(text: DocumentText, finding: Finding) -> bool:
    return PATTERNS["compared_before"].search(text.folded, max(0, finding.start - 24), finding.start) is not None


def _as_investor(text: DocumentText, finding: Finding) -> bool:
    return (
        PATTERNS["investor_after"].match(text.folded, finding.end) is not None
        or PATTERNS["from_before"].search(text.folded, max(0, finding.start - 12), finding.start) is not None
        or text.folded[finding.end - 1] in "资商"
    )


def said(decision: Decision, day: dt.date) -> Label:
    """What an answer gives: its ceiling, or the span of it."""
    in_force, announced = _bounds(decision, decision.in_force), _bounds(decision, decision.announced)
    if in_force == announced:
        return phrase("held_case_same", day=day.isoformat(), in_force=in_force)
    return phrase("held_case", day=day.isoformat(), in_force=in_force, announced=announced)


def _bounds(decision: Decision, answer: ReadingAnswer) -> Label:
    name = decision.outcome_names.get(answer.outcome, Label(answer.outcome, answer.outcome))
    if answer.certain is None or answer.possible is None:
        return name
    low, high = f"{answer.certain.value.normalize():f}", f"{answer.possible.value.normalize():f}"
    below = answer.possible.exclusive
    if low == high:
        return phrase("held_ceiling_below" if below else "held_ceiling", value=high)
    return phrase("held_between_below" if below else "held_between", low=low, high=high)

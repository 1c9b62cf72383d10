"""Leads: doubtful hopes of which nobody has seen the words (meaning 9.3). They are shown, and not counted.

A rule that could only loosen (a relief, a grant, or an unread one) and that is in doubt does not count while its words were seen by nobody.
When the law is compiled it is parted: what counts, and the lead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec.structs import replace

from shidian.engine.case import Case
from shidian.engine.rule import Rule
from shidian.engine.standing import Span

LOOSENING = ("relief", "grant")
UNSEEN = ("memory", "inferred")


def parted(rule: Rule, first: str) -> tuple[Rule | None, Rule | None]:
    """What of a rule counts, and what is a lead; `first` is the edition of its act that speaks where none is in force."""
    if rule.kind not in LOOSENING:
        return rule, None
    validity = rule.validity
    doubtful = rule.taint is not None or validity.unknown
    unseen = [s for s in validity.spans if rule.seen_in(s.edition) in UNSEEN and (doubtful or s.unknown_after)]
    ahead = rule.taint is not None and validity.announced is not None and rule.seen_in(first) in UNSEEN
    if not unseen and not ahead:
        return rule, None
    lead = replace(rule, validity=replace(validity, spans=tuple(unseen), announced=validity.announced if ahead else None))
    spans = tuple(_counted(s, doubtful) if s in unseen else s for s in validity.spans)
    kept = replace(rule, validity=replace(validity, spans=spans, announced=None if ahead else validity.announced))
    silent = doubtful and all(s.lead for s in spans) and kept.validity.announced is None
    return None if silent else kept, lead


def _counted(span: Span, doubtful: bool) -> Span:
    return replace(span, lead=True, unknown_after=False) if doubtful else replace(span, unknown_after=False)


def at_hand(leads: Iterable[Rule], case: Case, on: dt.date, known_on: dt.date | None, open_limits: frozenset[str]) -> list[Rule]:
    """The leads of a case: those that would loosen a limit that stands in its way or may do so, or grant what is asked for."""
    out = []
    for rule in leads:
        if (rule.kind == "relief" and rule.relieves.isdisjoint(open_limits)) or rule.scope.of(case) is False:
            continue
        stands = rule.validity.of(on, "announced", known_on)
        if stands is None or (stands and rule.taint is not None):
            out.append(rule)
    return out

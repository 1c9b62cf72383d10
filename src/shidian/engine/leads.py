"""Leads: doubtful hopes of which nobody has seen the words (meaning 9.3). They are shown, and not counted.

A rule that could only loosen (a relief, a grant, or an unread one) and of which nobody knows whether it holds at all does not count while its
words were seen by nobody. When the law is compiled it is parted: what counts, and the lead. A doubt about the days alone (from when, until
when, whether it was prolonged) makes no lead of a rule: it surely stood at some time (meaning 9.9).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec.structs import replace

from shidian.engine.case import Case
from shidian.engine.rule import Rule

LOOSENING = ("relief", "grant")
UNSEEN = ("memory", "inferred")


def parted(rule: Rule, first: str) -> tuple[Rule | None, Rule | None]:
    """What of a rule counts, and what is a lead; `first` is the edition of its act that speaks where none is in force."""
    if rule.kind not in LOOSENING:
        return rule, None
    validity = rule.validity
    doubtful = rule.taint is not None or validity.unknown
    unseen = [s for s in validity.spans if doubtful and rule.seen_in(s.edition) in UNSEEN]
    ahead = rule.taint is not None and validity.announced is not None and rule.seen_in(first) in UNSEEN
    if not unseen and not ahead:
        return rule, None
    lead = replace(rule, validity=replace(validity, spans=tuple(unseen), announced=validity.announced if ahead else None))
    spans = tuple(replace(s, lead=True, unknown_after=False) if s in unseen else s for s in validity.spans)
    kept = replace(rule, validity=replace(validity, spans=spans, announced=None if ahead else validity.announced))
    silent = all(s.lead for s in spans) and kept.validity.announced is None
    return None if silent else kept, lead


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

"""What a region's page shows beside the region: the days on which its own rules moved, and the regions of its cohort compared with it."""

from __future__ import annotations

import datetime as dt

from shidian.analysis.openness.classes import same_answers
from shidian.analysis.openness.measured import Value, Width
from shidian.answer.rules.rule_words import RuleWords
from shidian.catalogue.programme import RegionRow
from shidian.law.records.base import Label
from shidian.law.records.programme import STAGES
from shidian.web.ceilings import CeilingRow, rows_of
from shidian.web.country import short_name
from shidian.web.page import Context, Visit

TABS = ("overview", "here", "tasks", "changes", "sisters")
"""The tabs of a region's page; the first is the one without a name in the address."""


class MovedDay(Context, frozen=True):
    """A day on which rules of a region began or ended."""

    day: dt.date
    began: tuple[RuleWords, ...]
    ended: tuple[RuleWords, ...]


class Sister(Context, frozen=True):
    """A region beside another: how open it is, how many rules of its own it has, and its task rows by stage. `same`: every certain and every
    possible answer of the measure is that of the region it stands beside."""

    region: str
    name: Label
    everywhere: Width
    somewhere: Width
    own_rules: int
    announced_rules: int
    stages: tuple[tuple[str, int], ...]
    same: bool


class Sisters(Context, frozen=True):
    """A region and those it is compared with, itself first, and the activities whose highest share differs between them."""

    regions: tuple[Sister, ...]
    cohort: Label
    choices: tuple[tuple[str, Label], ...]
    rows: tuple[CeilingRow, ...]
    asked: int


def moved(rules: tuple[RuleWords, ...]) -> tuple[MovedDay, ...]:
    """The days on which some of these rules began or ended, newest first. An end nobody is sure of is none."""
    days: dict[dt.date, tuple[list[RuleWords], list[RuleWords]]] = {}
    for rule in rules:
        for span in rule.spans:
            days.setdefault(span.start, ([], []))[0].append(rule)
            if span.until is not None and not span.unsure:
                days.setdefault(span.until, ([], []))[1].append(rule)
    return tuple(MovedDay(day, tuple(began), tuple(ended)) for day, (began, ended) in sorted(days.items(), reverse=True))


def sisters(visit: Visit, region: RegionRow, on: dt.date) -> Sisters:
    """The regions of the cohort, or the one that `with` names, beside a region."""
    desk = visit.desk
    every = desk.regions(on)
    named = {r.region: r for r in every}
    other = visit.choice("with", named) or ""
    mine = [named[other]] if other in named and other != region.region else [r for r in every if r.cohort == region.cohort and r != region]
    if not mine:  # alone in its cohort: the other demonstration zones and first pilots
        mine = [r for r in every if r.role == region.role and r != region][:4] or [r for r in every if r != region][:4]
    found = desk.book.openness()
    places = {p.id: p for p in found.regions()}
    listed = [region, *mine]
    out = []
    for row in listed:
        value: Value = found.value(places[row.region], on, "open_100", "in_force")
        tasks = desk.book.tasks(on=on, place=row.region)
        stages = tuple((s, n) for s in STAGES if (n := sum(t.stage == s for t in tasks)))
        same = same_answers(found, places[region.region], places[row.region], on)
        out.append(
            Sister(
                row.region,
                short_name(row.name),
                value.everywhere,
                value.somewhere,
                len(row.own_rules),
                len(row.announced_rules),
                stages,
                same,
            )
        )
    rows = desk.keep(("sisters", on), lambda: rows_of(found, on, "in_force", every=True))
    at = [list(places).index(r.region) for r in listed]
    differing = []
    for line in rows:
        cells = tuple(line.cells[i] for i in at)
        if len({(c.shown, c.zone) for c in cells}) > 1:
            differing.append(CeilingRow(line.activity, line.name, line.area, cells, True))
    choices = tuple((r.region, short_name(r.name)) for r in every if r != region)
    return Sisters(tuple(out), region.cohort_name, choices, tuple(differing), len(rows))

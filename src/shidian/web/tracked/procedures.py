"""The procedures of the lawbook as pages: papers and steps, and due days after what happened."""

from __future__ import annotations

import datetime as dt

from shidian.catalogue.procedures import EVENTS, ProcedureRow, ProcedureShown, procedure_on, procedures, read_events
from shidian.web.page import Context, Visit


class ProceduresPage(Context, frozen=True):
    """The procedures that the lawbook holds."""

    rows: tuple[ProcedureRow, ...]


class ProcedurePage(Context, frozen=True):
    """One procedure: papers, steps, due days; the events that its times run from, with the days that were given."""

    shown: ProcedureShown
    events: tuple[tuple[str, dt.date | None], ...]
    asked: bool


def all_procedures(visit: Visit) -> ProceduresPage:
    return ProceduresPage(procedures(visit.desk.book.lawbook))


def procedure(visit: Visit) -> ProcedurePage:
    """One procedure on a day. The days of events come one by name each (`received=2026-03-02`); they are counted in the order of their days."""
    book, id = visit.desk.book.lawbook, visit.path["id"]
    given = {e: visit.one(e) for e in EVENTS}
    happened = sorted(read_events(f"{e}={day}" for e, day in given.items() if day), key=lambda e: (e.day, EVENTS.index(e.event)))
    shown = procedure_on(book, id, visit.day(), happened)
    asked = {limit.event for s in shown.procedure.steps for limit in s.limits} | {s.ends for s in shown.procedure.steps if s.ends}
    if any(limit.asked != "goes-on" for s in shown.procedure.steps for limit in s.limits):
        asked |= {"asked", "supplied"}
    days = {e.event: e.day for e in happened}
    return ProcedurePage(shown, tuple((e, days.get(e)) for e in EVENTS if e in asked), bool(happened))

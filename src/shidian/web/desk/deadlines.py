"""What an application has to be done by: the papers and due days of its procedure in the lawbook, from what happened to it, and from nowhere else."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from shidian.catalogue.procedures import ProcedureShown, procedure_on
from shidian.law.records.base import Label, record_of
from shidian.store.desk.records import KeptItem
from shidian.tracking.application import APPLICATION_STEPS, ApplicationState, application_of, events_of
from shidian.visitors.programme import region_name
from shidian.web.desk.who import DeskVisit


class Deadline(Struct, frozen=True):
    """The next step of an application that has a day: what, by whom, and the days between which it falls due (one, or two where the working days of a
    year are not published). `late` when even the last of them is over."""

    what: Label
    who: str
    first: dt.date
    last: dt.date
    late: bool


class ApplicationLine(Struct, frozen=True):
    """An application in a list: since when it is where it is, for how many days it has been with the authority, and what falls due next."""

    id: int
    region: str
    region_name: Label
    procedure: str
    title: Label
    firm: str
    stage: str
    since: str
    days: int | None
    next_step: str
    lead_person: str
    due: Deadline | None


def procedure_name(visit: DeskVisit, id: str) -> Label:
    """What a procedure is called."""
    title = visit.programme.procedures.get(id, id)
    found = visit.desk.book.lawbook.procedures.get(id)
    return found.title if found is not None else Label(title, title)


def procedure_of(visit: DeskVisit, state: ApplicationState) -> ProcedureShown | None:
    """The procedure of an application: its check list on the day of receipt, its steps with their due days; None where the lawbook does not hold it."""
    book = visit.desk.book.lawbook
    if state.procedure not in book.procedures:
        return None
    received = next((e.day for e in state.events if e.stage == "received"), None)
    on = dt.date.fromisoformat(received) if received is not None else visit.desk.today
    return procedure_on(book, state.procedure, on, events_of(state))


def deadline_of(visit: DeskVisit, state: ApplicationState) -> Deadline | None:
    """The next day that counts for an application: of one under way the first step that is due, of a granted one what has to be done before it ends."""
    shown = None if state.stage in ("refused", "withdrawn") else procedure_of(visit, state)
    found = []
    for s in shown.steps if shown is not None else ():
        day = s.due.extended or s.due.due
        ahead = s.due.limit is not None and s.due.limit.ahead
        if s.due.status in ("due", "open") and day is not None and not s.step.validity and (ahead or state.stage != "granted"):
            found.append(Deadline(s.step.name, s.step.who, day.earliest, day.latest, day.latest < visit.desk.today))
    return min(found, key=lambda d: d.last, default=None)


def application_line(visit: DeskVisit, kept: KeptItem) -> ApplicationLine:
    """An application as lists show it."""
    state = application_of(kept.state)
    first = next((e.day for e in state.events if e.stage == "received"), None)
    over = state.events[-1].day if state.events and not APPLICATION_STEPS[state.stage] else visit.desk.today.isoformat()
    return record_of(
        ApplicationLine,
        state,
        id=kept.id,
        region=kept.region,
        region_name=region_name(visit.desk, kept.region),
        title=procedure_name(visit, state.procedure),
        since=state.events[-1].day if state.events else kept.made_at[:10],
        days=(dt.date.fromisoformat(over) - dt.date.fromisoformat(first)).days if first is not None else None,
        due=deadline_of(visit, state),
    )

"""A firm's application for a pilot approval, as a bureau keeps it: its way from draft to decision, each step with its day. Pure.

The stage is that of the last event. The authority asks for more papers (`asked`) as often as it likes; what comes after says where the file is again.
Days that the law counts are not kept here: they follow from the events and the procedure in the lawbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from statistics import median
from typing import Any, Literal, get_args

from msgspec import Struct

from shidian.errors import DeskError
from shidian.law.records.procedure import ProcedureEvent
from shidian.procedure.due import NamedEvent
from shidian.store.desk.records import KeptItem
from shidian.tracking.fields import Tracked, check_day, check_texts, read_state

ApplicationStage = Literal["drafted", "received", "asked", "accepted", "forwarded", "granted", "refused", "withdrawn"]
APPLICATION_STAGES: tuple[ApplicationStage, ...] = get_args(ApplicationStage)
APPLICATION_STEPS: dict[ApplicationStage, tuple[ApplicationStage, ...]] = {
    "drafted": ("received", "withdrawn"),
    "received": ("asked", "accepted", "forwarded", "granted", "refused", "withdrawn"),
    "asked": ("received", "accepted", "forwarded", "refused", "withdrawn"),
    "accepted": ("asked", "forwarded", "granted", "refused", "withdrawn"),
    "forwarded": ("asked", "received", "accepted", "granted", "refused", "withdrawn"),
    "granted": (),
    "refused": (),
    "withdrawn": (),
}
"""The stages that may follow each. `accepted` is 受理: the papers are complete, and the time for the decision runs; what comes after `asked` is the
supply of what was asked for."""
CLOSED: tuple[ApplicationStage, ...] = ("granted", "refused", "withdrawn")
MOST_EVENTS = 60
NAMED: dict[str, ProcedureEvent] = {s: s for s in ("received", "asked", "accepted", "forwarded", "granted", "refused")}
"""The stages that are events of a procedure too."""


class ApplicationEvent(Struct, frozen=True, forbid_unknown_fields=True):
    """One step: the stage that it brought, its day (2026-03-01), and what was said: which papers are missing, why it was refused."""

    stage: ApplicationStage
    day: str
    words: str = ""


class ApplicationState(Struct, frozen=True, forbid_unknown_fields=True):
    """An application. `firm` is a name or, with `coded`, a code that the bureau alone can read. `number` is that of the permit; `valid_until` a day;
    `share` the foreign share in per cent."""

    stage: ApplicationStage = "drafted"
    procedure: str = ""
    firm: str = ""
    coded: bool = False
    contact: str = ""
    activity: str = ""
    place: str = ""
    share: str = ""
    authority: str = ""
    events: tuple[ApplicationEvent, ...] = ()
    number: str = ""
    valid_until: str | None = None
    limits: str = ""
    conditions: tuple[str, ...] = ()
    lead_person: str = ""
    next_step: str = ""
    notes: str = ""


def application_of(plain: dict[str, Any]) -> ApplicationState:
    """An application from plain data: the stage is that of its last event, the days do not run backwards. Raises DeskError."""
    state = read_state(plain, ApplicationState, "an application")
    if len(state.events) > MOST_EVENTS or len(state.conditions) > MOST_EVENTS:
        raise DeskError(f"an application holds at most {MOST_EVENTS} events and conditions")
    before: ApplicationStage | None = None
    last = ""
    for event in state.events:
        check_texts(event)
        check_day(event.day)
        if before is not None and event.stage not in APPLICATION_STEPS[before]:
            known = ", ".join(APPLICATION_STEPS[before]) or "none: it is decided"
            raise DeskError(f"`{event.stage}` cannot follow `{before}` (can follow: {known})")
        if before is None and event.stage not in ("drafted", "received"):
            raise DeskError("an application begins as `drafted` or `received`")
        if event.day < last:
            raise DeskError(f"the events run backwards: {event.day} after {last}", hint="put them in the order of their days")
        if event.stage in ("asked", "refused") and not event.words.strip():
            raise DeskError(f"`{event.stage}` needs words: which papers, or why")
        before, last = event.stage, event.day
    if (before or "drafted") != state.stage:
        raise DeskError(f"the stage is `{state.stage}`, and the last event says `{before or 'drafted'}`")
    check_day(state.valid_until)
    for condition in state.conditions:
        if not condition.strip() or len(condition) > 500 or not condition.isprintable():
            raise DeskError("a condition has 1 to 500 characters on one line")
    return state


def refusal_of_application(before: ApplicationState, after: ApplicationState, _why: str | None) -> str | None:
    """Why one state cannot follow another; None when it can. What happened stays: events are added, and taken back by an undo alone."""
    if not after.firm.strip():
        return "an application names the firm, or its code"
    if not after.procedure:
        return "an application names its procedure"
    if after.events[: len(before.events)] != before.events:
        return "an event that is written down is not changed: undo the change that brought it"
    if after.stage == "granted" and not after.number.strip():
        return "`granted` needs the number of the permit or reply"
    if after.stage != "granted" and (after.number or after.valid_until or after.limits or after.conditions):
        return "number, validity, limits and conditions belong to an application that was granted"
    if after.valid_until is not None and after.events and after.valid_until < after.events[-1].day:
        return "the permit would end before it was granted"
    return None


APPLICATION = Tracked("application", ApplicationState.__struct_fields__, application_of, ("drafted", "received"), refusal_of_application)


def with_event(state: dict[str, Any], stage: str, day: str, words: str = "") -> dict[str, Any]:
    """The fields of a change that adds one step to an application as it stands."""
    return {"stage": stage, "events": [*state["events"], {"stage": stage, "day": day, "words": words}]}


def events_of(state: ApplicationState) -> list[NamedEvent]:
    """What happened to an application, as the procedure in the lawbook names it."""
    out: list[NamedEvent] = []
    before = ""
    for e in state.events:
        day = dt.date.fromisoformat(e.day)
        if before == "asked" and e.stage not in ("refused", "withdrawn"):
            out.append(NamedEvent("supplied", day))
        if e.stage in NAMED and not (before == "asked" and e.stage == "received"):
            out.append(NamedEvent(NAMED[e.stage], day))
        before = e.stage
    if state.valid_until is not None:
        out.append(NamedEvent("expires", dt.date.fromisoformat(state.valid_until)))
    return out


class ReportedApplications(Struct, frozen=True):
    """What the bureaus report of a procedure in a region: figures of their own, as *reported*, not official ones. `days` is the median from the day of
    receipt to the grant, in calendar days, None when nothing was granted."""

    region: str
    procedure: str
    received: int
    open: int
    granted: int
    refused: int
    withdrawn: int
    days: int | None


def reported(applications: Iterable[KeptItem]) -> list[ReportedApplications]:
    """The figures by region and procedure, of applications that were received."""
    groups: dict[tuple[str, str], list[ApplicationState]] = {}
    for kept in applications:
        state = application_of(kept.state)
        if any(e.stage == "received" for e in state.events):
            groups.setdefault((kept.region, state.procedure), []).append(state)
    out = []
    for (region, procedure), states in sorted(groups.items()):
        by = {stage: sum(s.stage == stage for s in states) for stage in CLOSED}
        took = [_took(s) for s in states if s.stage == "granted"]
        out.append(
            ReportedApplications(
                region,
                procedure,
                len(states),
                len(states) - sum(by.values()),
                by["granted"],
                by["refused"],
                by["withdrawn"],
                int(median(took)) if took else None,
            )
        )
    return out


def _took(state: ApplicationState) -> int:
    first = next(e.day for e in state.events if e.stage == "received")
    return (dt.date.fromisoformat(state.events[-1].day) - dt.date.fromisoformat(first)).days

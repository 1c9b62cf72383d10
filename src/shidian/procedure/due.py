"""Due days of a procedure: from the events that happened, by the edition that governed the step on the day of the event. Pure.

What happens while more papers are asked for is said by the limit: the time goes on, stands still from the day of asking to the day of supply (neither of
the two is counted), begins anew with the supply, or is open because the authority may prolong it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from shidian.law.records.instrument import Instrument
from shidian.law.records.procedure import Procedure, ProcedureEvent, ProcedureLimit, ProcedurePaper, ProcedureStep
from shidian.procedure.working_days import DayRange, WorkCalendar

DueStatus = Literal["due", "done", "paused", "open", "not-begun", "no-limit"]
"""`due`: the day is known; `done`: the step was taken; `paused`: papers are asked for; `open`: the authority may prolong it; `not-begun`: the event has not
happened; `no-limit`: no act that was read sets a time."""


class NamedEvent(Struct, frozen=True):
    """Something that happened in a procedure, on a day."""

    event: ProcedureEvent
    day: dt.date


class DueDay(Struct, frozen=True):
    """When a step is due: the event that its time runs from, the day (`due`), the day with the extension that the act allows (`extended`), the limit that
    governs it, and the edition of its act in force then. Paused or open times have the day that they would end on at the earliest, where one is known."""

    step: str
    status: DueStatus
    since: dt.date | None = None
    due: DayRange | None = None
    extended: DayRange | None = None
    limit: ProcedureLimit | None = None
    edition: str | None = None
    done: dt.date | None = None


class DueDays:
    """Counts due days over the calendar and the acts of a lawbook."""

    def __init__(self, calendar: WorkCalendar, instruments: Mapping[str, Instrument]) -> None:
        self.calendar = calendar
        self.instruments = instruments

    def all(self, procedure: Procedure, events: Sequence[NamedEvent]) -> tuple[DueDay, ...]:
        """The due day of every step, in the order of the steps. `events` are in the order of their days."""
        return tuple(self.step(step, events) for step in procedure.steps)

    def step(self, step: ProcedureStep, events: Sequence[NamedEvent]) -> DueDay:
        if not step.limits:
            return DueDay(step.step, "no-limit")
        found = next(((i, limit) for limit in step.limits if (i := _start(limit, events)) is not None), None)
        if found is None:
            begun = any(_is(e.event, limit.event) for limit in step.limits for e in events)
            return DueDay(step.step, "no-limit" if begun else "not-begun", limit=step.limits[-1])
        at, limit = found
        since, after = events[at].day, events[at + 1 :]
        edition = self._edition(limit, since)
        end = next((i for i, e in enumerate(after) if step.ends is not None and _is(e.event, step.ends)), None)
        made = after[end].day if end is not None else None
        stops = _stops(after[:end])  # what was asked for after the step was taken does not move it
        running = bool(stops) and stops[-1][1] is None
        if limit.asked == "anew" and stops:
            last = stops[-1][1]
            since, stops = (last, []) if last is not None else (since, stops)
        whole = [(a, b) for a, b in stops if b is not None] if limit.asked == "suspended" else []
        roll = not step.validity
        due = self._end(limit, since, limit.number, whole, roll)
        longer = self._end(limit, since, limit.number + limit.extension, whole, roll) if limit.extension else None
        if made is not None:
            return DueDay(step.step, "done", since, due, longer, limit, edition, made)
        if running and limit.asked in ("suspended", "anew"):
            return DueDay(step.step, "paused", since, None, None, limit, edition)
        if stops and limit.asked == "open":
            return DueDay(step.step, "open", since, due, None, limit, edition)
        return DueDay(step.step, "due", since, due, longer, limit, edition)

    def _end(self, limit: ProcedureLimit, since: dt.date, number: int, pauses: list[tuple[dt.date, dt.date]], roll: bool) -> DayRange:
        calendar = self.calendar
        if limit.unit == "working-days":
            return calendar.working(since, number, back=limit.ahead, without=pauses)
        if limit.unit == "days":
            # a pause reaches from the day of asking to the day of supply; each day of it moves the end, until no further pause is reached
            end = since + dt.timedelta(days=number)
            for first, last in pauses:
                if first <= end:
                    end += last - first + dt.timedelta(days=1)
            return calendar.rolled(end) if not limit.ahead else calendar.calendar_days(since, number, back=True)
        months = number * (12 if limit.unit == "years" else 1)
        return calendar.months(since, months, roll=roll, back=limit.ahead)

    def _edition(self, limit: ProcedureLimit, on: dt.date) -> str | None:
        """The edition of the act in force on a day, as `instrument@edition`."""
        act = self.instruments[limit.provision.partition("#")[0]]
        held = [e for e in act.editions if e.effective is not None and e.effective <= on]
        last = max(held, key=lambda e: e.effective or dt.date.min, default=None)
        return f"{act.instrument}@{last.edition}" if last is not None else None


def check_list(procedure: Procedure, on: dt.date) -> tuple[ProcedurePaper, ...]:
    """The facts and papers that a procedure takes on a day."""
    return tuple(p for p in procedure.papers if (p.from_ is None or p.from_ <= on) and (p.until is None or on < p.until))


def _start(limit: ProcedureLimit, events: Sequence[NamedEvent]) -> int | None:
    """The index of the last event that a limit runs from, within the days for which it governs."""
    found = [
        i
        for i, e in enumerate(events)
        if _is(e.event, limit.event) and (limit.from_ is None or limit.from_ <= e.day) and (limit.until is None or e.day < limit.until)
    ]
    return found[-1] if found else None


def _is(event: ProcedureEvent, wanted: ProcedureEvent) -> bool:
    """Whether an event is the one that is wanted: a grant and a refusal are decisions too."""
    return event == wanted or (wanted == "decided" and event in ("granted", "refused"))


def _stops(events: Sequence[NamedEvent]) -> list[tuple[dt.date, dt.date | None]]:
    """The times in which papers were asked for: from the day of asking to the day of supply, None while they are awaited."""
    out: list[tuple[dt.date, dt.date | None]] = []
    for e in events:
        if e.event == "asked" and (not out or out[-1][1] is not None):
            out.append((e.day, None))
        elif e.event == "supplied" and out and out[-1][1] is None:
            out[-1] = out[-1][0], e.day
    return out

"""Days computed by the procedures of the real lawbook, each written down with what makes it, and counted again over another calendar of China.

The days in the table are written down; `counted` counts each again over the package chinesecalendar, which knows nothing of the lawbook.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import chinese_calendar
import pytest

from shidian.book import load
from shidian.catalogue.procedures import calendar_of, read_events
from shidian.law.lawbook import Lawbook
from shidian.law.records.procedure import ProcedureLimit
from shidian.procedure.due import DueDay, DueDays

ROWS: tuple[tuple[str, str, str, str], ...] = (
    # --- working days across holidays
    ("data-export-assessment", "complete", "received=2024-02-05", "2024-02-18"),
    ("data-export-assessment", "complete", "received=2024-04-03", "2024-04-11"),
    ("data-export-assessment", "complete", "received=2024-09-12", "2024-09-20"),
    ("data-export-assessment", "complete", "received=2025-01-24", "2025-02-07"),
    ("data-export-assessment", "complete", "received=2026-02-13", "2026-02-27"),
    ("data-export-assessment", "complete", "received=2026-01-04", "2026-01-09"),
    ("data-export-assessment", "accept", "forwarded=2024-09-27", "2024-10-12"),
    ("data-export-assessment", "accept", "forwarded=2025-09-26", "2025-10-13"),
    ("data-export-assessment", "accept", "forwarded=2026-04-30", "2026-05-13"),
    ("data-export-assessment", "accept", "forwarded=2026-06-18", "2026-06-30"),
    ("data-export-assessment", "decide", "accepted=2024-01-02", "2024-03-08"),
    ("data-export-assessment", "decide", "accepted=2024-12-20", "2025-02-28"),
    ("data-export-assessment", "decide", "accepted=2025-01-02", "2025-03-12"),
    ("data-export-assessment", "decide", "accepted=2026-01-15", "2026-03-25"),
    ("data-export-assessment", "decide", "accepted=2026-08-10", "2026-10-16"),
    ("data-export-assessment", "review", "granted=2025-04-30", "2025-05-26"),
    ("data-export-assessment", "review", "refused=2026-09-30", "2026-10-27"),
    ("standard-contract", "file", "effective=2025-01-20", "2025-02-08"),
    ("standard-contract", "file", "effective=2026-09-18", "2026-10-09"),
    ("standard-contract", "answer", "received=2025-09-22", "2025-10-17"),
    ("standard-contract", "supply", "received=2026-04-20 asked=2026-04-27", "2026-05-13"),
    ("vats-licence", "hand-over", "granted=2024-04-26", "2024-05-13"),
    # --- times in days, ended on the next working day
    ("vats-licence", "decide", "accepted=2024-12-03", "2025-02-05"),
    ("vats-licence", "decide", "accepted=2025-03-05", "2025-05-06"),
    ("vats-licence", "decide", "accepted=2025-08-04", "2025-10-09"),
    ("vats-licence", "decide", "accepted=2026-03-02", "2026-05-06"),
    ("foreign-hospital", "decide", "accepted=2025-01-02", "2025-02-05"),
    ("foreign-hospital", "decide", "accepted=2026-01-15", "2026-02-14"),
    ("hospital-practice", "decide", "accepted=2026-01-05", "2026-02-24"),
    # --- ends of validity, and days before them
    ("data-export-assessment", "validity", "granted=2024-03-21", "2026-03-21"),
    ("data-export-assessment", "validity", "granted=2024-03-22", "2027-03-22"),
    ("data-export-assessment", "validity", "granted=2024-02-29", "2026-02-28"),
    ("vats-licence", "validity", "granted=2026-05-06", "2031-05-06"),
    ("data-export-assessment", "renew", "expires=2026-03-16", "2025-12-15"),
    ("data-export-assessment", "renew", "expires=2026-11-27", "2026-08-31"),
    ("vats-licence", "renew", "expires=2026-12-31", "2026-10-02"),
    # --- papers asked for
    ("data-export-assessment", "complete", "received=2026-01-05 asked=2026-01-07 supplied=2026-02-12", "2026-02-26"),
    ("vats-licence", "accept", "received=2025-01-20 asked=2025-01-22 supplied=2025-02-06", "2025-02-12"),
    ("standard-contract", "answer", "received=2025-12-15 asked=2025-12-22 supplied=2025-12-31", "2026-01-22"),
    ("vats-licence", "decide", "received=2026-03-02 asked=2026-03-04 supplied=2026-03-09 accepted=2026-03-10", "2026-05-09"),
    # --- what a person holds: the day of the application before the end
    ("residence-permit", "renew", "expires=2026-08-31", "2026-08-01"),
    ("residence-permit", "renew", "expires=2026-03-01", "2026-01-30"),
    ("residence-permit", "decide", "received=2026-03-02", "2026-03-17"),
    ("visa-extension", "apply", "expires=2026-05-10", "2026-05-03"),
    ("data-certification", "renew", "expires=2029-03-31", "2028-09-30"),
    ("data-certification", "validity", "granted=2026-03-02", "2029-03-02"),
)


@cache
def book() -> Lawbook:
    return load().lawbook


def step_of(procedure: str, step: str, events: str) -> DueDay:
    found = book().procedures[procedure]
    named = next(s for s in found.steps if s.step == step)
    return DueDays(calendar_of(book()), book().instruments).step(named, read_events(events.split()))


def counted(limit: ProcedureLimit, since: dt.date) -> dt.date:
    """The day by the other calendar."""
    day, one = since, dt.timedelta(days=-1 if limit.ahead else 1)
    if limit.unit == "working-days":
        left = limit.number
        while left:
            day += one
            left -= chinese_calendar.is_workday(day)
        return day
    assert limit.unit == "days"
    day += limit.number * one
    while not limit.ahead and not chinese_calendar.is_workday(day):
        day += one
    return day


def test_there_are_forty_and_more() -> None:
    assert len(ROWS) >= 40


@pytest.mark.parametrize(("procedure", "step", "events", "wanted"), ROWS, ids=lambda v: v)
def test_a_due_day_is_what_the_provision_and_the_calendar_make(procedure: str, step: str, events: str, wanted: str) -> None:
    found = step_of(procedure, step, events)
    assert found.due is not None
    assert str(found.due.exact) == wanted
    assert found.limit is not None
    assert found.since is not None
    if found.limit.unit in ("days", "working-days"):
        assert str(counted(found.limit, found.since)) == wanted


def test_the_calendar_is_that_of_another_package_on_every_day_of_three_years() -> None:
    found, day = calendar_of(book()), dt.date(2024, 1, 1)
    while day.year < 2027:
        assert found.works(day) == chinese_calendar.is_workday(day), day
        day += dt.timedelta(days=1)

"""Days in years that are not published are intervals that hold the day, whatever the notice will say; papers asked for stop a time as its act says."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from shidian.book import load
from shidian.catalogue.procedures import calendar_of, procedure_on, read_events
from shidian.law.records.base import Label
from shidian.law.records.procedure import (
    DaySpan,
    ExpectedHoliday,
    ExpectedYear,
    Procedure,
    ProcedureLimit,
    ProcedureStep,
    PublishedYear,
    WorkingDays,
)
from shidian.procedure.due import DueDays
from shidian.procedure.working_days import WorkCalendar, same_day

BOOK = load().lawbook
REAL = calendar_of(BOOK)
DAY = dt.timedelta(days=1)


def unpublished(year: PublishedYear) -> ExpectedYear:
    """A published year as it would have been expected: its holidays known, its arrangement not."""

    def around(first: dt.date, last: dt.date, before: int, after: int) -> DaySpan:
        return DaySpan(first - before * DAY, last + after * DAY)

    holidays = tuple(
        ExpectedHoliday(r.name, DaySpan(r.from_, r.from_), around(r.from_, r.until, 3, 3), around(r.from_, r.until, 20, 20), 3)
        for r in year.off
    )
    return ExpectedYear(year.year, holidays)


@given(
    st.sampled_from([2024, 2025, 2026]), st.integers(0, 364), st.integers(1, 60), st.booleans(), st.sampled_from(["expected", "otherwise"])
)
def test_the_interval_of_a_year_not_published_holds_the_day_that_is_published_later(
    year: int, at: int, number: int, back: bool, how: str
) -> None:
    hidden = (unpublished(REAL.published[year]),) if how == "expected" else ()
    known = tuple(y for y in REAL.published.values() if y.year != year)
    before = WorkCalendar([WorkingDays(published=known, expected=hidden, otherwise=REAL.otherwise)])
    start = dt.date(year, 1, 1) + at * DAY
    low = start - 400 * DAY if back else start
    if any(y not in REAL.published for y in (low.year, (start + 200 * DAY).year)):
        return
    told, day = before.working(start, number, back=back), REAL.working(start, number, back=back).exact
    assert day is not None
    assert told.earliest <= day <= told.latest
    if told.exact is None:
        assert year in told.years


@given(st.dates(dt.date(2024, 2, 1), dt.date(2026, 6, 1)), st.integers(1, 60))
def test_counting_back_undoes_counting_on(start: dt.date, number: int) -> None:
    end = REAL.working(start, number).exact
    assert end is not None
    assert REAL.works(end)
    again = REAL.working(end + DAY, number, back=True).exact
    assert again is not None
    assert start < again <= end
    assert sum(bool(REAL.works(start + n * DAY)) for n in range(1, (end - start).days + 1)) == number


@given(st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)), st.integers(-60, 60))
def test_a_month_later_is_the_day_of_the_same_number_or_the_last(start: dt.date, months: int) -> None:
    end = same_day(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + DAY).day == 1


def limited(asked: str, unit: str = "working-days") -> ProcedureStep:
    limit = ProcedureLimit(10, unit, "received", "cn-administrative-licensing-law#times", asked=asked)  # type: ignore[arg-type]
    return ProcedureStep("x", Label("x", "甲"), "authority", limits=(limit,))


def said(asked: str, events: str, unit: str = "working-days") -> tuple[str, str | None]:
    found = DueDays(REAL, BOOK.instruments).step(limited(asked, unit), read_events(events.split()))
    return found.status, str(found.due.exact) if found.due is not None else None


def test_what_happens_while_papers_are_asked_for_is_what_the_limit_says() -> None:
    plain, waiting, supplied = (
        "received=2026-03-02",
        "received=2026-03-02 asked=2026-03-06",
        "received=2026-03-02 asked=2026-03-06 supplied=2026-03-18",
    )
    assert said("goes-on", plain) == said("suspended", plain) == said("anew", plain) == ("due", "2026-03-16")
    assert said("goes-on", supplied) == ("due", "2026-03-16")
    assert said("suspended", waiting) == said("anew", waiting) == ("paused", None)
    assert said("suspended", supplied) == ("due", "2026-03-27")
    assert said("anew", supplied) == ("due", "2026-04-01")
    assert said("open", supplied) == ("open", "2026-03-16")
    assert said("suspended", "received=2026-03-02 asked=2026-03-06 supplied=2026-03-18", "days") == ("due", "2026-03-25")


def test_a_time_that_no_act_sets_and_one_that_has_not_begun_are_told_apart() -> None:
    found = {s.step.step: s.due.status for s in procedure_on(BOOK, "vats-pilot", dt.date(2026, 11, 27)).steps}
    assert set(found.values()) == {"no-limit"}
    later = {s.step.step: s.due.status for s in procedure_on(BOOK, "vats-licence", dt.date(2026, 11, 27)).steps}
    assert later["decide"] == "not-begun"


def test_every_procedure_has_papers_with_their_supplier_and_every_limit_an_edition_on_its_day() -> None:
    assert {"vats-pilot", "foreign-hospital", "data-export-assessment", "qflp-shenzhen"} <= set(BOOK.procedures)
    days = DueDays(REAL, BOOK.instruments)
    for procedure in BOOK.procedures.values():
        assert procedure.papers
        assert_steps(days, procedure)


def assert_steps(days: DueDays, procedure: Procedure) -> None:
    for step in procedure.steps:
        for limit in step.limits:
            # an act of 2025 on certificates holds from 2026 on
            least = dt.date(2026, 6, 2) if limit.provision.endswith("#certificate") else dt.date(2025, 6, 2)
            on = max(limit.from_ or least, least)
            on = on if limit.until is None or on < limit.until else limit.until - DAY
            found = days.step(step, read_events([f"{limit.event}={on}"]))
            assert found.limit == limit
            assert found.due is not None
            assert found.edition is not None or "guides" in limit.provision or "hospital" in limit.provision


def test_the_edition_on_the_day_of_the_event_governs() -> None:
    step = next(s for s in BOOK.procedures["data-export-assessment"].steps if s.step == "validity")
    days = DueDays(REAL, BOOK.instruments)
    old, new = (days.step(step, read_events([f"granted={day}"])) for day in ("2024-03-21", "2024-03-22"))
    assert (old.edition, new.edition) == ("cn-cac-order-11@2022", "cn-cac-order-16@2024")
    assert (str(old.due.exact), str(new.due.exact)) == ("2026-03-21", "2027-03-22")  # type: ignore[union-attr]

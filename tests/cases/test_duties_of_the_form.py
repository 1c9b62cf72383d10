"""What only some forms of a business owe is owed by no other: an office has no capital, and a household is no company."""

from __future__ import annotations

import random

import pytest

from shidian.answer.decision import Decision
from tests.cases.real import real_book
from tests.nightly import NIGHTLY, TODAY

CAPITAL, COMPANY, HOUSEHOLD = (
    "cn-company-law/capital",
    "cn-market-entities-regulations/company-registration",
    "cn-market-entities-regulations/household-registration",
)
MONEY, REPORT = "cn-fx-direct-investment-notice-2015/registration", "cn-information-reporting-measures/annual-report"
OWED = {
    "company": ({CAPITAL, COMPANY, MONEY, REPORT}, {HOUSEHOLD}),
    "partnership": ({COMPANY, MONEY, REPORT}, {CAPITAL, HOUSEHOLD}),
    "individual-business": ({HOUSEHOLD}, {CAPITAL, COMPANY, MONEY, REPORT}),
    "representative-office": (set[str](), {CAPITAL, COMPANY, MONEY, REPORT, HOUSEHOLD}),
    "contract-control": (set[str](), {CAPITAL, COMPANY, MONEY, REPORT, HOUSEHOLD}),
}
"""Form: what it owes, and what it does not."""
PLACES = ("chengdu:other", "shanghai-ftz", "haikou", "guangzhou:other")
DAYS = ("2024-07-15", "2025-06-01", "2026-09-01")


def owed(decision: Decision) -> set[str]:
    return {duty.rule for duty in decision.duties}


@pytest.mark.parametrize("form", OWED)
def test_each_form_owes_what_the_acts_ask_of_it(form: str) -> None:
    book, rng = real_book(), random.Random(TODAY)
    terms = [t.id for t in book.lawbook.content.vocabularies["activities"].terms]
    rows = [(a, p, d) for a in terms for p in PLACES for d in DAYS]
    person = "person" if form == "individual-business" else "enterprise"
    origin = "hk" if form == "individual-business" else "de"
    met = 0
    for activity, place, day in (
        rows if NIGHTLY else [*rng.sample(rows, 120), ("foreign-law-firm-office", PLACES[0], DAYS[1]), ("restaurants", PLACES[0], DAYS[1])]
    ):
        facts = {
            "activity": activity,
            "territory": place,
            "on": day,
            "origin": origin,
            "share": "100",
            "legal-form": form,
            "investor-kind": person,
        }
        decision = book.ask("access", facts)
        if decision.outcome != "permitted":
            continue
        due, never = OWED[form]
        assert due <= owed(decision), (activity, place, day)
        assert not never & owed(decision), (activity, place, day)
        met += 1
    assert met


@pytest.mark.parametrize(("on", "owes"), [("2025-09-14", True), ("2025-09-15", False)])
def test_a_reinvestment_is_registered_with_a_bank_until_the_notice_of_september_2025(on: str, owes: bool) -> None:
    facts = {
        "activity": "management-consulting",
        "territory": "guiyang",
        "origin": "de",
        "share": "100",
        "holding": "through-wholly-foreign",
        "on": on,
    }
    duties = owed(real_book().ask("access", facts))
    assert MONEY not in duties
    assert ("cn-fx-direct-investment-notice-2015/reinvestment-registration" in duties) is owes

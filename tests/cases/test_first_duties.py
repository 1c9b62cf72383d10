"""Every activity that a case can permit says what the sector asks for first, or in words that it was not collected."""

from __future__ import annotations

from functools import cache

import pytest

from shidian.answer.decision import Decision
from shidian.answer.parts import Obligation
from tests.cases.real import real_book, real_lawbook
from tests.nightly import WHOLE, share_of

DAY = "2026-06-01"
PLACES = ("shanghai-ftz", "beijing", "hainan", "chengdu", "hengqin")
INVESTORS = (("DE", "100"), ("DE", "49"), ("HK", "100"), ("HK", "49"))
NOT_COLLECTED: frozenset[str] = frozenset()
"""Permitted activities whose first duty nobody has collected: their decisions say so in words."""


@cache
def permitted() -> dict[str, list[Decision]]:
    """Each leaf of the activities that is permitted somewhere to somebody, with the decisions that permit it."""
    tree = real_lawbook().trees["activities"]
    parents = {t.parent for t in tree.terms.values()}
    found: dict[str, list[Decision]] = {}
    for activity in share_of([id for id in tree.terms if id not in parents], 3):
        for place in PLACES:
            for origin, share in INVESTORS:
                facts = {"activity": activity, "territory": place, "origin": origin, "share": share, "on": DAY}
                decision = real_book().ask("access", facts)
                if decision.outcome == "permitted":
                    found.setdefault(activity, []).append(decision)
    return found


def first(decision: Decision) -> Obligation | None:
    """The first duty that is certain; or one licence that several authorities give, by a place that is open (in a zone or outside it)."""
    staged = [d for d in decision.duties if d.stage and not d.general]
    names = [d.name for d in staged]
    return next((d for d in staged if d.certain), next((d for d in staged if names.count(d.name) > 1), None))


def test_every_permitted_activity_has_a_first_duty_or_an_honest_row() -> None:
    silent = {activity for activity, decisions in permitted().items() for d in decisions if first(d) is None}
    assert silent == NOT_COLLECTED
    assert len(permitted()) > (130 if WHOLE else 40)


def test_a_decision_without_a_first_duty_says_that_none_was_collected_and_no_other_does() -> None:
    for decisions in permitted().values():
        for decision in decisions:
            staged = any(d.stage and not d.general for d in decision.duties)
            assert (decision.uncollected is None) == staged


def test_the_specific_stands_before_the_general() -> None:
    for decisions in permitted().values():
        for decision in decisions:
            general = [d.general for d in decision.duties]
            assert general == sorted(general)
            assert any(general), "what every business has is said too"


def test_that_nothing_is_needed_rests_on_a_provision_and_a_mark() -> None:
    none = [d for decisions in permitted().values() for decision in decisions for d in decision.duties if d.kind == "none"]
    assert none
    assert all(d.basis and d.seen and d.sources for d in none)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_asked_for_is_said_in_both_languages(lang: str) -> None:
    for decisions in permitted().values():
        duty = first(decisions[0])
        assert duty is not None
        text = "".join(decisions[0].to_text(lang, columns=10_000).split())
        for part in (duty.name, *duty.details):
            assert "".join(part[lang].split()) in text

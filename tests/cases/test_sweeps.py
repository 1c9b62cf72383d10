"""The real law swept at random: no door of a decision says more than the rest of it bears out. A push takes a part, the night all."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from shidian.analysis.elsewhere import elsewhere
from shidian.answer.decision import Decision
from shidian.errors import CaseError
from shidian.words.phrases import phrase
from tests.cases.real import real_book as book
from tests.nightly import NIGHTLY, TODAY

DAYS = ("2019-09-01", "2022-06-01", "2024-11-05", "2025-06-01", "2026-06-01")
SHARES = (1, 10, 20, 24, 25, 30, 33, 34, 40, 49, 49.9, 50, 50.1, 51, 60, 66, 67, 70, 75, 80, 99, 100)


@cache
def drawn(count: int) -> tuple[tuple[dict[str, Any], Decision], ...]:
    """Cases of market access, activities as coarse as they come, with their decisions."""
    rng = random.Random(TODAY)
    activities = [t.id for t in book().lawbook.content.vocabularies["activities"].terms]
    regions = [r.region for r in book().lawbook.programme.regions]
    cases = [
        {
            "activity": rng.choice(activities),
            "territory": rng.choice(regions),
            "origin": rng.choice(["DE", "HK", "US"]),
            "on": rng.choice(DAYS),
            "share": rng.choice(SHARES),
        }
        for _ in range(count)
    ]
    return tuple((case, book().ask("access", case)) for case in cases)


def accesses() -> tuple[tuple[dict[str, Any], Decision], ...]:
    return drawn(20_000 if NIGHTLY else 250)


def exports() -> Iterator[tuple[dict[str, Any], Decision]]:
    """Cases of data export with about a third of the facts missing."""
    rng = random.Random(TODAY)
    facts = book().question("data_export").facts
    for _ in range(4_000 if NIGHTLY else 150):
        case: dict[str, Any] = {"on": rng.choice(DAYS), "territory": rng.choice(["shanghai", "beijing", "wuhan"])}
        for fact in facts:
            if fact.fact in case or rng.random() < 0.3:
                continue
            if fact.domain == "yes_no":
                case[fact.fact] = rng.choice(["yes", "no"])
            elif fact.domain == "choice":
                case[fact.fact] = rng.choice([c.id for c in fact.choices])
            elif fact.domain == "number":
                case[fact.fact] = rng.choice([0, 5_000, 50_000, 200_000, 2_000_000])
        try:
            yield case, book().ask("data_export", case)
        except CaseError:
            continue


def test_no_ceiling_that_is_said_is_contradicted_by_the_next_question() -> None:
    rng = random.Random(TODAY)
    for case, found in accesses():
        certain, possible = found.in_force.certain, found.in_force.possible
        for share in rng.sample(SHARES, 2):
            other = book().ask("access", case | {"share": share})
            value = Decimal(str(share))
            if certain is not None and (value < certain.value or (value == certain.value and not certain.exclusive)):
                assert other.outcome == "permitted", (case, share)
            if possible is not None and (value > possible.value or (value == possible.value and possible.exclusive)):
                assert other.outcome != "permitted", (case, share)


def test_no_permission_carries_a_reason_that_bars_it() -> None:
    for case, found in accesses():
        if found.outcome == "permitted":
            assert not [r.rule for r in found.reasons if r.role == "binds"], case


def test_no_export_without_a_procedure_is_explained_by_a_procedure() -> None:
    for case, found in exports():
        if found.outcome == "none":
            assert not [r.rule for r in found.reasons if r.role == "binds"], case
            assert not [r.rule for r in found.reasons if r.path not in (None, "none") and r.role in ("kept", "relieves")], case


def test_no_rule_that_gives_the_answer_stands_under_why_not_and_none_that_could_never_help() -> None:
    for case, found in accesses():
        failed = [f for r in found.reasons for f in r.helped_not]
        if found.outcome != "undetermined":
            assert not {f.rule for f in failed} & set(found.determining), case
        assert not [f.rule for f in failed for t in f.tests if t.fact == "activity" and not t.unknown], case


def test_what_only_a_missing_fact_leaves_open_is_told_by_its_parts() -> None:
    bare = phrase("because_missing_facts")
    for case, found in accesses():
        if (found.outcome, found.because) == ("undetermined", "missing_facts"):
            for text in (found.sentence, found.summary.holds):
                assert bare.en not in text.en, case
                assert not text.en.startswith("Undetermined"), case
            assert not found.sentence.zh.startswith("不能确定"), case


def test_every_answer_says_how_sure_it_is_and_what_is_open_does_not() -> None:
    for case, found in accesses():
        assert (found.confidence is None) == (found.outcome == "undetermined"), case


@pytest.mark.parametrize("place", ["chengdu", "pudong"])
def test_nothing_that_is_needed_is_silent_where_what_needs_it_is_permitted(place: str) -> None:
    """Closing rules of a needed activity do not count; so none may be without one."""
    for need in book().rulebook("access").needs:
        assert need.needs is not None
        fact, needed = need.needs
        for test in need.scope.when:
            for activity in getattr(test, "words", ()):
                case: dict[str, Any] = {"territory": place, "origin": "US", "share": 20, "on": "2025-06-01"}
                if book().ask("access", case | {fact: activity}).outcome == "permitted":
                    assert book().ask("access", case | {fact: needed}).because != "gap"


def test_what_hangs_on_a_place_says_where_in_every_activity_and_region() -> None:
    """260 activities x 20 regions for an investor from Germany at 100 %: no bare "undetermined", or "depends", only for want of a fact."""
    rng = random.Random(TODAY)
    terms = [t.id for t in book().lawbook.content.vocabularies["activities"].terms]
    regions = [r.region for r in book().lawbook.programme.regions]
    cells = [(a, r) for a in terms for r in regions]
    depends = phrase("depends")
    for activity, region in cells if NIGHTLY else rng.sample(cells, 120):
        case: dict[str, Any] = {"activity": activity, "territory": region, "origin": "DE", "share": 100, "on": "2026-06-01"}
        found = book().ask("access", case)
        if found.because != "missing_facts":
            continue
        assert found.missing, case
        assert all(len({(x.outcome, x.because) for x in m.answers}) > 1 for m in found.missing[:1]), case
        for lang in ("en", "zh"):
            assert depends[lang] not in found.summary.holds[lang].partition("except" if lang == "en" else "除")[0], case
        if found.outcome == "refused":  # whatever is missing: it says what is open all the same, and no less
            assert phrase("sum_refused").en in found.summary.holds.en, case


def test_a_region_and_a_cell_of_a_table_say_where_as_the_decision_does() -> None:
    rng = random.Random(TODAY)
    terms = [t.id for t in book().lawbook.content.vocabularies["activities"].terms]
    regions = [r.region for r in book().lawbook.programme.regions]
    facts: dict[str, Any] = {"origin": "DE", "share": 100, "on": "2026-06-01"}
    told = 0
    for activity in [*rng.sample(terms, 60 if NIGHTLY else 1), "ip-vpn", "nursing-school"]:
        for there in elsewhere(book(), "access", facts | {"activity": activity}, rng.sample(regions, 5), dt.date(2019, 1, 1)):
            found = book().ask("access", facts | {"activity": activity, "territory": there.place})
            hangs = (found.outcome, found.because) == ("undetermined", "missing_facts")
            assert (there.depends is not None) == hangs
            if there.depends is not None:
                told += 1
                assert there.depends.en in found.summary.holds.en, (activity, there.place)
                assert there.depends != phrase("depends")
    assert told
    table = book().matrix("access", facts | {"territory": "nanjing", "activity": "education"}, rows="activity", columns="origin")
    assert not [n for line in table.names for n in line if n == phrase("depends")]


def test_a_branch_whose_entries_are_not_all_there_is_not_permitted_as_a_whole() -> None:
    """What nobody listed may be restricted by an act that nobody read: "finance" is open no further than its kinds are."""
    terms = book().lawbook.content.vocabularies["activities"].terms
    branches = {t.parent for t in terms}
    partly = [t.id for t in terms if t.id in branches and not t.complete]
    asked = [{"activity": b, "territory": p, "origin": "DE", "share": 100, "on": DAYS[-1]} for b in partly for p in ("wuhan", "lingang")]
    assert partly
    assert [case for case in asked if book().ask("access", case).outcome == "permitted"] == []


def test_a_branch_is_permitted_only_where_each_of_its_entries_is() -> None:
    terms = book().lawbook.content.vocabularies["activities"].terms
    below: dict[str, list[str]] = {}
    for term in terms:
        below.setdefault(term.parent or "", []).append(term.id)
    for branch in (t.id for t in terms if t.id in below):
        facts: dict[str, Any] = {"territory": "chengdu", "origin": "DE", "share": 49, "on": DAYS[-1]}
        if book().ask("access", {**facts, "activity": branch}).outcome == "permitted":
            assert {book().ask("access", {**facts, "activity": a}).outcome for a in below[branch]} == {"permitted"}


def test_control_by_contracts_without_a_share_is_nowhere_freer_than_owning_the_whole() -> None:
    """A ceiling says nothing of who holds no share: where the whole may not be owned, a share of 0 held by contracts is never "permitted"."""
    rng = random.Random(TODAY)
    entries = [t.id for t in book().lawbook.content.vocabularies["activities"].terms if t.id not in {"public-hospital-acquisition"}]
    places = ("hefei", "tianjin-ftz", "hainan", "shanghai:other", "pudong", "chengdu:other")
    common = {"investor-kind": "enterprise", "holding": "direct", "overseas-listing": "no", "hospital-level": "tertiary"}
    for on in ("2019-09-01", "2020-08-01", "2022-06-01", "2024-12-01", "2026-06-01"):
        for activity in entries if NIGHTLY else rng.sample(entries, 30):
            for origin in ("US", "HK", "TW"):
                case = {**common, "activity": activity, "territory": rng.choice(places), "origin": origin, "on": on}
                case["service-supplier"] = "no" if origin == "US" else "yes"
                contracts = book().ask("access", case | {"legal-form": "contract-control", "share": 0, "investor-share": 0})
                whole = book().ask("access", case | {"legal-form": "company", "share": 100, "investor-share": 100})
                assert contracts.outcome != "permitted" or whole.outcome == "permitted", case

"""A doubtful hope of which nobody has seen the words is shown, and not counted; one whose words were seen stays a doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.building import instrument, load_book

CASE: dict[str, Any] = {
    "activity": "owls",
    "territory": "harbour",
    "origin": "sylvania",
    "share": 50,
    "investor-share": 10,
    "on": "2024-06-01",
}
LIMIT = "- {rule: owls, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 10}}}"
HOPE = (
    "- {rule: hope, question: access, kind: relief, when: {activity: owls, territory: harbour}, relieves: [orsia-owls/owls],"
    " authorised_by: [orsia-list], effect: {share: {at_most: 100}}, MORE}"
)
DOUBTS = {"disputed": "disputed: {en: sources differ, zh: 说法不一}", "standing_unknown": "standing: unknown"}


def _seen(change: dict[str, str], mark: str) -> dict[str, str]:
    return {n: t.replace("seen: official", f"seen: {mark}") for n, t in change.items()}


@pytest.mark.parametrize("cause", DOUBTS)
@pytest.mark.parametrize("mark", ["memory", "inferred"])
def test_a_doubtful_relief_from_memory_leaves_a_plain_no_and_is_shown(tmp_path: Path, cause: str, mark: str) -> None:
    hope = _seen(instrument("orsia-hope", HOPE.replace("MORE", DOUBTS[cause])), mark)
    found = load_book(tmp_path, instrument("orsia-owls", LIMIT), hope).ask("access", CASE)
    assert found.outcome == "not_permitted"
    assert [(r.rule, r.role, r.doubt) for r in found.leads] == [("orsia-hope/hope", "lead", cause)]
    assert "orsia-hope/hope" in found.to_text()
    assert "线索" in found.summary.change.zh


@pytest.mark.parametrize("cause", DOUBTS)
def test_one_whose_words_were_seen_stays_a_doubt(tmp_path: Path, cause: str) -> None:
    hope = _seen(instrument("orsia-hope", HOPE.replace("MORE", DOUBTS[cause])), "secondary")
    found = load_book(tmp_path, instrument("orsia-owls", LIMIT), hope).ask("access", CASE)
    assert (found.outcome, found.because, found.leads) == ("undetermined", cause, ())


def test_a_disputed_announcement_from_memory_is_a_lead_from_its_day(tmp_path: Path) -> None:
    hope = HOPE.replace("MORE", f"{DOUBTS['disputed']}, in_force: [], announced: 2024-01-01")
    book = load_book(tmp_path, instrument("orsia-owls", LIMIT), _seen(instrument("orsia-hope", hope), "memory"))
    before, after = (book.ask("access", CASE | {"on": on}) for on in ("2023-12-31", "2024-01-01"))
    assert [r.rule for r in (*before.leads, *after.leads)] == ["orsia-hope/hope"]
    assert after.leads
    assert (after.in_force.outcome, after.announced.outcome) == ("not_permitted", "not_permitted")


def test_a_relief_from_memory_that_is_not_in_doubt_works(tmp_path: Path) -> None:
    hope = _seen(instrument("orsia-hope", HOPE.replace(", MORE", "")), "memory")
    found = load_book(tmp_path, instrument("orsia-owls", LIMIT), hope).ask("access", CASE)
    assert (found.outcome, found.confidence, found.leads) == ("permitted", "memory", ())


def test_a_relief_from_memory_that_surely_stood_stays_a_doubt_where_nobody_knows_of_its_prolongation(tmp_path: Path) -> None:
    """It is no mere hope: only the day of its end is in doubt."""
    lapsed = HOPE.replace("MORE", "in_force: [{from: 2022-01-01, until: 2024-01-01, then: unknown}]")
    book = load_book(tmp_path, instrument("orsia-owls", LIMIT), _seen(instrument("orsia-hope", lapsed), "memory"))
    assert book.ask("access", CASE | {"on": "2023-12-31"}).outcome == "permitted"
    after = book.ask("access", CASE | {"on": "2024-01-01"})
    assert (after.outcome, after.because, after.leads) == ("undetermined", "standing_unknown", ())


def test_a_limit_from_memory_counts_as_doubt(tmp_path: Path) -> None:
    doubtful = LIMIT.replace("}}}", "}}, standing: unknown}")
    found = load_book(tmp_path, _seen(instrument("orsia-owls", doubtful), "memory")).ask("access", CASE)
    assert (found.outcome, found.because) == ("undetermined", "standing_unknown")


def test_a_lead_elsewhere_or_of_what_is_no_bar_is_not_shown(tmp_path: Path) -> None:
    hope = _seen(instrument("orsia-hope", HOPE.replace("MORE", DOUBTS["disputed"])), "memory")
    book = load_book(tmp_path, instrument("orsia-owls", LIMIT), hope)
    assert book.ask("access", CASE | {"territory": "lake-city"}).leads == ()
    assert book.ask("access", CASE | {"share": 10}).leads == ()

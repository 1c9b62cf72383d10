"""Two readings and two times: announced and in force, the day asked and the day of knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest

from shidian.book import Book
from tests.building import ORSIA, instrument, load_book

PIGEONS = {"activity": "pigeons", "territory": "harbour", "share": "100"}
WEAVING = {"activity": "weaving", "territory": "hill-city", "origin": "freedonia", "certified": "yes", "share": "40"}
OWLS = {"activity": "owls", "territory": "hill-city", "share": "60"}


def both(book: Book, facts: dict[str, str], on: str, known_on: str | None = None) -> tuple[str, str]:
    decision = book.ask("access", facts, on=on, known_on=known_on)
    return decision.in_force.outcome, decision.announced.outcome


def limit_on_owls(in_force: str, more: str = "") -> str:
    return (
        "- {rule: ban, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 50}}, "
        f"in_force: {in_force}{more}}}"
    )


@pytest.mark.parametrize(
    ("on", "readings"),
    [
        ("2023-02-28", ("not_permitted", "not_permitted")),
        ("2023-03-01", ("not_permitted", "permitted")),
        ("2023-05-31", ("not_permitted", "permitted")),
        ("2023-06-01", ("permitted", "permitted")),
    ],
)
def test_a_relief_announced_before_it_is_in_force_shows_in_the_announced_reading_only(
    tmp_path: Path, on: str, readings: tuple[str, str]
) -> None:
    assert both(load_book(tmp_path), PIGEONS, on) == readings


def test_a_relief_that_is_only_announced_never_helps_in_force(tmp_path: Path) -> None:
    decision = load_book(tmp_path).ask("access", WEAVING, on="2030-01-01")
    assert (decision.outcome, decision.announced.outcome, decision.readings_differ) == ("prohibited", "permitted", True)


def test_a_later_edition_replaces_the_earlier_one_from_its_effective_day(tmp_path: Path) -> None:
    facts = PIGEONS | {"territory": "lake-city:other", "share": "40"}
    book = load_book(tmp_path)
    assert both(book, facts, "2021-12-14") == ("prohibited", "prohibited")
    assert both(book, facts, "2022-01-01") == ("permitted", "permitted")


def test_an_end_announced_by_a_later_edition_shows_in_the_announced_reading_before_it_comes(tmp_path: Path) -> None:
    """The edition of 2022 was published on 2021-12-15, and lets pigeons go below 50 %."""
    facts = PIGEONS | {"territory": "lake-city:other", "share": "40"}
    assert both(load_book(tmp_path), facts, "2021-12-20") == ("prohibited", "permitted")


def test_an_end_that_was_not_yet_published_is_not_seen(tmp_path: Path) -> None:
    facts = PIGEONS | {"territory": "lake-city:other", "share": "40"}
    book = load_book(tmp_path)
    assert both(book, facts, "2022-06-01", known_on="2021-12-14") == ("prohibited", "prohibited")
    assert both(book, facts, "2022-06-01", known_on="2021-12-15") == ("permitted", "permitted")


def test_a_relief_that_was_not_yet_published_is_not_seen(tmp_path: Path) -> None:
    book = load_book(tmp_path)
    assert both(book, PIGEONS, "2024-01-01", known_on="2023-02-28") == ("not_permitted", "not_permitted")
    assert both(book, PIGEONS, "2024-01-01", known_on="2023-03-01") == ("permitted", "permitted")


def test_after_an_end_that_is_over_the_rule_is_over(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-owls", limit_on_owls("[{from: 2020-01-01, until: 2023-01-01}]")))
    assert both(book, OWLS, "2022-12-31")[0] == "not_permitted"
    assert both(book, OWLS, "2023-01-01")[0] == "permitted"


def test_after_an_end_of_which_nobody_knows_whether_it_was_prolonged_the_standing_is_unknown(tmp_path: Path) -> None:
    rule = limit_on_owls("[{from: 2020-01-01, until: 2023-01-01, then: unknown}]")
    book = load_book(tmp_path, instrument("orsia-owls", rule))
    assert both(book, OWLS, "2022-12-31")[0] == "not_permitted"
    decision = book.ask("access", OWLS, on="2023-01-01")
    assert (decision.outcome, decision.because) == ("undetermined", "standing_unknown")
    assert book.ask("access", OWLS | {"share": "50"}, on="2023-01-01").outcome == "permitted"


def test_a_later_interval_with_a_known_end_settles_what_came_before_it(tmp_path: Path) -> None:
    rule = limit_on_owls("[{from: 2019-01-01, until: 2020-01-01, then: unknown}, {from: 2021-01-01, until: 2022-01-01}]")
    book = load_book(tmp_path, instrument("orsia-owls", rule, effective="2019-01-01"))
    assert book.ask("access", OWLS, on="2020-06-01").because == "standing_unknown"
    assert book.ask("access", OWLS, on="2023-01-01").outcome == "permitted"


def test_a_rule_of_unknown_standing_leaves_the_answer_open_only_where_it_matters(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-owls", limit_on_owls("[{from: 2020-01-01}]", ", standing: unknown")))
    decision = book.ask("access", OWLS, on="2024-01-01")
    assert (decision.outcome, decision.because) == ("undetermined", "standing_unknown")
    assert book.ask("access", OWLS | {"share": "50"}, on="2024-01-01").outcome == "permitted"


def test_an_edition_that_expires_before_the_next_one_begins_is_over_in_between(tmp_path: Path) -> None:
    name = "instruments/orsia-owls.yaml"
    text = instrument(
        "orsia-owls",
        """
        - {rule: ban, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 50}}}
        """,
        more="expires: 2021-01-01",
    )[name]
    text = text.replace(
        "provisions:",
        """  - {edition: "2", published: 2022-01-01, effective: 2022-01-01, sources: [gazette]}
provisions:""",
    )
    book = load_book(tmp_path, {name: text})
    assert [both(book, OWLS, day)[0] for day in ("2020-06-01", "2021-06-01", "2022-06-01")] == [
        "not_permitted",
        "permitted",
        "not_permitted",
    ]


def test_a_late_discovery_counts_from_the_day_it_became_known(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-owls", limit_on_owls("[{from: 2020-01-01}]", ", known: 2023-05-01")))
    assert both(book, OWLS, "2022-01-01") == ("not_permitted", "not_permitted")
    assert both(book, OWLS, "2022-01-01", known_on="2023-04-30") == ("permitted", "permitted")


def test_what_was_announced_stays_announced_however_late_it_was_found(tmp_path: Path) -> None:
    """Published in 2020, in force in 2025, found by us in 2023: whoever asks today for 2021 is told of the announcement."""
    book = load_book(tmp_path, instrument("orsia-owls", limit_on_owls("[{from: 2025-01-01, by: orsia-owls}]", ", known: 2023-05-01")))
    assert both(book, OWLS, "2021-01-01") == ("permitted", "not_permitted")
    assert both(book, OWLS, "2021-01-01", known_on="2022-01-01") == ("permitted", "permitted")


def test_a_text_announces_no_later_day_of_a_rule_unless_the_rule_says_by_which_act(tmp_path: Path) -> None:
    """A file of agreements begins in 2020; one of 2025 was no promise of 2020. One that a text of 2020 dates to 2025 is."""
    bare = load_book(tmp_path / "bare", instrument("orsia-owls", limit_on_owls("[{from: 2025-01-01}]")))
    said = load_book(tmp_path / "said", instrument("orsia-owls", limit_on_owls("[{from: 2025-01-01, by: orsia-owls}]")))
    assert both(bare, OWLS, "2021-01-01") == ("permitted", "permitted")
    assert both(said, OWLS, "2021-01-01") == ("permitted", "not_permitted")
    assert both(bare, OWLS, "2025-01-01") == both(said, OWLS, "2025-01-01") == ("not_permitted", "not_permitted")
    assert both(bare, OWLS, "2025-01-01", known_on="2024-12-31") == ("permitted", "permitted")


def test_an_announcement_is_not_seen_before_it_was_made(tmp_path: Path) -> None:
    """The text is of 2020; that it will be applied was announced in 2024."""
    book = load_book(tmp_path, instrument("orsia-owls", limit_on_owls("[]", ", announced: 2024-01-01")))
    assert both(book, OWLS, "2024-06-01") == ("permitted", "not_permitted")
    assert both(book, OWLS, "2024-06-01", known_on="2023-01-01") == ("permitted", "permitted")


def test_an_announcement_that_was_withdrawn_counts_until_then(tmp_path: Path) -> None:
    rule = limit_on_owls("[]", ", announced: 2021-01-01, announced_until: 2022-01-01")
    book = load_book(tmp_path, instrument("orsia-owls", rule))
    assert [both(book, OWLS, day)[1] for day in ("2020-12-31", "2021-01-01", "2022-01-01")] == ["permitted", "not_permitted", "permitted"]


def test_an_undated_instrument_is_announced_by_its_publication_and_never_in_force(tmp_path: Path) -> None:
    text = (
        ORSIA["instruments/orsia-pilot.yaml"]
        .replace("effective: 2023-03-01", "effective: null")
        .replace("        in_force: []\n        announced: 2023-03-01\n", "        in_force: []\n")
    )
    book = load_book(tmp_path, {"instruments/orsia-pilot.yaml": text})
    assert both(book, WEAVING, "2023-02-28") == ("prohibited", "prohibited")
    assert both(book, WEAVING, "2023-03-01") == ("prohibited", "permitted")


@pytest.mark.parametrize(
    ("on", "readings"),
    [
        ("2020-02-29", ("permitted", "permitted")),
        ("2020-03-01", ("undetermined", "undetermined")),
        ("2020-12-31", ("undetermined", "undetermined")),
        ("2021-01-01", ("not_permitted", "not_permitted")),
        ("2022-12-31", ("not_permitted", "not_permitted")),
        ("2023-01-01", ("undetermined", "undetermined")),
        ("2023-06-30", ("undetermined", "undetermined")),
        ("2023-07-01", ("permitted", "permitted")),
    ],
)
def test_between_the_first_and_the_last_day_that_a_bound_can_be_nobody_knows_and_outside_they_do(
    tmp_path: Path, on: str, readings: tuple[str, str]
) -> None:
    bounds = "[{from: 2020-03-01, from_at_latest: 2021-01-01, until: 2023-01-01, until_at_latest: 2023-07-01}]"
    act = {
        n: t.replace("    published: 2019-01-01\n", "")
        for n, t in instrument("orsia-b", limit_on_owls(bounds), effective="2019-01-01").items()
    }
    book = load_book(tmp_path, act)
    assert both(book, OWLS, on) == readings
    if "undetermined" in readings:
        decision = book.ask("access", OWLS, on=on)
        assert decision.because == "standing_unknown"
        assert "not before" in decision.to_text()


def test_what_was_published_before_counts_as_announced_while_nobody_knows_whether_it_has_begun(tmp_path: Path) -> None:
    bounds = "[{from: 2020-03-01, from_at_latest: 2021-01-01, by: orsia-b}]"
    book = load_book(tmp_path, instrument("orsia-b", limit_on_owls(bounds), effective="2020-02-01"))
    assert both(book, OWLS, "2020-02-15") == ("permitted", "not_permitted")
    assert both(book, OWLS, "2020-06-01") == ("undetermined", "not_permitted")


def test_a_grace_from_memory_whose_days_alone_are_in_doubt_is_no_lead(tmp_path: Path) -> None:
    relief = (
        "- {rule: r, question: access, kind: relief, when: {activity: owls, territory: hill-city}, relieves: [orsia-b/ban],"
        " authorised_by: [orsia-list], in_force: [{from: 2020-03-01, from_at_latest: 2021-01-01}], effect: {share: {at_most: 100}}}"
    )
    hope = {n: t.replace("seen: official", "seen: memory") for n, t in instrument("orsia-hope", relief).items()}
    book = load_book(tmp_path, instrument("orsia-b", limit_on_owls("[from: 2019-01-01]")), hope)
    during, after = (book.ask("access", OWLS, on=on) for on in ("2020-06-01", "2021-01-01"))
    assert (during.outcome, during.because, during.leads) == ("undetermined", "standing_unknown", ())
    assert (after.outcome, after.confidence) == ("permitted", "memory")

"""The decision as data: leads, receipts, replay, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from shidian.answer.decision import Decision
from shidian.answer.parts import Receipt
from shidian.book import Book
from shidian.errors import CaseError
from tests.building import instrument, load_book

DAY = "2024-01-01"
PIGEONS = {"activity": "pigeons", "territory": "north", "share": "60"}
CASES: list[tuple[str, dict[str, str]]] = [
    ("access", PIGEONS),
    ("access", {}),
    ("access", {"activity": "weaving"}),
    ("access", PIGEONS | {"territory": "harbour"}),
    ("access", {"territory": "harbour", "activity": "couriers"}),
    ("path", {}),
    ("path", {"letters": "private"}),
    ("path", {"letters": "official", "pages": "100"}),
]


@pytest.mark.parametrize(("question", "facts"), CASES)
def test_each_lead_leads_where_it_says(orsia: Book, question: str, facts: dict[str, str]) -> None:
    decision = orsia.ask(question, facts, on=DAY)
    open_readings = [r for r in ("in_force", "announced") if getattr(decision, r).because == "missing_facts"]
    assert [decision.missing_for] * bool(decision.missing) == open_readings[:1]
    for missing in decision.missing:
        for lead in missing.answers:
            found = getattr(orsia.ask(question, facts | lead.set, on=DAY), decision.missing_for)
            assert (found.outcome, found.because) == (lead.outcome, lead.because), lead


def test_a_lead_for_the_rest_of_a_unit_leads_where_it_says(tmp_path: Path) -> None:
    """Outside the named cities a zone may still lie: "elsewhere" alone does not say that the place is in none."""
    territories = "vocabulary/territories.yaml"
    plain = (Path(__file__).parents[1] / "orsia" / territories).read_text(encoding="utf-8")
    rule = "- {rule: ban, question: access, kind: limit, when: {activity: owls, territory: [harbour, hill-city]}, effect: {share: {at_most: 0}}}"
    book = load_book(
        tmp_path, instrument("orsia-owls", rule), {territories: plain.replace("touches: [port-city, hill-city]", "touches: [north]")}
    )
    facts = {"activity": "owls", "territory": "north", "share": "60"}
    for missing in book.ask("access", facts, on=DAY).missing:
        for lead in missing.answers:
            again = book.ask("access", facts | lead.set, on=DAY)
            assert (again.outcome, again.because) == (lead.outcome, lead.because), lead


def test_a_lead_keeps_what_a_zone_named_as_the_place_has_said(tmp_path: Path) -> None:
    """Who is in the harbour and is asked for the city stays in the harbour."""
    rules = """
    - {rule: city, question: access, kind: limit, when: {activity: owls, territory: port-city}, effect: {share: {at_most: 0}}}
    - {rule: zone, question: access, kind: limit, when: {activity: owls, territory: harbour}, effect: {share: {at_most: 50}}}
    """
    book = load_book(tmp_path, instrument("orsia-owls", rules))
    facts = {"activity": "owls", "territory": "harbour", "share": "60"}
    decision = book.ask("access", facts, on=DAY)
    assert [m.fact for m in decision.missing] == ["territory"]
    for lead in decision.missing[0].answers:
        again = book.ask("access", facts | lead.set, on=DAY)
        assert (again.outcome, again.because) == (lead.outcome, lead.because), lead


def test_leads_cover_neighbouring_numbers_with_the_same_answer_once(orsia: Book) -> None:
    decision = orsia.ask("path", letters="official", contents="none", on=DAY)
    (missing,) = decision.missing
    assert [(lead.label.en, lead.outcome) for lead in missing.answers] == [
        ("below 100 pages", "free"),
        ("at least 100 pages, below 1000 pages", "stamp"),
        ("at least 1000 pages", "inspection"),
    ]


@pytest.mark.parametrize(("question", "facts"), CASES)
@pytest.mark.parametrize("known_on", [None, "2022-06-01"])
def test_a_receipt_gives_the_same_decision_byte_for_byte(orsia: Book, question: str, facts: dict[str, str], known_on: str | None) -> None:
    decision = orsia.ask(question, facts, on=DAY, known_on=known_on)
    again = orsia.replay(decision.receipt)
    assert again.to_json() == decision.to_json()
    stored = msgspec.json.decode(msgspec.json.encode(decision.receipt), type=Receipt)
    assert orsia.replay(stored).to_json() == decision.to_json()


def test_a_replay_does_not_depend_on_the_day_on_which_it_is_made(tmp_path: Path, orsia: Book) -> None:
    import datetime as dt

    decision = orsia.ask("access", activity="pigeons", territory="harbour")
    later = load_book(tmp_path, today=dt.date(2035, 1, 1))
    assert later.replay(decision.receipt).outcome == decision.outcome
    assert later.replay(decision.receipt).receipt == decision.receipt


def test_a_receipt_names_everything_that_the_answer_depends_on(orsia: Book) -> None:
    ids = {
        orsia.ask("access", facts, on=on, known_on=known).receipt.id
        for facts in (PIGEONS, PIGEONS | {"share": "61"})
        for on in ("2024-01-01", "2024-01-02")
        for known in (None, "2024-01-01")
    }
    assert len(ids) == 8
    assert orsia.ask("access", dict(reversed(PIGEONS.items())), on=DAY).receipt == orsia.ask("access", PIGEONS, on=DAY).receipt


def test_a_receipt_of_another_lawbook_is_refused(tmp_path: Path, orsia: Book) -> None:
    receipt = load_book(tmp_path, instrument("orsia-more")).ask("access", PIGEONS).receipt
    with pytest.raises(CaseError, match="another lawbook or version"):
        orsia.replay(receipt)


def test_the_json_is_plain_data_in_both_languages(orsia: Book) -> None:
    data = json.loads(orsia.ask("access", PIGEONS | {"territory": "lake-city:other"}, on=DAY).to_json())
    assert (data["outcome"], data["ceiling"], data["exclusive"]) == ("not_permitted", 50, True)
    assert data["receipt"]["on"] == DAY
    assert set(data["sentence"]) == {"en", "zh"}
    assert data["reasons"][0]["rule"] == "orsia-list/pigeons"
    assert [f["rule"] for f in data["reasons"][0]["helped_not"]] == ["orsia-pilot/pigeons-open"]


def test_a_fractional_ceiling_stays_a_number_in_json(tmp_path: Path) -> None:
    rule = "- {rule: third, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 33.3}}}"
    book = load_book(tmp_path, instrument("orsia-third", rule))
    data = json.loads(book.ask("access", activity="owls", territory="hill-city", share=33.3, on=DAY).to_json())
    assert (data["outcome"], data["ceiling"]) == ("permitted", 33.3)


def test_the_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path, orsia: Book) -> None:
    load_book(tmp_path)
    code = (
        "import sys, shidian; b = shidian.load(sys.argv[1], cache=False); "
        "sys.stdout.buffer.write(b.ask('access', activity='couriers', territory='north', on='2024-01-01').to_json())"
    )
    out = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "lawbook")],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert out == {orsia.ask("access", activity="couriers", territory="north", on="2024-01-01").to_json()}


def test_confidence_is_the_weakest_mark_among_the_determining_rules(orsia: Book) -> None:
    assert orsia.ask("access", PIGEONS | {"territory": "lake-city:other"}, on=DAY).confidence == "official"
    assert orsia.ask("access", PIGEONS | {"territory": "hill-city"}, on=DAY).confidence == "opening"
    old: Decision = orsia.ask("access", activity="weaving", territory="lake-city", on="2019-01-01")
    assert (old.outcome, old.confidence) == ("prohibited", "secondary")

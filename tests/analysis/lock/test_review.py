"""A change of the law is read in words, in both languages, with the cases whose answer changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.building import edited as orsia_with
from tests.building import instrument, make_lawbook
from tests.cli.running import Run, run

GIFT = """
- rule: owls-gift
  question: access
  kind: limit
  when: {activity: baking, territory: port-city}
  effect: {share: {at_most: 20}}
  conditions: [{en: a local baker, zh: 本地面包师}]
"""


@pytest.fixture
def compared(tmp_path: Path) -> Run:
    """The pilot one day later and no longer in the pilot places, against Orsia as it is."""
    old = make_lawbook(tmp_path / "old")
    change = ("{from: 2023-06-01", "{from: 2023-06-02"), ("[harbour, pilot-places]", "[harbour]")
    new = make_lawbook(tmp_path / "new", orsia_with("instruments/orsia-pilot.yaml", *change))
    return run("lawbook", "review", "--against", str(old), "--lawbook", str(new))


def test_only_what_differs_is_read_and_every_changed_rule_is_named(compared: Run) -> None:
    assert compared.code == 0, compared.err
    assert "Pigeon Pilot [orsia-pilot]" in compared.out
    assert "List of Limits [orsia-list]" not in compared.out
    assert "relief orsia-pilot/pigeons-open" in compared.out
    assert "- when territory is harbour, pilot-places" in compared.out
    assert "+ when territory is harbour" in compared.out


def test_the_cases_whose_answer_changes_are_named_with_one_that_can_be_asked(compared: Run) -> None:
    after = compared.out[compared.out.index("Cases whose answer changes") :]
    assert "Hill City" in after
    assert "no longer: orsia-pilot/pigeons-open" in after
    assert re.search(r"shidian ask access .*territory=hill-city", after)


def test_a_draft_outside_the_lawbook_is_read_and_compared_with_the_lawbook_without_it(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    draft = tmp_path / "orsia-gift.yaml"
    draft.write_text(instrument("orsia-gift", GIFT)["instruments/orsia-gift.yaml"], encoding="utf-8")
    found = run("lawbook", "review", str(draft), "--lawbook", str(folder))
    assert found.code == 0, found.err
    assert "limit orsia-gift/owls-gift" in found.out
    assert "Condition: a local baker" in found.out
    assert "now: orsia-gift/owls-gift" in found.out


def test_a_file_of_the_lawbook_alone_is_read_with_its_answers(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    found = run("lawbook", "review", str(folder / "instruments/orsia-pilot.yaml"), "--lawbook", str(folder))
    assert found.code == 0, found.err
    assert "rule orsia-pilot/pigeons-open" in found.out
    assert "Cases whose answer changes" not in found.out


def test_markdown_has_headings_and_differences_in_blocks(tmp_path: Path) -> None:
    old = make_lawbook(tmp_path / "old")
    new = make_lawbook(tmp_path / "new", orsia_with("instruments/orsia-pilot.yaml", ("{from: 2023-06-01", "{from: 2023-06-02")))
    found = run("lawbook", "review", "--against", str(old), "--lawbook", str(new), "--markdown").out
    assert "## Pigeon Pilot [orsia-pilot] 信鸽试点" in found
    assert found.count("```") % 2 == 0
    assert "```diff\nrule orsia-pilot/pigeons-open\n" in found


def test_every_line_is_said_in_both_languages(compared: Run) -> None:
    lines = [line.strip() for line in compared.out.splitlines() if line.strip()]
    assert "自2023-06-02起" in lines[lines.index("since 2023-06-02") + 1]
    assert "义务：试点批复——" in compared.out


def test_a_file_of_no_kind_and_a_command_without_anything_to_read_are_usage_errors(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    stray = tmp_path / "stray.yaml"
    stray.write_text("colour: red\n", encoding="utf-8")
    assert run("lawbook", "review", str(stray), "--lawbook", str(folder)).code == 2
    assert run("lawbook", "review", "--lawbook", str(folder)).code == 2

"""The page on what a "no" rests on is held to the lawbook: every closing rule of a question that gives is on it, every value asked, and every id exists."""

import re
from pathlib import Path

import pytest

import shidian

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "what-a-no-rests-on.md"
LEADING = {"entry": "asked", "capital": "measure", "import": "measure"}


def test_every_closing_rule_of_a_question_that_gives_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rules = shidian.load().lawbook.rules.items()
    closing = [id for id, (_, _, rule) in rules if rule.kind == "closing" and rule.question in LEADING]
    assert closing
    assert [id for id in closing if f"`{id}`" not in text] == []


@pytest.mark.parametrize("question", LEADING)
def test_every_thing_that_can_be_asked_has_a_row(question: str) -> None:
    rows = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    named = {word.strip() for row in rows for word in row.split(",")}
    fact = next(f for f in shidian.load().lawbook.questions[question].facts if f.fact == LEADING[question])
    assert [choice.id for choice in fact.choices if choice.id not in named] == []


def test_every_id_on_the_page_exists() -> None:
    lawbook = shidian.load().lawbook
    named = set(re.findall(r"`([a-z0-9-]+/[a-z0-9-]+)`", PAGE.read_text(encoding="utf-8")))
    assert named - set(lawbook.rules) - set(lawbook.gaps) == set()


def test_every_instrument_and_gap_named_on_the_page_of_what_was_looked_at_exists() -> None:
    lawbook = shidian.load().lawbook
    text = PAGE.with_name("what-was-looked-at.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:cn|gba|cepa|ecfa)-[a-z0-9/-]+)`", text))
    assert named - set(lawbook.content.instruments) - set(lawbook.gaps) == set()
    rows = [line for line in text.splitlines() if re.search(r"\| (rule|rule and gap|reason|gap) \|", line)]
    assert f"{len(rows)} subjects:" in text

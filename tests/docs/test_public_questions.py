"""The table of public questions and the worked cases behind it name one another; each question says where it was asked."""

import re
from pathlib import Path

import shidian

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "public-questions.md"


def test_every_case_of_the_table_is_a_worked_case_and_every_one_is_in_the_table() -> None:
    named = set(re.findall(r"`([a-z_]+/public-\d+)`", PAGE.read_text(encoding="utf-8")))
    worked = {
        f"{file.question}/{case.case}"
        for file in shidian.load().lawbook.cases
        for case in file.cases
        if re.fullmatch(r"public-\d+", case.case)
    }
    assert named == worked
    assert len(named) >= 25


def test_every_question_says_where_it_was_asked() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    assert len(rows) >= 30
    assert [row for row in rows if "<http" not in row] == []

"""A sentence that leaves its day open (in 2018, before 2020) is answered for the days it may mean, and never with the law of today."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from shidian.answer.sentence.reading import read_sentence
from shidian.cli.main import main
from tests.answer.sentence.measured import SENTENCES
from tests.cases.real import real_book

LAW = real_book().lawbook
TODAY = dt.date(2026, 11, 28)
PERIODS = {
    "in 2018, 100% foreign life insurer in Shanghai": ["2018-01-01", "2018-12-31"],
    "2018年外资可以在上海独资做证券公司吗": ["2018-01-01", "2018-12-31"],
    "before 2020, 100% foreign life insurer in Shanghai": ["2019-12-31"],
    "2020年以前外资能在上海独资做寿险吗": ["2019-12-31"],
    "before 2020-01-01, 100% foreign life insurer in Shanghai": ["2019-12-31"],
    "2024年9月之前外资在天津能独资办医院吗": ["2024-08-31"],
    "until 2021, 100% foreign life insurer in Shanghai": ["2021-12-31"],
    "2023年底外资能在上海独资做寿险吗": ["2023-12-31"],
    "after 2020, 100% foreign life insurer in Shanghai": ["2021-01-01", "2026-11-28"],
    "外资从2019年到2021年能在上海独资做寿险吗": ["2019-01-01", "2021-12-31"],
    "去年外资能在上海独资做寿险吗": ["2025-01-01", "2025-12-31"],
    "外资2024年2月31日能在上海独资做寿险吗": [],
}


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_is_answered_at_its_ends_and_a_day_that_is_none_is_not_answered(text: str) -> None:
    found = read_sentence(LAW, text, TODAY)
    assert [case["on"] for case in found.dated] == PERIODS[text]
    assert "on" in found.left_out, "that the day is open is still said"


def test_no_sentence_that_leaves_its_day_open_makes_a_case_without_a_day() -> None:
    read = [read_sentence(LAW, str(s["text"]), TODAY) for s in SENTENCES]
    open_ = [r for r in read if "on" in r.left_out]
    assert len(open_) > 5
    assert not [r.text for r in open_ for case in r.dated if "on" not in case]
    assert all(r.dated == r.cases for r in read if "on" not in r.left_out)


def test_the_terminal_answers_a_year_that_is_gone_with_the_law_of_that_year() -> None:
    told = CliRunner().invoke(main, ["ask", "before 2020 could foreigners own 100% of a life insurer?", "--json"])
    assert (json.loads(told.output)["outcome"], json.loads(told.output)["facts"]["on"]) == ("not_permitted", "2019-12-31")
    none = CliRunner().invoke(main, ["ask", "外资2024年2月31日能在上海独资做寿险吗"])
    assert none.exit_code == 4
    assert "shidian ask access" in none.output

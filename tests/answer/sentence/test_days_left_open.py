"""A sentence that leaves its day open (in 2018, before 2020, 以后) is answered for the days it may mean, and never with the law of today."""

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


VAGUE = [
    "过去外资能在上海独资做寿险吗",
    "以前外资能在上海独资做寿险吗",
    "当时德国公司能在成都100%持股做应用商店吗",
    "外资曾经能在上海独资做寿险吗",
    "入世前外资能在上海独资做寿险吗",
    "几年前外资能在上海独资做寿险吗",
    "Could foreigners back then own 100% of a life insurer in Shanghai?",
    "Foreigners used to be allowed to own 100% of a life insurer in Shanghai, right?",
    "At the time of our investment, could a German company own 100% of an app store in Chengdu?",
    "When we entered the market, could foreigners own 100% of a life insurer in Shanghai?",
    "Was a German company allowed to own 100% of an app store in Chengdu?",
    "What was the foreign cap for life insurers in Shanghai in those days?",
    "Could a German company formerly own 100% of an app store in Chengdu?",
    "Before WTO accession could foreigners own 100% of a securities firm in Shanghai?",
    "Back then, was a German company allowed to own 100% of an app store in Chengdu?",
    "In the old days, could a US bank hold 51% of a securities firm in Shanghai?",
    "Used foreigners to be allowed to own 100% of a life insurer in Shanghai?",
    "Originally, were foreign investors allowed to own 100% of app stores in Chengdu?",
    "当年，外资能独资做应用商店吗，在成都",
    "最初外资在成都做应用商店最多能占多少",
    "How much could a foreigner hold of a bank in Shanghai?",
    "What share could foreign investors take in a life insurer?",
    "将来外资能在上海独资做寿险吗",
    "外资以后可以独资做寿险吗",
    "现在外资不能独资做寿险，以后呢",
    "我们以后想在成都独资做应用商店，可以吗",
    "过几年德国公司能在成都独资做应用商店吗",
    "增值电信什么时候能独资",
    "外资会放开做宽带吗",
    "Will foreigners soon be able to own 100% of a data centre in Guiyang?",
    "Will the cap on app stores be lifted?",
    "In a few years a German company may own 100% of an app store in Chengdu?",
    "Someday can we own 100% of an app store in Chengdu?",
    "When will foreigners be able to own 100% of an app store in Chengdu?",
    "Can foreigners own 100% of a life insurer in the near future?",
]
NOT_OF_THE_PAST = [
    "以前外资不能独资做寿险，现在德国公司能在上海独资吗",
    "我们当时在成都持股49%，现在德国公司能在成都100%持股做应用商店吗",
    "We used to run a hospital in Munich and now want 100% of an app store in Chengdu",
    "三年前我们在成都设立了公司，德国公司现在能独资做应用商店吗",
    "Our company was founded in 2015; can we as a German group hold 100% of an app store in Chengdu?",
    "德国公司2018年进入中国市场，想在成都独资做应用商店，可以吗",
    "Could a German company own 100% of an app store in Chengdu?",
    "We will soon set up an app store in Chengdu, 100% German. Permitted?",
    "We plan to open an app store in Chengdu in the near future, 100% German, possible?",
    "认证快到期了，今后还想继续传",
    "A Swiss futures company in Shanghai, 100%",
    "Will we need a visa for 10 days in Shanghai? German passport.",
    "德国公司收购后能在成都独资做应用商店吗",
]
TOLD_FROM_TODAY = {
    "十年前外资能在上海独资做寿险吗": ["2016-01-01", "2016-12-31"],
    "three years ago could a US company own 100% of a data centre in Shanghai?": ["2023-01-01", "2023-12-31"],
    "半年前外资能在上海独资做寿险吗": ["2026-05-01", "2026-05-31"],
    "In the 1990s could foreigners own 100% of a bank in Shanghai": ["1990-01-01", "1999-12-31"],
    "九十年代外资能在上海独资开银行吗": ["1990-01-01", "1999-12-31"],
    "2019年前外资能在上海独资做寿险吗": ["2018-12-31"],
}


@pytest.mark.parametrize("text", VAGUE)
def test_a_past_or_future_without_a_day_is_never_asked_of_today(text: str) -> None:
    found = read_sentence(LAW, text, TODAY)
    assert found.cases == ()
    assert "on" in found.left_out
    assert found.undated == (found.facts,)


@pytest.mark.parametrize("text", NOT_OF_THE_PAST)
def test_what_somebody_did_before_leaves_the_day_of_the_question_alone(text: str) -> None:
    found = read_sentence(LAW, text, TODAY)
    assert found.cases
    assert not any("on" in case for case in found.cases)


@pytest.mark.parametrize("text", TOLD_FROM_TODAY)
def test_a_period_told_from_today_is_asked_at_its_ends(text: str) -> None:
    assert [case["on"] for case in read_sentence(LAW, text, TODAY).cases] == TOLD_FROM_TODAY[text]


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_is_answered_at_its_ends_and_a_day_that_is_none_is_not_answered(text: str) -> None:
    found = read_sentence(LAW, text, TODAY)
    assert [case["on"] for case in found.cases] == PERIODS[text]
    assert "on" in found.left_out, "that the day is open is still said"


def test_no_sentence_that_leaves_its_day_open_makes_a_case_without_a_day() -> None:
    read = [read_sentence(LAW, str(s["text"]), TODAY) for s in SENTENCES]
    open_ = [r for r in read if "on" in r.left_out]
    assert len(open_) > 5
    assert not [r.text for r in open_ for case in r.cases if "on" not in case]
    assert not [r.text for r in read if r.undated and "on" not in r.left_out]


def test_the_terminal_answers_a_year_that_is_gone_with_the_law_of_that_year() -> None:
    told = CliRunner().invoke(main, ["ask", "before 2020 could foreigners own 100% of a life insurer?", "--json"])
    assert (json.loads(told.output)["outcome"], json.loads(told.output)["facts"]["on"]) == ("not_permitted", "2019-12-31")
    none = CliRunner().invoke(main, ["ask", "外资2024年2月31日能在上海独资做寿险吗"])
    assert none.exit_code == 4
    assert "shidian timeline access" in none.output
    vague = CliRunner().invoke(main, ["ask", VAGUE[0], "--json"])
    assert (vague.exit_code, json.loads(vague.output)["outcome"]) == (4, "undetermined")

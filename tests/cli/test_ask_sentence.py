"""A question in the user's own words by the terminal, Python and the API: one reading, and nothing decided where words were not understood."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import msgspec
import pytest

from tests.cases.real import real_book
from tests.cli.running import run
from tests.serving.running import client, serving

SENTENCES = [
    "Can a German company own 100% of an app store in Chengdu?",
    "我们有3000名员工的数据要传到德国总部",
    "US engineer, 60 days, Suzhou subsidiary",
    "Shanghai or Shenzhen: US company, IDC, 100%",
    "Tax credit for reinvesting dividends in Chengdu",
    "before 2020 could foreigners own 100% of a life insurer in Shanghai?",
]


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with serving() as address, client(address) as found:
        yield found


@pytest.mark.parametrize("text", SENTENCES)
def test_every_door_reads_the_same(text: str, http: httpx.Client) -> None:
    book = real_book()
    sentence = book.read_question(text)
    read = {**json.loads(msgspec.json.encode(sentence)), "whole": sentence.whole}
    told = json.loads(run("ask", text, "--json").out)
    assert http.post("/api/v1/parse", json={"text": text}).json() == read
    assert {k: told[k] for k in ("chips", "cases", "undated", "not_understood", "left_out", "questions", "whole")} == {
        k: read[k] for k in ("chips", "cases", "undated", "not_understood", "left_out", "questions", "whole")
    }
    assert told["question"] == read["question"]
    assert told["facts"].items() >= read["facts"].items()
    assert told["outcome"] == book.ask(read["question"], read["cases"][0]).outcome
    assert len(told["others"]) == len(read["cases"]) - 1


@pytest.mark.parametrize("text", ["过去外资能在上海独资做寿险吗", "Could foreigners back then own 100% of a life insurer in Shanghai?"])
def test_a_past_without_a_day_is_decided_by_no_door(text: str, http: httpx.Client) -> None:
    read = http.post("/api/v1/parse", json={"text": text}).json()
    told = json.loads(run("ask", text, "--json").out)
    case = {"activity": "life-insurance", "territory": "shanghai", "share": "100"}
    assert (read["cases"], read["undated"], read["left_out"]) == ([], [case], ["on"])
    assert (told["cases"], told["undated"], told["outcome"]) == ([], [case], "undetermined")
    assert "shidian timeline access activity=life-insurance" in run("ask", text).out
    page = http.get("/en/question", params={"q": text}).text
    assert "/decision/access" not in page
    assert "pick=on%3A" in page


@pytest.mark.parametrize(
    ("text", "lang", "asked"),
    [
        ("We send data of 3,000 employees to our German headquarters", "en", "Asked first: Is the export necessary"),
        ("Can a German company own an app store in Chengdu?", "en", "Asked first: Which share"),
        ("我们要从德国请工程师来苏州两周", "zh", "首先请说明：希望取得什么"),
    ],
)
def test_the_first_missing_fact_is_asked_before_the_answer(text: str, lang: str, asked: str) -> None:
    out = run("ask", text, "--lang", lang).out
    assert 0 <= out.find(asked) < out.find("\n\n")


def test_nothing_is_first_asked_where_nothing_is_missing() -> None:
    assert "Asked first" not in run("ask", "Can a German company own 100% of an app store in Chengdu?").out


def test_nothing_is_decided_where_words_were_not_understood() -> None:
    text = "Can a Chinese blockchain company own 100% of an app store in Chengdu?"
    plain = run("ask", text)
    assert plain.code == 4
    assert "Not understood: Chinese, blockchain" in plain.out
    assert "shidian ask access activity=app-store territory=chengdu" in plain.out
    assert "permitted" not in plain.out
    told = json.loads(run("ask", text, "--json").out)
    assert told["outcome"] == "undetermined"
    assert told["without_these_words"] == ["shidian ask access activity=app-store territory=chengdu"]
    assert "星术馆" in run("ask", "美国公司在上海开设占星术馆和医院", "--lang", "zh").out


def test_programs_are_told_since_when_an_answer_is_the_same() -> None:
    told = json.loads(run("ask", "access", "activity=life-insurance", "territory=shanghai", "share=100", "on=2026-11-01", "--json").out)
    assert told["same_since"]["since"] == "2020-01-01"
    assert told["same_since"]["before"]["outcome"] == "not_permitted"
    open_ = json.loads(run("ask", "access", "activity=life-insurance", "on=2026-11-01", "--json").out)
    assert open_["same_since"] is None or open_["outcome"] != "undetermined"

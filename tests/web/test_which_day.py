"""A case without a day: pages answer for the day on which the law was last checked, programs for today, and both say so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import httpx
import pytest

from tests.cases.real import real_book

ROOT = Path(__file__).parents[2]
CASE = "activity=idc&territory=shenzhen&origin=DE&share=100"
CHECKED = str(real_book().lawbook.read_on)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("page", "where"),
    [
        (f"/decision/access.json?{CASE}", ("decision", "receipt", "on")),
        (f"/ask/access.json?{CASE.replace('share', 'known_on=2026-01-01&share')}", ("decision", "receipt", "on")),
        (f"/elsewhere/access.json?{CASE}", ("on",)),
        (f"/what-if/access.json?{CASE}", ("on",)),
        ("/matrix.json", ("on",)),
        ("/tasks.json", ("on",)),
    ],
)
def test_a_page_answers_for_the_day_on_which_the_law_was_last_checked(
    http: httpx.Client, lang: str, page: str, where: tuple[str, ...]
) -> None:
    answer = http.get(f"/{lang}{page}", follow_redirects=True)
    found = answer.json()
    for key in where:
        found = found[key]
    assert found == CHECKED


def test_the_lines_of_an_open_word_are_of_that_day_too(http: httpx.Client) -> None:
    page = http.get("/en/question.json", params={"q": "may foreigners open a drone company in China"}).json()
    lines = [c["line"]["zh"] for chip in page["chips"] for c in chip["choices"] if c["line"]]
    assert lines
    assert [x for x in lines if CHECKED not in x] == []


def test_a_program_is_answered_for_today_and_with_the_day_every_door_says_the_same(http: httpx.Client) -> None:
    before = real_book().today()
    told = http.get(f"/api/v1/ask/access?{CASE}").json()
    assert before <= dt.date.fromisoformat(told["receipt"]["on"]) <= real_book().today()
    with_day = http.get(f"/api/v1/ask/access?{CASE}&on={CHECKED}").json()
    assert with_day == http.get(f"/en/decision/access.json?{CASE}").json()["decision"]


def test_it_is_said_where_a_reader_sees_it(http: httpx.Client) -> None:
    for lang, words in (
        ("en", "pages answer for the day on which the law was last checked"),
        ("zh", "网页未写明日期的，按法规最后核对日判定"),
    ):
        assert words in http.get(f"/{lang}/api").text
        assert {"en": "the day on which the law was last checked", "zh": "法规最后核对日"}[lang] in http.get(
            f"/{lang}/decision/access?{CASE}"
        ).text
    assert "A case without a day is asked of today, in China" in http.get("/api/v1/openapi.json").json()["info"]["description"]
    assert "## Which day" in (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    assert "## 所问日期" in (ROOT / "docs/zh/api.md").read_text(encoding="utf-8")

"""Headings of business tables, in both languages: each is the fact that it says, and no heading decides what it does not say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shidian.errors import CaseError
from shidian.screening.columns import columns_of
from tests.cases.real import real_book

FULL = {"countries": ("美国", "德国", "日本"), "places": ("成都", "深圳", "武汉"), "activities": ("应用商店", "互联网数据中心", "电影院"), "days": ("2025-06-01", "2025-07-01")}  # fmt: skip


def listed() -> Iterator[tuple[str, str, str]]:
    for line in Path(__file__).with_name("headings.txt").read_text(encoding="utf-8").splitlines():
        question, fact, headings = line.split(" ", 2)
        if question != "#":
            yield from ((question, fact, h) for h in headings.split("|"))


def found(question: str, heading: str, cells: tuple[str, ...] = ()) -> str:
    book = real_book()
    try:
        columns = columns_of(book.lawbook, book.question(question), ["№", heading, "…"], values={heading: cells})
    except CaseError:
        return "-"
    return next((m.fact for m in columns.mapped if m.column == heading), "-")


def test_a_heading_is_the_fact_that_it_says_or_none() -> None:
    wrong = {(q, h): f for q, fact, h in listed() if (f := found(q, h)) != fact}
    assert wrong == {}


@pytest.mark.parametrize("kind", FULL)
def test_what_a_column_is_full_of_does_not_outweigh_its_heading(kind: str) -> None:
    wrong = {(q, h): f for q, fact, h in listed() if fact == "-" and (f := found(q, h, FULL[kind])) != "-"}
    assert wrong == {}


@pytest.mark.parametrize("heading", ["column 3", "Unnamed: 2", "外国投资者国籍", "Foreign investor's nationality", "投资方所在国"])
def test_a_column_full_of_countries_is_the_origin_where_its_heading_says_nothing_else(heading: str) -> None:
    assert found("access", heading, FULL["countries"]) == "origin"


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len({h for _, _, h in listed()}) >= 300


def test_the_column_that_is_offered_for_a_place_is_the_one_full_of_places() -> None:
    """A part of another heading (项目, of 项目所在地) is no reason to offer that one."""
    for name, where, samples in (("项目", "落户板块", ("上海", "宁波")), ("Project", "Where it lands", ("Shanghai", "Ningbo"))):
        columns = {name: ["甲", "乙"], "国别": ["瑞士", "日本"], where: list(samples)}
        found = columns_of(real_book().lawbook, real_book().question("access"), tuple(columns), {}, {}, columns)
        assert dict(found.unused)[where] == "territory"
        assert dict(found.unused).get(name) != "territory"

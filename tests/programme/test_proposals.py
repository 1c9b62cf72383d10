"""From an official list to proposals that a person reviews."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.task_lists import LEFT_OUT, TWICE, FullList, found, full_lists, full_read, task_lists

from shidian.catalogue.lists import NotFound
from shidian.catalogue.task_list import ENOUGH, matches, propose
from shidian.law.lawbook import Lawbook
from shidian.programme.official_list import parse_list
from tests.building import edited, load_book
from tests.cases.real import real_book

LIST = parse_list(
    """\
一、信使业
（一）放宽
1. 取消信鸽业的股比限制。
2. 研究猫头鹰: "夜间" #邮递 [试点]。
二、手工艺: {准入}
3. 支持北省飞羽补贴。
""".splitlines()
).tasks


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Lawbook:
    """One row known (`no-ceiling`), and a second that carries a term of art."""
    more = edited(
        "programme/tasks/pigeons.yaml",
        (
            "tasks:\n",
            """\
tasks:
  - task: feathers
    area: couriers
    summary: {en: Pay for feathers, zh: 发放补助}
    term: 飞羽补贴 / 羽
""",
        ),
    )
    return load_book(tmp_path_factory.mktemp("orsia"), more).lawbook


def proposed(book: Lawbook) -> tuple[dict[str, Any], str, str]:
    text, summary = propose(book, "pigeons", LIST)
    document: dict[str, Any] = yaml.safe_load(text)
    return document, text, summary


def test_a_listed_task_is_matched_with_the_row_that_shares_its_words_or_its_term_of_art(book: Lawbook) -> None:
    found = {m.listed.number: (m.row, m.shared) for m in matches(book, "pigeons", LIST)}
    assert found == {1: ("no-ceiling", ()), 2: (None, ()), 3: ("feathers", ("飞羽补贴",))}


def test_a_match_scores_enough_and_never_more_than_one(book: Lawbook) -> None:
    for match in matches(book, "pigeons", LIST):
        assert 0 <= match.score <= 1
        assert (match.row is not None) == (match.score >= ENOUGH)


def test_rows_of_another_plan_are_not_matched(tmp_path: Path) -> None:
    other = {
        "programme/facts/owls.yaml": """\
        plans:
          - plan: owls
            title: {en: Owl plan, zh: 猫头鹰方案}
            published: 2024-01-01
            places: [orsia]
            areas: [{area: night, name: {en: night, zh: 夜间}}]
            sources: [gazette]
        """
    }
    assert {m.row for m in matches(load_book(tmp_path, other).lawbook, "owls", LIST)} == {None}


def test_every_listed_task_is_proposed_once(book: Lawbook) -> None:
    document, _, summary = proposed(book)
    assert [m["official_number"] for m in document["matched"]] == ["1", "3"]
    assert [n["official_number"] for n in document["new"]] == ["2"]
    assert summary.startswith("3 tasks in 2 areas read")
    assert summary.endswith("2 matched, 1 new")


def test_the_areas_are_listed_with_the_number_of_their_tasks_and_the_area_we_have(book: Lawbook) -> None:
    document, _, _ = proposed(book)
    assert document["areas"] == [
        {"number": 1, "title": "信使业", "tasks": 2, "row": "couriers"},
        {"number": 2, "title": "手工艺: {准入}", "tasks": 1, "row": None},
    ]


def test_the_words_of_the_list_are_not_copied(book: Lawbook) -> None:
    _, text, _ = proposed(book)
    for task in LIST:
        assert task.text not in text
        assert task.text[:6] not in text


def test_the_file_says_that_nothing_is_decided(book: Lawbook) -> None:
    _, text, _ = proposed(book)
    assert "Nothing here is law until a person has reviewed it" in text.splitlines()[0]


def test_the_same_list_gives_the_same_proposals(book: Lawbook) -> None:
    assert propose(book, "pigeons", LIST) == propose(book, "pigeons", LIST)


def test_a_plan_that_does_not_exist_is_refused_with_the_nearest(book: Lawbook) -> None:
    with pytest.raises(NotFound, match=r"no plan `pigeon`; did you mean `pigeons`\?"):
        propose(book, "pigeon", LIST)


def test_a_total_that_is_not_known_is_not_told_as_none(book: Lawbook) -> None:
    assert "None" not in proposed(book)[2]


def test_three_lists_of_155_tasks_are_read_whole_and_most_rows_are_found() -> None:
    real = real_book().lawbook
    for made in task_lists(real):
        whole, right, wrong, rows = found(real, made)
        assert sorted(t.number for t in whole.tasks) == sorted(made.truth)
        assert whole.missing == (LEFT_OUT if made.layout == "paragraphs" else ())
        assert (right >= 0.9 * rows, wrong <= 0.05 * rows) == (True, True), (made.layout, right, wrong, rows)


def test_another_verb_than_ours_is_told() -> None:
    listed = parse_list("一、支持电信服务\n1. 研究取消应用商店服务外资股比限制。\n".splitlines()).tasks
    [match] = matches(real_book().lawbook, "plan-2025", listed)
    assert (match.row, {name: (theirs, ours) for name, theirs, ours in match.differs}) == (
        "t1",
        {"verb": ("研究", "取消"), "strength": ("1", "5")},
    )


LISTS = Path(__file__).parent / "lists"
"""Lists written by hand in words of their own, before the match was made for them; «…» names the row that a task speaks of."""


@pytest.mark.parametrize(("name", "fewest"), [("headings.zh", 13), ("table.zh", 12), ("headings.en", 10)])
def test_a_list_in_words_of_its_own_is_matched_with_no_wrong_row_and_every_task_keeps_who_leads_it(name: str, fewest: int) -> None:
    told = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    whole = parse_list(re.sub("«.*?»", "", line) for line in told)
    truth = {t.line: re.findall("«(.*?)»", told[t.line - 1]) for t in whole.tasks}
    assert [t.number for t in whole.tasks] == list(range(1, len(whole.tasks) + 1))
    assert whole.organisational or name == "table.zh"
    assert all(t.lead and not re.search(r"\d|长期|待", t.lead) for t in whole.tasks)
    found = [(m.row, m.also, truth[m.listed.line]) for m in matches(real_book().lawbook, "plan-2025", whole.tasks) if m.row is not None]
    assert [(row, rows) for row, also, rows in found if not set(rows) & {row, *also}] == []
    assert len(found) >= fewest


def test_an_english_verb_is_held_against_ours() -> None:
    (task,) = parse_list(
        ["Area 1: Telecommunications", "1. Study the opening of internet access by lifting the foreign share ceiling."]
    ).tasks
    (match,) = matches(real_book().lawbook, "plan-2025", (task,))
    assert (match.row, match.differs) == ("t2", (("verb", "研究", "取消"), ("strength", "1", "5")))


@pytest.mark.parametrize("made", full_lists(), ids=lambda made: made.layout)
def test_a_whole_list_in_words_of_its_own_is_held_against_our_rows(made: FullList) -> None:
    """155 tasks: rows, who leads, by when, and what is said otherwise of verb, ceiling, places and limits; gaps and numbers that stand twice."""
    read = full_read(real_book().lawbook, made)
    assert read.rows[0] >= 0.95 * read.rows[1]
    assert (read.false <= 1, read.falsely) == (True, 0)
    assert read.otherwise[0] >= 0.85 * read.otherwise[1]
    assert (read.leads[0], read.days[0]) == (read.leads[1], read.days[1])
    gaps = ((*LEFT_OUT, TWICE + 1), (TWICE,)) if made.layout == "paragraphs" else ((), ())
    assert (read.missing, read.repeated) == gaps

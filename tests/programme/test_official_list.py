"""Reading an official task list: what is taken for an area, a group, a task, a continuation; and what is no list."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidian.programme.official_list import MOST_BYTES, BadList, ListedTask, OfficialList, decoded_list, numeral, parse_list

DIGITS = "零一二三四五六七八九"

LIST = """\
新一轮试点任务清单
1. 说明不是任务

一、支持电信服务
（一）放宽准入
1. 取消应用商店股比限制。
2．向用户提供
  接入服务。
(二)数据
3、探索来数加工。
十二、风险防控
4. 健全
机制。
"""


def read_official_list(raw: bytes) -> tuple[ListedTask, ...]:
    return parse_list(decoded_list(raw).splitlines()).tasks


def read(text: str) -> tuple[ListedTask, ...]:
    return read_official_list(text.encode())


def in_words(number: int) -> str:
    """A number below 100 as it is written in a list: 十 and not 一十."""
    tens, units = divmod(number, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[units] if units else "")


@pytest.mark.parametrize("number", range(1, 100))
def test_a_chinese_number_is_read_as_it_is_written(number: int) -> None:
    assert numeral(in_words(number)) == number


@pytest.mark.parametrize("number", range(1, 100))
def test_an_area_has_the_number_that_stands_before_it(number: int) -> None:
    (task,) = read(f"{in_words(number)}、标题\n1. 任务\n")
    assert (task.area, task.area_title) == (number, "标题")


@pytest.mark.parametrize("marker", ["十十", "一三", "二一十", "十二三", "一二三"])
def test_a_number_that_is_none_is_no_crash(marker: str) -> None:
    """Such a line is not an area; without another one the file is no list."""
    with pytest.raises(BadList):
        read(f"{marker}、标题\n1. 任务\n")


def test_tasks_are_read_with_their_area_group_and_line() -> None:
    tasks = [(t.number, t.area, t.area_title, t.group, t.text, t.line) for t in read(LIST)]
    assert tasks == [
        (1, 1, "支持电信服务", "放宽准入", "取消应用商店股比限制。", 6),
        (2, 1, "支持电信服务", "放宽准入", "向用户提供接入服务。", 7),
        (3, 1, "支持电信服务", "数据", "探索来数加工。", 10),
        (4, 12, "风险防控", None, "健全机制。", 12),
    ]


def test_a_heading_that_runs_on_is_no_part_of_the_task_before_it() -> None:
    first, second = read("一、甲\n（一）乙\n1. 任务一\n（二）很长的\n标题\n2. 任务二\n")
    assert (first.text, second.text) == ("任务一", "任务二")
    first, second = read("一、甲\n1. 任务一\n二、很长的\n标题\n2. 任务二\n")
    assert (first.text, second.text) == ("任务一", "任务二")


def test_a_decimal_at_the_beginning_of_a_line_is_no_task() -> None:
    (task,) = read("一、甲\n1. 外资股比不超过\n3.5%的部分\n")
    assert task.text == "外资股比不超过3.5%的部分"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(encoding: str, newline: str) -> None:
    """An area may stand on the very first line, right after the byte-order mark."""
    text = LIST[LIST.index("一、") :]
    assert read_official_list(text.replace("\n", newline).encode(encoding)) == read(text)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" \n\n",
        b"\x00" * 100,
        b"%PDF-1.7 no list",
        bytes(range(256)) * 8,
        LIST.encode("utf-16"),
        b"PK\x03\x04" + b"\xff" * 50,
        "1. 没有领域的任务\n".encode(),
        "一、没有任务的领域\n（一）组\n".encode(),
        b"<html><p>1. task</p></html>",
    ],
)
def test_what_holds_no_list_is_refused(raw: bytes) -> None:
    with pytest.raises(BadList) as refused:
        read_official_list(raw)
    assert refused.value.code == "bad-task-list"


def test_a_file_of_the_greatest_size_is_read_and_a_larger_one_refused() -> None:
    text = LIST.encode()
    blank = (b" " * 199 + b"\n") * (MOST_BYTES // 200)
    assert read_official_list(text + blank[len(text) :]) == read(LIST)
    with pytest.raises(BadList, match="2,000,001 bytes"):
        read_official_list(text + blank[len(text) - 1 :])


TITLES = st.text("甲乙丙丁戊，。", min_size=1, max_size=8)
LINES = st.lists(TITLES, min_size=1, max_size=3)
GROUPS = st.lists(st.tuples(st.one_of(st.none(), TITLES), st.lists(LINES, min_size=1, max_size=3)), min_size=1, max_size=3)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TITLES, GROUPS), min_size=1, max_size=12), st.sampled_from(["utf-8", "gb18030"]))
def test_a_list_is_read_as_it_was_written(areas: list[tuple[str, list[tuple[str | None, list[list[str]]]]]], encoding: str) -> None:
    written: list[str] = []
    expected = []
    number = 0
    for a, (title, groups) in enumerate(areas, 1):
        written.append(f"{in_words(a)}、{title}")
        group: str | None = None
        for g, (heading, tasks) in enumerate(groups, 1):
            if heading is not None:
                group = heading
                written.append(f"（{in_words(g)}）{heading}")
            for lines in tasks:
                number += 1
                expected.append((number, a, title, group, "".join(lines), len(written) + 1))
                written += [f"{number}. {lines[0]}", *lines[1:]]
    read_back = read_official_list("\n".join(written).encode(encoding))
    assert [(t.number, t.area, t.area_title, t.group, t.text, t.line) for t in read_back] == expected


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.binary(max_size=200), st.text("一二十、（）1.任务\n ", max_size=60).map(str.encode)))
def test_any_bytes_are_a_list_or_refused(raw: bytes) -> None:
    with contextlib.suppress(BadList):
        assert read_official_list(raw)


def listing(text: str) -> OfficialList:
    return parse_list(text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "一、电信\n1.支持甲业务发展。2.支持乙业务发展。3.支持丙业务发展。",
        "一、电信\n（1）支持甲业务发展。\n（2）支持乙业务发展。（3）支持丙业务发展。",
        "一、电信\n第一条 支持甲业务发展。\n第二条 支持乙业务发展。\n第三条 支持丙业务发展。",
        "序号 | 领域 | 任务\n1 | 电信 | 支持甲业务发展。\n2 | 电信 | 支持乙业务发展。\n3 | 电信 | 支持丙业务发展。",
    ],
)
def test_the_same_tasks_are_read_in_every_layout(text: str) -> None:
    expected = [(n, f"支持{what}业务发展。", "电信") for n, what in enumerate("甲乙丙", 1)]
    assert [(t.number, t.text, t.area_title) for t in listing(text).tasks] == expected


def test_english_areas_are_read() -> None:
    read_back = listing("Area 1: Telecom\n1. Support app stores.\n2. Explore data.\nArea 2: Health\n3. Allow clinics.")
    assert [(t.number, t.area, t.area_title) for t in read_back.tasks] == [(1, 1, "Telecom"), (2, 1, "Telecom"), (3, 2, "Health")]


def test_gaps_repeats_and_parts_on_organisation_are_told() -> None:
    read_back = listing("一、甲\n1. 任务甲\n2. 任务乙\n4. 任务丁\n4. 任务戊\n二、组织实施\n5. 加强领导")
    assert (read_back.missing, read_back.repeated, [t.text for t in read_back.organisational]) == ((3,), (4,), ["加强领导"])


def test_who_leads_is_taken_out_of_the_text() -> None:
    [task] = listing("一、甲\n1. 支持乙（责任单位：市商务局、市卫生健康委）").tasks
    assert (task.text, task.lead) == ("支持乙", "市商务局、市卫生健康委")


WAYS = {
    "任务一": "一、电信\n任务一：支持甲。任务二：取消乙。\n二、医疗\n任务三：允许丙。\n",
    "1.1": "一、电信\n1.1 支持甲。\n1.2 取消乙。\n二、医疗\n2.1 允许丙。\n",
    "①": "一、电信\n①支持甲；②取消乙。\n二、医疗\n③允许丙。\n",
    "（一）": "一、电信\n（一）支持甲\n（二）取消乙\n二、医疗\n（三）允许丙\n",
    "第一项": "第一部分 电信\n第一项 支持甲。\n第二项 取消乙。\n第二部分 医疗\n第三项 允许丙。\n",
    "Task 1": "A. Telecom\nTask 1: Support nurses.\nTask 2: Remove caps.\nB. Health\nTask 3: Allow clinics.\n",
    "bullets": "一、电信\n- 支持甲\n- 取消乙\n二、医疗\n- 允许丙\n",
    "titles without numbers": "电信\n01、支持甲。\n02、取消乙。\n医疗\n03、允许丙。\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_tasks_are_counted_by_whatever_marks_them(way: str) -> None:
    assert [(t.number, t.area) for t in read(WAYS[way])] == [(1, 1), (2, 1), (3, 2)]


def test_letters_count_tasks() -> None:
    assert [t.number for t in read("a) Support nurses.\nb) Remove caps.\nc) Allow clinics.\n")] == [1, 2, 3]

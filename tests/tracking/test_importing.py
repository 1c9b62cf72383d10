"""A bureau's list: read whatever its form, planned before anything is done, done once, and compared with the quarter before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from shidian.errors import DeskError, DeskForbidden
from shidian.law.records.base import Label
from shidian.store.access import Actor
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.importing import carry_out, preview, read_list
from shidian.tracking.list_columns import bare_title, fields_of_columns
from shidian.tracking.listing import ListRow, plan, quarters
from shidian.words.refusals import refusal_in

HEAD = ["序号", "清单编号", "试点任务", "重点领域", "牵头单位", "完成时限", "推进阶段", "进展情况"]
ROWS = [
    ["1", "3", "Task 1", "", "商务局", "2026年12月31日", "", "已印发方案"],
    ["2", "5", "Task 2", "", "卫健委", "2026-11-30", "列入本地方案", ""],
    ["3", "9", "外籍人才一件事（示例）", "Telecom", "人社局", "", "", "窗口已开"],
    ["4", "11", "没有领域的措施（示例）", "", "", "", "", ""],
    ["5", "12", "Task 3", "", "", "不知道", "", ""],
    ["6", "13", "Task 4", "", "", "", "已评估", ""],
    ["7", "3", "Task 1", "", "", "", "", "又一次"],
]


def sheet(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["2026年第三季度试点任务推进情况表（示例）"])  # type: ignore[union-attr]
    for row in (HEAD, *rows, ["合计", "", str(len(rows))]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


def csv(path: Path, rows: list[list[str]]) -> Path:
    path.write_bytes("\n".join(",".join(r) for r in (HEAD, *rows)).encode("gb18030"))
    return path


@pytest.mark.parametrize("form", [sheet, csv])
def test_a_list_is_planned_then_done_once_and_each_bad_row_says_why(lite: ProgrammeDesk, tmp_path: Path, form: object) -> None:
    from tests.tracking.offices import staffed

    staff = staffed(lite)
    who: Actor = staff["editor"]
    rows = read_list(form(tmp_path / ("list.xlsx" if form is sheet else "list.csv"), ROWS)).rows  # type: ignore[operator]
    told = preview(lite, who, "suzhou", rows)
    assert Counter(r.does for r in told) == {"begin": 3, "error": 4}
    assert lite.work.items(who) == []
    wrong = {r.title: r.error or "" for r in told if r.does == "error"}
    assert "area" in wrong["没有领域的措施（示例）"]
    assert "day" in wrong["Task 3"]
    assert "evidence" in wrong["Task 4"]
    assert "already" in wrong["Task 1"]
    done = carry_out(lite, who, "suzhou", rows, "Q3")
    assert Counter(r.does for r in done) == {"begin": 3, "error": 4}
    assert {(i.task, i.title) for i in lite.work.items(who)} == {("t1", "Task 1"), ("t2", "Task 2"), (None, "外籍人才一件事（示例）")}
    first = next(i for i in lite.work.items(who) if i.task == "t1")
    assert (first.state["due"], first.state["lead_body"], first.state["notes"]) == ("2026-12-31", "商务局", "已印发方案")
    entries = len(lite.work.journal(who, "suzhou"))
    assert Counter(r.does for r in carry_out(lite, who, "suzhou", rows, "again")) == {"same": 3, "error": 4}
    assert len(lite.work.journal(who, "suzhou")) == entries


def test_the_list_of_the_next_quarter_becomes_changes_that_wait_for_a_signature(lite: ProgrammeDesk, tmp_path: Path) -> None:
    from tests.tracking.offices import staffed

    staff = staffed(lite)
    before = read_list(sheet(tmp_path / "q2.xlsx", ROWS[:3])).rows
    carry_out(lite, staff["editor"], "suzhou", before, "Q2")
    later = [[*ROWS[0][:7], "首家企业落地"], ROWS[1], ["3", "20", "Task 5", "", "", "", "", "启动"]]
    after = read_list(sheet(tmp_path / "q3.xlsx", later)).rows
    assert [(q.does, q.number) for q in quarters(before, after)] == [("moved", "3"), ("same", "5"), ("added", "20"), ("gone", "9")]
    moved = quarters(before, after)[0]
    assert (moved.before, moved.after) == ("已印发方案", "首家企业落地")
    for _ in range(2):  # the second time nothing is proposed again
        carry_out(lite, staff["editor"], "suzhou", after, "Q3")
    (change,) = lite.work.changes(staff["signer"], status="open")
    assert change.after == {"notes": "首家企业落地"}
    lite.sign(staff["signer"], change.id)
    assert Counter(r.does for r in preview(lite, staff["editor"], "suzhou", after)) == {"same": 3}
    assert lite.work.verify() == []


def test_only_an_editor_imports_and_a_list_without_tasks_is_refused(lite: ProgrammeDesk, tmp_path: Path) -> None:
    from tests.tracking.offices import staffed

    staff = staffed(lite)
    rows = read_list(sheet(tmp_path / "q2.xlsx", ROWS[:1])).rows
    with pytest.raises(DeskForbidden):
        preview(lite, staff["reader"], "suzhou", rows)
    with pytest.raises(DeskForbidden):
        carry_out(lite, staff["reader"], "suzhou", rows, "x")
    with pytest.raises(DeskForbidden):
        lite.begin(staff["reader"], "suzhou", task="t1")
    (tmp_path / "none.csv").write_text("序号,进展情况\n1,甲\n", encoding="utf-8")
    with pytest.raises(DeskError, match="no column"):
        read_list(tmp_path / "none.csv")
    (tmp_path / "twice.csv").write_text("任务,事项,进展情况\n1,甲,乙\n", encoding="utf-8")
    with pytest.raises(DeskError, match="same"):
        read_list(tmp_path / "twice.csv")


def test_a_task_that_was_renumbered_is_found_by_its_words() -> None:
    old = [ListRow(2, {"list_number": "3", "title": "某任务", "notes": "甲"})]
    new = [ListRow(2, {"list_number": "4", "title": "某 任务", "notes": "乙"})]
    assert [(q.does, q.number) for q in quarters(old, new)] == [("moved", "4")]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2026年12月底前", "2026-12-31"),
        ("2026年第三季度", "2026-09-30"),
        ("2026年四季度末", "2026-12-31"),
        ("2027年上半年", "2027-06-30"),
        ("2027 年 2 月末", "2027-02-28"),
        ("２０２６年底前", "2026-12-31"),
        ("2026年11月底之前", "2026-11-30"),
        ("2026年6月30日", "2026-06-30"),
        ("2027年3月", "2027-03-31"),
        ("2026年年底前", "2026-12-31"),
        ("长期", None),
        ("持续推进", None),
        ("—", None),
    ],
)
def test_a_due_day_is_read_as_bureaus_write_it(said: str, due: str | None) -> None:
    (row,) = plan([ListRow(2, {"title": "示例", "due": said})], [], {}, {"a": Label("A", "甲")}, "a")
    assert (row.does, row.wanted.get("due")) == ("begin", due)


@pytest.mark.parametrize("said", ["月底", "2026年13月底", "2026年12月前", "2026年第三季度前", "2026年下旬", "尽快"])
def test_what_is_no_due_day_is_an_error_of_its_row(said: str) -> None:
    (row,) = plan([ListRow(2, {"title": "示例", "due": said})], [], {}, {"a": Label("A", "甲")}, "a")
    assert row.does == "error"


def test_a_title_that_is_near_to_tasks_names_them_and_takes_none() -> None:
    tasks = {"t1": "取消互联网接入服务外资股比限制", "t2": "推进算力中心建设的举措", "t3": "文化贸易"}
    told = plan(
        [
            ListRow(n, {"title": t})
            for n, t in enumerate(("1.取消互联网接入服务业务外资股比限制", "关于推进算力中心建设的举措（市级）", "招商引资"))
        ],
        [],
        tasks,
        {},
    )
    assert [(r.does, r.near) for r in told] == [("error", ("t1",)), ("error", ("t2",)), ("error", ())]


def test_a_stage_that_is_none_names_those_there_are_in_the_language_asked() -> None:
    told = plan([ListRow(2, {"title": "开放增值电信业务", "stage": "In operation"}, None)], [], {"t1": "开放增值电信业务"}, {})
    english, chinese = (refusal_in(lang, str(told[0].error)) for lang in ("en", "zh"))
    assert "`Operating` (Operating)" in english
    assert "Operating（已落地）" in chinese
    assert "known" not in chinese


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (["序号", "领域", "任务举措", "责任单位", "本季度进展情况", "下一步工作计划", "备注"], "number area title lead_body notes next_step -"),
        (["序号", "对应方案条目", "试点任务内容", "牵头部门（责任处室）", "2026年三季度进展", "存在的问题", "下步打算", "完成时限"],
         "number list_number title lead_body notes - next_step due"),
        (["编号", "改革举措", "主管部门", "时间节点", "推进状态", "工作成效及进展", "典型案例"], "number title lead_body due - notes -"),
        (["序号", "主要任务", "具体举措", "防控措施", "备注"], "number title - safeguard notes"),
        (["序号", "对应国家试点任务", "工作举措", "牵头部门", "配合部门", "完成时限", "截至11月中旬进展情况"], "number title - lead_body - due notes"),
        (["序号", "任务内容", "工作进展进展情况", "工作进展下一步", "备注"], "number title notes next_step -"),  # a group over two columns
        (["任务", "进展下一步", "下一步"], "title - next_step"),
        (["任务", "进展其他情形"], "title -"),
        (["序号", "服务业扩大开放综合试点任务", "落实措施", "责任部门", "截至2026年9月30日进展"], "number title - lead_body notes"),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_what_it_is_made_of(names: list[str], fields: str) -> None:
    found = fields_of_columns(names)
    assert " ".join(found.get(n, "-") for n in names) == fields


def test_two_columns_of_progress_are_refused_and_a_remark_beside_one_is_left_out() -> None:
    with pytest.raises(DeskError, match="same"):
        fields_of_columns(["任务", "2026年二季度进展", "2026年三季度进展"])
    assert "备注" not in fields_of_columns(["任务", "进展", "备注"])


@pytest.mark.parametrize(
    ("said", "title"),
    [("1.支持甲", "支持甲"), ("（三）支持乙", "支持乙"), ("十二、支持丙", "支持丙"), ("3.2 支持丁", "3.2 支持丁"), ("5G应用", "5G应用"), ("1. ", "1."), ("(2)3.支持", "支持")],
)  # fmt: skip
def test_a_number_before_the_words_of_a_task_is_none_of_them(said: str, title: str) -> None:
    assert bare_title(said) == title


def test_names_of_groups_and_lines_of_who_filled_it_in_are_no_rows() -> None:
    rows = [
        ListRow(n, cells)
        for n, cells in enumerate(
            ({"number": "一、电信领域"}, {"number": "1", "title": "1.某任务"}, {"number": "填表人：某某", "notes": "电话"})
        )
    ]
    told = plan(rows, [], {"t1": "某任务"}, {}, None)
    assert [(r.does, r.task) for r in told] == [("begin", "t1")]
    (row,) = plan([ListRow(1, {"number": "7", "notes": "已完成"})], [], {}, {}, None)  # a row that lost its task is told
    assert row.does == "error"


def test_the_lead_body_goes_before_the_responsible_one() -> None:
    names = ["序号", "试点任务", "牵头单位", "责任单位", "责任人", "负责人"]
    assert fields_of_columns([*names[:4]]) == {"序号": "number", "试点任务": "title", "牵头单位": "lead_body"}
    assert fields_of_columns(["试点任务", "责任单位"]) == {"试点任务": "title", "责任单位": "lead_body"}
    with pytest.raises(DeskError):
        fields_of_columns(["试点任务", *names[4:]])

"""A list comes in through the page: shown first, done once, told row by row in one's own language; nobody else sees or sends it."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import httpx
import openpyxl
import pytest

from shidian.store.access import Grant
from shidian.tracking import importing
from shidian.visitors import lists
from tests.desk.running import Client, Office

HEAD = ["序号", "本市任务清单编号", "工作任务", "领域", "责任单位", "完成时限", "推进阶段", "进展情况"]


def sheet(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["某市试点任务推进情况表（示例）"])
    for row in (HEAD, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def blown_up() -> bytes:
    """A workbook of a hundred kilobytes that unpacks to seventy million."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet([]))) as honest, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in honest.namelist():
            content = honest.read(name)
            made.writestr(name, content.replace(b"<sheetData>", b"<sheetData>" + b" " * 70_000_000))
    return out.getvalue()


def left(browser: Client, now: bytes, before: bytes | None = None, region: str = "suzhou", **said: str) -> httpx.Response:
    files = {"list": ("三季度.xlsx", now)} | ({"before": ("二季度.xlsx", before)} if before is not None else {})
    return browser.http.post(f"/zh/desk/regions/{region}/import", data={"csrf": browser.word, **said}, files=files)


@pytest.fixture(scope="module")
def rows(office: Office) -> list[list[str]]:
    """Sixty rows: fifty-five tasks of the programme, three measures of the region's own, and two that cannot be taken."""
    tasks = list(office.programme.tasks.values())[:55]
    found = [[str(n), str(100 + n), t.title, "", "商务局", "2026年12月31日", "列入本地方案", f"进展{n}"] for n, t in enumerate(tasks, 1)]
    found += [[str(n), str(100 + n), f"示例措施{n}", "", "", "", "", ""] for n in (56, 57, 58)]
    return [*found, ["59", "159", "示例措施59", "", "", "月底", "", ""], ["60", "160", tasks[0].title, "", "", "", "", "又一次"]]


@pytest.fixture(scope="module", autouse=True)
def joined(office: Office) -> None:
    office.join("list-editor", ("suzhou", "editor"))


@pytest.fixture
def editor(office: Office) -> Iterator[Client]:
    with office.signed_in("list-editor") as browser:
        yield browser


def test_sixty_rows_are_shown_then_done_once(office: Office, editor: Client, rows: list[list[str]]) -> None:
    area = next(iter(office.programme.areas))
    who = office.programme.people.acting("list-editor")
    where = left(editor, sheet(rows), area=area).headers["location"].removeprefix("/zh/desk")
    page = editor.get(where).text
    assert "尚未导入" in page
    assert "导入58行" in page
    assert "“月底”不是日期" in page
    assert "该任务已在第3行出现" in page
    assert office.programme.work.items(who, region="suzhou") == []
    assert editor.post(where, why="三季度").headers["location"] == f"/zh/desk{where}"
    kept = office.programme.work.items(who, region="suzhou")
    assert len(kept) == 58
    assert {i.area for i in kept if not i.task} == {area}
    again = editor.get(where).text
    assert "清单已经导入" in again
    assert editor.post(where, why="三季度").status_code == 303
    second = left(editor, sheet(rows), area=area).headers["location"].removeprefix("/zh/desk")
    editor.post(second, why="三季度")
    assert len(office.programme.work.items(who, region="suzhou")) == 58
    moved = [[*r[:7], f"{r[7]}，已印发"] if n < 7 else r for n, r in enumerate(rows[:50])]
    third = left(editor, sheet(moved), before=sheet(rows[:48])).headers["location"].removeprefix("/zh/desk")
    twin = editor.get(f"{third}.json").json()
    assert dict(twin["counts"]) == {"error": 0, "change": 7, "begin": 0, "same": 43}
    assert sorted(q["does"] for q in twin["moved"]) == ["added"] * 2 + ["moved"] * 7
    editor.post(third, why="四季度")
    assert len(office.programme.work.changes(who, region="suzhou", status="open")) == 7
    fourth = left(editor, sheet(moved)).headers["location"].removeprefix("/zh/desk")
    editor.post(fourth, why="四季度")
    assert len(office.programme.work.changes(who, region="suzhou", status="open")) == 7


def test_a_list_with_names_of_groups_is_told_to_be_done_when_it_is(office: Office, editor: Client) -> None:
    area = next(iter(office.programme.areas))
    grouped = [
        ["一、电信领域"],
        ["1", "", "示例措施甲组之一", "", "", "", "", ""],
        ["填表人：某某"],
        ["2", "", "示例措施甲组之二", "", "", "", "", ""],
    ]
    where = left(editor, sheet(grouped), area=area).headers["location"].removeprefix("/zh/desk")
    editor.post(where, why="三季度")
    done = waited(editor, where, ("done", "cancelled", "failed"))
    assert (done["job"]["state"], dict(done["counts"])["begin"]) == ("done", 2)


def waited(editor: Client, where: str, until: tuple[str, ...]) -> dict[str, Any]:
    """A list that is carried out, once it is in one of these states."""
    for _ in range(600):
        found: dict[str, Any] = editor.get(f"{where}.json").json()
        if found["job"]["state"] in until:
            return found
        time.sleep(0.05)
    raise AssertionError(found["job"])


def held_back(monkeypatch: pytest.MonkeyPatch, until: Event) -> None:
    """A list is carried out, but after its first rows no further than until something has happened: on a busy machine all were in by then."""
    carry_out: Any = importing.carry_out

    def held(*given: Any) -> Any:
        *rest, goes_on = given
        return carry_out(*rest, lambda done: (not done or until.wait(20)) and goes_on(done))

    monkeypatch.setattr(lists, "carry_out", held)


def test_a_long_list_goes_on_beside_is_stopped_and_is_brought_to_its_end_by_the_same_list(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PATIENCE", 0.0)
    stop = Event()
    held_back(monkeypatch, stop)
    office.join("long-editor", ("hefei", "editor"))
    area, work = next(iter(office.programme.areas)), office.programme.work
    long = sheet([[str(n), str(n), f"长清单措施{n}", "", "", "", "", f"进展{n}"] for n in range(1, 301)])
    with office.signed_in("long-editor") as editor:
        where = left(editor, long, region="hefei", area=area).headers["location"].removeprefix("/zh/desk")
        assert editor.post(where, why="长清单").status_code == 303
        running = editor.get(where).text
        assert "清单正在导入" in running
        assert editor.post(f"{where}/stop").status_code == 303
        stop.set()
        stopped = waited(editor, where, ("cancelled", "done"))
        begun = len(work.items(office.programme.people.acting("long-editor"), region="hefei"))
        assert (stopped["job"]["state"], stopped["job"]["progress"]) == ("cancelled", begun)
        assert 0 <= begun < 300
        assert begun % 100 == 0
        again = left(editor, long, region="hefei", area=area).headers["location"].removeprefix("/zh/desk")
        assert dict(editor.get(f"{again}.json").json()["counts"]) == {"error": 0, "change": 0, "begin": 300 - begun, "same": begun}
        editor.post(again, why="长清单")
        assert waited(editor, again, ("cancelled", "done"))["job"]["state"] == "done"
    assert len(work.items(office.programme.people.acting("long-editor"), region="hefei")) == 300
    assert work.verify() == []


def test_a_list_stops_with_the_role_of_who_has_it_carried_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PATIENCE", 0.0)
    taken = Event()
    held_back(monkeypatch, taken)
    who = office.join("gone-editor", ("fuzhou", "editor"))
    long = sheet([[str(n), str(n), f"离任措施{n}", "", "", "", "", ""] for n in range(1, 301)])
    with office.signed_in("gone-editor") as editor:
        where = left(editor, long, region="fuzhou", area=next(iter(office.programme.areas))).headers["location"].removeprefix("/zh/desk")
        editor.post(where, why="长清单")
        office.programme.people.grant(office.chief, who.person, Grant("fuzhou", "editor"), take=True)
    taken.set()
    time.sleep(0.5)
    reader = office.join("fz-reader", ("fuzhou", "reader"))
    before = len(office.programme.work.items(reader, region="fuzhou"))
    time.sleep(0.5)
    assert len(office.programme.work.items(reader, region="fuzhou")) == before < 300


def test_a_list_is_seen_by_who_left_it_alone(office: Office, editor: Client, rows: list[list[str]]) -> None:
    where = left(editor, sheet(rows[:2])).headers["location"].removeprefix("/zh/desk")
    office.join("list-other", ("suzhou", "editor"), ("hefei", "editor"))
    with office.signed_in("list-other") as other:
        assert other.get(where).status_code == 404
        assert other.post(where, why="x").status_code == 404
        own = left(other, sheet(rows[:2])).headers["location"].removeprefix("/zh/desk")
        assert other.get(own.replace("suzhou", "hefei")).status_code == 404
        assert left(other, sheet(rows[:2]), region="fuzhou").status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "文件为空"),
        (b"\x00\x01\x02", ""),
        ("序号,部门\n1,商务局\n".encode(), "没有任务一列"),
        (("任务,工作任务\n" + "a,b\n").encode(), "有两列内容相同"),
        (b"PK\x03\x04nothing", ""),
        (blown_up, "文件解压后过大"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(editor: Client, content: bytes | Callable[[], bytes], told: str) -> None:
    answer = left(editor, content() if callable(content) else content)
    assert 400 <= answer.status_code < 500
    assert told in answer.text


def test_nothing_is_taken_without_the_word_of_the_form(editor: Client, rows: list[list[str]]) -> None:
    editor.word = "0" * 40
    assert left(editor, sheet(rows[:2])).status_code == 403

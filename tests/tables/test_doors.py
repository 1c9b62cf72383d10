"""One table through Python, the terminal, HTTP and the page: the same answers, and the same columns of answers, in the same order."""

from __future__ import annotations

import csv
import io
import re
import time
from pathlib import Path

import httpx
import pytest

from shidian.screening.screened import COLUMNS
from tests.cases.real import real_book
from tests.cli.running import run
from tests.serving.fixtures import address, http

__all__ = ["address", "http"]
HEAD = ["名称", "企业类型", "主营业务", "注册地址", "国别", "外资股比", "登记日期"]
ROWS = [
    ["甲", "有限责任公司（外国法人独资）", "应用商店", "四川省成都市武侯区", "美国", "100%", "2025/6/1"],
    ["乙", "中外合资", "应用商店", "成都", "US", "５０％", "2025年6月1日"],
    ["丙", "外商独资", "应用商店", "成都", "US", "50", "20250601"],
    ["丁", "公司", "成渡旅游", "成渡", "US", "60", "2025-06-01"],
    ["戊", "公司", "应用商店", "510100.0", "德国", "", "2025-06-01"],
    ["己", "公司", "应用商店", "成都", "DE", "百分之六十", ""],
    ["庚", "VIE", "应用商店", "成都", "DE", "零点", "2025-06-01"],
]
WANTED = ["not_permitted", "permitted", "", "", "undetermined", "undetermined", ""]


def through(door: str, http: httpx.Client, folder: Path) -> list[list[str]]:
    """The columns of answers as texts, with their names first."""
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *ROWS])
    content = out.getvalue().encode("gb18030")
    if door == "python":
        done = real_book().screen("access", {name: [row[i] for row in ROWS] for i, name in enumerate(HEAD)}, lang="zh").table()
        cells = [done.column(c).cast("string").to_pylist() for c in done.column_names]
        return [list(done.column_names), *([c or "" for c in row] for row in zip(*cells, strict=True))]
    if door == "terminal":
        (folder / "a.csv").write_bytes(content)
        ran = run("screen", "access", str(folder / "a.csv"), "-o", str(folder / "b.csv"), "--lang", "zh")
        assert ran.code == 0, ran.err
        got = (folder / "b.csv").read_text(encoding="utf-8-sig")
    else:
        if door == "api":
            id = http.post("/api/v1/screen/jobs?lang=zh", files={"file": ("a.csv", content)}, data={"question": "access"}).json()["id"]
            state, file = f"/api/v1/screen/jobs/{id}", f"/api/v1/screen/jobs/{id}/result"
        else:
            place = http.post("/zh/screen", files={"file": ("a.csv", content)}, data={"question": "access"}).headers["location"]
            http.post(f"{place}/start", data=http.get(f"{place}.json").json()["job"]["mapping"])
            state, file = f"{place}.json", f"{place}/file"
        for _ in range(400):
            found = http.get(state).json()
            if found.get("job", found)["state"] not in ("queued", "running"):
                break
            time.sleep(0.05)
        got = http.get(file).content.decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(got)))
    return [row[len(HEAD) :] for row in read]


@pytest.fixture(scope="module")
def in_python(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    return through("python", httpx.Client(), tmp_path_factory.mktemp("python"))


def test_python_answers_as_a_careful_reader(in_python: list[list[str]]) -> None:
    assert in_python[0] == list(COLUMNS)
    wrong = in_python[-1][in_python[0].index("error")].split(" | ")
    assert len(wrong) == 2  # all that is wrong with a row, in the language of who asks
    assert not any(re.search("[a-z]{3}", re.sub("“[^”]*”|[a-z-]+（", "", said)) for said in wrong), wrong
    assert [row[in_python[0].index("outcome")] for row in in_python[1:]] == WANTED


@pytest.mark.parametrize("door", ["terminal", "api", "page"])
def test_every_door_gives_the_same_columns_and_rows(door: str, in_python: list[list[str]], http: httpx.Client, tmp_path: Path) -> None:
    head, *rows = through(door, http, tmp_path)
    if door == "page":  # it knows its own address, and leads each row that was answered for a day to its decision
        assert head[0] == "link"
        assert [row[0].startswith("http") for row in rows] == [bool(w and given[-1]) for w, given in zip(WANTED, ROWS, strict=True)]
        head, rows = head[1:], [row[1:] for row in rows]
    line = head.index("source_line")  # of a file only
    assert head == in_python[0]
    assert [r[:line] for r in rows] == [[c.removesuffix(".0") for c in r[:line]] for r in in_python[1:]]
    assert [r[line] for r in rows] == [str(n) for n in range(2, 9)]

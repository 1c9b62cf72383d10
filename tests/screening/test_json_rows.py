"""JSON lines, and JSON by the API: nothing is said twice, a broken line is an error of its own, and what is written is counted."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pytest

from shidian.screening.job import Job
from shidian.screening.output.written import batch_rows, text_lines, text_records
from shidian.screening.run import screen_file
from shidian.serving.application import create
from tests.cases.real import real_book
from tests.serving.running import client, serving

GOOD = '{"activity":"app-store","territory":"chengdu:other","origin":"US","share":%s,"on":"2025-06-01"}'


def test_a_broken_line_is_an_error_of_that_row_alone(tmp_path: Path) -> None:
    lines = [GOOD % 60, GOOD % '60,"share":10', "nonsense", "", "[1]", GOOD % '"40%"', "{}"]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = screen_file(real_book(), Job("access", tmp_path / "a.jsonl", tmp_path / "b.jsonl"))
    assert done.outcomes == {"error": 3, "not_permitted": 1, "permitted": 1}
    assert done.rows + sum(p.rows for p in done.passed.values()) == len(lines)
    assert text_lines(tmp_path / "b.jsonl") == done.rows
    assert "`share` is given twice" in (tmp_path / "b.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "body",
    ['{"question":"access","facts":{"activity":"app-store","share":60,"share":10}}', '{"question":"access","question":"entry","facts":{}}'],
)
def test_a_body_that_says_one_thing_twice_is_refused(body: str) -> None:
    with serving() as address, client(address) as http:
        for path in ("/api/v1/ask", "/api/v1/next"):
            found = http.post(path, content=body, headers={"content-type": "application/json"})
            assert found.status_code == 400
            assert "is given twice" in found.text
        told = {"question": "access", "mapping": '{"share": "a", "share": "b"}'}
        found = http.post("/api/v1/screen/jobs", data=told, files={"file": ("a.csv", "a,b\n1,2\n")})
        assert found.status_code in (400, 422)
        assert "is given twice" in found.text


def test_every_route_with_a_body_reads_it_once() -> None:
    with serving() as address, client(address) as http:
        paths = create().openapi()["paths"]
        bodies = [
            (method, path)
            for path, item in paths.items()
            for method, operation in item.items()
            if "application/json" in operation.get("requestBody", {}).get("content", {})
        ]
        assert len(bodies) > 5
        for method, path in bodies:
            found = http.request(
                method, path.replace("{", "").replace("}", ""), content='{"a":1,"a":2}', headers={"content-type": "application/json"}
            )
            assert "`a` is given twice" in found.text, path


def test_rows_of_a_written_file_are_counted_without_the_writer(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'a,b\n"x\ny","p ""q"" r"\n1,2\n,\n')
    assert text_records(tmp_path / "a.csv") == 4
    (tmp_path / "big.csv").write_bytes(b'"' + b"x\n" * 3_000_000 + b'",1\n2,3\n')
    assert text_records(tmp_path / "big.csv") == 2
    table = pa.table({"a": [1, 2, 3]})
    with pyarrow.ipc.new_file(str(tmp_path / "a.arrow"), table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    assert batch_rows(tmp_path / "a.arrow") == 3

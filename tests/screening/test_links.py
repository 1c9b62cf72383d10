"""Each row of a screened file leads to the page of its decision: what stands there is what the row says, in every format."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from shidian.errors import TableError
from shidian.screening.job import Job
from shidian.screening.run import screen_file
from tests.cases.real import real_book
from tests.nightly import share_of
from tests.tables.first import FIRST
from tests.tables.kept import KeptTable, job_of
from tests.tables.second import SECOND

HOME = "https://law.example.org/zh"
TABLES = [*FIRST, *SECOND]


def asked_by(link: str) -> tuple[str, dict[str, str]]:
    """The question and the facts of an address."""
    parts = urlsplit(link)
    assert link.startswith(f"{HOME}/decision/"), link
    return parts.path.rpartition("/")[2], dict(parse_qsl(parts.query, strict_parsing=True))


@pytest.mark.parametrize("table", share_of(TABLES, 4), ids=lambda t: t.name)
def test_a_row_leads_to_the_decision_that_it_has(table: KeptTable, tmp_path: Path) -> None:
    table.build(tmp_path / table.name)
    job = job_of(table, tmp_path)
    screen_file(real_book(), replace(job, home=HOME))
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines[:: 1 + len(lines) // 40]):
        assert (row["link"] is None) == (row["asked_on"] is None)
        if row["link"] is not None:
            question, facts = asked_by(row["link"])
            found = real_book().ask(question, **facts)
            assert (found.outcome, found.receipt.on.isoformat()) == (row["outcome"], row["asked_on"]), row
            assert (row["determining"] or "").split() == list(found.determining), row


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "arrow", "xlsx"])
def test_every_format_has_the_addresses(ending: str, tmp_path: Path) -> None:
    rows = [
        "行业,地区,国别,股比,日期,自贸试验区",
        "应用商店,成都,德国,100%,2025-06-01,",
        "idc,上海,DE,51,,否",
        "no-such,成都,DE,51,2025-06-01,",
    ]
    (tmp_path / "in.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / f"out.{ending}"
    said = Job("access", tmp_path / "in.csv", out, default_day="2026-01-05", home=HOME, known_on=dt.date(2026, 2, 1))
    screen_file(real_book(), said)
    if ending == "xlsx":
        cells = list(openpyxl.load_workbook(out)["answers"].iter_rows())
        at = [c.value for c in cells[0]].index("link")
        links: list[object] = [row[at].value for row in cells[1:]]
        assert [getattr(row[at].hyperlink, "target", None) for row in cells[1:]] == links
    elif ending == "csv":
        lines = out.read_text(encoding="utf-8-sig").splitlines()
        at = lines[0].split(",").index("link")
        links = [line.split(",")[at] or None for line in lines[1:]]
    elif ending == "jsonl":
        links = [json.loads(line)["link"] for line in out.read_text(encoding="utf-8").splitlines()]
    else:
        table = pq.read_table(out) if ending == "parquet" else pa.ipc.open_file(str(out)).read_all()
        links = table["link"].to_pylist()
    assert links[2] is None  # a row that cannot be read has no decision
    first, second = (asked_by(str(link))[1] for link in links[:2])
    assert first == {
        "activity": "app-store",
        "territory": "chengdu",
        "origin": "de",
        "share": "100",
        "on": "2025-06-01",
        "known_on": "2026-02-01",
    }
    assert (second["on"], second["share"]) == ("2026-01-05", "51")


def test_a_table_with_such_a_column_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("activity,territory,Link\nidc,shanghai,x\n", encoding="utf-8")
    with pytest.raises(TableError, match="already has a column `Link`"):
        screen_file(real_book(), Job("access", tmp_path / "in.csv", tmp_path / "out.csv", home=HOME))
    screen_file(real_book(), Job("access", tmp_path / "in.csv", tmp_path / "out.csv", home=HOME, prefix="our_", default_day="2025-06-01"))
    assert "our_link" in (tmp_path / "out.csv").read_text(encoding="utf-8")

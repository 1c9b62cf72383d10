"""What a person says of a table is kept and offered for the next: the meaning of bad values; a column that means nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cases.real import warm_cache
from tests.cli.running import run


@pytest.fixture(autouse=True)
def _folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(warm_cache()))
    monkeypatch.setenv("SHIDIAN_VALUES", str(tmp_path / "kept/values.csv"))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "in.csv").write_text("activity,territory,origin,share,on\n鸽子,beijing,US,60,2025-06-01\n", encoding="utf-8")
    return tmp_path / "in.csv"


def test_what_a_bad_value_means_is_kept_for_the_next_table_and_offered(table: Path) -> None:
    out, bad = str(table.with_name("out.csv")), table.with_name("bad.csv")
    asked = ("screen", "access", str(table), "-o", out, "--force")
    bad.write_text("fact,value,meant\nactivity,鸽子,idc\n", encoding="utf-8")
    assert "error" not in json.loads(run(*asked, "--json", "--values", str(bad)).out)["outcomes"]
    bad.unlink()
    told = run(*asked, "--json", "--bad-values", str(bad))
    assert json.loads(told.out)["outcomes"]["error"] == 1  # what was kept is offered, and not taken
    assert "--values kept" in told.err
    assert "activity,鸽子,idc" in bad.read_text(encoding="utf-8-sig")
    assert "error" not in json.loads(run(*asked, "--json", "--values", "kept").out)["outcomes"]


def test_a_column_that_is_ignored_puts_none_in_doubt(tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", str(tmp_path / "out.csv")
    table.write_text("activity,territory,origin,share,on,Project city\nidc,shenzhen,DE,100,2025-06-01,Chengdu\n", encoding="utf-8")
    asked = ("screen", "access", str(table), "-o", out, "--force", "--json")
    assert "may be column" in run(*asked).err
    assert json.loads(run(*asked, "--ignore", "Project city").out)["outcomes"] == {"permitted": 1}
    assert "no column `City`" in run(*asked, "--ignore", "City").err


def test_what_was_said_of_columns_is_kept_for_tables_of_the_same_headings_and_taken_when_asked(tmp_path: Path) -> None:
    head = "activity,territory,origin,Stake May 2025,Stake before,on"
    first, second = tmp_path / "may.csv", tmp_path / "june.csv"
    first.write_text(f"{head}\napp-store,chengdu,DE,50,30,2025-06-01\n", encoding="utf-8")
    second.write_text(f"{head.replace('May 2025', 'May 2026')}\napp-store,chengdu,DE,60,30,2025-06-01\n", encoding="utf-8")
    out = ("-o", str(tmp_path / "out.csv"), "--force", "--json")
    asked = ("--map", "share=Stake May 2025", "--ignore", "Stake before")
    assert json.loads(run("screen", "access", str(first), *out, *asked).out)["outcomes"] == {"permitted": 1}
    untaken = run("screen", "access", str(second), *out)
    assert untaken.code != 0  # which column is the share is asked for, and that it was said before is told
    assert "--columns kept" in untaken.err
    taken = run("screen", "access", str(second), *out, "--columns", "kept")
    assert json.loads(taken.out)["outcomes"] == {"not_permitted": 1}
    assert "--columns kept" not in taken.err
    third = tmp_path / "other.csv"
    third.write_text("activity,territory,origin,Stake,on\napp-store,chengdu,DE,60,2025-06-01\n", encoding="utf-8")
    assert "--columns kept" not in run("screen", "access", str(third), *out).err  # other headings: another table


def test_a_file_says_what_the_columns_are(tmp_path: Path) -> None:
    table, said = tmp_path / "in.csv", tmp_path / "columns.csv"
    table.write_text("activity,territory,origin,Quota,on\napp-store,chengdu,DE,0.6,2025-06-01\n", encoding="utf-8")
    said.write_text("does,fact,value\ncolumn,share,Quota\nscale,share,fraction\n", encoding="utf-8")
    asked = ("screen", "access", str(table), "-o", str(tmp_path / "out.csv"), "--json", "--columns", str(said))
    assert json.loads(run(*asked).out)["outcomes"] == {"not_permitted": 1}
    said.write_text("does,fact,value\nguess,share,Quota\n", encoding="utf-8")
    assert "guess" in run(*asked, "--force").err

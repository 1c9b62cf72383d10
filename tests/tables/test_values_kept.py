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

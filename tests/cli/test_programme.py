"""Plans, replication, statistics and the crosswalk; and the same rows from Python as from the command."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import shidian
from tests.building import make_lawbook
from tests.cli.running import run

MORE = {
    "programme/facts/yardsticks.yaml": """\
        batches:
          - {as_of: 2024, batches: 3, results: {en: more than 30, zh: 30多项}, sources: [gazette]}
          - {as_of: 2022, batches: 1, results: {en: 10 results, zh: 10项}, sources: [herald]}
        statistics:
          - {statistic: lofts, name: {en: Lofts, zh: 鸽舍}, value: {en: "12", zh: "12座"}, as_of: 2024, sources: [herald]}
        agreements:
          - agreement: pact
            name: {en: The Pact, zh: 公约}
            status: {en: applied, zh: 已申请}
            chapters:
              - {chapter: "2", name: {en: Birds, zh: 鸟类}, tension: {en: cages, zh: 笼养}, degree: tension}
              - {chapter: "1", name: {en: Words, zh: 用语}}
        """
}


@pytest.fixture(scope="module")
def orsia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_lawbook(tmp_path_factory.mktemp("orsia"), MORE)


def rows(orsia: Path, *words: str) -> Any:
    done = run(*words, "--lawbook", str(orsia), "--json")
    assert done.code == 0
    return json.loads(done.out)


def test_replication_is_told_from_the_oldest_to_the_newest_word_on_it(orsia: Path) -> None:
    assert [(r["as_of"], r["batches"]) for r in rows(orsia, "replication")] == [("2022", 1), ("2024", 3)]


def test_plans_stand_with_their_official_totals(orsia: Path) -> None:
    listed = rows(orsia, "plans")
    assert [p["plan"] for p in listed] == [p.plan for p in shidian.load(orsia).lawbook.programme.plans]


def test_a_figure_is_shown_with_its_day(orsia: Path) -> None:
    assert [(s["statistic"], s["as_of"]) for s in rows(orsia, "statistics")] == [("lofts", "2024")]


def test_the_crosswalk_keeps_the_order_of_the_agreement_and_its_tensions(orsia: Path) -> None:
    found = rows(orsia, "crosswalk", "--agreement", "pact")
    assert [(c["chapter"], c["degree"]) for c in found] == [("2", "tension"), ("1", None)]


def test_an_agreement_that_nobody_recorded_is_a_slip(orsia: Path) -> None:
    done = run("crosswalk", "--agreement", "pakt", "--lawbook", str(orsia))
    assert done.code in (1, 2)
    assert "did you mean `pact`" in done.err


@pytest.mark.parametrize("command", ["plans", "replication", "statistics", "crosswalk"])
def test_a_table_has_its_headings_in_chinese(orsia: Path, command: str) -> None:
    shown = run(command, "--lawbook", str(orsia), "--lang", "zh").out.splitlines()[0]
    assert any("\u3400" <= c <= "\u9fff" for c in shown)


@pytest.mark.parametrize("door", ["instruments", "tasks", "regions", "sources", "claims", "contradictions", "crosswalk"])
def test_python_gives_the_same_rows_as_the_command(orsia: Path, door: str) -> None:
    book = shidian.load(orsia, today=lambda: dt.date(2024, 1, 1))
    options = ["--on", "2024-01-01"] if door in ("instruments", "tasks", "regions") else []
    assert len(getattr(book, door)()) == len(rows(orsia, door, *options))


def test_python_reads_a_day_as_text(orsia: Path) -> None:
    book = shidian.load(orsia)
    assert book.tasks(on="2024-01-01") == book.tasks(on=dt.date(2024, 1, 1))
    assert book.instrument("orsia-pilot").instrument == "orsia-pilot"
    with pytest.raises(shidian.ShidianError):
        book.instruments(on="soon")

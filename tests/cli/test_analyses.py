"""Analyses in the terminal: tables for people, JSON for programs, pictures in files, and what is asked wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.building import make_lawbook
from tests.cli.running import Run, run

PIGEONS = ("activity=pigeons", "territory=harbour", "origin=freedonia", "share=60")


@pytest.fixture
def orsia(tmp_path: Path) -> Path:
    return make_lawbook(tmp_path)


def look(orsia: Path, *words: str) -> Run:
    return run(*words, "--lawbook", str(orsia))


@pytest.mark.parametrize(
    "words",
    [
        ("timeline", "access", *PIGEONS),
        ("matrix", "access", "share=60", "--on", "2024-01-01"),
        ("diff", "access", "--from", "2021-12-31", "--to", "2022-01-01"),
        ("diff", "access", "--territory", "harbour", "--territory", "south", "on=2024-01-01"),
        ("diff", "access", "--known-on", "2022-12-31", "--known-on", "2024-01-01", "on=2024-01-01"),
        ("whatif", "access", *PIGEONS, "on=2023-04-01"),
        ("whatif", "access", *PIGEONS, "on=2024-01-01", "--without", "orsia-pilot/pigeons-open"),
        ("diagram", "access"),
        ("verify", "access"),
        ("verify", "access", "--permits-all", "2021-12-31", "2024-01-01"),
    ],
)
def test_an_analysis_is_told_in_both_languages_and_as_json(orsia: Path, words: tuple[str, ...]) -> None:
    english, chinese, data = (look(orsia, *words, *more) for more in (("--lang", "en"), ("--lang", "zh"), ("--json",)))
    assert (english.code, chinese.code, data.code) == (0, 0, 0), english.err + chinese.err + data.err
    assert english.out.strip()
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese.out)
    json.loads(data.out)


def test_the_timeline_shows_the_provision_that_begins_an_interval(orsia: Path) -> None:
    told = look(orsia, "timeline", "access", *PIGEONS).out
    assert "2023-06-01" in told
    assert "Pigeon Pilot" in told


def test_a_picture_is_written_where_it_is_asked_for(orsia: Path, tmp_path: Path) -> None:
    for words in (("timeline", "access", *PIGEONS), ("matrix", "access", "share=60")):
        file = tmp_path / f"{words[0]}.svg"
        done = look(orsia, *words, "-o", str(file))
        assert done.code == 0
        assert str(file) in done.err
        assert file.read_text(encoding="utf-8").startswith("<svg")
    wrong = look(orsia, "timeline", "access", *PIGEONS, "-o", str(tmp_path / "a.gif"))
    assert wrong.code != 0
    assert ".svg or .png" in wrong.err


def test_every_example_of_a_diff_can_be_asked(orsia: Path) -> None:
    told = look(orsia, "diff", "access", "--from", "2021-12-31", "--to", "2022-01-01").out
    examples = [line.partition("shidian ")[2].split() for line in told.splitlines() if "shidian ask" in line]
    assert examples
    for words in examples:
        assert look(orsia, *words).code == 0, words


def test_every_turn_of_a_what_if_can_be_asked_and_is_permitted(orsia: Path) -> None:
    told = look(
        orsia, "whatif", "access", "activity=pigeons", "territory=lake-city:other", "share=60", "on=2024-01-01", "origin=sylvania"
    ).out
    examples = [line.partition("shidian ")[2].split() for line in told.splitlines() if "shidian ask" in line]
    assert examples
    for words in examples:
        assert json.loads(look(orsia, *words, "--json").out)["outcome"] == "permitted", words


def test_a_matrix_as_csv_has_one_line_for_each_cell(orsia: Path) -> None:
    found = json.loads(look(orsia, "matrix", "access", "share=60", "--on", "2024-01-01", "--json").out)
    lines = look(orsia, "matrix", "access", "share=60", "--on", "2024-01-01", "--csv").out.splitlines()
    assert len(lines) == 1 + len(found["rows"]) * len(found["columns"])


def test_another_lawbook_can_be_compared_and_one_instrument_added(orsia: Path, tmp_path: Path) -> None:
    other = make_lawbook(tmp_path / "other", {"cases/access/basic.yaml": None})
    assert "no" in look(orsia, "diff", "access", "--other", str(other)).out.casefold()
    file = tmp_path / "orsia-list.yaml"
    file.write_text(
        (orsia / "instruments/orsia-list.yaml").read_text(encoding="utf-8").replace("{below: 50}", "{below: 70}"), encoding="utf-8"
    )
    told = look(orsia, "whatif", "access", "activity=pigeons", "share=60", "territory=south", "on=2024-01-01", "--with", str(file))
    assert told.code == 0, told.err
    assert "not permitted" in told.out
    assert "shidian ask" in told.out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("diff", "access"), "two days"),
        (("diff", "access", "--from", "2024-01-01"), "--to"),
        (("diff", "access", "--territory", "south"), "--territory A"),
        (("diff", "access", "--from", "2021-01-01", "--to", "2022-01-01", "--territory", "south"), "say what to compare"),
        (("verify", "--permits-all", "2021-01-01", "2022-01-01"), "needs one question"),
        (("timeline", "acess"), "access"),
        (("matrix", "access", "--rows", "share", "--columns", "share"), "both"),
        (("whatif", "access", "--without", "orsia-list/pigeon"), "orsia-list/pigeons"),
        (("matrix", "access", "on=2024-01-01", "--on", "2024-01-02"), "twice"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_what_to_do(orsia: Path, words: tuple[str, ...], hint: str) -> None:
    done = look(orsia, *words)
    assert done.code not in (0, 4)
    assert hint in done.err
    assert "Traceback" not in done.err


def test_a_law_that_permits_less_ends_with_a_code_of_its_own(orsia: Path) -> None:
    done = look(orsia, "verify", "access", "--permits-all", "2024-01-01", "2021-12-31")
    assert done.code == 4
    assert "shidian ask access" in done.out

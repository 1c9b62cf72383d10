"""`shidian lawbook format` and `new`: one style that changes nothing, and files that begin with what must be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shidian.law.files import kind_of, law_files
from shidian.law.folder import read_files
from shidian.law.location import default_folder
from shidian.law.records.instrument import Instrument
from shidian.law.scaffold import SCAFFOLDS
from shidian.law.style import Unformatted, formatted
from tests.building import ORSIA, make_lawbook
from tests.cli.running import run

PILOT = ORSIA["instruments/orsia-pilot.yaml"]
REAL = [f for f in law_files(default_folder()) if f.name.startswith("instruments/")]


@pytest.mark.parametrize("name", sorted(ORSIA))
def test_the_style_is_stable_and_changes_nothing_that_is_said(name: str, tmp_path: Path) -> None:
    kind = kind_of(name)
    assert kind is not None
    once = formatted(ORSIA[name], kind)
    assert formatted(once, kind) == once
    assert read_files(law_files(make_lawbook(tmp_path, {name: once})))[1] == []


@pytest.mark.parametrize("file", REAL[::12], ids=lambda f: str(f.name))
def test_instruments_are_in_style(file: object) -> None:
    text = next(f for f in REAL if f is file).raw.decode()
    assert formatted(text, Instrument) == text


def test_keys_are_ordered_quotation_marks_are_spared_and_comments_kept() -> None:
    text = PILOT.replace("kind: notice\n", "").replace("issuers:", 'kind: "notice"  # a kind\nissuers:', 1)
    text = (
        text.replace("rule: pigeons-open\n        question: access\n", "question: access\n        rule: pigeons-open\n")
        if "question: access\n" in text
        else text
    )
    new = formatted(text, Instrument)
    assert re.search(r"kind: notice +# a kind\n", new)
    assert new.index("rule: pigeons-open") < new.index("question: access")
    assert '- edition: "2023"' in new


def test_a_file_with_faults_is_left_alone() -> None:
    with pytest.raises(Unformatted, match="faults"):
        formatted(PILOT.replace("kind: notice", "kind: notise"), Instrument)


def test_the_command_checks_then_writes(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path, {"instruments/orsia-pilot.yaml": PILOT.replace("kind: notice", 'kind: "notice"')})
    run("lawbook", "format", "--lawbook", str(folder))
    path = folder / "instruments/orsia-pilot.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: notice", "kind: 'notice'"), encoding="utf-8")
    done = run("lawbook", "format", "--check", "--lawbook", str(folder))
    assert (done.code, done.out) == (3, "instruments/orsia-pilot.yaml: not in style\n")
    assert run("lawbook", "format", "--lawbook", str(folder)).code == 0
    assert run("lawbook", "format", "--check", "--lawbook", str(folder)).code == 0
    assert run("lawbook", "check", str(folder)).code == 0


@pytest.mark.parametrize("kind", SCAFFOLDS)
def test_a_file_that_was_begun_has_its_shape_and_is_not_yet_right(tmp_path: Path, kind: str) -> None:
    folder = make_lawbook(tmp_path)
    id = "access/new-ones" if kind == "cases" else "orsia-new-2030"
    assert run("lawbook", "new", kind, id, "--lawbook", str(folder)).code == 0
    codes = {f.code for f in read_files(law_files(folder))[1]}
    assert codes <= {"no-source", "unread-provision", "bad-case", "numbers-differ"}
    assert bool(codes) == (kind != "sources")
    assert "exists already" in run("lawbook", "new", kind, id, "--lawbook", str(folder)).err


def test_an_id_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    assert "cannot be an id" in run("lawbook", "new", "notice", "../x", "--lawbook", str(folder)).err
    assert "access/example" in run("lawbook", "new", "cases", "x", "--lawbook", str(folder)).err

"""No answer changes unseen: the lock says in words what each rule does, and changes with every slip that moves an answer."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from shidian.analysis.lock.lock import FILE, Sections, changes, lock_text, read_lock, sections
from shidian.compiled import CompiledLaw
from shidian.law.location import default_folder
from tests.analysis.lock.edits import DELETED, EDITS, drawn, edited, moves_an_answer
from tests.building import ORSIA, load_book, make_lawbook
from tests.building import edited as orsia_with
from tests.cases.real import real_lawbook
from tests.cli.running import run
from tests.nightly import nightly


@pytest.fixture(scope="module")
def orsia(tmp_path_factory: pytest.TempPathFactory) -> CompiledLaw:
    return CompiledLaw(load_book(tmp_path_factory.mktemp("lock")).lawbook)


@pytest.fixture(scope="module")
def before(orsia: CompiledLaw) -> Sections:
    return sections(orsia)


@nightly
def test_the_lock_of_the_lawbook_fits_it() -> None:
    """When this fails, read what `shidian lawbook check --answers` prints (`make test` runs it); `shidian lawbook lock` takes it over."""
    old = read_lock((default_folder() / FILE).read_text(encoding="utf-8"))
    assert changes(old, sections(CompiledLaw(real_lawbook()))) == ()


def test_a_lock_that_is_read_says_what_was_written(before: Sections) -> None:
    assert read_lock(lock_text(before)) == before


def test_the_order_of_provisions_and_files_leaves_no_trace(tmp_path: Path, before: Sections) -> None:
    def turned(name: str) -> dict[str, str]:
        head, *provisions = ORSIA[name].split("  - provision: ")
        return {name: head + "".join("  - provision: " + p for p in reversed(provisions))}

    book = load_book(tmp_path, *(turned(n) for n in ORSIA if n.startswith("instruments/")))
    assert changes(before, sections(CompiledLaw(book.lawbook))) == ()


def test_every_rule_and_gap_has_a_section_and_most_have_answers(orsia: CompiledLaw, before: Sections) -> None:
    assert {f"rule {id}" for id in (*orsia.lawbook.rules, *orsia.lawbook.gaps)} <= set(before)
    assert "rule orsia-pilot/pigeons-open" in before
    lines = before["rule orsia-pilot/pigeons-open"]
    assert "relieves orsia-list/pigeons" in lines
    days = [line.split(":")[0].split(" ->")[0] for line in lines if line.startswith("on 2")]
    assert {"on 2023-02-28", "on 2023-03-01", "on 2023-05-31", "on 2023-06-01"} <= set(days)


@pytest.mark.parametrize("seed", range(40))
def test_a_slip_that_moves_an_answer_changes_the_lock_in_the_section_of_its_rule(seed: int, orsia: CompiledLaw, before: Sections) -> None:
    draw = random.Random(seed)
    kind, id, rule = drawn(orsia.lawbook, draw)
    new = CompiledLaw(edited(orsia.lawbook.content, id, rule))
    changed = {c.section for c in changes(before, sections(new))}
    if moves_an_answer(orsia, new, id, draw, 60) is not None:
        assert f"rule {id}" in changed, kind


@pytest.mark.parametrize("kind", sorted(EDITS))
def test_the_real_law_has_rules_for_every_kind_of_slip(kind: str) -> None:
    """Or else the run that counts them would prove less than it says."""
    draw = random.Random(1)
    assert any(EDITS[kind](r, draw) is not None for _, _, r in real_lawbook().rules.values())
    assert DELETED in EDITS


@pytest.mark.parametrize(
    ("name", "old", "new", "section"),
    [
        ("vocabulary/territories.yaml", "members: [hill-city, garden]", "members: [hill-city]", "vocabulary territories"),
        ("vocabulary/territories.yaml", "touches: [lake-city]", "touches: [hill-city]", "vocabulary territories"),
        ("vocabulary/territories.yaml", "{id: hill-city, parent: north", "{id: hill-city, parent: south", "vocabulary territories"),
    ],
)
def test_a_vocabulary_that_changes_what_a_word_covers_changes_the_lock(
    tmp_path: Path, before: Sections, name: str, old: str, new: str, section: str
) -> None:
    book = load_book(tmp_path, orsia_with(name, (old, new)))
    assert section in {c.section for c in changes(before, sections(CompiledLaw(book.lawbook)))}


def test_the_check_fails_until_a_change_is_taken_over(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    assert run("lawbook", "lock", str(folder)).code == 0
    assert run("lawbook", "check", "--answers", str(folder)).code == 0
    path = folder / "instruments/orsia-pilot.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{from: 2023-06-01", "{from: 2023-06-02"), encoding="utf-8")
    done = run("lawbook", "check", "--answers", str(folder))
    assert done.code == 3
    assert "rule orsia-pilot/pigeons-open" in done.out
    assert "  - stands 2023-06-01 (public 2023-03-01)" in done.out.splitlines()
    assert "  + stands 2023-06-02 (public 2023-03-01)" in done.out.splitlines()
    assert "stands 2023-06-02" in run("lawbook", "lock", str(folder)).out
    assert run("lawbook", "check", "--answers", str(folder)).code == 0


def test_a_lawbook_without_a_lock_or_with_faults_is_told_so(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    assert "make it with `shidian lawbook lock`" in run("lawbook", "check", "--answers", str(folder)).err
    (folder / "instruments/orsia-pilot.yaml").write_text("instrument: [", encoding="utf-8")
    assert "the lawbook has faults" in run("lawbook", "lock", str(folder)).err
    assert not (folder / FILE).exists()

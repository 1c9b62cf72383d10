"""Neither the order of files nor the order of rules within them matters."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import shidian
from shidian.law.files import LawFile, digest_of, law_files
from shidian.law.folder import read_files
from tests.building import ORSIA, instrument, load_book, make_lawbook

FILES = [LawFile(name, text.encode()) for name, text in ORSIA.items()]
RULE = "- {rule: r, question: access, kind: limit, effect: {share: {at_most: 1}}"


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_files_never_matters(seed: int) -> None:
    straight, _ = read_files(FILES)
    mixed, faults = read_files(random.Random(seed).sample(FILES, len(FILES)))
    assert straight is not None
    assert mixed is not None
    assert faults == []
    assert mixed.rules == straight.rules
    assert mixed.sources == straight.sources
    assert mixed.questions == straight.questions
    assert mixed.provisions == straight.provisions


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_never_matters_for_faults(tmp_path: Path, seed: int) -> None:
    folder = make_lawbook(tmp_path, instrument("a", RULE.replace("access", "acces") + "}"), instrument("z", RULE + ", also: [x]}"))
    files = law_files(folder)
    assert read_files(random.Random(seed).sample(files, len(files)))[1] == read_files(files)[1] != []


def test_files_are_found_in_one_order_with_one_digest(tmp_path: Path) -> None:
    one = make_lawbook(tmp_path / "one")
    other = tmp_path / "other"
    for name in sorted(ORSIA, reverse=True):
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_text(ORSIA[name], encoding="utf-8")
    assert [f.name for f in law_files(one)] == [f.name for f in law_files(other)] == sorted(ORSIA)
    assert digest_of(law_files(one)) == digest_of(law_files(other))


def test_the_digest_tells_where_one_file_ends_and_the_next_begins() -> None:
    assert digest_of([LawFile("a", b"xy"), LawFile("b", b"")]) != digest_of([LawFile("a", b"x"), LawFile("b", b"y")])
    assert digest_of([LawFile("ab", b"x")]) != digest_of([LawFile("a", b"bx")])


def reversed_provisions(name: str) -> dict[str, str]:
    head, *provisions = ORSIA[name].split("  - provision: ")
    return {name: head + "".join("  - provision: " + p for p in reversed(provisions))}


CASES = [
    ("access", {"activity": "pigeons", "territory": "harbour", "origin": "freedonia", "share": "70", "on": "2024-01-01"}),
    ("access", {"activity": "pigeons", "territory": "north", "on": "2024-01-01"}),
    ("access", {"activity": "crafts", "territory": "orsia", "certified": "yes", "share": "40", "on": "2023-04-01"}),
    ("path", {"letters": "private", "sealed": "yes", "pages": "2000", "contents": "maps,poems", "on": "2024-01-01"}),
    ("stay", {"origin": "freedonia", "invited": "yes", "on": "2024-01-01"}),
]


@pytest.mark.parametrize(("question", "facts"), CASES)
def test_the_order_of_rules_never_matters(tmp_path: Path, question: str, facts: dict[str, str]) -> None:
    straight = load_book(tmp_path / "straight")
    turned = load_book(tmp_path / "turned", *(reversed_provisions(name) for name in ORSIA if name.startswith("instruments/")))
    assert list(turned.lawbook.rules) != list(straight.lawbook.rules)

    def answer(book: shidian.Book) -> object:
        decision = book.ask(question, dict(facts))
        return (
            decision.outcome,
            decision.because,
            decision.announced.outcome,
            decision.in_force.ceiling,
            set(decision.determining),
            {d.rule for d in decision.duties},
            {m.fact for m in decision.missing},
        )

    assert answer(turned) == answer(straight)

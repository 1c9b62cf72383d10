"""Reading a folder: every fault at once, whatever its files look like to an editor, a parser or an operating system."""

from __future__ import annotations

from pathlib import Path

import pytest

import shidian
from shidian.law.files import LawFile
from shidian.law.folder import read_files
from shidian.words.labels import provision_label
from tests.building import ORSIA, edited, instrument, load_book, make_lawbook
from tests.law.broken import faults_of

FILES = [LawFile(name, text.encode()) for name, text in ORSIA.items()]
RULE = "- {rule: r, question: access, kind: limit, effect: {share: {at_most: 1}}"


def codes(folder: Path) -> list[tuple[str, str]]:
    return sorted((f.file, f.code) for f in faults_of(folder))


def test_the_small_lawbook_is_sound() -> None:
    book, faults = read_files(FILES)
    assert faults == []
    assert book is not None
    assert len(book.rules) == 16


def test_all_faults_of_one_file_are_reported_at_once(tmp_path: Path) -> None:
    text = instrument("broken", RULE + "}")["instruments/broken.yaml"]
    text = (
        text.replace("kind: notice", "kind: notise\ncolour: red")
        .replace("2020-01-01", "2020-13-01")
        .replace("provision: p1", "provision: P1")
    )
    folder = make_lawbook(tmp_path, {"instruments/broken.yaml": text})
    assert [code for _, code in codes(folder)] == ["bad-date", "bad-date", "bad-id", "unknown-key", "wrong-value"]


def test_all_faults_of_several_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = make_lawbook(
        tmp_path,
        {"instruments/a.yaml": "instrument: [", "vocabulary/b.yaml": "", "cases/access/c.yaml": "question: access\ncases: none\n"},
        edited("questions/access.yaml", ("reads: ceilings", "reads: tea-leaves")),
        edited("evidence/sources/gazette.yaml", ("language: en", "language: klingon")),
    )
    assert codes(folder) == [
        ("cases/access/c.yaml", "wrong-type"),
        ("evidence/sources/gazette.yaml", "wrong-value"),
        ("instruments/a.yaml", "not-yaml"),
        ("questions/access.yaml", "wrong-value"),
        ("vocabulary/b.yaml", "empty"),
    ]


def test_all_wrong_references_of_several_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = make_lawbook(
        tmp_path,
        instrument("a", RULE + ", also: [x]}"),
        instrument("b", RULE + ", when: {activity: x}}"),
        edited("questions/path.yaml", ("main: path", "main: track")),
        edited("cases/access/basic.yaml", ("announced: permitted", "announced: allowed")),
    )
    assert codes(folder) == [
        (name, "unknown-reference")
        for name in ("cases/access/basic.yaml", "instruments/a.yaml", "instruments/b.yaml", "questions/path.yaml")
    ]


def test_a_fault_of_wording_does_not_hide_a_wrong_reference(tmp_path: Path) -> None:
    """A label without Chinese leaves every record readable: references can be followed as well."""
    folder = make_lawbook(
        tmp_path,
        instrument("a", RULE + ", also: [x]}"),
        edited("evidence/sources/gazette.yaml", ("zh: 先驱报}", "zh: The Herald of Orsia}")),
    )
    assert codes(folder) == [("evidence/sources/gazette.yaml", "label-language"), ("instruments/a.yaml", "unknown-reference")]


def test_an_unreadable_file_does_not_hide_what_another_can_answer_for_itself(tmp_path: Path) -> None:
    """Whether an interval ends before it begins is known without any other file."""
    folder = make_lawbook(
        tmp_path, {"vocabulary/b.yaml": ""}, instrument("a", RULE + ", in_force: [{from: 2021-01-01, until: 2020-01-01}]}")
    )
    assert codes(folder) == [("instruments/a.yaml", "bad-interval"), ("vocabulary/b.yaml", "empty")]


def test_an_unreadable_file_raises_no_cloud_of_wrong_references(tmp_path: Path) -> None:
    assert codes(make_lawbook(tmp_path, {"vocabulary/activities.yaml": "["})) == [("vocabulary/activities.yaml", "not-yaml")]


@pytest.mark.parametrize("word", ["no", "NO", "on", "off", "y", "null-island", "1e3", "0x1f"])
def test_a_plain_word_stays_a_word(tmp_path: Path, word: str) -> None:
    """`NO` is Norway."""
    folder = make_lawbook(tmp_path, edited("vocabulary/origins.yaml", ("codes: {imaginary: FD}", f"codes: {{imaginary: {word}}}")))
    book = shidian.load(folder, cache=False)
    assert book.ask("stay", origin=word, on="2024-01-01").facts["origin"] == "freedonia"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    name = "vocabulary/origins.yaml"
    assert codes(make_lawbook(tmp_path, {name: b"\xef\xbb\xbf" + ORSIA[name].encode()})) == []


def test_lines_that_end_as_on_windows_are_no_fault(tmp_path: Path) -> None:
    assert codes(make_lawbook(tmp_path, {n: t.replace("\n", "\r\n").encode() for n, t in ORSIA.items()})) == []


def test_hidden_files_and_other_endings_are_left_alone(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path, {"instruments/.draft.yaml": "[", "instruments/notes.md": "[", "instruments/orsia-list.yaml~": "["})
    assert codes(folder) == []


def test_an_id_ends_where_its_line_ends(tmp_path: Path) -> None:
    """A line break inside an id would be invisible wherever the id is printed."""
    folder = make_lawbook(tmp_path, edited("vocabulary/origins.yaml", ("- {id: sylvania,", '- {id: "sylvania\\n",')))
    assert ("vocabulary/origins.yaml", "bad-id") in codes(folder)


BROKEN = "instruments/broken.yaml"
WITHOUT_EDITION = """\
instrument: broken
title: {en: A Broken Act, zh: 有误的法案}
kind: notice
issuers: [trade-board]
editions: []
provisions:
  - provision: p1
    number: "1"
    summary: {en: a point, zh: 某条}
    seen: official
    sources: [gazette]
    rules:
      - {rule: r, question: access, kind: limit, in_force: [{from: 2020-01-01}], effect: {share: {at_most: 1}}}
"""


@pytest.mark.parametrize(
    "change",
    [
        edited("questions/access.yaml", ("assumed: company", "assumed: compny")),
        edited("questions/path.yaml", ("fact: sealed, domain: yes_no,", "fact: sealed, domain: yes_no, vocabulary: seals,")),
        edited("questions/access.yaml", ("main: share", "main: local-control")),
        edited(
            "questions/access.yaml", ("aliases: [fellowship]}", "aliases: [fellowship]}\n      - {id: company, name: {en: firm, zh: 商号}}")
        ),
        {BROKEN: WITHOUT_EDITION},
    ],
    ids=["assumed-value", "vocabulary-of-yes-no", "main-is-no-ceiling", "choice-twice", "no-edition"],
)
def test_what_would_break_or_bend_every_answer_is_a_fault(tmp_path: Path, change: dict[str, str]) -> None:
    """What cannot be asked must not pass the check: the person who asks cannot mend it."""
    assert codes(make_lawbook(tmp_path, change)) != []


def test_a_number_that_was_not_seen_is_null_and_one_that_was_inferred_says_so(tmp_path: Path) -> None:
    change = edited(
        "instruments/orsia-list.yaml", ('number: {"2018": "2", "2022": "2"}', 'number: {"2018": null, "2022": "2"}\n    inferred: true')
    )
    provision = next(p for p in load_book(tmp_path, change).lawbook.instruments["orsia-list"].provisions if p.provision == "weaving")
    assert (provision.number_in("2018"), provision.number_in("2022"), provision.number_in("2030")) == (None, "2", None)
    assert provision_label("negative-list", "2", inferred=True).en == "item 2 (number inferred)"
    assert provision_label("negative-list", None).zh == "条款编号未查明"


def test_no_file_of_the_lawbook_says_in_words_that_a_number_was_not_seen() -> None:
    numbers = [
        n
        for i in shidian.load().lawbook.instruments.values()
        for p in i.provisions
        for n in (p.number if isinstance(p.number, dict) else {"": p.number}).values()
    ]
    assert [n for n in numbers if n is not None and ("not seen" in n or "inferred" in n)] == []
    assert None in numbers

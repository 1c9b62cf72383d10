"""The published JSON Schema agrees with the reader: it takes what the reader takes, and rejects what has another shape."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from shidian.law.files import KINDS, SINGLE, LawFile, kind_of, law_files
from shidian.law.folder import load_files
from shidian.law.location import default_folder
from shidian.law.schema import KIND_NAMES, schema_of
from tests.building import ORSIA
from tests.law.broken import Broken, all_broken
from tests.law.yaml12 import load_yaml12
from tests.nightly import share_of

REAL = law_files(default_folder())
SHOWN = share_of(REAL, 8)
"""The files that a push holds against the schema; the reader reads all of them every time."""
SMALL = [LawFile(name, text.encode()) for name, text in ORSIA.items()]
SHAPE = {"wrong-type", "wrong-value", "unknown-key", "missing-key", "bad-id", "bad-date"}
"""Faults of one record by itself, which a schema can see."""
UNSEEN = {"missing-key--choices", "missing-key--seen", "bad-date--month"}
"""Named like faults of shape, but it takes another part of the file, or a calendar, to see them."""
BROKEN = [b for b in all_broken() if {code for code, _, _ in b.expected} <= SHAPE and b.name not in UNSEEN]


@cache
def validator(kind: str) -> Any:
    """The validator of one kind of file; it knows days of the calendar."""
    return Draft202012Validator(schema_of(kind), format_checker=FormatChecker())


def errors(name: str, raw: bytes) -> list[str]:
    """What the schema of this file's kind has against it."""
    record = kind_of(name)
    assert record is not None
    return [f"{error.json_path}: {error.message}" for error in validator(record.__name__.lower()).iter_errors(load_yaml12(raw))]


@pytest.mark.parametrize("kind", sorted(KIND_NAMES))
def test_the_schema_is_itself_valid(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("file", SMALL, ids=lambda f: str(f.name))
def test_the_schema_takes_every_file_of_a_small_lawbook(file: LawFile) -> None:
    assert errors(file.name, file.raw) == []


@pytest.mark.parametrize("file", SHOWN, ids=lambda f: str(f.name))
def test_the_schema_takes_every_file_of_the_lawbook(file: LawFile) -> None:
    assert errors(file.name, file.raw) == []


@cache
def real_records() -> list[Any]:
    return [item.record for item in load_files(REAL)[0]]


@cache
def validator_with_ids(kind: str) -> Any:
    """The validator of one kind of file that knows every id of the real lawbook."""
    return Draft202012Validator(schema_of(kind, real_records()), format_checker=FormatChecker())


def test_the_schema_with_ids_is_itself_valid() -> None:
    Draft202012Validator.check_schema(validator_with_ids("instrument").schema)  # its definitions are those of every kind


@pytest.mark.parametrize("file", SHOWN, ids=lambda f: str(f.name))
def test_the_schema_with_ids_takes_every_file_of_the_lawbook(file: LawFile) -> None:
    record = kind_of(file.name)
    assert record is not None
    assert [e.json_path for e in validator_with_ids(record.__name__.lower()).iter_errors(load_yaml12(file.raw))] == []


PILOT = next(f for f in REAL if f.name.endswith("/cn-vats-pilot-2024.yaml")).raw.decode()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("issuers: [miit]", "issuers: [mit]", "issuers"),
        ("cn-negative-list/telecom-vats", "cn-negative-list/telecom-vat", "relieves"),
        ("when: {activity: isp, ", "when: {activity: ips, ", "when"),
        ("when: {activity: isp, ", "when: {actvity: isp, ", "when"),
        ("effect: {share: {at_most: 100}}", "effect: {shares: {at_most: 100}}", "effect"),
        ("question: access", "question: acces", "question"),
        ("sources: [s31a, s31c, s21a, s22]", "sources: [s31a, s31c, s21a, s-none]", "sources"),
        ("authorised_by: [cn-negative-list#note-5", "authorised_by: [cn-negative-list#note-55", "authorised_by"),
        ("by: cn-vats-pilot-launch-2024", "by: cn-vats-launch", "in_force"),
        ("authority: miit", "authority: miitt", "authority"),
    ],
)
def test_the_schema_with_ids_marks_a_wrong_id_where_it_stands(old: str, new: str, where: str) -> None:
    assert old in PILOT
    found = list(validator_with_ids("instrument").iter_errors(load_yaml12(PILOT.replace(old, new, 1).encode())))
    assert {where in e.json_path for e in found} == {True}


def test_the_schema_with_ids_offers_the_facts_of_a_question_and_their_words() -> None:
    defs = validator_with_ids("instrument").schema["$defs"]
    assert "activity" in defs["scope-of-access"]["properties"]
    assert {"idc", "e-commerce", "isp"} <= set(defs["entry-of-activities"]["enum"])
    assert any("青岛" in name for name in defs["entry-of-territories"]["enumDescriptions"])


@pytest.mark.parametrize("broken", BROKEN, ids=lambda b: str(b.name))
def test_the_schema_rejects_a_file_of_another_shape(broken: Broken) -> None:
    assert errors(broken.file, broken.raw) != []


def test_there_are_files_of_every_wrong_shape() -> None:
    """Or else the test above would prove less than it says."""
    assert {code for b in BROKEN for code, _, _ in b.expected} == SHAPE


def test_there_is_a_small_file_of_every_kind() -> None:
    """Or else a kind could have a schema that takes nothing."""
    assert {folder for folder in KINDS for file in SMALL if file.name.startswith(folder + "/")} == set(KINDS)
    assert {file.name for file in SMALL} >= set(SINGLE)

"""Every fault code has a broken file, and each broken file is reported exactly, with its position."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shidian.errors import Fault
from shidian.words.refusals import fault_said, meanings
from tests.law.broken import Broken, all_broken, faults_of
from tests.law.codes import codes_in_source

PAGE = Path(__file__).parents[2] / "docs/reference/faults.md"
BROKEN = all_broken()
Reported = tuple[Broken, Path, list[Fault]]


@pytest.fixture(scope="module", params=BROKEN, ids=lambda b: str(b.name))
def reported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """A broken file, the lawbook it was put into, and the faults of that lawbook."""
    broken: Broken = request.param
    folder = broken.write(tmp_path_factory.mktemp("broken"))
    return broken, folder, faults_of(folder)


def test_a_broken_file_is_reported_with_exactly_its_faults_and_their_places(reported: Reported) -> None:
    broken, folder, faults = reported
    assert sorted((f.code, f.line, f.column) for f in faults) == list(broken.expected), "\n".join(map(str, faults))
    assert {f.file for f in faults} == {str(folder) if "alone" in broken.directives else broken.file}


def test_a_fault_is_said_in_one_lower_case_line_without_a_final_stop(reported: Reported) -> None:
    for fault in reported[2]:
        assert "\n" not in str(fault)
        assert not fault.message.endswith(".")
        assert not fault.message[0].isupper()
        assert str(fault).startswith(f"{fault.file}:{fault.line}:{fault.column}: {fault.code}: {fault.message}")


def test_every_code_in_the_source_has_a_broken_file() -> None:
    """A new check comes with a file that shows it at work."""
    assert {code for b in BROKEN for code, _, _ in b.expected} == codes_in_source()


def test_a_broken_file_is_named_for_the_code_it_shows() -> None:
    """So that the example of a code can be found by its name."""
    wrong = [b.name for b in BROKEN if {code for code, _, _ in b.expected} != {b.name.partition("--")[0]}]
    assert wrong == []


def test_the_page_of_fault_codes_lists_exactly_the_codes() -> None:
    """docs/reference/faults.md neither lags behind nor invents; every code says what it means and how to mend it."""
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    codes = [row[0].strip("`") for row in rows]
    assert sorted(codes) == sorted(codes_in_source())
    assert all(len(row) == 3 and all(row) for row in rows)


def test_in_chinese_every_code_says_what_it_means_and_how_it_is_mended_before_the_details(reported: Reported) -> None:
    for fault in reported[2]:
        first, details = fault_said(fault, "zh").split("\n")
        assert first == f"{fault.file}:{fault.line}:{fault.column}: {fault.code}：{meanings()[fault.code]}"
        assert details.strip() == str(fault).partition(f" {fault.code}: ")[2] or not re.search("[A-Za-z]", details)  # it names no key
        assert fault_said(fault, "en") == str(fault)


def test_every_code_has_its_chinese_and_no_other() -> None:
    assert set(meanings()) == codes_in_source()
    assert [code for code, said in meanings().items() if said.count("。") < 2] == []  # what it means; how it is mended

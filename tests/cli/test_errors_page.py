"""docs/reference/errors.md lists every error, and the exit code that the command gives it."""

from __future__ import annotations

import importlib
from pathlib import Path

from shidian.cli.ask import UNDETERMINED
from shidian.cli.main import INVALID, USAGE
from shidian.errors import CaseError, LawbookError, ShidianError

PAGE = Path(__file__).parents[2] / "docs/reference/errors.md"


def all_below(kind: type[ShidianError]) -> set[type[ShidianError]]:
    return {kind}.union(*(all_below(k) for k in kind.__subclasses__()))


def test_the_page_lists_exactly_the_errors_with_their_exit_codes() -> None:
    assert importlib.import_module("shidian.screening.asked"), "its errors are known once it is read"
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    listed = {(code, name, int(exit_code)) for code, name, _, exit_code in rows}
    assert listed == {(LawbookError.code, "LawbookError", INVALID)} | {(k.code, k.__name__, USAGE) for k in all_below(CaseError)}


def test_the_page_names_the_exit_code_of_an_undetermined_answer() -> None:
    assert f"| {UNDETERMINED} | The answer is `undetermined`" in PAGE.read_text(encoding="utf-8")

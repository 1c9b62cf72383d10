"""What a way that relies on a rule admits."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from shidian.meaning.slots import admits
from tests.cases.real import real_book

FLAGS = [(q, s.slot, s.refuses) for q in real_book().questions for s in real_book().question(q).slots if s.kind == "flag"]


@pytest.mark.parametrize(("question", "flag", "refuses"), FLAGS)
def test_a_flag_refuses_only_where_it_is_one_that_does_and_is_set(question: str, flag: str, refuses: bool) -> None:
    declared = real_book().question(question)
    for wanted in ("yes", "no"):
        way: Any = SimpleNamespace(effect={flag: wanted})
        nothing: Any = None
        assert admits(declared, way, nothing) is not (refuses and wanted == "yes")


def test_there_are_flags_of_either_kind() -> None:
    assert {refuses for _, _, refuses in FLAGS} == {True, False}

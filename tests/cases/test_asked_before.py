"""Some three hundred questions at the edges (zones, first and last days, unusual investors), answered from registers before the lawbook was asked.

A row takes every outcome that a lawyer would accept: where a text was not read, a firm answer and an open one may both stand. What it
never takes is the opposite: a permission where the acts refuse, or a refusal where they permit.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.real import real_book

TABLE = Path(__file__).with_name("asked_before.txt")

MEANS = {"P": {"permitted"}, "N": {"not_permitted", "prohibited", "refused", "not_granted"}, "G": {"granted"}, "U": {"undetermined"}}
"""The letters of the table; any other word is the outcome itself."""


def rows() -> list[tuple[str, str, str, str]]:
    lines = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [(q, facts, accepted, why) for q, facts, accepted, why in (map(str.strip, line.split("|")) for line in lines)]


@pytest.mark.parametrize("question", sorted({r[0] for r in rows()}))
def test_the_lawbook_answers_as_it_was_expected_to_before_it_was_asked(question: str) -> None:
    differ = []
    for q, facts, accepted, why in rows():
        if q != question:
            continue
        found = real_book().ask(q, dict(f.split("=", 1) for f in facts.split())).outcome
        if found not in set().union(*(MEANS.get(word, {word}) for word in accepted.split(","))):
            differ.append(f"{facts}: {found}, expected {accepted} ({why})")
    assert differ == []

"""The hundred questions for assistants, published with their expected answers: drawn from the worked cases, never from the engine.

`python -m tests.mcp.hundred` writes docs/reference/hundred-questions.jsonl. The draw takes turns among questions and outcomes, so that rare
outcomes are asked too; only cases of high or medium-high strength that say their outcome are drawn.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from shidian.law.lawbook import Lawbook
from shidian.law.records.case import WorkedCase
from shidian.words.plain import to_plain
from tests.cases.real import real_book

FILE = Path(__file__).parents[2] / "docs/reference/hundred-questions.jsonl"
COUNT = 100
STRONG = ("high", "medium-high")


def drawn(book: Lawbook) -> list[tuple[str, WorkedCase]]:
    """The cases, in the order of the draw."""
    groups: dict[tuple[str, str, str], list[WorkedCase]] = defaultdict(list)
    for group in book.cases:
        for case in group.cases:
            if (
                case.strength in STRONG
                and case.expect.outcome is not None
                and "on" in case.facts
                and not case.title.en.startswith("The same")
            ):
                groups[group.question, case.expect.outcome, case.expect.because or ""].append(case)
    waiting = [(question, sorted(cases, key=lambda c: c.case)) for (question, _, _), cases in sorted(groups.items())]
    out: list[tuple[str, WorkedCase]] = []
    while len(out) < COUNT and any(cases for _, cases in waiting):
        out += [(question, cases.pop(0)) for question, cases in waiting if cases][: COUNT - len(out)]
    return out


def entry(question: str, case: WorkedCase) -> dict[str, Any]:
    """One line of the file. `expected` has only what the lawyer wrote down."""
    expected = {
        "outcome": case.expect.outcome,
        "because": case.expect.because,
        "announced": case.expect.announced,
        "missing": list(case.expect.missing) or None,
    }
    return {
        "case": case.case,
        "question": question,
        "title": to_plain(case.title),
        "facts": case.facts,
        "known_on": case.known_on.isoformat() if case.known_on else None,
        "expected": {k: v for k, v in expected.items() if v is not None},
        "basis": to_plain(case.basis),
        "strength": case.strength,
    }


def written(book: Lawbook) -> str:
    """The whole file."""
    return "".join(json.dumps(entry(q, c), ensure_ascii=False) + "\n" for q, c in drawn(book))


if __name__ == "__main__":
    FILE.write_text(written(real_book().lawbook), encoding="utf-8")

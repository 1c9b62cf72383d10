"""Whatever a test of the engine asks of a small lawbook, the meaning and the diagram are asked too, and must say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import shidian
from shidian.answer.decision import Decision
from shidian.compiled import as_day
from shidian.engine.decide import decide
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import unlike
from tests.agreement.comparing import differences

SMALL = 200
"""Rules of a lawbook that is small."""


@pytest.fixture(autouse=True)
def all_machines_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question that is put to a small book is put to all."""
    asked = shidian.Book.ask

    def ask(book: shidian.Book, question: str, facts: Mapping[str, Any] | None = None, *, known_on: Any = None, **more: Any) -> Decision:
        found = asked(book, question, facts, known_on=known_on, **more)
        rulebook, day = book.rulebook(question), as_day(known_on)
        if len(rulebook.rules) < SMALL:
            case = book.read(question, dict(found.receipt.facts)).case
            meaning = Meaning(book.lawbook, book.question(question))
            assert not unlike(meaning, rulebook, case, day, decide(rulebook, case, day)), found.receipt.facts
            assert not differences(book.diagram(question, known_on=day), case), found.receipt.facts
        return found

    monkeypatch.setattr(shidian.Book, "ask", ask)

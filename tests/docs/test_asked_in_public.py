"""Thirty questions and more from public pages go through the product, and come out as they must."""

from __future__ import annotations

import pytest

from tests.docs.asked_in_public import PAGE, PublicQuestion, answered, public_questions, verdict, written


@pytest.mark.parametrize("question", public_questions(), ids=lambda q: q.id)
def test_a_question_from_a_public_page_is_answered_open_for_a_named_cause_or_named_out_of_scope(question: PublicQuestion) -> None:
    assert question.address.startswith("http")
    assert (question.ask is None) == (question.scope is not None) == (question.outcome is None)
    if question.ask is None:
        return
    decision = answered(question.ask)
    assert (decision.outcome, decision.because) == (question.outcome, question.because)
    assert set(question.duties) <= {d.rule for d in decision.duties if d.certain}
    assert set(question.missing) <= {m.fact for m in decision.missing}
    if decision.outcome == "undetermined":
        assert decision.because is not None
        assert decision.missing or any(r.doubt for r in decision.reasons)


def test_there_are_thirty_and_most_are_answered() -> None:
    kinds = [verdict(q) for q in public_questions()]
    assert len(kinds) >= 30
    assert kinds.count("answered") >= 25


def test_the_page_shows_what_the_product_says_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run `make docs`"

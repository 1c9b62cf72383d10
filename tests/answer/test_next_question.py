"""The order in which an interview asks: after its first question the fewest further ones are to be expected."""

from __future__ import annotations

from functools import cache
from itertools import islice

import pytest

from shidian.analysis.shown import said
from shidian.answer.facts import Given
from shidian.answer.interview import Interview
from shidian.book import Book
from shidian.errors import CaseError
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book


def cases_with_questions(book: Book, question: str, seed: int, most: int) -> list[dict[str, str]]:
    tree = book.rulebook(question).trees.get(book.rulebook(question).place or "")
    out: list[dict[str, str]] = []
    for drawn in islice(RandomCases(book, question, seed), 400):
        if len(out) == most:
            break
        facts = said(book.question(question), tree, drawn.case)
        try:
            if len(book.ask(question, facts).missing) > 1:
                out.append(facts)
        except CaseError:
            continue
    return out


@pytest.mark.parametrize("question", ["path", "stay"])
def test_no_other_first_question_leaves_fewer_to_be_expected(orsia: Book, question: str) -> None:
    """Counted here by asking: every answer that a decision offers is taken to be equally likely."""

    @cache
    def expected(facts: frozenset[tuple[str, str]]) -> float:
        decision = orsia.ask(question, dict(facts))
        return min((after(facts, m.fact) for m in decision.missing), default=0.0)

    @cache
    def after(facts: frozenset[tuple[str, str]], fact: str) -> float:
        decision = orsia.ask(question, dict(facts))
        answers = next(m.answers for m in decision.missing if m.fact == fact)
        return 1 + sum(expected(facts | set(a.set.items())) for a in answers) / len(answers)

    found = cases_with_questions(orsia, question, 4, 12)
    assert found
    for facts in found:
        key = frozenset(facts.items())
        first, *others = orsia.best_first(orsia.ask(question, dict(facts)))
        assert all(after(key, first.fact) <= after(key, m.fact) + 1e-9 for m in others), facts


@pytest.mark.parametrize("question", sorted(real_book().lawbook.questions))
def test_an_interview_asks_for_what_decides_and_for_nothing_else(question: str) -> None:
    book = real_book()
    for facts in cases_with_questions(book, question, 6, 6):
        decision = book.ask(question, facts)
        ordered = book.best_first(decision)
        assert {m.fact for m in ordered} == {m.fact for m in decision.missing}
        assert len(ordered) == len(decision.missing)


def test_an_interview_ends_in_a_settled_answer_whatever_is_said(orsia: Book) -> None:
    for pick in (0, -1):
        interview = Interview(orsia, "path", {}, None)
        asked = []
        while (question := interview.next()) is not None:
            given: dict[str, Given] = dict(question.answers[pick].set)
            asked.append(question.fact)
            interview.answer(question, str(next(iter(given.values()))))
        assert interview.decision.missing == ()
        assert len(asked) == len(set(asked))

"""The engine and the diagram answer as the meaning does, on made-up lawbooks of every kind of question."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.diagram.diagram import Diagram
from shidian.engine.decide import decide
from tests.agreement.comparing import differences
from tests.engine.generating import ACCESS, EXPORT, STAY, Generated, generated, known_days
from tests.meaning.comparing import facts_of, moderate, prepared, readings

every_kind = generated((ACCESS, EXPORT, STAY))


@moderate
@given(every_kind, known_days)
def test_the_outcome_is_the_one_that_every_completion_gives(made: Generated, known_on: dt.date | None) -> None:
    rulebook, meaning, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        verdict = meaning.decide(facts_of(case), answer.reading, known_on)
        assert answer.outcome == verdict.outcome, (verdict, answer)


@moderate
@given(every_kind, known_days)
def test_the_cause_given_for_an_open_answer_bears_on_it(made: Generated, known_on: dt.date | None) -> None:
    rulebook, meaning, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        verdict = meaning.decide(facts_of(case), answer.reading, known_on)
        assert answer.because is None if not verdict.causes else answer.because in verdict.causes, (verdict, answer)


@moderate
@given(every_kind, known_days)
def test_exactly_the_facts_that_decide_are_asked_for(made: Generated, known_on: dt.date | None) -> None:
    rulebook, meaning, case = prepared(made)
    answers = decide(rulebook, case, known_on)
    asked = {m.fact for m in answers.missing}
    open_readings = [a for a in readings(answers) if a.because == "missing_facts"]
    if not open_readings:
        assert asked == set()
        return
    assert answers.missing_for == open_readings[0].reading
    assert asked == meaning.deciding(facts_of(case), answers.missing_for, known_on), answers.missing_for


@moderate
@given(every_kind, known_days)
def test_refused_says_that_nothing_that_may_turn_out_permits(made: Generated, known_on: dt.date | None) -> None:
    rulebook, meaning, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        if answer.refused:
            assert meaning.refused(facts_of(case), answer.reading, known_on)
        elif answer.outcome in ("not_permitted", "prohibited"):
            pytest.fail("a refusal that is not said to be one")


@moderate
@given(every_kind, known_days)
def test_a_certain_duty_comes_with_every_completion_and_no_possible_one_is_left_out(made: Generated, known_on: dt.date | None) -> None:
    rulebook, meaning, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        certain, possible = meaning.duties(facts_of(case), answer.reading, known_on)
        assert set(answer.duties) <= certain
        assert possible <= {*answer.duties, *answer.possible_duties}


@moderate
@given(generated((ACCESS, EXPORT, STAY), most_missing=0), known_days)
def test_routes_and_what_is_given_are_those_of_the_one_completion(made: Generated, known_on: dt.date | None) -> None:
    rulebook, meaning, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        settled = meaning.settled(facts_of(case), answer.reading, known_on)
        if settled is None:
            continue
        given_, routes = settled
        if made.question.reads == "grants":
            amounts = [rulebook.by_id[g].effect.amounts["days"].value(case.values) for g in answer.grants]
            assert given_.get("days") == max((a for a in amounts if a is not None), default=None)
        elif answer.outcome == "permitted":
            assert {frozenset(r) for r in answer.routes} == routes


@moderate
@given(generated((STAY,)), known_days, st.booleans())
def test_the_diagram_agrees_where_grants_hang_on_closing_rules(made: Generated, known_on: dt.date | None, known: bool) -> None:
    rulebook, _, case = prepared(made)
    diagram = Diagram(rulebook, known_on if known else None)
    assert differences(diagram, case) == ()

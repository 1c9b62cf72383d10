"""The engine and the diagram answer as the meaning does, on made-up lawbooks of every kind of question."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from hypothesis import assume, given
from hypothesis import strategies as st

from shidian.diagram.diagram import Diagram
from shidian.engine.bounds import best_of, name_of
from shidian.engine.decide import decide
from shidian.engine.gifts import gift_bounds
from shidian.engine.rule import written
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import facts_of
from tests.agreement.comparing import differences
from tests.engine.generating import ACCESS, EXPORT, FULL, STAY, Generated, generated, known_days
from tests.meaning.comparing import MOST, moderate, prepared, readings

every_kind = generated((ACCESS, EXPORT, FULL, STAY))


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
def test_the_best_and_the_worst_are_the_mildest_and_the_strictest_that_some_completion_gives(
    made: Generated, known_on: dt.date | None
) -> None:
    rulebook, meaning, case = prepared(made)
    ranks = [name_of(rulebook, rank) for rank in range(best_of(rulebook) + 1)]
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        found = sorted(ranks.index(o) for o in meaning.possible(facts_of(case), answer.reading, known_on))
        assert (answer.worst, answer.best) == (ranks[found[0]], ranks[found[-1]])


@moderate
@given(generated((ACCESS, FULL)), known_days)
def test_no_share_up_to_the_certain_one_is_refused_or_open_and_none_above_the_possible_one_permitted(
    made: Generated, known_on: dt.date | None
) -> None:
    rulebook, meaning, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        always, ever, values = meaning.bounds(facts_of(case), answer.reading, known_on)
        assert answer.certain is not None
        assert answer.possible is not None
        assert answer.certain <= answer.possible
        for share in sorted(v for v in values if v > 0):
            unbroken = all(v in always for v in values if v <= share)
            assert answer.certain.admits(share) == unbroken, (share, always, answer.certain)
            assert answer.possible.admits(share) == any(v in ever for v in values if v >= share), (share, ever, answer.possible)
        if answer.ceiling is not None:
            assert answer.ceiling == answer.certain == answer.possible


@moderate
@given(every_kind, known_days)
def test_a_certain_duty_comes_with_every_completion_and_no_possible_one_is_left_out(made: Generated, known_on: dt.date | None) -> None:
    rulebook, meaning, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        certain, possible = meaning.duties(facts_of(case), answer.reading, known_on)
        assert {written(d) for d in answer.duties} <= {written(d) for d in certain}
        assert {written(d) for d in possible} <= {written(d) for d in (*answer.duties, *answer.possible_duties)}


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


@moderate
@given(generated((STAY,)), known_days)
def test_what_is_given_for_certain_is_given_in_every_completion_and_no_completion_gives_more_than_is_possible(
    made: Generated, known_on: dt.date | None
) -> None:
    rulebook, meaning, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        certain, possible = meaning.gives(facts_of(case), answer.reading, known_on)
        found = gift_bounds(rulebook, answer, case)
        for gift in found.certain:
            least = certain[gift.slot]
            assert gift.words <= least if isinstance(least, frozenset) else gift.amount is None or gift.amount <= least
        most = {g.slot: g for g in found.possible}
        for slot, value in possible.items():
            amount = most[slot].amount
            assert value <= most[slot].words if isinstance(value, frozenset) else amount is None or value <= amount


@moderate
@given(every_kind, known_days)
def test_completions_that_no_rule_tells_apart_are_one(made: Generated, known_on: dt.date | None) -> None:
    _, meaning, case = prepared(made)
    facts, all_ = facts_of(case), Meaning(made.book, made.question, every=True)
    assume(sum(1 for _ in islice(all_.completions(facts), MOST + 1)) <= MOST)
    for reading in ("in_force", "announced"):
        assert meaning.decide(facts, reading, known_on) == all_.decide(facts, reading, known_on)
        assert meaning.possible(facts, reading, known_on) == all_.possible(facts, reading, known_on)
        assert meaning.deciding(facts, reading, known_on) == all_.deciding(facts, reading, known_on)
        assert meaning.duties(facts, reading, known_on) == all_.duties(facts, reading, known_on)
        assert meaning.gives(facts, reading, known_on) == all_.gives(facts, reading, known_on)

"""What a diagram is made of: classes that part the values, nodes that are one for each content, levels that are asked only where
they matter."""

from __future__ import annotations

import datetime as dt
import random
from itertools import islice, permutations
from math import prod

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shidian.book import Book
from shidian.diagram import next_question
from shidian.diagram.classes import NO, OPEN, YES
from shidian.diagram.diagram import Diagram
from shidian.engine.case import Case
from shidian.engine.decide import Answer
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import READINGS
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Question
from shidian.law.tree import ROOT
from tests.agreement.all_cases import AllCases
from tests.agreement.comparing import differences
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book
from tests.engine.generating import ACCESS, EXPORT, STAY, known_days, lawbooks

TRUTH = {None: OPEN, True: YES, False: NO}
modest = settings(
    deadline=None, max_examples=15, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)


def cases_of(lawbook: object, question: Question, seed: int, most: int = 300) -> tuple[AllCases, list[Case]]:
    assert isinstance(lawbook, Lawbook)
    all_ = AllCases(lawbook, question)
    numbers = range(all_.count) if all_.count <= most else random.Random(seed).sample(range(all_.count), most)
    return all_, [c for n in numbers if (c := all_.case(n)) is not None]


@modest
@given(lawbooks((ACCESS,)), known_days, st.integers(0, 10**6))
def test_values_of_one_class_pass_the_same_tests(made: tuple[object, Question], known_on: dt.date | None, seed: int) -> None:
    all_, cases = cases_of(made[0], ACCESS, seed)
    diagram = Diagram(all_.rulebook, known_on)
    for case in cases:
        for level, found in zip(diagram.levels, diagram.classes(case), strict=True):
            assert found.truths == bytes(TRUTH[t.of(case)] for t in level.tests)
            assert found is level.classes[found.id]


@modest
@given(lawbooks((ACCESS,)), known_days, st.integers(0, 10**6))
def test_a_class_is_the_union_of_its_atoms(made: tuple[object, Question], known_on: dt.date | None, seed: int) -> None:
    """What a coarse or missing value can still turn out to be decides which of its tests are open."""
    all_, cases = cases_of(made[0], ACCESS, seed)
    diagram = Diagram(all_.rulebook, known_on)
    for case in cases:
        for level, found in zip(diagram.levels, diagram.classes(case), strict=True):
            if level is diagram.days:
                continue
            for number, truth in enumerate(found.truths):
                yes = level.yes(number)
                if truth == YES:
                    assert found.atoms & ~yes == 0
                elif truth == NO:
                    assert found.atoms & yes == 0


@modest
@given(lawbooks((EXPORT,)), known_days, st.integers(0, 10**6))
def test_nodes_are_one_object_for_each_content(made: tuple[object, Question], known_on: dt.date | None, seed: int) -> None:
    all_, cases = cases_of(made[0], EXPORT, seed)
    diagram = Diagram(all_.rulebook, known_on)
    for case in cases:
        diagram.walk(case)
    nodes = diagram.space.nodes
    assert len({(n.alive, n.left, n.stands, n.domains, n.whole) for n in nodes}) == len(nodes) == len(diagram.space)
    assert [n.number for n in nodes] == list(range(len(nodes)))


@pytest.mark.parametrize("question", [ACCESS, EXPORT, STAY], ids=lambda q: q.reads)
def test_the_order_of_the_levels_changes_no_answer(question: Question) -> None:
    @modest
    @given(lawbooks((question,)), known_days, st.integers(0, 10**6))
    def any_order(made: tuple[object, Question], known_on: dt.date | None, seed: int) -> None:
        all_, cases = cases_of(made[0], question, seed, 60)
        usual = Diagram(all_.rulebook, known_on)
        facts = [level.fact for level in usual.levels]
        place, day = all_.rulebook.place, all_.rulebook.day
        for order in islice(permutations(facts), seed % 5, None, 97):
            if place is not None and order.index(place) < order.index(day):
                continue  # zones depend on the day
            other = Diagram(all_.rulebook, known_on, order)
            for case in cases[:20]:
                assert other.answers.both(other.walk(case)) == usual.answers.both(usual.walk(case)), (order, case)

    any_order()


@modest
@given(lawbooks((ACCESS,)), known_days)
def test_a_node_asks_only_for_what_can_change_it(made: tuple[object, Question], known_on: dt.date | None) -> None:
    lawbook = made[0]
    assert isinstance(lawbook, Lawbook)
    diagram = Diagram(Rulebook(lawbook, ACCESS), known_on)
    diagram.complete()
    for node, step in diagram.steps.items():
        if step.level >= 0 and step.after:
            level = diagram.levels[step.level]
            assert any(after is not node for after in step.after.values()), (level.fact, diagram.space.rules_of(node))


@pytest.mark.parametrize("question", ["capital", "entry", "import"])
def test_a_diagram_walked_whole_meets_no_new_node(question: str) -> None:
    book = real_book()
    diagram = Diagram(book.rulebook(question))
    size = diagram.complete()
    before = len(diagram.space)
    definite = (
        d.case
        for d in RandomCases(book, question, 3)
        if d.known_on is None
        and all(
            level is diagram.days or found.atoms.bit_count() == 1
            for level, found in zip(diagram.levels, diagram.classes(d.case), strict=True)
        )
    )
    for case in islice(definite, 20):
        assert differences(diagram, case) == ()
    assert len(diagram.space) == before
    assert size.nodes <= before
    assert size.decisions <= size.nodes <= size.edges + 1
    assert sum(asking for _, _, asking in size.levels) == size.nodes - sum(s.level < 0 for s in diagram.steps.values())


def test_another_walk_of_a_whole_diagram_gives_the_same_size(orsia: Book) -> None:
    one, two = (Diagram(orsia.rulebook("access")).complete() for _ in range(2))
    assert (one.levels, one.nodes, one.edges, one.decisions) == (two.levels, two.nodes, two.edges, two.decisions)


def test_progress_counts_the_nodes(orsia: Book) -> None:
    told: list[int] = []
    size = Diagram(orsia.rulebook("access")).complete(told.append)
    assert told == list(range(1, size.nodes + 1))


@pytest.mark.parametrize("question", ["access", "data_export", "entry"])
def test_many_days_of_one_case_are_answered_as_each_is_by_itself_but_for_duties(question: str) -> None:
    book = real_book()
    diagram = Diagram(book.rulebook(question))
    first = diagram.rulebook.question.facts[0].fact
    some = (
        drawn for drawn in RandomCases(book, question, 21) if drawn.case.values[first] not in (None, ROOT)
    )  # else each answer is a search
    for drawn in islice(some, 10):
        days = [dt.date(2015, 3, 1), *diagram.days.starts, dt.date(2031, 1, 1)]
        found = list(diagram.through(drawn.case, days))
        for on, node in [*zip(days, found, strict=True)][::7]:
            alone = diagram.walk_by(diagram.classes(drawn.case.with_value(diagram.rulebook.day, on)))
            for a, b in zip(diagram.answers.both(node), diagram.answers.both(alone), strict=True):
                assert bare(a) == bare(b), (drawn.case, on)


def bare(answer: Answer) -> Answer:
    """An answer without its duties."""
    return replace(answer, duties=(), possible_duties=())


@pytest.mark.parametrize("question", ["access", "data_export", "entry", "capital"])
def test_a_way_from_a_bare_node_leads_to_the_same_answer_but_for_duties(question: str) -> None:
    diagram = Diagram(real_book().rulebook(question))
    space = diagram.space
    for drawn in islice(RandomCases(real_book(), question, 5), 40):
        for reading in READINGS:
            node = space.bare(space.root, reading)
            for i, found in enumerate(diagram.classes(drawn.case)):
                if space.next_level(node) == i:
                    node = space.read(node, i, found)
                    node = space.bare(node, reading) if i == space.day else node
            whole = diagram.answers.as_answered(diagram.walk(drawn.case), reading)
            assert diagram.answers.as_answered(node, reading) == bare(whole), (drawn.case, reading)


@pytest.mark.parametrize("question", ["access", "path", "stay"])
def test_all_combinations_of_answers_are_looked_at_up_to_the_bound_and_not_beyond(
    orsia: Book, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    diagram = Diagram(orsia.rulebook(question))
    asked = 0
    for drawn in islice(RandomCases(orsia, question, 21), 200):
        node = diagram.walk(drawn.case)
        facts = diagram.answers.open_facts(node, "in_force")
        combinations = prod(len(list(diagram.answers.parts(node, fact))) for fact in facts)
        for most, few in ((combinations, True), (combinations - 1, False), (combinations + 1, True)):
            monkeypatch.setattr(next_question, "MOST", most)
            assert next_question.few(diagram.answers, node, facts) is (few or not facts)
        asked += bool(facts)
    assert asked

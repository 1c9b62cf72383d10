"""Numbers that bound one another, and what was read off a table of a batch: each asked for by itself."""

from __future__ import annotations

from copy import copy
from itertools import islice

import numpy as np

from shidian.book import Book
from shidian.diagram.diagram import Diagram
from shidian.diagram.frames import Frames
from shidian.diagram.held import Domain
from shidian.diagram.many.crowd import Crowd
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book


def test_a_number_is_no_less_than_the_greatest_given_one_that_it_bounds(orsia: Book) -> None:
    held = copy(Diagram(orsia.rulebook("access")).space.held)
    held.more = ((1, 0), (2, 0))  # the numbers 1 and 2 may not exceed the number 0; 3 has nothing to do with it
    given, open_ = Domain(0b100, True), Domain(0b1000, False)
    assert held.least(0, ()) == 0
    assert held.least(0, ((1, given),)) == 2
    assert held.least(0, ((1, given), (2, Domain(0b10, True)))) == held.least(0, ((1, Domain(0b10, True)), (2, given))) == 2
    assert held.least(0, ((1, open_),)) == held.least(0, ((3, given),)) == 0
    assert held.least(0, ((1, open_), (2, given), (3, Domain(0b10000, True)))) == 2


def test_the_main_number_is_asked_for_where_one_that_it_bounds_is_asked_for_and_was_not_given() -> None:
    space = real_book().diagram("access").space
    frames, root = Frames(space), space.root
    (bound,) = space.held.linked[space.main]
    test, ceilings = 1 << max(bits.bit_length() for bits in root.left), space.held.bounding[bound] & ~space.held.bounding[space.main]
    assert ceilings, "there is a ceiling on the share of one investor alone"
    left = tuple(test if level == bound else bits for level, bits in enumerate(root.left))  # as if one more rule tested it
    for domains, free in (((), True), (((bound, Domain(1, True)),), False)):
        node = space.node(root.alive, left, root.stands, domains)
        for live, rules in ((0, 0), (test, 0), (0, ceilings), (test, ceilings)):
            asked = {one[0] for one in frames.asked(node, live, rules)}
            assert (space.main in asked) == (free and bool(live or rules)), (free, live, rules)
    bare = frames.space = copy(space)
    bare.held = copy(space.held)
    bare.held.bounding = {}
    node = space.node(root.alive, root.left, root.stands, ())
    assert not list(frames.asked(node, 0, ~0)), "what no ceiling bounds is asked for by no ceiling"


def test_what_was_read_off_a_table_of_a_batch_is_the_answer_of_its_node(orsia: Book) -> None:
    diagram, fresh = Diagram(orsia.rulebook("access")), Diagram(orsia.rulebook("access"))
    cases = [drawn.case for drawn in islice(RandomCases(orsia, "access", 18), 60) if drawn.known_on is None]
    rows = Crowd(diagram.space).look(np.array([[c.id for c in diagram.classes(case)] for case in cases], np.int32))
    told = set()
    for i, case in enumerate(cases):
        looked, node = rows.end(i).in_force, diagram.walk(case)
        if looked is not None and not looked.in_doubt:
            diagram.answers.looked[node, "in_force"] = looked
            assert diagram.answers.answer(node, "in_force") == fresh.answers.answer(fresh.walk(case), "in_force"), case.values
            told.add(looked.rank is None)
    assert told == {True, False}

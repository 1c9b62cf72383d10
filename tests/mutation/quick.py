"""What kills most mutants within seconds: worked cases and random cases of the real lawbook, the meaning, engine and diagram side by side.

Each of these is a test of the suite as well (`tests/agreement`, `shidian cases`), here on a sample and in one process; a mutant that lives
through them is given to the tests of its package.
"""

from __future__ import annotations

from itertools import islice

import shidian
from shidian.answer.worked import run_case
from shidian.engine.decide import decide
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import unlike
from tests.agreement.comparing import differences
from tests.agreement.random_cases import RandomCases

SEED = 20_261_127
EACH = 25
"""Random cases of each question; of `access`, whose cases take ten times as long, half."""
EVERY = 4
"""Of the worked cases one in so many."""


def all_agree() -> bool:
    """Whether nothing differs; what raises an error is left to the caller."""
    book = shidian.load()
    worked = [(group.question, case) for group in book.lawbook.cases for case in group.cases]
    for question in book.questions:
        rulebook, meaning = book.rulebook(question), Meaning(book.lawbook, book.question(question))
        for one in islice(RandomCases(book, question, SEED), EACH // 2 if question == "access" else EACH):
            if differences(book.diagram(question, known_on=one.known_on), one.case):
                return False
            if unlike(meaning, rulebook, one.case, one.known_on, decide(rulebook, one.case, one.known_on)):
                return False
    return not any(run_case(book, question, case).differences for question, case in worked[::EVERY])

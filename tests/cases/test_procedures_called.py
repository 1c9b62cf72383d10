"""Every procedure is called for by the answer of some worked case, and none where the answer is shut."""

from __future__ import annotations

from shidian.answer.called import SHUT, called_by
from tests.cases.real import checked_cases, real_lawbook

IN_OTHER_TESTS = {"qflp-beijing", "qflp-shenzhen", "standard-contract", "residence-permit", "visa-extension"}
"""Called for by the answers of tests/procedure/test_called.py."""


def test_every_procedure_is_called_for_by_some_answer_of_the_worked_cases() -> None:
    law, seen = real_lawbook(), set[str]()
    for checked in checked_cases().values():
        if checked.decision is not None and checked.question in ("access", "data_export"):
            found = called_by(law, checked.decision)
            assert not found or checked.decision.outcome_tones[checked.decision.outcome] not in SHUT
            seen |= {c.shown.procedure.procedure for c in found}
    assert seen >= set(law.procedures) - IN_OTHER_TESTS

"""Asking: from facts to a decision, the missing facts in the order to ask them, and a receipt turned into its decision again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from shidian.answer.decision import Decision
from shidian.answer.facts import Given, read_case
from shidian.answer.parts import Missing, Receipt, receipt_from, receipt_id
from shidian.answer.told_apart import outcome_named
from shidian.answer.wording import Wording
from shidian.answer.writer import Writer
from shidian.compiled import CompiledLaw, as_day
from shidian.engine.case import Case
from shidian.engine.turns import Lasted, lasted
from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.version import __version__
from shidian.words.phrases import phrase


def ask(law: CompiledLaw, question: str, facts: Mapping[str, Given], known_on: dt.date | str | None = None) -> Decision:
    """Decide a case. Raises CaseError when a question, fact or value is not known."""
    read = read_case(law.lawbook, law.question(question), facts, law.today())
    day = as_day(known_on)
    wording = law.made(("wording", question), lambda: Wording(law.lawbook, law.rulebook(question)))
    return Writer(wording, read, day, __version__).write(law.answers(question, read.case, day))


def best_first(law: CompiledLaw, decision: Decision) -> tuple[Missing, ...]:
    """The missing facts of a decision in the order to ask them: first the one after which the fewest further questions are to be
    expected, which the diagram knows."""
    if len(decision.missing) < 2:
        return decision.missing
    receipt, case = decision.receipt, _case(law, decision)
    order = law.diagram(receipt.question, known_on=receipt.known_on).next_first(case, decision.missing_for)
    return tuple(sorted(decision.missing, key=lambda m: order.index(m.fact)))


def lasted_of(law: CompiledLaw, decision: Decision) -> Lasted | None:
    """The day since which a settled answer is the same, and the answer on the day before; None where the answer is open, or was never
    another one as far as the law is known."""
    return lasted(law.rulebook(decision.question), _case(law, decision), decision.receipt.known_on)


def _case(law: CompiledLaw, decision: Decision) -> Case:
    receipt = decision.receipt
    return read_case(law.lawbook, law.question(receipt.question), dict(receipt.facts), law.today()).case


def same_since(law: CompiledLaw, decision: Decision) -> Label | None:
    """Since when a settled answer is the same, and what it was before: the rules of today often only repeat those of an earlier edition.
    None where the answer is open, or was never another one."""
    found = lasted_of(law, decision)
    if found is None:
        return None
    if found.before.because == "gap":
        return phrase("same_since_latest", day=found.since.isoformat())
    before = outcome_named(decision.outcome_names, found.before.outcome, found.before.because)
    return phrase("same_since", day=found.since.isoformat(), what=before)


def replay(law: CompiledLaw, receipt: Receipt) -> Decision:
    """The decision that a receipt stands for. Raises CaseError when this is another lawbook or version."""
    if receipt.id != receipt_id(receipt):
        raise CaseError("this receipt was altered: its id does not match its facts")
    if (receipt.lawbook, receipt.version) != (law.digest, __version__):
        raise CaseError(
            "the receipt was made with another lawbook or version",
            hint=f"it needs lawbook {receipt.lawbook[:12]} and shidian {receipt.version}",
        )
    return ask(law, receipt.question, dict(receipt.facts), receipt.known_on)


def replay_told(law: CompiledLaw, told: Mapping[str, Any]) -> Decision:
    """The decision that the JSON of a decision, or of its receipt alone, stands for. Raises CaseError as `replay` does, and where the
    decision that is told is not the one made again: other code of the same version made it."""
    decision = replay(law, receipt_from(told))
    for name, now in (("in_force", decision.in_force), ("announced", decision.announced)):
        reading = told.get(name)
        was = reading.get("outcome", now.outcome) if isinstance(reading, Mapping) else now.outcome
        if was != now.outcome:
            raise CaseError(
                "the decision told is not the one that its receipt gives here",
                hint=f"it says `{was}`, this code `{now.outcome}`: it was altered, or made by other code of the same version",
            )
    return decision

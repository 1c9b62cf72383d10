"""Worked cases: the answers that lawyers gave, held against the answers of the lawbook."""

from __future__ import annotations

from msgspec import Struct

from shidian.answer.ask import ask
from shidian.answer.decision import Decision
from shidian.answer.facts import plain
from shidian.answer.parts import Bound as Ceiling
from shidian.answer.parts import ReadingAnswer
from shidian.compiled import CompiledLaw
from shidian.errors import CaseError
from shidian.law.records.case import Expect, WorkedCase
from shidian.law.records.instrument import Bound


class CaseRun(Struct, frozen=True):
    """One worked case after it was run; `differences` is empty when the lawbook agrees."""

    question: str
    case: WorkedCase
    differences: tuple[str, ...]
    decision: Decision | None


def run_cases(book: CompiledLaw) -> list[CaseRun]:
    """Every worked case of the lawbook."""
    return [run_case(book, group.question, case) for group in book.lawbook.cases for case in group.cases]


def run_case(book: CompiledLaw, question: str, case: WorkedCase) -> CaseRun:
    """Ask one worked case and compare."""
    try:
        decision = ask(book, question, dict(case.facts), case.known_on)
    except CaseError as error:
        return CaseRun(question, case, (f"cannot be read: {error}",), None)
    return CaseRun(question, case, tuple(_differences(case.expect, decision)), decision)


def _differences(expect: Expect, decision: Decision) -> list[str]:
    out: list[str] = []

    def compare(what: str, wanted: object, found: object) -> None:
        if wanted is not None and wanted != found:
            out.append(f"{what}: expected {wanted}, found {found}")

    compare("outcome", expect.outcome, decision.outcome)
    compare("announced", expect.announced, decision.announced.outcome)
    compare("because", expect.because, decision.because)
    for what, wanted, answer in (
        ("ceiling", expect.ceiling, decision.in_force),
        ("announced ceiling", expect.announced_ceiling, decision.announced),
    ):
        if wanted is not None:
            compare(what, _bound(wanted), _ceiling(answer))
    for what, wanted, found_bound in (
        ("certain", expect.certain, decision.in_force.certain),
        ("possible", expect.possible, decision.in_force.possible),
    ):
        if wanted is not None:
            compare(what, _bound(wanted), _shown(found_bound))
    shown = {d.rule for d in decision.duties}
    out.extend(f"duties: `{rule}` has no place here" for rule in expect.absent_duties if rule in shown)
    speaking = shown | set(decision.determining) | {r.rule for r in decision.reasons}
    out.extend(f"rules: `{rule}` has no place here" for rule in expect.absent_rules if rule in speaking)
    amounts = {g.slot: g.amount for g in decision.given}
    for slot, wanted_amount in expect.given.items():
        compare(slot, wanted_amount, amounts.get(slot))
    for what, words, found in (
        ("determining", expect.determining, set(decision.determining)),
        ("missing", expect.missing, {m.fact for m in decision.missing}),
        ("duties", expect.duties, shown),
        ("rules", expect.rules, speaking),
        ("leads", expect.leads, {r.rule for r in decision.leads}),
        ("conditions", expect.conditions, {c.en for c in decision.conditions}),
    ):
        out.extend(f"{what}: `{word}` is not among {', '.join(sorted(found)) or 'none'}" for word in words if word not in found)
    return out


def _bound(bound: Bound) -> str:
    if bound.below is not None:
        return f"below {plain(bound.below)}"
    return f"at most {plain(bound.at_most)}" if bound.at_most is not None else "none"


def _shown(bound: Ceiling | None) -> str | None:
    return None if bound is None else f"{'below' if bound.exclusive else 'at most'} {plain(bound.value)}"


def _ceiling(answer: ReadingAnswer) -> str | None:
    if answer.ceiling is None:
        return None
    return f"{'below' if answer.exclusive else 'at most'} {plain(answer.ceiling)}"

"""The reasons of a decision as an argument: each limit with what sets it aside, the decisive ones first, doubts of one wording together."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from shidian.answer.parts import DecisionFields, Reason


class Argued(Struct, frozen=True):
    """One step: a rule, the reliefs that set it aside (each told in full once, at the first limit that needs it), those of them told
    before, and further doubts in the same words."""

    reason: Reason
    by: tuple[Reason, ...] = ()
    before: tuple[Reason, ...] = ()
    alike: tuple[Reason, ...] = ()


class Argument(Struct, frozen=True):
    """The steps the answer rests on, those beside it, and the doubts."""

    decisive: tuple[Argued, ...]
    beside: tuple[Argued, ...]
    doubts: tuple[Argued, ...]


def role_told(decision: DecisionFields, reason: Reason) -> str:
    """What to call the part of a reason: its role. But a rule that only one branch of a known answer rests on is not open (`in_a_branch`),
    and beside a limit that bars the activity another one, which would stop at a share, does not bind (`binds_too`)."""
    ahead = any(r is reason for r in decision.announced_reasons)
    answer = decision.announced if ahead else decision.in_force
    if reason.role == "in_doubt" and reason.doubt == "missing_facts":
        return "in_a_branch" if answer.outcome != "undetermined" and reason.rule in answer.determining else reason.role
    return "binds_too" if reason.role == "binds" and answer.outcome == BARRED and reason.rule not in answer.determining else reason.role


BARRED = "prohibited"
"""The outcome of which those limits alone are determining that bar the activity whatever the share."""


def argued(decision: DecisionFields, reasons: Sequence[Reason]) -> Argument:
    """The argument of one reading, from its reasons."""
    reliefs = {r.rule: r for r in reasons if r.role == "relieves"}
    decided = {*decision.determining, *decision.announced.determining}
    told: set[str] = set()
    decisive: list[Argued] = []
    beside: list[Argued] = []
    for reason in sorted(reasons, key=lambda r: decided.isdisjoint((r.rule, *r.by) if r.role == "needs" else (r.rule,))):
        if reason.role in ("relieves", "in_doubt"):
            continue
        by = [reliefs[id] for id in reason.by if id in reliefs]
        if reason.role == "needs":
            if decision.outcome != "refused":  # whatever another activity needs, it is refused
                (decisive if decided & {*reason.by} else beside).append(Argued(reason))
            continue
        step = Argued(reason, tuple(r for r in by if r.rule not in told), tuple(r for r in by if r.rule in told))
        told |= {r.rule for r in by}
        (decisive if reason.rule in decided else beside).append(step)
    decisive += [Argued(r) for id, r in reliefs.items() if id not in told]
    doubts: dict[str, list[Reason]] = {}
    for reason in () if decision.outcome == "refused" else reasons:  # whatever they come to, it is refused
        if reason.role == "in_doubt":
            doubts.setdefault(reason.summary.en, []).append(reason)
    return Argument(tuple(decisive), tuple(beside), tuple(Argued(first, alike=tuple(rest)) for first, *rest in doubts.values()))

"""The reasons of a decision as an argument: each limit with what sets it aside, the decisive ones first, doubts of one wording together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from shidian.answer.parts import DecisionFields, ReadingAnswer, Reason
from shidian.law.records.base import Label


class Argued(Struct, frozen=True):
    """One step: a rule, the reliefs that set it aside (each told in full once, at the first limit that needs it), those of them told
    before, and further rules in the same words: doubts, or rules of one provision."""

    reason: Reason
    by: tuple[Reason, ...] = ()
    before: tuple[Reason, ...] = ()
    alike: tuple[Reason, ...] = ()

    @property
    def further_notes(self) -> tuple[Label, ...]:
        """What is to be said of the rules alike and was not said of the first, each once."""
        said = _notes(self.reason)
        return tuple(dict.fromkeys(n for r in self.alike for n in _notes(r) if n not in said))


class Argument(Struct, frozen=True):
    """The steps the answer rests on, those beside it, and the doubts."""

    decisive: tuple[Argued, ...]
    beside: tuple[Argued, ...]
    doubts: tuple[Argued, ...]

    @property
    def grounds(self) -> list[Reason]:
        """What is cited for the answer: its decisive rules, or else its doubts; of a limit that is set aside what sets it aside."""
        return [r for s in self.decisive or self.doubts for r in (s.by or s.before or (s.reason,))]


def _notes(reason: Reason) -> tuple[Label, ...]:
    return tuple(n for n in (reason.doubt_reason, reason.caution) if n is not None)


def _answer_of(decision: DecisionFields, reason: Reason) -> ReadingAnswer:
    """The reading that a reason speaks for."""
    return decision.announced if any(r is reason for r in decision.announced_reasons) else decision.in_force


def role_told(decision: DecisionFields, reason: Reason) -> str:
    """What to call the part of a reason: its role. But a rule that applies in one branch of an answer which asks for no fact is not open
    (`in_a_branch`), and beside a limit that decides another one, which would stop at a share or further down the chain, does not bind
    (`binds_too`, `milder`)."""
    answer = _answer_of(decision, reason)
    if reason.role == "in_doubt" and reason.doubt == "missing_facts":
        return reason.role if answer.because == "missing_facts" else "in_a_branch"
    if reason.role == "binds" and reason.rule not in answer.determining:
        if answer.outcome == BARRED:
            return "binds_too"
        if reason.path is not None and answer.outcome != "undetermined":
            return "milder"
    return reason.role


def doubt_told(decision: DecisionFields, reason: Reason) -> str | None:
    """The phrase for why a reason is open; None where it is not, or its part says so. Where no fact is asked for, none is said to be missing."""
    if reason.doubt is None or role_told(decision, reason) == "in_a_branch":
        return None
    asked = reason.doubt != "missing_facts" or _answer_of(decision, reason).because == "missing_facts"
    return "because_" + reason.doubt if asked else "role_in_a_branch"


def unhelped(decision: DecisionFields) -> tuple[Reason, ...]:
    """The bars, and the rule that nothing is granted, with the reliefs or grants that did not help."""
    return tuple(r for r in decision.reasons if r.role in ("binds", "otherwise") and r.helped_not)


BARRED = "prohibited"
"""The outcome of which those limits alone are determining that bar the activity whatever the share."""


def argued(decision: DecisionFields, reasons: Sequence[Reason]) -> Argument:
    """The argument of one reading, from its reasons. Where the law leaves the answer open, what leaves it open comes first."""
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
            decides = not decided.isdisjoint(reason.by)
            if decides or decision.outcome != "refused":  # what decides nothing leaves it refused, whatever it comes to
                (decisive if decides else beside).append(Argued(reason))
            continue
        step = Argued(reason, tuple(r for r in by if r.rule not in told), tuple(r for r in by if r.rule in told))
        told |= {r.rule for r in by}
        (decisive if reason.rule in decided else beside).append(step)
    decisive += [Argued(r) for id, r in reliefs.items() if id not in told]
    grouped: dict[tuple[str, bool], list[Reason]] = {}
    for reason in () if decision.outcome == "refused" else reasons:  # whatever they come to, it is refused
        if reason.role == "in_doubt":
            answer = _answer_of(decision, reason)
            leaves_open = answer.outcome == "undetermined" and reason.doubt == answer.because != "missing_facts"
            grouped.setdefault((reason.summary.en, leaves_open), []).append(reason)
    opening = [Argued(first, alike=tuple(rest)) for (_, leaves_open), (first, *rest) in grouped.items() if leaves_open]
    doubts = [Argued(first, alike=tuple(rest)) for (_, leaves_open), (first, *rest) in grouped.items() if not leaves_open]
    return Argument((*opening, *_once(decisive)), tuple(_once(beside)), tuple(doubts))


def _once(steps: Iterable[Argued]) -> list[Argued]:
    """The steps, those together whose rules say the same words of one provision."""
    found: dict[tuple[object, ...], Argued] = {}
    for step in steps:
        r = step.reason
        words = (r.role, r.summary, r.title, r.provision_name, r.doubt, r.needed, r.valid_from, r.given)
        key = (r.rule,) if step.by or step.before else words
        first = found.get(key)
        found[key] = step if first is None else replace(first, alike=(*first.alike, r))
    return list(found.values())

"""The assessment of an item: indicators before, after and as aimed at, the result, and what was learnt. Pure."""

from __future__ import annotations

from typing import Any, Literal, get_args

from msgspec import Struct

from shidian.errors import DeskError
from shidian.tracking.fields import Tracked, check_day, check_texts, number, read_state

AssessmentStage = Literal["drafted", "final"]
AssessmentResult = Literal["met", "partly", "not-met"]
ASSESSMENT_RESULTS: tuple[AssessmentResult, ...] = get_args(AssessmentResult)
MOST_INDICATORS = 40


class Indicator(Struct, frozen=True, forbid_unknown_fields=True):
    """One indicator: its values as plain numbers before, after and as aimed at; `better` says which way is good; `source` where the values are from."""

    name: str
    unit: str = ""
    before: str = ""
    target: str = ""
    after: str = ""
    better: Literal["more", "less"] = "more"
    source: str = ""


class AssessmentState(Struct, frozen=True, forbid_unknown_fields=True):
    """An assessment of an item over a period (two days)."""

    stage: AssessmentStage = "drafted"
    since: str | None = None
    until: str | None = None
    indicators: tuple[Indicator, ...] = ()
    result: AssessmentResult | None = None
    lessons: str = ""
    assessor: str = ""
    lead_person: str = ""
    notes: str = ""


def assessment_of(plain: dict[str, Any]) -> AssessmentState:
    """An assessment from plain data, with every field checked. Raises DeskError."""
    state = read_state(plain, AssessmentState, "an assessment")
    check_day(state.since)
    check_day(state.until)
    if state.since is not None and state.until is not None and state.until < state.since:
        raise DeskError("the period of the assessment ends before it begins")
    if len(state.indicators) > MOST_INDICATORS:
        raise DeskError(f"an assessment holds at most {MOST_INDICATORS} indicators")
    for indicator in state.indicators:
        check_texts(indicator)
        if not indicator.name.strip():
            raise DeskError("an indicator needs a name")
        for name in ("before", "target", "after"):
            if getattr(indicator, name):
                number(name, getattr(indicator, name))
    return state


def attained(indicator: Indicator) -> bool | None:
    """Whether an indicator reached its target; None when one of the two is not known."""
    if not indicator.target or not indicator.after:
        return None
    after, target = number("after", indicator.after), number("target", indicator.target)
    return after >= target if indicator.better == "more" else after <= target


def refusal_of_assessment(before: AssessmentState, after: AssessmentState, why: str | None) -> str | None:
    """Why one state cannot follow another; None when it can. A result cannot contradict the indicators."""
    if before.stage == "final" and after.stage == "drafted" and not (why or "").strip():
        return "a final assessment is opened again with a reason"
    if after.stage == "drafted":
        return None
    if after.since is None or after.until is None:
        return "a final assessment names its period"
    if not after.indicators or any(not i.after for i in after.indicators):
        return "a final assessment needs indicators, each with its value afterwards"
    if after.result is None or not after.lessons.strip() or not after.assessor.strip():
        return "a final assessment needs a result, what was learnt, and who assessed"
    found = [attained(i) for i in after.indicators]
    if after.result == "met" and False in found:
        return "the result is `met`, and an indicator did not reach its target"
    if after.result == "not-met" and None not in found and all(found):
        return "the result is `not-met`, and every indicator reached its target"
    return None


ASSESSMENT = Tracked("assessment", AssessmentState.__struct_fields__, assessment_of, ("drafted",), refusal_of_assessment)

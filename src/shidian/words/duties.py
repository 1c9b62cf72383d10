"""A duty in words: on which condition and when it is due, how long the authority may take, and what it asks for."""

from __future__ import annotations

from collections.abc import Sequence

from shidian.law.records.base import Label
from shidian.law.records.instrument import Duty, TimeAllowed
from shidian.words.phrases import phrase


def duty_details(duty: Duty) -> tuple[Label, ...]:
    """Up to two lines: condition, stage and times; then what is asked for."""
    when = [phrase("duty_only_if", name=duty.only_if)] if duty.only_if else []
    when += [phrase(f"stage_{duty.stage}")] if duty.stage else []
    when += [time_label(limit) for limit in duty.limits]
    lines = [joined(when)] if when else []
    if duty.needs:
        lines.append(phrase("duty_needs", list=joined(duty.needs)))
    return tuple(lines)


def time_label(limit: TimeAllowed) -> Label:
    """A time that the act sets, in words."""
    time = phrase(f"time_{limit.unit}" if limit.number != 1 else f"time_one_{limit.unit}", number=str(limit.number))
    return phrase("time_for", what=limit.for_, time=time) if limit.for_ else phrase("time_of_decision", time=time)


def joined(labels: Sequence[Label]) -> Label:
    """Labels after one another, parted by semicolons."""
    return Label("; ".join(x.en for x in labels), "；".join(x.zh for x in labels))

"""How the answer to one case changes from day to day: everything fixed but the day."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from shidian.diagram.diagram import Diagram
from shidian.engine.case import Case
from shidian.engine.decide import Answer


class Stretch(Struct, frozen=True):
    """Days with one answer, from `start` to before `until` (None: nothing later is known). `entered` and `left` are the rules that
    the answer begins, or ceases, to rest on, each with the reading it is so in."""

    start: dt.date
    until: dt.date | None
    in_force: Answer
    announced: Answer
    entered: tuple[str, ...]
    left: tuple[str, ...]
    announced_entered: tuple[str, ...]
    announced_left: tuple[str, ...]


def timeline(diagram: Diagram, case: Case, since: dt.date) -> tuple[Stretch, ...]:
    """Every interval of the answer from `since` on. Missing facts stay missing."""
    days = [since, *(d for d in diagram.days.starts if d > since)]
    kept: list[tuple[dt.date, Answer, Answer]] = []
    with diagram.lock:
        for day in days:
            held, ahead = diagram.answers.both(diagram.walk(case.with_value(diagram.rulebook.day, day)))
            if not kept or (_seen(held), _seen(ahead)) != (_seen(kept[-1][1]), _seen(kept[-1][2])):
                kept.append((day, held, ahead))
    out = []
    for i, (day, held, ahead) in enumerate(kept):
        before = kept[i - 1] if i else None
        out.append(
            Stretch(
                day,
                kept[i + 1][0] if i + 1 < len(kept) else None,
                held,
                ahead,
                _only(held, before[1] if before else None),
                _only(before[1], held) if before else (),
                _only(ahead, before[2] if before else None),
                _only(before[2], ahead) if before else (),
            )
        )
    return tuple(out)


def _seen(answer: Answer) -> tuple[object, ...]:
    return answer.outcome, answer.causes, answer.ceiling, frozenset(answer.determining)


def _only(answer: Answer, other: Answer | None) -> tuple[str, ...]:
    """The determining rules that the other answer does not rest on."""
    return tuple(r for r in answer.determining if other is None or r not in other.determining)

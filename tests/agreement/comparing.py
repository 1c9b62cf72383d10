"""One case, decided by the engine and by the diagram: everything that both say, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from shidian.diagram.diagram import Diagram
from shidian.engine.bearing import confidence, duties_told
from shidian.engine.case import Case
from shidian.engine.decide import Answer, decide
from shidian.engine.rulebook import Rulebook
from shidian.law.records.base import Seen


class Said(Struct, frozen=True):
    """What one of the two says of a case. The order of the missing facts is left out: each asks in its own."""

    in_force: Answer
    announced: Answer
    missing: frozenset[str]
    missing_for: str
    confidence: Seen | None
    duties: tuple[tuple[str, bool], ...]


def by_engine(rulebook: Rulebook, case: Case, known_on: dt.date | None) -> Said:
    """The reference."""
    found = decide(rulebook, case, known_on)
    on = case.values[rulebook.day]
    assert isinstance(on, dt.date)
    return Said(
        found.in_force,
        found.announced,
        frozenset(m.fact for m in found.missing),
        found.missing_for,
        confidence(rulebook, found.in_force, lambda r: rulebook.seen_on(r, on, known_on)),
        duties_told(rulebook, found.in_force),
    )


def by_diagram(diagram: Diagram, case: Case) -> Said:
    """The same by walking."""
    found = diagram.decide(case)
    assert len(set(found.missing)) == len(found.missing), "no fact is asked for twice"
    return Said(found.in_force, found.announced, frozenset(found.missing), found.missing_for, found.confidence, found.duties)


def differences(diagram: Diagram, case: Case, known: Said | None = None) -> tuple[str, ...]:
    """Where the two differ, in words; empty when they agree. `known` is what the engine said, if it was asked before."""
    engine, walked = known or by_engine(diagram.rulebook, case, diagram.known_on), by_diagram(diagram, case)
    return () if engine == walked else tuple(_differences("", engine, walked))


def _differences(path: str, one: Struct, other: Struct) -> Iterator[str]:
    for field in one.__struct_fields__:
        a, b = getattr(one, field), getattr(other, field)
        if a == b:
            continue
        if isinstance(a, Answer):
            yield from _differences(f"{field}: ", a, b)
        else:
            yield f"{path}{field}: the engine says {a!r}, the diagram {b!r}"

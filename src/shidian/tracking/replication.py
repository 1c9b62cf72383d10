"""The replication file: what a region, or all of them, could hand to the ministry for spreading. Pure.

In it stand items that operate (or are beyond that) on evidence of grade A and have a final assessment; each with its effect on openness as measured, its
risk and safeguard, and what applications came of it. Whatever operates and is not in it is named with what it lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

from shidian.store.desk.records import KeptItem
from shidian.tracking.application import ReportedApplications, reported
from shidian.tracking.assessment import AssessmentState, assessment_of
from shidian.tracking.item import Evidence, ItemState, state_of

E = TypeVar("E")
READY = ("operating", "assessed", "proposed")


class ReplicationEntry(Struct, Generic[E], frozen=True):
    """One item of the file: the evidence of grade A, the latest final assessment, the effect on openness (None where none is measured), the reported
    applications under it."""

    item: KeptItem
    state: ItemState
    evidence: tuple[Evidence, ...]
    assessment: AssessmentState
    effect: E | None
    applications: tuple[ReportedApplications, ...]


class ReplicationFile(Struct, Generic[E], frozen=True):
    """The entries, and the items that operate and are not ready, each with what it lacks: `evidence`, `assessment`, `result`, `safeguard`."""

    entries: tuple[ReplicationEntry[E], ...]
    lacking: tuple[tuple[KeptItem, tuple[str, ...]], ...]


def replication_file(
    items: Iterable[KeptItem], assessments: Iterable[KeptItem], applications: Sequence[KeptItem], effect: Callable[[KeptItem], E | None]
) -> ReplicationFile[E]:
    """The file of some items, with the assessments and applications of the same regions. An assessment whose result is `not-met` recommends nothing."""
    latest: dict[int, AssessmentState] = {}
    for kept in sorted(assessments, key=lambda a: (str(a.state.get("until") or ""), a.id)):
        if kept.parent is not None and kept.state["stage"] == "final":
            latest[kept.parent] = assessment_of(kept.state)
    entries: list[ReplicationEntry[E]] = []
    lacking: list[tuple[KeptItem, tuple[str, ...]]] = []
    for item in items:
        if item.state["stage"] not in READY:
            continue
        state, found = state_of(item.state), latest.get(item.id)
        best = tuple(e for e in state.evidence if e.grade == "A")
        lacks = tuple(name for name, there in _needs(state, best, found) if not there)
        if lacks or found is None:
            lacking.append((item, lacks))
            continue
        below = [a for a in applications if a.parent == item.id]
        entries.append(ReplicationEntry(item, state, best, found, effect(item), tuple(reported(below))))
    return ReplicationFile(tuple(entries), tuple(lacking))


def _needs(state: ItemState, best: tuple[Evidence, ...], found: AssessmentState | None) -> list[tuple[str, Any]]:
    return [
        ("evidence", best),
        ("assessment", found is not None),
        ("result", found is None or found.result != "not-met"),
        ("safeguard", state.risk_level in (None, "low") or state.safeguard.strip()),
    ]

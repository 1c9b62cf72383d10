"""Findings of another extractor beside the grammar's: what both read alike is one finding, what they read otherwise is said, what only one reads stays."""

from __future__ import annotations

from bisect import bisect_left

from msgspec import Struct

from shidian.documents.grammar.finding import AmountFound, Finding, Measure, ReadOtherwise, Value, When


class Merged(Struct, frozen=True):
    """Findings of both, those of the grammar that the other reads alike (by id), and what they read otherwise."""

    findings: tuple[Finding, ...]
    confirmed: tuple[str, ...]
    otherwise: tuple[ReadOtherwise, ...]


def merged(ours: tuple[Finding, ...], theirs: list[Finding]) -> Merged:
    """Findings merged by span and value: of one kind, each lying half in the other or more."""
    ordered = sorted(ours, key=lambda f: (f.start, f.end))
    starts = [f.start for f in ordered]
    longest = max((f.end - f.start for f in ordered), default=0)
    more: list[Finding] = []
    confirmed: list[str] = []
    otherwise: list[ReadOtherwise] = []
    for other in theirs:
        low, high = bisect_left(starts, other.start - longest), bisect_left(starts, other.end)
        same = [f for f in ordered[low:high] if f.kind == other.kind and _together(f, other)]
        alike = next((f for f in same if said(f.value) == said(other.value)), None)
        if alike is not None:
            confirmed.append(alike.id)
            continue
        if same and said(other.value) is not None:
            near = max(same, key=lambda f: min(f.end, other.end) - max(f.start, other.start))
            otherwise.append(ReadOtherwise(other.start, other.end, other.origin, said(near.value) or "?", said(other.value) or "?"))
        more.append(other)
    findings = tuple(sorted((*ours, *more), key=lambda f: (f.start, -f.end, f.kind, f.origin)))
    return Merged(findings, tuple(dict.fromkeys(confirmed)), tuple(otherwise))


def _together(one: Finding, other: Finding) -> bool:
    """Whether two spans are of the same words: at a measure that its verb lies in the other, else that half of the shorter is shared."""
    if isinstance(one.value, Measure):
        first, last = one.value.at
        return other.start <= first and last <= other.end
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= min(one.end - one.start, other.end - other.start) > 0


def said(value: Value) -> str | None:
    """What a value says, for comparing and for showing; None where an extractor cannot say it."""
    if isinstance(value, Measure):
        ceiling = "-" if value.ceiling is None else f"{value.ceiling.normalize():f} %"
        return f"{value.strength if value.strength is not None else '-'} / {ceiling}"
    if isinstance(value, When):
        return value.from_
    if isinstance(value, AmountFound):
        return f"{value.bound} {value.number.normalize():f} {value.unit}"
    return None

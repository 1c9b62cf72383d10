"""What a document claims, with the words that make each claim; claims that say the same are one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from shidian.law.records.evidence import Claim, Subject, Unit


class Stated(Struct, frozen=True):
    """A claim of a document, and the spans of the words that make it."""

    claim: Claim
    spans: tuple[tuple[int, int], ...]


class Statements(Struct, frozen=True):
    """The claims of one document, with the subjects and units that only this document knows."""

    stated: tuple[Stated, ...]
    subjects: tuple[Subject, ...]
    units: tuple[Unit, ...]


def joined(made: list[Stated]) -> Iterator[Stated]:
    """The claims, those that say the same joined into one with all their spans."""
    kept: dict[tuple[object, ...], Stated] = {}
    renamed: dict[str, str] = {}
    for item in made:
        c = item.claim
        key = (c.subject, c.says, c.as_of, c.unit)
        if key in kept:
            renamed[c.claim] = kept[key].claim.claim
            kept[key] = Stated(
                kept[key].claim if c.part is None else replace(c, claim=kept[key].claim.claim),
                tuple(dict.fromkeys((*kept[key].spans, *item.spans))),
            )
        else:
            kept[key] = item
    for item in kept.values():
        c = item.claim
        changes: dict[str, str | tuple[str, ...]] = {
            k: renamed[v] for k in ("counts", "converts", "part", "whole") if (v := getattr(c, k)) in renamed
        }
        if any(p in renamed for p in c.sum_of):
            changes["sum_of"] = tuple(renamed.get(p, p) for p in c.sum_of)
        yield Stated(replace(c, **changes), item.spans) if changes else item

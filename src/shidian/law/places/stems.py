"""The short names of places: what is left of a name without the word for what it is (东湖 of 东湖区, of 东湖高新区, of 东湖自贸片区).

A district, a zone and a unit that was given up may share a short name. These tables say which, so that the name alone is read as none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shidian.law.records.names import PlaceArea, Zone
from shidian.packaged import patterns

SAYS = patterns("law/places/patterns.toml")
"""The words around the names of places."""


def division_stem(name: str) -> str:
    """The short name of a division (东湖 of 东湖区); empty when it has none of two characters or more."""
    short = SAYS["division"].sub("", name)
    return short if len(short) > 1 and short != name else ""


def zone_stems(name: str) -> set[str]:
    """Every short name of a zone or area: 东湖新技术开发区 gives 东湖新技术 and 东湖; of two characters or more."""
    found = set()
    while (shorter := SAYS["zone"].sub("", name)) != name and len(shorter) > 1:
        name = shorter
        found.add(name)
    return found


def stems_of_zones(areas: Iterable[PlaceArea], zones: Iterable[Zone], homes: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The codes of the divisions that the short name of a zone or area may stand for. `homes` are the codes where a zone lies."""
    stems: dict[str, list[str]] = {}

    def add(name: str, codes: Iterable[str]) -> None:
        for stem in zone_stems(name):
            known = stems.setdefault(stem, [])
            known.extend(c for c in codes if c not in known)

    for area in areas:
        for name in area.names:
            add(name, area.divisions)
    for zone in zones:
        for name in (zone.name.zh, *zone.aliases):
            if not name.isascii():
                add(name, homes[zone.id])
    return stems


def lengths_of(*names: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    """By their first two characters, the lengths of names, the longest first."""
    found: dict[str, set[int]] = {}
    for name in (n for some in names for n in some if len(n) > 1):
        found.setdefault(name[:2], set()).add(len(name))
    return {begin: tuple(sorted(lengths, reverse=True)) for begin, lengths in found.items()}


def within(lengths: Mapping[str, tuple[int, ...]], text: str) -> Iterator[int]:
    """Those that a name at the beginning of a text can have."""
    return (n for n in lengths.get(text[:2], ()) if n <= len(text))

"""The short names of places: what is left of a name without the word for what it is (东湖 of 东湖区, of 东湖高新区, of 东湖自贸片区).

A district, a zone and a unit that was given up may share a short name. These tables say which, so that the name alone is read as none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shidian.law.records.names import PlaceArea, Zone
from shidian.patterns import compiled

_DIVISION = compiled(
    r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|[\u4e00-\u9fff]{1,6}族自治[州县旗]|省|市|区|县|盟|旗|林区|特区|地区|新区)$"
)
_ZONE = compiled(
    r"(自由贸易试验区|自由贸易港|自贸试验区|自贸区|自贸|综合保税区|综合保税港区|保税港区|保税物流园区|保税区|保税|高新技术产业开发区|高新技术开发区|新技术开发区"
    r"|高新技术产业园区|高新区|高新|经济技术开发区|经济开发区|经济技术开发|经开区|经开|旅游度假区|国家旅游度假区|风景区|开发区|新城|新区|片区|园区|工业园|产业园|科技城|科学城"
    r"|合作区|示范区|管理区|商务区|经济区|港区|城区|区)$"
)


def division_stem(name: str) -> str:
    """The short name of a division (东湖 of 东湖区); empty when it has none of two characters or more."""
    short = _DIVISION.sub("", name)
    return short if len(short) > 1 and short != name else ""


def zone_stems(name: str) -> set[str]:
    """Every short name of a zone or area: 东湖新技术开发区 gives 东湖新技术 and 东湖; of two characters or more."""
    found = set()
    while (shorter := _ZONE.sub("", name)) != name and len(shorter) > 1:
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

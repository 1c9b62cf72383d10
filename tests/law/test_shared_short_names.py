"""The sweep: no short name of a district, zone, area or unit that was given up leads to one place when another bears it too."""

from __future__ import annotations

from collections import defaultdict

import pytest

from shidian.law.places.stems import division_stem, zone_stems
from tests.cases.real import real_book

LAW = real_book().lawbook
NAMES, TREE = LAW.names["territories"], LAW.trees["territories"]
PLACES = LAW.content.places[0]
CODES = {c: t.id for t in TREE.terms.values() if (c := t.codes.get("gb-t-2260"))}


def unit(code: str) -> str:
    """The lowest entry of the vocabulary that contains a division."""
    return next(CODES[c] for c in (code, code[:4] + "00", code[:2] + "0000") if c in CODES)


def bearers() -> dict[str, dict[str, str]]:
    """Every short name, and the places that bear it: a full name of each, and the entry it lies in."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in PLACES.divisions.items():
        if short := division_stem(name):
            found[short][f"{name} {code}"] = unit(code)
    for old in PLACES.former:
        if short := division_stem(old.name):
            found[short][f"{old.name} (former)"] = unit(old.now)
    for area in PLACES.areas:
        for name in area.names:
            for stem in zone_stems(name):
                found[stem].update({f"{name} {d}": unit(d) for d in area.divisions})
    for zone in TREE.zones.values():
        for name in (zone.name.zh, *zone.aliases):
            for stem in zone_stems(name) if not name.isascii() else ():
                found[stem][name] = TREE.home(zone.id)
    return found


BEARERS = bearers()
CITIES = set(PLACES.divisions.values())


def together(one: str, other: str) -> bool:
    return one == other or one in TREE.above(other) or other in TREE.above(one)


def is_meant(short: str, found: str, others: dict[str, str]) -> bool:
    """A province or prefecture is meant by its short name (海南, 中山), and an entry by its own alias (南沙), where no district that is an
    entry of its own bears it too; a province always is (河北)."""
    term = TREE.terms.get(found)
    if term is None:
        return short in TREE.zones[found].aliases
    code = term.codes.get("gb-t-2260", "")
    if code.endswith("0000"):
        return True
    district = any(
        not v.endswith("00") and v in CODES
        for k in others
        if (v := k.rsplit(" ", 1)[-1]).isdigit() and not together(CODES.get(v, "cn"), found)
    )
    return not district and (short in term.aliases or (code.endswith("00") and division_stem(term.name.zh) == short))


def test_a_short_name_that_several_places_bear_leads_to_none_of_them() -> None:
    """Words of 3,900 short names."""
    wrong = []
    for short, places in BEARERS.items():
        found = NAMES.find(short)
        if len(found) != 1:
            continue
        home = TREE.home(found[0]) if found[0] in TREE.zones else found[0]
        near = {n.rsplit(" ", 1)[0] for n, u in places.items() if together(u, home)}  # an area may lie in several divisions
        off = {n: u for n, u in places.items() if not together(u, home) and n.rsplit(" ", 1)[0] not in near - CITIES}
        if off and not is_meant(short, found[0], off):
            wrong.append((short, found, off))
    assert not wrong
    assert len(BEARERS) > 3000


@pytest.mark.parametrize(
    ("short", "among"),
    {
        "东湖": {"nanchang", "wuhan"},
        "朝阳": {"chaoyang-beijing", "chaoyang-liaoning"},
        "江北": {"ningbo", "nanjing", "chongqing"},
        "太平": {"fuxin", "harbin"},
        "平江": {"yueyang", "suzhou"},
        "西湖": {"hangzhou", "nanchang"},
        "双桥": {"chengde", "dazu"},
    }.items(),
)
def test_a_shared_short_name_offers_who_bears_it(short: str, among: set[str]) -> None:
    assert set(NAMES.find(short)) == among
    assert set(NAMES.near(short, 9)) == among


@pytest.mark.parametrize(
    ("text", "id"),
    {"武汉东湖": "wuhan", "武汉市东湖": "wuhan", "南昌东湖": "nanchang", "东湖区": "nanchang", "东湖高新区": "wuhan", "北京朝阳": "chaoyang-beijing",
     "宁波江北": "ningbo", "南京江北": "nanjing", "巢湖": "hefei", "海南": "hainan", "河北": "hebei", "西安": "xian", "昆山高新区": "suzhou"}.items(),
)  # fmt: skip
def test_the_place_around_settles_it(text: str, id: str) -> None:
    assert NAMES.find(text) == [id]


@pytest.mark.parametrize("text", ["太湖新城", "滨湖新区", "长兴岛经济区", "东湖新区", "横琴自贸", "江东新城"])
def test_a_county_is_not_read_into_the_name_of_something_else(text: str) -> None:
    assert NAMES.find(text) == []

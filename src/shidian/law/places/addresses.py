"""Where an address lies: divisions, former names and areas, walked from the left, each name inside the one before.

Full names count anywhere; short names (深圳, 南山) never before 路, 街, 东, 南 and the like, and only where an address goes on after them. A name that
several places share stays open until the place around it is known: 东湖 is a district of Nanchang and stands for a zone of Wuhan (`stems.py`). A name
of another city in the way is a contradiction, and nothing is read. The answer is what surely contains the address, coarse where a street is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from shidian.law.places.elsewhere import ElsewhereWords
from shidian.law.places.latin import LatinAddresses, plain_latin
from shidian.law.places.stems import SAYS, division_stem, lengths_of, stems_of_zones, within
from shidian.law.records.names import PlaceNames
from shidian.law.tree import Tree
from shidian.patterns import compiled

_STREET = "路街大道巷东南西北中里弄桥站门湖山江河花广园酒公机银大学医商一二三四五六七八九十"
"""After these a short name is part of the name of a street, a house or a firm."""
_PARKS = ("高新", "经开", "开发区", "保税", "综保", "自贸", "工业园", "科技园", "市区", "城区")
_SEPARATORS = compiled(r"[\s,，、;；/|\-—·.。:：]+")


class Whereabouts(NamedTuple):
    """The entry that surely contains an address and the zones it lies in; several `units` when a shared name stays open."""

    units: tuple[str, ...]
    zones: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[str, ...]:
        """What the address names, for those who take one id: the zone when it is all that is said, else the units."""
        return self.zones if len(self.zones) == 1 and not self.units else self.units


class Addresses:
    """The divisions of one country by name."""

    def __init__(self, places: PlaceNames, tree: Tree, abroad: Collection[str] = ()) -> None:
        self._tree = tree
        self._names = places.divisions
        codes = {c: t.id for t in tree.terms.values() if (c := t.codes.get("gb-t-2260"))}
        self._unit = {code: codes[c] for code in self._names if (c := next((p for p in self._path(code) if p in codes), None))}
        self._full: dict[str, list[str]] = {}
        self._short: dict[str, list[str]] = {}
        for code, name in self._names.items():
            self._full.setdefault(name, []).append(code)
            if short := division_stem(name):
                self._short.setdefault(short, []).append(code)
            if plainly := SAYS["autonomous"].fullmatch(name):  # 陵水县
                self._full.setdefault(plainly[1] + name[-1], []).append(code)
        for term in tree.terms.values():  # what an entry is called besides: 延边, 黔东南, 德宏
            code = term.codes.get("gb-t-2260", "")
            for alias in term.aliases if code in self._names else ():
                if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", alias) and code not in self._short.setdefault(alias, []):
                    self._short[alias].append(code)
        self._former: dict[str, list[str]] = {}
        for old in places.former:
            self._former.setdefault(old.name, []).append(old.now)
        self._former_short: dict[str, list[str]] = {}
        for old in places.former:
            if short := division_stem(old.name):
                self._former_short.setdefault(short, []).append(old.now)
        self._entries = frozenset(codes)
        self._areas = {_plain(n): a for a in places.areas for n in a.names}
        self._zones = {
            _plain(n): z.id for z in tree.zones.values() for n in (z.name.zh, *z.aliases) if any("\u4e00" <= c <= "\u9fff" for c in n)
        }
        homes = {z.id: [c for u in (tree.home(z.id),) if (c := tree.terms[u].codes.get("gb-t-2260"))] for z in tree.zones.values()}
        self._stems = stems_of_zones(places.areas, tree.zones.values(), homes)
        self._lengths = lengths_of(self._full, self._former, self._short, self._stems)
        self._zone_lengths = lengths_of(self._areas, self._zones)
        self.area_names, self.division_names, self.short_names = tuple(self._areas), tuple(self._full), tuple(self._short)
        lowest = {*self._names} - {p for code in self._names for p in self._path(code)[1:]}
        self._latin = LatinAddresses(tree, lowest)
        self._others = self._elsewhere_by_name(abroad, lowest)
        self.read = lru_cache(40_000)(self._read)  # a piece of a table is read when it is decided, and again when it is counted

    def _elsewhere_by_name(self, abroad: Collection[str], lowest: Collection[str]) -> ElsewhereWords:
        units: dict[str, set[str]] = {}
        wide = {n for n in (*self._full, *self._former) if len(n) > 2}
        for names in (self._full, self._former, self._short, self._former_short, self._stems):
            for name, codes in names.items():
                units.setdefault(name, set()).update(self._unit[c] for c in codes if c in self._unit)
                wide |= {name} if names is self._short and any(c.endswith("00") for c in codes) else set()
        for name, area in self._areas.items():
            units.setdefault(name, set()).update(self._unit[d] for d in area.divisions if d in self._unit)
        for name, zone in self._zones.items():
            units.setdefault(name, set()).add(self._tree.home(zone))
        wide |= {*self._areas, *self._zones}
        short = {n: units[n] for n in self._short if n not in wide}
        towns_in = {n for names in (self._full, self._short) for n, codes in names.items() if any(c in lowest for c in codes)}
        return ElsewhereWords(self._tree, {n: units[n] for n in wide}, short, self._latin.names, abroad, towns_in)

    def candidates(self, text: str) -> list[str]:
        """The entries that a shared name may stand for; empty when it is no shared name."""
        plain = _plain(text)
        codes = self._full.get(plain) or self._shared(plain, self._short.get(plain, [])) or self._former.get(plain) or []
        return [self._unit[c] for c in codes if c in self._unit] if len(codes) > 1 else []

    def _shared(self, short: str, codes: list[str]) -> list[str]:
        """What a short name without a place around it may stand for. A province is meant by its short name; a prefecture is, unless a
        district that is an entry of its own bears the name too (朝阳); a county shares it with former units and with zones (东湖)."""
        provinces = [c for c in codes if c.endswith("0000")]
        if provinces:
            return provinces
        prefectures = [c for c in codes if c.endswith("00")]
        if prefectures:
            return [*prefectures, *(c for c in codes if c in self._entries and c not in prefectures)]
        others = [*self._former_short.get(short, ()), *self._stems.get(short, ())] if codes else []
        return list(dict.fromkeys([*codes, *(o for o in others if not any(self._inside(c, o) for c in codes))]))

    def _path(self, code: str) -> tuple[str, ...]:
        """The division and those around it, nearest first."""
        return tuple(c for c in dict.fromkeys((code, code[:4] + "00", code[:2] + "0000")) if c in self._names)

    def _inside(self, code: str, around: str | None) -> bool:
        return around is None or around in self._path(code)

    def _read(self, text: str) -> Whereabouts | None:
        """Where an address lies; None when it cannot be read or contradicts itself. Several units when a shared name stays open."""
        plain = _plain(text)
        if not any("\u4e00" <= c <= "\u9fff" for c in plain):
            unit, zones = self._latin.read(text)
            found = self._settled((unit,) if unit else (), zones)
            return found if found is None or not self._elsewhere_named(text, found) else None
        wide = unicodedata.normalize("NFKC", text)
        if SAYS["denies"].search(wide) or SAYS["moves"].search(wide):
            return None
        again = SAYS["in_latin_too"].search(wide.casefold())
        if again and plain_latin(again[0]) in self._latin.names:
            plain = _plain(wide[: again.start()])
        whole = self._walk(SAYS["opening"].sub("", plain))
        return whole if whole is None or not self._elsewhere_named(wide, whole) else None

    def _elsewhere_named(self, text: str, whole: Whereabouts) -> bool:
        return self._others.named(text, whole.units or [h for z in whole.zones if (h := self._tree.home(z))])

    def _walk(self, text: str) -> Whereabouts | None:
        zones: list[str] = []
        open_: list[str] = []  # divisions that the names so far may stand for
        at, read = 0, False
        text = text.replace("市辖区", "")
        while at < len(text):
            if text[at] in "()[]【】":
                at += 1
                continue
            around = open_ if open_ else [None]
            found = self._zone_at(text, at)
            if found is not None:
                length, zone, codes = found
                inner = [c for c in open_ if any(self._inside(c, d) or self._inside(d, c) for d in codes)] if codes else open_
                if open_ and codes and not inner:
                    return None
                if zone:
                    zones.append(zone)
                if codes and (not open_ or len(codes) == 1):
                    deeper = [d for d in codes if not open_ or any(self._inside(d, c) for c in open_)]
                    open_ = self._together(deeper) if deeper else open_
                at, read = at + length, True
                continue
            step = self._division_at(text, at, around, first=not read)
            if step is None:
                if self._elsewhere(text, at, around):
                    return None
                break
            length, open_ = step
            at, read = at + length, True
        if not read:
            return None
        if rest := re.search(r"[(（](?=.+?[)）])", text[at:]):  # a zone named in brackets behind the street
            if (inner_zone := self._zone_at(text, at + rest.end())) and inner_zone[1]:
                zones.append(inner_zone[1])
        units = tuple(dict.fromkeys(self._unit[c] for c in open_ if c in self._unit))
        return self._settled(units, tuple(dict.fromkeys(zones)))

    def _settled(self, units: tuple[str, ...], zones: tuple[str, ...]) -> Whereabouts | None:
        """Units and zones that can hold together: a zone that does not reach the place is a contradiction."""
        for zone in zones:
            if units and not any(u in self._tree.zone_units[zone] for u in units):
                return None
            units = tuple(u for u in units if u in self._tree.zone_units[zone])
        inner = [z for z in zones if {*zones} - {z} <= self._tree.zone_around[z]] if len(zones) > 1 and not units else []
        zones = tuple(inner) if len(inner) == 1 else zones  # 中国（上海）自由贸易试验区临港新片区: one zone inside the other
        if len(zones) > 1 and not units and len(homes := {self._tree.home(z) for z in zones}) == 1:
            units = tuple(h for h in homes if all(h in self._tree.zone_units[z] for z in zones))  # 苏州工业园区（苏州片区）: where both are
        return Whereabouts(units, zones) if units or zones else None

    def _together(self, codes: list[str]) -> list[str]:
        """Divisions of one area as one: the division around all of them."""
        if len(codes) < 2:
            return codes
        shared = [c for c in self._path(codes[0]) if all(self._inside(d, c) for d in codes)]
        return shared[:1]

    def _zone_at(self, text: str, at: int) -> tuple[int, str | None, list[str]] | None:
        """An area or zone whose name begins here: length, the zone, and the divisions it lies in."""
        for length in within(self._zone_lengths, text[at:]):
            end = at + length
            name = text[at:end]
            if end < len(text) and text[end] in "路街道巷" and not text.startswith("街道", end):
                continue
            if text.startswith("自贸", end) and "自贸" not in name:  # 横琴自贸区 is not the cooperation zone of Hengqin
                continue
            if (area := self._areas.get(name)) is not None:
                return end - at, self._zones.get(name, area.zone), list(area.divisions)
            if (zone := self._zones.get(name)) is not None:
                return end - at, zone, []
        if (found := SAYS["zone_of"].match(text, at)) and (zone := self._zones.get(f"{found[1]}自贸试验区")):
            return found.end() - at, zone, []
        return None

    def _division_at(self, text: str, at: int, around: list[str] | list[None], *, first: bool) -> tuple[int, list[str]] | None:
        """The divisions that a name beginning here may stand for, inside those before: length and codes."""
        for length in within(self._lengths, text[at:]):
            end = at + length
            name = text[at:end]
            for names, full in ((self._full, True), (self._former, True), (self._short, False)):
                codes = [c for c in names.get(name, ()) if any(self._inside(c, a) for a in around)]
                if not codes or (not full and not self._may_be_short(text, end, codes, first=around == [None])):
                    continue
                if around == [None]:  # a bare name may be one that was given up elsewhere, or stand for a zone
                    codes = (
                        self._shared(name, codes) if not full else [*codes, *(self._former.get(name, []) if names is self._full else ())]
                    )
                elif not full:
                    codes = [c for c in codes if c.endswith("0000")] or [c for c in codes if c.endswith("00")] or codes
                return end - at, list(dict.fromkeys(codes))
        return None

    def _elsewhere(self, text: str, at: int, around: list[str] | list[None]) -> bool:
        """Whether the full name of a division that lies elsewhere begins here, or the short name of a city with nothing but a place in it behind."""
        for length in within(self._lengths, text[at:]):
            end = at + length
            codes = self._full.get(text[at:end]) if length > 2 else None
            if codes and not any(self._inside(c, a) for c in codes for a in around):
                return not (end < len(text) and text[end] in "路街")
        for end in range(min(len(text), at + 4), at + 1, -1):
            codes = [c for c in self._short.get(text[at:end], ()) if c.endswith("00")]
            if codes and not any(self._inside(c, a) or (a is not None and self._inside(a, c)) for c in codes for a in around):
                return end == len(text) or self._ends_in(text[end:], codes)
        return False

    def _may_be_short(self, text: str, end: int, codes: list[str], *, first: bool) -> bool:
        """Whether a short name that ends here is one: nothing follows it, or a place inside it, a park, or the rest of an address. After
        a county alone the rest must name a street: 长兴岛经济区 and 太湖新城 are no part of the counties of that name."""
        rest = text[end:]
        if not rest or rest[0] in "()（":
            return True
        if rest.startswith(_PARKS):
            return True
        county = first and not any(c.endswith("00") for c in codes)
        if rest.startswith("新区"):
            return not county
        if self._zone_at(text, end):
            return True
        for names, full in ((self._full, True), (self._short, False), (self._stems, False)):
            for n in within(self._lengths, rest):
                known = names.get(rest[:n], ())
                if known and (full or len(rest) == n or rest[n] not in _STREET or self._ends_in(rest[n:], known)):
                    if not county or any(self._inside(d, c) for d in known for c in codes):
                        return True
        if county and rest[0] in "岛新湾港":
            return False
        return rest[0] not in _STREET and bool((SAYS["street_follows"] if county else SAYS["goes_on"]).search(rest))

    def _ends_in(self, rest: str, around: Collection[str]) -> bool:
        """Whether what is left is nothing but the name of a division inside others: 南山 after 广东深圳."""
        return any(self._inside(d, c) and d != c for d in (*self._full.get(rest, ()), *self._short.get(rest, ())) for c in around)


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).casefold()

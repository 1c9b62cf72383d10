"""Where an address in English lies: Wuhou District, Chengdu, Sichuan; Chengdu City; Guangdong Shenzhen Nanshan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cached_property

from shidian.law.places.stems import SAYS
from shidian.law.records.names import Term, Zone
from shidian.law.tree import Tree

_MUNICIPALITIES = ("11", "12", "31", "50")
"""How the codes of the four cities begin that are provinces."""


class LatinAddresses:
    """The entries of a vocabulary of places by their names in Latin letters."""

    def __init__(self, tree: Tree, lowest: Collection[str]) -> None:
        """`lowest` are the codes of the divisions with nothing but towns in them."""
        self._tree, self._lowest = tree, lowest

    @cached_property
    def names(self) -> dict[str, str]:
        """The entry of each name."""
        entries: list[Term | Zone] = [*self._tree.terms.values(), *self._tree.zones.values()]
        return {plain_latin(n): e.id for e in reversed(entries) for n in (e.id, e.name.en, *e.aliases) if n.isascii() or "ü" in n}

    @cached_property
    def _areas(self) -> dict[str, str]:
        """The areas of free-trade zones by their names in another order: Chongqing Liangjiang FTZ, Liangjiang FTZ area."""
        told = [(m, z.id) for z in self._tree.zones.values() if (m := SAYS["area_of"].fullmatch(plain_latin(z.name.en)))]
        ways = [(way, id) for m, id in told for way in (f"{m[2]} {m[1]} ftz", f"{m[2]} ftz {m[1]}")]
        return {way + end: id for way, id in ways for end in ("", " area", " zone")}

    def read(self, text: str) -> tuple[str | None, tuple[str, ...]]:
        """The narrowest entry that is named, and the zones; None and none where the parts do not lie in each other. Parts are read from the
        widest, each inside the one before; what is left of the last known part is the street."""
        parts = [p for p in (plain_latin(x) for x in text.split(",")) if p and not SAYS["not_of_it"].fullmatch(p)]
        if len(parts) == 1:
            if (area := self._areas.get(parts[0])) is not None:
                return None, (area,)
            alone = self._with_its_kind(parts[0]) or self._of_a_park(parts[0])
            if alone is not None:
                return alone, ()
            parts = self._words(parts[0])
        if len(parts) < 2:
            return None, ()
        if self._is_province(parts[0]) and not self._is_province(parts[-1]):  # Guangdong, Shenzhen, Nanshan
            parts = parts[::-1]
        unit: str | None = None
        zones: list[str] = []
        for left, part in zip(range(len(parts), 0, -1), reversed(parts), strict=True):
            part = re.sub(r"\s+\d{6}$|^\d{6}\s+", "", part)
            id = self.names.get(part) or self.names.get(re.sub(r"\s(district|city|province|municipality)$", "", part))
            inner = [i for i in self._tree.children.get(unit or "", ()) if unit and i.startswith(part.split(" ")[0] + "-")]
            id = inner[0] if len(inner) == 1 and id is None else id
            if id is None:
                code = self._tree.terms[unit].codes.get("gb-t-2260", "") if unit is not None and not zones else ""
                town = SAYS["town"].search(part) is not None and code not in self._lowest
                if code.endswith("00") and (town or not any(map(SAYS["of_an_address"].search, parts[:left]))):
                    return None, ()
                break
            if id in self._tree.zones:
                zones.append(id)
            elif unit is None or unit in self._tree.above(id):
                unit = id
            elif id != unit and id not in self._tree.above(unit):
                return None, ()
        return unit, tuple(zones)

    def _code(self, name: str) -> str:
        term = self._tree.terms.get(self.names.get(name, ""))
        return term.codes.get("gb-t-2260", "") if term is not None else ""

    def _is_province(self, name: str) -> bool:
        return self._code(name).endswith("0000")

    def _with_its_kind(self, text: str) -> str | None:
        """The place that a name means with the word for its kind: Chengdu City, Sichuan Province. Hainan City is no province."""
        found = SAYS["kind_of_place"].fullmatch(text)
        code = self._code(found[1]) if found else ""
        if found is None or not code:
            return None
        province, municipality = code.endswith("0000"), code[:2] in _MUNICIPALITIES
        fits = {
            "city": municipality if province else code.endswith("00"),
            "municipality": province and municipality,
            "province": province and not municipality,
            "district": not code.endswith("00"),
        }
        kind = {"shi": "city", "sheng": "province", "qu": "district"}.get(found[2], found[2])
        return self.names[found[1]] if fits[kind] else None

    def _of_a_park(self, text: str) -> str | None:
        """The city of a park that is called by it: Xi'an High-tech Zone."""
        found = SAYS["park"].fullmatch(text)
        code = self._code(name := found[1] or found[2]) if found else ""
        city = code.endswith("00") and (not code.endswith("0000") or code[:2] in _MUNICIPALITIES)
        return self.names[name] if found and city else None

    def _words(self, text: str) -> list[str]:
        """Places named one after the other without commas, the narrowest first: Sichuan Chengdu. None where a word names no place."""
        words = text.split(" ")
        found: list[str] = []
        while words:
            n = next((n for n in range(min(len(words), 4), 0, -1) if " ".join(words[:n]) in self.names), 0)
            inside = self.names.get(found[-1], "") if found else ""
            if not n and not any(i.startswith(words[0] + "-") for i in self._tree.children.get(inside, ())):
                return []
            found.append(" ".join(words[: n or 1]))
            del words[: n or 1]
        if len(found) < 2 or sum(map(self._is_province, found)) > 1:
            return []
        return found[::-1] if self._is_province(found[0]) else found


def plain_latin(text: str) -> str:
    """A name in Latin letters without case, apostrophes, hyphens and double spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "").replace("-", " ")).strip()

"""Whether a text that was read as one place names another, which is neither inside nor around it: 深圳（东莞机房）, Wuhan servers, Shenzhen.

No list says what may stand behind the second name: whatever does, the text is about two places. A name counts for nothing only where it is that of a
street, or of a building in a district or at a street that was named. Short names of counties and names of countries, which are often parts of other
words, count no more where a street or a district was named, unless a bracket, a comma or the like stands before them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache

from shidian.law.places.latin import plain_latin
from shidian.law.places.stems import SAYS, lengths_of, within
from shidian.law.tree import Tree
from shidian.packaged import table
from shidian.patterns import compiled

_APART = frozenset("()[]{}<>《》〈〉【】〔〕「」“”\"',，、;；:：/|\\+&→>~～\n\t")
_LATIN_WORD = compiled(r"[a-z][a-z'’-]*")
_TWO_HAN = compiled(r"[\u4e00-\u9fff]{2}")


@cache
def _says_nothing() -> re.Pattern[str]:
    return compiled("|".join(sorted(map(re.escape, table("words/spelling.toml")["places"]["in_brackets"]), key=len, reverse=True)))


class ElsewhereWords:
    """The names of places by what they lie in, to be looked for in a text. `short` names of counties are told from `wide` ones, of cities and
    provinces; each name has the units of the tree that it may stand for. `abroad` are names of countries and of cities there, `lowest` those of
    divisions with nothing but towns in them."""

    def __init__(
        self,
        tree: Tree,
        wide: Mapping[str, Collection[str]],
        short: Mapping[str, Collection[str]],
        latin: Mapping[str, str],
        abroad: Collection[str],
        lowest: Collection[str],
    ) -> None:
        self._tree, self._lowest = tree, lowest
        self._wide, self._latin = wide, latin
        self._apart = {n: u for n, u in short.items() if not SAYS["sides"].fullmatch(n)} | {
            n: () for n in abroad if not n.isascii() and len(n) > 1
        }
        self._short = short
        self._abroad = frozenset(plain_latin(n) for n in abroad if n.isascii() and len(n) > 3)
        self._lengths = lengths_of(wide, short, self._apart)

    def named(self, text: str, units: Collection[str]) -> bool:
        """Whether another place than `units` is named in `text`."""
        wide = unicodedata.normalize("NFKC", text).casefold()
        return (
            self._in_han(wide, units)
            or any(self._apart_from(wide, town, units) for town in SAYS["apart"].finditer(wide))
            or self._in_brackets(wide, units)
            or self._in_latin(plain_latin(wide), units)
        )

    def _apart_from(self, text: str, town: re.Match[str], units: Collection[str]) -> bool:
        """Whether a town may lie elsewhere: 杭州，盛泽镇. Behind a county it is one of its, where all levels are written apart (北京，海淀区，四季青镇)."""
        if self._another(text, town.start("name"), units, True) > 0 or not _TWO_HAN.search(_says_nothing().sub(" ", town["name"])):
            return False
        head = text[: town.start()]
        known = any(head[at : at + n] in self._lowest for at in range(len(head)) for n in within(self._lengths, head[at:]))
        apart = town["sign"].isspace() or any(c in _APART or c.isspace() for c in head)
        return not known or not (apart or SAYS["at_street"].search(text, town.end()))

    def _in_brackets(self, text: str, units: Collection[str]) -> bool:
        """Whether a bracket names what may be another place, since it is no known part of this one: 深圳(虎门机房). Towns are on no list."""
        for found in SAYS["bracketed"].finditer(text):
            way = SAYS["on_the_way"].search(text, 0, found.start()) is not None
            if way and (
                SAYS["building"].match(found[1]) or (SAYS["at_street"].search(text, 0, found.start()) and not SAYS["site"].search(found[1]))
            ):
                continue
            rest, at = "", 0
            while at < len(found[1]):
                length = max(self._another(found[1], at, units, False), 0)
                rest, at = rest + (" " if length else found[1][at]), at + (length or 1)
            if _TWO_HAN.search(_says_nothing().sub(" ", rest)):
                return True
        return False

    def _in_han(self, text: str, units: Collection[str]) -> bool:
        at, apart = 0, False
        while at < len(text):
            if text[at] in _APART:
                apart, at = apart or at > 0, at + 1
                continue
            street = SAYS["on_the_way"].search(text, 0, at) is not None
            length = self._another(text, at, units, apart or not street)
            if length < 0 and not SAYS["street"].match(text, at - length) and not (street and SAYS["building"].match(text, at - length)):
                return True
            at += abs(length) or 1
        return False

    def _another(self, text: str, at: int, units: Collection[str], apart: bool) -> int:
        """The length of the name of a place that begins here, negative when it is another one; 0 for none."""
        for n in within(self._lengths, text[at:]):
            name = text[at : at + n]
            named = self._wide.get(name) or self._short.get(name) or ()
            if self.akin(named, units):
                return n
            if name in self._wide or (apart and name in self._apart):
                return -n
        return 0

    def _in_latin(self, text: str, units: Collection[str]) -> bool:
        words = [(m[0], m.end()) for m in _LATIN_WORD.finditer(text)]
        at = 0
        while at < len(words):
            for n in range(min(4, len(words) - at), 0, -1):
                name = " ".join(w for w, _ in words[at : at + n])
                end = words[at + n - 1][1]
                id = self._latin.get(name)
                if id is None and name not in self._abroad:
                    continue
                if (id is None or not self._known(id, name, units)) and not SAYS["latin_street"].match(text[end:].lstrip(" ,")):
                    return True
                at += n - 1
                break
            at += 1
        return False

    def _known(self, id: str, name: str, units: Collection[str]) -> bool:
        """Whether a Latin name that is found is one of the place, or may be that of a part of it (Chaoyang in Beijing)."""
        alike = name.replace(" ", "-") + "-"
        ids = [u for u in (self._tree.home(id) if id in self._tree.zones else id,) if u]
        return self.akin(ids, units) or any(i.startswith(alike) and self.akin((i,), units) for i in self._tree.terms)

    def akin(self, some: Collection[str], others: Collection[str]) -> bool:
        """Whether one of the first lies in or around one of the others."""
        return any(a in (b, *self._tree.above(b)) or b in self._tree.above(a) for a in some for b in others)

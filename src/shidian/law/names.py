"""Finding an entry of a vocabulary by id, public code, or name in Chinese or English; also by the names people use, and a place by its address.

A near-miss is offered, never taken. A name that means several things names all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cached_property

from shidian.law.addresses import Addresses, Whereabouts
from shidian.law.near import nearest
from shidian.law.ranking import Ranking
from shidian.law.records.names import Spoken
from shidian.law.records.question import Choice
from shidian.law.records.vocabulary import Group, Term, Vocabulary, Zone

OFFERED = 5
"""So many entries a word that is not known may be answered with, by every door."""
_KINDS = ("业务", "服务")
_KIND_OF = re.compile("(?:业务|服务|服务商|服务公司|公司|企业|机构|运营商|运营|经营|业)$")
_KIND_OF_EN = re.compile(r" (?:compan(?:y|ies)|firms?|operators?|operations?|providers?|business(?:es)?|services?)$")
"""Words for the kind of thing, which a name may have or not."""
_EXPLAINED = re.compile(r"([^()]{2,})\(([^()]{2,})\)")
_HAN, _LATIN = r"[^a-z]*[\u4e00-\u9fff][^a-z0-9]*", r"[^\u4e00-\u9fff]*[a-z][^\u4e00-\u9fff]*"
_IN_TWO = re.compile(rf"({_HAN})({_LATIN})|({_LATIN})({_HAN})")
_BETWEEN = " \n/|\\-–—·:;,，、"
_CODED = re.compile(r"([a-t]?\d{2,4})(?:\.0)?[\s\-—_:,.、]*([\u4e00-\u9fff].*)")
Entry = Term | Zone | Group | Choice


def fold(name: str) -> str:
    """A name without the differences that do not matter: width, case, spaces, hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if c not in " -_'’·.")


def halves(text: str) -> tuple[str, ...]:
    """The two parts of a text that says something in Chinese and in another language (国籍 Nationality, Germany / 德国); none of any other."""
    found = _IN_TWO.fullmatch(unicodedata.normalize("NFKC", text).casefold().strip())
    return tuple(h.strip(_BETWEEN) for h in found.groups() if h) if found else ()


def names_of(entry: Entry) -> list[str]:
    """Every word that names an entry."""
    codes = list(entry.codes.values()) if isinstance(entry, Term) else []
    return [entry.id, entry.name.en, entry.name.zh, *entry.aliases, *codes]


class Names:
    """The entries of a vocabulary, or the choices of a fact, by folded name."""

    def __init__(
        self,
        entries: Vocabulary | Iterable[Entry],
        spoken: Iterable[Spoken] = (),
        places: Addresses | None = None,
        first: Collection[str] = (),
    ) -> None:
        """`spoken` are the names people use beside those of the entries, `places` reads addresses, `first` are offered before others."""
        listed: tuple[Entry, ...]
        listed = (*entries.terms, *entries.zones) if isinstance(entries, Vocabulary) else tuple(entries)
        self.entries: dict[str, Entry] = {e.id: e for e in listed}
        self.spoken = tuple(spoken)
        self.places = places
        self._first = frozenset(first)

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for name in names_of(entry):
                ids = index.setdefault(fold(name), [])
                if entry.id not in ids:
                    ids.append(entry.id)
        return index

    @cached_property
    def _spoken(self) -> dict[str, Spoken]:
        return {fold(word): spoken for spoken in reversed(self.spoken) for word in spoken.say}

    @cached_property
    def _ranking(self) -> Ranking:
        own = [(name, entry.id) for entry in self.entries.values() for name in names_of(entry)]
        trade = [(word, s.means) for s in self.spoken if s.means for word in s.say]
        return Ranking([*own, *trade], self._first)

    def said(self, word: str) -> Spoken | None:
        """What people mean by a word that is no name of an entry."""
        folded = fold(word)
        return None if folded in self._index else self._spoken.get(folded)

    def whereabouts(self, word: str) -> Whereabouts | None:
        """Where an address lies, if this is a vocabulary of places and the word one that can be read."""
        return self.places.read(word) if self.places is not None else None

    def find(self, word: str) -> list[str]:
        """The ids that `word` names: none, one, or several when the name is ambiguous. An address names its place when that is one entry."""
        if word in self.entries:
            return [word]
        folded = fold(word)
        if folded in self._index:
            return list(self._index[folded])
        if (spoken := self._spoken.get(folded)) is not None:
            return [spoken.means] if spoken.means else list(spoken.between)
        if self.places is None:
            return self._without_kind(word, folded) or self._other_number(folded) or self._explained(word) or self._twice(word)
        where = self.whereabouts(word)
        return list(where.entries) if where is not None else self._twice(word)

    def _twice(self, word: str) -> list[str]:
        """The entry that both halves name, of a word in two languages (德国 Germany), or of a code with its name (I6450 互联网数据服务)."""
        coded = _CODED.fullmatch(unicodedata.normalize("NFKC", word).casefold().strip())
        parts = coded.groups() if coded else halves(word)
        found = [self.find(part) if part else [] for part in parts]
        return found[0] if found and len(found[0]) == 1 and found[0] == found[1] else []

    def _without_kind(self, word: str, folded: str) -> list[str]:
        """The entry that a name means with or without the word for its kind: 互联网数据中心, 证券业, 德国企业, app store operator."""
        if not ("\u4e00" <= folded[-1:] <= "\u9fff"):
            plain = unicodedata.normalize("NFKC", word).casefold().strip()
            bare = fold(_KIND_OF_EN.sub("", plain))
            ids = self._index.get(bare) or self._other_number(bare) if len(bare) > 3 and bare != fold(plain) else []
            return list(ids) if len(ids) == 1 else []
        bare = _KIND_OF.sub("", folded)
        for name in (*(folded + k for k in _KINDS), *((bare,) if len(bare) > 1 and bare != folded else ())):
            if len(ids := self._index.get(name, [])) == 1:
                return list(ids)
        return []

    def _other_number(self, folded: str) -> list[str]:
        """The entry that an English name means in the singular or the plural."""
        if not folded.isascii() or len(folded) < 5:
            return []
        one = folded[:-3] + "y" if folded.endswith("ies") else folded[:-1] if folded.endswith("s") else ""
        for name in (one, folded + "s", folded[:-1] + "ies" if folded.endswith("y") else ""):
            if name and len(ids := self._index.get(name, [])) == 1:
                return list(ids)
        return []

    def _explained(self, word: str) -> list[str]:
        """The narrower of two entries, one inside the other, where a name explains itself in brackets: EDI许可证（电商平台）."""
        found = _EXPLAINED.fullmatch(unicodedata.normalize("NFKC", word))
        one, other = (self.find(found[1]), self.find(found[2])) if found else ([], [])
        if len(one) != 1 or len(other) != 1:
            return []
        return other if one[0] in self._above(other[0]) else one if other[0] in self._above(one[0]) else []

    def _above(self, id: str) -> list[str]:
        """An entry and those around it."""
        out = [id]
        while isinstance(entry := self.entries.get(out[-1]), Term) and entry.parent is not None:
            out.append(entry.parent)
        return out

    def near(self, word: str, most: int = OFFERED) -> list[str]:
        """Ids that people may mean by `word`, best first: for a name of the trade what it may be or the branch to look in, else names
        that come near. None when nothing fits."""
        spoken = self.said(word)
        if spoken is not None:
            return list(dict.fromkeys(i for i in (spoken.means, *spoken.between, spoken.branch) if i))[:most]
        if self.places is not None and (open_ := self.places.candidates(word)):
            return list(dict.fromkeys(open_))[:most]
        found = self._ranking.near(word, most)
        first, *rest = re.split(r"[\s_-]+", word.strip())
        if rest and self.places is None and len(found) < most:  # of several words the first may be right: app-shop, app-store
            alike = [k for k in self._index if len(first) > 1 and k.startswith(fold(first))]
            found = list(dict.fromkeys([*found, *(i for k in nearest(fold(word), alike, most) for i in self._index[k])]))[:most]
        return found

"""Finding an entry of a vocabulary by id, public code, or name in Chinese or English; also by the names people use, and a place by its address.

A near-miss is offered, never taken. A name that means several things names all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from functools import cache, cached_property

from shidian.law.leanings import NOTHING, Leanings
from shidian.law.near import nearest
from shidian.law.places.addresses import Addresses, Whereabouts
from shidian.law.ranking import Ranking
from shidian.law.records.names import Group, Spoken, Term, Vocabulary, Zone
from shidian.law.records.question import Choice
from shidian.law.spellings import COMMAS, SAYS, bare, halves, in_brackets, is_form, key_of, listed, simplified
from shidian.packaged import table
from shidian.patterns import compiled

_LONGEST = 80
"""Letters beyond which a word is no other way to write a name."""
OFFERED = 5
"""So many entries a word that is not known may be answered with, by every door."""
_WORDY = 120
"""Letters beyond which the last word of a name is not looked for."""
_SPELT = 0.75
"""Part of the letters that a name spelt wrong has in common with the right one: whatever its words are about, it comes first."""
_FEW = 3
"""What stands before the end of a name is told with it where it names no more."""
_KINDS = ("业务", "服务")
"""Words for the kind of thing, which a Chinese name of an entry may have where people leave it out."""
_LEFT_OUT = dict.fromkeys(map(ord, " -_'’·.。"))
Entry = Term | Zone | Group | Choice


def fold(name: str) -> str:
    """A name without the differences that do not matter: width, case, spaces, hyphens and apostrophes."""
    return unicodedata.normalize("NFKC", name).casefold().translate(_LEFT_OUT)


def names_of(entry: Entry) -> list[str]:
    """Every word that names an entry."""
    codes = list(entry.codes.values()) if isinstance(entry, Term) else []
    return [entry.id, entry.name.en, entry.name.zh, *entry.aliases, *codes]


@cache
def cities_abroad() -> dict[str, str]:
    """The cities of `words/cities.toml`, folded, and the country of each."""
    return {fold(word): city["country"] for city in table("words/cities.toml")["cities"] for word in city["words"]}


class Names:
    """The entries of a vocabulary, or the choices of a fact, by folded name."""

    def __init__(
        self,
        entries: Vocabulary | Iterable[Entry],
        spoken: Callable[[], Iterable[Spoken]] = tuple,
        places: Callable[[], Addresses] | None = None,
        first: Collection[str] = (),
        kind: str = "",
    ) -> None:
        """`spoken` gives the names people use beside those of the entries, `places` what reads addresses, both when a word is no id; `first` are offered
        before others. A name of a `kind` (activities, places, origins) is also read without the words that such names have or not."""
        listed: tuple[Entry, ...]
        listed = (*entries.terms, *entries.zones) if isinstance(entries, Vocabulary) else tuple(entries)
        self.entries: dict[str, Entry] = {e.id: e for e in listed}
        self._say, self._places = spoken, places
        self._first = frozenset(first)
        self._kind = kind

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """The names people use beside those of the entries."""
        return tuple(self._say())

    @cached_property
    def places(self) -> Addresses | None:
        """What reads addresses, of a vocabulary of places."""
        return self._places() if self._places is not None else None

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for name in names_of(entry):
                ids = index.setdefault(fold(name), [])
                if self._kind == "activities" and len(name) == 1 and name.isascii():
                    continue  # a letter alone may be of any list of trades: it is offered
                if entry.id not in ids:
                    ids.append(entry.id)
        return {name: ids for name, ids in index.items() if ids}

    @cached_property
    def _spoken(self) -> dict[str, Spoken]:
        return {fold(word): spoken for spoken in reversed(self.spoken) for word in spoken.say}

    @cached_property
    def _ranking(self) -> Ranking:
        own = [(name, entry.id) for entry in self.entries.values() for name in names_of(entry)]
        trade = [(word, s.means) for s in self.spoken if s.means for word in s.say]
        return Ranking([*own, *trade], self._first)

    @cached_property
    def _leanings(self) -> Leanings:
        own = [((entry.name.en, entry.name.zh, *entry.aliases), (entry.id,)) for entry in self.entries.values()]
        trade = [(s.say, (s.means,) if s.means else s.between or (s.branch or NOTHING,)) for s in self.spoken if not s.ends]
        return Leanings([*own, *trade], lambda entry: self._above(entry)[::-1])

    @cached_property
    def _spellings(self) -> dict[str, list[str]]:
        """The folded names that share what all spellings of a name have in common."""
        spellings: dict[str, list[str]] = {}
        for name in (*(n for e in self.entries.values() for n in names_of(e)), *(w for s in self.spoken for w in s.say)):
            if (folded := fold(name)) not in (known := spellings.setdefault(key_of(name, self._kind), [])):
                known.append(folded)
        return spellings

    def said(self, word: str) -> Spoken | None:
        """What people mean by a word that is no name of an entry."""
        if fold(word) in self._index:
            return None
        return self._said(word) or (end if (end := self._end(word)[0]) is not None and end.note is not None else None)

    def _said(self, word: str) -> Spoken | None:
        return self._spoken.get(fold(word)) or next((self._spoken[n] for n in self._other_ways(word) if n in self._spoken), None)

    def whereabouts(self, word: str) -> Whereabouts | None:
        """Where an address lies, if this is a vocabulary of places and the word one that can be read."""
        return self.places.read(SAYS["capital"].sub("", word)) if self.places is not None else None

    def find(self, word: str) -> list[str]:
        """The ids that `word` names: none, one, or several when the name is ambiguous. An address names its place when that is one entry. A name that is
        not known is what its end says."""
        return self._named(word) or ([] if self._said(word) is not None else self._by_end(word))

    def _named(self, word: str) -> list[str]:
        if word in self.entries:
            return [word]
        if self._kind == "origins" and is_form(word):
            return []
        folded = fold(word)
        if folded in self._index:
            return list(self._index[folded])
        if (spoken := self._spoken.get(folded)) is not None:
            return [spoken.means] if spoken.means else list(spoken.between)
        where = self.whereabouts(word)
        if where is not None and where.entries:
            return list(where.entries)
        ids = dict.fromkeys(i for n in self._other_ways(word) for i in self._meant(n))
        return list(ids) or self._with_kind(word) or self._explained(word) or self._twice(word) or self._listed(word) or self._city(folded)

    def _by_end(self, word: str) -> list[str]:
        """What a name that is not known is by its end: one thing only where no part of what is listed before names what lies elsewhere; of what it
        may be, what stands before the end comes first (insurance products)."""
        spoken, what = self._end(word)
        if spoken is None:
            return []
        each = [self.find(part) for part in SAYS["parted"].split(word)] if spoken.means is None and SAYS["parted"].search(word) else []
        if each and all(each):  # the end says what the last of a list is: 餐饮、新闻网站
            return list(dict.fromkeys(i for ids in each for i in ids))
        if spoken.means is None:
            of = self.find(what) if spoken.between else []
            return list(dict.fromkeys([*(of if len(of) <= _FEW else ()), *spoken.between]))
        parts, wide = SAYS["lists"].split(what), any(spoken.means in self._above(i)[1:] for i in self.entries)
        if wide and len(parts) < 2:
            return [spoken.means]
        inside = parts if wide else [*parts, *what.split()]  # a casino's restaurant
        return [spoken.means] if all(spoken.means in self._above(i) for part in inside for i in self._named(part)) else []

    def _end(self, word: str) -> tuple[Spoken | None, str]:
        """What is said of names by their last word, or the one before `of`, and the rest: a rubber duck factory, manufacture of malt, 橡皮鸭制造."""
        plain = simplified(word).casefold().strip()
        found = self._ends.fullmatch(plain) if len(plain) <= _WORDY else None
        if found is None:
            return None, ""
        return self._heads[found["first"] or found["last"] or found["han"]], found["made"] or found["of"]

    @cached_property
    def _heads(self) -> dict[str, Spoken]:
        return {simplified(end).casefold(): spoken for spoken in self.spoken for end in spoken.ends}

    @cached_property
    def _ends(self) -> re.Pattern[str]:
        latin, han = (
            "|".join(sorted((h for h in self._heads if h.isascii() is ascii), key=len, reverse=True)) or r"(?!)" for ascii in (True, False)
        )
        return compiled(
            rf"(?!.*(?:[;；。非不无:：]|\b(?:not?|non|without)\b))"
            rf"(?:(?P<first>{latin}) of (?P<of>.{{2,}})|(?P<made>.{{2,}}?)(?:(?<= )(?P<last>{latin})|(?P<han>{han})))"
        )

    def _meant(self, folded: str) -> list[str]:
        """The ids that a folded name means."""
        if folded in self._index:
            return self._index[folded]
        spoken = self._spoken.get(folded)
        return [] if spoken is None else [spoken.means] if spoken.means else list(spoken.between)

    def _other_ways(self, word: str) -> list[str]:
        """The known names, folded, that a word is another way to write: another script or number, with or without the word for its kind.
        Those of the nearest way only."""
        if not self._kind or len(word) > _LONGEST:
            return []
        return next((found for way in (word, *bare(word, self._kind)) if (found := self._spellings.get(key_of(way, self._kind)))), [])

    def _with_kind(self, word: str) -> list[str]:
        """The entry whose Chinese name has the word for its kind that was left out: 互联网数据中心, 因特网数据中心."""
        if self._kind != "activities" or word.isascii() or len(word) > _LONGEST:
            return []
        known = (
            dict.fromkeys(i for n in self._spellings.get(key_of(word + kind, self._kind), ()) for i in self._index.get(n, ()))
            for kind in _KINDS
        )
        return next((list(ids) for ids in known if len(ids) == 1), [])

    def _city(self, folded: str) -> list[str]:
        """The country of a city abroad that stands for it (Tokyo)."""
        country = cities_abroad().get(folded) if self._kind == "origins" else None
        return [country] if country in self.entries else []

    def _listed(self, word: str) -> list[str]:
        """What a name that lists several things means: the lowest entry around all of them (hotels and restaurants: tourism), else each of them."""
        parts = listed(word) if self._kind == "activities" else []
        found = [self.find(part) for part in parts]
        if not found or any(len(ids) != 1 for ids in found):
            return []
        shared = [i for i in self._above(found[0][0]) if all(i in self._above(ids[0]) for ids in found)]
        return shared[:1] or list(dict.fromkeys(ids[0] for ids in found))

    def _twice(self, word: str) -> list[str]:
        """The entry that both halves name, of a word in two languages (德国 Germany), or of a code with its name (I6450 互联网数据服务)."""
        coded = SAYS["coded"].fullmatch(unicodedata.normalize("NFKC", word).casefold().strip())
        parts = coded.groups() if coded else halves(word)
        found = [self.find(part) if part else [] for part in parts]
        return found[0] if found and len(found[0]) == 1 and found[0] == found[1] else []

    def _explained(self, word: str) -> list[str]:
        """The narrower of two entries, one inside the other, where a name explains itself in brackets: EDI许可证（电商平台）. What stands in brackets
        may also be what an entry says in its own: 安保（门卫、巡逻）, 职业技能培训（非学制）."""
        found = SAYS["explained"].fullmatch(unicodedata.normalize("NFKC", word))
        parts = {p for p in COMMAS.split(found[2].casefold()) if len(p) > 1} if found else set()
        own = [id for id, words in self._in_brackets.items() if parts and parts <= words]
        one, other = (self.find(found[1]), self.find(found[2]) or own) if found else ([], [])
        if len(one) != 1 or len(other) != 1:
            return []
        return other if one[0] in self._above(other[0]) else one if other[0] in self._above(one[0]) else []

    @cached_property
    def _in_brackets(self) -> dict[str, set[str]]:
        return {e.id: in_brackets(e.name.en) | in_brackets(e.name.zh) for e in self.entries.values()} if self._kind == "activities" else {}

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
        led = self._leanings.of(word) if self._kind == "activities" else None
        if (end := self._end(word)[0]) is not None and end.means:
            led = [end.means, *(led or ())]
        if led is not None:
            tops = {self._above(i)[-1] for i in led}
            apt = [i for i in found if self._above(i)[-1] in tops or get_close_matches(word, names_of(self.entries[i]), 1, _SPELT)]
            found = list(dict.fromkeys([*apt, *led, *(found if led else ())]))[:most]
        first, *rest = re.split(r"[\s_-]+", word.strip())
        if rest and self.places is None and len(found) < most:  # of several words the first may be right: app-shop, app-store
            alike = [k for k in self._index if len(first) > 1 and k.startswith(fold(first))]
            found = list(dict.fromkeys([*found, *(i for k in nearest(fold(word), alike, most) for i in self._index[k])]))[:most]
        denied = {i for said in SAYS["denied"].findall(word.casefold()) for i in (*self.find(said), *self.find(said.split()[0]))}
        return [i for i in found if i not in denied]

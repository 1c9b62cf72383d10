"""Finding an entry of a vocabulary by id, public code, or name in Chinese or English. A near-miss is offered, never taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property

from shidian.law.near import nearest
from shidian.law.records.question import Choice
from shidian.law.records.vocabulary import Group, Term, Vocabulary, Zone

Entry = Term | Zone | Group | Choice


def fold(name: str) -> str:
    """A name without the differences that do not matter: width, case, spaces, hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if c not in " -_'’·.")


def names_of(entry: Entry) -> list[str]:
    """Every word that names an entry."""
    codes = list(entry.codes.values()) if isinstance(entry, Term) else []
    return [entry.id, entry.name.en, entry.name.zh, *entry.aliases, *codes]


class Names:
    """The entries of a vocabulary, or the choices of a fact, by folded name."""

    def __init__(self, entries: Vocabulary | Iterable[Entry]) -> None:
        listed: tuple[Entry, ...]
        listed = (*entries.terms, *entries.zones) if isinstance(entries, Vocabulary) else tuple(entries)
        self.entries: dict[str, Entry] = {e.id: e for e in listed}

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for name in names_of(entry):
                ids = index.setdefault(fold(name), [])
                if entry.id not in ids:
                    ids.append(entry.id)
        return index

    def find(self, word: str) -> list[str]:
        """The ids that `word` names: none, one, or several when the name is ambiguous."""
        if word in self.entries:
            return [word]
        return list(self._index.get(fold(word), ()))

    def near(self, word: str, most: int = 3) -> list[str]:
        """Ids whose names come near `word`, best first."""
        folded = fold(word)
        keys = nearest(folded, self._index, most * 2)
        if len(folded) > 1:
            keys += [k for k in self._index if folded in k and k not in keys][: most * 2]
        ids = [i for k in keys for i in self._index[k]]
        return list(dict.fromkeys(ids))[:most]

"""The entries of a vocabulary that a few typed letters may mean: for search as you type."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from shidian.law.lawbook import Lawbook
from shidian.law.names import Entry, fold, names_of
from shidian.law.records.base import Label
from shidian.law.records.names import Term


class Word(Struct, frozen=True):
    """One entry: id, name, public codes, and the entries around it, widest first."""

    id: str
    name: Label
    codes: dict[str, str]
    within: tuple[Label, ...]


@lru_cache(maxsize=16)
def _folded(book: Lawbook, vocabulary: str) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
    return tuple((e, tuple(fold(n) for n in names_of(e))) for e in book.names[vocabulary].entries.values())


def words_like(book: Lawbook, vocabulary: str, text: str, most: int) -> tuple[Word, ...]:
    """The entries that a text may mean, the nearest first: what it names, what comes near in the order of every other door, then names that
    begin so or contain it. All entries when there is no text."""
    names_known = book.names[vocabulary]
    nearest = list(dict.fromkeys([*names_known.find(text[:200]), *names_known.near(text[:200], most)])) if text.strip() else []
    wanted = fold(text[:200])
    ranked = []
    for place, (entry, names) in enumerate(_folded(book, vocabulary)):
        rank = min((_rank(name, wanted) for name in names), default=3)
        if rank < 3:
            ranked.append((rank, len(entry.name.zh) if wanted else 0, place, entry))
    ranked.sort(key=lambda r: r[:3])
    found = [names_known.entries[i] for i in nearest if i in names_known.entries]
    found += [entry for _, _, _, entry in ranked if entry.id not in nearest]
    return tuple(_word(book, vocabulary, entry) for entry in found[:most])


def _rank(name: str, wanted: str) -> int:
    if not wanted or name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if wanted in name else 3


def _word(book: Lawbook, vocabulary: str, entry: Entry) -> Word:
    tree = book.trees[vocabulary]
    above = [i for i in tree.above(entry.id) if i in tree.terms] if entry.id in tree.parent else []
    within = tuple(tree.terms[i].name for i in reversed(above))
    return Word(entry.id, entry.name, entry.codes if isinstance(entry, Term) else {}, within)

"""Faults before they have a position, and what several checks ask: is it known, does it stand twice, does it lie inside itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from shidian.law.load.nodes import Loaded, Path
from shidian.law.names import Names
from shidian.law.near import did_you_mean
from shidian.law.records.instrument import Instrument
from shidian.law.records.names import IndustryCodes, PlaceNames, SpokenNames, Vocabulary
from shidian.law.records.procedure import Procedure
from shidian.law.records.question import Question


class FoundFault(NamedTuple):
    """A fault before it is given a position."""

    code: str
    file: Loaded
    path: Path
    message: str
    hint: str | None = None


def own_id(record: Any) -> tuple[str, str] | None:
    """The key and value of the id that names a whole file."""
    keys: tuple[tuple[type, str], ...] = (
        (Vocabulary, "vocabulary"),
        (Question, "question"),
        (Instrument, "instrument"),
        (Procedure, "procedure"),
    )
    for kind, key in (*keys, (SpokenNames, "names_of"), (IndustryCodes, "classification"), (PlaceNames, "places")):
        if isinstance(record, kind):
            return key, getattr(record, key)
    return None


def repeated_over(loaded: Iterable[tuple[Loaded, Any]], lists: dict[str, str]) -> Iterator[FoundFault]:
    """A fault for each id that stands in the lists of several files; `lists` gives the key of the id for each list."""
    seen: dict[tuple[str, str], str] = {}
    for item, record in loaded:
        for key, id_key in lists.items():
            for i, entry in enumerate(getattr(record, key)):
                id = getattr(entry, id_key)
                first = seen.setdefault((key, id), item.name)
                if first != item.name:
                    yield FoundFault("duplicate-id", item, (key, i, id_key), f"`{id}` is already in {first}")


def repeated(item: Loaded, path: Path, key: str, records: Iterable[Any]) -> Iterator[FoundFault]:
    """A fault for each record of a list whose id stood before."""
    seen: set[str] = set()
    for i, record in enumerate(records):
        id = getattr(record, key)
        if id in seen:
            yield FoundFault("duplicate-id", item, (*path, i, key), f"duplicate id `{id}`")
        seen.add(id)


def in_cycle(id: str, above: dict[str, tuple[str, ...]]) -> bool:
    """Whether following `above` from `id` comes back to `id`."""
    stack, seen = list(above.get(id, ())), set()
    while stack:
        node = stack.pop()
        if node == id:
            return True
        if node not in seen:
            seen.add(node)
            stack.extend(above.get(node, ()))
    return False


def refer(item: Loaded, path: Path, id: str, known: Iterable[str], what: str, names: Names | None = None) -> Iterator[FoundFault]:
    """A fault when `id` is not known. `names` are those of the vocabulary it is an entry of: a name or code of an entry leads to its id."""
    if id not in known:
        named = names.find(id) if names is not None else []
        hint = f"`{id}` is a name of " + " and of ".join(f"`{n}`" for n in named) + "; write the id" if named else did_you_mean(id, known)
        yield FoundFault("unknown-reference", item, path, f"there is no {what} `{id}`", hint)


def in_order(item: Loaded, path: Path, days: list[tuple[str, dt.date | None]]) -> Iterator[FoundFault]:
    """A fault when a later step of a document's life is dated before an earlier one."""
    given = [(name, day) for name, day in days if day is not None]
    for (first, a), (second, b) in pairwise(given):
        if b < a:
            yield FoundFault("bad-interval", item, (*path, second), f"`{second}` ({b}) lies before `{first}` ({a})")

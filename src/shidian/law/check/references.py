"""One walk over all records: every id that a field names exists.

Which field names what is said by the record classes (`id_of` in their types). What a rule's scope tests, the values of its slots and the
like depend on more than the field; their checks stand with the instruments and questions.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from shidian.law.check.found import FoundFault, refer
from shidian.law.check.known import Kinds, Surroundings, everywhere
from shidian.law.load.binding import fields_of
from shidian.law.load.nodes import Loaded, Path


def check_references(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """A fault for each id of a marked field that does not exist."""
    found = [item.record for item in loaded]
    kinds, places = everywhere(found), Surroundings(found)
    for item in loaded:
        yield from _record(item, item.record, (), kinds, places)


def _record(item: Loaded, record: Any, path: Path, kinds: Kinds, places: Surroundings) -> Iterator[FoundFault]:
    inner = places.inside(record)
    kinds = {**kinds, **inner} if inner else kinds
    for name, key, want in _fields(record.__class__):
        value = getattr(record, name)
        if value is not None and value != ():
            yield from _walk(item, value, want, (*path, key), kinds, places)


def _walk(item: Loaded, value: Any, want: Any, path: Path, kinds: Kinds, places: Surroundings) -> Iterator[FoundFault]:
    """The references in one value of type `want`."""
    kind = None
    while typing.get_origin(want) is typing.Annotated:
        kind = kind or marked(want)
        want = typing.get_args(want)[0]
    if isinstance(value, str):
        if kind is None and _is_union(want):
            kind = next((k for o in typing.get_args(want) if (k := marked(o))), None)
        if kind in kinds:
            assert kind is not None
            known = kinds[kind]
            yield from refer(item, path, value, known.ids, known.what, known.names)
    elif isinstance(value, msgspec.Struct):
        yield from _record(item, value, path, kinds, places)
    elif isinstance(value, tuple):
        inner = _part(want, tuple)[0]
        for i, one in enumerate(value):
            yield from _walk(item, one, inner, (*path, i), kinds, places)
    elif isinstance(value, dict):
        key_type, inner = _part(want, dict)
        for key, one in value.items():
            yield from _walk(item, key, key_type, (*path, key), kinds, places)
            yield from _walk(item, one, inner, (*path, key), kinds, places)


def _part(want: Any, origin: type) -> tuple[Any, ...]:
    """The arguments of a list or mapping type, or of the one in a union."""
    options = typing.get_args(want) if _is_union(want) else (want,)
    for option in options:
        while typing.get_origin(option) is typing.Annotated:
            option = typing.get_args(option)[0]
        if typing.get_origin(option) is origin:
            return typing.get_args(option)
        if _is_union(option):
            return _part(option, origin)
    raise TypeError(f"{want} holds no {origin.__name__}")


def _is_union(want: Any) -> bool:
    return typing.get_origin(want) in (typing.Union, types.UnionType)


def marked(want: Any) -> str | None:
    """The kind of thing that a text of this type names; None when it names nothing."""
    if typing.get_origin(want) is not typing.Annotated:
        return None
    bare, *extras = typing.get_args(want)
    kinds = [m.extra["id of"] for m in extras if isinstance(m, msgspec.Meta) and m.extra and "id of" in m.extra]
    return str(kinds[-1]) if kinds else marked(bare)


@cache
def _fields(record: type[msgspec.Struct]) -> tuple[tuple[str, str, Any], ...]:
    """Name, key and type of the fields in which an id is named at some depth."""
    return tuple((f.name, f.key, f.type) for f in fields_of(record).values() if _names(f.type, frozenset()))


def _names(want: Any, seen: frozenset[type]) -> bool:
    """Whether a value of this type names an id anywhere within it."""
    if marked(want):
        return True
    if isinstance(want, type) and issubclass(want, msgspec.Struct):
        return want not in seen and any(_names(f.type, seen | {want}) for f in fields_of(want).values())
    return any(_names(part, seen) for part in typing.get_args(want) if part is not Ellipsis and not isinstance(part, str | msgspec.Meta))

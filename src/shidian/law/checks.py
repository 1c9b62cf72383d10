"""What a record cannot say of itself: references, cycles, duplicate ids, dates, languages.

Each check is a generator of :class:`Found`; :func:`check` runs all of them and gives each fault its line and column.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from shidian.errors import Fault
from shidian.law.binding import near
from shidian.law.case_records import WorkedCases
from shidian.law.files import Loaded
from shidian.law.instrument_records import Instrument
from shidian.law.names import fold, names_of
from shidian.law.nodes import Path
from shidian.law.numbers import differing
from shidian.law.records import Label, Question, Sources, Vocabulary


class Found(NamedTuple):
    """A fault before it is given a position."""

    code: str
    file: Loaded
    path: Path
    message: str
    hint: str | None = None


def check(loaded: list[Loaded], *, references: bool) -> list[Fault]:
    """All faults over `loaded`. With `references` false (some file could not be read) references are not
    reported, so that one broken file does not raise a cloud of false alarms."""
    from shidian.law.check_evidence import check_evidence, check_programme
    from shidian.law.check_instruments import check_instruments
    from shidian.law.check_questions import check_cases, check_questions

    found: list[Found] = []
    for item in loaded:
        found.extend(_labels(item, item.record, ()))
        found.extend(_file_name(item))
    found.extend(_unique(loaded))
    for item in loaded:
        if isinstance(item.record, Vocabulary):
            found.extend(_vocabulary(item, item.record))
    for group in (check_questions, check_instruments, check_cases, check_evidence, check_programme):
        found.extend(group(loaded))
    return [_placed(f) for f in found if references or f.code != "unknown-reference"]


def _placed(found: Found) -> Fault:
    from shidian.law.reading import dotted

    node = found.file.node.at(found.path)
    return Fault(found.code, found.file.name, node.line, node.column, dotted(found.path), found.message, found.hint)


NAMES = {"title", "name", "publisher", "number"}
"""Names carry over as they are: "Dalian and eight other cities", 大连等9个城市."""

_CJK = re.compile(r"[\u3400-\u9fff]")


def _labels(item: Loaded, value: Any, path: Path) -> Iterator[Found]:
    """Every label has words of its language."""
    if isinstance(value, Label):
        if not _CJK.search(value.zh) and not value.zh.isascii():
            yield Found("label-language", item, (*path, "zh"), "the Chinese text has no Chinese character")
        if _CJK.search(value.en) and len(_CJK.findall(value.en)) > len(value.en) / 3:
            yield Found("label-language", item, (*path, "en"), "the English text is Chinese")
        if value.zh.isascii() and len(value.zh.split()) > 2:
            yield Found("label-language", item, (*path, "zh"), "the Chinese text has no Chinese character")
        if not path or path[-1] not in NAMES:
            english, chinese = differing(value)
            if english or chinese:
                only = [
                    f"only in {lang}: " + ", ".join(f"{n:f}" for n in sorted(numbers))
                    for lang, numbers in (("English", english), ("Chinese", chinese))
                    if numbers
                ]
                yield Found(
                    "numbers-differ",
                    item,
                    path,
                    "the two languages differ in their numbers; " + "; ".join(only),
                    "write the same numbers and days in both, in digits",
                )
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from _labels(item, getattr(value, field.name), (*path, field.encode_name))
    elif isinstance(value, tuple):
        for i, part in enumerate(value):
            yield from _labels(item, part, (*path, i))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _labels(item, part, (*path, key))


def own_id(record: Any) -> tuple[str, str] | None:
    """The key and value of the id that names a whole file."""
    for kind, key in ((Vocabulary, "vocabulary"), (Question, "question"), (Instrument, "instrument")):
        if isinstance(record, kind):
            return key, getattr(record, key)
    return None


def _file_name(item: Loaded) -> Iterator[Found]:
    named = own_id(item.record)
    stem = item.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if named and named[1] != stem:
        yield Found(
            "misnamed-file", item, (named[0],), f"`{named[1]}` stands in a file named `{stem}`", f"rename the file to `{named[1]}.yaml`"
        )


def _unique(loaded: list[Loaded]) -> Iterator[Found]:
    """No id stands twice where it must be the only one."""
    files: dict[tuple[str, str], str] = {}
    sources: dict[str, str] = {}
    for item in loaded:
        named = own_id(item.record)
        if named:
            if named in files:
                yield Found("duplicate-id", item, (named[0],), f"`{named[1]}` is already in {files[named]}")
            files[named] = item.name
        if isinstance(item.record, Sources):
            for i, source in enumerate(item.record.sources):
                if source.id in sources:
                    yield Found("duplicate-id", item, ("sources", i, "id"), f"`{source.id}` is already in {sources[source.id]}")
                sources[source.id] = item.name
        if isinstance(item.record, WorkedCases):
            yield from repeated(item, ("cases",), "case", item.record.cases)


def repeated_over(loaded: Iterable[tuple[Loaded, Any]], lists: dict[str, str]) -> Iterator[Found]:
    """A fault for each id that stands in the lists of several files; `lists` gives the key of the id for each list."""
    seen: dict[tuple[str, str], str] = {}
    for item, record in loaded:
        for key, id_key in lists.items():
            for i, entry in enumerate(getattr(record, key)):
                id = getattr(entry, id_key)
                first = seen.setdefault((key, id), item.name)
                if first != item.name:
                    yield Found("duplicate-id", item, (key, i, id_key), f"`{id}` is already in {first}")


def repeated(item: Loaded, path: Path, key: str, records: Iterable[Any]) -> Iterator[Found]:
    """A fault for each record of a list whose id stood before."""
    seen: set[str] = set()
    for i, record in enumerate(records):
        id = getattr(record, key)
        if id in seen:
            yield Found("duplicate-id", item, (*path, i, key), f"`{id}` stands twice")
        seen.add(id)


def _vocabulary(item: Loaded, book: Vocabulary) -> Iterator[Found]:
    entries = [("terms", i, t) for i, t in enumerate(book.terms)]
    ids: dict[str, Any] = {}
    named: dict[str, str] = {}
    lists: list[tuple[str, int, Any]] = [
        *entries,
        *(("zones", i, z) for i, z in enumerate(book.zones)),
        *(("groups", i, g) for i, g in enumerate(book.groups)),
    ]
    for part, i, entry in lists:
        if entry.id in ids:
            yield Found("duplicate-id", item, (part, i, "id"), f"`{entry.id}` stands twice")
        ids[entry.id] = entry
        for name in {fold(n) for n in names_of(entry)}:
            if named.setdefault(name, entry.id) != entry.id:
                yield Found(
                    "name-clash", item, (part, i), f"`{entry.id}` and `{named[name]}` share the name `{name}`", "a name must mean one thing"
                )
    terms = {t.id for t in book.terms}
    zones = {z.id for z in book.zones}
    for i, term in enumerate(book.terms):
        if term.parent is not None:
            yield from refer(item, ("terms", i, "parent"), term.parent, terms, "term")
    for i, zone in enumerate(book.zones):
        for j, unit in enumerate(zone.touches):
            yield from refer(item, ("zones", i, "touches", j), unit, terms, "term")
        for j, around in enumerate(zone.within):
            yield from refer(item, ("zones", i, "within", j), around, zones, "zone")
    for i, group in enumerate(book.groups):
        for j, member in enumerate(group.members):
            yield from refer(item, ("groups", i, "members", j), member, ids, "entry")
    above: dict[str, tuple[str, ...]] = {t.id: (t.parent,) if t.parent else () for t in book.terms}
    above |= {z.id: z.within for z in book.zones} | {g.id: g.members for g in book.groups}
    for part, i, entry in lists:
        if in_cycle(entry.id, above):
            yield Found("cycle", item, (part, i), f"`{entry.id}` lies inside itself")


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


def refer(item: Loaded, path: Path, id: str, known: Iterable[str], what: str) -> Iterator[Found]:
    """A fault when `id` is not known."""
    if id not in known:
        yield Found("unknown-reference", item, path, f"there is no {what} `{id}`", near(id, known))


def in_order(item: Loaded, path: Path, days: list[tuple[str, dt.date | None]]) -> Iterator[Found]:
    """A fault when a later step of a document's life is dated before an earlier one."""
    given = [(name, day) for name, day in days if day is not None]
    for (first, a), (second, b) in pairwise(given):
        if b < a:
            yield Found("bad-interval", item, (*path, second), f"`{second}` ({b}) lies before `{first}` ({a})")

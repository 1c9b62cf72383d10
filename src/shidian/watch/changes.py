"""A portfolio under another lawbook or on another day: the rows that changed, with the rules responsible; the other rows are not decided again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from msgspec.structs import replace

from shidian.catalogue.told_by_id import rule_told
from shidian.compiled import CompiledLaw
from shidian.law.records.base import Label
from shidian.screening.batches import screen_table
from shidian.watch.affected import Differing, Mask, Moment, differing, touched
from shidian.watch.portfolio import ANSWERED, Portfolio, code_now, scales_of

KINDS: dict[str, tuple[str, ...]] = {
    "answer": ("outcome", "because"),
    "announced": ("announced_outcome", "announced_because"),
    "ceiling": ("ceiling", "ceiling_exclusive", "announced_ceiling", "announced_ceiling_exclusive"),
    "conditions": ("conditions",),
    "duties": ("duties", "possible_duties"),
    "confidence": ("confidence",),
    "error": ("error_code",),
}
"""What can change, and the columns of an answer that say it."""
KIND_OF = {column: kind for kind, columns in KINDS.items() for column in columns}
WATCHED = tuple(KIND_OF)
COMING_DAYS = 90
MOST_KEYS = 2**62
"""Up to here numbers of groups are not counted anew."""


class RuleChanged(Struct, frozen=True):
    """A rule responsible: what it says, and whether it is `new`, `gone`, `changed` in its words, or stands otherwise on the `day`."""

    rule: str
    how: str
    says: Label


class RowsChanged(Struct, frozen=True):
    """Rows with one change: the rows (from 1, in the order of the table), what they are called, what changed, the answers before and after, and the rules
    responsible. `day` is the day of the change, where it is one that is coming."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    what: tuple[str, ...]
    before: dict[str, str | float | bool | None]
    after: dict[str, str | float | bool | None]
    rules: tuple[RuleChanged, ...]
    day: dt.date | None = None


class Changes(Struct, frozen=True):
    """What a run found. `decided` rows were decided again, of `rows`; `why_all` says why it was every row, where it was."""

    portfolio: str
    question: str
    rows: int
    decided: int
    since_day: dt.date
    day: dt.date
    since_lawbook: str
    lawbook: str
    changes: tuple[RowsChanged, ...]
    coming: tuple[RowsChanged, ...]
    why_all: str | None = None

    @property
    def changed(self) -> int:
        """How many rows changed."""
        return sum(len(c.rows) for c in self.changes)


def answers_of(law: CompiledLaw, portfolio: Portfolio, table: pa.Table, day: dt.date, part_of: pa.Table | None = None) -> pa.Table:
    """The watched columns of the answers to the rows of a table, or of some that are `part_of` another, on a day where a row names none."""
    screened = screen_table(
        law,
        portfolio.question,
        table,
        columns=portfolio.columns,
        facts=dict(portfolio.facts),
        default_day=day,
        scales=scales_of(portfolio),
        values={(fact, word): meant for fact, word, meant in portfolio.values},
        part_of=part_of,
    )
    found = screened.table(WATCHED)
    return pa.table({ANSWERED + n: _whole(found.column(n)) for n in WATCHED})


def with_answers(table: pa.Table, answers: pa.Table) -> pa.Table:
    """The rows of a table beside their answers."""
    for name in answers.column_names:
        table = table.append_column(name, answers.column(name))
    return table


def run(
    portfolio: Portfolio, rows: pa.Table, old_law: CompiledLaw | None, law: CompiledLaw, day: dt.date, days_ahead: int = COMING_DAYS
) -> tuple[Changes, Portfolio, pa.Table]:
    """Compare the last answers of a portfolio with those of another lawbook or day. Gives what changed, and the portfolio and its rows as they now
    are. `old_law` is the lawbook of the last answers, None where it is not known any more."""
    table = rows.select([n for n in rows.column_names if not n.startswith(ANSWERED)])
    before = rows.select([n for n in rows.column_names if n.removeprefix(ANSWERED) in WATCHED and n not in table.column_names])
    if old_law is None or portfolio.code != code_now() or before.num_columns < len(WATCHED):
        other = "the lawbook of the last run was not kept", "this version of the program is another than that of the last run"
        found, masks = Differing((), frozenset(), other[old_law is not None]), []
        affected = np.arange(table.num_rows)
    else:
        moments = (Moment(old_law, portfolio.day), Moment(law, day))
        found = differing(*moments, portfolio.question)
        masks = touched(moments, portfolio.question, found, table, portfolio.columns, portfolio.facts)
        affected = np.arange(table.num_rows) if found.all_rows else _any(masks, table.num_rows)
    after, changed = _decided(law, portfolio, table, before, affected, day, found.reworded)
    for name in set(after.column_names) - set(before.column_names):
        before = before.append_column(name, after.column(name))
    changes = _grouped(law, old_law, portfolio, table, before.select(after.column_names), after, changed, found, masks)
    coming = tuple(coming_up(portfolio, table, after, law, day, days_ahead)) if days_ahead else ()
    told = Changes(
        portfolio.name,
        portfolio.question,
        table.num_rows,
        len(affected),
        portfolio.day,
        day,
        portfolio.lawbook,
        law.digest,
        changes,
        coming,
        found.all_rows,
    )
    return told, replace(portfolio, lawbook=law.digest, day=day, code=code_now()), with_answers(table, after)


def coming_up(
    portfolio: Portfolio, table: pa.Table, now: pa.Table, law: CompiledLaw, day: dt.date, days_ahead: int
) -> Iterable[RowsChanged]:
    """What is known to change within some days, nearest first: each day on which a rule begins or ends, with the rows whose answer then differs from
    that of the day before."""
    until = day + dt.timedelta(days=days_ahead)
    before, last = now, day
    for turn in (d for d in law.diagram(portfolio.question).days.starts if day < d <= until):
        moments = (Moment(law, last), Moment(law, turn))
        found = differing(*moments, portfolio.question)
        masks = touched(moments, portfolio.question, found, table, portfolio.columns, portfolio.facts)
        affected = _any(masks, table.num_rows)
        after, changed = _decided(law, portfolio, table, before, affected, turn, {})
        yield from (replace(c, day=turn) for c in _grouped(law, law, portfolio, table, before, after, changed, found, masks))
        before, last = after, turn


def _any(masks: Sequence[Mask], count: int) -> npt.NDArray[np.int64]:
    """The rows that some rule touches."""
    together = np.zeros(count, dtype=np.bool_)
    for mask in masks:
        together |= mask
    return np.flatnonzero(together)


def _decided(
    law: CompiledLaw,
    portfolio: Portfolio,
    table: pa.Table,
    before: pa.Table,
    affected: npt.NDArray[np.int64],
    day: dt.date,
    reworded: Mapping[str, frozenset[str]],
) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The answers after some rows were decided again, and the rows whose answer differs, or names a rule that sets other words now. A column that was not
    answered before differs nowhere."""
    if not len(affected):
        return before, affected
    every = len(affected) == table.num_rows
    fresh = answers_of(law, portfolio, table if every else table.take(pa.array(affected)), day, part_of=table)
    differs = np.zeros(len(affected), dtype=np.bool_)
    after = {}
    for name in fresh.column_names:
        after[name] = fresh.column(name)
        if name not in before.column_names:
            continue
        (old, new), values = _alike(before.column(name), after[name])
        differs |= old[affected] != new
        if said := reworded.get(KIND_OF[name.removeprefix(ANSWERED)]):
            differs |= np.array([*(not said.isdisjoint(str(v).split()) for v in values.to_pylist()), False])[new]
        if not every:
            old[affected] = new
            after[name] = _worded(old, values)
    return pa.table(after), affected[differs]


def _alike(*columns: pa.ChunkedArray) -> tuple[list[npt.NDArray[np.int64]], pa.Array]:
    """Columns as numbers of the same values (-1: none), and the values."""
    numbers: dict[Any, int] = {}
    out = []
    for column in columns:
        whole = column.combine_chunks()
        coded = whole if pa.types.is_dictionary(whole.type) else pc.dictionary_encode(whole)
        places = np.array([*(numbers.setdefault(v, len(numbers)) for v in coded.dictionary.to_pylist()), -1], dtype=np.int64)
        out.append(places[np.asarray(pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64)])
    kind = columns[0].type
    return out, pa.array(list(numbers), kind.value_type if pa.types.is_dictionary(kind) else kind)


def _worded(codes: npt.NDArray[np.int64], values: pa.Array) -> pa.Array:
    """A column of numbers of values, as it is kept: words by their number, all else plain."""
    found = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32(), mask=codes < 0), values)
    return found if pa.types.is_string(values.type) else found.dictionary_decode()


def _grouped(
    law: CompiledLaw,
    old_law: CompiledLaw | None,
    portfolio: Portfolio,
    table: pa.Table,
    before: pa.Table,
    after: pa.Table,
    changed: npt.NDArray[np.int64],
    found: Differing,
    masks: Sequence[Mask],
) -> tuple[RowsChanged, ...]:
    """The changed rows by what changed and by the rules that bear on them."""
    if not len(changed):
        return ()
    at = pa.array(changed)
    old, new = before.take(at), after.take(at)
    bits = np.stack([m[changed] for m in masks]) if masks else np.zeros((0, len(changed)), dtype=np.bool_)
    key, size = np.zeros(len(changed), dtype=np.int64), 1
    coded = (_alike(t.column(n))[0][0] + 1 for t in (old, new) for n in t.column_names)
    for codes in (*coded, *np.packbits(bits, axis=0).astype(np.int64)):
        if size * (many := int(codes.max()) + 1) > MOST_KEYS:
            (key,), seen = _alike(pa.chunked_array([pa.array(key)]))
            size = len(seen)
        key, size = key * many + codes, size * many
    order = np.argsort(key, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(key[order])) + 1)
    firsts = pa.array([int(members[0]) for members in groups])
    names = np.array(_names(portfolio, table.take(at)), dtype=object)
    responsible: dict[bytes, tuple[RuleChanged, ...]] = {}
    out = []
    for members, was, now in zip(groups, _answers(old.take(firsts)), _answers(new.take(firsts)), strict=True):
        bears = bits[:, members[0]]
        rules = responsible.get(bears.tobytes())
        if rules is None:
            rules = responsible[bears.tobytes()] = _responsible(law, old_law, found, bears)
        said = {c: found.reworded.get(k, frozenset()).intersection(str(now[c]).split()) for c, k in KIND_OF.items()}
        what = tuple(k for k, columns in KINDS.items() if any(was[c] != now[c] or said[c] for c in columns))
        shown = {c for k in what for c in KINDS[k]} | {"outcome", "announced_outcome"}
        out.append(
            RowsChanged(
                tuple((changed[members] + 1).tolist()),
                tuple(names[members]),
                what,
                {c: was[c] for c in WATCHED if c in shown},
                {c: now[c] for c in WATCHED if c in shown},
                rules,
            )
        )
    return tuple(sorted(out, key=lambda c: c.rows))


def _responsible(law: CompiledLaw, old_law: CompiledLaw | None, found: Differing, bits: npt.NDArray[np.bool_]) -> tuple[RuleChanged, ...]:
    out: dict[str, RuleChanged] = {}
    for (a, b), bears in zip(found.rules, bits, strict=True):
        either = b if b is not None else a
        if not bears or either is None:
            continue
        how = "new" if a is None else "gone" if b is None else "day" if either.id in found.day_only else "changed"
        source = law if b is not None or old_law is None else old_law
        out[either.written] = RuleChanged(either.written, how, rule_told(source.lawbook, either.written)[0])
    return tuple(out.values())


def _answers(table: pa.Table) -> list[dict[str, str | float | bool | None]]:
    """The rows of a table of answers."""
    return [{n.removeprefix(ANSWERED): v for n, v in row.items()} for row in table.to_pylist()]


def _names(portfolio: Portfolio, table: pa.Table) -> list[str]:
    """What a person calls each row: its cells in the columns that name it."""
    named = [table.column(c).to_pylist() for c in portfolio.label if c in table.column_names]
    return [" · ".join(str(c) for c in row if c is not None) for row in zip(*named, strict=True)] or [""] * table.num_rows


def _whole(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column in one piece, of words by their numbers."""
    whole = column.unify_dictionaries().combine_chunks()
    if not pa.types.is_dictionary(whole.type):
        return column
    return pa.chunked_array([pa.DictionaryArray.from_arrays(pc.cast(whole.indices, pa.int32()), whole.dictionary)])

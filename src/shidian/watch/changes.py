"""A portfolio under another lawbook or on another day: the rows that changed, with the rules responsible; the other rows are not decided again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from msgspec.structs import replace

from shidian.compiled import CompiledLaw
from shidian.law.records.base import Label
from shidian.screening.batches import screen_table
from shidian.watch.affected import Differing, Mask, Moment, differing, touched
from shidian.watch.portfolio import ANSWERED, Portfolio, code_now, scales_of, values_of

KINDS: dict[str, tuple[str, ...]] = {
    "answer": ("outcome", "because"),
    "announced": ("announced_outcome", "announced_because"),
    "ceiling": ("ceiling", "ceiling_exclusive", "announced_ceiling", "announced_ceiling_exclusive"),
    "duties": ("duties", "possible_duties"),
    "confidence": ("confidence",),
    "error": ("error_code",),
}
"""What can change, and the columns of an answer that say it."""
WATCHED = tuple(c for columns in KINDS.values() for c in columns)
COMING_DAYS = 90


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


def answers_of(law: CompiledLaw, portfolio: Portfolio, table: pa.Table, day: dt.date) -> pa.Table:
    """The watched columns of the answers to the rows of a table, on a day where a row names none."""
    screened = screen_table(
        law,
        portfolio.question,
        table,
        columns=portfolio.columns,
        facts=dict(portfolio.facts),
        default_day=day,
        scales=scales_of(portfolio),
        values=values_of(portfolio),
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
    before = rows.select([ANSWERED + n for n in WATCHED])
    if old_law is None or portfolio.code != code_now():
        why = (
            "the lawbook of the last run was not kept"
            if old_law is None
            else "this version of the program is another than that of the last run"
        )
        found, masks = Differing((), frozenset(), why), []
        affected = np.arange(table.num_rows)
    else:
        moments = (Moment(old_law, portfolio.day), Moment(law, day))
        found = differing(*moments, portfolio.question)
        masks = touched(moments, portfolio.question, found, table, portfolio.columns, portfolio.facts)
        affected = np.arange(table.num_rows) if found.all_rows else _any(masks, table.num_rows)
    after, changed = _decided(law, portfolio, table, before, affected, day)
    changes = _grouped(law, old_law, portfolio, table, before, after, changed, found, masks)
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
        after, changed = _decided(law, portfolio, table, before, affected, turn)
        yield from (replace(c, day=turn) for c in _grouped(law, law, portfolio, table, before, after, changed, found, masks))
        before, last = after, turn


def _any(masks: Sequence[Mask], count: int) -> npt.NDArray[np.int64]:
    """The rows that some rule touches."""
    together = np.zeros(count, dtype=np.bool_)
    for mask in masks:
        together |= mask
    return np.flatnonzero(together)


def _decided(
    law: CompiledLaw, portfolio: Portfolio, table: pa.Table, before: pa.Table, affected: npt.NDArray[np.int64], day: dt.date
) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The answers after some rows were decided again, and the rows whose answer differs."""
    if not len(affected):
        return before, affected
    at = pa.array(affected)
    fresh = answers_of(law, portfolio, table.take(at), day)
    old = before.take(at)
    differs = np.zeros(len(affected), dtype=np.bool_)
    for name in fresh.column_names:
        a, b = old.column(name).combine_chunks(), fresh.column(name).combine_chunks()
        same = pc.or_(pc.fill_null(pc.equal(a, b), False), pc.and_(pc.is_null(a), pc.is_null(b)))
        differs |= ~np.asarray(same.to_numpy(zero_copy_only=False), dtype=np.bool_)
    if not differs.any():
        return before, affected[:0]
    place = np.arange(table.num_rows)
    place[affected] = table.num_rows + np.arange(len(affected))
    after = pa.concat_tables([before, fresh]).take(pa.array(place)).combine_chunks()
    return after, affected[differs]


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
    key = np.zeros(len(changed), dtype=np.int64)
    for codes in (*(_codes(t.column(n)) for t in (old, new) for n in t.column_names), *_packed(bits)):
        _, key = np.unique(key * (int(codes.max()) + 1) + codes, return_inverse=True)
    groups: dict[int, list[int]] = {}
    for i, group in enumerate(key.tolist()):
        groups.setdefault(group, []).append(i)
    names = _names(portfolio, table.take(at))
    out = []
    for members in groups.values():
        first = members[0]
        was, now = _answer(old, first), _answer(new, first)
        what = tuple(k for k, columns in KINDS.items() if any(was[c] != now[c] for c in columns))
        shown = {c for k in what for c in KINDS[k]} | {"outcome", "announced_outcome"}
        out.append(
            RowsChanged(
                tuple(int(changed[i]) + 1 for i in members),
                tuple(names[i] for i in members),
                what,
                {c: was[c] for c in WATCHED if c in shown},
                {c: now[c] for c in WATCHED if c in shown},
                _responsible(law, old_law, found, bits[:, first]),
            )
        )
    return tuple(sorted(out, key=lambda c: c.rows))


def _codes(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    found = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode")
    return np.asarray(found.indices.to_numpy(zero_copy_only=False), dtype=np.int64)


def _packed(bits: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.int64]]:
    """Which rules bear on each row, as numbers."""
    return [part.astype(np.int64) for part in np.packbits(bits, axis=0)] if len(bits) else []


def _responsible(law: CompiledLaw, old_law: CompiledLaw | None, found: Differing, bits: npt.NDArray[np.bool_]) -> tuple[RuleChanged, ...]:
    out: dict[str, RuleChanged] = {}
    for (a, b), bears in zip(found.rules, bits, strict=True):
        either = b if b is not None else a
        if not bears or either is None:
            continue
        how = "new" if a is None else "gone" if b is None else "day" if either.id in found.day_only else "changed"
        source = law if b is not None else old_law
        out[either.written] = RuleChanged(either.written, how, _says(source, either.written))
    return tuple(out.values())


def _says(law: CompiledLaw | None, id: str) -> Label:
    if law is not None and id in law.lawbook.rules:
        _, provision, rule = law.lawbook.rules[id]
        return rule.summary or provision.summary
    if law is not None and id in law.lawbook.gaps:
        return law.lawbook.gaps[id][2].reason
    return Label(id, id)


def _answer(table: pa.Table, row: int) -> dict[str, str | float | bool | None]:
    return {n: table.column(ANSWERED + n)[row].as_py() for n in WATCHED}


def _names(portfolio: Portfolio, table: pa.Table) -> list[str]:
    """What a person calls each row: its cells in the columns that name it."""
    columns = [table.column(c).to_pylist() for c in portfolio.label if c in table.column_names]
    return (
        [" · ".join(str(c) for c in cells if c is not None) for cells in zip(*columns, strict=True)] if columns else [""] * table.num_rows
    )


def _whole(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of words as texts: the words of two runs have other numbers."""
    return pc.cast(column, pa.string()) if pa.types.is_dictionary(column.type) else column

"""Which rules stand otherwise than before, and which rows they can bear on: all other rows need no new decision.

An answer depends on the rules whose scope does not leave the case out, and on nothing else of the law. So a row can only have changed if some
rule that differs (in its words, or in whether it stands on the day) has a scope that does not leave the row out, before or after. A rule that does not stand on the day of a row
leaves it out as well. Where that cannot be said fact by fact, the row counts as touched: more rows than needed may be decided again, never fewer. Where a vocabulary, the question or
the program itself differs, every row is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from shidian.answer.facts import read_case
from shidian.compiled import CompiledLaw
from shidian.engine.case import Case
from shidian.engine.conditions import Between, InPlace, Test
from shidian.engine.rule import Rule, written
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import READINGS
from shidian.errors import CaseError
from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Rule as RuleRecord

MOST_VALUES = 20_000
"""Distinct values of a column that are looked at one by one; a fact with more is not used to leave rows out."""
SAID: dict[str, Callable[[RuleRecord], Any]] = {
    "conditions": lambda rule: (rule.conditions, [x for x in rule.effect.items() if x[1] in ("yes", "no")]),
    "duties": lambda rule: (rule.duty, rule.duties),
}
"""What a rule sets that an answer says by naming the rule."""
Mask = npt.NDArray[np.bool_]


class Moment(Struct, frozen=True):
    """A lawbook on a day: what an answer is an answer of."""

    law: CompiledLaw
    day: dt.date


class Differing(Struct, frozen=True):
    """The rules that differ between two moments, as they were and as they are (None: there was or is none). `all_rows` says why every row has to be
    decided again, None where that is not so. `day_only` are rules that differ by the day alone: they cannot touch a row that names its own day. `reworded` are
    the rules that set other conditions or duties than before: an answer names the rule alone."""

    rules: tuple[tuple[Rule | None, Rule | None], ...]
    day_only: frozenset[str]
    all_rows: str | None = None
    reworded: Mapping[str, frozenset[str]] = {}


def differing(old: Moment, new: Moment, question: str) -> Differing:
    """What differs for a question between two moments."""
    reworded: dict[str, frozenset[str]] = {}
    if old.law is not new.law:
        before, after = old.law.lawbook, new.law.lawbook
        reworded = {kind: _reworded(before, after, said) for kind, said in SAID.items()}
        if before.questions.get(question) != after.questions.get(question):
            return Differing((), frozenset(), "the question differs", reworded)
        if before.content.vocabularies != after.content.vocabularies:
            return Differing((), frozenset(), "a vocabulary differs", reworded)
    first, second = old.law.rulebook(question), new.law.rulebook(question)
    was, now = {r.id: r for r in first.rules}, {r.id: r for r in second.rules}
    zones = _established(second, old.day, new.day)
    found: list[tuple[Rule | None, Rule | None]] = []
    day_only: set[str] = set()
    said = frozenset[str]().union(*reworded.values())
    other = {id for id in (*was, *now) if id not in was or id not in now or written(id) in said or not _same(was[id], now[id])}
    for id in dict.fromkeys([*was, *now]):
        a, b = was.get(id), now.get(id)
        if a is None or b is None or id in other or {a.outside, b.outside} & other:
            found.append((a, b))
        elif _stands(first, a, old.day) != _stands(second, b, new.day) or _turns(b, old.day, new.day, zones):
            found.append((a, b))
            day_only.add(id)
    return Differing(tuple(found), frozenset(day_only), None, reworded)


def touched(
    moments: tuple[Moment, Moment], question: str, found: Differing, rows: pa.Table, columns: Mapping[str, str], facts: Mapping[str, str]
) -> list[Mask]:
    """For each rule that differs, the rows that it can bear on. `columns` gives the column of each fact, `facts` are the same for all rows."""
    tests = _WatchedRows(moments, question, rows, columns, facts)
    undated = tests.undated()
    out = []
    for a, b in found.rules:
        mask = np.zeros(rows.num_rows, dtype=np.bool_)
        for rule in (a, b):
            if rule is not None:
                mask |= tests.within(rule) & tests.standing(rule)
        either = b if b is not None else a
        assert either is not None
        out.append(mask & undated if either.id in found.day_only else mask)
    return out


def _reworded(before: Lawbook, after: Lawbook, said: Callable[[RuleRecord], Any]) -> frozenset[str]:
    was, now = before.rules, after.rules
    return frozenset(id for id in was.keys() & now.keys() if said(was[id][2]) != said(now[id][2]))


def _same(a: Rule, b: Rule) -> bool:
    """Whether two rules say the same, whatever lawbook they are of."""
    if any(getattr(a, f) != getattr(b, f) for f in Rule.__struct_fields__ if f != "scope"):
        return False
    if len(a.scope.when) != len(b.scope.when) or len(a.scope.unless) != len(b.scope.unless):
        return False
    pairs = [*zip(a.scope.when, b.scope.when, strict=True)]
    for left, right in zip(a.scope.unless, b.scope.unless, strict=True):
        if len(left) != len(right):
            return False
        pairs += zip(left, right, strict=True)
    return all(_test(x) == _test(y) for x, y in pairs)


def _test(test: Test) -> tuple[Any, ...]:
    return (type(test).__name__, *(getattr(test, f) for f in test.__struct_fields__ if f != "tree"))


def _stands(rulebook: Rulebook, rule: Rule, day: dt.date) -> tuple[Any, ...]:
    """All of a rule that depends on the day, but for its scope."""
    validity = rule.validity
    return validity.of(day, "in_force", None), validity.of(day, "announced", None), rulebook.seen_on(rule.id, day, None)


def _turns(rule: Rule, old: dt.date, new: dt.date, zones: frozenset[str]) -> bool:
    """Whether the scope of a rule can turn between two days."""
    low, high = min(old, new), max(old, new)
    for test in rule.scope.all():
        if isinstance(test, Between) and any(edge is not None and low < edge <= high for edge in (test.start, test.before)):
            return True
        if isinstance(test, InPlace) and zones & set(test.zones):
            return True
    return False


def _established(rulebook: Rulebook, old: dt.date, new: dt.date) -> frozenset[str]:
    """The zones that were established between two days."""
    low, high = min(old, new), max(old, new)
    trees = rulebook.trees.values()
    return frozenset(z.id for t in trees for z in t.zones.values() if z.established is not None and low < z.established <= high)


class _WatchedRows:
    """The rows of a portfolio, fact by fact, as far as they can leave a rule out."""

    def __init__(
        self, moments: tuple[Moment, Moment], question: str, rows: pa.Table, columns: Mapping[str, str], facts: Mapping[str, str]
    ) -> None:
        self.moments = moments
        self.question = question
        self.rows = rows
        self.columns = columns
        self.facts = facts
        self.day = moments[1].law.rulebook(question).day
        self._read: dict[str, tuple[npt.NDArray[np.int64], list[Any]] | None] = {}

    def undated(self) -> Mask:
        """The rows that are asked of the day that it is."""
        if self.day in self.facts:
            return np.zeros(self.rows.num_rows, dtype=np.bool_)
        column = self.columns.get(self.day)
        if column is None:
            return np.ones(self.rows.num_rows, dtype=np.bool_)
        cells = self.rows.column(column)
        empty = pc.equal(pc.utf8_trim_whitespace(cells), "") if pa.types.is_string(cells.type) else pa.scalar(False)
        return np.asarray(pc.or_kleene(pc.is_null(cells), empty).combine_chunks().to_numpy(zero_copy_only=False), dtype=np.bool_)

    def standing(self, rule: Rule) -> Mask:
        """The rows on whose own day a rule stands, or perhaps, in some reading: on other days it is not looked at. Rows without a day of their own are among
        them."""
        if self._days is None:
            return np.ones(self.rows.num_rows, dtype=np.bool_)
        codes, days = self._days
        stands = (d is None or any(rule.validity.of(d, reading, None) is not False for reading in READINGS) for d in days)
        return np.fromiter(stands, np.bool_, len(days))[codes]

    @cached_property
    def _days(self) -> tuple[npt.NDArray[np.int64], list[dt.date | None]] | None:
        """The distinct days that rows are asked of (None: of the day that it is, or cannot be read), and the number of each row's; None where the rows
        have none, or too many."""
        column = self.columns.get(self.day)
        if self.day in self.facts or column is None:
            return None
        if (found := self._distinct(column)) is None:
            return None
        cases = [None if w is None or not str(w).strip() else self._whole(self.day, w) for w in found[1]]
        read = [None if c is None else c.values[self.day] for c in cases]
        return found[0], [d if isinstance(d, dt.date) else None for d in read]

    def _distinct(self, column: str) -> tuple[npt.NDArray[np.int64], list[Any]] | None:
        """The number of each row's word, and the distinct words; None where there are too many."""
        found = pc.dictionary_encode(self.rows.column(column).combine_chunks(), null_encoding="encode")
        if len(found.dictionary) > MOST_VALUES:
            return None
        return found.indices.to_numpy(zero_copy_only=False).astype(np.int64), found.dictionary.to_pylist()

    def within(self, rule: Rule) -> Mask:
        """The rows that the scope of a rule does not leave out."""
        mask = np.ones(self.rows.num_rows, dtype=np.bool_)
        for test in rule.scope.when:
            seen = self._values(test.fact)
            if seen is None:
                continue
            codes, cases = seen
            kept = np.fromiter((case is None or test.of(case) is not False for case in cases), np.bool_, len(cases))
            mask &= kept[codes]
        return mask

    def _values(self, fact: str) -> tuple[npt.NDArray[np.int64], list[Any]] | None:
        """The distinct values of a fact as cases that say nothing else (None: cannot be read, so it leaves nothing out), and the number of each
        row's value; None where the fact cannot be used."""
        if fact not in self._read:
            self._read[fact] = self._seen(fact)
        return self._read[fact]

    def _seen(self, fact: str) -> tuple[npt.NDArray[np.int64], list[Any]] | None:
        count = self.rows.num_rows
        law = self.moments[1].law
        declared = next((f for f in law.question(self.question).facts if f.fact == fact), None)
        if declared is None or fact == self.day or declared.domain == "number":
            return None
        if fact in self.facts:
            return np.zeros(count, dtype=np.int64), [self._case(fact, self.facts[fact])]
        column = self.columns.get(fact)
        if column is None or (found := self._distinct(column)) is None:
            return None
        return found[0], [self._case(fact, w) for w in found[1]]

    def _case(self, fact: str, word: Any) -> Any:
        """A case of which one fact is known, and the day is not."""
        case = None if word is None or not str(word).strip() else self._whole(fact, word)
        return None if case is None else case.with_value(self.day, None)

    def _whole(self, fact: str, word: Any) -> Case | None:
        """A case of which one fact is known, and the day; None where the word cannot be read."""
        law = self.moments[1].law
        try:
            return read_case(law.lawbook, law.question(self.question), {fact: word}, self.moments[1].day).case
        except CaseError:
            return None

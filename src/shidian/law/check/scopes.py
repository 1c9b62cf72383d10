"""Checks of where and when a rule holds: the tests of its scope, the intervals of its force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shidian.law.check.found import FoundFault, refer
from shidian.law.check.known import Existing, Kinds
from shidian.law.load.nodes import Loaded, Path
from shidian.law.names import Names
from shidian.law.records.instrument import Period, Range, Scope
from shidian.law.records.question import Fact, Question


def check_periods(item: Loaded, path: Path, periods: tuple[Period, ...]) -> Iterator[FoundFault]:
    """Intervals follow one another, and each ends after it begins."""
    last: Period | None = None
    for i, period in enumerate(periods):
        at: Path = (*path, "in_force", i)
        if period.until is not None and period.until <= period.from_:
            yield FoundFault("bad-interval", item, (*at, "until"), f"the interval ends ({period.until}) before it begins")
        yield from _latest_days(item, at, period)
        if last is not None and (last.until is None or period.from_ < (last.until_at_latest or last.until)):
            yield FoundFault("bad-interval", item, at, "this interval overlaps the one before it")
        last = period


def _latest_days(item: Loaded, at: Path, period: Period) -> Iterator[FoundFault]:
    """Bounds that are known only between two days."""
    sure, over = period.from_at_latest, period.until_at_latest
    if sure is not None and sure <= period.from_:
        yield FoundFault(
            "bad-interval", item, (*at, "from_at_latest"), f"the latest day ({sure}) must come after the earliest ({period.from_})"
        )
    if sure is not None and period.until is not None and period.until < sure:
        yield FoundFault("bad-interval", item, (*at, "until"), f"the interval may end ({period.until}) before it has surely begun ({sure})")
    if over is not None and (period.until is None or over <= period.until):
        yield FoundFault("bad-interval", item, (*at, "until_at_latest"), "the latest day must come after `until`, the earliest one")
    if over is not None and period.then == "unknown":
        yield FoundFault("bad-interval", item, (*at, "then"), "`until_at_latest` says when it is over: nothing is unknown after it")


def check_scope(item: Loaded, path: Path, scope: Scope, question: Question, vocabularies: Kinds) -> Iterator[FoundFault]:
    """Every test of a scope fits its fact and names what exists in the vocabularies."""
    facts = {f.fact: f for f in question.facts}
    for name, test in scope.items():
        if name in facts:
            yield from _test(item, (*path, name), test, facts[name], vocabularies)


def _test(item: Loaded, path: Path, test: Any, fact: Fact, vocabularies: Kinds) -> Iterator[FoundFault]:
    if isinstance(test, Range):
        numeric = any(v is not None for v in (test.at_least, test.above, test.at_most, test.below))
        dated = test.from_ is not None or test.before is not None
        listed = bool(test.any_of or test.all_of or test.none_of)
        if (numeric, dated, listed) != tuple(fact.domain == d for d in ("number", "date", "set")):
            yield FoundFault("bad-test", item, path, f"`{fact.fact}` is a {fact.domain}; this test does not fit it")
            return
        words = (*test.any_of, *test.all_of, *test.none_of)
    elif fact.domain in ("number", "date", "set"):
        yield FoundFault(
            "bad-test",
            item,
            path,
            f"`{fact.fact}` is a {fact.domain}; this test does not fit it",
            "write a mapping such as `{at_least: 50}`, `{from: 2025-01-01}` or `{any_of: […]}`",
        )
        return
    else:
        words = (test,) if isinstance(test, str) else test
    known = values_of(fact, vocabularies)
    for i, word in enumerate(words):
        at = path if isinstance(test, str) else (*path, i)
        yield from refer(item, at, word, known.ids, known.what, known.names)


def values_of(fact: Fact, vocabularies: Kinds) -> Existing:
    """What a test of a fact may name."""
    if fact.domain in ("tree", "place"):
        of = vocabularies.get(fact.vocabulary or "", Existing((), ""))
        return Existing({*of.ids, *(id + ":other" for id in of.ids)}, f"entry of `{fact.vocabulary}`", of.names)
    if fact.domain == "yes_no":
        return Existing(("yes", "no"), "answer")
    return Existing([c.id for c in fact.choices], f"choice of `{fact.fact}`", Names(fact.choices))

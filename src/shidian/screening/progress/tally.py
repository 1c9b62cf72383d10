"""Counts of some rows, kept with every part that is written, and added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

MESSAGES = 1000
"""Different messages of errors that are counted apart."""
EXAMPLES = 5
WORDS = 200_000
"""Different values of a column that are remembered."""


class Kind(msgspec.Struct):
    """One kind of error: how many rows, and the first of them."""

    rows: int
    examples: list[int]


class Tally(msgspec.Struct):
    """Counts of some rows; kept with every part that is written, and added up."""

    rows: int = 0
    outcomes: dict[str, int] = {}
    by: dict[str, dict[str, dict[str, int]]] = {}
    """By fact and value, the outcomes."""
    reasons: dict[str, int] = {}
    errors: dict[str, dict[str, Kind]] = {}
    """By code and message; the message is empty where there are too many to keep."""
    bad: dict[str, dict[str, int]] = {}
    """By fact and value, the rows of values that cannot be read."""
    passed: dict[str, Kind] = {}
    """Lines that are no cases: titles, blank lines, totals, notes, repeated headings."""

    def pass_over(self, lines: Iterable[tuple[str, int]]) -> None:
        """Count lines that are passed over."""
        for kind, line in lines:
            have = self.passed.setdefault(kind, Kind(0, []))
            have.rows += 1
            if len(have.examples) < EXAMPLES:
                have.examples.append(line)

    def add(self, other: Tally) -> None:
        """Take in the counts of rows that follow."""
        add_counts(self.outcomes, other.outcomes)
        add_counts(self.reasons, other.reasons)
        for fact, values in other.by.items():
            for value, outcomes in values.items():
                add_counts(self.by.setdefault(fact, {}).setdefault(value, {}), outcomes)
        for code, messages in other.errors.items():
            known = self.errors.setdefault(code, {})
            for message, kind in messages.items():
                at = message if message in known or len(known) < MESSAGES else ""
                have = known.setdefault(at, Kind(0, []))
                have.rows += kind.rows
                have.examples = [*have.examples, *kind.examples][:EXAMPLES]
        for fact, words in other.bad.items():
            have_words = self.bad.setdefault(fact, {})
            for word, rows in words.items():
                if word in have_words or len(have_words) < WORDS:
                    have_words[word] = have_words.get(word, 0) + rows
        for kind_of_line, found in other.passed.items():
            counted = self.passed.setdefault(kind_of_line, Kind(0, []))
            counted.rows += found.rows
            counted.examples = [*counted.examples, *found.examples][:EXAMPLES]
        self.rows += other.rows


def add_counts(known: dict[str, int], more: Mapping[str, int]) -> None:
    for key, count in more.items():
        known[key] = known.get(key, 0) + count

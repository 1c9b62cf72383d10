"""Counts that grow with time, told anew with an old number."""

from __future__ import annotations

from shidian.documents.compare.remarks import Remark
from shidian.documents.compare.stated import Statements
from shidian.documents.compare.wording import told_on
from shidian.documents.grammar.extract import Reading
from shidian.evidence.values import days_of
from shidian.law.lawbook import Lawbook

UNCHANGED_AFTER = 300
"""Days after which a count that grows, given with the same number again, is worth a remark."""


def unchanged(book: Lawbook, reading: Reading, statements: Statements, agrees: dict[str, tuple[str, ...]]) -> list[Remark]:
    """Counts that an older source already gave, and a newer one gives higher."""
    told = told_on(reading)
    if told is None:
        return []
    out: list[Remark] = []
    for stated in statements.stated:
        if stated.claim.as_of != str(told)[:7] or stated.claim.says.words or stated.claim.says.word:
            continue
        for id in agrees.get(stated.claim.claim, ()):
            other = book.claims[id]
            days = days_of(other.as_of)
            if days is not None and (told - days[1]).days > UNCHANGED_AFTER:
                out.append(Remark("unchanged", *stated.spans[0], (other.claim,), str(told), other.as_of))
                break
    return out

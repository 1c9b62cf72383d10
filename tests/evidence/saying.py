"""Claims in one line each, and the contradictions among them.

    found(claim("a", 12), claim("b", 15))  ==  {("values", ("a", "b"))}

Subjects and units are invented: `lofts` are counted exactly, `eggs` are estimated (1 %), `treasure` is money in billions of crowns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from shidian.evidence.contradictions import Contradiction, EvidenceBase, contradictions
from shidian.law.records.base import Label
from shidian.law.records.evidence import Claim, Rate, Said, Subject, Subjects, Unit

Number = int | str | Decimal

NOTHING = Label("anything", "任意")

UNITS = (
    Unit("pieces", NOTHING, tolerance=Decimal(0)),
    Unit("estimate", NOTHING, tolerance=Decimal(1)),
    Unit("percent", NOTHING, tolerance=Decimal(0)),
    Unit("crowns-bn", NOTHING, currency="CRO", scale=Decimal(10) ** 9, tolerance=Decimal(0)),
    Unit("crowns-m", NOTHING, currency="CRO", scale=Decimal(10) ** 6, tolerance=Decimal(0)),
    Unit("ducats-bn", NOTHING, currency="DUC", scale=Decimal(10) ** 9, tolerance=Decimal(0)),
    Unit("ducats-m", NOTHING, currency="DUC", scale=Decimal(10) ** 6, tolerance=Decimal(0)),
)
SUBJECTS = (
    Subject("lofts", NOTHING, unit="pieces"),
    Subject("barns", NOTHING, unit="pieces"),
    Subject("eggs", NOTHING, unit="estimate"),
    Subject("coarse-eggs", NOTHING, unit="estimate", tolerance=Decimal(10)),
    Subject("treasure", NOTHING, unit="crowns-bn"),
    Subject("share", NOTHING, unit="percent"),
    Subject("opening", NOTHING),
)
RATES = (Rate("DUC", "CRO", "2023", Decimal("7.0"), Decimal("7.1")), Rate("DUC", "CRO", "2024", Decimal("7.2"), Decimal("7.3")))
WORLD = Subjects(SUBJECTS, UNITS, RATES)


def number(value: Number) -> Said:
    return Said(number=Decimal(value))


def about(value: Number) -> Said:
    return Said(about=Decimal(value))


def bounds(
    *, at_least: Number | None = None, above: Number | None = None, at_most: Number | None = None, below: Number | None = None
) -> Said:
    def exact(value: Number | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    return Said(at_least=exact(at_least), above=exact(above), at_most=exact(at_most), below=exact(below))


def words(*listed: str) -> Said:
    return Said(words=listed)


def word(one: str) -> Said:
    return Said(word=one)


def day(first: str, last: str | None = None) -> Said:
    return Said(from_=first, to=last)


def claim(
    id: str,
    says: Said | Number,
    subject: str = "lofts",
    *,
    as_of: str | None = "2023",
    unit: str | None = None,
    counts: str | None = None,
    converts: str | None = None,
    part: str | None = None,
    whole: str | None = None,
    sum_of: tuple[str, ...] = (),
) -> Claim:
    """A claim; a plain number is one that is stated."""
    said = says if isinstance(says, Said) else number(says)
    return Claim(id, subject, "gazette", said, NOTHING, as_of, None, unit, counts, converts, part, whole, sum_of)


def evidence(claims: Iterable[Claim]) -> EvidenceBase:
    return EvidenceBase(claims, WORLD)


def all_of(*claims: Claim) -> tuple[Contradiction, ...]:
    return contradictions(evidence(claims))


def found(*claims: Claim) -> set[tuple[str, tuple[str, ...]]]:
    """What is found: the kind, and the claims."""
    return {(c.kind, c.claims) for c in all_of(*claims)}


def period(first: str, last: str) -> tuple[dt.date, dt.date]:
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)

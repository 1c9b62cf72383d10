"""Contradictions: claims that cannot all hold, found by a pure function from the claims alone.

Kinds: `values` (two claims about one subject and time exclude each other), `ceiling` (two different ceilings), `dates`, `count` (a
number that differs from the list it counts), `rate` (an implied exchange rate out of range), `share` (a percentage that does not
follow from its parts), `sum` (parts that do not add up).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from msgspec import Struct

from shidian.evidence.values import days_of, is_ceiling, overlap, span_of
from shidian.law.records.evidence import Claim, Rate, Subject, Subjects, Unit

KINDS = ("values", "ceiling", "dates", "count", "rate", "share", "sum")


class Contradiction(Struct, frozen=True):
    """Claims that cannot all hold. `expected` is what would follow, `found` what is said, where numbers are compared."""

    kind: str
    subject: str
    claims: tuple[str, ...]
    found: Decimal | None = None
    expected: Decimal | None = None

    @property
    def id(self) -> str:
        """A stable name: the kind and the claims."""
        return f"{self.kind}:{'+'.join(self.claims)}"


class EvidenceBase:
    """Claims with what is needed to compare them."""

    def __init__(self, claims: Iterable[Claim], subjects: Subjects) -> None:
        self.claims: dict[str, Claim] = {c.claim: c for c in claims}
        self.subjects: Mapping[str, Subject] = {s.subject: s for s in subjects.subjects}
        self.units: Mapping[str, Unit] = {u.unit: u for u in subjects.units}
        self.rates: tuple[Rate, ...] = subjects.rates

    def unit(self, claim: Claim) -> Unit | None:
        """The unit of a claim: its own, else that of its subject."""
        return self.units.get(claim.unit or self.subjects[claim.subject].unit or "")

    def tolerance(self, claim: Claim) -> Decimal:
        """The relative difference in percent that rounding explains."""
        own = self.subjects[claim.subject].tolerance
        unit = self.unit(claim)
        return own if own is not None else unit.tolerance if unit is not None else Decimal(0)


def contradictions(evidence: EvidenceBase) -> tuple[Contradiction, ...]:
    """Every contradiction, in a stable order: by kind, subject and claims."""
    found = {*_between(evidence), *_counts(evidence), *_rates(evidence), *_shares(evidence), *_sums(evidence)}
    return tuple(sorted(found, key=lambda c: (KINDS.index(c.kind), c.subject, c.claims)))


def _between(evidence: EvidenceBase) -> Iterator[Contradiction]:
    """Pairs of claims about one subject at one time."""
    by_subject: dict[str, list[Claim]] = {}
    for claim in evidence.claims.values():
        by_subject.setdefault(claim.subject, []).append(claim)
    for subject, claims in by_subject.items():
        for a, b in combinations(sorted(claims, key=lambda c: c.claim), 2):
            if overlap(days_of(a.as_of), days_of(b.as_of)) and (kind := _exclude(evidence, a, b)):
                yield Contradiction(kind, subject, (a.claim, b.claim))


def _exclude(evidence: EvidenceBase, a: Claim, b: Claim) -> str | None:
    """In which way two claims exclude each other, if they do."""
    if a.says.words and b.says.words:
        return "values" if set(a.says.words) != set(b.says.words) else None
    if a.says.word is not None and b.says.word is not None:
        return "values" if a.says.word != b.says.word else None
    dates = days_of(a.says.from_, a.says.to), days_of(b.says.from_, b.says.to)
    if dates[0] and dates[1]:
        return None if overlap(*dates) else "dates"
    one, two = evidence.unit(a), evidence.unit(b)
    scales = (Decimal(1), Decimal(1))
    if one is not None and two is not None and one.currency is not None and one.currency == two.currency:
        scales = (one.scale, two.scale)
    elif one != two:
        return None
    if is_ceiling(a.says) and is_ceiling(b.says):
        same = span_of(a.says, Decimal(0), scales[0]) == span_of(b.says, Decimal(0), scales[1])
        return None if same else "ceiling"
    spans = span_of(a.says, evidence.tolerance(a), scales[0]), span_of(b.says, evidence.tolerance(b), scales[1])
    if spans[0] is None or spans[1] is None or spans[0].meets(spans[1]):
        return None
    return "values"


def _counts(evidence: EvidenceBase) -> Iterator[Contradiction]:
    for claim in evidence.claims.values():
        if claim.counts is None or claim.says.number is None:
            continue
        listed = len(set(evidence.claims[claim.counts].says.words))
        if listed and listed != claim.says.number:
            yield Contradiction("count", claim.subject, (claim.claim, claim.counts), claim.says.number, Decimal(listed))


def _rates(evidence: EvidenceBase) -> Iterator[Contradiction]:
    for claim in evidence.claims.values():
        if claim.converts is None:
            continue
        other = evidence.claims[claim.converts]
        a, b = _amount(evidence, claim), _amount(evidence, other)
        if a is None or b is None or a[1] == b[1] or 0 in (a[0], b[0]):
            continue
        pair = {a[1]: a[0], b[1]: b[0]}
        when = days_of(claim.as_of or other.as_of)
        fitting = [r for r in evidence.rates if set(pair) == {r.from_currency, r.to_currency} and overlap(days_of(r.year), when)]
        implied = [pair[r.to_currency] / pair[r.from_currency] for r in fitting]
        if fitting and not any(r.lowest <= i <= r.highest for r, i in zip(fitting, implied, strict=True)):
            nearest = min((abs(i - edge), edge) for r, i in zip(fitting, implied, strict=True) for edge in (r.lowest, r.highest))
            yield Contradiction(
                "rate", claim.subject, tuple(sorted((claim.claim, other.claim))), implied[0].quantize(Decimal("0.001")), nearest[1]
            )


def _amount(evidence: EvidenceBase, claim: Claim) -> tuple[Decimal, str] | None:
    """The amount of a claim in whole units of its currency."""
    unit = evidence.unit(claim)
    number = _number(claim)
    return None if unit is None or unit.currency is None or number is None else (number * unit.scale, unit.currency)


def _number(claim: Claim) -> Decimal | None:
    return claim.says.number if claim.says.number is not None else claim.says.about


def _shares(evidence: EvidenceBase) -> Iterator[Contradiction]:
    for claim in evidence.claims.values():
        if claim.part is None or claim.whole is None:
            continue
        part, whole = evidence.claims[claim.part], evidence.claims[claim.whole]
        a, b = _scaled(evidence, part), _scaled(evidence, whole)
        said = span_of(claim.says, evidence.tolerance(claim))
        if a is None or not b or said is None:
            continue
        expected = a / b * 100
        width = expected * max(evidence.tolerance(part), evidence.tolerance(whole)) / 100
        if not said.meets(type(said)(expected - width, expected + width)):
            yield Contradiction(
                "share", claim.subject, (claim.claim, part.claim, whole.claim), _number(claim), expected.quantize(Decimal("0.01"))
            )


def _scaled(evidence: EvidenceBase, claim: Claim) -> Decimal | None:
    unit, number = evidence.unit(claim), _number(claim)
    return None if number is None else number * (unit.scale if unit is not None else 1)


def _sums(evidence: EvidenceBase) -> Iterator[Contradiction]:
    for claim in evidence.claims.values():
        if not claim.sum_of:
            continue
        unit = evidence.unit(claim)
        own = unit.scale if unit is not None else Decimal(1)
        parts = [None if (n := _scaled(evidence, evidence.claims[c])) is None else n / own for c in claim.sum_of]
        said = span_of(claim.says, evidence.tolerance(claim))
        if said is None or any(p is None for p in parts):
            continue
        total = sum((p for p in parts if p is not None), Decimal(0))
        if not said.meets(type(said)(total, total)):
            yield Contradiction("sum", claim.subject, (claim.claim, *claim.sum_of), _number(claim), total)

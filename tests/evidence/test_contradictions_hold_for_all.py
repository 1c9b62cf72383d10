"""What holds of contradictions for all claims."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from shidian.evidence.contradictions import KINDS, contradictions
from shidian.law.records.evidence import Claim, Said
from tests.evidence.saying import NOTHING, SUBJECTS, UNITS, about, bounds, day, evidence, number, word, words

FEW = st.integers(1, 4)
WHENS = st.sampled_from(["2022", "2023", "2023-04", "2023-04-11", "2024"])
SAID = st.one_of(
    FEW.map(number),
    FEW.map(about),
    FEW.map(lambda n: bounds(at_most=n)),
    FEW.map(lambda n: bounds(below=n)),
    FEW.map(lambda n: bounds(at_least=n)),
    FEW.map(lambda n: bounds(above=n)),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(lambda w: words(*w)),
    st.sampled_from("abc").map(word),
    WHENS.map(day),
)


@st.composite
def some_claims(draw: st.DrawFn, least: int = 1) -> list[Claim]:
    """Claims that also count, convert, share and sum one another."""
    ids = [f"c{i}" for i in range(draw(st.integers(least, 6)))]
    other = st.one_of(st.none(), st.sampled_from(ids))
    return [
        Claim(
            id,
            draw(st.sampled_from([s.subject for s in SUBJECTS])),
            "gazette",
            draw(SAID),
            NOTHING,
            draw(st.one_of(st.none(), WHENS)),
            None,
            draw(st.one_of(st.none(), st.sampled_from([u.unit for u in UNITS]))),
            draw(other),
            draw(other),
            draw(other),
            draw(other),
            tuple(draw(st.lists(st.sampled_from(ids), max_size=2))),
        )
        for id in ids
    ]


def within(claim: Claim, kept: Container[str | None]) -> Claim:
    """The claim with what it says of others, if they are among those kept."""
    named = {key: other if (other := getattr(claim, key)) in kept else None for key in ("counts", "converts", "part", "whole")}
    return msgspec.structs.replace(claim, **named, sum_of=claim.sum_of if all(c in kept for c in claim.sum_of) else ())


@settings(deadline=None, max_examples=80)
@given(some_claims(), st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(claims: list[Claim], chance: Random) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert contradictions(evidence(shuffled)) == contradictions(evidence(claims))


@settings(deadline=None, max_examples=80)
@given(some_claims(), st.sampled_from([s.subject for s in SUBJECTS]), SAID)
def test_a_further_claim_takes_no_contradiction_away(claims: list[Claim], subject: str, says: Said) -> None:
    further = Claim("further", subject, "herald", says, NOTHING)
    before, after = contradictions(evidence(claims)), contradictions(evidence([*claims, further]))
    assert set(before) <= set(after)
    assert all("further" in c.claims for c in set(after) - set(before))


@settings(deadline=None, max_examples=80)
@given(some_claims())
def test_a_contradiction_rests_on_its_own_claims_alone(claims: list[Claim]) -> None:
    for one in contradictions(evidence(claims)):
        assert one.kind in KINDS
        assert one in contradictions(evidence(within(c, one.claims) for c in claims if c.claim in one.claims))


@settings(deadline=None, max_examples=60)
@given(some_claims())
def test_claims_that_say_the_same_never_contradict(claims: list[Claim]) -> None:
    first = within(claims[0], ())
    same = [msgspec.structs.replace(first, claim=f"again{i}") for i in range(3)]
    assert contradictions(evidence(same)) == ()


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 10_000), st.integers(1, 10_000), st.sampled_from([Decimal(1), Decimal(1000), Decimal("0.01")]))
def test_the_size_of_the_numbers_does_not_matter(a: int, b: int, factor: Decimal) -> None:
    """A tolerance is relative: what rounding explains for units it explains for thousands."""

    def clash(x: Decimal, y: Decimal) -> bool:
        pair = [Claim("a", "eggs", "gazette", number(x), NOTHING), Claim("b", "eggs", "gazette", number(y), NOTHING)]
        return bool(contradictions(evidence(pair)))

    assert clash(Decimal(a), Decimal(b)) == clash(a * factor, b * factor)


@settings(deadline=None, max_examples=60)
@given(some_claims(least=2))
def test_a_contradiction_stands_once(claims: list[Claim]) -> None:
    ids = [c.id for c in contradictions(evidence(claims))]
    assert len(ids) == len(set(ids))

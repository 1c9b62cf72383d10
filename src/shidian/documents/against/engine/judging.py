"""What an answer says to a claim about the foreign share: it bears it out, speaks against it, or leaves it open; and at which place it is asked."""

from __future__ import annotations

from decimal import Decimal

from shidian.answer.decision import Decision
from shidian.answer.parts import Bound, ReadingAnswer
from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.against.engine.ownership import HALF, WHOLE, ShareClaim
from shidian.documents.grammar.finding import Named
from shidian.documents.held import HeldVerdict


def by_place(decision: Decision) -> bool:
    """Whether an answer hangs on the place alone: what some place refuses is then not so everywhere. What was not read refuses nothing."""
    return {m.fact for m in decision.missing} == {"territory"} and decision.in_force.causes == ("missing_facts",)


def held_against(claim: ShareClaim, answer: ReadingAnswer, *, everywhere: bool) -> HeldVerdict:
    """Whether an answer bears out a claim, speaks against it, or leaves it open."""
    if answer.certain is None or answer.possible is None:
        return "open"
    borne, broken = _judged(claim, answer.certain, answer.possible)
    if everywhere and (
        (claim.stance in ("open", "reach", "foreign-control") and _below(answer.certain, claim.share))
        or (claim.stance == "allowed" and answer.certain.value == 0)
        or (claim.stance == "closed" and answer.possible.value > 0)
    ):
        broken = True
    return "agrees" if borne else "differs" if broken else "open"


def _below(bound: Bound, share: Decimal) -> bool:
    """Whether a ceiling lies below a share: one that may not itself be reached does so at the share."""
    return bound.value < share or (bound.value == share and bound.exclusive)


def _judged(claim: ShareClaim, low: Bound, high: Bound) -> tuple[bool, bool]:
    """Whether every case between two ceilings bears a claim out, and whether every one speaks against it."""
    if claim.stance == "closed":
        return high.value == 0, low.value > 0
    if claim.stance == "allowed":
        return low.value > 0, high.value == 0
    if claim.stance in ("open", "reach"):
        return not _below(low, claim.share), _below(high, claim.share)
    if claim.stance == "above":
        return low.value > claim.share, high.value <= claim.share
    if claim.stance == "floor":
        return False, _below(high, claim.share) or (high.value == WHOLE - claim.share and low == high)
    if claim.stance == "joint":
        return low.value > 0 and _below(high, WHOLE), not _below(low, WHOLE) or high.value == 0  # it says that a part may be held
    if claim.stance == "chinese-control":
        return low.value > 0 and high.value <= HALF, low.value > HALF or high.value == 0
    if claim.stance == "foreign-control":
        return low.value > HALF, high.value <= HALF
    told = high.value == claim.share and not high.exclusive and (claim.share < WHOLE or low == high)
    return told, _below(high, claim.share) or low.value > claim.share


def given_somewhere(decision: Decision) -> bool:
    """Whether an answer that hangs on the place is a permission in some place."""
    return any(a.outcome == "permitted" for m in decision.missing if m.fact == "territory" for a in m.answers)


def usual_place(text: DocumentText, sentence: Clause, decision: Decision) -> str | None:
    """A place without rules of its own, for a statement that names none, nor its passage, nor the headings above: one of the largest group of places for
    which the engine gives one answer."""
    passage = text.reading.layout.passage_at(sentence.start)
    around = [passage, *text.reading.layout.heading_of(passage)]
    named = {
        i for p in around for f in text.within(p.start, p.end) if f.kind == "place" and isinstance(f.value, Named) for i in f.value.ids
    }
    return ordinary_place(decision) if not named - {"cn"} else None


def ordinary_place(decision: Decision) -> str | None:
    """A place without rules of its own: one of the largest group of places for which the engine gives one answer."""
    where = next((m for m in decision.missing if m.fact == "territory"), None)
    return max((a.values for a in where.answers), key=len)[0] if where is not None and where.answers else None


def within(decision: Decision, cap: Decimal, *, frees: bool, everywhere: bool) -> HeldVerdict:
    """Where a ceiling that a document gives lies: within what is in force, within what is announced, or outside both."""
    if _fits(decision.in_force, cap, everywhere=everywhere and frees):
        answer = decision.in_force
        most = answer.possible is not None and answer.possible.value == cap and cap < WHOLE and not frees
        return "agrees" if answer.ceiling == cap or most else "open"  # that all is free is borne out where it is for certain
    return "announced" if _fits(decision.announced, cap, everywhere=everywhere and frees) else "differs"


def _fits(answer: ReadingAnswer, cap: Decimal, *, everywhere: bool) -> bool:
    if answer.certain is None or answer.possible is None:
        return True
    if everywhere and cap > answer.certain.value:
        return False
    return answer.certain.value <= cap <= answer.possible.value

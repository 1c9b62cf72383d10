"""The cases that the chips of a sentence make: one for each combination of what was named several times."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, product

from shidian.answer.sentence.chips import Chip
from shidian.answer.sentence.lexicon import pattern
from shidian.answer.sentence.settling import Found
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Question
from shidian.law.tree import OTHER, Tree

MOST_CASES = 12
"""So many cases one sentence may compare; beyond that a table is better."""


def cases_of(book: Lawbook, question: Question, found: list[Found], plain: str) -> tuple[tuple[dict[str, str], ...], list[str]]:
    """The cases that the chips make, and the facts that stay open. Of two entries one of which lies in the other, the inner one counts.

    Several investors with shares of their own are no single case, and "wholly owned, 51 %" contradicts itself: both stay open.
    """
    values: dict[str, list[str]] = {}
    open_: list[str] = []
    for kind, chip in found:
        if not chip.value:
            if kind in ("activities", "origins") and _told_apart(chip, found, plain):
                continue
            given = {f.chip.value for f in found if f.chip.fact == chip.fact and f.chip.value}
            if kind == "says" and len(chip.alternatives) == 1 and chip.alternatives[0].value in given:
                continue  # a permit that is held, and asked for what it allows
            if kind != "denied" or not _something_else(book, question, chip, found):
                open_.append(chip.fact)
        elif chip.value not in values.setdefault(chip.fact, []):
            values[chip.fact].append(chip.value)
    for fact in question.facts:
        if fact.vocabulary in book.trees and len(values.get(fact.fact, ())) > 1:
            tree = book.trees[fact.vocabulary]
            ids = values[fact.fact]
            too = {f.chip.value for f in found if f.chip.fact == fact.fact and pattern("roles", "both").match(plain, f.chip.end)}
            around = {a for i in ids if i not in too for a in lies_in(tree, i) if a != i}
            values[fact.fact] = [i for i in ids if i not in around] or ids
    open_ += [f.fact for f in question.facts if f.domain == "yes_no" and len(values.get(f.fact, ())) > 1]
    shares = [f for f in found if f.chip.fact == "share" and f.chip.value]
    if len(values.get("share", ())) > 1 and not _compared([f.chip for f in shares], plain):
        open_.append("share")
    for fact_name in (f.fact for f in question.facts if f.domain == "number" and "share" not in f.fact):  # so many then, so many now
        counted = sorted((f.chip for f in found if f.chip.fact == fact_name and f.chip.value), key=lambda c: c.start)
        if len(values.get(fact_name, ())) > 1 and not any(
            pattern("roles", "alternative").search(plain[a.end : b.start]) for a, b in pairwise(counted)
        ):
            open_.append(fact_name)
    told = sorted((f.chip for f in found if f.kind == "quantity" and f.chip.value), key=lambda c: (c.fact, c.start))
    open_ += [b.fact for a, b in pairwise(told) if _is_another(a, b, plain)]
    places = sorted((f.chip for f in found if f.chip.fact == "territory" and f.chip.value), key=lambda c: c.start)
    if not _side_by_side(places, plain) and any(
        pattern("roles", "seat_in_china").match(plain[c.end :]) or pattern("roles", "seat_of_firm").search(plain[: c.start]) for c in places
    ):
        open_.append("territory")  # a company of Shenzhen invests in Chengdu
    if not pattern("roles", "compares").search(plain) and any(
        pattern("roles", "between_places").search(plain[: a.start]) and pattern("roles", "to_or_and").fullmatch(plain, a.end, b.start)
        for a, b in pairwise(places)
    ):
        open_.append("territory")  # we move from Wuhan to Chengdu; somewhere between the two
    for fact_name in ("territory", "origin", "nationality"):  # two that are not named side by side: whose each is hangs on more
        named = sorted((f.chip for f in found if f.chip.fact == fact_name and f.chip.value), key=lambda c: c.start)
        if len(values.get(fact_name, ())) > 1 and not _side_by_side(named, plain):
            open_.append(fact_name)
    if pattern("roles", "distributes").search(plain):  # one buys, the other studies
        open_ += [f for f in ("purpose", "stay", "capacity") if f in values]
    if len(values.get("purpose", ())) > 1 and not pattern("roles", "alternative").search(plain):
        open_.append("purpose")  # a tourist in transit
    if len(values.get("origin", ())) > 1 and _of_one_investor([f.chip for f in found if f.chip.fact == "origin" and f.chip.value], plain):
        open_.append("origin")
    each = any(f.chip.fact == "share" for f in found) and pattern("who", "each_of").search(plain)
    if len(values.get("origin", ())) > 1 and (len(shares) > 1 or each):
        open_ += ["origin", "share"]  # 30 % each, or so much each
    if shares and pattern("roles", "china_among").search(plain):
        open_.append("share")
    if {f.kind for f in shares} == {"says", "quantity"} and len(values["share"]) > 1:
        open_.append("share")
    for name in open_:  # a fact that one word settles and another leaves open is open
        values.pop(name, None)
    names = [f.fact for f in question.facts if f.fact in values]
    cases = tuple(dict(zip(names, combination, strict=True)) for combination in product(*(values[n] for n in names)))
    if len(cases) > MOST_CASES:
        wide = [n for n in names if len(values[n]) > 1]
        kept = [n for n in names if n not in wide]
        return ({n: values[n][0] for n in kept},), [*open_, *wide]
    return (cases or ({},)), list(dict.fromkeys(open_))


def meanings_of(
    question: Question, cases: tuple[dict[str, str], ...], found: list[Found], left_out: tuple[str, ...]
) -> tuple[dict[str, str], ...]:
    """The case for each meaning of a word (a drone company), where it alone leaves one case open. A word that leaves every choice of a fact
    open has no meanings of its own, nor has one that is denied or told besides."""
    open_ = [f for f in found if f.chip.fact in left_out]
    meant = {f.chip.alternatives for f in open_}
    if len(left_out) != 1 or len(cases) != 1 or len(meant) != 1 or any(f.chip.value or f.kind in ("denied", "besides") for f in open_):
        return ()
    values = [a.value for a in next(iter(meant))]
    every = next((len(f.choices) for f in question.facts if f.fact == left_out[0]), 0)
    return tuple(cases[0] | {left_out[0]: v} for v in values) if 1 < len(values) < MOST_CASES and len(values) != every else ()


def _is_another(one: Chip, other: Chip, plain: str) -> bool:
    """Whether a number that is told twice is told of two (one fund 26 %, a second fund 26 %), and not said again."""
    if one.fact != other.fact or one.value != other.value or one.end > other.start or one.fact == "on":
        return False
    again = pattern("roles", "said_again").search(plain, one.end, other.start)
    return again is None or pattern("roles", "of_another").search(plain[one.end : other.start]) is not None


def lies_in(tree: Tree, id: str) -> list[str]:
    """What an entry lies in: the terms above it, and for a zone the zones and terms around it."""
    unit = id.removesuffix(OTHER)
    if unit in tree.parent:
        return [*([unit] if unit != id else []), *tree.above(unit)]
    return [tree.home(unit), *tree.above(tree.home(unit)), *tree.zone_around.get(unit, ())]


def _compared(shares: list[Chip], plain: str) -> bool:
    """Whether several shares are compared (49 % or 51 %; 50 % and 100 %, which nobody holds together) and not those of several investors."""
    valued = sorted(shares, key=lambda c: c.start)
    words = [plain[a.end : b.start] for a, b in pairwise(valued)]
    around = plain[max(0, valued[0].start - 24) : valued[0].start] + " " + plain[valued[-1].end :][:12]
    if pattern("roles", "which_share").search(plain):
        return True
    return any(pattern("roles", "alternative").search(w) for w in (*words, around)) or (
        sum(Decimal(c.value) for c in valued) > 100 and all(pattern("roles", "listed").fullmatch(w) for w in words)
    )


def _side_by_side(named: list[Chip], plain: str) -> bool:
    """Whether several values are asked side by side (Shanghai or Hainan; a fund from Kuwait and one from Oman)."""
    if pattern("roles", "compares").search(plain):
        return True
    return all(
        a.value == b.value or pattern("roles", "side_by_side").fullmatch(w) or pattern("roles", "alternative").search(w)
        for a, b in pairwise(named)
        for w in (plain[a.end : b.start],)
    )


def _something_else(book: Lawbook, question: Question, denied: Chip, found: list[Found]) -> bool:
    """Whether a sentence that denies one value gives another that has nothing to do with it: not a platform, but a shop; not Shanghai, but
    Hangzhou. A place from which a part is taken away (Beijing except Daxing) is still that place, coarsely."""
    given = {f.chip.value for f in found if f.chip.fact == denied.fact and f.chip.value}
    vocabulary = next((f.vocabulary for f in question.facts if f.fact == denied.fact), None)
    if not given:
        return False
    not_this = {c.value for c in denied.alternatives}
    if vocabulary == "territories":  # not Shanghai, but Hangzhou
        tree = book.trees[vocabulary]
        inner = [b for b in given if not any(b != c and b in lies_in(tree, c) for c in given)]  # Hainan, not Haikou but Sanya
        return bool(not_this) and all(a != b and a not in lies_in(tree, b) for a in not_this for b in inner)
    if not not_this or vocabulary is None:
        return bool(not_this) and (len(not_this) > 1 or not not_this & given)
    tree = book.trees[vocabulary]
    return not any(a == b or a in tree.above(b) or b in tree.above(a) for a in not_this for b in given)


def _told_apart(coarse: Chip, found: list[Found], plain: str) -> bool:
    """Whether a name of several activities (a seed company) is made one of them by another word (hybrid corn), which is not joined to it by and."""
    others = [f.chip for f in found if f.chip.fact == coarse.fact and f.chip.value and f.chip is not coarse]
    if len({c.value for c in others}) != 1 or len(coarse.alternatives) < 2 or others[0].value not in {a.value for a in coarse.alternatives}:
        return False
    between = plain[min(coarse.end, others[0].end) : max(coarse.start, others[0].start)]
    return not pattern("roles", "joined").search(between)


def _of_one_investor(named: list[Chip], plain: str) -> bool:
    """Whether several countries may be those of one investor, or of some together: a Hong Kong company that Americans own, a fund of Luxembourg
    through a company in Hong Kong, a resident of Macao with the nationality of Portugal, investors from two countries together."""
    return (
        any(
            (b.start > a.end or a.words[-1] in "资方商") and pattern("roles", "owner_of").fullmatch(plain, a.end, b.start)
            for a, b in pairwise(sorted(named, key=lambda c: c.start))
        )
        or any(
            pattern("roles", "held_by_way").search(plain[: c.start]) or pattern("roles", "listed_there").match(plain, c.end) for c in named
        )
        or any(pattern("roles", "resident").match(plain[c.end :]) for c in named)
        or (pattern("roles", "joint_investors").search(plain) is not None and not pattern("roles", "alternative").search(plain))
    )

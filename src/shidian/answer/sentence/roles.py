"""What a name is in its sentence: the country of an investor, or a place, a way of travelling, a style; one activity, or half of another's name.

`in Macao` names no investor, `from Macao to Shanghai` no traveller, `日式` and `German-language` nobody. What is neither is not understood:
it is shown, and no fact is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shidian.answer.sentence.lexicon import Piece, pattern
from shidian.answer.sentence.quantities import Quantity
from shidian.answer.sentence.voices import clause_at


def is_no_investor(plain: str, piece: Piece, traveller: bool) -> bool:
    """Whether a country stands for something else than where somebody comes from. A traveller's residence is no nationality (法国人签证 is one)."""
    before, after = plain[: piece.start], plain[piece.end :].removeprefix("签证" * (traveller and plain[piece.end - 1] == "人"))

    def role(name: str, of: str) -> bool:
        return bool(pattern("roles", name).search(of) if of is before else pattern("roles", name).match(of))

    if traveller and plain[piece.start : piece.end].endswith(("资", "企")):
        return True
    if role("a_firm", after) if traveller else role("target_of", before) or role("others_of", after):
        return True
    if not traveller and customers_of(plain, piece):
        return True
    if not traveller and role("goes_to", before):
        return True
    words = plain[piece.start : piece.end]
    if traveller and words in ("hong kong", "macao", "macau", "taiwan", "香港", "澳门", "台湾"):
        if role("of_route", before) or role("of_route_after", after):  # Hong Kong - Shanghai - Tokyo
            return True
    if role("styled", after) or (traveller and (role("resident", after) or role("resident_of", before))):
        return True
    if traveller and (role("travels", before) or (role("from", before) and role("onward", after))):
        return True
    if role("seated_before_han", before) and not role("something_there", after):
        return False
    if role("away_han", before) and (traveller is False) and role("away_after_han", after):
        return True
    if role("placed", before) and not _seated(before, after) and not role("held_through", before):
        return True
    if role("route_han", before) and role("route_after_han", after):
        return True
    return role("placed_han", before) and not role("seated_han", after)


def customers_of(plain: str, piece: Piece) -> re.Match[str] | None:
    """The words before a country that is that of those whom a business serves (for Russian tourists, 接待俄罗斯游客)."""
    return pattern("who", "served").search(plain[: piece.start]) if pattern("who", "people").match(plain, piece.end) else None


def _seated(before: str, after: str) -> bool:
    """Whether the words before a place abroad name who has its seat there: a firm, or whatever noun the subject is (can an airline in Malaysia
    hold, owned by a charity in Spain)."""
    subject = pattern("roles", "subject_in").search(before) and pattern("who", "subject_goes_on").match(after)
    return bool(subject or pattern("roles", "seated").search(before) or pattern("roles", "agent_in").search(before))


def is_seat(plain: str, piece: Piece) -> bool:
    """Whether a city abroad stands for where a firm or person has its seat."""
    before, after = plain[: piece.start], plain[piece.end :]
    if pattern("roles", "styled").match(after) or pattern("roles", "target_seat").search(before):
        return False
    return bool(
        _seated(before, after)
        or pattern("roles", "seated_from").search(before)
        or pattern("roles", "seated_before_han").search(before)
        or pattern("roles", "seated_after").match(after)
    )


def compounds(pieces: Sequence[Piece], plain: str) -> list[tuple[int, int]]:
    """The pairs of activities that touch each other without a word or mark between them (烟草零售, hotel management consulting), by their
    places among the pieces. Which of the two is meant, or a third, is not said."""
    found: list[tuple[int, int]] = []
    for at in range(len(pieces) - 1):
        next_ = at + 2 if plain[pieces[at + 1].start : pieces[at + 1].end] in ("of", "for") and at + 2 < len(pieces) else at + 1
        one, other = pieces[at], pieces[next_]
        both = all(
            "activities" in {k for k, _ in p.kinds} and not {k for k, _ in p.kinds} & {"says", "nothing", "fills"} for p in (one, other)
        )
        if both and plain[one.end : other.start].strip() in ("", "of", "for"):
            found.append((at, next_))
    return found


def is_beside(plain: str, piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a place only tells where something else is, or whom it serves: north of Shenzhen, a data centre for Shenzhen, 深圳模式."""
    return bool(
        pattern("roles", "beside_place").search(plain[: piece.start])
        or pattern("roles", "beside_place_after").match(plain, piece.end)
        or any(
            pattern("roles", "trade_for").fullmatch(plain, p.end, piece.start) for p in pieces if any(k == "activities" for k, _ in p.kinds)
        )
    )


def is_moment(plain: str, start: int, end: int) -> bool:
    """Whether days are those until something (expires in 20 days, 三天后), and no length of a stay."""
    if pattern("roles", "moment_after").match(plain, end) or pattern("roles", "moment").search(plain[:start]):
        return True
    return is_expiry(plain, start, end)


def is_expiry(plain: str, start: int, end: int) -> bool:
    """Whether a day or number of days is told of something that ends then: a permit, an assessment."""
    return bool(pattern("roles", "expiry").search(clause_of(plain, start, end)))


def has_happened(plain: str, start: int, end: int) -> bool:
    """Whether a day is told of something that happened then (passed the assessment in May 2024, 2015年成立), in a clause that asks nothing."""
    first, last = clause_at(plain, start)
    before, after = plain[first:start], plain[end : max(end, last)]
    if pattern("past", "when").search(plain[first:last]):
        return False  # when we entered in 2005, could foreigners
    told = plain.startswith("since", start) and pattern("who", "has_since").search(before)
    told = told or pattern("roles", "happened").search(before) or pattern("roles", "happened_after").match(after)
    return bool(told) and plain[last : last + 1] not in ("?", "？") and not pattern("roles", "asking").search(before + after)


def clause_of(plain: str, start: int, end: int) -> str:
    """The words around a span up to the next marks."""
    return re.split(r"[,，;；。?？]", plain[:start])[-1] + "…" + re.split(r"[,，;；。?？]", plain[end:])[0]


def collected_in(plain: str, piece: Piece) -> bool:
    """Whether a country or city is where data were collected, and not where they go: collected in Vietnam, 在马来西亚收集."""
    before, after = plain[: piece.start], plain[piece.end :]
    return bool(pattern("roles", "collected").search(before) or pattern("roles", "collected_han").match(after))


def is_of_persons(plain: str, piece: Piece) -> bool:
    """Whether a country is that of the persons whose data go somewhere, and not where they go: of our German employees, 德国员工的数据."""
    before, after = plain[: piece.start], plain[piece.end :]
    return bool(pattern("roles", "others_of").match(after)) and not pattern("roles", "sent_to").search(before)


def stands_abroad(plain: str, start: int, end: int, abroad: Sequence[tuple[int, int]]) -> bool:
    """Whether something stands in a country or city abroad: our brewery in Belgium, 在德国有家电池厂."""
    return any(
        pattern("roles", "stands_in").fullmatch(plain[end:a])
        if a >= end
        else plain[:a].endswith(("在", "于")) and pattern("roles", "stands_in_han").fullmatch(plain[b:start])
        for a, b in abroad
    )


def of_ended_permit(plain: str, start: int, end: int) -> bool:
    """Whether what is named is the matter of a permit that has ended: 我们的ICP许可证去年过期."""
    clause = clause_of(plain, start, end) + plain[start:end]
    return bool(pattern("roles", "permit").search(clause) and pattern("roles", "expiry").search(clause))


def of_persons(plain: str, q: Quantity) -> bool:
    """Whether data are spoken of as those of so many persons: 3000名员工的数据."""
    return bool(pattern("who", "of_persons_after").match(plain[q.end :]) or pattern("who", "of_persons_before").search(plain[: q.start]))

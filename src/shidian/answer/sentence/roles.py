"""What a name is in its sentence: the country of an investor, or a place, a way of travelling, a style; one activity, or half of another's name.

`in Macao` names no investor, `from Macao to Shanghai` no traveller, `日式` and `German-language` nobody. What is neither is not understood:
it is shown, and no fact is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from shidian.answer.sentence.lexicon import Piece, language, pattern
from shidian.answer.sentence.quantities import Quantity
from shidian.answer.sentence.voices import against_now, asks_of_law, clause_at


def is_no_investor(plain: str, piece: Piece, traveller: bool) -> bool:
    """Whether a country stands for something else than where somebody comes from. A traveller's residence is no nationality."""
    before, after = plain[: piece.start], plain[piece.end :]

    def role(name: str, of: str) -> bool:
        return bool(pattern("roles", name).search(of) if of is before else pattern("roles", name).match(of))

    if traveller and plain[piece.start : piece.end].endswith(("资", "企")):
        return True
    if role("a_firm", after) if traveller else role("target_of", before) or role("others_of", after):
        return True
    if not traveller and pattern("who", "people").match(after) and pattern("who", "served").search(before):
        return True
    if role("styled", after) or (traveller and (role("resident", after) or role("resident_of", before))):
        return True
    if traveller and (role("travels", before) or (role("from", before) and role("onward", after))):
        return True
    if role("seated_before_han", before) and not role("something_there", after):
        return False
    if role("away_han", before) and (traveller is False) and role("away_after_han", after):
        return True
    if role("placed", before) and not role("seated", before) and not role("held_through", before):
        return True
    if role("route_han", before) and role("route_after_han", after):
        return True
    return role("placed_han", before) and not role("seated_han", after)


def is_seat(plain: str, piece: Piece) -> bool:
    """Whether a city abroad stands for where a firm or person has its seat."""
    before, after = plain[: piece.start], plain[piece.end :]
    if pattern("roles", "styled").match(after) or pattern("roles", "target_seat").search(before):
        return False
    return bool(
        pattern("roles", "seated").search(before)
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


def of_the_chinese_side(plain: str, start: int, end: int) -> bool:
    """Whether a share is the one that the Chinese side holds: it is no foreign share."""
    return bool(_chinese_before(plain, start) or pattern("roles", "chinese_after").match(plain, end))


def _chinese_before(plain: str, start: int) -> re.Match[str] | None:
    """The Chinese side that holds the share which begins there, where nobody else is named between them or together with it."""
    side = pattern("roles", "chinese_before").search(plain[:start])
    alone = side and not pattern("who", "another_holds").search(side[0]) and not pattern("who", "both_hold").search(plain[: side.start()])
    return side if alone else None


def _held_now(plain: str, q: Quantity, numbers: Sequence[Quantity]) -> bool:
    """Whether a share is what is held now, where another one is that to which it is raised: we hold 20 %, can we go to 51 %?"""
    raised = any(n.kind == "share" and n.start > q.start and pattern("roles", "raised_to").search(plain[: n.start]) for n in numbers)
    return raised and pattern("roles", "holds_now").search(plain[: q.start]) is not None


def is_raised(plain: str, start: int, end: int) -> bool:
    """Whether a share is the one from which it goes to another: from 49 % to 51 %, 从49%提高到51%."""
    return bool(pattern("roles", "raised_before").search(plain[:start]) and pattern("roles", "raised_after").match(plain, end))


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


def without_investors(text: str, plain: str, rest: Sequence[tuple[int, int]], pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """The spans that nothing accounts for, without those that only describe who asks, where an activity is named elsewhere: the proper name of a
    firm (can Nestlé open), a word behind a country (a Greek shipowner wants, 意大利设计师在), and what stands in a clause of who one is (our
    client, a Lyon-based maker of bolts). Words that may change an answer (Chinese, state-owned) and numbers stay."""
    trades = [p for p in pieces if "activities" in {k for k, _ in p.kinds}]
    countries = {p.end for p in pieces if {k for k, _ in p.kinds} & {"origins", "cities"}}
    kept = language()["plain"]["strangers"]
    clauses: list[tuple[int, int]] = []
    for found in pattern("who", "identity").finditer(plain):
        ends = pattern("who", "identity_ends").search(plain, found.end())
        clauses.append((found.end(), ends.start() if ends else len(plain)))

    def describes(start: int, end: int) -> bool:
        if any(plain[a:b] in kept for a, b in rest if start <= a and b <= end) or any(c.isdigit() for c in plain[start:end]):
            return False
        if not any(p.start > end or p.end < start - 1 for p in trades):
            return False
        if any(a <= start and end <= b and any(not (a <= p.start and p.end <= b) for p in trades) for a, b in clauses):
            return True
        if text[start].isupper() and pattern("who", "firm_asks").search(plain[:start]):
            return pattern("who", "firm_acts").match(text, end) is not None
        behind = start in countries or (start - 1 in countries and plain[start - 1] in " -")
        return behind and (text[start].isupper() or pattern("who", "subject_goes_on").match(plain, end) is not None)

    gone = [
        s
        for s in joined((a, b + 1 if plain[b : b + 1] == " " and any(c == b + 1 for c, _ in rest) else b) for a, b in rest)
        if describes(*s)
    ]
    own = pattern("who", "domestic")  # a company of the mainland that asks is no foreign investor, wherever it is listed
    domestic = [m.span() for a, b in clauses for m in own.finditer(plain, a, b)]
    return [s for s in rest if not any(a <= s[0] and s[1] <= b for a, b in gone)] + [s for s in domestic if s not in rest]


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans, those that touch each other as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if out and out[-1][1] >= start:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def without_firms(text: str, rest: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that nothing accounts for, without the proper names of firms, which a form of company follows (Bergmann GmbH, SAP SE)."""
    names = [s for s in rest if text[s[0]].isupper() and pattern("roles", "firm_after").match(text, s[1])]
    forms = [s for s in rest if any(text[n[1] : s[0]] == " " for n in names) and pattern("roles", "firm_after").match(text, s[0] - 1)]
    return [s for s in rest if s not in names and s not in forms]


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


def of_last_year(plain: str, start: int, end: int) -> bool:
    """Whether a clause speaks of the year before, in front of a number or between it and the next one."""
    before = re.split(r"[,，;；。?？]", plain[:start])[-1]
    return bool(pattern("roles", "last_year").search(before) or pattern("roles", "last_year_after").match(plain, end))


def of_earlier_year(plain: str, start: int, numbers: Sequence[Quantity]) -> bool:
    """Whether a number follows a year, in its clause, and a later year is named besides: in 2025 120,000 persons, in 2026 8,500."""
    clause = max((m.end() for m in re.finditer(r"[,，;；。?？]", plain[:start]) if not plain[m.end() : m.end() + 1].isdigit()), default=0)
    years = {q.start: (q.value or q.others[0])[:4] for q in numbers if q.kind == "day" and (q.value or q.others)}
    own = [year for at, year in sorted(years.items()) if clause <= at < start]
    return bool(own) and max(years.values()) > own[-1]


def explained(plain: str, q: Quantity, numbers: Sequence[Quantity]) -> tuple[int, int] | None:
    """The words with a number that say nothing more: the share of the Chinese side where that of the investor makes the whole (we hold 49, the
    Chinese side 51), the share from which it goes to another, the day on which one spoke (您昨天问的). None for any other number."""
    if q.kind == "day" and q.value:
        before, after = pattern("who", "talk_before").search(plain[: q.start]), pattern("who", "talk_after").match(plain, q.end)
        return (before.start() if before else q.start, after.end() if after else q.end) if before or after else None
    if q.kind != "share" or not q.value:
        return None
    others = [n for n in numbers if n.kind == "share" and n.value and n != q and not of_the_chinese_side(plain, n.start, n.end)]
    if is_raised(plain, q.start, q.end) and any(n.start > q.start for n in others):
        found, to = pattern("roles", "raised_before").search(plain[: q.start]), pattern("roles", "raised_after").match(plain, q.end)
        return (found.start() if found else q.start, to.end() - 1 if to else q.end)
    if any(Decimal(n.value) + Decimal(q.value) == 100 for n in others) and (side := _chinese_before(plain, q.start)):
        return side.start(), q.end
    return None


def foreign_rest(plain: str, q: Quantity, numbers: Sequence[Quantity]) -> Quantity | None:
    """The foreign share where only that of the Chinese side is told in a number, and the rest is the investor's: they keep 55 %, we take the rest."""
    alone = q.kind == "share" and q.value and sum(n.kind == "share" for n in numbers) == 1
    if not alone or not of_the_chinese_side(plain, q.start, q.end) or not pattern("who", "takes_rest").search(plain):
        return None
    side = _chinese_before(plain, q.start)
    return q._replace(value=format(100 - Decimal(q.value), "f"), start=side.start() if side else q.start)


def of_something_else(plain: str, q: Quantity, numbers: Sequence[Quantity], share_said: bool) -> bool:
    """Whether a number is no fact of the case: the share of the Chinese side, or one held before where another is asked for, the day on which
    a permit ends, the persons of an earlier year, a stay that is over. `share_said` tells that words give a share besides."""
    if q.kind == "share":
        another = share_said or any(n.kind == "share" and n != q for n in numbers)
        before = plain[: q.start]
        return bool(
            (of_the_chinese_side(plain, q.start, q.end) and not pattern("roles", "halves").match(plain, q.start))
            or (pattern("roles", "limit_before").search(before) or pattern("roles", "limit_after").match(plain, q.end))  # the 50 % cap
            or (another and _held_now(plain, q, numbers))
            or (
                another
                and (
                    pattern("roles", "had_before").search(before)
                    or pattern("roles", "others_share").search(before)
                    or is_raised(plain, q.start, q.end)
                )
            )
        )
    if q.kind in ("stay", "months"):
        return bool(pattern("roles", "stayed").search(clause_of(plain, q.start, q.end)))
    if q.kind == "persons":
        earlier = of_last_year(plain, q.start, q.end) or of_earlier_year(plain, q.start, numbers)
        return earlier and not pattern("roles", "this_year_after").match(plain, q.end)
    clause = clause_of(plain, q.start, q.end)
    if pattern("roles", "last_year").search(plain[q.start : q.end]):  # the year of those persons
        return any(n.kind == "persons" and of_last_year(plain, n.start, n.end) for n in numbers)
    over = pattern("roles", "stayed").search(clause) and any(
        n.kind == "stay" and not re.search(r"[,，;；。?？]", plain[min(q.end, n.end) : max(q.start, n.start)]) for n in numbers
    )
    if q.kind == "day" and not q.value and not any(n.kind == "day" and n != q for n in numbers):
        if against_now(plain, q.start) and not asks_of_law(plain, q.start):
            return True  # three years ago we set up; can we now
    return q.kind == "day" and (
        bool(over) or is_expiry(plain, q.start, q.end) or (bool(q.value or q.others) and has_happened(plain, q.start, q.end))
    )


def of_persons(plain: str, q: Quantity) -> bool:
    """Whether data are spoken of as those of so many persons: 3000名员工的数据."""
    return bool(pattern("who", "of_persons_after").match(plain[q.end :]) or pattern("who", "of_persons_before").search(plain[: q.start]))

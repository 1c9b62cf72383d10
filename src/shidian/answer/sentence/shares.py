"""Whose a number is: a share of the investor, of the Chinese side or of each of several, one from which it goes to another; persons of the year
before; a day on which something else ends or happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from shidian.answer.sentence.lexicon import pattern
from shidian.answer.sentence.quantities import Quantity
from shidian.answer.sentence.roles import clause_of, has_happened, is_expiry
from shidian.answer.sentence.settling import Found, opened
from shidian.answer.sentence.voices import against_now, asks_of_law


def of_the_chinese_side(plain: str, start: int, end: int) -> bool:
    """Whether a share is the one that the Chinese side holds: it is no foreign share."""
    return bool(chinese_before(plain, start) or pattern("roles", "chinese_after").match(plain, end))


def chinese_before(plain: str, start: int) -> re.Match[str] | None:
    """The Chinese side that holds the share which begins there, where nobody else is named between them or together with it."""
    side = pattern("roles", "chinese_before").search(plain[:start])
    alone = side and not pattern("who", "another_holds").search(side[0]) and not pattern("who", "both_hold").search(plain[: side.start()])
    return side if alone else None


def held_now(plain: str, q: Quantity, numbers: Sequence[Quantity]) -> bool:
    """Whether a share is what is held now, where another one is that to which it is raised: we hold 20 %, can we go to 51 %?"""
    raised = any(n.kind == "share" and n.start > q.start and pattern("roles", "raised_to").search(plain[: n.start]) for n in numbers)
    return raised and pattern("roles", "holds_now").search(plain[: q.start]) is not None


def is_raised(plain: str, start: int, end: int) -> bool:
    """Whether a share is the one from which it goes to another: from 49 % to 51 %, 从49%提高到51%."""
    return bool(pattern("roles", "raised_before").search(plain[:start]) and pattern("roles", "raised_after").match(plain, end))


def foreign_rest(plain: str, q: Quantity, numbers: Sequence[Quantity]) -> Quantity | None:
    """The foreign share where only that of the Chinese side is told in a number, and the rest is the investor's: they keep 55 %, we take the rest."""
    alone = q.kind == "share" and q.value and sum(n.kind == "share" for n in numbers) == 1
    if not alone or not of_the_chinese_side(plain, q.start, q.end) or not pattern("who", "takes_rest").search(plain):
        return None
    side = chinese_before(plain, q.start)
    return q._replace(value=format(100 - Decimal(q.value), "f"), start=side.start() if side else q.start)


def of_several(found: Found, plain: str, trades: Sequence[tuple[int, int]]) -> Found:
    """A share that each of several holds, or one that comes to another: open, for what they hold together counts. But each has a half where
    nobody else from abroad is named with whom the other half may be. What is counted is a holder, whatever its noun, unless it is one of the
    `trades` (spans of activities: two cinemas)."""
    chip = found.chip
    if chip.fact != "share" or not chip.value:
        return found

    def holders(name: str) -> bool:
        counted = pattern("who", name).finditer(plain)
        return any(not any(a < m.end("n") and m.start("n") < b for a, b in trades) for m in counted)

    each = pattern("who", "each_in").search(plain[chip.start : chip.end]) or holders("each_of")
    whose_else = pattern("who", "other_half").search(plain) or not pattern("who", "with_another").search(plain)
    halves = chip.value == "50" and whose_else and not pattern("who", "several_foreign").search(plain)
    several = (
        chip.value != "100"  # the whole is held together
        and holders("several_hold")
        and not pattern("who", "all_hold").search(plain)
        and not pattern("who", "foreign_side").search(plain[: chip.start])
    )
    if not several and not pattern("who", "another_before").search(plain[: chip.start]) and (not each or halves):
        return found
    return opened(found)


def explained(plain: str, q: Quantity, numbers: Sequence[Quantity]) -> tuple[int, int] | None:
    """The words with a number that say nothing more: the share of the Chinese side where that of the investor makes the whole (we hold 49, the
    Chinese side 51), the share from which it goes to another, the day on which one spoke (您昨天问的). None for any other number."""
    if q.kind == "day":
        before, after = pattern("who", "talk_before").search(plain[: q.start]), pattern("who", "talk_after").match(plain, q.end)
        return (before.start() if before else q.start, after.end() if after else q.end) if before or after else None
    if q.kind != "share" or not q.value:
        return None
    others = [n for n in numbers if n.kind == "share" and n.value and n != q and not of_the_chinese_side(plain, n.start, n.end)]
    if is_raised(plain, q.start, q.end) and any(n.start > q.start for n in others):
        found, to = pattern("roles", "raised_before").search(plain[: q.start]), pattern("roles", "raised_after").match(plain, q.end)
        return (found.start() if found else q.start, to.end() - 1 if to else q.end)
    if any(Decimal(n.value) + Decimal(q.value) == 100 for n in others):
        if side := chinese_before(plain, q.start):
            return side.start(), q.end
        if after := pattern("roles", "chinese_after").match(plain, q.end):
            return q.start, after.end()
    return None


def of_something_else(plain: str, q: Quantity, numbers: Sequence[Quantity], share_said: bool) -> bool:
    """Whether a number is no fact of the case: the share of the Chinese side, or one held before where another is asked for, the day on which
    a permit ends, the persons of an earlier year, a stay that is over. `share_said` tells that words give a share besides."""
    if q.kind == "share":
        another = share_said or any(n.kind == "share" and n != q for n in numbers)
        before = plain[: q.start]
        return bool(
            (of_the_chinese_side(plain, q.start, q.end) and len(q.others) < 2 and not pattern("roles", "halves").match(plain, q.start))
            or (pattern("roles", "limit_before").search(before) or pattern("roles", "limit_after").match(plain, q.end))  # the 50 % cap
            or pattern("roles", "changes_by").search(before)
            or (pattern("roles", "sold").search(before) and not pattern("roles", "to_buyer").match(plain, q.end))
            or (another and held_now(plain, q, numbers))
            or (
                another
                and (
                    pattern("roles", "had_before").search(before)
                    or any(m.start("n") == q.start for m in pattern("roles", "of_buyer").finditer(plain))
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


def of_other_things(plain: str, q: Quantity, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a part is one of something else than a business: 80 % of our customers, 市场份额60%. What a part is of is a business where it has a
    name (spans) or a word of one."""
    if q.kind != "share":
        return False
    if pattern("roles", "share_of_other").match(plain, q.end) or pattern("roles", "share_of_other_before").search(plain[: q.start]):
        return True
    for whole, own in (("of_whole", "business"), ("of_whole_han", "business_han")):
        if what := pattern("roles", whole).match(plain, q.end):
            named = any(what.start("what") <= a < what.end() for a, _ in names) or pattern("roles", own).search(what["what"])
            return bool(what["what"].strip()) and not named
    return False


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

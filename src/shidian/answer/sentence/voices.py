"""Of whom each clause of a sentence tells: of the case that is asked about, of somebody else (a rival, a supplier), or of what was or is already there.

A clause begins with its subject. One without a subject goes on with that of the clause before it, until a first person, a plan or a question
begins (`a rival, a Dutch group, holds 70 %; we would take 50 %`; 竞争对手是法国公司，去年开了影院；我们想在长沙开). Which words these are
stands in `words/sentence.toml` (`voices`). What is told of others is no fact of the case, and what was or is already there is none where
another clause gives that fact.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from shidian.answer.sentence.lexicon import pattern

OURS, OTHERS, THIRD, BEFORE, PLAIN = "ours", "others", "third", "before", ""
"""The case itself; somebody else; one beside the investor (a supplier, a colleague); what was, or is there already; nothing of these."""


class Clause(NamedTuple):
    """A clause: from where to where, and of whom it tells."""

    start: int
    end: int
    voice: str


@lru_cache(maxsize=64)
def clauses(plain: str) -> tuple[Clause, ...]:
    """The clauses of a folded text, each with its voice."""
    found: list[Clause] = []
    start = 0
    true = pattern("voices", "truth").search(plain) is not None
    for mark in [*pattern("voices", "mark").finditer(plain), None]:
        end = mark.start() if mark else len(plain)
        if plain[start:end].strip():
            own = _own(plain[start:end])
            if own == THIRD and found and pattern("who", "for_whom").search(plain[found[-1].start : found[-1].end]):
                own = OURS  # my client, a bank of Frankfurt
            if true and own in (OTHERS, THIRD) and pattern("voices", "heard").search(plain[start:end]):
                own = PLAIN  # what was heard is what is asked
            before = found[-1].voice if found else PLAIN
            still = own is None or (own == BEFORE and before != BEFORE)  # a rival did it last year
            goes_on = still and before in (OTHERS, THIRD, BEFORE) and _goes_on(plain, start)
            found.append(Clause(start, end, before if goes_on else own or PLAIN))
        start = mark.start() if mark and not mark[0].strip() else mark.end() if mark else end
    return tuple(found)


def _own(clause: str) -> str | None:
    """The voice that the words of a clause give it; None where they give none."""
    if pattern("voices", "others").search(clause):
        return OTHERS
    if pattern("voices", "third").search(clause):
        return THIRD
    if pattern("voices", "asks").search(clause):
        return OURS
    if pattern("voices", "before").search(clause):
        return BEFORE
    return OURS if pattern("voices", "ours").search(clause) else None


def _goes_on(plain: str, start: int) -> bool:
    """Whether a clause without a subject of its own goes on with the one before it: after a comma, or with a pronoun for it."""
    return plain[:start].rstrip().endswith((",", "，", "、", "(", "（", "-", "–")) or bool(
        pattern("voices", "pronoun").match(plain[start:])
    )


def clause_at(plain: str, start: int) -> tuple[int, int]:
    """From where to where the clause goes in which a span begins."""
    return next(((c.start, c.end) for c in clauses(plain) if c.start <= start < c.end), (start, start))


def is_subject(plain: str, start: int, end: int) -> bool:
    """Whether a span is in the subject of a clause that tells of one beside the investor (our bank finances a buyer; the investor's lawyer asks)."""
    first, last = clause_at(plain, start)
    found = pattern("voices", "third").search(plain[first:last])
    return found is not None and voice_at(plain, start) != OURS and first + found.start() <= start and end <= first + found.end()


def voice_at(plain: str, start: int) -> str:
    """The voice of the clause in which a span begins."""
    return next((c.voice for c in clauses(plain) if c.start <= start < c.end), PLAIN)


def _others(plain: str, start: int) -> list[str]:
    """The clauses beside the one in which a span begins."""
    return [plain[c.start : c.end] for c in clauses(plain) if (c.start, c.end) != clause_at(plain, start)]


def against_now(plain: str, start: int) -> bool:
    """Whether a span stands in a clause beside which another one speaks of now, or of a plan."""
    return any(pattern("past", "now").search(p) and not pattern("past", "then").search(p) for p in _others(plain, start))


def asks_of_law(plain: str, start: int) -> bool:
    """Whether the clause in which a span begins asks what was allowed, or is the day of the one that asks."""
    first, last = clause_at(plain, start)
    own = plain[first:last] or plain
    return pattern("past", "when").search(own) is not None or pattern("past", "law").search(own) is not None


def only_told(plain: str, start: int, end: int) -> bool:
    """Whether words of a past only tell what was, beside a clause that asks of now. Words that are all their clause says are the day of its
    neighbour (back then, was it allowed?)."""
    if against_now(plain, start):
        return True
    first, last = clause_at(plain, start)
    alone = not (plain[first:start] + plain[end:last]).strip(" ,.;:!?，。；：！？")
    return not alone and not asks_of_law(plain, start) and any(pattern("past", "law").search(p) for p in _others(plain, start))

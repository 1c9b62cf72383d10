"""What a sentence denies: `not in Shanghai`, 不做电商平台, `important data: no`, and what hangs on a denial by and, or (neither hospital nor clinic)."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from shidian.answer.sentence.lexicon import Piece, language, pattern
from shidian.answer.sentence.voices import OTHERS, THIRD, clause_at, voice_at

_NEAR = 4
"""So many words may stand between a denial and what it denies."""


def outside_after(after: str) -> re.Match[str] | None:
    """The words after a place that speak of what lies outside of it, or outside of its zones."""
    return pattern("roles", "outside_zones").match(after) or pattern("roles", "outside_after").match(after)


def outside_zones(after: str) -> bool:
    """Whether the words after a place mean that part of it which is in no zone: 成都（自贸区以外）."""
    return bool(pattern("roles", "outside_zones").match(after))


def denies(after: str, piece: Piece) -> bool:
    """Whether the words that follow deny a piece: outside of a place, no after a choice."""
    says = [language()["says"][int(v)]["fact"] for k, v in piece.kinds if k == "says"]
    if "product" in says and pattern("roles", "not_yet").match(after):
        return False  # medicines not yet registered are medicines
    return bool(pattern("roles", "outside_after").match(after) or pattern("roles", "left_aside").match(after)) or (
        bool(says) and bool(pattern("roles", "denied_after").match(after) or pattern("roles", "answered_no").match(after))
    )


def denied_by(pieces: Sequence[Piece], at: int, plain: str, denials: dict[int, int]) -> int | None:
    """The piece that denies this one; None when nothing does. `denials` are those found before, by the place of the denied piece."""
    passed = language()["plain"]["passed"]
    for back in range(at - 1, max(-1, at - 1 - _NEAR), -1):
        piece = pieces[back]
        between = plain[pieces[back].end : pieces[back + 1].start]
        if pattern("roles", "denial_ends").search(between):
            return None
        if ("not", "") in piece.kinds:
            return back
        if plain[piece.start : piece.end] not in passed:
            break
    return _joined_to(pieces, at, plain, denials)


def denied_in_clause(pieces: Sequence[Piece], at: int, plain: str) -> bool:
    """Whether something in the clause before a piece denies, with nothing between that turns (nobody ever told us it's important data)."""
    for piece in reversed(pieces[:at]):
        between = plain[piece.end : pieces[at].start]
        if pattern("roles", "denial_ends").search(between) or pattern("roles", "turns").search(between):
            return False
        if ("not", "") in piece.kinds:
            return True
    return False


def _joined_to(pieces: Sequence[Piece], at: int, plain: str, denials: dict[int, int]) -> int | None:
    """The denial of an earlier piece of the same kind, where and, or joins the two, or nothing parts them."""
    mine = {k for k, _ in pieces[at].kinds} & {"activities", "territories", "origins"}
    for back in range(at - 1, max(-1, at - 4), -1):
        if mine & {k for k, _ in pieces[back].kinds}:
            between = plain[pieces[back].end : pieces[at].start]
            joined = not between or (between.strip() and pattern("roles", "denial_joined").match(between))
            return denials.get(back) if joined else None
    return None


def asked(plain: str, piece: Piece) -> bool:
    """Whether how something stands is itself what is asked: 算重要数据吗, does it count as important data?"""
    if pattern("roles", "asked_whether").search(plain[: piece.start]):
        return True
    before = pattern("roles", "asked_state").search(plain[: piece.start])
    return bool(before and pattern("roles", "asked_mark").match(plain, piece.end))


def unsure(plain: str, piece: Piece, facts: Set[str]) -> bool:
    """Whether the clause of a piece that says how something stands leaves it open (we think, used to be, 是否还没定), or tells of somebody else."""
    first, _ = clause_at(plain, piece.start)
    voice = voice_at(plain, piece.start)
    before = pattern("states", "turns").split(plain[first : piece.start])[-1]
    return (
        voice == OTHERS
        or (voice == THIRD and not facts.isdisjoint(language()["states"]["own"]))
        or pattern("states", "doubt").search(before) is not None
        or pattern("states", "doubt_after").match(plain, piece.end) is not None
        or (plain[piece.end : piece.end + 1] == "?" and pattern("states", "asked").search(before) is not None)
    )


def flatly(plain: str, piece: Piece) -> bool:
    """Whether a denial of how something stands is a plain no: neither asked, nor of a part only (not all, 除了)."""
    _, last = clause_at(plain, piece.start)
    return plain[last : last + 1] not in ("?", "？") and pattern("states", "in_part").search(plain) is None


def only_if(plain: str, piece: Piece) -> bool:
    """Whether a choice is taken back by the words after it: nothing changed except."""
    return any(k == "says" for k, _ in piece.kinds) and pattern("roles", "only_if").match(plain, piece.end) is not None

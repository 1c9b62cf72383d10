"""What a sentence denies: `not in Shanghai`, 不做电商平台, `important data: no`, and what hangs on a denial by and, or (neither hospital nor clinic)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shidian.answer.sentence.lexicon import Piece, language, pattern

_DENIED_AFTER = re.compile(
    r"^\s*[:：=]?\s*(?:(?<=[:：=\s])(?:no|none|not|nil)(?![a-z])|(?:否|无|没有)(?=\s*(?:[,，。；;、)）]|$))|不涉及|不含)"
)
"""What says no of the words before it: important data: no."""
_NOT_YET = re.compile(
    r"\s*(?:(?:that|which) (?:is|are|have|has) )?not (?:yet )?(?:been )?(?:registered|approved|licensed|authori[sz]ed|marketed|sold|available|on )"
)
_LEFT_ASIDE = re.compile(
    r"^(?:的|业务|部分|这块|那块|方面)*(?:我们|就|都|则)?(?:不(?:碰|做|涉及|考虑|搞|包括|管|在内)|除外|不在内|暂不|先不(?:做|管))"
)
"""What leaves the words before it aside: 个人的不碰, 出版除外."""
_ANSWERED_NO = re.compile(r"^(?:[\u4e00-\u9fff()]{0,12}|(?: ?[a-z()]+){0,4})[:：]\s*(?:no|none|not|nil|否|无)(?![a-z])")
"""The same where the rest of the name of a fact stands between: 前往第三国（地区）的联程客票：否."""
_NEAR = 4
"""So many words may stand between a denial and what it denies."""
_MARK = re.compile(r"[,，;；。:：?？!！]| [-–—]+ ")
_JOINED = re.compile(r"^\s*(?:,|、|和|与|及|或|或者|以及|and|or|nor)?\s*(?:a |an |the )?$")
_OUTSIDE_AFTER = re.compile(r"^\s*(?:以外|之外|区外|外(?!资|商|国|籍))")


def outside_after(after: str) -> re.Match[str] | None:
    """The words after a place that speak of what lies outside of it, or outside of its zones."""
    return pattern("roles", "outside_zones").match(after) or _OUTSIDE_AFTER.match(after)


def outside_zones(after: str) -> bool:
    """Whether the words after a place mean that part of it which is in no zone: 成都（自贸区以外）."""
    return bool(pattern("roles", "outside_zones").match(after))


def denies(after: str, piece: Piece) -> bool:
    """Whether the words that follow deny a piece: outside of a place, no after a choice."""
    says = [language()["says"][int(v)]["fact"] for k, v in piece.kinds if k == "says"]
    if "product" in says and _NOT_YET.match(after):
        return False  # medicines not yet registered are medicines
    return bool(_OUTSIDE_AFTER.match(after) or _LEFT_ASIDE.match(after)) or (
        bool(says) and bool(_DENIED_AFTER.match(after) or _ANSWERED_NO.match(after))
    )


def denied_by(pieces: Sequence[Piece], at: int, plain: str, denials: dict[int, int]) -> int | None:
    """The piece that denies this one; None when nothing does. `denials` are those found before, by the place of the denied piece."""
    passed = language()["plain"]["passed"]
    for back in range(at - 1, max(-1, at - 1 - _NEAR), -1):
        piece = pieces[back]
        between = plain[pieces[back].end : pieces[back + 1].start]
        if _MARK.search(between):
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
        if _MARK.search(between) or pattern("roles", "turns").search(between):
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
            joined = not between or (between.strip() and _JOINED.match(between))
            return denials.get(back) if joined else None
    return None


def asked(plain: str, piece: Piece) -> bool:
    """Whether how something stands is itself what is asked: 算重要数据吗, does it count as important data?"""
    if pattern("roles", "asked_whether").search(plain[: piece.start]):
        return True
    before = pattern("roles", "asked_state").search(plain[: piece.start])
    return bool(before and pattern("roles", "asked_mark").match(plain, piece.end))


def only_if(plain: str, piece: Piece) -> bool:
    """Whether a choice is taken back by the words after it: nothing changed except."""
    return any(k == "says" for k, _ in piece.kinds) and pattern("roles", "only_if").match(plain, piece.end) is not None

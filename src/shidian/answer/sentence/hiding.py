"""Patterns that bridge some words: what they find is nothing where one of these words denies it (利润不汇给母公司, query never from abroad).

A denial that the pattern names itself (not registered, 未注册) is what it looks for, once.
"""

from __future__ import annotations

import re
from functools import cache

from shidian.packaged import table

_AROUND = re.compile(r"\(\?<?!(?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))*\)|\[\^[^\]]*\]")
"""What a pattern must not find: no denial in it is looked for."""
_SAME = (("没", "没有"), ("不", "不是"), ("not", "n't", "cannot"))
"""Denials that a pattern may name in either form."""


@cache
def _denials() -> re.Pattern[str]:
    return re.compile(table("words/sentence.toml")["plain"]["denials"])


def _said(text: str) -> list[str]:
    """The denials of a text, each in one form."""
    found = [m["denial"] for m in _denials().finditer(text) if m["denial"]]
    return [next((same[0] for same in _SAME if d in same), d) for d in found]


@cache
def own_denials(source: str) -> frozenset[str]:
    """The denials that a pattern looks for."""
    return frozenset(_said(_AROUND.sub(" ", source)))


def hides_denial(words: str, own: frozenset[str]) -> bool:
    """Whether words that a pattern found have a denial that the pattern does not look for, or two."""
    said = _said(words)
    return len(said) > 1 or not own.issuperset(said)

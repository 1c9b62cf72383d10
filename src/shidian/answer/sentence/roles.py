"""What a name is in its sentence: the country of an investor, or a place, a way of travelling, a style; one activity, or half of another's name.

`in Macao` names no investor, `from Macao to Shanghai` no traveller, `日式` and `German-language` nobody. What is neither is not understood:
it is shown, and no fact is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shidian.answer.sentence.lexicon import Piece

_STYLED = re.compile(r"(?:[- ](?:style|styled|language|speaking|cuisine|food|made|brand)\b|式|风格|风味|语(?!言)|语言|菜)")
"""After a country: a style, a language or a kitchen, and no investor."""
_RESIDENT = re.compile(r"(?:永久|临时)?(?:居民|居留|居住|身份证|签证)| (?:permanent )?(?:resident|residence|identity card|id card|visa)")
"""After a place: what somebody holds there."""
_SEATED = re.compile(
    r"(?:compan(?:y|ies)|firms?|banks?|investors?|parents?|groups?|headquartered|headquarters|based|incorporated|registered|shareholders?|owners?|established|listed) (?:located )?in (?:the )?$"
)
"""Before a country: whose seat is there."""
_PLACED = re.compile(r"(?:^|[^a-z])(?:in|into|within|inside|via|through|near|outside|outside of) (?:the )?$")
_TRAVELS = re.compile(
    r"(?:^|[^a-z])(?:fl(?:y|ies|ying|ight)|arriv\w*|travel(?:s|ling|led)?|cross\w*|enter\w*|depart\w*|onward|going on|go on|sail\w*|driv\w*|com(?:es?|ing))(?: (?:back|over|here|on|in|directly|by \w+))? (?:from|to|via|through|in) (?:the )?$"
)
_FROM = re.compile(r"(?:^|[^a-z])from (?:the )?$")
_ONWARD = re.compile(r" to [a-z]")
_PLACED_HAN = re.compile(r"[在于]$")
_SEATED_HAN = re.compile(r"^(?:注册|设立|成立|登记|总部|上市)")
_ROUTE_HAN = re.compile(r"(?:从|自|经|经由|取道|途经|转道)$")
_ROUTE_AFTER_HAN = re.compile(r"^(?:机场|口岸)?(?:入境|进入|出发|飞|转机|过境|过关|来|到|坐|乘|前往|去|回|中转|通关)")


def is_no_investor(plain: str, piece: Piece, traveller: bool) -> bool:
    """Whether a country stands for something else than where somebody comes from. A traveller's residence is no nationality."""
    before, after = plain[: piece.start], plain[piece.end :]
    if traveller and _RESIDENT.match(after):
        return True
    if _STYLED.match(after):
        return True
    if _TRAVELS.search(before) or (_FROM.search(before) and _ONWARD.match(after)):
        return True
    if _PLACED.search(before) and not _SEATED.search(before):
        return True
    if _ROUTE_HAN.search(before) and _ROUTE_AFTER_HAN.match(after):
        return True
    return bool(_PLACED_HAN.search(before)) and not _SEATED_HAN.match(after)


def compounds(pieces: Sequence[Piece], plain: str) -> list[tuple[int, int]]:
    """The pairs of activities that touch each other without a word or mark between them (烟草零售, hotel management consulting), by their
    places among the pieces. Which of the two is meant, or a third, is not said."""
    found: list[tuple[int, int]] = []
    for at in range(len(pieces) - 1):
        one, other = pieces[at], pieces[at + 1]
        both = all(
            "activities" in {k for k, _ in p.kinds} and not {k for k, _ in p.kinds} & {"says", "nothing", "fills"} for p in (one, other)
        )
        if both and plain[one.end : other.start].strip() == "":
            found.append((at, at + 1))
    return found


_CHINESE_BEFORE = re.compile(
    r"(?:中方|中资|内资|国资|境内股东|chinese (?:side|partner|party|holder|shareholder|investor)s?|local partner|domestic partner)[^,，;；。、\d]{0,12}$"
)
_CHINESE_AFTER = re.compile(
    r"\s*(?:is |are |的)?(?:held |owned )?(?:by |for |由)?(?:the |a )?(?:chinese (?!market)|local partner|domestic partner|中方|中资|内资|国资)"
)


def of_the_chinese_side(plain: str, start: int, end: int) -> bool:
    """Whether a share is the one that the Chinese side holds: it is no foreign share."""
    return bool(_CHINESE_BEFORE.search(plain[:start]) or _CHINESE_AFTER.match(plain, end))

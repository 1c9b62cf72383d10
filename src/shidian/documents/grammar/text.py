"""Text without what nobody sees, and its folded twin of the same length, in which words are looked for."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from shidian.documents.grammar.lexicon import RADICALS
from shidian.errors import needs

_SPACED = re.compile(
    "(?:(?<![\u3400-\u9fff] )(?<![\u3400-\u9fff])(?=. [\u3400-\u9fff](?:[^\u3400-\u9fff ]|$))|(?<=[、，；：。（“])(?![〇一二三四五六七八九十]))"
    "([\u3400-\u9fff]) (?=[\u3400-\u9fff])",
    re.MULTILINE,
)
"""A name of two characters that a page sets apart: 厦 门; right after a mark also before more characters: 、南 京可以."""


_SET_APART = re.compile("(?<=[\u3400-\u9fff]) (?=[0-9])|(?<=[0-9]) (?=[年月日号项个万亿余条款章批轮届期版家国人名省市种类份次天倍元])")
"""The space that typesetters and writers put between Chinese and numbers: 2016 年, 等 9 个城市. That after a heading's number stays."""


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f\x00-\x08\x0b\x0e-\x1f\x7f]")
"""Zero-width and direction signs, soft hyphens, control characters: they can split a word or turn a line around unseen."""
_NEWLINES = re.compile("\r\n?|[\u2028\u2029\x0c\x85]")
_QUOTES = {ord(c): "'" for c in "‘’ʼ＇`´"} | {ord(c): '"' for c in "“”„＂«»"}
_DASHES = {ord(c): "-" for c in "‐‑‒–—―−－﹣"}
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "%+$@#&/."} | {
    0x3000: " ",
    0xA0: " ",
    0x202F: " ",
    0x2009: " ",
}
_BRACKETS = {ord("﹝"): "〔", ord("﹞"): "〕", ord("［"): "[", ord("］"): "]"}
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | {
    ord(part): whole for part, whole in zip(RADICALS[::2], RADICALS[1::2], strict=True)
}
"""Kangxi radicals and those of the supplement, which Unicode folds into nothing, as the characters that are meant."""
_TABLE = _WIDE | _QUOTES | _DASHES | _BRACKETS | _RADICALS


def clean(text: str) -> tuple[str, int]:
    """The text with plain line ends, characters for radicals and numbers close to their Chinese, without invisible characters, and how many of those there were."""
    if "\r" in text or not text.isascii():
        text = _NEWLINES.sub("\n", text)
    kept, count = _INVISIBLE.subn("", text)
    if not kept.isascii():
        kept = _SET_APART.sub("", _SPACED.sub(r"\1", kept.translate(_RADICALS)))
    if count and any("\u0590" <= c <= "\u08ff" for c in kept):  # joiners are part of some scripts, but none that is read here
        return kept, count
    return kept, count


def fold(text: str) -> str:
    """Lower case, half width, plain quotes and dashes, simplified characters; every character keeps its place."""
    plain = text.translate(_table()) if not text.isascii() else text
    lower = plain.lower()
    if len(lower) != len(plain):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)
    return lower


@cache
def _table() -> dict[int, str]:
    """What each character is read as. Traditional characters become simplified ones, one by one."""
    with needs("read"):
        from opencc import OpenCC
    traditional = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    return _TABLE | {ord(t): s for t, s in zip(traditional, simplified, strict=True) if t != s and len(s) == 1}


def is_han(char: str) -> bool:
    """Whether a character is Chinese writing."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile("[A-Za-z]")


def language_of(text: str) -> str:
    """`zh` when Chinese characters weigh more than Latin words, else `en`; long texts are judged by their first part."""
    sample = text[:20_000]
    return "zh" if 3 * len(_HAN.findall(sample)) > len(_LETTER.findall(sample)) else "en"


def squeeze(text: str) -> str:
    """A text for comparing: compatibility forms, lower case, no spaces or marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum())

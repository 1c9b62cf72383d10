"""The characters that a sentence is read in, and where each of them stood: simplified, of usual width, one blank for any white space, without
courtesies before and after it.

A pattern may look for the beginning or end of a sentence, or for one blank; so what says nothing of the case is taken away before reading
(`words/sentence.toml`, `courtesy`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from shidian.law.spellings import simplified
from shidian.packaged import table
from shidian.patterns import compiled

_HAN = "\u3400-\u9fff"
_UNEVEN = compiled(
    r"[^\S ]| {2,}|^ | $|[\u00ad\u200b-\u200f\u2010-\u2012\u2060\ufeff\u2212０-９Ａ-Ｚａ-ｚ％＋＄]"
    + rf"|(?<=[{_HAN}]) (?=[a-zA-Z\d])|(?<=[a-zA-Z\d%]) (?=[{_HAN}])"
)
"""What is written otherwise here, so that most texts are passed on as they are."""
_WAYS = compiled(
    rf"(?P<none>[\u00ad\u200b-\u200f\u2060\ufeff])|(?P<hyphen>[\u2010-\u2012\u2212])|(?P<wide>[０-９Ａ-Ｚａ-ｚ％＋＄])"
    rf"|(?P<lines>\s*\n\s*)|(?P<between>(?<=[{_HAN}])\s+(?=[a-zA-Z\d])|(?<=[a-zA-Z\d%])\s+(?=[{_HAN}]))|(?P<blank>\s+)"
)
_LISTED = compiled(r"^\s*(?:[-*•·]|\d{1,2}[.、)]|[\w（）()/ -]{1,30}[:：])", re.MULTILINE)
"""The beginning of a line that says something by itself."""
_CLOSED = frozenset(",，、;；。.?？!！:：")
_COURTESY = 40
"""So many letters before the end of a text a courtesy may begin."""
_CAPS = 12
"""Letters from which on a text without small ones is one in capitals."""


class Even(NamedTuple):
    """A text as it is read, and for each of its characters the place in the text that was written."""

    text: str
    places: tuple[int, ...]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """From where to where a span of it stood."""
        return self.places[start], self.places[end - 1] + 1


@cache
def _courtesy(part: str) -> re.Pattern[str]:
    return compiled(table("words/sentence.toml")["courtesy"][part], re.IGNORECASE)


def evened(text: str) -> Even:
    """A text as it is read."""
    plain, places = simplified(text), tuple(range(len(text)))
    if _UNEVEN.search(plain):
        plain, places = _spaced(plain)
    start, end = 0, len(plain)
    while (found := _courtesy("before").match(plain, start)) and found.end() < end:
        start = found.end()
    while (found := _courtesy("after").search(plain, max(start, end - _COURTESY), end)) and found.start() > start:
        end = found.start()
    return Even(_uncapped(plain[start:end]), places[start:end])


def _spaced(text: str) -> tuple[str, tuple[int, ...]]:
    """A text of usual width with one blank for white space, and none between Chinese and Latin; a new line is a mark where it parts a list."""
    listed = len(_LISTED.findall(text)) > 1
    out: list[str] = []
    places: list[int] = []
    at = 0
    for found in _WAYS.finditer(text):
        out.extend(text[at : found.start()])
        places.extend(range(at, found.start()))
        if found["hyphen"]:
            put = "-"
        elif found["wide"]:
            put = chr(ord(found[0]) - 0xFEE0)
        elif found["lines"] and out and out[-1] not in _CLOSED and (listed or "\u4e00" <= out[-1] <= "\u9fff"):
            put = "；" if "\u4e00" <= out[-1] <= "\u9fff" else ";"
        else:
            put = " " if found["lines"] or found["blank"] else ""
        out.extend(put)
        places.extend([found.start()] * len(put))
        at = found.end()
    out.extend(text[at:])
    places.extend(range(at, len(text)))
    first = next((i for i, c in enumerate(out) if c != " "), 0)
    last = next((i for i in range(len(out), first, -1) if out[i - 1] != " "), first)
    return "".join(out[first:last]), tuple(places[first:last])


def _uncapped(text: str) -> str:
    """A text in capitals with the words of ordinary speech in small letters (IT and AND are no codes there), and countries that ordinary
    speech has words for (a us company) in capitals."""
    if text.isupper() and sum(c.isupper() for c in text) >= _CAPS:
        text = re.sub(r"[A-Z']{4,}|(?<![A-Z])(?:" + _courtesy("small").pattern + r")(?![A-Z])", lambda m: m[0].lower(), text)
    return _courtesy("country").sub(lambda m: m[0].upper(), text)

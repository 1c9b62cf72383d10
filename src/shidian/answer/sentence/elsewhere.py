"""Places outside the mainland by every name they have here, cities among them; and the folding of letters by which names are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from os.path import commonprefix

from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.numerals import raised_digits
from shidian.law.tree import ROOT
from shidian.packaged import table
from shidian.sieve import Words


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """The text letter by letter without width and case, as long as before."""
    return text.lower() if text.isascii() else "".join(map(_folded_letter, text))


@cache
def _folded_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter).casefold()
    return (plain if len(plain) == 1 and not raised_digits(letter) else letter).replace("’", "'")


@lru_cache
def cities() -> dict[str, str]:
    """The cities abroad of `words/cities.toml`, folded, and the country of each."""
    return {folded(word): city["country"] for city in table("words/cities.toml")["cities"] for word in city["words"]}


def places_abroad(book: Lawbook) -> Words:
    """What `{abroad}` stands for in a pattern: any place outside the mainland that has a name here, countries and cities."""
    origins = book.names["origins"].entries.values() if "origins" in book.names else ()
    names = {
        folded(n).strip() for entry in origins if entry.id not in (ROOT, "cn") for n in names_of(entry) if len(n) > 3 or not n.isascii()
    }
    names |= {folded(city).strip() for city in cities()} | {"abroad", "overseas", "outside china", "境外", "国外", "海外"}
    return Words(tuple(sorted(n for n in names if len(n) > 1)), lambda some: (any_of(some) if (some := {*some}) else "(?!)") + "(?![a-z])")


def any_of(words: Iterable[str]) -> str:
    """An expression for any of some words, the longest first: what begins alike stands once, so that it is read and tried fast."""
    alike: dict[str, list[str]] = {}
    for word in words:
        alike.setdefault(word[:1], []).append(word)
    optional = alike.pop("", None) is not None
    ways = []
    for _, group in sorted(alike.items()):
        begin = commonprefix(group)  # noqa: RUF071  (letters are what is compared here)
        ways.append(re.escape(begin) + (any_of(w[len(begin) :] for w in group) if len(group) > 1 else ""))
    return (ways[0] if len(ways) == 1 and not optional else "(?:" + "|".join(ways) + ")") + "?" * optional

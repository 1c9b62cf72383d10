"""Places outside the mainland by every name they have here, cities among them; and the folding of letters by which names are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.tree import ROOT
from shidian.packaged import table


def folded(text: str) -> str:
    """The text letter by letter without width and case, as long as before."""
    out = []
    for c in text:
        plain = unicodedata.normalize("NFKC", c).casefold()
        out.append(plain if len(plain) == 1 else c)
    return "".join(out).replace("’", "'")


@lru_cache
def cities() -> dict[str, str]:
    """The cities abroad of `words/cities.toml`, folded, and the country of each."""
    return {folded(word): city["country"] for city in table("words/cities.toml")["cities"] for word in city["words"]}


def places_abroad(book: Lawbook) -> str:
    """What `{abroad}` stands for in a pattern: every place outside the mainland that has a name here, countries and cities, as one expression."""
    origins = book.names["origins"].entries.values() if "origins" in book.names else ()
    names = {
        folded(n).strip() for entry in origins if entry.id not in (ROOT, "cn") for n in names_of(entry) if len(n) > 3 or not n.isascii()
    }
    names |= {folded(city).strip() for city in cities()} | {"abroad", "overseas", "outside china", "境外", "国外", "海外"}
    return "(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if len(n) > 1) + ")(?![a-z])"

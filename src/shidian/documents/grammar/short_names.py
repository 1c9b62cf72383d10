"""The short names that a text defines for acts: 以下简称《方案》, 以下简称“外商投资法”, (the "FITE Provisions"), (hereinafter "the Measures")."""

from __future__ import annotations

from typing import NamedTuple

from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("mentions")
MOST_SHORT_NAMES = 60
LONGEST_TITLE = 260


class ShortName(NamedTuple):
    """A short name, the title it stands for, and where its definition begins."""

    name: str
    title: str
    at: int


def short_names(text: str) -> list[ShortName]:
    """The short names of a text, in order; the first definition of a name holds."""
    out: dict[str, ShortName] = {}
    for found in PATTERNS["alias_zh"].finditer(text):
        out.setdefault(found[2].strip(), ShortName(found[2].strip(), found[1], found.start(2)))
    for found in PATTERNS["alias_en"].finditer(text):
        titles = list(PATTERNS["title"].finditer(text, max(0, found.start() - LONGEST_TITLE), found.start()))
        if titles and not text[titles[-1].end() : found.start()].strip(" ,"):
            out.setdefault(found[1], ShortName(found[1], titles[-1][0], found.start(1)))
        if len(out) >= MOST_SHORT_NAMES:
            break
    return sorted(out.values(), key=lambda s: s.at)

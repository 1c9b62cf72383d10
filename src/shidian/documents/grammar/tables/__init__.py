"""The tables of the grammar: word lists and named patterns as data (TOML), each pattern with words that it matches and words that it does not.

They are words of language, not of law: names come from the lawbook's vocabularies, verbs with their strength from its list of verbs.
A pattern is looked for in folded text (lower case, half width, simplified characters); a test runs every example.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

PARTS = (
    "asked",
    "citations",
    "claims",
    "comparing",
    "days",
    "english",
    "entrants",
    "events",
    "investors",
    "lists",
    "mandarin",
    "measures",
    "mentions",
    "operative",
    "quantities",
    "records",
    "restrictions",
    "structure",
)
"""The tables of patterns: one for each part of the grammar, `<part>.toml`."""


@cache
def entries(part: str) -> Mapping[str, Mapping[str, Any]]:
    """The patterns of a part as they stand in its file: pattern, match, miss."""
    return MappingProxyType(_read(part))


@cache
def patterns(part: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a part by their names."""
    return MappingProxyType({name: re.compile(entry["pattern"]) for name, entry in entries(part).items()})


@cache
def words() -> Mapping[str, Any]:
    """Every word list by its name: a list of words, or words with what they stand for."""
    return MappingProxyType(_read("words"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("shidian.documents.grammar.tables") / f"{name}.toml").read_text(encoding="utf-8"))

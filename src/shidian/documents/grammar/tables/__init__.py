"""The tables of the grammar: word lists and named patterns as data (TOML), each pattern with words that it matches and words that it does not.

They are words of language, not of law: names come from the lawbook's vocabularies, verbs with their strength from its list of verbs.
A pattern is looked for in folded text (lower case, half width, simplified characters); a test runs every example.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shidian import packaged

PLACE = "documents/grammar/tables"


def entries(part: str) -> Mapping[str, Mapping[str, Any]]:
    """The patterns of a part as they stand in its file: pattern, match, miss."""
    return packaged.table(f"{PLACE}/{part}.toml")


def patterns(part: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a part by their names."""
    return packaged.patterns(f"{PLACE}/{part}.toml")


def words() -> Mapping[str, Any]:
    """Every word list by its name: a list of words, or words with what they stand for."""
    return packaged.table(f"{PLACE}/words.toml")

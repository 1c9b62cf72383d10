"""Tables that come with the package: word lists, layouts, and named patterns, each with words that it matches and words that it does not.

They are words of language and of forms, not of law. A test runs every example of every pattern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from shidian.kept import made_once
from shidian.patterns import compiled
from shidian.version import PACKAGE


@cache
def table(place: str) -> Mapping[str, Any]:
    """A TOML file by its place in the package (`words/glue.toml`), read once for all who ask: what is inside is not to be changed."""
    text = (PACKAGE / place).read_text(encoding="utf-8")
    return MappingProxyType(made_once("table", [text], dict[str, Any], lambda: import_module("tomllib").loads(text)))


@cache
def patterns(place: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a file by their names. With `any_case`, capitals do not matter."""
    return MappingProxyType({name: compiled(p["pattern"], re.IGNORECASE if p.get("any_case") else 0) for name, p in table(place).items()})

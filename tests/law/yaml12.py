"""YAML as editors and schema validators read it: plain words are typed by the core schema of YAML 1.2, so `yes` is a text."""

from __future__ import annotations

import re
from typing import Any

import yaml


class _Core(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)


def load_yaml12(raw: bytes) -> Any:
    """The value of a YAML file by the core schema of YAML 1.2."""
    return yaml.load(raw, Loader=_Core)

"""The files of a lawbook that could be read, with the nodes they were read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shidian.law.load.nodes import YamlNode


@dataclass(frozen=True)
class Loaded:
    """One file that could be read: its name, its nodes (for positions) and its record."""

    name: str
    node: YamlNode
    record: Any


def records(loaded: list[Loaded], kind: type) -> list[tuple[Loaded, Any]]:
    """The files that hold a record of `kind`, with the record."""
    return [(item, item.record) for item in loaded if isinstance(item.record, kind)]

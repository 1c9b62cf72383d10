"""YAML of proposed files, as the lawbook is written: days plain, texts that look like numbers in quotes, nothing by reference."""

from __future__ import annotations

import datetime as dt
from typing import Any

import yaml

HEAD = "# Proposed from a reading and accepted by a reviewer. To be put into your own words and committed by a person.\n"


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """The lawbook reads no anchors."""
        return True


_Dumper.add_representer(dt.date, lambda dumper, day: dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat()))


def as_yaml(document: dict[str, Any], head: str = HEAD) -> str:
    """A document of a lawbook as text, under a comment."""
    return head + yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=140)

"""The beginning of a lawbook file, with a comment where something is to be filled in. What must be filled in is wrong until it is."""

from __future__ import annotations

import re
import typing

from shidian.errors import BadValue
from shidian.law.records.instrument import Instrument
from shidian.packaged import table

INSTRUMENTS: tuple[str, ...] = typing.get_args(typing.get_type_hints(Instrument)["kind"])
SCAFFOLDS = (*INSTRUMENTS, "cases", "sources")
"""What can be begun: an instrument of any kind, worked cases, sources."""


def scaffold(kind: str, id: str) -> tuple[str, str]:
    """The name and text of a new file; the id of cases is `question/name`. Raises BadValue."""
    if not re.fullmatch(r"[a-z0-9_]+/[a-z0-9][a-z0-9._-]*" if kind == "cases" else r"[a-z0-9][a-z0-9._-]*", id):
        hint = (
            "write the question and a name, such as `access/example`" if kind == "cases" else "use lower-case letters, digits and hyphens"
        )
        raise BadValue(f"`{id}` cannot be an id", hint=hint)
    texts, (question, _, name) = table("law/scaffold.toml"), id.rpartition("/")
    if kind in ("cases", "sources"):
        return f"{'cases' if kind == 'cases' else 'evidence/sources'}/{id}.yaml", texts[kind].format(question=question, id=name)
    year = m[0] if (m := re.search(r"(?:19|20)\d\d", id)) else "2000"
    return f"instruments/{id}.yaml", texts["instruments"].format(id=id, kind=kind, year=year)

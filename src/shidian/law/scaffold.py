"""The beginning of a lawbook file, with a comment where something is to be filled in. What must be filled in is wrong until it is."""

from __future__ import annotations

import re
import typing

from shidian.errors import BadValue
from shidian.law.records.instrument import Instrument

INSTRUMENTS: tuple[str, ...] = typing.get_args(typing.get_type_hints(Instrument)["kind"])
SCAFFOLDS = (*INSTRUMENTS, "cases", "sources")
"""What can be begun: an instrument of any kind, worked cases, sources."""

_INSTRUMENT = """\
instrument: {id}
title: {{en: TITLE, zh: 标题}}
kind: {kind}
issuers: []  # ids from vocabulary/authorities.yaml
editions:
  - edition: "{year}"
    # number: {{en: …, zh: …}}
    # adopted, published: days you know; leave out the others
    effective: {year}-01-01  # the real day
    seen: secondary  # official, opening, secondary, memory, inferred: never better than what was read
    sources: []  # ids from evidence/sources/
provisions:
  - provision: first
    number: "1"  # null where it was not seen
    summary: {{en: what it says in our own words, zh: 用自己的话说明内容}}
    seen: secondary
    rules: []  # or gaps, or no_rule with the reason
"""
_CASES = """\
question: {question}
cases:
  - case: {id}-1
    title: {{en: what is asked, zh: 所问事项}}
    facts: {{}}
    expect: {{}}  # at least an outcome, from the provision and not from the engine
    basis: {{en: the provision it rests on, zh: 所依据的条文}}
    strength: medium
"""
_SOURCES = """\
sources:
  - id: {id}
    title: {{en: what the page is, zh: 页面说明}}
    publisher: {{en: who stands behind it, zh: 发布者}}
    language: zh
    grade: other  # official, spokesperson, press, law-firm, reprint, other
    # address: https://…
    # read: the day it was read
"""


def scaffold(kind: str, id: str) -> tuple[str, str]:
    """The name and text of a new file; the id of cases is `question/name`. Raises BadValue."""
    if not re.fullmatch(r"[a-z0-9_]+/[a-z0-9][a-z0-9._-]*" if kind == "cases" else r"[a-z0-9][a-z0-9._-]*", id):
        hint = (
            "write the question and a name, such as `access/example`" if kind == "cases" else "use lower-case letters, digits and hyphens"
        )
        raise BadValue(f"`{id}` cannot be an id", hint=hint)
    if kind == "cases":
        question, _, name = id.partition("/")
        return f"cases/{id}.yaml", _CASES.format(question=question, id=name)
    if kind == "sources":
        return f"evidence/sources/{id}.yaml", _SOURCES.format(id=id)
    year = m[0] if (m := re.search(r"(?:19|20)\d\d", id)) else "2000"
    return f"instruments/{id}.yaml", _INSTRUMENT.format(id=id, kind=kind, year=year)

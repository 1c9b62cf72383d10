"""What is wrong with the shape of what a program sent, in plain words of both languages, whatever library found it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shidian.law.records.base import Label
from shidian.packaged import table
from shidian.words.refusals import refusal_in

OUTER = ("body", "query", "path")
"""Where a part of a request may stand: not said."""


def shape_told(faults: Sequence[Mapping[str, Any]]) -> Label:
    """The first fault of those that a validator lists (`type`, `loc`, `ctx`, `msg`), and where it is."""
    first = faults[0] if faults else {}
    kind, context = str(first.get("type", "")), dict(first.get("ctx", {}))
    told = table("words/shapes.toml")
    if kind in ("json_invalid", "value_error") and str(own := context.get("error", "")).startswith("`"):
        return Label(str(own), refusal_in("zh", str(own)))  # what our own reader says, such as a name that is given twice
    said = told.get(kind) or told.get(kind.partition("_")[0]) or told["other"]
    # the kinds that a value may be of are no part of its place (`constrained-str`, `list[…]`, `bool`)
    where = ".".join(
        p for p in map(str, first.get("loc", ())) if p not in OUTER and p not in told["kinds"] and "[" not in p and "-str" not in p
    )
    in_chinese = context | {"expected": str(context.get("expected")).replace("'", "").replace(", ", "、").replace(" or ", "、")}
    what = {"en": said["en"].format_map(context), "zh": said["zh"].format_map(in_chinese)}
    if not where or kind == "json_invalid":
        return Label(what["en"][:300], what["zh"][:300])
    return Label(f"`{where}`: {what['en']}"[:300], f"“{where}”：{what['zh']}"[:300])

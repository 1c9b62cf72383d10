"""The product's own words, in English and Chinese, from `phrases.toml`, `pages.toml` (those of the pages), `openness.toml`, `desk.toml`, `procedure.toml` and `programs.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from shidian.law.records.base import Label
from shidian.packaged import table

FILES = ("phrases.toml", "pages.toml", "openness.toml", "desk.toml", "procedure.toml", "programs.toml")


@cache
def phrases() -> dict[str, Label]:
    """Every phrase by its key."""
    found: dict[str, Label] = {}
    for name in FILES:
        found |= {key: Label(entry["en"], entry["zh"]) for key, entry in table(f"words/{name}").items()}
    return found


def word(value: str | None) -> Label:
    """The name of a word of the records (a stage, a verdict, a kind); a dash for none."""
    if value is None:
        return Label("–", "–")
    return phrases().get(f"word_{value}", Label(value, value))


def phrase(key: str, **parts: str | Label) -> Label:
    """A phrase with its parts filled in."""
    found = phrases()[key]
    if not parts:
        return found

    return Label(
        found.en.format(**{k: v if isinstance(v, str) else v.en for k, v in parts.items()}),
        found.zh.format(**{k: v if isinstance(v, str) else v.zh for k, v in parts.items()}),
    )


def in_a_row(words: Iterable[str], lang: str) -> str:
    """Words one after the other, as the language parts them."""
    return ("、" if lang == "zh" else ", ").join(words)

"""Facts that cannot be together, as a question declares them (`apart`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from shidian.law.lawbook import Lawbook


@lru_cache(maxsize=64)
def apart(book: Lawbook, name: str) -> tuple[dict[str, frozenset[str]], ...]:
    """Facts of a question whose values cannot all be together, groups and terms opened."""
    question = book.content.questions[name]
    trees = {f.fact: book.trees[f.vocabulary or ""] for f in question.facts if question.apart and f.domain == "tree"}
    return tuple(
        {
            f: frozenset(n for t in trees[f].spread(words)[0] for n in trees[f].below(t)) if f in trees else frozenset(words)
            for f, words in v.items()
        }
        for v in question.apart
    )


def not_together(values: Mapping[str, str]) -> str:
    """What is said of facts that cannot be together."""
    return " and ".join(f"`{f}={v}`" for f, v in values.items()) + " cannot be together"

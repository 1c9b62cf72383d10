"""Questions that people put in public (ministries' answers, law firms, forums), and what the product says to them:
`python -m tests.docs.asked_in_public` writes the page from `asked_in_public.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from shidian.answer.decision import Decision
from shidian.law.records.base import Label
from tests.cases.real import real_book

DATA = Path(__file__).with_name("asked_in_public.yaml")
PAGE = Path(__file__).parents[2] / "docs/reference/asked-in-public.md"
HEAD = """# Asked in public, with the command

Taken from pages of embassies, ministries' guides, law firms, consultants and forums; address and question in our words, facts only. Each was put to the product as the command
beside it. *Answered* means that the answer is definite and its duties are named; *open* that the product says what decides, or on which point the sources do not settle it; *out of scope* that no
question of the product takes it, and why. What a page itself answers is not repeated here, and several are out of date. [Public questions](public-questions.md) has others, as worked cases. `python -m tests.docs.asked_in_public` writes this page; a test holds it.
"""


class PublicQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """One question: where it stands, in our words, how it is asked, and what must come out. Without `ask` it is out of scope."""

    id: str
    address: str
    words: Label
    ask: str | None = None
    outcome: str | None = None
    because: str | None = None
    duties: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    scope: Label | None = None


@cache
def public_questions() -> tuple[PublicQuestion, ...]:
    data: dict[str, Any] = msgspec.yaml.decode(DATA.read_bytes())
    return msgspec.convert(data["questions"], tuple[PublicQuestion, ...])


@cache
def answered(asked: str) -> Decision:
    """The decision on a question as it is written: its name, then the facts."""
    question, *facts = asked.split()
    return real_book().ask(question, dict(f.split("=", 1) for f in facts))


def verdict(question: PublicQuestion) -> str:
    """What became of it: answered, open, out of scope."""
    if question.ask is None:
        return "out of scope"
    return "open" if answered(question.ask).outcome == "undetermined" else "answered"


def _said(question: PublicQuestion) -> str:
    if question.ask is None:
        assert question.scope is not None
        return f"{question.scope.en} {question.scope.zh}"
    decision = answered(question.ask)
    by_rule = {d.rule: d for d in decision.duties}
    duties = [f"{by_rule[d].name.en} ({by_rule[d].authority.en})" for d in question.duties]
    named = f" First: {'; '.join(duties)}." if duties else ""
    return f"{decision.summary.holds.en}{named}<br>{decision.summary.holds.zh}"


def written() -> str:
    """The whole page, with what today's lawbook answers."""
    found = public_questions()
    counts = {kind: sum(verdict(q) == kind for q in found) for kind in ("answered", "open", "out of scope")}
    lines = [HEAD, f"{len(found)} questions: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()) + ".", ""]
    lines += ["| question | where | verdict | what the product says |", "|---|---|---|---|"]
    for question in found:
        where = f"[{urlsplit(question.address).hostname}]({question.address})"
        asked = f"<br>`shidian ask {question.ask}`" if question.ask else ""
        text = f"{question.words.en}<br>{question.words.zh}{asked}"
        lines.append(f"| {text} | {where} | {verdict(question)} | {_said(question).replace('|', '/')} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")

"""Asking the user through the client for a fact that decides: at most three, one at a time, the most telling first.

A question is put only to a client that can ask its user. What is declined, cancelled or not known stays missing: the decision is then made
on what was said, and says that it is open.
"""

# no `from __future__ import annotations` here: the SDK reads the annotations of the resolvers, which name local functions
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resolve import Elicit, Resolve
from pydantic import BaseModel, Field, create_model

from shidian.answer.decision import Decision
from shidian.answer.interview import Interview, is_number
from shidian.answer.parts import Missing
from shidian.answer.values.given import in_words
from shidian.errors import CaseError
from shidian.mcp.replies import Fact, refused
from shidian.visitors.keeper import Keeper
from shidian.words.phrases import phrase

UNKNOWN = ("unknown", *(phrase("unknown")[lang] for lang in ("en", "zh")), "不知道", "不清楚", "不确定", "don't know", "not known", "?")
"""The answer of a form that somebody does not know, and what people type for it."""


class Reply(BaseModel):
    """What the user answered; empty when nothing was asked. Some forms have a field `other` for a word of their own, which goes before what was
    chosen."""

    answer: str = ""

    @property
    def said(self) -> str:
        """The answer; empty for none."""
        return str(getattr(self, "other", "")).strip() or ("" if self.answer.strip() in UNKNOWN else self.answer)


class Learnt(BaseModel):
    """The facts after asking, and what became of each question."""

    facts: dict[str, Any]
    asked: list[str] = Field(default_factory=list)
    unanswered: list[str] = Field(default_factory=list)


def resolvers(desk: Keeper) -> Callable[..., Learnt]:
    """The chain that a tool with `question`, `facts`, `sentence`, `known_on`, `ask_user` and `lang` depends on, to be given to `Resolve`."""

    def put(ctx: Context, question: str | None, known_on: str | None, lang: str, before: Learnt) -> Reply | Elicit[Reply]:
        if question is None or before.unanswered or not _can_ask(ctx):
            return Reply()
        asked = _open(desk, question, before.facts, known_on, lang)
        return Reply() if asked is None else Elicit(asked.question[lang], _form(desk, question, asked, lang))

    def after(
        question: str | None, known_on: str | None, lang: str, before: Learnt, outcome: ElicitationResult[Any], silent: bool
    ) -> Learnt:
        """What is known once a question was put, or was not."""
        if question is None or before.unanswered or silent:
            return before
        asked = _open(desk, question, before.facts, known_on, lang)
        if asked is None:
            return before
        told = [*before.asked, f"{asked.fact}: {outcome.action}"]
        if not isinstance(outcome, AcceptedElicitation) or not outcome.data.said:
            return Learnt(facts=before.facts, asked=told, unanswered=[*before.unanswered, asked.fact])
        try:
            return Learnt(facts=before.facts | _learnt(desk, question, asked, outcome.data.said), asked=told)
        except CaseError as error:
            raise refused(error, lang) from error

    def start(facts: dict[str, Fact] | None) -> Learnt:
        return Learnt(facts=dict(facts or {}))

    def step(base: Callable[..., Learnt]) -> Callable[..., Learnt]:
        """One more question after what `base` has learnt."""

        def ask_one(
            ctx: Context, question: str | None, known_on: str | None, lang: str, ask_user: bool, before: Annotated[Learnt, Resolve(base)]
        ) -> Reply | Elicit[Reply]:
            return put(ctx, question if ask_user else None, known_on, lang, before)

        def learnt(
            ctx: Context,
            question: str | None,
            known_on: str | None,
            lang: str,
            ask_user: bool,
            before: Annotated[Learnt, Resolve(base)],
            outcome: Annotated[ElicitationResult[Reply], Resolve(ask_one)],
        ) -> Learnt:
            return after(question, known_on, lang, before, outcome, not ask_user or not _can_ask(ctx))

        return learnt

    return step(step(step(start)))


def _can_ask(ctx: Context) -> bool:
    """Whether the client can put a form to its user."""
    able = ctx.client_capabilities.elicitation if ctx.client_capabilities is not None else None
    return able is not None and (able.form is not None or getattr(able, "url", None) is None)


def _open(desk: Keeper, question: str, facts: Mapping[str, Any], known_on: str | None, lang: str) -> Missing | None:
    """The fact to ask for next, while the answer in force is open for want of facts."""
    try:
        decision: Decision = desk.ask(question, in_words(facts), known_on)
    except CaseError as error:
        raise refused(error, lang) from error
    if decision.outcome != "undetermined" or decision.because != "missing_facts" or decision.missing_for != "in_force":
        return None
    return next(iter(desk.book.best_first(decision)), None)


def _form(desk: Keeper, question: str, asked: Missing, lang: str) -> type[Reply]:
    """A form: a choice where answers can be listed, with a field for another name where they are not all there are; else a word or a number."""
    offered = Interview.offered(desk.book, question, asked)
    label = asked.label[lang]
    if offered:
        options = [{"const": str(i), "title": lead.label[lang]} for i, lead in enumerate(offered, 1)]
        extra: dict[str, Any] = {"oneOf": [*options, {"const": UNKNOWN[0], "title": phrase("unknown")[lang]}]}
        if any(f.fact == asked.fact and f.domain in ("place", "tree") for f in desk.book.question(question).facts):  # the choices are a few
            chosen = Field(title=label, description=asked.question[lang], json_schema_extra=extra, default="")
            other = Field(title=phrase("or_type")[lang], description=phrase("type_a_name")[lang], default="")
            return create_model("Reply", __base__=Reply, answer=(str, chosen), other=(str, other))
        field = Field(title=label, description=asked.question[lang], json_schema_extra=extra)
    else:
        hint = phrase("type_a_number" if is_number(asked) else "type_a_name")[lang]
        field = Field(title=label, description=f"{asked.question[lang]}{'' if lang == 'zh' else ' '}{hint}", default="")
    return create_model("Reply", __base__=Reply, answer=(str, field))


def _learnt(desk: Keeper, question: str, asked: Missing, answer: str) -> dict[str, Any]:
    """The facts that an answer says. Raises CaseError for an answer that cannot be read."""
    offered = Interview.offered(desk.book, question, asked)
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(offered):
        return dict(offered[int(answer) - 1].set)
    return {asked.fact: answer}

"""Asking over HTTP: one case, many, the next question, a receipt."""

from __future__ import annotations

from fastapi import APIRouter, Request
from msgspec import Struct
from starlette.responses import Response

from shidian.answer.ask import replay_told
from shidian.answer.business import Business
from shidian.answer.called import called_by
from shidian.answer.decision import Decision
from shidian.answer.interview import Interview
from shidian.answer.parts import Lead, Missing
from shidian.answer.sentence.chips import Sentence as SentenceRead
from shidian.answer.short import Lang, ShortDecision, short
from shidian.answer.values.given import in_words
from shidian.api.bodies import BatchBody, CaseBody, ReplayBody, SentenceBody
from shidian.api.errors import Error
from shidian.api.replies import of, reply
from shidian.api.shape import BATCH_BYTES, CONTROLS, FREE, ShapedRoute
from shidian.catalogue.procedures import CalledProcedure
from shidian.errors import BadValue, CaseError, OutOfTime
from shidian.law.records.base import record_of
from shidian.visitors.keeper import Keeper


class Sentence(SentenceRead, frozen=True):
    """A sentence as it was read; `whole` says whether everything it says is in its cases."""

    whole: bool = False


FACTS = {
    "name": "facts",
    "in": "query",
    "style": "form",
    "explode": True,
    "required": False,
    "description": "the facts of the case by name, and `known_on`",
    "schema": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 200}},
    "example": {"activity": "idc", "territory": "shenzhen", "origin": "DE", "share": "100", "on": "2025-03-15"},
}


class Answered(Struct, frozen=True):
    """One case of a batch: its decision, or why it could not be read."""

    decision: Decision | None
    error: Error | None


class AnsweredInShort(Struct, frozen=True):
    """One case of a batch: its decision in short, or why it could not be read."""

    decision: ShortDecision | None
    error: Error | None


class BatchInShort(Struct, frozen=True):
    """The cases of a batch in short, in the order they came."""

    count: int
    errors: int
    items: tuple[AnsweredInShort, ...]


class Batch(Struct, frozen=True):
    """The cases of a batch, in the order they came."""

    count: int
    errors: int
    items: tuple[Answered, ...]

    def in_short(self, lang: Lang) -> BatchInShort:
        """The same with decisions in short."""
        items = (AnsweredInShort(short(i.decision, lang, BATCH_BYTES) if i.decision else None, i.error) for i in self.items)
        return BatchInShort(self.count, self.errors, tuple(items))


class CalledFor(Struct, frozen=True):
    """The procedures that an answer calls for, with the receipt of the answer."""

    receipt: str
    outcome: str
    procedures: tuple[CalledProcedure, ...]


class Next(Struct, frozen=True):
    """How far a case has come: the question to ask next (null when no further answer can matter), the answers worth offering one by one,
    and the outcome of what is known so far."""

    outcome: str
    because: str | None
    asked: Missing | None
    choices: tuple[Lead, ...]


def asking(desk: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["ask"])

    @router.get(
        "/ask/{question}",
        responses=of(Decision, ShortDecision),
        summary="Decide a case given in the address",
        openapi_extra={"parameters": [FACTS], FREE: True},
    )
    def ask_by_address(question: str, request: Request) -> Response:
        """The decision of a case. Every query parameter is a fact; an address that names its day is a permanent link. Without one it is asked of
        today, while pages answer for the day on which the law was last checked (`read_on`)."""
        return reply(desk.ask(question, *facts_in(request)))

    @router.post("/ask", responses=of(Decision, ShortDecision), summary="Decide a case")
    def ask(body: CaseBody) -> Response:
        """The decision of a case, with reasons, duties, routes, what is missing, and the receipt."""
        return reply(desk.ask(body.question, in_words(body.facts), day_of(body)))

    @router.post("/ask/procedures", responses=of(CalledFor), summary="The procedures that a case calls for")
    def procedures(body: CaseBody) -> Response:
        """Which approvals and filings the answer to a case calls for: papers, who supplies them, steps and times, on the day of the answer."""
        decision = desk.ask(body.question, in_words(body.facts), day_of(body))
        return reply(CalledFor(decision.receipt.id, decision.outcome, called_by(desk.book.lawbook, decision)))

    @router.post("/business", responses=of(Business), summary="Decide several activities together")
    def several(body: CaseBody) -> Response:
        """One decision for each of the activities (a list), the strictest over all, and the activities that bind."""
        return reply(desk.book.business(body.question, in_words(body.facts), known_on=day_of(body)))

    @router.post("/ask/batch", responses=of(Batch, BatchInShort), summary="Decide many cases")
    def batch(body: BatchBody) -> Response:
        """The decisions of up to 1000 cases. A case that cannot be read gets an error of its own; the others are decided.
        When the processor time of the request is spent, the cases that are left say so (`out-of-time`)."""
        desk.book.question(body.question)
        known_on = day_of(body)
        items: list[Answered] = []
        spent: Error | None = None
        for facts in body.cases:
            if spent is not None:
                items.append(Answered(None, spent))
                continue
            try:
                items.append(Answered(desk.ask(body.question, in_words(facts), known_on), None))
            except CaseError as error:
                items.append(Answered(None, Error(error.code, error.message, error.hint)))
            except OutOfTime as error:
                done = len(items)
                spent = Error(
                    error.code, f"{error.message}; {done} cases were decided", "send the cases with this error again by themselves"
                )
                items.append(Answered(None, spent))
        return reply(Batch(len(items), sum(i.error is not None for i in items), tuple(items)))

    @router.post("/parse", responses=of(Sentence), summary="Read a question in the user's own words")
    def parse(body: SentenceBody) -> Response:
        """What was understood, as chips with the words they came from; the cases to ask, with the days they may mean; what was not understood. Nothing is
        decided. A past without a day (back then) makes no case to ask: `undated` are its cases, each to be asked with a day."""
        return reply(record_of(Sentence, desk.book.read_question(body.text)))

    @router.post("/next", responses=of(Next), summary="The next question of an interview")
    def next_question(body: CaseBody) -> Response:
        """What to ask next: the fact that settles most, and where each answer leads."""
        found = desk.ask(body.question, in_words(body.facts), day_of(body))
        asked = next(iter(desk.book.best_first(found)), None)
        choices = Interview.offered(desk.book, body.question, asked) if asked else ()
        return reply(Next(found.outcome, found.because, asked, choices))

    @router.post("/replay", responses=of(Decision, ShortDecision), summary="The decision of a receipt again")
    def replay(body: ReplayBody) -> Response:
        """The same decision, byte for byte; an altered receipt, one of another lawbook, and a decision that is not the one made again are refused."""
        return reply(replay_told(desk.book, body.receipt))

    return router


def facts_in(request: Request) -> tuple[dict[str, str], str | None]:
    """The facts in an address, and `known_on`. Raises BadValue for a fact given twice."""
    facts: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in facts:
            raise BadValue(f"`{name[:100]}` is given twice")
        if name not in CONTROLS:
            facts[name] = value
    return facts, facts.pop("known_on", None)


def day_of(body: CaseBody | BatchBody) -> str | None:
    """The day of knowledge as the book takes it."""
    return body.known_on.isoformat() if body.known_on else None

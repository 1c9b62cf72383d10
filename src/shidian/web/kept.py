"""Copies of answers: what a page said on the day somebody kept it, at an address that never changes, and whether the lawbook of today still says it.

A copy holds the answer as a page in both languages, the decision as data, and the receipt, by whose beginning it is found.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.answer.decision import Decision
from shidian.answer.parts import DecisionFields, Receipt
from shidian.catalogue.lists import NotFound
from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.visitors.keeper import Keeper
from shidian.web.asking.ask import MendPage
from shidian.web.asking.decision import DecisionPage, decision
from shidian.web.page import LANGUAGES, Context, Visit
from shidian.web.render import Renderer
from shidian.web.screen import Endpoint
from shidian.words.labels import cited, join
from shidian.words.phrases import phrase
from shidian.words.plain import to_plain

if TYPE_CHECKING:  # a server without a store starts without its libraries
    from shidian.store.copies import CopyFound

LENGTH = 24
"""Characters of the receipt that name a copy."""
WHOLE = 1_000
"""Names that are told one by one: what is compared is never cut."""


class Copied(Struct, frozen=True):
    """What is kept: the receipt, the answer as a sentence, what it says part by part, the page of it by language, and the decision as data."""

    receipt: Receipt
    sentence: Label
    tone: str
    parts: dict[str, Label]
    html: dict[str, str]
    decision: dict[str, Any]


class TurnedPart(Context, frozen=True):
    """A part of an answer that is said otherwise today."""

    part: str
    then: Label
    today: Label


class KeptPage(Context, frozen=True):
    """A kept answer. `turned` are the parts that the lawbook of today says otherwise; `problem` says why it cannot read the case any more.
    `html` is the answer as it was shown, by language."""

    id: str
    made: dt.date
    receipt: Receipt
    sentence: Label
    tone: str
    lawbook: str
    turned: tuple[TurnedPart, ...]
    problem: str | None
    link: dict[str, str]
    html: dict[str, str]
    decision: dict[str, Any]


def kept(visit: Visit) -> KeptPage:
    """The page of a copy. Raises NotFound."""
    found = visit.desk.copies.find(visit.path["id"][:LENGTH]) if visit.desk.copies is not None else None
    if found is None:
        raise NotFound("no answer was kept under this address", hint="ask the question again")
    copied = msgspec.json.decode(found.content, type=Copied)
    receipt = copied.receipt
    known_on = receipt.known_on.isoformat() if receipt.known_on else None
    turned, problem = _turned(visit.desk, copied, known_on)
    return KeptPage(
        found.id,
        dt.date.fromisoformat(found.made[:10]),
        receipt,
        copied.sentence,
        copied.tone,
        visit.desk.book.digest,
        turned,
        problem,
        dict(receipt.facts) | ({"known_on": known_on} if known_on else {}),
        copied.html,
        copied.decision,
    )


def _turned(desk: Keeper, copied: Copied, known_on: str | None) -> tuple[tuple[TurnedPart, ...], str | None]:
    """What the lawbook of today says otherwise of the case, or why it cannot read it."""
    receipt = copied.receipt
    try:
        now = desk.ask(receipt.question, receipt.facts, known_on)
    except CaseError as error:
        return (), error.message
    parts, nothing = said_parts(now), Label("–", "–")
    names = [*copied.parts, *(n for n in parts if n not in copied.parts)]
    pairs = ((n, copied.parts.get(n, nothing), parts.get(n, nothing)) for n in names)
    return tuple(TurnedPart(n, then, today) for n, then, today in pairs if then != today), None


def said_parts(d: DecisionFields) -> dict[str, Label]:
    """What a decision says, part by part, in words that can be compared: the two readings, conditions, duties, what it rests on, how sure it is."""
    deciding = [r for r in d.reasons if r.rule in d.determining]
    said = {
        "holds": d.summary.holds,
        "announced": d.summary.announced,
        "conditions": join(d.conditions, WHOLE),
        "duties": join(sorted({o.name for o in d.duties if o.certain}, key=lambda x: x.en), WHOLE),
        "reasons": join(dict.fromkeys(cited(r.title, r.provision_name) for r in deciding), WHOLE),
        "confidence": phrase(f"seen_{d.confidence}") if d.confidence else Label("", ""),
    }
    return {k: v for k, v in said.items() if v.en}


def keep(desk: Keeper, renderer: Renderer, page: DecisionPage) -> CopyFound:
    """Keep the answer of a page; the same answer is kept once. Raises NotFound on a server without a store, CopiesFull."""
    if desk.copies is None:
        raise NotFound("this server keeps no copies of answers", hint="save the memo (PDF or DOCX) or the JSON instead")
    found: Decision = page.decision
    fixed = msgspec.structs.replace(page, heard=None, keepable=False, hoping=False, regional=False, whole=True)
    html = {lang: renderer.html("answer.html", fixed, lang, f"/{lang}/decision/{page.question}", "") for lang in LANGUAGES}
    copied = Copied(found.receipt, found.sentence, page.tone, said_parts(found), html, to_plain(found))
    made = f"{desk.today.isoformat()}T{dt.datetime.now(dt.UTC):%H:%M:%S.%f}Z"
    return desk.copies.keep(found.receipt.id[:LENGTH], made, msgspec.json.encode(copied))


def routes(desk: Keeper, renderer: Renderer) -> list[BaseRoute]:
    """What keeps an answer."""
    return [Route(f"/{lang}/kept", _keep(desk, renderer, lang), methods=["POST"]) for lang in LANGUAGES]


def _keep(desk: Keeper, renderer: Renderer, lang: str) -> Endpoint:
    def work(pairs: list[tuple[str, str]]) -> str:
        question = next((v for k, v in pairs if k == "question"), "")
        page = decision(Visit(desk, lang, {"question": question}, [(k, v) for k, v in pairs if k != "question"]))
        if isinstance(page, MendPage):
            raise CaseError(page.problem.message)
        return keep(desk, renderer, page).id

    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=60) as form:
            pairs = [(k, v) for k, v in form.multi_items() if isinstance(v, str)]
        return RedirectResponse(f"/{lang}/kept/{await run_in_threadpool(work, pairs)}", status_code=303)

    return endpoint

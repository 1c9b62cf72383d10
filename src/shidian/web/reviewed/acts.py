"""What a person says of a finding: accept, correct, reject, undo; and the proposals as one file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import quote, unquote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.catalogue.lists import NotFound
from shidian.errors import BadValue, ReviewError
from shidian.review.corrections import changed
from shidian.review.queue import ReviewDesk
from shidian.store.records import QueueRow, Verdict
from shidian.visitors.keeper import SIGNED_IN, Keeper
from shidian.web.page import LANGUAGES, address
from shidian.web.reviewed.queue import opened, proposal_of, row_of, zipped

REVIEWER = "shidian_reviewer"
"""The cookie that remembers the name of a reviewer on a machine of their own."""
LONGEST_NAME, LONGEST_REASON = 80, 2_000


def routes(desk: Keeper) -> list[BaseRoute]:
    """What changes something, and the proposals as one file."""
    out: list[BaseRoute] = []
    for lang in LANGUAGES:
        base = f"/{lang}/review"
        out.append(Route(base + "/bulk", partial(_bulk, desk, lang), methods=["POST"]))
        out.append(Route(base + "/proposals.zip", partial(_zip, desk), methods=["GET"]))
        out += [Route(f"{base}/{{id}}/{what}", partial(_act, desk, lang, act), methods=["POST"]) for what, act in ACTS.items()]
    return out


Act = Callable[[ReviewDesk, QueueRow, str, dict[str, str]], object]


def _correct(reviews: ReviewDesk, row: QueueRow, who: str, said: dict[str, str]) -> object:
    value = row.review.value if row.review is not None and row.review.value is not None else row.finding.value
    new = changed(row.finding.kind, value, {k.removeprefix("value-"): v for k, v in said.items() if k.startswith("value-")})
    kept = {k: v for k, v in value.items() if k not in row.finding.value or row.finding.value[k] != v}
    return reviews.correct(row.id, who, {**kept, **new}, said.get("reason") or None)


ACTS: dict[str, Act] = {
    "accept": lambda reviews, row, who, said: reviews.accept(row.id, who, said.get("reason") or None),
    "correct": _correct,
    "reject": lambda reviews, row, who, said: reviews.reject(row.id, who, said.get("reason")),
    "undo": lambda reviews, row, who, _: reviews.undo(row.id, who),
}


async def _act(desk: Keeper, lang: str, act: Act, request: Request) -> Response:
    reviews = opened(desk)
    async with request.form(max_files=0, max_fields=40) as form:
        said = {name: _word(name, value) for name, value in form.multi_items() if isinstance(value, str)}
    who = await _signer(desk, request, said)
    row = await run_in_threadpool(row_of, reviews, request.path_params["id"])
    await run_in_threadpool(act, reviews, row, who, said)
    return _on(request, address(f"/{lang}/review/{row.id}"), who)


async def _bulk(desk: Keeper, lang: str, request: Request) -> Response:
    """One word on the findings that are ticked, or on every open one that the filter of the queue shows."""
    reviews = opened(desk)
    async with request.form(max_files=0, max_fields=300) as form:
        said = {name: _word(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "finding"}
        ticked = [v for n, v in form.multi_items() if n == "finding" and isinstance(v, str)]
    who = await _signer(desk, request, said)
    verdict: Verdict = "rejected" if said.get("say") == "reject" else "accepted"
    if said.get("all"):
        document = said.get("document", "")
        if document and not (document.isascii() and document.isdigit() and len(document) < 10):
            raise BadValue(f"there is no document `{document[:40]}`")
        ids = await run_in_threadpool(
            lambda: reviews.matching(
                document=int(document) if document else None,
                kinds=[said["kind"]] if said.get("kind") else [],
                statuses=[said["status"]] if said.get("status") else [],
            )
        )
    else:
        ids = [int(i) for i in ticked if i.isascii() and i.isdigit() and len(i) < 10]
    if not ids:
        raise ReviewError("no finding is chosen", hint="tick some in the queue, or choose all that it shows")
    await run_in_threadpool(reviews.review_each, ids, verdict, who, said.get("reason") or None)
    kept = {k: said[k] for k in ("document", "kind", "state", "status", "after") if said.get(k)}
    return _on(request, address(f"/{lang}/review") + ("?" + urlencode(kept) if kept else ""), who)


async def _signer(desk: Keeper, request: Request, said: dict[str, str]) -> str:
    """Who signs: whoever is signed in, else the name in the form. Raises ReviewError without one."""
    signed = await run_in_threadpool(desk.reviewer, request.cookies.get(SIGNED_IN))
    if not (who := said.get("who", "") if signed is None else signed):
        raise ReviewError("a review needs a name", hint="write yours into the form")
    return who


def _on(request: Request, path: str, who: str) -> Response:
    """On to a page; the browser keeps the name."""
    answer = RedirectResponse(path, status_code=303)
    answer.set_cookie(REVIEWER, quote(who), max_age=31_536_000, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


def _word(name: str, value: str) -> str:
    """What was written into a field. Raises BadValue."""
    bare = value.strip()
    most = LONGEST_NAME if name == "who" else LONGEST_REASON
    if len(bare) > most:
        raise BadValue(f"`{name[:40]}` has more than {most} characters", hint="shorten it")
    if any(not c.isprintable() and c not in "\r\n\t" for c in bare):
        raise BadValue(f"`{name[:40]}` holds characters that cannot be shown")
    return bare


def reviewer_of(cookie: str | None) -> str:
    """The name that a cookie remembers; empty when there is none."""
    name = unquote(cookie or "")
    return name if len(name) <= LONGEST_NAME and name.isprintable() else ""


def _zip(desk: Keeper, request: Request) -> Response:
    desk.reviewer(request.cookies.get(SIGNED_IN))
    found = proposal_of(desk, request.query_params.get("plan") or None)
    if not found.files and not found.notes:
        raise NotFound("nothing is accepted yet", hint="accept findings in the queue first")
    return Response(
        zipped(found), media_type="application/zip", headers={"Content-Disposition": 'attachment; filename="shidian-proposals.zip"'}
    )

"""Files of an item: taken by a form of their own, and given back as downloads that no browser shows or runs."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.errors import DeskError
from shidian.store.access import demand
from shidian.tracking.attached import LARGEST, MOST_ATTACHMENTS, checked
from shidian.visitors.keeper import Keeper
from shidian.web.desk.pages import HOME, number_of, to_sign_in
from shidian.web.desk.who import DeskVisit, sent_by
from shidian.web.page import LANGUAGES

DOWNLOAD = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def attached_routes(desk: Keeper) -> list[BaseRoute]:
    """The two routes, in both languages."""
    out: list[BaseRoute] = []
    for lang in LANGUAGES:
        out.append(Route(f"/{lang}{HOME}/items/{{id}}/attach", partial(_attach, desk, lang), methods=["POST"]))
        out.append(Route(f"/{lang}{HOME}/attachments/{{id}}", partial(_download, desk, lang), methods=["GET"]))
    return out


async def _attach(desk: Keeper, lang: str, request: Request) -> Response:
    async with request.form(max_files=1, max_fields=4) as form:
        said = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        file = form.get("file")
        name, content = (file.filename or "", await file.read(LARGEST + 1)) if isinstance(file, UploadFile) else ("", b"")

    def done() -> Response:
        visit = sent_by(desk, lang, request, said)
        if said:
            raise DeskError(f"`{next(iter(said))[:40]}` is not a field of this form")
        item = visit.programme.work.item(visit.who, number_of(visit.path["id"], "item"))
        demand(visit.who, "propose", item.region)
        found = checked(name, content)
        visit.notes.attach(visit.who, item.id, found.name, found.kind, content, MOST_ATTACHMENTS)
        return RedirectResponse(f"/{lang}{HOME}/{item.kind}s/{item.id}#files", status_code=303)

    return await run_in_threadpool(done)


def _download(desk: Keeper, lang: str, request: Request) -> Response:
    visit = DeskVisit(desk, lang, request)
    if visit.actor is None:
        return to_sign_in(lang, request)
    found, content = visit.notes.content(visit.who, number_of(visit.path["id"], "file"))
    visit.noted("export", found.region, f"file {found.id}")
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in ".-_" else "_" for c in found.name)
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name, safe='')}"
    return Response(content, media_type="application/octet-stream", headers={**DOWNLOAD, "Content-Disposition": named})

"""Screening tables over HTTP. Whoever knows the id of a screening can see it; it cannot be guessed, and is gone after an hour."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated

import msgspec
from fastapi import APIRouter, File, Form, UploadFile
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from shidian.api.replies import of, reply
from shidian.api.shape import ShapedRoute
from shidian.errors import BadValue
from shidian.files import decode_once
from shidian.visitors.guests import SHARED as OWNER
from shidian.visitors.keeper import Keeper
from shidian.visitors.tables import MEDIA, JobView, TableHints

CHUNK = 1 << 20
Id = Annotated[str, InPath(max_length=100)]


class Deleted(msgspec.Struct, frozen=True):
    """What was deleted."""

    id: str


def screening(desk: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["screen"], prefix="/screen/jobs")
    created = of(JobView)
    created[202] = created.pop(200)

    @router.post("", responses=created, status_code=202, summary="Screen a table")
    def create(
        request: Request,
        file: Annotated[UploadFile, File(description="CSV, TSV, XLSX, ODS, Parquet, Arrow or JSON lines")],
        question: Annotated[str, Form(max_length=100, examples=["access"])],
        mapping: Annotated[str | None, Form(max_length=20_000, description="fact to column, as a JSON object; found when left out")] = None,
        told: Annotated[
            str | None,
            Form(
                max_length=200_000,
                description="a JSON object with `facts` for all rows, `default_day` for rows without a day, `scales` (fact to `fraction`, "
                "`percent` or a unit such as 万人), `values` (by fact: bad word to the value meant) and `ignored` (columns that mean nothing)",
            ),
        ] = None,
        sheet: Annotated[str | None, Form(max_length=100, description="the sheet of a workbook; found when left out")] = None,
    ) -> Response:
        """Upload a table of cases and start. Columns that are called as a fact is are found without a mapping."""
        view = desk.jobs.upload(
            OWNER,
            file.filename or "table",
            question,
            iter(partial(file.file.read, CHUNK), b""),
            sheet or None,
            lang=request.query_params.get("lang", "en"),
        )
        try:
            chosen = msgspec.convert(decode_once(mapping), dict[str, str]) if mapping else None
            said = msgspec.convert(decode_once(told), TableHints) if told else TableHints()
            view = desk.jobs.start(OWNER, view.id, chosen, said)
        except (msgspec.ValidationError, json.JSONDecodeError) as error:
            desk.jobs.delete(OWNER, view.id)
            if isinstance(error, json.JSONDecodeError) and "twice" in error.msg:
                raise BadValue(error.msg) from error
            raise BadValue("`mapping` must be a JSON object of strings", hint='such as {"share": "持股比例"}') from error
        except Exception:
            desk.jobs.delete(OWNER, view.id)
            raise
        return reply(view, 202)

    @router.get("/{id}", responses=of(JobView), summary="How far a screening is")
    def job(id: Id) -> Response:
        return reply(desk.jobs.view(OWNER, id))

    @router.get(
        "/{id}/result",
        responses={
            200: {
                "description": "The table with the answers",
                "content": {m.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for m in MEDIA.values()},
            }
        },
        summary="The table with the answers",
    )
    def result(id: Id) -> Response:
        path, kind, name = desk.jobs.result(OWNER, id)
        return FileResponse(path, media_type=MEDIA[kind], filename=name)

    @router.post("/{id}/cancel", responses=of(JobView), summary="Stop a screening")
    def cancel(id: Id) -> Response:
        return reply(desk.jobs.cancel(OWNER, id))

    @router.delete("/{id}", responses=of(Deleted), summary="Stop a screening and delete its files")
    def delete(id: Id) -> Response:
        desk.jobs.delete(OWNER, id)
        return reply(Deleted(id))

    return router

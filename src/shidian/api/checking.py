"""Checking a memo over HTTP: its citations of acts, and its claims."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter
from starlette.responses import Response

from shidian.api.bodies import MemoSent
from shidian.api.replies import of, reply
from shidian.api.shape import ShapedRoute
from shidian.documents.formats.files import SelfDescription
from shidian.documents.reader import Reader
from shidian.documents.report import report
from shidian.documents.rows import Checked, checked
from shidian.visitors.keeper import Keeper


def checking(desk: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["check"])

    def reader() -> Reader:
        return desk.book.made(("reader",), lambda: Reader(desk.book))

    @router.post("/check", responses=of(Checked), summary="Check the citations and claims of a memo")
    def check(body: MemoSent) -> Response:
        """Each citation of an act: right, wrong article, another edition was in force that day, repealed, not yet in force, says something else, or not held
        by this lawbook (which says nothing of whether it exists). Each claim that the law can be asked about: agreed with, contradicted, announced only, or open.
        The text is read as plain text and kept nowhere."""
        made = reader()
        day: dt.date = body.date or desk.today
        reading = made.read_text(body.text, "memo.txt", SelfDescription(date=day, language=body.language))
        return reply(checked(report(desk.book.lawbook, made.compare([reading])))[0])

    return router

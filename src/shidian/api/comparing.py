"""Comparing over HTTP: a case over time and elsewhere, a matrix of cases, and what changes between two days."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from msgspec import Struct
from starlette.responses import Response

from shidian.api.asking import day_of, words
from shidian.api.bodies import MOST_CELLS, CaseBody, MatrixBody
from shidian.api.replies import listed, of, reply
from shidian.app.desk import Desk
from shidian.app.grid import Cell, Changed, There, changed, elsewhere, grid
from shidian.app.over_time import Stretch, over_time
from shidian.errors import BadValue


class Matrix(Struct, frozen=True):
    """The answers for every row with every column, row by row."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


def comparing(desk: Desk) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["compare"])
    book = desk.book

    @router.post("/timeline", responses=of(Stretch, many=True), summary="How the answer to a case changes over time")
    def timeline(body: CaseBody) -> Response:
        """Every interval with the same answer from 2019 on, with the rules that begin or end on its first day. The day of the case is not used."""
        return listed(over_time(book, body.question, words(body.facts), body.known_on))

    @router.post("/elsewhere", responses=of(There, many=True), summary="The same case in every region of the programme")
    def same_elsewhere(body: CaseBody) -> Response:
        """The answer in each region on the day of the case, and the day since which it has been so."""
        facts = words(body.facts)
        on = desk.ask(body.question, facts, day_of(body)).receipt.on
        return listed(elsewhere(book, body.question, facts, on, [r.region for r in book.lawbook.programme.regions], body.known_on))

    @router.post("/matrix", responses=of(Matrix), summary="The answers for every value of one fact with every value of another")
    def matrix(body: MatrixBody) -> Response:
        """Outcome and ceiling of each cell, in both readings."""
        if len(body.rows.values) * len(body.columns.values) > MOST_CELLS:
            raise BadValue(f"a matrix has at most {MOST_CELLS} cells", hint="ask for fewer rows or columns")
        if body.rows.fact == body.columns.fact:
            raise BadValue("rows and columns need different facts")
        rows, columns = (body.rows.fact, body.rows.values), (body.columns.fact, body.columns.values)
        cells = grid(book, body.question, words(body.facts), rows, columns, body.known_on)
        return reply(Matrix(tuple(body.rows.values), tuple(body.columns.values), cells))

    @router.get("/changes/{question}", responses=of(Changed, many=True), summary="The rules that stand otherwise on the second day than on the first")
    def changes(question: str, since: Annotated[dt.date, Query(examples=["2024-10-31"])],
                until: Annotated[dt.date, Query(examples=["2025-05-01"])]) -> Response:
        """Rules that have begun, ended, or been announced between two days."""
        if since >= until:
            raise BadValue("the first day must come before the second")
        return listed(changed(book, question, since, until))

    return router

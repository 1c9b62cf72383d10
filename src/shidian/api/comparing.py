"""Comparing over HTTP: a case over time and elsewhere, what would help, two facts against each other, and what changes between two days; and checking a memo:
its citations of acts, and its claims."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from shidian.analysis.diff import Changed, Diff, changed
from shidian.analysis.elsewhere import There, elsewhere
from shidian.analysis.matrix import Matrix
from shidian.analysis.timeline import SINCE, Timeline
from shidian.analysis.whatif import WhatIf
from shidian.answer.facts import Given
from shidian.answer.rules.rule_list import rule_rows
from shidian.answer.values.given import in_words
from shidian.api.asking import day_of
from shidian.api.bodies import CaseBody, DiffBody, MatrixBody, MemoSent
from shidian.api.replies import listed, of, reply
from shidian.api.shape import ShapedRoute
from shidian.documents.formats.files import SelfDescription
from shidian.documents.reader import Reader
from shidian.documents.report import report
from shidian.documents.rows import Checked, checked
from shidian.errors import BadValue
from shidian.visitors.keeper import Keeper


def comparing(desk: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["compare"])
    book = desk.book

    def without_day(body: CaseBody | DiffBody) -> dict[str, Given]:
        day = book.rulebook(body.question).day
        return {k: v for k, v in in_words(body.facts).items() if k != day}

    @router.post("/timeline", responses=of(Timeline), summary="How the answer to a case changes over time")
    def timeline(body: CaseBody) -> Response:
        """Every interval with the same answer from 2019 on, in both readings, with the provisions that begin and end it. The day of the case is
        not used."""
        return reply(book.timeline(body.question, without_day(body), known_on=body.known_on))

    @router.post("/elsewhere", responses=of(There, many=True), summary="The same case in every region of the programme")
    def same_elsewhere(body: CaseBody) -> Response:
        """The answer in each region on the day of the case, and the day since which it has been so."""
        facts = desk.ask(body.question, in_words(body.facts), day_of(body)).receipt.facts
        return listed(elsewhere(book, body.question, facts, [r.region for r in book.lawbook.programme.regions], SINCE, body.known_on))

    @router.post("/what-if", responses=of(WhatIf), summary="What would lead to the mildest outcome")
    def what_if(body: CaseBody) -> Response:
        """The smallest changes of one or two facts that lead to the mildest outcome, nearest first; each with a case that the engine confirms."""
        return reply(book.whatif(body.question, in_words(body.facts), known_on=body.known_on))

    @router.post("/matrix", responses=of(Matrix), summary="Two facts against each other")
    def matrix(body: MatrixBody) -> Response:
        """The answers by two facts; values with the same answers all along are one row or column. A coarse value of one of the two among the
        facts (such as `telecom`) narrows it."""
        return reply(
            book.matrix(
                body.question,
                in_words(body.facts),
                rows=body.rows,
                columns=body.columns,
                shows=body.shows,
                reading=body.reading,
                known_on=body.known_on,
            )
        )

    @router.post("/diff", responses=of(Diff), summary="The cases that are answered otherwise on one day than on another")
    def diff(body: DiffBody) -> Response:
        """Groups of cases whose answer differs between two days, each with the rules responsible and a witness. What is given as facts narrows it."""
        return reply(book.diff(body.question, without_day(body), days=(body.since, body.until), reading=body.reading))

    @router.get(
        "/changes/{question}",
        responses=of(Changed, many=True),
        summary="The rules that stand otherwise on the second day than on the first",
    )
    def changes(
        question: str,
        since: Annotated[dt.date, Query(examples=["2024-10-31"])],
        until: Annotated[dt.date, Query(examples=["2025-05-01"])],
        place: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """Rules that have begun, ended, or been announced between two days; with `place`, those whose scope does not leave the place out."""
        if since >= until:
            raise BadValue("the first day must come before the second")
        found = changed(book, question, since, until)
        bearing = {r.rule for r in rule_rows(book, question=question, place=place)} if place else {c.rule for c in found}
        return listed(c for c in found if c.rule in bearing)

    return router


def checking(desk: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["check"])

    @router.post("/check", responses=of(Checked), summary="Check the citations and claims of a memo")
    def check(body: MemoSent) -> Response:
        """Each citation of an act: right, wrong article, another edition was in force that day, repealed, not yet in force, says something else, or not held
        by this lawbook (which says nothing of whether it exists). Each claim that the law can be asked about: agreed with, contradicted, announced only, or open.
        The text is read as plain text and kept nowhere."""
        made = desk.book.made(("reader",), lambda: Reader(desk.book))
        day: dt.date = body.date or desk.today
        reading = made.read_text(body.text, "memo.txt", SelfDescription(date=day, language=body.language))
        return reply(checked(report(desk.book.lawbook, made.compare([reading])))[0])

    return router

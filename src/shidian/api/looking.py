"""Looking things up over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from msgspec import Struct
from starlette.responses import Response

from shidian.answer.citing import Citation, citation, rule_told
from shidian.answer.rules.rule_list import RuleRow, rule_rows
from shidian.answer.rules.rule_words import RuleWords
from shidian.api.replies import listed, of, reply
from shidian.api.shape import ShapedRoute
from shidian.catalogue.crosswalk import ChapterAnswer
from shidian.catalogue.lists import ContradictionRow, InstrumentRow, by_id
from shidian.catalogue.procedures import ProcedureRow, ProcedureShown, procedure_on, procedures, read_events
from shidian.catalogue.programme import ChapterRow, RegionRow, TaskRow, region_named
from shidian.catalogue.search import Hit, Word, words_like
from shidian.law.records.evidence import Claim
from shidian.law.records.instrument import Instrument
from shidian.law.records.programme import Event, Task
from shidian.law.records.question import Question
from shidian.law.records.source import Source
from shidian.programme.coverage import InstrumentCoverage, PlanCoverage
from shidian.version import __version__
from shidian.visitors.keeper import Keeper

Events = Annotated[list[str], Query(max_length=40, description="what happened, as EVENT=DAY, in the order of the days")]
MOST_WORDS = 100_000
Text = Annotated[str | None, Query(max_length=200)]
Id = Annotated[str, InPath(max_length=200)]
Day = Annotated[dt.date | None, Query(alias="on", description="the day asked; today when left out", examples=["2025-06-01"])]


class Service(Struct, frozen=True):
    """What answers here: version, lawbook, how far the law was read, and the questions."""

    version: str
    lawbook: str
    read_on: dt.date | None
    questions: tuple[str, ...]
    vocabularies: tuple[str, ...]


class TaskReply(Struct, frozen=True):
    """A task row and its plan."""

    plan: str
    task: Task


class Ledger(Struct, frozen=True):
    """What is encoded, and what is not."""

    instruments: tuple[InstrumentCoverage, ...]
    plans: tuple[PlanCoverage, ...]


def looking(desk: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["look up"])
    book = desk.book

    @router.get("", responses=of(Service), summary="What answers here")
    def service() -> Response:
        return reply(Service(__version__, book.digest, book.lawbook.read_on, book.questions, tuple(sorted(book.lawbook.trees))))

    @router.get("/questions", responses=of(Question, many=True), summary="The questions, with the facts each takes")
    def questions() -> Response:
        return listed(book.question(q) for q in book.questions)

    @router.get("/questions/{question}", responses=of(Question), summary="One question")
    def question(question: Id) -> Response:
        return reply(book.question(question))

    @router.get(
        "/vocabulary/{vocabulary}", responses=of(Word, many=True), summary="The entries of a vocabulary, or those that a text may mean"
    )
    def vocabulary(vocabulary: Id, q: Text = None, most: Annotated[int, Query(ge=1, le=1000)] = 1000) -> Response:
        """Entries by id, name, alias or public code; with `q` the nearest first."""
        by_id("vocabulary", vocabulary, book.lawbook.trees)
        return listed(words_like(book.lawbook, vocabulary, q or "", most))

    @router.get("/vocabulary/{vocabulary}/{id}", responses=of(Word), summary="One entry of a vocabulary")
    def entry(vocabulary: Id, id: Id) -> Response:
        by_id("vocabulary", vocabulary, book.lawbook.trees)
        found = {w.id: w for w in words_like(book.lawbook, vocabulary, "", MOST_WORDS)}
        return reply(by_id("entry", id, found))

    @router.get("/rules", responses=of(RuleRow, many=True), summary="The rules and gaps, by question, instrument, day and place")
    def rules(on: Day = None, question: Text = None, instrument: Text = None, place: Text = None, kind: Text = None) -> Response:
        """With `on`, those in force or announced on the day; with `place`, those whose scope does not leave the place out."""
        return listed(rule_rows(book, on=on, question=question, instrument=instrument, place=place, kind=kind))

    @router.get("/rules/{instrument}/{rule}", responses=of(RuleWords), summary="One rule or gap in words")
    def rule(instrument: Id, rule: Id) -> Response:
        return reply(rule_told(book, f"{instrument}/{rule}"))

    @router.get("/cite/{instrument}", responses=of(Citation), summary="An instrument as it may be cited")
    def cite(instrument: Id, on: Day = None) -> Response:
        return reply(citation(book, instrument, on or desk.today))

    @router.get("/cite/{instrument}/{id}", responses=of(Citation), summary="A rule or provision as it may be cited, with its sources")
    def cite_part(instrument: Id, id: Id, on: Day = None) -> Response:
        return reply(citation(book, f"{instrument}/{id}", on or desk.today))

    @router.get("/procedures", responses=of(ProcedureRow, many=True), summary="The procedures: approvals, licences and filings")
    def all_procedures(place: Text = None) -> Response:
        """With `place`, those that are not known for other places alone."""
        return listed(procedures(book.lawbook, place))

    @router.get("/procedures/{id}", responses=of(ProcedureShown), summary="One procedure: papers, steps, and due days after what happened")
    def procedure(id: Id, on: Day = None, event: Events = []) -> Response:  # noqa: B006
        """`event` may be there several times, in the order of the days: `event=received=2026-03-02&event=accepted=2026-03-05`."""
        return reply(procedure_on(book.lawbook, id, on or desk.today, read_events(event)))

    @router.get("/instruments", responses=of(InstrumentRow, many=True), summary="The instruments in the edition of a day")
    def instruments(on: Day = None, kind: Text = None, issuer: Text = None, text: Text = None, place: Text = None) -> Response:
        """With `place`, those with a rule or gap whose scope does not leave the place out; with `on`, one that is then in force or announced."""
        rows = book.instruments(on=on, kind=kind, issuer=issuer, text=text)
        bearing = {r.rule.partition("/")[0] for r in rule_rows(book, on=on, place=place)} if place else {r.instrument for r in rows}
        return listed(r for r in rows if r.instrument in bearing)

    @router.get("/instruments/{id}", responses=of(Instrument), summary="One instrument with editions, provisions, rules and gaps")
    def instrument(id: Id) -> Response:
        return reply(book.instrument(id))

    @router.get("/tasks", responses=of(TaskRow, many=True), summary="The task rows, and how far each has come")
    def tasks(
        on: Day = None,
        plan: Text = None,
        area: Text = None,
        place: Text = None,
        stage: Text = None,
        strength: Annotated[int | None, Query(ge=1, le=5)] = None,
        text: Text = None,
    ) -> Response:
        return listed(book.tasks(on=on, plan=plan, area=area, place=place, stage=stage, strength=strength, text=text))

    @router.get("/tasks/{id}", responses=of(TaskReply), summary="One task row")
    def task(id: Id) -> Response:
        return reply(TaskReply(*book.task(id)))

    @router.get("/regions", responses=of(RegionRow, many=True), summary="The regions of the programme with the rules that name them")
    def regions(on: Day = None, cohort: Text = None) -> Response:
        return listed(desk.regions(on, cohort))

    @router.get("/regions/{id}", responses=of(RegionRow), summary="One region")
    def region(id: Id, on: Day = None) -> Response:
        return reply(region_named(book.lawbook, desk.regions(on, None), id))

    @router.get("/sources", responses=of(Source, many=True), summary="The sources")
    def sources(grade: Text = None, language: Text = None, text: Text = None) -> Response:
        return listed(book.sources(grade=grade, language=language, text=text))

    @router.get("/sources/{id}", responses=of(Source), summary="One source")
    def source(id: Id) -> Response:
        return reply(by_id("source", id, book.lawbook.sources))

    @router.get("/claims", responses=of(Claim, many=True), summary="Who said what")
    def claims(subject: Text = None, source: Text = None, text: Text = None) -> Response:
        return listed(book.claims(subject=subject, source=source, text=text))

    @router.get("/claims/{id}", responses=of(Claim), summary="One claim")
    def claim(id: Id) -> Response:
        return reply(by_id("claim", id, {c.claim: c for c in book.claims()}))

    @router.get("/contradictions", responses=of(ContradictionRow, many=True), summary="Claims that cannot all hold")
    def contradictions(kind: Text = None, subject: Text = None, source: Text = None) -> Response:
        return listed(book.contradictions(kind=kind, subject=subject, source=source))

    @router.get("/contradictions/{id:path}", responses=of(ContradictionRow), summary="One contradiction")
    def contradiction(id: Id) -> Response:
        return reply(by_id("contradiction", id, {c.contradiction.id: c for c in book.contradictions()}))

    @router.get("/chronology/{id}", responses=of(Event), summary="One event")
    def event(id: Id) -> Response:
        return reply(by_id("event", id, {e.event: e for e in book.chronology()}))

    @router.get("/chronology", responses=of(Event, many=True), summary="The events of the programme")
    def chronology(since: dt.date | None = None, until: dt.date | None = None) -> Response:
        return listed(book.chronology(since=since, until=until))

    @router.get("/crosswalk", responses=of(ChapterRow, many=True), summary="The agreements used as yardsticks")
    def crosswalk(agreement: Text = None) -> Response:
        return listed(book.crosswalk(agreement=agreement))

    @router.get("/crosswalk/{agreement}/{chapter}", responses=of(ChapterAnswer), summary="One chapter of an agreement")
    def chapter(agreement: Id, chapter: Id, on: dt.date | None = None) -> Response:
        """Which tasks, rules and figures speak to it, what stands against it, in force or announced, and since when."""
        return reply(book.chapter(chapter, on=on, agreement=agreement))

    @router.get("/coverage", responses=of(Ledger), summary="What is encoded, and what is not")
    def coverage() -> Response:
        return reply(Ledger(*book.coverage()))

    @router.get("/search", responses=of(Hit, many=True), summary="Search over everything, in Chinese and English")
    def search(q: Annotated[str, Query(max_length=200)], most: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
        return listed(desk.index.search(q, most=most))

    return router

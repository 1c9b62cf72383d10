"""Openness over HTTP: values, classes, steps, differences, the promise gap, pilot advantage and figures; as JSON, CSV and SDMX-CSV."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from shidian.analysis.openness import sdmx, tables
from shidian.analysis.openness.advantage import Advantage, AdvantageStep, advantage_steps, advantages
from shidian.analysis.openness.classes import Classes, classes
from shidian.analysis.openness.done import DoneShare, PlanDone, plan_done
from shidian.analysis.openness.gap import PromiseGap, promise_gap
from shidian.analysis.openness.measured import MEASURES, SINCE, Openness
from shidian.analysis.openness.outcomes import FigureRow, Sheet, figures, sheet
from shidian.analysis.openness.reform import Reformed, rules_of_task, with_rules
from shidian.analysis.openness.steps import Explained, MovedActivity, explained, steps
from shidian.analysis.openness.tables import OpennessRow
from shidian.api.replies import listed, of, reply
from shidian.api.shape import ShapedRoute
from shidian.law.records.base import Reading
from shidian.visitors.keeper import Keeper

Measured = Literal["open_100", "open_51", "mean_ceiling", "closed", "restrictiveness"]
Where = Literal["everywhere", "somewhere"]
Basket = Annotated[
    str | None, Query(description="the activities measured; the first of the lawbook when left out", examples=["telecom"], max_length=100)
]
Weighting = Annotated[str | None, Query(description="how they are weighted", examples=["leaves"], max_length=100)]
Profile = Annotated[str | None, Query(description="the investor", examples=["hong-kong"], max_length=100)]
Place = Annotated[
    str, Query(description="a region, a counterfactual, or any place by id, code or name", examples=["shanghai"], max_length=200)
]
Places = Annotated[list[str], Query(description="regions or other places; all regions when left out", max_length=25)]
Plan = Annotated[str, Query(examples=["plan-2025"], max_length=100)]
On = Annotated[dt.date | None, Query(description="the day asked; today when left out", examples=["2025-06-01"])]


@dataclass(frozen=True)
class Basis:
    """What is measured, how it is weighted, and for whom."""

    basket: Basket = None
    weighting: Weighting = None
    profile: Profile = None


BasisAsked = Annotated[Basis, Depends()]


def measuring(desk: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["openness"], prefix="/openness")

    def found(basis: Basis) -> Openness:
        return desk.book.openness(basket=basis.basket, weighting=basis.weighting, profile=basis.profile)

    def table(place: list[str], on: dt.date | None, basis: Basis) -> tuple[OpennessRow, ...]:
        measured = found(basis)
        return tables.rows(
            measured, on=on or desk.today, places=measured.places(place[:25]), measures=MEASURES, readings=("in_force", "announced")
        )

    @router.get("", responses=of(OpennessRow, many=True), summary="Every measure of every region on a day")
    def values(basis: BasisAsked, place: Places = [], on: On = None) -> Response:  # noqa: B006
        """Both readings of the law and of the place, each with its least and greatest possible value."""
        return listed(table(place, on, basis))

    @router.get(".csv", summary="The same as CSV", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
    def as_csv(basis: BasisAsked, place: Places = [], on: On = None) -> Response:  # noqa: B006
        """One line for each place, reading and measure."""
        return Response(tables.to_csv(table(place, on, basis)), media_type="text/csv; charset=utf-8")

    @router.get(".sdmx.csv", summary="The same as SDMX-CSV 2.0", response_class=Response, responses={200: {"content": {sdmx.CSV: {}}}})
    def as_sdmx(basis: BasisAsked, place: Places = [], on: On = None) -> Response:  # noqa: B006
        """Four observations for each place, reading and measure: the bound and the reading of the place are dimensions."""
        return Response(sdmx.to_sdmx_csv(desk.book, table(place, on, basis)), media_type=sdmx.CSV)

    @router.get(
        "/structure", summary="The SDMX structure of the data", response_class=Response, responses={200: {"content": {sdmx.JSON: {}}}}
    )
    def structure() -> Response:
        """SDMX-JSON 2.0, with concepts and code lists."""
        return Response(desk.keep(("sdmx structure",), lambda: sdmx.to_structure(desk.book)), media_type=sdmx.JSON)

    @router.get("/classes", responses=of(Classes), summary="Classes of regions with ties")
    def in_classes(
        basis: BasisAsked, measure: Measured = "open_100", reading: Reading = "in_force", where: Where = "everywhere", on: On = None
    ) -> Response:
        """Regions with the same certain answers are one class; the rank of a class is a range."""
        return reply(classes(found(basis), on or desk.today, measure, reading, where))

    @router.get("/steps", responses=of(MovedActivity, many=True), summary="The days on which a place moved, and what moved it")
    def moved(
        basis: BasisAsked,
        place: Place,
        measure: Measured = "open_100",
        reading: Reading = "in_force",
        where: Where = "everywhere",
        since: Annotated[dt.date, Query(examples=["2024-01-01"])] = SINCE,
    ) -> Response:
        """Each step with the activities and the provisions that made it, and whether it is law, unknown standing, or our coverage."""
        measured = found(basis)
        return listed(steps(measured, measured.places([place])[0], measure, reading, where, since, max(since, desk.today)))

    @router.get("/difference", responses=of(Explained), summary="Why two places, days or readings differ")
    def difference(
        basis: BasisAsked,
        first: Place,
        second: Place,
        measure: Measured = "open_100",
        reading: Reading = "in_force",
        where: Where = "everywhere",
        on: On = None,
        second_on: Annotated[dt.date | None, Query(description="the day of the second point; that of the first when left out")] = None,
        second_reading: Annotated[
            Reading | None, Query(description="the reading of the second point; that of the first when left out")
        ] = None,
    ) -> Response:
        """The second point less the first, as a sum over activities and provisions that is exact. A point is a place on a day in a reading."""
        measured = found(basis)
        (a,), (b,) = measured.places([first]), measured.places([second])
        day = on or desk.today
        return reply(explained(measured, (a, day, reading, where), (b, second_on or day, second_reading or reading, where), measure))

    @router.get("/gap", responses=of(PromiseGap), summary="The promise gap of a place")
    def gap(basis: BasisAsked, place: Place, measure: Measured = "open_100", where: Where = "everywhere", on: On = None) -> Response:
        """Announced less in force, with the rules that wait, their tasks, and for how many days."""
        measured = found(basis)
        return reply(promise_gap(measured, measured.places([place])[0], on or desk.today, measure, where))

    @router.get("/advantage", responses=of(Advantage, many=True), summary="What a place allows beyond places outside the pilots")
    def advantage(
        basis: BasisAsked, place: Place, measure: Measured = "open_100", reading: Reading = "in_force", on: On = None
    ) -> Response:
        """Against a place outside all pilots and zones, an ordinary free-trade zone outside the pilots, and the nation."""
        measured = found(basis)
        return listed(advantages(measured, measured.places([place])[0], on or desk.today, measure, reading))

    @router.get(
        "/advantage/steps", responses=of(AdvantageStep, many=True), summary="The days on which an advantage moved, and which end moved"
    )
    def advantage_moved(
        basis: BasisAsked,
        place: Place,
        against: Annotated[str, Query(description="the place held against", examples=["outside"], max_length=200)],
        measure: Measured = "open_100",
        reading: Reading = "in_force",
        where: Where = "somewhere",
        since: Annotated[dt.date, Query(examples=["2024-01-01"])] = SINCE,
    ) -> Response:
        """An advantage may fall, because a relief ended or because the other place caught up: each step says which, and by which rules."""
        measured = found(basis)
        first, second = measured.places([place, against])
        return listed(advantage_steps(measured, first, second, measure, reading, where, since, max(since, desk.today)))

    @router.get("/what-if", responses=of(Reformed, many=True), summary="What if a task were in force in every region")
    def what_if(
        basis: BasisAsked,
        task: Annotated[str, Query(examples=["t1"], max_length=100)],
        measure: Measured = "open_100",
        where: Where = "everywhere",
        on: On = None,
    ) -> Response:
        """Each region before and after, with the activities that change."""
        measured = found(basis)
        return listed(with_rules(measured, rules_of_task(measured, task), on or desk.today, measure, where=where))

    @router.get("/figures", responses=of(FigureRow, many=True), summary="Figures about the programme and investment")
    def numbers(
        place: Annotated[str | None, Query(examples=["cn"], max_length=100)] = None,
        series: Annotated[str | None, Query(examples=["fdi-services"], max_length=100)] = None,
    ) -> Response:
        """Each with unit, period, scope and sources; a break says that it cannot be compared with the one before."""
        return listed(figures(desk.book, place=place, series=series))

    @router.get("/sheet", responses=of(Sheet), summary="One region on one sheet")
    def region_sheet(basis: BasisAsked, place: Place, measure: Measured = "open_100", on: On = None) -> Response:
        """Openness in force and announced, the promise gap, task rows by stage, and figures with unit, period and scope."""
        measured = found(basis)
        return reply(sheet(measured, measured.places([place])[0], on or desk.today, measure))

    @router.get("/done", responses=of(DoneShare, many=True), summary="How much of a plan is done, under each rule of evidence")
    def done_shares(plan: Plan, on: On = None) -> Response:
        """An interval for each rule: rows done in every region they are meant for, and in any."""
        return listed(plan_done(desk.book, plan, on or desk.today).shares)

    @router.get("/progress", responses=of(PlanDone), summary="How much of a plan is done, beside what officials claim")
    def progress(plan: Plan, on: On = None) -> Response:
        """The intervals of `/done`, and the statements of officials as they were made: never mixed into the counts."""
        return reply(plan_done(desk.book, plan, on or desk.today))

    return router

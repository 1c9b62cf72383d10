"""Every page, and the routes for it: the page itself and its JSON twin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.errors import CaseError
from shidian.visitors.keeper import SIGNED_IN, Desk
from shidian.web import ask, compare, decision, evidence, interface, law, openness, places, programme, read, review, screen
from shidian.web.desk.routes import routes as desk_routes
from shidian.web.memo import markdown, pdf
from shidian.web.page import LANGUAGES, Context, Moved, Page, Visit, address
from shidian.web.render import Renderer
from shidian.words.plain import to_json

PAGES: tuple[Page, ...] = (
    Page("/", "home.html", ask.home, ask.HomePage),
    Page("/ask/{question}", "interview.html", ask.interview, ask.InterviewPage),
    Page("/decision/{question}", "decision.html", decision.decision, decision.DecisionPage),
    Page("/elsewhere/{question}", "elsewhere.html", compare.same_elsewhere, compare.ElsewherePage),
    Page("/what-if/{question}", "whatif.html", compare.what_if, compare.WhatIfPage),
    Page("/matrix", "matrix.html", compare.matrix, compare.MatrixPage),
    Page("/changes", "changes.html", compare.changes, compare.ChangesPage),
    Page("/openness", "openness.html", openness.openness, openness.OpennessPage),
    Page("/activities", "entries.html", places.activities, places.EntriesPage),
    Page("/activities/{id}", "activity.html", places.activity, places.ActivityPage),
    Page("/territories", "entries.html", places.territories, places.EntriesPage),
    Page("/territories/{id}", "territory.html", places.territory, places.TerritoryPage),
    Page("/regions", "regions.html", places.regions, places.RegionsPage),
    Page("/instruments", "instruments.html", law.instruments, law.InstrumentsPage),
    Page("/instruments/{id}", "instrument.html", law.instrument, law.InstrumentPage),
    Page("/tasks", "tasks.html", programme.tasks, programme.TasksPage),
    Page("/tasks/{id}", "task.html", programme.task, programme.TaskPage),
    Page("/plans", "plans.html", programme.plans, programme.PlansPage),
    Page("/chronology", "chronology.html", programme.chronology, programme.ChronologyPage),
    Page("/statistics", "statistics.html", programme.statistics, programme.StatisticsPage),
    Page("/replication", "replication.html", programme.replication, programme.ReplicationPage),
    Page("/crosswalk", "crosswalk.html", programme.crosswalk, programme.CrosswalkPage),
    Page("/sources", "sources.html", evidence.sources, evidence.SourcesPage),
    Page("/sources/{id}", "source.html", evidence.source, evidence.SourcePage),
    Page("/claims", "claims.html", evidence.claims, evidence.ClaimsPage),
    Page("/contradictions", "contradictions.html", evidence.contradictions, evidence.ContradictionsPage),
    Page("/coverage", "coverage.html", evidence.coverage, evidence.CoveragePage),
    Page("/names/{id}", "names.html", evidence.names, evidence.NamesPage),
    Page("/search", "search.html", evidence.search, evidence.SearchPage),
    Page("/screen", "screen.html", screen.screen, screen.ScreenPage),
    Page("/screen/{id}", "job.html", screen.job, screen.JobPage),
    Page("/read", "read.html", read.read, read.ReadPage),
    Page("/read/{id}", "report.html", read.reading, read.ReportPage),
    Page("/review", "review.html", review.review, review.ReviewPage),
    Page("/review/proposals", "proposals.html", review.proposals, review.ProposalsPage),
    Page("/review/{id}", "finding.html", review.finding, review.FindingPage),
)

MISREAD = 400
"""The status of a page that asks to mend a case that cannot be read."""


def routes(desk: Desk, renderer: Renderer, document: Callable[[], dict[str, Any]]) -> list[BaseRoute]:
    """All routes of the pages. `document` gives the OpenAPI document of the API, for the page about it. Twins come first: their paths are
    the more special ones."""
    pages = (*PAGES, Page("/api", "api.html", partial(interface.api, document), interface.ApiPage))
    out: list[BaseRoute] = [Route("/", _front, methods=["GET"])]
    for lang in LANGUAGES:
        for suffix, answer in (
            (".md", partial(_memo, markdown, "text/markdown; charset=utf-8")),
            (".pdf", partial(_memo, pdf, "application/pdf")),
        ):
            out.append(Route(f"/{lang}/decision/{{question}}{suffix}", _endpoint(answer, desk, lang), methods=["GET"]))
        for page in pages:
            twin = "/index" if page.path == "/" else page.path
            out.append(Route(f"/{lang}{twin}.json", _endpoint(partial(_twin, page), desk, lang), methods=["GET"]))
        for page in pages:
            out.append(Route(f"/{lang}{page.path}", _endpoint(partial(_page, renderer, page), desk, lang), methods=["GET"]))
        out.append(Route(f"/{lang}", partial(_home, lang), methods=["GET"]))
    return [*screen.routes(desk), *read.routes(desk), *review.routes(desk), *openness.routes(desk), *desk_routes(desk, renderer), *out]


Answer = Callable[[Visit, Request], Response]


def _endpoint(answer: Answer, desk: Desk, lang: str) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        visit = Visit(
            desk,
            lang,
            dict(request.path_params),
            request.query_params.multi_items(),
            screen.owner_of(request.cookies.get(screen.COOKIE)),
            review.reviewer_of(request.cookies.get(review.REVIEWER)),
        )
        if request.url.path.startswith(f"/{lang}/review"):
            visit.reviewer = desk.reviewer(request.cookies.get(SIGNED_IN)) or visit.reviewer
        return answer(visit, request)

    return endpoint


def _page(renderer: Renderer, page: Page, visit: Visit, request: Request) -> Response:
    context = page.view(visit)
    if isinstance(context, Moved):
        return RedirectResponse(address(f"/{visit.lang}{context.path}", context.query), status_code=303)
    misread = isinstance(context, ask.MendPage)
    template = "mend.html" if misread else page.template
    return renderer.page(template, context, visit.lang, request.url.path, request.url.query, MISREAD if misread else 200)


def _twin(page: Page, visit: Visit, _: Request) -> Response:
    context = page.view(visit)
    if isinstance(context, Moved):
        return RedirectResponse(address(f"/{visit.lang}{context.path}.json", context.query), status_code=303)
    if isinstance(context, ask.MendPage):
        return Response(to_json(context), MISREAD, media_type="application/json")
    return Response(to_json(context), media_type="application/json")


def _memo(make: Callable[[decision.DecisionPage, str], bytes], media: str, visit: Visit, _: Request) -> Response:
    context: Context = decision.decision(visit)
    if isinstance(context, ask.MendPage):
        raise CaseError(context.problem.message)
    assert isinstance(context, decision.DecisionPage)
    return Response(make(context, visit.lang), media_type=media)


def _front(request: Request) -> Response:
    """The language that the browser prefers, English when it prefers neither."""
    wanted = request.headers.get("accept-language", "").lower()
    order = sorted(LANGUAGES, key=lambda lang: wanted.find(lang) if lang in wanted else len(wanted) + LANGUAGES.index(lang))
    return RedirectResponse(
        address(f"/{order[0]}/", request.query_params.multi_items()), status_code=303, headers={"Vary": "Accept-Language"}
    )


def _home(lang: str, request: Request) -> Response:
    return RedirectResponse(address(f"/{lang}/", request.query_params.multi_items()), status_code=308)

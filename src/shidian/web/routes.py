"""Every page, and the routes for it: the page itself and its JSON twin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.errors import BadValue, CaseError
from shidian.visitors.keeper import SIGNED_IN, Keeper
from shidian.web import ceilings, elsewhere, evidence, interface, kept, law, openness, places, programme, question, read, screen
from shidian.web.asking import ask, compare, decision
from shidian.web.desk.routes import routes as desk_routes
from shidian.web.figures import BESIDE, PRINTED, Sifting, ceiling_file, run_of, staircase_of, table_file
from shidian.web.memo import MemoHead, markdown, memo_of
from shidian.web.page import LANGUAGES, SIFTED, Context, Redirected, Visit, WebPage, address
from shidian.web.render import Renderer, tabled
from shidian.web.reviewed import acts as review_acts
from shidian.web.reviewed import queue as review
from shidian.web.tracked import alike, dashboard, procedures
from shidian.words.plain import to_json

PAGES: tuple[WebPage, ...] = (
    WebPage("/", "home.html", ask.home, ask.HomePage),
    WebPage("/question", "question.html", question.question, question.QuestionPage),
    WebPage("/ask/{question}", "interview.html", ask.interview, ask.InterviewPage),
    WebPage("/decision/{question}", "decision.html", decision.decision, decision.DecisionPage),
    WebPage("/kept/{id}", "kept.html", kept.kept, kept.KeptPage),
    WebPage("/elsewhere/{question}", "elsewhere.html", elsewhere.same_elsewhere, elsewhere.ElsewherePage),
    WebPage("/what-if/{question}", "whatif.html", compare.what_if, compare.WhatIfPage),
    WebPage(
        "/ceilings",
        "ceilings.html",
        ceilings.ceilings,
        ceilings.CeilingsPage,
        ("on", "reading", "profile", "rows", "differing", "area", "cell"),
    ),
    WebPage("/matrix", "matrix.html", compare.matrix, compare.MatrixPage, ("on", "reading", "rows", "share", "origin")),
    WebPage("/changes", "changes.html", compare.changes, compare.ChangesPage),
    WebPage(
        "/openness",
        "openness.html",
        openness.openness,
        openness.OpennessPage,
        ("on", "measure", "reading", "basket", "weighting", "profile", "place", "with", "with_on", "with_reading", "task", "tab"),
    ),
    WebPage("/activities", "entries.html", places.activities, places.EntriesPage, ("text",)),
    WebPage("/activities/{id}", "activity.html", places.activity, places.ActivityPage),
    WebPage("/territories", "entries.html", places.territories, places.EntriesPage, ("text",)),
    WebPage("/territories/{id}", "territory.html", places.territory, places.TerritoryPage, ("on", "tab", "with")),
    WebPage("/regions", "regions.html", places.regions, places.RegionsPage, ("on", "cohort")),
    WebPage("/instruments", "instruments.html", law.instruments, law.InstrumentsPage, ("on", "kind", "text")),
    WebPage("/instruments/{id}", "instrument.html", law.instrument, law.InstrumentPage),
    WebPage("/procedures", "procedures.html", procedures.all_procedures, procedures.ProceduresPage),
    WebPage("/procedures/{id}", "procedure.html", procedures.procedure, procedures.ProcedurePage),
    WebPage("/programme", "programme.html", dashboard.overview, dashboard.ProgrammePage, ("on", "plan")),
    WebPage(
        "/tasks", "tasks.html", programme.tasks, programme.TasksPage, ("on", "plan", "area", "place", "stage", "strength", "text", "view")
    ),
    WebPage("/tasks/{id}", "task.html", programme.task, programme.TaskPage),
    WebPage("/plans", "plans.html", programme.plans, programme.PlansPage),
    WebPage("/chronology", "chronology.html", programme.chronology, programme.ChronologyPage, ("since", "until")),
    WebPage("/statistics", "statistics.html", programme.statistics, programme.StatisticsPage),
    WebPage("/replication", "replication.html", programme.replication, programme.ReplicationPage),
    WebPage("/crosswalk", "crosswalk.html", programme.crosswalk, programme.CrosswalkPage, ("agreement",)),
    WebPage("/crosswalk/{agreement}/{chapter}", "chapter.html", alike.chapter, alike.ChapterPage),
    WebPage("/areas", "areas.html", alike.areas, alike.AreasPage, ("on", "plan")),
    WebPage("/sources", "sources.html", evidence.sources, evidence.SourcesPage, ("grade", "text")),
    WebPage("/sources/{id}", "source.html", evidence.source, evidence.SourcePage),
    WebPage("/claims", "claims.html", evidence.claims, evidence.ClaimsPage, ("subject", "source", "text")),
    WebPage("/contradictions", "contradictions.html", evidence.contradictions, evidence.ContradictionsPage, ("kind",)),
    WebPage("/coverage", "coverage.html", evidence.coverage, evidence.CoveragePage),
    WebPage("/names/{id}", "names.html", evidence.names, evidence.NamesPage),
    WebPage("/search", "search.html", evidence.search, evidence.SearchPage, ("q", "kind")),
    WebPage("/screen", "screen.html", screen.screen, screen.ScreenPage),
    WebPage("/screen/{id}", "job.html", screen.job, screen.JobPage, ("outcome", "row")),
    WebPage("/read", "read.html", read.read, read.ReadPage),
    WebPage("/read/{id}", "report.html", read.reading, read.ReportPage),
    WebPage("/review", "review.html", review.review, review.ReviewPage),
    WebPage("/review/proposals", "proposals.html", review.proposals, review.ProposalsPage),
    WebPage("/review/{id}", "finding.html", review.finding, review.FindingPage),
)

MISREAD = 400
"""The status of a page that asks to mend a case that cannot be read."""


def routes(desk: Keeper, renderer: Renderer, document: Callable[[], dict[str, Any]]) -> list[BaseRoute]:
    """All routes of the pages. `document` gives the OpenAPI document of the API, for the page about it. Twins come first: their paths are
    the more special ones."""
    pages = (*PAGES, WebPage("/api", "api.html", partial(interface.api, document), interface.ApiPage))
    out: list[BaseRoute] = [Route("/", _front, methods=["GET"]), Route("/robots.txt", _robots, methods=["GET"])]
    for lang in LANGUAGES:
        for suffix, (make, media) in MEMOS.items():
            out.append(Route(f"/{lang}/decision/{{question}}{suffix}", _endpoint(partial(_memo, make, media), desk, lang), methods=["GET"]))
        out.append(Route(f"/{lang}/programme.csv", _endpoint(_programme_table, desk, lang), methods=["GET"]))
        out.append(Route(f"/{lang}/programme.svg", _endpoint(_programme_chart, desk, lang), methods=["GET"]))
        out.append(Route(f"/{lang}/statistics.svg", _endpoint(_run_chart, desk, lang), methods=["GET"]))
        for page in pages:
            twin = "/index" if page.path == "/" else page.path
            out.append(Route(f"/{lang}{twin}.json", _endpoint(partial(_twin, page), desk, lang), methods=["GET"]))
            out.append(Route(f"/{lang}{twin}.csv", _endpoint(partial(_table, renderer, page), desk, lang), methods=["GET"]))
        for page in pages:
            out.append(Route(f"/{lang}{page.path}", _endpoint(partial(_page, renderer, page), desk, lang), methods=["GET"]))
        out.append(Route(f"/{lang}", partial(_home, lang), methods=["GET"]))
    return [
        *screen.routes(desk),
        *read.routes(desk),
        *review_acts.routes(desk),
        *openness.routes(desk),
        *kept.routes(desk, renderer),
        *desk_routes(desk, renderer),
        *out,
    ]


Answer = Callable[[Visit, Request], Response]


def _endpoint(answer: Answer, desk: Keeper, lang: str) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        visit = Visit(
            desk,
            lang,
            dict(request.path_params),
            request.query_params.multi_items(),
            screen.owner_of(request.cookies.get(screen.COOKIE)),
            review_acts.reviewer_of(request.cookies.get(review_acts.REVIEWER)),
        )
        if request.url.path.startswith(f"/{lang}/review"):
            visit.reviewer = desk.reviewer(request.cookies.get(SIGNED_IN)) or visit.reviewer
        return answer(visit, request)

    return endpoint


def _page(renderer: Renderer, page: WebPage, visit: Visit, request: Request) -> Response:
    if page.view is not decision.decision:
        return _filled(renderer, page, visit, request)
    made = visit.desk.keep(
        (str(request.url), visit.desk.today), lambda: _filled(renderer, page, visit, request)
    )  # a decision is the same to everybody
    return Response(made.body, made.status_code, dict(made.headers))


def _filled(renderer: Renderer, page: WebPage, visit: Visit, request: Request) -> Response:
    sifts = tabled(page.template)
    sift = visit.sift() if sifts else None
    page.check(visit)
    context = page.view(visit)
    if isinstance(context, Redirected):
        return RedirectResponse(address(f"/{visit.lang}{context.path}", context.query), status_code=303)
    misread = isinstance(context, ask.MendPage)
    template = "mend.html" if misread else page.template
    origin = f"{request.url.scheme}://{request.url.netloc}"
    where, query = request.url.path, request.url.query
    below = where if where.count("/") > 1 and not where.endswith("/") else f"/{visit.lang}/index"

    asked = [(k, v) for k, v in request.query_params.multi_items() if k in SIFTED]

    def table_of(label: str) -> str:
        return address(f"{below}.csv", [*visit.pairs, *asked, ("table", label)])

    more: dict[str, Any] = {"origin": origin, "table_of": table_of, "sifting": Sifting(sift, visit.pairs) if sifts else None}
    if asked:
        more["twin"] = address(f"{below.removeprefix(f'/{visit.lang}')}.json", visit.pairs)
    return renderer.page(template, context, visit.lang, where, query, MISREAD if misread else 200, **more)


def _twin(page: WebPage, visit: Visit, _: Request) -> Response:
    page.check(visit)
    context = page.view(visit)
    if isinstance(context, Redirected):
        return RedirectResponse(address(f"/{visit.lang}{context.path}.json", context.query), status_code=303)
    if isinstance(context, ask.MendPage):
        return Response(to_json(context), MISREAD, media_type="application/json")
    return Response(to_json(context), media_type="application/json")


def _table(renderer: Renderer, page: WebPage, visit: Visit, request: Request) -> Response:
    """A table of a page as a file, as the page shows it."""
    name = visit.one("table")
    visit.pairs = [(k, v) for k, v in visit.pairs if k != "table"]
    sifting = Sifting(visit.sift(), ()) if tabled(page.template) else None
    page.check(visit)
    context = page.view(visit)
    if isinstance(context, Redirected | ask.MendPage):
        raise BadValue("this page has no such table")
    path = request.url.path.removesuffix(".csv")
    text = table_file(renderer.html(page.template, context, visit.lang, path, request.url.query, sifting=sifting), name)
    named = {"Content-Disposition": f'attachment; filename="{path.rpartition("/")[2]}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=named)


def _memo(make: Callable[[decision.DecisionPage, MemoHead, Sequence[str]], bytes], media: str, visit: Visit, request: Request) -> Response:
    context: Context = decision.decision(visit)
    if isinstance(context, ask.MendPage):
        raise CaseError(context.problem.message)
    assert isinstance(context, decision.DecisionPage)
    link = address(f"/{visit.lang}/decision/{context.question}", context.link)
    head = MemoHead(
        visit.one("matter") or "", visit.one("to") or "", visit.one("from") or "", f"{request.url.scheme}://{request.url.netloc}{link}"
    )
    langs = ("zh", "en") if visit.choice("layout", ("both",)) else (visit.lang,)
    return Response(make(context, head, langs), media_type=media)


def _as_pdf(page: decision.DecisionPage, head: MemoHead, langs: Sequence[str]) -> bytes:
    from shidian.web.memo.pdf import pdf

    return pdf(tuple(memo_of(page, x, head) for x in langs), tuple(str(staircase_of(page, x, BESIDE)) for x in langs))


def _as_docx(page: decision.DecisionPage, head: MemoHead, langs: Sequence[str]) -> bytes:
    from shidian.web.memo.pdf import picture
    from shidian.web.memo.word import docx

    return docx(tuple(memo_of(page, x, head) for x in langs), tuple(picture(str(staircase_of(page, x, PRINTED))) for x in langs))


def _drawn(page: decision.DecisionPage, said: str) -> bytes:
    if not page.ceilings:
        raise BadValue("this answer has no ceiling to draw")
    return said.encode()


MEMOS: dict[str, tuple[Callable[[decision.DecisionPage, MemoHead, Sequence[str]], bytes], str]] = {
    ".md": (lambda page, head, langs: b"\n".join(markdown(memo_of(page, x, head)) for x in langs), "text/markdown; charset=utf-8"),
    ".pdf": (_as_pdf, "application/pdf"),
    ".ceiling.svg": (lambda page, _, langs: _drawn(page, str(staircase_of(page, langs[0], PRINTED))), "image/svg+xml"),
    ".ceiling.csv": (lambda page, _, __: _drawn(page, ceiling_file(page)), "text/csv; charset=utf-8"),
    ".docx": (_as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
"""The forms of a memo, and of the ceiling through time, by the end of its address."""


def _programme_table(visit: Visit, _: Request) -> Response:
    which = visit.one("table") or dashboard.TABLES[0]
    text = dashboard.table(dashboard.overview(visit), which, visit.lang)
    named = {"Content-Disposition": f'attachment; filename="programme-{which}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=named)


def _programme_chart(visit: Visit, _: Request) -> Response:
    return Response(
        dashboard.chart(dashboard.overview(visit), visit.one("chart") or dashboard.CHARTS[0], visit.lang), media_type="image/svg+xml"
    )


def _run_chart(visit: Visit, _: Request) -> Response:
    drawn = {r.series: r for r in programme.statistics(visit).runs}
    series = visit.choice("series", drawn) or next(iter(drawn), "")
    if series not in drawn:
        raise BadValue("no series can be drawn")
    return Response(str(run_of(drawn[series], visit.lang, PRINTED)), media_type="image/svg+xml")


def _robots(_: Request) -> Response:
    """What programs that gather pages may read: everything but what depends on who comes, and addresses without end."""
    closed = [
        f"/{lang}/{path}"
        for lang in LANGUAGES
        for path in ("desk", "review", "screen/", "read/", "search", "decision/", "elsewhere/", "what-if/", "ask/", "kept/")
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*closed, "/api/"))]
    return Response("\n".join(lines) + "\n", media_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"})


def _front(request: Request) -> Response:
    """The language that the browser prefers, English when it prefers neither."""
    wanted = request.headers.get("accept-language", "").lower()
    order = sorted(LANGUAGES, key=lambda lang: wanted.find(lang) if lang in wanted else len(wanted) + LANGUAGES.index(lang))
    return RedirectResponse(
        address(f"/{order[0]}/", request.query_params.multi_items()), status_code=303, headers={"Vary": "Accept-Language"}
    )


def _home(lang: str, request: Request) -> Response:
    return RedirectResponse(address(f"/{lang}/", request.query_params.multi_items()), status_code=308)

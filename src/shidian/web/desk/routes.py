"""The routes of the desk: a page and its JSON for every view, and the forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shidian.errors import DeskError, SignedOut
from shidian.visitors.keeper import Keeper
from shidian.visitors.programme import task_labels
from shidian.web.desk import account_views, audited, pages, things, to_law, views
from shidian.web.desk.act import Act
from shidian.web.desk.acts import ACTS
from shidian.web.desk.attached import attached_routes
from shidian.web.desk.files import file_routes
from shidian.web.desk.importing import LIST_ACTS, ImportPage, ListPage, import_form, import_routes, list_shown
from shidian.web.desk.provider import provider_routes
from shidian.web.desk.who import FORM, DeskVisit, check_form, form_word, with_form
from shidian.web.page import LANGUAGES, Context
from shidian.web.render import Renderer, templates_version
from shidian.words.plain import to_json

LONGEST_FIELD, MOST_FIELDS = 5_000, 300


class DeskPage(Struct, frozen=True):
    """One page of the desk: its path below `/desk`, its template, its view and the type of its context. `open` pages need no sign-in."""

    path: str
    template: str
    view: Callable[[DeskVisit], Context]
    context: type[Context]
    open: bool = False


DESK_PAGES: tuple[DeskPage, ...] = (
    DeskPage("", "desk_work.html", pages.work, views.WorkPage),
    DeskPage("/sign-in", "desk_sign_in.html", pages.sign_in, account_views.SignInPage, open=True),
    DeskPage("/sign-in/code", "desk_code.html", pages.code, account_views.CodePage, open=True),
    DeskPage("/welcome/{word}", "desk_welcome.html", pages.welcome, account_views.WelcomePage, open=True),
    DeskPage("/published", "desk_published.html", pages.published, views.PublishedPage, open=True),
    DeskPage("/regions/{region}", "desk_board.html", pages.board, views.BoardPage),
    DeskPage("/regions/{region}/begin", "desk_begin.html", pages.begin, views.BeginPage),
    DeskPage("/regions/{region}/compare", "desk_compare.html", pages.compare, views.ComparePage),
    DeskPage("/regions/{region}/applications", "desk_applications.html", things.applications, things.ApplicationsPage),
    DeskPage("/regions/{region}/replication", "desk_replication.html", things.replication, things.HandOverPage),
    DeskPage("/regions/{region}/lawbook", "desk_to_law.html", to_law.to_law, to_law.ToLawPage),
    DeskPage("/regions/{region}/import", "desk_import.html", import_form, ImportPage),
    DeskPage("/regions/{region}/import/{list}", "desk_list.html", list_shown, ListPage),
    DeskPage("/applications/{id}", "desk_application.html", things.application, things.ApplicationPage),
    DeskPage("/assessments/{id}", "desk_assessment.html", things.assessment, things.AssessmentPage),
    DeskPage("/items/{id}", "desk_item.html", pages.item, views.ItemPage),
    DeskPage("/ministry", "desk_ministry.html", pages.ministry, views.MinistryPage),
    DeskPage("/people", "desk_people.html", pages.people, account_views.PeoplePage),
    DeskPage("/account", "desk_account.html", pages.account, account_views.AccountPage),
    DeskPage("/audit", "desk_audit.html", pages.audit, audited.AuditPage),
)


BEFORE = ("desk_sign_in.html", "desk_code.html", "desk_welcome.html")
"""Forms of somebody who is not signed in yet."""
SHOWN: dict[type, str] = {
    account_views.LinkPage: "desk_link.html",
    account_views.SecondPage: "desk_second.html",
    account_views.CodesPage: "desk_codes.html",
    account_views.TokenPage: "desk_token.html",
}
"""What a form may show once, instead of leading on."""


def routes(desk: Keeper, renderer: Renderer) -> list[BaseRoute]:
    """All routes of the desk, in both languages. Where there is a desk, what its first page would wait for (a fifth of a second) is made ready."""
    if desk.programme is not None:
        _ready(desk, renderer)
    out: list[BaseRoute] = []
    for lang in LANGUAGES:
        base = f"/{lang}{pages.HOME}"
        for page in DESK_PAGES:
            if page.path and not page.path.startswith(("/sign-in", "/welcome")):
                out.append(Route(f"{base}{page.path}.json", partial(_twin, desk, lang, page), methods=["GET"]))
        for page in DESK_PAGES:
            out.append(Route(f"{base}{page.path}", partial(_page, desk, renderer, lang, page), methods=["GET"]))
        out += [
            Route(f"{base}{act.path}", partial(_act, desk, renderer, lang, act), methods=["POST"])
            for act in (*ACTS, *things.THING_ACTS, *LIST_ACTS, *to_law.LAW_ACTS)
        ]
    return [*file_routes(desk), *attached_routes(desk), *import_routes(desk), *provider_routes(desk), *out]


def _ready(desk: Keeper, renderer: Renderer) -> None:
    task_labels(desk)
    templates_version()  # reads the phrases and every template
    for name in ("base.html", "parts.html", "desk_base.html", *(page.template for page in DESK_PAGES)):  # a page compiles no other with it
        renderer.env.get_template(name)


def _page(desk: Keeper, renderer: Renderer, lang: str, page: DeskPage, request: Request) -> Response:
    if desk.programme is None and page.path == "":
        return renderer.page("desk_none.html", Context(), lang, request.url.path, request.url.query)
    visit = DeskVisit(desk, lang, request)
    if visit.actor is None and not page.open:
        return pages.to_sign_in(lang, request)
    answer = _rendered(renderer, visit, page.template, page.view(visit), request)
    if page.path.startswith(("/sign-in", "/welcome")) and (word := with_form(answer, request)) is not None:
        shown = _rendered(renderer, visit, page.template, page.view(visit), request, form_word(word))
        shown.raw_headers += [h for h in answer.raw_headers if h[0] == b"set-cookie"]
        return shown
    return answer


def _rendered(renderer: Renderer, visit: DeskVisit, template: str, context: Context, request: Request, csrf: str | None = None) -> Response:
    before = template in BEFORE
    word = csrf if csrf is not None else form_word(request.cookies.get(FORM)) if before else visit.word
    return renderer.page(template, context, visit.lang, request.url.path, request.url.query, me=visit.actor, csrf=word)


def _twin(desk: Keeper, lang: str, page: DeskPage, request: Request) -> Response:
    visit = DeskVisit(desk, lang, request)
    if not page.open:
        _ = visit.who
    return Response(to_json(page.view(visit)), media_type="application/json")


async def _act(desk: Keeper, renderer: Renderer, lang: str, act: Act, request: Request) -> Response:
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    said = {name: value.strip() if name not in ("old", "password", "again") else value for name, value in pairs}
    if len(said) != len(pairs):
        raise DeskError("a field is there twice")

    def done() -> Response:
        visit = DeskVisit(desk, lang, request)
        if act.cookie != FORM and visit.actor is None:
            raise SignedOut("sign in first")
        check_form(request, said, act.cookie)
        said.pop("csrf", None)
        for name, value in said.items():
            if name not in act.fields and not (act.also is not None and act.also.fullmatch(name)):
                raise DeskError(f"`{name[:40]}` is not a field of this form")
            if len(value) > LONGEST_FIELD:
                raise DeskError(f"`{name[:40]}` has more than {LONGEST_FIELD} characters", hint="shorten it")
        found = act.does(visit, request, said)
        return found if isinstance(found, Response) else _rendered(renderer, visit, SHOWN[type(found)], found, request)

    return await run_in_threadpool(done)

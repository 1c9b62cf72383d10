"""Screening tables: upload, map, watch, take the file back."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.book import Book
from shidian.errors import TableError
from shidian.law.names import Names
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.screening.asked import TableChoice
from shidian.screening.summary import ERROR
from shidian.visitors.grid import AT_ONCE, Grid
from shidian.visitors.guests import MOST_ROWS
from shidian.visitors.keeper import Keeper
from shidian.visitors.tables import MEDIA, JobView, TableHints
from shidian.web.asking.ask import QuestionRow
from shidian.web.asking.facts import FactField, field_of
from shidian.web.page import LANGUAGES, Context, Visit
from shidian.words.labels import join, value_label
from shidian.words.tones import tone_of

COOKIE = "shidian_session"
CHUNK = 1 << 20
MEGABYTES = 64
IGNORE, OPEN = "ignore:", "open:"
"""Names of fields that are no facts: a column that means nothing, and a fact that stays open."""
OFFERED = 3
"""Meanings that are offered for a value that cannot be read."""
SHOWN = 12
"""Lines of a list on the page."""


class ScreenPage(Context, frozen=True):
    """The form for a file, and the screenings of this visitor. `limit` is in megabytes."""

    questions: tuple[QuestionRow, ...]
    jobs: tuple[JobView, ...]
    limit: int
    rows: int


class Share(Context, frozen=True):
    """A part of a bar, in thousandths: outcome, how it looks, count, position and width."""

    outcome: str
    tone: str
    count: int
    x: int
    width: int


class Chart(Context, frozen=True):
    """Bars by the values of one fact."""

    fact: Label
    rows: tuple[tuple[Label, int, tuple[Share, ...]], ...]


class BadRow(Context, frozen=True):
    """A value that cannot be read, in how many rows, what this visitor said before that it means, and what it may mean (id and name)."""

    fact: str
    value: str
    rows: int
    kept: str
    near: tuple[tuple[str, Label], ...]


class JobPage(Context, frozen=True):
    """One screening: what to map, how far it is, and its summary with the rules that most rows rest on (id and rows), the rows with errors, the values
    that cannot be read (some of them, and of each fact how many), and the words of the table of which this visitor said before what they mean (fact, word, meaning), and what was said `before` of the columns of such
    a table, and some of its rows with their answers, with the conditions on which those hold by the address of the decision."""

    job: JobView
    title: Label
    fields: tuple[FactField, ...]
    names: dict[str, Label]
    outcome_names: dict[str, Label]
    outcomes: tuple[Share, ...]
    charts: tuple[Chart, ...]
    rules: tuple[tuple[str, int], ...]
    errors: int
    bad: tuple[BadRow, ...]
    kinds: dict[str, int]
    kept: tuple[tuple[str, str, str], ...]
    before: tuple[TableChoice, ...]
    tones: dict[str, str]
    at_once: int
    grid: Grid | None
    conditions: dict[str, Label]


def screen(visit: Visit) -> ScreenPage:
    """The page to begin on."""
    rows = tuple(QuestionRow(q.question, q.title) for q in visit.desk.book.lawbook.questions.values())
    jobs = visit.desk.jobs.all(visit.session) if visit.session else ()
    return ScreenPage(rows, jobs, MEGABYTES, MOST_ROWS)


def job(visit: Visit) -> JobPage:
    """The page of one screening."""
    found = visit.desk.jobs.view(visit.session, visit.path["id"])
    book = visit.desk.book
    question = book.question(found.question)
    names = {o.outcome: o.name for o in question.outcomes}
    outcome, begin = visit.choice("outcome", (*names, ERROR)), visit.whole("row", 1, MOST_ROWS) or 1
    said, rules = found.summary, Counter[str]()
    outcomes = _shares(question, said.outcomes) if said else ()
    charts = tuple(
        Chart(by.label, tuple((row.label, row.rows, _shares(question, row.outcomes)) for row in by.values[:SHOWN]))
        for by in (said.by if said else ())
    )
    for reason in said.reasons if said else ():
        rules.update({rule.rule: reason.rows for rule in reason.rules})
    often = tuple(rules.most_common(SHOWN))
    errors = said.outcomes.get(ERROR, 0) if said else 0
    fields, labels = tuple(field_of(f) for f in question.facts), {f.fact: f.label for f in question.facts}
    meant = visit.desk.jobs.said_before.values(visit.session)
    unread = said.bad_values[:SHOWN] if said else ()
    bad = tuple(
        BadRow(w.fact, w.value, w.rows, meant.get(w.fact, {}).get(w.value, ""), _near(book, question, w.fact, w.value)) for w in unread
    )
    words, before = visit.desk.jobs.said_of(visit.session, found.id)
    tones: dict[str, str] = {o: tone_of(question, o) for o in names}
    grid = visit.desk.jobs.grid(visit.session, found.id, outcome, begin - 1)
    kept = tuple((f, w, m) for f, of in words.items() for w, m in of.items())
    kinds = said.bad_kinds if said else {}
    shown = found, question.title, fields, labels, names, outcomes, charts, often, errors, bad, kinds, kept, before, tones, AT_ONCE
    return JobPage(*shown, grid, _conditions(visit.desk, question.question, grid))


def _conditions(desk: Keeper, question: str, grid: Grid | None) -> dict[str, Label]:
    """On which conditions the rows shown are answered as they are: an outcome alone would be passed on without them."""
    asked = {r.link: dict(parse_qsl(urlsplit(r.link).query)) for r in grid.rows if r.link and r.conditions} if grid else {}
    told = ((link, desk.ask(question, facts, facts.pop("known_on", None)).conditions) for link, facts in asked.items())
    return {link: join(conditions) for link, conditions in told if conditions}


def _near(book: Book, question: Question, fact: str, word: str) -> tuple[tuple[str, Label], ...]:
    """What a word of a fact with a vocabulary, or with choices, may mean."""
    declared = next(f for f in question.facts if f.fact == fact) if any(f.fact == fact for f in question.facts) else None
    if declared is None or (declared.vocabulary is None and not declared.choices):
        return ()
    names = book.lawbook.names[declared.vocabulary] if declared.vocabulary else Names(declared.choices)
    return tuple((id, value_label(book.lawbook, question, fact, id)) for id in names.near(word, OFFERED))


def _shares(question: Question, counts: dict[str, int]) -> tuple[Share, ...]:
    total, at = sum(counts.values()) or 1, 0
    out = []
    for outcome, count in sorted((o, n) for o, n in counts.items() if o != ERROR):
        x, at = 1000 * at // total, at + count
        out.append(Share(outcome, tone_of(question, outcome), count, x, 1000 * at // total - x))
    return tuple(out)


def routes(desk: Keeper) -> list[BaseRoute]:
    """What changes something, and the file."""
    out: list[BaseRoute] = []
    for lang in LANGUAGES:
        base = f"/{lang}/screen"
        out += [
            Route(base, partial(_upload, desk, lang), methods=["POST"]),
            Route(
                base + "/{id}/start",
                partial(_form, lang, lambda who, job, said, told, _: desk.jobs.send(who, job, said, told)),
                methods=["POST"],
            ),
            Route(
                base + "/{id}/answer",
                partial(_form, lang, lambda who, job, said, told, left: desk.jobs.answer(who, job, {**dict.fromkeys(left), **said}, told)),
                methods=["POST"],
            ),
            Route(
                base + "/{id}/sheet",
                partial(_form, lang, lambda who, job, said, _, __: desk.jobs.read_sheet(who, job, said.get("sheet", ""))),
                methods=["POST"],
            ),
            Route(base + "/{id}/cancel", partial(_simple, lang, lambda who, job: desk.jobs.cancel(who, job), True), methods=["POST"]),
            Route(base + "/{id}/delete", partial(_simple, lang, lambda who, job: desk.jobs.delete(who, job), False), methods=["POST"]),
            Route(base + "/{id}/file", partial(_file, desk), methods=["GET"]),
        ]
    return out


Endpoint = Callable[[Request], Awaitable[Response]]


def owner_of(cookie: str | None) -> str:
    """The owner that a cookie stands for; nobody when there is none."""
    return f"web:{cookie}" if cookie and len(cookie) >= 32 else ""


def session_of(request: Request) -> str:
    """The session of a visitor, a new one where there is none."""
    kept = request.cookies.get(COOKIE)
    return kept if kept and owner_of(kept) else secrets.token_urlsafe(32)


def led_to(path: str, request: Request, session: str) -> Response:
    """The way to what a visitor has sent, with the cookie by which it is theirs."""
    answer = RedirectResponse(path, status_code=303)
    answer.set_cookie(COOKIE, session, max_age=86_400, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


async def _upload(desk: Keeper, lang: str, request: Request) -> Response:
    async with request.form(max_files=1, max_fields=5) as form:
        file, question = form.get("file"), form.get("question")
        if not isinstance(file, UploadFile) or not file.filename or not isinstance(question, str):
            raise TableError("no file was sent", hint="choose a CSV, XLSX, ODS or Parquet file")
        sheet = form.get("sheet")
        session = session_of(request)
        named, home = str(sheet or "").strip() or None, f"{request.url.scheme}://{request.url.netloc}/{lang}"
        view = await run_in_threadpool(
            partial(
                desk.jobs.upload,
                owner_of(session),
                file.filename,
                question,
                iter(partial(file.file.read, CHUNK), b""),
                named,
                ask=True,
                home=home,
                lang=lang,
            )
        )
    return led_to(f"/{lang}/screen/{view.id}", request, session)


async def _form(lang: str, act: Callable[[str, str, dict[str, str], TableHints, list[str]], object], request: Request) -> Response:
    """Where a form about a table is sent."""
    id = request.path_params["id"]
    await run_in_threadpool(act, owner_of(request.cookies.get(COOKIE)), id, *await _said(request))
    return RedirectResponse(f"/{lang}/screen/{id}", status_code=303)


async def _said(request: Request) -> tuple[dict[str, str], TableHints, list[str]]:
    """What a form says: fact to column, what else it says of the table, and the facts that stay open."""
    async with request.form(max_files=0, max_fields=500) as form:
        said = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and value.strip()]
    mapping, told = told_of([(n, v) for n, v in said if n != OPEN])
    return mapping, told, [v for n, v in said if n == OPEN]


def told_of(said: list[tuple[str, str]]) -> tuple[dict[str, str], TableHints]:
    """The fields of the form: `share` is a column, `fact:share` a value for all rows, `scale:share` a scale, `value:activity:word` what a
    word means, `default_day` the day of rows without one, `ignore:` a column that means nothing here."""
    mapping: dict[str, str] = {}
    facts: dict[str, str] = {}
    scales: dict[str, Any] = {}
    values: dict[str, dict[str, str]] = {}
    ignored: list[str] = []
    day = None
    for name, value in said:
        kind, _, rest = name.partition(":")
        if kind == "fact" and rest:
            facts[rest] = value
        elif kind == "scale" and rest:
            scales[rest] = value
        elif kind == "value" and rest:
            fact, _, word = rest.partition(":")
            values.setdefault(fact, {})[word] = value
        elif name == IGNORE:
            ignored.append(value)
        elif name == "default_day":
            day = value
        else:
            mapping[name] = value
    return mapping, TableHints(facts, day, scales, values, tuple(ignored))


def _simple(lang: str, act: Callable[[str, str], object], stay: bool, request: Request) -> Response:
    id = request.path_params["id"]
    act(owner_of(request.cookies.get(COOKIE)), id)
    return RedirectResponse(f"/{lang}/screen/{id}" if stay else f"/{lang}/screen", status_code=303)


def _file(desk: Keeper, request: Request) -> Response:
    path, kind, name = desk.jobs.result(owner_of(request.cookies.get(COOKIE)), request.path_params["id"])
    return FileResponse(path, media_type=MEDIA[kind], filename=name, content_disposition_type="attachment")

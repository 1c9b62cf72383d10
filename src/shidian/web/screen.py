"""Screening tables: upload, map, watch, take the file back."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterator

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.screening.uploads import MOST_ROWS, BadTable
from shidian.visitors.jobs import JobView
from shidian.visitors.keeper import Desk
from shidian.web.ask import QuestionRow
from shidian.web.facts import FactField, field_of
from shidian.web.page import LANGUAGES, Context, Visit
from shidian.words.labels import value_label
from shidian.words.tones import tone_of

COOKIE = "shidian_session"
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CHUNK = 1 << 20
MEGABYTES = 64


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


class JobPage(Context, frozen=True):
    """One screening: what to map, how far it is, and its summary."""

    job: JobView
    title: Label
    fields: tuple[FactField, ...]
    outcome_names: dict[str, Label]
    outcomes: tuple[Share, ...]
    charts: tuple[Chart, ...]


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
    charts = []
    outcomes: tuple[Share, ...] = ()
    if found.summary is not None:
        outcomes = _shares(question, found.summary.outcomes)
        for fact, values in found.summary.by.items():
            label = next(f.label for f in question.facts if f.fact == fact)
            charts.append(
                Chart(
                    label, tuple((_named(visit, found.question, fact, v), sum(c.values()), _shares(question, c)) for v, c in values.items())
                )
            )
    return JobPage(found, question.title, tuple(field_of(f) for f in question.facts), names, outcomes, tuple(charts))


def _named(visit: Visit, question: str, fact: str, word: str) -> Label:
    """The name of a value as the table writes it."""
    if not word:
        return Label("–", "–")
    try:
        read = visit.desk.book.read(question, {fact: word})
    except CaseError:
        return Label(word, word)
    return value_label(visit.desk.book.lawbook, visit.desk.book.question(question), fact, read.facts.get(fact, word))


def _shares(question: Question, counts: dict[str, int]) -> tuple[Share, ...]:
    total, at = sum(counts.values()) or 1, 0
    out = []
    for outcome, count in sorted(counts.items()):
        x, at = 1000 * at // total, at + count
        out.append(Share(outcome, tone_of(question, outcome), count, x, 1000 * at // total - x))
    return tuple(out)


def routes(desk: Desk) -> list[BaseRoute]:
    """What changes something, and the file."""
    out: list[BaseRoute] = []
    for lang in LANGUAGES:
        base = f"/{lang}/screen"
        out += [
            Route(base, _upload(desk, lang), methods=["POST"]),
            Route(base + "/{id}/start", _start(desk, lang), methods=["POST"]),
            Route(base + "/{id}/cancel", _simple(lang, desk.jobs.cancel, stay=True), methods=["POST"]),
            Route(base + "/{id}/delete", _simple(lang, desk.jobs.delete, stay=False), methods=["POST"]),
            Route(base + "/{id}/file", _file(desk), methods=["GET"]),
        ]
    return out


Endpoint = Callable[[Request], Awaitable[Response]]


def owner_of(cookie: str | None) -> str:
    """The owner that a cookie stands for; nobody when there is none."""
    return f"web:{cookie}" if cookie and len(cookie) >= 32 else ""


def _upload(desk: Desk, lang: str) -> Endpoint:
    async def upload(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=5) as form:
            file, question = form.get("file"), form.get("question")
            if not isinstance(file, UploadFile) or not file.filename or not isinstance(question, str):
                raise BadTable("no file was sent", hint="choose a CSV, XLSX or Parquet file")
            kept = request.cookies.get(COOKIE)
            session = kept if kept and owner_of(kept) else secrets.token_urlsafe(32)
            view = await run_in_threadpool(desk.jobs.upload, owner_of(session), file.filename, question, _chunks(file))
        answer = RedirectResponse(f"/{lang}/screen/{view.id}", status_code=303)
        answer.set_cookie(COOKIE, session, max_age=86_400, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return answer

    return upload


def _chunks(file: UploadFile) -> Iterator[bytes]:
    while chunk := file.file.read(CHUNK):
        yield chunk


def _start(desk: Desk, lang: str) -> Endpoint:
    async def start(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=60) as form:
            mapping = {name: value for name, value in form.multi_items() if isinstance(value, str) and value}
        id = request.path_params["id"]
        await run_in_threadpool(desk.jobs.start, owner_of(request.cookies.get(COOKIE)), id, mapping)
        return RedirectResponse(f"/{lang}/screen/{id}", status_code=303)

    return start


def _simple(lang: str, act: Callable[[str, str], object], *, stay: bool) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        id = request.path_params["id"]
        act(owner_of(request.cookies.get(COOKIE)), id)
        return RedirectResponse(f"/{lang}/screen/{id}" if stay else f"/{lang}/screen", status_code=303)

    return endpoint


def _file(desk: Desk) -> Callable[[Request], Response]:
    def file(request: Request) -> Response:
        path, kind, name = desk.jobs.result(owner_of(request.cookies.get(COOKIE)), request.path_params["id"])
        return FileResponse(path, media_type=MEDIA[kind], filename=name, content_disposition_type="attachment")

    return file

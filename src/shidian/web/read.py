"""Reading documents: upload, the report, and saving it to the review desk."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import Literal

from markupsafe import Markup
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.answer.sentence.chips import LONGEST
from shidian.catalogue.lists import NotFound
from shidian.documents.apart import ApartRefused
from shidian.documents.formats.apart import MOST_CHARACTERS
from shidian.documents.formats.files import FORMS, MOST_BYTES, SelfDescription
from shidian.documents.marks import UNNAMED, marked_passages, value_text
from shidian.documents.report import report
from shidian.documents.rows import ClashRow, DocumentRow, FindingRow, ReadingReport, new_findings
from shidian.errors import BadValue, SignedOut
from shidian.visitors.keeper import SIGNED_IN, Keeper
from shidian.visitors.readings import MOST_TOGETHER, KeptReport
from shidian.web.page import LANGUAGES, Context, Visit, address
from shidian.web.screen import COOKIE, MEGABYTES, led_to, owner_of, session_of

PART = 50_000
"""Characters of each document that one page shows."""
TOGETHER_MEGABYTES = MEGABYTES - 4
"""What the documents of one upload may have together, with room for the form around them."""


class ReadPage(Context, frozen=True):
    """The form for documents, and the reports of this visitor. `each` and `together` are megabytes, `characters` those of one document."""

    most: int
    each: int
    together: int
    characters: int
    forms: tuple[str, ...]
    reports: tuple[KeptReport, ...]


class ReportPage(Context, frozen=True):
    """One report: contradictions, documents with their findings, the texts by document, and what could not be read. Long texts come in parts; `desk`
    says whether the report can be saved."""

    id: str
    left: int
    report: ReadingReport
    texts: dict[str, str]
    refused: tuple[ApartRefused, ...]
    part: int
    parts: int
    desk: bool


class Shown(Struct, frozen=True):
    """What the page of a report shows of one document: its row, the marked text of this part, the findings beside it, and what is new in the whole."""

    row: DocumentRow
    text: Markup
    beside: tuple[tuple[FindingRow, str], ...]
    new: tuple[tuple[FindingRow, str], ...]


def read(visit: Visit) -> ReadPage:
    """The page to begin on."""
    reports = visit.desk.readings.all(visit.session) if visit.session else ()
    return ReadPage(MOST_TOGETHER, MOST_BYTES // 1_000_000, TOGETHER_MEGABYTES, MOST_CHARACTERS, tuple(FORMS), reports)


def reading(visit: Visit) -> ReportPage:
    kept, comparison, refused = visit.desk.readings.view(visit.session, visit.path["id"])
    rows = report(visit.desk.book.lawbook, comparison)
    texts = {d.source: d.reading.document.text for d in comparison.documents}
    parts = max(p.start // PART + 1 for d in rows.documents for p in d.passages)
    return ReportPage(kept.id, kept.left, rows, texts, refused, visit.whole("part", 1, parts) or 1, parts, visit.desk.reviews is not None)


def part_of(page: ReportPage, source: str, offset: int) -> int:
    """The part that shows the passage in which an offset of a document lies, from 1."""
    passages = next(d.passages for d in page.report.documents if d.source == source)
    at = max(0, bisect_right(passages, offset, key=lambda p: p.start) - 1)
    return passages[at].start // PART + 1


def grave(rows: ReadingReport) -> tuple[ClashRow, ...]:
    """The contradictions that are against a document, or open."""
    return tuple(c for c in rows.contradictions if c.side != "right")


def shown(page: ReportPage, lang: str) -> tuple[Shown, ...]:
    """The documents as the page shows them."""
    clashing = {(q.document, q.start, q.end) for c in grave(page.report) for q in c.spans}
    within = ((page.part - 1) * PART, page.part * PART)
    out = []
    for row in page.report.documents:
        text = page.texts[row.source]
        starts = {p.index: p.start for p in row.passages}
        beside = tuple(
            (f, value_text(f, lang, text)) for f in row.findings if f.kind not in UNNAMED and within[0] <= starts[f.passage] < within[1]
        )
        new = tuple((f, value_text(f, lang, text)) for f in new_findings(row))
        # the text is escaped where the marks are made
        out.append(Shown(row, Markup("".join(marked_passages(row, text, clashing, lang, within))), beside, new))
    return tuple(out)


def routes(desk: Keeper) -> list[BaseRoute]:
    """What changes something."""
    out: list[BaseRoute] = []
    for lang in LANGUAGES:
        base = f"/{lang}/read"
        out += [
            Route(base, partial(_upload, desk, lang), methods=["POST"]),
            Route(base + "/{id}/save", partial(_save, desk, lang), methods=["POST"]),
            Route(base + "/{id}/delete", partial(_delete, desk, lang), methods=["POST"]),
        ]
    return out


async def _upload(desk: Keeper, lang: str, request: Request) -> Response:
    async with request.form(max_files=50, max_fields=10) as form:
        files = [(f.filename, await f.read()) for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
        said = _told(desk, form, len(files))
    session = session_of(request)
    id = await run_in_threadpool(desk.readings.read, owner_of(session), files, said)
    return led_to(f"/{lang}/read/{id}", request, session)


def _told(desk: Keeper, form: FormData, documents: int) -> SelfDescription:
    """What the visitor says about the documents. Raises BadValue."""
    publisher, date, language = (_word(form, name) for name in ("publisher", "date", "language"))
    if date and documents > 1:
        raise BadValue(
            "a date is given for several documents", hint="give it for one document alone; the dates of several are read from their texts"
        )
    spoken: dict[str, Literal["en", "zh"]] = {"en": "en", "zh": "zh"}
    if language and language not in spoken:
        raise BadValue(f"`{language[:20]}` is not a language that can be read", hint="known: `en`, `zh`")
    return SelfDescription(publisher=publisher or None, date=desk.day(date) if date else None, language=spoken.get(language))


def _word(form: FormData, name: str) -> str:
    word = form.get(name) or ""
    if not isinstance(word, str) or len(word) > LONGEST or not word.isprintable():
        raise BadValue(f"`{name}` is too long or cannot be read", hint="shorten it")
    return word.strip()


def _save(desk: Keeper, lang: str, request: Request) -> Response:
    try:
        desk.reviewer(request.cookies.get(SIGNED_IN))
    except SignedOut:  # sign in, and come back to the report
        back = f"/{lang}/read/{request.path_params['id']}"
        return RedirectResponse(address(f"/{lang}/desk/sign-in", {"next": back}), status_code=303)
    if desk.reviews is None:
        raise NotFound("this server has no review desk", hint="start it with `shidian serve --store sqlite:///work.db`")
    _, comparison, _ = desk.readings.view(owner_of(request.cookies.get(COOKIE)), request.path_params["id"])
    ids = desk.reviews.save(comparison, desk.book.digest)
    return RedirectResponse(f"/{lang}/review" + (f"?document={ids[0]}" if len(ids) == 1 else ""), status_code=303)


def _delete(desk: Keeper, lang: str, request: Request) -> Response:
    desk.readings.delete(owner_of(request.cookies.get(COOKIE)), request.path_params["id"])
    return RedirectResponse(f"/{lang}/read", status_code=303)

"""Importing a bureau's list through a page: it is read, shown row by row with what importing it would do, and carried out when somebody says so.

A file has a form of its own (multipart), so its route stands here; carrying out is a form like any other.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.errors import DeskError
from shidian.law.records.base import Label
from shidian.tracking.listing import PlannedRow, QuarterChange
from shidian.visitors.keeper import Keeper
from shidian.visitors.lists import LARGEST_LIST, ListState
from shidian.web.desk import views as v
from shidian.web.desk.act import Act, Said, on
from shidian.web.desk.pages import HOME, line_of
from shidian.web.desk.who import DeskVisit, sent_by
from shidian.web.page import LANGUAGES, Context

ROWS_SHOWN = 500
"""Rows that one page shows of each kind."""


class ImportPage(Context, frozen=True):
    """The form for a list, and the lists that this person left."""

    line: v.RegionLine
    areas: tuple[tuple[str, Label], ...]
    megabytes: int


class ListJob(Struct, frozen=True):
    """How far a list is carried out: rows done of so many."""

    state: ListState
    progress: int
    total: int
    error: str | None


class ListPage(Context, frozen=True):
    """A list: how many rows would begin, change, do nothing or are not taken, the rows, and what moved since the quarter before. `done`: it was carried
    out, and the rows say what became of them; while it is (`job`) there are none. `left`: headings of columns that are not taken."""

    line: v.RegionLine
    id: str
    name: str
    counts: tuple[tuple[str, int], ...]
    rows: tuple[PlannedRow, ...]
    moved: tuple[QuarterChange, ...] | None
    stayed: int
    done: bool
    job: ListJob
    tasks: dict[str, Label]
    left: tuple[str, ...]


def import_form(visit: DeskVisit) -> ImportPage:
    """The form for a list."""
    return ImportPage(line_of(visit, visit.path["region"], "propose"), tuple(visit.areas.items()), LARGEST_LIST // 1_000_000)


def list_shown(visit: DeskVisit) -> ListPage:
    """A list, with what importing it would do or did. Rows that need a person come first."""
    line = line_of(visit, visit.path["region"], "propose")
    kept, rows = visit.desk.lists.planned(visit.programme, visit.who, line.region, visit.path["list"])
    if rows:
        visit.noted("read", line.region, "list")
    order = ("error", "change", "begin", "same")
    counted = Counter(str(r.does) for r in rows)
    shown = [r for does in order for r in [x for x in rows if x.does == does][:ROWS_SHOWN]]
    found = kept.moved
    moved = None if found is None else tuple(q for q in found if q.does != "same")
    stayed = sum(q.does == "same" for q in found or ())
    job = ListJob(kept.state, kept.progress, kept.total, kept.error)
    done = kept.state not in ("uploaded", "queued", "running")
    return ListPage(
        line,
        kept.id,
        kept.name,
        tuple((n, counted[n]) for n in order),
        tuple(shown),
        moved,
        stayed,
        done,
        job,
        {id: visit.tasks[id] for r in shown for id in r.near if id in visit.tasks},
        kept.left,
    )


def import_list(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Carry a list out."""
    region, id = line_of(visit, visit.path["region"], "propose").region, visit.path["list"]
    visit.desk.lists.carry_out(visit.programme, visit.who, region, id, said.get("why", ""))
    return on(visit, f"/regions/{region}/import/{id}")


def stop_list(visit: DeskVisit, _: Request, __: Said) -> Response:
    """Stop carrying a list out."""
    region, id = line_of(visit, visit.path["region"], "propose").region, visit.path["list"]
    visit.desk.lists.stop(visit.who, region, id)
    return on(visit, f"/regions/{region}/import/{id}")


LIST_ACTS = (
    Act("/regions/{region}/import/{list}", import_list, frozenset({"why"})),
    Act("/regions/{region}/import/{list}/stop", stop_list),
)


def import_routes(desk: Keeper) -> list[BaseRoute]:
    """The route that takes a list, in both languages."""
    return [
        Route(f"/{lang}{HOME}/regions/{{region}}/import", partial(_leave, desk, lang), methods=["POST"], name=f"leave-{lang}")
        for lang in LANGUAGES
    ]


async def _leave(desk: Keeper, lang: str, request: Request) -> Response:
    async with request.form(max_files=2, max_fields=4) as form:
        said = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        files: dict[str, tuple[str, bytes]] = {}
        for name, value in form.multi_items():
            if isinstance(value, UploadFile) and value.filename:
                files[name] = value.filename, await value.read(LARGEST_LIST + 1)

    def done() -> Response:
        visit = sent_by(desk, lang, request, said)
        extra = next(iter((set(said) - {"area", "list", "before"}) | (set(files) - {"list", "before"})), None)
        if extra is not None:
            raise DeskError(f"`{extra[:40]}` is not a field of this form")
        region = line_of(visit, visit.path["region"], "propose").region
        if "list" not in files:
            raise DeskError("no list was sent", hint="choose an XLSX, ODS or CSV file")
        area = said.get("area") or None
        if area is not None and area not in visit.programme.areas:
            raise DeskError(f"`{area[:40]}` is not an area of the programme", hint="see `shidian plans`")
        id = desk.lists.leave(visit.who, region, files["list"], files.get("before"), area)
        return RedirectResponse(f"/{lang}{HOME}/regions/{region}/import/{id}", status_code=303)

    return await run_in_threadpool(done)

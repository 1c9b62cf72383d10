"""Files of the desk: the list of a region as CSV, Excel and JSON, its monthly report as DOCX and PDF, its due days as a calendar, and the public feed.

Whatever holds work of a region is written down as exported. A cell that a spreadsheet would take for a formula is written as text.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree as ET

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shidian.errors import DeskMissing
from shidian.files import csv_text, plain_field
from shidian.store.desk.records import KeptItem
from shidian.tracking.report import MonthlyReport
from shidian.visitors.keeper import Keeper
from shidian.visitors.programme import dossier_of, opened, replication_document, report_of
from shidian.web.desk import pages
from shidian.web.desk.deadlines import application_line
from shidian.web.desk.to_law import as_zip
from shidian.web.desk.views import item_line
from shidian.web.desk.who import DeskVisit
from shidian.web.page import LANGUAGES
from shidian.words.phrases import phrase
from shidian.words.plain import to_json

SHEET = Path(__file__).parent / "report.typ"
COLUMNS: tuple[str, ...] = ("region", "task", "title", "area", "stage", "lead_body", "lead_person", "due", "next_step", "risk_kind")
COLUMNS += ("risk_level", "safeguard", "evidence", "notes", "stop_reason", "published", "version", "changed_at")
KINDS = {"stage": "itemstage_", "risk_level": "risklevel_"}
"""What the phrases of the values of a field begin with."""
PARTS = ("document", "grade", "day", "page", "quote", "link")
"""The parts of evidence that a cell holds, in this order."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ATOM = "{http://www.w3.org/2005/Atom}"


DocumentOf = Callable[[DeskVisit, str, Literal["en", "zh"]], MonthlyReport]


class DeskFile(Struct, frozen=True):
    """A file of a region: how its path ends, its media type, and what makes it."""

    name: str
    media: str
    makes: Callable[[DeskVisit, str], bytes]


def rows_of(visit: DeskVisit, region: str) -> list[list[str]]:
    """The items of a region as rows of text under their headings, in the language of the page; the desk takes them as a list again."""

    def cell(name: str, value: Any) -> str:
        if name == "evidence":
            return "；".join(" ".join(e[p] for p in PARTS if e.get(p)) for e in value)
        if isinstance(value, bool) or (value and name in KINDS):
            return phrase(f"{KINDS[name]}{value}" if name in KINDS else "yes" if value else "no")[visit.lang]
        return "" if value is None else str(value)

    out = [[phrase(f"itemfield_{name}")[visit.lang] for name in COLUMNS]]
    for i in visit.programme.work.items(visit.who, region=region):
        line = item_line(visit, i)
        told = {"region": line.region_name[visit.lang], "task": i.task, "title": line.title[visit.lang], "area": line.area_name[visit.lang]}
        told |= i.state | {"version": i.version, "changed_at": i.changed_at}
        out.append([cell(name, told.get(name)) for name in COLUMNS])
    return out


def as_csv(visit: DeskVisit, region: str) -> bytes:
    """The list as CSV, with the mark by which Excel knows UTF-8."""
    return ("\ufeff" + csv_text(rows_of(visit, region), end="\r\n")).encode()


def as_excel(visit: DeskVisit, region: str) -> bytes:
    """The list as Excel."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows_of(visit, region):
        sheet.append([plain_field(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json(visit: DeskVisit, region: str) -> bytes:
    """The list with its journal, whole."""
    work = visit.programme.work
    return to_json({"items": work.items(visit.who, region=region), "journal": work.journal(visit.who, region, most=1_000_000)})


def as_calendar(visit: DeskVisit, region: str | None, *, names: bool = True) -> bytes:
    """The due days of what is open, as all-day events; of applications by their procedure (days between which they lie, where a year is not published).
    Without `names` it says of no item what is next, and names no firm."""
    import icalendar

    found = icalendar.Calendar()
    found.add("prodid", "-//shidian//desk//")
    found.add("version", "2.0")

    def put(kept: KeptItem, days: tuple[dt.date, dt.date], summary: str, description: str) -> None:
        event = icalendar.Event()
        event.add("uid", f"{kept.kind}-{kept.id}@shidian")
        event.add("dtstamp", dt.datetime.fromisoformat(kept.changed_at))
        event.add("dtstart", days[0])
        event.add("dtend", days[1] + dt.timedelta(days=1))
        event.add("summary", summary)
        event.add("description", description)
        found.add_component(event)

    for i in visit.programme.work.items(visit.who, region=region):
        line = item_line(visit, i)
        if line.due and line.stage not in ("replicated", "stopped"):
            day = dt.date.fromisoformat(line.due)
            put(i, (day, day), f"{line.region_name[visit.lang]} {line.title[visit.lang]}", i.state["next_step"] if names else "")
    for kept in visit.programme.work.items(visit.who, region=region, kind="application"):
        a = application_line(visit, kept)
        if a.due is not None:
            said = f"{a.firm if names else kept.id} {a.due.what[visit.lang]}"
            put(kept, (a.due.first, a.due.last), said, a.title[visit.lang])
    return bytes(found.to_ical())


def pdf_of(found: MonthlyReport, lang: str) -> bytes:
    """A report as PDF, in the layout of Chinese official documents. Its text reaches the typesetter as data, never as markup."""
    import typst

    from shidian.web.memo.pdf import CHINESE

    data = {n: getattr(found, n) for n in MonthlyReport.__struct_fields__} | {"lang": lang, "fonts": CHINESE}
    made = typst.compile(SHEET, sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    assert isinstance(made, bytes)
    return made


def _docx_of(found: MonthlyReport, lang: str) -> bytes:
    from shidian.web.desk.document import docx_of

    return docx_of(found, lang)


def _set(form: Callable[[MonthlyReport, str], bytes], of: DocumentOf, visit: DeskVisit, region: str) -> bytes:
    return form(of(visit, region, "en" if visit.lang == "en" else "zh"), visit.lang)


DOCUMENTS: dict[str, DocumentOf] = {
    "report": lambda visit, region, lang: report_of(visit.desk, visit.who, region, visit.one("month"), lang),
    "dossier": lambda visit, region, lang: dossier_of(visit.desk, visit.who, region, lang),
    "replication": lambda visit, region, lang: replication_document(visit.desk, visit.who, region, lang),
}
"""The documents of a region, each to be had as DOCX and as PDF: its monthly report, its dossier, its replication file."""
FILES: tuple[DeskFile, ...] = (
    DeskFile("items.csv", "text/csv; charset=utf-8", as_csv),
    DeskFile("items.xlsx", EXCEL, as_excel),
    DeskFile("all.json", "application/json", as_json),
    DeskFile("due.ics", "text/calendar; charset=utf-8", as_calendar),
    *(
        DeskFile(f"{name}.{ending}", media, partial(_set, form, of))
        for name, of in DOCUMENTS.items()
        for ending, media, form in (("docx", WORD, _docx_of), ("pdf", "application/pdf", pdf_of))
    ),
    DeskFile("lawbook.zip", "application/zip", as_zip),
)


def file_routes(desk: Keeper) -> list[BaseRoute]:
    """The routes of the files, and of the public feed."""
    out: list[BaseRoute] = []
    for lang in LANGUAGES:
        base = f"/{lang}{pages.HOME}"
        out.append(Route(f"{base}/published.atom", partial(_feed, desk, lang), methods=["GET"]))
        out.append(Route(f"{base}/calendar/{{word}}", partial(_calendar, desk, lang), methods=["GET"]))
        out += [Route(f"{base}/regions/{{region}}/{f.name}", partial(_file, desk, lang, f), methods=["GET"]) for f in FILES]
    return out


def _file(desk: Keeper, lang: str, file: DeskFile, request: Request) -> Response:
    visit = DeskVisit(desk, lang, request)
    if visit.actor is None:
        return pages.to_sign_in(lang, request)
    region = pages.line_of(visit, visit.path["region"]).region
    answer = Response(file.makes(visit, region), media_type=file.media)
    visit.noted("export", region, file.name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{region}-{file.name}"'
    return answer


def _calendar(desk: Keeper, lang: str, request: Request) -> Response:
    """Due days for a calendar program, which shows the word of its address and has no session. Every fetch stands in the log."""
    visit = DeskVisit(desk, lang, request)
    visit.actor = visit.programme.people.session(request.path_params["word"].removesuffix(".ics"), kind="feed")
    if visit.actor is None:
        raise DeskMissing("this calendar has ended, or there was none", hint="make another one under *My account*")
    seen = [r for r, _ in visit.regions() if visit.who.may("read", r)]
    answer = Response(as_calendar(visit, None, names=False), media_type="text/calendar; charset=utf-8")
    visit.noted("export", seen, "due.ics")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _feed(desk: Keeper, lang: str, request: Request) -> Response:
    return Response(feed(DeskVisit(desk, lang, request)), media_type="application/atom+xml")


def feed(visit: DeskVisit) -> bytes:
    """What was published, the latest change first; each entry names the stage, never a person. The heads of the journals stand in its subtitle."""
    work, where = opened(visit.desk).work, f"/{visit.lang}{pages.HOME}/published"
    items = sorted(work.published(), key=lambda i: i.changed_at, reverse=True)[:100]
    ET.register_namespace("", ATOM.strip("{}"))
    root = ET.Element(ATOM + "feed")

    def put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        made = ET.SubElement(parent, ATOM + name, attributes)
        made.text = text or None
        return made

    put(root, "id", "urn:shidian:desk:published")
    put(root, "title", phrase("desk_published_title")[visit.lang])
    put(root, "subtitle", " ".join(a.text for a in work.anchors(sorted({i.region for i in items}))))
    put(root, "updated", items[0].changed_at if items else f"{visit.desk.today}T00:00:00Z")
    put(root, "link", rel="alternate", href=where)
    for i in items:
        line, entry = item_line(visit, i), put(root, "entry")
        put(entry, "id", f"urn:shidian:desk:item:{i.id}:{i.version}")
        put(entry, "title", f"{line.region_name[visit.lang]} {line.title[visit.lang]}")
        put(entry, "updated", i.changed_at)
        put(put(entry, "author"), "name", line.region_name[visit.lang])
        put(entry, "link", rel="alternate", href=where)
        put(entry, "summary", phrase(f"itemstage_{line.stage}")[visit.lang])
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))

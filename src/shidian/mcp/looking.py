"""Tools that look things up: a search, a citation, a task of the programme, the measure of openness."""

# no `from __future__ import annotations` here: the SDK reads the annotations of the tools
import datetime as dt
from typing import Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp_types import CallToolResult
from msgspec import Struct
from pydantic import Field

from shidian.answer.citing import Citation, citation
from shidian.catalogue.lists import not_found
from shidian.catalogue.search import KINDS
from shidian.errors import BadValue
from shidian.law.records.base import record_of
from shidian.mcp.replies import Limit, Speech, add, told
from shidian.visitors.keeper import Keeper
from shidian.words.phrases import phrase

MOST_PLACES = 25


class HitTold(Struct, frozen=True):
    """Something found: its kind, its id (for cite, task, or as a fact), its title, and the path of its page."""

    kind: str
    id: str
    title: str
    text: str | None
    page: str


class HitsTold(Struct, frozen=True):
    """What was found, nearest first; `more` says that further hits were left out."""

    items: tuple[HitTold, ...]
    more: bool


class SourceRead(Struct, frozen=True):
    """Where a text was read. `grade`: official, spokesperson, press, law-firm, reprint or other."""

    title: str
    publisher: str
    grade: str
    address: str | None


class EditionTold(Struct, frozen=True):
    """One text of an instrument and the days it holds."""

    title: str
    number: str | None
    effective: dt.date | None
    expires: dt.date | None


class CitationTold(Struct, frozen=True):
    """A rule, provision or instrument as it may be cited. `in_force` is null where nobody could find out. `says` are the editors' words, not the
    official text. `must_say` stands beside a citation that was not read in the official text. `parts` are the provisions of an instrument, the
    rules of a provision, or the provision of a rule."""

    id: str
    kind: str
    on: dt.date
    in_force: bool | None
    title: str
    number: str | None
    says: str
    seen: str
    must_say: tuple[str, ...]
    editions: tuple[EditionTold, ...]
    more_editions: int
    parts: tuple[str, ...]
    more_parts: int
    sources: tuple[SourceRead, ...]
    more_sources: int
    page: str


class TaskTold(Struct, frozen=True):
    """A task of the programme: what it asks for, in which plan and area, where, how far it has come, and the rules that carry it out. A task that
    was only assigned opens nothing by itself."""

    task: str
    plan: str
    area: str
    says: str
    stage: str | None
    since: str | None
    places: tuple[str, ...]
    rules: tuple[str, ...]
    page: str


class OpenTo(Struct, frozen=True):
    """One place in one reading: the part of activities that is open, from the least to the greatest that it can be (parts of 1)."""

    place: str
    name: str
    reading: str
    measure: str
    least: float
    greatest: float


class OpennessTold(Struct, frozen=True):
    """The measure for each place. `announced` is not law yet. Figures are bounds, not estimates."""

    on: dt.date
    basket: str
    investor: str
    items: tuple[OpenTo, ...]


def looking(server: MCPServer, desk: Keeper) -> None:
    """Offer the tools."""
    book = desk.book
    baskets = [b.basket for b in book.lawbook.measures.baskets]
    investors = [p.profile for p in book.lawbook.measures.profiles]

    def search(
        text: Annotated[
            str,
            Field(
                min_length=1, max_length=200, description="Words to look for, in English or Chinese, such as '增值电信' or 'data centre'."
            ),
        ],
        kind: Annotated[
            str | None, Field(description="Only one kind: " + ", ".join(KINDS) + ".", json_schema_extra={"enum": [*KINDS, None]})
        ] = None,
        limit: Limit = 10,
        lang: Speech = "en",
    ) -> CallToolResult:
        """Search everything in the lawbook: activities, places, instruments, provisions, rules, tasks, events, claims, sources. Use it to find an id for facts, cite or
        task. Returns hits with kind, id and title, nearest first. A hit says what a text is about, not what is allowed: for that use ask.
        Reads only."""
        if kind is not None and kind not in KINDS:
            raise not_found("kind", kind, KINDS)
        found = desk.index.search(text, kind=kind, most=limit + 1)
        hits = (HitTold(h.kind, h.id, h.title[lang], h.text[lang] if h.text else None, f"/{lang}{h.path}") for h in found[:limit])
        return told(HitsTold(tuple(hits), len(found) > limit))

    def cite(
        id: Annotated[
            str,
            Field(
                max_length=200,
                description="Id of a rule or provision (cn-negative-list/telecom-vats) or of an instrument (cn-negative-list), as other tools give it.",
            ),
        ],
        on: Annotated[str | None, Field(description="The day asked, as 2025-06-01; today when left out.")] = None,
        limit: Limit = 12,
        lang: Speech = "en",
    ) -> CallToolResult:
        """Give what is needed to cite a rule, a provision or an instrument: title, document number, what it says, editions with their days, how well the words were seen, and the sources
        with their addresses. Use it before quoting the law, and to check an id. Summaries are the editors' words, not the official text. Reads only."""
        return told(_cited(citation(book, id, desk.day(on)), limit, lang))

    def task(
        id: Annotated[str, Field(max_length=100, description="Id of a task row, as search gives it.")],
        place: Annotated[str | None, Field(max_length=100, description="How far the task has come in this place, by id or name.")] = None,
        on: Annotated[str | None, Field(description="The day asked, as 2025-06-01; today when left out.")] = None,
        lang: Speech = "en",
    ) -> CallToolResult:
        """Tell one task of the pilot programme: what it asks for, its area and plan, where it applies, how far it has come, and the rules that carry it out. Use it for "what became of
        this measure". A task opens nothing by itself: use ask for what is allowed. Reads only."""
        plan, record = book.task(id)
        row = next((r for r in book.tasks(on=desk.day(on), place=place) if r.task == record.task), None)
        if row is None:
            raise BadValue(f"the task `{id}` does not apply in `{place}`", hint="leave out `place` to see where it applies")
        words = {"area": row.area_name[lang], "says": row.summary[lang], "page": f"/{lang}/tasks/{row.task}"}
        return told(record_of(TaskTold, row, plan=plan, **words))

    def openness(
        places: Annotated[
            list[str] | None,
            Field(max_length=MOST_PLACES, description="Places by id or name; every region of the programme when left out."),
        ] = None,
        on: Annotated[str | None, Field(description="The day asked, as 2025-06-01; today when left out.")] = None,
        measure: Annotated[
            Literal["open_100", "open_51", "mean_ceiling", "closed", "restrictiveness"],
            Field(
                description="open_100: part of activities open to a wholly foreign-owned firm; open_51: to a majority; mean_ceiling; closed; restrictiveness."
            ),
        ] = "open_100",
        basket: Annotated[
            str | None,
            Field(description="The activities measured; all services when left out.", json_schema_extra={"enum": [*baskets, None]}),
        ] = None,
        investor: Annotated[
            str | None,
            Field(description="The investor; one without a treaty when left out.", json_schema_extra={"enum": [*investors, None]}),
        ] = None,
        lang: Speech = "en",
    ) -> CallToolResult:
        """Measure how far each region is open to foreign investors over a basket of services, with the least and the greatest value. Use it to
        compare regions as a whole; for one firm's case use ask or compare. Returns both readings; `announced` is not law yet. Regions whose
        bounds overlap cannot be ranked. Reads only."""
        measured = book.openness(basket=basket, profile=investor)
        from shidian.analysis.openness import tables  # waits for its libraries only when it is asked

        day = desk.day(on)
        rows = desk.keep(
            ("mcp openness", day, tuple(places or ()), measure, basket, investor),
            lambda: tables.rows(
                measured, on=day, places=measured.places(places or ()), measures=(measure,), readings=("in_force", "announced")
            ),
        )
        whole = (r for r in rows if r.activity == tables.TOTAL)
        items = tuple(OpenTo(r.place, r.place_name[lang], r.reading, r.measure, r.everywhere_low, r.everywhere_high) for r in whole)
        return told(OpennessTold(day, rows[0].basket if rows else "", rows[0].profile if rows else "", items))

    add(server, search, HitsTold, "Search the lawbook")
    add(server, cite, CitationTold, "Cite a rule, provision or instrument")
    add(server, task, TaskTold, "A task of the programme")
    add(server, openness, OpennessTold, "How open the regions are")


def _cited(found: Citation, limit: int, lang: str) -> CitationTold:
    seen = () if found.seen == "official" else (phrase("say_" + found.seen)[lang],)
    editions = tuple(
        EditionTold(e.title[lang], e.number[lang] if e.number else None, e.effective, e.expires) for e in reversed(found.editions)
    )
    sources = tuple(SourceRead(s.title[lang], s.publisher[lang], s.grade, s.address or s.site) for s in found.sources)
    return record_of(
        CitationTold,
        found,
        title=found.title[lang],
        says=found.says[lang],
        must_say=(*seen, *(c[lang] for c in found.cautions)),
        editions=editions[:limit],
        more_editions=max(0, len(editions) - limit),
        parts=found.rules[:limit],
        more_parts=max(0, len(found.rules) - limit),
        sources=sources[:limit],
        more_sources=max(0, len(sources) - limit),
        page=f"/{lang}{found.path}",
    )

"""What every door to the desk of the programme needs: the desk of a server, who comes with a token, the report on a month, the replication file."""

from __future__ import annotations

import re
from typing import Any, Literal

from msgspec import Struct

from shidian.catalogue.lists import NotFound
from shidian.errors import BadValue
from shidian.law.records.base import Label
from shidian.store.access import Actor, demand
from shidian.store.chain import START, ChainHead
from shidian.store.desk_records import KeptItem
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.replication import ReplicationFile, replication_file
from shidian.tracking.report import MonthlyReport, month_of, report
from shidian.visitors.keeper import Keeper
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase

Lang = Literal["en", "zh"]
MARKS = {"zh": {"comma": "，", "semicolon": "；"}, "en": {"comma": ", ", "semicolon": "; "}}


class PublishedItem(Struct, frozen=True):
    """What everybody may see of an item: no person, no notes, nothing that is still open."""

    id: int
    region: str
    task: str | None
    title: Label
    stage: str
    evidence: tuple[dict[str, Any], ...]
    changed_at: str


def opened(keeper: Keeper) -> ProgrammeDesk:
    """The programme desk of a server. Raises NotFound where there is none."""
    if keeper.programme is None:
        raise NotFound("this server has no desk", hint="start it with `shidian serve --store sqlite:///work.db`")
    return keeper.programme


def task_labels(keeper: Keeper) -> dict[str, Label]:
    """The programme's tasks with their words in both languages, in its order."""
    return {r.task: r.summary for r in keeper.keep(("desk", "tasks", keeper.today), lambda: keeper.book.tasks())}


def title_of(keeper: Keeper, item: KeptItem) -> Label:
    """What an item is called."""
    return task_labels(keeper).get(item.task or "") or Label(item.title, item.title)


def region_name(keeper: Keeper, region: str) -> Label:
    """What a region is called."""
    return entry_label(keeper.book.lawbook, "territories", region)


def published_items(keeper: Keeper) -> tuple[PublishedItem, ...]:
    """What the regions have published."""
    return tuple(
        PublishedItem(i.id, i.region, i.task, title_of(keeper, i), i.state["stage"], tuple(i.state["evidence"]), i.changed_at)
        for i in opened(keeper).work.published()
    )


def report_of(keeper: Keeper, actor: Actor, region: str, month: str | None, lang: Lang) -> MonthlyReport:
    """The report of a region on a month (default: this one). Raises BadValue, DeskMissing."""
    wanted = month or f"{keeper.today:%Y-%m}"
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", wanted):
        raise BadValue(f"`{wanted[:20]}` is not a month", hint="write it as 2026-11")
    demand(actor, "read", region)
    work, since = opened(keeper).work, month_of(wanted)
    return report(
        region_name(keeper, region)[lang],
        wanted,
        keeper.today.isoformat(),
        work.items(actor, region=region),
        work.journal(actor, region, since=since[0], until=since[1], most=100_000),
        next(iter(work.anchors([region])), ChainHead(region, 0, START)),
        lambda i: title_of(keeper, i)[lang],
        lambda key, **parts: MARKS[lang].get(key) or phrase(key, **parts)[lang],
    )


def replication_of(keeper: Keeper, actor: Actor, region: str) -> ReplicationFile[None]:
    """What a region could hand to the ministry for spreading. No effect on openness is measured for an item. Raises DeskMissing."""
    demand(actor, "read", region)
    work = opened(keeper).work
    found = [work.items(actor, region=region, kind=kind) for kind in ("item", "assessment", "application")]
    return replication_file(found[0], found[1], found[2], lambda _: None)


def replication_document(keeper: Keeper, actor: Actor, region: str, lang: Lang) -> MonthlyReport:
    """The replication file of a region in the parts of an official document. Raises DeskMissing."""
    found = replication_of(keeper, actor, region)
    name, mark = region_name(keeper, region)[lang], MARKS[lang]

    def say(key: str, **parts: str) -> str:
        return phrase(key, **parts)[lang]

    ready = tuple(
        say(
            "replication_item",
            title=title_of(keeper, e.item)[lang],
            evidence=mark["semicolon"].join(x.document for x in e.evidence),
            result=say(f"assessed_{e.assessment.result}"),
            lessons=e.assessment.lessons,
            safeguard=e.state.safeguard or say("report_no_safeguard"),
        )
        for e in found.entries
    )
    lacking = tuple(
        say("replication_lacks", title=title_of(keeper, i)[lang], lacks=mark["semicolon"].join(say(f"lacks_{x}") for x in lacks))
        for i, lacks in found.lacking
    )
    rows = tuple(
        (
            str(n),
            title_of(keeper, e.item)[lang],
            say(f"assessed_{e.assessment.result}"),
            e.assessment.assessor,
            e.assessment.until or "–",
            mark["semicolon"].join(f"{i.name} {i.before or '–'} → {i.after} {i.unit}".strip() for i in e.assessment.indicators),
        )
        for n, e in enumerate(found.entries, 1)
    )
    today = keeper.today
    anchor = next(iter(opened(keeper).work.anchors([region])), ChainHead(region, 0, START))
    return MonthlyReport(
        say("replication_title", region=name),
        say("report_to"),
        say("replication_opening", region=name, n=str(len(ready))),
        ((say("desk_ready"), ready or (say("report_none"),)), (say("desk_lacking"), lacking or (say("report_none"),))),
        say("replication_attachment", region=name),
        tuple(
            say(k)
            for k in ("report_number", "report_item", "itemfield_result", "itemfield_assessor", "itemfield_until", "itemfield_indicators")
        ),
        rows,
        say("report_signed", region=name),
        say("report_day", year=str(today.year), month=str(today.month), day=str(today.day)),
        say("report_anchor", anchor=anchor.text),
    )

"""What every door to the desk of the programme needs: the desk of a server, who comes with a token, the report on a month, the replication file."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from threading import Thread
from typing import Any, Literal

from msgspec import Struct

from shidian.analysis.openness.reform import rules_of_task, with_rules
from shidian.catalogue.lists import NotFound
from shidian.errors import BadValue, DeskStale, OutOfTime
from shidian.law.records.base import Label
from shidian.review.confirmed import new_to
from shidian.review.proposals import Proposal, proposed_at_desk
from shidian.store.access import Actor, demand
from shidian.store.desk.chain import START, ChainHead
from shidian.store.desk.records import ConfirmedStage, KeptChange, KeptItem
from shidian.tracking.confirmed import both
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.dossier import dossier
from shidian.tracking.replication import ReplicationFile, replication_file
from shidian.tracking.report import MonthlyReport, month_of, report
from shidian.visitors.keeper import Keeper
from shidian.words.dates import dated
from shidian.words.labels import entry_label
from shidian.words.phrases import in_a_row, phrase

Lang = Literal["en", "zh"]
MARKS = {"zh": {"comma": "，", "semicolon": "；", "colon": "："}, "en": {"comma": ", ", "semicolon": "; ", "colon": ": "}}


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
        lambda key, **parts: MARKS[lang].get(key) or dated(phrase(key, **parts)[lang], lang),
    )


def dossier_of(keeper: Keeper, actor: Actor, region: str, lang: Lang) -> MonthlyReport:
    """The dossier of a region today. Raises DeskMissing."""
    demand(actor, "read", region)
    work = opened(keeper).work
    return dossier(
        region_name(keeper, region)[lang],
        keeper.today.isoformat(),
        work.items(actor, region=region),
        work.items(actor, region=region, kind="assessment"),
        work.items(actor, region=region, kind="application"),
        next(iter(work.anchors([region])), ChainHead(region, 0, START)),
        lambda i: title_of(keeper, i)[lang],
        lambda key, **parts: MARKS[lang].get(key) or dated(phrase(key, **parts)[lang], lang),
    )


class ForLawbook(Struct, frozen=True):
    """What a region's desk holds for the lawbook: the stages that are new to it with the files that propose them (`digest` is over these), how many it
    tells already, and what the other items lack that say something of the law."""

    new: tuple[ConfirmedStage, ...]
    told: int
    lacking: tuple[tuple[KeptItem, tuple[str, ...]], ...]
    proposal: Proposal
    digest: str


def for_lawbook(keeper: Keeper, actor: Actor, region: str) -> ForLawbook:
    """What is confirmed at the desk of a region, as a proposal to the lawbook. Raises DeskMissing, and ReviewError where the lawbook would have faults."""
    demand(actor, "read", region)
    work, held = opened(keeper).work, defaultdict[int, list[KeptChange]](list)
    for change in work.changes(actor, region=region, status="applied", most=1_000_000):
        held[change.item].append(change)
    ready, lacking = both((i, held[i.id]) for i in work.items(actor, region=region))
    law = keeper.book.lawbook
    new = new_to(law, ready)
    proposal = proposed_at_desk(law, keeper.folder, new)
    digest = hashlib.sha256(repr(sorted(proposal.files.items())).encode()).hexdigest()
    return ForLawbook(tuple(new), len(ready) - len(new), tuple(lacking), proposal, digest)


def hand_over(keeper: Keeper, actor: Actor, region: str) -> ForLawbook:
    """Write down that what is new was handed over. Raises DeskStale where nothing is, or it was before, and DeskForbidden."""
    demand(actor, "sign", region)
    found = for_lawbook(keeper, actor, region)
    if not found.new:
        raise DeskStale("nothing here is new to the lawbook")
    opened(keeper).hand_over(actor, region, {s.item: s.stage for s in found.new}, found.digest)
    return found


class SpreadEffect(Struct, frozen=True):
    """What spreading a task to all regions would add to their openness, by the measure: in how many of how many regions, by how many points at least and
    at most, and in which activities."""

    regions: int
    of: int
    low: float
    high: float
    activities: tuple[Label, ...]


STILL_MEASURED = SpreadEffect(0, 0, 0.0, 0.0, ())


def spread_effect(keeper: Keeper, task: str | None) -> SpreadEffect | None:
    """The effect of a task, measured once a day; None for one that no rule on market access carries out."""
    rules = {t.task: t.rules for g in keeper.book.lawbook.content.tasks for t in g.tasks}.get(task or "", ())
    known = keeper.book.lawbook.rules
    if not any(r in known and known[r][2].question == "access" for r in rules):
        return None

    def measured() -> SpreadEffect | None:
        openness = keeper.book.openness()
        on = min(keeper.book.lawbook.read_on or keeper.today, keeper.today)
        found = with_rules(openness, rules_of_task(openness, task or ""), on)
        gains = [(r.after.low - r.before.low, r.after.high - r.before.high) for r in found]
        gained = [g for g in gains if max(g) > 0]
        if not gained:
            return SpreadEffect(0, len(found), 0.0, 0.0, ())
        names = {n.en: n for r in found for n in r.activity_names}
        low, high = (round(100 * pick(v for g in gained for v in g), 2) for pick in (min, max))
        return SpreadEffect(len(gained), len(found), low, high, tuple(names.values()))

    key = ("desk", "spread", task, keeper.today)
    try:
        return keeper.keep(key, measured)
    except OutOfTime:  # the first measure of the day may take longer than a request has; it goes on beside it
        Thread(target=keeper.keep, args=(key, measured), daemon=True).start()
        return STILL_MEASURED


def effect_words(effect: SpreadEffect | None, lang: Lang) -> str:
    if effect is None:
        return phrase("replication_no_effect")[lang]
    if not effect.of:
        return phrase("replication_effect_later")[lang]
    if not effect.regions:
        return phrase("replication_effect_none")[lang]
    names = in_a_row((n[lang] for n in effect.activities), lang)
    points = f"{effect.low:g}" if effect.low == effect.high else f"{effect.low:g}–{effect.high:g}"
    said = phrase("replication_effect", n=str(effect.regions), of=str(effect.of), points=points)[lang]
    return said + (phrase("replication_effect_in", names=names)[lang] if names else "")


def replication_of(keeper: Keeper, actor: Actor, region: str) -> ReplicationFile[SpreadEffect]:
    """What a region could hand to the ministry for spreading, each with what spreading it would add to openness. Raises DeskMissing."""
    demand(actor, "read", region)
    work = opened(keeper).work
    found = [work.items(actor, region=region, kind=kind) for kind in ("item", "assessment", "application")]
    return replication_file(found[0], found[1], found[2], lambda item: spread_effect(keeper, item.task))


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
            effect=effect_words(e.effect, lang),
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
    title = say("replication_title", region=name)
    return MonthlyReport(
        title.replace("|", ""),
        tuple(line.strip() for line in title.split("|")),
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

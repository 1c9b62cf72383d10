"""The programme to look things up in: tasks, regions, chronology, crosswalk. Rows are immutable, with texts in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from shidian.catalogue.lists import NotFound, by_id, known
from shidian.engine.conditions import InPlace
from shidian.engine.rule import derived
from shidian.engine.rulebook import Rulebook
from shidian.evidence.values import days_of
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label, record_of
from shidian.law.records.programme import STAGES, Event, Stage, Task, Verb
from shidian.law.tree import ROOT
from shidian.programme.lifecycle import applies_in, carried_out_by, reached
from shidian.words.labels import entry_label


class TaskRow(Struct, frozen=True):
    """A task row, and where it stands on the day (and in the place) asked."""

    task: str
    plan: str
    area: str
    area_name: Label
    summary: Label
    verb: str | None
    strength: int | None
    stage: Stage | None
    since: str | None
    places: tuple[str, ...]
    rules: tuple[str, ...]
    """The rules that carry it out; what the plan itself announces is not among them."""
    grade: str | None
    by: str | None = None
    """The act by which it reached its stage."""
    inferred: bool = False
    """Whether the link to that act is inferred."""
    searched: dt.date | None = None
    """Where it is announced and no more: the day up to which evidence of more was looked for, and not found."""


def verb_of(book: Lawbook, word: str | None) -> Verb | None:
    """The verb on the scale of strength."""
    return next((v for v in book.programme.verbs if word is not None and word in (v.verb, *v.aliases)), None)


def tasks(
    book: Lawbook,
    on: dt.date,
    *,
    plan: str | None = None,
    area: str | None = None,
    place: str | None = None,
    stage: str | None = None,
    strength: int | None = None,
    text: str | None = None,
) -> tuple[TaskRow, ...]:
    """Task rows. `strength` is the least strength of the official verb; `text` is looked for in both languages."""
    tree = book.trees["territories"]
    where = find_place(book, place) if place is not None else None
    known("plan", plan, (p.plan for p in book.programme.plans))
    known("area", area, (a.area for p in book.programme.plans for a in p.areas))
    known("stage", stage, STAGES)
    searched = next((r.searched for r in book.programme.regions if r.region == where and r.searched), book.read_on)
    rows = []
    for group in book.content.tasks:
        names = {a.area: a.name for p in book.programme.plans if p.plan == group.plan for a in p.areas}
        for task in group.tasks:
            if where is not None and not applies_in(task, where, tree):
                continue
            verb = verb_of(book, task.verb)
            step = reached(task, on, where, tree)
            row = record_of(
                TaskRow,
                task,
                plan=group.plan,
                area_name=names.get(task.area, Label(task.area, task.area)),
                strength=verb.strength if verb else None,
                stage=step.stage if step else None,
                since=step.when if step else None,
                rules=carried_out_by(book, task),
                by=step.instrument if step else None,
                inferred=step is not None and step.linked == "inferred",
                searched=searched if step is not None and step.stage == "announced" else None,
            )
            if _keeps(row, task, plan, area, stage, strength, text):
                rows.append(row)
    return tuple(rows)


def _keeps(row: TaskRow, task: Task, plan: str | None, area: str | None, stage: str | None, strength: int | None, text: str | None) -> bool:
    words = f"{task.task} {task.summary.en} {task.summary.zh} {task.term or ''}".casefold()
    return (
        (plan is None or row.plan == plan)
        and (area is None or row.area == area)
        and (stage is None or row.stage == stage)
        and (strength is None or (row.strength or 0) >= strength)
        and (text is None or text.casefold() in words)
    )


def task(book: Lawbook, id: str) -> tuple[str, Task]:
    """The plan and the record of one task row. Raises NotFound."""
    found = {t.task: (g.plan, t) for g in book.content.tasks for t in g.tasks}
    return by_id("task", id.casefold(), found)


def find_place(book: Lawbook, word: str) -> str:
    """The territory that a word names. Raises NotFound."""
    names = book.names["territories"]
    found = names.find(word)
    if len(found) != 1:
        near = names.near(word)
        raise NotFound(f"there is no place `{word}`", hint=f"did you mean `{near[0]}`?" if near else None)
    return found[0]


class RegionRow(Struct, frozen=True):
    """A region of the programme. `own_rules` are the rules in force on the day whose scope names the region or a zone in it."""

    region: str
    name: Label
    cohort: str
    cohort_name: Label
    admitted: str
    role: str
    level: str
    zones: tuple[str, ...]
    own_rules: tuple[str, ...]
    announced_rules: tuple[str, ...]
    tasks: int
    emphasis: Label | None


def region_named(book: Lawbook, rows: Iterable[RegionRow], word: str) -> RegionRow:
    """The region that a word names. Raises NotFound, which says of another place where it leads."""
    listed, place = {r.region: r for r in rows}, find_place(book, word)
    if place in listed:
        return listed[place]
    tree = book.trees["territories"]
    above = tree.above(place) if place in tree.parent else ()
    around = next((r.region for r in listed.values() if place in r.zones or r.region in above), None)
    lies = f"see the region `{around}`" if around else f"it is a place where cases are asked (`territory={place}`)"
    raise NotFound(f"`{word}` is no region of the programme", hint=lies)


def regions(book: Lawbook, rulebooks: Iterable[Rulebook], on: dt.date, *, cohort: str | None = None) -> tuple[RegionRow, ...]:
    """The regions, in the order of their admission."""
    tree = book.trees["territories"]
    cohorts = {c.cohort: c.name for c in book.programme.cohorts}
    known("cohort", cohort, cohorts)
    tops = frozenset(tree.children[ROOT])
    compiled = list(rulebooks)
    rows = []
    for region in book.programme.regions:
        if cohort is not None and region.cohort != cohort:
            continue
        zones = tuple(z.id for z in tree.zones.values() if region.region in tree.zone_units[z.id])
        held, ahead = _rules_naming(compiled, region.region, set(zones), tops, on)
        count = sum(applies_in(t, region.region, tree) for g in book.content.tasks for t in g.tasks)
        rows.append(
            record_of(
                RegionRow,
                region,
                name=entry_label(book, "territories", region.region),
                cohort_name=cohorts[region.cohort],
                zones=zones,
                own_rules=held,
                announced_rules=ahead,
                tasks=count,
            )
        )
    return tuple(rows)


def _rules_naming(
    rulebooks: list[Rulebook], region: str, zones: set[str], tops: frozenset[str], on: dt.date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    held, ahead = [], []
    for rulebook in rulebooks:
        for rule in rulebook.rules:
            if derived(rule.id):
                continue
            places = [t for t in rule.scope.when if isinstance(t, InPlace)]
            if not any((region in t.inside or region in t.around or zones & set(t.zones)) and not tops & t.inside for t in places):
                continue
            if rule.validity.of(on, "in_force", None) is True:
                held.append(rule.id)
            elif rule.validity.of(on, "announced", None):
                ahead.append(rule.id)
    return tuple(held), tuple(ahead)


def chronology(book: Lawbook, *, since: dt.date | None = None, until: dt.date | None = None) -> tuple[Event, ...]:
    """The events of the programme, oldest first."""
    kept = []
    for event in book.programme.events:
        days = days_of(event.when)
        assert days is not None
        if (since is None or days[1] >= since) and (until is None or days[0] <= until):
            kept.append(event)
    return tuple(sorted(kept, key=lambda e: e.when))


class ChapterRow(Struct, frozen=True):
    """A chapter of an agreement: what it is about, the tension recorded, and the task rows that touch it."""

    agreement: str
    chapter: str
    name: Label
    topics: Label | None
    tension: Label | None
    degree: str | None
    tasks: tuple[str, ...]
    seen: str


def crosswalk(book: Lawbook, *, agreement: str | None = None) -> tuple[ChapterRow, ...]:
    """The chapters of the agreements, in their order."""
    known("agreement", agreement, (a.agreement for a in book.programme.agreements))
    aligned: dict[tuple[str, str], list[str]] = {}
    for group in book.content.tasks:
        for task in group.tasks:
            for link in task.alignment:
                aligned.setdefault((link.agreement, link.chapter), []).append(task.task)
    return tuple(
        ChapterRow(a.agreement, c.chapter, c.name, c.topics, c.tension, c.degree, tuple(aligned.get((a.agreement, c.chapter), ())), c.seen)
        for a in book.programme.agreements
        if agreement in (None, a.agreement)
        for c in a.chapters
    )

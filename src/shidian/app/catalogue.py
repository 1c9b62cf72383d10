"""The lawbook to look things up in: instruments, tasks, regions, sources, claims, contradictions, coverage, chronology.

Every function takes the lawbook and filters, and returns rows: immutable, with texts in both languages.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable
from typing import get_args, get_type_hints

from msgspec import Struct

from shidian.app.labels import entry_label
from shidian.engine.conditions import InPlace
from shidian.engine.rulebook import Rulebook
from shidian.errors import ShidianError
from shidian.evidence.contradictions import KINDS, Contradiction, Evidence, contradictions
from shidian.evidence.values import days_of
from shidian.law.evidence_records import Claim, Judgement
from shidian.law.instrument_records import Instrument
from shidian.law.lawbook import Lawbook
from shidian.law.programme_records import STAGES, Event, Stage, Task, Verb
from shidian.law.records import Label, Source
from shidian.law.tree import ROOT
from shidian.programme.lifecycle import applies_in, reached


class NotFound(ShidianError):
    """No entry of this id."""

    code = "not-found"


def not_found(what: str, id: str, known: Iterable[str]) -> NotFound:
    """The error for an unknown id, with the nearest known one."""
    close = difflib.get_close_matches(id, list(known), n=1)
    return NotFound(f"there is no {what} `{id}`", hint=f"did you mean `{close[0]}`?" if close else None)


def known(what: str, value: str | None, options: Iterable[str]) -> None:
    """A filter that names nothing is a slip, not an empty answer. Raises NotFound."""
    listed = list(options)
    if value is not None and value not in listed:
        raise not_found(what, value, listed)


# --- tasks --------------------------------------------------------------------------------------------------


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
    grade: str | None


def verb_of(book: Lawbook, word: str | None) -> Verb | None:
    """The verb on the scale of strength."""
    return next((v for v in book.programme.verbs if word is not None and word in (v.verb, *v.aliases)), None)


def tasks(book: Lawbook, on: dt.date, *, plan: str | None = None, area: str | None = None, place: str | None = None,
          stage: str | None = None, strength: int | None = None, text: str | None = None) -> tuple[TaskRow, ...]:
    """Task rows. `strength` is the least strength of the official verb; `text` is looked for in both languages."""
    tree = book.trees["territories"]
    where = find_place(book, place) if place is not None else None
    known("plan", plan, (p.plan for p in book.programme.plans))
    known("area", area, (a.area for p in book.programme.plans for a in p.areas))
    known("stage", stage, STAGES)
    rows = []
    for group in book.content.tasks:
        names = {a.area: a.name for p in book.programme.plans if p.plan == group.plan for a in p.areas}
        for task in group.tasks:
            if where is not None and not applies_in(task, where, tree):
                continue
            verb = verb_of(book, task.verb)
            step = reached(task, on, where, tree)
            row = TaskRow(task.task, group.plan, task.area, names.get(task.area, Label(task.area, task.area)), task.summary,
                          task.verb, verb.strength if verb else None, step.stage if step else None,
                          step.when if step else None, task.places, task.rules, task.grade)
            if _keeps(row, task, plan, area, stage, strength, text):
                rows.append(row)
    return tuple(rows)


def _keeps(row: TaskRow, task: Task, plan: str | None, area: str | None, stage: str | None, strength: int | None,
           text: str | None) -> bool:
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
    if id.casefold() not in found:
        raise not_found("task", id, found)
    return found[id.casefold()]


def find_place(book: Lawbook, word: str) -> str:
    """The territory that a word names. Raises NotFound."""
    names = book.names["territories"]
    found = names.find(word)
    if len(found) != 1:
        near = names.near(word)
        raise NotFound(f"there is no place `{word}`", hint=f"did you mean `{near[0]}`?" if near else None)
    return found[0]


# --- regions ------------------------------------------------------------------------------------------------


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
        rows.append(RegionRow(region.region, entry_label(book, "territories", region.region), region.cohort,
                              cohorts[region.cohort], region.admitted, region.role, region.level, zones, held, ahead,
                              count, region.emphasis))
    return tuple(rows)


def _rules_naming(rulebooks: list[Rulebook], region: str, zones: set[str], tops: frozenset[str],
                  on: dt.date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    held, ahead = [], []
    for rulebook in rulebooks:
        for rule in rulebook.rules:
            places = [t for t in rule.scope.when if isinstance(t, InPlace)]
            if not any((region in t.inside or region in t.around or zones & set(t.zones)) and not tops & t.inside
                       for t in places):
                continue
            if rule.validity.of(on, "in_force", None) is True:
                held.append(rule.id)
            elif rule.validity.of(on, "announced", None):
                ahead.append(rule.id)
    return tuple(held), tuple(ahead)


# --- instruments --------------------------------------------------------------------------------------------


class InstrumentRow(Struct, frozen=True):
    """An instrument in one line, in the edition that holds on the day (else its last)."""

    instrument: str
    title: Label
    kind: str
    number: Label | None
    edition: str
    effective: dt.date | None
    in_force: bool
    provisions: int
    rules: int
    gaps: int


def instruments(book: Lawbook, on: dt.date, *, kind: str | None = None, issuer: str | None = None,
                text: str | None = None) -> tuple[InstrumentRow, ...]:
    """The instruments, by id."""
    known("kind of instrument", kind, {i.kind for i in book.instruments.values()})
    known("authority", issuer, book.trees["authorities"].terms)
    rows = []
    for instrument in book.instruments.values():
        words = f"{instrument.instrument} {instrument.title.en} {instrument.title.zh}".casefold()
        if (kind is not None and instrument.kind != kind) or (issuer is not None and issuer not in instrument.issuers):
            continue
        row = _instrument_row(instrument, on)
        number = f"{row.number.en} {row.number.zh}".casefold() if row.number else ""
        if text is None or text.casefold() in words or text.casefold() in number:
            rows.append(row)
    return tuple(rows)


def _instrument_row(instrument: Instrument, on: dt.date) -> InstrumentRow:
    begun = [e for e in instrument.editions if e.effective is not None and e.effective <= on]
    edition = begun[-1] if begun else instrument.editions[-1]
    held = bool(begun) and (edition.expires is None or on < edition.expires)
    return InstrumentRow(instrument.instrument, edition.title or instrument.title, instrument.kind, edition.number,
                         edition.edition, edition.effective, held, len(instrument.provisions),
                         sum(len(p.rules) for p in instrument.provisions), sum(len(p.gaps) for p in instrument.provisions))


def instrument(book: Lawbook, id: str) -> Instrument:
    """One instrument by id. Raises NotFound."""
    if id not in book.instruments:
        raise not_found("instrument", id, book.instruments)
    return book.instruments[id]


# --- evidence and chronology --------------------------------------------------------------------------------


class ContradictionRow(Struct, frozen=True):
    """A contradiction, its claims, and the judgement on it where somebody gave one."""

    contradiction: Contradiction
    claims: tuple[Claim, ...]
    judgement: Judgement | None


def all_contradictions(book: Lawbook, *, kind: str | None = None, subject: str | None = None,
                       source: str | None = None) -> tuple[ContradictionRow, ...]:
    """The contradictions that follow from the claims."""
    known("kind of contradiction", kind, KINDS)
    _known_evidence(book, subject, source)
    evidence = Evidence(book.content.claims, book.content.subjects)
    rows = []
    for found in contradictions(evidence):
        claims = tuple(evidence.claims[c] for c in found.claims)
        if (kind is not None and found.kind != kind) or (subject is not None and found.subject != subject):
            continue
        if source is not None and all(c.source != source for c in claims):
            continue
        judged = [j for j in book.content.judgements if set(found.claims) <= set(j.about)]
        best = min(judged, key=lambda j: len(j.about), default=None)
        rows.append(ContradictionRow(found, claims, best))
    return tuple(rows)


def _known_evidence(book: Lawbook, subject: str | None, source: str | None) -> None:
    known("subject", subject, (s.subject for s in book.content.subjects.subjects))
    known("source", source, book.sources)


def human_judgements(book: Lawbook) -> tuple[Judgement, ...]:
    """What a person saw and no function can find."""
    return tuple(j for j in book.content.judgements if not j.by_machine)


def claims(book: Lawbook, *, subject: str | None = None, source: str | None = None,
           text: str | None = None) -> tuple[Claim, ...]:
    """Claims, by subject and source."""
    _known_evidence(book, subject, source)
    return tuple(
        c for c in book.content.claims
        if (subject is None or c.subject == subject) and (source is None or c.source == source)
        and (text is None or text.casefold() in f"{c.summary.en} {c.summary.zh} {c.claim}".casefold())
    )


def sources(book: Lawbook, *, grade: str | None = None, language: str | None = None,
            text: str | None = None) -> tuple[Source, ...]:
    """Sources, by id."""
    known("grade", grade, get_args(get_type_hints(Source)["grade"]))
    known("language", language, get_args(get_type_hints(Source)["language"]))
    return tuple(
        s for s in book.sources.values()
        if (grade is None or s.grade == grade) and (language is None or s.language == language)
        and (text is None or text.casefold() in f"{s.id} {s.title.en} {s.title.zh} {s.publisher.en} {s.address or s.site or ''}".casefold())
    )


def chronology(book: Lawbook, *, since: dt.date | None = None, until: dt.date | None = None) -> tuple[Event, ...]:
    """The events of the programme, oldest first."""
    kept = []
    for event in book.programme.events:
        days = days_of(event.when)
        assert days is not None
        if (since is None or days[1] >= since) and (until is None or days[0] <= until):
            kept.append(event)
    return tuple(sorted(kept, key=lambda e: e.when))


# --- crosswalk ----------------------------------------------------------------------------------------------


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
        ChapterRow(a.agreement, c.chapter, c.name, c.topics, c.tension, c.degree,
                   tuple(aligned.get((a.agreement, c.chapter), ())), c.seen)
        for a in book.programme.agreements if agreement in (None, a.agreement) for c in a.chapters
    )

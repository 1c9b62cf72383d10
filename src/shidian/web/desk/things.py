"""The pages of what belongs to items: firms' applications, assessments, and the replication file of a region; and what their forms do."""

from __future__ import annotations

import re
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from shidian.catalogue.procedures import ProcedureShown
from shidian.errors import DeskError
from shidian.law.records.base import Label, record_of
from shidian.store.desk.records import KeptItem, ThingKind
from shidian.tracking.application import APPLICATION_STAGES, APPLICATION_STEPS, ReportedApplications, application_of, reported, with_event
from shidian.tracking.assessment import ASSESSMENT_RESULTS, MOST_INDICATORS, assessment_of, attained
from shidian.tracking.replication import ReplicationEntry
from shidian.visitors.programme import SpreadEffect, region_name, replication_of, title_of
from shidian.web.desk import views as v
from shidian.web.desk.act import Act, Said, numbered, on, version_of
from shidian.web.desk.acts import KEYED
from shidian.web.desk.deadlines import ApplicationLine, application_line, procedure_name, procedure_of
from shidian.web.desk.pages import entry_line, line_of, number_of
from shidian.web.desk.who import DeskVisit
from shidian.web.page import Context

INDICATOR = re.compile(r"indicator-(\d{1,2})-(name|unit|before|target|after|better|source)")
EDITED = ("contact", "activity", "place", "share", "authority", "lead_person", "next_step", "notes")
"""What a form of an application may set beside its steps."""
ASSESSED = ("since", "until", "result", "lessons", "assessor", "lead_person", "notes", "stage")


class ApplicationsPage(Context, frozen=True):
    """A region's applications by stage, the figures that it reports, and the form for a new one."""

    line: v.RegionLine
    columns: tuple[tuple[str, tuple[ApplicationLine, ...]], ...]
    figures: tuple[tuple[Label, ReportedApplications], ...]
    procedures: tuple[tuple[str, Label], ...]
    items: tuple[tuple[int, Label], ...]
    today: str
    key: str


class ApplicationPage(Context, frozen=True):
    """One application: its state, the papers and due days of its procedure, which steps may follow, its changes and journal."""

    line: ApplicationLine
    procedure: ProcedureShown | None
    state: dict[str, Any]
    version: int
    parent: tuple[int, Label] | None
    follows: tuple[str, ...]
    changes: tuple[v.ChangeLine, ...]
    journal: tuple[v.JournalLine, ...]
    edits: bool
    edited: tuple[str, ...]
    today: str
    key: str


class AssessmentPage(Context, frozen=True):
    """One assessment: its state, whether each indicator reached its target, its changes and journal."""

    id: int
    region: str
    region_name: Label
    parent: tuple[int, Label] | None
    state: dict[str, Any]
    reached: tuple[bool | None, ...]
    results: tuple[str, ...]
    version: int
    changes: tuple[v.ChangeLine, ...]
    journal: tuple[v.JournalLine, ...]
    edits: bool
    key: str


class HandOverPage(Context, frozen=True):
    """What a region could hand over for spreading, and what the other items that operate lack."""

    line: v.RegionLine
    entries: tuple[tuple[v.ItemLine, ReplicationEntry[SpreadEffect]], ...]
    lacking: tuple[tuple[v.ItemLine, tuple[str, ...]], ...]


def applications(visit: DeskVisit) -> ApplicationsPage:
    """The applications of a region. Who looked is written down."""
    line, work = line_of(visit, visit.path["region"]), visit.programme.work
    found = work.items(visit.who, region=line.region, kind="application")
    lines = sorted((application_line(visit, k) for k in found), key=lambda a: (a.since, a.id))
    visit.noted("read", line.region, "applications")
    return ApplicationsPage(
        line,
        tuple((s, tuple(a for a in lines if a.stage == s)) for s in APPLICATION_STAGES),
        tuple((procedure_name(visit, r.procedure), r) for r in reported(found)),
        tuple((p, procedure_name(visit, p)) for p in visit.programme.procedures_in(line.region)),
        tuple((i.id, title_of(visit.desk, i)) for i in work.items(visit.who, region=line.region)),
        visit.desk.today.isoformat(),
        secrets.token_urlsafe(9),
    )


def application(visit: DeskVisit) -> ApplicationPage:
    """One application. Who looked is written down."""
    kept, changes, journal, parent = _one(visit, "application")
    line = application_line(visit, kept)
    return ApplicationPage(
        line,
        procedure_of(visit, application_of(kept.state)),
        kept.state,
        kept.version,
        parent,
        APPLICATION_STEPS[application_of(kept.state).stage],
        changes,
        journal,
        visit.who.may("propose", kept.region),
        EDITED,
        visit.desk.today.isoformat(),
        secrets.token_urlsafe(9),
    )


def assessment(visit: DeskVisit) -> AssessmentPage:
    """One assessment. Who looked is written down."""
    kept, changes, journal, parent = _one(visit, "assessment")
    reached = tuple(attained(i) for i in assessment_of(kept.state).indicators)
    named = {"region_name": region_name(visit.desk, kept.region), "parent": parent, "reached": reached, "results": ASSESSMENT_RESULTS}
    may = {"edits": visit.who.may("propose", kept.region), "key": secrets.token_urlsafe(9)}
    return record_of(AssessmentPage, kept, changes=changes, journal=journal, **named, **may)


def replication(visit: DeskVisit) -> HandOverPage:
    """The replication file of a region. Who looked is written down."""
    line = line_of(visit, visit.path["region"])
    found = replication_of(visit.desk, visit.who, line.region)
    visit.noted("read", line.region, "replication")
    entries = tuple((v.item_line(visit, e.item), e) for e in found.entries)
    return HandOverPage(line, entries, tuple((v.item_line(visit, i), lacks) for i, lacks in found.lacking))


def _one(
    visit: DeskVisit, kind: ThingKind
) -> tuple[KeptItem, tuple[v.ChangeLine, ...], tuple[v.JournalLine, ...], tuple[int, Label] | None]:
    work, who = visit.programme.work, visit.who
    kept = work.item(who, number_of(visit.path["id"], kind), kind)
    entries = work.journal(who, kept.region, item=kept.id, most=200)
    changes = v.change_lines(visit, work.changes(who, item=kept.id, most=200), {}, entries)
    journal = tuple(entry_line(e) for e in entries)
    visit.noted("read", kept.region, f"{kind} {kept.id}")
    above = work.item(who, kept.parent) if kept.parent is not None else None
    return kept, changes, journal, (above.id, title_of(visit.desk, above)) if above is not None else None


# --- forms ----------------------------------------------------------------------------------------------------


def apply(visit: DeskVisit, _: Request, said: Said) -> Response:
    """A new application."""
    state: dict[str, Any] = {n: said[n] for n in ("procedure", "firm", *EDITED) if said.get(n)}
    state["coded"] = said.get("coded") == "yes"
    if said.get("stage", "drafted") != "drafted":
        state |= with_event({"events": []}, said["stage"], said.get("day", ""))
    item = number_of(said["item"], "item") if said.get("item") else None
    id = visit.programme.begin_application(
        visit.who, visit.path["region"], state, item=item, why=said.get("why"), key=said.get("key") or None
    )
    return on(visit, f"/applications/{id}")


def step(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Propose the next step of an application."""
    kept = visit.programme.work.item(visit.who, number_of(visit.path["id"], "application"), "application")
    wanted = with_event(kept.state, said.get("stage", ""), said.get("day", ""), said.get("words", ""))
    if said.get("stage") == "granted":
        lines = [x.strip() for x in said.get("conditions", "").splitlines() if x.strip()]
        wanted |= {
            "number": said.get("number", ""),
            "valid_until": said.get("valid_until") or None,
            "limits": said.get("limits", ""),
            "conditions": lines,
        }
    return _proposed(visit, kept, wanted, said)


def edit_application(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Propose a change of an application beside its steps."""
    kept = visit.programme.work.item(visit.who, number_of(visit.path["id"], "application"), "application")
    return _proposed(visit, kept, {n: said[n] for n in EDITED if n in said}, said)


def assess(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Begin an assessment of an item."""
    id = visit.programme.begin_assessment(
        visit.who, number_of(visit.path["id"], "item"), {}, why=said.get("why"), key=said.get("key") or None
    )
    return on(visit, f"/assessments/{id}")


def edit_assessment(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Propose a change of an assessment."""
    kept = visit.programme.work.item(visit.who, number_of(visit.path["id"], "assessment"), "assessment")
    wanted: dict[str, Any] = {n: said[n] for n in ASSESSED if n in said}
    for name in ("since", "until", "result"):
        if name in wanted:
            wanted[name] = wanted[name] or None
    rows = numbered(said, INDICATOR)
    if len(rows) > MOST_INDICATORS + 1:
        raise DeskError(f"an assessment holds at most {MOST_INDICATORS} indicators")
    if rows:
        wanted["indicators"] = [rows[n] for n in sorted(rows) if rows[n].get("name")]
    return _proposed(visit, kept, wanted, said)


def _proposed(visit: DeskVisit, kept: KeptItem, wanted: dict[str, Any], said: Said) -> Response:
    visit.programme.propose(visit.who, kept.id, wanted, version=version_of(said), why=said.get("why"), key=said.get("key") or None)
    return on(visit, f"/{kept.kind}s/{kept.id}#changes")


FORM = KEYED | {"version"}
THING_ACTS: tuple[Act, ...] = (
    Act("/regions/{region}/applications", apply, frozenset({"procedure", "firm", "coded", "stage", "day", "item", *EDITED}) | KEYED),
    Act("/applications/{id}/step", step, frozenset({"stage", "day", "words", "number", "valid_until", "limits", "conditions"}) | FORM),
    Act("/applications/{id}/propose", edit_application, frozenset(EDITED) | FORM),
    Act("/items/{id}/assess", assess, KEYED),
    Act("/assessments/{id}/propose", edit_assessment, frozenset(ASSESSED) | FORM, also=INDICATOR),
)

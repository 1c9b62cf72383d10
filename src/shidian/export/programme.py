"""The programme as tables: regions, plans, tasks with their steps and rules, the stage of each in each region, the chronology."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from shidian.compiled import CompiledLaw
from shidian.export.table import ExportTable, table
from shidian.programme.lifecycle import applies_in, reached


def programme_tables(law: CompiledLaw, on: dt.date) -> Iterator[ExportTable]:
    """Regions, plans, areas, tasks with their steps, and the stage of each task in each region on a day."""
    book, programme = law.lawbook, law.lawbook.programme
    yield table(
        "regions",
        "the regions of the programme",
        "region",
        {
            "region": "string | id in the vocabulary of territories",
            "cohort": "string | regions admitted together",
            "admitted": "string | year, month or day of admission",
            "role": "string | demonstration-zone or pilot",
            "level": "string | municipality, province or city",
            "emphasis": "label | what it is to emphasise",
        },
        (
            {"region": r.region, "cohort": r.cohort, "admitted": r.admitted, "role": r.role, "level": r.level, "emphasis": r.emphasis}
            for r in programme.regions
        ),
        "region",
    )
    yield table(
        "plans",
        "plans of the programme with their official totals",
        "plan",
        {
            "plan": "string | id",
            "title": "label | title",
            "published": "string | year, month or day",
            "tasks": "integer | official number of tasks",
            "instrument": "string>instruments | the document",
            "seen": "string | how well it was seen",
        },
        (
            {"plan": p.plan, "title": p.title, "published": p.published, "tasks": p.tasks, "instrument": p.instrument, "seen": p.seen}
            for p in programme.plans
        ),
        "title_en",
    )
    rows = [(g.plan, t) for g in book.content.tasks for t in g.tasks]
    yield table(
        "tasks",
        "rows of what is known of a plan's tasks; a row is not an official task, one may hold several of the other",
        "task",
        {
            "task": "string | id",
            "plan": "string>plans | the plan",
            "area": "string | the field of the plan",
            "summary": "label | what it asks for",
            "verb": "string | the official verb",
            "eligible_only": "boolean | only in areas that meet the conditions",
            "numbers": "label | numbers in it",
            "exclusions": "label | what it leaves out",
            "official_number": "string | its official number, where it was found",
            "grade": "string | confidence of the row, A to D",
        },
        (
            {"task": t.task, "plan": plan, "area": t.area, "summary": t.summary, "verb": t.verb, "eligible_only": t.eligible_only}
            | {"numbers": t.numbers, "exclusions": t.exclusions, "official_number": t.official_number, "grade": t.grade}
            for plan, t in rows
        ),
        "summary_en",
    )
    yield table(
        "task_steps",
        "steps in the life of a task",
        "task number",
        {
            "task": "string>tasks | the task",
            "number": "integer | place in its life",
            "stage": "string | announced, implementing-rule, operating, replicated, nationwide or expired",
            "reached": "string | year, month or day",
            "instrument": "string>instruments | the document",
            "seen": "string | how well it was seen",
            "linked": "string | stated by a source, or inferred",
        },
        (
            {
                "task": t.task,
                "number": n,
                "stage": s.stage,
                "reached": s.when,
                "instrument": s.instrument,
                "seen": s.seen,
                "linked": s.linked,
            }
            for _, t in rows
            for n, s in enumerate(t.lifecycle, 1)
        ),
    )
    yield table(
        "task_rules",
        "the rules that carry a task out",
        "task rule",
        {"task": "string>tasks | the task", "rule": "string>rules | the rule"},
        ({"task": t.task, "rule": r} for _, t in rows for r in t.rules),
    )
    tree = book.trees["territories"]
    yield table(
        "task_stages",
        f"how far each task has come in each region by {on.isoformat()}; null: not announced there",
        "task region",
        {
            "task": "string>tasks | the task",
            "region": "string>regions | the region",
            "stage": "string | the furthest stage",
            "since": "string | year, month or day it was reached",
        },
        (
            {"task": t.task, "region": r.region, "stage": step.stage if step else None, "since": step.when if step else None}
            for _, t in rows
            for r in programme.regions
            if applies_in(t, r.region, tree)
            for step in (reached(t, on, r.region, tree),)
        ),
    )
    yield table(
        "events",
        "the chronology of the programme",
        "event",
        {
            "event": "string | id",
            "happened": "string | year, month or day",
            "title": "label | what happened",
            "instrument": "string>instruments | the document",
            "seen": "string | how well it was seen",
        },
        ({"event": e.event, "happened": e.when, "title": e.title, "instrument": e.instrument, "seen": e.seen} for e in programme.events),
        "title_en",
    )

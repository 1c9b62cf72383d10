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
    yield table("regions", ((r, {}) for r in programme.regions))
    yield table("plans", ((p, {}) for p in programme.plans))
    rows = [(g.plan, t) for g in book.content.tasks for t in g.tasks]
    yield table("tasks", ((t, {"plan": plan}) for plan, t in rows))
    yield table(
        "task_steps", ((s, {"task": t.task, "number": n, "reached": s.when}) for _, t in rows for n, s in enumerate(t.lifecycle, 1))
    )
    yield table("task_rules", ({"task": t.task, "rule": r} for _, t in rows for r in t.rules))
    tree = book.trees["territories"]
    yield table(
        "task_stages",
        (
            {"task": t.task, "region": r.region, "stage": step.stage if step else None, "since": step.when if step else None}
            for _, t in rows
            for r in programme.regions
            if applies_in(t, r.region, tree)
            for step in (reached(t, on, r.region, tree),)
        ),
        on=on.isoformat(),
    )
    yield table("events", ((e, {"happened": e.when}) for e in programme.events))

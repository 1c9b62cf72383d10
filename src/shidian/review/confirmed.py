"""From stages confirmed at the desk to files for the lawbook: the documents as sources, and a step in the life of each task in that region.

A measure of the region's own becomes a row under the plan of its area; later stages are steps of that row. What the lawbook tells already is not proposed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from shidian.documents.against.numbers import held_numbers, numbers_in
from shidian.evidence.values import days_of
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.programme import STAGES, Stage, Task
from shidian.programme.lifecycle import reached
from shidian.review.task_rows import in_both
from shidian.review.yaml_text import as_yaml
from shidian.store.desk.records import ConfirmedPiece, ConfirmedStage
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase

HEAD = "# Proposed from the desk, where two people signed it and the region published it. To be read beside its documents and committed by a person.\n"
STAGE: dict[str, Stage] = {
    "implementing-rule": "implementing-rule",
    "operating": "operating",
    "assessed": "operating",
    "proposed": "operating",
    "replicated": "replicated",
}
"""What a stage of the desk is in the life of a task: assessing and proposing are the desk's own."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def new_to(book: Lawbook, stages: Sequence[ConfirmedStage]) -> list[ConfirmedStage]:
    """Those that the lawbook does not tell yet."""
    tasks = _tasks(book)
    return [s for s in stages if not _told(book, s, tasks.get(_row(s)))]


def desk_files(book: Lawbook, stages: Sequence[ConfirmedStage]) -> dict[str, str]:
    """The files of what is new of some confirmed stages, by path: for each region its sources, its steps, and the rows of its own measures."""
    out: dict[str, str] = {}
    new = new_to(book, stages)
    for region in sorted({s.region for s in new}):
        out |= _of_region(book, region, [s for s in new if s.region == region])
    return out


def _of_region(book: Lawbook, region: str, stages: Sequence[ConfirmedStage]) -> dict[str, str]:
    known = {s.address: s.id for s in book.sources.values() if s.address}
    sources: dict[str, dict[str, Any]] = {}
    steps: list[dict[str, Any]] = []
    rows: dict[str, list[dict[str, Any]]] = {}
    tasks, plans = _tasks(book), {a.area: p.plan for p in book.programme.plans for a in p.areas}
    for stage in stages:
        cited = []
        for piece in stage.pieces:
            id = known.get(piece.link)
            if id is None:
                id = f"desk-{region}-{hashlib.sha256(piece.link.encode()).hexdigest()[:10]}"
                sources[id] = _source(book, id, stage, piece)
            cited.append(id)
        step = _step(book, stage, list(dict.fromkeys(cited)))
        if stage.task or _row(stage) in tasks:
            steps.append({"task": _row(stage), "step": step})
        elif stage.area in plans:
            rows.setdefault(plans[stage.area], []).append(_own(stage, step))
    name = hashlib.sha256(repr((sources, steps, rows)).encode()).hexdigest()[:8]
    found: dict[str, dict[str, Any]] = (
        {f"evidence/sources/desk-{region}-{name}.yaml": {"sources": list(sources.values())}} if sources else {}
    )
    if steps:
        found[f"programme/facts/desk-{region}-{name}.yaml"] = {"steps": steps}
    for plan, of in rows.items():
        found[f"programme/tasks/desk-{region}-{name}-{plan}.yaml"] = {"plan": plan, "tasks": of}
    return {path: as_yaml(document, HEAD) for path, document in found.items()}


def _tasks(book: Lawbook) -> dict[str, Task]:
    return {t.task: t for group in book.content.tasks for t in group.tasks}


def _row(stage: ConfirmedStage) -> str:
    """The id of the task, or of the row that a measure of the region's own has or will have."""
    return stage.task or f"desk-{stage.region}-{stage.item}"


def _told(book: Lawbook, stage: ConfirmedStage, task: Task | None) -> bool:
    """Whether the lawbook has the task in this region at that stage or beyond, whatever the day."""
    step = reached(task, dt.date.max, stage.region, book.trees["territories"]) if task is not None else None
    return step is not None and STAGES.index(step.stage) >= STAGES.index(STAGE[stage.stage])


def _language(text: str) -> str:
    return "zh" if _CHINESE.search(text) else "en"


def _source(book: Lawbook, id: str, stage: ConfirmedStage, piece: ConfirmedPiece) -> dict[str, Any]:
    """A document as a source. Who stands behind its publisher is for a person to say."""
    host = urlsplit(piece.link).hostname or ""
    head, told = phrase("proposed_document"), phrase("proposed_publisher")
    title, name = in_both(piece.document, _language(piece.document)), entry_label(book, "territories", stage.region)
    note = phrase("proposed_at_desk", region=name, day=stage.signed)
    entry: dict[str, Any] = {
        "id": id,
        "title": {"en": head.en + title["en"], "zh": head.zh + title["zh"]},
        "publisher": {"en": f"{told.en}{host}", "zh": f"{told.zh}{host}"},
        "language": _language(piece.document),
        "grade": "other",
        "address": piece.link,
    }
    if len(piece.when) == 10:
        entry["date"] = dt.date.fromisoformat(piece.when)
    return entry | {"read": dt.date.fromisoformat(stage.signed), "note": {"en": note.en, "zh": note.zh}}


def _step(book: Lawbook, stage: ConfirmedStage, cited: list[str]) -> dict[str, Any]:
    """The step of a stage. The words quoted stand in its note; without any, that a document carries the task out is the desk's inference."""
    quoted = [p for p in stage.pieces if p.quote.strip()]
    entry: dict[str, Any] = {"stage": STAGE[stage.stage], "when": _latest(stage.pieces), "places": [stage.region]}
    if (act := _instrument(book, stage.pieces)) is not None:
        entry["instrument"] = act
    entry |= {"seen": "secondary", "linked": "stated" if quoted else "inferred", "sources": cited}
    if quoted:
        words = in_both(f"“{quoted[0].quote.strip()}”", _language(quoted[0].quote))
        where = phrase("proposed_page", page=quoted[0].page) if quoted[0].page else Label("", "")
        entry["note"] = {"en": f"{words['en']}{where.en}", "zh": f"{words['zh']}{where.zh}"}
    return entry


def _own(stage: ConfirmedStage, step: dict[str, Any]) -> dict[str, Any]:
    """A measure of the region's own as a row: announced with its first document."""
    announced = {"stage": "announced", "when": step["when"], "places": [stage.region], "sources": step["sources"]}
    note = phrase("proposed_own")
    return {
        "task": _row(stage),
        "area": stage.area,
        "summary": in_both(stage.title, _language(stage.title)),
        "places": [stage.region],
        "grade": "D",
        "sources": step["sources"],
        "lifecycle": [announced, step],
        "note": {"en": note.en, "zh": note.zh},
    }


def _latest(pieces: Sequence[ConfirmedPiece]) -> str:
    """The latest day (or year) of some pieces, by the last day that it can mean: no stage is told too early."""
    return max((p.when for p in pieces), key=lambda w: (days_of(w) or (dt.date.min, dt.date.min))[1])


def _instrument(book: Lawbook, pieces: Sequence[ConfirmedPiece]) -> str | None:
    """The instrument of the lawbook that bears the number of one of the documents."""
    said = {n for p in pieces for n in numbers_in(p.document) if n.series}
    return next((i.instrument for i in book.instruments.values() if said & {n for e in held_numbers(i) for n in e}), None) if said else None

"""From accepted findings to proposals: new files for the lawbook (source, claims, task rows), checked with it before anybody sees them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from shidian.documents.compare.remarks import SURE
from shidian.documents.grammar.finding import AmountFound
from shidian.documents.grammar.structure import lay_out
from shidian.documents.grammar.text import squeeze
from shidian.errors import Fault, ReviewError
from shidian.files import write_whole
from shidian.law.files import LawFile, law_files
from shidian.law.folder import read_files
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.evidence import Said
from shidian.law.records.programme import Plan
from shidian.review.confirmed import desk_files
from shidian.review.rule_stub import worksheet
from shidian.review.task_rows import AcceptedMeasure, in_both, measure_of, plain_number, shortened, task_row
from shidian.review.yaml_text import as_yaml
from shidian.store.desk.records import ConfirmedStage
from shidian.store.records import KeptDocument, QueueRow
from shidian.store.shelf import Shelf
from shidian.words.phrases import phrase

GRADE = "other"
"""The grade of a source that a reading proposes: who stands behind it is for a person to say."""


class Proposal(Struct, frozen=True):
    """Files to add to a lawbook folder, path and text: YAML that its check passes, and Markdown pages that it does not read. `notes` lists what
    was accepted and cannot be written as a new file."""

    files: dict[str, str]
    notes: tuple[str, ...]


def propose(book: Lawbook, folder: Path, shelf: Shelf, plan: str | None = None, stages: Sequence[ConfirmedStage] = ()) -> Proposal:
    """What the accepted and corrected findings of the store suggest, and what is confirmed at the desk (`stages`). Raises ReviewError when the lawbook with the proposal would have faults.

    Sources: one for each document. Claims: accepted numbers, days and lists about subjects of the lawbook. Task rows: accepted measures that no row
    surely speaks of, for `plan` (default: the one whose title the document bears or alone cites, else none: it is asked for in the notes). A page beside them holds a rule stub and a worked case for each measure on an activity.
    The standing of rules and the life of known tasks is written as notes: files that exist are a person's. A finding that leads to nothing is noted.
    """
    files: dict[str, str] = {}
    notes: list[str] = []
    known = {p.plan: p for p in book.programme.plans}
    if plan is not None and plan not in known:
        raise ReviewError(f"unknown plan `{plan}`", hint="known: " + ", ".join(known))
    for document in sorted(shelf.documents(), key=lambda d: d.id):
        rows = shelf.queue(document=document.id, states=("accepted", "corrected"), most=10**9)
        if rows:
            whole = shelf.document(document.id)
            files |= _files(book, whole, rows, known[plan] if plan else _plan_of(book, whole), notes)
    return _checked(folder, files | desk_files(book, stages), notes)


def proposed_at_desk(book: Lawbook, folder: Path, stages: Sequence[ConfirmedStage]) -> Proposal:
    """What is confirmed at the desk, alone. Raises ReviewError when the lawbook with it would have faults."""
    return _checked(folder, desk_files(book, stages), [])


def _checked(folder: Path, files: dict[str, str], notes: list[str]) -> Proposal:
    if files:
        checked(folder, {name: text for name, text in files.items() if name.endswith(".yaml")})
    return Proposal(files, tuple(notes))


def _plan_of(book: Lawbook, document: KeptDocument) -> Plan | None:
    """The plan whose title a document bears, else the one that its text cites, where it cites one alone."""
    head, text = squeeze(document.title or ""), squeeze(document.text)
    names = {p.plan: (squeeze(p.title.zh), squeeze(p.title.en)) for p in book.programme.plans}
    titled = [p for p in book.programme.plans if len(head) >= 6 and head in names[p.plan]]
    cited = titled or [p for p in book.programme.plans if any(name in text for name in names[p.plan])]
    return cited[0] if len(cited) == 1 or titled else None


def _files(book: Lawbook, document: KeptDocument, rows: list[QueueRow], plan: Plan | None, notes: list[str]) -> dict[str, str]:
    source = f"read-{document.sha256[:10]}"
    out = {}
    if all(s.id != source for s in book.sources.values()):
        out[f"evidence/sources/{source}.yaml"] = as_yaml({"sources": [_source(source, document)]})
    claims = [c for row in rows for c in _claims(book, source, row, document.language)]
    if claims:
        out[f"evidence/claims/{source}.yaml"] = as_yaml({"claims": list({c["claim"]: c for c in claims}.values())})
    layout = lay_out(document.text)
    told = [AcceptedMeasure(document, layout, row, measure_of(row)) for row in rows if row.finding.kind == "measure"]
    new = [one for one in told if not _known(one.row)]
    tasks = [t for one in new if plan is not None and (t := task_row(book, source, one, plan)) is not None]
    if new and plan is None:
        every = ", ".join(f"`{p.plan}`" for p in book.programme.plans)
        notes.append(
            f"{len(new)} measures of {document.name} may be rows of a plan, and its text names none: name one (--plan {every}), or write it first"
        )
    if tasks and plan is not None:
        out[f"programme/tasks/{source}.yaml"] = as_yaml({"plan": plan.plan, "tasks": tasks})
    if (page := worksheet(book, source, told)) is not None:
        out[f"{source}.md"] = page
    written = {t["task"] for t in tasks} | {c["claim"].rpartition("-")[2] for c in claims}
    for row in rows:
        if (note := _note(document, row)) is not None:
            notes.append(note)
        elif _could_lead(row, told) and f"{source}-{row.finding.start}" not in written and str(row.finding.start) not in written:
            notes.append(
                f"nothing to write: {row.finding.kind} `{shortened(row.finding.quote)}`: {document.name} {row.finding.start}-{row.finding.end}"
            )
    return out


def _could_lead(row: QueueRow, told: list[AcceptedMeasure]) -> bool:
    """Whether somebody may have expected an accepted finding to come to something: not a name, nor a part of an accepted measure."""
    finding = row.finding
    inside = any(t.row is not row and t.row.finding.start <= finding.start and finding.end <= t.row.finding.end for t in told)
    return finding.kind not in ("place", "origin", "activity", "body", "agreement", "day") and not inside


def _known(row: QueueRow) -> bool:
    """Whether a row of the lawbook is surely meant."""
    return any(k["to"] == "task" and k["score"] >= SURE for k in row.finding.links)


def _source(source: str, document: KeptDocument) -> dict[str, Any]:
    head, told = phrase("proposed_document"), phrase("proposed_publisher")
    title, publisher = in_both(document.title or document.name, document.language), document.publisher
    who = in_both(publisher, document.language) if publisher else {"en": phrase("not_known").en, "zh": phrase("not_known").zh}
    entry: dict[str, Any] = {
        "id": source,
        "title": {"en": head.en + title["en"], "zh": head.zh + title["zh"]},
        "publisher": {"en": told.en + who["en"], "zh": told.zh + who["zh"]},
        "language": document.language,
        "grade": GRADE,
    }
    if document.address:
        entry["address"] = document.address
    if document.date:
        entry["date"] = document.date
    entry["read"] = document.read_at.date()
    entry["note"] = {"en": f"sha256 {document.sha256}", "zh": f"文件摘要 sha256 {document.sha256}"}
    return entry


def _claims(book: Lawbook, source: str, row: QueueRow, language: str) -> list[dict[str, Any]]:
    """The claims behind an accepted finding; a corrected number says what the reviewer wrote."""
    subjects = {s.subject: s for s in book.content.subjects.subjects}
    units = {u.unit: u for u in book.content.subjects.units}
    out = []
    for claim in row.finding.claims:
        subject = subjects.get(claim["subject"])
        if subject is None:
            continue
        says = claim["says"]
        if row.review is not None and row.review.value is not None and row.finding.kind in ("count", "share", "amount", "period"):
            value = msgspec.convert(row.review.value, AmountFound, strict=False)
            unit = units.get(claim.get("unit") or subject.unit or "")
            number = value.number / (unit.scale if unit is not None else 1)
            says = {{"is": "number"}.get(value.bound, value.bound): plain_number(number)}
        said = _said_text(says)
        entry = {
            "claim": f"{source}-{claim['subject']}-{row.finding.start}",
            "subject": claim["subject"],
            "source": source,
            "where": f"characters {row.finding.start}-{row.finding.end}",
        }
        if claim.get("as_of"):
            entry["as_of"] = claim["as_of"]
        if claim.get("unit") and claim["unit"] in units:
            entry["unit"] = claim["unit"]
        out.append({**entry, "says": says, "summary": _summary(subject.name, said, language)})
    return out


def _note(document: KeptDocument, row: QueueRow) -> str | None:
    """What an accepted finding says of things whose files exist: a person edits those."""
    linked = [k for k in row.finding.links if k["to"] in ("rule", "task", "instrument")]
    if row.finding.kind == "event" and row.finding.value.get("event") in ("in-force", "expired"):
        names = ", ".join(row.finding.value.get("instruments", ())) or "an instrument that is not linked"
        return f"standing: {names} {row.finding.value['event']} {row.finding.value.get('day') or '(no day)'}: {document.name} {row.finding.start}-{row.finding.end}"
    if row.finding.kind == "measure" and linked:
        return f"standing: {', '.join(k['id'] for k in linked)} told as {row.finding.value.get('state')}: {document.name} {row.finding.start}-{row.finding.end}"
    return None


def checked(folder: Path, files: dict[str, str]) -> None:
    """Read the lawbook with the new files. Raises ReviewError with the first faults."""
    book = {f.name: f for f in (*law_files(folder), *(LawFile(name, text.encode()) for name, text in files.items()))}
    if faults := _faults(tuple(book[name] for name in sorted(book))):
        shown: list[Fault] = [f for f in faults if f.file in files] or list(faults)
        raise ReviewError("the lawbook with this proposal fails its check: " + "; ".join(str(f) for f in shown[:3]))


@lru_cache(maxsize=4)
def _faults(files: tuple[LawFile, ...]) -> tuple[Fault, ...]:
    """What is wrong with a lawbook of some files. The page of proposals is opened many times between two decisions: the same files are read once."""
    return tuple(read_files(list(files))[1])


def write(proposal: Proposal, folder: Path) -> list[Path]:
    """Write the files of a proposal under a folder, never over others. Raises ReviewError."""
    out = []
    for name in proposal.files:
        if (folder / name).exists():
            raise ReviewError(f"{folder / name} already exists", hint="name an empty folder")
    for name, text in proposal.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        out.append(path)
    return out


def _said_text(says: dict[str, Any]) -> str:
    signs = {"number": "", "about": "≈ ", "above": "> ", "at_least": "≥ ", "at_most": "≤ ", "below": "< "}
    for key, sign in signs.items():
        if key in says:
            return f"{sign}{says[key]}"
    return ", ".join(says["words"]) if says.get("words") else str(says.get("word") or says.get("from"))


def _summary(subject: Label, said: str, language: str) -> dict[str, str]:
    """What a claim says, in both languages; words of the document are marked to be translated."""
    told = in_both(said, language) if any(c.isalpha() for c in said) else {"en": said, "zh": said}
    return {"en": f"{subject.en.rstrip('.')}: {told['en']}.", "zh": f"{subject.zh}：{told['zh']}。"}


__all__ = ["Label", "Proposal", "Said", "checked", "propose", "write"]

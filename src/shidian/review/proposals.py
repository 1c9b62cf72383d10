"""From accepted findings to proposals: new files for the lawbook (source, claims, task rows), checked with it before anybody sees them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from shidian.documents.grammar.finding import Amount, Measure
from shidian.errors import Fault, ReviewError
from shidian.law.folder import LawFile, law_files, read_files
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.evidence import Said
from shidian.store.records import KeptDocument, QueueRow
from shidian.store.shelf import Shelf
from shidian.words.phrases import phrase

HEAD = "# Proposed from a reading and accepted by a reviewer. To be put into your own words and committed by a person.\n"
GRADES = "other"


class Proposal(Struct, frozen=True):
    """Files to add to a lawbook folder: path and text. `notes` lists what was accepted and cannot be written as a new file."""

    files: dict[str, str]
    notes: tuple[str, ...]


def propose(book: Lawbook, folder: Path, shelf: Shelf, plan: str | None = None) -> Proposal:
    """What the accepted and corrected findings of the store suggest. Raises ReviewError when the lawbook with the proposal would have faults.

    Sources: one for each document. Claims: accepted numbers, days and lists about subjects of the lawbook. Task rows: accepted measures that no row
    speaks of, for `plan` (default: the latest one). The standing of rules and the life of known tasks is written as notes: files that exist are a person's.
    """
    files: dict[str, str] = {}
    notes: list[str] = []
    chosen = plan or max(book.programme.plans, key=lambda p: p.published).plan
    if all(p.plan != chosen for p in book.programme.plans):
        raise ReviewError(f"unknown plan `{chosen}`", hint="known: " + ", ".join(p.plan for p in book.programme.plans))
    for document in sorted(shelf.documents(), key=lambda d: d.id):
        rows = shelf.queue(document=document.id, states=("accepted", "corrected"), most=10**9)
        if rows:
            files |= _files(book, document, rows, chosen, notes)
    if files:
        _check(folder, files)
    return Proposal(files, tuple(notes))


def _files(book: Lawbook, document: KeptDocument, rows: list[QueueRow], plan: str, notes: list[str]) -> dict[str, str]:
    source = f"read-{document.sha256[:10]}"
    title = document.title or document.name
    entry: dict[str, Any] = {
        "id": source,
        "title": {"en": f"Document: {title}", "zh": f"文件：{title}"},
        "publisher": {"en": f"Publisher: {document.publisher or 'not known'}", "zh": f"发布者：{document.publisher or '不详'}"},
        "language": document.language,
        "grade": GRADES,
    }
    if document.address:
        entry["address"] = document.address
    if document.date:
        entry["date"] = document.date
    entry["read"] = document.read_at.date()
    entry["note"] = {"en": f"sha256 {document.sha256}", "zh": f"文件摘要 sha256 {document.sha256}"}
    out = {}
    if all(s.id != source for s in book.sources.values()):
        out[f"evidence/sources/{source}.yaml"] = _yaml({"sources": [entry]})
    claims = [c for row in rows for c in _claims(book, source, row)]
    if claims:
        out[f"evidence/claims/{source}.yaml"] = _yaml({"claims": list({c["claim"]: c for c in claims}.values())})
    tasks = [t for row in rows if (t := _task(book, source, row, plan)) is not None]
    if tasks:
        out[f"programme/tasks/{source}.yaml"] = _yaml({"plan": plan, "tasks": tasks})
    notes += [note for row in rows if (note := _note(document, row)) is not None]
    return out


def _claims(book: Lawbook, source: str, row: QueueRow) -> list[dict[str, Any]]:
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
            value = msgspec.convert(row.review.value, Amount, strict=False)
            unit = units.get(claim.get("unit") or subject.unit or "")
            number = value.number / (unit.scale if unit is not None else 1)
            says = {{"is": "number"}.get(value.bound, value.bound): _number(number)}
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
        out.append({**entry, "says": says, "summary": {"en": f"{_plain(subject.name.en)}: {said}.", "zh": f"{subject.name.zh}：{said}。"}})
    return out


def _task(book: Lawbook, source: str, row: QueueRow, plan: str) -> dict[str, Any] | None:
    """A row for an accepted measure that no task row speaks of."""
    if row.finding.kind != "measure" or any(k["to"] == "task" for k in row.finding.links):
        return None
    raw = row.review.value if row.review is not None and row.review.value is not None else row.finding.value
    value = msgspec.convert(raw, Measure, strict=False)
    area = next((a.area for p in book.programme.plans if p.plan == plan for a in p.areas), None)
    if area is None:
        return None
    summary = phrase("proposed_summary", start=str(row.finding.start), end=str(row.finding.end))
    entry: dict[str, Any] = {"task": f"{source}-{row.finding.start}", "area": area, "summary": {"en": summary.en, "zh": summary.zh}}
    if value.verb is not None:
        entry["verb"] = value.verb
    places = [
        p
        for p in value.places
        if p in book.trees["territories"].terms or p in book.trees["territories"].zones or p in book.trees["territories"].groups
    ]
    if places:
        entry["places"] = places
    if value.ceiling is not None and not value.lifts:
        shown = _number(value.ceiling)
        entry["numbers"] = {
            "en": f"foreign share {'below' if value.below else 'at most'} {shown} %",
            "zh": f"外资股比{'低于' if value.below else '不超过'}{shown}%",
        }
    return {**entry, "grade": "D", "sources": [source]}


def _note(document: KeptDocument, row: QueueRow) -> str | None:
    """What an accepted finding says of things whose files exist: a person edits those."""
    linked = [k for k in row.finding.links if k["to"] in ("rule", "task", "instrument")]
    if row.finding.kind == "event" and row.finding.value.get("event") in ("in-force", "expired"):
        names = ", ".join(row.finding.value.get("instruments", ())) or "an instrument that is not linked"
        return f"standing: {names} {row.finding.value['event']} {row.finding.value.get('day') or '(no day)'}: {document.name} {row.finding.start}-{row.finding.end}"
    if row.finding.kind == "measure" and linked:
        return f"standing: {', '.join(k['id'] for k in linked)} told as {row.finding.value.get('state')}: {document.name} {row.finding.start}-{row.finding.end}"
    return None


def _check(folder: Path, files: dict[str, str]) -> None:
    """Read the lawbook with the new files. Raises ReviewError with the first faults."""
    book = [*law_files(folder), *(LawFile(name, text.encode()) for name, text in files.items())]
    _, faults = read_files(sorted(book, key=lambda f: f.name))
    if faults:
        shown: list[Fault] = [f for f in faults if f.file in files] or faults
        raise ReviewError("the lawbook with this proposal fails its check: " + "; ".join(str(f) for f in shown[:3]))


def write(proposal: Proposal, folder: Path) -> list[Path]:
    """Write the files of a proposal under a folder, never over others. Raises ReviewError."""
    out = []
    for name in proposal.files:
        if (folder / name).exists():
            raise ReviewError(f"{folder / name} already exists", hint="name an empty folder")
    for name, text in proposal.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        out.append(path)
    return out


def _yaml(document: dict[str, Any]) -> str:
    return HEAD + yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=140)


class _Dumper(yaml.SafeDumper):
    """YAML as the lawbook is written: days plain, years and other texts that look like numbers in quotes."""


_Dumper.add_representer(dt.date, lambda dumper, day: dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat()))


def _number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _said_text(says: dict[str, Any]) -> str:
    signs = {"number": "", "about": "≈ ", "above": "> ", "at_least": "≥ ", "at_most": "≤ ", "below": "< "}
    for key, sign in signs.items():
        if key in says:
            return f"{sign}{says[key]}"
    return ", ".join(says["words"]) if says.get("words") else str(says.get("word") or says.get("from"))


def _plain(text: str) -> str:
    return text.rstrip(".")


__all__ = ["Label", "Proposal", "Said", "propose", "write"]

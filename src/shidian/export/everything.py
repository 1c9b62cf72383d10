"""All tables of the export, in an order in which every key stands before what refers to it, and checked: no key twice, no reference to nothing.
Those of the law stand in `law.py`; here are the vocabularies, the evidence, the programme and the worked cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from shidian.catalogue.lists import all_contradictions
from shidian.compiled import CompiledLaw
from shidian.errors import ExportError
from shidian.export.law import law_tables
from shidian.export.table import ExportTable, table
from shidian.law.records.evidence import Said
from shidian.law.records.names import Group, Term, Zone
from shidian.programme.lifecycle import applies_in, reached
from shidian.version import __version__

LICENCE = "Apache-2.0"


def all_tables(law: CompiledLaw, on: dt.date) -> tuple[ExportTable, ...]:
    """Every table; stages of tasks are those of the day `on`. Raises ExportError where a key stands twice or a reference leads nowhere."""
    found = [
        *vocabulary_tables(law),
        *evidence_tables(law),
        *law_tables(law),
        *programme_tables(law, on),
        *case_tables(law),
        _about(law, on),
    ]
    check(found)
    return tuple(_in_order(found))


def _about(law: CompiledLaw, on: dt.date) -> ExportTable:
    read_on = law.lawbook.read_on
    said = {
        "lawbook": law.digest,
        "version": __version__,
        "law_checked_on": read_on.isoformat() if read_on else None,
        "stages_on": on.isoformat(),
        "licence": LICENCE,
    }
    return table("about", ({"name": k, "value": v} for k, v in said.items()))


def check(tables: Iterable[ExportTable]) -> None:
    """Every key once, every reference to something. Raises ExportError."""
    keys: dict[str, set[object]] = {}
    listed = list(tables)
    for found in listed:
        at = [next(i for i, c in enumerate(found.columns) if c.name == k) for k in found.key]
        names = [tuple(row[i] for i in at) for row in found.rows]
        if len(set(names)) < len(names):
            twice = next(n for n in names if names.count(n) > 1)
            raise ExportError(f"the table `{found.name}` has the key {twice} twice")
        keys[found.name] = {n[0] for n in names}
    for found in listed:
        for i, column in enumerate(found.columns):
            if column.of is not None:
                lost = {row[i] for row in found.rows} - keys[column.of] - {None}
                if lost:
                    raise ExportError(f"`{found.name}.{column.name}` refers to {sorted(map(str, lost))[0]}, which is not in `{column.of}`")


def _in_order(tables: list[ExportTable]) -> list[ExportTable]:
    """Tables after those that they refer to; a table may refer to itself."""
    out: list[ExportTable] = []
    left = list(tables)
    while left:
        known = {t.name for t in out}
        ready = [t for t in left if {c.of for c in t.columns if c.of} <= known | {t.name}]
        out += ready
        left = [t for t in left if t not in ready]
    return out


def case_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Worked cases: facts, and the answer that a lawyer gave."""
    cases = [(g.question, c) for g in law.lawbook.cases for c in g.cases]
    yield table(
        "cases",
        (
            (c, {"question": q, "case_id": c.case} | {n: getattr(c.expect, n) for n in ("outcome", "announced", "because")})
            for q, c in cases
        ),
    )
    yield table("case_facts", ({"question": q, "case_id": c.case, "fact": f, "value": v} for q, c in cases for f, v in c.facts.items()))


def vocabulary_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Terms, zones and groups, their names and public codes, and the classes of industry classifications."""
    found = law.lawbook.content.vocabularies.values()
    entries: list[tuple[str, str, Term | Zone | Group]] = [
        *(("term", v.vocabulary, t) for v in found for t in v.terms),
        *(("zone", v.vocabulary, z) for v in found for z in v.zones),
        *(("group", v.vocabulary, g) for v in found for g in v.groups),
    ]
    yield table(
        "terms",
        ((e, {"kind": kind, "vocabulary": v, "term": e.id, "parent": e.parent if isinstance(e, Term) else None}) for kind, v, e in entries),
    )
    yield table("term_names", ({"vocabulary": v, "term": e.id, "name": n} for _, v, e in entries for n in dict.fromkeys(e.aliases)))
    yield table(
        "term_codes",
        ({"vocabulary": v.vocabulary, "term": t.id, "scheme": s, "code": c} for v in found for t in v.terms for s, c in t.codes.items()),
    )
    yield table("zone_units", ({"zone": z.id, "unit": u} for v in found for z in v.zones for u in z.touches))
    yield table("group_members", ({"grouping": g.id, "member": m} for v in found for g in v.groups for m in g.members))
    yield table(
        "industry_classes",
        ((c, {"classification": i.classification, "activity": c.within}) for i in law.lawbook.content.industries for c in i.classes),
    )


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


def evidence_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Sources, claims, and the contradictions between them with the judgement on each."""
    book = law.lawbook
    yield table("sources", ((s, {"source": s.id, "address": s.address or s.site, "dated": s.date}) for s in book.sources.values()))
    yield table("subjects", ((s, {}) for s in book.content.subjects.subjects))
    yield table("claims", ((c, dict(zip(("sign", "number", "said"), _said(c.says), strict=True))) for c in book.claims.values()))
    clashes = all_contradictions(book)
    yield table(
        "contradictions",
        (
            {"contradiction": c.contradiction.id, "kind": c.contradiction.kind, "subject": c.contradiction.subject}
            | ({"verdict": c.judgement.verdict, "reason": c.judgement.reason} if c.judgement else {})
            for c in clashes
        ),
    )
    yield table("contradiction_claims", ({"contradiction": c.contradiction.id, "claim": x.claim} for c in clashes for x in c.claims))


def _said(said: Said) -> tuple[str, Decimal | None, str | None]:
    """The sign of what is said, its number, and its words where it is no number."""
    numbers = (("=", said.number), ("~", said.about), (">=", said.at_least), (">", said.above), ("<=", said.at_most), ("<", said.below))
    found = [(sign, n) for sign, n in numbers if n is not None]
    if len(found) == 1:
        return *found[0], None
    if found:
        return "span", None, " ".join(f"{sign}{n:f}" for sign, n in found)
    if said.words:
        return "list", None, ", ".join(said.words)
    if said.word is not None:
        return "word", None, said.word
    return "span", None, "/".join(w for w in (said.from_, said.to) if w)

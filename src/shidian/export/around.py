"""What stands around the law as tables: vocabularies with crosswalks, the programme, the evidence, worked cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from shidian.catalogue.evidence import all_contradictions
from shidian.compiled import CompiledLaw
from shidian.export.table import ExportTable, table
from shidian.law.records.evidence import Said
from shidian.programme.lifecycle import applies_in, reached


def vocabulary_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Terms, zones and groups, their names and public codes, and the classes of industry classifications."""
    found = law.lawbook.content.vocabularies.values()
    entries = [
        *(("term", v.vocabulary, t.id, t.name, t.parent, t.aliases, t.note) for v in found for t in v.terms),
        *(("zone", v.vocabulary, z.id, z.name, None, z.aliases, z.note) for v in found for z in v.zones),
        *(("group", v.vocabulary, g.id, g.name, None, g.aliases, g.note) for v in found for g in v.groups),
    ]
    yield table(
        "terms",
        "entries of the vocabularies: activities, territories, origins, authorities",
        "vocabulary term",
        {
            "vocabulary": "string | the vocabulary",
            "term": "string | id, as a fact takes it",
            "kind": "string | term, zone (an area that is no administrative unit) or group (a named set)",
            "name": "label | name",
            "parent": "string | the wider term of the same vocabulary",
            "note": "label | note of the editors",
        },
        (
            {"kind": k, "vocabulary": v, "term": id, "name": name, "parent": parent, "note": note}
            for k, v, id, name, parent, _, note in entries
        ),
        "name_en",
    )
    yield table(
        "term_names",
        "other names of an entry",
        "vocabulary term name",
        {"vocabulary": "string | the vocabulary", "term": "string | id", "name": "string | another name"},
        ({"vocabulary": v, "term": id, "name": n} for _, v, id, _, _, names, _ in entries for n in dict.fromkeys(names)),
    )
    yield table(
        "term_codes",
        "public codes of an entry: the crosswalk to standards",
        "vocabulary term scheme",
        {
            "vocabulary": "string | the vocabulary",
            "term": "string | id",
            "scheme": "string | the standard",
            "code": "string | its code there",
        },
        ({"vocabulary": v.vocabulary, "term": t.id, "scheme": s, "code": c} for v in found for t in v.terms for s, c in t.codes.items()),
    )
    yield table(
        "zone_units",
        "the units that a zone can overlap",
        "zone unit",
        {"zone": "string | id", "unit": "string | id in the vocabulary of territories"},
        ({"zone": z.id, "unit": u} for v in found for z in v.zones for u in z.touches),
    )
    yield table(
        "group_members",
        "the members of a group",
        "grouping member",
        {"grouping": "string | id of the group", "member": "string | id of a term or zone"},
        ({"grouping": g.id, "member": m} for v in found for g in v.groups for m in g.members),
    )
    yield table(
        "industry_classes",
        "classes of an industry classification, read as activities",
        "classification code",
        {
            "classification": "string | the classification",
            "code": "string | the class",
            "name": "string | its name",
            "activity": "string | the lowest activity that surely contains it",
            "equal": "boolean | the class and the activity have the same extent",
            "doubtful": "boolean | the editors are not sure",
        },
        (
            {
                "classification": i.classification,
                "code": c.code,
                "name": c.name,
                "activity": c.within,
                "equal": c.equal,
                "doubtful": c.doubtful,
            }
            for i in law.lawbook.content.industries
            for c in i.classes
        ),
        "name",
    )


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


def evidence_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Sources, claims, and the contradictions between them with the judgement on each."""
    book = law.lawbook
    yield table(
        "sources",
        "where texts were read",
        "source",
        {
            "source": "string | id",
            "title": "label | title",
            "publisher": "label | who published it",
            "language": "string | zh, en or other",
            "grade": "string | official, spokesperson, press, law-firm, reprint or other",
            "address": "string | where it stands",
            "dated": "date | its day",
            "read": "date | when it was read",
        },
        (
            {"source": s.id, "title": s.title, "publisher": s.publisher, "language": s.language, "grade": s.grade}
            | {"address": s.address or s.site, "dated": s.date, "read": s.read}
            for s in book.sources.values()
        ),
        "title_en",
    )
    yield table(
        "subjects",
        "what claims are about",
        "subject",
        {"subject": "string | id", "name": "label | name", "unit": "string | unit of its numbers"},
        ({"subject": s.subject, "name": s.name, "unit": s.unit} for s in book.content.subjects.subjects),
        "name_en",
    )
    yield table(
        "claims",
        "who said what",
        "claim",
        {
            "claim": "string | id",
            "subject": "string>subjects | what it is about",
            "source": "string>sources | who said it",
            "summary": "label | in words",
            "sign": "string | =, ~ (rounded), >=, >, <=, <, list, word or span",
            "number": "number | the number, where it is one",
            "said": "string | what is said, where it is no number; a list with commas",
            "as_of": "string | the day or period it is about",
            "unit": "string | unit, where it is not that of the subject",
        },
        (
            {"claim": c.claim, "subject": c.subject, "source": c.source, "summary": c.summary, "as_of": c.as_of, "unit": c.unit}
            | _said(c.says)
            for c in book.claims.values()
        ),
        "summary_en",
    )
    clashes = all_contradictions(book)
    yield table(
        "contradictions",
        "claims that cannot all hold, with the judgement on each",
        "contradiction",
        {
            "contradiction": "string | id",
            "kind": "string | kind of contradiction",
            "subject": "string>subjects | what it is about",
            "verdict": "string | the judgement, where there is one",
            "reason": "label | why",
        },
        (
            {"contradiction": c.contradiction.id, "kind": c.contradiction.kind, "subject": c.contradiction.subject}
            | ({"verdict": c.judgement.verdict, "reason": c.judgement.reason} if c.judgement else {})
            for c in clashes
        ),
    )
    yield table(
        "contradiction_claims",
        "the claims of a contradiction",
        "contradiction claim",
        {"contradiction": "string>contradictions | the contradiction", "claim": "string>claims | the claim"},
        ({"contradiction": c.contradiction.id, "claim": x.claim} for c in clashes for x in c.claims),
    )


def case_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Worked cases: facts, and the answer that a lawyer gave."""
    cases = [(g.question, c) for g in law.lawbook.cases for c in g.cases]
    yield table(
        "cases",
        "facts put to a question, and the answer that a lawyer gave; the whole decision is in the conformance suite",
        "question case_id",
        {
            "question": "string>questions | the question",
            "case_id": "string | id",
            "title": "label | title",
            "outcome": "string | the answer in force, where the lawyer gave one",
            "announced": "string | the answer as announced, where the lawyer gave one",
            "because": "string | why it is open",
            "basis": "label | why",
            "strength": "string | how sure the lawyer was",
            "known_on": "date | only what had been published by then counts",
        },
        (
            {"question": q, "case_id": c.case, "title": c.title, "outcome": c.expect.outcome, "announced": c.expect.announced}
            | {"because": c.expect.because, "basis": c.basis, "strength": c.strength, "known_on": c.known_on}
            for q, c in cases
        ),
        "title_en",
    )
    yield table(
        "case_facts",
        "the facts of a worked case",
        "question case_id fact",
        {
            "question": "string>questions | the question",
            "case_id": "string | the case",
            "fact": "string | the fact, or a zone",
            "value": "string | its value",
        },
        ({"question": q, "case_id": c.case, "fact": f, "value": v} for q, c in cases for f, v in c.facts.items()),
    )


def _said(said: Said) -> dict[str, object]:
    numbers = (("=", said.number), ("~", said.about), (">=", said.at_least), (">", said.above), ("<=", said.at_most), ("<", said.below))
    found = [(sign, n) for sign, n in numbers if n is not None]
    if len(found) == 1:
        return {"sign": found[0][0], "number": found[0][1]}
    if found:
        return {"sign": "span", "said": " ".join(f"{sign}{n:f}" for sign, n in found)}
    if said.words:
        return {"sign": "list", "said": ", ".join(said.words)}
    if said.word is not None:
        return {"sign": "word", "said": said.word}
    return {"sign": "span", "said": "/".join(w for w in (said.from_, said.to) if w)}

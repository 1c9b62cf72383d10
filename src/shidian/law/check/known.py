"""What exists in a lawbook, by kind of thing: the ids that a field marked with `id_of(kind)` may name.

Most kinds are the same everywhere (`everywhere`). Some depend on where the field stands (`inside`): a fact or slot is one of the
question that the rule is read by, an edition one of its own instrument.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from shidian.law.names import Names
from shidian.law.records.case import WorkedCases
from shidian.law.records.evidence import Claims, Subjects
from shidian.law.records.instrument import Gap, Instrument, Rule
from shidian.law.records.names import Vocabulary
from shidian.law.records.programme import Alignment, Programme, Tasks
from shidian.law.records.question import Question
from shidian.law.records.source import Sources


class Existing(NamedTuple):
    """The ids of one kind, what a fault calls the kind, and the names that lead to the ids."""

    ids: Collection[str]
    what: str
    names: Names | None = None


Kinds = Mapping[str, Existing]
"""Kind of thing -> what exists of it."""


def everywhere(found: Iterable[Any]) -> dict[str, Existing]:
    """The kinds that are the same for every field, over the records of all files."""
    parts: dict[type, list[Any]] = {}
    for record in found:
        parts.setdefault(type(record), []).append(record)
    instruments: list[Instrument] = parts.get(Instrument, [])
    books: list[Vocabulary] = parts.get(Vocabulary, [])
    vocabularies = {v.vocabulary: v for v in books}
    programmes: list[Programme] = parts.get(Programme, [])
    provisions = {f"{i.instrument}#{p.provision}" for i in instruments for p in i.provisions}
    editions = {f"{i.instrument}@{e.edition}" for i in instruments for e in i.editions} | {i.instrument for i in instruments}
    entries = {id: {*(t.id for t in v.terms), *(z.id for z in v.zones), *(g.id for g in v.groups)} for id, v in vocabularies.items()}
    plans = [p for b in programmes for p in b.plans]
    ids: dict[str, Collection[str]] = {
        "source": {s.id for book in parts.get(Sources, ()) for s in book.sources},
        "question": {q.question for q in parts.get(Question, ())},
        "instrument": {i.instrument for i in instruments},
        "provision": provisions,
        "rule": {f"{i.instrument}/{r.rule}" for i in instruments for p in i.provisions for r in p.rules},
        "vocabulary": set(vocabularies),
        "subject": {s.subject for book in parts.get(Subjects, ()) for s in book.subjects},
        "unit": {u.unit for book in parts.get(Subjects, ()) for u in book.units},
        "claim": {c.claim for book in parts.get(Claims, ()) for c in book.claims},
        "group": {g.id for v in vocabularies.values() for g in v.groups},
        "plan": {p.plan for p in plans},
        "area": {a.area for p in plans for a in p.areas},
        "task": {t.task for book in parts.get(Tasks, ()) for t in book.tasks},
        "cohort": {c.cohort for b in programmes for c in b.cohorts},
        "verb": {w for b in programmes for v in b.verbs for w in (v.verb, *v.aliases)},
        "agreement": {a.agreement for b in programmes for a in b.agreements},
    }
    out = {kind: Existing(of, kind) for kind, of in ids.items()}
    out["edition"] = Existing(editions, "instrument")
    out["act"] = Existing(provisions | editions, "provision or instrument")
    for kind, id in (("authority", "authorities"), ("territory", "territories"), ("condition", "conditions")):
        vocabulary = vocabularies.get(id)
        out[kind] = Existing(entries.get(id, set()), kind, Names(vocabulary) if vocabulary is not None else None)
    return out


class Surroundings:
    """What exists where a field stands, by the records around it."""

    def __init__(self, found: Iterable[Any]) -> None:
        self.questions: dict[str, Question] = {}
        self.chapters: dict[str, set[str]] = {}
        for record in found:
            if isinstance(record, Question):
                self.questions[record.question] = record
            elif isinstance(record, Programme):
                self.chapters |= {a.agreement: {c.chapter for c in a.chapters} for a in record.agreements}

    def inside(self, record: Any) -> dict[str, Existing]:
        """The kinds that are known within one record."""
        if isinstance(record, Rule | Gap):
            question = self.questions.get(record.question)
            if question is None:
                return {}
            facts, slots = {f.fact for f in question.facts}, {s.slot for s in question.slots}
            return {"fact": Existing(facts, f"fact of `{question.question}`"), "slot": Existing(slots, f"slot of `{question.question}`")}
        if isinstance(record, Question):
            return {"fact": Existing({f.fact for f in record.facts}, "fact"), "slot": Existing({s.slot for s in record.slots}, "slot")}
        if isinstance(record, WorkedCases):
            question = self.questions.get(record.question)
            return {"outcome": Existing([o.outcome for o in question.outcomes], "outcome")} if question is not None else {}
        if isinstance(record, Instrument):
            return {"own edition": Existing({e.edition for e in record.editions}, "edition")}
        if isinstance(record, Vocabulary):
            terms, zones = {t.id for t in record.terms}, {z.id for z in record.zones}
            entries = terms | zones | {g.id for g in record.groups}
            return {"term": Existing(terms, "term"), "zone": Existing(zones, "zone"), "entry": Existing(entries, "entry")}
        if isinstance(record, Alignment) and record.agreement in self.chapters:
            return {"chapter": Existing(self.chapters[record.agreement], "chapter")}
        return {}

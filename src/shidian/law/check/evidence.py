"""Checks of evidence and programme: everything they name exists, and nothing stands twice."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.law.check.found import Found, refer, repeated, repeated_over
from shidian.law.load.files import Loaded, records
from shidian.law.load.nodes import Path
from shidian.law.records.evidence import Claims, Cues, Judgements, Said, Subjects
from shidian.law.records.instrument import Instrument
from shidian.law.records.programme import STAGES, Programme, Step, Tasks
from shidian.law.records.source import Sources
from shidian.law.records.vocabulary import Vocabulary

PROGRAMME_IDS = {
    "cohorts": "cohort",
    "regions": "region",
    "plans": "plan",
    "events": "event",
    "statistics": "statistic",
    "agreements": "agreement",
    "verbs": "verb",
}
"""The lists of programme files, and the key that names an entry."""


def check_evidence(loaded: list[Loaded]) -> Iterator[Found]:
    """Claims and judgements."""
    sources = {s.id for _, b in records(loaded, Sources) for s in b.sources}
    subjects = {s.subject for _, b in records(loaded, Subjects) for s in b.subjects}
    units = {u.unit for _, b in records(loaded, Subjects) for u in b.units}
    claims = {c.claim for _, b in records(loaded, Claims) for c in b.claims}
    seen: set[str] = set()
    yield from repeated_over(records(loaded, Subjects), {"subjects": "subject", "units": "unit"})
    yield from repeated_over(records(loaded, Judgements), {"judgements": "judgement"})
    for item, book in records(loaded, Subjects):
        yield from repeated(item, ("subjects",), "subject", book.subjects)
        yield from repeated(item, ("units",), "unit", book.units)
        for i, subject in enumerate(book.subjects):
            if subject.unit is not None:
                yield from refer(item, ("subjects", i, "unit"), subject.unit, units, "unit")
    for item, book in records(loaded, Claims):
        for i, claim in enumerate(book.claims):
            path: Path = ("claims", i)
            if claim.claim in seen:
                yield Found("duplicate-id", item, (*path, "claim"), f"`{claim.claim}` stands twice")
            seen.add(claim.claim)
            yield from refer(item, (*path, "subject"), claim.subject, subjects, "subject")
            yield from refer(item, (*path, "source"), claim.source, sources, "source")
            if claim.unit is not None:
                yield from refer(item, (*path, "unit"), claim.unit, units, "unit")
            for key in ("counts", "converts", "part", "whole"):
                other = getattr(claim, key)
                if other is not None:
                    yield from refer(item, (*path, key), other, claims, "claim")
            for j, other in enumerate(claim.sum_of):
                yield from refer(item, (*path, "sum_of", j), other, claims, "claim")
            if claim.says.from_ and claim.says.to and claim.says.to < claim.says.from_[: len(claim.says.to)]:
                yield Found("bad-interval", item, (*path, "says", "to"), "the span ends before it begins")
            if forms(claim.says) != 1:
                yield Found(
                    "bad-claim",
                    item,
                    (*path, "says"),
                    "a claim says one thing",
                    "give a number, a bound or two, `words`, `word`, or `from`",
                )
    groups = {g.id for _, v in records(loaded, Vocabulary) for g in v.groups}
    yield from repeated_over(records(loaded, Cues), {"cues": "cue"})
    for item, book in records(loaded, Cues):
        yield from repeated(item, ("cues",), "cue", book.cues)
        for i, cue in enumerate(book.cues):
            for key in ("subject", "part", "whole"):
                named = getattr(cue, key)
                if named is not None:
                    yield from refer(item, ("cues", i, key), named, subjects, "subject")
            for j, group in enumerate(cue.listed):
                yield from refer(item, ("cues", i, "listed", j), group, groups, "group")
            if (cue.takes == "words") != (cue.says is not None) or (cue.says is not None and (forms(cue.says) != 1 or not cue.sentence)):
                yield Found(
                    "bad-cue",
                    item,
                    ("cues", i),
                    "a cue takes a finding, or says one thing for the words of a sentence",
                    "give `says` and `sentence` with `takes: words`, and only there",
                )
    for item, book in records(loaded, Judgements):
        yield from repeated(item, ("judgements",), "judgement", book.judgements)
        for i, judgement in enumerate(book.judgements):
            for key in ("about", "prefers"):
                for j, id in enumerate(getattr(judgement, key)):
                    yield from refer(item, ("judgements", i, key, j), id, claims, "claim")


def forms(said: Said) -> int:
    """In how many forms a claim speaks; bounds count as one."""
    bounds = any(v is not None for v in (said.at_least, said.above, said.at_most, said.below))
    return sum((said.number is not None, said.about is not None, bounds, bool(said.words), said.word is not None, said.from_ is not None))


def check_programme(loaded: list[Loaded]) -> Iterator[Found]:
    """Regions, plans, tasks, events."""
    sources = {s.id for _, b in records(loaded, Sources) for s in b.sources}
    instruments = {i.instrument: i for _, i in records(loaded, Instrument)}
    rules = {f"{i.instrument}/{r.rule}" for i in instruments.values() for p in i.provisions for r in p.rules}
    places = {e.id for _, v in records(loaded, Vocabulary) if v.vocabulary == "territories" for e in (*v.terms, *v.zones, *v.groups)}
    facts = [b for _, b in records(loaded, Programme)]
    plans = {p.plan: p for b in facts for p in b.plans}
    areas = {a.area for b in facts for p in b.plans for a in p.areas}
    cohorts = {c.cohort for b in facts for c in b.cohorts}
    verbs = {w for b in facts for v in b.verbs for w in (v.verb, *v.aliases)}
    agreements = {a.agreement: {c.chapter for c in a.chapters} for b in facts for a in b.agreements}
    yield from repeated_over(records(loaded, Programme), PROGRAMME_IDS)
    yield from repeated_over(records(loaded, Tasks), {"tasks": "task"})
    for item, book in records(loaded, Programme):
        for key, id_key in PROGRAMME_IDS.items():
            listed = getattr(book, key)
            yield from repeated(item, (key,), id_key, listed)
            for i, entry in enumerate(listed):
                for j, source in enumerate(getattr(entry, "sources", ())):
                    yield from refer(item, (key, i, "sources", j), source, sources, "source")
                named = getattr(entry, "instrument", None)
                if named is not None and key != "cohorts":
                    yield from refer(item, (key, i, "instrument"), named, instruments, "instrument")
        for i, region in enumerate(book.regions):
            yield from refer(item, ("regions", i, "region"), region.region, places, "territory")
            yield from refer(item, ("regions", i, "cohort"), region.cohort, cohorts, "cohort")
        for i, plan in enumerate(book.plans):
            yield from repeated(item, ("plans", i, "areas"), "area", plan.areas)
            for j, place in enumerate(plan.places):
                yield from refer(item, ("plans", i, "places", j), place, places, "territory")
    for item, tasks in records(loaded, Tasks):
        yield from refer(item, ("plan",), tasks.plan, plans, "plan")
        yield from repeated(item, ("tasks",), "task", tasks.tasks)
        for i, task in enumerate(tasks.tasks):
            at: Path = ("tasks", i)
            yield from refer(item, (*at, "area"), task.area, areas, "area")
            if task.verb is not None:
                yield from refer(item, (*at, "verb"), task.verb, verbs, "verb")
            for key, known, what in (("places", places, "territory"), ("sources", sources, "source"), ("rules", rules, "rule")):
                for j, id in enumerate(getattr(task, key)):
                    yield from refer(item, (*at, key, j), id, known, what)
            for j, step in enumerate(task.lifecycle):
                yield from _step(item, (*at, "lifecycle", j), step, places, sources, instruments)
            order = [STAGES.index(s.stage) for s in task.lifecycle]
            if task.lifecycle and order[0] != 0:
                yield Found("bad-lifecycle", item, (*at, "lifecycle", 0), "the life of a task begins with `announced`")
            for j, aligned in enumerate(task.alignment):
                yield from refer(item, (*at, "alignment", j, "agreement"), aligned.agreement, agreements, "agreement")
                if aligned.agreement in agreements:
                    yield from refer(item, (*at, "alignment", j, "chapter"), aligned.chapter, agreements[aligned.agreement], "chapter")


def _step(item: Loaded, path: Path, step: Step, places: set[str], sources: set[str], instruments: dict[str, Instrument]) -> Iterator[Found]:
    for j, place in enumerate(step.places):
        yield from refer(item, (*path, "places", j), place, places, "territory")
    for j, source in enumerate(step.sources):
        yield from refer(item, (*path, "sources", j), source, sources, "source")
    if step.instrument is not None:
        yield from refer(item, (*path, "instrument"), step.instrument, instruments, "instrument")

"""Checks of evidence and programme: nothing stands twice, and each entry says what its form allows."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.law.check.found import FoundFault, repeated, repeated_over
from shidian.law.load.nodes import Loaded, Path, records
from shidian.law.records.evidence import Claims, Cues, Judgements, Said, Subjects
from shidian.law.records.programme import STAGES, Programme, Tasks

PROGRAMME_IDS = {
    "cohorts": "cohort",
    "regions": "region",
    "plans": "plan",
    "events": "event",
    "statistics": "statistic",
    "agreements": "agreement",
    "verbs": "verb",
    "series": "series",
    "figures": "figure",
}
"""The lists of programme files, and the key that names an entry."""


def check_evidence(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """Claims, cues and judgements: nothing stands twice, and each says one thing."""
    seen: set[str] = set()
    yield from repeated_over(records(loaded, Subjects), {"subjects": "subject", "units": "unit"})
    yield from repeated_over(records(loaded, Judgements), {"judgements": "judgement"})
    for item, book in records(loaded, Subjects):
        yield from repeated(item, ("subjects",), "subject", book.subjects)
        yield from repeated(item, ("units",), "unit", book.units)
    for item, book in records(loaded, Claims):
        for i, claim in enumerate(book.claims):
            path: Path = ("claims", i)
            if claim.claim in seen:
                yield FoundFault("duplicate-id", item, (*path, "claim"), f"duplicate id `{claim.claim}`")
            seen.add(claim.claim)
            if claim.says.from_ and claim.says.to and claim.says.to < claim.says.from_[: len(claim.says.to)]:
                yield FoundFault("bad-interval", item, (*path, "says", "to"), "the span ends before it begins")
            if forms(claim.says) != 1:
                yield FoundFault(
                    "bad-claim",
                    item,
                    (*path, "says"),
                    "a claim says one thing",
                    "give a number, a bound or two, `words`, `word`, or `from`",
                )
    yield from repeated_over(records(loaded, Cues), {"cues": "cue"})
    for item, book in records(loaded, Cues):
        yield from repeated(item, ("cues",), "cue", book.cues)
        for i, cue in enumerate(book.cues):
            if (cue.takes == "words") != (cue.says is not None) or (cue.says is not None and (forms(cue.says) != 1 or not cue.sentence)):
                yield FoundFault(
                    "bad-cue",
                    item,
                    ("cues", i),
                    "a cue takes a finding, or says one thing for the words of a sentence",
                    "give `says` and `sentence` with `takes: words`, and only there",
                )
    for item, book in records(loaded, Judgements):
        yield from repeated(item, ("judgements",), "judgement", book.judgements)


def forms(said: Said) -> int:
    """In how many forms a claim speaks; bounds count as one."""
    bounds = any(v is not None for v in (said.at_least, said.above, said.at_most, said.below))
    return sum((said.number is not None, said.about is not None, bounds, bool(said.words), said.word is not None, said.from_ is not None))


def check_programme(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """Plans and tasks: nothing stands twice, and the life of a task begins where it can."""
    yield from repeated_over(records(loaded, Programme), PROGRAMME_IDS)
    yield from repeated_over(records(loaded, Tasks), {"tasks": "task"})
    for item, book in records(loaded, Programme):
        for key, id_key in PROGRAMME_IDS.items():
            yield from repeated(item, (key,), id_key, getattr(book, key))
        for i, plan in enumerate(book.plans):
            yield from repeated(item, ("plans", i, "areas"), "area", plan.areas)
    for item, tasks in records(loaded, Tasks):
        yield from repeated(item, ("tasks",), "task", tasks.tasks)
        for i, task in enumerate(tasks.tasks):
            order = [STAGES.index(s.stage) for s in task.lifecycle]
            if task.lifecycle and order[0] != 0:
                yield FoundFault("bad-lifecycle", item, ("tasks", i, "lifecycle", 0), "the life of a task begins with `announced`")

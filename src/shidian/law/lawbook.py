"""The lawbook: every record of one folder, read and checked, under one digest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct

from shidian.law.industries import as_spoken
from shidian.law.lru import Lru
from shidian.law.names import Names, cities_abroad, names_of
from shidian.law.places.addresses import Addresses
from shidian.law.records.case import WorkedCases
from shidian.law.records.evidence import Claim, Cue, Judgement, Subjects
from shidian.law.records.instrument import Edition, Gap, Instrument, Provision, Rule
from shidian.law.records.measures import Measures
from shidian.law.records.names import IndustryCodes, PlaceNames, Spoken, SpokenNames, Vocabulary
from shidian.law.records.procedure import Procedure, WorkingDays
from shidian.law.records.programme import Programme, Tasks
from shidian.law.records.question import Question
from shidian.law.records.source import Imprint, Source
from shidian.law.tree import Tree


class Content(Struct, frozen=True):
    """What the files say but for the worked cases, and the digest of the files."""

    digest: str
    vocabularies: dict[str, Vocabulary]
    sources: dict[str, Source]
    questions: dict[str, Question]
    instruments: dict[str, Instrument]
    subjects: Subjects = Subjects(())
    claims: tuple[Claim, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    cues: tuple[Cue, ...] = ()
    programme: Programme = Programme()
    tasks: tuple[Tasks, ...] = ()
    measures: Measures = Measures()
    procedures: tuple[Procedure, ...] = ()
    calendar: tuple[WorkingDays, ...] = ()
    spoken: tuple[SpokenNames, ...] = ()
    industries: tuple[IndustryCodes, ...] = ()
    places: tuple[PlaceNames, ...] = ()
    imprint: Imprint | None = None


class Lawbook:
    """The content with the views that the floors above need."""

    def __init__(self, content: Content, cases: Callable[[], tuple[WorkedCases, ...]] = tuple) -> None:
        """`cases` gives the worked cases when they are first asked for."""
        self.content = content
        self.digest = content.digest
        self.questions = content.questions
        self.instruments = content.instruments
        self.sources = content.sources
        self._cases = cases
        self.claims = {c.claim: c for c in content.claims}
        self.programme = content.programme
        self.measures = content.measures
        self.procedures = {p.procedure: p for p in content.procedures}
        self.calendar = content.calendar
        self.understood: Lru[tuple[str, str, str], tuple[Any, str]] = Lru(4096)
        """What was read of a text as the value of a question's fact: the value and its canonical word."""

    @cached_property
    def cases(self) -> tuple[WorkedCases, ...]:
        """The worked cases of every question."""
        return self._cases()

    @cached_property
    def trees(self) -> dict[str, Tree]:
        """Each vocabulary as a tree."""
        return {id: Tree(v) for id, v in self.content.vocabularies.items()}

    @cached_property
    def names(self) -> dict[str, Names]:
        """Each vocabulary by every name and code its entries carry, and by the names that people use."""
        first = {r.region for r in self.programme.regions}
        return {id: self._names(vocabulary, id, first) for id, vocabulary in self.content.vocabularies.items()}

    def _names(self, vocabulary: Vocabulary, id: str, first: set[str]) -> Names:
        def spoken() -> Iterator[Spoken]:
            yield from (s for part in self.content.spoken if part.names_of == id for s in part.names)
            yield from (s for part in self.content.industries if part.names_of == id for s in as_spoken(part, self.trees[id]))

        places = next((part for part in self.content.places if part.names_of == id), None)
        read = None if places is None else lambda: Addresses(places, self.trees[id], self._abroad())
        return Names(vocabulary, spoken, read, first, id if places is None else "places")

    def _abroad(self) -> list[str]:
        """Names of countries and of cities there, which are no places of this lawbook."""
        origins = self.content.vocabularies.get("origins")
        return [n for t in (origins.terms if origins else ()) for n in names_of(t)] + list(cities_abroad())

    @cached_property
    def apart(self) -> dict[str, tuple[dict[str, frozenset[str]], ...]]:
        """Of each question the facts whose values cannot all be together, groups and terms opened."""

        def opened(question: Question, fact: str, words: Iterable[str]) -> frozenset[str]:
            vocabulary = next((f.vocabulary for f in question.facts if f.fact == fact and f.domain == "tree"), None)
            tree = self.trees[vocabulary] if vocabulary else None
            return frozenset(words if tree is None else (n for t in tree.spread(words)[0] for n in tree.below(t)))

        return {name: tuple({f: opened(q, f, w) for f, w in v.items()} for v in q.apart) for name, q in self.questions.items()}

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The members of every group of the vocabularies, by its id."""
        return {g.id: g.members for v in self.content.vocabularies.values() for g in v.groups}

    @cached_property
    def read_on(self) -> dt.date | None:
        """The day up to which the editors checked the law. Where they state none, the earliest day on which any source was read: a
        source that is added never makes it later."""
        if self.content.imprint is not None:
            return self.content.imprint.checked
        return min((s.read for s in self.sources.values() if s.read is not None), default=None)

    def checked_on(self, rules: Iterable[str]) -> dt.date | None:
        """The day up to which the law was checked that an answer rests on: that of the lawbook, or the earliest of an act one of whose
        rules or gaps (full ids) it uses."""
        acts = {id.partition("/")[0] for id in rules}
        days = [self.read_on, *(self.instruments[a].checked for a in sorted(acts) if a in self.instruments)]
        return min((d for d in days if d is not None), default=None)

    @cached_property
    def rules(self) -> dict[str, tuple[Instrument, Provision, Rule]]:
        """Every rule by its full id, `instrument/rule`."""
        return {f"{i.instrument}/{r.rule}": (i, p, r) for i in self.instruments.values() for p in i.provisions for r in p.rules}

    @cached_property
    def gaps(self) -> dict[str, tuple[Instrument, Provision, Gap]]:
        """Every gap by its full id, `instrument/gap`."""
        return {f"{i.instrument}/{g.gap}": (i, p, g) for i in self.instruments.values() for p in i.provisions for g in p.gaps}

    def record(self, id: str) -> tuple[Instrument, Provision, Rule | Gap]:
        """The rule or gap of a full id, and where it stands. An id with `@` is a rule of an activity that another one needs
        (:mod:`shidian.engine.needs`), one with `~` the companion of a rule (:mod:`shidian.engine.full`): what stands before is the rule."""
        written = id.partition("@")[0].partition("~")[0]
        return self.rules[written] if written in self.rules else self.gaps[written]

    @cached_property
    def provisions(self) -> dict[str, tuple[Instrument, Provision]]:
        """Every provision by its full id, `instrument#provision`."""
        return {f"{i.instrument}#{p.provision}": (i, p) for i in self.instruments.values() for p in i.provisions}

    def edition(self, reference: str) -> Edition | None:
        """The edition named by `instrument` (its first) or `instrument@edition`; None when there is none."""
        id, _, name = reference.partition("@")
        instrument = self.instruments.get(id)
        if instrument is None:
            return None
        if not name:
            return instrument.editions[0]
        return next((e for e in instrument.editions if e.edition == name), None)

"""The evidence: sources, claims, contradictions, coverage, and the vocabularies that have no pages of their own."""

from __future__ import annotations

from shidian.catalogue import lists
from shidian.catalogue.lists import ContradictionRow, not_found
from shidian.catalogue.search import KINDS as SEARCHED
from shidian.catalogue.search import Hit, kinds_of
from shidian.evidence.contradictions import KINDS
from shidian.law.records.base import Label
from shidian.law.records.evidence import Claim, Judgement, Subject
from shidian.law.records.instrument import Instrument, Provision
from shidian.law.records.names import Term
from shidian.law.records.source import Source
from shidian.programme.coverage import InstrumentCoverage, PlanCoverage
from shidian.web.page import Context, Visit
from shidian.web.question import QuestionPage, understood
from shidian.words.labels import provision_name

GRADES = ("official", "spokesperson", "press", "law-firm", "reprint", "other")
ASKS = 2
"""Understood pieces from which words that are searched for are offered as a question."""
HITS = 12
"""Hits of one kind shown before the rest is folded away behind a link."""


class SourcesPage(Context, frozen=True):
    """The sources, with the filters in use."""

    grade: str | None
    text: str | None
    grades: tuple[str, ...]
    rows: tuple[Source, ...]


class SourcePage(Context, frozen=True):
    """One source: the claims it makes, and the provisions read from it, by instrument (id, title, ids and names of the provisions)."""

    source: Source
    claims: tuple[Claim, ...]
    provisions: tuple[tuple[str, Label, tuple[tuple[str, Label], ...]], ...]


class ClaimsPage(Context, frozen=True):
    """Who said what, by subject."""

    subject: str | None
    source: str | None
    text: str | None
    subjects: tuple[Subject, ...]
    groups: tuple[tuple[Subject, tuple[Claim, ...]], ...]
    count: int


class ContradictionsPage(Context, frozen=True):
    """Claims that cannot all hold, with the judgement on each, and what only a person saw."""

    kind: str | None
    kinds: tuple[str, ...]
    rows: tuple[ContradictionRow, ...]
    names: dict[str, Label]
    human: tuple[Judgement, ...]


class CoveragePage(Context, frozen=True):
    """What is encoded, and what is not."""

    instruments: tuple[InstrumentCoverage, ...]
    plans: tuple[PlanCoverage, ...]
    titles: dict[str, Label]
    areas: dict[str, Label]
    totals: dict[str, int]


class NamesPage(Context, frozen=True):
    """The entries of a vocabulary."""

    vocabulary: str
    terms: tuple[Term, ...]


class SearchPage(Context, frozen=True):
    """What a search found: counts by kind, and the hits."""

    text: str
    kind: str | None
    counts: dict[str, int]
    hits: tuple[tuple[str, tuple[Hit, ...]], ...]
    shown: int
    asked: QuestionPage | None
    """The words as a question, where they say enough for one."""


def sources(visit: Visit) -> SourcesPage:
    """The list of sources."""
    grade, text = visit.one("grade"), visit.one("text")
    return SourcesPage(grade, text, GRADES, visit.desk.book.sources(grade=grade, text=text))


def source(visit: Visit) -> SourcePage:
    book, id = visit.desk.book, visit.path["id"]
    found = book.lawbook.sources.get(id)
    if found is None:
        raise not_found("source", id, book.lawbook.sources)
    read = tuple(
        (i.instrument, i.title, tuple((p.provision, _told(i, p)) for p in provisions))
        for i in book.lawbook.instruments.values()
        if (provisions := [p for p in i.provisions if id in (p.sources or tuple(s for e in i.editions for s in e.sources))])
    )
    return SourcePage(found, book.claims(source=id), read)


def _told(instrument: Instrument, provision: Provision) -> Label:
    """A provision by its number or heading; by what it says, where it has neither."""
    edition = instrument.editions[-1].edition
    name = provision_name(instrument, provision, edition)
    if provision.number_in(edition) is not None or provision.heading is not None or provision.summary is None:
        return name
    return Label(f"{name.en}: {provision.summary.en}", f"{name.zh}：{provision.summary.zh}")


def claims(visit: Visit) -> ClaimsPage:
    subject, source, text = visit.one("subject"), visit.one("source"), visit.one("text")
    rows = visit.desk.book.claims(subject=subject, source=source, text=text)
    subjects = visit.desk.book.lawbook.content.subjects.subjects
    groups = tuple((s, tuple(c for c in rows if c.subject == s.subject)) for s in subjects)
    return ClaimsPage(subject, source, text, subjects, tuple(g for g in groups if g[1]), len(rows))


def contradictions(visit: Visit) -> ContradictionsPage:
    kind = visit.one("kind")
    book = visit.desk.book
    names = {s.subject: s.name for s in book.lawbook.content.subjects.subjects}
    human = lists.human_judgements(book.lawbook) if kind is None else ()
    return ContradictionsPage(kind, KINDS, book.contradictions(kind=kind), names, human)


def coverage(visit: Visit) -> CoveragePage:
    """The ledger."""
    book = visit.desk.book
    instruments, plans = book.coverage()
    titles = {i.instrument: i.title for i in book.lawbook.instruments.values()} | {p.plan: p.title for p in book.lawbook.programme.plans}
    areas = {f"{p.plan}/{a.area}": a.name for p in book.lawbook.programme.plans for a in p.areas}
    totals = {k: sum(getattr(i, k) for i in instruments) for k in ("encoded", "gap", "without_rule", "rules", "gaps")}
    return CoveragePage(instruments, plans, titles, areas, totals)


def names(visit: Visit) -> NamesPage:
    """The entries of a vocabulary."""
    id = visit.path["id"]
    trees = visit.desk.book.lawbook.trees
    if id not in trees:
        raise not_found("vocabulary", id, trees)
    return NamesPage(id, tuple(trees[id].terms.values()))


def search(visit: Visit) -> SearchPage:
    """Search over everything."""
    text, kind = visit.one("q") or "", visit.choice("kind", SEARCHED)
    hits = visit.desk.index.search(text)
    counts = kinds_of(hits)
    chosen = [kind] if kind in counts else list(counts)
    most = len(hits) if kind in counts else HITS
    groups = tuple((k, tuple(h for h in hits if h.kind == k)[:most]) for k in chosen)
    asked = understood(visit, text) if text else None
    if asked is not None and (asked.question is None or not asked.cases or len(asked.chips) < ASKS):
        asked = None
    return SearchPage(text, kind if kind in counts else None, counts, groups, sum(len(g) for _, g in groups), asked)

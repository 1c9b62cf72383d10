"""Comparing: what would help, two facts against each other, and what changes between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from shidian.analysis.diff import Changed, DiffGroup, changed
from shidian.analysis.matrix import Matrix
from shidian.analysis.openness.baskets import area_of
from shidian.analysis.shown import NamedValues, ShortAnswer
from shidian.analysis.whatif import Turn, WhatIf
from shidian.catalogue.told_by_id import rule_name
from shidian.compiled import CompiledLaw
from shidian.errors import BadValue, CaseError
from shidian.law.records.base import Label, Reading
from shidian.law.records.question import Question
from shidian.law.tree import ROOT, Tree
from shidian.packaged import table
from shidian.visitors.keeper import Keeper
from shidian.web.asking.ask import MendPage, mend_page
from shidian.web.asking.facts import WHOLE, facts_of
from shidian.web.page import LANGUAGES, Context, Visit
from shidian.words.labels import entry_label
from shidian.words.tones import shown_tone

FIRST = dt.date(2019, 1, 1)
QUESTION = "access"
"""The question that the matrix is about."""
EVERY = "all"
"""How the address of a matrix asks for all activities: they are a long page, so the area asked about most stands there without it."""


class WhatIfPage(Context, frozen=True):
    """The smallest changes of facts that lead to the mildest outcome."""

    question: str
    title: Label
    sentence: Label
    on: dt.date
    facts: dict[str, str]
    link: dict[str, str]
    outcome_names: dict[str, Label]
    found: WhatIf
    turns: tuple[tuple[Turn, str], ...]
    """Every turn, and how its outcome looks."""


class MatrixLine(Context, frozen=True):
    """A row or a column of the matrix: its values, a short name for it, and the facts of one case in it."""

    named: NamedValues
    short: Label
    facts: dict[str, str]


class MatrixPage(Context, frozen=True):
    """Activities against places on a day: values with the same answers all along are one row or column. `days` are the days on which
    something changes; `tones` say how each cell looks."""

    on: dt.date
    share: str
    reading: Reading
    origin: str | None
    origin_name: Label | None
    of: str | None
    of_name: Label | None
    tops: tuple[tuple[str, Label], ...]
    rows: tuple[MatrixLine, ...]
    columns: tuple[MatrixLine, ...]
    answers: tuple[tuple[ShortAnswer, ...], ...]
    told: tuple[tuple[Label, ...], ...]
    """What each cell says; one that hangs on missing facts, by its parts."""
    tones: tuple[tuple[str, ...], ...]
    days: tuple[dt.date, ...]
    before: dt.date | None
    after: dt.date | None
    outcome_names: dict[str, Label]


class ChangesPage(Context, frozen=True):
    """What changes between two days: the rules, and the groups of cases that are answered otherwise."""

    start: dt.date
    end: dt.date
    question: str
    questions: tuple[tuple[str, Label], ...]
    rules: tuple[Changed, ...]
    facts: dict[str, str]
    said: dict[str, Label]
    groups: tuple[tuple[DiffGroup, str, str], ...]
    """Every group, and how its outcome looks before and after."""
    outcome_names: dict[str, Label]
    whole: bool
    """Whether all are shown, as the address with `whole` asks; else the first forty of each."""


def what_if(visit: Visit) -> WhatIfPage | MendPage:
    """The page of what would help."""
    desk = visit.desk
    question = desk.book.question(visit.path["question"])
    facts, known_on = facts_of(visit, question), visit.one("known_on")
    try:
        decision = desk.ask(question.question, visit.dated(question.question, facts), known_on)
        found = desk.keep(
            ("what-if", question.question, tuple(sorted(decision.receipt.facts.items())), known_on),
            lambda: desk.book.whatif(question.question, dict(decision.receipt.facts), known_on=known_on),
        )
    except CaseError as error:
        return mend_page(visit, question, facts, error)
    link = dict(decision.receipt.facts) | ({"known_on": known_on} if known_on else {})
    return WhatIfPage(
        question.question,
        question.title,
        decision.sentence,
        decision.receipt.on,
        dict(decision.receipt.facts),
        link,
        _names(question),
        found,
        tuple((t, shown_tone(question, t.answer.outcome, t.answer.because)) for t in found.turns),
    )


def _names(question: Question) -> dict[str, Label]:
    return {o.outcome: o.name for o in question.outcomes}


def matrix(visit: Visit) -> MatrixPage:
    book, on = visit.desk.book, visit.day()
    share, origin, said_rows = visit.one("share") or "100", visit.one("origin"), visit.one("rows")
    reading = visit.reading()
    law = book.lawbook
    tree = law.trees["activities"]
    tops = [i for i in tree.children[ROOT] if i in tree.terms]
    asked_most = [a for a in table("web/ceilings.toml")["activities"] if a in tree.terms]
    of = None if said_rows == EVERY else said_rows or next((area_of(tree, a) for a in asked_most), next(iter(tops), None))
    facts = {k: v for k, v in (("share", share), ("origin", origin), ("activity", of)) if v is not None}
    known = book.read(QUESTION, facts).facts
    found: Matrix = visit.desk.keep(
        ("matrix", tuple(sorted(known.items())), on, reading),
        lambda: book.matrix(QUESTION, {**known, "on": on}, rows="activity", columns="territory", reading=reading),
    )
    days = tuple(d for d in book.diagram(QUESTION).days.starts if d >= FIRST)
    return MatrixPage(
        on,
        share,
        reading,
        known.get("origin"),
        entry_label(law, "origins", known["origin"]) if "origin" in known else None,
        known.get("activity"),
        entry_label(law, "activities", known["activity"]) if "activity" in known else None,
        tuple((i, tree.terms[i].name) for i in tops),
        tuple(MatrixLine(r, _short(visit, "activities", r), {"activity": r.values[0]}) for r in found.rows),
        tuple(
            MatrixLine(c, _short(visit, "territories", c), place_facts(law.trees["territories"], "territory", c.values[0]))
            for c in found.columns
        ),
        found.answers,
        found.names,
        tuple(tuple(shown_tone(book.question(QUESTION), a.outcome, a.because) for a in line) for line in found.answers),
        days,
        max((d for d in days if d < on), default=None),
        min((d for d in days if d > on), default=None),
        _names(book.question(QUESTION)),
    )


def warm(desk: Keeper) -> None:
    """Make what the first visit of the changes would wait for: the diagram of market access on two days."""
    changes(Visit(desk, LANGUAGES[0], {}, ()))


def _short(visit: Visit, vocabulary: str, line: NamedValues) -> Label:
    """The first value of a line, and how many more there are; `all others` where that is the shorter name."""
    if line.but:
        return line.label
    first = line.values[0].partition(" (")
    label = entry_label(visit.desk.book.lawbook, vocabulary, first[0])
    if first[1]:
        zone = entry_label(visit.desk.book.lawbook, vocabulary, first[2].rstrip(")").partition(", ")[0])
        label = zone
    more = len(line.values) - 1
    return Label(f"{label.en} +{more}", f"{label.zh} +{more}") if more else label


def place_facts(tree: Tree, fact: str, word: str) -> dict[str, str]:
    """A place as an analysis writes it (`unit`, `unit:other`, `unit (zone, zone)`) in the facts that a question takes."""
    unit, _, inside = word.partition(" (")
    zones = inside.rstrip(")").split(", ") if inside else []
    near = [z for z, units in tree.zone_units.items() if unit in units] if zones else []
    return {fact: unit} | {z: "yes" if z in zones else "no" for z in sorted(near)}


def _once(book: CompiledLaw, found: Sequence[Changed]) -> tuple[Changed, ...]:
    """Rules that say the same of one provision from the same day, once."""
    return tuple({(c.day, c.how, c.summary, rule_name(book.lawbook, c.rule)): c for c in reversed(found)}.values())[::-1]


def changes(visit: Visit) -> ChangesPage:
    """What changes between two days."""
    book = visit.desk.book
    end = visit.maybe_day("until") or visit.desk.today
    start = visit.maybe_day("since") or dt.date(end.year - 1, end.month, min(end.day, 28))
    if start >= end:
        raise BadValue("the first day must come before the second", hint=f"`{start}` and `{end}` were given")
    question = book.question(visit.one("question") or QUESTION)
    facts = {k: v for k, v in visit.pairs if k not in ("until", "since", "question", WHOLE)}
    known = book.read(question.question, facts).facts
    found = visit.desk.keep(
        ("diff", question.question, tuple(sorted(known.items())), start, end),
        lambda: book.diff(question.question, known, days=(start, end)),
    )
    groups = tuple(
        (g, shown_tone(question, g.old.outcome, g.old.because), shown_tone(question, g.new.outcome, g.new.because)) for g in found.groups
    )
    return ChangesPage(
        start,
        end,
        question.question,
        tuple((q.question, q.title) for q in book.lawbook.questions.values()),
        _once(book, changed(book, question.question, start, end)),
        known,
        {f: found.labels[f] for f in known if f in found.labels},
        groups,
        _names(question),
        visit.one(WHOLE) is not None,
    )

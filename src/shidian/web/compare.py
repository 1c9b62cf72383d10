"""Comparing: the same elsewhere, activities against territories, and what changes between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from shidian.app.grid import Cell, Changed, There, changed, elsewhere, grid, turning_days
from shidian.app.labels import entry_label
from shidian.app.programme_view import RegionRow
from shidian.engine.conditions import InPlace, InTree
from shidian.errors import BadValue, CaseError
from shidian.law.records import Label
from shidian.law.tree import OTHER, ROOT
from shidian.web.ask import MendPage, problem_of
from shidian.web.decision import tone_of
from shidian.web.facts import facts_of, field_of
from shidian.web.page import Context, Visit
from shidian.web.places import Tile, tiles

FIRST = dt.date(2019, 1, 1)
MOST_ROWS = 60
QUESTION = "access"
"""The question that the matrix and the changes are about."""


class Elsewhere(Context, frozen=True):
    """The same case in one region: its tile, the answer, how it looks, and since when."""

    tile: Tile
    there: There
    tone: str
    facts: dict[str, str]


class ElsewherePage(Context, frozen=True):
    """The same case in every region of the programme, on the same day."""

    question: str
    title: Label
    sentence: Label
    on: dt.date
    facts: dict[str, str]
    outcome_names: dict[str, Label]
    places: tuple[Elsewhere, ...]


class MatrixRow(Context, frozen=True):
    """One activity against all columns."""

    id: str
    name: Label
    depth: int
    cells: tuple[tuple[Cell, str], ...]


class MatrixPage(Context, frozen=True):
    """Activities against territories on a day: outcome and ceiling in each cell. `days` are the days on which something changes."""

    on: dt.date
    share: str
    origin: str | None
    origin_name: Label | None
    of: str | None
    tops: tuple[tuple[str, Label], ...]
    columns: tuple[tuple[str, Label], ...]
    rows: tuple[MatrixRow, ...]
    days: tuple[dt.date, ...]
    before: dt.date | None
    after: dt.date | None
    outcome_names: dict[str, Label]


class CellChange(Context, frozen=True):
    """A cell of the matrix that differs between two days."""

    activity: str
    activity_name: Label
    territory: str
    territory_name: Label
    before: Cell
    after: Cell
    tones: tuple[str, str]


class ChangesPage(Context, frozen=True):
    """What changes between two days: the rules, and the cells of the matrix (for a whole foreign share)."""

    start: dt.date
    end: dt.date
    question: str
    questions: tuple[tuple[str, Label], ...]
    rules: tuple[Changed, ...]
    cells: tuple[CellChange, ...]
    outcome_names: dict[str, Label]


def same_elsewhere(visit: Visit) -> ElsewherePage | MendPage:
    """The page of the same case elsewhere."""
    desk = visit.desk
    question = desk.book.question(visit.path["question"])
    facts = facts_of(visit, question)
    try:
        decision = desk.ask(question.question, facts, visit.one("known_on"))
    except CaseError as error:
        return MendPage(question.question, question.title, problem_of(visit, question, facts, error), tuple(field_of(f) for f in question.facts), facts)
    on = decision.receipt.on
    rows = {r.region: r for r in desk.book.regions(on=on)}
    place = desk.book.rulebook(question.question).place
    found = elsewhere(desk.book, question.question, facts, on, rows, visit.maybe_day("known_on"))
    zones = desk.book.lawbook.trees["territories"].zones
    kept = {k: v for k, v in decision.receipt.facts.items() if k not in zones}
    by_place = {t.region.region: t for t in tiles(tuple(rows.values()))}
    places = tuple(Elsewhere(by_place[t.place], t, tone_of(t.cell.outcome), kept | {place or "": t.place}) for t in found)
    names = {o.outcome: o.name for o in question.outcomes}
    return ElsewherePage(question.question, question.title, decision.sentence, on, dict(decision.receipt.facts), names, places)


def matrix(visit: Visit) -> MatrixPage:
    """The matrix."""
    book, on = visit.desk.book, visit.day()
    share, origin, of = visit.one("share") or "100", visit.one("origin"), visit.one("rows")
    law = book.lawbook
    tree = law.trees["activities"]
    if of is not None:
        found = law.names["activities"].find(of)
        if len(found) != 1:
            raise BadValue(f"`{of}` names no single activity", hint="give the id of an activity")
        of = found[0]
    regions = book.regions(on=on)
    rows = _rows(visit, of)
    facts = {"on": on.isoformat(), "share": share} | ({"origin": origin} if origin else {})
    cells = grid(book, QUESTION, facts, ("activity", [r for r, _ in rows]), ("territory", [r.region for r in regions]))
    known = book.read(QUESTION, facts).facts
    days = tuple(d for d in turning_days(book, QUESTION) if d >= FIRST)
    shown = tuple(MatrixRow(id, entry_label(law, "activities", id), depth, tuple((c, tone_of(c.outcome)) for c in line))
                  for (id, depth), line in zip(rows, cells, strict=True))
    return MatrixPage(
        on, share, known.get("origin"), entry_label(law, "origins", known["origin"]) if "origin" in known else None, of,
        tuple((i, tree.terms[i].name) for i in tree.children[ROOT] if i in tree.terms),
        tuple((r.region, _short(r)) for r in regions), shown, days, max((d for d in days if d < on), default=None),
        min((d for d in days if d > on), default=None), {o.outcome: o.name for o in book.question(QUESTION).outcomes})


def _short(row: RegionRow) -> Label:
    return Label(row.name.en, row.name.zh.removesuffix("市").removesuffix("省"))


def _rows(visit: Visit, of: str | None) -> list[tuple[str, int]]:
    """The activities of the rows: those inside one activity, else those for which regions differ (a rule names both)."""
    tree = visit.desk.book.lawbook.trees["activities"]
    if of is None:
        rulebook = visit.desk.book.rulebook(QUESTION)
        tops = set(visit.desk.book.lawbook.trees["territories"].children[ROOT])
        named = {w for r in rulebook.working if any(isinstance(t, InPlace) and not tops & t.inside for t in r.scope.when)
                 for t in r.scope.when if isinstance(t, InTree) and t.fact == "activity" for w in t.words}
        return [(i, 0) for i in tree.below(ROOT) if i in named and i in tree.terms][:MOST_ROWS]
    out: list[tuple[str, int]] = []

    def walk(id: str, depth: int) -> None:
        out.append((id, depth))
        for child in tree.children.get(id, ()):
            if not child.endswith(OTHER):
                walk(child, depth + 1)

    walk(of, 0)
    return out[:MOST_ROWS]


def changes(visit: Visit) -> ChangesPage:
    """What changes between two days."""
    book = visit.desk.book
    end = visit.maybe_day("until") or visit.desk.today
    start = visit.maybe_day("since") or dt.date(end.year - 1, end.month, min(end.day, 28))
    if start >= end:
        raise BadValue("the first day must come before the second", hint=f"`{start}` and `{end}` were given")
    question = book.question(visit.one("question") or QUESTION)
    names = {o.outcome: o.name for o in question.outcomes}
    cells = tuple(_cell_changes(visit, start, end)) if question.question == QUESTION else ()
    return ChangesPage(start, end, question.question, tuple((q.question, q.title) for q in book.lawbook.questions.values()),
                       changed(book, question.question, start, end), cells, names)


def _cell_changes(visit: Visit, start: dt.date, end: dt.date) -> Iterable[CellChange]:
    book = visit.desk.book
    law = book.lawbook
    tree = law.trees["activities"]
    touched = {w for c in changed(book, QUESTION, start, end) for t in book.rulebook(QUESTION).by_id[c.rule].scope.when
               if t.fact == "activity" for w in getattr(t, "words", ())}
    activities = [a for a in tree.terms if a in touched or any(w in touched for w in tree.above(a))][:MOST_ROWS]
    regions = [r.region for r in law.programme.regions]
    grids = [grid(book, QUESTION, {"share": 100, "on": day}, ("activity", activities), ("territory", regions)) for day in (start, end)]
    for i, activity in enumerate(activities):
        for j, region in enumerate(regions):
            before, after = grids[0][i][j], grids[1][i][j]
            if (before.outcome, before.ceiling) != (after.outcome, after.ceiling):
                yield CellChange(activity, entry_label(law, "activities", activity), region, entry_label(law, "territories", region), before, after,
                                 (tone_of(before.outcome), tone_of(after.outcome)))

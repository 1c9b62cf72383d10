"""A run lists exactly the rows whose answer differs from that of a full re-screening, and decides no row again that no changed rule can bear on."""

from __future__ import annotations

import datetime as dt
import random
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from msgspec.structs import replace

from shidian.compiled import CompiledLaw
from shidian.law.records.base import Label
from shidian.law.records.instrument import Duty, Rule
from shidian.screening.asked import TableQuestion
from shidian.watch.adding import portfolio_of_case
from shidian.watch.affected import Moment, differing
from shidian.watch.changes import WATCHED, answers_of, run, with_answers
from shidian.watch.handed import changed_since, snapshot_of
from shidian.watch.portfolio import ANSWERED, Portfolio, code_now
from tests.nightly import NIGHTLY
from tests.watch.edits import BOOK, changed, edited

DAY = dt.date(2026, 1, 1)
ROWS = 400
OTHER: dict[str, Any] = {"conditions": Label("one thing more", "另加一条"), "duties": Duty(Label("a paper", "文件"), "mofcom", "filing")}


def table_of(question: str, seed: int, rows: int = ROWS) -> pa.Table:
    """Cases of worked cases, mixed fact by fact; some without a day, some that cannot be read."""
    chance = random.Random(seed)
    cases = [c.facts for g in BOOK.lawbook.cases if g.question == question for c in g.cases]
    zones = {z for t in BOOK.lawbook.trees.values() for z in t.zones}
    facts = sorted({f for c in cases for f in c} - zones)
    values = {f: [c.get(f) for c in cases] for f in facts}
    made: dict[str, list[Any]] = {f: [] for f in facts}
    for _ in range(rows):
        base = chance.choice(cases)
        for f in facts:
            made[f].append(chance.choice(values[f]) if chance.random() < 0.25 else base.get(f))
        if chance.random() < 0.03:
            made[facts[0]][-1] = "nothing of that name"
    return pa.table({f: pa.array(v, pa.string()) for f, v in made.items()})


def watched(question: str, table: pa.Table) -> tuple[Portfolio, pa.Table]:
    portfolio = Portfolio("p", question, {c: c for c in table.column_names}, {}, table.num_rows, BOOK.digest, DAY, code_now())
    return portfolio, with_answers(table, answers_of(BOOK, portfolio, table, DAY))


def differing_rows(before: pa.Table, after: pa.Table, law: CompiledLaw = BOOK) -> list[int]:
    """The rows, from 1, of which an answer differs, or what the rules that it names set."""

    def said(law: CompiledLaw, name: str, cell: Any) -> Any:
        if cell is None or name not in ("conditions", "duties", "possible_duties"):
            return cell
        rules = [(id, law.lawbook.rules[id][2]) for id in cell.split()]
        return [(id, r.conditions if name == "conditions" else (r.duty, r.duties)) for id, r in rules]

    found = np.zeros(before.num_rows, bool)
    for name in WATCHED:
        a, b = before.column(ANSWERED + name).to_pylist(), after.column(ANSWERED + name).to_pylist()
        found |= np.array([said(BOOK, name, x) != said(law, name, y) for x, y in zip(a, b, strict=True)])
    return [int(i) + 1 for i in np.flatnonzero(found)]


@pytest.mark.parametrize("seed", range(12 if NIGHTLY else 2))
@pytest.mark.parametrize("question", ["access", "capital", "data_export", "entry", "import"])
def test_the_rows_are_those_of_a_full_screening_and_every_change_has_its_rules(question: str, seed: int) -> None:
    table = table_of(question, seed)
    portfolio, rows = watched(question, table)
    law = edited(question, seed)
    for day in (DAY, dt.date(2026, 6, 15)):
        told, after, kept = run(portfolio, rows, BOOK, law, day, 0)
        full = answers_of(law, portfolio, table, day)
        assert kept.select(full.column_names).to_pydict() == full.to_pydict()
        assert sorted(r for c in told.changes for r in c.rows) == differing_rows(rows, full, law)
        assert all(c.rules for c in told.changes)
        assert all(c.what for c in told.changes)
        assert (after.lawbook, after.day) == (law.digest, day)
        again, _, _ = run(after, kept, law, law, day, 0)
        assert (again.changes, again.decided) == ((), 0)


@pytest.mark.parametrize("question", ["access", "entry", "data_export"])
def test_a_new_day_changes_what_a_full_screening_of_that_day_changes(question: str) -> None:
    table = table_of(question, 7)
    portfolio, rows = watched(question, table)
    for day in (dt.date(2026, 1, 2), dt.date(2027, 1, 1), dt.date(2024, 10, 31)):
        told, _, _ = run(portfolio, rows, BOOK, BOOK, day, 0)
        assert sorted(r for c in told.changes for r in c.rows) == differing_rows(rows, answers_of(BOOK, portfolio, table, day))


def more(kind: str, rule: Rule) -> Rule:
    return replace(rule, **{kind: (*getattr(rule, kind), OTHER[kind])})


def test_a_condition_or_duty_in_other_words_is_a_change_though_the_answer_names_the_same_rules() -> None:
    cases = [
        {"activity": "hospital", "territory": "beijing", "origin": "DE", "share": "60", "on": "2022-06-01"},
        {"activity": "idc", "territory": "shenzhen", "origin": "DE", "share": "100"},
        {"activity": "airport", "territory": "chengdu", "origin": "DE", "share": "40"},
        {"activity": "insurance-life", "territory": "lanzhou", "origin": "DE", "share": "100"},
    ]
    table = pa.Table.from_pylist([{f: c.get(f) for f in ("activity", "territory", "origin", "share", "on")} for c in cases])
    portfolio, rows = watched("access", table)
    named = {kind: [set((c or "").split()) for c in rows.column(ANSWERED + kind).to_pylist()] for kind in OTHER}
    of = {kind: sorted(set.union(*found))[0] for kind, found in named.items()}
    law = changed({rule: partial(more, kind) for kind, rule in of.items()})
    told, after, kept = run(portfolio, rows, BOOK, law, DAY, 0)
    for kind, rule in of.items():
        found = {row for c in told.changes for row in c.rows if kind in c.what}
        assert found == {i + 1 for i, rules in enumerate(named[kind]) if rule in rules} != set()
        assert all((rule, "changed") in {(r.rule, r.how) for r in c.rules} for c in told.changes if kind in c.what)
    assert {k for c in told.changes for k in c.what} == set(OTHER)
    assert kept.to_pydict() == rows.to_pydict()
    assert run(after, kept, law, law, DAY, 0)[0].changes == ()
    partner = changed({of["duties"]: lambda r: replace(r, effect={**r.effect, "chinese-partner": "yes"})})
    assert differing(Moment(BOOK, DAY), Moment(partner, DAY), "access").reworded == {"conditions": {of["duties"]}, "duties": set()}


def test_answers_of_a_version_that_kept_no_conditions_change_in_nothing_by_that() -> None:
    portfolio, rows = watched("access", table_of("access", 5, 60))
    told, _, kept = run(portfolio, rows.drop_columns([ANSWERED + "conditions"]), BOOK, BOOK, DAY, 0)
    assert (told.changes, told.decided) == ((), 60)
    assert kept.column(ANSWERED + "conditions").to_pylist() == rows.column(ANSWERED + "conditions").to_pylist()
    before = snapshot_of(BOOK, "access", [{"activity": "airport", "share": "40"}], DAY)
    older = replace(before, answers={n: c for n, c in before.answers.items() if n != "conditions"})
    assert (changed_since(BOOK, older, DAY, 0)[0].changes, changed_since(BOOK, older, DAY, 0)[1]) == ((), before)


def test_rows_that_no_changed_rule_can_bear_on_are_not_decided_again() -> None:
    portfolio, rows = watched("access", table_of("access", 3))
    decided = [run(portfolio, rows, BOOK, edited("access", seed, 1), DAY, 0)[0].decided for seed in range(2)]
    assert min(decided) < ROWS / 4


def test_what_ends_within_90_days_is_told_with_its_day() -> None:
    portfolio, rows = portfolio_of_case(
        BOOK, "p", "entry", {"asked": "visa-free", "nationality": "fr", "purpose": "tourism", "stay": "20"}, dt.date(2026, 11, 1)
    )
    told, _, _ = run(portfolio, rows, BOOK, BOOK, dt.date(2026, 11, 20), 90)
    assert told.changes == ()
    ends = [c for c in told.coming if "answer" in c.what]
    assert [c.day for c in ends] == [dt.date(2027, 1, 1)]
    assert ends[0].before["outcome"] == "granted"
    assert ends[0].rules[0].how == "day"
    assert run(portfolio, rows, BOOK, BOOK, dt.date(2026, 11, 20), 10)[0].coming == ()


def test_without_the_earlier_lawbook_every_row_is_decided_again_and_it_is_said_why() -> None:
    portfolio, rows = watched("access", table_of("access", 1, 50))
    told, _, _ = run(portfolio, rows, None, edited("access", 1), DAY, 0)
    assert told.decided == 50
    assert told.why_all


def test_a_row_of_a_day_on_which_no_changed_rule_stands_is_not_decided_again() -> None:
    table = table_of("access", 3)
    at = table.column_names.index("on")
    decided = {}
    for day in ("1949-10-01", None):
        dated = table.set_column(at, "on", pa.array([day] * table.num_rows, pa.string()))
        portfolio, rows = watched("access", dated)
        told, _, kept = run(portfolio, rows, BOOK, edited("access", 3), DAY, 0)
        full = answers_of(edited("access", 3), portfolio, dated, DAY)
        assert kept.select(full.column_names).to_pydict() == full.to_pydict()
        decided[day] = told.decided
    assert decided["1949-10-01"] == 0 < (decided[None] or 0)


def test_rows_that_are_decided_again_mean_what_they_mean_in_their_table() -> None:
    """Of a few rows alone one could not tell whether 0.5 is half of one per cent; in their table one can."""
    table = pa.table({"activity": ["app-store"] * 2, "territory": ["chengdu"] * 2, "origin": ["de"] * 2, "share": ["60", "0.5"]})
    portfolio, _ = watched("access", table)
    with pytest.raises(TableQuestion):
        answers_of(BOOK, portfolio, table.slice(1), DAY)
    assert answers_of(BOOK, portfolio, table.slice(1), DAY, part_of=table).equals(answers_of(BOOK, portfolio, table, DAY).slice(1))

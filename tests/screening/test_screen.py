"""Screening a table: every row is answered as `ask` answers it, whatever form the columns have; a bad row says so and the others
go on."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from msgspec.structs import replace

from shidian.analysis.shown import said
from shidian.book import Book
from shidian.diagram import program
from shidian.engine.algebra import Ceiling
from shidian.errors import BadValue, CaseError, UnknownFact, UnknownQuestion
from shidian.law.unswept import unswept
from shidian.screening.batches import Screener, screen_stream
from shidian.screening.screened import COLUMNS, reason_code
from shidian.words.plain import to_plain
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book
from tests.cases.test_worked_cases import all_ids
from tests.nightly import share_of

ROWS: list[dict[str, Any]] = [
    {"activity": "pigeons", "territory": "port-city", "origin": "freedonia", "share": 60, "on": "2023-07-01"},
    {"activity": "pigeons", "territory": "harbour", "origin": "FD", "share": 60, "on": "2023-07-01"},
    {"activity": "信鸽", "territory": "海港区", "origin": "弗里多尼亚", "share": "100 %", "on": "2023-04-01"},
    {"activity": "D1", "territory": "Porto", "origin": None, "share": None, "on": "2019-01-01"},
    {"activity": "weaving", "territory": None, "origin": "sylvania", "share": 0, "on": "2021-12-31"},
    {"activity": "bread", "territory": "lake-city", "origin": "freedonia", "share": "49.5", "on": "2024-02-29"},
    {"activity": "crafts", "territory": "lake-city", "origin": "freedonia", "share": 10, "on": None},
    {"activity": "", "territory": " ", "origin": "", "share": "", "on": "2024-01-01"},
]


SETS = ("missing", "duties", "possible_duties")


def table_of(rows: list[dict[str, Any]]) -> pa.Table:
    names = list(dict.fromkeys(n for row in rows for n in row))
    return pa.table({n: pa.array([None if (v := row.get(n)) is None else str(v) for row in rows], pa.string()) for n in names})


def asked(book: Book, question: str, row: Mapping[str, Any], known_on: dt.date | None = None) -> dict[str, Any]:
    """What `ask` says of a row, in the columns of a screening."""
    given = {k: v for k, v in row.items() if v is not None and str(v).strip()}
    if not given.get("on"):  # a row that names no day is not asked of today: the day is a missing fact
        return {"error_code": None, "outcome": "undetermined", "because": "missing_facts", "missing": {"on"}}
    try:
        decision = book.ask(question, given, known_on=known_on)
    except CaseError as error:
        return {"error_code": error.code}
    out: dict[str, Any] = {"error_code": None, "missing": {m.fact for m in decision.missing}, "confidence": decision.confidence}
    for before, answer in (("", decision.in_force), ("announced_", decision.announced)):
        out[f"{before}outcome"], out[f"{before}because"] = answer.outcome, answer.because
        out[f"{before}ceiling"] = float(answer.ceiling) if answer.ceiling is not None else None
        out[f"{before}ceiling_exclusive"] = answer.exclusive if answer.ceiling is not None else None
    out["determining"] = " ".join(decision.determining) or None
    for column, wanted in (("duties", True), ("possible_duties", False)):
        out[column] = {d.rule for d in decision.duties if d.certain is wanted}
    return out


def screened(table: Any, book: Book, question: str, **more: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = book.screen(question, table, **more).table().to_pylist()
    return rows


def same(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Where a row of a screening differs from what `ask` says."""
    if theirs["error_code"] is not None:
        return [] if mine["error_code"] == theirs["error_code"] else [f"error: {mine['error']} for {theirs}"]
    wrong = [f"{k}: {mine[k]} for {v}" for k, v in theirs.items() if k not in SETS and mine[k] != v]
    return wrong + [f"{k}: {mine[k]} for {theirs[k]}" for k in SETS if k in theirs and set((mine[k] or "").split()) != theirs[k]]


def test_every_row_is_answered_as_ask_answers_it(orsia: Book) -> None:
    found = screened(table_of(ROWS), orsia, "access")
    assert len(found) == len(ROWS)
    for row, mine in zip(ROWS, found, strict=True):
        assert same(mine, asked(orsia, "access", row)) == [], row
    assert tuple(found[0]) == COLUMNS


@pytest.mark.parametrize("question", sorted(real_book().lawbook.questions))
def test_the_worked_cases_in_one_table_are_answered_as_ask_answers_them(question: str) -> None:
    book = real_book()
    groups: dict[dt.date | None, list[dict[str, Any]]] = {}
    for group in book.lawbook.cases:
        if group.question == question:
            for case in group.cases:
                row = {k: ",".join(map(str, v)) if isinstance(v, list | tuple) else v for k, v in case.facts.items()}
                groups.setdefault(case.known_on, []).append(
                    {k: {True: "yes", False: "no"}.get(v, v) if isinstance(v, bool) else v for k, v in row.items()}
                )
    assert sum(map(len, groups.values())) == sum(name.startswith(f"{question}/") for name in set(all_ids()))
    for known_on, rows in groups.items():
        given = {k for row in rows for k in row}
        scales = {f.fact: "percent" for f in book.question(question).facts if f.unit and f.unit.en == "%" and f.fact in given}
        found = screened(table_of(rows), book, question, known_on=known_on, scales=scales)
        for row, mine in share_of([*zip(rows, found, strict=True)], 6):  # more are asked in tests/agreement/test_screening_agrees.py
            assert same(mine, asked(book, question, row, known_on)) == [], row


@pytest.mark.parametrize("question", share_of(sorted(real_book().lawbook.questions), 3))
def test_random_rows_are_answered_as_ask_answers_them(question: str) -> None:
    book = real_book()
    rulebook = book.rulebook(question)
    tree = rulebook.trees.get(rulebook.place or "")
    cases = [d for d in islice(RandomCases(book, question, 11), 400) if d.known_on is None][:120]
    rows = [said(book.question(question), tree, d.case) for d in cases]
    table = table_of(rows)
    percents = {f.fact: "percent" for f in book.question(question).facts if f.unit and f.unit.en == "%" and f.fact in table.column_names}
    found = screened(table, book, question, scales=percents)  # 0.5 is 0.5 %
    for row, mine in zip(rows, found, strict=True):
        assert same(mine, asked(book, question, row)) == [], row


def test_parts_of_a_table_that_give_different_facts_are_put_together_where_their_ends_were_decided_beside_the_diagram(
    orsia: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "MANY", 0)
    monkeypatch.setattr(program, "MANY_AT_FIRST", 0)
    rows = table_of([ROWS[0] | {"share": share} for share in range(30, 60)])
    other = table_of([ROWS[1] | {"activity": ROWS[n % 3]["activity"], "share": n} for n in range(30)])
    found = screened(pa.concat_tables([rows, other]), orsia, "access")
    assert found == [*screened(rows, orsia, "access"), *screened(other, orsia, "access")]
    assert found[:30] == [one for at in range(30) for one in screened(rows.slice(at, 1), orsia, "access")]


def test_dictionary_columns_plain_columns_and_slices_give_the_same(orsia: Book) -> None:
    plain = table_of(ROWS * 3)
    coded = pa.table({n: plain[n].combine_chunks().dictionary_encode() for n in plain.column_names})
    small = pa.table(
        {n: plain[n].combine_chunks().dictionary_encode().cast(pa.dictionary(pa.int8(), pa.string())) for n in plain.column_names}
    )
    large = pa.table({n: plain[n].cast(pa.large_string()) for n in plain.column_names})
    chunked = pa.concat_tables([plain.slice(0, 5), plain.slice(5)])
    wanted = screened(plain, orsia, "access")
    for other in (coded, small, large, chunked, pa.concat_tables([coded.slice(0, 7), coded.slice(7)])):
        assert screened(other, orsia, "access") == wanted
    assert screened(coded.slice(4, 9), orsia, "access") == wanted[4:13]


@pytest.mark.parametrize(
    "kind", [pa.int8(), pa.uint8(), pa.int16(), pa.int32(), pa.int64(), pa.float32(), pa.float64(), pa.string(), pa.decimal128(6, 2)]
)
def test_numbers_of_every_type_are_the_same_numbers(orsia: Book, kind: pa.DataType) -> None:
    shares = [None, 0, 29, 30, 31, 49, 50, 51, 100]
    typed = pa.array(
        [None if s is None else Decimal(s) if pa.types.is_decimal(kind) else str(s) if kind == pa.string() else s for s in shares], kind
    )
    table = pa.table({"share": typed, "activity": ["pigeons"] * len(shares), "territory": ["lake-city:other"] * len(shares)})
    for share, mine in zip(shares, screened(table, orsia, "access", facts={"on": "2024-01-01"}), strict=True):
        row = {"activity": "pigeons", "territory": "lake-city:other", "share": share, "on": "2024-01-01"}
        assert same(mine, asked(orsia, "access", row)) == [], (kind, share)


@pytest.mark.parametrize("kind", [pa.date32(), pa.date64(), pa.timestamp("ms"), pa.timestamp("ns"), pa.string()])
def test_days_of_every_type_are_the_same_days(orsia: Book, kind: pa.DataType) -> None:
    days = [
        dt.date(1900, 1, 1),
        dt.date(2017, 12, 31),
        dt.date(2018, 1, 1),
        dt.date(2021, 12, 31),
        dt.date(2022, 1, 1),
        dt.date(2023, 5, 31),
        dt.date(2023, 6, 1),
        dt.date(2200, 1, 1),
        None,
    ]
    as_text = [None if d is None else d.isoformat() for d in days]
    table = pa.table({"on": pa.array(as_text, pa.string()).cast(kind)})
    found = screened(table, orsia, "access", facts={"activity": "pigeons", "territory": "harbour", "share": 60, "origin": "freedonia"})
    for day, mine in zip(days, found, strict=True):
        row = {"activity": "pigeons", "territory": "harbour", "share": 60, "origin": "freedonia", "on": day}
        assert same(mine, asked(orsia, "access", row)) == [], (kind, day)


def test_a_bad_value_is_an_error_of_its_row_alone(orsia: Book) -> None:
    good = {"activity": "pigeons", "territory": "lake-city", "share": "10", "on": "2024-01-01", "investor-share": "5"}
    bad = [
        {"activity": "swans"},
        {"on": "2024-02-30"},
        {"share": "101"},
        {"share": "-1"},
        {"share": "most"},
        {"territory": "atlantis"},
        {"investor-share": "11"},
        {"on": "tomorrow"},
        {"share": "NaN"},
    ]
    rows = [row for change in bad for row in (good, good | change)]
    found = screened(table_of(rows), orsia, "access")
    assert [r["error_code"] is None for r in found] == [True, False] * len(bad)
    for row, mine in zip(rows, found, strict=True):
        assert same(mine, asked(orsia, "access", row)) == [], row
        if mine["error_code"] is not None:
            assert mine["error"]
            assert all(mine[c] is None for c in COLUMNS if not c.startswith("error"))


def test_numbers_out_of_range_or_not_whole_are_errors_in_numeric_columns_too(orsia: Book) -> None:
    shares = pa.table({"share": pa.array([50.0, 101.0, -1.0, float("nan"), float("inf"), None])})
    assert [r["error_code"] for r in screened(shares, orsia, "access")] == [None, *["bad-value"] * 4, None]
    pages = pa.table({"pages": pa.array([100.0, 99.5, 1e300, None])})
    assert [r["error_code"] for r in screened(pages, orsia, "path")] == [None, "bad-value", "bad-value", None]


def test_zones_may_have_columns_of_their_own(orsia: Book) -> None:
    rows = [{"territory": "port-city", "harbour": h, "inner-harbour": i} for h in ("yes", "no", None) for i in ("yes", "no", None)]
    fixed = {"activity": "pigeons", "share": 60, "on": "2024-01-01", "origin": "freedonia"}
    for row, mine in zip(rows, screened(table_of(rows), orsia, "access", facts=fixed), strict=True):
        assert same(mine, asked(orsia, "access", fixed | row)) == [], row


def test_a_zone_counts_only_from_its_founding(orsia: Book) -> None:
    rows = [{"territory": "harbour", "on": day} for day in ("2018-12-31", "2019-01-01", "2024-01-01")]
    fixed = {"activity": "pigeons", "share": 60}
    for row, mine in zip(rows, screened(table_of(rows), orsia, "access", facts=fixed), strict=True):
        assert same(mine, asked(orsia, "access", fixed | row)) == [], row


def test_inside_a_zone_and_outside_the_one_around_it_is_said_of_the_days_before_it_was_there(orsia: Book) -> None:
    """The inner harbour was established on 2020-01-01; from then on the row contradicts itself."""
    days = ("2018-12-31", "2019-12-31", "2020-01-01", "2024-01-01")
    rows = [{"territory": "inner-harbour", "harbour": said, "on": day} for day in days for said in ("no", "yes", None)]
    fixed = {"activity": "pigeons", "share": 60}
    for row, mine in zip(rows, screened(table_of(rows), orsia, "access", facts=fixed), strict=True):
        assert (mine["error_code"] == "bad-value") == (row["harbour"] == "no" and str(row["on"]) >= "2020"), row
        assert mine["error_code"] or same(mine, asked(orsia, "access", fixed | row)) == [], row
    for day in days:
        one = screened(table_of(rows[:3]).drop_columns("on"), orsia, "access", facts=fixed | {"on": day})
        assert [bool(r["error_code"]) for r in one] == [day >= "2020", False, False]


def test_columns_are_found_by_id_by_name_and_by_mapping(orsia: Book) -> None:
    wanted = screened(table_of(ROWS), orsia, "access")
    chinese = table_of(
        [{"行业活动": r["activity"], "地域": r["territory"], "来源地": r["origin"], "外资股比": r["share"], "日期": r["on"]} for r in ROWS]
    )
    mapped = table_of([{"a": r["activity"], "b": r["territory"], "c": r["origin"], "持股": r["share"], "e": r["on"]} for r in ROWS])
    assert screened(chinese, orsia, "access") == wanted
    assert (
        screened(mapped, orsia, "access", columns={"activity": "a", "territory": "b", "origin": "c", "share": "持股", "on": "e"}) == wanted
    )


def test_a_column_that_no_fact_knows_is_left_alone(orsia: Book) -> None:
    with_more = table_of([r | {"note": "x", "id": i} for i, r in enumerate(ROWS)])
    assert screened(with_more, orsia, "access") == screened(table_of(ROWS), orsia, "access")


def test_what_is_asked_wrongly_is_an_error_of_the_call(orsia: Book) -> None:
    table = table_of(ROWS)
    with pytest.raises(UnknownQuestion):
        orsia.screen("acces", table)
    with pytest.raises(UnknownFact):
        orsia.screen("access", table, columns={"shares": "share"})
    with pytest.raises(BadValue, match="no column"):
        orsia.screen("access", table, columns={"share": "percent"})
    with pytest.raises(CaseError):
        orsia.screen("access", table, facts={"legal-form": "circus"})
    with pytest.raises(BadValue, match="as a table"):
        orsia.screen("access", 42)


def test_an_empty_table_has_an_empty_answer(orsia: Book) -> None:
    found = orsia.screen("access", table_of(ROWS).slice(0, 0)).table()
    assert found.num_rows == 0
    assert tuple(found.column_names) == COLUMNS


def test_streams_and_threads_change_nothing(orsia: Book) -> None:
    table = table_of(ROWS * 50)
    wanted = screened(table, orsia, "access", threads=1)
    assert screened(table, orsia, "access", threads=4) == wanted
    screener = Screener(orsia, "access", table.schema)
    batches = table.to_batches(max_chunksize=7)
    parts = list(screen_stream(screener, batches, 3))
    assert [b.num_rows for b, _ in parts] == [b.num_rows for b in batches]
    assert [r for _, part in parts for r in part.table().to_pylist()] == wanted


def test_the_codes_of_a_screening_expand_to_the_decision_of_ask(orsia: Book) -> None:
    found = orsia.screen("access", table_of([r for r in ROWS if r["on"]]))
    for i, row in enumerate(r for r in ROWS if r["on"]):
        decision = orsia.ask("access", {k: v for k, v in row.items() if v is not None and str(v).strip()})
        verdict = found.verdicts[int(found.codes[i])]
        assert verdict.in_force.outcome == decision.in_force.outcome
        assert verdict.in_force.because == decision.in_force.because
        assert verdict.in_force.determining == decision.determining


def test_reason_codes_are_the_same_in_another_process(orsia: Book) -> None:
    wanted = [r["reason"] for r in screened(table_of(ROWS[:3]), orsia, "access", facts={})]
    program = (
        "import tests.building, tempfile, pathlib, pyarrow as pa, json, sys\n"
        "book = tests.building.load_book(pathlib.Path(tempfile.mkdtemp()))\n"
        "rows = json.loads(sys.argv[1])\n"
        "book.screen('path', pa.table({'pages': ['5', '5000']}))\n"
        "print(json.dumps([r['reason'] for r in book.screen('access', pa.table({k: [str(r[k]) for r in rows] for k in rows[0]})).table().to_pylist()]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, json.dumps(ROWS[:3])], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == wanted
    assert len(set(wanted)) > 1


def test_a_reason_code_is_that_of_the_decision_as_plain_data(orsia: Book) -> None:
    """The code is made of the record itself where its numbers are written the same, and of plain data else: both are one."""
    halves = [r | {"share": share} for r in ROWS if r["on"] for share in ("33.3", 49.5, 50, None)]
    for verdict in orsia.screen("access", table_of(halves)).verdicts:
        top = verdict.in_force.ceiling
        for told in (
            (verdict, replace(verdict, in_force=replace(verdict.in_force, ceiling=Ceiling(Decimal("50.0"))))) if top else (verdict,)
        ):
            assert reason_code(told) == hashlib.sha256(msgspec.json.encode(to_plain(told))).hexdigest()[:12]


def test_the_collector_is_as_it_was_after_a_batch(orsia: Book) -> None:
    assert gc.isenabled()
    with unswept():
        orsia.screen("access", table_of([r for r in ROWS if r["on"]])).table()
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with unswept():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_counts_add_up(orsia: Book) -> None:
    found = orsia.screen("access", table_of([*ROWS, {"activity": "swans"}]))
    outcomes = [r["outcome"] for r in found.table().to_pylist()]
    assert found.counts() == {o: outcomes.count(o) for o in dict.fromkeys(outcomes) if o} | {"error": outcomes.count(None)}


def test_without_numba_the_answers_are_the_same(orsia: Book) -> None:
    """The kernels have a plain form, for machines that numba does not run on."""
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "import tests.building, tempfile, pathlib, json\n"
        "from shidian.diagram import gather\n"
        "from tests.screening.test_screen import ROWS, table_of, screened\n"
        "book = tests.building.load_book(pathlib.Path(tempfile.mkdtemp()))\n"
        "print(json.dumps([gather.COMPILED, screened(table_of(ROWS * 3), book, 'access')], default=str))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [False, json.loads(json.dumps(screened(table_of(ROWS * 3), orsia, "access"), default=str))]


def test_a_mapping_of_arrays_and_a_batch_are_tables(orsia: Book) -> None:
    wanted = screened(table_of(ROWS[:2]), orsia, "access", facts={})
    assert (
        screened(
            {
                "activity": ["pigeons"] * 2,
                "territory": ["port-city", "harbour"],
                "origin": ["freedonia"] * 2,
                "share": np.array([60, 60]),
                "on": ["2023-07-01"] * 2,
            },
            orsia,
            "access",
        )
        == wanted
    )
    assert screened(table_of(ROWS[:2]).to_batches()[0], orsia, "access") == wanted


def test_a_duckdb_relation_is_a_table(orsia: Book) -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = duckdb.sql("select * from (values ('pigeons', 'port-city', 60), ('pigeons', 'harbour', 60)) t(activity, territory, share)")
    assert [r["outcome"] for r in screened(rows.arrow(), orsia, "access", facts={"on": "2023-07-01", "origin": "freedonia"})] == [
        "undetermined",
        "permitted",
    ]

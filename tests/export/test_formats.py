"""The lawbook as data, opened by programs that we did not write: Frictionless, datasette, DuckDB, pandas, openpyxl, rdflib."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from shidian.book import Book
from shidian.errors import ExportError
from shidian.export.everything import all_tables, check
from shidian.export.table import table_of
from shidian.export.write import FORMATS, export
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from tests.cases.real import real_book
from tests.nightly import share_of

ON = dt.date(2026, 1, 1)
BOOK = real_book()


def _with_some_cases() -> Book:
    """The lawbook with a part of its worked cases on a push: a suite holds the whole decision of each, and to make all of them takes a third of a minute."""
    law = BOOK.lawbook
    some = tuple(replace(group, cases=tuple(share_of(group.cases, 12))) for group in law.cases)
    return Book(Lawbook(law.content, lambda: tuple(group for group in some if group.cases)))


SOME = _with_some_cases()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("export")
    for form in FORMATS:
        export(SOME if form == "conformance" else BOOK, form, folder / form, ON)
    return {form: folder / form for form in FORMATS}


def test_every_rule_provision_task_claim_source_and_case_is_there_once() -> None:
    tables = {t.name: len(t.rows) for t in all_tables(BOOK, ON)}
    book = BOOK.lawbook
    assert tables["instruments"] == len(book.instruments)
    assert tables["provisions"] == len(book.provisions)
    assert tables["rules"] == len(book.rules) + len(book.gaps)
    assert tables["tasks"] == len(BOOK.tasks())
    assert tables["claims"] == len(book.claims)
    assert tables["sources"] == len(book.sources)
    assert tables["cases"] == sum(len(g.cases) for g in book.cases)
    assert tables["contradictions"] == len(BOOK.contradictions())


def test_every_text_is_there_in_both_languages() -> None:
    for found in all_tables(BOOK, ON):
        names = [c.name for c in found.columns]
        for name in names:
            if name.endswith("_en"):
                en, zh = names.index(name), names.index(name[:-3] + "_zh")
                assert all((row[en] is None) == (row[zh] is None) for row in found.rows), (found.name, name)


def test_frictionless_finds_the_package_valid(written: dict[str, Path], tmp_path: Path) -> None:
    package = json.loads((written["csv"] / "datapackage.json").read_text())
    package["resources"] = share_of(package["resources"], 12)
    names = {r["name"] for r in package["resources"]}
    for one in package["resources"]:  # on a push, keys that lead to a table of another day are looked at in SQLite alone
        keys = one["schema"].get("foreignKeys", [])
        one["schema"]["foreignKeys"] = [k for k in keys if k["reference"]["resource"] in names | {""}]
        (tmp_path / one["path"]).symlink_to(written["csv"] / one["path"])
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    script = (
        "import sys; from frictionless import Package, system; "
        "r = Package(sys.argv[1]).validate(); print(r.flatten(['title', 'type', 'message'])[:5]); sys.exit(0 if r.valid else 1)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, "datapackage.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def test_frictionless_finds_a_reference_to_nothing(written: dict[str, Path], tmp_path: Path) -> None:
    for name in ("datapackage.json",):
        package = json.loads((written["csv"] / name).read_text())
        package["resources"] = [r for r in package["resources"] if r["name"] in ("questions", "outcomes")]
        (tmp_path / name).write_text(json.dumps(package))
    (tmp_path / "questions.csv").write_text((written["csv"] / "questions.csv").read_text())
    (tmp_path / "outcomes.csv").write_text((written["csv"] / "outcomes.csv").read_text() + "acess,permitted,x,y\n")
    script = "import sys; from frictionless import Package; sys.exit(0 if Package('datapackage.json').validate().valid else 1)"
    assert (
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script], cwd=tmp_path, capture_output=True, timeout=120, check=False
        ).returncode
        == 1
    )


def test_datasette_opens_the_database_with_labels_and_foreign_keys(written: dict[str, Path]) -> None:
    def get(path: str) -> Any:
        command = [sys.executable, "-W", "ignore", "-m", "datasette", "lawbook.sqlite", "--metadata", "metadata.json", "--get", path]
        done = subprocess.run(command, cwd=written["sqlite"], capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    row = get("/lawbook/editions.json?_labels=on&_size=1&_shape=array&instrument=cn-negative-list")[0]
    assert row["instrument"]["value"] == "cn-negative-list"
    assert row["instrument"]["label"].startswith("Special Administrative Measures")
    tables = {t["name"]: t for t in get("/lawbook.json")["tables"]}
    assert {f["other_table"] for f in tables["rules"]["foreign_keys"]["outgoing"]} == {"provisions", "questions"}


def test_sqlite_holds_its_keys(written: dict[str, Path]) -> None:
    with sqlite3.connect(written["sqlite"] / "lawbook.sqlite") as connection:
        connection.execute("pragma foreign_keys = on")
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("insert into rule_reliefs values ('no/rule', 'cn-negative-list/telecom-vats')")


def test_duckdb_reads_parquet_csv_and_its_own_file_alike(written: dict[str, Path]) -> None:
    import duckdb

    query = "select kind, count(*) from {} group by kind order by kind"
    own = duckdb.connect(str(written["duckdb"] / "lawbook.duckdb"), read_only=True).execute(query.format("rules")).fetchall()
    parquet = duckdb.execute(query.format(f"'{written['parquet']}/rules.parquet'")).fetchall()
    csv = duckdb.execute(query.format(f"read_csv('{written['csv']}/rules.csv', header = true)")).fetchall()
    assert own == parquet == csv
    assert {"limit", "relief", "grant", "duty", "closing"} <= {k for k, _ in own}


def test_pandas_joins_the_scope_of_a_rule(written: dict[str, Path]) -> None:
    import pandas as pd  # type: ignore[import-untyped, unused-ignore]

    scope = pd.read_parquet(written["parquet"] / "rule_scope.parquet")
    of_rule = scope[(scope.rule == "cn-negative-list/telecom-vats") & (scope.part == 0)]
    record = BOOK.lawbook.rules["cn-negative-list/telecom-vats"][2]
    assert set(of_rule.fact) == set(record.when)
    periods = pd.read_parquet(written["parquet"] / "rule_periods.parquet")
    assert str(periods.dtypes["start"]) == "object" or "date" in str(periods.dtypes["start"])


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula(written: dict[str, Path]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(written["xlsx"] / "lawbook.xlsx", read_only=True)
    assert len(book.sheetnames) == len(all_tables(BOOK, ON))
    for sheet in share_of(book.worksheets, 4):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    book.close()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_rdflib_reads_the_vocabularies_as_skos(written: dict[str, Path]) -> None:
    from rdflib import RDF, SKOS, Graph, Literal, URIRef

    graph = Graph().parse(written["jsonld"] / "vocabularies.jsonld", format="json-ld")
    idc = URIRef("urn:shidian:activities:idc")
    assert (idc, SKOS.prefLabel, Literal("互联网数据中心业务", lang="zh")) in graph
    assert (idc, SKOS.broader, URIRef("urn:shidian:activities:vats-1")) in graph
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    vocabularies = BOOK.lawbook.content.vocabularies.values()
    assert len(concepts) == sum(len(v.terms) + len(v.zones) for v in vocabularies)
    known = concepts | set(graph.subjects(RDF.type, SKOS.Collection)) | set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    for link in (SKOS.broader, SKOS.related, SKOS.member, SKOS.inScheme):
        assert set(graph.objects(None, link)) <= known
    assert all(graph.value(c, SKOS.prefLabel) for c in concepts)


def test_the_suite_holds_the_lawyers_answer_and_the_whole_decision(written: dict[str, Path]) -> None:
    index = json.loads((written["conformance"] / "suite.json").read_text())
    assert index["lawbook"] == BOOK.digest
    assert sum(index["cases"].values()) == sum(len(g.cases) for g in SOME.lawbook.cases) > 300
    for question in index["cases"]:
        for line in (written["conformance"] / f"{question}.jsonl").read_text(encoding="utf-8").splitlines()[::3]:
            case = json.loads(line)
            decision = BOOK.ask(question, case["facts"], known_on=case["known_on"])
            if "on" in case["facts"]:
                assert case["decision"] == decision.to_dict()
            assert case["agrees"]
            assert case["expected"].get("outcome") in (None, decision.outcome)


def test_jsonl_and_csv_have_the_same_rows(written: dict[str, Path]) -> None:
    for found in all_tables(BOOK, ON):
        lines = (written["jsonl"] / f"{found.name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(found.rows)
        if lines:
            assert list(json.loads(lines[0])) == [c.name for c in found.columns]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="not an empty folder"):
        export(BOOK, "csv", tmp_path, ON)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_table_is_told_by_what_it_is_and_not_by_one_of_its_columns() -> None:
    told = {"meaning": "where texts were read by {on}", "key": "id", "label": "id", "columns": {"id": "string | id", "read": "date | when"}}
    found = table_of("t", told, [{"id": "a"}], on="2025-06-01")
    assert (found.meaning, found.key, found.label) == ("where texts were read by 2025-06-01", ("id",), "id")
    assert [(c.name, c.meaning) for c in found.columns] == [("id", "id"), ("read", "when")]


def test_a_record_fills_the_columns_of_its_names_and_what_is_given_beside_it_the_others() -> None:
    told = {"meaning": "…", "key": "id", "columns": {"id": "string | id", "en": "string | in English", "zh": "string | in Chinese"}}
    assert table_of("t", told, [(Label("x", "y"), {"id": "a", "zh": None})]).rows == (("a", "x", None),)
    with pytest.raises(AttributeError):
        table_of("t", told, [(object(), {"id": "a"})])


def test_a_key_that_stands_twice_and_a_reference_to_nothing_are_found() -> None:
    named = {"meaning": "…", "key": "id", "columns": {"id": "string | id", "name": "label | name"}}
    twice = table_of("t", named, [{"id": "a", "name": Label("x", "y")}, {"id": "a"}])
    with pytest.raises(ExportError, match="twice"):
        check([twice])
    lost = table_of("t", {"meaning": "…", "key": "id", "columns": {"id": "string | id", "to": "string>t | to"}}, [{"id": "a", "to": "b"}])
    with pytest.raises(ExportError, match="refers to b"):
        check([lost])

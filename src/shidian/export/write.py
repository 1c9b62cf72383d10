"""The tables written in a form: SQLite, DuckDB, Parquet, CSV, JSON lines, XLSX; the vocabularies as JSON-LD, instruments as Akoma Ntoso. Each
into a folder of its own making."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shidian.compiled import CompiledLaw
from shidian.errors import ExportError, needs
from shidian.export.akoma_ntoso import documents
from shidian.export.conformance import suite
from shidian.export.everything import LICENCE, all_tables
from shidian.export.skos import concepts
from shidian.export.table import Cell, ExportTable, Kind
from shidian.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("sqlite", "duckdb", "parquet", "csv", "jsonl", "jsonld", "akn", "xlsx", "conformance")
SQL: dict[Kind, str] = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
DUCK: dict[Kind, str] = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
MOST_CHARACTERS = 32_767
"""Characters of a cell of XLSX."""


def export(law: CompiledLaw, form: str, folder: Path, on: dt.date) -> tuple[Path, ...]:
    """Write the lawbook in a form into a folder that is made, or is empty. Gives the files. Raises ExportError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportError(f"`{folder}` is not an empty folder", hint="name one that does not exist yet")
    if form not in WRITERS:
        raise ExportError(f"`{form}` is not a form of export", hint="known: " + ", ".join(f"`{f}`" for f in FORMATS))
    folder.mkdir(parents=True, exist_ok=True)
    files = WRITERS[form](law, folder, on)
    notice = folder / "README.md"
    notice.write_text(_notice(law, form), encoding="utf-8")
    return (*files, notice)


OPENED = {
    "sqlite": "`datasette lawbook.sqlite --metadata metadata.json` shows it with labels and links; `sqlite3 lawbook.sqlite` takes SQL.",
    "duckdb": "`duckdb lawbook.duckdb` takes SQL.",
    "parquet": '`duckdb -c "select question, count(*) from \'rules.parquet\' group by 1"`, or `pandas.read_parquet("rules.parquet")`.',
    "csv": "UTF-8, commas; `frictionless validate datapackage.json` checks the types and keys that `datapackage.json` tells. In Excel: Data, From Text/CSV.",
}
"""How each form is opened, where the form does not say it."""


def _notice(law: CompiledLaw, form: str) -> str:
    return (
        f"# The lawbook of shidian, as {form}\n\nLawbook {law.digest}\nshidian {__version__}\nLicence {LICENCE}\n\n"
        + (f"{OPENED[form]}\n\n" if form in OPENED else "")
        + "The tables are told in docs/how-to/export-the-lawbook.md. "
        "Summaries are the editors' words, not the official text; `seen` says how well the official text was read. A rule alone is no answer: reliefs, gaps "
        "and missing facts decide with it (docs/concepts/meaning.md). What is not in force is announced, and no law. Research on published rules, no legal advice.\n"
    )


def _sqlite(law: CompiledLaw, folder: Path, on: dt.date) -> tuple[Path, ...]:
    """One database with primary and foreign keys, a view for reading, and what datasette shows beside it."""
    path = folder / "lawbook.sqlite"
    tables = all_tables(law, on)
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma page_size = 4096")
        for found in tables:
            connection.execute(_create(found, SQL, tables))
            marks = ", ".join("?" * len(found.columns))
            connection.executemany(f"insert into {found.name} values ({marks})", (tuple(map(_plain, row)) for row in found.rows))
        for found in tables:
            for column in found.columns:
                if column.of is not None:
                    connection.execute(f"create index {found.name}_{column.name} on {found.name}({column.name})")
        connection.commit()
        assert connection.execute("pragma foreign_key_check").fetchall() == []
    finally:
        connection.close()
    metadata = folder / "metadata.json"
    metadata.write_text(json.dumps(_datasette(tables), ensure_ascii=False, indent=1), encoding="utf-8")
    return path, metadata


def _create(found: ExportTable, types: dict[Kind, str], tables: Iterable[ExportTable]) -> str:
    keys = {t.name: t.key for t in tables}
    parts = [f"{c.name} {types[c.kind]}" for c in found.columns]
    parts.append(f"primary key ({', '.join(found.key)})")
    parts += [f"foreign key ({c.name}) references {c.of}({keys[c.of][0]})" for c in found.columns if c.of is not None]
    return f"create table {found.name} ({', '.join(parts)})"


def _plain(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _datasette(tables: Iterable[ExportTable]) -> dict[str, Any]:
    """What datasette shows beside the tables: what each is, what its columns mean, and which column names a row."""
    told = {
        t.name: {"description": t.meaning, "columns": {c.name: c.meaning for c in t.columns}}
        | ({"label_column": t.label} if t.label else {})
        for t in tables
    }
    return {"title": "shidian: the lawbook", "license": LICENCE, "databases": {"lawbook": {"tables": told}}}


def _duckdb(law: CompiledLaw, folder: Path, on: dt.date) -> tuple[Path, ...]:
    duckdb = _library("duckdb")
    path = folder / "lawbook.duckdb"
    tables = all_tables(law, on)
    with duckdb.connect(str(path)) as connection:
        for found in tables:
            connection.execute(_create(found, DUCK, tables))
            connection.register("rows_of", arrow(found))
            connection.execute(f"insert into {found.name} select * from rows_of")
            connection.unregister("rows_of")
    return (path,)


def _parquet(law: CompiledLaw, folder: Path, on: dt.date) -> tuple[Path, ...]:
    parquet = _library("pyarrow.parquet")
    out = []
    for found in all_tables(law, on):
        out.append(folder / f"{found.name}.parquet")
        parquet.write_table(arrow(found), out[-1])
    return tuple(out)


def arrow(found: ExportTable) -> pa.Table:
    """A table as Arrow, with what its columns mean."""
    pyarrow = _library("pyarrow")
    kinds = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
    columns = list(zip(*found.rows, strict=True)) or [()] * len(found.columns)
    fields = [pyarrow.field(c.name, kinds[c.kind], metadata={"meaning": c.meaning}) for c in found.columns]
    arrays = [pyarrow.array(list(cells), f.type) for cells, f in zip(columns, fields, strict=True)]
    return pyarrow.table(arrays, schema=pyarrow.schema(fields, metadata={"meaning": found.meaning}))


def _csv(law: CompiledLaw, folder: Path, on: dt.date) -> tuple[Path, ...]:
    """One file a table, and a Frictionless data package that says what is in them."""
    tables = all_tables(law, on)
    out = []
    for found in tables:
        out.append(folder / f"{found.name}.csv")
        with out[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([c.name for c in found.columns])
            writer.writerows([_written(cell) for cell in row] for row in found.rows)
    package = folder / "datapackage.json"
    package.write_text(json.dumps(_package(law, tables), ensure_ascii=False, indent=1), encoding="utf-8")
    return (*out, package)


def _written(cell: Cell) -> Cell:
    return ("true" if cell else "false") if isinstance(cell, bool) else _plain(cell)


def _package(law: CompiledLaw, tables: Iterable[ExportTable]) -> dict[str, Any]:
    keys = {t.name: t.key for t in tables}
    return {
        "name": "shidian-lawbook",
        "title": "China's market-opening rules as data",
        "version": __version__,
        "id": law.digest,
        "licenses": [{"name": LICENCE, "path": "https://www.apache.org/licenses/LICENSE-2.0"}],
        "resources": [
            {
                "name": t.name.replace("_", "-"),
                "path": f"{t.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "description": t.meaning,
                "schema": {
                    "fields": [{"name": c.name, "type": c.kind, "description": c.meaning} for c in t.columns],
                    "primaryKey": list(t.key),
                    "foreignKeys": [
                        {
                            "fields": [c.name],
                            "reference": {"resource": "" if c.of == t.name else c.of.replace("_", "-"), "fields": [keys[c.of][0]]},
                        }
                        for c in t.columns
                        if c.of is not None
                    ],
                },
            }
            for t in tables
        ],
    }


def _jsonl(law: CompiledLaw, folder: Path, on: dt.date) -> tuple[Path, ...]:
    out = []
    for found in all_tables(law, on):
        out.append(folder / f"{found.name}.jsonl")
        names = [c.name for c in found.columns]
        with out[-1].open("w", encoding="utf-8") as file:
            for row in found.rows:
                file.write(json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False) + "\n")
    return tuple(out)


def _jsonld(law: CompiledLaw, folder: Path, _: dt.date) -> tuple[Path, ...]:
    path = folder / "vocabularies.jsonld"
    path.write_text(json.dumps(concepts(law), ensure_ascii=False, indent=1), encoding="utf-8")
    return (path,)


def _akn(law: CompiledLaw, folder: Path, _: dt.date) -> tuple[Path, ...]:
    """A document for each edition in each language, in a folder for each instrument."""
    out = []
    for path, document in documents(law):
        out.append(folder / path)
        out[-1].parent.mkdir(exist_ok=True)
        document.write(out[-1], encoding="utf-8", xml_declaration=True)
    return tuple(out)


def _xlsx(law: CompiledLaw, folder: Path, on: dt.date) -> tuple[Path, ...]:
    """One workbook with a sheet for each table; a text that begins as a formula does stays a text."""
    openpyxl = _library("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    for found in all_tables(law, on):
        sheet = book.create_sheet(found.name[:31])
        sheet.freeze_panes = "A2"
        sheet.append([c.name for c in found.columns])
        for row in found.rows:
            sheet.append([_cell(openpyxl, sheet, cell) for cell in row])
    path = folder / "lawbook.xlsx"
    book.save(path)
    return (path,)


def _cell(openpyxl: Any, sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return value
    if len(value) > MOST_CHARACTERS:
        raise ExportError("a text is too long for a cell of XLSX", hint="choose another form")
    cell = openpyxl.cell.WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _library(name: str) -> Any:
    import importlib

    with needs("export"):
        return importlib.import_module(name)


Writer = Callable[[CompiledLaw, Path, dt.date], tuple[Path, ...]]
WRITERS: dict[str, Writer] = {
    "sqlite": _sqlite,
    "duckdb": _duckdb,
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
    "jsonld": _jsonld,
    "akn": _akn,
    "xlsx": _xlsx,
    "conformance": lambda law, folder, _: suite(law, folder),
}

"""JSON lines: one object a line. Columns whose values have one type keep it; otherwise every value is read as it is written, and a line that
is no object, or says one name twice, is an error of that row alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.json

from shidian.errors import TableError
from shidian.files import decode_once
from shidian.screening.formats.typed import BYTES, by_block, numbered
from shidian.screening.pieces import TablePiece, TableSource

CAREFUL = 64 << 20
"""Bytes of a file that is looked through line by line first; a larger one is read at once, and a broken line stops it."""
ROWS = 16_384
SURPLUS = 200
"""Characters of a broken line that its error repeats."""


def json_lines(path: Path) -> TableSource:
    """One object a line; texts that look like days are left as texts."""
    size = path.stat().st_size
    if size <= CAREFUL:
        names, plain = _looked_through(path)
        if not plain:
            return _as_texts(path, names, size)
    block = pa.json.ReadOptions(block_size=BYTES)
    guessed = pa.json.open_json(path, read_options=block).schema
    parse = pa.json.ParseOptions(explicit_schema=_as_written(guessed), newlines_in_values=False)
    reader = pa.json.open_json(path, read_options=block, parse_options=parse)
    with path.open("rb") as lines:
        rows = sum(bool(line.strip()) for line in lines)
    return TableSource("jsonl", reader.schema, numbered(by_block(reader, size), rows), size)


def _object(line: bytes) -> dict[str, Any] | str:
    """The object of a line, or what is wrong with it."""
    try:
        found = decode_once(line)
        return _level(found) if isinstance(found, dict) else "the line is no JSON object"
    except json.JSONDecodeError as error:
        return f"the line is no JSON object: {error.msg}"
    except UnicodeDecodeError:
        return "the line is no text in UTF-8"


def _level(found: dict[str, Any]) -> dict[str, Any]:
    """An object without objects in it: `investor.country` for the country in `investor`."""
    if not any(isinstance(v, dict) for v in found.values()):
        return found
    out: dict[str, Any] = {}
    for name, value in found.items():
        inner = {f"{name}.{k}": v for k, v in _level(value).items()} if isinstance(value, dict) and value else {name: value}
        if any(k in out for k in inner):
            raise json.JSONDecodeError(f"`{next(k for k in inner if k in out)}` is said twice", "", 0)
        out |= inner
    return out


def _looked_through(path: Path) -> tuple[list[str], bool]:
    """The names of the file in order, and whether every line is an object whose values have one type a name."""
    names: dict[str, set[str]] = {}
    plain, nested = True, False
    with path.open("rb") as lines:
        for line in lines:
            if not line.strip():
                continue
            found = _object(line)
            if isinstance(found, str):
                plain = False
                continue
            nested = nested or line.count(b"{") > 1
            for name, value in found.items():
                if value is not None:
                    names.setdefault(name, set()).add("number" if type(value) in (int, float) else type(value).__name__)
                else:
                    names.setdefault(name, set())
    return list(names), plain and not nested and all(len(kinds) < 2 for kinds in names.values())


def _as_texts(path: Path, names: list[str], size: int) -> TableSource:
    """The rows with every value as it is written."""
    if not names:
        raise TableError("no line is a JSON object", hint="write one object a line, with a name for each column")
    schema = pa.schema([(n, pa.string()) for n in names])

    def pieces() -> Iterator[TablePiece]:
        rows: list[list[str | None]] = []
        lines: list[int] = []
        broken: dict[int, str] = {}
        passed: list[tuple[str, int]] = []
        position = 0

        def piece() -> TablePiece:
            columns = [pa.array(c, pa.string()) for c in zip(*rows, strict=True)] if rows else [pa.array([], pa.string())] * len(names)
            return TablePiece(pa.RecordBatch.from_arrays(columns, schema=schema), np.array(lines, dtype=np.int64), broken, passed, position)

        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                position += len(line)
                if not line.strip():
                    passed.append(("blank", number))
                    continue
                found = _object(line)
                if isinstance(found, str):
                    broken[len(rows)] = f"{found}; the line: {line.decode('utf-8', 'replace').strip()[:SURPLUS]}"
                    found = {}
                elif all(v is None for v in found.values()):
                    passed.append(("blank", number))
                    continue
                rows.append([_written(found.get(n)) for n in names])
                lines.append(number)
                if len(rows) >= ROWS:
                    yield piece()
                    rows, lines, broken, passed = [], [], {}, []
        yield piece()

    return TableSource("jsonl", schema, pieces(), size)


def _written(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, bool) else "yes" if value else "no"


def _as_written(schema: pa.Schema) -> pa.Schema:
    def kind(found: pa.DataType) -> pa.DataType:
        return pa.string() if pa.types.is_timestamp(found) or pa.types.is_null(found) else found

    return pa.schema([pa.field(f.name, kind(f.type)) for f in schema])

"""Screening files end to end: made-up enterprises as CSV and as Parquet, read, decided and written.

    python -m bench.screen_files [--rows 10000000] [--formats csv parquet] [--folder FOLDER] [--json FILE]

Each format is run in a process of its own, twice: the first finds its way through the diagram, the second has it from the disk.
Then the parts of the work are timed apart, in processor seconds: reading, encoding, deciding, writing.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

import shidian
from bench import report
from shidian.diagram.program import program_of
from shidian.screening.batches import Screener
from shidian.screening.job import Job
from shidian.screening.output.formats import form_of
from shidian.screening.output.forms import ColumnLayout
from shidian.screening.run import screen_file
from shidian.screening.sources import open_table

PIECE = 500_000
COLUMNS = {"share": "foreign_share", "on": "founded"}
PARTS_ROWS = 2_000_000
"""Rows on which the parts of the work are timed apart."""


def enterprises(rows: int, seed: int) -> pa.Table:
    """Made-up enterprises: few activities and places have most of them, a tenth says no share, one in a thousand has an error."""
    pick = np.random.default_rng(seed)
    trees = shidian.load().lawbook.trees

    def drawn(words: list[str], steep: float) -> pa.Array:
        weights = 1 / np.arange(1, len(words) + 1) ** steep
        return pa.DictionaryArray.from_arrays(pick.choice(len(words), rows, p=weights / weights.sum()).astype(np.int32), words).cast(
            pa.string()
        )

    order = np.random.default_rng(5)  # the same words are frequent in every piece
    activities, places, origins = (list(order.permutation(list(trees[t].terms))) for t in ("activities", "territories", "origins"))
    activities[400:] = ["no such activity"]
    shares = ["100", "49", "50", "51", "25", "30", "60", "70", "80", "", "33.3", "10", "140"]
    days = (np.datetime64("2019-01-01") + np.arange(2400)).astype(str).tolist()
    number = pa.array(seed * PIECE + np.arange(rows))
    return pa.table(
        {
            "id": number.cast(pa.string()),
            "name": pa.array([f"企业{i % 9973}" for i in range(rows)]),
            "activity": drawn(activities, 1.0),
            "territory": drawn(places, 0.9),
            "origin": drawn(origins, 1.1),
            "foreign_share": drawn(shares, 1.2),
            "founded": pa.array(days).take(pa.array(pick.integers(0, len(days), rows))),
            "capital": pa.array(pick.integers(10, 10**6, rows)).cast(pa.string()),
        }
    )


def make(path: Path, rows: int) -> None:
    """Write the enterprises, piece by piece."""
    first = enterprises(1, 0)
    writer: Any = pq.ParquetWriter(path, first.schema) if path.suffix == ".parquet" else pa.csv.CSVWriter(path, first.schema)
    with writer:
        for seed, start in enumerate(range(0, rows, PIECE)):
            writer.write_table(enterprises(min(PIECE, rows - start), seed))


def run(source: Path, out: Path) -> dict[str, Any]:
    """One screening, as the command does it."""
    begun, cpu = time.perf_counter(), time.process_time()
    summary = screen_file(shidian.load(), Job("access", source, out, COLUMNS, force=True))
    seconds = time.perf_counter() - begun
    return {
        "rows": summary.rows,
        "seconds": seconds,
        "cpu": time.process_time() - cpu,
        "rate": summary.rows / seconds,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "outcomes": summary.outcomes,
    }


def parts(source: Path, out: Path) -> dict[str, float]:
    """Processor seconds for a million rows of each part of the work, taken on the first rows, one piece after the other, through a diagram that was walked before."""
    table, book = open_table(source), shidian.load()
    screener = Screener(book, "access", table.schema, columns=COLUMNS)
    form = form_of(out.suffix[1:], ColumnLayout(table.schema, ""), False)
    spent = dict.fromkeys(("read", "encode", "decide", "write"), 0.0)
    rows, pieces, part = 0, table.pieces(), form.part(out, True)
    while rows < PARTS_ROWS:
        marks = [time.process_time()]
        found = next(pieces, None)
        if found is None:
            break
        batch = found[0]
        marks.append(time.process_time())
        screener.screen(batch)  # finds what is not known yet; timed below
        marks.append(time.process_time())
        encoded = screener.encoder.encode(batch)
        marks.append(time.process_time())
        program_of(screener.diagram, encoded.constants).walk(encoded.columns, batch.num_rows)
        marks.append(time.process_time())
        done = screener.screen(batch)
        again = time.process_time()
        part.add(form.make(batch, done))
        marks.append(time.process_time() - again + marks[-1])
        rows += batch.num_rows
        took = np.diff(marks)
        for name, seconds in zip(spent, (took[0], took[2], took[3], took[4]), strict=True):
            spent[name] += float(seconds)
    part.close()
    return {name: seconds / rows * 1e6 for name, seconds in spent.items()}


def apart(*words: str) -> Any:
    """The same program in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.screen_files", *words], check=True, capture_output=True)
    return json.loads(done.stdout)


def main() -> None:
    asked = _arguments()
    if asked.one:
        what, source, out = asked.one[0], Path(asked.one[1]), Path(asked.one[2])
        print(json.dumps(run(source, out) if what == "run" else parts(source, out)))
        return
    found: dict[str, Any] = {"machine": report.machine(), "rows": asked.rows}
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for kind in asked.formats:
            source, out = Path(folder) / f"in.{kind}", Path(folder) / f"out.{kind}"
            make(source, asked.rows)
            first, second = apart("--one", "run", str(source), str(out)), apart("--one", "run", str(source), str(out))
            sizes = {"in": source.stat().st_size, "out": out.stat().st_size}
            out.unlink()
            found[kind] = {"first": first, "second": second, "sizes": sizes, "parts": apart("--one", "parts", str(source), str(out))}
            source.unlink()
            print(_told(kind, found[kind]), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(found, default=report.plain, indent=1), encoding="utf-8")


def _told(kind: str, found: dict[str, Any]) -> str:
    lines = [f"{kind}: {found['sizes']['in'] / 1e6:,.0f} MB in, {found['sizes']['out'] / 1e6:,.0f} MB out"]
    for name in ("first", "second"):
        one = found[name]
        lines.append(
            f"  {name} run: {one['seconds']:.1f} s, {one['rate'] / 1e3:,.0f} k rows/s, {one['cpu']:.1f} processor seconds, peak {one['peak'] / 1e6:,.0f} MB"
        )
    lines.append("  processor seconds for a million rows: " + ", ".join(f"{n} {s:.2f}" for n, s in found["parts"].items()))
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--formats", nargs="+", default=["csv", "parquet"], choices=("csv", "parquet"))
    parser.add_argument("--folder", type=Path, help="where the files are made (default: the folder for temporary files)")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()

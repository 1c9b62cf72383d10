"""Pollock: 2,289 damaged text tables (HPI-Information-Systems/Pollock, `polluted_files`), each with what it should have been. No row may be
lost without a word: `python bench/pollock.py FOLDER` counts, for every file, the rows that come out as they should, those that come out as
errors or are passed over with their line, files that are refused, and what is neither: lost in silence, or read as something else.

FOLDER holds `csv/` and `clean/`; it is fetched by whoever runs this, and is no part of the project.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from shidian.errors import TableError
from shidian.screening.sources import open_table


class Outcome(NamedTuple):
    """What became of one file: its rows, those right, in error, passed over; lost and misread ones; why it was refused."""

    rows: int
    right: int = 0
    wrong: int = 0
    passed: int = 0
    lost: int = 0
    misread: int = 0
    refused: str = ""


def signature(cells: list[str]) -> str:
    """The letters and digits of a row, cell by cell, without what quoting and spaces do to them."""
    return "\x1f".join("".join(c for c in cell if c.isalnum()) for cell in cells).strip("\x1f")


def clean_rows(path: Path) -> list[list[str]]:
    """The rows of the undamaged file, headings included."""
    csv.field_size_limit(1 << 24)
    with path.open(encoding="utf-8", newline="", errors="replace") as file:
        return [row for row in csv.reader(file) if any(c.strip() for c in row)]


def outcome(damaged: Path, clean: Path) -> Outcome:
    """Read one damaged file."""
    want = clean_rows(clean)
    head, want = want[:1], want[1:]
    try:
        source = open_table(damaged)
        right = Counter(signature(r) for r in want)
        good: list[str] = []
        wrong = passed = 0
        for piece in source.pieces():
            rows = zip(*(c.to_pylist() for c in piece.batch.columns), strict=True) if piece.batch.num_columns else iter(())
            for i, row in enumerate(rows):
                if i in piece.broken:
                    wrong += 1
                else:
                    good.append(signature([c or "" for c in row]))
            passed += sum(kind != "blank" for kind, _ in piece.passed)
    except TableError as error:
        return Outcome(len(want), refused=str(error))
    found = sum((right & Counter(good)).values())
    names = signature(list(source.schema.names))
    strange = sum((Counter(good) - right - Counter(signature(r) for r in head)).values())
    lost = max(0, len(want) - found - wrong - passed - strange - (names in right))
    return Outcome(len(want), found, wrong, passed, lost, strange)


def main(folder: Path) -> int:
    """Print the sums, and every file with a silent loss; 1 where there is one."""
    total: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    bad: list[tuple[str, Outcome]] = []
    for damaged in sorted((folder / "csv").glob("*.csv")):
        found = outcome(damaged, folder / "clean" / damaged.name)
        total.update(
            files=1,
            rows=found.rows,
            right=found.right,
            errors=found.wrong,
            passed=found.passed,
            lost=found.lost,
            misread=found.misread,
            refused=bool(found.refused),
            exact=not found.refused and found.right == found.rows and not found.misread,
        )
        if found.refused:
            refused[found.refused[:80]] += 1
        if found.lost or found.misread:
            bad.append((damaged.name, found))
    print(dict(total))
    for text, count in refused.most_common(20):
        print(f"  refused {count}: {text}")
    for name, found in bad[:200]:
        print(f"  {name}: {found}")
    return 1 if total["lost"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

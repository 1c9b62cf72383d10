"""Whether this version is slower than what was recorded: `make bench-gate`.

    python -m bench.gate [--rows 4000] [--record]

Each measure is a ratio to the plain engine on the same cases in the same run, in processor time, so that a slow or busy machine moves both.
A cold batch has nothing of the diagram filled (the compiled loops are loaded before); a warm one has all of it. A ratio that falls by more than a quarter below the one
in `bench/recorded.json` is a regression: the run ends with exit code 1. `--record` writes what was measured as the new record, with the
load of the machine, since the engine's own rate moves with it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import shidian
from bench.cold import measure

RECORDED = Path(__file__).with_name("recorded.json")
QUESTIONS = ("access", "data_export", "entry")
ROWS = 4_000
"""Rows of the batches that are recorded."""
ALLOWED = 0.75
"""The part of a recorded ratio that has to be reached."""


def ratios(rows: int) -> dict[str, float]:
    """How many times faster than the engine a cold batch of each question is."""
    found: dict[str, float] = {}
    for question in QUESTIONS:
        measured = measure(shidian.load(), question, rows)
        found[f"{question}, cold"] = measured["times"]
        found[f"{question}, warm"] = measured["times_warm"]
    return found


def regressions(recorded: dict[str, float], found: dict[str, float]) -> list[str]:
    """One line for each measure that fell by more than a quarter, or is not there any more."""
    out = []
    for name, before in recorded.items():
        now = found.get(name)
        if now is None or now < before * ALLOWED:
            out.append(f"{name}: {before:g} times the engine when recorded, now {'not measured' if now is None else f'{now:g}'}")
    return out


def keep(more: dict[str, Any]) -> None:
    """Write into the record, beside what else stands there."""
    kept = json.loads(RECORDED.read_text(encoding="utf-8"))
    RECORDED.write_text(json.dumps(kept | more, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def record(found: dict[str, float], rows: int = ROWS) -> None:
    """Keep what was measured as the ratios to compare with."""
    keep({"rows": rows, "load": round(os.getloadavg()[0], 1), "ratios": found})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--record", action="store_true", help="keep what was measured as the new record")
    asked = parser.parse_args()
    found = ratios(asked.rows)
    for name, ratio in found.items():
        print(f"{name}: {ratio:g} times the engine")
    if asked.record:
        record(found, asked.rows)
        return
    kept = json.loads(RECORDED.read_text(encoding="utf-8"))
    if kept["rows"] != asked.rows:
        sys.exit(f"the record is of {kept['rows']} rows: give --rows {kept['rows']}, or --record")
    slower = regressions(kept["ratios"], found)
    print("\n".join(slower) if slower else "no measure fell by more than a quarter")
    sys.exit(bool(slower))


if __name__ == "__main__":
    main()

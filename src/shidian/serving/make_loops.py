"""Making the compiled loops of batches: a table is screened that meets them all, once for an installation."""

from __future__ import annotations

import os

import numpy as np
import pyarrow as pa

from shidian.compiled import CompiledLaw
from shidian.diagram.many.bulk import at_hand
from shidian.law.cache import load_lawbook
from shidian.law.location import default_folder
from shidian.screening.batches import screen_table
from shidian.screening.loops import MAKING, note_of_loops

QUESTION, ROWS, GIVEN = "access", 12_000, 0.8
"""What is screened so that every loop is met: the question, how many rows, and the part of the facts that they give."""


def make_loops() -> None:
    """Compile every loop, by a batch that meets them all, and note that they are there."""
    law, pick = CompiledLaw(load_lawbook(default_folder())), np.random.default_rng(1)
    known = [dict(c.facts) for g in law.lawbook.cases if g.question == QUESTION for c in g.cases]
    rows = [known[i] for i in pick.integers(0, len(known), ROWS)]
    day = law.rulebook(QUESTION).day
    facts = [f.fact for f in law.question(QUESTION).facts if f.fact != day]
    columns = {f: pa.array([r.get(f) if pick.random() < GIVEN else None for r in rows], pa.string()) for f in facts}
    columns[day] = pa.array(np.datetime64("2019-01-01") + pick.integers(0, 2555, ROWS))
    MAKING.set()
    try:
        screen_table(law, QUESTION, pa.table(columns), threads=1).table()
    finally:
        note = note_of_loops()
        if note is not None:
            if at_hand():
                note.touch()
            note.with_suffix(".begun").unlink(missing_ok=True)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(5)
    make_loops()

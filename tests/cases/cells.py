"""Every activity in every region of the programme, for an investor from Germany with all shares: what each cell says. `python -m tests.cases.cells`.

No cell may be a bare "undetermined", or a bare "depends", only for want of a fact: it says where, or on what. The exit code is 1 if one is.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

import pyarrow as pa

import shidian
from shidian.words.phrases import phrase
from tests.figures import keep

GIVEN = {"origin": "DE", "share": "100", "on": "2026-06-01"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/reference/reliability.md")
    args = parser.parse_args()
    book, began = shidian.load(), time.process_time()
    activities = [t.id for t in book.lawbook.content.vocabularies["activities"].terms]
    regions = [r.region for r in book.lawbook.programme.regions]
    cells = [{"activity": a, "territory": r, **GIVEN} for a in activities for r in regions]
    rows = book.screen("access", pa.Table.from_pylist(cells)).table().to_pylist()
    counts = Counter((row["outcome"] or "error", row["because"] or "") for row in rows)
    bare = [c for c, row in zip(cells, rows, strict=True) if row["because"] == "missing_facts" and _bare(book, c)]
    told = [
        f"{len(activities)} activities x {len(regions)} regions = {len(cells):,} cells",
        *(f"{outcome:16}{because:18}{count:7,}" for (outcome, because), count in sorted(counts.items())),
        f"{time.process_time() - began:.0f} s of processor; bare for want of a fact: {len(bare)}",
        *(f"  {cell}" for cell in bare[:20]),
    ]
    print("\n".join(told))
    if args.write:
        keep("cells", told)
    return 1 if bare else 0


def _bare(book: shidian.Book, cell: dict[str, str]) -> bool:
    """Whether a cell that lacks a fact says neither where nor on what it hangs, in either language."""
    found = book.ask("access", cell)
    if found.because != "missing_facts" or not found.missing:
        return True
    apart = len({(x.outcome, x.because) for x in found.missing[0].answers}) > 1
    word, depends = phrase("because_missing_facts"), phrase("depends")
    holds = found.summary.holds
    said = all(
        depends[lang] not in holds[lang].partition(mark)[0] and word[lang] not in holds[lang]
        for lang, mark in (("en", "except"), ("zh", "除"))
    )
    return not (apart and said)


if __name__ == "__main__":
    sys.exit(main())

"""How long the measure takes: 20 regions, all days since 2019-07-30, both readings, all baskets, from a diagram that is made.

Suspected cost: reading the diagram for every activity, place and day. Prints seconds of the clock, one line each."""

from __future__ import annotations

import time

import numpy as np

import shidian
from shidian.analysis.openness.baskets import weigh, weighting_named
from shidian.analysis.openness.measured import SINCE, Openness
from shidian.analysis.openness.regions import days_between, values


def main() -> None:
    """Measure and print."""
    law = shidian.load()
    law.diagram("access", kept=True)
    start = time.perf_counter()
    found = Openness(law)
    made = time.perf_counter()
    weighting = weighting_named(law.lawbook, "areas")
    weights = np.stack([found.row(weigh(law.lawbook, found.tree, b, weighting)) for b in law.lawbook.measures.baskets])  # basket, activity
    days = days_between(found.field, SINCE, law.today())
    total = 0
    for place in found.regions():
        total += np.tensordot(weights, values(found.field, place, days), axes=(1, 1)).size
    end = time.perf_counter()
    print(f"field of one investor: {made - start:.2f} s, {len(found.field.ends)} ends, {len(found.field.known)} cells")
    print(f"{total} values of {len(found.regions())} regions, {len(weights)} baskets, {len(days)} stretches of days: {end - made:.2f} s")
    print(f"together: {end - start:.2f} s")


if __name__ == "__main__":
    main()

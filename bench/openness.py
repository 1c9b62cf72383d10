"""How long the measure takes: 20 regions, all days since 2019-07-30, both readings, all baskets; the field read off the law anew.

Suspected cost: reading the diagram for every activity, place and day. Prints seconds of the clock, one line each."""

from __future__ import annotations

import time

import shidian
from shidian.analysis.openness.measured import SINCE, MeasureChoice, Openness
from shidian.compiled import CompiledLaw


def main() -> None:
    """Measure and print."""
    law = CompiledLaw(shidian.load().lawbook)  # nothing kept on disk
    start = time.perf_counter()
    found = Openness(law)
    made = time.perf_counter()
    total, baskets = 0, law.lawbook.measures.baskets
    for basket in baskets:
        each = Openness(law, MeasureChoice(basket=basket.basket))
        for place in found.regions():
            starts, values = each.over(place, SINCE, law.today())
            total += values.size
    end = time.perf_counter()
    print(f"field of one investor: {made - start:.2f} s, {len(found.field.ends)} ends, {len(found.field.known)} cells")
    print(f"{total} values of {len(found.regions())} regions, {len(baskets)} baskets, {len(starts)} stretches of days: {end - made:.2f} s")
    print(f"together: {end - start:.2f} s")


if __name__ == "__main__":
    main()

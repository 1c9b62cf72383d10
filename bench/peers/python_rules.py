"""Plain Python: the rules of the activity one after the other, then the algebra."""

from __future__ import annotations

import platform

from bench.answer import Answer, Row
from bench.normal import completions, fold
from bench.peers.peer import ALL, Peer, Single, Work


def scan(work: Work) -> Peer:
    """One case at a time."""
    normal = work.normal
    by_activity = normal.by_activity()

    def run(row: Row) -> Answer:
        rules = by_activity[row[0]]
        return fold(normal, row, [{r.index for r in rules if r.matches(row, s, q)} for s, q in completions(row)])

    return Peer(platform.python_version(), ALL, "the announced reading; a coarse place", single=Single(lambda r: r, run, lambda a: a))

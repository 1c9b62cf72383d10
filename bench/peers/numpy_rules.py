"""NumPy, rule by rule: no table, every rule is held against all cases."""

from __future__ import annotations

import numpy as np

from bench.cases import Answers, Cases
from bench.evaluate import Evaluator
from bench.peers.peer import ALL, Batch, Peer, Work

PIECE = 1 << 16


def rules(work: Work) -> Peer:
    """On one core, in pieces."""
    evaluate = Evaluator(work.normal)

    def run(cases: Cases) -> Answers:
        pieces = [evaluate(cases.take(slice(start, start + PIECE))) for start in range(0, len(cases), PIECE)]
        return Answers(*(np.concatenate([getattr(p, n) for p in pieces]) for n in ALL))

    def size(raw: Answers) -> int:
        return sum(int(getattr(raw, n).nbytes) for n in ALL)

    return Peer(
        np.__version__,
        ALL,
        "names: its sets of rules are fingerprints; the announced reading; a coarse place",
        batch=Batch(lambda c: c, run, lambda raw: raw, size),
    )

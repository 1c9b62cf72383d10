"""Timing: peers take turns, so that what disturbs the machine disturbs all of them; medians are kept."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.answer import Answer
from bench.cases import Answers, Cases
from bench.peers.peer import Peer
from bench.reference import in_columns

PATIENCE = 20.0
"""Seconds that one peer may take for one thing."""

TURN = 0.1
"""Seconds that a turn lasts at least: a fast peer runs several times in it."""


@dataclass(frozen=True)
class Check:
    """On how many cases a peer was compared with the engine, in what, and in how many parts it differed."""

    cases: int
    parts: tuple[str, ...]
    differences: int


@dataclass(frozen=True)
class Spread:
    """A median with the least and the greatest value."""

    median: float
    least: float
    most: float
    runs: int

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values), len(values))


def check(peer: Peer, cases: Cases, expected: list[Answer]) -> list[Check]:
    """The peer against the engine: all cases at once, and one by one as far as patience goes."""
    out = []
    if peer.batch is not None:
        got, wanted = peer.batch.read(peer.batch.run(peer.batch.load(cases))), in_columns(expected)
        out.append(Check(len(cases), peer.gives, sum(_differ(got, wanted, part, peer.bits) for part in peer.gives)))
    if peer.single is not None:
        single, wrong, done, begun = peer.single, 0, 0, time.perf_counter()
        for row, answer in zip(cases.rows(), expected, strict=True):
            found = single.read(single.run(single.load(row)))
            wrong += sum(getattr(found, part) != getattr(answer, part) for part in peer.gives)
            done += 1
            if time.perf_counter() - begun > PATIENCE:
                break
        out.append(Check(done, peer.gives, wrong))
    return out


def _differ(got: Answers, wanted: Answers, part: str, bits: int) -> int:
    mine, right = getattr(got, part), getattr(wanted, part)
    if part == "duties" and bits < 64:
        mine, right = (a & np.uint64((1 << bits) - 1) for a in (mine, right))
    return int((mine != right).sum())


def batches(peers: Mapping[str, Peer], cases: Cases, runs: int) -> dict[str, Spread]:
    """Cases a second of every peer that takes so many at once; a peer that is slow runs less often."""
    able = {n: p.batch for n, p in peers.items() if p.batch is not None and p.batch.most >= len(cases)}
    small = cases.take(slice(0, 10_000))
    seconds: dict[str, list[float]] = {}
    for name, batch in able.items():  # warm up, and see how long it will take
        loaded = batch.load(small)
        batch.run(loaded)
        begun = time.perf_counter()
        batch.run(loaded)
        if (time.perf_counter() - begun) * len(cases) / len(small) < 3 * PATIENCE:
            seconds[name] = []
    for turn in range(runs):
        for name, taken in seconds.items():
            if turn == 0 or sum(taken) + taken[-1] < PATIENCE:
                batch = able[name]
                loaded = batch.load(cases)
                turned = time.perf_counter() + TURN
                while True:
                    begun = time.perf_counter()
                    batch.run(loaded)
                    taken.append(time.perf_counter() - begun)
                    if time.perf_counter() > turned:
                        break
    return {n: Spread.of([len(cases) / s for s in taken]) for n, taken in seconds.items()}


def _one(peer: Peer, cases: Cases) -> tuple[Callable[[int], Any], Callable[[Any], Any]]:
    """How a peer is asked one of the cases, and how it is told the case before."""
    if peer.single is not None:
        single, rows = peer.single, cases.rows()
        return lambda i: single.load(rows[i]), single.run
    assert peer.batch is not None
    batch = peer.batch
    return lambda i: batch.load(cases.take(slice(i, i + 1))), batch.run


def singles(peers: Mapping[str, Peer], cases: Cases, runs: int) -> dict[str, Spread]:
    """Seconds of one decision: the median over all of a peer's turns, and the least and greatest median of a turn. A peer that
    only takes batches gets a batch of one."""
    turns: dict[str, list[list[float]]] = {n: [] for n in peers}
    for turn in range(runs):
        for name, peer in peers.items():
            load, run = _one(peer, cases)
            taken: list[float] = []
            begun = time.perf_counter()
            for i in range(2000):
                loaded = load((turn * 2000 + i) % len(cases))
                start = time.perf_counter()
                run(loaded)
                taken.append(time.perf_counter() - start)
                if i >= 20 and time.perf_counter() - begun > 4 * TURN:
                    break
            turns[name].append(taken)
    out = {}
    for name, found in turns.items():
        medians = [statistics.median(t) for t in found]
        out[name] = Spread(statistics.median([s for t in found for s in t]), min(medians), max(medians), sum(len(t) for t in found))
    return out

"""Our own engine, one case at a time: both readings, with everything the reasons are written from."""

from __future__ import annotations

from bench.peers.peer import ALL, Peer, Single, Work
from bench.reference import engine_answer, engine_case, read
from shidian.version import __version__


def engine(work: Work) -> Peer:
    """The reference itself."""
    normal = work.normal
    return Peer(
        __version__,
        ALL,
        "nothing of what is compared; it is the reference",
        single=Single(lambda row: engine_case(normal, row), lambda case: engine_answer(normal, case), read),
    )

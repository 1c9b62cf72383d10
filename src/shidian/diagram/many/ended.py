"""The ends of a batch as arrays: what was read off their tables, one row each. An end becomes an object when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import WordArray
from shidian.diagram.many.records import DIFFER, IN_DOUBT, UNSEEN, Numbers32, Numbers64
from shidian.diagram.tables import End, Looked, Permitted

Bools = npt.NDArray[np.bool_]


def looked_of(rank: int, best: int, worst: int, left_open: Iterable[float]) -> Looked:
    """What was read off a table, from its numbers; `left_open` by level."""
    parts = {level: part for level, part in enumerate(left_open) if part >= 0} if rank == DIFFER else {}
    return Looked(None if rank < 0 else rank, rank == IN_DOUBT, best, worst, parts)


class BareEnds(NamedTuple):
    """Ends of which the outcome is known: `cases` one row of classes each, their keys, the rank in force (or DIFFER, IN_DOUBT, UNSEEN), and the
    mildest that is possible; all that is read off tables (`rows`), where that was the way to the outcome."""

    cases: npt.NDArray[np.int32]
    keys: WordArray
    rank: Numbers32
    best: Numbers32
    rows: EndRows | None


class EndRows(NamedTuple):
    """Ends, `cases` one row of classes each; whether the readings differ (`apart`), and whether the announced one was
    looked at by itself (`ahead`). By reading and end the rank (or DIFFER, IN_DOUBT, UNSEEN), the mildest and the strictest one, and by level the
    part of the classes that leave it open. Ends of one `group` share a table: whether its readings differ, and by reading whether it was made
    and the atoms of the main number that are surely, and perhaps, permitted."""

    cases: npt.NDArray[np.int32]
    apart: Bools
    ahead: Bools
    group: Numbers64
    rank: Numbers32
    best: Numbers32
    worst: Numbers32
    left_open: npt.NDArray[np.float64]
    groups_apart: Bools
    made: Bools
    sure: WordArray
    maybe: WordArray

    def end(self, i: int) -> End:
        """One end as an object."""
        g, found = int(self.group[i]), self._looked(0, i)
        permitted = self._permitted(0, g)
        return End(
            tuple(self.cases[i].tolist()),
            found,
            self._looked(1, i) if self.ahead[i] else found,
            permitted,
            self._permitted(1, g) if self.groups_apart[g] else permitted,
            bool(self.apart[i]),
        )

    def _looked(self, reading: int, i: int) -> Looked | None:
        rank = int(self.rank[reading, i])
        if rank == UNSEEN:
            return None
        parts = self.left_open[reading, i].tolist() if rank == DIFFER else ()
        return looked_of(rank, int(self.best[reading, i]), int(self.worst[reading, i]), parts)

    def _permitted(self, reading: int, g: int) -> Permitted | None:
        if not self.made[reading, g]:
            return None
        return Permitted(*(int.from_bytes(some[reading, g].astype("<u8").tobytes(), "little") for some in (self.sure, self.maybe)))


def unseen(cases: npt.NDArray[np.int32], apart: Bools, ahead: Bools, group: Numbers64, groups: Bools, width: int) -> EndRows:
    """Ends, in groups, of which nothing was looked at yet; `width` words hold the atoms of a number."""
    count, some = len(cases), len(groups)
    return EndRows(
        cases,
        apart,
        ahead,
        group,
        rank=np.full((2, count), UNSEEN, np.int32),
        best=np.zeros((2, count), np.int32),
        worst=np.zeros((2, count), np.int32),
        left_open=np.full((2, count, cases.shape[1]), -1.0),
        groups_apart=groups,
        made=np.zeros((2, some), bool),
        sure=np.zeros((2, some, width), np.uint64),
        maybe=np.zeros((2, some, width), np.uint64),
    )

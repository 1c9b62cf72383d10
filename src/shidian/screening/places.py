"""The place of each row: a unit, with what the row says of zones, in the era of the row's day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from shidian.answer.facts import Given, contradiction, read_place
from shidian.answer.values.yes_no import read_yes_no
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.diagram.gather import Column, Nodes
from shidian.engine.case import Case
from shidian.errors import CaseError
from shidian.law.lru import Lru
from shidian.law.records.question import Question
from shidian.screening.cells import Cells, address
from shidian.screening.encoded import Encoded

KEPT = 2
"""Dictionaries of a column that are remembered: those of a text are new with every piece."""
WORDS = 20_000
"""Different places that are remembered."""
_NUMBER = re.compile(r"\d+(?=\s*[号號弄幢栋座层楼室])")
"""The number of a house or a room, which says nothing of the division or the zone."""
Read = Case | CaseError
Spots = tuple[Any, list[Read], dict[tuple[int, int], tuple[bool, Nodes]]]
"""A dictionary (held, so that its address stays its own), its places, and their classes by first and last era."""
Coded = tuple[npt.NDArray[Any], pa.Array]


class PlaceEncoder:
    """Encodes the place of the rows of one table. `facts` are the same for all rows."""

    def __init__(
        self, book: CompiledLaw, question: Question, diagram: Diagram, columns: Mapping[str, str], facts: Mapping[str, Given], cells: Cells
    ) -> None:
        self.book, self.diagram, self.columns = book, diagram, columns
        self.cells = cells
        self.place = next((f for f in question.facts if f.domain == "place"), None)
        zones = diagram.rulebook.trees[diagram.rulebook.place].zones if diagram.rulebook.place else {}
        self.zones = [z for z in columns if z in zones]
        self.fixed_zones = {z: read_yes_no(z, v) for z, v in facts.items() if z in zones and v is not None}
        self.fixed = facts.get(self.place.fact) if self.place else None
        self._read: dict[Any, Read] = {}
        self._same: dict[Any, Case] = {}
        """One case for each place: a hundred thousand addresses lie in a few hundred."""
        self._spots: Lru[Any, Spots] = Lru(KEPT)
        if self.place is not None and not self.zones and self.place.fact not in columns:
            wrong = self._place_of(self.fixed, ())  # a wrong place for all rows is an error at once, not one in every row
            if not isinstance(wrong, Case):
                raise wrong

    def encode(
        self, out: Encoded, rows: int, given: Coded | None, said_of: Mapping[str, Coded], eras: tuple[npt.NDArray[Any] | None, Nodes]
    ) -> None:
        """Encode the place from its column (codes and words) and those of zones; `eras` are the codes of the days, and the era of each."""
        i = self.diagram.place
        assert i is not None
        codes: npt.NDArray[Any] | None = None
        spots: list[Any] = [(self.fixed, ())]
        known: Spots | None = None
        if given is not None:
            codes, dictionary = given
            known = None if self.zones else self._spots.get(address(dictionary))
            if known is None:
                spots = [(self.cells.of(self.diagram.levels[i].fact, v), ()) for v in (*dictionary.to_pylist(), None)]
        for zone in self.zones:
            own, said = said_of[zone]
            said_words = [self.cells.of(zone, v) for v in (*said.to_pylist(), None)]
            joined = own if codes is None else codes.astype(np.int64) * len(said_words) + own
            used, joined = np.unique(joined, return_inverse=True)
            spots = [
                (spots[n // len(said_words)][0], (*spots[n // len(said_words)][1], (zone, said_words[n % len(said_words)])))
                for n in used.tolist()
            ]
            codes = joined.astype(np.uint32)
        if known is None:
            known = (given[1] if given else None), [self._place_of(raw, said) for raw, said in spots], {}
            if given is not None and not self.zones:
                self._spots.put(address(given[1]), known)
        bad = {code: case for code, case in enumerate(known[1]) if isinstance(case, CaseError)}
        words = given[1] if given is not None and not self.zones else None
        out.spoil_codes(codes if codes is not None else np.zeros(rows, dtype=np.int64), bad, self.diagram.levels[i].fact, words)
        day_codes, low, high = _eras(*eras)
        if self.zones or self.fixed_zones:
            self._spoil_contradicting(
                out, known[1], codes if codes is not None else np.zeros(rows, dtype=np.int64), day_codes, eras[1], low
            )
        if (low, high) not in known[2]:
            known[2][low, high] = self._in_eras(i, known[1], low, high)
        same, classes = known[2][low, high]
        if codes is None and same:
            out.constants[i] = self.diagram.levels[i].classes[int(classes[0])]
        elif same or day_codes is None:
            assert codes is not None
            out.columns[i] = Column(codes, classes)
        else:
            era = eras[1][day_codes] - np.uint32(low)
            out.columns[i] = Column(era if codes is None else era * np.uint32(len(known[1])) + codes, classes)

    def _spoil_contradicting(
        self, out: Encoded, cases: list[Read], codes: npt.NDArray[Any], day_codes: npt.NDArray[Any] | None, era_of: Nodes, low: int
    ) -> None:
        """Rows in a zone, and out of the one around it, on a day on which both are there."""
        tree = self.diagram.rulebook.trees[str(self.diagram.rulebook.place)]
        doubly = {code: x for code, x in enumerate(cases) if isinstance(x, Case) and contradiction(x, tree, None) is not None}
        for era in range(low, int(era_of.max()) + 1) if doubly else ():
            day = self.diagram.days.era_day(era)
            bad = {code: wrong for code, case in doubly.items() if (wrong := contradiction(case, tree, day)) is not None}
            here = codes if day_codes is None else np.where(era_of[day_codes] == era, codes, len(cases))
            out.spoil_codes(here, bad, tree.id)
            if day_codes is None:
                return

    def _in_eras(self, i: int, cases: list[Read], low: int, high: int) -> tuple[bool, Nodes]:
        """The class of each place, era after era; or once, when no era makes a difference."""
        level, missing = self.diagram.levels[i], Case({self.diagram.levels[i].fact: "*"})
        spots = {id(x): x for x in (x if isinstance(x, Case) else missing for x in cases)}  # many words are one place
        number = {key: n for n, key in enumerate(spots)}
        at = np.fromiter((number[id(x) if isinstance(x, Case) else id(missing)] for x in cases), np.int64, len(cases))
        rows = [
            [level.of(c.values[level.fact], frozenset(c.zones.items()), era).id for c in spots.values()] for era in range(low, high + 1)
        ]
        same = all(row == rows[0] for row in rows)
        return same, np.array(rows[:1] if same else rows, dtype=np.uint32)[:, at].ravel()

    def _place_of(self, raw: Any, said: tuple[tuple[str, Any], ...]) -> Read:
        key = (_NUMBER.sub("0", raw) if isinstance(raw, str) else raw, said)
        found = self._read.get(key)
        if found is None or (isinstance(found, CaseError) and key[0] != raw):
            assert self.place is not None
            try:
                zones = dict(self.fixed_zones)
                zones |= {z: read_yes_no(z, v) for z, v in said if v is not None}
                read = read_place(self.book.lawbook, self.place, raw, zones)
                found = self._same.setdefault((read.values[self.place.fact], frozenset(read.zones.items())), read)
            except CaseError as error:
                found = error
            if len(self._read) > WORDS:
                self._read.clear()
            self._read[key] = found
        return found


def _eras(day_codes: npt.NDArray[Any] | None, era_of: Nodes) -> tuple[npt.NDArray[Any] | None, int, int]:
    """The codes of the rows' days, and the first and the last era among them; no codes when that is one era."""
    low, high = int(era_of.min()), int(era_of.max())
    if low != high and day_codes is not None and len(day_codes):
        used = era_of[day_codes]
        low, high = int(used.min()), int(used.max())
    return (day_codes if low != high else None), low, high

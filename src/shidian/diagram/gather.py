"""The inner loops over columns: reading codes, and one gather for each level.

Compiled by numba where it is installed, else done by NumPy; both give the same numbers. Indices are unsigned: a signed one costs
a test for negative numbers in every row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[Any]
Nodes = npt.NDArray[np.uint32]


class Column(NamedTuple):
    """One fact of many rows: `codes` (whole numbers from 0, one for each row) and the id of the class of each code."""

    codes: Codes
    classes: Nodes


COMPILED = find_spec("numba") is not None
"""Whether the loops are compiled."""


def _first(table: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> None:
    for i in range(len(out)):
        out[i] = table[classes[codes[i]]]


def _step(table: Nodes, stride: Any, nodes: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> None:
    for i in range(len(out)):
        out[i] = table[nodes[i] * stride + classes[codes[i]]]


def _first_numpy(table: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> None:
    np.take(table, classes[codes], out=out)


def _step_numpy(table: Nodes, stride: Any, nodes: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> None:
    np.take(table, nodes * stride + classes[codes], out=out)


def filled(codes: Codes, valid: Codes, offset: int, null: Any, out: Codes) -> None:
    """Codes with `null` where the validity bitmap has no bit: sums that wrap round, which a processor does many at a time."""
    np.copyto(out, codes, casting="unsafe")
    out -= null
    out *= np.unpackbits(valid, bitorder="little")[offset : offset + len(out)]
    out += null


def _atoms(values: Codes, points: Codes, out: Nodes) -> None:
    for i in range(len(out)):
        out[i] = 0
    for point in points:
        for i in range(len(out)):
            out[i] += 2 * (values[i] > point) + (values[i] == point)


def _atoms_numpy(values: Codes, points: Codes, out: Nodes) -> None:
    at = np.searchsorted(points, values, side="left")
    out[:] = 2 * at
    if len(points):
        out += (points[np.minimum(at, len(points) - 1)] == values).astype(np.uint32)


def _clipped(values: Codes, first: int, last: int, out: Nodes) -> None:
    for i in range(len(out)):
        out[i] = min(max(values[i] - first, 0), last)


def _clipped_numpy(values: Codes, first: int, last: int, out: Nodes) -> None:
    out[:] = np.clip(values.astype(np.int64) - first, 0, last)


def _compiled(plain: Callable[..., None], fallback: Callable[..., None]) -> Callable[..., None]:
    @cache
    def made() -> Callable[..., None]:
        try:
            import numba  # it takes a moment, and fifty megabytes
        except ImportError:  # not for this machine
            return fallback
        fast: Callable[..., None] = numba.njit(nogil=True, cache=True)(plain)
        return fast

    return (lambda *given: made()(*given)) if COMPILED else fallback


first = _compiled(_first, _first_numpy)
"""Nodes after the first level: `first(table, codes, classes, out)`, the table by class, the classes by code. A node that is still
unknown is 0."""
step = _compiled(_step, _step_numpy)
"""Nodes after a further level: `step(table, stride, nodes, codes, classes, out)`, the table by node and class."""
atoms = _compiled(_atoms, _atoms_numpy)
"""The atoms of numbers between sorted points: `atoms(values, points, out)`; 2i + 1 at the i-th point, 2i before it."""
clipped = _compiled(_clipped, _clipped_numpy)
"""Numbers counted from `first`, none below 0 or above `last`: `clipped(values, first, last, out)`."""

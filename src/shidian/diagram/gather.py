"""The inner loops of a walk over columns: one gather for each level.

Compiled by numba where it is installed, else done by NumPy; both give the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[Any]
Nodes = npt.NDArray[np.int32]

try:
    import numba
except ImportError:
    numba = None  # type: ignore[assignment]

COMPILED = numba is not None
"""Whether the loops are compiled."""


def _first(table: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> int:
    pending = 0
    for i in range(len(out)):
        node = table[classes[codes[i]]]
        out[i] = node
        pending += node == 0
    return pending


def _next(table: Nodes, stride: int, nodes: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> int:
    pending = 0
    for i in range(len(out)):
        node = table[nodes[i] * stride + classes[codes[i]]]
        out[i] = node
        pending += node == 0
    return pending


def _first_numpy(table: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> int:
    np.take(table, classes[codes], out=out, mode="clip")
    return len(out) - int(np.count_nonzero(out))


def _next_numpy(table: Nodes, stride: int, nodes: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> int:
    np.take(table, nodes * np.int64(stride) + classes[codes], out=out, mode="clip")
    return len(out) - int(np.count_nonzero(out))


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
        out += points[np.minimum(at, len(points) - 1)] == values


def _compiled(plain: Callable[..., Any], fallback: Callable[..., Any]) -> Callable[..., Any]:
    return numba.njit(nogil=True, cache=True)(plain) if COMPILED else fallback


first = _compiled(_first, _first_numpy)
"""Nodes after the first level: `first(table, codes, classes, out)`, the table by class, the classes by code. Gives how many nodes are
still unknown (0)."""
step = _compiled(_next, _next_numpy)
"""Nodes after a further level: `step(table, stride, nodes, codes, classes, out)`, the table by node and class."""
atoms = _compiled(_atoms, _atoms_numpy)
"""The atoms of numbers between sorted points: `atoms(values, points, out)`; 2i + 1 at the i-th point, 2i before it."""

"""The inner loops say the same whether they are compiled or done by NumPy: only one of the two runs on a machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shidian.diagram import gather

RANDOM = np.random.default_rng(7)
LENGTHS = [0, 1, 9, 300]


def both(plain: Callable[..., None], fallback: Callable[..., None], given: tuple[Any, ...], length: int) -> Any:
    """What the loop that is compiled writes, uncompiled, and what NumPy writes in its place."""
    out = [np.zeros(length, dtype=np.uint32), np.zeros(length, dtype=np.uint32)]
    plain(*given, out[0])
    fallback(*given, out[1])
    return out


@pytest.mark.parametrize("points", [[], [5], [0, 5, 9], [-3, -1, 2, 50]])
@pytest.mark.parametrize("length", LENGTHS)
def test_numbers_fall_at_or_between_their_points(points: list[int], length: int) -> None:
    values = RANDOM.integers(-5, 55, length)
    a, b = both(gather._atoms, gather._atoms_numpy, (values, np.array(points, dtype=np.int64)), length)
    assert a.tolist() == b.tolist() == [2 * sum(v > p for p in points) + (v in points) for v in values.tolist()]


@pytest.mark.parametrize("length", LENGTHS)
def test_a_walk_takes_the_same_nodes(length: int) -> None:
    table, classes = RANDOM.integers(0, 99, 40).astype(np.uint32), RANDOM.integers(0, 8, 12).astype(np.uint32)
    codes, nodes = RANDOM.integers(0, 12, length).astype(np.uint8), RANDOM.integers(0, 5, length).astype(np.uint32)
    a, b = both(gather._first, gather._first_numpy, (table, codes, classes), length)
    assert a.tolist() == b.tolist()
    a, b = both(gather._step, gather._step_numpy, (table, np.uint32(8), nodes, codes, classes), length)
    assert a.tolist() == b.tolist()


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("offset", [0, 3, 8])
def test_what_is_not_given_is_null(length: int, offset: int) -> None:
    given = RANDOM.integers(0, 2, length + offset + 8).astype(bool)
    codes, valid = RANDOM.integers(0, 200, length).astype(np.uint8), np.packbits(given, bitorder="little")
    out = np.empty(length, dtype=np.uint8)
    gather.filled(codes, valid, offset, np.uint8(255), out)
    assert out.tolist() == [c if given[offset + i] else 255 for i, c in enumerate(codes.tolist())]


def test_numbers_outside_their_range_count_as_its_ends() -> None:
    values = np.array([-9, 3, 4, 7, 99])
    a, b = both(gather._clipped, gather._clipped_numpy, (values, 3, 4), 5)
    assert a.tolist() == b.tolist() == [0, 0, 1, 4, 4]

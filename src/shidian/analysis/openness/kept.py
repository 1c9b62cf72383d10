"""The field on disk: which end every day, activity and place meets, and the terms of each end; read again where the law and the code are the
same. Nodes are not in it: the few that somebody asks for are walked to."""

from __future__ import annotations

import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from shidian.analysis.openness.ends import Indices, InvestorEnds, Paths
from shidian.analysis.openness.resolving import Cell
from shidian.kept import read_kept, write_kept


class KeptNumbers(Struct, frozen=True, array_like=True):
    """An array of whole numbers, in the shortest kind that holds them, compressed."""

    shape: tuple[int, ...]
    kind: str
    body: bytes


class KeptField(Struct, frozen=True, array_like=True):
    """The numbers of rows by day and activity, of ends by row and spot, of cells by end and reading, and the cells."""

    rows: KeptNumbers
    at: KeptNumbers
    cells: KeptNumbers
    known: tuple[Cell, ...]


def keep_field(file: Path | None, ends: InvestorEnds, cells: Indices, known: tuple[Cell, ...]) -> None:
    """Keep a field in a file, where there is one to keep it in."""
    if file is not None:
        body = msgspec.msgpack.encode(KeptField(_packed(ends.rows), _packed(ends.at), _packed(cells), known), enc_hook=str)
        write_kept(file, body)


def kept_field(file: Path | None, paths: Paths) -> tuple[InvestorEnds, Indices, tuple[Cell, ...]] | None:
    """What was kept; None where there is nothing, or it cannot be read."""
    body = read_kept(file) if file is not None else None
    if body is None:
        return None
    try:
        found = msgspec.msgpack.decode(body, type=KeptField, dec_hook=_exact)
    except msgspec.DecodeError:
        return None
    return InvestorEnds(paths, _numbers(found.rows), _numbers(found.at)), _numbers(found.cells), found.known


def _exact(kind: type, said: Any) -> Any:
    return kind(said) if kind is Fraction else said


def _packed(numbers: Indices) -> KeptNumbers:
    short = numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
    return KeptNumbers(short.shape, short.dtype.str, zlib.compress(short.tobytes(), 1))


def _numbers(kept: KeptNumbers) -> Indices:
    return np.frombuffer(zlib.decompress(kept.body), dtype=kept.kind).reshape(kept.shape).astype(np.intp)

"""A slip put into functions that are there already: their code is exchanged, whoever holds them.

A process that has imported everything is forked for each mutant, and nothing is imported again: a mutant costs what its tests cost. Nothing
of the meaning, engine or diagram may have been called before, or what was remembered would hide the slip.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType

from msgspec import Struct

from tests.mutation.mutants import Mutant, unparsed

Place = tuple[str, str, int]
"""Where some code stands: the file, the qualified name, the first line."""


class Exchange(Struct, frozen=True):
    """The functions to change with their new code, and the innermost code that the slip is in."""

    pairs: tuple[tuple[FunctionType, CodeType], ...]
    inside: Place

    def make(self) -> None:
        """Change them."""
        for function, code in self.pairs:
            function.__code__ = code


def place_of(code: CodeType) -> Place:
    """Where some code stands."""
    return code.co_filename, code.co_qualname, code.co_firstlineno


def exchange(slip: Mutant) -> Exchange | None:
    """What to change for a slip; None if it is in no function (a constant, the head of one), or the code cannot be exchanged."""
    file = sys.modules[slip.module].__file__ or slip.path
    real, old, new = (
        list(_codes(compile(source, file, "exec", dont_inherit=True)))
        for source in (Path(file).read_text(encoding="utf-8"), unparsed(slip.path), slip.source)
    )
    if not len(real) == len(old) == len(new):
        return None
    changed = {place_of(r): (r, n) for r, o, n in zip(real, old, new, strict=True) if not _same(o, n)}
    held = [f for f in gc.get_objects() if isinstance(f, FunctionType) and place_of(f.__code__) in changed]
    pairs = tuple((f, changed[place_of(f.__code__)][1]) for f in held)
    if not pairs or any(len(f.__code__.co_freevars) != len(code.co_freevars) for f, code in pairs):
        return None
    return Exchange(pairs, list(changed)[-1])


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of every function and class within some code, outer before inner."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def _same(a: CodeType, b: CodeType) -> bool:
    """Whether two codes do the same, wherever they stand."""
    if (a.co_code, a.co_names, a.co_freevars, len(a.co_consts)) != (b.co_code, b.co_names, b.co_freevars, len(b.co_consts)):
        return False
    pairs = zip(a.co_consts, b.co_consts, strict=True)
    return all(_same(x, y) if isinstance(x, CodeType) and isinstance(y, CodeType) else (type(x), x) == (type(y), y) for x, y in pairs)

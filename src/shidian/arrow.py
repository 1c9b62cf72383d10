"""Arrow, brought in when something of it is first used: a server that has no table to screen starts sooner without it, and smaller."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:

    class _Late:
        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:
            found = self.__dict__[name] = getattr(import_module(self._name), name)
            return found

    pa, pc = _Late("pyarrow"), _Late("pyarrow.compute")

__all__ = ["pa", "pc"]

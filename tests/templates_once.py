"""A template is compiled once in a process: each server that a test starts compiles those of its pages, half of what it takes to begin.

What is compiled follows from the text of a template, its name and the options of its environment alone, so nothing else can make it stale.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import Environment

_compile: Any = Environment.compile
_kept: dict[tuple[Any, ...], CodeType] = {}


def _once(self: Environment, source: Any, name: str | None = None, filename: str | None = None, *more: Any, **options: Any) -> Any:
    if not isinstance(source, str) or name is None or more or options:
        return _compile(self, source, name, filename, *more, **options)
    options_of = (self.autoescape, self.undefined, self.trim_blocks, self.lstrip_blocks, *sorted(self.extensions))
    key = (
        type(self),
        source,
        name,
        filename,
        *options_of,
        *sorted(self.filters.items()),
    )  # constants go through filters as they are compiled
    if key not in _kept:
        _kept[key] = _compile(self, source, name, filename)
    return _kept[key]


def compile_templates_once() -> None:
    """From now on."""
    Environment.compile = _once  # type: ignore[method-assign]

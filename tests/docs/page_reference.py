"""The reference of the pages: every path with the fields of its context. `python -m tests.docs.page_reference` writes docs/reference/pages.md."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import get_type_hints

from shidian.web import interface
from shidian.web.page import Context
from shidian.web.routes import PAGES

PAGE = Path(__file__).parents[2] / "docs/reference/pages.md"
HEAD = """# Pages

Every page of the web application, below `/en` or `/zh`. The JSON twin of a page (its path with `.json`; `/index.json` for the first page) is its context:
the record named here, with texts in both languages. This page is written by `python -m tests.docs.page_reference`; a test holds it against the code.
"""


def markdown() -> str:
    """The page of documentation."""
    parts = [HEAD]
    pages: list[tuple[str, type[Context]]] = [*((p.path, p.context) for p in PAGES), ("/api", interface.ApiPage)]
    for path, context in pages:
        parts.append(f"## `{path}`\n\n{_said(context)}\n\n| field | type |\n|---|---|\n{_fields(context)}")
    return "\n".join(parts)


def _said(context: type[Context]) -> str:
    return " ".join(inspect.cleandoc(context.__doc__ or "").split())


def _fields(context: type[Context]) -> str:
    hints = get_type_hints(context, include_extras=False)
    return "".join(f"| `{name}` | {_name(hints[name])} |\n" for name in context.__struct_fields__)


def _name(kind: object) -> str:
    """A type as it is written, without modules."""
    text = kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)
    text = re.sub(r"typing\.Literal(\[[^\]]*\])", lambda m: m[1], text)
    return "`" + re.sub(r"\b[a-z_]+(\.[a-z_]+)*\.(?=[A-Za-z])", "", text).replace("|", "or") + "`"


if __name__ == "__main__":
    PAGE.write_text(markdown(), encoding="utf-8")

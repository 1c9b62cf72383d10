"""shidian (试点): China's market-opening rules as data, and answers you can cite.

import shidian

book = shidian.load()
decision = book.ask("access", activity="idc", territory="shenzhen", origin="DE", share=100, on="2025-03-15")
print(decision.to_text())
"""

from __future__ import annotations

from shidian.answer.decision import Decision
from shidian.answer.parts import Receipt
from shidian.book import Book, load
from shidian.errors import (
    AmbiguousValue,
    BadValue,
    CaseError,
    Fault,
    LawbookError,
    ShidianError,
    UnknownFact,
    UnknownQuestion,
    UnknownValue,
)
from shidian.version import __version__

__all__ = [
    "AmbiguousValue",
    "BadValue",
    "Book",
    "CaseError",
    "Decision",
    "Fault",
    "LawbookError",
    "Receipt",
    "ShidianError",
    "UnknownFact",
    "UnknownQuestion",
    "UnknownValue",
    "__version__",
    "load",
]

"""The lawbook that comes with the package, read once in a process."""

from __future__ import annotations

import functools

import shidian
from shidian.app.worked import Checked, run_cases
from shidian.law.lawbook import Lawbook


@functools.cache
def real_book() -> shidian.Book:
    return shidian.load(cache=False)


def real_lawbook() -> Lawbook:
    return real_book().lawbook


@functools.cache
def checked_cases() -> dict[str, Checked]:
    """Every worked case after it was run, by `question/case`; the first, where an id stands twice."""
    out: dict[str, Checked] = {}
    for checked in run_cases(real_book()):
        out.setdefault(f"{checked.question}/{checked.case.case}", checked)
    return out

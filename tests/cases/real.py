"""The lawbook that comes with the package, read once in a process."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from pathlib import Path

import pytest

import shidian
from shidian.answer.worked import CaseRun, run_cases
from shidian.errors import LawbookError
from shidian.law.lawbook import Lawbook

SHARED = "SHIDIAN_TESTS_CACHE"
"""Tells the workers of a run where the folder is that its first process made."""


def real_book() -> shidian.Book:
    found = _loaded()
    if isinstance(found, LawbookError):
        raise found
    return found


@functools.cache
def _loaded() -> shidian.Book | LawbookError:
    """A lawbook that cannot be read is an error for every test, and is read only once too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(warm_cache()))
        try:
            return shidian.load()
        except LawbookError as error:
            return error


@functools.cache
def warm_cache() -> Path:
    """A cache folder for `XDG_CACHE_HOME` of commands that read the lawbook, one for all workers of a run (what is compiled for large tables takes a
    minute); gone when the process that asked first ends."""
    if SHARED in os.environ:
        return Path(os.environ[SHARED])
    folder = Path(tempfile.mkdtemp(prefix="shidian-tests-"))
    os.environ[SHARED] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def real_lawbook() -> Lawbook:
    return real_book().lawbook


@functools.cache
def checked_cases() -> dict[str, CaseRun]:
    """Every worked case after it was run, by `question/case`; the first, where an id stands twice."""
    out: dict[str, CaseRun] = {}
    for checked in run_cases(real_book()):
        out.setdefault(f"{checked.question}/{checked.case.case}", checked)
    return out

"""The real lawbook and the invented one, measured once for all tests of this folder."""

from __future__ import annotations

import datetime as dt

import pytest

import shidian
from shidian.analysis.openness.measured import MeasureChoice, Openness
from shidian.book import Book
from tests.cases.real import warm_cache

TODAY = dt.date(2026, 11, 26)


@pytest.fixture(scope="session")
def law() -> Book:
    """The lawbook that comes with the package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(warm_cache()))
        return shidian.load(today=lambda: TODAY)


@pytest.fixture(scope="session")
def services(law: Book) -> Openness:
    """Services, weighted by the classification, no treaty."""
    return Openness(law)


@pytest.fixture(scope="session")
def plain(law: Book) -> Openness:
    """Services, each activity alike."""
    return Openness(law, MeasureChoice(weighting="leaves"))

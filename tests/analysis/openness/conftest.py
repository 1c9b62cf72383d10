"""The real lawbook and the invented one, measured once for all tests of this folder."""

from __future__ import annotations

import datetime as dt

import pytest

import shidian
from shidian.analysis.openness.measured import MeasureChoice, Openness
from shidian.book import Book

TODAY = dt.date(2026, 11, 26)


@pytest.fixture(scope="session")
def law() -> Book:
    """The lawbook that comes with the package."""
    return shidian.load(cache=False, today=lambda: TODAY)


@pytest.fixture(scope="session")
def services(law: Book) -> Openness:
    """Services, weighted by the classification, no treaty."""
    return Openness(law)


@pytest.fixture(scope="session")
def plain(law: Book) -> Openness:
    """Services, each activity alike."""
    return Openness(law, MeasureChoice(weighting="leaves"))

"""The lawbook of Orsia, read once."""

from __future__ import annotations

import pytest

from shidian.book import Book
from tests.building import load_book


@pytest.fixture(scope="session")
def orsia(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return load_book(tmp_path_factory.mktemp("orsia"))

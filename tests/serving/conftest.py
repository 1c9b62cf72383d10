"""One server for the tests of a folder."""

from tests.serving.fixtures import address, http

__all__ = ["address", "http"]

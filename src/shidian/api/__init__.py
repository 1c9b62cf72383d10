"""The HTTP API under `/api/v1`: the use cases as JSON."""

from __future__ import annotations

from shidian.api.errors import failure, named, status_of
from shidian.api.routes import openapi, router

__all__ = ["failure", "named", "openapi", "router", "status_of"]

"""Routes whose bodies say no name twice."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from shidian.answer.once import decode_once


class OnceRequest(Request):
    """A request whose JSON is read by `decode_once`."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = decode_once(await self.body())
        return self._json


class OnceRoute(APIRoute):
    """A route that refuses a body with a name that an object has twice."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def read(request: Request) -> Response:
            return await handler(OnceRequest(request.scope, request.receive))

        return read

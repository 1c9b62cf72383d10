"""How a server is watched: a line for each request, an id that goes with it, figures for Prometheus, and whether it lives and is ready."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any, Literal

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shidian.version import __version__
from shidian.visitors.keeper import Keeper

Logs = Literal["off", "json", "text"]
ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
"""A request id that a proxy gave and that is taken over."""
QUIET = ("/healthz", "/readyz", "/metrics")
"""Addresses of machines that ask all day: they are counted, and write no line."""
GONE = 408
"""The status that is noted of a request whose rest never came."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Meters:
    """The figures of one server."""

    def __init__(self, desk: Keeper) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("shidian_requests", "Requests by route and status", ["method", "route", "status"], registry=self.registry)
        self.seconds = Histogram("shidian_request_seconds", "Seconds a request took", ["route"], buckets=SECONDS, registry=self.registry)
        info = Gauge("shidian_info", "What answers: always 1", ["version", "lawbook"], registry=self.registry)
        info.labels(__version__, desk.book.digest[:12]).set(1)
        age = Gauge("shidian_law_checked_days", "Days since the law was last checked by its editors", registry=self.registry)
        age.set_function(lambda: (desk.today - desk.book.lawbook.read_on).days if desk.book.lawbook.read_on else -1)

    def text(self) -> bytes:
        """The figures as Prometheus reads them."""
        return generate_latest(self.registry)


class Watched:
    """Counts, times and logs what passes. Stands before everything else, so that refusals are seen too. Neither a query, a body nor an address of
    a visitor is written down."""

    def __init__(self, app: ASGIApp, *, figures: Meters, logs: Logs) -> None:
        self.app = app
        self.figures = figures
        self.logger = logger_of(logs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and take note of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        id = given if ID.match(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = id
        status, began = 500, time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = id
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except ClientDisconnect:  # whoever asked left before the request was whole: no fault of the server
            status = GONE
        except Exception:
            if self.logger is not None:
                self.logger.exception("failed", id=id, method=scope["method"], path=scope["path"])
            raise
        finally:
            took = time.perf_counter() - began
            route = _route(scope)
            self.figures.requests.labels(scope["method"] if scope["method"].isalpha() else "?", route, str(status)).inc()
            self.figures.seconds.labels(route).observe(took)
            if self.logger is not None and scope["path"] not in QUIET:
                self.logger.info("request", id=id, method=scope["method"], path=scope["path"], status=status, ms=round(took * 1000, 1))


def _route(scope: Scope) -> str:
    """The address with its parts by name, so that figures stay few; `-` where nothing answered."""
    if "endpoint" not in scope:
        return "-"
    parts = {str(value): name for name, value in scope.get("path_params", {}).items()}
    return "/".join(f"{{{parts[p]}}}" if p in parts else p for p in scope["path"].split("/"))


def logger_of(logs: Logs) -> Any:
    """What writes the lines to standard error: one JSON object or one line of text each; None where nothing is written."""
    if logs == "off":
        return None
    import structlog

    shown: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if logs == "json" else structlog.dev.ConsoleRenderer(colors=False)
    steps: list[Any] = [structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    steps += [structlog.processors.format_exc_info] if logs == "json" else []
    return structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr), processors=[*steps, shown], wrapper_class=structlog.make_filtering_bound_logger(logging.INFO)
    )


def routes(desk: Keeper, figures: Meters | None) -> list[Route]:
    """Whether the server lives (it answers), whether it is ready (its store answers too), and its figures, where they are wanted."""

    def living(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    def ready(_: Request) -> Response:
        found = {"lawbook": desk.book.digest[:12], "version": __version__}
        store = _store(desk)
        return JSONResponse({"status": "ok" if store is not False else "store", **found}, 200 if store is not False else 503)

    out = [Route("/healthz", living, methods=["GET"]), Route("/readyz", ready, methods=["GET"])]
    if figures is not None:
        shown: Callable[[Request], Response] = lambda _: Response(figures.text(), media_type=CONTENT_TYPE_LATEST)  # noqa: E731
        out.append(Route("/metrics", shown, methods=["GET"]))
    return out


def _store(desk: Keeper) -> bool | None:
    """Whether the store answers; None without one."""
    if desk.reviews is None:
        return None
    try:
        with desk.reviews.shelf.database.reading() as connection:
            connection.exec_driver_sql("select 1")
    except Exception:  # whatever the database says: it does not answer
        return False
    return True

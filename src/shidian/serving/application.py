"""The application: pages and API, one way to say what is wrong, and static files."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from shidian import api, web
from shidian.errors import DeskForbidden, ShidianError, StoreAway, needs
from shidian.law.records.base import Label
from shidian.law.unswept import unswept
from shidian.serving.guards import CrossOrigin, Guards, Rated
from shidian.serving.watching import Logs, Meters, Watched
from shidian.serving.watching import routes as health
from shidian.version import __version__
from shidian.visitors.keeper import Keeper, open_desk
from shidian.web.page import LANGUAGES
from shidian.words.refusals import refusal_in
from shidian.words.shapes import shape_told

if TYPE_CHECKING:  # its libraries are an extra
    from shidian.visitors.provider import IdentityProvider

LOCAL = ("127.0.0.1", "localhost", "[::1]")
UPLOAD_LIMIT = 64 * 1024 * 1024
"""Bytes of an uploaded file, with a little for the form around it."""


SMALL = 1_000
"""Bytes under which an answer is not compressed."""

PATH = "/mcp"
PRIVATE = ("/screen", "/read", "/review", "/desk", PATH, "/healthz", "/readyz", "/metrics")
"""Pages that depend on who comes, or on what others wrote: they carry no tag."""


class ServerSettings(Struct, frozen=True):
    """What whoever runs a server chooses: `origins` whose pages may read the API, `rate` (API requests a minute and address; None: as many as come),
    whether `/metrics` is shown, what is written to standard error, the OpenID provider (its issuer, the id of this desk there, its name on the page),
    and whether the slowest page is made ready (`warm`) while the server begins."""

    origins: tuple[str, ...] = ()
    rate: int | None = None
    metrics: bool = False
    logs: Logs = "off"
    issuer: str | None = None
    client: str | None = None
    provider: str | None = None
    warm: bool = False


PLAIN = ServerSettings()


def create(folder: Path | None = None, hosts: Iterable[str] = (), store: str | None = None, settings: ServerSettings = PLAIN) -> FastAPI:
    """The application as commands start it, with a review desk if a store is named. What is not said comes from the environment
    (`SHIDIAN_LAWBOOK`, `SHIDIAN_HOSTS`, `SHIDIAN_STORE`)."""
    named = os.environ.get("SHIDIAN_LAWBOOK")
    known = [h for h in os.environ.get("SHIDIAN_HOSTS", "").split(",") if h]
    desk = open_desk(folder or (Path(named) if named else None), store=store or os.environ.get("SHIDIAN_STORE") or None)
    desk.provider = _provider(settings)
    return build(desk, hosts=[*hosts, *known], settings=settings)


def _provider(settings: ServerSettings) -> IdentityProvider | None:
    """The OpenID provider that was named; its secret comes from the environment alone (`SHIDIAN_OIDC_SECRET`)."""
    if settings.issuer is None:
        return None
    with needs("desk"):
        from shidian.visitors.provider import IdentityProvider
    return IdentityProvider(settings.issuer, settings.client or "", os.environ.get("SHIDIAN_OIDC_SECRET") or None, settings.provider)


def build(desk: Keeper, *, hosts: Iterable[str] = (), settings: ServerSettings = PLAIN) -> FastAPI:
    """The application for a desk. `hosts` are names it answers to beside the local ones (`*`: any)."""
    renderer = web.renderer(desk)

    def is_api(path: str) -> bool:
        return path.startswith("/api/") or path in ("/api", PATH)

    def failure(scope: Scope, status: int, code: str, message: str | Label, hint: str | None = None) -> Response:
        path, asked = scope["path"], scope["query_string"].split(b"&")
        if is_api(path) or path.endswith(".json"):
            lang = next((x for x in LANGUAGES if path.startswith(f"/{x}/") or f"lang={x}".encode() in asked), "")
            told = refusal_in(lang, message) if isinstance(message, str) else message[lang]
            return api.failure(status, code, told, hint and refusal_in(lang, hint))
        return web.failure(renderer, scope, status, code, str(message), hint)

    guards = Middleware(
        Guards,
        hosts=(*LOCAL, *hosts),
        edition=lambda: f"{desk.edition} {web.version()} {desk.today}",
        upload_limit=UPLOAD_LIMIT,
        uploads=lambda path: "/screen" in path or path.endswith(("/read", "/attach", "/import")),
        private=lambda path: any(part in path for part in PRIVATE),
        refuse=failure,
        origins=settings.origins,
        open_to=is_api,
    )
    figures = Meters(desk)
    around = [Middleware(Watched, figures=figures, logs=settings.logs)]
    if settings.origins:
        around.append(Middleware(CrossOrigin, origins=settings.origins, applies=is_api))
    around.append(guards)
    if settings.rate is not None:
        around.append(Middleware(Rated, a_minute=settings.rate, applies=is_api, refuse=failure))
    around.append(Middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=6))

    assistants = Assistants(desk)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        if settings.warm:
            for route in app.router.routes:  # FastAPI puts the routes of the API together when they are first matched: a tenth of a second
                route.matches({"type": "http", "method": "GET", "path": "/", "root_path": "", "headers": []})
            gc.collect()
            gc.freeze()  # what stays for good is left out of the sweeps for cycles: one of it all takes a third of a second
            Thread(target=_warm, args=(desk,), name="warm", daemon=True).start()
        yield
        await assistants.close()
        desk.close()

    app = FastAPI(
        lifespan=living,
        title="shidian",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        middleware=around,
        separate_input_output_schemas=False,
    )

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, ShidianError)
        if isinstance(error, DeskForbidden):
            with suppress(StoreAway):  # the refusal holds all the same
                await run_in_threadpool(web.refused, desk, request, error)
        return failure(request.scope, api.status_of(error), error.code, error.message, error.hint)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return failure(request.scope, 400, "bad-request", shape_told(error.errors()))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code, message = api.named(error.status_code)
        answer = failure(request.scope, error.status_code, code, message)
        for name, value in (error.headers or {}).items():
            answer.headers[name] = value
        return answer

    async def broken(request: Request, _: Exception) -> Response:
        return failure(request.scope, 500, "internal", "something went wrong here; it was written to the log of the server")

    app.add_exception_handler(ShidianError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, broken)
    app.state.lawbook = desk.book.digest
    app.state.keeper = desk
    app.router.routes.append(
        Branching(web.routes(desk, renderer, lambda: api.openapi(desk)))
    )  # before those of the API, which are slow to ask
    app.include_router(api.router(desk))
    app.router.routes.append(Route(PATH, assistants, methods=["GET", "POST", "DELETE"]))
    app.router.routes.extend(health(desk, figures if settings.metrics else None))
    app.mount("/static", KeptFiles(directory=web.STATIC), name="static")
    return app


class Branching(BaseRoute):
    """Many routes by how their paths begin, so that a request is held against few of them; the first that fits has it, as in a list."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self.routes = tuple(routes)
        self._by_start: dict[str, list[BaseRoute]] = {}
        for route in self.routes:
            self._by_start.setdefault(_start(getattr(route, "path", "")), []).append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The best match, and what it adds to the scope."""
        partly: tuple[Match, Scope] = Match.NONE, {}
        for route in self._by_start.get(_start(scope["path"]), ()) if scope["type"] == "http" else ():
            match, more = route.matches(scope)
            if match is Match.FULL:
                return match, {**more, "branch": route}
            if match is Match.PARTIAL and partly[0] is Match.NONE:
                partly = match, {**more, "branch": route}
        return partly

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the route answer that fitted."""
        await scope["branch"].handle(scope, receive, send)


def _start(path: str) -> str:
    """The first two parts of a path: no page has a part to fill in there."""
    return "/".join(path.split("/", 3)[:3])


def _warm(desk: Keeper) -> None:
    """Make what the first visitors would wait for: the loops of large tables in a process of its own, then the slowest pages."""
    quiet = subprocess.DEVNULL
    subprocess.run([sys.executable, "-m", "shidian.screening.loops"], stdin=quiet, stdout=quiet, stderr=quiet, check=False)
    with unswept():
        web.warm(desk)
        gc.collect()  # what others left meanwhile is not to be kept
        gc.freeze()


class KeptFiles(StaticFiles):
    """Static files; their addresses change with their content, so browsers may keep them."""

    def file_response(self, *args: object, **more: object) -> Response:
        """The file, to be kept for a year."""
        answer = super().file_response(*args, **more)  # type: ignore[arg-type]
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


class Assistants:
    """An application that answers at :data:`PATH` by the Model Context Protocol, behind the guards. `close` ends its sessions."""

    def __init__(self, desk: Keeper) -> None:
        self.desk = desk
        self._made: ASGIApp | None = None
        self._lock = asyncio.Lock()
        self._living: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises MissingExtra where the libraries are not installed."""
        if self._made is None:
            async with self._lock:
                if self._made is None:
                    self._made = await self._start()
        await self._made(scope, receive, send)

    async def close(self) -> None:
        """End the sessions."""
        self._ended.set()
        if self._living is not None:
            await self._living

    async def _start(self) -> ASGIApp:
        with needs("mcp"):
            from shidian import mcp

        server = await asyncio.to_thread(mcp.server, self.desk)
        application = mcp.over_http(server, PATH)
        running = asyncio.Event()

        async def live() -> None:
            """Sessions begin and end in one task."""
            async with server.session_manager.run():
                running.set()
                await self._ended.wait()

        self._living = asyncio.create_task(live())
        await running.wait()
        return application

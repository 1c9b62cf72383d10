"""A client for the HTTP API of a server of this program: typed answers, one by one or many, waiting when the server is busy.

    from shidian.client import Client

    with Client("http://127.0.0.1:8000") as api:
        print(api.ask("access", activity="app-store", territory="chengdu", origin="DE", share=100, on="2025-06-01").lines[0])

`AsyncClient` has the same methods to be awaited. Needs the extra `client`; the lawbook is that of the server.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator, Generator, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import msgspec
from msgspec import Struct

from shidian.answer.facts import Given
from shidian.answer.short import ShortDecision
from shidian.errors import BadValue, MissingExtra, ShidianError

try:
    import httpx
except ImportError as error:
    raise MissingExtra("client", error.name or "") from error

T = TypeVar("T")
PREFIX = "/api/v1"
MOST_CASES = 1000
"""Cases of one request."""
TRIES = 5
"""Times that a request is sent while the server says that it is busy."""
LONGEST_WAIT = 30.0
"""Seconds between two tries at most."""
BUSY = (429, 503)


class Refused(Struct, frozen=True):
    """What the server says of a case that it cannot read, as the error of the API has it."""

    code: str
    message: str
    hint: str | None = None


class ApiError(ShidianError):
    """The server refused a request, or could not be reached: `code` is its own, `status` that of HTTP (0: no answer came)."""

    def __init__(self, refused: Refused, status: int) -> None:
        super().__init__(refused.message, hint=refused.hint)
        self.code = refused.code
        self.status = status


class _Call(Struct, frozen=True):
    """One request to be sent."""

    method: Literal["GET", "POST"]
    path: str
    params: dict[str, str] = {}
    body: Any = None


class _Item(Struct, frozen=True):
    decision: ShortDecision | None = None
    error: Refused | None = None


class _Items(Struct, frozen=True):
    items: tuple[_Item, ...]


class _Page(Struct, frozen=True):
    items: tuple[dict[str, Any], ...]
    next: str | None = None


class _Failed(Struct, frozen=True):
    error: Refused


Asking = Generator[_Call, bytes, T]
"""Requests to send one after the other, each answered with the body that came; what it returns is the result."""


def _ask(question: str, facts: Mapping[str, Given] | None, more: Mapping[str, Given], params: dict[str, str]) -> Asking[ShortDecision]:
    known_on = more.get("known_on")
    given = _given(facts, {k: v for k, v in more.items() if k != "known_on"})
    body: dict[str, Any] = {"question": question, "facts": given} | ({"known_on": _plain(known_on)} if known_on is not None else {})
    return msgspec.json.decode((yield _Call("POST", "/ask", params | {"brief": "1"}, body)), type=ShortDecision, strict=False)


def _many(question: str, cases: list[dict[str, Any]], params: dict[str, str]) -> Asking[list[ShortDecision | Refused]]:
    """The answers to at most a thousand cases. What the server had no time for is sent again as long as some cases are decided."""
    out: list[ShortDecision | Refused] = []
    while len(out) < len(cases):
        body = {"question": question, "cases": cases[len(out) :]}
        raw = yield _Call("POST", "/ask/batch", params | {"brief": "1"}, body)
        found = msgspec.json.decode(raw, type=_Items, strict=False).items
        answers = [i.decision or i.error or Refused("bad-answer", "the server said nothing of this case") for i in found]
        spent = next((n for n, a in enumerate(answers) if isinstance(a, Refused) and a.code == "out-of-time"), len(answers))
        if not spent:
            return out + answers
        out += answers[:spent]
    return out


def _json(path: str, params: dict[str, str]) -> Asking[Any]:
    return msgspec.json.decode((yield _Call("GET", path, params)))


def _given(facts: Mapping[str, Given] | None, more: Mapping[str, Given]) -> dict[str, Any]:
    given: dict[str, Any] = {k: _plain(v) for k, v in (facts or {}).items()}
    for key, value in more.items():
        name = key.replace("_", "-")
        if name in given:
            raise BadValue(f"`{name}` is given twice")
        given[name] = _plain(value)
    return given


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value, builtin_types=()) if not isinstance(value, set | frozenset) else sorted(value)


def _parts(cases: Iterable[Mapping[str, Given]]) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    for case in cases:
        part.append(_given(case, {}))
        if len(part) == MOST_CASES:
            yield part
            part = []
    if part:
        yield part


class _Base:
    """What both clients share: how a request is put, and what an answer means."""

    def __init__(self, address: str, lang: Literal["en", "zh"], lawbook: str | None, timeout: float) -> None:
        self.address = address.rstrip("/") + PREFIX
        self.timeout = timeout
        self._params = {"lang": lang} | ({"lawbook": lawbook} if lawbook else {})

    def _sent(self, call: _Call) -> dict[str, Any]:
        out: dict[str, Any] = {"method": call.method, "url": self.address + call.path, "params": call.params}
        if call.body is not None:
            out |= {"content": msgspec.json.encode(call.body), "headers": {"Content-Type": "application/json"}}
        return out

    def _filters(self, filters: Mapping[str, object]) -> dict[str, str]:
        return self._params | {k: v.isoformat() if isinstance(v, dt.date) else str(v) for k, v in filters.items() if v is not None}

    @staticmethod
    def _wait(answer: httpx.Response, tries: int) -> float | None:
        """Seconds to wait before a request is sent again; None where it is not. Raises ApiError for every other refusal."""
        if answer.status_code < 400:
            return None
        try:
            refused = msgspec.json.decode(answer.content, type=_Failed).error
        except msgspec.MsgspecError:
            refused = Refused(
                "bad-answer", f"the server answered with status {answer.status_code} and no error of ours", "is this the right address?"
            )
        if answer.status_code in BUSY and refused.code != "out-of-time" and tries < TRIES:
            said = answer.headers.get("Retry-After", "")
            return min(LONGEST_WAIT, float(said) if said.isdigit() else 2.0**tries)
        raise ApiError(refused, answer.status_code)


def _unreachable(error: httpx.HTTPError) -> ApiError:
    return ApiError(
        Refused("unreachable", f"no answer came: {error or type(error).__name__}", "does the server run, and is the address right?"), 0
    )


class Client(_Base):
    """Asks a server. `lawbook` is the digest that answers must come from; another one is an error. Use it in a `with` block."""

    def __init__(self, address: str, *, lang: Literal["en", "zh"] = "en", lawbook: str | None = None, timeout: float = 30.0) -> None:
        super().__init__(address, lang, lawbook, timeout)
        self._http = httpx.Client(timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, question: str, facts: Mapping[str, Given] | None = None, /, **more: Given) -> ShortDecision:
        """Decide a case, in short; facts and `known_on` as in :meth:`shidian.book.Book.ask`. Raises ApiError."""
        return self._run(_ask(question, facts, more, self._params))

    def ask_many(self, question: str, cases: Iterable[Mapping[str, Given]]) -> Iterator[ShortDecision | Refused]:
        """Decide any number of cases, in their order; a case that cannot be read is `Refused`, and the others go on. Raises ApiError."""
        for part in _parts(cases):
            yield from self._run(_many(question, part, self._params))

    def get(self, path: str, **filters: object) -> Any:
        """What stands at an address below the API (`/tasks/t1`), as plain data. Raises ApiError."""
        return self._run(_json(path, self._filters(filters)))

    def each(self, path: str, **filters: object) -> Iterator[dict[str, Any]]:
        """Every entry of a list (`/rules`, `/tasks`), page after page, as plain data. Raises ApiError."""
        call: _Call | None = _Call("GET", path, self._filters(filters))
        while call is not None:
            page = msgspec.json.decode(self._send(call), type=_Page)
            yield from page.items
            call = _next(page)

    def _run(self, asking: Asking[T]) -> T:
        try:
            call = next(asking)
            while True:
                call = asking.send(self._send(call))
        except StopIteration as done:
            found: T = done.value
            return found

    def _send(self, call: _Call) -> bytes:
        for tries in range(1, TRIES + 1):
            try:
                answer = self._http.request(**self._sent(call))
            except httpx.HTTPError as error:
                raise _unreachable(error) from error
            wait = self._wait(answer, tries)
            if wait is None:
                break
            time.sleep(wait)
        return answer.content


class AsyncClient(_Base):
    """The same to be awaited. Use it in an `async with` block."""

    def __init__(self, address: str, *, lang: Literal["en", "zh"] = "en", lawbook: str | None = None, timeout: float = 30.0) -> None:
        super().__init__(address, lang, lawbook, timeout)
        self._http = httpx.AsyncClient(timeout=timeout)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def ask(self, question: str, facts: Mapping[str, Given] | None = None, /, **more: Given) -> ShortDecision:
        """As :meth:`Client.ask`."""
        return await self._run(_ask(question, facts, more, self._params))

    async def ask_many(self, question: str, cases: Iterable[Mapping[str, Given]]) -> AsyncIterator[ShortDecision | Refused]:
        """As :meth:`Client.ask_many`."""
        for part in _parts(cases):
            for found in await self._run(_many(question, part, self._params)):
                yield found

    async def get(self, path: str, **filters: object) -> Any:
        """As :meth:`Client.get`."""
        return await self._run(_json(path, self._filters(filters)))

    async def each(self, path: str, **filters: object) -> AsyncIterator[dict[str, Any]]:
        """As :meth:`Client.each`."""
        call: _Call | None = _Call("GET", path, self._filters(filters))
        while call is not None:
            page = msgspec.json.decode(await self._send(call), type=_Page)
            for item in page.items:
                yield item
            call = _next(page)

    async def _run(self, asking: Asking[T]) -> T:
        try:
            call = next(asking)
            while True:
                call = asking.send(await self._send(call))
        except StopIteration as done:
            found: T = done.value
            return found

    async def _send(self, call: _Call) -> bytes:
        for tries in range(1, TRIES + 1):
            try:
                answer = await self._http.request(**self._sent(call))
            except httpx.HTTPError as error:
                raise _unreachable(error) from error
            wait = self._wait(answer, tries)
            if wait is None:
                break
            await asyncio.sleep(wait)
        return answer.content


def _next(page: _Page) -> _Call | None:
    """The next page; its address comes whole from the server."""
    if page.next is None:
        return None
    path, _, query = page.next.partition("?")
    return _Call("GET", path.removeprefix(PREFIX), dict(httpx.QueryParams(query)))

"""The two clients: one that waits for each answer, one whose answers are awaited."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import httpx
import msgspec

from shidian.answer.facts import Given
from shidian.answer.short import ShortDecision
from shidian.client.talking import (
    CUT_OFF,
    TRIES,
    Asking,
    Call,
    ListReply,
    Refused,
    Talking,
    asked,
    in_parts,
    looked_up,
    many_asked,
    next_page,
    unreachable,
)

T = TypeVar("T")


class Client(Talking):
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
        return self._run(asked(question, facts, more, self._params))

    def ask_many(self, question: str, cases: Iterable[Mapping[str, Given]]) -> Iterator[ShortDecision | Refused]:
        """Decide any number of cases, in their order; a case that cannot be read is `Refused`, and the others go on. Raises ApiError."""
        for part in in_parts(cases):
            yield from self._run(many_asked(question, part, self._params))

    def get(self, path: str, **filters: object) -> Any:
        """What stands at an address below the API (`/tasks/t1`), as plain data. Raises ApiError."""
        return self._run(looked_up(path, self._filters(filters)))

    def each(self, path: str, **filters: object) -> Iterator[dict[str, Any]]:
        """Every entry of a list (`/rules`, `/tasks`), page after page, as plain data. Raises ApiError."""
        call: Call | None = Call("GET", path, self._filters(filters))
        while call is not None:
            page = msgspec.json.decode(self._send(call), type=ListReply)
            yield from page.items
            call = next_page(page)

    def _run(self, asking: Asking[T]) -> T:
        try:
            call = next(asking)
            while True:
                call = asking.send(self._send(call))
        except StopIteration as done:
            found: T = done.value
            return found

    def _send(self, call: Call) -> bytes:
        for tries in range(1, TRIES + 1):
            try:
                answer = self._http.request(**self._sent(call))
            except httpx.HTTPError as error:
                if tries == 1 and isinstance(error, CUT_OFF):
                    continue
                raise unreachable(error) from error
            wait = self._wait(answer, tries)
            if wait is None:
                break
            time.sleep(wait)
        return answer.content


class AsyncClient(Talking):
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
        return await self._run(asked(question, facts, more, self._params))

    async def ask_many(self, question: str, cases: Iterable[Mapping[str, Given]]) -> AsyncIterator[ShortDecision | Refused]:
        """As :meth:`Client.ask_many`."""
        for part in in_parts(cases):
            for found in await self._run(many_asked(question, part, self._params)):
                yield found

    async def get(self, path: str, **filters: object) -> Any:
        """As :meth:`Client.get`."""
        return await self._run(looked_up(path, self._filters(filters)))

    async def each(self, path: str, **filters: object) -> AsyncIterator[dict[str, Any]]:
        """As :meth:`Client.each`."""
        call: Call | None = Call("GET", path, self._filters(filters))
        while call is not None:
            page = msgspec.json.decode(await self._send(call), type=ListReply)
            for item in page.items:
                yield item
            call = next_page(page)

    async def _run(self, asking: Asking[T]) -> T:
        try:
            call = next(asking)
            while True:
                call = asking.send(await self._send(call))
        except StopIteration as done:
            found: T = done.value
            return found

    async def _send(self, call: Call) -> bytes:
        for tries in range(1, TRIES + 1):
            try:
                answer = await self._http.request(**self._sent(call))
            except httpx.HTTPError as error:
                if tries == 1 and isinstance(error, CUT_OFF):
                    continue
                raise unreachable(error) from error
            wait = self._wait(answer, tries)
            if wait is None:
                break
            await asyncio.sleep(wait)
        return answer.content

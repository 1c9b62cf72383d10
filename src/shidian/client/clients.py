"""The two clients: one that waits for each answer, one whose answers are awaited."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Literal, Self

import httpx
import msgspec

from shidian.answer.facts import Given
from shidian.answer.short import ShortDecision
from shidian.client.talking import Call, ListReply, Refused, Talking, asked, at_once, finished, in_parts, looked_up, many_asked, next_page


class Client(Talking):
    """Asks a server. `lawbook` is the digest that answers must come from; another one is an error. Use it in a `with` block."""

    def __init__(self, address: str, *, lang: Literal["en", "zh"] = "en", lawbook: str | None = None, timeout: float = 30.0) -> None:
        self._http = httpx.Client(timeout=timeout)
        super().__init__(address, lang, lawbook, timeout, at_once(lambda **sent: self._http.request(**sent)), at_once(time.sleep))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, question: str, facts: Mapping[str, Given] | None = None, /, **more: Given) -> ShortDecision:
        """Decide a case, in short; facts and `known_on` as in :meth:`shidian.book.Book.ask`. Raises ApiError."""
        return finished(self._run(asked(question, facts, more, self._params)))

    def ask_many(self, question: str, cases: Iterable[Mapping[str, Given]]) -> Iterator[ShortDecision | Refused]:
        """Decide any number of cases, in their order; a case that cannot be read is `Refused`, and the others go on. Raises ApiError."""
        for part in in_parts(cases):
            yield from finished(self._run(many_asked(question, part, self._params)))

    def get(self, path: str, **filters: object) -> Any:
        """What stands at an address below the API (`/tasks/t1`), as plain data. Raises ApiError."""
        return finished(self._run(looked_up(path, self._filters(filters))))

    def each(self, path: str, **filters: object) -> Iterator[dict[str, Any]]:
        """Every entry of a list (`/rules`, `/tasks`), page after page, as plain data. Raises ApiError."""
        call: Call | None = Call("GET", path, self._filters(filters))
        while call is not None:
            page = msgspec.json.decode(finished(self._send(call)), type=ListReply)
            yield from page.items
            call = next_page(page)


class AsyncClient(Talking):
    """The same to be awaited. Use it in an `async with` block."""

    def __init__(self, address: str, *, lang: Literal["en", "zh"] = "en", lawbook: str | None = None, timeout: float = 30.0) -> None:
        self._http = httpx.AsyncClient(timeout=timeout)
        super().__init__(address, lang, lawbook, timeout, self._http.request, asyncio.sleep)

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

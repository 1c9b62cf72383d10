"""How a request to the API is put and what an answer means, without sending anything: what both clients share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Iterator, Mapping
from typing import Any, Literal, TypeVar

import httpx
import msgspec
from msgspec import Struct

from shidian.answer.facts import Given
from shidian.answer.short import ShortDecision
from shidian.errors import BadValue, ShidianError

T = TypeVar("T")
Sends = Callable[..., Awaitable[T]]
PREFIX = "/api/v1"
MOST_CASES = 1000
"""Cases of one request."""
TRIES = 5
"""Times that a request is sent while the server says that it is busy."""
LONGEST_WAIT = 30.0
"""Seconds between two tries at most."""
BUSY = (429, 503)
CUT_OFF = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""A connection that ended without an answer, such as one kept from before a restart of the server. Asking changes nothing there: it is asked once
more."""


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


class Call(Struct, frozen=True):
    """One request to be sent."""

    method: Literal["GET", "POST"]
    path: str
    params: dict[str, str] = {}
    body: Any = None


class _Item(Struct, frozen=True):
    decision: ShortDecision | None = None
    error: Refused | None = None


class _BatchReply(Struct, frozen=True):
    items: tuple[_Item, ...]


class ListReply(Struct, frozen=True):
    items: tuple[dict[str, Any], ...]
    next: str | None = None


class _RefusedReply(Struct, frozen=True):
    error: Refused


Asking = Generator[Call, bytes, T]
"""Requests to send one after the other, each answered with the body that came; what it returns is the result."""


def asked(question: str, facts: Mapping[str, Given] | None, more: Mapping[str, Given], params: dict[str, str]) -> Asking[ShortDecision]:
    known_on = more.get("known_on")
    given = _given(facts, {k: v for k, v in more.items() if k != "known_on"})
    body: dict[str, Any] = {"question": question, "facts": given} | ({"known_on": _plain(known_on)} if known_on is not None else {})
    return msgspec.json.decode((yield Call("POST", "/ask", params | {"brief": "1"}, body)), type=ShortDecision, strict=False)


def many_asked(question: str, cases: list[dict[str, Any]], params: dict[str, str]) -> Asking[list[ShortDecision | Refused]]:
    """The answers to at most a thousand cases. What the server had no time for is sent again as long as some cases are decided."""
    out: list[ShortDecision | Refused] = []
    while len(out) < len(cases):
        body = {"question": question, "cases": cases[len(out) :]}
        raw = yield Call("POST", "/ask/batch", params | {"brief": "1"}, body)
        found = msgspec.json.decode(raw, type=_BatchReply, strict=False).items
        answers = [i.decision or i.error or Refused("bad-answer", "the server said nothing of this case") for i in found]
        spent = next((n for n, a in enumerate(answers) if isinstance(a, Refused) and a.code == "out-of-time"), len(answers))
        if not spent:
            return out + answers
        out += answers[:spent]
    return out


def looked_up(path: str, params: dict[str, str]) -> Asking[Any]:
    return msgspec.json.decode((yield Call("GET", path, params)))


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


def in_parts(cases: Iterable[Mapping[str, Given]]) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    for case in cases:
        part.append(_given(case, {}))
        if len(part) == MOST_CASES:
            yield part
            part = []
    if part:
        yield part


def at_once(call: Callable[..., T]) -> Sends[T]:
    """A call as one that is awaited, and has nothing to wait for."""

    async def done(*args: Any, **more: Any) -> T:
        return call(*args, **more)

    return done


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What comes of work that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as done:
        found: T = done.value
        return found
    raise AssertionError("the work waits for something")


class Talking:
    """What both clients share: how a request is put, and what an answer means."""

    def __init__(
        self,
        address: str,
        lang: Literal["en", "zh"],
        lawbook: str | None,
        timeout: float,
        request: Sends[httpx.Response],
        rest: Sends[None],
    ) -> None:
        self.address = address.rstrip("/") + PREFIX
        self.timeout = timeout
        self._params = {"lang": lang} | ({"lawbook": lawbook} if lawbook else {})
        self._request, self._rest = request, rest

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
                answer = await self._request(**self._sent(call))
            except httpx.HTTPError as error:
                if tries == 1 and isinstance(error, CUT_OFF):
                    continue
                raise unreachable(error) from error
            wait = self._wait(answer, tries)
            if wait is None:
                break
            await self._rest(wait)
        return answer.content

    def _sent(self, call: Call) -> dict[str, Any]:
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
            refused = msgspec.json.decode(answer.content, type=_RefusedReply).error
        except msgspec.MsgspecError:
            refused = Refused(
                "bad-answer", f"the server answered with status {answer.status_code} and no error of ours", "is this the right address?"
            )
        if answer.status_code in BUSY and refused.code != "out-of-time" and tries < TRIES:
            said = answer.headers.get("Retry-After", "")
            return min(LONGEST_WAIT, float(said) if said.isdigit() else 2.0**tries)
        raise ApiError(refused, answer.status_code)


def unreachable(error: httpx.HTTPError) -> ApiError:
    return ApiError(
        Refused("unreachable", f"no answer came: {error or type(error).__name__}", "does the server run, and is the address right?"), 0
    )


def next_page(page: ListReply) -> Call | None:
    """The next page; its address comes whole from the server."""
    if page.next is None:
        return None
    path, _, query = page.next.partition("?")
    return Call("GET", path.removeprefix(PREFIX), dict(httpx.QueryParams(query)))

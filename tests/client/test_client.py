"""The client against a real server: what it gives is what the lawbook says, and every refusal has its code."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

from shidian.answer.facts import Given
from shidian.answer.short import short
from shidian.client import ApiError, AsyncClient, Client, Refused
from shidian.errors import BadValue
from tests.cases.real import real_book
from tests.serving.running import serving

CASE: dict[str, Given] = {"activity": "app-store", "territory": "chengdu", "origin": "DE", "share": 100, "on": "2025-06-01"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_answer_is_that_of_the_lawbook_in_the_language_asked(address: str, lang: str) -> None:
    with Client(address, lang="zh" if lang == "zh" else "en") as api:
        found = api.ask("access", CASE)
    said = short(real_book().ask("access", CASE), "zh" if lang == "zh" else "en")
    assert (found.outcome, found.lines, found.must_say, found.in_force) == (said.outcome, said.lines, said.must_say, said.in_force)


def test_many_cases_come_back_in_their_order_and_one_that_cannot_be_read_stops_no_other(address: str) -> None:
    cases = [CASE, CASE | {"territory": "no such place"}, CASE | {"territory": "lingang"}]
    with Client(address) as api:
        first, bad, last = api.ask_many("access", cases)
    assert isinstance(bad, Refused)
    assert bad.code == "unknown-value"
    assert not isinstance(first, Refused)
    assert not isinstance(last, Refused)
    assert (first.facts["territory"], last.facts["territory"]) == ("chengdu", "lingang")


def test_more_cases_than_one_request_takes_are_all_answered(address: str) -> None:
    with Client(address) as api:
        assert sum(not isinstance(x, Refused) for x in api.ask_many("access", [CASE] * 1003)) == 1003


def test_every_page_of_a_list_is_walked(address: str) -> None:
    with Client(address) as api:
        rules = [r["rule"] for r in api.each("/rules", question="access")]
        first = api.get("/rules", question="access")
    assert len(rules) == len(set(rules)) == first["count"] > len(first["items"])


def test_a_refusal_is_an_error_with_its_code_and_hint(address: str) -> None:
    with Client(address) as api:
        with pytest.raises(ApiError) as refused:
            api.ask("acces", CASE)
        with pytest.raises(BadValue, match="twice"):
            api.ask("access", CASE, share=3)
    assert (refused.value.code, refused.value.status) == ("unknown-question", 404)
    assert "access" in (refused.value.hint or "")


def test_another_lawbook_than_the_one_named_is_refused(address: str) -> None:
    with Client(address, lawbook="0123456789abcdef") as api, pytest.raises(ApiError) as refused:
        api.ask("access", CASE)
    assert refused.value.status == 409


def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}") as api, pytest.raises(ApiError) as refused:
        api.ask("access", CASE)
    assert (refused.value.code, refused.value.status) == ("unreachable", 0)


def _answers(server: socket.socket) -> None:
    """Answer the first request on each of two connections; on the next one, end the connection."""
    for _ in range(2):
        one, _ = server.accept()
        with one:
            one.recv(65_536)
            one.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            one.recv(65_536)


def test_a_kept_connection_that_was_cut_is_no_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answers, args=(server,), daemon=True)
        thread.start()
        with Client(f"http://127.0.0.1:{server.getsockname()[1]}") as api:
            assert [api.get("/questions"), api.get("/questions")] == [{}, {}]
        thread.join(30)


def test_a_busy_server_is_asked_again_after_the_time_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([(429, {"error": {"code": "too-many-requests", "message": "slowly"}}), (200, {"count": 0, "next": None, "items": []})])
    waits: list[float] = []

    def served(_request: httpx.Request) -> httpx.Response:
        status, body = next(answers)
        return httpx.Response(status, json=body, headers={"Retry-After": "3"})

    monkeypatch.setattr("shidian.client.clients.time.sleep", waits.append)
    with Client("http://nowhere") as api:
        api._http = httpx.Client(transport=httpx.MockTransport(served))
        assert list(api.each("/rules")) == []
    assert waits == [3.0]


def test_the_client_to_be_awaited_says_the_same(address: str) -> None:
    async def asked() -> tuple[object, ...]:
        async with AsyncClient(address) as api:
            one = await api.ask("access", CASE)
            many = [x async for x in api.ask_many("access", [CASE, CASE])]
            regions = [r["region"] async for r in api.each("/regions")]
            return one, many, regions, await api.get("/questions/access")

    one, many, regions, question = asyncio.run(asked())
    with Client(address) as api:
        assert one == api.ask("access", CASE)
        assert many == list(api.ask_many("access", [CASE, CASE]))
        assert regions == [r["region"] for r in api.each("/regions")]
        assert question == api.get("/questions/access")

"""The page of a decision is made once for an address and a day, and is the same to everybody."""

from __future__ import annotations

import datetime as dt

import pytest
from starlette.testclient import TestClient

from shidian.serving.application import PLAIN, build
from shidian.visitors.keeper import Keeper
from shidian.web.render import Renderer
from tests.cases.real import real_book

CASE = "/en/decision/access?activity=online-music&territory=shanghai&origin=de&share=60&on=2025-06-03"


def test_a_page_asked_again_is_not_drawn_again_one_of_another_address_or_day_is_and_a_refusal_stays_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []
    html, day = Renderer.html, [dt.date(2026, 3, 2)]

    def noted(self: Renderer, template: str, *more: object, **named: object) -> str:
        drawn.append(template)
        return html(self, template, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Renderer, "html", noted)
    client = TestClient(build(Keeper(real_book(), lambda: day[0]), settings=PLAIN), base_url="http://localhost")
    first = client.get(CASE)
    again = client.get(CASE, headers={"Cookie": "shidian_desk=somebody"})
    assert first.status_code == again.status_code == 200
    assert again.content == first.content
    assert again.headers["Content-Language"] == "en"
    assert len(drawn) == 1
    client.get(CASE.replace("/en/", "/zh/"))
    client.get(CASE.replace("share=60", "share=50"))
    assert len(drawn) == 3
    day[0] += dt.timedelta(1)
    client.get(CASE)
    assert len(drawn) == 4
    assert [client.get(CASE.replace("online-music", "online-musik")).status_code for _ in range(2)] == [400, 400]
    assert [client.get(CASE + "&colour=red").status_code for _ in range(2)] == [400, 400]

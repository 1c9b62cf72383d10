"""The feed of one answer, read by a feed reader and a calendar library that we did not write."""

from __future__ import annotations

import json

import feedparser
import httpx
import icalendar

CASE = "activity=app-store&territory=chengdu%3Aother&origin=DE&share=100"


def test_a_feed_of_one_answer_has_an_entry_for_each_day_on_which_it_changed(http: httpx.Client) -> None:
    line = http.post(
        "/api/v1/timeline",
        json={"question": "access", "facts": {"activity": "app-store", "territory": "chengdu:other", "origin": "DE", "share": 100}},
    )
    days = [i["start"] for i in line.json()["intervals"][1:]]
    assert days
    answer = http.get(f"/api/v1/feed/access.atom?{CASE}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert [e.summary.split("\n")[0] for e in feed.entries] == days[::-1]
    assert len({e.id for e in feed.entries}) == len(days)
    items = http.get(f"/api/v1/feed/access.json?{CASE}&lang=zh").json()["items"]
    assert len(items) == len(days)
    assert any("允许" in i["title"] for i in items)
    events = icalendar.Calendar.from_ical(http.get(f"/api/v1/feed/access.ics?{CASE}").content).events
    assert [e.start.isoformat() for e in events] == days[::-1]


def test_a_feed_of_what_cannot_be_read_is_an_error(http: httpx.Client) -> None:
    assert http.get("/api/v1/feed/access.atom?activity=app-shoppe").status_code == 400
    assert http.get("/api/v1/feed/acess.atom").status_code == 404
    assert http.get("/api/v1/feed/access.rss").status_code == 400
    assert http.get(f"/api/v1/feed/access.atom?{CASE}&activity=idc").status_code == 400
    assert json.loads(http.get("/api/v1/feed/access.atom?activity=app-shoppe").content)["error"]["hint"]

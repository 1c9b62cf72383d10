"""The feed of one answer, read by a feed reader and a calendar library that we did not write."""

from __future__ import annotations

import json
import re

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


def test_what_a_reader_opens_from_a_feed_is_the_answer_of_that_day_and_no_key_is_shown(http: httpx.Client) -> None:
    for lang in ("en", "zh"):
        feed = feedparser.parse(http.get(f"/api/v1/feed/access.atom?{CASE}&lang={lang}").content)
        links = {x["rel"]: x["href"] for x in feed.feed.links}
        assert http.get(links["alternate"]).status_code == 200
        assert http.get(links["self"]).headers["content-type"].startswith("application/atom+xml")
        told = http.get(f"/api/v1/feed/access.json?{CASE}&lang={lang}").json()
        assert told["home_page_url"] == links["alternate"]
        events = icalendar.Calendar.from_ical(http.get(f"/api/v1/feed/access.ics?{CASE}&lang={lang}").content).events
        assert [e.link for e in feed.entries] == [i["url"] for i in told["items"]] == [str(e["url"]) for e in events]
        for entry in feed.entries[:2]:
            page = http.get(entry.link)
            assert page.status_code == 200
            assert f'<time datetime="{entry.summary[:10]}">' in page.text
        assert [e.summary for e in feed.entries if "/app-store" in e.summary or "cn-" in e.summary] == []


def test_the_page_of_an_answer_names_its_feed_and_its_calendar(http: httpx.Client) -> None:
    page = http.get(f"/zh/decision/access?{CASE}&on=2025-06-01").text
    for found in (
        re.search(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"', page),
        re.search(r'<a href="(/api/v1/feed/access.ics[^"]+)"', page),
    ):
        assert found is not None
        address = found[1].replace("&amp;", "&")
        assert "lang=zh" in address
        assert "on=" not in address
        assert http.get(address).status_code == 200


def test_a_feed_of_what_cannot_be_read_is_an_error(http: httpx.Client) -> None:
    assert http.get("/api/v1/feed/access.atom?activity=app-shoppe").status_code == 400
    assert http.get("/api/v1/feed/acess.atom").status_code == 404
    assert http.get("/api/v1/feed/access.rss").status_code == 400
    assert http.get(f"/api/v1/feed/access.atom?{CASE}&activity=idc").status_code == 400
    assert json.loads(http.get("/api/v1/feed/access.atom?activity=app-shoppe").content)["error"]["hint"]


def test_an_entry_says_which_rules_began_and_which_ended_each_once_and_what_is_only_announced(http: httpx.Client) -> None:
    case = {"data": "personal", "ground": "hr", "persons": "5000", "important-data": "no"}
    query = "&".join(f"{k}={v}" for k, v in case.items())
    intervals = http.post("/api/v1/timeline", json={"question": "data_export", "facts": case}).json()["intervals"][1:]
    for lang, now, gone, ahead in (("en", "now: ", "no longer: ", "Announced: "), ("zh", "现适用：", "不再适用：", "已宣布口径：")):
        told = http.get(f"/api/v1/feed/data_export.json?{query}&lang={lang}").json()
        assert {"en": "important data: no", "zh": "重要数据：否"}[lang] in told["title"]
        for item, interval in zip(told["items"], intervals[::-1], strict=True):
            lines = item["content_text"].split("\n")
            assert len(lines) == len(set(lines))
            began = [x for x in lines if x.startswith(now)]
            assert bool(began) == bool(interval["began"])
            assert any(x.startswith(gone) for x in lines) == bool(interval["ended"])
            only = [r for r in interval["announced_began"] if r not in interval["began"]]
            only += [r for r in interval["announced_ended"] if r not in interval["ended"]]
            assert any(x.startswith(ahead) for x in lines) == bool(only)

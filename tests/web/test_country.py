"""The schematic map: nothing on it collides on a telephone, it says at every day what the decision of that day says, and it plays."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser

from tests.nightly import share_of
from tests.web.browsing import visiting
from tests.web.pages import SHENZHEN

COLLIDING = """() => {
  const boxes = [...document.querySelectorAll('.marks .spot b, .marks .disc, .marks .said-now:not(.quiet)')].map((e) => {
    const r = document.createRange(); r.selectNodeContents(e);
    const box = !e.matches('.disc') ? r.getBoundingClientRect() : e.getBoundingClientRect();
    return [e.closest('li').innerText.trim(), box.left, box.right, box.top, box.bottom];
  });
  const out = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    if (a[0] !== b[0] && a[1] < b[2] - 0.5 && b[1] < a[2] - 0.5 && a[3] < b[4] - 0.5 && b[3] < a[4] - 0.5) out.push(a[0] + ' / ' + b[0]);
  }));
  boxes.forEach((a) => { if (a[1] < 0 || a[2] > innerWidth) out.push(a[0] + ' leaves the page'); });
  return out;
}"""
SMALL = """() => [...document.querySelectorAll('.marks .spot')].map((e) => e.getBoundingClientRect()).filter((b) => b.width < 44 || b.height < 44).length"""


@pytest.mark.parametrize(("lang", "width"), share_of([(lang, width) for width in (390, 820, 1440) for lang in ("en", "zh")], 3))
def test_names_and_marks_never_collide_and_are_large_enough_to_touch(browser: Browser, address: str, lang: str, width: int) -> None:
    with visiting(browser, address, lang, width=width) as visitor:
        for path in ("/regions", f"/elsewhere/access?{SHENZHEN}", "/openness?on=2025-06-01", "/programme"):
            visitor.goes(path)
            assert visitor.page.locator(".marks li").count() == 20
            assert visitor.page.evaluate(COLLIDING) == []
            assert visitor.page.evaluate(SMALL) == 0


def test_the_map_says_on_every_day_what_the_decision_of_that_day_says(http: httpx.Client) -> None:
    page = http.get(f"/en/elsewhere/access.json?{SHENZHEN}").json()
    names = {name["en"]: outcome for outcome, name in page["outcome_names"].items()}
    for spot in page["map"]["spots"][::5]:
        for phase in spot["phases"]:
            decided = http.get("/api/v1/ask/access", params=spot["query"] | {"on": phase["start"]}).json()
            wanted = "undetermined" if phase["tone"] == "depends" else names[phase["words"]["en"]]
            assert decided["outcome"] == wanted, (spot["query"], phase)


def test_the_list_has_first_who_reached_all_first(http: httpx.Client) -> None:
    page = http.get(f"/en/elsewhere/access.json?{SHENZHEN}").json()
    days = [p["whole_since"] or "9999" for p in page["places"]]
    assert days == sorted(days)
    assert days[0] < "9999"
    for place in page["places"]:
        for zone in place["zones"]:
            decided = http.get("/api/v1/ask/access", params=zone["facts"]).json()
            assert decided["outcome"] == zone["there"]["outcome"]


def test_the_slider_colours_the_marks_of_its_day(browser: Browser, address: str) -> None:
    with visiting(browser, address, "en", width=1280) as visitor:
        visitor.goes(f"/elsewhere/access?{SHENZHEN}")
        mark = visitor.page.locator(".marks li", has_text="Shenzhen").locator(".disc")
        assert "good" in (mark.get_attribute("class") or "")
        visitor.page.locator(".country input[type=range]").focus()
        visitor.page.keyboard.press("Home")
        assert "good" not in (mark.get_attribute("class") or "")
        assert visitor.page.locator(".country-day").inner_text() == "1 January 2019"
        visitor.page.locator(".play").click()
        visitor.page.locator(".marks .disc.good").first.wait_for()

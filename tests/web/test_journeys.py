"""The ways people take through the pages, in a real browser: in both languages, with JavaScript and without."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from shidian.words.dates import dated
from shidian.words.phrases import phrase
from tests.nightly import share_of
from tests.web.browsing import Visitor, visiting
from tests.web.pages import SHENZHEN
from tests.web.test_screen import HEADER, ROWS, as_csv, as_xlsx

WORDS = {
    "en": {"origin": "Germany", "activity": "app store", "territory": "Chengdu"},
    "zh": {"origin": "德国", "activity": "应用商店", "territory": "成都"},
}

WAYS = {"en": ("en", True), "en without scripts": ("en", False), "zh": ("zh", True), "zh without scripts": ("zh", False)}
RUN = [w for pair in share_of((("en", "zh without scripts"), ("zh", "en without scripts")), 2) for w in pair]
journey = pytest.mark.parametrize(("lang", "js"), [WAYS[w] for w in RUN], ids=RUN)


def facts_in(visitor: Visitor) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(visitor.page.url).query).items()}


@journey
def test_a_sentence_leads_to_a_decision_and_on(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/")
        for name, word in WORDS[lang].items():
            visitor.types(name, word)
        page.locator("input[name='share']").fill("100")
        page.locator("main input[name='on']").fill("2025-06-01")
        visitor.presses("ask_it", "form.sentence")
        page.wait_for_url("**/decision/access?*")
        decided = page.request.get(f"{address}/api/v1/ask/access", params={**facts_in(visitor)}).json()
        assert decided["receipt"]["facts"]["activity"] == "app-store"
        expect(page.locator("h1")).to_have_text(dated(decided["sentence"][lang], lang))
        shown = phrase("depends") if decided["because"] == "missing_facts" else decided["outcome_names"][decided["outcome"]]
        expect(page.locator(".verdict .word")).to_contain_text(shown[lang])
        expect(page.locator(".receipt")).to_have_text(decided["receipt"]["id"])
        assert page.locator("section[aria-labelledby='why'] > ol").first.locator("> li").count() == len(decided["reasons"])
        expect(page.locator(".copy")).to_be_visible() if js else expect(page.locator(".copy")).to_be_hidden()
        for selector, path in (
            (".strip li:not(.now) a", "/decision/access"),
            (".side dl a", "/ask/access"),
            (".actions a[href*='/decision/access']", "/decision/access"),
        ):
            if page.locator(selector).count():
                visitor.follows(selector)
                assert visitor.path.startswith(path)
        visitor.goes(f"/decision/access?{SHENZHEN}")
        place = page.locator("[data-part*='/elsewhere/']")
        place.scroll_into_view_if_needed()
        if js:
            place.locator("a.spot").first.wait_for()
        else:
            place.locator("a").click()
            page.wait_for_url("**/elsewhere/access?*")
        page.locator("a.spot").first.click()
        page.wait_for_url("**/decision/access?*")


@journey
def test_what_would_help_is_shown_where_a_case_is_refused(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/decision/access?activity=app-store&territory=chengdu&origin=DE&share=100&on=2025-06-01")
        place = page.locator("[data-part*='/what-if/']")
        place.scroll_into_view_if_needed()
        if js:
            place.locator(".answer").first.wait_for()
            place.locator(".answer").first.click()
        else:
            place.locator("a").click()
            page.wait_for_url("**/what-if/access?*")
            visitor.follows(".answer")
        page.wait_for_url("**/decision/access?*")
        expect(page.locator(".verdict")).to_be_visible()


@pytest.mark.parametrize(
    ("question", "lang", "js"),
    [
        *(("data_export", lang, js) for lang in ("en", "zh") for js in (True, False)),
        ("entry", "en", False),
        ("capital", "zh", False),
        ("import", "zh", True),
        ("access", "en", True),
    ],
)
def test_an_interview_asks_one_thing_at_a_time_until_nothing_matters(
    browser: Browser, address: str, question: str, lang: str, js: bool
) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes(f"/ask/{question}")
        assert page.locator("h1").count() == 1
        page.locator("details.why summary").click()
        for step in range(30):
            if "/decision/" in visitor.path:
                break
            before = visitor.path
            if page.locator(".asked > .answers .answer").count():
                visitor.follows(".asked > .answers .answer")
            elif page.locator(".asked input[type='checkbox']").count():
                page.locator(".asked input[type='checkbox']").first.check()
                visitor.presses("next")
            else:
                visitor.follows(".asked .do-not-know")
            assert visitor.path != before
            if step == 1 and "/ask/" in visitor.path:
                kept = visitor.path
                visitor.follows(".asked .actions a")  # back
                assert visitor.path != kept
                page.go_back()
                if page.locator(".said dl a").count():
                    visitor.follows(".said dl a")  # change
                    assert "change=" in visitor.path
                    page.go_back()
                assert visitor.path == kept
        assert "/decision/" in visitor.path
        expect(page.locator(".verdict .word")).to_be_visible()


@journey
def test_a_slip_is_mended(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        page.goto(f"{address}/{lang}/decision/access?activity=app-shoppe&territory=chengdu")
        visitor.follows(".problem .answer[href*='activity=app-store']")
        assert facts_in(visitor)["activity"] == "app-store"
        visitor.faults = [f for f in visitor.faults if "400" not in f]  # the slip itself


@pytest.mark.parametrize(("lang", "js"), [("en", False), ("zh", True)])
def test_the_law_and_the_programme_can_be_explored(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/")
        for section, path, link, below in (
            ("/instruments", "/activities", "main ul a[href*='/activities/']", "/activities/"),
            ("/programme", "/regions", "a.spot", "/territories/"),
            ("/instruments", "/instruments", "main tbody th a", "/instruments/"),
            ("/programme", "/tasks", ".board a", "/tasks/"),
        ):
            visitor.follows(f".main-nav a[href='/{lang}{section}']")
            page.locator(f".main-nav .within a[href='/{lang}{path}']").click()
            page.wait_for_url(f"**{path}")
            visitor.follows(link)
            assert visitor.path.startswith(below)
            expect(page.locator("h1")).to_be_visible()
        visitor.goes("/tasks")
        page.locator("main select[name='view']").select_option("list")
        page.locator("main select[name='strength']").select_option("4")
        visitor.presses("filter")
        page.wait_for_url("**view=list*")
        assert page.locator("main tbody tr").count() > 0
        for path in (
            "/territories",
            "/plans",
            "/chronology",
            "/replication",
            "/statistics",
            "/crosswalk",
            "/sources",
            "/claims",
            "/contradictions",
            "/coverage",
            "/api",
        ):
            page.locator(f".foot-nav a[href='/{lang}{path}']").first.click()
            page.wait_for_url(f"**{path}")
            expect(page.locator("h1")).to_be_visible()
        page.locator(".switches a").click()
        assert urlsplit(page.url).path == f"/{'zh' if lang == 'en' else 'en'}/api"
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if lang == "en" else "en")


@journey
def test_the_matrix_moves_through_the_days_and_leads_to_decisions(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/matrix?rows=telecom&on=2025-06-01")
        page.locator(".matrix-form select[name='reading']").select_option("announced")
        page.locator(".matrix-form input[name='share']").fill("60")
        visitor.presses("show")
        page.wait_for_url("**share=60*")
        day = page.locator(".days b").inner_text()
        if js:
            slider = page.locator(".days input[type='range']")
            slider.focus()
            page.keyboard.press("ArrowLeft")
            slider.dispatch_event("change")
        else:
            page.locator(".days a").first.click()
        page.wait_for_url(lambda url: f"on={day}" not in url)
        visitor.follows("td.cell a")
        assert visitor.path.startswith("/decision/access")
        assert facts_in(visitor)["share"] == "60"


@journey
def test_changes_between_two_days_lead_to_cases(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/changes?since=2024-01-01&until=2025-01-01")
        page.locator("main input[name='since']:not([type='hidden'])").fill("2024-10-31")
        page.locator("main input[name='until']:not([type='hidden'])").fill("2025-05-01")
        visitor.presses("show")
        page.wait_for_url("**since=2024-10-31*")
        visitor.follows("td a[href*='/decision/']")
        expect(page.locator(".verdict")).to_be_visible()


@journey
def test_a_search_finds_what_it_is_given(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/")
        page.locator(".find input").fill(WORDS[lang]["activity"])
        visitor.presses("search", within=".find")
        page.wait_for_url("**/search?q=*")
        visitor.follows(".hits a[href*='/activities/app-store']")
        expect(page.locator("h1")).to_be_visible()
        assert visitor.path == "/activities/app-store"


@journey
def test_a_table_is_screened(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/screen")
        page.locator("input[type='file']").set_input_files(
            {"name": "fälle 案例.csv", "mimeType": "text/csv", "buffer": as_csv([HEADER, *ROWS])}
        )
        visitor.presses("screen_upload")
        page.wait_for_url("**/screen/*")
        assert page.locator("select[name='activity']").input_value() == "行业"
        assert page.locator(".wide tbody tr").count() == 3
        visitor.presses("screen_start")
        done = page.locator("a[href$='/file']")
        for _ in range(100):
            if done.count():
                break
            page.wait_for_timeout(200)
            if not js and not done.count():
                page.reload()
        with page.expect_download() as waiting:
            done.click()
        back = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
        assert waiting.value.suggested_filename == "fälle 案例-shidian.csv"
        assert back[0]["outcome"] == "permitted"
        assert back[0]["备注"] == "'=1+1"
        assert page.locator(".stack rect").count() > 0
        visitor.presses("screen_delete")
        page.wait_for_url("**/screen")
        assert page.locator("main tbody tr").count() == 0


@journey
def test_a_screening_is_cancelled(browser: Browser, address: str, lang: str, js: bool) -> None:
    with visiting(browser, address, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/screen")
        rows = [[f"idc{i}", "深圳", "DE", "100", "2025-03-15", "x"] for i in range(1_500)]
        page.locator("input[type='file']").set_input_files(
            {"name": "long.xlsx", "mimeType": "application/octet-stream", "buffer": as_xlsx([HEADER, *rows])}
        )
        visitor.presses("screen_upload")
        page.wait_for_url("**/screen/*")
        visitor.presses("screen_start")
        page.wait_for_url("**/screen/*")
        visitor.presses("screen_cancel")
        expect(page.locator(".lead b")).to_have_text(visitor.says("job_cancelled"))
        assert page.locator("a[href$='/file']").count() == 0
        visitor.presses("screen_delete")
        page.wait_for_url("**/screen")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_keyboard_alone_is_enough_to_ask(browser: Browser, address: str, lang: str) -> None:
    with visiting(browser, address, lang) as visitor:
        page = visitor.page
        visitor.goes("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        for name in ("origin", "share", "activity", "territory") if lang == "en" else ("origin",):
            for _ in range(8):  # the box for a sentence, its button and the examples come first
                page.keyboard.press("Tab")
                if page.evaluate("document.activeElement.getAttribute('name')") == name:
                    break
            assert page.evaluate("document.activeElement.getAttribute('name')") == name
            if name != "share":
                page.keyboard.type(WORDS[lang][name])
                page.locator(".words:not([hidden]) li").first.wait_for()
                page.keyboard.press("ArrowDown")
                page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_url("**/decision/access?*")


def test_the_theme_is_switched_and_kept(browser: Browser, address: str) -> None:
    with visiting(browser, address, "en") as visitor:
        page = visitor.page
        visitor.goes("/")
        paper = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(paper)
        page.locator("button.theme").click()
        dark = page.evaluate(paper)
        assert dark != light
        visitor.goes("/regions")
        assert page.evaluate(paper) == dark


TWICE = """form => {
  let sent = 0;
  form.addEventListener("submit", e => { sent += !e.defaultPrevented; e.preventDefault(); });
  for (const _ of [1, 2]) form.querySelector("button").click();
  return [sent, form.querySelector("[role=status]").textContent];
}"""


def test_a_form_that_takes_its_time_says_so_and_is_sent_once(browser: Browser, address: str) -> None:
    for lang, path, key in (("zh", "/read", "read_busy"), ("en", "/screen", "upload_busy")):
        with visiting(browser, address, lang) as visitor:
            visitor.goes(path)
            visitor.page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b"})
            assert visitor.page.locator("form[data-busy]").evaluate(TWICE) == [1, visitor.says(key)]

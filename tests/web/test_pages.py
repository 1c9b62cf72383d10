"""Every page: found in both languages, with a JSON twin that is its context, escaped, and documented."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest

from shidian.api.errors import CODES
from shidian.errors import ShidianError
from shidian.web import interface
from shidian.web.page import Context
from shidian.web.routes import PAGES
from shidian.words.dates import dated
from shidian.words.phrases import phrases
from tests.docs import page_reference
from tests.nightly import share_of
from tests.web.pages import ADDRESSES, CASE, SHENZHEN

ROOT = Path(__file__).parents[2]
CONTEXTS = {p.path: p.context for p in PAGES} | {"/api": interface.ApiPage}


def twin(path: str) -> str:
    """The address of the JSON twin."""
    where, _, query = path.partition("?")
    return ("/index" if where == "/" else where) + ".json" + (f"?{query}" if query else "")


class Seen(HTMLParser):
    """The links of a page, its ids, and the inline code it must not have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if "style" in found or any(name.startswith("on") for name in found) or (tag == "script" and "src" not in found) or tag == "style":
            self.inline.append(tag)


def test_every_page_has_an_address_here() -> None:
    assert set(CONTEXTS) - {"/kept/{id}", "/screen/{id}", "/read/{id}", "/review/{id}", "/review/proposals"} == set(ADDRESSES)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", ADDRESSES.values())
def test_a_page_stands_in_both_languages(http: httpx.Client, path: str, lang: str) -> None:
    answer = http.get(f"/{lang}{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-language"] == {"en": "en", "zh": "zh-CN"}[lang]
    page = Seen(answer.text)
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))
    assert f'<html lang="{answer.headers["content-language"]}">' in answer.text
    assert re.search(r"<h1[ >]", answer.text)


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_twin_of_a_page_is_its_context(http: httpx.Client, path: str) -> None:
    found = http.get("/en" + twin(ADDRESSES[path]))
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/json"
    assert set(found.json()) == set(CONTEXTS[path].__struct_fields__)
    assert f'href="/en{twin(ADDRESSES[path])}"'.replace("&", "&amp;") in http.get("/en" + ADDRESSES[path]).text


@pytest.mark.parametrize("context", CONTEXTS.values(), ids=lambda c: c.__name__)
def test_a_context_is_typed_and_documented(context: type[Context]) -> None:
    assert context.__doc__
    assert msgspec.json.schema(context, schema_hook=lambda _: {})
    assert all(f.type is not Any for f in msgspec.structs.fields(context))


def test_the_reference_of_the_pages_is_up_to_date() -> None:
    assert (ROOT / "docs/reference/pages.md").read_text(encoding="utf-8") == page_reference.markdown()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/regions",
        f"/decision/access?{SHENZHEN}",
        "/instruments/cn-vats-pilot-2024",
        "/tasks/t1",
        "/search?q=lingang",
        "/territories/chengdu",
        "/contradictions",
    ],
)
def test_the_links_of_a_page_lead_somewhere(http: httpx.Client, path: str) -> None:
    page = Seen(http.get(f"/en{path}").text)
    own = sorted({link.partition("#")[0] for link in page.links if link.startswith("/")})
    assert own
    broken = {}
    for link in share_of(own[:120], 3):
        answer = http.get(link)
        if answer.status_code not in (200, 303):
            broken[link] = answer.status_code
    assert broken == {}


def test_links_to_a_rule_meet_it_on_the_page_of_its_instrument(http: httpx.Client) -> None:
    links = [x for x in Seen(http.get(f"/en/decision/access?{SHENZHEN}").text).links if "#rule-" in x]
    assert links
    for link in set(links):
        assert urlsplit(link).fragment in Seen(http.get(link.partition("#")[0]).text).ids


def test_the_front_door_leads_to_the_language_of_the_browser(http: httpx.Client) -> None:
    for wanted, lang in (("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB,en;q=0.9", "en"), ("de", "en"), ("", "en")):
        assert http.get("/", headers={"Accept-Language": wanted}).headers["location"] == f"/{lang}/"


def test_the_twin_of_a_decision_holds_the_decision(http: httpx.Client) -> None:
    twin_of = http.get(f"/en/decision/access.json?{SHENZHEN}").json()
    assert twin_of["decision"] == http.get(f"/api/v1/ask/access?{SHENZHEN}").json()


def test_a_memo_says_what_the_page_says(http: httpx.Client) -> None:
    memo = http.get(f"/zh/decision/access.md?{CASE}").text
    decision = http.get(f"/api/v1/ask/access?{CASE}").json()
    assert dated(decision["sentence"]["zh"], "zh") in memo
    assert decision["receipt"]["id"] in memo
    for reason in decision["reasons"]:
        assert reason["title"]["zh"] in memo


def test_a_memo_as_pdf_is_a_pdf_with_chinese_in_it(http: httpx.Client) -> None:
    if not Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists():
        pytest.skip("this machine has no Chinese font (Debian: fonts-noto-cjk)")
    for lang in ("zh", "en"):
        answer = http.get(f"/{lang}/decision/access.pdf?{CASE}")
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")
        assert b"CJK" in answer.content
        assert len(answer.content) < 500_000


def test_words_of_strangers_are_escaped(http: httpx.Client) -> None:
    attack = "<script>alert(1)</script>\"'>"
    for path in (
        "/en/search?q=",
        "/en/instruments?text=",
        "/en/decision/access?activity=",
        "/en/tasks?text=",
        "/en/ask/access?activity=",
        "/en/",
    ):
        text = http.get(path, params={path.rpartition("?")[2].rstrip("="): attack} if "?" in path else {"activity": attack}).text
        assert "<script>alert" not in text
    assert "<script>alert" not in http.get("/en/" + attack).text


def test_a_slip_is_met_with_what_may_have_been_meant(http: httpx.Client) -> None:
    answer = http.get("/zh/decision/access?activity=app-shoppe&territory=chengdu")
    assert answer.status_code == 400
    assert "您是否想找" in answer.text
    assert "应用商店" in answer.text
    assert any("activity=app-store" in link and "territory=chengdu" in link for link in Seen(answer.text).links)


HOSTILE = [
    "\x00",
    "a" * 5000,
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "%",
    "../../etc/passwd",
    "' OR 1=1 --",
    "{{777700*7}}",
    "٣",
    "1e999",
    "-1",
    "2025-02-30",
    "9999-12-31",
    "0000-00-00",
    "NaN",
]


@pytest.mark.parametrize("word", HOSTILE, ids=lambda w: ascii(w)[:20])
def test_hostile_values_meet_a_clear_answer(http: httpx.Client, word: str) -> None:
    for path, name in (
        ("/en/decision/access", "activity"),
        ("/en/decision/access", "share"),
        ("/en/decision/access", "on"),
        ("/en/instruments", "on"),
        ("/en/tasks", "strength"),
        ("/en/matrix", "share"),
        ("/en/matrix", "rows"),
        ("/en/changes", "since"),
        ("/en/search", "q"),
        ("/en/ask/entry", "stay"),
        ("/en/decision/access", "known_on"),
        ("/en/claims", "subject"),
        ("/en/elsewhere/access", "origin"),
    ):
        answer = http.get(path, params={name: word})
        assert answer.status_code in (200, 303, 400, 404), (path, name, answer.status_code)
        assert "Traceback" not in answer.text
        assert "5443900" not in answer.text  # what the braces come to: longer than a port, and no digest
        assert str(ROOT) not in answer.text


def test_a_page_that_is_shared_names_its_own_address_and_a_picture_that_is_there(http: httpx.Client) -> None:
    for path in ("/zh/", f"/en/decision/access?{CASE}"):
        page = http.get(path).text
        said = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)"', page))
        assert html.unescape(said["og:url"]) == f"{http.base_url}{path}"
        picture = http.get(said["og:image"])
        assert picture.status_code == 200
        assert picture.headers["content-type"] == "image/png"
        assert len(picture.content) < 50_000
        assert said["og:title"]
        assert said["og:description"]


WRONG = [
    ("/regions", "batch", "zz", "cohort"),
    ("/regions", "cohort", "zz", "2021"),
    ("/instruments", "foo", "1", "kind"),
    ("/instruments", "kind", "zz", "statute"),
    ("/tasks", "view", "zz", "board"),
    ("/tasks", "stage", "zz", "operating"),
    ("/tasks", "lmit", "5", "stage"),
    ("/ceilings", "every", "yes", "rows"),
    ("/ceilings", "rows", "zz", "all"),
    ("/ceilings", "differing", "no", "yes"),
    ("/ceilings", "cell", "idc.zz", "cell"),
    ("/matrix", "regoin", "hainan", "rows"),
    ("/openness", "shares", "100", "measure"),
    ("/sources", "grade", "zz", "official"),
    ("/contradictions", "kind", "zz", ""),
    ("/claims", "subjects", "zz", "subject"),
    ("/territories/chengdu", "tab", "zz", "changes"),
    ("/search", "sort", "zz", "kind"),
    ("/areas", "plan", "zz", ""),
    ("/programme", "plan", "zz", ""),
    ("/search?q=lingang", "kind", "rulez", "activities"),
]


@pytest.mark.parametrize(("path", "name", "value", "told"), WRONG)
def test_what_a_page_does_not_read_is_refused_with_what_it_takes(http: httpx.Client, path: str, name: str, value: str, told: str) -> None:
    for lang in ("en", "zh"):
        answer = http.get(f"/{lang}{path}", params={name: value})
        assert answer.status_code in (400, 404)
        said = re.sub("<[^>]*>", "", answer.text[answer.text.index("<main") : answer.text.index("</main>")])
        assert (value if "unknown" not in said and "参数" not in said else name) in said
        assert told in said or "did you mean" in said or "您是否想" in said or lang == "zh"
        assert lang == "en" or not re.search(r"cannot be|unknown|known:|there is no", said)
        assert http.get(f"/{lang}{path}.json", params={name: value}).status_code in (400, 404)


def test_broken_addresses_are_refused_clearly(http: httpx.Client) -> None:
    for path in (
        "/en/decision/access?activity=%ff%fe",
        "/en/instruments/%00",
        "/en/decision/access?a=1&a=2",
        "/zh/ask/access?share=1&share=2",
        "/en/tasks/%2e%2e",
    ):
        answer = http.get(path)
        assert answer.status_code in (400, 404), path
        assert "<h1" in answer.text


def test_the_search_finds_both_languages(http: httpx.Client) -> None:
    for words, path in (
        ("应用商店", "/activities/app-store"),
        ("app sto", "/activities/app-store"),
        ("临港", "/territories/lingang"),
        ("B25", "/activities/"),
    ):
        page = http.get("/en/search.json", params={"q": words}).json()
        found = [hit["path"] for _, hits in page["hits"] for hit in hits]
        assert any(p.startswith(path) for p in found), words
    assert json.loads(http.get("/en/search.json?q=%22%20OR%20*").text)["shown"] >= 0


def test_the_strip_of_time_agrees_with_decisions(http: httpx.Client) -> None:
    page = http.get(f"/en/decision/access.json?{SHENZHEN}").json()
    assert [s["interval"]["in_force"]["outcome"] for s in page["strip"]][-1] == "permitted"
    assert sum(s["now"] for s in page["strip"]) == 1
    for part in page["strip"]:
        decided = http.get("/api/v1/ask/access", params=part["facts"]).json()
        assert decided["outcome"] == part["interval"]["in_force"]["outcome"]
        assert decided["ceiling"] == part["interval"]["in_force"]["ceiling"]
        assert decided["announced"]["outcome"] == part["interval"]["announced"]["outcome"]


def test_every_cell_of_the_matrix_is_the_decision_it_leads_to(http: httpx.Client) -> None:
    page = http.get("/en/matrix.json?rows=telecom&share=100&origin=DE&on=2025-06-01").json()
    assert len(page["rows"]) > 2
    assert len(page["columns"]) > 2
    for row, answers in zip(page["rows"], page["answers"], strict=True):
        for column, shown in list(zip(page["columns"], answers, strict=True))[::3]:
            facts = row["facts"] | column["facts"] | {"share": "100", "origin": "de", "on": "2025-06-01"}
            decided = http.get("/api/v1/ask/access", params=facts).json()
            assert (decided["outcome"], decided["because"]) == (shown["outcome"], shown["because"]), facts


def test_what_would_help_leads_to_it(http: httpx.Client) -> None:
    page = http.get("/en/what-if/access.json?activity=app-store&territory=chengdu&origin=DE&share=100&on=2025-06-01").json()
    assert not page["found"]["reached"]
    assert page["turns"]
    for turn, _ in page["turns"][:8]:
        decided = http.get("/api/v1/ask/access", params=turn["facts"]).json()
        held = decided if turn["reading"] == "in_force" else decided["announced"]
        assert held["outcome"] == page["found"]["goal"] == "permitted"


def test_the_witnesses_of_a_change_are_answered_as_it_says(http: httpx.Client) -> None:
    page = http.get("/en/changes.json?since=2024-10-31&until=2025-05-01&share=100&origin=DE").json()
    assert page["groups"]
    for group, _, _ in page["groups"]:
        for side in ("old", "new"):
            decided = http.get("/api/v1/ask/access", params=group[f"{side}_witness"]).json()
            assert decided["outcome"] == group[side]["outcome"]


@pytest.mark.parametrize("question", ["access", "capital", "data_export", "entry", "import", "supply"])
def test_elsewhere_asks_first_what_is_asked_about(http: httpx.Client, question: str) -> None:
    answer = http.get(f"/zh/elsewhere/{question}?territory=chengdu")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/zh/ask/{question}?territory=chengdu&change=")
    assert http.get(answer.headers["location"]).status_code == 200
    assert f"/zh/elsewhere/{question}" not in http.get(f"/zh/decision/{question}?territory=chengdu").text


def test_elsewhere_is_answered_as_a_decision_there_would_be(http: httpx.Client) -> None:
    page = http.get(f"/en/elsewhere/access.json?{SHENZHEN}").json()
    assert len(page["places"]) > 10
    for place in page["places"][::4]:
        decided = http.get("/api/v1/ask/access", params=place["facts"]).json()
        assert decided["outcome"] == place["there"]["in_force"]["outcome"]
        if place["there"]["since"]:
            earlier = place["facts"] | {"on": "2019-01-01"}
            assert http.get("/api/v1/ask/access", params=earlier).status_code == 200


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_two_editions_of_a_document_stand_side_by_side(http: httpx.Client, lang: str) -> None:
    two = http.get(f"/{lang}/instruments/cn-negative-list.json?old=2021&new=2024").json()["two"]
    gone = {x["provision"]["provision"] for x in two["rows"] if x["new_number"] is None}
    page = http.get(f"/{lang}/instruments/cn-negative-list?old=2021&new=2024")
    assert (two["old_day"], two["new_day"]) == ("2024-10-31", "2024-11-01")
    for line in two["rows"]:
        for rule in line["ended"]:
            assert any(s["start"] <= two["old_day"] < (s["until"] or "9") for s in rule["spans"])
            assert not any(s["start"] <= two["new_day"] < (s["until"] or "9") for s in rule["spans"])
            assert f"#rule-{rule['id'].split('/')[1]}" in page.text
    whole = http.get("/en/instruments/cn-negative-list.json").json()
    numbers = {v["provision"]["provision"]: v["provision"]["number"] for v in whole["provisions"]}
    assert gone == {p for p, n in numbers.items() if isinstance(n, dict) and "2021" in n and "2024" not in n}
    stand = [n for n in numbers.values() if not isinstance(n, dict) or {"2021", "2024"} & set(n)]
    assert len(two["rows"]) + len(two["renumbered"]) + two["alike"] == len(stand)
    assert whole["two"] is None
    assert http.get(f"/{lang}/instruments/cn-negative-list?old=2024&new=2021").status_code == 400
    assert http.get(f"/{lang}/instruments/cn-company-law?old=2018").status_code == 200


def test_whatever_goes_wrong_on_a_page_has_a_title_of_its_own() -> None:
    """`The request failed` says nothing; only what no page can meet has no other words."""
    terminal = {"error", "lawbook-invalid", "missing-extra", "export-invalid", "watch-invalid", "copies-full", "copy-altered", "stopped"}
    elsewhere = {"internal-disagreement", "precondition-failed", "precondition-required"}  # a proof of ours, and programs at the desk
    classes = [ShidianError]
    for found in classes:
        classes += found.__subclasses__()
    codes = {c.code for c in classes if c.__module__.startswith("shidian")} | {code for code, _ in CODES.values()} - {
        "unsupported-media-type"
    }
    assert sorted(c for c in codes - terminal - elsewhere if f"failure_{c.replace('-', '_')}" not in phrases()) == []


@pytest.mark.parametrize(("lang", "said"), [("en", "The file is a PDF document, and no table"), ("zh", "该文件是PDF文件，不是表格")])
def test_a_refused_upload_says_why_and_leads_back_to_its_form(http: httpx.Client, lang: str, said: str) -> None:
    answer = http.post(f"/{lang}/screen", files={"file": ("名录.csv", b"%PDF-1.7\n...")}, data={"question": "access"})
    assert answer.status_code == 400
    assert said.casefold() in answer.text.casefold()
    assert f'<a class="button" href="/{lang}/screen">' in answer.text
    assert phrases()["failure_table_invalid"][lang] in answer.text

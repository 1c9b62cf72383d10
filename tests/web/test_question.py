"""The box of the first page: a sentence that is understood whole is decided at once, every other one is shown first."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser

from shidian.answer.sentence.chips import LONGEST
from tests.web.browsing import visiting
from tests.web.test_pages import Seen

TEMPLATES = Path(__file__).parents[2] / "src/shidian/web/templates"
WHOLE = [
    ("en", "Can a German company own 100% of an app store in Chengdu?", {"activity": "app-store", "territory": "chengdu", "share": "100"}),
    ("zh", "德国公司能在成都独资经营应用商店吗", {"activity": "app-store", "territory": "chengdu", "origin": "de"}),
    ("zh", "深圳 数据中心", {"activity": "idc", "territory": "shenzhen"}),
]


@pytest.mark.parametrize(("lang", "text", "facts"), WHOLE)
def test_a_sentence_understood_whole_leads_to_its_decision(http: httpx.Client, lang: str, text: str, facts: dict[str, str]) -> None:
    answer = http.get(f"/{lang}/question", params={"q": text})
    assert answer.status_code == 303
    place = urlsplit(answer.headers["location"])
    assert place.path == f"/{lang}/decision/access"
    assert facts.items() <= {k: v[0] for k, v in parse_qs(place.query).items()}.items()


def test_words_that_are_not_understood_are_shown_before_anything_is_decided(http: httpx.Client) -> None:
    answer = http.get("/en/question", params={"q": "blargh foo Chengdu hospital"})
    assert answer.status_code == 200
    assert "<s>blargh</s>" in answer.text
    assert "<s>foo</s>" in answer.text


def test_what_may_mean_several_things_is_a_choice_that_is_kept(http: httpx.Client) -> None:
    text = "send an engineer from France to Suzhou"
    page = http.get("/en/question.json", params={"q": text}).json()
    open_ = next(c for c in page["chips"] if c["value"] is None)
    assert open_["choices"]
    picks = open_["choices"][0]["picks"]
    after = http.get("/en/question.json", params={"q": text, "pick": picks, "show": "1"}).json()
    assert not any(c["value"] is None for c in after["chips"] if c["words"] == open_["words"])
    name, _, value = picks[-1].partition(":")
    assert all(c["facts"][name] == value for c in after["cases"])


def test_a_sentence_that_names_no_question_is_asked_which(http: httpx.Client) -> None:
    page = http.get("/en/question.json", params={"q": "Chengdu"}).json()
    if page["question"] is None:
        assert page["questions"]
    links = Seen(http.get("/en/question", params={"q": "xyzzy"}).text).links
    assert sum("pick=question" in x for x in links) >= 5


@pytest.mark.parametrize("pick", ["", "x", "question:nothing", "activity:nothing", "activity:", "::", "share:1e999", "on:2025-02-30"])
def test_a_made_up_choice_decides_nothing(http: httpx.Client, pick: str) -> None:
    answer = http.get("/en/question", params={"q": "app store in Chengdu", "pick": pick, "show": "1"})
    assert answer.status_code == 200
    for link in Seen(answer.text).links:
        if "/decision/access?" in link:
            assert http.get(link).status_code == 200


def test_the_search_offers_to_ask(http: httpx.Client) -> None:
    assert http.get("/en/search.json?q=data+centre+Shenzhen").json()["asked"]["question"] == "access"
    assert http.get("/en/search.json?q=lingang").json()["asked"] is None


def test_every_door_leads_to_a_question_that_is_asked_or_answered(http: httpx.Client) -> None:
    home = http.get("/en/index.json").json()
    assert {d["question"] for d in home["doors"]} == {"data_export", "entry", "capital", "import"}
    for door in home["doors"]:
        for facts in (door["facts"], *(e["facts"] for e in door["examples"])):
            assert http.get(f"/zh/ask/{door['question']}", params=facts).status_code in (200, 303), (door["say"], facts)


def test_what_is_not_known_is_remembered_through_the_interview(http: httpx.Client) -> None:
    answer = http.get("/en/ask/data_export?data=personal&skip=ciio")
    for link in Seen(answer.text).links:
        if "/ask/data_export?" in link and "change=" not in link and "data=personal" in link and "sector" not in link:
            assert "skip=" in link or "ciio" not in link
    page = http.get("/en/ask/data_export.json?data=personal&skip=ciio,important-data").json()
    assert [f for f, _ in page["skipped_names"]] == ["important-data", "ciio"]
    assert page["asked"]["fact"] not in ("ciio", "important-data")


@pytest.mark.parametrize("js", [True, False])
def test_a_question_by_sentence_is_one_step_from_its_answer(browser: Browser, address: str, js: bool) -> None:
    with visiting(browser, address, "en", js=js) as visitor:
        visitor.goes("/")
        box = visitor.page.locator("#ask-q")
        if js:
            box.press_sequentially("app store in Chengdu, Germany, 100%", delay=5)
            visitor.page.locator(".understood .understood-chips").wait_for()
        else:
            box.fill("app store in Chengdu, Germany, 100%")
        box.press("Enter")
        visitor.page.wait_for_url("**/decision/access?**")
        assert visitor.page.locator(".verdict .word").count() == 1
        visitor.page.locator(".chip summary", has_text="Chengdu").click()
        visitor.types("territory", "Shenzhen", within=".chip[open]")
        visitor.presses("ask_again", within=".chip[open]")
        visitor.page.wait_for_url("**territory=*hen*")
        assert "Shenzhen" in visitor.page.locator(".heard").inner_text()
        assert "app store in Chengdu" in visitor.page.locator(".heard q").inner_text()


@pytest.mark.parametrize(
    ("lang", "text", "bound"),
    [
        ("en", "Can a German company hold >50 % of an app store in Chengdu?", "50 %"),
        ("zh", "德国公司能否在成都持有七成以上的医院股权", "70%"),
    ],
)
def test_for_an_open_number_the_bounds_are_told_and_the_number_is_asked_for(http: httpx.Client, lang: str, text: str, bound: str) -> None:
    page = http.get(f"/{lang}/question", params={"q": text}).text
    open_ = page.partition('<section class="meant">')[2].partition("</section>")[0]
    told = re.findall(r"<li>(.*?)</li>", open_)
    assert [bound in line for line in told] == [True, True]
    assert ["✔" in line for line in told] == [True, False]
    assert "pick=share" not in open_
    assert 'name="share"' in open_
    decided = http.get(f"/{lang}/question", params={"q": text, "share": "85%"}, follow_redirects=True)
    assert decided.url.path == f"/{lang}/decision/access"
    assert "85" in decided.url.params["share"]
    wrong = http.get(f"/{lang}/question", params={"q": text, "share": "much"}, follow_redirects=True)
    assert wrong.status_code == 400
    assert wrong.url.params["territory"] == "chengdu"
    assert 'value="much"' in wrong.text


def test_bounds_of_one_case_do_not_stand_for_another(http: httpx.Client) -> None:
    """In Shenzhen more than half is permitted, in Chengdu it is not: the bounds of the first place stood above both."""
    for lang, one, both in (
        (
            "en",
            "Can a German firm hold >50% of an app store in Chengdu?",
            "Can a German firm hold >50% of an app store in Chengdu or Shenzhen?",
        ),
        ("zh", "德国公司能不能在成都持有应用商店50%以上？", "德国公司能不能在成都或者深圳持有应用商店50%以上？"),
    ):
        told = [http.get(f"/{lang}/question", params={"q": q}).text for q in (one, both)]
        assert ['<ul class="plain">' in t for t in told] == [True, False]
        assert all('name="share"' in t for t in told)


def test_a_sentence_is_as_long_at_every_door_and_the_page_cuts_none(http: httpx.Client) -> None:
    text = "app store in Chengdu, Germany, 100% " + "x" * (LONGEST - 36)
    for said, status in ((text, 200), (text + "x", 400)):
        page = http.get("/en/question", params={"q": said})
        assert page.status_code == 200
        assert (f"This sentence has {len(said)} characters" in page.text) == (status == 400)
        assert ("Chengdu</b>" in page.text) == (status == 200)  # nothing of it is read
        assert f'value="{said}"' in page.text
        assert bool(http.get("/zh/question.json", params={"q": said}).json()["cases"]) == (status == 200)
        assert http.get("/en/decision/access", params={"activity": "idc", "sentence": said}).status_code == status
        assert (http.post("/api/v1/parse", json={"text": said}).status_code < 400) == (status == 200)
    assert int(re.findall(r'id="ask-q"[^>]*maxlength="(\d+)"', http.get("/en/").text)[0]) > 4 * LONGEST


def test_a_year_is_a_choice_and_each_case_that_is_offered_has_a_day_of_it(http: httpx.Client) -> None:
    for text, days in (
        ("in 2018, 100% foreign life insurer in Shanghai", ["2018-01-01", "2018-12-31"]),
        ("100%外资寿险 上海 2024年2月31日", []),
    ):
        page = http.get("/en/question.json", params={"q": text}).json()
        assert [c["facts"]["on"] for c in page["cases"]] == days
    picked = http.get("/en/question", params={"q": "in 2018, 100% foreign life insurer in Shanghai", "pick": "on:2018-05-01"})
    assert "on=2018-05-01" in (picked.headers.get("location") or picked.text)


def test_a_sentence_that_is_still_written_shows_its_answer_only_once_it_is_understood_whole(http: httpx.Client) -> None:
    whole = http.get("/en/question", params={"q": "Can a German company own 100% of an app store in Chengdu?", "show": "1"}).text
    decided = http.get("/en/decision/access.json?activity=app-store&territory=chengdu&origin=de&share=100").json()
    line = whole.partition('<p class="answer-so-far">')[2].partition("</p>")[0]
    assert "not permitted" in line
    assert decided["decision"]["outcome"] == "not_permitted"
    assert "up to 50 %" in line
    for half in ("Can a German company own 100% of an app store in Chengdu xyzzy?", "send an engineer to Suzhou"):
        assert "answer-so-far" not in http.get("/en/question", params={"q": half, "show": "1"}).text


@pytest.mark.parametrize(
    ("text", "fact", "words", "first"),
    [
        (
            "may our German engineer come to Shanghai for 60 days to install machinery we sold",
            "capacity",
            ["engineer", "install machinery"],
            2,
        ),
        ("派一名德国工程师来上海安装设备60天", "capacity", ["工程师", "安装设备"], 2),
        ("HR data of 3,000 employees from Shanghai to headquarters in Germany", "ground of the export", ["HR data", "3,000 employees"], 5),
    ],
)
def test_words_that_leave_one_fact_open_together_are_asked_about_once_and_what_all_may_mean_comes_first(
    http: httpx.Client, text: str, fact: str, words: list[str], first: int
) -> None:
    lang = "en" if text.isascii() else "zh"
    chips = http.get(f"/{lang}/question.json", params={"q": text}).json()["chips"]
    (open_,) = [c for c in chips if c["value"] is None]
    assert (open_["fact"]["en"], sorted(open_["words"])) == (fact, sorted(words))
    alone = [http.get(f"/{lang}/question.json", params={"q": text.replace(w, "")}).json() for w in words]
    offered = [c["picks"] for c in open_["choices"]]
    assert len(offered) == len({tuple(p) for p in offered})
    for page in alone:  # nothing that one of them may mean is lost
        for chip in page["chips"]:
            if chip["fact"]["en"] == fact:
                assert [c["picks"] for c in chip["choices"] if c["picks"] not in offered] == []
    assert open_["first"] == first
    page = http.get(f"/{lang}/question", params={"q": text}).text
    assert page.count('<section class="meant">') == 1
    assert f"<h2>{open_['ask'][lang]}</h2>" in page
    told = [(c["fact"]["en"], c["value"] and c["value"]["en"]) for c in chips]
    assert len(told) == len(set(told))


def test_a_sentence_of_several_cases_that_is_understood_whole_answers_each_as_its_own_page_does(http: httpx.Client) -> None:
    text = "客户想在苏州投资医院、养老院和旅行社，能否独资？"
    page = http.get("/zh/question", params={"q": text})
    cases = http.get("/zh/question.json", params={"q": text}).json()["cases"]
    assert len(cases) == 3
    for case in cases:
        decided = http.get("/zh/decision/access.json", params=case["facts"]).json()
        assert case["answer"]["line"] == decided["decision"]["summary"]["holds"]
        assert case["answer"]["tone"] == decided["tone"]
        assert case["answer"]["name"]["zh"] in page.text
    half = http.get("/zh/question.json", params={"q": text.replace("医院", "医院、叽里咕噜")}).json()
    assert not half["whole"]
    assert [c["answer"] for c in half["cases"] if c["answer"] is not None] == []


@pytest.mark.parametrize(
    ("case", "outcome", "onward"),
    [
        ("data_export?data=personal&ground=hr&persons=5000&important-data=no", "none", {"data_change": {"held": "exempt"}}),
        (
            "data_export?data=personal&important-data=yes&ciio=yes&sector=other&ground=none",
            "assessment",
            {"data_change": {"held": "assessment"}},
        ),
        ("data_export?data=core-or-secret", "barred", {}),
        (
            "access?activity=idc&territory=shenzhen&origin=DE&share=100&on=2025-03-15",
            "permitted",
            {
                "security_review": {"activity": "idc", "origin": "de", "share": "100", "on": "2025-03-15"},
                "merger_control": {"on": "2025-03-15"},
                "supply": {"activity": "idc", "territory": "shenzhen", "origin": "de", "on": "2025-03-15"},
            },
        ),
        (
            "access?activity=app-store&territory=chengdu:other&origin=DE&share=100",
            "not_permitted",
            {"supply": {"territory": "chengdu:other"}},
        ),
    ],
)
def test_an_answer_leads_to_what_is_asked_next_with_what_is_known(
    http: httpx.Client, case: str, outcome: str, onward: dict[str, dict[str, str]]
) -> None:
    name, _, query = case.partition("?")
    page = http.get(f"/zh/decision/{name}.json?{query}").json()
    assert page["decision"]["outcome"] == outcome
    assert {n["question"]: n["facts"] for n in page["onward"]}.keys() == onward.keys()
    shown = http.get(f"/zh/decision/{name}?{query}").text
    for n in page["onward"]:
        assert onward[n["question"]].items() <= n["facts"].items()
        assert n["say"]["zh"] in shown
        next_ = http.get(f"/zh/ask/{n['question']}", params=n["facts"], follow_redirects=True)
        assert next_.status_code == 200
        assert 'class="problem"' not in next_.text


HEARD = [
    ("en", "50% of a search engine in Hangzhou, Japanese", {"share": ["50%"], "activity": ["search engine"], "origin": ["Japanese"]}),
    ("zh", "德国公司能在成都独资经营应用商店吗", {"share": ["独资"], "origin": ["德国"], "territory": ["成都"]}),
]


@pytest.mark.parametrize(("lang", "text", "words"), HEARD)
def test_above_a_decision_from_a_sentence_stands_what_was_read_from_which_words(
    http: httpx.Client, lang: str, text: str, words: dict[str, list[str]]
) -> None:
    shown = http.get(f"/{lang}/question.json", params={"q": text}, follow_redirects=True).json()
    assert words.items() <= shown["heard"]["words"].items()
    assert set(shown["heard"]["words"]) == set(shown["facts"])
    assert "".join(part for part, _ in shown["heard"]["parts"]) == text
    page = http.get(f"/{lang}/question", params={"q": text}, follow_redirects=True).text
    above = page[page.index('<section class="heard"') : page.index('<header class="verdict')]
    for said in words.values():
        assert all(f"“{w}”" in above and f"<mark>{w}</mark>" in above for w in said)


def test_every_fact_of_a_sentence_can_be_changed_and_the_sentence_stays_beside_the_answer(http: httpx.Client) -> None:
    text = "Can a German company own 100% of an app store in Chengdu?"
    first = http.get("/en/question", params={"q": text}, follow_redirects=True)
    forms = {
        f.partition('id="c-')[2].partition('"')[0]: f for f in re.findall(r'<details class="chip".*?</details>', first.text, re.DOTALL)
    }
    assert forms.keys() >= {"activity", "territory", "origin", "share", "on"}
    hidden = {fact: dict(re.findall(r'type="hidden" name="(.*?)" value="(.*?)"', form)) for fact, form in forms.items()}
    for fact, said in (("territory", "Shanghai"), ("share", "40"), ("on", "2024-05-01"), ("activity", "Data centre (IDC)")):
        changed = http.get("/en/decision/access.json", params={**hidden[fact], fact: said}).json()
        assert changed["heard"]["text"] == text
        assert {k: v for k, v in changed["facts"].items() if k != fact}.items() >= {
            k: v for k, v in hidden[fact].items() if k in forms
        }.items()
        assert fact not in changed["heard"]["words"]
    asked = http.get(next(x for x in Seen(first.text).links if "/ask/access?" in x and "change=share" in x and "sentence=" in x))
    assert asked.status_code == 200
    assert 'name="sentence"' in asked.text
    after = http.get(f"/en/decision/access.json?{first.url.query.decode()}".replace("share=100", "share=40")).json()
    assert "share" not in after["heard"]["words"]
    assert [(b["value"]["en"], b["words"]) for b in after["heard"]["beside"]] == [("100 %", "100%")]
    wrong = http.get("/en/decision/access", params={"activity": "blargh", "sentence": text})
    assert 'name="sentence" value="Can a German' in wrong.text


def test_a_sentence_put_beside_other_facts_claims_none_of_them(http: httpx.Client) -> None:
    facts = {"activity": "idc", "territory": "shenzhen", "share": "100"}
    for text in ("blargh", "app store in Chengdu, 30 %", "<b>x</b>"):
        answer = http.get("/en/decision/access", params={**facts, "sentence": text})
        assert "<mark>idc" not in answer.text
        assert "<b>x</b>" not in answer.text
        heard = http.get("/en/decision/access.json", params={**facts, "sentence": text}).json()["heard"]
        assert heard["words"] == {}
        assert heard["not_understood"] or heard["beside"]


def test_two_sentences_of_one_case_are_two_pages_and_one_decision(http: httpx.Client) -> None:
    texts = ("app store in Chengdu, Germany, 100%", "Can a German company own 100% of an app store in Chengdu?")
    for text in (*texts, *texts):
        page = http.get("/en/question", params={"q": text}, follow_redirects=True).text
        assert [other for other in texts if f'value="{other}"' in page] == [text]
    found = [http.get("/en/question.json", params={"q": x}, follow_redirects=True).json()["decision"] for x in texts]
    assert found[0] == found[1]


def test_a_sentence_without_a_question_keeps_what_it_says_for_the_one_that_is_chosen(http: httpx.Client) -> None:
    for lang, text in (("en", "On 22 March 2024, Chengdu"), ("zh", "2024年3月22日，成都")):
        page = http.get(f"/{lang}/question.json", params={"q": text}).json()
        assert page["question"] is None
        told = {q["question"]: len(q["values"]) for q in page["questions"]}
        assert told["access"] == 2
        assert list(told.values()) == sorted(told.values(), reverse=True)
        chosen = http.get(f"/{lang}/question.json", params={"q": text, "pick": "question:access"}, follow_redirects=True).json()
        assert {"territory": "chengdu", "on": "2024-03-22"}.items() <= chosen["facts"].items()


def test_a_sentence_that_was_taken_for_another_question_can_be_put_to_the_right_one(http: httpx.Client) -> None:
    page = Seen(http.get("/en/question", params={"q": "app store in Chengdu, Germany, 100%", "show": "1"}).text).links
    assert sum("pick=question:" in x for x in page) >= 5


def test_signs_of_a_sentence_are_shown_as_they_were_written_and_what_is_open_is_marked(http: httpx.Client) -> None:
    page = http.get("/en/question", params={"q": ">50% of a search engine in Hangzhou, Japanese"}).text
    assert "“&gt;50%” leaves this open." in page
    assert '<li class="is-open">' in page
    assert "&amp;gt;" not in page


def test_no_attribute_of_a_template_is_escaped_away() -> None:
    texts = {p.name: p.read_text(encoding="utf-8") for p in TEMPLATES.glob("*.html")}
    assert len(texts) > 50
    assert {n: x for n, text in texts.items() if (x := re.findall(r"""\{\{ '[^'{}]*="[^'{}]*'""", text))} == {}

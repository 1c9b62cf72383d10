"""Words that only tell who asks, what was heard, and whom one thanks say nothing of a case; beside each kind stands what does say something."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.answer.sentence.reading import read_sentence
from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook


def unread(text: str) -> list[str]:
    return [n.words for n in read(LAW, text).not_understood]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Can Nestlé open a café in Suzhou, wholly owned?", {"activity": "restaurants", "territory": "suzhou", "share": "100"}),
        (
            "May a Greek shipowner hold 49% of a cinema in Wuhan?",
            {"activity": "cinemas", "territory": "wuhan", "origin": "gr", "share": "49"},
        ),
        ("意大利设计师在上海开医院", {"activity": "hospital", "territory": "shanghai", "origin": "it"}),
        (
            "We are a Lyon-based maker of bolts; can we own 100% of a hospital in Suzhou?",
            {"activity": "hospital", "origin": "fr", "share": "100"},
        ),
        ("我司系一家注册在法兰克福的软件企业，拟在北京独资做应用商店", {"activity": "app-store", "origin": "de", "share": "100"}),
        ("我们公司在荷兰，想在重庆开医院", {"activity": "hospital", "territory": "chongqing", "origin": "nl"}),
    ],
)
def test_who_asks_is_no_fact_and_leaves_nothing_over(text: str, facts: dict[str, str]) -> None:
    found = read(LAW, text)
    assert not found.not_understood
    assert facts.items() <= found.facts.items()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Can we open a zibbet in Suzhou?", "zibbet"),
        ("May a Greek zibbet hold 49% in Wuhan?", "zibbet"),  # no trade is named elsewhere: it may be one
        ("We are a state-owned Chinese company; can we open a hospital in Suzhou?", "state-owned"),
        ("A hospital for a Greek company and a zibbet in Wuhan?", "zibbet"),
        ("我司系一家中资企业，拟在北京做应用商店", "中资"),
        ("Is a US company with a Chinese partner holding 51 allowed to open a cinema?", "51"),
    ],
)
def test_what_may_change_the_answer_is_left_over(text: str, left: str) -> None:
    assert any(left in words for words in unread(text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("客户是一家香港上市的内地公司，想在成都做应用商店", ["内地"]),
        ("我们是一家民营企业，想在成都做应用商店", ["民营"]),
        ("Our client is a Hong Kong listed Chinese tech company; may it own 100% of an app store in Chengdu?", ["Chinese", "tech"]),
        ("我们是德国公司，想和中国公司合资在成都做应用商店", []),
        ("Our client is a German company with a Chinese partner; can it hold 50% of an app store in Suzhou?", []),
    ],
)
def test_that_who_asks_is_of_the_mainland_is_never_passed_over(text: str, left: list[str]) -> None:
    assert unread(text) == left


def test_a_firm_that_has_something_in_a_country_is_not_of_that_country() -> None:
    assert "origin" not in read(LAW, "我们公司在荷兰有工厂，想在重庆开医院").facts


@pytest.mark.parametrize("text", ["据说北京放开了外资医院，是真的吗？", "听同行讲北京可以独资办医院了，属实否"])
def test_what_was_heard_is_the_case_where_its_truth_is_asked(text: str) -> None:
    assert read(LAW, text).facts.items() >= {"activity": "hospital", "territory": "beijing"}.items()


def test_what_was_heard_of_elsewhere_is_not_the_case() -> None:
    assert read(LAW, "据说北京放开了外资医院，那南京呢？").facts.get("territory") != "beijing"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("京沪两地哪里能做外资CDN", ["beijing", "shanghai"]),
        ("北上广深外资能开医院吗", ["beijing", "shanghai", "guangzhou", "shenzhen"]),
        ("外资企业在粤设立医院", ["guangdong"]),
        ("京沪高铁外资能投吗", []),
        ("外资在京东开店", []),
        ("外资在川菜馆做厨师培训", []),
        ("外资在深入研究医院", []),
    ],
)
def test_one_character_is_a_place_only_where_it_can_be_nothing_else(text: str, places: list[str]) -> None:
    cases = read(LAW, text).cases
    assert [p for p in dict.fromkeys(c.get("territory", "") for c in cases) if p] == places


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("In which cities can I open a fully foreign hospital?", "100"),
        ("Can Macau doctors run clinics alone in Zhuhai?", "100"),
        ("Can a US company open a hospital in Suzhou, let alone a clinic?", None),
        ("Can a US company open a stand-alone hospital in Suzhou?", None),
    ],
)
def test_all_of_it_is_a_share(text: str, share: str | None) -> None:
    assert read(LAW, text).facts.get("share") == share


def test_a_tag_asks_and_a_denial_denies() -> None:
    assert read(LAW, "The cap on foreign cinemas was lifted, wasn't it?").whole
    assert not read(LAW, "The cap on foreign cinemas wasn't lifted?").whole


def test_two_trades_asked_one_after_the_other_are_two_cases() -> None:
    assert [c["activity"] for c in read(LAW, "外商独资做拍卖可以吗？文物拍卖呢？").cases] == ["auction-general", "relic-auction"]
    assert [c["activity"] for c in read(LAW, "外商独资能拍卖文物吗").cases] == ["relic-auction"]


@pytest.mark.parametrize("text", ["Thanks a lot! Best, Tom", "Kind regards, Anna Berg", "Cheers, Tom"])
def test_a_name_under_a_letter_says_nothing(text: str) -> None:
    assert read(LAW, f"Can a US company open a cinema in Wuhan? {text}").whole
    assert not unread(f"王总，外资能在武汉开电影院吗？{'谢谢'}")


def test_a_person_who_opens_a_business_asks_for_access_and_one_who_works_for_entry() -> None:
    today = dt.date(2026, 11, 28)
    assert read_sentence(LAW, "我和我老婆都是加拿大籍，想在沈阳开个英语培训班", today).question == "access"
    assert read_sentence(LAW, "香港身份证能不能在上海坐高铁办酒店入住当身份证明", today).question != "access"
    assert read_sentence(LAW, "加拿大籍工程师想来沈阳做培训，要签证吗", today).question == "entry"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("US company, PE fund, cinema in Wuhan", "us"),
        ("Our GP and LP hold a cinema in Wuhan", None),
        ("华侨投资幼儿园算外资吗", None),
        ("泰国华侨想投资幼儿园", "th"),
        ("Our fund is Cayman with a Hong Kong GP. May it invest in a cinema in Hainan?", None),
    ],
)
def test_an_abbreviation_of_the_trade_is_no_country(text: str, origin: str | None) -> None:
    assert read(LAW, text).facts.get("origin") == origin


def test_an_overseas_chinese_investor_is_open() -> None:
    assert not read(LAW, "华侨投资幼儿园算外资吗").whole


@pytest.mark.parametrize(
    ("text", "share", "whole"),
    [
        ("如果我们持49%，中方51%，在天津开医院行吗", "49", True),
        ("is it ok if the chinese side holds 51 and we hold 49 in a hospital", "49", True),
        ("合资公司里日方65中方35做医院", "65", True),
        ("如果我们持49%，中方40%，在天津开医院行吗", "49", False),
        ("we hold 12 stores and they own 88 shops, hospital in Wuhan", None, False),
        ("持股由40%增至60%，医院", "60", True),
    ],
)
def test_the_share_of_the_chinese_side_is_explained_where_both_make_the_whole(text: str, share: str | None, whole: bool) -> None:
    found = read(LAW, text)
    assert (found.facts.get("share"), found.whole) == (share, whole)


def test_the_day_on_which_one_spoke_is_no_day_of_the_case() -> None:
    assert "on" not in read(LAW, "关于昨天您问的：外资能在武汉开电影院吗").facts
    assert read(LAW, "外资昨天能在武汉开电影院吗").facts.get("on") == "2026-11-26"


def test_an_airport_behind_a_place_is_where_something_else_is_done() -> None:
    assert [c["activity"] for c in read(LAW, "Can a US firm open a restaurant at Guangzhou airport?").cases] == ["restaurants"]
    assert read(LAW, "Can a US firm own an airport in Guangzhou?").facts["activity"] == "civil-airports"


def test_a_form_that_is_left_for_another_is_open() -> None:
    assert "legal-form" in read(LAW, "外国银行分行变更为子行").left_out
    assert "legal-form" not in read(LAW, "外国银行设立子行").left_out


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("anything but Tibet: foreign-invested travel agency", "territory"),
        ("Mainland subsidiary of an HK-listed Bermuda holdco, hospital in Nansha", "origin"),
        ("外资最多只能占70%做医院", "share"),
        ("Foreign share must not exceed 50% in a hospital, correct?", "share"),
        ("大概四到五成，外资做医院", "share"),
    ],
)
def test_what_is_denied_bounded_or_of_two_is_open(text: str, fact: str) -> None:
    found = read(LAW, text)
    assert fact not in found.facts
    assert fact in {c.fact for c in found.chips}


def test_what_asks_for_all_trades_is_no_case_read_whole() -> None:
    assert not read(LAW, "外资能占70%的业务有哪些").whole
    assert not read(LAW, "In which sectors can a US firm hold 70%?").whole


def test_a_style_is_no_investor_and_a_maker_of_its_wares_is() -> None:
    assert "origin" not in read(LAW, "赌场外资行吗 澳门那种").facts
    assert "origin" not in read(LAW, "外资在青岛开比利时啤酒酒吧").facts
    assert read(LAW, "比利时啤酒商在青岛开酒吧").facts["origin"] == "be"


def test_what_was_done_since_a_year_is_no_day_and_what_the_law_is_since_is() -> None:
    assert "on" not in read(LAW, "We have operated in China since 2009. Is 100% of a hospital in Chengdu allowed?").facts
    assert read(LAW, "Since 2022, may foreigners own a hospital in Fujian?").facts["on"] == "2022-01-01"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("We may be a CIIO and send data of 50,000 people abroad", "ciio"),
        ("我们可能是关基运营者，向境外提供5万人信息", "ciio"),
        ("the data may include important data, 50,000 people, to Japan", "important-data"),
        ("数据也许含重要数据，5万人，去日本", "important-data"),
        ("perhaps a wholly owned hospital in Wuhan", "share"),
        ("可能是上海的医院，100%外资", "territory"),
    ],
)
def test_what_may_be_so_and_may_not_stays_open(text: str, fact: str) -> None:
    found = read(LAW, text)
    assert fact in found.left_out
    assert not any(fact in case for case in found.cases)


@pytest.mark.parametrize(
    "text", ["May a natural person hold 100% of a hospital in Wuhan?", "Could a natural person open a hospital in Wuhan?"]
)
def test_who_asks_whether_somebody_may_does_not_say_perhaps(text: str) -> None:
    assert read(LAW, text).facts["investor-kind"] == "person"


def test_a_place_that_is_greeted_is_a_place_and_a_person_is_none() -> None:
    assert read(LAW, "Hello Shanghai, can we open a hospital there with 100%?").facts["territory"] == "shanghai"
    assert "territory" not in read(LAW, "Hello Anna, can we open a hospital with 100%?").facts

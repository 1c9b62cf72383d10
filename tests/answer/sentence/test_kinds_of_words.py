"""Kinds of words that sentences were found to be misread by, each with its look-alike that is read otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.days_told import days_between
from shidian.answer.sentence.lexicon import glue, language
from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook


def _facts(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case in read(LAW, text).cases:
        for name, value in case.items():
            found.setdefault(name, set()).add(value)
    return found


def _open(found: Sentence, fact: str) -> list[str]:
    return [a.value for c in found.chips if c.fact == fact and not c.value for a in c.alternatives]


@pytest.mark.parametrize(
    ("text", "days"),
    {
        "荷兰人去桂林玩两个月，免签吗": ["59", "62"],
        "a Dutch tourist, one month in Guilin": ["28", "31"],
        "Dutch tourist for a month in Guilin, visa-free?": ["28", "31"],
        "A Dutch engineer from Rotterdam for half a year in Suzhou": ["181", "184"],
        "荷兰人去桂林玩一个半月": ["43", "46"],
        "韩国人来青岛工作两年，工作许可": ["730", "731"],
    }.items(),
)
def test_a_length_in_months_lies_between_two_numbers_of_days(text: str, days: list[str]) -> None:
    found = read(LAW, text)
    assert "stay" not in found.facts
    assert _open(found, "stay") == days


def test_what_is_no_length_of_a_stay_in_months_gives_none() -> None:
    assert _facts("a fortnight in Guilin, Dutch tourist")["stay"] == {"14"}
    assert _facts("德国客户来上海谈生意待半个月，要签证吗")["stay"] == {"15"}
    for text in (
        "His residence permit expires in three months, he is Dutch, Guilin; longer stay?",
        "A Kenyan teacher with 3 years of experience, work permit in Wuhan",
        "半年前来过桂林的荷兰人，再来10天要签证吗",
        "Half a year ago a Dutch tourist could stay 10 days in Guilin without a visa?",
    ):
        assert _open(read(LAW, text), "stay") == []
    assert (days_between(6), days_between(12)) == ((181, 184), (365, 366))


def test_half_a_year_is_no_share() -> None:
    assert "share" not in _facts("A Dutch engineer from Rotterdam for half a year in Suzhou")
    assert _facts("Can a US bank own half of a securities firm in Shanghai?")["share"] == {"50"}


def test_goods_say_nothing_before_retail_but_those_that_have_rules_of_their_own() -> None:
    assert _facts("日本公司在上海做化妆品零售，100%")["activity"] == {"retail"}
    assert _facts("Italian furniture and clothing retail in Wuhan, 100%")["activity"] == {"retail"}
    assert _facts("a French cosmetics retailer, own shops in Wuhan, 100%")["origin"] == {"fr"}
    assert "activity" not in _facts("日本公司在上海做药品零售，100%")
    assert _facts("Italian tobacco retail in Wuhan")["activity"] == {"tobacco-trade"}
    assert _facts("a shop of French cosmetics in Wuhan owned by Italians")["origin"] == {"it"}


def test_two_travellers_are_two_cases_and_two_with_purposes_of_their_own_are_not() -> None:
    for text in ("两人同行，一个法国人一个印度人，去成都旅游7天，免签吗", "One Frenchman and one Indian, Chengdu, tourism, 7 days"):
        found = _facts(text)
        assert (found["nationality"], found["stay"], found["purpose"]) == ({"fr", "in"}, {"7"}, {"tourism"})
    assert _facts("一个法国人来成都旅游，一个印度人来成都留学").keys() == {"territory"}
    rival = _facts("同行是法国公司持股70%，我们德国公司想在成都做应用商店，51%")
    assert (rival["origin"], rival["share"]) == ({"de"}, {"51"})


def test_an_amount_without_a_currency_takes_the_one_that_is_named_and_none_where_none_is() -> None:
    facts = _facts(
        "Two groups set up a JV; worldwide turnover together 13 billion yuan, in China 4.2 billion, the smaller one 900 million in China. Notify?"
    )
    assert (facts["turnover-world"], facts["turnover-china"], facts["second-china"]) == ({"13"}, {"4.2"}, {"0.9"})
    assert "turnover-china" not in _facts("Merger filing: worldwide turnover 13 billion yuan or 2 billion dollars, in China 4.2 billion")
    assert _facts("reinvest twenty million yuan of dividends in Ningbo, tax credit")["reinvested"] == {"20"}
    assert "reinvested" not in _facts("reinvest twenty million dollars of dividends in Ningbo, tax credit")
    assert read(LAW, "股东贷款200万欧元，公司在宁波").left_out == ("200万欧元",)


def test_what_both_parties_have_is_the_second_largest_and_what_they_have_together_is_not() -> None:
    assert _open(read(LAW, "全球合计营业额130亿元，中国合计42亿元，双方均超过8亿元，合并要申报吗"), "second-china") == ["0.8"]
    assert _facts("双方中国营业额均为9亿元，全球合计130亿元，中国合计18亿元，合并")["second-china"] == {"0.9"}
    assert _facts("合并双方在中国合计营业额42亿元，全球130亿元").get("second-china") is None


def test_the_name_of_a_firm_says_nothing_and_its_form_is_no_country() -> None:
    for text in (
        "Bergmann GmbH wants 51% of a vocational training company in Qingdao",
        "SAP SE wants 51% of a vocational training company in Qingdao",
    ):
        found = read(LAW, text)
        assert found.not_understood == ()
        assert "origin" not in found.facts
    assert [n.words for n in read(LAW, "Bergmann wants 51% of a vocational training company in Qingdao").not_understood] == ["Bergmann"]


def test_persons_of_last_year_are_told_before_or_after_them() -> None:
    for text in (
        "Exporting data of 100 000 customers to Singapore last year and 30 000 this year",
        "去年往新加坡传了10万人的数据，今年3万人",
    ):
        assert _facts(text).get("persons") == {"30000"}
        assert "2025-01-01" not in _facts(text).get("on", set())


def test_sensitive_data_in_another_part_of_a_list_leave_the_other_persons_alone() -> None:
    found = _facts("数据出境 十万人 敏感信息五百人")
    assert (found["persons"], found["sensitive-persons"]) == ({"100000"}, {"500"})
    assert "persons" not in _facts("数据出境，敏感信息五百人")


def test_medicines_that_are_not_registered_are_medicines() -> None:
    assert _facts("Import rare-disease drugs not registered in China, Beijing")["product"] == {"rare-disease-drug"}
    assert "important-data" not in _facts("Personal data of 200 people to Japan, important data not involved")


@pytest.mark.parametrize(
    ("text", "fact", "meant"),
    [
        ("German company, app store in Chegndu, 100%", "territory", "chengdu"),
        ("德国公司在成渡独资做应用商店", "territory", "chengdu"),
        ("Germna company, app store in Chengdu, 100%", "origin", "de"),
        ("a Frnech tourist in Sanya for 5 days", "nationality", "fr"),
        ("French company, hosptial in Nanjing, 100%", "activity", "hospital"),
    ],
)
def test_a_slip_is_offered_and_never_taken(text: str, fact: str, meant: str) -> None:
    found = read(LAW, text)
    assert all(fact not in case for case in found.cases)
    assert _open(found, fact) == [meant]
    assert found.not_understood, "nothing is decided upon it"


def test_a_word_that_is_no_slip_offers_nothing() -> None:
    for text in (
        "The quarterly report of a company in Chengdu",
        "A company with traces wants an app store",
        "Can a Chinese company buy a factory in Germany?",
    ):
        found = read(LAW, text)
        assert not [c for c in found.chips if any(n.start <= c.start and c.end <= n.end for n in found.not_understood)]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("half a million users, Tokyo, personal data", "500000"),
        ("two and a half million users, Tokyo, personal data", "2500000"),
        ("a quarter of a million users, Tokyo, personal data", "250000"),
    ],
)
def test_parts_of_a_million_are_numbers(text: str, persons: str) -> None:
    assert _facts(text)["persons"] == {persons}


def test_a_number_joined_to_its_unit_is_read_and_one_joined_to_another_word_is_not() -> None:
    assert _facts("do Malaysians need a visa for a two-week trade fair in Guangzhou")["stay"] == {"14"}
    assert "stay" not in _facts("do Malaysians need a visa for a two-tier trade fair in Guangzhou")


def test_of_two_questions_the_first_is_read_by_itself_and_the_second_is_named() -> None:
    found = read(LAW, "我们要把员工数据传回日本，另外日本员工来大连出差两周要签证吗")
    assert (found.question, found.facts) == ("data_export", {"data": "personal", "transfer": "sent-abroad", "destination": "elsewhere"})
    assert "entry" in found.left_out
    found = read(LAW, "Can our Finnish group own 60% of a hotel in Sanya, and do our Finnish managers need a work permit?")
    assert (found.question, found.facts["share"], "entry" in found.left_out) == ("access", "60", True)
    found = read(LAW, "Which visa does he need? Also, he is a French chef in Wuhan.")
    assert (found.question, found.facts["nationality"]) == ("entry", "fr")
    assert len(read(LAW, "Can a German company own 100% of an app store in Chengdu, and is it the same in Shanghai?").questions) == 1


def test_a_shop_without_a_company_is_not_supplied_from_abroad() -> None:
    for text in (
        "A friend from Brazil wants to open a small coffee shop in Guangzhou, just her, no company",
        "巴西人在广州开咖啡店，自己一个人，不设公司",
    ):
        found = read(LAW, text)
        assert found.question == "access"
        assert not found.whole
    assert _facts("A Swiss law firm with no company in China advises a Tianjin client from Zurich")["mode"] == {"from-abroad"}


def test_data_that_stay_in_the_bay_go_to_the_place_that_is_named() -> None:
    assert _facts("香港公司在深圳，2万名用户信息传到香港，不会转出大湾区")["destination"] == {"hong-kong"}
    assert "destination" not in _facts("澳门和香港公司，2万名用户信息，数据不会转出大湾区")


def test_a_bank_account_is_no_bank() -> None:
    assert read(LAW, "how long does it take to open a company bank account in Shanghai").question is None
    assert _facts("Can a US group open a bank in Shanghai, 100%?")["activity"] == {"banking"}


@pytest.mark.parametrize(
    "text",
    [
        "把5000万人民币利润汇到德国母公司",
        "公司的利润可以转给香港股东吗",
        "我们想把股息付给新加坡股东",
        "Can we transfer 50 million RMB of profit to our German parent?",
        "pay a dividend to our US shareholder",
        "profits of our Suzhou subsidiary, sending them to Japan",
    ],
)
def test_profits_that_go_to_somebody_abroad_are_remitted(text: str) -> None:
    found = read(LAW, text)
    assert (found.question, found.facts["measure"], found.not_understood) == ("capital", "profit-remittance", ())


@pytest.mark.parametrize(
    "text",
    [
        "我们公司利润再投资成都",
        "把机床转给母公司",
        "profit of our hospital in Tianjin, can a US group own 100%?",
        "利润转增资本，成都",
        "利润不汇给母公司，用于成都再投资",
        "我们的利润没有付给股东，成都",
        "our profits are never sent to the parent, Chengdu",
        "our profits aren't sent home, Chengdu",
        "reinvest the profits of our parent in Chengdu",
    ],
)
def test_profits_that_stay_and_other_things_that_are_passed_on_are_not_remitted(text: str) -> None:
    assert read(LAW, text).facts.get("measure") != "profit-remittance"


def test_goods_that_were_used_before_are_no_product_of_the_list() -> None:
    for text in ("import of used medical equipment into Boao", "进口旧医疗设备到乐城", "second-hand CT scanner into Lecheng"):
        found = read(LAW, text)
        assert (found.question, "product" in found.facts, "product" in found.left_out) == ("import", False, True), text
    assert read(LAW, "import of medical equipment used in hospitals into Lecheng").facts.get("product") == "device"


def test_printing_is_of_publications_or_of_anything_else() -> None:
    for text in ("外资印刷公司，上海", "printing company in Shanghai, 20%"):
        assert {m["activity"] for m in read(LAW, text).meanings} == {"publication-printing", "other-manufacturing"}, text


@pytest.mark.parametrize(
    "text",
    [
        "foreign hospitals in nine cities",
        "a hospital in all twenty pilot regions, German owner",
        "a hospital in several other provinces",
        "外资医院在九个城市可以独资吗",
        "外资医院在11个试点地区可以独资吗",
        "十五个省份的外资医院",
    ],
)
def test_a_number_of_places_without_a_name_leaves_the_place_open(text: str) -> None:
    found = read(LAW, text)
    assert "territory" in found.left_out
    assert not found.not_understood


def test_a_number_of_places_before_their_names_says_nothing_more() -> None:
    for text in ("a hospital in two cities, Shanghai and Suzhou", "在上海、苏州两个城市开医院"):
        assert read(LAW, text).left_out == ()


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("We sell 20% to a Chinese partner and hold 80% of the Hangzhou data centre", {"80"}),
        ("With a Chinese partner we'd hold 80% of a Hangzhou data centre", {"80"}),
        ("With a Chinese partner holding 20%, we'd hold 80% of a Hangzhou data centre", {"80"}),
        ("We and our Chinese partner will hold 40% and 60% of a Wuhan nursing home", {None}),
        ("Our Chinese partner and we will hold 40% and 60% of a Wuhan nursing home", {None}),
        ("与中方伙伴一起我们持有80%，杭州数据中心", {"80"}),
        ("向中国合作伙伴转让20%后我们持有80%，杭州数据中心", {"80"}),
        ("中方持股30%，德方持股70%，西安诊所", {"70"}),
    ],
)
def test_a_share_is_that_of_the_chinese_side_only_where_nobody_else_holds_it(text: str, shares: set[str | None]) -> None:
    assert _facts(text).get("share", {None}) == shares


HOLDERS = ("Two German investors", "three French brothers", "My German partner and I", "our two subsidiaries")
HOLDERS_ZH = ("两家德国公司", "德国和法国投资者", "我们和日本伙伴", "三位新加坡人")


@pytest.mark.parametrize("share", ["20%", "30%", "50%"])
def test_what_each_of_several_holds_is_not_what_they_hold_together(share: str) -> None:
    said = [f"{who} with {share} each in an app store in Chengdu" for who in HOLDERS]
    said += [f"{who} each hold {share} of an app store in Chengdu" for who in HOLDERS]
    said += [f"{who}各持{share}，成都应用商店" for who in HOLDERS_ZH] + [f"{who}各占{share}的股权，成都应用商店" for who in HOLDERS_ZH]
    said += [f"we hold {share} and our Hong Kong affiliate another {share}, app store Chengdu"]
    for text in said:
        assert "share" not in _facts(text), text


def test_where_the_chinese_side_has_the_other_half_each_has_one() -> None:
    for text in (
        "中外双方各占50%，西安诊所",
        "we and our Chinese partner each hold half of a Xi'an clinic",
        "50% each with a local partner, Xi'an clinic",
    ):
        assert _facts(text)["share"] == {"50"}, text
    for text in (
        "Two German firms, 50% each, in a Chinese clinic",
        "A German and a French fund each hold half of a Chinese clinic in Xi'an",
    ):
        assert "share" not in _facts(text), text


@pytest.mark.parametrize("beside", ["Apart from", "Besides", "In addition to", "Aside from", "Except for", "Other than"])
def test_a_share_beside_another_is_not_the_only_one(beside: str) -> None:
    assert "share" not in _facts(f"{beside} our 45% there is a 10% US shareholder, app store Chengdu")


@pytest.mark.parametrize(
    "text",
    [
        "Each of two German funds wants {n} of an app store in Chengdu",
        "{n} per investor, three German investors, app store in Chengdu",
        "Both German firms hold {n}, app store Chengdu",
        "the same {n} for each of the two German firms, app store Chengdu",
        "两个德国股东，一人{n}，成都应用商店",
        "两家德国公司均持股{n}，成都应用商店",
        "我和我的德国朋友每人{n}，成都应用商店",
    ],
)
def test_a_share_told_of_several_holders_is_open_wherever_their_number_stands(text: str) -> None:
    for share in ("20%", "30%"):
        assert "share" not in _facts(text.format(n=share)), share


def test_a_share_that_several_hold_together_or_the_foreign_side_has_is_a_share() -> None:
    for text in (
        "two German firms together hold 30% of an app store in Chengdu",
        "两家德国公司合计持股30%，成都应用商店",
        "Two German firms hold 100% of an app store in Chengdu",
        "Two shareholders: a German firm 70%, a Chinese founder 30%; app store, Chengdu",
    ):
        assert len(_facts(text)["share"]) == 1, text


NO_PURPOSE = {
    "feasibility study",
    "would that work",
    "will that work",
    "does that work",
    "does this work",
    "volume of work",
    "i work for",
    "we work for",
    "who work for",
    "who works for",
    "wife's company",
    "商务局",
    "商务部门",
    "工作组",
}
"""Ordinary words that hold a word for a purpose and say none."""


def _parts(text: str) -> Iterator[str]:
    """Every run of words of a Latin text, and of characters of a Chinese one."""
    units, between = (text.split(), " ") if text.isascii() else (list(text), "")
    return (between.join(units[i:j]) for i in range(len(units)) for j in range(i + 1, len(units) + 1))


def test_ordinary_words_hide_no_word_that_gives_a_fact() -> None:
    """`works for` was ordinary speech, so that a tourist who works for 20 days was a tourist."""
    giving = {w.casefold() for e in language()["says"] for w in e.get("words", ())}
    hiding = {g for g in glue() for part in _parts(g) if part != g and part in giving}
    assert hiding <= NO_PURPOSE

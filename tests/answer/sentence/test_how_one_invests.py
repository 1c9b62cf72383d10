"""Who invests, in which form, how the share is held, parted and dated: each fact in many of the ways in which it is said, within other sentences.

A fact that is plainly said is read, wherever it stands; what only sounds like it gives none.
"""

from __future__ import annotations

import re

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook

SAID = {
    "holding=through-wholly-foreign": (
        "via our existing WFOE",
        "through our WFOE",
        "through its existing wholly foreign-owned enterprise",
        "using our own WFOE",
    ),
    "holding=through-partly-foreign": ("through our existing joint venture", "via an existing JV"),
    "overseas-listing=yes": ("only through shares listed overseas", "through H shares", "by buying overseas-listed shares"),
    "service-supplier=yes": (
        "with a CEPA certificate",
        "with a service-supplier certificate",
        "holding the CEPA service supplier certificate",
        "with a certificate of Hong Kong service suppliers",
    ),
    "service-supplier=no": ("without a CEPA certificate", "without the service supplier certificate", "not certified under CEPA"),
    "investor-kind=person": ("as a natural person", "as an individual", "in my own name"),
    "legal-form=partnership": ("as a limited partnership", "as a partnership of two engineers"),
    "legal-form=contract-control": ("through a VIE", "with a VIE structure"),
    "legal-form=representative-office": ("as a representative office",),
}
FRAMES = ("Can we run a call centre in Wuhan {}?", "Call centre, Wuhan, {}.", "{} — call centre in Wuhan, please?")
SAID_ZH = {
    "holding=through-wholly-foreign": ("通过我司的外商独资企业投资", "用现有WFOE再投资", "经由旗下外商独资公司投资"),
    "holding=through-partly-foreign": ("由现有合资公司再投资", "通过中外合资企业再投资"),
    "holding=round-trip": ("由境内自然人控制的开曼公司投资", "我们是BVI公司，实际控制人为中国公民", "受中国企业控制的香港公司"),
    "overseas-listing=yes": ("仅通过境外上市股份持股", "通过H股持股", "通过境外发行上市的股份持有"),
    "service-supplier=yes": ("持有服务提供者证明书", "有CEPA证明", "已取得香港服务提供者资格"),
    "service-supplier=no": ("没有服务提供者证明", "未取得CEPA证明书", "尚未取得服务提供者资格"),
    "investor-kind=person": ("以个人名义", "我是澳门居民", "本人系加拿大公民"),
    "legal-form=partnership": ("采用合伙企业形式", "设立有限合伙"),
    "legal-form=individual-business": ("以个体工商户形式", "开个体"),
}
FRAMES_ZH = ("{}，在武汉做呼叫中心，可以吗？", "武汉呼叫中心，{}", "在武汉经营呼叫中心。{}。行不行")
CASES = [
    (f, w, frame) for said, frames in ((SAID, FRAMES), (SAID_ZH, FRAMES_ZH)) for f, ways in said.items() for w in ways for frame in frames
]


@pytest.mark.parametrize(("fact", "words", "frame"), CASES, ids=[f"{f}: {frame.format(w)}" for f, w, frame in CASES])
def test_a_fact_that_is_plainly_said_is_read_wherever_it_stands(fact: str, words: str, frame: str) -> None:
    found = read(LAW, frame.format(words))
    name, _, value = fact.partition("=")
    assert found.question == "access"
    assert {case.get(name) for case in found.cases} == {value}
    assert all((case.get("activity"), case.get("territory")) == ("call-centre", "wuhan") for case in found.cases)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Can we sell insurance to German citizens in Shanghai?", "investor-kind"),
        ("Can we sell insurance to German citizens in Shanghai?", "origin"),
        ("Our shareholders are all Chinese citizens; may we own a data centre in Wuhan?", "investor-kind"),
        ("Is national treatment given to a German hotel company investing in Wuhan?", "investor-kind"),
        ("我司股东均为台湾居民，想在厦门设立职业技能培训学校", "investor-kind"),
        ("Can a WFOE obtain a licence for a call centre in Wuhan?", "holding"),
        ("A joint venture controlled by the Chinese partner runs a hotel in Wuhan", "holding"),
        ("我们公司在武汉的呼叫中心由中方控制", "holding"),
        ("Do we need a CEPA certificate for a call centre in Wuhan?", "service-supplier"),
        ("需要服务提供者证明吗？武汉呼叫中心", "service-supplier"),
        ("母公司在纽约上市，想在武汉做呼叫中心", "overseas-listing"),
        ("Our parent is listed in New York and wants a call centre in Wuhan", "overseas-listing"),
        ("On 1 March 2019, could a British bank hold more than 20% of a Chinese fund manager?", "activity"),
        ("英国的银行能持有国内某资产管理机构25%股权吗", "activity"),
        ("Can foreigners own 50%* of a call centre?", "share"),
        ("外资占50%*的呼叫中心", "share"),
        ("hotel in Wuhan as at 5/6/2025", "on"),
    ],
)
def test_what_only_sounds_like_a_fact_gives_none(text: str, fact: str) -> None:
    found = read(LAW, text)
    assert found.question == "access"
    assert all(fact not in case for case in found.undated or found.cases)


SHARES = [
    ("joint venture 60:40, we are the 40", "40"),
    ("60/40 JV, we take the minority", "40"),
    ("a 70:30 joint venture and we hold the majority", "70"),
    ("a JV split 49:51, the foreign side has 49", "49"),
    ("the Chinese partner keeps 55% and we take the rest", "45"),
    ("33 1/3 % of the shares", "33.3"),
    ("1/4 of the shares", "25"),
    ("中外双方按6:4出资", "40"),
    ("按7:3出资，我方占7", "70"),
    ("中方占55%，其余归我方", "45"),
    ("外资持股1/3的股权", "33.3"),
]


@pytest.mark.parametrize(("words", "share"), SHARES)
@pytest.mark.parametrize("frame", ["{}, call centre in Wuhan", "呼叫中心，武汉，{}"])
def test_a_share_is_what_the_investor_takes_of_a_whole(words: str, share: str, frame: str) -> None:
    assert {case.get("share") for case in read(LAW, frame.format(words)).cases} == {share}


@pytest.mark.parametrize("words", ["a 60:40 joint venture", "the Chinese partner keeps 55%", "中方占55%", "a meeting at 12:30", "比分6:4"])
def test_a_part_of_a_whole_that_is_not_said_to_be_the_investors_is_no_share(words: str) -> None:
    assert all("share" not in case for case in read(LAW, f"{words}, call centre in Wuhan").cases)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("from 1 July next year", "2027-07-01"),
        ("on July 15 of next year", "2027-07-15"),
        ("as of the 3rd of May last year", "2025-05-03"),
        ("in March this year", "2026-03-01"),
        ("on 30/6/2025", "2025-06-30"),
        ("on 30.06.2025", "2025-06-30"),
        ("自明年7月15日起", "2027-07-15"),
        ("去年十二月三日", "2025-12-03"),
        ("下个月5号", "2026-12-05"),
        ("后年1月1日", "2028-01-01"),
    ],
)
def test_a_day_is_read_to_its_last_figure(words: str, day: str) -> None:
    found = read(LAW, f"call centre in Wuhan {words}")
    assert {case.get("on") for case in found.cases} == {day}
    assert not found.not_understood


@pytest.mark.parametrize(
    ("text", "fact", "values"),
    [
        (
            "If a Hungarian firm holds 70% of a hotel in Wuhan, is that permitted? And if it were a Hong Kong investor?",
            "origin",
            {"hu", "hk"},
        ),
        ("Can a German firm own 100% of a hotel in Wuhan, and what if it were only 49%?", "share", {"100", "49"}),
        ("美国企业能在成都独资办医院吗？如果是香港投资者呢？", "origin", {"us", "hk"}),
        ("美国企业能在成都独资办医院吗？换成上海呢？", "territory", {"chengdu", "shanghai"}),
        ("外资51%可以做呼叫中心吗，49%呢？", "share", {"51", "49"}),
    ],
)
def test_a_question_that_changes_one_fact_is_asked_beside_the_first_one(text: str, fact: str, values: set[str]) -> None:
    assert {case.get(fact) for case in read(LAW, text).cases} == values


@pytest.mark.parametrize(
    "text",
    ["别的公司是关基，我们不是，向德国传3000名员工的数据", "Other companies are CIIOs, we are not; we send employee data to Germany."],
)
def test_what_others_are_is_not_what_we_are(text: str) -> None:
    assert all("ciio" not in case for case in read(LAW, text).cases)


@pytest.mark.parametrize("code", ["PH", "MT", "GE"])
def test_a_code_that_is_a_word_elsewhere_is_a_country_where_a_nationality_stands(code: str) -> None:
    for text in (f"A {code} citizen opens a hotel in Wuhan", f"Hotel in Wuhan. Origin: {code}"):
        assert {case.get("origin") for case in read(LAW, text).cases} == {code.lower()}
    for text in (f"A {code} project for a hotel in Wuhan", f"{code} asks about a hotel in Wuhan"):
        assert all("origin" not in case for case in read(LAW, text).cases)


LISTED = ("call centre", "Wuhan", "Finland", "49%")


@pytest.mark.parametrize("mark", ["({}) ", "{}. ", "{}) "])
def test_the_numbers_of_a_list_say_nothing(mark: str) -> None:
    found = read(LAW, "; ".join(mark.format(n) + words for n, words in enumerate(LISTED, 1)))
    assert (found.cases, found.not_understood) == (({"activity": "call-centre", "territory": "wuhan", "origin": "fi", "share": "49"},), ())


@pytest.mark.parametrize(
    "label", ["行业：呼叫中心；地点：武汉；国别：芬兰；股比：49%", "业务为呼叫中心，选址为武汉，来源地为芬兰，持股为49%"]
)
def test_what_a_fact_is_called_says_nothing_before_its_value(label: str) -> None:
    found = read(LAW, label)
    assert (found.cases, found.not_understood) == (({"activity": "call-centre", "territory": "wuhan", "origin": "fi", "share": "49"},), ())


@pytest.mark.parametrize("asks", ["行不行", "准不准", "超不超限", "合不合规", "算不算违规", "可不可以", "受不受限"])
def test_a_verb_that_is_asked_with_its_denial_denies_nothing(asks: str) -> None:
    found = read(LAW, f"芬兰公司在武汉持股49%做呼叫中心，{asks}？")
    assert found.whole, [n.words for n in found.not_understood]
    assert re.search("49", found.facts["share"])


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Can a Thai firm hold 40% - not 50% - of a call centre in Wuhan?", "40"),
        ("Not 51% but 49% of a call centre in Wuhan", "49"),
        ("We don't want 50%, we want 30% of a call centre in Wuhan", "30"),
        ("外资不是100%，而是51%，武汉呼叫中心", "51"),
    ],
)
def test_a_share_that_is_denied_leaves_the_one_that_is_meant(text: str, share: str) -> None:
    found = read(LAW, text)
    assert ({case.get("share") for case in found.cases}, found.not_understood) == ({share}, ())


@pytest.mark.parametrize(("word", "origin"), [("North Korean", "kp"), ("South Korean", "kr"), ("South Sudanese", "ss"), ("Omani", "om")])
def test_a_people_whose_name_holds_that_of_another_is_itself(word: str, origin: str) -> None:
    for text in (f"On behalf of an investor, {word}: hotel in Wuhan", f"{word} investor, hotel in Wuhan"):
        assert {case.get("origin") for case in read(LAW, text).cases} == {origin}


@pytest.mark.parametrize(
    "text",
    [
        "Can a Norwegian company own 100% of a former data centre in Shanghai?",
        "印度公司在大连曾经做软件外包",
        "A state-run French group opens a hotel in Wuhan",
    ],
)
def test_what_was_once_and_whose_the_state_is_are_never_passed_over(text: str) -> None:
    assert not read(LAW, text).whole

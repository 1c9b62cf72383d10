"""Sentences with two candidates for one value: a bound beside a number, a slip and its correction, a city and a province of which it is none, a
company and its owner, what one is and what one asks for. The value is read where the words settle it; else it is open."""

from __future__ import annotations

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
BEFORE = (
    ">", "> ", "<", "≥", ">=", "<=", "≤", "＞", "~", "≈", "north of ", "south of ", "upwards of ", "starting at ", "close to ", "approaching ",
    "slightly above ", "just below ", "anything above ", "at minimum ", "give or take ", "more than ", "roughly ", "hardly ", "scarcely ",
)  # fmt: skip
BEFORE_HAN = ("突破", "超", "逼近", "不止", "起码", "略高于", "刚过", "超过", "不到", "约")
AFTER = (" and up", " or above", " or higher", " upwards", " at least", " at most", " tops", "+", " or so")
AFTER_HAN = ("起", "往上", "多", "多一点", "有余", "出头", "以上", "左右")
NUMBERS = {"51%": "51", "60 %": "60", "sixty percent": "60"}
NUMBERS_HAN = {"51%": "51", "六成": "60", "百分之五十一": "51"}
BOUNDED = [
    *(f"A German firm wants {w}{n} of a hospital in Wuhan" for w in BEFORE for n in NUMBERS),
    *(f"{w}{n} of a hospital in Wuhan, German" for w in BEFORE for n in NUMBERS),
    *(f"A German firm, hospital in Wuhan, {n}{w}" for w in AFTER for n in NUMBERS),
    *(f"德国公司在武汉开医院，持股{w}{n}" for w in BEFORE_HAN for n in NUMBERS_HAN),
    *(f"武汉医院，德方{n}{w}" for w in AFTER_HAN for n in NUMBERS_HAN),
]
HALVES = ("德方过半数", "德方持过半数股份", "德方超半数", "德方一半多", "德方半数以上")


@pytest.mark.parametrize("text", [*BOUNDED, *(f"武汉医院，{w}" for w in HALVES)])
def test_a_share_beside_a_sign_or_word_that_bounds_it_is_open(text: str) -> None:
    found = read(LAW, text)
    assert all("share" not in case for case in found.cases)
    assert not found.whole or "share" in found.left_out


@pytest.mark.parametrize("sign", ["more than ", ">", "≥", "~", "north of "])
@pytest.mark.parametrize(
    ("frame", "fact"),
    [("{}100,000 persons' names go to Berlin", "persons"), ("German tourist in Beijing without a visa for {}30 days", "stay")],
)
def test_numbers_of_the_other_questions_are_bounded_too(sign: str, frame: str, fact: str) -> None:
    assert all(fact not in case for case in read(LAW, frame.format(sign)).cases)


@pytest.mark.parametrize("text", ["120.000 customers' names go to Berlin", "9.500 patients' names go to Berlin", "120.000人的个人信息传柏林"])  # fmt: skip
def test_points_between_thousands_leave_the_number_open(text: str) -> None:
    found = read(LAW, text)
    assert found.question == "data_export"
    assert all("persons" not in case and "sensitive-persons" not in case for case in found.cases)
    assert any(a.value in ("120000", "1200000", "9500") for c in found.chips for a in c.alternatives)


@pytest.mark.parametrize("share", ["49,9 %", "49,9%", "12,5 per cent"])
def test_the_end_of_a_decimal_with_a_comma_is_no_share(share: str) -> None:
    assert all("share" not in case for case in read(LAW, f"{share} of a hospital in Wuhan, German").cases)


@pytest.mark.parametrize("label", ["share: 1", "share = 1.0", "foreign share: 1", "equity: 1"])
def test_a_bare_one_is_all_or_a_hundredth(label: str) -> None:
    found = read(LAW, f"{label}; search engine; Wuhan; Japan")
    assert all("share" not in case for case in found.cases)
    assert {a.value for c in found.chips if c.fact == "share" for a in c.alternatives} == {"1", "100"}


SLIPS = [
    ", no, sorry, ",
    ", I mean ",
    " - correction: ",
    "... sorry, ",
    ", or rather ",
    ", scratch that, ",
    ", oops, ",
    " (typo: ",
    ", no wait, ",
]
SLIPS_HAN = ["，不对，是", "，哦不，", "，说错了，是", "，更正：", "，我是说", "，口误，应为"]


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize(
    ("frame", "first", "second", "fact", "value"),
    [
        ("Can a German firm hold {} of a hospital in Wuhan?", "49%", "51%", "share", "51"),
        ("Can a German firm own a hospital in {}?", "Wuhan", "Chengdu", "territory", "chengdu"),
        ("In Wuhan, can a German firm own {}?", "a hospital", "an app store", "activity", "app-store"),
        ("Hospital in Wuhan, 60%, investor: {}", "Germany", "Norway", "origin", "no"),
    ],
)
def test_of_a_slip_and_its_correction_the_second_is_meant(slip: str, frame: str, first: str, second: str, fact: str, value: str) -> None:
    assert read(LAW, frame.format(first + slip + second)).facts[fact] == value


@pytest.mark.parametrize("slip", SLIPS_HAN)
@pytest.mark.parametrize(
    ("frame", "first", "second", "fact", "value"),
    [
        ("德国公司在武汉开医院，持股{}", "49%", "51%", "share", "51"),
        ("德国公司开医院，持股60%，地点{}", "武汉", "成都", "territory", "chengdu"),
    ],
)
def test_of_a_slip_in_chinese_the_second_is_meant(slip: str, frame: str, first: str, second: str, fact: str, value: str) -> None:
    assert read(LAW, frame.format(first + slip + second)).facts[fact] == value


@pytest.mark.parametrize("text", ["49% or 51% of a hospital in Wuhan?", "武汉医院，49%还是51%"])
def test_two_shares_that_are_compared_stay_two(text: str) -> None:
    assert {case["share"] for case in read(LAW, text).cases} == {"49", "51"}


@pytest.mark.parametrize(
    ("place", "id"),
    {
        "Suzhou City, Anhui Province": "suzhou-anhui", "Anhui's Suzhou": "suzhou-anhui", "Suzhou in Anhui": "suzhou-anhui", "Suzhou, Anhui": "suzhou-anhui",
        "Fuzhou, Jiangxi Province": "fuzhou-jiangxi", "Jiangxi's Fuzhou": "fuzhou-jiangxi", "Suzhou, Jiangsu Province": "suzhou", "Wuhan, Hubei Province": "wuhan",
        "Hubei's Wuhan": "wuhan", "Pudong in Shanghai": "pudong",
    }.items(),
)  # fmt: skip
def test_the_province_tells_which_city_is_meant(place: str, id: str) -> None:
    assert [case["territory"] for case in read(LAW, f"A hospital in {place}, wholly owned by a Singaporean group").cases] == [id]


def test_a_city_that_does_not_lie_in_the_province_is_open() -> None:
    found = read(LAW, "安徽苏州开医院，新加坡独资")
    assert all("territory" not in case for case in found.cases)


@pytest.mark.parametrize(
    "who",
    ["A US-owned Hong Kong company", "A Japanese-owned Singapore company", "A German-controlled Hong Kong group", "美资香港公司", "日资新加坡企业", "德国控股香港公司"],
)  # fmt: skip
def test_a_company_and_its_owner_are_not_two_investors_to_compare(who: str) -> None:
    assert len(read(LAW, f"{who}, hospital in Wuhan, 50%").cases) == 1
    assert "origin" not in read(LAW, f"{who}, hospital in Wuhan, 50%").facts


@pytest.mark.parametrize(
    "text", ["Outbound tours to Taiwan by a Japanese firm in Guangzhou", "Express delivery to Norway by a Japanese firm in Guangzhou"]
)
def test_where_tours_and_parcels_go_is_no_country_of_the_investor(text: str) -> None:
    assert [case["origin"] for case in read(LAW, text).cases] == ["jp"]


@pytest.mark.parametrize(
    "text",
    ["我们公司是英国独资的，能在武汉设中外合资医院吗", "We are wholly German-owned; can we form a joint venture for a hospital in Wuhan?"],
)
def test_what_one_is_wholly_is_no_share_of_a_venture_with_others(text: str) -> None:
    assert all("share" not in case for case in read(LAW, text).cases)


@pytest.mark.parametrize(
    ("text", "share"),
    [("We don't want a joint venture: 100% German, hospital in Wuhan", "100"), ("以前只能合资，现在能独资开医院了吗，武汉", "100")],
)
def test_a_venture_that_is_denied_or_past_leaves_the_whole(text: str, share: str) -> None:
    assert read(LAW, text).facts["share"] == share


@pytest.mark.parametrize(
    "text",
    [
        "Do you see any problem for a consultancy from Norway to acquire 50% of an airline in Zigong?",
        "May a designer from Italy hold 49 per cent of the equity of a golf course in Shenzhen?",
        "My Ukrainian wife wants to open a nail shop in Jinan, she has a Ukrainian passport",
        "Can foreigners own a vet clinic in Suzhou?",
    ],
)
def test_who_acquires_or_opens_something_asks_for_access(text: str) -> None:
    assert read(LAW, text).question == "access"


@pytest.mark.parametrize(
    "text",
    [
        "A German firm wants to increase its stake in a hospital in Wuhan by 20%",
        "Can we launch an app store in Shenzhen without giving up half?",
        "有个中国朋友入股20%，剩下是我们德国公司的，武汉应用商店",
    ],
)
def test_what_changes_is_given_away_or_held_by_a_friend_is_not_the_share(text: str) -> None:
    assert read(LAW, text).facts.get("share") not in ("20", "50")


@pytest.mark.parametrize(
    "when", ["Please let us have your answer by tomorrow:", "We need a reply by close of business tomorrow:", "请于2026年12月3日前回复："]
)
def test_the_day_by_which_one_is_to_answer_is_no_day_of_the_case(when: str) -> None:
    assert "on" not in read(LAW, f"{when} German firm, hospital in Wuhan").facts


@pytest.mark.parametrize(
    "where",
    [
        "north of Shenzhen", "an hour from Shenzhen", "on the way to Shenzhen", "around Shenzhen", "for Shenzhen", "serving Shenzhen", "like the one in Shenzhen",
        "under the Shenzhen model", "between Shenzhen and Guangzhou", "far from Shenzhen", "overlooking Shenzhen",
    ],
)  # fmt: skip
def test_a_place_that_only_tells_where_another_one_is_is_open(where: str) -> None:
    assert all("territory" not in case for case in read(LAW, f"A data centre {where}, German, 100%").cases)


@pytest.mark.parametrize("where", ["服务深圳的", "深圳模式的", "类似深圳的城市的", "深圳客户的", "离深圳不远的"])
def test_a_place_that_only_tells_where_another_one_is_is_open_in_chinese(where: str) -> None:
    assert all("territory" not in case for case in read(LAW, f"{where}数据中心，德国独资").cases)


@pytest.mark.parametrize(
    "where", ["in Shenzhen or Wuhan", "choose between Shenzhen and Wuhan", "the difference between Shenzhen and Wuhan"]
)
def test_places_that_are_compared_stay_cases(where: str) -> None:
    assert len(read(LAW, f"Data centre, German, 100%, {where}").cases) == 2


@pytest.mark.parametrize(
    "said",
    [
        "80% of our customers are there", "it has a 40% market share", "30% of the seats on the board are ours", "60% of the profits go abroad", "60% of its sales are online",
        "市场份额60%", "40%的客户是外国人", "利润率30%", "60%的表决权在中方",
    ],
)  # fmt: skip
def test_a_part_of_something_else_is_no_share(said: str) -> None:
    assert all("share" not in case for case in read(LAW, f"German firm, data centre in Wuhan, {said}").cases)


@pytest.mark.parametrize(
    ("text", "activity"),
    [
        ("Can Bank of America own all of a call centre in Nanjing?", "call-centre"),
        ("A hotel in an airport in Nanjing, German", "hotels"),
        ("a publisher's back office in Nanjing, German", None),
    ],
)
def test_the_name_of_a_firm_a_site_or_an_owner_is_no_trade(text: str, activity: str | None) -> None:
    assert {case.get("activity") for case in read(LAW, text).cases} == {activity}


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        ("App store in Hainan, not Haikou but Sanya", "sanya"), ("App store in Shanghai, but not in Pudong", "shanghai"), ("A hospital in Wuhan (not the one in Chengdu)", "wuhan"),
        ("上海非浦东地区开医院", "shanghai"), ("Shanghai but outside the FTZ, hospital", "shanghai:other"),
    ],
)  # fmt: skip
def test_a_denied_place_leaves_the_one_beside_it(text: str, territory: str) -> None:
    assert [case.get("territory") for case in read(LAW, text).cases] == [territory]


@pytest.mark.parametrize(
    "text", ["May our clinic import a gene therapy?", "Can our hospital import a vaccine that is not registered in China?"]
)
def test_who_imports_asks_for_import_though_trades_are_named(text: str) -> None:
    assert read(LAW, text).question == "import"


@pytest.mark.parametrize(
    "text",
    [
        "20% of an insurance brokerage in Shenzhen for a broker in Malaysia?",
        "Can an app store in Wuhan be 30% owned by a broker in Malaysia",
    ],
)
def test_the_seat_of_the_investor_may_stand_at_the_end(text: str) -> None:
    assert read(LAW, text).facts["origin"] == "my"
    assert read(LAW, text).whole


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("A German firm wants to raise its stake in a hospital in Wuhan from 10% to half", "50"),
        ("A German firm wants to raise its stake in a hospital in Wuhan from 10% to ninety-nine percent", "99"),
        ("May a German firm hold 60% of a hospital in Wuhan? Many thanks, Tom", "60"),
        ("A German firm wants the entire share capital of a hospital in Wuhan", "100"),
    ],
)
def test_the_share_to_which_another_is_raised_is_meant_and_thanks_count_nobody(text: str, share: str) -> None:
    found = read(LAW, text)
    assert (found.facts["share"], found.whole) == (share, True)


@pytest.mark.parametrize(
    "text", ["Can a UK and a Brazilian company own 30% each of a hospital in Wuhan?", "以色列和西班牙投资者分别持股15%和20%，在武汉开医院"]
)
def test_two_investors_with_shares_of_their_own_are_no_cases_to_compare(text: str) -> None:
    found = read(LAW, text)
    assert len(found.cases) == 1
    assert not found.facts.keys() & {"origin", "share"}


LABELS = ("经营范围：", "业务：", "主营业务：", "行业：", "主营")
JOINTS = ("、", "，", "和", "以及", "+", "/")


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("joint", JOINTS)
def test_every_trade_behind_a_label_is_a_case(label: str, joint: str) -> None:
    found = read(LAW, f"{label}餐饮{joint}互联网新闻，日本独资，武汉")
    assert {case["activity"] for case in found.cases} == {"restaurants", "internet-news"}


@pytest.mark.parametrize("label", ["Main business", "activity", "sector", "industry", "business scope"])
def test_every_trade_behind_a_label_is_a_case_in_english(label: str) -> None:
    found = read(LAW, f"{label}: restaurants, internet news; city: Wuhan; investor: Japan; share: 100%")
    assert {case["activity"] for case in found.cases} == {"restaurants", "internet-news"}


def test_an_investor_before_a_label_is_no_trade() -> None:
    assert [case["activity"] for case in read(LAW, "投资方：泰国银行；业务：餐饮；地点：武汉").cases] == ["restaurants"]


@pytest.mark.parametrize(
    ("text", "fact"),
    [("德国合伙企业持股30%，杭州即时通信公司", "legal-form"), ("香港公司，原有CEPA证书，武汉数据中心50%", "service-supplier")],
)
def test_the_form_of_the_investor_and_what_it_had_are_no_facts(text: str, fact: str) -> None:
    assert all(fact not in case for case in read(LAW, text).cases)


@pytest.mark.parametrize("when", ["around 23 October 2024", "about 23 October 2024", "2024年10月23日左右"])
def test_a_day_told_as_about_another_lies_between_two(when: str) -> None:
    found = read(LAW, f"German 100% IDC in Shenzhen {when}")
    assert "on" in found.left_out
    assert {case["on"] for case in found.cases} == {"2024-09-23", "2024-11-22"}


LISTS = [
    *(
        f"{label}: {both}; hospital; Wuhan; 60%"
        for label in ("investor", "Investors", "shareholders", "parties")
        for both in ("Germany, China", "China, Germany", "Germany and China", "Germany/China", "Japan + PRC", "France and a Chinese")
    ),
    *(
        f"{label}：{both}；医院；武汉；60%"
        for label in ("投资方", "股东", "出资人", "合资各方")
        for both in ("德国、中国", "中国、德国", "日本和境内", "法国及中方")
    ),
]


@pytest.mark.parametrize("text", LISTS)
def test_a_share_beside_a_list_of_investors_with_a_chinese_one_is_not_surely_the_foreign_one(text: str) -> None:
    assert all("share" not in case for case in read(LAW, text).cases)


@pytest.mark.parametrize("text", ["investor: Germany; place: Wuhan, China; hospital; 60%", "投资方：德国和中国香港；医院；武汉；60%"])
def test_china_as_the_country_of_the_place_or_before_hong_kong_is_no_investor(text: str) -> None:
    assert all(case.get("share") == "60" for case in read(LAW, text).cases)


@pytest.mark.parametrize("start", ["", "investors: ", "shareholders are ", "投资方：", "经营范围："])
@pytest.mark.parametrize("again", ["and ", "x and and ", ", and ", "or ", "German and Chinese ", "德国、", "中国中国、", "和", "/"])
def test_a_word_said_again_and_again_is_read_to_the_end(start: str, again: str) -> None:
    """A pattern with two ways to take one word would try them all: of 480 characters it never came back."""
    assert all("share" not in case for case in read(LAW, f"{start}{again * 240}"[:480]).cases)

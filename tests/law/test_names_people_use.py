"""The names people use: a name of the trade leads to a coarse entry or to a choice, a class of GB/T 4754 to what surely contains it."""

from __future__ import annotations

import pytest

from shidian.errors import AmbiguousValue, UnknownValue
from tests.cases.real import real_book


def found(vocabulary: str, word: str) -> list[str]:
    return real_book().lawbook.names[vocabulary].find(word)


@pytest.mark.parametrize(
    ("word", "id"),
    [("EDI", "b21"), ("edi", "b21"), ("EDI licence", "b21"), ("EDI许可证", "b21"), ("ICP证", "b25"), ("SP证", "b25"), ("IDC牌照", "idc"),
     ("pharmacy", "retail"), ("satellite internet", "telecom"), ("hospital chain", "hospital"), ("payment", "payment-services")],
)  # fmt: skip
def test_a_name_of_the_trade_leads_to_the_entry_that_contains_all_it_means(word: str, id: str) -> None:
    assert found("activities", word) == [id]


@pytest.mark.parametrize("word", ["SaaS", "人工智能", "跨境电商", "drones", "自动驾驶", "online education", "游戏", "biotech", "直播"])
def test_a_name_that_means_several_things_is_a_choice(word: str) -> None:
    assert len(found("activities", word)) > 1
    with pytest.raises(AmbiguousValue):
        real_book().ask("access", activity=word)


@pytest.mark.parametrize("word", ["patent agency", "arbitration", "ICP备案", "宠物医院"])
def test_what_fits_nothing_says_so_and_shows_the_branch(word: str) -> None:
    with pytest.raises(UnknownValue) as error:
        real_book().ask("access", activity=word)
    assert error.value.hint is not None
    assert "`" in error.value.hint


@pytest.mark.parametrize(("word", "id"), [("Deutschland", "de"), ("开曼", "ky"), ("BVI", "vg"), ("日本国", "jp"), ("Dubai", "ae")])
def test_countries_by_the_names_people_use(word: str, id: str) -> None:
    assert found("origins", word) == [id]


def test_industry_codes_lead_to_what_surely_contains_them() -> None:
    assert found("activities", "P8310") == ["preschool-education"]
    assert found("activities", "8310") == ["preschool-education"]
    assert found("activities", "会计、审计及税务服务") == ["accounting-tax"]
    assert found("activities", "G543") == ["land-transport"] or len(found("activities", "G543")) > 1
    assert len(found("activities", "I6450")) > 1, "a class wider than any activity is no fact"
    with pytest.raises(UnknownValue, match="6920"):
        real_book().ask("access", activity="6920")


def test_every_class_is_covered_or_named_as_ours_not() -> None:
    names = real_book().lawbook.names["activities"]
    codes = real_book().lawbook.content.industries[0]
    assert len(codes.classes) == 1381
    assert {c.code[0] for c in codes.classes} == set("ABCDEFGHIJKLMNOPQRST")
    tree = real_book().lawbook.trees["activities"]
    for one in codes.classes:
        spoken = names.said(one.code)
        assert spoken is not None
        assert spoken.means or spoken.between or spoken.note
        if spoken.means and one.touches:
            assert all(spoken.means in [t, *tree.above(t)] for t in one.touches if not one.doubtful), one.code


@pytest.mark.parametrize(
    ("vocabulary", "word", "first"),
    [("territories", "chengd", "chengdu"), ("territories", "Chéngdū", "chengdu"), ("territories", "shangh", "shanghai"),
     ("territories", "Shenzen", "shenzhen"), ("territories", "Hangzou", "hangzhou"), ("activities", "appstores", "app-store"),
     ("activities", "kindergartens", "preschool-education"), ("activities", "应用商场", "app-store"), ("origins", "germny", "de"), ("origins", "Singapur", "sg")],
)  # fmt: skip
def test_a_near_miss_leads_with_what_a_person_means(vocabulary: str, word: str, first: str) -> None:
    assert real_book().lawbook.names[vocabulary].near(word)[0] == first


@pytest.mark.parametrize("word", ["blockchain", "quantum", "xyzzy", "区块链", "zzz"])
def test_nothing_is_offered_below_the_floor(word: str) -> None:
    assert real_book().lawbook.names["activities"].near(word) == []


@pytest.mark.parametrize(
    ("word", "id"),
    {
        "online game": "online-games",
        "app store operator": "app-store",
        "translation company": "translation",
        "insurance companies": "insurance",
        "核电运营": "nuclear-power",
        "翻译服务公司": "translation",
        "外资行": "banking",
        "地接社": "inbound-domestic-tourism",
    }.items(),
)
def test_the_word_for_a_kind_of_firm_and_the_plural_make_no_difference(word: str, id: str) -> None:
    assert real_book().lawbook.names["activities"].find(word) == [id]


@pytest.mark.parametrize("word", ["foreign company", "data services", "internet company", "operator", "services", "平台运营"])
def test_a_word_for_a_kind_of_firm_alone_names_nothing(word: str) -> None:
    assert len(real_book().lawbook.names["activities"].find(word)) != 1


def test_a_class_that_touches_activities_and_lies_in_none_never_names_one_of_them() -> None:
    for one in real_book().lawbook.content.industries[0].classes:
        if one.within is None:
            assert len(found("activities", one.code)) != 1, one.code
            assert len(found("activities", one.code[1:])) != 1, one.code


@pytest.mark.parametrize(
    "ways",
    [
        ("parcel delivery", "deliver parcels", "delivering parcels", "delivery of parcels", "包裹配送", "配送包裹", "包裹的派送"),
        ("tyre manufacturing", "tyre factory", "making tyres", "manufacture of tyres", "tire maker", "轮胎制造", "轮胎厂", "生产轮胎"),
        (
            "film distribution",
            "distribute films",
            "distributing films",
            "film distributor",
            "distribution of films",
            "电影发行",
            "发行电影",
        ),
        ("restaurant", "operate a restaurant", "open restaurants", "running a restaurant", "餐厅", "开餐厅", "运营餐厅", "餐厅的经营"),
    ],
)
def test_an_act_and_what_it_is_done_to_are_one_name_in_whatever_order(ways: tuple[str, ...]) -> None:
    assert {word: found("activities", word) for word in ways} == dict.fromkeys(ways, found("activities", ways[0]))
    assert len(found("activities", ways[0])) == 1


@pytest.mark.parametrize("word", ["TV manufacturing", "testing laboratories", "software factory outlet"])
def test_words_in_another_order_that_are_another_thing_are_not_the_same(word: str) -> None:
    assert not {"radio-tv-programmes", "software-development"} & set(found("activities", word))


@pytest.mark.parametrize(
    ("word", "holds"),
    [("rubber duck factory", "manufacturing"), ("橡皮鸭制造", "manufacturing"), ("candle wholesale", "wholesale"), ("violin lessons", "adult-training"),
     ("umbrella repair", "everyday-services"), ("竹笋种植", "agriculture")],
)  # fmt: skip
def test_a_name_that_is_not_known_is_a_branch_or_a_choice_by_its_last_word(word: str, holds: str) -> None:
    ids = found("activities", word)
    assert holds in ids
    tree = real_book().lawbook.trees["activities"]
    assert len(ids) > 1 or tree.children.get(ids[0]), "never one leaf"


@pytest.mark.parametrize("word", ["Sichuan restaurant", "日式餐厅", "羽毛球馆"])
def test_a_trade_of_one_name_is_meant_by_its_end(word: str) -> None:
    assert len(found("activities", word)) == 1


@pytest.mark.parametrize(
    "word", ["casino restaurant", "underground casino restaurant", "night club restaurant", "hotel restaurant", "赌场餐厅"]
)
def test_what_stands_before_an_end_and_is_another_business_leaves_it_open(word: str) -> None:
    assert found("activities", word) == []


@pytest.mark.parametrize(
    ("word", "ids"),
    [("德资", ["de"]), ("日资企业", ["jp"]), ("美资", ["us"]), ("意资", ["it"]), ("新资", ["sg", "nz"]), ("瑞资", ["ch", "se"]), ("澳资", ["mo", "au"]),
     ("German-owned", ["de"]), ("US-funded company", ["us"]), ("Singapore Pte Ltd", ["sg"]), ("中资", []), ("外资企业", []), ("合资", [])],
)  # fmt: skip
def test_capital_of_a_country_is_that_country_or_a_choice(word: str, ids: list[str]) -> None:
    assert found("origins", word) == ids


@pytest.mark.parametrize(
    ("word", "ids"),
    [("Hongqiao", ["hongqiao-tianjin", "minhang", "changning"]), ("红桥区", ["hongqiao-tianjin"]), ("虹桥商务区", ["shanghai"]), ("广西首府", ["nanning"]),
     ("四川省会成都", ["chengdu"]), ("capital of Inner Mongolia", ["hohhot"]), ("Pudong New District", ["pudong"]), ("Greater China", [])],
)  # fmt: skip
def test_places_by_what_they_are_called_and_a_shared_name_is_offered(word: str, ids: list[str]) -> None:
    assert found("territories", word) == ids


def test_a_code_that_is_also_a_year_names_no_activity() -> None:
    assert found("activities", "2022") == []
    assert found("activities", "C2022") == ["other-manufacturing"]


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("因特网数据中心", ["idc"]),
        ("网际网路接入", ["isp"]),
        ("电脑软体开发", ["software-development"]),
        ("幼稚园", ["preschool-education"]),
        ("速递", ["express-delivery"]),
        ("齿科诊所", ["clinic"]),
        ("墓园", ["funeral-services"]),
        ("羽毛球馆", ["sports-fitness"]),
    ],
)
def test_words_of_one_meaning_are_one_name(word: str, ids: list[str]) -> None:
    assert real_book().lawbook.names["activities"].find(word) == ids


@pytest.mark.parametrize(
    "word",
    ["印刷厂", "printing house", "国际学校", "international schools", "代驾", "ski school", "细胞技术研发", "基金销售", "hookah lounge"],
)
def test_a_trade_that_may_be_several_activities_is_a_choice(word: str) -> None:
    assert len(real_book().lawbook.names["activities"].find(word)) > 1


@pytest.mark.parametrize(
    ("word", "id"),
    [("Manufacture of malt", "manufacturing"), ("manufacture of tubes, pipes and hollow profiles, of steel", "manufacturing"),
     ("All Other Legal Services", "legal-services"), ("Offices of notaries", "legal-services"), ("Other management consulting services n.e.c.", "management-consulting"),
     ("Motion picture theatres (except drive-ins)", "film"), ("其他法律服务", "legal-services")],
)  # fmt: skip
def test_a_heading_of_a_classification_is_what_surely_contains_it(word: str, id: str) -> None:
    assert found("activities", word) == [id]


@pytest.mark.parametrize("word", ["manufacture of toys and hospitals", "furniture and real estate manufacturing", "酒店、家具制造"])
def test_a_list_that_names_what_lies_elsewhere_is_not_taken_for_its_last_part(word: str) -> None:
    assert len(found("activities", word)) != 1


@pytest.mark.parametrize(
    ("word", "among"),
    [("Beer, wine and liquor stores", "offline-retail"), ("Wholesale of hides, skins and leather", "wholesale"), ("insurance products", "insurance"),
     ("皮草皮具", "offline-retail"), ("机票代理人", "travel-agency"), ("Commercial refrigeration equipment", "other-manufacturing")],
)  # fmt: skip
def test_what_an_unknown_name_is_by_its_end_is_a_choice(word: str, among: str) -> None:
    assert len(found("activities", word)) > 1
    assert among in found("activities", word)


@pytest.mark.parametrize(
    ("word", "first"),
    [("Support activities for petroleum transport by pipeline", "transport"), ("牙科、眼科机构", "health"), ("Casting of actors for films", "film")],
)  # fmt: skip
def test_a_name_that_says_nothing_by_its_end_leads_to_what_its_words_are_about(word: str, first: str) -> None:
    names = real_book().lawbook.names["activities"]
    assert names.find(word) == []
    assert first in {a for i in names.near(word) for a in names._above(i)}


@pytest.mark.parametrize("word", ["courts and prosecution offices", "Cycling fans association", "政治协商会议机关"])
def test_what_is_no_business_of_an_investor_leads_to_none(word: str) -> None:
    names = real_book().lawbook.names["activities"]
    assert names.find(word) == []
    assert names.said(word) is not None or names.near(word) == []


@pytest.mark.parametrize("word", ["A", "B", "b."])
def test_a_letter_alone_is_offered_and_not_taken(word: str) -> None:
    assert found("activities", word) == []

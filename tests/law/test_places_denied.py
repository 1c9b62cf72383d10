"""A place that is excluded, left, or one of two is never read as the place itself."""

from __future__ import annotations

import pytest

from tests.cases.real import real_book

NAMES = real_book().lawbook.names["territories"]


@pytest.mark.parametrize(
    "word",
    [
        "上海自贸区外",
        "上海（自贸区除外）",
        "上海市（不含浦东）",
        "北京/上海",
        "南京，苏州",
        "成都高新区（拟迁天津）",
        "深圳或广州",
        "苏州工业园区以外",
        "成都市等",
        "成都市等地",
        "成都市?",
        "成都市及周边",
        "深圳（总部）武汉（项目）",
        "深圳（办公）杭州",
        "深圳（东莞）",
        "北京（河北）",
        "苏州市（宿州）",
        "上海（总部：北京）",
        "深圳（项目在武汉）",
        "广州（南山区）",
        "深圳（Wuhan）",
        "深圳 (moved to Wuhan)",
    ],
)
def test_a_place_that_is_denied_or_doubled_is_not_read(word: str) -> None:
    assert NAMES.find(word) == []


ASIDE = ("机房", "园区", "门店", "中心", "工厂", "总部", "服务器", "大厦", "一期", "东区", "江边", "银行")
"""What may stand behind the second name: nothing of it is on a list of the code."""
SECOND = ("{a}（{b}{n}）", "{a}【{b}市{n}】", "{a}{b}{n}", "{a}，{b}{n}", "{a}（{n}设在{b}）", "{a}（另有{b}{n}）", "{a}总部{b}{n}", "{a}/{b}{n}", "{a}（租用{b}东{n}）",
          "{a}→{b}{n}", "{a}“{b}{n}”", "{a}(总部),{b}({n})", "{a} {b}{n}", "{b}{n}（{a}）")  # fmt: skip


@pytest.mark.parametrize("form", SECOND)
@pytest.mark.parametrize("second", ["东莞", "武汉", "河北三河", "固安", "昆山", "内蒙古", "香港", "新加坡"])
def test_a_second_place_is_seen_whatever_stands_around_it(form: str, second: str) -> None:
    texts = [form.format(a=a, b=second, n=n) for a in ("深圳", "北京") for n in ASIDE]
    assert {text: ids for text in texts if len(ids := NAMES.find(text)) == 1} == {}


@pytest.mark.parametrize("form", ["{a} ({b} {n})", "{a}, {b} {n}", "{b} {n}, {a}", "{n} in {b}, {a}", "{a} / {b} {n}", "{a}, China ({b} {n})", "{a} (HQ), {b} ({n})", "{b}, {a}"])  # fmt: skip
@pytest.mark.parametrize("second", ["Dongguan", "Kunshan", "Gu'an", "Inner Mongolia", "Hong Kong", "Tokyo"])
def test_a_second_place_is_seen_in_english(form: str, second: str) -> None:
    texts = [form.format(a=a, b=second, n=n) for a in ("Shenzhen", "Beijing") for n in ("server room", "park", "shop", "HQ", "phase II")]
    assert {text: ids for text in texts if len(ids := NAMES.find(text)) == 1} == {}


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("上海市静安区南京西路1266号恒隆广场", "jingan"),
        ("广州市天河区中山大道西", "tianhe"),
        ("上海长宁区中山公园", "changning"),
        ("深圳市福田区益田路5033号平安金融中心", "futian"),
        ("上海市徐汇区宜山路（桂林路口）", "xuhui"),
        ("深圳（南山科技园）", "nanshan-shenzhen"),
        ("河北省石家庄市桥西区", "shijiazhuang"),
        ("No. 1266 Nanjing West Road, Jing'an District, Shanghai", "jingan"),
        ("88 Shenzhen Avenue, Nanshan, Shenzhen", "nanshan-shenzhen"),
    ],
)
def test_streets_and_buildings_called_by_another_place_do_no_harm(word: str, id: str) -> None:
    assert NAMES.find(word) == [id]


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("上海市、浦东新区", "pudong"),
        ("江苏省/苏州市", "suzhou"),
        ("上海市黄浦区外滩", "huangpu-shanghai"),
        ("新疆维吾尔自治区和田地区和田县", "hotan"),
    ],
)
def test_separators_and_names_with_such_letters_do_no_harm(word: str, id: str) -> None:
    assert NAMES.find(word) == [id]


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("互联网数据中心", "idc"),
        ("证券公司", "securities-company"),
        ("EDI许可证（电商平台）", "e-commerce"),
        ("旅行社服务", "travel-agency"),
        ("应用商店 App store", "app-store"),
        ("Call centre / 呼叫中心", "call-centre"),
        ("H6110 旅游饭店", "hotels"),
    ],
)
def test_a_name_is_known_without_the_word_for_its_kind_and_with_its_explanation(word: str, id: str) -> None:
    assert real_book().lawbook.names["activities"].find(word) == [id]


@pytest.mark.parametrize(
    ("word", "ids"), [("德国 Germany", ["de"]), ("中国香港 Hong Kong, China", ["hk"]), ("奥地利共和国", ["at"]), ("美国 Germany", [])]
)
def test_a_country_in_two_languages_or_by_its_full_name_is_that_country(word: str, ids: list[str]) -> None:
    assert real_book().lawbook.names["origins"].find(word) == ids


def test_a_code_with_the_name_of_another_class_names_none() -> None:
    assert real_book().lawbook.names["activities"].find("L7271法律服务") == []  # 7271 are guards


@pytest.mark.parametrize(
    ("word", "id"),
    [("深圳（南山）", "nanshan-shenzhen"), ("广东省（深圳）", "shenzhen"), ("成都（四川）", "chengdu"), ("深圳（Shenzhen）", "shenzhen"),
     ("武汉（东湖高新）", "wuhan"), ("上海市浦东新区张江路1号（北京路口）", "pudong"), ("北京市海淀区中关村大街1号（北京大学内）", "haidian"),
     ("深圳市福田区（香港中文大学旁）", "futian"), ("深圳（办公）", "shenzhen")],
)  # fmt: skip
def test_what_stands_in_brackets_and_is_no_other_place_leaves_the_place(word: str, id: str) -> None:
    assert NAMES.find(word) == [id]

"""Addresses lead to the place that surely contains them; a name that several places share, or a contradiction, leads nowhere."""

from __future__ import annotations

import pytest

from shidian.errors import UnknownValue
from shidian.law.places.addresses import Addresses
from tests.cases.real import real_book

PLACES = {
    # a province and a city in one cell, registered addresses, short names
    "广东省深圳市": "shenzhen",
    "广东 深圳": "shenzhen",
    "深圳市南山区粤海街道高新南一道9号": "nanshan-shenzhen",
    "广东省广州市天河区体育西路103号": "tianhe",
    "上海市徐汇区漕溪北路88号": "xuhui",
    "北京市海淀区中关村大街1号": "haidian",
    "中国上海市浦东新区世纪大道100号": "pudong",
    "四川省成都市武侯区天府三街": "chengdu",
    "成都武侯区": "chengdu",
    "江苏省苏州市昆山市花桥经济开发区": "suzhou",
    "江苏昆山市": "suzhou",
    "浙江省杭州市滨江区网商路699号": "hangzhou",
    "湖北省武汉市洪山区珞喻路": "wuhan",
    "福建省福州市鼓楼区五四路": "fuzhou",
    "南京鼓楼区": "nanjing",
    "江苏省徐州市鼓楼区": "xuzhou",
    "辽宁省沈阳市和平区": "shenyang",
    "新疆维吾尔自治区乌鲁木齐市天山区": "urumqi",
    "广西壮族自治区南宁市青秀区": "nanning",
    "云南省大理白族自治州大理市": "dali",
    "海南省三亚市吉阳区": "sanya",
    # former names and units
    "北京市宣武区": "beijing",
    "上海市卢湾区": "shanghai",
    "北京市密云县": "miyun",
    "南京市白下区": "nanjing",
    # areas
    "上海市浦东新区陆家嘴环路1000号": "pudong",
    "张江高科技园区": "pudong",
    "重庆市两江新区": "liangjiang",
    "河北省雄安新区": "baoding",
    "东莞市松山湖": "dongguan",
    # English
    "No. 100 Century Avenue, Pudong, Shanghai 200120, China": "pudong",
    "Wuhou District, Chengdu, Sichuan": "chengdu",
}
IN_ZONE = {
    "中国（上海）自由贸易试验区世纪大道100号": ("", "shanghai-ftz"),
    "中国（四川）自由贸易试验区成都市高新区天府大道中段": ("chengdu", "sichuan-ftz"),
    "四川省成都市双流区（四川自贸区）": ("chengdu", "sichuan-ftz"),
    "浙江省舟山市（中国（浙江）自由贸易试验区）": ("zhoushan", "zhejiang-ftz"),
    "湖北自贸区武汉片区": ("", "wuhan-ftz"),
    "上海市浦东新区张江路1号（中国（上海）自由贸易试验区）": ("pudong", "shanghai-ftz"),
    "上海自贸试验区张江片区": ("pudong", "shanghai-ftz", "sh-ftz-zhangjiang"),
    "中国（上海）自由贸易试验区临港新片区环湖西二路888号": ("", "lingang"),
    "中国（广东）自由贸易试验区深圳前海蛇口片区前湾一路1号": ("", "qianhai-shekou-ftz"),
}
OPEN = ["南山区", "鼓楼区", "朝阳区", "和平区", "江北区", "城关区", "西湖区", "白云区", "宝山区"]
NOWHERE = [
    "南京东路300号",
    "北京路步行街",
    "成都路",
    "上海银行",
    "深圳大学",
    "广州市南山区",
    "北京市浦东新区",
    "成都市（上海自贸试验区）",
    "天府大道1号",
    "1号楼",
]


def places() -> Addresses:
    found = real_book().lawbook.names["territories"].places
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "unit"), PLACES.items())
def test_an_address_leads_to_its_place(text: str, unit: str) -> None:
    assert real_book().lawbook.names["territories"].find(text) == [unit]


@pytest.mark.parametrize(("text", "where"), IN_ZONE.items())
def test_a_zone_that_an_address_names_is_kept(text: str, where: tuple[str, ...]) -> None:
    found = places().read(text)
    assert found is not None
    assert (found.units, found.zones) == ((where[0],) if where[0] else (), where[1:])


@pytest.mark.parametrize("text", OPEN)
def test_a_shared_name_stays_open(text: str) -> None:
    found = places().read(text)
    assert found is not None
    assert len(found.units) > 1


@pytest.mark.parametrize("text", NOWHERE)
def test_streets_firms_and_contradictions_are_no_place(text: str) -> None:
    assert places().read(text) is None


def test_every_division_by_its_full_path_leads_to_what_contains_it() -> None:
    """Province, city and county written together are read as the county, whatever the names."""
    wrong = []
    reader = places()
    tree = real_book().lawbook.trees["territories"]
    by_code = {t.codes["gb-t-2260"]: t.id for t in tree.terms.values() if "gb-t-2260" in t.codes}
    names = real_book().lawbook.content.places[0].divisions
    for code, name in names.items():
        path = [c for c in (code[:2] + "0000", code[:4] + "00") if c in names and c != code]
        text = "".join(names[c] for c in path) + name
        want = next(by_code[c] for c in (code, code[:4] + "00", code[:2] + "0000") if c in by_code)
        found = reader.read(text)
        if found is None or found.units != (want,):
            wrong.append((text, want, found))
    assert not wrong


def test_zones_and_units_come_together_in_a_case() -> None:
    read = real_book().read("access", {"territory": "中国（四川）自由贸易试验区成都市高新区"})
    assert read.facts["territory"] == "chengdu"
    assert read.facts["sichuan-ftz"] == "yes"
    assert real_book().read("access", read.facts).case == read.case


@pytest.mark.parametrize("word", ["枢纽", "旅游先行区", "Cultural", "Pilot", "大道"])
def test_a_part_of_the_name_of_a_place_is_no_place(word: str) -> None:
    with pytest.raises(UnknownValue):
        real_book().read("access", {"territory": word})


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Chengdu City", "chengdu"), ("Sichuan Province", "sichuan"), ("Shanghai Municipality", "shanghai"), ("Sichuan Chengdu", "chengdu"),
        ("Chengdu Sichuan", "chengdu"), ("Guangdong, Shenzhen, Nanshan", "nanshan-shenzhen"), ("Guangdong Shenzhen Nanshan", "nanshan-shenzhen"),
        ("广东深圳南山", "nanshan-shenzhen"), ("广东, 深圳, 南山", "nanshan-shenzhen"), ("云南德宏", "dehong"), ("贵州黔东南", "qiandongnan"),
    ],
)  # fmt: skip
def test_province_and_city_are_read_without_commas_and_with_the_word_for_their_kind(said: str, place: str) -> None:
    assert real_book().lawbook.names["territories"].find(said) == [place]


@pytest.mark.parametrize(
    "said", ["Hainan City", "Chengdu Province", "Beijing Province", "Chengdu Shenzhen", "四川深圳南山", "Chengdu District"]
)
def test_a_word_for_another_kind_of_place_or_two_places_are_no_name(said: str) -> None:
    assert real_book().lawbook.names["territories"].find(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "杭州，盛泽镇", "杭州 盛泽镇", "杭州；盛泽镇西环路18号", "成都、团结村", "深圳，粤海街道", "深圳，松山湖科技园", "成都市武侯区，桂溪街道", "昆山，花桥镇",
        "北京 / 望京街道", "Hangzhou, Shengze Town", "Shengze Town, Hangzhou", "No. 5, Shengze Town, Hangzhou", "Humen Township, Shenzhen", "杭州 Shengze Town", "上海 Beijing", "杭州 Humen",
    ],
)  # fmt: skip
def test_a_town_apart_from_its_county_may_lie_elsewhere(said: str) -> None:
    assert real_book().lawbook.names["territories"].find(said) == []


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("杭州市盛泽镇", "hangzhou"), ("上海市，嘉定区，南翔镇", "jiading"), ("上海市 嘉定区 南翔镇", "jiading"), ("江苏省，昆山市，花桥镇", "suzhou"),
        ("昆山市 花桥镇", "suzhou"), ("成都市武侯区，桂溪街道天府大道1号", "chengdu"), ("杭州，余杭区仓前街道文一西路1500号", "hangzhou"),
        ("北京，中关村大街1号", "beijing"), ("武汉，经济技术开发区", "wuhan"), ("深圳，南山科技园", "nanshan-shenzhen"), ("东莞市虎门镇", "dongguan"),
        ("上海静安 Jing'an", "jingan"), ("苏州 Suzhou", "suzhou"), ("陵水县", "lingshui"), ("Chongqing Liangjiang FTZ", "cq-ftz-liangjiang"),
        ("Humen Town, Dongguan", "dongguan"), ("Nanxiang Town, Jiading District, Shanghai", "jiading"), ("Huaqiao Town, Kunshan, Suzhou", "suzhou"),
    ],
)  # fmt: skip
def test_a_town_in_its_county_is_read(said: str, place: str) -> None:
    assert real_book().lawbook.names["territories"].find(said) == [place]

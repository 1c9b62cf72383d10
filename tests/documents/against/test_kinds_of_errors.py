"""Kinds of errors that were once missed, each with a true statement beside it that is left in peace."""

from __future__ import annotations

import pytest
from bench.planted import score

from tests.documents.against.asking import reader, wrong


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [
        ("俄罗斯：2025年9月15日至2026年12月31日试行免签，停留不超过30日。", "2025-12-01", ["2026年12月31日"]),
        ("俄罗斯：2025年9月15日至2026年9月14日试行免签，停留不超过30日。", "2025-12-01", []),
        ("单方面免签：45国政策延长至2027年12月31日。", "2025-12-01", ["2027年12月31日"]),
        ("单方面免签：45国政策延长至2026年12月31日。", "2025-12-01", []),
        ("Nationals of Sweden may enter without a visa until 30 June 2026.", "2026-01-10", ["30 June 2026"]),
        ("Nationals of Sweden may enter without a visa until 31 December 2026.", "2026-01-10", []),
        ("过境免签旅客可以在26个省份内跨省活动。", "2025-09-08", ["26个"]),
        ("过境免签旅客可以在24个省份内跨省活动。", "2025-09-08", []),
    ],
)
def test_the_end_of_a_range_and_the_provinces_of_an_exemption(words: str, day: str, said: list[str]) -> None:
    assert wrong(words, day) == said


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [
        ("商务部、财政部印发《跨境服务贸易特别管理措施（负面清单）》。", "2025-06-01", []),
        ("国家互联网信息办公室、商务部公布《个人信息出境认证办法》。", "2026-02-01", ["商务部"]),
        ("国家互联网信息办公室、国家市场监督管理总局公布《个人信息出境认证办法》。", "2026-02-01", []),
        ("《外商投资安全审查办法》由国家发展改革委、商务部公布。", "2025-06-01", []),
        ("《外商投资安全审查办法》由财政部公布。", "2025-06-01", ["财政部"]),
        ("经国务院同意，商务部印发《加快推进服务业扩大开放综合试点工作方案》。", "2025-06-01", []),
        (
            "The notice came from the People's Bank of China and the Ministry of Finance; it is Yin Fa (2025) No. 251.",
            "2026-01-22",
            ["Ministry of Finance"],
        ),
        ("The notice came from the People's Bank of China and SAFE; it is Yin Fa (2025) No. 251.", "2026-01-22", []),
        ("财政部令第16号《促进和规范数据跨境流动规定》已经施行。", "2025-06-01", ["财政部"]),
        ("国家互联网信息办公室令第16号《促进和规范数据跨境流动规定》已经施行。", "2025-06-01", []),
    ],
)
def test_who_issued_an_act(words: str, day: str, said: list[str]) -> None:
    """Of an act that may have been issued together with others (the first case), one that is named with a known one is left alone."""
    assert wrong(words, day) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("资金池\n依据银发〔2025〕215号办理资金池业务。", ["银发〔2025〕215号"]),
        ("资金池\n依据银发〔2025〕251号办理资金池业务。", []),
        ("垃圾分类\n依据银发〔2025〕215号办理。", []),
        ("Non-bank payment institutions need a capital of RMB 100 million (State Council Decree No. 786).", ["Decree No. 786"]),
        ("Non-bank payment institutions need a capital of RMB 100 million (State Council Decree No. 768).", []),
        ("Rare birds are protected (State Council Decree No. 786).", []),
    ],
)
def test_a_number_alone_with_its_digits_in_disorder_where_the_text_speaks_of_the_act(words: str, said: list[str]) -> None:
    assert wrong(words, "2026-02-26") == said


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [
        ("2022年12月，沈阳、南京、杭州、武汉、广州、成都获批服务业扩大开放综合试点，试点期均为5年。", "2025-06-20", ["5年"]),
        ("2022年12月，沈阳、南京、杭州、武汉、广州、成都获批服务业扩大开放综合试点，试点期均为3年。", "2025-06-20", []),
        ("2025年，全国实际使用外资7476.9亿元，同比增长9.5%。", "2026-03-25", ["9.5%"]),
        ("2025年，全国实际使用外资7476.9亿元，同比下降9.5%。", "2026-03-25", []),
        ("服务业扩大开放综合试点：2015年5月，北京获批；2019年9月，北京升级为国家服务业扩大开放综合示范区。", "2025-06-20", ["2019年9月"]),
        ("服务业扩大开放综合试点：2015年5月，北京获批；2020年9月，北京升级为国家服务业扩大开放综合示范区。", "2025-06-20", []),
        (
            "The Ministry of Commerce published a list for Dalian and eight other cities on 9 January: 155 tasks in 15 areas.",
            "2026-01-22",
            ["155"],
        ),
        (
            "The Ministry of Commerce published a list for Dalian and eight other cities on 9 January: 159 tasks in 15 areas.",
            "2026-01-22",
            [],
        ),
    ],
)
def test_terms_of_pilots_changes_told_the_other_way_and_the_nine_cities_called_by_one(words: str, day: str, said: list[str]) -> None:
    assert wrong(words, day) == said
    reading = reader().read_text(words, "x")
    assert [c.contradiction.kind for c in reader().compare([reading]).clashes if c.contradiction.kind == "sum"] == []


HOSPITALS = "Hospitals in Hangzhou\n1. A joint venture needs a Chinese share of at least 30 percent and an investment of at least RMB 20 million; its term is at most {} years."
THRESHOLDS = (
    "A concentration must be notified where all undertakings together had a turnover of more than RMB 12 billion worldwide, or more than RMB 4 billion in China,"
    " and at least two of them had more than RMB 800 million each in China.\nThese thresholds have applied since 22 January {}."
)
AGENCIES = "外资旅行社注册资本要求是多少？答：不少于30万元；向省级旅游主管部门申请，自受理之日起{}个工作日内决定。"


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [
        (HOSPITALS.format(30), "2024-12-18", ["30 years"]),
        (HOSPITALS.format(20), "2024-12-18", []),
        (THRESHOLDS.format(2023), "2025-02-12", ["22 January 2023"]),
        (THRESHOLDS.format(2024), "2025-02-12", []),
        (AGENCIES.format(20), "2025-03-11", ["20个工作日"]),
        (AGENCIES.format(30), "2025-03-11", []),
        ("订立标准合同的，应当自合同生效之日起15个工作日内向省级网信部门备案。", "2025-04-16", ["15个工作日"]),
        ("订立标准合同的，应当自合同生效之日起10个工作日内向省级网信部门备案。", "2025-04-16", []),
        ("外债额度3.5倍，境外放款额度0.6倍", "2026-02-26", ["0.6倍"]),
        ("外债额度3.5倍，境外放款额度0.8倍", "2026-02-26", []),
        ("境外放款\n2026年3月20日起，上限为所有者权益的0.6倍", "2026-02-26", []),
        ("| Direct selling | RMB 50 million, paid in | Regulations on Direct Selling |", "2025-07-30", ["RMB 50 million"]),
        ("| Direct selling | RMB 80 million, paid in | Regulations on Direct Selling |", "2025-07-30", []),
        ("公共航空运输企业一家外商及其关联企业投资比例不得超过25%。", "2025-05-30", []),
        ("公共航空运输企业一家外商及其关联企业投资比例不得超过35%。", "2025-05-30", ["35%"]),
        ("Where may a foreign investor own all of a hospital?", "2025-05-30", []),
        ("通过数据出境安全评估的结果有效期为2年，自出具之日起计算。", "2026-04-15", ["2年"]),
        ("2023年，通过数据出境安全评估的结果有效期为2年，自出具之日起计算。", "2023-04-15", []),
        ("问：去年通过的安全评估何时到期？\n答：评估结果的有效期为2年，自出具之日起计算。", "2026-04-15", ["2年"]),
        ("Whoever does not report may be fined between RMB 100,000 and RMB 500,000 if it is not made good.", "2026-04-15", []),
        ("支付机构：注册资本最低2亿元，须实缴。", "2026-04-01", ["2亿元"]),
        ("支付机构：注册资本最低1亿元，须实缴。", "2026-04-01", []),
        ("个人信息出境认证办法规定，证书有效期3年，届满前3个月申请换证。", "2026-04-01", ["3个月"]),
        ("个人信息出境认证办法规定，证书有效期3年，届满前6个月申请换证。", "2026-04-01", []),
        ("2021年是扩围之年。同年4月9日，天津、上海、海南和四川加入服务业扩大开放综合试点。", "2026-04-01", ["四川"]),
        ("2021年是扩围之年。同年4月9日，天津、上海、海南和重庆加入服务业扩大开放综合试点。", "2026-04-01", []),
        ("依据是《中华人民共和国外国人入境出境管理条例》（国务院令第814号）。", "2026-04-01", []),
    ],
)
def test_what_goes_on_with_the_sentence_or_activity_before_and_what_another_number_tells(words: str, day: str, said: list[str]) -> None:
    assert wrong(words, day) == said


def test_an_order_with_its_authorities_is_that_edition() -> None:
    reading = reader().read_text("现行清单由国家发展改革委、商务部令第47号公布。", "x")
    [cited] = reader().lawcheck.citations(reading)
    assert (cited.act, cited.edition) == ("cn-negative-list", "2021")


def test_what_is_said_to_be_published_is_not_said_to_be_in_force() -> None:
    reading = reader().read_text("State Council Decree No. 814, published on 14 August 2025, amends the Regulations.", "x")
    assert [c.verdict for c in reader().lawcheck.citations(reading) if c.act is not None and c.verdict != "right"] == []


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [
        ("服务业扩大开放综合试点：5个省市2021年加入，2022年底又有6个城市加入。", "2025-04-28", ["5个"]),
        ("服务业扩大开放综合试点：4个省市2021年加入，2022年底又有6个城市加入。", "2025-04-28", []),
        ("英国公民自2026年1月17日起可免签来华旅游，停留不超过30日。", "2026-03-02", ["2026年1月17日"]),
        ("英国公民自2026年2月17日起可免签来华旅游，停留不超过30日。", "2026-03-02", []),
        ("境外投资者以分配利润直接投资的，可以按投资额的10%抵免应纳税额，适用期为2025年1月1日至2028年12月31日。", "2025-08-12", []),
        ("2024年，全国实际使用外资8625.2亿元。", "2026-02-10", ["8625.2亿元"]),
        ("2024年，全国实际使用外资8262.5亿元。", "2026-02-10", []),
        ("向境外提供12万人非敏感个人信息的，无需任何手续。", "2026-03-20", ["12万人"]),
        ("3人以下的团队无需任何手续即可入园。", "2026-03-20", []),
    ],
)
def test_days_of_each_count_the_day_rather_than_the_stay_and_the_whole_of_a_year(words: str, day: str, said: list[str]) -> None:
    assert wrong(words, day) == said


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("《外商投资法》第二十一条规定外国投资者的利润只有经批准方可汇出。", "says-else"),
        ("《外商投资法》第二十一条规定外国投资者的利润可以依法自由汇出。", "right"),
        ("Article 36 of the Data Security Law allows data stored in China to be given to foreign courts without approval.", "says-else"),
        ("Article 36 of the Data Security Law lets nobody give data stored in China to foreign courts without approval.", "right"),
        ("Article 36 of the Data Security Law bars giving data to foreign courts without approval.", "right"),
        (
            "Article 9 of the Provisions on Promoting and Regulating Cross-Border Data Flow asks for notice, separate consent and an impact assessment.",
            "wrong-article",
        ),
        (
            "Article 10 of the Provisions on Promoting and Regulating Cross-Border Data Flow asks for notice, separate consent and an impact assessment.",
            "right",
        ),
    ],
)
def test_consent_where_an_article_leaves_free_and_freedom_where_it_asks_for_consent(words: str, verdict: str) -> None:
    reading = reader().read_text(words, "x")
    assert [c.verdict for c in reader().lawcheck.citations(reading)] == [verdict]


def test_of_the_errors_planted_in_spring_nothing_false_is_shown() -> None:
    built, kept = score(reader(), "spring-built"), score(reader(), "spring-kept")
    assert (built.planted, built.found >= 28, built.true) == (30, True, built.shown), built
    assert (kept.planted, kept.found >= 21, kept.true) == (30, True, kept.shown), kept

"""What a document says held against the records of the law: errors found, true statements left in peace."""

from __future__ import annotations

import datetime as dt

import pytest
from bench.planted import planted, score

from shidian.documents.formats.files import SelfDescription
from tests.documents.against.asking import against, reader


def test_at_least_three_quarters_of_planted_errors_are_found_and_four_fifths_of_what_is_shown_is_true() -> None:
    for half in ("train", "test", "fresh"):
        got = score(reader(), half)
        assert got.planted >= 23
        assert (got.found >= 0.75 * got.planted, got.true >= 0.8 * got.shown) == (True, True), (half, got)


def test_of_the_errors_planted_last_nothing_false_is_shown() -> None:
    for half, least in (("later-built", 18), ("later-kept", 13)):
        got = score(reader(), half)
        assert (got.planted, got.found >= least, got.true) == (20, True, got.shown), (half, got)


def test_of_the_errors_of_the_newest_texts_all_are_found_and_nothing_false_is_shown() -> None:
    got = score(reader(), "newest-built")
    assert (got.planted, got.found >= 16, got.true) == (17, True, got.shown), got


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("2025年，全国实际使用外资7476.9亿元。服务业实际使用外资5451.2亿元，占全国的72.9%。", "agrees"),
        ("2025年，全国实际使用外资7476.9亿元。服务业实际使用外资5451.2亿元，占全国的79.2%。", "differs"),
        ("Foreign investment in 2025: services took RMB 545.12 billion, or 62.9 percent of the total.", "differs"),
    ],
)
def test_the_share_of_services_is_held_against_the_figures_of_both(words: str, verdict: str) -> None:
    assert [v for v, kind, w in against(words, "2026-02-01") if kind == "figure" and "." in w and ("%" in w or "percent" in w)] == [verdict]


def test_of_several_places_that_one_is_marked_where_it_is_not_so() -> None:
    words = (
        "A notice of 7 September 2024 allows wholly foreign-owned hospitals in Beijing, Tianjin, Shanghai, Nanjing, Hangzhou and Fuzhou."
    )
    assert [(kind, w) for verdict, kind, w in against(words, "2025-01-15") if verdict == "differs"] == [("case", "Hangzhou")]


def test_the_halves_hold_ten_texts_or_more_in_both_languages() -> None:
    for half in ("train", "test"):
        names = [t.name for t in planted(half)]
        assert len(names) >= 10
        assert {n.split(".")[-2] for n in names} == {"en", "zh"}


@pytest.mark.parametrize(
    ("text", "verdict", "kind", "words"),
    [
        ("服务业扩大开放综合试点始于2015年的上海。", "differs", "history", "上海"),
        ("服务业扩大开放综合试点始于2015年的北京。", "agrees", "history", "北京"),
        ("商务部印发《大连等9城市服务业扩大开放综合试点任务》，9个城市共159项试点任务，方案涉及15个领域。", "agrees", "plan", "159项"),
        ("《加快推进服务业扩大开放综合试点工作方案》（以下简称《方案》）已经印发。《方案》明确159项试点任务。", "differs", "plan", "159项"),
        ("自当年1月1日起累计向境外提供50万人以上个人信息的，应当申报数据出境安全评估；不满5万人的免予申报。", "differs", "case", "50万人"),
        ("基础电信业务外资股比不超过50%。", "differs", "case", "50%"),
        ("基础电信业务外资股比不超过49%。", "agrees", "case", "49%"),
        ("The provisions on cross-border data flow took effect on 22 March 2023.", "differs", "event", "22 March 2023"),
        ("Holders of ordinary passports of Germany may enter without a visa and stay up to 15 days.", "differs", "case", "15 days"),
        ("2024年，全国服务业实际使用外资5845.6亿美元。", "differs", "figure", "5845.6亿美元"),
    ],
)
def test_a_statement_is_held_against_the_record_that_knows_it(text: str, verdict: str, kind: str, words: str) -> None:
    assert (verdict, kind, words) in against(text)


@pytest.mark.parametrize(
    "text",
    [
        "除已有11个试点省市外，新增9个城市纳入服务业扩大开放综合试点：大连、宁波、厦门、青岛、深圳、合肥、福州、西安、苏州。",
        "面向天津、重庆研究支持进一步扩大增值电信业务对外开放。2024年4月8日，增值电信扩大开放试点先在四地开展。",
        "商务部印发《大连等9城市服务业扩大开放综合试点任务》，9个城市共159项试点任务，方案涉及15个领域。",
        "服务业扩大开放综合试点共提出130项任务，其中产业开放70项、区域发展30项、要素保障30项。",
    ],
)
def test_a_true_statement_is_not_called_a_contradiction(text: str) -> None:
    reading = reader().read_bytes(text.encode(), "x.txt", SelfDescription(date=dt.date(2026, 2, 1)))
    comparison = reader().compare([reading])
    assert [c.contradiction.id for c in comparison.clashes if c.side != "right"] == []
    assert [h for h in comparison.documents[0].against if h.verdict == "differs"] == []


def test_parts_that_do_not_add_up_and_shares_that_do_not_follow_are_contradictions() -> None:
    text = "试点共提出120项任务，其中产业开放70项、区域发展30项、要素保障30项。另一市80项任务中已完成60项，完成率达85%。"
    reading = reader().read_bytes(text.encode(), "x.txt", SelfDescription(date=dt.date(2025, 6, 1)))
    assert [c.contradiction.kind for c in reader().compare([reading]).clashes] == ["share", "sum"] or {
        c.contradiction.kind for c in reader().compare([reading]).clashes
    } == {"share", "sum"}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "《加快推进服务业扩大开放综合试点工作方案》（以下简称《方案》）已经印发。《方案》明确155项试点任务。",
            "cn-services-work-plan-2025",
        ),
        ("《中国（北京）自由贸易试验区数据出境管理清单（负面清单）（2024版）》已发布。", "cn-beijing-data-list-2024"),
    ],
)
def test_short_names_and_titles_as_people_write_them_lead_to_the_act(text: str, act: str) -> None:
    reading = reader().read_text(text, "x", SelfDescription(date=dt.date(2026, 2, 1)))
    [compared] = reader().compare([reading]).documents
    cited = [f for f in reading.findings if f.kind == "instrument"]
    assert [compared.links[f.id][0].id for f in cited] == [act] * len(cited)


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        ("增值电信业务对德国投资者的外资股比不超过49%。", "differs", "来自德国的投资者"),
        ("增值电信业务外资股比不超过49%。", "differs", "文中未指明投资者"),
        ("对香港服务提供者，增值电信业务外资股比不超过50%。", "open", "香港"),
        ("外国自然人投资者在基础电信业务的外资股比不超过50%。", "differs", "自然人"),
        ("Investors from ASEAN countries may hold up to 60% of basic telecommunications services.", "differs", "investor from"),
    ],
)
def test_a_claim_is_asked_as_the_investor_whom_the_text_names_and_an_assumed_one_is_said(text: str, verdict: str, words: str) -> None:
    reading = reader().read_bytes(text.encode(), "x.txt", SelfDescription(date=dt.date(2025, 6, 1)))
    held = [h for h in reader().compare([reading]).documents[0].against if h.kind == "case"]
    assert [(h.verdict, words in h.law.zh or words in h.law.en) for h in held] == [(verdict, True)]


def test_what_is_only_announced_differs_where_the_text_says_that_it_is_in_force() -> None:
    assert [v for v, k, _ in against("在武汉，互联网数据中心业务取消外资股比限制，已经施行。", "2025-12-01") if k == "case"] == ["differs"]


def test_of_the_errors_of_the_last_texts_kept_half_are_found_and_nothing_false_is_shown() -> None:
    got = score(reader(), "last-kept")
    assert (got.planted, got.found >= 8, got.true) == (16, True, got.shown), got


def test_of_the_errors_of_the_last_texts_four_fifths_are_found_and_nothing_false_is_shown() -> None:
    got = score(reader(), "last-built")
    assert (got.planted, got.found >= 14, got.true) == (16, True, got.shown), got


def test_how_many_pilot_regions_there_were_by_a_day_is_counted() -> None:
    assert ("differs", "history", "10个") in against("服务业扩大开放综合试点。截至2022年底，试点省市共10个。")
    assert ("agrees", "history", "11个") in against("服务业扩大开放综合试点。截至2022年底，试点省市共11个。")


@pytest.mark.parametrize(
    ("words", "day", "verdicts"),
    [
        ("自当年1月1日起累计向境外提供8万人非敏感个人信息的，免予订立标准合同。", "2025-07-01", ["agrees"]),
        ("自当年1月1日起累计向境外提供2万人敏感个人信息的，只需订立标准合同。", "2025-07-01", ["differs"]),
        ("自当年1月1日起累计向境外提供10万人以上、不满100万人非敏感个人信息的，应当订立标准合同。", "2025-07-01", ["agrees", "agrees"]),
        (
            "向境外提供100万人以上个人信息（不含敏感个人信息），或者5万人以上敏感个人信息的，应当申报安全评估。",
            "2025-07-01",
            ["differs", "agrees"],
        ),
        ("| 敏感个人信息 | 10万人以上 | 申报安全评估 |", "2025-07-01", ["differs"]),
        ("我司今年累计向境外提供超过200万人的个人信息，应当申报数据出境安全评估。", "2025-07-01", ["agrees"]),
        ("自上年1月1日起累计向境外提供3万人敏感个人信息的，无需申报安全评估。", "2023-04-10", ["differs"]),
        ("Exporting important data needs no security assessment.", "2025-12-10", ["differs"]),
        ("Exporting the personal information of 50,000 persons a year needs no standard contract.", "2025-12-10", ["agrees"]),
    ],
)
def test_a_path_that_a_case_must_take_is_asked_of_the_engine_and_a_bound_on_both_its_sides(
    words: str, day: str, verdicts: list[str]
) -> None:
    assert [verdict for verdict, kind, _ in against(words, day) if kind == "case"] == verdicts


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("外资设立职业中介机构，外方出资比例不得超过70%。", "differs"),
        ("Foreign share in the breeding of new wheat varieties: no more than 75 percent.", "differs"),
        ("外商投资旅行社可以在杭州经营中国公民赴台湾旅游业务。", "differs"),
    ],
)
def test_an_activity_named_in_words_of_the_trade_is_asked_about(words: str, verdict: str) -> None:
    assert [v for v, kind, _ in against(words) if kind == "case"] == [verdict]


NEW_LIST = "《外商投资准入特别管理措施（负面清单）（2024年版）》已经施行。"


@pytest.mark.parametrize(
    ("words", "day", "wrong"),
    [
        (NEW_LIST + "本版清单共29条，比2021年版减少2条；2020年版为33条。", "2024-11-05", []),
        (NEW_LIST + "本版清单共27条；2020年版为35条。", "2024-11-05", ["27条", "35条"]),
        (NEW_LIST + "限制措施由31条减至29条。2021年版自贸试验区清单共27条。", "2024-11-05", []),
        ("服务业扩大开放综合试点：2022年12月，沈阳、南京、杭州、武汉、广州、长沙获批。", "2025-06-01", ["长沙"]),
        ("服务业扩大开放综合试点：2022年12月，沈阳、南京、杭州、武汉、广州、成都获批。", "2025-06-01", []),
        ("CHONGQING, May 30 - The comprehensive pilot of the services sector began in Beijing in May 2015.", "2025-05-30", []),
        (
            "Hospitals may be set up under the work plan on wholly foreign-owned hospitals made public on 29 November 2024.",
            "2026-06-30",
            [],
        ),
        ("2024年，全国实际使用外资8262.5亿元，制造业2212.1亿元。", "2025-06-01", []),
        ("2025年服务业实际使用外资5451.2亿元，制造业实际使用外资1855.1亿元。\n其中服务业占比较高。", "2026-03-20", []),
        ("服务业扩大开放综合试点：九个城市获批后，试点地区总数达到20个。", "2025-06-01", []),
        ("服务业扩大开放综合试点：九个城市获批后，试点地区总数达到21个。", "2025-06-01", ["21个"]),
        ("自2025年10月1日起，K字签证发给入境的外国青年科技人才。", "2025-12-01", []),
        ("自2025年11月1日起，K字签证发给入境的外国青年科技人才。", "2025-12-01", ["2025年11月1日"]),
        ("2024年，全国实际使用外资8226.5亿元。", "2025-06-01", ["8226.5亿元"]),
    ],
)
def test_items_of_a_list_places_that_never_joined_datelines_and_digits_in_disorder(words: str, day: str, wrong: list[str]) -> None:
    assert sorted(w for verdict, _, w in against(words, day) if verdict == "differs") == sorted(wrong)


@pytest.mark.parametrize(
    ("words", "day", "wrong"),
    [
        ("自2024年12月17日起，过境免签适用国家达到58个，口岸由60个增至66个。", "2025-12-01", ["58个", "66个"]),
        ("Nationals of 55 countries may use the 240-hour transit exemption at 65 ports.", "2025-12-01", []),
        ("海南免签政策适用于57国人员。", "2025-12-01", ["57国"]),
        ("增值电信业务的外资股比不超过50%，但呼叫中心、互联网接入服务除外。", "2025-06-01", ["互联网接入"]),
        ("小麦新品种选育的外资股比不低于34%。", "2025-06-01", ["34%"]),
        ("外国投资者投资增值电信业务中的呼叫中心，外资股比不得超过50%。", "2026-02-05", ["50%"]),
        ("2025年印发的服务业扩大开放综合试点工作方案为此前11个省市部署了155项任务。", "2026-01-20", []),
        ("小麦新品种选育的中方股比不低于34%。", "2025-06-01", []),
        ("自2026年3月20日起，境内企业境外放款余额上限为所有者权益的0.9倍，此前为0.5倍。", "2026-04-01", ["0.9倍"]),
        ("外商投资安全审查的一般审查期限为60个工作日，特别审查期限为60个工作日。", "2025-06-01", ["60个工作日"]),
        ("2024年4月18日，工业和信息化部启动北京、上海、海南、深圳增值电信业务扩大开放试点。", "2025-06-01", ["2024年4月18日"]),
    ],
)
def test_countries_ports_exceptions_floors_multiples_and_numbers_that_were_exchanged(words: str, day: str, wrong: list[str]) -> None:
    assert [w for verdict, _, w in against(words, day) if verdict == "differs"] == wrong


def test_of_the_errors_planted_in_autumn_nothing_false_is_shown_on_the_half_that_was_opened() -> None:
    got = score(reader(), "autumn-built")
    assert (got.planted, got.found >= 18, got.true) == (20, True, got.shown), got


TIMES = (
    "Security review of foreign investment\n| Step | Period |\n| Whether to review | 15 working days |\n"
    "| General review | 30 working days |\n| Special review | {} working days |"
)


@pytest.mark.parametrize(
    ("words", "day", "wrong"),
    [
        (TIMES.format(75), "2025-03-01", ["75 working days"]),
        (TIMES.format(60), "2025-03-01", []),
        ("医疗机构限于合资，外方股比不超过70%，投资总额不得低于3000万元。", "2025-03-01", ["3000万元"]),
        ("2025年，全国实际使用外资7476.9亿元，其中制造业1755.1亿元。", "2026-03-01", ["1755.1亿元"]),
        ("2025年，全国实际使用外资7476.9亿元。我省制造业17.5亿元。", "2026-03-01", []),
        ("自2025年12月10日起，瑞典纳入单方面免签国家范围。", "2026-01-10", ["2025年12月10日"]),
        ("自2025年11月10日起，瑞典纳入单方面免签国家范围。", "2026-01-10", []),
        ("自2024年12月17日起，过境免签停留时间延长至120小时。", "2025-03-01", ["120小时"]),
        ("自2024年12月17日起，过境免签停留时间延长至240小时。", "2025-03-01", []),
        ("By 22 May 2025 the comprehensive pilot had more than 1,700 tasks in 8 rounds and 16 plans.", "2025-06-01", ["1,700"]),
        ("外商投资准入负面清单（2024年版）共31条。", "2025-03-01", ["31条"]),
        ("外商投资准入负面清单（2024年版）由31条减至29条。", "2025-03-01", []),
        (
            "《个人信息出境认证办法》（国家互联网信息办公室、国家市场监督管理总局令第20号）自2026年2月1日起施行。",
            "2026-03-01",
            ["2026年2月1日"],
        ),
        (
            "The notice MIIT Tongxin Han (2024) No. 107 lifts the cap. It is open to Beijing, Shanghai, Hainan and Suzhou.",
            "2024-09-01",
            ["Beijing, Shanghai, Hainan and Suzhou"],
        ),
        (
            "A chief representative of a foreign law firm must have practised at least three years abroad and be a partner.",
            "2025-03-01",
            [],
        ),
        ("英国公民来华工作，可以免签入境。", "2026-03-01", ["免签入境"]),
        ("自2026年3月1日起，外商投资企业应当向省通信管理局申请试点批复。", "2026-02-10", []),
    ],
)
def test_tables_sectors_countries_that_joined_transit_and_lists_called_by_name(words: str, day: str, wrong: list[str]) -> None:
    assert [w for verdict, _, w in against(words, day) if verdict == "differs"] == wrong


def test_of_the_errors_planted_in_winter_nothing_false_is_shown_and_the_half_that_was_opened_is_found() -> None:
    built, kept = score(reader(), "winter-built"), score(reader(), "winter-kept")
    assert (built.planted, built.found >= 24, built.true) == (24, True, built.shown), built
    assert (kept.planted, kept.found >= 15, kept.true) == (24, True, kept.shown), kept

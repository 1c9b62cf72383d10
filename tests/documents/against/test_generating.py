"""Sentences generated from records of the lawbook: nothing true is accused, no error agreed with, most errors are met; and the kinds that they taught."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from bench.generating import Generated, generated, outcome

from tests.cases.real import real_book
from tests.documents.against.asking import against, reader, wrong
from tests.nightly import nightly, share_of


@pytest.mark.parametrize("part", range(4))
def test_of_what_records_say_nothing_is_accused_and_no_error_in_it_is_agreed_with(part: int) -> None:
    for one in share_of(_texts("built"), 16)[part::4]:
        assert outcome(reader(), one)[0] in ("left", "found", "missed"), one.text


@nightly
@pytest.mark.parametrize(("half", "least"), [("built", 0.85)])
def test_most_errors_in_what_records_say_are_met(half: str, least: float) -> None:
    told = Counter(outcome(reader(), one)[0] for one in _texts(half))
    assert told["found"] >= least * (told["found"] + told["missed"] + told["agreed"] + told["beside"])


@cache
def _texts(half: str) -> list[Generated]:
    return list(generated(real_book(), half))


CUSTOMS = "《海关报关单位备案管理规定》"
CHONGQING = "The Overall Plan for the Comprehensive Pilot of Expanding the Opening-up of the Services Sector in Chongqing"


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        # the day of a plan is no day of admission
        ("西安市是2026年获批的服务业扩大开放综合试点地区。", ["2026年"]),
        ("南京市与同批城市一道，在2025年4月加入服务业扩大开放综合试点。", ["南京市"]),
        # how many joined, beside one that did
        ("Among the five regions that joined the comprehensive services pilot in April 2021 was Hainan.", ["five"]),
        ("Among the four regions that joined the comprehensive services pilot in April 2021 was Hainan.", []),
        ("In December 2022 Shenyang, one of two cities in the north-east, joined the comprehensive services pilot.", []),
        # a plan that no act of the lawbook is
        ("《全面推进北京市服务业扩大开放综合试点工作方案》列出177项试点任务。", []),
        ("《重庆市服务业扩大开放综合试点总体方案》部署的任务，不多不少正好76项。", ["76项"]),
        (f"{CHONGQING} was made public on 21 April 2021.", []),
        (f"{CHONGQING} was made public on 21 April 2020.", ["21 April 2020"]),
        # what goes on with an act
        (f"我们把{CUSTOMS}也列入了清单；其施行日期是2022年1月2日。", ["2022年1月2日"]),
        (f"我们把{CUSTOMS}也列入了清单。其施行日期是2022年1月2日。", ["2022年1月2日"]),
        (f"我们把{CUSTOMS}也列入了清单。其施行日期是2022年1月1日。", []),
        (f"{CUSTOMS}于2021年11月19日公布，次年1月1日施行。", []),
        (f"{CUSTOMS}于2021年11月19日公布，次年3月1日施行。", ["3月1日"]),
        ("《促进和规范数据跨境流动规定》2024年3月22日公布，当日施行。", []),
        ("《促进和规范数据跨境流动规定》2024年3月22日公布，次日施行。", ["次日"]),
        # who writes is not who enters
        ("本报讯（记者 李晓）比利时公民持普通护照可以免签入境，停留不超过30日。", []),
        ("记者从移民管理局获悉，比利时公民持普通护照可以免签入境，停留不超过30日。", []),
        ("记者从移民管理局获悉，比利时公民持普通护照可以免签入境，停留不超过60日。", ["60日"]),
        ("马尔代夫游客小王一家免签来华，按规定最多可以住30天。", []),
        ("对科威特的免签政策延续到2026年6月30日。", ["2026年6月30日"]),
        ("对乌拉圭持普通护照人员的免签安排自2025年12月3日开始实施。", ["2025年12月3日"]),
        ("From 2018-08-10 nationals of Belarus with ordinary passports of Belarus enter without a visa for up to 30 days each time.", []),
        # everywhere, and what was not read
        ("对于放射性矿产勘查、开采及选矿，全国外国投资者可以持有全部股权。", ["全国外国投资者可以持有全部股权"]),
        ("自2015年6月19日起，在全国范围内放开在线数据处理与交易处理业务（经营类电子商务）的外资股比限制，外资持股比例可至100%。", []),
        # a figure is of its time
        ("2025年1至9月，全国服务业实际使用外资667.8亿元。", ["667.8亿元"]),
        ("2024年，全国服务业实际使用外资2932亿元。", ["2932亿元"]),
        ("2024年，11个地区服务业实际使用外资2932亿元，约占全国服务业一半。", []),
        ("2025年全国实际使用外资7476.9亿元，2024年为8262.5亿元。", []),
        ("2025年全国实际使用外资8262.5亿元，2024年为7476.9亿元。", ["8262.5亿元", "7476.9亿元"]),
        ("Foreign direct investment in China came to RMB 747.69 billion in 2025, after RMB 826.25 billion in 2024.", []),
        # each of two has its own day, plan, act, stay, figure and place
        ("天津市与同批城市一道，在2021年4月加入服务业扩大开放综合试点，武汉市与同批城市一道，在2022年12月加入服务业扩大开放综合试点。", []),
        ("天津市与同批城市一道，在2021年4月加入服务业扩大开放综合试点，上海市与同批城市一道，在2022年12月加入服务业扩大开放综合试点。", ["上海市"]),
        ("《全面推进北京市服务业扩大开放综合试点工作方案》列出177项试点任务，《沈阳市服务业扩大开放综合试点总体方案》列出95项试点任务。", []),
        ("It was on 31 May 2022 that the authorities published the Notice on the trial of easier cross-border financing for high-tech and specialised enterprises, and it was on 21 March 2018 that the authorities published the Announcement of the People's Bank of China on foreign-invested payment institutions.", []),
        ("对毛里求斯持普通护照人员的免签安排自2023年1月8日开始实施；芬兰游客小王一家免签来华，按规定最多可以住30天。", []),
        ("At RMB 826.25 billion, foreign direct investment in China in 2024 was closely watched; at RMB 320.78 billion, foreign direct investment in China in the first four months of 2025 was closely watched.", []),
        ("最近一件事是：江苏省涉及试点（南京、苏州）的省级文件。", []),
        (
            "In Hainan, as regards tungsten: exploration, extraction, beneficiation, there is no limit on the foreign share; for other online data and transaction processing, there is no limit on the foreign share in the whole country.",
            ["there is no limit on the foreign share in the whole country."],
        ),
        ("互联网数据中心业务外资股比没有限制，适用范围是深圳市，而稀土勘查、开采及选矿外资股比没有限制，适用范围是海南省。", []),
        ("泰国公民持普通护照来华旅游，无需办理签证，可以停留30日，而来自美国的商务人士如今不用签证就能入境，期限30天。", ["30天"]),
        ("自2024年2月9日起，新加坡公民可免签入境30日，而自2024年11月30日起，文莱公民可免签入境30日。", []),
        ("自2024年3月9日起，新加坡公民可免签入境30日。", ["2024年3月9日"]),
        # what a text says of itself, and of several editions
        ("《市场准入负面清单》（2025年版），限制措施现为106项。本资料由研究室整理，共收录26条。", []),
        ("全国外资准入负面清单2020年版33条，2021年版31条，2024年版29条，自2024年11月1日起施行。", []),
        ("2025年，杭州实际使用外资500亿元，服务业300亿元。", []),
        ("2025年，全国实际使用外资7476.9亿元，其中服务业5451.2亿元，制造业2212.1亿元。", ["2212.1亿元"]),
    ],
)  # fmt: skip
def test_an_error_is_met_and_the_true_sentence_beside_it_left_in_peace(words: str, odd: list[str]) -> None:
    assert wrong(words, "2026-09-20") == odd


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("The text to read is the Regulations on Commercial Franchising. Its number is State Council Decree No. 487.", ["right", "wrong-number"]),
        ("The text to read is the Regulations on Commercial Franchising. Its number is State Council Decree No. 485.", ["right", "right"]),
        ("《外商投资准入特别管理措施（负面清单）》（2020年版）共33条。", ["right"]),
        ("现行的《外商投资准入特别管理措施（负面清单）》（2020年版）共33条。", ["another-edition"]),
    ],
)  # fmt: skip
def test_a_number_told_later_is_the_acts_and_an_old_edition_whose_items_are_counted_is_not_used(words: str, verdicts: list[str]) -> None:
    reading = reader().read_text(words, "x.txt")
    assert [c.verdict for c in reader().lawcheck.citations(reading)] == verdicts


@pytest.mark.parametrize(
    "words",
    [
        "2025年，全国实际使用外资7476.9亿元，其中服务业5451.2亿元，制造业1855.1亿元。",
        "2025年，杭州实际使用外资500亿元，服务业300亿元。",
        "21 April 2025: Press conference of the State Council Information Office on the plan, and 9 January 2026: the nine-city list is made public.",
        "最近一件事是：江苏省涉及试点（南京、苏州）的省级文件。",
    ],
)
def test_a_part_a_citys_own_amount_another_day_and_one_thing_are_no_contradiction(words: str) -> None:
    reading = reader().read_text(words, "x.txt")
    assert [c.contradiction.subject for c in reader().compare([reading]).clashes if c.side != "right"] == []


def test_a_ceiling_of_all_and_a_month_of_the_day_that_is_known_bear_nothing_out() -> None:
    assert against("问：有什么要求？答：经营增值电信业务的，外方投资者的出资比例最终不得超过100%。", "2026-09-20")[0][0] == "open"
    act = "the Measures for Piloting Alignment with High International Standards and Advancing Institutional Opening-up in Eligible Free-Trade Zones and the Free-Trade Port"
    assert wrong(f"Published on 3 June 2023, {act} took effect on 29 June 2023.", "2026-09-20") == ["3 June 2023"]


def test_an_answer_that_is_like_nothing_of_its_day_is_compared() -> None:
    assert wrong("What do the rules ask?\nat most 100 days a calendar year.", "2026-09-20") == []
    assert against("What do the rules ask? at most 100 days a calendar year.", "2026-09-20") == []

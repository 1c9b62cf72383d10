"""Kinds of faults of reading that were found on documents nobody had written the grammar for, each with a small input."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from shidian.documents.grammar.finding import Happened, Measure, Named, When
from tests.documents.grammar.asking import comparer, found, measures, read


def test_radicals_are_read_as_the_characters_that_are_meant() -> None:
    text = "2025年4⽉11⽇，方案取消互联⽹接⼊服务外资股⽐限制，适用于⻓春。"
    assert [f.value.from_ for _, f in found(text, "day") if isinstance(f.value, When)] == ["2025-04-11"]
    assert [(m.verb, m.ceiling) for m in measures(text)] == [("取消", Decimal(100))]
    assert [f.value.ids[0] for _, f in found(text, "place") if isinstance(f.value, Named)] == ["changchun"]


def test_a_ceiling_belongs_to_its_own_verb() -> None:
    one, two = measures("方案取消甲市互联网接入服务外资股比限制，并向外资开放国内互联网虚拟专用网业务，外资股比不超过50%。")
    assert (one.verb, one.ceiling, two.verb, two.ceiling) == ("取消", Decimal(100), "开放", Decimal(50))


def test_an_event_takes_the_day_of_its_own_clause() -> None:
    text = "2021年4月9日，国务院批复四省市方案；4月21日，商务部公布方案；2022年12月20日，国务院批复六市方案。"
    happened = [(f.value.event, f.value.day) for _, f in found(text, "event", None) if isinstance(f.value, Happened)]
    assert happened == [("approved", "2021-04-09"), ("released", "2021-04-21"), ("approved", "2022-12-20")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("服务业扩大开放综合试点进入新一轮。", "count"),
        ("党的二十届四中全会作出部署。", "count"),
        ("In the first three quarters of 2024 output grew.", "count"),
        ("In the first three quarters of 2024 output grew.", "share"),
        ("见附件1和表2。", "count"),
        ("本轮扩围新增城市9个。", "place"),
        ("Services made up 60% of output, accounting for most growth.", "activity"),
        ("各地要加强组织领导。", "measure"),
        ("支持力度加大。", "measure"),
        ("开放地域范围持续拓展。", "measure"),
    ],
)
def test_words_that_only_look_like_a_finding_are_none(text: str, kind: str) -> None:
    assert found(text, kind) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("外商投资企业应当向省通信管理局申请试点批复。", "应当"),
        ("经营者须在30日内备案。", "须"),
        ("Operators shall file a record within 30 days.", "shall"),
        ("Applicants must obtain a licence.", "must"),
    ],
)
def test_a_duty_is_a_measure(text: str, words: str) -> None:
    assert [(m.word, m.verb) for m in measures(text)] == [(words, None)]


def test_a_word_of_duty_that_leads_up_to_a_verb_makes_no_second_measure() -> None:
    assert [m.verb for m in measures("市科技部门应当支持研发中心承担科研项目。")] == ["支持"]


def test_the_new_ceiling_counts_and_not_the_old_one() -> None:
    assert [m.ceiling for m in measures("外资持股比例由不超过50%放宽至不超过75%。")] == [Decimal(75)]


def test_half_width_brackets_name_a_zone_as_well() -> None:
    assert [f.value.ids for _, f in found("中国(上海)自由贸易试验区", "place") if isinstance(f.value, Named)] == [("shanghai-ftz",)]


def test_what_is_excluded_is_not_opened() -> None:
    [measure] = measures("取消信息服务业务（互联网出版、互联网文化经营除外）外资股比限制。")
    assert measure.activities == ("b25",)
    assert len(measure.excludes) == 1


def test_an_exclusion_that_names_a_ban_is_no_ban() -> None:
    [measure] = measures("一、取消丙类呼叫业务外资股比限制，禁止外商投资的领域除外。")
    assert (measure.verb, len(measure.excludes)) == ("取消", 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2022年1月至5月", "2022-01", "2022-05"), ("2024—2026年", "2024", "2026"), ("from 2014-2024", "2014", "2024")],
)
def test_a_range_of_days_stays_a_range(text: str, first: str, last: str) -> None:
    assert [(f.value.from_, f.value.to) for _, f in found(text, "day") if isinstance(f.value, When)] == [(first, last)]


def test_small_brackets_stand_in_a_number() -> None:
    assert [words for words, _ in found("银发﹝2025﹞100号", "instrument")] == ["银发﹝2025﹞100号"]
    assert found("银发﹝2025﹞100号", "day") == []


def test_a_space_within_a_name_parts_nothing() -> None:
    names = [f.value.ids[0] for _, f in found("大连、宁波、厦 门、青岛、深 圳。", "place") if isinstance(f.value, Named)]
    assert names == ["dalian", "ningbo", "xiamen", "qingdao", "shenzhen"]


def test_a_virtual_network_is_not_a_plan() -> None:
    reading = read("允许外商投资企业经营国内互联网虚拟专用网业务。", dt.date(2026, 5, 6))
    assert [f.value.state for f in reading.findings if isinstance(f.value, Measure)] == ["unsaid"]


def test_a_verb_is_shared_by_the_clauses_that_it_opens() -> None:
    found_here = measures("支持外籍医生开设诊所，境外医疗专业技术人员短期执业，开办外资护理学院。")
    assert [(m.verb, m.strength) for m in found_here] == [("支持", 4)] * 3
    assert len(measures("支持外籍医生开设诊所，外资股比不超过50%。")) == 1


def test_what_is_done_by_steps_says_so_and_what_is_denied_is_no_measure() -> None:
    text = "逐步取消基金公司外资股比限制。目前不会取消电信业务外资股比限制。"
    [measure] = measures(text)
    assert [text[a:b] for a, b in measure.limits] == ["逐步"]
    assert read(text).unread == ()


def test_a_measure_is_not_linked_to_a_row_that_shares_only_its_common_words() -> None:
    for text in ("取消呼叫中心、多方通信、存储转发业务外资股比限制。", "逐步取消基金公司外资股比限制。"):
        [compared] = comparer().compare([read(text)]).documents
        assert [k for links in compared.links.values() for k in links if k.to == "task"] == []


def words(text: str) -> list[str]:
    """The words by which each measure of a text is made."""
    return [m.word for m in measures(text)]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("编制数据出境负面清单，清单外数据可自由出境。", ["编制", "可"]),
        ("备案下放至银行办理，不再要求企业提交材料。", ["下放", "不再要求"]),
        ("优化工作流程，居留许可、工作许可实行并联办理，时限由12天压减至5天。", ["优化", "实行", "压减"]),
        ("将外籍人才住房纳入保障范围，对境外职业资格予以认可。", ["纳入", "予以认可"]),
        ("任何单位不得违反规定增设许可，严禁变相设置门槛。", ["不得", "严禁"]),
        ("三、将审批时限压缩为6个工作日。对巡回演出实行一次审批。", ["压缩", "实行"]),
        ("开办时间缩短为2天，公章费用予以免除。", ["缩短", "予以免除"]),
        ("推出“开放十五条”，审批时限压减一半。", ["压减"]),
        ("暂停执行注册资本实缴要求。", ["暂停执行"]),
        ("稳妥有序取消期货公司外资股比限制。", ["取消"]),
        ("允许外资从事研发，产品上市须符合国家规定。", ["允许"]),
    ],
)
def test_each_clause_with_a_verb_of_its_own_is_a_measure(text: str, made: list[str]) -> None:
    assert words(text) == made


def test_who_is_told_to_see_to_it_makes_no_measure() -> None:
    assert words("各区要强化责任落实，加强宣传引导。江海省人民政府要健全工作机制，稳步推进试点任务。") == []
    assert words("各区要加强配合，支持外资企业设立研发中心。") == ["支持"]


def test_spaces_around_numbers_change_no_ceiling() -> None:
    assert measures("外方持股上限从 49% 放宽到 67%。")[0].ceiling == measures("外方持股上限从49%放宽到67%。")[0].ceiling == 67


def test_what_is_left_out_may_stand_before_the_verb() -> None:
    assert measures("除互联网新闻信息外，取消信息服务业务外资股比限制。")[0].excludes
    assert not measures("除国家另有规定外，取消信息服务业务外资股比限制。")[0].excludes

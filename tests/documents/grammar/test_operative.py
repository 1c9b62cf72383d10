"""What of a text is operative: organisation, menus, speakers and denials make no measure and are counted as ignored; parts of years are spans."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from shidian.documents.grammar.finding import Cited, Happened, When
from tests.documents.grammar.asking import found, measures, read


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("一、开放举措\n允许外商独资设立医院。\n二、组织实施\n建立由市商务局牵头的工作机制。", "organisation"),
        ("Tasks\n1. Allow foreign clinics.\nSafeguards\nBuild a mechanism, and strengthen supervision.", "organisation"),
        ("允许外商独资设立医院。\n相关链接：某市取消互联网接入股比限制", "menu"),
        ("业内人士认为，应当允许外资进入教育领域。", "opinion"),
        ("Analysts say the city will allow foreign schools.", "opinion"),
        ("一家外资企业负责人说，公司将扩大在华投资。", "company"),
        ("客户拟在深圳设立合资公司经营平台。", "client"),
        ("We suggest that the client support a study of the law.", "advice"),
        ("商务部否认将全面取消教育领域外资限制。", "denied"),
        ("The ministry has denied that it will remove all limits on foreign investment in schools.", "denied"),
    ],
)
def test_what_is_not_operative_is_counted_under_its_rule(text: str, rule: str) -> None:
    reading = read(text)
    assert rule in [i.rule for i in reading.ignored]
    assert [text[f.start : f.end] for f in reading.findings if f.kind == "measure" and f.start > text.find("\n")] == [] or "\n" in text


def test_a_background_tells_what_was_done_but_promises_nothing() -> None:
    reading = read("云港片区行动方案\n前言\n云港基础扎实，持续优化环境。已取消外资股比限制。\n一、举措\n允许外资设立医院。")
    assert [reading.document.text[f.value.at[0] : f.value.at[1]] for f in reading.findings if f.kind == "measure"] == ["取消", "允许"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2026年1月至5月，出口增长。", ("2026-01", "2026-05")),
        ("今年前三季度，出口增长。", ("2025-01", "2025-09")),
        ("去年上半年，出口增长。", ("2024-01", "2024-06")),
        ("1至3月，出口增长。", ("2025-01", "2025-03")),
        ("2024年下半年，出口增长。", ("2024-07", "2024-12")),
        ("Exports grew from January to March 2025.", ("2025-01", "2025-03")),
        ("Exports grew in the first half of 2024.", ("2024-01", "2024-06")),
        ("In the first three quarters of 2024 output grew.", ("2024-01", "2024-09")),
        ("In the third quarter of 2024 output grew.", ("2024-07", "2024-09")),
    ],
)
def test_a_part_of_a_year_is_a_span_of_months(text: str, span: tuple[str, str]) -> None:
    told = [f.value for _, f in found(text, "day") if isinstance(f.value, When)]
    assert [(w.from_, w.to) for w in told] == [span]


def test_a_day_of_every_year_is_no_day() -> None:
    assert found("自当年1月1日起累计向境外提供的，应当申报。", "day") == []
    assert found("An exporter that sent data since 1 January of the year must file.", "day") == []


def test_short_names_that_a_text_defines_are_mentions_of_the_act() -> None:
    text = 'Under the Provisions on the Administration of Foreign-Invested Telecommunications Enterprises (the "FITE Provisions") a licence is needed. The FITE Provisions were revised.'
    told = [f.value for _, f in found(text, "instrument") if isinstance(f.value, Cited)]
    assert [c.ids for c in told] == [("cn-fite-provisions",)] * 3


def test_an_act_that_ends_with_another_ends_on_the_day_of_that_one() -> None:
    text = "本公告自2025年10月1日起施行，2020年6月15日印发的《甲办法》同时废止。"
    happened = {(f.value.event, f.value.day) for _, f in found(text, "event", dt.date(2025, 9, 1)) if isinstance(f.value, Happened)}
    assert happened == {("in-force", "2025-10-01"), ("issued", "2020-06-15"), ("expired", "2025-10-01")}


def test_a_restriction_after_an_inline_number_belongs_to_its_verb() -> None:
    one, two = measures("（一）电信领域。1.取消互联网接入服务外资股比限制。2.向外资开放国内互联网虚拟专用网业务，外资股比不超过50%。")
    assert (one.ceiling, two.verb, two.ceiling) == (Decimal(100), "开放", Decimal(50))

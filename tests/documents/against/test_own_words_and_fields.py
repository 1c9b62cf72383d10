"""Provisions read back are never called wrong; who decides, which places are of a list, and whose right it is are held against the rules' own fields."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from shidian.answer.short import Lang
from shidian.documents.document import Document
from shidian.documents.grammar.text import language_of
from shidian.documents.held import HeldAgainst
from tests.documents.against.asking import reader

READ_BACK = (
    "cepa-services-agreement",
    "cn-beijing-reply-2021",
    "cn-civil-aviation-law",
    "cn-foreign-invested-cinemas-2003",
    "cn-foreign-law-firm-regulations",
    "cn-fsdc-opening-measures-2019",
    "cn-ftz-negative-list",
    "cn-hospital-plan-2024",
    "cn-wealth-management-companies-measures",
    "gba-standard-contract",
)
"""Acts whose own words were called wrong."""


def held(words: str, day: str = "2026-11-20") -> tuple[HeldAgainst, ...]:
    language: Lang = "zh" if language_of(words) == "zh" else "en"
    text = Document(words, hashlib.sha256(words.encode()).hexdigest(), language, "x.txt", date=dt.date.fromisoformat(day))
    return reader().lawcheck.against(reader().grammar.read(text))


def wrong(words: str, day: str = "2026-11-20") -> list[str]:
    return [words[h.start : h.end] for h in held(words, day) if h.verdict in ("differs", "announced")]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_provision_that_is_read_back_is_called_wrong(lang: str) -> None:
    law = reader().lawcheck.law.lawbook
    for act in READ_BACK:
        told = [
            p.summary[lang]
            for p in law.instruments[act].provisions
            if reader().lawcheck.provisions.stands(f"{act}#{p.provision}", dt.date(2026, 11, 20))
        ]
        for at in range(0, len(told), 4):
            words = "\n\n".join(told[at : at + 4])
            assert wrong(words) == [], act


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("Payment licences are issued by the {}.", ("National Financial Regulatory Administration", "People's Bank of China")),
        ("The {} decides on merger filings.", ("Ministry of Commerce", "State Administration for Market Regulation")),
        ("设立支付机构须经{}批准。", ("国家外汇管理局", "中国人民银行")),
        ("公募基金管理公司的许可由{}审批。", ("商务部", "中国证监会")),
    ],
)
def test_another_authority_than_that_of_the_duty_is_called_wrong_and_its_own_is_not(words: str, body: tuple[str, str]) -> None:
    assert [wrong(words.format(b)) for b in body] == [[body[0]], []]


OF_THE_NINE = (
    "Opening services, task by task\n\nThe comprehensive pilot for opening up services now covers twenty provinces and cities. The State Council approved the latest"
    " expansion in April 2025. Nine cities were added, among them Dalian, Ningbo, Xiamen and Xi'an. {} is one of the nine."
)


@pytest.mark.parametrize(("place", "odd"), [("Changsha", ["Changsha"]), ("Hefei", []), ("Suzhou", [])])
def test_a_place_that_is_said_to_be_of_a_list_is_held_against_the_list(place: str, odd: list[str]) -> None:
    assert wrong(OF_THE_NINE.format(place)) == odd


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            "German citizens may enter China without a visa for tourism for up to 30 days. French citizens are covered by the same unilateral exemption.",
            "German citizens may enter China without a visa for tourism for up to 30 days. Citizens of the United States are covered by the same unilateral exemption.",
        ),
        (
            "For search engines foreigners still need a Chinese partner with half of the shares.",
            "Call centres still need a Chinese partner with half of the shares.",
        ),
        (
            "Hong Kong investors may hold shares in Chinese-controlled performing-arts troupes.",
            "Taiwan investors may hold shares in Chinese-controlled performing-arts troupes in the same way as those from Hong Kong.",
        ),
        ("外商独资医院可以在广州设立。", "外商独资医院可以开展器官移植和人类辅助生殖技术。"),
        ("9月的通知表示拟允许在九地设立外商独资医院，具体条件另行通知。", "自2024年9月起已允许在成都设立外商独资医院。"),
        (
            "持外国人永久居留身份证的人员就业无须办理工作许可。上海浦东自2024年10月25日起可以办理电子口岸签证。",
            "外商可以在全国范围内设立独资的义务教育学校。",
        ),
        ("免予履行程序并不免除告知、取得单独同意和开展个人信息保护影响评估的义务。", "关键信息基础设施运营者可以适用10万人以下的豁免。"),
    ],
)
def test_what_is_true_is_left_in_peace_and_its_false_sister_is_met(true: str, false: str) -> None:
    assert wrong(true) == []
    assert wrong(false) != []


def test_a_count_of_the_list_of_cross_border_services_is_not_held_against_that_of_investment() -> None:
    words = "Services supplied from abroad are governed by a negative list of their own. The national list of 2024 contains 71 measures."
    assert wrong(words) == []

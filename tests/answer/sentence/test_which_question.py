"""Which question a sentence is, by what is moved, how and from where; and of two numbers for one fact the right one is read, or none."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book
from tests.nightly import TODAY

LAW = real_book().lawbook
MOVED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "data_export": (
        ("customer data", "staff records", "patient files", "CVs", "video footage", "a customer list", "drawings", "log files", "客户数据", "员工档案", "病历", "简历", "日志文件", "图纸", "工资表"),
        ("We want to send {} to our parent in Germany", "Our German parent wants to get {} from our Shanghai company", "May our Suzhou plant upload {} to a server in Ireland?", "May we take {} out of China on a laptop?",
         "我们想把{}发给德国母公司", "{}能传到东京吗", "用邮件把{}发到巴黎总部要备案吗", "{}要存到法兰克福的云上"),
    ),
    "import": (
        ("a cancer medicine", "a CT scanner", "frozen beef", "a 1960s sports car", "cosmetics", "wine", "machine tools", "lab samples", "一种抗癌药", "疫苗", "冻牛肉", "化妆品", "葡萄酒", "心脏瓣膜", "机床"),
        ("We want to import {} from Germany", "Can we bring {} into China?", "Can we ship {} from Tokyo to Shanghai?", "Our client buys {} abroad and wants it cleared in Tianjin", "Customs clearance of {} in Shanghai",
         "{}能带进中国吗", "把{}从东京运到上海可以吗", "{}在上海怎么通关", "从国外买{}进来要办什么"),
    ),
    "entry": (
        ("an engineer", "a lawyer", "a chef", "a manager", "two technicians", "our auditor", "a student", "一名工程师", "一位律师", "一位厨师", "一名经理", "两名技术员", "我们的审计师", "一名学生"),
        ("We want to hire {} from Germany", "Can we bring {} from Japan to Suzhou for two months?", "May we send {} from the US to our Shanghai subsidiary?", "Can {} from Canada visit our plant in Wuhan?", "Our partner in Osaka sends {} to us for a month",
         "我们想从德国请{}", "让日本的{}来苏州两个月可以吗", "美国总部派{}到上海子公司", "意大利的{}能在西安给我们干活吗"),
    ),
    "capital": (
        ("2 million euros", "the profit", "a dividend", "working capital", "salary", "the surplus cash", "200万欧元", "去年的利润", "股息", "流动资金", "工资", "闲置资金"),
        ("We want to remit {} to our parent in Germany", "Can we pay {} to the shareholder in Tokyo?", "May our Suzhou plant transfer {} abroad?", "How do we get {} out of China?",
         "我们想把{}汇给德国母公司", "苏州工厂把{}转到境外行不行", "{}怎么汇出中国", "上海公司要把{}打给巴黎总部"),
    ),
    "supply": (
        ("translation services", "legal advice", "architectural design", "insurance", "software support", "accounting", "翻译服务", "法律咨询", "建筑设计", "保险", "软件支持", "会计服务"),
        ("We want to provide {} from Germany to clients in China", "Our staff fly in from Sydney to provide {} to a client in Wuhan", "A client in Changsha asks our Rome office for {}", "{} for Chinese clients by a Swiss provider, remotely",
         "我们想从德国向中国客户提供{}", "境外机构向北京的企业提供{}", "悉尼的人飞过来给武汉客户做{}", "长沙客户找我们罗马办公室做{}"),
    ),
}  # fmt: skip
"""For each question what is moved, in both languages, and the ways in which it is told."""


def _said() -> list[tuple[str, str]]:
    return [
        (question, way.format(thing))
        for question, (things, ways) in MOVED.items()
        for way in ways
        for thing in things
        if way.replace("{}", "").isascii() == thing.isascii()
    ]


def test_what_is_moved_and_how_tells_which_question_is_asked() -> None:
    asked = random.Random(TODAY).sample(_said(), 150)
    other = [(text, found.question) for question, text in asked if question not in ((found := read(LAW, text)).question, *found.questions)]
    assert len(other) <= 3, other
    assert [text for text, _ in other if read(LAW, text).whole] == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("A Dutch company wants to set up a firm in Tianjin that imports machines from Germany", "access"),
        ("荷兰公司想在天津独资设立进口葡萄酒的公司", "access"),
        ("May a US clinic group own 70 % of a clinic in Shenzhen and bring its doctors from Boston?", "access"),
        ("A Swiss investor wants to open a translation company for Chinese clients in Wuhan", "access"),
        ("瑞士公司想在武汉设立翻译公司服务中国客户", "access"),
        ("Do I have to pay customs duty on 3 bottles of French wine?", None),
        ("我司向德国出口家具要交多少关税", None),
        ("波兰司机从哈萨克斯坦开卡车进来，在乌鲁木齐停三天", "entry"),
        ("What does a judge from Poland need for a trip to Harbin?", "entry"),
        ("里斯本的同事能给中国客户做再保险吗", "supply"),
        ("A Mumbai company writes software for a client in Wuhan", "supply"),
        ("A Paris law firm advises a client in Shanghai on French law", "supply"),
        ("On 22 March 2024: 50,000 persons to Basel", "data_export"),
        ("from Guangzhou to our Hong Kong affiliate, 1.5 million persons, stays there", "data_export"),
        ("收购方境内30亿，目标境内12亿，全球合计120亿", "merger_control"),
    ],
)
def test_who_invests_asks_for_access_and_who_moves_something_does_not(text: str, question: str | None) -> None:
    assert read(LAW, text).question == question


@pytest.mark.parametrize("own", ["10", "28"])
@pytest.mark.parametrize(
    "text",
    [
        "Visa-free is 30 days, she stays {}.",
        "Visa-free stays are limited to 30 days and our Dutch auditor needs {} days.",
        "Our Dutch auditor stays {} days; the visa-free limit is 30 days.",
        "The exemption covers 30 days. A Dutch engineer comes for {} days of meetings.",
        "A Dutch engineer with a 30-day visa stays {} days.",
        "A Dutch buyer visits a 30-day fair and stays {} days without a visa",
        "免签是30天，她只待{}天，荷兰人",
        "荷兰同事停留{}天，免签最多30天，没问题吧",
        "展会30天，荷兰客户在上海停留{}天，免签吗",
    ],
)
def test_of_a_limit_and_a_stay_the_stay_is_read(text: str, own: str) -> None:
    found = read(LAW, text.format(own))
    assert {case.get("stay") for case in found.cases} == {own}
    assert not found.whole


@pytest.mark.parametrize(
    ("text", "fact", "values"),
    [
        ("A subsidiary with 12,000 employees sends the personal data of 3,000 employees to Germany.", "persons", {"3000"}),
        ("公司一共12000名客户，向美国提供3000名客户的个人信息", "persons", {"3000"}),
        ("The threshold is 100,000 persons; we send the personal data of 80,000 persons to Germany.", "persons", {"80000"}),
        ("标准合同的门槛是100000人，我们向德国传80000人的个人信息", "persons", {"80000"}),
        ("Merger filing: the threshold is RMB 4 billion; our combined turnover in China is RMB 3 billion.", "turnover-china", {"3"}),
        ("资金池：要求境内成员国际收支70亿元，我们90亿元", "domestic-bop", set()),
        (
            "Send email addresses of 800 subscribers and medical check-up results of 3,000 employees to Manila",
            "sensitive-persons",
            {"3000"},
        ),
        ("120.000 customers' names go to Berlin; no sensitive data", "persons", set()),
        ("1.200.000 persons' names go to Berlin", "persons", {"1200000"}),
        ("10w用户信息传到新加坡", "persons", {"100000"}),
        ("Are we a CIIO if we send 5,000 persons to Dublin?", "ciio", set()),
        ("Is our data important data if we send 5,000 persons' data to Dublin?", "important-data", set()),
        ("Data of 9,000 patients go from Chengdu to Boston", "persons", set()),
        ("German tourist from 20 December 2026 to 15 January 2027 in Xi'an", "stay", {"26"}),
        ("德国人免签旅游，2026年11月1日至12月15日在北京", "stay", {"44"}),
        ("德国人免签旅游，2026年12月20日来西安，2027年1月5日走", "stay", {"16"}),
        ("德国人免签旅游，12月20日来西安", "stay", set()),
        ("Does a British permanent resident of Hong Kong need a work permit to work in Suzhou?", "capacity", set()),
        ("Half of our 300,000 members opted in to transfers of their data to Singapore", "share", set()),
    ],
)
def test_of_two_numbers_the_one_that_tells_the_case_is_read_or_none(text: str, fact: str, values: set[str]) -> None:
    assert {case[fact] for case in read(LAW, text).cases if fact in case} == values


CHOICES = [line.split("|") for line in (Path(__file__).parent / "choices.txt").read_text(encoding="utf-8").splitlines()]
"""Ordinary ways to name a choice of the questions beside access: question, fact=value, sentence."""


@pytest.mark.parametrize(("question", "said", "text"), CHOICES, ids=[c[2] for c in CHOICES])
def test_a_choice_is_named_by_what_somebody_wants_to_do(question: str, said: str, text: str) -> None:
    found = read(LAW, text)
    fact, value = said.split("=")
    assert (found.question, {case.get(fact) for case in found.cases}) == (question, {value})


@pytest.mark.parametrize("often", ["daily", "per day", "every night", "monthly"])
def test_what_goes_every_day_is_not_counted_for_the_year(often: str) -> None:
    assert "persons" not in read(LAW, f"personal data of 300 customers {often} to Berlin, no sensitive data").facts


@pytest.mark.parametrize(
    "text", ["We pool the cash of six Chinese companies and lend abroad within the pool", "集中境内成员的资金再借给境外成员"]
)
def test_a_loan_out_of_a_pool_leaves_open_what_it_is(text: str) -> None:
    found = read(LAW, text)
    assert "measure" not in found.facts
    assert not found.whole

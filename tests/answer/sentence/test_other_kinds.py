"""Kinds of words of the questions beside access, each with sentences beside it that must not be read so; and sweeps over every choice.

On a push a part of the choices, another each day; at night (`SHIDIAN_NIGHTLY`) all of them.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable

import pytest

from tests.answer.sentence.choices import Said, said
from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
UNSAID = {
    ("port", "hengqin"),  # Hengqin is a place, too
    ("firm", "real-estate"),  # of a borrower or of a pool: which of the two hangs on the measure
    ("member", "real-estate"),
    ("deal", "merger"),  # a merger filing is no merger
}
"""Choices one of whose names alone says nothing of them."""

READ = [
    ("We are not a CIIO, no important data, 90,000 customers, no sensitive data, to Osaka", "data_export", {"ciio": "no", "important-data": "no", "sensitive-persons": "0"}),
    ("我们不是关基运营者，没有重要数据，5万客户的个人信息传到大阪，不含敏感个人信息", "data_export", {"ciio": "no", "important-data": "no", "sensitive-persons": "0"}),
    ("Data export, sector: banking", "data_export", {"sector": "banking"}),
    ("数据出境，航空维修领域", "data_export", {"sector": "aviation-maintenance"}),
    ("自上年1月1日起累计向境外提供12万人个人信息", "data_export", {"persons-two-years": "120000"}),
    ("The recipient is on the CAC's restricted list, may we send it employee data?", "data_export", {"recipient": "restricted"}),
    ("为履行法定义务向境外提供个人信息", "data_export", {"ground": "statutory-duty"}),
    ("So far exempt, but this year we'll pass one million people with our data export", "data_change", {"held": "exempt", "event": "threshold"}),
    ("通过安全评估后出境目的变了怎么办", "data_change", {"held": "assessment", "event": "content"}),
    ("We hold a PIP certification; the recipient has been taken over by another group", "data_change", {"held": "certification", "event": "environment"}),
    ("I'm here on a visa visiting my daughter and would like to stay longer", "entry", {"asked": "visa-extension", "purpose": "family"}),
    ("免签进来的，想多待十天", "entry", {"asked": "stay-after-exemption", "stay": "10"}),
    ("签证签发20天了", "entry", {"days-since-issue": "20"}),
    ("没有联程机票能过境免签吗", "entry", {"onward-third": "no"}),
    ("只有K字签证，能不办工作许可直接打工吗", "entry", {"capacity": "k-holder", "asked": "work-without-permit"}),
    ("去年的利润想汇给意大利股东，能汇吗", "capital", {"measure": "profit-remittance"}),
    ("Can we repatriate last year's dividends to our shareholder in Milan?", "capital", {"measure": "profit-remittance"}),
    ("资金池，成员企业12家，上年度本外币国际收支规模1.5亿美元", "capital", {"members": "12", "bop-usd": "150"}),
    ("房地产公司能借外债吗", "capital", {"measure": "foreign-debt", "firm": "real-estate"}),
    ("QFLP in Beijing but our manager isn't qualified yet", "capital", {"measure": "qflp", "manager-qualified": "no"}),
    ("sending EV batteries to Europe by rail, allowed?", "import", {"measure": "battery-rail"}),
    ("疫苗临床急需，国家药监局批准少量进口", "import", {"measure": "urgent-import-national", "product": "vaccine"}),
    ("Question on cross-border supply: mode 4", "supply", {"mode": "persons"}),
    ("跨境交付：会计服务", "supply", {"mode": "from-abroad"}),
    ("境外企业直接向境内销售兽药、饲料", "supply", {"matter": "farm-inputs"}),
    ("关键技术，股比没谈好，外商投资要不要安审申报", "security_review", {"important": "yes"}),
    ("Buying 10% without control. SAMR filing?", "merger_control", {"deal": "no-control"}),
    ("独资新设公司需要经营者集中申报吗", "merger_control", {"deal": "sole"}),
]  # fmt: skip

NOT_SO = [
    ("Don't know whether we're a CIIO; 90,000 customers' data go to Osaka", "ciio"),
    ("不知道是不是关基，客户数据传到大阪", "ciio"),
    ("Not sure whether there is important data among the files that we send to Osaka", "important-data"),
    ("当地没有重要数据目录，客户数据传到大阪", "important-data"),
    ("我们并不是没有重要数据，要传到大阪", "important-data"),
    ("除了病历以外没有敏感信息，客户数据传到大阪", "sensitive-persons"),
    ("Our competitor is not a CIIO; our customer data go to Osaka", "ciio"),
    ("Our rival holds no important data; our customer data go to Osaka", "important-data"),
    ("If we are not a CIIO, may we send customer data to Osaka?", "ciio"),
    ("几乎不含敏感个人信息，客户数据传到大阪", "sensitive-persons"),
    ("Non-sensitive data of 90,000 customers and others to Osaka", "sensitive-persons"),
    ("A retailer sends HR data of 300 people to Osaka", "sector"),
    ("数据出境，当地允许适用上海自贸区的负面清单", "territory"),
    ("My visa has 10 days left, can I extend it?", "stay"),
    ("是不是重要领域说不清，外商投资要不要安审", "important"),
    ("我们没有一票否决权，外资安审", "influence"),
    ("Is our foreign debt manager qualified? QFLP in Beijing", "manager-qualified"),
    ("negative list for cross-border services: foreign auctioneer", "mode"),
]
"""What only sounds like it: the fact is missing, or open."""

ELSEWHERE = ["QDLP quota for a hedge fund manager - how do we apply?", "37号文登记补办", "ATA carnet for exhibition samples"]


@pytest.mark.parametrize(("text", "question", "facts"), READ, ids=lambda v: v if isinstance(v, str) else "")
def test_what_is_said_plainly_is_read(text: str, question: str, facts: dict[str, str]) -> None:
    found = read(LAW, text)
    assert found.question == question
    assert {f: {c.get(f) for c in found.cases or found.undated} for f in facts} == {f: {v} for f, v in facts.items()}


@pytest.mark.parametrize(("text", "fact"), NOT_SO)
def test_what_only_sounds_like_it_gives_no_value(text: str, fact: str) -> None:
    found = read(LAW, text)
    assert all(fact not in case for case in found.cases)


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_goes_the_other_way_is_no_question_of_ours(text: str) -> None:
    assert read(LAW, text).question is None


def _part(sentences: Iterable[Said], parts: int) -> list[Said]:
    every = list(sentences)
    return every if os.environ.get("SHIDIAN_NIGHTLY") else every[dt.date.today().toordinal() % parts :: parts]


def test_every_name_of_a_choice_gives_this_value_or_leaves_it_open() -> None:
    seen: Counter[str] = Counter()
    wrong = []
    for sentence in _part(said(LAW), 4):
        found = read(LAW, sentence.text)
        values = {c.get(sentence.fact) for c in found.cases} if found.question == sentence.question else set()
        opened = any(not c.value and c.fact == sentence.fact for c in found.chips)
        seen["all"] += 1
        if values == {sentence.value}:
            seen["right"] += 1
        elif values - {None} or found.question != sentence.question or not (opened or found.not_understood):
            wrong.append(sentence)
    assert {(s.fact, s.value) for s in wrong} <= UNSAID
    assert seen["right"] >= 0.97 * seen["all"]


def test_no_denial_of_a_choice_or_flag_is_read_as_it() -> None:
    denied = _part(said(LAW, denied=True), 12)
    read_as_it = [
        s for s in denied for f in (read(LAW, s.text),) if f.question == s.question and s.value in {c.get(s.fact) for c in f.cases}
    ]
    assert {s.text for s in read_as_it} <= {t for t in (s.text for s in denied) if "不足50%但有重大影响" in t}
    assert len(denied) > 500

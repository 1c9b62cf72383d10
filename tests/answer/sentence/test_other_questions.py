"""Plain sentences of the questions beside access: staff, data, money, goods and services from abroad. Each was written before it was read, and
served for building."""

from __future__ import annotations

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook

READ = [
    ("我公司在苏州，想请一位德国工程师来装机器两个月，需要办什么证？", "entry", {"nationality": "de", "territory": "suzhou"}),
    ("A Canadian executive is transferred to our Guangzhou subsidiary for three years", "entry", {"nationality": "ca", "territory": "guangzhou"}),
    ("持普通护照的泰国公民能在中国免签停留多久？", "entry", {"asked": "visa-free", "nationality": "th", "document": "passport"}),
    ("外籍人才在苏州工作最长给几年居留许可", "entry", {"document": "residence-permit", "purpose": "work", "territory": "suzhou"}),
    ("We want to repatriate 5 million USD of dividends from our Shenzhen subsidiary", "capital", {"measure": "profit-remittance", "territory": "shenzhen"}),
    ("Can our WFOE in Suzhou borrow 20 million dollars from the parent?", "capital", {"measure": "foreign-debt", "territory": "suzhou"}),
    ("境内公司给新加坡子公司放款有什么限制", "capital", {"measure": "overseas-loan"}),
    ("我们医院想把200名患者的基因检测数据发给新加坡的合作实验室，需要安全评估吗", "data_export", {"data": "personal", "transfer": "sent-abroad", "sensitive-persons": "200", "destination": "elsewhere"}),
    ("A foreign insurer wants to sell reinsurance into China from abroad", "supply", {"activity": "insurance", "mode": "from-abroad"}),
    ("博鳌医院能用国外上市的新药吗", "import", {"territory": "qionghai"}),
    ("Can a German company fully own a data centre in Beijing?", "access", {"activity": "idc", "territory": "beijing", "origin": "de", "share": "100"}),
    ("Can a German company have full ownership of a data centre in Beijing?", "access", {"activity": "idc", "territory": "beijing", "origin": "de", "share": "100"}),
    ("Is it true that telecoms value-added services are fully open to foreign investors in Beijing?", "access", {"activity": "vats", "territory": "beijing"}),
]  # fmt: skip
NEVER_WHOLE = [
    "We do not sell into China from abroad but run a shop in Shanghai, German, 100%",
    "We will not bring our cars to China, we build them in Wuhan, 100% German",
    "We do not repatriate dividends from our Shenzhen subsidiary",
    "我们不请德国工程师来苏州装机器",
    "Can a Filipino domestic helper work for our expat manager in Shanghai?",
]


@pytest.mark.parametrize(("text", "question", "facts"), READ, ids=lambda v: v if isinstance(v, str) else "")
def test_a_plain_sentence_of_another_question_is_read_whole(text: str, question: str, facts: dict[str, str]) -> None:
    found = read(LAW, text)
    assert (found.question, found.facts, found.not_understood) == (question, facts, ())


@pytest.mark.parametrize("text", NEVER_WHOLE)
def test_what_is_denied_or_stranger_is_not_read_whole(text: str) -> None:
    found = read(LAW, text)
    assert found.question is None or not found.whole


@pytest.mark.parametrize(
    "text",
    [
        "We do not want full ownership of a data centre in Beijing",
        "Can a German company not fully own a data centre in Beijing?",
        "Without full ownership, may a German company run a data centre in Beijing?",
    ],
)
def test_a_whole_ownership_that_is_denied_is_no_share(text: str) -> None:
    assert "share" not in read(LAW, text).facts


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("外商投资旅行社可以在杭州经营中国公民赴台湾旅游业务", "access"),
        ("Can a foreign travel agency in Beijing organise tours for Chinese citizens travelling to Japan?", "access"),
        ("Do Chinese tourists need a visa to travel to Japan?", None),
        ("中国公民去日本旅游要签证吗", None),
    ],
)
def test_who_sells_journeys_abroad_asks_us_and_who_goes_on_one_does_not(text: str, question: str | None) -> None:
    assert read(LAW, text).question == question

"""Sentences about services supplied from abroad, about security review, about concentrations and about changes of a data export."""

from __future__ import annotations

import pytest

from tests.answer.sentence.measured import differences
from tests.cases.real import real_book

SENTENCES = [
    ("May a German company supply construction services from abroad in Chengdu?", {"activity": ["construction"], "territory": ["chengdu"], "origin": ["de"], "mode": ["from-abroad"]}),
    ("Cross-border supply of customs brokerage to Wuhan on 2025-06-01", {"activity": ["customs-brokerage"], "territory": ["wuhan"], "mode": ["from-abroad"], "on": ["2025-06-01"]}),
    ("A German architect firm offers design services from Germany to a client in Chengdu without an office", {"activity": ["design-services"], "origin": ["de"], "territory": ["chengdu"], "mode": ["from-abroad"]}),
    ("Can Australian lawyers advise Chinese clients online from Sydney?", {"activity": ["legal-services"], "origin": ["au"], "mode": ["from-abroad"]}),
    ("我们想从伦敦给上海的客户做会计咨询，行吗", {"activity": ["bookkeeping-tax-advice"], "territory": ["shanghai"], "mode": ["from-abroad"]}),
    ("Can a Swiss insurer sell policies to people in Shanghai without a branch?", {"activity": ["insurance"], "origin": ["ch"], "territory": ["shanghai"], "mode": ["from-abroad"]}),
    ("美国企业可以向深圳跨境提供支付服务吗", {"activity": ["payment-services"], "territory": ["shenzhen"], "origin": ["us"], "mode": ["from-abroad"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), SENTENCES, ids=[t for t, _ in SENTENCES])
def test_a_sentence_about_supply_from_abroad_is_read(text: str, facts: dict[str, list[str]]) -> None:
    found = differences(real_book().lawbook, {"text": text, "question": "supply", "facts": facts, "open": [], "gone": []})
    assert [d for d in found if not d.startswith(("gone", "open"))] == []


REVIEWS = [
    ("security_review", "Does a US investor need a security review for 60 % of a bank on 2025-06-01?", {"activity": ["banking"], "origin": ["us"], "share": ["60"], "on": ["2025-06-01"]}),
    ("security_review", "美国投资者收购银行60%是否需要外商投资安全审查？", {"activity": ["banking"], "origin": ["us"], "share": ["60"], "acquisition": ["yes"]}),
    ("security_review", "Do we need a security review for a hotel near a military base?", {"activity": ["hotels"], "defence": ["near"]}),
    ("merger_control", "Is a merger filing needed for a joint venture?", {"deal": ["joint-venture"]}),
    ("merger_control", "合营企业是否需要经营者集中申报？", {"deal": ["joint-venture"]}),
    ("data_change", "Must we refile after a change of recipient?", {"event": ["new-recipient"]}),
    ("data_change", "更换接收方是否需要重新备案？", {"event": ["new-recipient"]}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "facts"), REVIEWS, ids=[t for _, t, _ in REVIEWS])
def test_a_sentence_about_a_review_or_a_change_is_read(question: str, text: str, facts: dict[str, list[str]]) -> None:
    found = differences(real_book().lawbook, {"text": text, "question": question, "facts": facts, "open": [], "gone": []})
    assert [d for d in found if not d.startswith(("gone", "open"))] == []

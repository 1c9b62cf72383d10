"""Sentences about services supplied from abroad."""

from __future__ import annotations

import pytest

from tests.answer.sentence.measured import differences
from tests.cases.real import real_book

SENTENCES = [
    ("May a German company supply construction services from abroad in Chengdu?", {"activity": ["construction"], "territory": ["chengdu"], "origin": ["de"], "mode": ["from-abroad"]}),
    ("Cross-border supply of customs brokerage to Wuhan on 2025-06-01", {"activity": ["customs-brokerage"], "territory": ["wuhan"], "mode": ["from-abroad"], "on": ["2025-06-01"]}),
    ("美国企业可以向深圳跨境提供支付服务吗", {"activity": ["payment-services"], "territory": ["shenzhen"], "origin": ["us"], "mode": ["from-abroad"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), SENTENCES, ids=[t for t, _ in SENTENCES])
def test_a_sentence_about_supply_from_abroad_is_read(text: str, facts: dict[str, list[str]]) -> None:
    found = differences(real_book().lawbook, {"text": text, "question": "supply", "facts": facts, "open": [], "gone": []})
    assert [d for d in found if not d.startswith(("gone", "open"))] == []

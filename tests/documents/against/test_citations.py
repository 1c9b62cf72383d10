"""The citations of a memo: no right one is called false, and wrong ones are found in all seven ways."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from bench.memos import judged, memos, summary

from shidian.documents.formats.files import SelfDescription
from tests.documents.against.test_against import reader


def checked(text: str, day: str) -> list[tuple[str, str]]:
    """Verdict and words of each citation."""
    reading = reader().read_text(text, "memo", SelfDescription(date=dt.date.fromisoformat(day)))
    return [(c.verdict, reading.document.text[c.start : c.end]) for c in reader().lawcheck.citations(reading)]


def test_no_right_citation_is_called_false_and_nine_of_ten_wrong_ones_are_found() -> None:
    for half in ("train", "test"):
        found = summary(judged(reader(), half))
        assert found["right called false"] == 0
        assert found["wrong found"] >= 0.9 * found["wrong"]
        assert found["rightly judged"] >= 0.9 * found["citations"]


def test_sixty_citations_are_wrong_in_seven_ways_in_both_languages() -> None:
    every = [m for half in ("train", "test") for m in memos(half)]
    kinds = Counter(c[2] for m in every for c in m.cited)
    assert (len(every), sum(kinds.values()), len(kinds)) == (12, 60, 7)
    assert {m.document.language for m in every} == {"en", "zh"}


@pytest.mark.parametrize(
    ("text", "day", "verdict"),
    [
        ("依据《促进和规范数据跨境流动规定》第九条，评估结果有效期为3年。", "2025-06-01", "right"),
        ("依据《促进和规范数据跨境流动规定》第九条，评估结果有效期为2年。", "2025-06-01", "says-else"),
        ("《个人信息出境认证办法》将自2026年1月1日起施行。", "2025-06-01", "right"),
        ("依据《个人信息出境认证办法》，公司可以申请认证。", "2025-06-01", "not-yet"),
        ("依据《外商投资准入特别管理措施（负面清单）（2021年版）》，本项目不受限制。", "2025-06-01", "another-edition"),
        ("《外商投资准入特别管理措施（负面清单）（2021年版）》已于2024年11月1日废止。", "2025-06-01", "right"),
        ("依据《某县数据流动促进办法》，可以出境。", "2025-06-01", "not-held"),
        ("依据《中华人民共和国外商投资法》第十一条，国家建立健全外商投资服务体系。", "2025-06-01", "not-held"),
        (
            "Under article 9 of the Provisions on Promoting and Regulating Cross-Border Data Flow an assessment is valid for five years.",
            "2025-06-01",
            "says-else",
        ),
    ],
)
def test_a_citation_is_judged_for_the_day_of_the_memo(text: str, day: str, verdict: str) -> None:
    assert [v for v, _ in checked(text, day)] == [verdict]


def test_what_the_lawbook_does_not_hold_is_never_said_not_to_exist() -> None:
    reading = reader().read_text("依据《某县数据流动促进办法》，可以出境。", "memo", SelfDescription(date=dt.date(2025, 6, 1)))
    [cited] = reader().lawcheck.citations(reading)
    assert "does not hold" in cited.law.en
    assert cited.act is None

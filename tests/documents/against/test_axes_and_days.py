"""What prose says on an axis (who, whether asked, whether paid in, where, with which exception) and days that are off in one part, both languages."""

from __future__ import annotations

from tests.documents.against.asking import wrong

FALSE = (
    ("2026-03-19", "The regional airline. Its legal representative need not be a Chinese citizen.", "need not be"),
    ("2026-07-01", "Whoever signs up for external debt under the limit still hands in audited accounts.", "audited"),
    ("2026-08-31", "融资担保公司的注册资本不低于2000万元，可以认缴。", "认缴"),
    ("2026-10-05", "China applied to join the DEPA on 1 November 2020.", "2020"),
    ("2026-09-10", "印度尼西亚成为过境免签的第55国，时间是2025年7月12日。", "2025年7月12日"),
    ("2025-06-16", "The nine new cities of the pilot include Dalian, Xi'an and Changsha.", "Changsha"),
)
TRUE = (
    ("2026-03-19", "The regional airline. Its legal representative has to be a Chinese citizen."),
    ("2026-07-01", "Whoever signs up for external debt under the limit no longer hands in audited accounts."),
    ("2026-08-31", "融资担保公司的注册资本不低于2000万元，须为实缴货币资本。"),
    ("2026-10-05", "China applied to join the DEPA on 1 November 2021."),
    ("2026-09-10", "印度尼西亚成为过境免签的第55国，时间是2025年6月12日。"),
    ("2025-06-16", "The nine new cities of the pilot include Dalian, Xi'an and Hefei."),
)


def test_what_is_said_on_an_axis_or_of_a_day_is_held_against_the_provision() -> None:
    missed = [text for day, text, words in FALSE if not any(words in found for found in wrong(text, day))]
    assert missed == []


def test_the_same_statements_put_right_are_not_accused() -> None:
    accused = [(text, got) for day, text in TRUE if (got := wrong(text, day))]
    assert accused == []

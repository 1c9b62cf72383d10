"""Days are told in the language of the reader; what only looks like a day stays."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.words.dates import dated, day_label


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("2025-04-11", "11 April 2025", "2025年4月11日"),
        ("2025-02", "February 2025", "2025年2月"),
        ("since 2022-05-01 unless", "since 1 May 2022 unless", "since 2022年5月1日 unless"),
        ("2025-04-11宣布，尚未生效", "11 April 2025宣布，尚未生效", "2025年4月11日宣布，尚未生效"),
        ("自 2025-04-11 起", "自 11 April 2025 起", "自2025年4月11日起"),
        ("No. 2021-12 and 2025-02-30", "No. 2021-12 and 2025-02-30", "No. 2021-12 and 2025-02-30"),
        ("/decision?on=x&a/2025-04-11/b", "/decision?on=x&a/2025-04-11/b", "/decision?on=x&a/2025-04-11/b"),
    ],
)
def test_days_stand_in_words(text: str, en: str, zh: str) -> None:
    assert dated(text, "en") == en
    assert dated(text, "zh") == zh


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_is_told_once_and_stays(day: dt.date) -> None:
    for lang in ("en", "zh"):
        said = dated(day.isoformat(), lang)
        assert said == day_label(day)[lang]
        assert dated(said, lang) == said

"""Spans of an old version found again in a new one: exact, moved or orphaned, and never on other words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shidian.documents.compare.anchors import anchor, changes

OLD = "第一条 允许外资持股不超过50%。\n第二条 支持开设诊所。\n第三条 上限为50%。"


def span(text: str, words: str, n: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(n + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def test_what_stays_is_exact_and_what_shifts_is_moved() -> None:
    [same] = anchor(OLD, OLD, [span(OLD, "诊所")])
    assert (same.fate, same.now) == ("exact", span(OLD, "诊所"))
    new = "新的一行。\n" + OLD
    [moved] = anchor(OLD, new, [span(OLD, "诊所")])
    assert (moved.fate, moved.now) == ("moved", span(new, "诊所"))


def test_words_that_are_gone_or_rewritten_are_orphaned() -> None:
    new = OLD.replace("支持开设诊所", "鼓励开设医院")
    assert anchor(OLD, new, [span(OLD, "诊所")])[0].fate == "orphaned"


def test_words_that_stand_twice_are_told_apart_by_their_line() -> None:
    new = "第三条 上限为50%。\n第一条 允许外资持股不超过50%。"
    first, second = anchor(OLD, new, [span(OLD, "50%", 0), span(OLD, "50%", 1)])
    assert first.now == span(new, "50%", 1)
    assert second.now in (span(new, "50%", 0), None)


def test_the_report_says_what_changed() -> None:
    new = OLD.replace("第二条 支持开设诊所。\n", "").replace("上限为50%", "上限为49%") + "\n第四条 新增。"
    assert sorted(c.kind for c in changes(OLD, new)) == ["dropped", "rewritten"] or {c.kind for c in changes(OLD, new)} >= {"rewritten"}
    assert changes(OLD, OLD) == []


@given(st.text(alphabet="ab\n。1", max_size=60), st.text(alphabet="ab\n。1", max_size=60), st.integers(0, 59), st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_a_span_is_found_on_its_own_words_or_not_at_all(old: str, new: str, start: int, length: int) -> None:
    if start + length > len(old):
        return
    [found] = anchor(old, new, [(start, start + length)])
    assert (found.fate == "orphaned") == (found.now is None)
    if found.now is not None:
        assert new[found.now[0] : found.now[1]] == old[start : start + length]
        assert (found.fate == "exact") == (found.now[0] == start)

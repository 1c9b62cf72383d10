"""Nothing with a number or a verb of the scale is left unread silently; spans are exact; hostile texts take bounded time."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.text import clean
from shidian.errors import DocumentError
from tests.documents.grammar.asking import grammar, read

PIECES = st.sampled_from(
    [
        "155 tasks",
        "RMB 5 billion",
        "50%",
        "in 2024",
        "（一）",
        "允许",
        "支持",
        "取消外资股比限制",
        "9个城市",
        "北京、上海",
        "Beijing, Shanghai and Hainan",
        " supports ",
        " allowing ",
        ". ",
        "。",
        "，",
        "; ",
        "\n",
        "- ",
        "excluding",
        "3D",
        "第5条",
        "〔2025〕84号",
        "one",
        "twenty",
        "1+4+6",
        "7/8",
        "12:30",
        "x2",
        "亿",
        "2年",
        "since",
        " and ",
        "“",
        "”",
        "(",
        ")",
        "*",
        "0",
        "99999999999999999999",
        "Ⅷ",
        "\u200b",
        "e\u0301",
    ]
)
NUMBER = re.compile(r"[0-9]+")


def accounted(reading: Reading) -> list[tuple[int, int]]:
    spans = [(f.start, f.end) for f in reading.findings] + [(i.start, i.end) for i in reading.ignored]
    return spans + [t for u in reading.unread for t in u.tokens]


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_every_number_is_a_finding_ignored_by_name_or_listed_as_unread(text: str) -> None:
    reading = read(text)
    spans = accounted(reading)
    for token in NUMBER.finditer(reading.document.text):
        assert any(s < token.end() and token.start() < e for s, e in spans), (token[0], reading.document.text)
    for finding in reading.findings:
        assert 0 <= finding.start < finding.end <= len(reading.document.text)
        passage = reading.layout.passages[finding.passage]
        assert passage.start <= finding.start < max(passage.end, finding.start + 1)
    for unread in reading.unread:
        assert all(unread.start <= s < e <= unread.end for s, e in unread.tokens)


def test_a_number_that_nobody_understands_is_listed() -> None:
    reading = read("The index moved 7/8 and so on.")
    assert [reading.document.text[s:e] for u in reading.unread for s, e in u.tokens] == ["7", "8"]


def test_a_verb_of_the_scale_that_nobody_understands_is_listed() -> None:
    reading = read("Visitors explore products at a fair.")
    assert [reading.document.text[s:e] for u in reading.unread for s, e in u.tokens] == ["explore"]


def test_invisible_characters_split_no_word() -> None:
    text, hidden = clean("允\u200b许外资\u202e持股不超过5\u20600%\r\n。")
    assert (text, hidden) == ("允许外资持股不超过50%\n。", 3)


@pytest.mark.parametrize(
    "piece",
    [
        "1,",
        "(",
        "a ",
        "支持",
        "、北京",
        "1+",
        "[[",
        "the the ",
        "〔",
        "《",
        "A A ",
        "2025年",
        "除外",
        ",000",
        "first half of ",
        "..",
        "\n- ",
        "No. ",
        "+1 ",
    ],
)
def test_a_text_made_to_choke_the_patterns_takes_linear_time(piece: str) -> None:
    """Four times the text must not take much more than four times the time: a quadratic pattern would take sixteen times."""

    def took(size: int) -> float:
        text = piece * (size // len(piece))
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    grammar()
    took(2_000)
    most = 9 * max(took(20_000), 0.05)
    large = took(80_000)
    for _ in range(2):  # collecting the garbage of other tests takes time too
        large = large if large < most else took(80_000)
    assert large < most, (most, large)


@pytest.mark.parametrize("piece", ["1,", "可以"])
def test_a_text_of_matches_alone_is_refused_before_it_fills_the_memory(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.documents.grammar.gazetteer.MOST_SEEN", 5_000)
    monkeypatch.setattr("shidian.documents.grammar.extract.MOST_SEEN", 5_000)
    with pytest.raises(DocumentError, match="split it"):
        read(piece * 20_000)


def test_what_stands_on_the_edge_of_a_slice_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "商务部支持在北京、上海和重庆设立医院。" * 40
    whole = [(f.kind, f.start, f.end) for f in read(text).findings]
    monkeypatch.setattr("shidian.documents.grammar.gazetteer.SLICE", 7)
    assert [(f.kind, f.start, f.end) for f in read(text).findings] == whole

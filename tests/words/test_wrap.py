"""Chinese in a terminal: a character takes two columns, and no line is wider than it may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shidian.documents.report import report
from shidian.documents.text import WIDTH, reading_text
from shidian.words.wrap import pad, width, wrap
from tests.cases.real import real_lawbook
from tests.documents.grammar.asking import comparer, read

LONG = "国务院同意在北京等地扩大服务业开放综合试点，并就增值电信业务、医疗、教育等领域作出部署。" * 12
words = st.text(st.sampled_from("外资股比上限，。 abc（）"), max_size=200)


@given(words, st.integers(20, 60), st.integers(0, 6))
def test_no_line_is_wider_than_it_may_be_but_by_a_closing_sign(text: str, columns: int, indent: int) -> None:
    longest = max((width(word) for word in text.split()), default=0) if text.isascii() else 2
    for line in wrap(text, columns, indent):
        signs = len(line.rstrip()) - len(line.rstrip().rstrip("，。） "))
        assert width(line) <= max(columns, indent + 2 + longest) + 2 * signs + 6


@given(words, st.integers(20, 60))
def test_nothing_but_space_is_lost(text: str, columns: int) -> None:
    assert "".join("".join(wrap(text, columns, 0)).split()) == "".join(text.split())


def test_padding_counts_columns() -> None:
    assert width(pad("外资", 10)) == width(pad("abc", 10)) == 10


def test_a_report_on_a_chinese_document_keeps_within_the_terminal() -> None:
    found = report(real_lawbook(), comparer().compare([read(LONG)]))
    lines = reading_text(found, "zh", everything=True).splitlines()
    assert any(width(line) > WIDTH / 2 for line in lines)
    assert max(map(width, lines)) <= WIDTH + 4

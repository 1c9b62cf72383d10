"""Chinese as a Chinese lawyer writes it, and no English left in it."""

from __future__ import annotations

import re

import pytest

import shidian
from shidian.law.numerals import chinese, in_chinese
from shidian.words.labels import provision_label
from shidian.words.phrases import phrases
from tests.cases.real import real_book

SENTENCE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
"""Three Latin words in a row."""
WORKED = [(w.question, c) for w in real_book().lawbook.cases for c in w.cases][::4]


@pytest.mark.parametrize("n", [*range(120), 200, 201, 210, 212, 999, 1000, 1001, 1010, 1100, 9999])
def test_a_number_in_chinese_is_read_as_that_number(n: int) -> None:
    assert chinese(in_chinese(n)) == n


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("statute", "6(2)", "第六条第二款"),
        ("statute", "6(2)(1)", "第六条第二款第（一）项"),
        ("departmental-rule", "38", "第三十八条"),
        ("administrative-regulation", "1-3", "第一条至第三条"),
        ("negative-list", "12", "第12项"),
        ("notice", "2", "第二点"),
    ],
)
def test_a_provision_is_cited_as_chinese_law_counts(kind: str, number: str, said: str) -> None:
    assert provision_label(kind, number).zh == said


@pytest.mark.parametrize("index", range(len(WORKED)))
def test_a_chinese_decision_holds_no_latin_sentence(index: int) -> None:
    question, case = WORKED[index]
    try:
        decision = real_book().ask(question, dict(case.facts), known_on=case.known_on)
    except shidian.CaseError:
        return
    titles = {t for s in decision.sources for t in SENTENCE.findall(s.title.zh + " " + s.publisher.zh)}
    shown = "\n".join(x for x in decision.to_text("zh", columns=10_000).splitlines() if "://" not in x)
    assert [x for x in SENTENCE.findall(shown) if x not in titles] == []


@pytest.mark.parametrize("key", sorted(phrases()))
def test_a_chinese_phrase_holds_no_latin_sentence_and_no_half_width_stop(key: str) -> None:
    text = re.sub(r"\{\w+\}|`[^`]+`", "", phrases()[key].zh)
    assert not SENTENCE.search(text)
    assert not re.search(r"[\u3400-\u9fff][,;:!?()]|[,;:!?()][\u3400-\u9fff]", text)

"""Chinese as a Chinese lawyer writes it, and no English left in it."""

from __future__ import annotations

import re

import pytest

import shidian
from shidian.law.numerals import chinese, in_chinese
from shidian.law.records.case import WorkedCase
from shidian.words.labels import provision_label
from shidian.words.phrases import phrases
from tests.cases.real import real_book
from tests.nightly import share_of

SENTENCE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
"""Three Latin words in a row."""
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;:!?()]|[,;:!?()][\u3400-\u9fff]")
WORKED = share_of([(w.question, c) for w in real_book().lawbook.cases for c in w.cases][::4], 3)


def test_a_number_in_chinese_is_read_as_that_number() -> None:
    numbers = [*range(120), 200, 201, 210, 212, 999, 1000, 1001, 1010, 1100, 9999]
    assert [n for n in numbers if chinese(in_chinese(n)) != n] == []


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("statute", "6(2)", "第六条第二款"),
        ("statute", "6(2)(1)", "第六条第二款第（一）项"),
        ("statute", "6（6）", "第六条第（六）项"),
        ("statute", "6（6）, 7(1)(6)", "第六条第（六）项、第七条第一款第（六）项"),
        ("departmental-rule", "38", "第三十八条"),
        ("administrative-regulation", "1-3", "第一条至第三条"),
        ("notice", "1-3", "第一点至第三点"),
        ("negative-list", "12", "第12项"),
        ("notice", "2", "第二点"),
    ],
)
def test_a_provision_is_cited_as_chinese_law_counts(kind: str, number: str, said: str) -> None:
    assert provision_label(kind, number).zh == said


def latin_sentences(question: str, case: WorkedCase) -> list[str]:
    """Sentences in Latin letters in a Chinese decision, but for titles and publishers."""
    try:
        decision = real_book().ask(question, dict(case.facts), known_on=case.known_on)
    except shidian.CaseError:
        return []
    titles = {t for s in decision.sources for t in SENTENCE.findall(s.title.zh + " " + s.publisher.zh)}
    shown = "\n".join(x for x in decision.to_text("zh", columns=10_000).splitlines() if "://" not in x)
    return [x for x in SENTENCE.findall(shown) if x not in titles]


def test_a_chinese_decision_holds_no_latin_sentence() -> None:
    found = {f"{question}/{case.case}": latin_sentences(question, case) for question, case in WORKED}
    assert {id: sentences for id, sentences in found.items() if sentences} == {}


def test_a_chinese_phrase_holds_no_latin_sentence_and_no_half_width_stop() -> None:
    bare = {key: re.sub(r"\{\w+\}|`[^`]+`", "", label.zh) for key, label in phrases().items()}
    assert [key for key, text in bare.items() if SENTENCE.search(text) or HALF_WIDTH.search(text)] == []


def test_a_span_of_articles_is_plural_in_english() -> None:
    assert [provision_label("statute", n).en for n in ("8–11", "8", "8, 11")] == ["articles 8 to 11", "article 8", "articles 8, 11"]
    mixed = [provision_label(kind, n) for kind, n in (("statute", "8–9, 12"), ("notice", "2, 11–14"), ("negative-list", "1, 2"))]
    assert [x.en for x in mixed] == ["articles 8 to 9, 12", "points 2, 11 to 14", "items 1, 2"]
    assert [x.zh for x in mixed] == ["第八条至第九条、第十二条", "第二点、第十一点至第十四点", "第1项、第2项"]

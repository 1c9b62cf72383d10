"""Who calls a fact by its label, or as tables do, is told the fact: `place=chengdu` means `territory`."""

import pytest

from shidian import Book, UnknownFact
from shidian.packaged import table
from tests.cases.real import real_book


def words_for_facts(book: Book) -> list[tuple[str, str, str]]:
    """Question, fact, and a word for it."""
    words = table("words/headings.toml")
    found = []
    for question in book.questions:
        facts = book.question(question).facts
        for fact in facts:
            own = words["only"].get(question, {}).get(fact.fact, ())
            elsewhere = {w for f in facts if f is not fact for w in words["only"].get(question, {}).get(f.fact, ())}
            found += [
                (question, fact.fact, w) for w in (fact.label.en, fact.label.zh, *words.get(fact.fact, ()), *own) if w not in elsewhere
            ]
    return found


def test_every_label_and_heading_of_a_fact_leads_to_a_fact_so_called() -> None:
    book = real_book()
    asked = words_for_facts(book)
    by_word: dict[tuple[str, str], set[str]] = {}
    for question, fact, word in asked:
        by_word.setdefault((question, word.casefold()), set()).add(fact)
    astray = []
    for question, _, word in asked:
        known = {f.fact for f in book.question(question).facts}
        if word.replace(" ", "_").replace("_", "-") in known or word in known:
            continue
        with pytest.raises(UnknownFact) as refused:
            book.ask(question, {word: "x"})
        if refused.value.hint not in {f"did you mean `{f}`?" for f in by_word[question, word.casefold()]}:
            astray.append((question, word, refused.value.hint))
    assert not astray
    assert len(asked) > 1000


@pytest.mark.parametrize(
    ("word", "fact"),
    [("place", "territory"), ("地点", "territory"), ("nationality", "origin"), ("国别", "origin"), ("date", "on"), ("equity", "share")],
)
def test_a_word_of_ordinary_speech_leads_to_the_fact(word: str, fact: str) -> None:
    with pytest.raises(UnknownFact) as refused:
        real_book().ask("access", {"activity": "app-store", word: "x"})
    assert refused.value.hint == f"did you mean `{fact}`?"

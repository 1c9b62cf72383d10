"""A business: one decision for each activity, the strictest over all, and what binds."""

from __future__ import annotations

from decimal import Decimal

import pytest

import shidian
from shidian.errors import BadValue


@pytest.fixture(scope="module")
def law() -> shidian.Book:
    """The real lawbook."""
    return shidian.load()


CASE = {"territory": "chengdu", "origin": "US", "on": "2025-06-01"}


def test_the_whole_is_as_strict_as_its_strictest_part_and_says_which(law: shidian.Book) -> None:
    found = law.business("access", CASE, activity=["e-commerce", "search", "market-survey"], share=100)
    assert found.parts == ("e-commerce", "search", "market-survey")
    assert found.outcome in ("not_permitted", "refused")
    assert found.in_force.binding == ("search",)
    assert found.decisions == tuple(law.ask("access", CASE, activity=a, share=100) for a in found.parts)


def test_what_is_certain_of_the_whole_is_certain_of_every_part(law: shidian.Book) -> None:
    found = law.business("access", CASE, activity=["e-commerce", "search"], share=50)
    assert found.outcome == "permitted"
    assert found.in_force.certain is not None
    assert found.in_force.certain.value == Decimal(50)
    assert found.in_force.binding == ("search",)
    assert "50 %" in found.sentence.en


def test_a_part_that_is_open_leaves_the_whole_open_unless_another_refuses(law: shidian.Book) -> None:
    open_part = law.business("access", CASE | {"territory": "shanghai"}, activity=["idc", "e-commerce"], share=100)
    assert (open_part.outcome, open_part.in_force.binding) == ("undetermined", ("idc",))
    barred = law.business("access", CASE | {"territory": "shanghai"}, activity=["idc", "online-games"], share=100)
    assert barred.outcome == "prohibited"


def test_words_with_commas_are_several_activities(law: shidian.Book) -> None:
    assert law.business("access", CASE, activity="网络音乐，B25", share=100).parts == ("online-music", "b25")


def test_both_languages_are_written_and_the_whole_comes_first(law: shidian.Book) -> None:
    found = law.business("access", CASE, activity=["online-music", "b25"], share=100)
    for lang in ("en", "zh"):
        text = found.to_text(lang)
        assert text.startswith(found.sentence[lang])
        assert all(d.sentence[lang] in text.replace("\n", "") or d.sentence[lang][:20] in text for d in found.decisions)


def test_one_activity_is_no_business_and_two_facts_cannot_both_be_several(law: shidian.Book) -> None:
    with pytest.raises(BadValue, match="several activities"):
        law.business("access", CASE, activity="b25")
    with pytest.raises(BadValue, match="several values"):
        law.business("access", CASE | {"origin": "US,DE"}, activity="b25,idc")

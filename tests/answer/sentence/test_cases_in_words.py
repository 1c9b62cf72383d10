"""A worked case in the product's own words, both languages, is read back as that case: a chip is equal, coarser, or the fact is open.

On a push a sample, another each day; at night (`SHIDIAN_NIGHTLY`) every case.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from shidian.answer.sentence.chips import value_label
from shidian.law.records.question import Fact
from shidian.words.labels import entry_label
from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
SAMPLE = None if os.environ.get("SHIDIAN_NIGHTLY") else 150
FROM = {
    ("origin", "en"): "investor from {}",
    ("origin", "zh"): "{}投资者",
    ("nationality", "en"): "{} national",
    ("nationality", "zh"): "{}籍",
}
WITHOUT_NAME = ("share", "stay", "persons", "on")
"""Facts whose value is said without the name of the fact."""


def _in_words(question: str, facts: dict[str, object], lang: str) -> tuple[str, dict[str, str]] | None:
    """A case in words, and its values; None where one of them stands for several entries."""
    parts, values = [], {}
    for fact in LAW.questions[question].facts:
        if fact.fact not in facts:
            continue
        value = {"True": "yes", "False": "no"}.get(str(facts[fact.fact]), str(facts[fact.fact]))
        if fact.vocabulary in LAW.names:
            names = LAW.names[fact.vocabulary]
            ids = [value] if value in names.entries or value.endswith(":other") else names.find(value)
            if len(ids) != 1:
                return None
            value = ids[0]
            said = FROM.get((fact.fact, lang), "{}").format(getattr(entry_label(LAW, fact.vocabulary, value), lang))
        else:
            said = getattr(value_label(fact, value), lang)
            if fact.fact not in WITHOUT_NAME:
                said = f"{getattr(fact.label, lang)}{': ' if lang == 'en' else '：'}{said}"
        parts.append(said)
        values[fact.fact] = value
    return (", " if lang == "en" else "，").join(parts), values


def _said() -> Iterator[tuple[str, str, dict[str, str]]]:
    seen = set()
    every = [(part.question, case, lang) for part in LAW.cases for case in part.cases for lang in ("en", "zh")]
    for question, case, lang in every if SAMPLE is None else random.Random(dt.date.today().toordinal()).sample(every, SAMPLE):
        said = _in_words(question, dict(case.facts), lang)
        if said is not None and said[0] not in seen:
            seen.add(said[0])
            yield question, *said


def _same(fact: Fact, read_as: str, value: str) -> bool:
    """Whether a value is the one of the case, or what contains it."""
    try:
        return Decimal(read_as) == Decimal(value)
    except InvalidOperation:
        pass
    if fact.vocabulary is None or read_as == value:
        return read_as == value
    tree, inner = LAW.trees[fact.vocabulary], value.removesuffix(":other")
    around = [inner, *(tree.above(inner) if inner in tree.parent else [tree.home(inner), *tree.above(tree.home(inner))])]
    return read_as.removesuffix(":other") in {*around, *tree.zone_around.get(inner, ())}


def test_a_case_in_our_own_words_is_read_back_as_itself() -> None:
    said = list(_said())
    other, elsewhere = [], 0
    for question, text, values in said:
        found = read(LAW, text)
        if found.question != question:
            elsewhere += 1
            continue
        facts = {f.fact: f for f in LAW.questions[question].facts}
        for chip in found.chips:
            if not chip.value or chip.fact in found.left_out:
                continue
            if chip.fact not in values or not _same(facts[chip.fact], chip.value, values[chip.fact]):
                other.append((text, chip.words, chip.fact, chip.value))
    assert not other, other
    assert elsewhere <= len(said) // 20

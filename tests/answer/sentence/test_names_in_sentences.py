"""Every name of every activity in questions of people: it is read as exactly that activity, with the investor, the share and the place.

On a push a sample, another each day; at night (`SHIDIAN_NIGHTLY`) each name in each question.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from itertools import product

import pytest

from shidian.law.names import names_of
from shidian.law.tree import ROOT
from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
TREE, NAMES = LAW.trees["activities"], LAW.names["activities"]
SAMPLE = None if os.environ.get("SHIDIAN_NIGHTLY") else 300
ASKED = {
    True: (
        "Can a German company own 100% of a {} in Chengdu?",
        "May a German investor hold 100% of {} in Chengdu?",
        "Would it be possible for us, a German group, to set up a wholly owned {} business in Chengdu?",
        "{}, Chengdu, German investor, 100%",
        "We are from Germany and plan to open a {} in Chengdu, wholly owned.",
        "Is 100% German ownership allowed in {} in Chengdu?",
    ),
    False: (
        "德国公司能在成都100%持股{}吗",
        "我们是德国企业，想在成都独资做{}，可以吗？",
        "成都，{}，德国投资者，持股100%",
        "外资（德国）能不能全资在成都开{}",
        "在成都从事{}，德国股东占100%，是否允许",
        "德国集团拟在成都投资{}，股比百分之百",
    ),
}
ELSEWHERE = {"军工", "trade fair", "短期行医", "来华短期行医", "外国医师来华短期行医"}
"""Names that ask another question than that of access: whose review a purchase needs, a visit to a fair, a doctor who comes for a short time."""


def _asked() -> Iterator[tuple[str, str]]:
    words = {n: None for e in NAMES.entries.values() if e.id in TREE.parent and e.id != "all" for n in names_of(e) if n != e.id}
    words |= {n: None for s in NAMES.spoken for n in s.say}
    for word in words:
        if len(word) > 1 and not any(c.isdigit() for c in word) and word not in ELSEWHERE:
            yield from ((word, sentence) for sentence in ASKED[word.isascii()])


def _sampled() -> list[tuple[str, str]]:
    everything = list(_asked())
    return everything if SAMPLE is None else random.Random(dt.date.today().toordinal()).sample(everything, SAMPLE)


def test_a_name_in_a_question_is_that_activity_and_what_stands_beside_it_is_read_too() -> None:
    wrong, missed = [], []
    sampled = _sampled()
    alone = {w for s in NAMES.spoken if s.alone for w in s.say}
    for word, sentence in sampled:
        means = NAMES.find(word)
        found = read(LAW, sentence.format(word))
        values: dict[str, set[str]] = {}
        for case, name in product(found.cases, ("activity", "territory", "origin", "share")):
            if name in case:
                values.setdefault(name, set()).add(case[name])
        for name, expected in (("territory", "chengdu"), ("origin", "de"), ("share", "100")):
            if values.get(name, set()) - {expected}:
                wrong.append((sentence.format(word), name, values[name]))
        activities = values.get("activity", set())
        if any(not any(a == m or a in TREE.above(m) for m in means) for a in activities) or (
            len(means) > 1 and not all(a == m or a in TREE.above(m) for a in activities for m in means)
        ):  # a branch that holds all its meanings is coarse, and true
            wrong.append((sentence.format(word), "activity", activities))
        if word in alone and not activities:  # a name of a cell may be an ordinary word within a sentence
            continue
        if found.question != "access" or (len(means) == 1 and activities != set(means)) or len(values) < 3:
            missed.append(sentence.format(word))
    assert not wrong, wrong
    assert len(missed) <= len(sampled) // 50, missed


def test_several_names_that_are_no_single_activity_stay_open() -> None:
    for spoken in NAMES.spoken:
        if spoken.between and all(not c.isdigit() for w in spoken.say for c in w):
            assert len(NAMES.find(spoken.say[0])) != 1, spoken.say[0]


@pytest.mark.parametrize("kind", ["企业", "公司", "集团"])
def test_a_share_belongs_to_the_investor_of_whatever_country(kind: str) -> None:
    """A word for somebody else may stand across the name of a country and what follows it (德国企业 holds 国企)."""
    book = real_book()
    names = {e.id: e.name.zh for e in book.lawbook.names["origins"].entries.values() if e.id not in (ROOT, "cn")}
    read = {id: book.read_question(f"{name}{kind}能否在上海以60%的股比投资应用商店").facts for id, name in names.items()}
    assert [names[id] for id, facts in read.items() if facts.get("share") != "60"] == []


def test_a_chinese_name_of_a_business_is_read_without_that_word() -> None:
    """互联网数据中心 is 互联网数据中心业务."""
    stems = {n.removesuffix("业务"): e.id for e in NAMES.entries.values() for n in names_of(e) if n.endswith("业务") and len(n) >= 6}
    read_as = {stem: real_book().read_question(f"德国公司能在成都持股60%做{stem}吗") for stem in stems}
    assert {stem: id for stem, id in stems.items() if read_as[stem].facts.get("activity") != id or read_as[stem].not_understood} == {}
    assert len(stems) > 20

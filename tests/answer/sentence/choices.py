"""Plain sentences made of the names of every choice of the questions beside access, and denials of them: what is said is known by construction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from shidian.answer.sentence.lexicon import language
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Fact

FRAMES = {
    "data_export": ("Data export: {x}", "数据出境：{x}"),
    "data_change": ("After our data export: {x}", "数据出境后，{x}，要重新备案吗"),
    "entry": ("Visa question: {x}", "签证问题：{x}"),
    "capital": ("Foreign exchange question: {x}", "外汇问题，{x}"),
    "import": ("Import question: {x}", "进口问题：{x}"),
    "supply": ("Question on cross-border supply: {x}", "跨境服务问题：{x}"),
    "security_review": ("Security review: {x}", "外商投资安全审查，{x}"),
    "merger_control": ("Merger filing: {x}", "经营者集中申报，{x}"),
}
DENIALS = ("not {x}", "no {x}", "without {x}"), ("没有{x}", "不是{x}", "不属于{x}", "无{x}")
NAMELESS = frozenset({"none", "other", "another", "ordinary", "alone", "self", "registered"})
"""Choices that are told by saying nothing: none of these, another one."""


class Said(NamedTuple):
    """A sentence, and what one of its words says."""

    text: str
    question: str
    fact: str
    value: str


def _words(question: str, fact: Fact, value: str) -> Iterator[str]:
    """What a choice is called: its names, its other names, and the words of the language that stand for it alone."""
    for choice in fact.choices:
        if choice.id == value:
            yield from (choice.name.en, choice.name.zh, *(a for a in choice.aliases if a not in language()["plain"]["roles"]))
    if not fact.choices:
        yield from (fact.label.en, fact.label.zh)
    for entry in language()["says"]:
        if (entry.get("question"), entry["fact"], entry.get("value")) == (question, fact.fact, value) and "beside" not in entry:
            yield from entry.get("words", ())


def said(book: Lawbook, denied: bool = False) -> Iterator[Said]:
    """A sentence for every name of every choice, or its denials; of a flag, only the denials."""
    for question, frames in FRAMES.items():
        for fact in book.questions[question].facts:
            for value in [c.id for c in fact.choices] or (["yes"] if denied and fact.domain == "yes_no" else []):
                for word in dict.fromkeys(_words(question, fact, value)):
                    if value in NAMELESS:
                        continue
                    chinese = re.search("[\u4e00-\u9fff]", word) is not None
                    for way in DENIALS[chinese] if denied else ("{x}",):
                        yield Said(frames[chinese].replace("{x}", way.replace("{x}", word)), question, fact.fact, value)

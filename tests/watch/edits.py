"""Other lawbooks for the tests: the real one with some rules taken out, put in dispute, narrowed or widened, brought forward by a day, or with conditions
and duties in other words."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from shidian.compiled import CompiledLaw
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.instrument import Period, Rule
from tests.cases.real import real_book

BOOK = real_book()


def edited(question: str, seed: int, count: int = 10) -> CompiledLaw:
    """The real lawbook with some rules of a question changed at random."""
    chance = random.Random(seed)
    rules = [id for id, (_, _, rule) in BOOK.lawbook.rules.items() if rule.question == question]
    return _with({id: _other(chance, BOOK.lawbook.rules[id][2]) for id in chance.sample(rules, count)}, f"edited-{question}-{seed}")


def changed(rules: Mapping[str, Callable[[Rule], Rule]]) -> CompiledLaw:
    """The real lawbook with some rules changed."""
    return _with({id: to(BOOK.lawbook.rules[id][2]) for id, to in rules.items()}, "changed-" + " ".join(rules))


def _with(others: Mapping[str, Rule | None], digest: str) -> CompiledLaw:
    content = BOOK.lawbook.content
    instruments = dict(content.instruments)
    for id, other in others.items():
        home, _, rule = BOOK.lawbook.rules[id]
        instrument = instruments[home.instrument]
        provisions = tuple(
            replace(p, rules=tuple(other if r.rule == rule.rule else r for r in p.rules if other is not None or r.rule != rule.rule))
            for p in instrument.provisions
        )
        instruments[home.instrument] = replace(instrument, provisions=provisions)
    return CompiledLaw(Lawbook(replace(content, instruments=instruments, digest=digest)), BOOK.today)


def _other(chance: random.Random, rule: Rule) -> Rule | None:
    how = chance.choice(["gone", "disputed", "unknown", "wider", "later", "condition", "condition", "duty"])
    if how == "condition":
        return replace(rule, conditions=(Label("something else", "另一条件"), *rule.conditions[1:]))
    if how == "duty":
        other = Label("another paper", "另一文件")
        return replace(rule, duty=rule.duty and replace(rule.duty, name=other), duties=tuple(replace(d, note=other) for d in rule.duties))
    if how == "gone":
        return None
    if how == "disputed":
        return replace(rule, disputed=Label("for the test", "用于测试"))
    if how == "unknown":
        return replace(rule, standing="unknown")
    if how == "wider":
        return replace(rule, when=dict(list(rule.when.items())[1:]))
    return replace(rule, in_force=(Period(dt.date(2026, 5, 1)),))

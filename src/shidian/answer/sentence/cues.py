"""Numbers that belong to a fact by the words beside them: `treaty rate 5%`, 境内营业收入8亿元, `worldwide turnover of 13 billion yuan`.

Which words these are stands in `words/sentence.toml` (`counts`). An amount in another currency, or one that is bounded (over, 以上), leaves
the fact open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shidian.answer.sentence.chips import Chip, Choosable, value_label
from shidian.answer.sentence.elsewhere import folded
from shidian.answer.sentence.lexicon import language, pattern
from shidian.answer.sentence.quantities import Quantity, expression
from shidian.answer.sentence.roles import of_persons
from shidian.answer.sentence.voices import clause_at
from shidian.answer.values.amounts import NotANumber, read_amount, rounded
from shidian.law.records.base import Label
from shidian.law.records.question import Fact, Question
from shidian.patterns import compiled

_OPEN = Label("open", "未定")
_GLUE = r"(?:\s|of|at|is|are|was|to|a|an|the|over|more than|about|up to|=|:|：|均|合计|为|是|达|达到|超过|约|不超过|不低于|低于|规模|的|有|共|已经?|人民币|只有|仅有?|才|各方|双方|两家|both(?: the)?(?: parties| companies| sides| groups)?|only|合共|总计|总额|turnover|revenues?|sales|together|combined|altogether|in total|营业额|营业收入|营收|销售额)*"


def cued(question: Question, text: str, plain: str, q: Quantity) -> Chip | None:
    """The chip of a number that the words beside it give to a fact; None when there are none."""
    if q.kind not in ("share", "money", "persons", "months", "stay"):
        return None
    end = next((m.start() for m in pattern("roles", "cue_ends").finditer(plain, q.end)), len(plain))
    for named in question.facts:  # persons processed in all: 900,000
        if _fits(named, q) and any(plain[: q.start].rstrip(" :：").endswith(folded(n)) for n in (named.label.en, named.label.zh)):
            return _chip(named, text, plain, q, q.start, q.end)
    meant = {f.fact: f for f in question.facts if _fits(f, q)}
    words = [(meant[e["fact"]], e["words"]) for e in language()["counts"] if e["question"] == question.question and e["fact"] in meant]
    before = [
        _chip(f, text, plain, q, m.start(), q.end) for f, said in words if (m := compiled(rf"(?:{said}){_GLUE}$").search(plain[: q.start]))
    ]
    if before:  # one that is told in two currencies has a fact for each
        return max(before, key=lambda c: (bool(c.value), any(a.value.replace(".", "").isdigit() for a in c.alternatives)))
    for fact, said in words if q.kind != "stay" else ():  # 60 days and what expires then are two things
        if found := compiled(rf"\s*[(（]?(?:of |in |as |的)?(?:{said})").match(plain[q.end : end]):
            return _chip(fact, text, plain, q, q.start, q.end + found.end())
    return None


def _fits(fact: Fact, q: Quantity) -> bool:
    unit = fact.unit.en if fact.unit else ""
    if q.kind == "share":
        return unit == "%"
    if q.kind == "money":
        return "RMB" in unit or "USD" in unit
    return unit == ("days" if q.kind == "stay" else q.kind)


def _chip(fact: Fact, text: str, plain: str, q: Quantity, start: int, end: int) -> Chip:
    value = q.value
    if q.kind == "money":
        try:
            value = format(rounded(read_amount(q.value or "".join(q.others[:1]), fact.unit)), "f")
        except NotANumber:
            value = ""
    told = re.split(r"[;；。]", plain[: q.start])[-1]
    each = fact.fact.startswith("turnover-") and pattern("roles", "each_party").search(told) is not None
    of_one = each and not pattern("roles", "summed").search(re.split(r"[,，]", told)[-1])
    bounded = (
        of_one
        or not q.value
        or expression("denied").search(plain, max(0, start - 60), start)
        or pattern("roles", "bounded").search(plain[: q.start])
        or pattern("roles", "bounded_after").match(plain, q.end)
    )
    others = tuple(Choosable(o, value_label(fact, o)) for o in ((value,) if value and bounded else q.others if not value else ()))
    if bounded:
        value = ""
    return Chip(fact.fact, value, value_label(fact, value) if value else _OPEN, text[start:end], start, end, others)


def beside_the_case(plain: str, numbers: Sequence[Quantity]) -> set[int]:
    """Where the numbers begin that tell a limit, all that somebody has, or how long something lasts, each of a kind of which another number
    tells the case: visa-free is 30 days, she stays 10; 3,000 of our 12,000 users."""
    found: set[int] = set()
    for kinds in (("stay", "months"), ("persons",), ("money",)):
        told = [q for q in numbers if q.kind in kinds]
        limits = [
            q
            for q in told
            if pattern("roles", "limit_told").search(plain[clause_at(plain, q.start)[0] : q.start])
            or pattern("roles", "limit_told_after").match(plain, q.end)
        ]
        if kinds == ("persons",) and not limits and any(of_persons(plain, q) for q in told):
            limits = [q for q in told if not of_persons(plain, q) and pattern("roles", "held_in_all").search(plain[: q.start])]
        found |= {q.start for q in limits} if len(limits) < len(told) else set()
    return found

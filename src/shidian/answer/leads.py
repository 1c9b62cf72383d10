"""What is missing, as questions a person can answer, each answer with where it leads."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from shidian.answer.facts import plain
from shidian.answer.parts import Lead, Missing
from shidian.engine.bounds import Undetermined, name_of
from shidian.engine.case import Case
from shidian.engine.options import Option
from shidian.engine.reach import RefusedBy
from shidian.engine.rulebook import Rulebook
from shidian.engine.search import DEPENDS, OpenFact
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.question import Fact, Question
from shidian.law.tree import OTHER, ROOT
from shidian.words.counted import counted
from shidian.words.labels import entry_label, join, value_label
from shidian.words.phrases import phrase

MOST_NAMED = 4
"""Values that an answer names one by one when it is "everything else"."""

Result = tuple[str, str | None]
"""An outcome, and for an undetermined one the cause."""


def missing_facts(book: Lawbook, rulebook: Rulebook, case: Case, found: tuple[OpenFact, ...]) -> tuple[Missing, ...]:
    """The questions to ask, best first."""
    return tuple(_missing(book, rulebook, case, m) for m in found)


def _missing(book: Lawbook, rulebook: Rulebook, case: Case, found: OpenFact) -> Missing:
    fact = rulebook.facts[found.fact]
    known = case.values[fact.fact]
    whole = phrase("any") if known is None else value_label(book, rulebook.question, fact.fact, str(known))
    question = Label(fact.ask.en.format(value=whole.en), fact.ask.zh.format(value=whole.zh))
    if fact.domain == "number":
        leads = _ranges(rulebook, fact, found)
    else:
        leads = [_lead(book, rulebook, fact, options, result, case) for options, result in _merged(rulebook, fact, found)]
    if len(leads) == 1 and fact.domain in ("tree", "place"):  # no answer settles it yet: the next question will
        leads = [replace(leads[0], label=phrase("whatever"))]
    return Missing(fact.fact, fact.label, question, tuple(leads))


def by_result(leads: Sequence[Lead]) -> list[list[Lead]]:
    """Answers by where they lead: what is open last, and the fewest first, so that the one that differs is not lost among the many."""
    found: dict[Result, list[Lead]] = {}
    for lead in leads:
        found.setdefault((lead.outcome, lead.because), []).append(lead)
    return sorted(found.values(), key=lambda alike: (alike[0].outcome == "undetermined", len(alike)))


def each_result_first(leads: Sequence[Lead]) -> list[Lead]:
    """Answers, first one that leads to each result, then the others: who shows the first few hides no result."""
    first = [alike[0] for alike in by_result(leads)]
    return [*first, *(lead for lead in leads if not any(lead is one for one in first))]


def _result(rulebook: Rulebook, result: object) -> Result:
    if isinstance(result, RefusedBy):
        return "refused", _result(rulebook, result.result)[1]
    if result is DEPENDS:
        return "undetermined", "missing_facts"
    if isinstance(result, Undetermined):
        return "undetermined", result.causes[0]
    assert isinstance(result, int)
    return name_of(rulebook, result), None


def _merged(rulebook: Rulebook, fact: Fact, found: OpenFact) -> list[tuple[list[Option], Result]]:
    """Classes of a tree that lead to the same result are one answer; zones and words stay apart."""
    out: list[tuple[list[Option], Result]] = []
    together: dict[Result, list[Option]] = {}
    for option, raw in found.branches:
        result = _result(rulebook, raw)
        if fact.domain in ("tree", "place") and option.zone is None:
            if result not in together:
                together[result] = []
                out.append((together[result], result))
            together[result].append(option)
        else:
            out.append(([option], result))
    return sorted(out, key=lambda lead: sum(len(o.values) for o in lead[0]))


def _lead(book: Lawbook, rulebook: Rulebook, fact: Fact, options: list[Option], result: Result, case: Case) -> Lead:
    outcome, because = result
    first = options[0]
    if first.zone is not None:
        said = first.case.zones[first.zone]
        name = entry_label(book, fact.vocabulary or "", first.zone)
        label = phrase("inside_zone" if said else "outside_zone", name=name)
        return Lead(label, {first.zone: "yes" if said else "no"}, (first.zone,) if said else (), outcome, because)
    inside = {z: "yes" for z, said in case.zones.items() if said} if fact.domain == "place" else {}
    values = [v for o in options for v in o.values]
    plainly = [v for v in values if not v.endswith(OTHER)] + [v for v in values if v.endswith(OTHER)]
    if fact.domain == "set":
        word = ",".join(values) or "none"
        label = join([value_label(book, rulebook.question, fact.fact, v) for v in values]) if values else phrase("none_of_these")
        return Lead(label, {fact.fact: word}, tuple(values), outcome, because)
    rest = f"{case.values[fact.fact]}{OTHER}"
    if rest in plainly and len(plainly) > MOST_NAMED:
        label = _rest_label(book, rulebook, fact, rest)
        return Lead(label, {fact.fact: rest} | inside, tuple(plainly), outcome, because)
    label = join(values_named(book, rulebook.question, fact.fact, plainly))
    return Lead(label, {fact.fact: plainly[0]} | inside, tuple(plainly), outcome, because)


def values_named(book: Lawbook, question: Question, fact: str, values: Sequence[str]) -> list[Label]:
    """The names of several values. Where all that a term of a tree contains is among them, the term stands for it; the rest of a term
    comes last."""
    if len(values) < 2:
        return [value_label(book, question, fact, v) for v in values]
    tree = book.trees[next(f.vocabulary or "" for f in question.facts if f.fact == fact)]
    left, waiting, found = set(values), [*tree.children[ROOT]], list[str]()
    holding = {a for v in values for a in tree.above(v)}
    while waiting:
        term = waiting.pop(0)
        if term in left or (term in holding and left.issuperset(tree.atoms(term))):
            found.append(term)
        elif term in holding:
            waiting = [*tree.children[term], *waiting]
    return [value_label(book, question, fact, v) for v in sorted(found, key=lambda v: v.endswith(OTHER))]


def _rest_label(book: Lawbook, rulebook: Rulebook, fact: Fact, rest: str) -> Label:
    """All that the other answers do not name."""
    stem = rest[: -len(OTHER)]
    if fact.domain == "place":
        return phrase("elsewhere_in", name=value_label(book, rulebook.question, fact.fact, stem))
    if stem == ROOT:
        return phrase("rest_of_all")
    return phrase("rest_of", name=value_label(book, rulebook.question, fact.fact, stem))


def _ranges(rulebook: Rulebook, fact: Fact, found: OpenFact) -> list[Lead]:
    """Neighbouring classes of numbers with the same result, as one range. A class is a point (p, p) or an open interval."""
    runs: list[tuple[Result, list[Option]]] = []
    for option, result in found.branches:
        key = _result(rulebook, result)
        if runs and runs[-1][0] == key:
            runs[-1][1].append(option)
        else:
            runs.append((key, [option]))
    leads = []
    for i, ((outcome, because), options) in enumerate(runs):
        low, low_end = options[0].values
        high_start, high = options[-1].values
        parts = [counted(low, fact.unit)] if low == high else []
        if i > 0 and low != high:
            parts.append(phrase("at_least" if low == low_end else "above", amount=counted(low, fact.unit)))
        if i < len(runs) - 1 and low != high:
            parts.append(phrase("at_most" if high_start == high else "below", amount=counted(high, fact.unit)))
        sample = options[-1].number
        assert sample is not None
        leads.append(Lead(join(parts) if parts else phrase("any_number"), {fact.fact: plain(sample)}, (low, high), outcome, because))
    return leads

"""What hangs on missing facts, told by the values of the deciding one: the common case first, the exceptions after "unless".

"Depends" alone helps nobody: a place is permitted inside its zone and not outside, and that is the answer. So wherever an answer stands,
in the first lines of a decision, in the row of a place or the cell of a table, it is told by its parts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from shidian.answer.leads import missing_facts
from shidian.answer.parts import Lead, Missing
from shidian.compiled import CompiledLaw
from shidian.engine.case import Case
from shidian.law.records.base import Label, Reading
from shidian.law.records.question import Question
from shidian.law.tree import OTHER
from shidian.words.labels import join, value_label
from shidian.words.phrases import phrase

MOST_NAMED = 4
"""Values, and conditions, that a line names before it says how many more there are."""
LISTED = ("tree", "place")
"""The domains of facts whose values are so many that most answers are "everything else"."""
Names = Mapping[str, Label]
"""What the outcomes of a question are called."""


def outcome_named(names: Names, outcome: str, because: str | None) -> Label:
    """An outcome in words: "depends on the facts" where only facts are missing, else its name and what it is open for."""
    if because == "missing_facts" and outcome == "undetermined":
        return phrase("depends")
    name = names[outcome]
    if outcome == "refused":
        return name
    return phrase("open_because", name=name, why=phrase("because_" + because)) if because else name


def lead_named(names: Names, lead: Lead) -> Label:
    """Where an answer to a missing fact leads, in words."""
    more = lead.because == "missing_facts" and lead.outcome == "undetermined"
    return phrase("more_to_ask") if more else outcome_named(names, lead.outcome, lead.because)


def told_apart(question: Question, missing: Sequence[Missing], names: Names, known: Mapping[str, Label]) -> Label:
    """The answer in each part of the first deciding fact; `known` says what is known of the facts."""
    asked = missing[0]
    if all(x.because == "missing_facts" and x.outcome == "undetermined" for x in asked.answers):
        return phrase("sum_depends_on", facts=listed([m.label for m in missing]))
    if asked.fact == question.facts[0].fact and asked.fact not in known and len(asked.answers) > 1 and _is_listed(question, asked.fact):
        return phrase("sum_depends_on", facts=listed([m.label for m in missing]))  # nobody said what is asked about: no list of everything
    common = _common(asked, question)
    domain = next(f.domain for f in question.facts if f.fact == asked.fact)
    if common is None:
        key = {"yes_no": "sum_if_so", "number": "sum_if_amount"}.get(domain, "sum_if")
        return clauses([phrase(key, name=name, label=listed(labels), fact=asked.label) for name, labels in _grouped(names, asked.answers)])
    rest = _grouped(names, [x for x in asked.answers if x is not common])
    exceptions = clauses([phrase("sum_part", name=name, label=listed(labels)) for name, labels in rest])
    name, whole = lead_named(names, common), known.get(asked.fact)
    if whole is None:
        return phrase("sum_otherwise", name=name, parts=exceptions)
    return phrase("sum_unless_in" if domain == "place" else "sum_unless_of", name=name, whole=whole, parts=exceptions)


def depends_label(law: CompiledLaw, question: Question, case: Case, reading: Reading, known_on: dt.date | None = None) -> Label:
    """The answer of a case that hangs on missing facts, by its parts."""
    found = law.answers(question.question, case, known_on)
    if not found.missing or found.missing_for != reading:
        return phrase("depends")
    asked = missing_facts(law.lawbook, law.rulebook(question.question), case, found.missing)
    values = {f.fact: str(case.values[f.fact]) for f in question.facts if f.domain in LISTED}
    known = {f: value_label(law.lawbook, question, f, v) for f, v in values.items() if v != "*"}
    return told_apart(question, asked, {o.outcome: o.name for o in question.outcomes}, known)


def listed(labels: Sequence[Label]) -> Label:
    """Names in a row; of many the first, and how many more there are."""
    return join(labels, MOST_NAMED)


def clauses(parts: Iterable[Label]) -> Label:
    """Clauses of one sentence."""
    found = list(parts)
    return Label("; ".join(p.en for p in found), "；".join(p.zh for p in found))


def _grouped(names: Names, leads: Iterable[Lead]) -> list[tuple[Label, list[Label]]]:
    """The answers by where they lead, known outcomes first."""
    groups: dict[Label, list[Label]] = {}
    for lead in sorted(leads, key=lambda x: (x.because == "missing_facts", x.because is not None)):
        groups.setdefault(lead_named(names, lead), []).append(lead.label)
    return list(groups.items())


def _common(asked: Missing, question: Question) -> Lead | None:
    """The answer that holds for all but named exceptions: everything else of a tree, or outside a zone."""
    if not _is_listed(question, asked.fact) or len(asked.answers) < 2:
        return None
    rest = [x for x in asked.answers if x.set.get(asked.fact, "").endswith(OTHER)]  # said as "everything else", not as a part with a rest
    if rest:
        return max(rest, key=lambda x: len(x.values))
    outside = next((x for x in asked.answers if asked.fact not in x.set and "no" in x.set.values()), None)
    holding = [x for x in asked.answers if any(word.endswith(OTHER) for word in x.values)]
    return outside or (holding[0] if len(holding) == 1 else None)


def _is_listed(question: Question, fact: str) -> bool:
    return next(f.domain for f in question.facts if f.fact == fact) in LISTED

"""What hangs on missing facts, told by the values of the deciding one: the common case first, the exceptions after "except".

"Depends" alone helps nobody: a place is permitted inside its zone and not outside, and that is the answer. So wherever an answer stands,
in the first lines of a decision, in the row of a place or the cell of a table, it is told by its parts. What outcomes, bounds and gifts are
called within a line stands here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from shidian.answer.facts import plain
from shidian.answer.leads import missing_facts, values_named
from shidian.answer.parts import Bound, Given, Lead, Missing, ReadingAnswer, Reason
from shidian.compiled import CompiledLaw
from shidian.engine.case import Case
from shidian.law.records.base import Label, Reading
from shidian.law.records.question import Question
from shidian.law.tree import OTHER
from shidian.words.counted import counted, percent
from shidian.words.labels import cited, join, value_label
from shidian.words.phrases import phrase

MOST_NAMED = 4
"""Values, and conditions, that a line names before it says how many more there are."""
LISTED = ("tree", "place")
"""The domains of facts whose values are so many that most answers are "everything else"."""
LINE = 300
"""Columns that a first line aims at, a Chinese character taken as two: what is longer names fewer, and says how many more there are."""
BEFORE = 60
"""Columns of what stands before the parts in their line."""
WHOLE_GROUPS = 2
"""Groups of values with their own names, where there is room for no more: of the others only where they lead and how many they are."""
MANY_ANSWERS = 3
"""Answers that are not named one by one any more, where they share the place of one."""
MOST_PAIRS = 3
"""Pairs of missing facts whose outcome is told."""
LONG_RULE = 180
"""Columns; of a rule whose words are longer, its provision is cited where that is shorter."""
LONG_NAME = 60
"""Columns; of several names a longer one comes last."""
Names = Mapping[str, Label]
"""What the outcomes of a question are called."""
Called = Callable[[str, Sequence[str]], list[Label]]
"""What several values of a fact are called."""
Two = tuple[str, Label, tuple[str, ...]]
"""An outcome, values that settle it in words, and of which facts they are."""


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


def given_said(given: Given) -> Label:
    """What is given in one slot: its words, its amount, or the formula for it."""
    if given.values:
        return join(given.values, len(given.values))
    if given.amount is not None:
        return counted(plain(given.amount), given.unit)
    number, unit = given.formula or Label("?", "?"), given.unit or Label("", "")
    return Label(f"{number.en} ({unit.en})".removesuffix(" ()"), f"{number.zh}（{unit.zh}）".removesuffix("（）"))


def given_label(given: Given) -> Label:
    """One slot that is given, and what."""
    said = given_said(given)
    return Label(f"{given.label.en}: {said.en}", f"{given.label.zh}：{said.zh}")


def bound_label(answer: ReadingAnswer) -> Label | None:
    """The ceiling of an answer in words."""
    return None if answer.ceiling is None else bound_of(answer.ceiling, answer.exclusive)


def bound_said(bound: Bound) -> Label:
    """A bound in words."""
    return bound_of(bound.value, bound.exclusive)


def bound_of(value: Decimal, exclusive: bool) -> Label:
    """A ceiling in words."""
    if value == 0:
        return phrase("none_allowed")
    return phrase("under" if exclusive else "up_to", amount=percent(plain(value)))


def told_apart(question: Question, missing: Sequence[Missing], names: Names, known: Mapping[str, Label], called: Called) -> Label:
    """The answer in each part of the first deciding fact, as many of its values named as a line holds; `known` says what is known of the
    facts."""
    asked = missing[0]
    if all(x.because == "missing_facts" and x.outcome == "undetermined" for x in asked.answers):
        return phrase("sum_depends_on", facts=listed([m.label for m in missing]))
    if asked.fact == question.facts[0].fact and asked.fact not in known and len(asked.answers) > 1 and _is_listed(question, asked.fact):
        return phrase("sum_depends_on", facts=listed([m.label for m in missing]))  # nobody said what is asked about: no list of everything
    said = phrase("depends")
    for most, whys, whole in ((MOST_NAMED, True, 99), (2, True, 99), (2, False, 99), (1, False, 99), (1, False, WHOLE_GROUPS)):
        said = _by_parts(question, asked, known, _LeadsInWords(question, asked, names, called, most, whys, whole))
        if columns(said) <= LINE - BEFORE:
            break
    return said


SAID = {"yes_no": "sum_if_so", "number": "sum_if_amount", "tree": "sum_for", "choice": "sum_choice"}
"""How an answer to a question of each domain is said: permitted for inbound tours; a visa on arrival: not granted."""


class _LeadsInWords:
    """The answers to a question by where they lead: `most` values of each are named, those of `whole` groups, and why one is open only if
    `whys`."""

    def __init__(self, question: Question, asked: Missing, names: Names, called: Called, most: int, whys: bool, whole: int) -> None:
        self.asked, self.names, self.called, self.most, self.whys, self.whole = asked, names, called, most, whys, whole
        self.several = len(asked.answers) > 1 and _is_listed(question, asked.fact)

    def name(self, lead: Lead) -> Label:
        """Where an answer leads."""
        shut = self.whys or lead.because in (None, "missing_facts")
        return lead_named(self.names, lead) if shut else self.names[lead.outcome]

    def grouped(self, leads: Iterable[Lead], quoted: bool = False) -> list[tuple[Label, Label]]:
        """Where answers lead, known outcomes first, and which they are."""
        groups: dict[Label, list[Label]] = {}
        for lead in sorted(leads, key=lambda x: (x.because == "missing_facts", x.because is not None)):
            groups.setdefault(self.name(lead), []).extend(self._values(lead))
        named = [(name, sorted(values, key=lambda v: columns(v) > LONG_NAME)) for name, values in groups.items()]
        whole = self.whole if len(named) > self.whole + 1 else len(named)
        told = [(name, join(_quoted(values) if quoted else values, self.most)) for name, values in named[:whole]]
        rest = named[whole:]
        if rest:
            several = Label(" or ".join(n.en for n, _ in rest), "或者".join(n.zh for n, _ in rest))
            names = several if len(rest) < MANY_ANSWERS else phrase("sum_otherwise_answered")
            told.append((names, phrase("sum_others", count=str(sum(len(v) for _, v in rest)))))
        return told

    def _values(self, lead: Lead) -> list[Label]:
        """The values of an answer by their names, where it is no more than these."""
        fact = self.asked.fact
        one = len(lead.values) < 2 or fact not in lead.set or lead.set[fact].endswith(OTHER)
        return self.called(fact, lead.values) if self.several and not one else [lead.label]


def _by_parts(question: Question, asked: Missing, known: Mapping[str, Label], parts: _LeadsInWords) -> Label:
    common = _common(asked, question)
    domain = next(f.domain for f in question.facts if f.fact == asked.fact)
    if common is None:
        key = SAID.get(domain, "sum_if")
        within = any("," in x.label.en for x in asked.answers)  # names that are lists themselves
        told = parts.grouped(asked.answers, quoted=key in ("sum_if", "sum_for") or (domain == "choice" and within))
        keys = [key, *([key] if domain != "number" else ["sum_more_amount"]) * len(told)]  # whose ranges they are is said once
        return clauses([phrase(k, name=name, label=values, fact=asked.label) for k, (name, values) in zip(keys, told, strict=False)])
    rest = parts.grouped([x for x in asked.answers if x is not common])
    exceptions = clauses([phrase("sum_part", name=name, label=values) for name, values in rest])
    name, whole = parts.name(common), known.get(asked.fact)
    if whole is None:
        return phrase("sum_otherwise", name=name, parts=exceptions)
    good = next(o.tone for o in question.outcomes if o.outcome == common.outcome) == "good"
    if good and domain == "tree" and all(value.endswith(OTHER) for value in common.values):  # what has no name is no rule with exceptions
        return phrase("sum_rest_last", name=name, whole=whole, parts=exceptions)
    return phrase("sum_unless_in" if domain == "place" else "sum_unless_of", name=name, whole=whole, parts=exceptions)


def _quoted(values: Iterable[Label]) -> list[Label]:
    """Values within an English sentence: their names may be half sentences themselves. Chinese closes them with 的."""
    return [Label(f"“{v.en}”", v.zh) for v in values]


def depends_label(law: CompiledLaw, question: Question, case: Case, reading: Reading, known_on: dt.date | None = None) -> Label:
    """The answer of a case that hangs on missing facts, by its parts."""
    found = law.answers(question.question, case, known_on)
    if not found.missing or found.missing_for != reading:
        return phrase("depends")
    asked = missing_facts(law.lawbook, law.rulebook(question.question), case, found.missing)
    values = {f.fact: str(case.values[f.fact]) for f in question.facts if f.domain in LISTED}
    known = {f: value_label(law.lawbook, question, f, v) for f, v in values.items() if v != "*"}
    names = {o.outcome: o.name for o in question.outcomes}
    return told_apart(question, asked, names, known, lambda fact, values: values_named(law.lawbook, question, fact, values))


def listed(labels: Sequence[Label], room: int = LINE) -> Label:
    """Names in a row; of many the first, as many as there is room for in columns, and how many more there are."""
    return next((x for n in range(MOST_NAMED, 1, -1) if columns(x := join(labels, n)) <= room), join(labels, 1))


def columns(label: Label) -> int:
    """How long a text is, in the language in which it is longer."""
    return max(len(label.en), 2 * len(label.zh))


def bare(text: Label) -> Label:
    """A sentence without its stop, to stand within another."""
    return Label(text.en.rstrip(".?"), text.zh.rstrip("。？"))


def clauses(parts: Iterable[Label]) -> Label:
    """Clauses of one sentence."""
    found = list(parts)
    return Label("; ".join(p.en for p in found), "；".join(p.zh for p in found))


def fitting(parts: Sequence[Label]) -> Label:
    """Clauses of one sentence: the first ones as far as a line holds them, and how many more there are."""
    for n in range(len(parts), 1, -1):
        said = clauses([*parts[:n], phrase("more_follow", count=str(len(parts) - n))] if n < len(parts) else parts)
        if columns(said) <= LINE:
            return said
    return clauses([*parts[:1], phrase("more_follow", count=str(len(parts) - 1))] if len(parts) > 1 else parts)


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


def by_two(pairs: Sequence[Two], missing: Sequence[Missing], names: Names) -> Label:
    """What two missing facts settle together, as far as a line holds it, and what the rest hangs on too."""
    told = pairs_told(pairs, names)
    settled = {fact for _, _, facts in told for fact in facts}
    rest = [m.label for m in missing if m.fact not in settled] or [m.label for m in missing]
    return clauses([*(_pair(p, names) for p in told), phrase("sum_else_depends", facts=listed(rest, BEFORE))])


def pairs_told(pairs: Sequence[Two], names: Names) -> Sequence[Two]:
    """The pairs of missing facts that are told."""
    said = [_pair(p, names) for p in pairs]
    return pairs[: next((n for n in range(MOST_PAIRS, 1, -1) if columns(clauses(said[:n])) <= LINE), 1)]


def _pair(pair: Two, names: Names) -> Label:
    return phrase("sum_grant", name=names[pair[0]], wanted=pair[1])


def rule_said(reason: Reason, most: int = LONG_RULE) -> Label:
    """A rule within a sentence: its words, or where it stands."""
    said, place = bare(reason.summary), cited(reason.title, reason.provision_name)
    return said if columns(said) <= most or columns(place) >= columns(said) else place

"""The first three lines of a decision: what holds, what is only announced, and what would change it.

Each line is one sentence made of the parts that the decision already has, so that no door says more in its first lines than its reasons
bear out. Where only facts are missing, the answer is told by the values of the deciding fact: the common case first, the exceptions after
"except". "Undetermined" alone is said only where the law or the evidence is silent, and then with the rule in doubt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from shidian.answer.obligations import asked_first
from shidian.answer.parts import DecisionFields, Failed, FailedTest, FirstLines, Lead, Missing, ReadingAnswer, Reason
from shidian.answer.told_apart import (
    LINE,
    LONG_RULE,
    Called,
    Two,
    bare,
    bound_label,
    bound_of,
    bound_said,
    by_two,
    clauses,
    columns,
    fitting,
    given_label,
    lead_named,
    listed,
    outcome_named,
    pairs_told,
    rule_said,
    told_apart,
)
from shidian.engine.bearing import OPEN, REFUSALS
from shidian.engine.turns import NextAnswer
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.words.phrases import phrase

MOST_TESTS = 2
"""Failed tests of a relief that still count as "nearly": what would change the answer names no remoter relief."""
MOST_NEAR, MOST_TOLD = 12, 2
"""Such reliefs that are tried, and those that are told."""
WHOLE = Decimal(100)
"""Percent: no ceiling says anything at or above it."""
LONG_QUESTION = 80
"""Columns; a longer question is named by its fact alone."""
D = TypeVar("D", bound=DecisionFields)


class Beyond(Struct, frozen=True):
    """What the first lines say beyond what the decision shows: the next day on which the answer in force is another one, what values are
    called, the choices that would make the answer "permitted", whether a relief or grant would help whoever met what it asks for, and where
    no missing fact settles anything alone, which two do together: the outcome, the values in words, the facts."""

    turn: NextAnswer | None
    called: Called
    otherwise: tuple[Label, ...]
    helps: Callable[[str], bool]
    pairs: tuple[Two, ...] = ()


def with_first_lines(question: Question, decision: D, beyond: Beyond) -> D:
    """The decision with its first lines."""
    found = _Lines(question, decision, beyond)
    return replace(decision, summary=FirstLines(found.holds(), found.announced(), found.change()))


def named(decision: DecisionFields, outcome: str, because: str | None) -> Label:
    """An outcome in words: "depends on the facts" where only facts are missing, else its name and what it is open for."""
    return outcome_named(decision.outcome_names, outcome, because)


def led_to(decision: DecisionFields, lead: Lead) -> Label:
    """Where an answer to a missing fact leads, in words."""
    return lead_named(decision.outcome_names, lead)


class _Lines:
    def __init__(self, question: Question, decision: DecisionFields, beyond: Beyond) -> None:
        self.question = question
        self.d = decision
        self.beyond = beyond
        self.fixed = {f.fact for f in question.facts if f.fixed}
        self.bearing = [r for r in decision.reasons if r.rule in decision.determining]

    # --- what holds -----------------------------------------------------------------------------------------

    def holds(self) -> Label:
        instead = [g for r in self.bearing if r.role == "otherwise" and self.d.outcome not in OPEN for g in r.given]
        parts = [self._core(self.d.in_force, self.d.reasons, "in_force"), *map(given_label, (*self.d.given, *instead))]
        if self.d.in_force.possible_given and not self.d.given and self.d.outcome not in ("undetermined", *REFUSALS):
            parts.append(phrase("sum_may_give", listed=listed([given_label(g) for g in self.d.in_force.possible_given])))
        perhaps = self.d.possible_conditions if self._permits() else ()
        for key, conditions in (
            ("sum_conditions" if self.d.outcome not in OPEN else "sum_conditions_if_permitted", self.d.conditions),
            ("sum_perhaps_conditions", perhaps),
        ):
            if conditions:
                room = LINE - columns(clauses(parts)) - 50
                named = phrase(key, listed=listed([bare(c) for c in conditions], max(LONG_RULE, room)))
                short = self.d.outcome in OPEN and columns(named) > room  # of many parts, each with its own: they are listed below
                parts.append(phrase("sum_conditions_below") if short else named)
                if short:
                    break
        if self.d.outcome not in OPEN and self._permits() and (due := asked_first(self.d.duties)) is not None:
            parts.append(due)
        if self.d.confidence in ("memory", "inferred"):
            parts.append(phrase("seen_" + self.d.confidence))
        day = {} if (since := self._since()) is None else {"day": since.isoformat()}
        return phrase("sum_since" if day else "sum_in_force", what=clauses(parts), **day)

    def _permits(self) -> bool:
        """Whether the line says of anything that it is permitted."""
        d = self.d
        if d.outcome not in OPEN:
            return d.outcome_tones[d.outcome] == "good"
        parts = d.missing[0].answers if d.missing and d.missing_for == "in_force" else ()
        sure = d.in_force.certain
        return (sure is not None and sure.value > 0) or any(d.outcome_tones[x.outcome] == "good" for x in parts)

    def _core(self, answer: ReadingAnswer, reasons: Sequence[Reason], reading: str) -> Label:
        """What one reading answers, without its day."""
        if answer.outcome == "refused":
            return clauses([*self._anyway(answer), phrase("sum_refused")])
        if answer.outcome == "undetermined":
            if answer.because != "missing_facts":
                return clauses([*self._anyway(answer), self._silent(answer, reasons)])
            parts = phrase("depends")
            if self.d.missing and self.d.missing_for == reading:
                parts = told_apart(self.question, self.d.missing, self.d.outcome_names, self.d.labels, self.beyond.called)
                if reading == "in_force" and self.beyond.pairs:
                    parts = by_two(self.beyond.pairs, self.d.missing, self.d.outcome_names)
            asked = self.d.labels.get(self._bounded())
            if asked is not None and answer.certain is not None and answer.certain.value > 0:
                parts = phrase("sum_part", label=asked, name=parts)
            return clauses([*self._anyway(answer), parts])
        name = self.d.outcome_names[answer.outcome]
        top = bound_label(answer)
        if answer.outcome not in REFUSALS:
            return clauses([name, top]) if top is not None else name
        if top is not None and answer.ceiling:
            return phrase("sum_over", ceiling=top, name=name, asked=self.d.labels.get(self._bounded(), phrase("more_than_that")))
        barring = _barring(answer, reasons)
        return phrase("sum_barred", name=name, rule=rule_said(barring, LINE - 50)) if barring is not None else name

    def _anyway(self, answer: ReadingAnswer) -> list[Label]:
        """What holds whatever is missing or in doubt: the share that is certain, the one never exceeded, the ends of a chain."""
        found: list[Label] = []
        asked = {m.fact for m in self.d.missing} if answer.because == "missing_facts" else set()
        if asked and self.d.missing[0].fact == self._bounded() and any(x.outcome != "undetermined" for x in self.d.missing[0].answers):
            return found  # the parts of the number are told with their bounds
        told = (
            {x.outcome for x in self.d.missing[0].answers} | {p[0] for p in pairs_told(self.beyond.pairs, self.d.outcome_names)}
            if asked
            else set()
        )
        if answer.certain is not None and answer.certain.value > 0:
            found.append(phrase("sum_certain", bound=bound_of(answer.certain.value, answer.certain.exclusive)))
        if answer.possible is not None and answer.possible.value < WHOLE and answer.possible != answer.certain:
            found.append(phrase("sum_possible", bound=bound_of(answer.possible.value, answer.possible.exclusive)))
        if self.question.reads == "chain" and answer.best not in ("undetermined", answer.worst) and not told >= {answer.best, answer.worst}:
            names, path = self.d.outcome_names, next(s for s in self.question.slots if s.slot == self.question.main)
            if answer.worst != "undetermined":
                found.append(phrase("sum_ends_of_chain", best=names[answer.best], worst=names[answer.worst]))
            elif answer.best != path.values[0].id:
                found.append(phrase("sum_best_of_chain", best=names[answer.best]))
        return found

    def _bounded(self) -> str:
        return next((s.of or "" for s in self.question.slots if s.slot == self.question.main), "")

    def _silent(self, answer: ReadingAnswer, reasons: Sequence[Reason]) -> Label:
        """Undetermined, for which cause, and by which rule."""
        name = named(self.d, answer.outcome, answer.because)
        doubted = next((r for r in reasons if r.role == "in_doubt" and r.doubt == answer.because), None)
        return phrase("sum_barred", name=name, rule=rule_said(doubted)) if doubted is not None else name

    def _since(self) -> dt.date | None:
        """The day since which the rules that the answer rests on are all in force; of several routes or bars the earliest, of bars of which
        one is told that one's. None where it rests on one relief or another by what is not said: the newest may have nothing to do with it."""
        d = self.d
        if d.outcome in ("undetermined", "refused") or any(r.role == "relieves" and r.doubt is not None for r in self.bearing):
            return None
        since = {r.rule: r.valid_from for r in self.bearing if r.valid_from is not None}
        bars = [since[r.rule] for r in self.bearing if r.role == "binds" and r.rule in since]
        if bars:
            told = _barring(d.in_force, d.reasons) if not d.ceiling else None
            return since.get(told.rule, min(bars)) if told is not None else min(bars)
        ways = [days for route in d.routes if (days := [since[r] for r in route.rules if r in since])]
        if ways:
            return min(max(days) for days in ways)
        return max(since.values(), default=None)

    # --- what is only announced -----------------------------------------------------------------------------

    def announced(self) -> Label:
        d = self.d
        if not d.readings_differ:
            return phrase("sum_nothing_announced")
        what = self._core(d.announced, d.announced_reasons, "announced")
        coming = [r for r in d.announced_reasons if r.valid_from is None or r.valid_from > d.receipt.on]
        days = [r.announced for r in coming if r.announced is not None]
        return phrase("sum_announced", what=what, day=max(days).isoformat()) if days else phrase("sum_announced_undated", what=what)

    # --- what would change it -------------------------------------------------------------------------------

    def change(self) -> Label:
        d = self.d
        found: list[Label] = []
        unanswered = d.missing and d.missing_for == "in_force" and d.outcome != "refused"
        if unanswered:
            found.append(self._answer_to(d.missing[0]))
        else:
            if d.readings_differ:
                found.append(phrase("sum_takes_effect"))
            if (turn := self.beyond.turn) is not None:
                found.append(phrase("sum_turns", day=turn.on.isoformat(), what=named(d, turn.outcome, turn.because)))
            found += [phrase("sum_grant", name=d.outcome_names["permitted"], wanted=wanted) for wanted in self.beyond.otherwise]
            near, beyond = self._near()
            found += near
            if beyond is not None and not found:
                found.append(beyond)
        if unanswered and d.readings_differ:
            found.append(phrase("sum_takes_effect"))
        found += [self._settled(r) for r in self._doubts()[:1]]
        found += [phrase("sum_lead", rule=rule_said(r)) for r in d.leads[:1]]
        return phrase("sum_change", what=fitting(found)) if found else phrase("sum_no_change")

    def _answer_to(self, asked: Missing) -> Label:
        """The question to answer; a long one by the name of its fact."""
        if max(len(asked.question.en), 2 * len(asked.question.zh)) > LONG_QUESTION:
            return phrase("sum_answer_on", fact=asked.label)
        return phrase("sum_answer", asked=asked.question)

    def _doubts(self) -> list[Reason]:
        """The rules whose words, or standing, leave something open; while facts are missing, only if some answer leads there."""
        if self.d.outcome == "refused":
            return []
        led = {lead.because for m in self.d.missing for lead in m.answers}
        if self.d.missing and led <= {None, "missing_facts"}:
            return []
        first = self.question.facts[0].fact
        if first not in self.d.facts and any(m.fact == first for m in self.d.missing):
            return []  # nobody said what is asked about: a doubt would be one of many
        return [r for r in self.d.reasons if r.role == "in_doubt" and r.doubt_reason is not None]

    def _settled(self, doubted: Reason) -> Label:
        """That a doubt is settled; its words are said once, where the answer rests on it."""
        d = self.d
        silent = d.outcome == "undetermined" and d.in_force.because != "missing_facts"
        first = next((r for r in d.reasons if r.role == "in_doubt" and r.doubt == d.in_force.because), None) if silent else None
        return phrase("sum_doubt_settled") if first is doubted else phrase("sum_doubt", rule=rule_said(doubted))

    def _near(self) -> tuple[list[Label], Label | None]:
        """The reliefs in force that would lift every bar, or the grants, that would help if one or two facts were otherwise which can be: of
        those that ask for the same facts the latest. And what is said where there is none: that some ask for more, or only for what nobody
        can change."""
        bars = [r for r in self.d.reasons if r.role in ("binds", "otherwise")]
        if not any(r in self.bearing for r in bars):
            return [], None
        lifting = set.intersection(*({f.rule for f in bar.helped_not} for bar in bars))
        standing = [f for f in bars[0].helped_not if f.rule in lifting and f.standing == "in_force" and f.tests]
        own = [f for f in standing if not any(t.fact in self.fixed and not t.unknown for t in f.tests)]
        near = [f for f in own if len(f.tests) <= MOST_TESTS]
        near.sort(key=lambda f: (len(f.tests), -(f.since or dt.date.min).toordinal()))
        granted = self.d.outcome_names["granted"] if bars[0].role == "otherwise" else None
        found = list[Label]()
        seen: list[dict[str, Label]] = []
        for failed in near[:MOST_NEAR]:
            asks = {t.fact: t.wanted for t in failed.tests}
            told = len(found) == MOST_TOLD or any(asks.keys() == x.keys() or asks.items() >= x.items() for x in seen)  # less is enough
            if not told and self.beyond.helps(failed.rule):
                seen.append(asks)
                found.append(phrase("sum_grant", name=granted or self._relief(failed), wanted=_wanted(failed.tests)))
        more = "sum_remote" if len(own) > len(near) else "sum_nothing_own" if standing else None
        return found, phrase(more) if more is not None else None

    def _relief(self, failed: Failed) -> Label:
        """A relief, with the ceiling that it leaves."""
        top = next((b for b in failed.bounds if b.slot == self.question.main and b.value < WHOLE), None)
        return phrase("sum_relief", ceiling=bound_said(top)) if top is not None else phrase("sum_relief_plainly")


def _barring(answer: ReadingAnswer, reasons: Sequence[Reason]) -> Reason | None:
    """The rule that is told where nothing is permitted: the first that stands in the way."""
    return next((r for r in reasons if r.role == "binds" and r.rule in answer.determining), None)


def _wanted(tests: Sequence[FailedTest]) -> Label:
    return Label(" and ".join(f"“{t.label.en}” is {t.wanted.en}" for t in tests), "且".join(f"{t.label.zh}：{t.wanted.zh}" for t in tests))

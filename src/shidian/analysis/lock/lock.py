"""The lock as text, and what changed between two of them.

One section for each question, vocabulary and rule, sorted by name: a header at the margin, its lines below it. A rule's section ends with
answers at its boundaries, so that a reviewer sees what a change does and not only that there is one.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from msgspec import Struct

from shidian.analysis.lock.boundaries import Boundaries, LockedCase
from shidian.analysis.lock.statements import bound_words, question_lines, rule_lines, vocabulary_lines
from shidian.compiled import CompiledLaw
from shidian.engine.bearing import duty_rules
from shidian.engine.decide import Answer, decide
from shidian.engine.rule import told_as
from shidian.engine.rulebook import Rulebook

FILE = "answers.lock"
"""Its name within a lawbook folder."""
HEAD = """\
# What every rule of this lawbook says, and what it answers at its boundaries. Made by `shidian lawbook lock`; do not edit by hand.
# `shidian lawbook check --answers` fails when it no longer fits the lawbook. Read the difference as you would read the law, then make it anew.
"""

Sections = dict[str, tuple[str, ...]]
"""Header -> its lines."""


class SectionChange(Struct, frozen=True):
    """One section that differs: its header, the lines that left and the lines that came."""

    section: str
    left: tuple[str, ...]
    came: tuple[str, ...]


def sections(law: CompiledLaw) -> Sections:
    """The meaning of a lawbook, section by section."""
    out: dict[str, tuple[str, ...]] = {}
    vocabularies = sorted({f.vocabulary for q in law.lawbook.questions.values() for f in q.facts if f.vocabulary})
    for id in vocabularies:
        out[f"vocabulary {id}"] = tuple(vocabulary_lines(law.lawbook.trees[id]))
    for id in law.questions:
        rulebook = law.rulebook(id)
        bounds = Boundaries(law, rulebook)
        filled = ", ".join(f"{f}={w}" for f, w in bounds.plain.items())
        out[f"question {id}"] = (*question_lines(rulebook.question), f"answers below are for {filled}, where nothing else is said")
        for rule in sorted((r for r in rulebook.rules if r.instead_of is None), key=lambda r: r.id):
            answers = (_answer_line(rulebook, b, rule.id) for b in bounds.of(rule))
            out[f"rule {rule.id}"] = (*rule_lines(law.lawbook, rulebook, rule), *answers)
    return dict(sorted(out.items()))


def _answer_line(rulebook: Rulebook, boundary: LockedCase, own: str) -> str:
    answers = decide(rulebook, boundary.read.case, ask=False)
    day = boundary.words[rulebook.day]
    facts = ", ".join(f"{f}={boundary.words[f]}" for f in rulebook.facts if f in boundary.words and f != rulebook.day)
    now, ahead = _said(rulebook, answers.in_force, own), _said(rulebook, answers.announced, own)
    return f"on {day}{': ' + facts if facts else ''} -> {now}" + (f"; announced: {ahead}" if ahead != now else "")


def _said(rulebook: Rulebook, answer: Answer, own: str) -> str:
    """Outcome, bound, cause, the rules it rests on, and which of them and of the rule at hand bring duties. (Duties that every answer
    has would be repeated in every line; they stand in the section of their rule.)"""
    parts = [answer.outcome + (f" ({', '.join(sorted(answer.causes))})" if answer.causes else "")]
    if answer.ceiling is not None and answer.outcome != "undetermined":
        parts.append(bound_words(answer.ceiling))
    if answer.determining:
        parts.append("by " + ", ".join(sorted(told_as(id) for id in answer.determining)))
    duties = sorted(
        f"{id}{'' if certain else '?'}" for id, certain in duty_rules(rulebook, answer) if id == own or id in answer.determining
    )
    return ", ".join(parts) + (f", duties of {', '.join(duties)}" if duties else "")


def lock_text(found: Sections) -> str:
    """The lock as a file."""
    return HEAD + "".join(f"\n{name}\n" + textwrap.indent("".join(f"{line}\n" for line in lines), "  ") for name, lines in found.items())


def read_lock(text: str) -> Sections:
    """The sections of a lock file."""
    out: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("  "):
            lines.append(line[2:])
        elif line.strip() and not line.startswith("#"):
            lines = out.setdefault(line.strip(), [])
    return {name: tuple(found) for name, found in out.items()}


def changes(old: Sections, new: Sections) -> tuple[SectionChange, ...]:
    """The sections that differ, by name."""
    out = []
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ()), new.get(name, ())
        if before != after:
            out.append(SectionChange(name, _without(before, after), _without(after, before)))
    return tuple(out)


def _without(lines: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    known = set(others)
    return tuple(line for line in lines if line not in known)

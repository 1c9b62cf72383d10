"""A change of the lawbook as a reviewer reads it: the provisions it touches with their rules in words, what the lock says of them before and
after, and the cases whose answer changes."""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from shidian.analysis.diff import Diff, diff
from shidian.analysis.lock.lock import SectionChange, Sections, changes, sections
from shidian.answer.rules.rule_words import RuleWords, rule_words
from shidian.compiled import CompiledLaw
from shidian.errors import ShidianError
from shidian.law.records.base import Label, Reading
from shidian.law.records.instrument import Gap, Instrument, Provision, Rule
from shidian.words.labels import provision_name

MOST_DAYS = 3
"""Days of each question on which the cases are compared, the latest first: each costs a second or two."""


class ProvisionRead(Struct, frozen=True):
    """A provision, as a lawyer names it, and its rules and gaps in words."""

    name: Label
    summary: Label
    rules: tuple[RuleWords, ...]
    no_rule: Label | None


class InstrumentRead(Struct, frozen=True):
    """An instrument with the provisions that were added or changed (all of them, when nothing is compared)."""

    instrument: str
    title: Label
    provisions: tuple[ProvisionRead, ...]


class CasesChanged(Struct, frozen=True):
    """The cases of a question whose answer differs on a day."""

    on: dt.date
    diff: Diff


class LawReview(Struct, frozen=True):
    """What a reviewer reads. `removed` are instruments that are gone; `answers` the sections of the lock that differ, or, when nothing is
    compared, the sections of the instruments read; `cases` is empty where nothing is compared; `unread` says which comparison failed."""

    instruments: tuple[InstrumentRead, ...]
    removed: tuple[str, ...]
    answers: tuple[SectionChange, ...]
    cases: tuple[CasesChanged, ...]
    unread: tuple[str, ...]


def review(new: CompiledLaw, names: tuple[str, ...] = (), old: CompiledLaw | None = None, most_days: int = MOST_DAYS) -> LawReview:
    """Read the instruments `names` (or, compared with an `old` lawbook, all that differ)."""
    found = sections(new)
    if old is None:
        read = tuple(_read(new, new.lawbook.instruments[n], None) for n in names)
        answers = tuple(SectionChange(s, (), lines) for s, lines in found.items() if _of(s) in names)
        return LawReview(read, (), answers, (), ())
    before, after = old.lawbook.instruments, new.lawbook.instruments
    differing = [n for n in sorted(after) if after[n] != before.get(n) and (not names or n in names)]
    read = tuple(_read(new, after[n], before.get(n)) for n in differing)
    was = sections(old)
    answers = tuple(c for c in changes(was, found) if not names or _of(c.section) in (*names, None))
    cases, unread = _cases(old, new, answers, was, found, most_days)
    return LawReview(read, tuple(sorted(before.keys() - after.keys())), answers, cases, unread)


def _of(section: str) -> str | None:
    """The instrument of a section of the lock; None for questions and vocabularies."""
    kind, _, id = section.partition(" ")
    return id.partition("/")[0] if kind == "rule" else None


def _read(law: CompiledLaw, instrument: Instrument, before: Instrument | None) -> InstrumentRead:
    old = {p.provision: p for p in before.provisions} if before is not None else {}
    title = before is not None and (before.editions, before.title) != (instrument.editions, instrument.title)
    chosen = [p for p in instrument.provisions if title or old.get(p.provision) != p]
    return InstrumentRead(instrument.instrument, instrument.title, tuple(_provision(law, instrument, p) for p in chosen))


def _provision(law: CompiledLaw, instrument: Instrument, provision: Provision) -> ProvisionRead:
    records: list[Rule | Gap] = [*provision.rules, *provision.gaps]
    rules = tuple(rule_words(law, instrument, provision, r) for r in records)
    return ProvisionRead(
        provision_name(instrument, provision, instrument.editions[-1].edition), provision.summary, rules, provision.no_rule
    )


def _cases(
    old: CompiledLaw, new: CompiledLaw, answers: tuple[SectionChange, ...], was: Sections, found: Sections, most: int
) -> tuple[tuple[CasesChanged, ...], tuple[str, ...]]:
    """The cases that differ, on the latest days on which the lock shows another answer, and today."""
    out: list[CasesChanged] = []
    unread: list[str] = []
    for question in sorted(set(old.questions) & set(new.questions)):
        mine = [c for c in answers if _question(c.section, was, found) in (question, None)]
        days = sorted({d for c in mine for line in (*c.left, *c.came) if (d := _day(line)) is not None}, reverse=True)
        if not mine or not most:
            continue
        for day in dict.fromkeys((new.today(), *days[:most])):
            readings: tuple[Reading, ...] = ("in_force", "announced")
            for reading in readings:
                try:
                    one = diff(old, question, {"on": day}, other=new, reading=reading)
                except ShidianError as error:
                    unread.append(f"{question} {day}: {error}")
                    break
                if one.groups:
                    out.append(CasesChanged(day, one))
                    break
    return tuple(out), tuple(unread)


def _question(section: str, was: Sections, found: Sections) -> str | None:
    """The question of a section of the lock; None for a vocabulary, which may serve any."""
    kind, _, id = section.partition(" ")
    if kind == "vocabulary":
        return None
    if kind == "question":
        return id
    first = (found.get(section) or was[section])[0]
    return first.removesuffix(", disputed").rpartition(" of ")[2]


def _day(line: str) -> dt.date | None:
    match = re.match(r"on (\d{4}-\d{2}-\d{2})", line)
    return dt.date.fromisoformat(match[1]) if match else None

"""What an author may leave out because it stands elsewhere in the lawbook, written out: everything that reads rules sees them whole.

* `authorised_by` of an instrument holds for each of its reliefs that names no act itself.
* `closes_for` of a closing rule: it stands where the rule named does, so it has that rule's `when` and `unless`.
* `usual_conditions` of a rule: words that several rules share, from the vocabulary of conditions; they stand behind its own.
* `relieves_all_but` of a gap: it could lift every limit of its question except those named, also one that is written tomorrow.
* `steps` of a file of the programme: each is a step in the life of the task that it names.
* `restates` of a limit: it repeats another limit, so whatever relieves that one relieves it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import msgspec

from shidian.law.load.nodes import Loaded, records
from shidian.law.records.instrument import Gap, Instrument, Rule
from shidian.law.records.names import Vocabulary
from shidian.law.records.programme import StepReached, Task, Tasks


def spelled_out(loaded: list[Loaded]) -> list[Loaded]:
    """The files with authorities, scopes and conditions written out, as the checks read them."""
    rules = {f"{i.instrument}/{r.rule}": r for _, i in records(loaded, Instrument) for p in i.provisions for r in p.rules}
    usual = {t.id: t.name for _, v in records(loaded, Vocabulary) if v.vocabulary == "conditions" for t in v.terms}

    def whole(instrument: Instrument, rule: Rule) -> Rule:
        if rule.kind == "relief" and not rule.authorised_by and instrument.authorised_by:
            rule = msgspec.structs.replace(rule, authorised_by=instrument.authorised_by)
        if rule.usual_conditions:
            shared = tuple(usual[id] for id in rule.usual_conditions if id in usual)  # an id that is none is a fault of the checks
            rule = msgspec.structs.replace(rule, conditions=(*rule.conditions, *shared))
        closed = rules.get(rule.closes_for) if rule.closes_for and not rule.when and not rule.unless else None
        return msgspec.structs.replace(rule, when=closed.when, unless=closed.unless) if closed else rule

    def wide(gap: Gap) -> Gap:
        if gap.relieves_all_but is None:
            return gap
        all_limits = (id for id, r in rules.items() if r.kind == "limit" and r.question == gap.question)
        return msgspec.structs.replace(gap, relieves=tuple(sorted(set(all_limits) - set(gap.relieves_all_but))))

    return [
        replace(item, record=_with(item.record, partial(whole, item.record), wide)) if isinstance(item.record, Instrument) else item
        for item in loaded
    ]


def relieved_together(instruments: Mapping[str, Instrument]) -> dict[str, Instrument]:
    """The instruments with every relief and gap naming the limits that restate one it names, whatever the number of steps between."""
    repeats: dict[str, list[str]] = {}
    for act in instruments.values():
        for rule in (r for p in act.provisions for r in p.rules if r.restates):
            repeats.setdefault(rule.restates or "", []).append(f"{act.instrument}/{rule.rule}")

    def named(relieves: tuple[str, ...]) -> tuple[str, ...]:
        found = list(relieves)
        for id in found:  # grows while it is walked
            found += [x for x in repeats.get(id, ()) if x not in found]
        return tuple(found)

    def whole(entry: _Entry) -> _Entry:
        if not entry.relieves or (isinstance(entry, Gap) and entry.relieves_all_but is not None):
            return entry  # what a gap over all limits spares stays spared
        return msgspec.structs.replace(entry, relieves=named(entry.relieves))

    return {id: _with(act, whole, whole) for id, act in instruments.items()} if repeats else dict(instruments)


_Entry = TypeVar("_Entry", Rule, Gap)


def _with(act: Instrument, rule: Callable[[Rule], Rule], gap: Callable[[Gap], Gap] = lambda gap: gap) -> Instrument:
    """The instrument with each of its rules and gaps put through a function."""
    return msgspec.structs.replace(
        act,
        provisions=tuple(msgspec.structs.replace(p, rules=tuple(map(rule, p.rules)), gaps=tuple(map(gap, p.gaps))) for p in act.provisions),
    )


def with_steps(groups: tuple[Tasks, ...], steps: Sequence[StepReached]) -> tuple[Tasks, ...]:
    """The tasks with the steps that stand in files of their own after those of their row."""
    if not steps:
        return groups

    def whole(task: Task) -> Task:
        return msgspec.structs.replace(task, lifecycle=(*task.lifecycle, *(s.step for s in steps if s.task == task.task)))

    named = {s.task for s in steps}
    return tuple(msgspec.structs.replace(g, tasks=tuple(whole(t) if t.task in named else t for t in g.tasks)) for g in groups)

"""What an answer rests on and brings with it: its confidence, and the rules whose duties come along."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from shidian.engine.decide import Answer
from shidian.engine.resting import MOST_ROUTES
from shidian.engine.rule import DutyKey, written
from shidian.engine.rulebook import Rulebook
from shidian.law.records.base import SEEN, Seen

REFUSALS = frozenset({"not_permitted", "prohibited", "refused", "not_granted"})
"""Outcomes that ask for nothing further: nobody needs a licence for what is refused."""


OPEN = frozenset({"undetermined", "refused"})
"""Outcomes that more knowledge could make another one."""


def confidence(rulebook: Rulebook, answer: Answer, seen: Callable[[str], Seen]) -> Seen | None:
    """The weakest link of the strongest chain: every limit must be met, by its best way; one binding limit suffices."""

    def best(rules: Iterable[str]) -> Seen:
        return min((seen(r) for r in rules), key=SEEN.index)

    if answer.outcome == "undetermined":
        return None
    if answer.outcome == "refused":  # one bar suffices; where none is sure, each branch has its own
        bars = [limit.limit for limit in answer.limits if limit.binding and limit.doubt is None]
        return best(bars) if bars else max((seen(r) for r in answer.determining), key=SEEN.index, default=None)
    if answer.grants:
        return best(answer.grants)
    if answer.split or (rulebook.question.reads == "grants" and not answer.closing):  # the weakest branch: of the rules that some rests on
        return max((seen(r) for r in answer.determining), key=SEEN.index, default=None)
    used = [limit for limit in answer.limits if limit.limit in answer.determining]
    if used and rulebook.question.reads == "ceilings" and answer.outcome != "permitted":
        return best(limit.limit for limit in used)
    if used:
        return max((best(limit.ways or (limit.limit,)) for limit in used), key=SEEN.index)
    return best(answer.determining) if answer.determining else None


def duty_rules(rulebook: Rulebook, answer: Answer) -> tuple[tuple[str, bool], ...]:
    """The rules whose duties come with the answer, each with whether that is certain. What a limit or a relief asks for is certain only
    where the outcome is: of an open answer it is asked only if that way is taken. Of what is barred only what is due all the same."""
    if answer.outcome in REFUSALS:
        return ()
    if any(o.outcome == answer.outcome and o.tone == "closed" for o in rulebook.question.outcomes):
        return tuple((id, True) for id in answer.duties if rulebook.by_id[id].gives)
    out = [(id, True) for id in answer.duties] + [(id, False) for id in answer.possible_duties]
    used = {w for limit in answer.limits for w in limit.ways if not limit.binding and limit.doubt is None}
    needed = set.intersection(*(set(r) for r in answer.routes)) if answer.routes else used
    out += [(id, answer.outcome not in OPEN and not answer.split) for id in sorted(needed)]
    out += [(limit.limit, False) for limit in answer.limits if limit.doubt is not None and limit.limit in limit.ways]
    return tuple((id, certain) for id, certain in out if rulebook.by_id[id].gives)


def shared_duties(rulebook: Rulebook, answer: Answer) -> dict[DutyKey, str]:
    """The duties that every branch of a known answer has, each with the rule of the first: of several routes, and of the reliefs by one or
    another of which every completion sets a limit aside."""
    if answer.outcome in OPEN or answer.outcome in REFUSALS:
        return {}
    branches: list[list[tuple[str, ...]]] = [list(answer.routes)] if 1 < len(answer.routes) < MOST_ROUTES else []
    for limit in answer.limits:
        if not limit.ways and not limit.binding:
            branches.append([(r,) for r in answer.determining if limit.limit in rulebook.by_id[r].relieves])
    out: dict[DutyKey, str] = {}
    for ways in branches:
        each = [{key: rule for rule in way for key in rulebook.by_id[rule].gives} for way in ways]
        for key, rule in each[0].items() if each else ():
            if all(key in other for other in each):
                out.setdefault(key, rule)
    return out


def duties_told(rulebook: Rulebook, answer: Answer) -> tuple[tuple[str, bool], ...]:
    """The rules whose duties are told of an answer, each with whether one of them is certain: what every branch shares is, and what comes
    with the activity itself is not also told as perhaps coming with one that it needs."""
    shared = shared_duties(rulebook, answer)
    found = duty_rules(rulebook, answer)
    sure = {written(id) for id, certain in found if certain}
    known = [one for one in found if one[1] or written(one[0]) not in sure]
    if shared:
        known = [one for one in known if one[1] or any(k not in shared for k in rulebook.by_id[one[0]].gives)]
    return tuple(dict.fromkeys((*known, *((rule, True) for rule in shared.values()))))

"""Whether a need can be followed: it names one activity that has no parts, other than those that have it, and no circle leads back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shidian.law.check.found import FoundFault, in_cycle
from shidian.law.load.nodes import Loaded, Path
from shidian.law.records.instrument import Instrument, Rule
from shidian.law.records.names import Vocabulary
from shidian.law.records.question import Question


def needed_by(instruments: Iterable[Instrument]) -> dict[str, tuple[str, ...]]:
    """What each activity needs, as the rules of the lawbook name both."""
    out: dict[str, tuple[str, ...]] = {}
    for instrument in instruments:
        for rule in (r for p in instrument.provisions for r in p.rules if r.kind == "need"):
            for fact, wanted in rule.needs.items():
                tested = rule.when.get(fact, ())
                for one in (tested,) if isinstance(tested, str) else tested if isinstance(tested, tuple) else ():
                    out[one] = (*out.get(one, ()), str(wanted))
    return out


def check_need(
    item: Loaded,
    path: Path,
    rule: Rule,
    question: Question | None,
    vocabularies: Mapping[str, Vocabulary],
    needs: dict[str, tuple[str, ...]],
) -> Iterator[FoundFault]:
    """The faults of one need; `needs` is what each activity needs (`needed_by`)."""
    if (rule.kind == "need") != bool(rule.needs):
        yield FoundFault("bad-need", item, path, "`needs` goes with the kind `need`, and only with it", "write `needs: {activity: b25}`")
        return
    if rule.kind != "need" or question is None:
        return
    if rule.effect:
        yield FoundFault("bad-need", item, (*path, "effect"), "a need has no effect of its own: the limits of what it names join")
    if len(rule.needs) != 1:
        yield FoundFault("bad-need", item, (*path, "needs"), "a need names one fact", "write a rule for each")
        return
    name, wanted = next(iter(rule.needs.items()))
    at: Path = (*path, "needs", name)
    fact = next((f for f in question.facts if f.fact == name), None)
    words = vocabularies.get(fact.vocabulary or "") if fact is not None and fact.domain == "tree" else None
    if words is None:
        yield FoundFault("bad-need", item, at, f"`{name}` has no tree of values in `{question.question}`", "name the fact of the activity")
    elif not isinstance(wanted, str) or wanted not in {t.id for t in words.terms} or any(t.parent == wanted for t in words.terms):
        yield FoundFault(
            "bad-need", item, at, f"`{wanted}` is not one term of `{words.vocabulary}` without parts", "name the kind that is needed"
        )
    elif name not in rule.when:
        yield FoundFault("bad-need", item, (*path, "when"), f"nothing says which `{name}` has this need", f"test `{name}` in `when`")
    elif in_cycle(wanted, needs):
        yield FoundFault("cycle", item, at, f"`{wanted}` needs itself in the end")

"""What goes into an answer, as sorted lines of plain words: questions, vocabularies, and each rule as the engine has compiled it.

The engine reads nothing else, so a line here changes whenever an answer does. Order of files, of rules within them and of words within a
list leaves no trace. Names and texts that only explain (summaries, notes, sources, Chinese labels) are left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from shidian.answer.facts import plain
from shidian.engine.algebra import Ceiling, Effect
from shidian.engine.conditions import Between, InPlace, InRange, InSet, InTree, IsWord, Test
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.engine.standing import Span
from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Duty, Gap
from shidian.law.records.instrument import Rule as Written
from shidian.law.records.question import Fact, Question, Slot
from shidian.law.tree import ROOT, Tree
from shidian.words.labels import duty_details


def question_lines(question: Question) -> list[str]:
    """The facts in the order in which they are asked, the slots, and how the outcome is read."""
    reads = f"read by {question.reads}, main slot {question.main}, outcomes {_words(o.outcome for o in question.outcomes)}"
    apart = ("never together: " + "; ".join(f"{f} {_words(words)}" for f, words in values.items()) for values in question.apart)
    return [reads, *(_fact(f) for f in question.facts), *apart, *(_slot(s) for s in question.slots)]


def _fact(fact: Fact) -> str:
    parts = [f"fact {fact.fact}: {fact.domain}"]
    parts += [f"of {fact.vocabulary}"] if fact.vocabulary else []
    parts += [f"from {plain(fact.minimum)}"] if fact.minimum is not None else []
    parts += [f"to {plain(fact.maximum)}"] if fact.maximum is not None else []
    parts += ["whole numbers"] if fact.whole else []
    parts += [f"{f'{fact.times} times ' if fact.times > 1 else ''}no more than {fact.no_more_than}"] if fact.no_more_than else []
    parts += [f"{plain(fact.maximum)} for {other} {_words(words)}" for other, words in fact.full_for.items() if fact.maximum is not None]
    parts += [f"one of {_words(c.id for c in fact.choices)}"] if fact.choices else []
    parts += [f"assumed {fact.assumed}"] if fact.assumed else []
    return ", ".join(parts)


def _slot(slot: Slot) -> str:
    values = " < ".join(v.id for v in slot.values) if slot.kind == "chain" else _words(v.id for v in slot.values)
    return (
        f"slot {slot.slot}: {slot.kind}"
        + (f" of {slot.of}" if slot.of else "")
        + (f", {values}" if values else "")
        + (", refuses" if slot.refuses else "")
    )


def vocabulary_lines(tree: Tree) -> list[str]:
    """What lies inside what: terms with their parts (`:other` where they do not exhaust the term), zones, groups."""
    parts = [f"{term} holds {_words(children)}" for term, children in sorted(tree.children.items()) if children and term != ROOT]
    tops = [f"at the top {_words(tree.children[ROOT])}"]
    zones = [
        f"zone {z.id} touches {_words(z.touches)}"
        + (f", within {_words(z.within)}" if z.within else "")
        + (f", since {z.established}" if z.established else "")
        for _, z in sorted(tree.zones.items())
    ]
    return [*tops, *parts, *zones, *(f"group {g.id}: {_words(g.members)}" for _, g in sorted(tree.groups.items()))]


def rule_lines(book: Lawbook, rulebook: Rulebook, rule: Rule) -> list[str]:
    """One rule: what it is, where it applies, when it stands, what it does, what comes with it."""
    record = book.record(rule.id)[2]
    what = f"unread {rule.kind}" if isinstance(record, Gap) else rule.kind
    out = [f"{what} of {rulebook.question.question}" + (", disputed" if rule.taint == "disputed" else "")]
    out += [f"when {_test(t)}" for t in sorted(rule.scope.when, key=_test)]
    out += sorted("unless " + " and ".join(sorted(_test(t) for t in tests)) for tests in rule.scope.unless)
    out += [_span(s) for s in sorted(rule.validity.spans, key=lambda s: s.start)]
    out += [f"while its need {_span(s)}" for v in rule.validity.within for s in sorted(v.spans, key=lambda s: s.start)]
    if rule.validity.announced is not None:
        ended, known = rule.validity.announced_until, rule.validity.announced_known
        out.append(
            f"announced {rule.validity.announced}"
            + (f" to {ended}" if ended else "")
            + (f", known {known}" if known and known != rule.validity.announced else "")
        )
    out += ["nobody could find out whether it is in force"] if rule.validity.unknown else []
    out += _effect(rule.effect, rulebook.question)
    out += [f"relieves {id}" for id in sorted(rule.relieves_itself)]
    out += _seen(rule)
    if isinstance(record, Written):
        out += sorted(_duty(d) for d in ((record.duty,) if record.duty else ()) + record.duties)
        out += sorted(f"on condition: {c.en}" for c in record.conditions)
    return out


def _words(ids: Iterable[str]) -> str:
    return ", ".join(sorted(ids))


def _test(test: Test) -> str:
    if isinstance(test, InTree | InPlace | IsWord):
        return f"{test.fact} is {_words(test.words)}"
    if isinstance(test, InRange):
        low = [f"{'above' if test.low_open else 'at least'} {plain(test.low)}"] if test.low is not None else []
        high = [f"{'below' if test.high_open else 'at most'} {plain(test.high)}"] if test.high is not None else []
        return f"{test.fact} {' and '.join(low + high)}"
    if isinstance(test, Between):
        days = ([f"from {test.start}"] if test.start else []) + ([f"before {test.before}"] if test.before else [])
        return f"{test.fact} {' and '.join(days)}"
    assert isinstance(test, InSet)
    named = (("any of", test.any_of), ("all of", test.all_of), ("none of", test.none_of))
    return f"{test.fact} has " + " and ".join(f"{how} {_words(words)}" for how, words in named if words)


def _span(span: Span) -> str:
    until = f" to {span.until}" if span.until else ""
    extra = [f"public {span.public}"] if span.public != span.start else []
    extra += [f"known {span.known}"] if span.known != span.public else []
    extra += [f"end public {span.closed}"] if span.closed else []
    extra += ["unknown after"] if span.unknown_after else []
    extra += [f"surely from {span.sure}"] if span.sure else []
    extra += [f"surely over on {span.over}"] if span.over else []
    return f"stands {span.start}{until}" + (f" ({', '.join(extra)})" if extra else "")


def _effect(effect: Effect, question: Question) -> list[str]:
    out = {slot: bound_words(c) for slot, c in effect.ceilings.items()}
    out |= {slot: _words(words) for slot, words in effect.sets.items()}
    out |= {slot: " x ".join((plain(a.factor), *a.of)) for slot, a in effect.amounts.items()}
    out |= {slot: "yes" if wanted else "no" for slot, wanted in effect.flags.items()}
    chain = next((s for s in question.slots if s.kind == "chain"), None)
    if chain is not None and effect.chain:
        out[chain.slot] = chain.values[effect.chain].id
    return [f"gives {slot}: {words}" for slot, words in sorted(out.items())]


def bound_words(ceiling: Ceiling) -> str:
    return f"{'below' if ceiling.exclusive else 'at most'} {plain(ceiling.value)}"


def _seen(rule: Rule) -> list[str]:
    """How well its words were seen, in the editions in which it stands."""
    marks = {rule.seen_in(s.edition) for s in rule.validity.spans} or {rule.seen_in("")}
    return [f"seen {_words(marks)}"]


def _duty(duty: Duty) -> str:
    more = "".join(f"; {line.en}" for line in duty_details(duty))
    return f"brings {duty.kind} by {duty.authority}: {duty.name.en}{more}"

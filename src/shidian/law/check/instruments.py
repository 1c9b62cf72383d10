"""Checks of instruments: references, intervals, sources, and the form of rules."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.law.check.found import FoundFault, in_cycle, in_order, refer, repeated
from shidian.law.check.known import Existing
from shidian.law.check.needs import check_need, needed_by
from shidian.law.check.scopes import check_periods, check_scope
from shidian.law.load.nodes import Loaded, Path, records
from shidian.law.names import Names
from shidian.law.records.instrument import Bound, Edition, Gap, Instrument, Provision, Rule
from shidian.law.records.names import Vocabulary
from shidian.law.records.question import Question


class Known:
    """Everything that an instrument can refer to."""

    def __init__(self, loaded: list[Loaded]) -> None:
        instruments: list[Instrument] = [i for _, i in records(loaded, Instrument)]
        self.instruments = {i.instrument: i for i in instruments}
        self.rules = {f"{i.instrument}/{r.rule}": r for i in instruments for p in i.provisions for r in p.rules}
        self.questions: dict[str, Question] = {q.question: q for _, q in records(loaded, Question)}
        self.vocabularies: dict[str, Vocabulary] = {v.vocabulary: v for _, v in records(loaded, Vocabulary)}
        self.needs = needed_by(instruments)
        self.entries = {
            id: Existing({*(t.id for t in v.terms), *(z.id for z in v.zones), *(g.id for g in v.groups)}, "entry", Names(v))
            for id, v in self.vocabularies.items()
        }


def check_instruments(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """Every instrument by itself and in its references."""
    known = Known(loaded)
    for item, instrument in records(loaded, Instrument):
        if in_cycle(instrument.instrument, {i: x.repeals for i, x in known.instruments.items()}):
            yield FoundFault("cycle", item, ("repeals",), f"`{instrument.instrument}` repeals itself")
        if not instrument.editions:
            yield FoundFault("no-date", item, ("editions",), "an instrument has at least one edition")
        yield from repeated(item, ("editions",), "edition", instrument.editions)
        yield from repeated(item, ("provisions",), "provision", instrument.provisions)
        yield from _rule_ids(item, instrument)
        for i, edition in enumerate(instrument.editions):
            yield from _edition(item, ("editions", i), edition)
        days = [e.effective for e in instrument.editions if e.effective]
        if days != sorted(days):
            yield FoundFault("bad-interval", item, ("editions",), "the editions are not in the order of their effective days")
        for i, provision in enumerate(instrument.provisions):
            yield from _provision(item, ("provisions", i), instrument, provision, known)


def _rule_ids(item: Loaded, instrument: Instrument) -> Iterator[FoundFault]:
    seen: set[str] = set()
    for i, provision in enumerate(instrument.provisions):
        for key, id_key, entries in (("rules", "rule", provision.rules), ("gaps", "gap", provision.gaps)):
            for j, entry in enumerate(entries):
                id = getattr(entry, id_key)
                if id in seen:
                    yield FoundFault("duplicate-id", item, ("provisions", i, key, j, id_key), f"duplicate id `{id}`")
                seen.add(id)


def _edition(item: Loaded, path: Path, edition: Edition) -> Iterator[FoundFault]:
    yield from in_order(item, path, [("adopted", edition.adopted), ("promulgated", edition.promulgated), ("published", edition.published)])
    yield from in_order(item, path, [("adopted", edition.adopted), ("effective", edition.effective), ("expires", edition.expires)])


def _provision(item: Loaded, path: Path, instrument: Instrument, provision: Provision, known: Known) -> Iterator[FoundFault]:
    editions = {e.edition for e in instrument.editions}
    if isinstance(provision.seen, dict):
        numbered = provision.number if isinstance(provision.number, dict) else editions
        for edition in numbered:
            if edition not in provision.seen:
                yield FoundFault("missing-key", item, (*path, "seen"), f"`seen` says nothing of edition `{edition}`")
    if not provision.sources and not any(e.sources for e in instrument.editions):
        yield FoundFault(
            "no-source", item, path, f"provision `{provision.provision}` has no source", "give `sources` here or on the edition"
        )
    if not provision.rules and not provision.gaps and provision.no_rule is None:
        said = f"provision `{provision.provision}` has neither rule nor gap"
        yield FoundFault(
            "unread-provision", item, path, said, "write its rules, a gap with the reason, or `no_rule` with why none is needed"
        )
    for i, rule in enumerate(provision.rules):
        yield from _rule(item, (*path, "rules", i), instrument, rule, known)
    for i, gap in enumerate(provision.gaps):
        at: Path = (*path, "gaps", i)
        yield from _scoped(item, at, gap, known)
        yield from _relieves(item, at, gap, known)


def _rule(item: Loaded, path: Path, instrument: Instrument, rule: Rule, known: Known) -> Iterator[FoundFault]:
    yield from _scoped(item, path, rule, known)
    yield from _relieves(item, path, rule, known)
    yield from _leans(item, path, rule, known)
    yield from check_need(item, path, rule, known.questions.get(rule.question), known.vocabularies, known.needs)
    if rule.kind == "relief" and not rule.authorised_by:
        yield FoundFault(
            "relief-without-authority",
            item,
            path,
            f"relief `{rule.rule}` cites no authorising act",
            "add `authorised_by` with the provision or instrument that allows the deviation",
        )
    if rule.kind in ("limit", "relief", "closing", "grant") and not rule.effect:
        yield FoundFault("no-effect", item, path, f"{rule.kind} `{rule.rule}` has no `effect`")
    if (rule.kind == "duty") != (rule.duty is not None):
        yield FoundFault("no-effect", item, path, "`duty` goes with the kind `duty`, and only with it")
    undated = all(e.effective is None for e in instrument.editions)
    if rule.in_force is None and undated and rule.standing == "known" and rule.kind != "closing":
        said = f"nothing says when `{rule.rule}` is in force"
        yield FoundFault("no-date", item, path, said, "give `in_force`, `in_force: []` with `announced`, or an edition with `effective`")
    question = known.questions.get(rule.question)
    if question is not None:
        yield from _effect(item, (*path, "effect"), rule, question)


def _effect(item: Loaded, path: Path, rule: Rule, question: Question) -> Iterator[FoundFault]:
    slots = {s.slot: s for s in question.slots}
    for name, value in rule.effect.items():
        slot = slots.get(name)
        if slot is None:
            continue
        if slot.kind == "ceiling":
            if not isinstance(value, Bound) or (value.at_most is None) == (value.below is None) or _is_amount(value):
                yield FoundFault("bad-effect", item, (*path, name), f"`{name}` is a ceiling", "write `{at_most: 50}` or `{below: 50}`")
                continue
            bounded = next(f for f in question.facts if f.fact == slot.of)
            number = value.at_most if value.at_most is not None else value.below
            assert number is not None
            if (bounded.minimum is not None and number < bounded.minimum) or (bounded.maximum is not None and number > bounded.maximum):
                yield FoundFault(
                    "bad-effect",
                    item,
                    (*path, name),
                    f"`{bounded.fact}` cannot be {number}",
                    f"from {bounded.minimum} to {bounded.maximum}",
                )
        elif slot.kind == "chain":
            words = [c.id for c in slot.values]
            if not isinstance(value, str) or value not in words:
                yield FoundFault("bad-effect", item, (*path, name), f"`{name}` takes one of its values", ", ".join(f"`{w}`" for w in words))
        elif slot.kind == "set":
            words = [c.id for c in slot.values]
            listed = value if isinstance(value, tuple) else ()
            if not listed:
                yield FoundFault(
                    "bad-effect", item, (*path, name), f"`{name}` takes a list of its values", ", ".join(f"`{w}`" for w in words)
                )
            for i, word in enumerate(listed):
                yield from refer(item, (*path, name, i), word, words, f"value of `{name}`")
        elif slot.kind == "amount":
            if (
                not isinstance(value, Bound)
                or (value.amount is None) == (value.times is None)
                or (value.times is not None and not value.of)
                or value.at_most is not None
                or value.below is not None
            ):
                yield FoundFault(
                    "bad-effect", item, (*path, name), f"`{name}` is an amount", "write `{amount: 30}` or `{times: 3.5, of: [fact]}`"
                )
            else:
                numbers = [f.fact for f in question.facts if f.domain == "number"]
                for i, fact in enumerate(value.of):
                    yield from refer(item, (*path, name, "of", i), fact, numbers, "number")
        elif value not in ("yes", "no"):
            yield FoundFault("bad-effect", item, (*path, name), f"`{name}` takes `yes` or `no`")


def _is_amount(value: Bound) -> bool:
    return value.amount is not None or value.times is not None or bool(value.of)


def _relieves(item: Loaded, path: Path, rule: Rule | Gap, known: Known) -> Iterator[FoundFault]:
    if (rule.kind == "relief") != bool(rule.relieves):
        yield FoundFault(
            "relief-without-limit",
            item,
            path,
            "`relieves` goes with the kind `relief`, and only with it",
            "name the limits it relieves, as `instrument/rule`",
        )
    for i, id in enumerate(rule.relieves):
        at: Path = (*path, "relieves", i)
        target = known.rules.get(id)
        if target is not None and (target.kind != "limit" or target.question != rule.question):
            yield FoundFault("relief-without-limit", item, at, f"`{id}` is not a limit of `{rule.question}`")
    for i, id in enumerate(rule.relieves_all_but or () if isinstance(rule, Gap) else ()):
        target = known.rules.get(id)
        if target is not None and (target.kind != "limit" or target.question != rule.question):
            yield FoundFault("relief-without-limit", item, (*path, "relieves_all_but", i), f"`{id}` is not a limit of `{rule.question}`")


LEANS = {"restates": ("limit", ("limit",)), "closes_for": ("closing", ("limit", "relief", "grant"))}
"""Keys by which a rule leans on another one: the kind of rule that may have it, and the kinds that it may name."""


def _leans(item: Loaded, path: Path, rule: Rule, known: Known) -> Iterator[FoundFault]:
    for key, (kind, kinds) in LEANS.items():
        id = getattr(rule, key)
        if id is None:
            continue
        at: Path = (*path, key)
        target = known.rules.get(id)
        if rule.kind != kind:
            yield FoundFault("misplaced-key", item, at, f"`{key}` goes with the kind `{kind}`, not with `{rule.kind}`")
        elif target is rule or (target is not None and (target.kind not in kinds or target.question != rule.question)):
            yield FoundFault(
                "misplaced-key",
                item,
                at,
                f"`{id}` is not another rule of `{rule.question}` of the kind " + " or ".join(f"`{k}`" for k in kinds),
            )
    if rule.closes_for is not None:
        own = item.node.at(path).entries or {}
        for key in {"when", "unless"} & own.keys():
            yield FoundFault(
                "misplaced-key",
                item,
                (*path, key),
                f"`{key}` stands beside `closes_for`, which already says where the rule closes",
                "leave one of the two out",
            )


def _scoped(item: Loaded, path: Path, rule: Rule | Gap, known: Known) -> Iterator[FoundFault]:
    question = known.questions.get(rule.question)
    if question is not None:
        fitting = ("grant",) if question.reads == "grants" else ("limit", "relief", "need")
        if rule.kind not in (*fitting, "duty", "closing"):
            yield FoundFault(
                "wrong-kind",
                item,
                (*path, "kind"),
                f"`{question.question}` is read by {question.reads}: no {rule.kind} fits",
                "use " + ", ".join(f"`{k}`" for k in (*fitting, "duty", "closing")),
            )
        yield from check_scope(item, (*path, "when"), rule.when, question, known.entries)
        for i, scope in enumerate(rule.unless):
            yield from check_scope(item, (*path, "unless", i), scope, question, known.entries)
    yield from check_periods(item, path, rule.in_force or ())

"""What the analyses share: the case they begin with, what they show of an answer and of a rule, and the names of groups of values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from shidian.answer.facts import Given, Read, plain, read_case
from shidian.compiled import CompiledLaw
from shidian.engine.algebra import Ceiling
from shidian.engine.case import Case, Value
from shidian.engine.decide import Answer, Answers, decide
from shidian.engine.rule import written
from shidian.engine.rulebook import Rulebook
from shidian.errors import BadValue, ShidianError
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label, Reading
from shidian.law.records.question import Fact, Question
from shidian.law.tree import OTHER, ROOT, Tree
from shidian.words.counted import counted
from shidian.words.labels import entry_label, fact_label, join, provision_name, value_label
from shidian.words.phrases import phrase
from shidian.words.plain import Result

MANY = 6
"""Values that are still listed one by one."""


class ShortAnswer(Result, frozen=True):
    """An answer, in short. `because` says why it is undetermined; `ceiling` is that on the main number, None when there is none or
    it depends on what is missing. Where it depends, `certain` is the share that is permitted in any case (None: no share is), and above
    `possible` none ever is (None: nothing bounds it)."""

    outcome: str
    because: str | None
    ceiling: Decimal | None
    exclusive: bool
    certain: Decimal | None = None
    certain_exclusive: bool = False
    possible: Decimal | None = None
    possible_exclusive: bool = False


class RuleRef(Result, frozen=True):
    """A rule with the provision it reads."""

    rule: str
    provision: Label
    title: Label
    summary: Label


class NamedValues(Result, frozen=True):
    """Some values of a fact: their ids, and what a person calls them. `but` are all other values, where they are shorter to say
    and the name says so."""

    fact: str
    fact_label: Label
    values: tuple[str, ...]
    label: Label
    but: tuple[str, ...] = ()


class Disagreement(ShidianError):
    """The diagram and the engine differ on a case: a fault of the program."""

    code = "internal-disagreement"

    def __init__(self, case: Mapping[str, str], diagram: str, engine: str) -> None:
        said = " ".join(f"{k}={v}" for k, v in case.items())
        super().__init__(
            f"the diagram says `{diagram}` and the engine `{engine}` of {said}",
            hint="this is a fault of shidian: please report it with this line",
        )


class Start(Struct, frozen=True):
    """The case that an analysis begins with."""

    question: Question
    rulebook: Rulebook
    read: Read
    on: dt.date

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.read.case


def begin(book: CompiledLaw, question: str, given: Mapping[str, Given], *, assume: bool = True, open_: Iterable[str] = ()) -> Start:
    """Read the facts of an analysis. With `assume` false, and for the facts in `open_`, nothing is assumed. Raises CaseError."""
    declared = book.question(question)
    rulebook = book.rulebook(question)
    read = read_case(book.lawbook, declared, given, book.today())
    values, assumed = dict(read.case.values), dict(read.assumed)
    for fact in read.assumed:
        if fact != rulebook.day and (not assume or fact in open_):
            values[fact] = None
            del assumed[fact]
    on = values[rulebook.day]
    assert isinstance(on, dt.date)
    return Start(declared, rulebook, Read(Case(values, read.case.zones), read.facts, assumed), on)


def fact_named(question: Question, word: str) -> str:
    """The id of a fact, by its id or its name. Raises BadValue."""
    for fact in question.facts:
        if word.casefold().replace("_", "-") in (fact.fact, fact.label.en.casefold(), fact.label.zh):
            return fact.fact
    raise BadValue(f"`{question.question}` has no fact `{word}`", hint="known: " + ", ".join(f"`{f.fact}`" for f in question.facts))


def view(answer: Answer) -> ShortAnswer:
    """What is shown of an answer."""
    return view_of(answer.outcome, answer.because, answer.ceiling, answer.certain, answer.possible)


def view_of(
    outcome: str, because: str | None, ceiling: Ceiling | None, certain: Ceiling | None = None, possible: Ceiling | None = None
) -> ShortAnswer:
    """An answer in short, from its parts."""
    if ceiling is not None or outcome != "undetermined":
        certain = possible = None
    if certain is not None and certain.value <= 0:
        certain = None
    return ShortAnswer(
        outcome,
        because,
        ceiling.value if ceiling else None,
        bool(ceiling and ceiling.exclusive),
        certain.value if certain else None,
        bool(certain and certain.exclusive),
        possible.value if possible else None,
        bool(possible and possible.exclusive),
    )


def view_label(question: Question, shown: ShortAnswer) -> Label:
    """An answer in short, in words: `not permitted (below 50 %)`."""
    name = outcome_label(question, shown)
    limit = limit_label(question, shown)
    if limit is None:
        return name
    return Label(f"{name.en} ({limit.en})", f"{name.zh}（{limit.zh}）")


def outcome_label(question: Question, shown: ShortAnswer) -> Label:
    """The name of an outcome, of an undetermined one also the cause; what hangs on missing facts alone depends, and is not undetermined."""
    if (shown.outcome, shown.because) == ("undetermined", "missing_facts"):
        return phrase("depends")
    name = next((o.name for o in question.outcomes if o.outcome == shown.outcome), Label(shown.outcome, shown.outcome))
    if shown.because is None:
        return name
    cause = phrase("because_missing_facts" if shown.because == "missing_facts" else f"cause_{shown.because}")
    return Label(f"{name.en}: {cause.en}", f"{name.zh}：{cause.zh}")


def limit_label(question: Question, shown: ShortAnswer) -> Label | None:
    """How far an answer reaches, in words: its ceiling, or what is certain and what is possible; None where nothing is known of it."""
    if shown.ceiling is not None:
        return _bound(question, shown.ceiling, shown.exclusive)
    parts = []
    if shown.certain is not None:
        parts.append(phrase("sum_certain", bound=_bound(question, shown.certain, shown.certain_exclusive)))
    if shown.possible is not None and _whole(question) != shown.possible:
        parts.append(phrase("sum_possible", bound=_bound(question, shown.possible, shown.possible_exclusive)))
    return Label("; ".join(p.en for p in parts), "；".join(p.zh for p in parts)) if parts else None


def _bound(question: Question, value: Decimal, exclusive: bool) -> Label:
    if value == 0 and not exclusive:
        return phrase("none_allowed")
    fact = _bounded(question)
    return phrase("under" if exclusive else "up_to", amount=counted(plain(value), fact.unit if fact else None))


def _whole(question: Question) -> Decimal | None:
    fact = _bounded(question)
    return fact.maximum if fact else None


def _bounded(question: Question) -> Fact | None:
    """The fact that the main slot bounds."""
    slot = next(s for s in question.slots if s.slot == question.main)
    return next((f for f in question.facts if f.fact == slot.of), None)


def rule_ref(book: Lawbook, rulebook: Rulebook, rule: str, on: dt.date, known_on: dt.date | None = None) -> RuleRef:
    """The provision behind a rule, numbered as on a day."""
    instrument, provision, own = book.record(rule)
    span = rulebook.by_id[rule].validity.span(on, known_on)
    edition = next((e for e in instrument.editions if span and e.edition == span.edition), instrument.editions[0])
    name = provision_name(instrument, provision, edition.edition)
    return RuleRef(written(rule), name, edition.title or instrument.title, getattr(own, "summary", None) or provision.summary)


def named(book: Lawbook, question: Question, fact: str, words: Iterable[str], rest: Iterable[str] = ()) -> NamedValues:
    """Values of a fact with their name; a place may be `unit (zone, zone)`. Where `rest`, all other values, is shorter to say, the
    name is `all but …`."""
    values, others = tuple(words), tuple(rest)
    if others and len(others) < len(values) > MANY:
        label = phrase("all_but", names=join([word_label(book, question, fact, w) for w in others]))
        return NamedValues(fact, fact_label(question, fact), values, label, others)
    return NamedValues(fact, fact_label(question, fact), values, join([word_label(book, question, fact, w) for w in values]))


def word_label(book: Lawbook, question: Question, fact: str, word: str) -> Label:
    """The name of one value."""
    declared = next((f for f in question.facts if f.fact == fact), None)
    if declared is None or declared.domain == "date":
        return value_label(book, question, fact, word)
    if declared.domain == "number":
        return phrase("any_number") if word == "any" else counted(word, declared.unit)
    if declared.domain == "place" and word.endswith(")"):
        unit_word, _, zones = word[:-1].partition(" (")
        name = entry_label(book, declared.vocabulary or "", unit_word.removesuffix(OTHER))
        inside = join([entry_label(book, declared.vocabulary or "", z) for z in zones.split(", ")])
        return Label(f"{name.en} (in {inside.en})", f"{name.zh}（{inside.zh}内）")
    return phrase("none_of_these") if word == "none" else value_label(book, question, fact, word)


def said(question: Question, tree: Tree | None, case: Case) -> dict[str, str]:
    """A case in the words that `ask` takes. A place in none of its zones is `unit:other`."""
    out: dict[str, str] = {}
    for fact in question.facts:
        value = case.values[fact.fact]
        if value is None or value == ROOT:
            continue
        if fact.domain == "place" and tree is not None:
            out |= _place(fact.fact, str(value), case.zones, tree)
        else:
            out[fact.fact] = _word(value)
    return out


def _word(value: Value) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return ",".join(sorted(value)) or "none" if isinstance(value, frozenset) else str(value)


def _place(fact: str, unit: str, zones: Mapping[str, bool], tree: Tree) -> dict[str, str]:
    here = {z: inside for z, inside in zones.items() if unit in tree.zone_units[z]}
    if here and not any(here.values()):
        return {fact: unit if unit.endswith(OTHER) or not any(unit in units for units in tree.zone_units.values()) else unit + OTHER}
    return {fact: unit} | {z: "yes" if inside else "no" for z, inside in sorted(here.items())}


def check(
    rulebook: Rulebook, case: Case, known_on: dt.date | None, reading: Reading, wanted: ShortAnswer, words: Mapping[str, str]
) -> None:
    """Ask the engine. Raises Disagreement when it answers otherwise than `wanted`."""
    answers = decide(rulebook, case, known_on, ask=False, strictest=False)
    _same(wanted, view(answers.in_force if reading == "in_force" else answers.announced), words)


def check_both(
    rulebook: Rulebook,
    case: Case,
    known_on: dt.date | None,
    in_force: ShortAnswer,
    announced: ShortAnswer,
    words: Mapping[str, str],
    *,
    bounded: bool = True,
) -> Answers:
    """What the engine answers, asked once for both readings; with `bounded` false not for the shares that are permitted. Raises Disagreement."""
    answers = decide(rulebook, case, known_on, ask=False, strictest=False, bounded=bounded)
    for wanted, answer in ((in_force, answers.in_force), (announced, answers.announced)):
        found = view(answer)
        if not bounded:
            if (found.outcome, found.because) != (wanted.outcome, wanted.because):
                raise Disagreement(words, wanted.outcome, found.outcome)
            continue
        _same(wanted, found, words)
        if (found.certain, found.possible) != (wanted.certain, wanted.possible):
            raise Disagreement(
                words, f"{_brief(wanted)}, {wanted.certain}–{wanted.possible}", f"{_brief(found)}, {found.certain}–{found.possible}"
            )
    return answers


def _same(wanted: ShortAnswer, found: ShortAnswer, words: Mapping[str, str]) -> None:
    if (found.outcome, found.ceiling, found.exclusive) != (wanted.outcome, wanted.ceiling, wanted.exclusive):
        raise Disagreement(words, _brief(wanted), _brief(found))


def _brief(shown: ShortAnswer) -> str:
    return shown.outcome if shown.ceiling is None else f"{shown.outcome}, {shown.ceiling}"

"""The parts of a decision, as records: reasons, routes, duties, leads, the receipt."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from shidian.errors import CaseError
from shidian.law.records.base import Label, Reading, Seen
from shidian.law.records.instrument import TimeAllowed
from shidian.law.records.question import Tone
from shidian.words.plain import Result


class DecisionPart(Result, frozen=True):
    """Base of all parts of a decision."""


class Ref(DecisionPart, frozen=True):
    """Where a text was read."""

    id: str
    title: Label
    publisher: Label
    grade: str
    address: str | None


class Obligation(DecisionPart, frozen=True):
    """A duty: what, to whom, by which rule. `certain` is false when it depends on a fact that is missing; `general` is one that nearly
    every case of the question has, since its rule asks for no activity, place or other listed fact. The kind `none` says that the
    sector asks for nothing. `details` are its stage, condition, times and what it asks for, in words; `basis` is the provision, read as
    well as `seen` says."""

    rule: str
    name: Label
    authority: Label
    kind: str
    certain: bool = True
    note: Label | None = None
    caution: Label | None = None
    general: bool = False
    stage: str | None = None
    only_if: Label | None = None
    limits: tuple[TimeAllowed, ...] = ()
    needs: tuple[Label, ...] = ()
    details: tuple[Label, ...] = ()
    basis: Label | None = None
    seen: Seen | None = None
    sources: tuple[str, ...] = ()


class Bound(DecisionPart, frozen=True):
    """A ceiling: `value` may be reached unless `exclusive`."""

    slot: str
    value: Decimal
    exclusive: bool


class Given(DecisionPart, frozen=True):
    """What the law gives in one slot: words of a set, or an amount. `formula` stands where a fact of the multiple is missing."""

    slot: str
    label: Label
    values: tuple[Label, ...]
    amount: Decimal | None
    unit: Label | None
    formula: Label | None


class Failed(DecisionPart, frozen=True):
    """A relief that did not help: the tests of its scope that failed or are open, its standing on the day, and the ceilings it leaves."""

    rule: str
    summary: Label
    standing: str  # in_force, announced, not_yet, over, unknown, unpublished
    since: dt.date | None
    tests: tuple[FailedTest, ...]
    bounds: tuple[Bound, ...] = ()


class FailedTest(DecisionPart, frozen=True):
    """One test: the fact, what it would have to be, what it is, and whether that is false or only unknown."""

    fact: str
    label: Label
    wanted: Label
    given: Label | None
    unknown: bool


class Reason(DecisionPart, frozen=True):
    """One rule that mattered, with the words it reads.

    `needed` names the activity whose rule this is, where that is not the one asked for but one that it needs. `role`: `needs` (the case
    must be open for another activity too, whose rules follow), `binds` (a limit that stands in the way), `kept` (a limit the case keeps
    within), `holds_against` (a limit of a number that nobody stated, and that some numbers would not keep), `relieved` (a limit displaced by the rules in `by`), `relieves`, `grants`, `closes` (nothing limits the case, and this rule
    says what then holds), `otherwise` (what holds for whoever is given nothing), `in_doubt` (it would matter; `doubt` says why it is
    open), `lead` (it would loosen, but is in doubt and nobody has seen its words: not counted).
    """

    rule: str
    kind: str
    role: str
    summary: Label
    instrument: str
    title: Label
    document: Label | None
    provision: str | None
    provision_name: Label
    seen: Seen
    valid_from: dt.date | None
    valid_until: dt.date | None
    announced: dt.date | None
    bounds: tuple[Bound, ...]
    given: tuple[Given, ...]
    path: str | None
    by: tuple[str, ...]
    doubt: str | None
    doubt_reason: Label | None
    caution: Label | None
    note: Label | None
    sources: tuple[str, ...]
    helped_not: tuple[Failed, ...] = ()
    needed: Label | None = None


class Route(DecisionPart, frozen=True):
    """One way to the outcome: the rules relied on, what they give, and what comes with them."""

    rules: tuple[str, ...]
    given: tuple[Given, ...]
    conditions: tuple[Label, ...]
    duties: tuple[Obligation, ...]


class Lead(DecisionPart, frozen=True):
    """One possible answer to a missing fact, and where it leads. `set` are the facts to add to the case to say it."""

    label: Label
    set: dict[str, str]
    values: tuple[str, ...]
    outcome: str
    because: str | None


class Missing(DecisionPart, frozen=True):
    """A fact that decides: the question to ask, and its possible answers."""

    fact: str
    label: Label
    question: Label
    answers: tuple[Lead, ...]


class ReadingAnswer(DecisionPart, frozen=True):
    """The answer in one reading of the law.

    `certain` is the share up to which it is permitted whatever the missing facts and the doubts turn out to be; above `possible` it is
    not, whatever they turn out to be. Neither depends on the share that was asked. Where the two are one they are the `ceiling`, which is
    None otherwise, and where nothing is bounded. A value of 0 says that no share at all is certain, or possible.
    `best` and `worst` are the mildest and the strictest outcome that are possible; where the outcome is known, both are that one. Of
    `refused`, they are `not_permitted` and `prohibited`: it may not be done, and only which of the two is open. Where no rule closes the
    matter the strictest path is not known, and `worst` is `undetermined`.
    `given` is given whatever turns out; `possible_given` is what may be given beyond it, and no more.
    """

    outcome: str
    because: str | None
    causes: tuple[str, ...]
    ceiling: Decimal | None
    exclusive: bool
    certain: Bound | None
    possible: Bound | None
    best: str
    worst: str
    determining: tuple[str, ...]
    conditions: tuple[Label, ...]
    given: tuple[Given, ...]
    possible_given: tuple[Given, ...] = ()


class FirstLines(DecisionPart, frozen=True):
    """What a person reads first, one sentence each: what holds on the day, since when and on which conditions; what is announced and
    not in force; what would change the answer."""

    holds: Label
    announced: Label
    change: Label


UNWRITTEN = FirstLines(Label("", ""), Label("", ""), Label("", ""))
"""Stands in a decision until its first lines are written from the rest of it."""


class Receipt(DecisionPart, frozen=True):
    """What is needed to get the same decision again, byte for byte. `id` is a SHA-256 over the rest."""

    version: str
    lawbook: str
    question: str
    facts: dict[str, str]
    on: dt.date
    known_on: dt.date | None
    id: str


def receipt_id(receipt: Receipt) -> str:
    """The id that fits what the receipt says."""
    known = receipt.known_on.isoformat() if receipt.known_on else None
    text = json.dumps([receipt.version, receipt.lawbook, receipt.question, sorted(receipt.facts.items()), known])
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_from(data: Mapping[str, Any]) -> Receipt:
    """A receipt from its JSON, or from that of a whole decision. Raises CaseError."""
    try:
        return msgspec.convert(data.get("receipt", data), Receipt)
    except msgspec.ValidationError as error:
        raise CaseError("this is not a receipt", hint=str(error)) from error


class DecisionFields(DecisionPart, frozen=True):
    """What a decision says: see :class:`~shidian.answer.decision.Decision`.

    The outcome, cause, ceiling, determining rules and conditions at the top are those of the reading in force.
    """

    question: str
    facts: dict[str, str]
    assumed: dict[str, str]
    labels: dict[str, Label]
    fact_names: dict[str, Label]
    outcome_names: dict[str, Label]
    outcome_tones: dict[str, Tone]
    sentence: Label
    outcome: str
    because: str | None
    ceiling: Decimal | None
    exclusive: bool
    in_force: ReadingAnswer
    announced: ReadingAnswer
    readings_differ: bool
    determining: tuple[str, ...]
    conditions: tuple[Label, ...]
    possible_conditions: tuple[Label, ...]
    given: tuple[Given, ...]
    duties: tuple[Obligation, ...]
    routes: tuple[Route, ...]
    missing: tuple[Missing, ...]
    missing_for: Reading
    confidence: Seen | None
    reasons: tuple[Reason, ...]
    announced_reasons: tuple[Reason, ...]
    read_on: dt.date | None
    sources: tuple[Ref, ...]
    receipt: Receipt
    uncollected: Label | None = None
    summary: FirstLines = UNWRITTEN
    leads: tuple[Reason, ...] = ()

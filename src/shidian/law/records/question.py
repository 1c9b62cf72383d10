"""Records of questions: the facts that a question takes, the slots of its answer, its outcomes."""

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from shidian.law.records.base import Id, Label, Record, id_of


class Choice(Record, frozen=True):
    """One value of a choice or set fact, or of a slot."""

    id: Id
    name: Label
    aliases: tuple[str, ...] = ()
    countries_but: Annotated[tuple[Id, ...], Meta(description="every country is this choice, but these")] = ()


class Fact(Record, frozen=True):
    """One thing a question needs to know."""

    fact: Id
    domain: Literal["tree", "place", "date", "number", "yes_no", "choice", "set"]
    label: Label
    ask: Label
    vocabulary: Id | None = None
    unit: Label | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    plausible: Annotated[
        Decimal | None, Meta(description="a number above this cannot be meant: it is refused with what was understood")
    ] = None
    whole: Annotated[bool, Meta(description="only whole numbers")] = False
    no_more_than: Annotated[Annotated[Id, id_of("fact")] | None, Meta(description="a fact that this number cannot exceed")] = None
    times: Annotated[
        int, Meta(description="so many times this number cannot exceed `no_more_than`: the second of several is at most half")
    ] = 1
    full_for: Annotated[
        dict[Id, tuple[Id, ...]],
        Meta(description="choices of another fact that leave no room for this number: each ceiling is held against its maximum instead"),
    ] = {}
    choices: tuple[Choice, ...] = ()
    fixed: Annotated[
        bool, Meta(description="nobody can change it to get another answer, such as a nationality: what would help never proposes to")
    ] = False
    assumed: Annotated[str | None, Meta(description="taken, and shown as taken, when the case does not say otherwise")] = None

    def __hash__(self) -> int:
        """By its name: what a number has no room for is a mapping, which has no hash of its own."""
        return hash(self.fact)


class Slot(Record, frozen=True):
    """One part of an answer. A ceiling bounds the number `of`; a chain lists its values mildest first; a flag is
    a condition that is either asked for or not; a set collects `values`; an amount is a number with a `unit`."""

    slot: Id
    kind: Literal["ceiling", "chain", "flag", "set", "amount"]
    label: Label
    of: Id | None = None
    values: tuple[Choice, ...] = ()
    unit: Label | None = None
    refuses: Annotated[bool, Meta(description="a flag that refuses the case as asked, whatever the numbers (a barred legal form)")] = False


Tone = Literal["good", "bad", "closed", "open", "steps"]
"""How an outcome looks: allowed; not as asked; not at all; not known; allowed after steps."""


class Outcome(Record, frozen=True):
    """One way a decision can end, with the sentence that says so. `{fact}` stands for the label of a fact's value; a part in
    square brackets is said only where the facts that it names are stated."""

    outcome: Id
    name: Label
    sentence: Label
    tone: Tone = "steps"
    depends: Annotated[
        Label | None, Meta(description="the sentence of `undetermined` where only facts are missing; `{open}` names these facts")
    ] = None


class Question(Record, frozen=True):
    """What can be asked: the facts it takes, the slots of its answer, and how the outcome is read off them.

    `reads: ceilings` compares each number with its ceiling (`permitted`, `not_permitted`, `prohibited`, and `refused` where it
    is open only which of the two last);
    `reads: chain` takes the value of the chain `main` as the outcome; `reads: grants` asks whether any grant applies
    (`granted`, `not_granted`).
    """

    question: Id
    title: Label
    facts: tuple[Fact, ...]
    slots: tuple[Slot, ...]
    reads: Literal["ceilings", "chain", "grants"]
    main: Annotated[Id, id_of("slot")]
    outcomes: tuple[Outcome, ...]
    about: Annotated[Label | None, Meta(description="what is asked, in one line, for a list of the questions")] = None
    apart: Annotated[
        tuple[dict[Annotated[Id, id_of("fact")], tuple[Id, ...]], ...],
        Meta(description="facts whose values cannot all be together: the case is refused"),
    ] = ()
    uncollected: Annotated[
        Label | None, Meta(description="said where the case may be allowed and no duty with a `stage` is on record for it")
    ] = None

    @property
    def ordered_numbers(self) -> tuple[tuple[str, str], ...]:
        """Each number with each other that it cannot exceed, at any remove: what lies between them may not be known."""
        more = {f.fact: f.no_more_than for f in self.facts if f.no_more_than is not None}
        out: list[tuple[str, str]] = []
        for low in more:
            high = more.get(low)
            while high is not None:
                out.append((low, high))
                high = more.get(high)
        return tuple(out)

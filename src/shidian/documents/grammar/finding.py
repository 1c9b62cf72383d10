"""Findings: what was seen in a document, each with its exact span and a normalised value."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from msgspec import Struct

Kind = Literal[
    "place",
    "origin",
    "activity",
    "body",
    "agreement",
    "instrument",
    "day",
    "period",
    "share",
    "amount",
    "count",
    "list",
    "measure",
    "event",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Bound = Literal["is", "above", "at_least", "at_most", "below", "about"]


class Named(Struct, frozen=True, tag="named"):
    """Entries of a vocabulary that a name stands for: one, or several where the name is ambiguous. `set` marks a named set or a set told by its number."""

    ids: tuple[str, ...]
    set: bool = False


class Cited(Struct, frozen=True, tag="cited"):
    """An instrument by title or number; `ids` are the instruments of the lawbook it fits, none when it is new."""

    ids: tuple[str, ...] = ()
    title: str | None = None
    number: str | None = None


class When(Struct, frozen=True, tag="when"):
    """A day, month, year or span (ISO, cut to what is said). `sense`: since and by leave one end open; vague says no day (recently)."""

    from_: str | None
    to: str | None = None
    sense: Literal["on", "since", "by", "span", "vague"] = "on"
    relative: bool = False


class AmountFound(Struct, frozen=True, tag="number"):
    """A number with its unit: a currency (whole units), percent, years …, or `count` with the noun that is counted."""

    number: Decimal
    unit: str
    bound: Bound = "is"
    noun: str | None = None


class Listing(Struct, frozen=True, tag="list"):
    """Names in a row. `count` is the index of the count that introduces them; `partial` when words such as "including" leave the list open."""

    ids: tuple[str, ...]
    count: Decimal | None = None
    noun: str | None = None
    partial: bool = False


class Measure(Struct, frozen=True, tag="measure"):
    """A statement of policy. `at` is the span of its verb, `verb` the official verb it comes to, `strength` its strength (5 strongest), None off the scale.

    `ceiling` is a highest share in percent (100 where a ceiling is removed); `excludes`, `limits`, `conditions` are spans of the words that narrow it.
    """

    word: str
    at: tuple[int, int]
    verb: str | None
    strength: int | None
    object: tuple[int, int]
    ceiling: Decimal | None = None
    below: bool = False
    lifts: bool = False
    excludes: tuple[tuple[int, int], ...] = ()
    limits: tuple[tuple[int, int], ...] = ()
    conditions: tuple[tuple[int, int], ...] = ()
    places: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    state: Literal["proposed", "done", "unsaid"] = "unsaid"


class Happened(Struct, frozen=True, tag="event"):
    """An event: what happened, when, by whom, to which instrument."""

    event: Literal["approved", "released", "issued", "in-force", "expired", "launched", "granted", "held"]
    day: str | None = None
    bodies: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()


Value = Named | Cited | When | AmountFound | Listing | Measure | Happened


class Finding(Struct, frozen=True):
    """One thing seen: its kind, span, the passage it stands in, and what it comes to. `origin` names who saw it."""

    kind: Kind
    start: int
    end: int
    passage: int
    value: Value
    origin: str = "grammar"

    @property
    def id(self) -> str:
        """A name that is stable for one text."""
        return f"{self.kind}:{self.start}-{self.end}" + ("" if self.origin == "grammar" else f":{self.origin}")


class Ignored(Struct, frozen=True):
    """A number or verb that is no finding, and the rule that says why."""

    start: int
    end: int
    rule: str


class Unread(Struct, frozen=True):
    """A sentence that holds a number or measure verb that nothing accounts for, with the spans of these."""

    start: int
    end: int
    tokens: tuple[tuple[int, int], ...]


class ReadOtherwise(Struct, frozen=True):
    """The same words read to two values: whose, and what each says."""

    start: int
    end: int
    origin: str
    ours: str
    theirs: str

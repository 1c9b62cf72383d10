"""Records of the openness measure: which activities count, with which weights, for which investor, and what each restriction scores.

They are choices of the editors, not law: nothing here can move a decision. A user replaces them by a file or a folder of their own.
"""

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from shidian.law.records.base import Id, Label, Record


class Basket(Record, frozen=True):
    """Activities measured together: everything below the terms of `activities`, but for what lies below those of `without`."""

    basket: Id
    name: Label
    activities: tuple[Id, ...]
    without: tuple[Id, ...] = ()
    note: Label | None = None


class Section(Record, frozen=True):
    """One section of an outside classification, and what it weighs among the sections."""

    section: str
    name: Label
    weight: Decimal


class Weighting(Record, frozen=True):
    """How the activities of a basket are weighted. `leaves`: each leaf the same; `areas`: each top term the same, its leaves alike;
    `classification`: by the sections of an outside classification whose classes the lawbook reads as activities (`names/industries/`): each
    class counts one in its section, shared equally among the activities it may touch (else the one it lies within) and the leaves below."""

    weighting: Id
    name: Label
    kind: Literal["leaves", "areas", "classification"]
    classification: Id | None = None
    sections: tuple[Section, ...] = ()
    note: Label | None = None


class EquityBands(Record, frozen=True):
    """What a grid scores for the highest foreign share allowed. `at_half` is the score of exactly 50 %, which many grids leave open; the
    other value it could take is shown beside it."""

    closed: Decimal
    below_half: Decimal
    at_half: Decimal
    above_half: Decimal
    full: Decimal


class ScoreGrid(Record, frozen=True):
    """A grid of restrictiveness: a score for the share allowed, for each condition (a flag slot of the question) and for each kind of
    duty that comes with the way taken. The scores of an activity are added and capped at 1."""

    grid: Id
    name: Label
    equity: EquityBands
    slots: dict[str, Decimal]
    duties: dict[str, Decimal]
    verified: Annotated[bool, Meta(description="whether its numbers were checked against the publication they come from")] = False
    note: Label | None = None


class InvestorProfile(Record, frozen=True):
    """The investor that a measure takes: every fact of the question but activity, place, share and day. One investor holds the share."""

    profile: Id
    question: Id
    name: Label
    facts: dict[str, str]
    note: Label | None = None


class Counterfactual(Record, frozen=True):
    """A place to hold the regions against: a unit, in the zones named and no other."""

    counterfactual: Id
    name: Label
    unit: Id
    zones: tuple[Id, ...] = ()
    note: Label | None = None


class ControlBound(Record, frozen=True):
    """A condition of the decision that keeps a share from counting as open: with the flag `slot`, a share of `below` or more does not."""

    slot: Id
    below: Decimal
    note: Label | None = None


class Measures(Record, frozen=True):
    """One file of `measures/`; any of the lists may stand in any file. The first of each list is the one taken by default."""

    baskets: tuple[Basket, ...] = ()
    weightings: tuple[Weighting, ...] = ()
    grids: tuple[ScoreGrid, ...] = ()
    profiles: tuple[InvestorProfile, ...] = ()
    counterfactuals: tuple[Counterfactual, ...] = ()
    control: tuple[ControlBound, ...] = ()

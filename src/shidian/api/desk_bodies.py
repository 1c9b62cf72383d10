"""What a request to the desk may say. Which fields a state has is checked by the desk itself."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from shidian.api.bodies import Body

Why = Annotated[str | None, Field(max_length=2000, description="the reason, for the journal")]


class ItemToBegin(Body):
    """A new item: a task of the programme, or a measure of the region's own by `title` and `area`."""

    task: Annotated[str | None, Field(max_length=100, examples=["t1"])] = None
    title: Annotated[str | None, Field(max_length=300)] = None
    area: Annotated[str | None, Field(max_length=100)] = None
    state: Annotated[dict[str, Any], Field(default_factory=dict, description="fields of the state to begin with")]
    why: Why = None


class ApplicationToBegin(Body):
    """A firm's application for a pilot approval, under an item where one is named."""

    state: Annotated[dict[str, Any], Field(examples=[{"procedure": "…", "firm": "F-17", "coded": True}])]
    item: int | None = None
    why: Why = None


class AssessmentToBegin(Body):
    """An assessment of an item."""

    state: Annotated[dict[str, Any], Field(default_factory=dict, examples=[{"since": "2026-01-01", "until": "2026-06-30"}])]
    why: Why = None


class ChangeToPropose(Body):
    """The fields that a change would set; all others stay."""

    after: Annotated[dict[str, Any], Field(min_length=1, examples=[{"stage": "region-plan", "due": "2026-12-31"}])]
    why: Why = None


class ReasonGiven(Body):
    """A reason."""

    why: Annotated[str, Field(min_length=1, max_length=2000, examples=["the document was withdrawn"])]


class EyesWanted(Body):
    """How many pairs of eyes a change takes."""

    eyes: Annotated[int, Field(ge=1, le=3, examples=[2])]
    why: Annotated[str, Field(min_length=1, max_length=2000)]

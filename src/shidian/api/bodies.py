"""What a request may say."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Word = Annotated[str, Field(max_length=200)]
Facts = dict[Annotated[str, Field(max_length=100)], Word | bool | int | float | list[Word] | None]
"""Facts by name: ids, public codes, or names in Chinese or English; null means missing."""
MOST_CASES = 1000
MOST_CELLS = 2000

CASE = {"activity": "app-store", "territory": "chengdu", "origin": "DE", "share": 100, "on": "2025-06-01"}


class Body(BaseModel):
    """Base of all bodies: nothing unknown in them."""

    model_config = ConfigDict(extra="forbid")


class CaseBody(Body):
    """A case put to a question. What is left out is missing, except the day asked, which is today."""

    question: Annotated[str, Field(max_length=100, examples=["access"])]
    facts: Annotated[Facts, Field(default_factory=dict, examples=[CASE])]
    known_on: Annotated[dt.date | None, Field(description="only what had been published by this day counts")] = None


class BatchBody(Body):
    """Many cases put to one question."""

    question: Annotated[str, Field(max_length=100, examples=["access"])]
    cases: Annotated[list[Facts], Field(min_length=1, max_length=MOST_CASES, examples=[[CASE, CASE | {"territory": "shenzhen"}]])]
    known_on: dt.date | None = None


class ReplayBody(Body):
    """A receipt, as a decision carries it."""

    receipt: dict[str, Any]


class Axis(Body):
    """One side of a matrix: a fact and its values."""

    fact: Annotated[str, Field(max_length=100)]
    values: Annotated[list[Word], Field(min_length=1, max_length=200)]


class MatrixBody(Body):
    """The cases of a matrix: what they have in common, and the two facts in which they differ."""

    question: Annotated[str, Field(max_length=100, examples=["access"])]
    facts: Annotated[Facts, Field(default_factory=dict, examples=[{"share": 100, "origin": "DE", "on": "2025-06-01"}])]
    rows: Annotated[Axis, Field(examples=[{"fact": "activity", "values": ["idc", "app-store"]}])]
    columns: Annotated[Axis, Field(examples=[{"fact": "territory", "values": ["beijing", "chengdu", "shenzhen"]}])]
    known_on: dt.date | None = None

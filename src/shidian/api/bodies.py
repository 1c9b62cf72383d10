"""What a request may say."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shidian.answer.sentence.chips import LONGEST

Word = Annotated[str, Field(max_length=200)]
Facts = dict[Annotated[str, Field(max_length=100)], Word | bool | int | float | list[Word] | None]
"""Facts by name: ids, public codes, or names in Chinese or English; null means missing."""
MOST_CASES = 1000

CASE = {"activity": "app-store", "territory": "chengdu", "origin": "DE", "share": 100, "on": "2025-06-01"}


class Body(BaseModel):
    """Base of all bodies: nothing unknown in them."""

    model_config = ConfigDict(extra="forbid")


class CaseBody(Body):
    """A case put to a question. What is left out is missing, except the day asked, which is today."""

    question: Annotated[str, Field(max_length=100, examples=["access"])]
    facts: Annotated[Facts, Field(default_factory=dict, examples=[CASE])]
    known_on: Annotated[dt.date | None, Field(description="only what had been published by this day counts")] = None


class SentenceBody(Body):
    """A question in the user's own words, in English or Chinese."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST, examples=["Can a German company own 100% of an app store in Chengdu?"])]


class MemoSent(Body):
    """A memo as plain text, and the day for which it is checked (today when left out)."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=60_000,
            examples=[
                "Under article 6 of the Provisions on Promoting and Regulating Cross-Border Data Flow, a passed assessment is valid for two years."
            ],
        ),
    ]
    date: Annotated[dt.date | None, Field(examples=["2025-06-10"])] = None
    language: Literal["en", "zh"] | None = None


class BatchBody(Body):
    """Many cases put to one question."""

    question: Annotated[str, Field(max_length=100, examples=["access"])]
    cases: Annotated[list[Facts], Field(min_length=1, max_length=MOST_CASES, examples=[[CASE, CASE | {"territory": "shenzhen"}]])]
    known_on: dt.date | None = None


class WatchBody(Body):
    """Cases to watch, or a snapshot that was handed out before. `days_ahead` are the days within which changes to come are told."""

    question: Annotated[str | None, Field(max_length=100, examples=["access"])] = None
    cases: Annotated[list[dict[str, Word]], Field(max_length=MOST_CASES, examples=[[{k: str(v) for k, v in CASE.items()}]])] = []
    snapshot: dict[str, Any] | None = None
    days_ahead: Annotated[int, Field(ge=0, le=400)] = 90


class ReplayBody(Body):
    """A receipt, as a decision carries it."""

    receipt: dict[str, Any]


class MatrixBody(Body):
    """What the cases of a matrix have in common, and the two facts in which they differ."""

    question: Annotated[str, Field(max_length=100, examples=["access"])]
    facts: Annotated[
        Facts, Field(default_factory=dict, examples=[{"activity": "telecom", "share": 100, "origin": "DE", "on": "2025-06-01"}])
    ]
    rows: Annotated[str, Field(max_length=100, examples=["activity"])] = "activity"
    columns: Annotated[str, Field(max_length=100, examples=["territory"])] = "territory"
    shows: Literal["outcome", "ceiling"] = "outcome"
    reading: Literal["in_force", "announced"] = "in_force"
    known_on: dt.date | None = None


class DiffBody(Body):
    """Two days, and the facts that are the same on both."""

    question: Annotated[str, Field(max_length=100, examples=["access"])]
    facts: Annotated[Facts, Field(default_factory=dict, examples=[{"activity": "telecom", "share": 100, "origin": "DE"}])]
    since: Annotated[dt.date, Field(examples=["2024-10-31"])]
    until: Annotated[dt.date, Field(examples=["2025-05-01"])]
    reading: Literal["in_force", "announced"] = "in_force"


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

"""The doors of the first page: what people come with, in their own words, and where it leads."""

from __future__ import annotations

from shidian.answer.decision import Decision
from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.packaged import table
from shidian.web.page import Context, Visit


class DoorExample(Context, frozen=True):
    """A case behind a door, in words."""

    say: Label
    facts: dict[str, str]


class Door(Context, frozen=True):
    """What somebody comes with, what they want to know, the question it leads to, the facts that surely follow, and cases to begin with."""

    say: Label
    then: Label
    question: str
    facts: dict[str, str]
    examples: tuple[DoorExample, ...]


def doors(visit: Visit) -> tuple[Door, ...]:
    """The doors whose question and facts the lawbook has; examples that it does not know are left out."""
    return tuple(
        Door(
            Label(**d["say"]),
            Label(**d["then"]),
            d["question"],
            d["facts"],
            tuple(DoorExample(Label(**e["say"]), e["facts"]) for e in d["examples"] if can_be_read(visit, d["question"], e["facts"])),
        )
        for d in table("web/doors.toml")["door"]
        if can_be_read(visit, d["question"], d["facts"])
    )


class Onward(Context, frozen=True):
    """What is asked next: in words, the question, and the facts that are known of it."""

    say: Label
    question: str
    facts: dict[str, str]


def onward(visit: Visit, found: Decision) -> tuple[Onward, ...]:
    """What is asked next after a decision, of the questions that the lawbook has."""
    said = found.receipt.facts
    return tuple(
        Onward(Label(**d["say"]), d["question"], {f: said[f] for f in d["carry"] if f in said} | d["facts"][found.outcome])
        for d in table("web/doors.toml")["next"]
        if d["after"] == found.question and found.outcome in d["facts"] and d["question"] in visit.desk.book.lawbook.questions
    )


def can_be_read(visit: Visit, question: str, facts: dict[str, str]) -> bool:
    """Whether the lawbook has a question, and facts are facts of it."""
    if question not in visit.desk.book.lawbook.questions:
        return False
    try:
        visit.desk.book.read(question, facts)
    except CaseError:
        return False
    return True

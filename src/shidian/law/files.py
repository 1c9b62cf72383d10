"""Which folder of a lawbook holds which kind of record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shidian.law.case_records import WorkedCases
from shidian.law.evidence_records import Claims, Cues, Judgements, Subjects
from shidian.law.instrument_records import Instrument
from shidian.law.nodes import Node
from shidian.law.programme_records import Programme, Tasks
from shidian.law.records import Question, Sources, Vocabulary

KINDS: dict[str, type] = {
    "vocabulary": Vocabulary,
    "questions": Question,
    "evidence/sources": Sources,
    "evidence/subjects": Subjects,
    "evidence/claims": Claims,
    "evidence/cues": Cues,
    "evidence/judgements": Judgements,
    "instruments": Instrument,
    "programme/tasks": Tasks,
    "programme/facts": Programme,
    "cases": WorkedCases,
}


@dataclass(frozen=True)
class Loaded:
    """One file that could be read: its name, its nodes (for positions) and its record."""

    name: str
    node: Node
    record: Any

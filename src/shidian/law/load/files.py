"""Which folder or file of a lawbook holds which kind of record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shidian.law.load.nodes import YamlNode
from shidian.law.records.case import WorkedCases
from shidian.law.records.evidence import Claims, Cues, Judgements, Subjects
from shidian.law.records.imprint import Imprint
from shidian.law.records.instrument import Instrument
from shidian.law.records.measures import Measures
from shidian.law.records.names import IndustryCodes, PlaceNames, SpokenNames
from shidian.law.records.procedure import Procedure, WorkingDays
from shidian.law.records.programme import Programme, Tasks
from shidian.law.records.question import Question
from shidian.law.records.source import Sources
from shidian.law.records.vocabulary import Vocabulary

KINDS: dict[str, type] = {
    "vocabulary": Vocabulary,
    "names/spoken": SpokenNames,
    "names/industries": IndustryCodes,
    "names/places": PlaceNames,
    "questions": Question,
    "evidence/sources": Sources,
    "evidence/subjects": Subjects,
    "evidence/claims": Claims,
    "evidence/cues": Cues,
    "evidence/judgements": Judgements,
    "instruments": Instrument,
    "programme/tasks": Tasks,
    "programme/facts": Programme,
    "measures": Measures,
    "procedures": Procedure,
    "calendar": WorkingDays,
    "cases": WorkedCases,
}
"""The kind of record that the files of a folder hold."""
SINGLE: dict[str, type] = {"imprint.yaml": Imprint}
"""The kind of record of single files."""


@dataclass(frozen=True)
class Loaded:
    """One file that could be read: its name, its nodes (for positions) and its record."""

    name: str
    node: YamlNode
    record: Any


def records(loaded: list[Loaded], kind: type) -> list[tuple[Loaded, Any]]:
    """The files that hold a record of `kind`, with the record."""
    return [(item, item.record) for item in loaded if isinstance(item.record, kind)]

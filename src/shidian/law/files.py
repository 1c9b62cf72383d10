"""The files of a lawbook folder as they are: which folder holds which kind of record, their bytes, and one digest of all."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path as FilePath

from shidian.errors import Fault, LawbookError
from shidian.law.records.case import WorkedCases
from shidian.law.records.evidence import Claims, Cues, Judgements, Subjects
from shidian.law.records.instrument import Instrument
from shidian.law.records.measures import Measures
from shidian.law.records.names import IndustryCodes, PlaceNames, SpokenNames, Vocabulary
from shidian.law.records.procedure import Procedure, WorkingDays
from shidian.law.records.programme import Programme, Tasks
from shidian.law.records.question import Question
from shidian.law.records.source import Imprint, Sources

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
class LawFile:
    """One file of a lawbook folder: its path relative to the folder, with forward slashes, and its bytes."""

    name: str
    raw: bytes


_YAML = re.compile(r"\.ya?ml(\.\w+)?$", re.IGNORECASE)
"""Files that are YAML or were meant to be, such as `list.YAML` and `list.yaml.txt`."""


def law_files(folder: FilePath) -> list[LawFile]:
    """The YAML files of a lawbook folder, sorted by name. Raises LawbookError when the folder is no lawbook."""
    found: list[LawFile] = []
    where = folder
    try:
        if not folder.is_dir():
            raise LawbookError([Fault("not-a-lawbook", str(folder), 1, 1, "", "there is no such folder")])
        meant = any((folder / name).exists() for name in (*KINDS, *SINGLE))  # `/` or a home would be walked for minutes, to be no lawbook
        for base, _, names in os.walk(folder) if meant else ():
            inside = base.removeprefix(str(folder)).replace(os.sep, "/").strip("/")
            for name in names:
                if _YAML.search(name) and not name.startswith(".") and (where := FilePath(base, name)).is_file():
                    found.append(LawFile(f"{inside}/{name}".lstrip("/"), where.read_bytes()))
    except OSError as error:
        message = f"this cannot be read: {error.strerror}"
        raise LawbookError([Fault("not-a-lawbook", str(where), 1, 1, "", message)]) from error
    if not any(kind_of(f.name) for f in found):
        kinds = ", ".join(f"{k}/" for k in KINDS)
        raise LawbookError(
            [Fault("not-a-lawbook", str(folder), 1, 1, "", "this folder holds no lawbook file", f"a lawbook has the folders {kinds}")]
        )
    return sorted(found, key=lambda f: f.name)


def kind_of(name: str) -> type | None:
    """The kind of record that a file of this name holds."""
    return SINGLE.get(name) or next((k for folder, k in KINDS.items() if name.startswith(folder + "/")), None)


def digest_of(files: list[LawFile]) -> str:
    """One SHA-256 over the names and bytes of all files."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\0{len(file.raw)}\0".encode())
        total.update(file.raw)
    return total.hexdigest()

"""A folder of YAML files to a checked :class:`~shidian.law.lawbook.Lawbook`.

All faults of all files are found in one pass: first each file by itself, then the references between files.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import Any, TypeVar

import msgspec

from shidian.errors import Fault, LawbookError
from shidian.law.check.lawbook import check
from shidian.law.files import KINDS, LawFile, digest_of, kind_of, law_files
from shidian.law.lawbook import Content, Lawbook
from shidian.law.load.binding import BAD, bind, fields_of
from shidian.law.load.nodes import Loaded, Path, YamlNode, dotted, read_nodes
from shidian.law.load.spelled import relieved_together, spelled_out, with_steps
from shidian.law.near import did_you_mean
from shidian.law.records.base import Record
from shidian.law.records.case import WorkedCases, spread
from shidian.law.records.evidence import Claims, Cues, Judgements, Subjects
from shidian.law.records.instrument import Instrument
from shidian.law.records.measures import Measures
from shidian.law.records.names import IndustryCodes, PlaceNames, SpokenNames, Vocabulary
from shidian.law.records.procedure import Procedure, WorkingDays
from shidian.law.records.programme import Programme, Tasks
from shidian.law.records.question import Question
from shidian.law.records.source import Imprint, Source, Sources
from shidian.law.unswept import unswept


def drafted(name: str, raw: bytes) -> LawFile | None:
    """A file from outside as a file of a lawbook: the folder follows from the keys it has, the name from its id. None when the keys fit
    no kind of file."""
    node, _ = read_nodes(raw)
    keys = set(node.entries or ()) if node is not None else set()
    for folder, kind in KINDS.items():
        known = fields_of(kind)
        if keys and keys <= known.keys() and all(f.key in keys for f in known.values() if f.required):
            id = (
                node.entries[kind.__name__.lower()][1].text
                if node and node.entries and kind in (Instrument, Question, Vocabulary)
                else None
            )
            return LawFile(f"{folder}/{id}.yaml" if id else f"{folder}/{name}", raw)
    return None


def load_files(files: list[LawFile]) -> tuple[list[Loaded], list[Fault]]:
    """The files that could be read, each by itself, and the faults of the others."""
    faults: list[Fault] = []
    loaded: list[Loaded] = []
    for file in files:
        record, node = _read(file, faults)
        if record is not None and node is not None:
            loaded.append(Loaded(file.name, node, record))
    return loaded, faults


def read_files(files: list[LawFile]) -> tuple[Lawbook | None, list[Fault]]:
    """The lawbook that the files make up, and every fault; the lawbook is None when any record could not be read."""
    with unswept():  # hundreds of thousands of values, all of them kept until the end: sweeping took two fifths of the time
        return _read_all(files)


def _read_all(files: list[LawFile]) -> tuple[Lawbook | None, list[Fault]]:
    loaded, faults = load_files(files)
    whole = len(loaded) == len(files)
    loaded = spelled_out(loaded)
    faults.extend(check(loaded, references=whole))
    cases = tuple(spread(item.record) for item in loaded if isinstance(item.record, WorkedCases))
    book = Lawbook(_content(loaded, digest_of(files)), lambda: cases) if whole else None
    return book, sorted(set(faults), key=lambda f: (f.file, f.line, f.column, f.code))


def read_lawbook(folder: FilePath, added: Iterable[LawFile] = ()) -> Lawbook:
    """The checked lawbook of a folder, with files added or put in the place of others. Raises LawbookError with every fault
    found."""
    files = {f.name: f for f in (*law_files(folder), *added)}
    book, faults = read_files([files[name] for name in sorted(files)])
    if faults or book is None:
        raise LawbookError(faults)
    return book


def _read(file: LawFile, faults: list[Fault]) -> tuple[Any, YamlNode | None]:
    if not file.name.endswith((".yaml", ".yml")):
        faults.append(Fault("stray-file", file.name, 1, 1, "", "a lawbook file ends in `.yaml`", "rename it"))
        return None, None
    node, problems = read_nodes(file.raw)
    faults.extend(Fault(p.code, file.name, p.line, p.column, "", p.message, p.hint) for p in problems)
    if node is None:
        if not problems:
            faults.append(Fault("empty", file.name, 1, 1, "", "the file is empty"))
        return None, None

    def report(code: str, path: Path, at: YamlNode, message: str, hint: str | None) -> None:
        faults.append(Fault(code, file.name, at.line, at.column, dotted(path), message, hint))

    kind = kind_of(file.name)
    if kind is None:
        faults.append(
            Fault(
                "stray-file",
                file.name,
                1,
                1,
                "",
                "no kind of record belongs in this folder",
                did_you_mean(file.name.rsplit("/", 1)[0], KINDS),
            )
        )
        return None, None
    record = bind(node, kind, (), report)
    return (None if record is BAD else record), node


def _content(loaded: list[Loaded], digest: str) -> Content:
    def of(kind: type) -> list[Any]:
        return [item.record for item in loaded if isinstance(item.record, kind)]

    sources: dict[str, Source] = {s.id: s for part in of(Sources) for s in part.sources}
    return Content(
        digest=digest,
        vocabularies={v.vocabulary: v for v in of(Vocabulary)},
        sources=sources,
        questions={q.question: q for q in of(Question)},
        instruments=relieved_together({i.instrument: i for i in of(Instrument)}),
        subjects=_joined(Subjects, of(Subjects)),
        claims=tuple(c for part in of(Claims) for c in part.claims),
        judgements=tuple(j for part in of(Judgements) for j in part.judgements),
        cues=tuple(c for part in of(Cues) for c in part.cues),
        programme=_joined(Programme, of(Programme)),
        tasks=with_steps(tuple(of(Tasks)), [s for part in of(Programme) for s in part.steps]),
        measures=_joined(Measures, of(Measures)),
        procedures=tuple(of(Procedure)),
        calendar=tuple(of(WorkingDays)),
        spoken=tuple(of(SpokenNames)),
        industries=tuple(of(IndustryCodes)),
        places=tuple(of(PlaceNames)),
        imprint=next(iter(of(Imprint)), None),
    )


R = TypeVar("R", bound=Record)


def _joined(kind: type[R], parts: list[R]) -> R:
    """Several files of one kind as one record: their lists one after the other."""
    keys = [f.name for f in msgspec.structs.fields(kind)]
    return kind(**{key: tuple(x for part in parts for x in getattr(part, key)) for key in keys})

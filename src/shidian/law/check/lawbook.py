"""What a record cannot say of itself: references, cycles, duplicate ids, dates, languages.

Each check is a generator of :class:`Found`; :func:`check` runs all of them and gives each fault its line and column.
"""

from __future__ import annotations

from collections.abc import Iterator

from shidian.errors import Fault
from shidian.law.check.authority import check_authority
from shidian.law.check.evidence import check_evidence, check_programme
from shidian.law.check.found import FoundFault, own_id, repeated
from shidian.law.check.instruments import check_instruments
from shidian.law.check.labels import check_labels
from shidian.law.check.measures import check_measures
from shidian.law.check.meeting import check_meetings
from shidian.law.check.names import check_names, check_vocabulary
from shidian.law.check.questions import check_cases, check_questions
from shidian.law.check.references import check_references
from shidian.law.load.nodes import Loaded, dotted
from shidian.law.records.case import WorkedCases
from shidian.law.records.names import Vocabulary
from shidian.law.records.source import Sources


def check(loaded: list[Loaded], *, references: bool) -> list[Fault]:
    """All faults over `loaded`. With `references` false (some file could not be read) references are not
    reported, so that one broken file does not raise a cloud of false alarms."""
    found: list[FoundFault] = []
    for item in loaded:
        found.extend(check_labels(item, item.record, ()))
        found.extend(_file_name(item))
    found.extend(_unique(loaded))
    for item in loaded:
        if isinstance(item.record, Vocabulary):
            found.extend(check_vocabulary(item, item.record))
    for group in (
        check_references,
        check_questions,
        check_instruments,
        check_authority,
        check_cases,
        check_evidence,
        check_programme,
        check_measures,
        check_names,
    ):
        found.extend(group(loaded))
    if references:
        found.extend(check_meetings(loaded))
    return [_placed(f) for f in found if references or f.code != "unknown-reference"]


def _placed(found: FoundFault) -> Fault:
    node = found.file.node.at(found.path)
    return Fault(found.code, found.file.name, node.line, node.column, dotted(found.path), found.message, found.hint)


def _file_name(item: Loaded) -> Iterator[FoundFault]:
    named = own_id(item.record)
    stem = item.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if named and named[1] != stem:
        yield FoundFault(
            "misnamed-file", item, (named[0],), f"`{named[1]}` stands in a file named `{stem}`", f"rename the file to `{named[1]}.yaml`"
        )


def _unique(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """No id stands twice where it must be the only one."""
    files: dict[tuple[str, str], str] = {}
    sources: dict[str, str] = {}
    for item in loaded:
        named = own_id(item.record)
        if named:
            if named in files:
                yield FoundFault("duplicate-id", item, (named[0],), f"`{named[1]}` is already in {files[named]}")
            files[named] = item.name
        if isinstance(item.record, Sources):
            for i, source in enumerate(item.record.sources):
                if source.id in sources:
                    yield FoundFault("duplicate-id", item, ("sources", i, "id"), f"`{source.id}` is already in {sources[source.id]}")
                sources[source.id] = item.name
        if isinstance(item.record, WorkedCases):
            yield from repeated(item, ("cases",), "case", item.record.cases)

"""The worked cases as tables: the facts, and the answer that a lawyer gave."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.compiled import CompiledLaw
from shidian.export.table import ExportTable, table


def case_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Worked cases: facts, and the answer that a lawyer gave."""
    cases = [(g.question, c) for g in law.lawbook.cases for c in g.cases]
    yield table(
        "cases",
        "facts put to a question, and the answer that a lawyer gave; the whole decision is in the conformance suite",
        "question case_id",
        {
            "question": "string>questions | the question",
            "case_id": "string | id",
            "title": "label | title",
            "outcome": "string | the answer in force, where the lawyer gave one",
            "announced": "string | the answer as announced, where the lawyer gave one",
            "because": "string | why it is open",
            "basis": "label | why",
            "strength": "string | how sure the lawyer was",
            "known_on": "date | only what had been published by then counts",
        },
        (
            {"question": q, "case_id": c.case, "title": c.title, "outcome": c.expect.outcome, "announced": c.expect.announced}
            | {"because": c.expect.because, "basis": c.basis, "strength": c.strength, "known_on": c.known_on}
            for q, c in cases
        ),
        "title_en",
    )
    yield table(
        "case_facts",
        "the facts of a worked case",
        "question case_id fact",
        {
            "question": "string>questions | the question",
            "case_id": "string | the case",
            "fact": "string | the fact, or a zone",
            "value": "string | its value",
        },
        ({"question": q, "case_id": c.case, "fact": f, "value": v} for q, c in cases for f, v in c.facts.items()),
    )

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
        (
            (c, {"question": q, "case_id": c.case} | {n: getattr(c.expect, n) for n in ("outcome", "announced", "because")})
            for q, c in cases
        ),
    )
    yield table("case_facts", ({"question": q, "case_id": c.case, "fact": f, "value": v} for q, c in cases for f, v in c.facts.items()))

"""The evidence as tables: sources, subjects, claims, and the contradictions between claims with the judgement on each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from shidian.catalogue.evidence import all_contradictions
from shidian.compiled import CompiledLaw
from shidian.export.table import ExportTable, table
from shidian.law.records.evidence import Said


def evidence_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Sources, claims, and the contradictions between them with the judgement on each."""
    book = law.lawbook
    yield table("sources", ((s, {"source": s.id, "address": s.address or s.site, "dated": s.date}) for s in book.sources.values()))
    yield table("subjects", ((s, {}) for s in book.content.subjects.subjects))
    yield table("claims", ((c, dict(zip(("sign", "number", "said"), _said(c.says), strict=True))) for c in book.claims.values()))
    clashes = all_contradictions(book)
    yield table(
        "contradictions",
        (
            {"contradiction": c.contradiction.id, "kind": c.contradiction.kind, "subject": c.contradiction.subject}
            | ({"verdict": c.judgement.verdict, "reason": c.judgement.reason} if c.judgement else {})
            for c in clashes
        ),
    )
    yield table("contradiction_claims", ({"contradiction": c.contradiction.id, "claim": x.claim} for c in clashes for x in c.claims))


def _said(said: Said) -> tuple[str, Decimal | None, str | None]:
    """The sign of what is said, its number, and its words where it is no number."""
    numbers = (("=", said.number), ("~", said.about), (">=", said.at_least), (">", said.above), ("<=", said.at_most), ("<", said.below))
    found = [(sign, n) for sign, n in numbers if n is not None]
    if len(found) == 1:
        return *found[0], None
    if found:
        return "span", None, " ".join(f"{sign}{n:f}" for sign, n in found)
    if said.words:
        return "list", None, ", ".join(said.words)
    if said.word is not None:
        return "word", None, said.word
    return "span", None, "/".join(w for w in (said.from_, said.to) if w)

"""The evidence as tables: sources, subjects, claims, and the contradictions between claims with the judgement on each."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.catalogue.evidence import all_contradictions
from shidian.compiled import CompiledLaw
from shidian.export.table import ExportTable, table
from shidian.law.records.evidence import Said


def evidence_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Sources, claims, and the contradictions between them with the judgement on each."""
    book = law.lawbook
    yield table(
        "sources",
        "where texts were read",
        "source",
        {
            "source": "string | id",
            "title": "label | title",
            "publisher": "label | who published it",
            "language": "string | zh, en or other",
            "grade": "string | official, spokesperson, press, law-firm, reprint or other",
            "address": "string | where it stands",
            "dated": "date | its day",
            "read": "date | when it was read",
        },
        (
            {"source": s.id, "title": s.title, "publisher": s.publisher, "language": s.language, "grade": s.grade}
            | {"address": s.address or s.site, "dated": s.date, "read": s.read}
            for s in book.sources.values()
        ),
        "title_en",
    )
    yield table(
        "subjects",
        "what claims are about",
        "subject",
        {"subject": "string | id", "name": "label | name", "unit": "string | unit of its numbers"},
        ({"subject": s.subject, "name": s.name, "unit": s.unit} for s in book.content.subjects.subjects),
        "name_en",
    )
    yield table(
        "claims",
        "who said what",
        "claim",
        {
            "claim": "string | id",
            "subject": "string>subjects | what it is about",
            "source": "string>sources | who said it",
            "summary": "label | in words",
            "sign": "string | =, ~ (rounded), >=, >, <=, <, list, word or span",
            "number": "number | the number, where it is one",
            "said": "string | what is said, where it is no number; a list with commas",
            "as_of": "string | the day or period it is about",
            "unit": "string | unit, where it is not that of the subject",
        },
        (
            {"claim": c.claim, "subject": c.subject, "source": c.source, "summary": c.summary, "as_of": c.as_of, "unit": c.unit}
            | _said(c.says)
            for c in book.claims.values()
        ),
        "summary_en",
    )
    clashes = all_contradictions(book)
    yield table(
        "contradictions",
        "claims that cannot all hold, with the judgement on each",
        "contradiction",
        {
            "contradiction": "string | id",
            "kind": "string | kind of contradiction",
            "subject": "string>subjects | what it is about",
            "verdict": "string | the judgement, where there is one",
            "reason": "label | why",
        },
        (
            {"contradiction": c.contradiction.id, "kind": c.contradiction.kind, "subject": c.contradiction.subject}
            | ({"verdict": c.judgement.verdict, "reason": c.judgement.reason} if c.judgement else {})
            for c in clashes
        ),
    )
    yield table(
        "contradiction_claims",
        "the claims of a contradiction",
        "contradiction claim",
        {"contradiction": "string>contradictions | the contradiction", "claim": "string>claims | the claim"},
        ({"contradiction": c.contradiction.id, "claim": x.claim} for c in clashes for x in c.claims),
    )


def _said(said: Said) -> dict[str, object]:
    numbers = (("=", said.number), ("~", said.about), (">=", said.at_least), (">", said.above), ("<=", said.at_most), ("<", said.below))
    found = [(sign, n) for sign, n in numbers if n is not None]
    if len(found) == 1:
        return {"sign": found[0][0], "number": found[0][1]}
    if found:
        return {"sign": "span", "said": " ".join(f"{sign}{n:f}" for sign, n in found)}
    if said.words:
        return {"sign": "list", "said": ", ".join(said.words)}
    if said.word is not None:
        return {"sign": "word", "said": said.word}
    return {"sign": "span", "said": "/".join(w for w in (said.from_, said.to) if w)}

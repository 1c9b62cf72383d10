"""The vocabularies as tables: entries, other names, codes, zones, groups, and the classes of industry classifications."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.compiled import CompiledLaw
from shidian.export.table import ExportTable, table
from shidian.law.records.vocabulary import Group, Term, Zone


def vocabulary_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Terms, zones and groups, their names and public codes, and the classes of industry classifications."""
    found = law.lawbook.content.vocabularies.values()
    entries: list[tuple[str, str, Term | Zone | Group]] = [
        *(("term", v.vocabulary, t) for v in found for t in v.terms),
        *(("zone", v.vocabulary, z) for v in found for z in v.zones),
        *(("group", v.vocabulary, g) for v in found for g in v.groups),
    ]
    yield table(
        "terms",
        ((e, {"kind": kind, "vocabulary": v, "term": e.id, "parent": e.parent if isinstance(e, Term) else None}) for kind, v, e in entries),
    )
    yield table("term_names", ({"vocabulary": v, "term": e.id, "name": n} for _, v, e in entries for n in dict.fromkeys(e.aliases)))
    yield table(
        "term_codes",
        ({"vocabulary": v.vocabulary, "term": t.id, "scheme": s, "code": c} for v in found for t in v.terms for s, c in t.codes.items()),
    )
    yield table("zone_units", ({"zone": z.id, "unit": u} for v in found for z in v.zones for u in z.touches))
    yield table("group_members", ({"grouping": g.id, "member": m} for v in found for g in v.groups for m in g.members))
    yield table(
        "industry_classes",
        ((c, {"classification": i.classification, "activity": c.within}) for i in law.lawbook.content.industries for c in i.classes),
    )

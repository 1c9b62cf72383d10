"""The vocabularies as tables: entries, other names, codes, zones, groups, and the classes of industry classifications."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.compiled import CompiledLaw
from shidian.export.table import ExportTable, table


def vocabulary_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """Terms, zones and groups, their names and public codes, and the classes of industry classifications."""
    found = law.lawbook.content.vocabularies.values()
    entries = [
        *(("term", v.vocabulary, t.id, t.name, t.parent, t.aliases, t.note) for v in found for t in v.terms),
        *(("zone", v.vocabulary, z.id, z.name, None, z.aliases, z.note) for v in found for z in v.zones),
        *(("group", v.vocabulary, g.id, g.name, None, g.aliases, g.note) for v in found for g in v.groups),
    ]
    yield table(
        "terms",
        "entries of the vocabularies: activities, territories, origins, authorities",
        "vocabulary term",
        {
            "vocabulary": "string | the vocabulary",
            "term": "string | id, as a fact takes it",
            "kind": "string | term, zone (an area that is no administrative unit) or group (a named set)",
            "name": "label | name",
            "parent": "string | the wider term of the same vocabulary",
            "note": "label | note of the editors",
        },
        (
            {"kind": k, "vocabulary": v, "term": id, "name": name, "parent": parent, "note": note}
            for k, v, id, name, parent, _, note in entries
        ),
        "name_en",
    )
    yield table(
        "term_names",
        "other names of an entry",
        "vocabulary term name",
        {"vocabulary": "string | the vocabulary", "term": "string | id", "name": "string | another name"},
        ({"vocabulary": v, "term": id, "name": n} for _, v, id, _, _, names, _ in entries for n in dict.fromkeys(names)),
    )
    yield table(
        "term_codes",
        "public codes of an entry: the crosswalk to standards",
        "vocabulary term scheme",
        {
            "vocabulary": "string | the vocabulary",
            "term": "string | id",
            "scheme": "string | the standard",
            "code": "string | its code there",
        },
        ({"vocabulary": v.vocabulary, "term": t.id, "scheme": s, "code": c} for v in found for t in v.terms for s, c in t.codes.items()),
    )
    yield table(
        "zone_units",
        "the units that a zone can overlap",
        "zone unit",
        {"zone": "string | id", "unit": "string | id in the vocabulary of territories"},
        ({"zone": z.id, "unit": u} for v in found for z in v.zones for u in z.touches),
    )
    yield table(
        "group_members",
        "the members of a group",
        "grouping member",
        {"grouping": "string | id of the group", "member": "string | id of a term or zone"},
        ({"grouping": g.id, "member": m} for v in found for g in v.groups for m in g.members),
    )
    yield table(
        "industry_classes",
        "classes of an industry classification, read as activities",
        "classification code",
        {
            "classification": "string | the classification",
            "code": "string | the class",
            "name": "string | its name",
            "activity": "string | the lowest activity that surely contains it",
            "equal": "boolean | the class and the activity have the same extent",
            "doubtful": "boolean | the editors are not sure",
        },
        (
            {
                "classification": i.classification,
                "code": c.code,
                "name": c.name,
                "activity": c.within,
                "equal": c.equal,
                "doubtful": c.doubtful,
            }
            for i in law.lawbook.content.industries
            for c in i.classes
        ),
        "name",
    )

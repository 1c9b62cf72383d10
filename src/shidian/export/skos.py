"""The vocabularies as SKOS: concepts with names in both languages, what is wider, groups as collections, public codes as notations."""

from __future__ import annotations

from typing import Any

from shidian.compiled import CompiledLaw
from shidian.law.records.names import Group, Term, Vocabulary, Zone

BASE = "urn:shidian:"
"""Addresses that name without pointing anywhere: nobody serves them."""
CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "label": {"@id": "skos:prefLabel", "@container": "@language"},
    "alternative": {"@id": "skos:altLabel", "@container": "@set"},
    "note": {"@id": "skos:scopeNote", "@container": "@language"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "related": {"@id": "skos:related", "@type": "@id", "@container": "@set"},
    "scheme": {"@id": "skos:inScheme", "@type": "@id"},
    "top": {"@id": "skos:topConceptOf", "@type": "@id"},
    "member": {"@id": "skos:member", "@type": "@id", "@container": "@set"},
    "notation": {"@id": "skos:notation", "@container": "@set"},
    "identifier": "dct:identifier",
    "version": "dct:hasVersion",
}


def concepts(law: CompiledLaw) -> dict[str, Any]:
    """The vocabularies as one JSON-LD document."""
    graph: list[dict[str, Any]] = []
    for vocabulary in law.lawbook.content.vocabularies.values():
        name = vocabulary.vocabulary
        graph.append({"@id": f"{BASE}{name}", "@type": "skos:ConceptScheme", "identifier": name, "version": law.digest})
        graph += [_term(name, t) for t in vocabulary.terms]
        graph += [_zone(name, z) for z in vocabulary.zones]
        graph += [_group(vocabulary, g) for g in vocabulary.groups]
    return {"@context": CONTEXT, "@graph": graph}


def _entry(vocabulary: str, entry: Term | Zone | Group) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@id": f"{BASE}{vocabulary}:{entry.id}",
        "identifier": entry.id,
        "label": {"en": entry.name.en, "zh": entry.name.zh},
    }
    if entry.aliases:
        found["alternative"] = list(dict.fromkeys(entry.aliases))
    if entry.note is not None:
        found["note"] = {"en": entry.note.en, "zh": entry.note.zh}
    return found


def _term(vocabulary: str, term: Term) -> dict[str, Any]:
    above = {"broader": f"{BASE}{vocabulary}:{term.parent}"} if term.parent else {"top": f"{BASE}{vocabulary}"}
    codes = {"notation": [{"@value": code, "@type": f"{BASE}codes:{scheme}"} for scheme, code in term.codes.items()]} if term.codes else {}
    return _entry(vocabulary, term) | {"@type": "skos:Concept", "scheme": f"{BASE}{vocabulary}"} | above | codes


def _zone(vocabulary: str, zone: Zone) -> dict[str, Any]:
    """A zone is a concept that is related to the units it can overlap: it is not narrower than any of them."""
    touched = {"related": [f"{BASE}{vocabulary}:{u}" for u in (*zone.touches, *zone.within)]}
    return _entry(vocabulary, zone) | {"@type": "skos:Concept", "scheme": f"{BASE}{vocabulary}"} | touched


def _group(vocabulary: Vocabulary, group: Group) -> dict[str, Any]:
    name = vocabulary.vocabulary
    return _entry(name, group) | {"@type": "skos:Collection", "member": [f"{BASE}{name}:{m}" for m in group.members]}

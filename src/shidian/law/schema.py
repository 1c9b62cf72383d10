"""The JSON Schema of lawbook files, generated from the records, for editors and other programs.

Alone it describes shapes. With the records of a lawbook it also knows every id: an editor completes `issuers`, `sources`, `relieves`, and,
by the question of a rule, the facts and values of its scope and the slots of its effect. Fields that name something carry
`x-id-of` with the kind of thing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from shidian.law.check.known import Existing, everywhere
from shidian.law.files import KINDS, SINGLE
from shidian.law.names import Entry
from shidian.law.records.case import WorkedCases
from shidian.law.records.instrument import Instrument
from shidian.law.records.names import Vocabulary
from shidian.law.records.question import Fact, Question, Slot

Schema = dict[str, Any]

KIND_NAMES: dict[str, type] = {kind.__name__.lower(): kind for kind in (*KINDS.values(), *SINGLE.values())}
TEXT = {"type": ["string", "number", "boolean"]}
"""A text: the reader takes every plain scalar as the text it is written in. An unquoted 24 is the number of a provision, 2025 a year."""


def schema_of(kind: str, found: Iterable[Any] = ()) -> Schema:
    """The schema of one kind of file (`instrument`, `question`, `vocabulary`, `sources`, `workedcases`, …), with every id that the records
    of a lawbook know."""
    (top,), parts = msgspec.json.schema_components([KIND_NAMES[kind]], ref_template="#/$defs/{name}")
    parts = _loosened(parts)
    if records := list(found):
        parts = _with_ids(parts, records)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"shidian {kind}", **top, "$defs": parts}


def _loosened(value: Any) -> Any:
    """Numbers are written as numbers in files; msgspec describes a Decimal as text."""
    if isinstance(value, dict):
        if value.get("format") == "decimal":
            return {"type": "number"}
        if value.get("type") == "string" and value.keys() <= {"type", "x-id-of", "description"} and "description" not in value:
            return value | TEXT
        if value.get("type") == "string" and str(value.get("pattern", "")).startswith("^\\d{4}"):
            return value | {"type": ["string", "integer"]}
        return {k: _loosened(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_loosened(v) for v in value]
    return value


def _with_ids(parts: Schema, records: list[Any]) -> Schema:
    """The definitions with the ids of a lawbook in the place of texts."""
    kinds = everywhere(records)
    used: set[str] = set()
    out: Schema = {name: _named(part, kinds, used) for name, part in parts.items()}
    vocabularies = [v for v in records if isinstance(v, Vocabulary)]
    entries: dict[str, list[Entry]] = {v.vocabulary: [*v.terms, *v.zones, *v.groups] for v in vocabularies}
    vocabulary_of = {"authority": "authorities", "territory": "territories", "condition": "conditions"}
    described = {kind: entries.get(id, ()) for kind, id in vocabulary_of.items()}
    for kind in used:
        out[_definition(kind)] = _words(kinds[kind].ids, described.get(kind, ()))
    questions = sorted((q for q in records if isinstance(q, Question)), key=lambda q: q.question)
    limits = {
        f"{i.instrument}/{r.rule}": r.question
        for i in records
        if isinstance(i, Instrument)
        for p in i.provisions
        for r in p.rules
        if r.kind == "limit"
    }
    for name in {"Rule", "Gap"} & out.keys():
        out[name]["allOf"] = [_by_question(q, [id for id, of in limits.items() if of == q.question]) for q in questions]
    if {"Rule", "Gap"} & out.keys():
        for question in questions:
            scope, effect = {f.fact: _test(f) for f in question.facts}, {s.slot: _value(s) for s in question.slots}
            for name, inside in (("scope", scope), ("effect", effect)):
                out[f"{name}-of-{question.question}"] = {"type": "object", "properties": inside, "additionalProperties": False}
        out |= {f"entry-of-{id}": _tree_words(found) for id, found in entries.items()}
    if WorkedCases.__name__ in out:
        zones = [z.id for v in vocabularies for z in v.zones]
        out[WorkedCases.__name__]["allOf"] = [_cases(q, zones) for q in questions]
    return out


def _definition(kind: str) -> str:
    return f"id-of-{kind}"


def _named(value: Any, kinds: dict[str, Existing], used: set[str]) -> Any:
    if isinstance(value, dict):
        kind = value.get("x-id-of")
        if kind in kinds:
            used.add(kind)
            return {"$ref": f"#/$defs/{_definition(kind)}"} | {k: v for k, v in value.items() if k == "x-id-of"}
        return {k: _named(v, kinds, used) for k, v in value.items()}
    if isinstance(value, list):
        return [_named(v, kinds, used) for v in value]
    return value


def _words(ids: Collection[str], entries: Iterable[Entry] = ()) -> Schema:
    """One of these words; an editor shows the names of the entries beside them."""
    listed = sorted(ids)
    names = {e.id: f"{e.name.en} {e.name.zh}" for e in entries}
    return {"enum": listed} | ({"enumDescriptions": [names.get(id, "") for id in listed]} if names else {})


def _tree_words(entries: Iterable[Entry]) -> Schema:
    """The words of a tree: its entries, and what none of their parts is (`:other`)."""
    entries = tuple(entries)
    ids = [e.id for e in entries]
    return _words({*ids, *(id + ":other" for id in ids)}, entries)


def _if_question(question: Question, then: Schema) -> Schema:
    return {"if": {"properties": {"question": {"const": question.question}}, "required": ["question"]}, "then": {"properties": then}}


def _by_question(question: Question, limits: list[str]) -> Schema:
    scope = {"$ref": f"#/$defs/scope-of-{question.question}"}
    return _if_question(
        question,
        {
            "when": scope,
            "unless": {"items": scope},
            "effect": {"$ref": f"#/$defs/effect-of-{question.question}"},
            "relieves": {"items": {"enum": sorted(limits)}} if limits else {"maxItems": 0},
        },
    )


def _test(fact: Fact) -> Schema:
    about = {"description": f"{fact.label.en} {fact.label.zh}"}
    if fact.domain in ("number", "date"):
        return {"$ref": "#/$defs/Range"} | about
    if fact.domain == "set":
        words = {"type": "array", "items": _words([c.id for c in fact.choices], fact.choices)}
        return {"$ref": "#/$defs/Range", "properties": dict.fromkeys(("any_of", "all_of", "none_of"), words)} | about
    if fact.domain in ("tree", "place"):
        word: Schema = {"$ref": f"#/$defs/entry-of-{fact.vocabulary}"}
    else:
        word = _words(("yes", "no")) if fact.domain == "yes_no" else _words([c.id for c in fact.choices], fact.choices)
    return {"anyOf": [word, {"type": "array", "items": word}]} | about


def _value(slot: Slot) -> Schema:
    words = _words([c.id for c in slot.values], slot.values)
    kinds: dict[str, Schema] = {
        "ceiling": {"$ref": "#/$defs/Bound"},
        "amount": {"$ref": "#/$defs/Bound"},
        "chain": words,
        "set": {"type": "array", "items": words},
        "flag": _words(("yes", "no")),
    }
    return kinds[slot.kind] | {"description": f"{slot.label.en} {slot.label.zh}"}


def _cases(question: Question, zones: list[str]) -> Schema:
    """A case gives facts, and may say of a zone whether the place lies in it."""
    outcome = _words([o.outcome for o in question.outcomes])
    facts = {"propertyNames": _words({*(f.fact for f in question.facts), *zones})}
    expect = {"properties": {"outcome": outcome, "announced": outcome}}
    return _if_question(question, {"cases": {"items": {"properties": {"facts": facts, "expect": expect}}}})

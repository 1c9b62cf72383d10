"""What the API has promised: `openapi.v1.json`, and what would break it.

`python -m tests.api.kept` writes the promise anew, after a change that only adds. A program that was written against the promise must go on
working: nothing that it may send is refused, and nothing that it may read is gone or of another type.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shidian.api import openapi
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book

FILE = Path(__file__).parent / "openapi.v1.json"
SENT = ("Body", "ToBegin", "ToPropose", "Given", "Wanted")
"""How the names of what a program sends end."""


def now() -> dict[str, Any]:
    """The document as the API now gives it, without examples, descriptions and version."""
    found: dict[str, Any] = _bare(json.loads(json.dumps(openapi(Keeper(real_book())), default=str)))
    return {"paths": found["paths"], "components": found["components"]}


def _bare(value: Any, named: bool = False) -> Any:
    """Only what binds. Within `properties`, keys are names and all stay."""
    if isinstance(value, dict):
        loose = () if named else ("description", "summary", "example", "examples", "title", "default", "tags", "operationId")
        return {k: _bare(v, k in ("properties", "schemas", "paths") and not named) for k, v in value.items() if k not in loose}
    return [_bare(v) for v in value] if isinstance(value, list) else value


def broken(then: dict[str, Any], today: dict[str, Any]) -> list[str]:
    """Every promise that no longer holds, in words."""
    return [
        fault
        for path, operations in then["paths"].items()
        for method, operation in operations.items()
        for fault in _operation(f"{method.upper()} {path}", operation, today["paths"].get(path, {}).get(method))
    ] + [
        fault
        for name, schema in then["components"]["schemas"].items()
        for fault in _schema(name, schema, today["components"]["schemas"].get(name), sent=name.endswith(SENT))
    ]


def _operation(where: str, then: dict[str, Any], today: dict[str, Any] | None) -> Iterator[str]:
    if today is None:
        yield f"{where} is gone"
        return
    new = {(p["in"], p["name"]): p for p in today.get("parameters", ())}
    old = {(p["in"], p["name"]): p for p in then.get("parameters", ())}
    for key, parameter in old.items():
        if key not in new:
            yield f"{where} no longer takes `{key[1]}`"
        else:
            yield from _schema(f"{where} `{key[1]}`", parameter["schema"], new[key]["schema"], sent=True)
    yield from (f"{where} now demands `{key[1]}`" for key, p in new.items() if p.get("required") and not old.get(key, {}).get("required"))
    yield from (f"{where} no longer answers {status}" for status in then["responses"] if status not in today["responses"])
    for status, response in then["responses"].items():
        for media, content in response.get("content", {}).items():
            there = today["responses"].get(status, {}).get("content", {})
            if media not in there:
                yield f"{where} no longer answers {status} as {media}"
            else:
                yield from _schema(f"{where} {status}", content.get("schema", {}), there[media].get("schema", {}), sent=False)


def _type(schema: dict[str, Any]) -> Any:
    """The type that a schema states, or that its listed words have."""
    words = schema.get("enum")
    return schema.get("type", "string" if words and all(isinstance(w, str) for w in words) else None)


def _schema(where: str, then: Any, today: Any, *, sent: bool) -> Iterator[str]:
    """What a program may send (`sent`) may become more and never less; what it reads keeps every key and its type."""
    if today is None:
        yield f"{where} is gone"
        return
    if not isinstance(then, dict) or not isinstance(today, dict):
        return
    for key, was, now in (("type", _type(then), _type(today)), ("$ref", then.get("$ref"), today.get("$ref"))):
        if was != now:
            yield f"{where}: {key} was {was}, is {now}"
    if sent and "enum" in then and not {str(v) for v in then["enum"]} <= {str(v) for v in today.get("enum") or then["enum"]}:
        yield f"{where}: a value is no longer taken"
    added = set(today.get("required", ())) - set(then.get("required", ()))
    gone = set(then.get("required", ())) - set(today.get("required", ()))
    if sent and added:
        yield f"{where}: now demands {', '.join(sorted(added))}"
    if not sent and gone:
        yield f"{where}: {', '.join(sorted(gone))} may now be missing"
    for name, part in then.get("properties", {}).items():
        yield from _schema(f"{where}.{name}", part, today.get("properties", {}).get(name), sent=sent)
    for key in ("items", "additionalProperties"):
        if isinstance(then.get(key), dict):
            yield from _schema(f"{where}[]", then[key], today.get(key), sent=sent)


if __name__ == "__main__":
    FILE.write_text(json.dumps(now(), indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")

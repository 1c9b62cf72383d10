"""Nodes to records: every fault of a file in one pass, each at its own line and column.

The expected shape comes from the record classes themselves (their type hints), so that reader, records and JSON Schema
cannot drift apart.
"""

from __future__ import annotations

import datetime as dt
import re
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from shidian.law.days import as_date
from shidian.law.load.nodes import Path, YamlNode
from shidian.law.near import did_you_mean

Report = Callable[[str, Path, YamlNode, str, str | None], None]
"""report(code, path, node, message, hint)"""

BAD: Any = object()
"""Stands for a value that could not be bound; a fault has been reported for it."""

_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


class BoundField(typing.NamedTuple):
    name: str
    key: str
    type: Any
    required: bool


@cache
def fields_of(record: type[msgspec.Struct]) -> dict[str, BoundField]:
    """The fields of a record class by their key in files."""
    hints = typing.get_type_hints(record, include_extras=True)
    return {f.encode_name: BoundField(f.name, f.encode_name, hints[f.name], f.required) for f in msgspec.structs.fields(record)}


class FieldShape(typing.NamedTuple):
    """A type hint taken apart: the bare type, its origin and arguments, whether it is a record, and the pattern that a text must have."""

    bare: Any
    origin: Any
    args: tuple[Any, ...]
    record: bool
    meta: msgspec.Meta | None


_SHAPES: dict[int, tuple[Any, FieldShape]] = {}
"""By the identity of a hint, which is kept beside its shape: hints with descriptions cannot be hashed, and every one is asked for
thousands of times."""


def shape_of(want: Any) -> FieldShape:
    """The shape of a type hint, found out once."""
    if (known := _SHAPES.get(id(want))) is not None:
        return known[1]
    bare, meta = want, None
    if typing.get_origin(want) is typing.Annotated:
        bare, *extras = typing.get_args(want)
        meta = next((m for m in extras if isinstance(m, msgspec.Meta) and m.pattern), None)
    record = isinstance(bare, type) and issubclass(bare, msgspec.Struct)
    shape = FieldShape(bare, typing.get_origin(bare), typing.get_args(bare), record, meta)
    _SHAPES[id(want)] = (want, shape)
    return shape


def bind(node: YamlNode, want: Any, path: Path, report: Report) -> Any:
    """The value of `node` as type `want`, or BAD after reporting why."""
    shape = shape_of(want)
    origin = shape.origin
    if origin is None:
        if shape.record:
            return _bind_record(node, shape.bare, path, report)
        return _bind_scalar(node, shape.bare, path, shape.meta, report)
    if origin is typing.Union or origin is types.UnionType:
        return _bind_union(node, shape.args, path, report)
    if origin is typing.Literal:
        return _bind_word(node, shape.args, path, report)
    if origin is tuple:
        return _bind_list(node, shape.args[0], path, report)
    return _bind_dict(node, shape.args[1], path, report)


def _bind_record(node: YamlNode, want: type[msgspec.Struct], path: Path, report: Report) -> Any:
    if node.entries is None:
        what = want.__name__.lower()
        report(
            "wrong-type",
            path,
            node,
            f"expected a mapping with the keys of a {what}, found {node.shape}",
            "keys: " + ", ".join(f"`{k}`" for k in fields_of(want)),
        )
        return BAD
    known = fields_of(want)
    values: dict[str, Any] = {}
    good = True
    wide: set[str] = set()  # keys that stand there, with a full-width colon
    for key, (key_node, value) in node.entries.items():
        if key not in known and (meant := key.partition("：")[0].strip()) in known and "：" in key:
            report(
                "unknown-key",
                (*path, key),
                key_node,
                f"a full-width `：` stands after `{meant}`, so that all of it reads as one key",
                f"YAML wants `{meant}: ` with a narrow colon and a blank",
            )
            wide.add(meant)
            good = False
            continue
        if key not in known:
            report("unknown-key", (*path, key), key_node, f"`{key}` is not a key of a {want.__name__.lower()}", did_you_mean(key, known))
            continue
        item = known[key]
        bound = bind(value, item.type, (*path, key), report)
        good &= bound is not BAD
        values[item.name] = bound
    for item in known.values():
        if item.required and item.key not in node.entries:
            if item.key not in wide:
                report("missing-key", path, node, f"the key `{item.key}` of this {want.__name__.lower()} is missing", None)
            good = False
    return want(**values) if good else BAD


def _bind_list(node: YamlNode, want: Any, path: Path, report: Report) -> Any:
    items = node.items
    if items is None:
        report("wrong-type", path, node, f"expected a list, found {node.shape}", "write `[…]` or lines that begin with `-`")
        return BAD
    bound = [bind(item, want, (*path, i), report) for i, item in enumerate(items)]
    return BAD if any(b is BAD for b in bound) else tuple(bound)


def _bind_dict(node: YamlNode, want: Any, path: Path, report: Report) -> Any:
    if node.entries is None:
        report("wrong-type", path, node, f"expected a mapping, found {node.shape}", None)
        return BAD
    bound = {key: bind(value, want, (*path, key), report) for key, (_, value) in node.entries.items()}
    return BAD if any(b is BAD for b in bound.values()) else bound


def _bind_word(node: YamlNode, words: tuple[str, ...], path: Path, report: Report) -> Any:
    if node.text in words:
        return node.text
    found = f"`{node.text}`" if node.text is not None else node.shape
    report(
        "wrong-value",
        path,
        node,
        f"{found} is not one of the words allowed here",
        did_you_mean(node.text or "", words) or "allowed: " + ", ".join(f"`{w}`" for w in words),
    )
    return BAD


def _bind_union(node: YamlNode, options: tuple[Any, ...], path: Path, report: Report) -> Any:
    if node.text is not None and node.plain and node.text in ("null", "~", "") and type(None) in options:
        return None
    if node.text is None:
        fitting = [o for o in options if _fits(node, o)]
        if not fitting:
            report("wrong-type", path, node, f"expected {_name(options)}, found {node.shape}", None)
            return BAD
        return bind(node, _choose(node, fitting), path, report)
    scalars = [o for o in options if not _is_collection(o) and o is not type(None)]
    if not scalars:
        report("wrong-type", path, node, f"expected {_name(options)}, found {node.shape}", None)
        return BAD
    for option in scalars[:-1]:
        quiet: list[str] = []
        bound = bind(node, option, path, lambda code, *_, q=quiet: q.append(code))
        if bound is not BAD:
            return bound
    return bind(node, scalars[-1], path, report)


def _is_collection(option: Any) -> bool:
    shape = shape_of(option)
    return shape.record or shape.origin in (tuple, dict)


def _fits(node: YamlNode, option: Any) -> bool:
    shape = shape_of(option)
    return node.items is not None if shape.origin is tuple else node.entries is not None and (shape.record or shape.origin is dict)


def _choose(node: YamlNode, fitting: list[Any]) -> Any:
    """Among several mappings, the one that shares most keys with the node."""

    def shared(option: Any) -> int:
        shape = shape_of(option)
        return len(fields_of(shape.bare).keys() & (node.entries or {}).keys()) if shape.record else 0

    return max(fitting, key=shared)


def _name(options: tuple[Any, ...]) -> str:
    words = []
    for option in options:
        shape = shape_of(option)
        if shape.bare is type(None):
            continue
        words.append("a list" if shape.origin is tuple else "a mapping" if _is_collection(option) else _SCALARS.get(shape.bare, "a word"))
    return " or ".join(dict.fromkeys(words))


_SCALARS: dict[Any, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    Decimal: "a number",
    dt.date: "a date (2025-04-11)",
}


def _matches(meta: msgspec.Meta, text: str) -> bool:
    if not re.fullmatch(meta.pattern or "", text):
        return False
    return len(text) != 10 or (meta.extra or {}).get("fault") != "bad-date" or as_date(text) is not None


def _bind_scalar(node: YamlNode, want: Any, path: Path, meta: msgspec.Meta | None, report: Report) -> Any:
    text = node.text
    if text is None:
        report("wrong-type", path, node, f"expected {_SCALARS[want]}, found {node.shape}", None)
        return BAD
    if want is int and node.plain and re.fullmatch(r"\d{1,9}", text):
        return int(text)
    if want is str:
        if not text.strip():
            report("empty", path, node, "this text is empty", None)
            return BAD
        if meta is not None and meta.pattern and not _matches(meta, text):
            if (meta.extra or {}).get("fault") == "bad-date":
                report("bad-date", path, node, f"expected {meta.description}, found `{text}`", None)
            else:
                report("bad-id", path, node, f"`{text}` cannot be an id", "use lower-case letters, digits and hyphens")
            return BAD
        return text
    if want is bool and node.plain and text in ("true", "false"):
        return text == "true"
    if want is dt.date and (day := as_date(text)):
        return day
    if want is Decimal and node.plain and _NUMBER.fullmatch(text):
        return Decimal(text)
    code = "bad-date" if want is dt.date else "wrong-type"
    report(code, path, node, f"expected {_SCALARS[want]}, found `{text}`", None)
    return BAD

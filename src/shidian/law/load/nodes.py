"""YAML text to nodes that know where they stand.

A small, strict part of YAML: one document, no anchors, aliases, tags or merge keys, no duplicate keys, bounded size and
depth. Plain scalars are typed as in YAML 1.2, so `no` and `NO` stay words. Faults are collected, never raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

LIMIT_BYTES = 4_000_000
LIMIT_DEPTH = 40
LIMIT_NODES = 400_000

Path = tuple[str | int, ...]


@dataclass(slots=True)
class YamlNode:
    """A scalar (`text`), a list (`items`) or a mapping (`entries`), with its position (both from 1)."""

    line: int
    column: int
    text: str | None = None
    plain: bool = False
    items: list[YamlNode] | None = None
    entries: dict[str, tuple[YamlNode, YamlNode]] | None = None  # key text -> key node, value node

    def at(self, path: Path) -> YamlNode:
        """The node at `path`, or the nearest one above it that exists."""
        node = self
        for step in path:
            if node.entries is not None and step in node.entries:
                node = node.entries[str(step)][1]
            elif node.items is not None and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                break
        return node

    @property
    def shape(self) -> str:
        """What a person would call it."""
        if self.entries is not None:
            return "a mapping"
        if self.items is not None:
            return "a list"
        return "a text" if not self.plain else f"`{self.text}`"


@dataclass(frozen=True, slots=True)
class NodeFault(Exception):
    """A fault found while reading nodes."""

    code: str
    message: str
    line: int
    column: int
    hint: str | None = None


_LOADER: Any = yaml.CSafeLoader  # libyaml: quick, and laxer about `?` in plain text than PyYAML's own parser
_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def read_nodes(raw: bytes) -> tuple[YamlNode | None, list[NodeFault]]:
    """The root node of one YAML document and the faults met; the root is None when nothing can be used."""
    if len(raw) > LIMIT_BYTES:
        return None, [
            NodeFault(
                "file-too-large", f"the file has {len(raw):,} bytes; at most {LIMIT_BYTES:,} are read", 1, 1, "split it into several files"
            )
        ]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [NodeFault("not-utf-8", f"byte {error.start} is not UTF-8", line, 1, "save the file as UTF-8")]
    faults: list[NodeFault] = []
    try:
        return _build(iter(_LOADER(text).get_event, None), faults), faults
    except NodeFault as fault:
        return None, [*faults, fault]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
        if "maximum nesting depth" in str(problem):  # newer parsers refuse before the nodes are counted here
            return None, [*faults, NodeFault("too-deep", f"nested deeper than {LIMIT_DEPTH} levels", line, column)]
        return None, [*faults, NodeFault("not-yaml", str(problem), line, column, _full_width(text, line))]


def _full_width(text: str, line: int) -> str | None:
    """A hint where Chinese punctuation stands for that of YAML, in the line of the fault or the one before."""
    lines = text.splitlines()
    for number in (line, line - 1):
        if 0 < number <= len(lines) and (found := re.search(r"^\s*[\w-]+(：)|[｛｝［］]", lines[number - 1])):
            return f"a full-width `{found[1] or found[0]}` stands in line {number}; YAML wants `: `, `{{`, `[`"
    return None


def _build(events: Iterator[Any], faults: list[NodeFault]) -> YamlNode | None:
    root: YamlNode | None = None
    stack: list[tuple[YamlNode, list[YamlNode]]] = []  # open collection, pending key (mappings only)
    count = 0
    for event in events:
        kind = type(event)
        if kind in _FRAME:
            if kind is yaml.StreamEndEvent:
                break
            continue
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if kind is yaml.DocumentStartEvent:
            if root is not None:
                raise NodeFault("many-documents", "a second document begins here", line, column, "one document per file")
            continue
        if kind in _ENDS:
            stack.pop()
            continue
        if event.anchor:  # an alias has its name there
            raise NodeFault("anchor", "anchors and aliases are not read", line, column, "write the value out")
        if event.tag and not (kind is yaml.ScalarEvent and event.tag == "!"):
            raise NodeFault("tag", f"the tag `{event.tag}` is not read", line, column, "remove it")
        count += 1
        if count > LIMIT_NODES:
            raise NodeFault("file-too-large", f"more than {LIMIT_NODES:,} values", line, column, "split the file")
        if kind is yaml.ScalarEvent:
            node = YamlNode(line, column, text=event.value, plain=event.style in (None, ""))
        elif kind is yaml.SequenceStartEvent:
            node = YamlNode(line, column, items=[])
        else:
            node = YamlNode(line, column, entries={})
        if stack:
            _attach(*stack[-1], node, faults)
        else:
            root = node
        if node.text is None:
            if len(stack) >= LIMIT_DEPTH:
                raise NodeFault("too-deep", f"nested deeper than {LIMIT_DEPTH} levels", line, column)
            stack.append((node, []))
    return root


def _attach(parent: YamlNode, pending: list[YamlNode], node: YamlNode, faults: list[NodeFault]) -> None:
    if parent.items is not None:
        parent.items.append(node)
        return
    assert parent.entries is not None
    if not pending:
        if node.text is None:
            raise NodeFault("bad-key", "a key must be a word, not a list or mapping", node.line, node.column)
        pending.append(node)
        return
    key = pending.pop()
    assert key.text is not None
    if key.text in parent.entries:
        first = parent.entries[key.text][0]
        faults.append(NodeFault("duplicate-key", f"duplicate key `{key.text}`", key.line, key.column, f"first on line {first.line}"))
        return
    parent.entries[key.text] = (key, node)


def dotted(path: Path) -> str:
    """`provisions[3].rules[0].when`."""
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")


@dataclass(frozen=True)
class Loaded:
    """One file that could be read: its name, its nodes (for positions) and its record."""

    name: str
    node: YamlNode
    record: Any


def records(loaded: list[Loaded], kind: type) -> list[tuple[Loaded, Any]]:
    """The files that hold a record of `kind`, with the record."""
    return [(item, item.record) for item in loaded if isinstance(item.record, kind)]

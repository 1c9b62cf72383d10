"""A diagram as bytes: its classes, nodes, edges and decisions. The rules themselves are not in it: it is filled into a diagram
that was made of the same lawbook by the same code."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from decimal import Decimal

import msgspec
from msgspec import Struct

from shidian.diagram.diagram import Diagram
from shidian.diagram.held import Domain
from shidian.diagram.node import Node
from shidian.diagram.verdicts import NodeVerdict
from shidian.engine.case import Value
from shidian.law.unswept import unswept

Said = tuple[tuple[str, bool], ...]


class PackedClass(Struct, frozen=True, array_like=True):
    """A class of values; the atoms are a mask in hexadecimal digits, the sample has the name of its kind before it."""

    truths: bytes
    atoms: str
    kind: str
    sample: str | tuple[str, ...] | None
    zones: Said


class Packed(Struct, frozen=True, array_like=True):
    """Everything that was found of a diagram. Nodes are numbers; the first one is the root, and the number of
    the node that one belongs to (-1: none) is less than its own. A set of rules is its number in `sets`; a node has those of what is
    alive, of what each level leaves open, and of what stands so (after the number of the standing). A step is a node, the level it asks
    for, and in turn a class and the node it leads to; `decided` are nodes with the number of their verdict."""

    levels: tuple[str, ...]
    classes: tuple[tuple[PackedClass, ...], ...]
    sets: tuple[bytes, ...]
    nodes: tuple[tuple[int, tuple[int, ...], tuple[int, ...], tuple[tuple[int, bytes, bool], ...], int], ...]
    steps: tuple[tuple[int, int, tuple[int, ...]], ...]
    verdicts: tuple[NodeVerdict, ...]
    decided: tuple[tuple[int, int], ...]


def pack(diagram: Diagram) -> bytes:
    with unswept():
        return _pack(diagram)


def _pack(diagram: Diagram) -> bytes:
    verdict_of: dict[NodeVerdict, int] = {}
    for verdict in diagram.answers.verdicts.values():
        verdict_of.setdefault(verdict, len(verdict_of))
    nodes = diagram.space.nodes
    sets: dict[int, int] = {}
    packed = tuple(
        (
            sets.setdefault(n.alive, len(sets)),
            tuple(sets.setdefault(asking, len(sets)) for asking in n.left),
            tuple(x for number, some in n.stands for x in (number, sets.setdefault(some, len(sets)))),
            tuple((i, _bytes(d.atoms), d.given) for i, d in n.domains),
            n.whole.number if n.whole else -1,
        )
        for n in nodes
    )
    return msgspec.msgpack.encode(
        Packed(
            tuple(level.fact for level in diagram.levels),
            tuple(
                tuple(_packed(c.truths, c.atoms, c.sample, c.zones) for c in level.classes) if level is not diagram.days else ()
                for level in diagram.levels
            ),
            tuple(map(_bytes, sets)),
            packed,
            tuple(
                (n.number, step.level, tuple(x for c, after in step.after.items() for x in (c, after.number)))
                for n, step in diagram.steps.items()
            ),
            tuple(verdict_of),
            tuple((n.number, verdict_of[v]) for n, v in diagram.answers.verdicts.items()),
        )
    )


def unpack(diagram: Diagram, raw: bytes) -> bool:
    """Fill a new diagram with what was found before. Gives whether the bytes fitted; if not, nothing has changed."""
    try:
        with unswept():
            return _unpack(diagram, msgspec.msgpack.decode(raw, type=Packed))
    except msgspec.DecodeError:
        return False


def _unpack(diagram: Diagram, kept: Packed) -> bool:
    if kept.levels != tuple(level.fact for level in diagram.levels) or len(diagram.space) > 1:
        return False
    with diagram.lock:
        for level, classes in zip(diagram.levels, kept.classes, strict=True):
            for c in classes:
                level.intern(c.truths, int(c.atoms, 16), _value(c.kind, c.sample), frozenset(c.zones))
        sets = [int.from_bytes(one, "little") for one in kept.sets]
        nodes: list[Node] = [diagram.space.root]
        for alive, left, stands, domains, whole in kept.nodes[1:]:
            stood = tuple((n, sets[some]) for n, some in zip(stands[::2], stands[1::2], strict=True))
            held = tuple((i, Domain(int.from_bytes(a, "little"), given)) for i, a, given in domains)
            nodes.append(diagram.space.node(sets[alive], tuple(sets[x] for x in left), stood, held, nodes[whole] if whole >= 0 else None))
        for number, at, edges in kept.steps:
            after = diagram.asks(nodes[number], at).after
            for found, end in zip(edges[::2], edges[1::2], strict=True):
                after[found] = nodes[end]
        for number, verdict in kept.decided:
            diagram.answers.verdicts[nodes[number]] = kept.verdicts[verdict]
    return True


class PackedTold(Struct, frozen=True, array_like=True):
    """What was told of ends: the texts, once each, and by key a row in which a text is its number in a list of one."""

    texts: tuple[str, ...]
    rows: tuple[tuple[bytes, tuple[list[int] | int | float | bool | None, ...]], ...]


def pack_told(told: Mapping[bytes, tuple[object, ...]]) -> bytes:
    """The bytes of what was told of ends."""
    number: dict[str, int] = {}
    rows = [(key, tuple([number.setdefault(x, len(number))] if isinstance(x, str) else x for x in row)) for key, row in list(told.items())]
    return zlib.compress(msgspec.msgpack.encode((tuple(number), rows)), 1)


def unpack_told(told: dict[bytes, tuple[object, ...]], raw: bytes) -> int:
    """Fill in what was told before; gives how much that is. Bytes that do not fit say nothing."""
    try:
        kept = msgspec.msgpack.decode(zlib.decompress(raw), type=PackedTold)
    except (msgspec.DecodeError, zlib.error):
        return 0
    with unswept():
        told |= {key: tuple(kept.texts[x[0]] if isinstance(x, list) else x for x in row) for key, row in kept.rows}
    return len(kept.rows)


def _bytes(mask: int) -> bytes:
    return mask.to_bytes((mask.bit_length() + 7) // 8, "little")


def _packed(truths: bytes, atoms: int, sample: Value, zones: frozenset[tuple[str, bool]]) -> PackedClass:
    kind, text = _text(sample)
    return PackedClass(truths, f"{atoms:x}", kind, text, tuple(sorted(zones)))


def _text(value: Value) -> tuple[str, str | tuple[str, ...] | None]:
    if isinstance(value, Decimal):
        return "number", str(value)
    if isinstance(value, dt.date):
        return "day", value.isoformat()
    return ("set", tuple(sorted(value))) if isinstance(value, frozenset) else ("word", value)


def _value(kind: str, text: str | tuple[str, ...] | None) -> Value:
    if isinstance(text, tuple):
        return frozenset(text)
    if text is None or kind == "word":
        return text
    return Decimal(text) if kind == "number" else dt.date.fromisoformat(text)

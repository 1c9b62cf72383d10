"""Mutants of a module: its source with one slip in it. A comparison that takes in its bound, an `or` for an `and`, a forgotten `not`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

SWAPS: dict[type[ast.AST], Any] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutant(Struct, frozen=True):
    """One slip: in which module, at which line, what was written and what is written instead, and the whole source with it."""

    module: str
    path: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        """What names it whatever moves around it: the module, and both texts."""
        return f"{self.module}: {self.before} -> {self.after}"


class Spot(Struct, frozen=True):
    """Where a slip can be made: in which module, at which node of its source, and in which of its ways."""

    module: str
    path: str
    node: int
    variant: int


def spots_of(path: Path, module: str) -> Iterator[Spot]:
    """Every place of a module where a slip can be made, in the order of its source."""
    tree = _parsed(path.as_posix())
    heads = {n for c in ast.walk(tree) if isinstance(c, ast.ClassDef) for k in c.keywords for n in ast.walk(k)}
    for number, node in enumerate(ast.walk(tree)):
        for variant in range(0 if node in heads else _variants(node)):  # that a record is frozen is no step of any answer
            yield Spot(module, path.as_posix(), number, variant)


def mutant(spot: Spot) -> Mutant:
    """The module with that slip."""
    tree = _parsed(spot.path)
    changed = deepcopy(tree)
    before = _around(tree, spot.node)
    text = ast.unparse(before)
    _slip(next(n for i, n in enumerate(ast.walk(changed)) if i == spot.node), spot.variant)
    after = ast.unparse(_around(changed, spot.node))
    source = ast.unparse(ast.fix_missing_locations(changed))
    return Mutant(spot.module, spot.path, getattr(before, "lineno", 0), text, after, source)


@cache
def unparsed(path: str) -> str:
    """The source of a module as mutants are written, without any slip."""
    return ast.unparse(_parsed(path))


@cache
def _parsed(path: str) -> ast.Module:
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    _forget_what_only_types_read(tree)
    return tree


def _forget_what_only_types_read(tree: ast.AST) -> None:
    """What annotations say is not run: a slip in them is none. (Of a record they are read, but not the kind of what they name.)"""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Name("object")


def _variants(node: ast.AST) -> int:
    """In how many ways a node can be slipped."""
    if isinstance(node, ast.Compare):
        return sum(type(op) in SWAPS for op in node.ops)
    if isinstance(node, ast.BoolOp):
        return 1 + len(node.values)
    if isinstance(node, ast.BinOp):
        return int(type(node.op) in SWAPS)
    if isinstance(node, ast.UnaryOp):
        return int(isinstance(node.op, ast.Not))
    if isinstance(node, ast.IfExp | ast.If):
        return 1
    if isinstance(node, ast.Constant):
        return int(isinstance(node.value, int))
    return int(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES)


def _slip(node: ast.AST, variant: int) -> None:
    """Change a node in one of its ways."""
    if isinstance(node, ast.Compare):
        spots = [i for i, op in enumerate(node.ops) if type(op) in SWAPS]
        node.ops[spots[variant]] = SWAPS[type(node.ops[spots[variant]])]()
    elif isinstance(node, ast.BoolOp):
        if variant == 0:
            node.op = SWAPS[type(node.op)]()
        else:
            del node.values[variant - 1]
    elif isinstance(node, ast.BinOp):
        node.op = SWAPS[type(node.op)]()
    elif isinstance(node, ast.UnaryOp):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.IfExp | ast.If):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        node.func.id = NAMES[node.func.id]


def _around(tree: ast.AST, spot: int) -> ast.AST:
    """The expression or the head of the statement that a node stands in: what a person reads of it."""
    wanted = next(n for i, n in enumerate(ast.walk(tree)) if i == spot)
    if isinstance(wanted, ast.If):
        return wanted.test
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    node = wanted
    while node in parents and isinstance(parents[node], ast.expr | ast.comprehension):
        node = parents[node]
    up = parents.get(node)
    return up if isinstance(up, ast.Return | ast.Assign | ast.AugAssign | ast.keyword) else node

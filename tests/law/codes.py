"""The fault codes that the source can report, found by reading it."""

from __future__ import annotations

import ast
from pathlib import Path

import shidian.law

MAKERS = {"NodeFault", "Fault", "FoundFault", "report", "quiet"}
"""Calls whose first argument is the code of a fault."""


def codes_in_source() -> set[str]:
    """Every code that stands as the first argument of a call that makes a fault, anywhere below `shidian.law`."""
    found: set[str] = set()
    for path in sorted(Path(next(iter(shidian.law.__path__))).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        strings = _local_strings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS and node.args:
                found |= _texts(node.args[0], strings)
    return found


def _local_strings(tree: ast.Module) -> dict[str, set[str]]:
    """The texts that are assigned to plain names (`code = "bad-date" if … else "wrong-type"`)."""
    out: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name):
            out.setdefault(target.id, set()).update(_texts(node.value, {}))
    return out


def _texts(node: ast.expr, strings: dict[str, set[str]]) -> set[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _texts(node.body, strings) | _texts(node.orelse, strings)
    if isinstance(node, ast.Name):
        return strings.get(node.id, set())
    return set()

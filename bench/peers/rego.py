"""Rego, by rego-cpp: the rules as data by activity, and a compiled policy that collects those that match."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import regopy

from bench import market
from bench.answer import Answer, Row
from bench.normal import Flat, completions, fold
from bench.peers.peer import ALL, MATCH_CANNOT, Peer, Single, Work

MODULE = """package market
matching contains rule.index if {
  some rule in data.rules[input.activity]
  input.day >= rule.first
  input.day < rule.until
  rule.territory[input.territory]
  rule.origin[input.origin]
  rule.sensitive[input.sensitive]
  rule.qualified[input.qualified]
}
"""


def policy(work: Work) -> Peer:
    """One query for every way of filling in the missing facts."""
    normal = work.normal
    rego = regopy.Interpreter()
    rego.add_data({"rules": {str(a): [_rule(r) for r in rules] for a, rules in enumerate(normal.by_activity())}})
    rego.add_module("market", MODULE)
    bundle = rego.build(None, ["market/matching"])

    def load(row: Row) -> tuple[Row, list[dict[str, Any]]]:
        return row, [
            {
                "activity": str(row[0]),
                "territory": str(row[1]),
                "origin": str(row[2]),
                "sensitive": str(s),
                "qualified": str(q),
                "day": row[6],
            }
            for s, q in completions(row)
        ]

    def run(loaded: tuple[Row, list[dict[str, Any]]]) -> Answer:
        row, inputs = loaded
        found = []
        for given in inputs:
            rego.set_input(given)
            found.append({int(i) for i in rego.query_bundle_entrypoint(bundle, "market/matching")[0].expressions[0]})
        return fold(normal, row, found)

    return Peer(version("regopy"), ALL, MATCH_CANNOT, single=Single(load, run, lambda a: a))


def _rule(rule: Flat) -> dict[str, Any]:
    return {
        "index": rule.index,
        "first": rule.first,
        "until": rule.until,
        "territory": _set(len(market.PLACES), rule.places),
        "origin": _set(len(market.ORIGINS), rule.origins),
        "sensitive": _answers(rule.sensitive),
        "qualified": _answers(rule.qualified),
    }


def _set(size: int, mask: int) -> dict[str, bool]:
    return {str(i): True for i in range(size) if mask >> i & 1}


def _answers(wanted: int) -> dict[str, bool]:
    return {str(a): True for a in (0, 1) if wanted in (-1, a)}

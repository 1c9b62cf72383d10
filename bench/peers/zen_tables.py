"""zen-engine: for each activity one decision table that collects the rules that match."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

import zen

from bench.answer import Answer, Row
from bench.normal import Flat, completions, fold
from bench.peers.peer import ALL, MATCH_CANNOT, Peer, Single, Work

INPUTS = ("day", "territory", "origin", "sensitive", "qualified")


def tables(work: Work) -> Peer:
    """One evaluation for every way of filling in the missing facts."""
    normal = work.normal
    engine = zen.ZenEngine()
    decisions = [engine.create_decision(json.dumps(_graph(rules))) for rules in normal.by_activity()]

    def load(row: Row) -> tuple[Row, Any, list[dict[str, int]]]:
        return (
            row,
            decisions[row[0]],
            [{"territory": row[1], "origin": row[2], "day": row[6], "sensitive": s, "qualified": q} for s, q in completions(row)],
        )

    def run(loaded: tuple[Row, Any, list[dict[str, int]]]) -> Answer:
        row, decision, contexts = loaded
        return fold(normal, row, [{int(r["rule"]) for r in decision.evaluate(c)["result"]} for c in contexts])

    return Peer(version("zen-engine"), ALL, MATCH_CANNOT, single=Single(load, run, lambda a: a))


def _graph(rules: tuple[Flat, ...]) -> dict[str, Any]:
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": f, "name": f, "field": f} for f in INPUTS],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [_row(r) for r in rules],
    }
    nodes = [("in", "inputNode", {}), ("table", "decisionTableNode", table), ("out", "outputNode", {})]
    return {
        "nodes": [{"id": i, "name": i, "type": t, "content": c, "position": {"x": 0, "y": 0}} for i, t, c in nodes],
        "edges": [{"id": a + b, "type": "edge", "sourceId": a, "targetId": b} for a, b in (("in", "table"), ("table", "out"))],
    }


def _row(rule: Flat) -> dict[str, str]:
    return {
        "_id": str(rule.index),
        "rule": str(rule.index),
        "day": f"[{rule.first}..{rule.until})",
        "territory": _listed(rule.places),
        "origin": _listed(rule.origins),
        "sensitive": "" if rule.sensitive < 0 else str(rule.sensitive),
        "qualified": "" if rule.qualified < 0 else str(rule.qualified),
    }


def _listed(mask: int) -> str:
    """The numbers of the bits that are set; nothing when all are."""
    return "" if not mask & (mask + 1) else ", ".join(str(i) for i in range(mask.bit_length()) if mask >> i & 1)

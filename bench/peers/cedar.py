"""cedarpy: for each activity one set of policies, one policy a rule; Cedar names the policies that are satisfied."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

import cedarpy

from bench.answer import Answer, Row
from bench.normal import Flat, completions, fold
from bench.peers.peer import ALL, MATCH_CANNOT, Peer, Single, Work


def policies(work: Work) -> Peer:
    """One request for every way of filling in the missing facts, in one call."""
    normal = work.normal
    sets = [cedarpy.PolicySet.from_str("\n".join(_policy(r) for r in rules)) for rules in normal.by_activity()]
    orders = [[r.index for r in rules] for rules in normal.by_activity()]
    entities = cedarpy.Entities.from_json_str("[]")
    who = {"principal": 'Investor::"any"', "action": 'Action::"invest"', "resource": 'Activity::"any"'}

    def load(row: Row) -> tuple[Row, list[dict[str, Any]]]:
        return row, [
            who | {"context": json.dumps({"territory": row[1], "origin": row[2], "day": row[6], "sensitive": s, "qualified": q})}
            for s, q in completions(row)
        ]

    def run(loaded: tuple[Row, list[dict[str, Any]]]) -> Answer:
        row, requests = loaded
        order = orders[row[0]]
        found = cedarpy.is_authorized_batch(requests, sets[row[0]], entities)
        return fold(normal, row, [{order[int(p.removeprefix("policy"))] for p in f.diagnostics.reasons} for f in found])

    return Peer(version("cedarpy"), ALL, MATCH_CANNOT, single=Single(load, run, lambda a: a))


def _policy(rule: Flat) -> str:
    tests = [f"context.day >= {rule.first} && context.day < {rule.until}"]
    for name, mask in (("territory", rule.places), ("origin", rule.origins)):
        if mask & (mask + 1):  # not all bits are set
            tests.append(f"{[i for i in range(mask.bit_length()) if mask >> i & 1]}.contains(context.{name})")
    tests += [
        f"context.{name} == {wanted}" for name, wanted in (("sensitive", rule.sensitive), ("qualified", rule.qualified)) if wanted >= 0
    ]
    return f"permit (principal, action, resource) when {{ {' && '.join(tests)} }};"

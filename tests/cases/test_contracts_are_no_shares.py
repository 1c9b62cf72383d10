"""What opens an activity to a foreign share does not permit control by contracts: no relief may forget it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from shidian.engine.decide import decide
from shidian.errors import CaseError
from shidian.law.records.instrument import Rule
from tests.cases.real import real_book

BY_CONTRACTS = "contract-control"
THE_LIST_NO_LONGER_NAMES_IT = {
    "cn-negative-list/telecom-carve-outs",
    "cn-ftz-negative-list/hainan-fishing-and-printing",
    "cn-ftz-negative-list/hainan-chinese-medicine",
    "cn-hainan-negative-list/market-survey",
    "cn-hainan-negative-list/passenger-cars",
    "cn-hainan-negative-list/fishing-printing-medicine",
}
"""Reliefs that say what a list leaves out: such an activity is open to everybody, as a restaurant is, and not by a share that is opened."""


def test_a_relief_on_the_share_never_permits_control_by_contracts() -> None:
    book = real_book()
    rulebook, permitted, asked = book.rulebook("access"), dict[str, dict[str, str]](), set[str]()
    for id, (_, _, rule) in book.lawbook.rules.items():
        if rule.question == "access" and rule.kind == "relief":
            for facts in _cases(id, rule):
                try:
                    case = book.read("access", facts).case
                except CaseError:
                    continue
                asked.add(id)
                found = decide(rulebook, case)
                for answer in (found.in_force, found.announced):
                    if answer.outcome == "permitted" and any(id in route for route in answer.routes):
                        permitted[id] = facts
    assert len(asked) > 60, "the sweep would prove nothing"
    assert set(permitted) == THE_LIST_NO_LONGER_NAMES_IT, permitted


def _cases(id: str, rule: Rule) -> Iterator[dict[str, str]]:
    """Cases by contracts that the other tests of a rule let pass, on the days on which its standing changes and some time after."""
    book = real_book()
    words = {f: (v,) if isinstance(v, str) else v for f, v in rule.when.items() if isinstance(v, str | tuple)}
    if BY_CONTRACTS not in words.pop("legal-form", (BY_CONTRACTS,)):
        return
    groups = book.lawbook.trees["origins"].groups
    origins = [groups[o].members[0] if o in groups else o for o in words.pop("origin", ("us",))]
    activities, places = words.pop("activity", ("",)), words.pop("territory", ("",))[:2]
    rest = {f: v[0] for f, v in words.items()}
    days = book.rulebook("access").by_id[id].validity.days()
    for on in sorted({d + dt.timedelta(days=n) for d in days for n in (0, 40)}):
        for activity in activities:
            for place in places:
                facts = rest | {"origin": origins[0], "activity": activity, "territory": place}
                yield {k: v for k, v in facts.items() if v} | {"legal-form": BY_CONTRACTS, "share": "100", "on": on.isoformat()}

"""A permission that rests on an activity not being on a list is as sure as the list was read."""

from __future__ import annotations

import shidian
from shidian.law.records.base import SEEN

LIST = "cn-negative-list"


def test_no_permission_by_silence_of_the_list_is_surer_than_the_list() -> None:
    book = shidian.load()
    editions = {e.edition: e for e in book.lawbook.instruments[LIST].editions}
    read = editions["2024"].read
    assert read is not None
    silent = 0
    for activity in book.rulebook("access").trees["activity"].terms:
        found = book.ask("access", activity=activity, territory="chengdu", origin="DE", share=100, on="2025-06-01")
        rules = {r.rule for r in found.reasons if r.role == "closes"}
        if found.outcome != "permitted" or not rules & {f"{LIST}/outside-the-list", "cn-foreign-investment-law/national-treatment"}:
            continue
        silent += 1
        carved_out = rules - {f"{LIST}/outside-the-list", "cn-foreign-investment-law/national-treatment"}
        assert found.confidence is not None
        assert carved_out or SEEN.index(found.confidence) >= SEEN.index(read), activity
    assert silent > 50


def test_an_older_edition_that_was_hardly_read_makes_the_same_permission_weaker() -> None:
    book = shidian.load()
    asked = {"activity": "leasing", "territory": "chengdu", "origin": "DE", "share": "100"}
    marks = [book.ask("access", asked | {"on": day}).confidence for day in ("2020-03-01", "2025-06-01")]
    assert marks == ["memory", "secondary"]

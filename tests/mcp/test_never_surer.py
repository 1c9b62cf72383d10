"""No tool says more than the decision does: swept over the worked cases, in both languages."""

from __future__ import annotations

import json
from typing import Any

import anyio
import pytest

from shidian.answer.short import MOST_BYTES, due_line, encode, short
from shidian.answer.worked import run_case
from shidian.visitors.keeper import Keeper
from tests.mcp.clients import connected, within
from tests.mcp.hundred import COUNT, FILE, entry
from tests.nightly import NIGHTLY, share_of


@pytest.fixture(scope="module")
def checked(desk: Keeper) -> Any:
    some = share_of([(group.question, case) for group in desk.book.lawbook.cases for case in group.cases], 7)
    return [c for c in (run_case(desk.book, *one) for one in some) if c.decision is not None]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_short_decision_keeps_every_word_that_must_not_be_dropped_and_fits(checked: Any, lang: Any) -> None:
    for c in checked:
        d = c.decision
        found = short(d, lang)
        assert (found.outcome, found.in_force.because, found.announced.outcome) == (d.outcome, d.because, d.announced.outcome)
        assert found.lines == (d.summary.holds[lang], d.summary.announced[lang], d.summary.change[lang])
        assert len(encode(found)) <= MOST_BYTES, c.case.case
        if d.outcome == "undetermined":
            assert found.basis in ("facts_missing", "standing_unknown", "disputed", "gap")
            assert any("do not report it" in w.lower() or "不得表述" in w for w in found.must_say)
        if d.readings_differ:
            assert any("not law on" in w or "尚未生效" in w for w in found.must_say)
        if d.confidence not in (None, "official"):
            assert found.basis != "official"
        assert len(found.rules) + found.more_rules == len(
            {r.rule for r in (*d.reasons, *(d.announced_reasons if d.readings_differ else ()))}
        )
        assert len(found.conditions) + found.more_conditions == len(d.conditions)
        assert len(found.duties) + found.more_duties == len(d.duties)
        assert set(found.duties) <= {due_line(x)[lang] for x in d.duties if not x.general}
        assert all(x.only_if is None or x.only_if[lang] in due_line(x)[lang] for x in d.duties)
        assert len(found.leads) + found.more_leads == len(d.leads)
        if d.leads:
            assert found.leads[0].rule == d.leads[0].rule
            assert any("does not count" in w or "未计入" in w for w in found.must_say)
        assert len(found.open_facts) + found.more_open_facts == len(d.missing)


def test_every_tool_that_decides_says_the_outcome_of_the_decision(desk: Keeper, checked: Any) -> None:
    """On a part of them, others each day: `ask`, `next_question`, `screen_rows`, `compare` of its own day, `what_would_help` of its own facts."""

    async def sweep() -> None:
        async with connected(within(desk)) as client:
            await client.list_tools()

            async def told(tool: str, arguments: dict[str, Any]) -> Any:
                result = await client.call_tool(tool, arguments)
                assert not result.is_error, result.content
                return result.structured_content

            for c in checked if NIGHTLY else checked[::4]:
                day = desk.book.rulebook(c.question).day
                if day not in c.case.facts:
                    continue
                known_on = c.case.known_on.isoformat() if c.case.known_on else None
                put = {"question": c.question, "facts": c.case.facts, "known_on": known_on}
                wanted = c.decision.outcome, c.decision.announced.outcome
                one = (await told("ask", put | {"ask_user": False}))["decisions"][0]
                assert (one["outcome"], one["announced"]["outcome"]) == wanted
                assert (await told("next_question", put))["outcome"] == wanted[0]
                row = (await told("screen_rows", {"question": c.question, "rows": [c.case.facts], "known_on": known_on}))["rows"][0]
                assert (row["outcome"], row["announced"]) == wanted
                then = (await told("compare", put | {"days": [c.case.facts[day]]}))["items"][0]
                assert (then["outcome"], then["announced_outcome"]) == wanted

    anyio.run(sweep)


def test_the_hundred_published_questions_are_answered_as_the_lawyers_answered_them(desk: Keeper) -> None:
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == COUNT

    async def sweep() -> None:
        async with connected(within(desk)) as client:
            await client.list_tools()
            for line in lines:
                call = {"question": line["question"], "facts": line["facts"], "known_on": line["known_on"], "ask_user": False}
                found = (await client.call_tool("ask", call)).structured_content
                assert found is not None
                one, expected = found["decisions"][0], line["expected"]
                assert one["outcome"] == expected["outcome"], line["case"]
                assert "because" not in expected or one["in_force"]["because"] == expected["because"], line["case"]
                assert "announced" not in expected or one["announced"]["outcome"] == expected["announced"], line["case"]

    anyio.run(sweep)


def test_the_published_questions_are_those_of_the_worked_cases(desk: Keeper) -> None:
    cases = {(group.question, case.case): case for group in desk.book.lawbook.cases for case in group.cases}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        case = cases.get((found["question"], found["case"]))
        assert case is not None, found["case"]
        assert found == json.loads(json.dumps(entry(found["question"], case))), f"{found['case']}: python -m tests.mcp.hundred"

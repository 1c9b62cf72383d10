"""One case asked by every door: terminal, Python, API, assistant, page, memo and a row of a table say the same of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import httpx
import pyarrow as pa
import pytest

from shidian.answer.decision import Decision
from shidian.engine.rule import written
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.cli.running import run
from tests.mcp.clients import called, within
from tests.serving.running import client, serving

CASES: list[tuple[str, dict[str, str], str]] = [
    ("access", {"activity": "app-store", "territory": "chengdu", "origin": "DE", "share": "100", "on": "2025-06-01"}, "not_permitted"),
    ("access", {"activity": "domestic-water-transport", "territory": "wuhan", "share": "20", "on": "2025-06-01"}, "permitted"),
    ("access", {"activity": "doctor-owned-clinic", "territory": "lecheng", "on": "2025-03-26"}, "undetermined"),
    ("access", {"territory": "hangzhou", "share": "100", "legal-form": "farmers-cooperative", "on": "2026-05-01"}, "refused"),
    ("access", {"activity": "publication-printing", "territory": "nanjing", "share": "100", "on": "2025-09-05"}, "undetermined"),
    ("access", {"activity": "domestic-letter-express", "territory": "dalian", "on": "2026-09-07"}, "prohibited"),
    ("data_export", {"data": "personal", "important-data": "yes", "on": "2025-06-01"}, "assessment"),
    ("entry", {"asked": "visa-free", "nationality": "fr", "purpose": "business", "stay": "10", "on": "2026-06-01"}, "granted"),
    ("import", {"measure": "rare-disease-supply", "territory": "dalian", "product": "fsmp-full", "on": "2025-12-19"}, "not_granted"),
    ("supply", {"activity": "futures-company", "territory": "ningbo", "on": "2026-08-14"}, "undetermined"),
]


@pytest.fixture(scope="module")
def desk() -> Keeper:
    return Keeper(real_book())


@pytest.fixture(scope="module")
def http(desk: Keeper) -> Iterator[httpx.Client]:
    with serving(desk) as address, client(address) as found:
        yield found


@pytest.fixture(params=CASES, ids=lambda c: f"{c[0]}-{c[2]}")
def asked(request: pytest.FixtureRequest) -> tuple[str, dict[str, str], Decision]:
    question, facts, outcome = request.param
    found = real_book().ask(question, facts)
    assert found.outcome == outcome
    return question, facts, found


def plain(found: Decision) -> dict[str, object]:
    """What programs see."""
    told: dict[str, object] = json.loads(found.to_json())
    return told


def test_the_terminal_says_so_in_words_in_json_and_by_its_exit_code(asked: tuple[str, dict[str, str], Decision]) -> None:
    question, facts, found = asked
    words = [f"{f}={v}" for f, v in facts.items()]
    told = run("ask", question, *words, "--json")
    assert told.code == (4 if found.outcome == "undetermined" else 0), "what is refused whatever is missing is an answer"
    assert json.loads(told.out).items() >= plain(found).items()
    page = run("ask", question, *words)
    assert page.code == told.code
    assert _one_line(found.summary.holds.en) in _one_line(page.out)


def test_the_api_and_the_page_give_the_same_json_and_the_same_first_lines(
    asked: tuple[str, dict[str, str], Decision], http: httpx.Client
) -> None:
    question, facts, found = asked
    assert http.post("/api/v1/ask", json={"question": question, "facts": facts}).json().items() >= plain(found).items()
    assert http.get(f"/en/decision/{question}.json", params=facts).json()["decision"].items() >= plain(found).items()
    for lang in ("en", "zh"):
        shown = http.get(f"/{lang}/decision/{question}", params=facts).text
        assert "verdict" in shown
        assert found.outcome_names[found.outcome][lang] in shown or found.because == "missing_facts"
        assert len(re.findall(r"<li><b>", shown)) >= 3


def test_a_memo_states_the_answer_its_conditions_and_how_sure_it_is(
    asked: tuple[str, dict[str, str], Decision], http: httpx.Client
) -> None:
    question, facts, found = asked
    memo = http.get(f"/zh/decision/{question}.md", params=facts).text
    for condition in (*found.conditions, *found.possible_conditions)[:3]:
        assert condition.zh.rstrip("。") in memo
    assert found.receipt.id in memo


def test_an_assistant_is_told_so(asked: tuple[str, dict[str, str], Decision], desk: Keeper) -> None:
    question, facts, found = asked
    result = called(within(desk), "ask", {"question": question, "facts": facts, "ask_user": False})
    assert not result.is_error
    (told,) = result.structured_content["decisions"] if "decisions" in (result.structured_content or {}) else [result.structured_content]
    assert (told["outcome"], told["in_force"].get("because")) == (found.outcome, found.because)
    assert told["announced"]["outcome"] == found.announced.outcome
    assert told["lines"] == [found.summary.holds.en, found.summary.announced.en, found.summary.change.en]


def test_a_row_of_a_table_says_so(asked: tuple[str, dict[str, str], Decision]) -> None:
    question, facts, found = asked
    table = pa.table({f: pa.array([v], pa.string()) for f, v in facts.items()})
    scales = {"share": "percent"} if "share" in facts else {}
    (row,) = real_book().screen(question, table, scales=scales).table().to_pylist()
    assert (row["outcome"], row["because"], row["announced_outcome"]) == (found.outcome, found.because, found.announced.outcome)
    assert row["ceiling"] == (float(found.ceiling) if found.ceiling is not None else None)
    assert row["confidence"] == found.confidence
    assert set((row["determining"] or "").split()) == {written(r) for r in found.determining}
    assert set((row["missing"] or "").split()) == {m.fact for m in found.missing}


def _one_line(text: str) -> str:
    return " ".join(text.split())

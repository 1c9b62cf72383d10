"""A word with several meanings (a drone company) decides nothing; what holds for each meaning is told, by every door alike."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from shidian.answer.sentence.cases import MOST_CASES
from shidian.law.names import names_of
from shidian.visitors.keeper import Keeper
from tests.answer.sentence.measured import read
from tests.cases.real import real_book
from tests.cli.running import run
from tests.mcp.clients import called, within
from tests.nightly import WHOLE, share_of
from tests.serving.running import client, serving

LAW = real_book().lawbook
NAMES = LAW.names["activities"]
OPEN = {True: "Can a German company own 100% of a {} in Chengdu?", False: "德国公司能在成都100%持股{}吗"}


def _words() -> list[str]:
    """Names of several activities, but no more than are told one by one."""
    words = {n for e in NAMES.entries.values() for n in names_of(e)} | {w for s in NAMES.spoken for w in s.say}
    return sorted(w for w in words if 1 < len(NAMES.find(w)) < MOST_CASES and not any(c.isdigit() for c in w))


def test_a_name_of_several_activities_has_a_case_for_each_of_them_and_is_none_of_them() -> None:
    seen = 0
    for word in share_of(_words(), 4):
        found = read(LAW, OPEN[word.isascii()].format(word))
        if found.question != "access" or found.left_out != ("activity",) or found.not_understood:
            assert not found.meanings, word
            continue
        alone = [c for c in found.chips if c.fact == "activity"]
        if len({c.alternatives for c in alone}) == 1:
            assert [m["activity"] for m in found.meanings] == [a.value for a in alone[0].alternatives], word
            assert all(m | {"activity": ""} == found.facts | {"activity": ""} for m in found.meanings), word
            assert "activity" not in found.facts, word
            seen += 1
    assert seen > (20 if WHOLE else 5), seen


@pytest.mark.parametrize(
    "text",
    [
        "Can a drone company not be in Beijing",
        "德国公司在成都做无人机和测绘",
        "Is a zibbet allowed to run a drone company in Beijing?",
        "drone company in Shanghai or in Shenzhen, back then",
        "跨境外汇，北京",
        "Can a German company own 100% of an app store in Chengdu?",
    ],
)
def test_what_is_denied_unread_or_open_otherwise_has_no_meanings(text: str) -> None:
    assert read(LAW, text).meanings == ()


def test_a_cash_pool_is_one_of_the_pools_and_no_other_measure() -> None:
    for text in ("跨国公司资金池，北京", "cash pooling for a multinational in Beijing", "a cash pool for our companies in Beijing"):
        assert {m["measure"] for m in read(LAW, text).meanings} == {"cash-pool", "cash-pool-lower", "rmb-pool"}, text


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with serving() as address, client(address) as found:
        yield found


@pytest.mark.parametrize("text", ["外国人能在中国开无人机公司吗", "A Korean company wants to buy 30% of a Chinese newspaper"])
def test_every_door_tells_what_holds_for_each_meaning_and_calls_none_the_answer(text: str, http: httpx.Client) -> None:
    book = real_book()
    meanings = book.read_question(text).meanings
    decisions = [book.ask("access", m) for m in meanings]
    assert len({d.outcome for d in decisions}) > 1
    told = json.loads(run("ask", text, "--json").out)
    assert (told["outcome"], told["facts"].get("activity")) == ("undetermined", None)
    assert [m["outcome"] for m in told["meanings"]] == [d.outcome for d in decisions]
    assert http.post("/api/v1/parse", json={"text": text}).json()["meanings"] == [dict(m) for m in meanings]
    page, plain = http.get("/en/question", params={"q": text}).text, run("ask", text)
    asked = called(within(Keeper(book)), "ask", {"sentence": text}).structured_content
    assert asked is not None
    assert (asked["answered"], asked["decisions"]) == (False, [])
    assert [(m["outcome"], m["facts"]) for m in asked["meanings"]] == [
        (d.outcome, dict(m)) for m, d in zip(meanings, decisions, strict=True)
    ]
    assert (asked["left_open"], "activity" in asked["understood"]) == (["activity"], False)
    assert asked["choose"].endswith(("指的是什么？", "?"))
    assert "None of `meanings` is the answer" in str(asked["note"])
    assert "There is no one answer" in page
    assert 'class="button primary"' not in page
    for decision in decisions:
        assert decision.sentence.en.split(" on 20")[0] in page  # a page writes its days out
        before, after = decision.sentence.en.split(decision.assumed["on"])  # it may be midnight in China between two doors
        assert before in " ".join(plain.out.split())
        assert after in " ".join(plain.out.split())
    assert plain.code == 4

"""Asking through the SDK's client: over both transports, with a user who answers, declines, cancels, or cannot be asked."""

from __future__ import annotations

import re
from typing import Any

import anyio
import pytest
from mcp_types import CallToolResult, ElicitResult

from shidian.visitors.keeper import Keeper
from tests.mcp.clients import answering, called, connected, over_stdio, within
from tests.nightly import NIGHTLY

OPEN = {"activity": "app-store", "territory": "shanghai", "origin": "DE", "share": 100, "on": "2025-06-01"}
CALL = {"question": "access", "facts": OPEN}


def first(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, result.content
    assert result.structured_content is not None
    found: dict[str, Any] = result.structured_content["decisions"][0]
    return found


PUSHED = [("stdio", "auto", "accept"), ("stdio", "legacy", "decline")]
"""Over standard input a push tries each generation of the protocol once, and each kind of answer; the night tries all."""
WAYS = [
    (transport, mode, answer)
    for transport in ("http", "stdio")
    for mode in ("auto", "legacy")
    for answer in ("accept", "decline", "cancel")
    if NIGHTLY or transport == "http" or (transport, mode, answer) in PUSHED
]


@pytest.mark.parametrize(("transport", "mode", "answer"), WAYS)
def test_an_open_fact_is_asked_of_the_user_and_only_what_was_answered_is_taken(
    address: str, transport: str, mode: str, answer: str
) -> None:
    reply = ElicitResult(action="accept", content={"answer": "2"}) if answer == "accept" else ElicitResult(action=answer)  # type: ignore[arg-type]
    user, heard = answering(reply)
    result = called(address if transport == "http" else over_stdio(), "ask", CALL, user, mode)
    found = first(result)
    assert heard == ["Where in Shanghai?"]
    assert result.structured_content is not None
    assert result.structured_content["asked_user"] == [f"territory: {answer}"]
    if answer == "accept":
        assert found["outcome"] == "permitted"
        assert found["facts"] != {k: str(v).lower() for k, v in OPEN.items()}
    else:
        assert found["outcome"] == "undetermined"
        assert found["basis"] == "facts_missing"
        assert found["open_facts"][0]["ask"] == "Where in Shanghai?"
        assert found["facts"] == {k: str(v).lower() for k, v in OPEN.items()}


def test_a_client_that_cannot_ask_gets_the_open_fact_instead(desk: Keeper) -> None:
    found = first(called(within(desk), "ask", CALL))
    assert found["outcome"] == "undetermined"
    assert found["must_say"][0].startswith("This is open")
    fact = found["open_facts"][0]
    assert [c["outcome"] for c in fact["choices"]] == ["not_permitted", "permitted"][
        : len(fact["choices"])
    ]  # one of each, what is open last
    assert len(fact["choices"]) + fact["more_choices"] == 5  # what does not fit is counted


def test_nobody_is_asked_where_the_assistant_says_so(desk: Keeper) -> None:
    user, heard = answering()
    assert first(called(within(desk), "ask", CALL | {"ask_user": False}, user))["outcome"] == "undetermined"
    assert heard == []


def test_whoever_does_not_know_is_not_asked_again(desk: Keeper) -> None:
    user, heard = answering(ElicitResult(action="accept", content={"answer": "unknown"}))
    assert first(called(within(desk), "ask", CALL, user))["outcome"] == "undetermined"
    assert len(heard) == 1


def test_at_most_three_facts_are_asked_one_after_the_other(desk: Keeper) -> None:
    user, heard = answering(*(ElicitResult(action="accept", content={"answer": w}) for w in ("60", "nantong", "DE", "x", "y")))
    result = called(within(desk), "ask", {"question": "access", "facts": {"activity": "app-store", "on": "2025-06-01"}}, user)
    assert not result.is_error, result.content
    assert 1 <= len(heard) <= 3
    assert len(set(heard)) == len(heard)


def test_a_place_that_is_not_among_the_choices_can_be_typed_and_is_asked_for_so(desk: Keeper) -> None:
    forms: list[dict[str, Any]] = []

    async def types(_: Any, params: Any) -> ElicitResult:
        forms.append(params.requested_schema)
        return ElicitResult(action="accept", content={"answer": "unknown", "other": "成都"})

    found = first(called(within(desk), "ask", {"question": "access", "facts": {k: v for k, v in OPEN.items() if k != "territory"}}, types))
    assert found["facts"]["territory"] == "chengdu"
    assert found["outcome"] == "not_permitted"
    assert set(forms[0]["properties"]) == {"answer", "other"}
    assert "required" not in forms[0]
    assert "chengdu" not in str(forms[0]).lower()


def test_an_answer_that_cannot_be_read_is_an_error_and_no_answer(desk: Keeper) -> None:
    user, _ = answering(ElicitResult(action="accept", content={"answer": "in the blue house"}))
    result = called(within(desk), "ask", CALL, user)
    assert result.is_error
    assert "unknown-value" in result.content[0].text  # type: ignore[union-attr]


def test_a_sentence_that_was_not_understood_whole_is_not_decided(desk: Keeper) -> None:
    result = called(within(desk), "ask", {"sentence": "Can a German company own 100% of an app store in Chengdu on the wibblewobble?"})
    assert result.structured_content is not None
    assert (result.structured_content["answered"], result.structured_content["decisions"]) == (False, [])
    assert (result.structured_content["meanings"], result.structured_content["choose"]) == ([], None)
    assert any("wibblewobble" in w for w in result.structured_content["not_understood"])


def test_a_sentence_of_a_year_is_decided_at_both_ends_and_one_of_a_past_without_a_day_is_not(desk: Keeper) -> None:
    dated = called(within(desk), "ask", {"sentence": "In 2018, 100% foreign life insurer in Shanghai?"}).structured_content
    assert dated is not None
    assert [d["facts"]["on"] for d in dated["decisions"]] == ["2018-01-01", "2018-12-31"]
    assert "none stands for the others" in str(dated["note"])
    vague = {"sentence": "Could foreigners back then own 100% of a life insurer in Shanghai?"}
    told = called(within(desk), "ask", vague).structured_content
    assert told is not None
    assert (told["decisions"], "on" in told["left_open"]) == ([], True)
    said = called(within(desk), "ask", vague | {"facts": {"on": "2019-06-01"}}).structured_content
    assert said is not None
    assert [d["facts"]["on"] for d in said["decisions"]] == ["2019-06-01"]


def test_a_sentence_that_was_understood_is_decided(desk: Keeper) -> None:
    found = first(called(within(desk), "ask", {"sentence": "Can a German company own 100% of an app store in Chengdu?"}))
    assert found["facts"]["activity"] == "app-store"


def test_a_clause_that_tells_no_fact_must_be_said(desk: Keeper) -> None:
    found = first(
        called(within(desk), "ask", {"sentence": "Can a German company own 100% of an app store in Chengdu? It is a sovereign fund."})
    )
    assert any("It is a sovereign fund" in words for words in found["must_say"])


@pytest.mark.parametrize(
    "arguments", [{}, {"question": "access", "sentence": "?"}, {"question": "acess"}, {"question": "access", "facts": {"actvity": "idc"}}]
)
def test_what_cannot_be_read_says_what_to_do(desk: Keeper, arguments: dict[str, Any]) -> None:
    result = called(within(desk), "ask", arguments)
    assert result.is_error
    assert "(" in result.content[0].text  # type: ignore[union-attr]


def test_an_unknown_argument_is_refused(desk: Keeper) -> None:
    result = called(within(desk), "ask", CALL | {"terittory": "beijing"})
    assert result.is_error
    assert "did you mean" in called(within(desk), "ask", CALL | {"know_on": "2025-01-01"}).content[0].text  # type: ignore[union-attr]


@pytest.mark.parametrize("arguments", [{}, {"what": "foreign investment law"}, {"id": 3}])
def test_wrong_arguments_are_told_in_plain_words(desk: Keeper, arguments: dict[str, Any]) -> None:
    result = called(within(desk), "cite", arguments)
    said = result.content[0].text  # type: ignore[union-attr]
    assert result.is_error
    assert "`what`" in said or "id" in said
    assert not any(word in said for word in ("pydantic", "http", "input_value", "Closed"))


def test_a_history_names_what_was_announced_beside_what_began(desk: Keeper) -> None:
    case = {"activity": "app-store", "territory": "chengdu", "origin": "de", "share": 100}
    latest = called(within(desk), "timeline", {"question": "access", "facts": case}).structured_content["items"][0]
    assert latest["began"] == []
    assert any(rule.startswith("cn-services-work-plan-2025/app-store") for rule in latest["announced_began"])


def test_every_tool_resource_and_prompt_answers_in_both_languages(desk: Keeper) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("ask", CALL | {"ask_user": False}),
        ("next_question", CALL),
        ("compare", {"question": "access", "facts": OPEN, "places": ["北京", "hainan"]}),
        ("compare", {"question": "access", "facts": OPEN, "days": ["2024-10-31", "2025-06-01"]}),
        ("timeline", CALL),
        ("what_would_help", CALL),
        ("search", {"text": "增值电信"}),
        ("cite", {"id": "cn-negative-list/telecom-vats"}),
        ("cite", {"id": "cn-negative-list"}),
        ("task", {"id": desk.book.tasks()[0].task}),
        ("read_document", {"text": "The plan lifts the cap for app stores in eleven regions from 11 April 2025."}),
        ("check_text", {"text": "The plan lifts the cap for app stores in eleven regions from 11 April 2025."}),
        ("screen_rows", {"question": "access", "rows": [OPEN, {"activity": "app-shoppe", "on": "2025-06-01"}, {"activity": "idc"}]}),
    ]

    async def all_of_it() -> None:
        async with connected(within(desk)) as client:
            offered = (await client.list_tools()).tools
            assert {t.name for t in offered} == {name for name, _ in calls} | {"openness"}
            assert all(t.output_schema and t.annotations and t.annotations.read_only_hint for t in offered)
            for lang in ("en", "zh"):
                for name, arguments in calls:
                    result = await client.call_tool(name, arguments | {"lang": lang})
                    assert not result.is_error, (name, result.content)
                    assert len(result.content[0].text) < 12_000, name  # type: ignore[union-attr]
            for template in ("questions", "instruments", "tasks", "regions", "glossary"):
                assert (await client.read_resource(f"shidian://{template}")).contents
            for one in ("questions/access", "instruments/cn-negative-list", "rules/cn-negative-list/telecom-vats", "vocabulary/activities"):
                assert (await client.read_resource(f"shidian://{one}")).contents
            for prompt, parts in (
                ("market_entry_memo", {"activity": "app store", "place": "Chengdu", "origin": "DE"}),
                ("data_export_check", {"transfer": "HR data of 900 people to Munich"}),
            ):
                for lang in ("en", "zh"):
                    told = await client.get_prompt(prompt, {**parts, "lang": lang})
                    assert "must_say" in told.messages[0].content.text  # type: ignore[union-attr]

    anyio.run(all_of_it)


def test_openness_is_measured_over_the_basket_and_for_the_investor_named(desk: Keeper) -> None:
    pytest.importorskip("pyarrow")
    told = called(within(desk), "openness", {"places": ["hainan"], "basket": "health", "investor": "hong-kong"}).structured_content
    assert told is not None
    assert (told["basket"], told["investor"]) == ("health", "hong-kong")
    own = desk.book.openness(basket="health", profile="hong-kong")
    assert {i["place"] for i in told["items"]} == {own.places(["hainan"])[0].id}
    refused = called(within(desk), "openness", {"basket": "healt"})
    assert refused.is_error
    assert "`health`" in refused.content[0].text  # type: ignore[union-attr]


def test_another_site_and_another_host_are_refused_before_the_protocol_is_spoken(address: str) -> None:
    import httpx

    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert httpx.post(address, json=body, headers={"Origin": "https://evil.example"}, trust_env=False).status_code == 403
    assert httpx.post(address, json=body, headers={"Host": "evil.example"}, trust_env=False).status_code == 400


OWN_WORDS = [("Can a German company own 100% of an app store in Chengdu?", "en"), ("德国公司能在成都独资经营应用商店吗", "zh")]


@pytest.mark.parametrize(("text", "lang"), OWN_WORDS)
def test_an_answer_to_a_sentence_says_first_what_was_read_from_which_words(desk: Keeper, text: str, lang: str) -> None:
    found = first(called(within(desk), "ask", {"sentence": text, "lang": lang}))
    read = {c.fact: c for c in desk.book.read_question(text).chips}
    assert set(read) == {"origin", "territory", "share", "activity"}
    for chip in read.values():
        assert f"“{chip.words}”" in found["must_say"][0]
        assert chip.label[lang] in found["must_say"][0]


def test_each_case_of_a_sentence_says_its_own_words(desk: Keeper) -> None:
    result = called(
        within(desk), "ask", {"sentence": "Can a German company own 100% of an app store in Chengdu or Shenzhen?"}
    ).structured_content
    assert result is not None
    for place, other, decision in zip(("Chengdu", "Shenzhen"), ("Shenzhen", "Chengdu"), result["decisions"], strict=True):
        assert f"“{place}”" in decision["must_say"][0]
        assert other not in decision["must_say"][0]


@pytest.mark.parametrize(("text", "lang"), OWN_WORDS)
@pytest.mark.parametrize("name", ["text", "query", "question"])
def test_a_sentence_under_another_name_is_told_where_it_goes(desk: Keeper, name: str, text: str, lang: str) -> None:
    result = called(within(desk), "ask", {name: text, "lang": lang})
    assert result.is_error
    said = result.content[0].text  # type: ignore[union-attr]
    assert (
        "a question in the user's own words goes to `ask`, under `sentence`" if lang == "en" else "用户原话应交给ask，填入sentence"
    ) in said


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"sentence": 3}),
        ("ask", {"sentence": "x" * 501}),
        ("ask", {"question": "access", "facts": ["idc"]}),
        ("ask", {"question": "access", "facts": {"activity": {"a": 1}}}),
        ("ask", {"qestion": "access"}),
        ("next_question", {"question": "access"}),
        ("screen_rows", {"question": "access", "rows": []}),
        ("screen_rows", {"question": "access", "rows": [{}] * 51}),
        ("what_would_help", {"question": "access", "facts": {}, "limit": 0}),
        ("compare", {"question": "access", "facts": {}, "days": []}),
        ("compare", {"question": "access", "facts": {}, "places": []}),
        ("ask", {"sentence": ""}),
        ("openness", {"measure": "open"}),
    ],
)
def test_what_is_wrong_with_arguments_is_said_in_plain_words_of_the_language_asked(
    desk: Keeper, tool: str, arguments: dict[str, Any]
) -> None:
    for lang in ("en", "zh"):
        result = called(within(desk), tool, {**arguments, "lang": lang})
        assert result.is_error
        said = result.content[0].text  # type: ignore[union-attr]
        assert said.startswith("bad-value: ")
        assert not any(w in said for w in ("validation error", "type=", "askArguments", "constrained", "Input", "\n"))
        assert any("\u4e00" <= c <= "\u9fff" for c in said) == (lang == "zh")
        assert lang == "en" or " or " not in said


def test_a_refusal_of_a_tool_has_no_english_words_before_or_in_the_chinese_ones(desk: Keeper) -> None:
    """What was typed and what is to be typed stand in both; nothing else that is English."""
    for tool, arguments, typed in (
        ("search", {"text": "x", "kind": "rule"}, ("rule", "rules")),
        ("cite", {"id": "cn-negative-lst"}, ("cn-negative-lst", "cn-negative-list")),
        ("ask", {"question": "acces", "facts": {}}, ("acces", "access")),
        ("ask", {"question": "access", "facts": {"activty": "idc"}}, ("activty", "activity")),
        ("ask", {"question": "access", "facts": {"share": "lots"}}, ("lots",)),
    ):
        for lang in ("en", "zh"):
            said = called(within(desk), tool, {**arguments, "lang": lang}).content[0].text  # type: ignore[union-attr]
            code, _, words = said.partition(": ")
            assert re.fullmatch("[a-z-]+", code), said
            assert set(typed) <= set(re.findall("[a-z-]+", words)), said
            if lang == "zh":
                assert not set(re.findall("[a-zA-Z-]+", words)) - set(typed), said
                assert not set(words) & set("()"), said


def test_a_form_has_no_field_but_those_for_its_question(desk: Keeper) -> None:
    forms: list[dict[str, Any]] = []

    async def types(_: Any, params: Any) -> ElicitResult:
        forms.append(params.requested_schema["properties"])
        return ElicitResult(action="accept", content={"answer": "不知道"})

    for lang in ("en", "zh"):
        for question, facts in (("access", {"activity": "hospital"}), ("data_export", {})):
            put = {"question": question, "facts": facts, "lang": lang}
            assert first(called(within(desk), "ask", put, types))["outcome"] == "undetermined"  # whoever types that they do not know
    assert [set(form) for form in forms] == [{"answer"}] * 4
    assert all(re.search("[A-Za-z]{2}", str([v.get("description"), v["title"]])) is None for form in forms[2:] for v in form.values())


def test_rows_say_why_they_cannot_be_read_in_the_language_asked_and_what_must_be_said_beside_them(desk: Keeper) -> None:
    good = {"activity": "idc", "territory": "shenzhen", "share": 100, "on": "2025-06-01"}
    rows = [
        {"activity": "元宇宙", "on": "2025-06-01"},
        {"activity": "idc"},
        {**good, "origin": "CN"},
        good,
        {**good, "territory": "beijing"},
    ]
    for lang in ("en", "zh"):
        found = called(within(desk), "screen_rows", {"question": "access", "rows": rows, "lang": lang}).structured_content
        assert found is not None
        for row in found["rows"][:3]:
            assert (re.search("[a-zA-Z]{4}.* [a-zA-Z]{3}", row["error"]) is None) == (lang == "zh")
        assert re.search("[\u4e00-\u9fff]{4}", found["rows"][2]["error"]) is None or lang == "zh"
        for row in found["rows"][3:]:
            alone = first(
                called(within(desk), "ask", {"question": "access", "facts": rows[row["row"] - 1], "lang": lang, "ask_user": False})
            )
            assert sorted([*row["must_say"], *found["must_say"]]) == sorted(alone["must_say"])
        assert found["must_say"]

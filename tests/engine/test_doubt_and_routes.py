"""Two reliefs are two routes; what nobody knows leaves the answer open where it matters, and only there."""

from __future__ import annotations

from pathlib import Path

from shidian.answer.facts import read_case
from shidian.book import Book
from shidian.meaning.answer import Meaning, Verdict
from tests.agreement.by_meaning import facts_of
from tests.building import instrument, load_book

DAY = "2024-01-01"
PIGEONS = {"activity": "pigeons", "territory": "harbour", "share": "100", "origin": "freedonia"}
OWLS = {"activity": "owls", "territory": "hill-city", "share": "60"}
TREATY = """
- rule: treaty
  question: access
  kind: relief
  when: {activity: pigeons, origin: treaty-partners}
  relieves: [orsia-list/pigeons]
  authorised_by: [orsia-list#pilots]
  effect: {share: {at_most: SHARE}, local-control: yes}
  conditions: [{en: the treaty form is filed, zh: 已提交条约表格}]
  duties: [{name: {en: treaty filing, zh: 条约备案}, authority: trade-board, kind: filing}]
"""


def two_routes(folder: Path, share: str = "100") -> Book:
    return load_book(folder, instrument("orsia-treaty", TREATY.replace("SHARE", share)))


def test_two_reliefs_of_one_limit_are_two_routes_each_with_its_own_duties(tmp_path: Path) -> None:
    decision = two_routes(tmp_path).ask("access", PIGEONS, on=DAY)
    assert decision.outcome == "permitted"
    duties = {r.rules: [d.name.en for d in r.duties] for r in decision.routes}
    assert duties == {("orsia-pilot/pigeons-open",): ["pilot approval"], ("orsia-treaty/treaty",): ["treaty filing"]}
    assert [d.name.en for d in decision.duties] == ["courier licence"]


def test_the_conditions_of_one_route_do_not_leak_into_the_other(tmp_path: Path) -> None:
    decision = two_routes(tmp_path).ask("access", PIGEONS, on=DAY)
    conditions = {r.rules[0]: [c.en for c in r.conditions] for r in decision.routes}
    assert conditions["orsia-pilot/pigeons-open"] == ["the loft lies in the same place"]
    assert sorted(conditions["orsia-treaty/treaty"]) == ["the local side controls", "the treaty form is filed"]
    assert decision.conditions == ()


def test_a_relief_that_does_not_admit_the_share_is_no_route(tmp_path: Path) -> None:
    decision = two_routes(tmp_path, "80").ask("access", PIGEONS, on=DAY)
    assert [r.rules for r in decision.routes] == [("orsia-pilot/pigeons-open",)]
    assert [d.name.en for d in decision.duties] == ["pilot approval", "courier licence"]  # the narrower scope first


def test_a_limit_kept_on_its_own_terms_needs_no_relief(tmp_path: Path) -> None:
    decision = load_book(tmp_path).ask("access", PIGEONS | {"share": "40"}, on=DAY)
    assert decision.outcome == "permitted"
    assert "pilot approval" not in [d.name.en for d in decision.duties]


def test_a_relief_is_taken_as_a_whole_with_all_of_its_ceilings(tmp_path: Path) -> None:
    """60 % need the relief, which caps each investor at 20 %; the limit's own terms say nothing of one investor."""
    text = TREATY.replace("local-control: yes", "investor-share: {at_most: 20}").replace("SHARE", "100")
    book = load_book(tmp_path, instrument("orsia-treaty", text))
    facts = PIGEONS | {"territory": "lake-city:other", "investor-share": "30"}
    assert book.ask("access", facts | {"share": "60"}, on=DAY).outcome == "not_permitted"
    assert book.ask("access", facts | {"share": "49"}, on=DAY).outcome == "permitted"
    assert book.ask("access", facts | {"share": "60", "investor-share": "20"}, on=DAY).outcome == "permitted"


def test_limits_accumulate_however_mild_one_of_them_is(tmp_path: Path) -> None:
    rule = "- {rule: mild, question: access, kind: limit, when: {activity: pigeons}, effect: {share: {at_most: 90}}}"
    book = load_book(tmp_path, instrument("orsia-mild", rule))
    assert book.ask("access", PIGEONS, on=DAY).outcome == "not_permitted"
    assert book.ask("access", PIGEONS | {"share": "90"}, on=DAY).outcome == "permitted"


def gap(kind: str, when: str, more: str = "") -> str:
    return f"- {{gap: unread, question: access, kind: {kind}, when: {when}, reason: {{en: not read, zh: 未读}}{more}}}"


def test_an_unread_limit_can_forbid_and_leaves_what_is_forbidden_anyway(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-gap", gaps=gap("limit", "{activity: [owls, weaving]}")))
    decision = book.ask("access", OWLS, on=DAY)
    assert (decision.outcome, decision.because) == ("undetermined", "gap")
    assert book.ask("access", OWLS | {"activity": "weaving"}, on=DAY).outcome == "prohibited"
    assert book.ask("access", OWLS | {"activity": "couriers:other"}, on=DAY).outcome == "permitted"


def test_an_unread_relief_can_allow_what_its_limits_forbid_and_nothing_else(tmp_path: Path) -> None:
    text = gap("relief", "{activity: [pigeons, weaving]}", ", relieves: [orsia-list/pigeons]")
    book = load_book(tmp_path, instrument("orsia-gap", gaps=text))
    facts = PIGEONS | {"territory": "lake-city:other"}
    assert book.ask("access", facts, on=DAY).because == "gap"
    assert book.ask("access", facts | {"share": "40"}, on=DAY).outcome == "permitted"
    assert book.ask("access", facts | {"activity": "weaving"}, on=DAY).outcome == "prohibited"


def test_without_a_closing_rule_nothing_is_permitted_but_a_prohibition_stands(tmp_path: Path) -> None:
    """The list of 2018 closes from 2018 on; before, only what is barred has an answer."""
    rule = "- {rule: ban, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 0}}}"
    book = load_book(tmp_path, instrument("orsia-old", rule, effective="2010-01-01"))
    assert book.ask("access", OWLS, on="2015-01-01").outcome == "prohibited"
    decision = book.ask("access", OWLS | {"activity": "baking", "investor-share": "10"}, on="2015-01-01")
    assert (decision.outcome, decision.because) == ("undetermined", "gap")


DISPUTED = """
- rule: ban
  question: access
  kind: limit
  when: {activity: owls}
  effect: {share: {at_most: 50}}
  disputed: {en: two reports differ, zh: 两份报道不一}
"""


def test_a_disputed_rule_leaves_the_answer_open_where_it_matters(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-owls", DISPUTED))
    decision = book.ask("access", OWLS, on=DAY)
    assert (decision.outcome, decision.because) == ("undetermined", "disputed")
    assert [r.doubt_reason.en for r in decision.reasons if r.doubt_reason] == ["two reports differ"]
    assert book.ask("access", OWLS | {"share": "50"}, on=DAY).outcome == "permitted"


def test_a_doubt_that_cannot_change_the_outcome_is_not_named_as_its_cause(tmp_path: Path) -> None:
    """An unread relief of a limit that is kept anyway has nothing to do with a disputed ban."""
    mild = "- {rule: mild, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 90}}}\n"
    text = gap("relief", "{activity: owls}", ", relieves: [orsia-owls/mild]")
    book = load_book(tmp_path, instrument("orsia-owls", mild + DISPUTED.strip(), gaps=text))
    decision = book.ask("access", OWLS, on=DAY)
    assert (decision.outcome, decision.because) == ("undetermined", "disputed")


def test_what_is_assumed_is_shown_and_can_be_said_otherwise(tmp_path: Path) -> None:
    """Guilds have no part in the pilot; that the investor is a company is assumed."""
    book = load_book(tmp_path)
    decision = book.ask("access", PIGEONS, on=DAY)
    assert (decision.outcome, decision.assumed) == ("permitted", {"legal-form": "company"})
    assert "Assumed unless stated otherwise: legal form: company" in decision.to_text()
    guild = book.ask("access", PIGEONS | {"legal-form": "guild"}, on=DAY)
    assert (guild.outcome, guild.assumed) == ("not_permitted", {})


def test_what_surely_leads_to_a_path_determines_it_and_what_may_lead_there_only_where_nothing_does(tmp_path: Path) -> None:
    rules = (
        "- {rule: one, question: path, kind: limit, when: {letters: private}, effect: {path: inspection}}\n"
        "- {rule: other, question: path, kind: limit, when: {letters: official}, effect: {path: inspection}}"
    )
    book = load_book(tmp_path, instrument("orsia-check", rules))
    facts = {"sealed": "no", "contents": "none", "on": "2024-01-01"}
    branches, sure = (book.ask("path", facts, pages=pages) for pages in ("500", "2000"))
    assert (branches.outcome, set(branches.determining)) == ("inspection", {"orsia-check/one", "orsia-check/other"})
    assert (sure.outcome, sure.determining) == ("inspection", ("orsia-post/inspection",))
    assert "open (a deciding fact" not in sure.to_text()


def test_a_disputed_duty_is_no_cause_of_an_answer_that_is_open_for_another_dispute(tmp_path: Path) -> None:
    """By the meaning: a duty never moves an outcome."""
    rules = (
        "- {rule: ban, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 0}}, disputed: {en: sources differ, zh: 说法不一}}\n"
        "- {rule: file, question: access, kind: duty, when: {activity: owls}, disputed: {en: sources differ, zh: 说法不一},"
        " duty: {name: {en: filing, zh: 备案}, authority: trade-board, kind: filing}}"
    )
    book = load_book(tmp_path, instrument("orsia-owls", rules))
    question = book.question("access")
    case = read_case(book.lawbook, question, OWLS | {"origin": "sylvania", "on": DAY}, None).case
    assert Meaning(book.lawbook, question).decide(facts_of(case), "in_force", None) == Verdict("undetermined", frozenset({"disputed"}))
    assert book.ask("access", OWLS | {"origin": "sylvania", "on": DAY}).because == "disputed"

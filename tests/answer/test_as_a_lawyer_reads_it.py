"""Decisions read as a lawyer reads them: what decides comes first, nothing is said twice, and no line says what another takes back."""

from __future__ import annotations

import random
from functools import cache

import pytest

import shidian
from shidian.answer.argument import argued, doubt_told, role_told
from shidian.answer.decision import Decision
from shidian.answer.parts import Reason
from shidian.answer.short import short
from shidian.law.records.base import SEEN
from shidian.words.phrases import phrase
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book
from tests.nightly import NIGHTLY

QUESTIONS = sorted(real_book().questions)
EACH = 400 if NIGHTLY else 20


@cache
def decided(question: str) -> tuple[Decision, ...]:
    """Random cases of a question at the edges of its rules, many with facts missing, and some of its worked ones."""
    book, found = real_book(), list[Decision]()
    for drawn, _ in zip(RandomCases(book, question, 28_112_026), range(EACH), strict=False):
        found.append(book.ask(question, drawn.facts, known_on=drawn.known_on))
    worked = [c for w in book.lawbook.cases if w.question == question for c in w.cases]
    for case in random.Random(5).sample(worked, min(EACH, len(worked))):
        try:
            found.append(book.ask(question, dict(case.facts), known_on=case.known_on))
        except shidian.CaseError:
            continue
    return tuple(found)


def told(decision: Decision) -> list[Reason]:
    """The reasons in force in the order in which they are told, each step by its first."""
    found = argued(decision, decision.reasons)
    return [s.reason for s in (*found.decisive, *found.beside, *found.doubts)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_of_several_bars_that_leave_the_same_the_one_whose_words_were_seen_best_is_told(question: str) -> None:
    for d in decided(question):
        bars = [r for r in d.reasons if r.role == "binds" and r.rule in d.determining]
        if d.outcome == "prohibited" and bars:
            same = [r for r in bars if {b.value for b in r.bounds} == {b.value for b in bars[0].bounds}]
            assert SEEN.index(bars[0].seen) == min(SEEN.index(r.seen) for r in same), d.facts


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_that_asks_for_no_fact_says_of_none_that_it_is_missing(question: str) -> None:
    bare = phrase("because_missing_facts")
    for d in decided(question):
        if d.in_force.because != "missing_facts" and d.announced.because != "missing_facts":
            assert not d.missing
            assert bare.en not in d.to_text("en", columns=10_000), d.facts
            assert bare.zh not in d.to_text("zh", columns=10_000), d.facts


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_the_law_leaves_open_is_explained_first_by_what_leaves_it_open(question: str) -> None:
    for d in decided(question):
        if d.outcome == "undetermined" and d.because not in (None, "missing_facts"):
            doubts = [r for r in d.reasons if r.role == "in_doubt" and r.doubt == d.because]
            if doubts:
                assert told(d)[0].doubt == d.because, d.facts
                assert doubt_told(d, told(d)[0]) == f"because_{d.because}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_two_steps_say_the_same_words_of_one_provision(question: str) -> None:
    for d in decided(question):
        said = [
            (role_told(d, r), r.summary, r.title, r.provision_name, r.doubt, r.valid_from, r.needed, r.given) for r in told(d) if not r.by
        ]
        assert len(said) == len(set(said)), d.facts


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_told_under_one_step_is_told_once(question: str) -> None:
    for d in decided(question):
        for step in (*argued(d, d.reasons).doubts, *argued(d, d.reasons).decisive):
            notes = [n for n in (step.reason.doubt_reason, step.reason.caution, *step.further_notes) if n is not None]
            assert len(notes) == len(set(notes)), d.facts


def test_a_limit_of_a_share_that_nobody_stated_is_not_said_to_be_kept() -> None:
    facts = {"activity": "domestic-water-transport", "territory": "wuhan", "origin": "GB", "on": "2025-05-18"}
    (open_,) = [r for r in real_book().ask("access", facts).reasons if r.bounds]
    assert open_.role == "holds_against"
    (kept,) = [r for r in real_book().ask("access", facts | {"share": "20"}).reasons if r.bounds]
    assert kept.role == "kept"
    with_one = real_book().ask("access", facts | {"investor-share": "5"})
    assert [r.role for r in with_one.reasons if r.bounds] == ["holds_against"], "a share of one investor is not that of all"


def test_what_an_open_answer_names_as_condition_is_asked_for_by_every_answer_that_permits() -> None:
    """Worked cases of market access without their share."""
    looked, book = 0, real_book()
    for case in [c for w in book.lawbook.cases if w.question == "access" for c in w.cases][:: 1 if NIGHTLY else 15]:
        d = book.ask("access", {f: v for f, v in case.facts.items() if f != "share"}, known_on=case.known_on)
        for lead in d.missing[0].answers if d.missing_for == "in_force" and d.missing else ():
            if lead.outcome == "permitted":
                then = book.ask("access", {"on": str(d.receipt.on)} | d.facts | lead.set, known_on=d.receipt.known_on)
                assert {*d.conditions} <= {*then.conditions}, (d.facts, lead.set)
                told = {*d.conditions, *d.possible_conditions} if "activity" in d.facts else {*then.conditions}
                assert {*then.conditions} <= told, ("a condition of what is permitted is not told while it is open", d.facts, lead.set)
                looked += 1
    assert looked > 5


def test_the_condition_of_what_is_permitted_up_to_a_share_stands_in_the_first_line() -> None:
    found = real_book().ask("access", {"activity": "doctor-owned-clinic", "territory": "lecheng", "origin": "NG", "on": "2025-03-26"})
    assert found.outcome == "undetermined"
    assert "where permitted, on condition: a Chinese partner takes part" in found.summary.holds.en
    assert "允许的，条件：须与中方合资、合作" in found.summary.holds.zh


def test_a_permission_whose_condition_hangs_on_a_disputed_rule_says_so_in_the_first_line() -> None:
    found = real_book().ask("access", {"activity": "publication-printing", "territory": "nanjing", "share": "20", "on": "2025-09-05"})
    assert found.outcome == "permitted"
    assert not found.conditions
    assert "depending on what is open, also on condition: a Chinese partner takes part" in found.summary.holds.en
    for d in decided("access"):
        if d.outcome == "permitted" and d.possible_conditions:
            assert d.possible_conditions[0].en.rstrip(".") in d.summary.holds.en, d.facts


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_known_is_never_said_where_a_rule_in_force_asks_for_other_facts(question: str) -> None:
    """A relief that lifts one of several bars alone would change nothing."""
    for d in decided(question):
        bars = [r for r in d.reasons if r.role in ("binds", "otherwise")]
        if d.summary.change == phrase("sum_no_change") and any(r.rule in d.determining for r in bars):
            lifting = set.intersection(*({f.rule for f in r.helped_not if f.standing == "in_force" and f.tests} for r in bars))
            assert not lifting, d.facts


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_result_that_an_answer_can_lead_to_is_shown_by_text_and_in_short(question: str, lang: str) -> None:
    for d in decided(question):
        page = d.to_text(lang, columns=10_000)
        offered = {f.fact: f for f in short(d, "zh" if lang == "zh" else "en").open_facts}
        for m in d.missing:
            results = {(x.outcome, x.because) for x in m.answers}
            if len(results) < len(m.answers) and len(m.answers) > 8:
                for outcome, because in results - {("undetermined", "missing_facts")}:
                    assert f"→ {d.outcome_names[outcome][lang]}" in page, (d.facts, because)
            if m.fact in offered and len(offered[m.fact].choices) >= len(results):
                assert {(x.outcome, x.because) for x in offered[m.fact].choices} == results, d.facts


def test_the_one_capacity_that_is_granted_is_shown_among_the_many_that_are_not() -> None:
    page = real_book().ask("entry", {"asked": "pension-refund", "territory": "fuzhou", "on": "2026-03-14"}).to_text("en", columns=10_000)
    assert "insured foreigner leaving China before pension age → granted   [capacity=leaver]" in page


def test_a_milder_limit_beside_what_bars_an_export_is_not_said_to_bind() -> None:
    found = real_book().ask("data_export", {"data": "core-or-secret", "important-data": "yes", "ciio": "yes", "on": "2026-02-22"})
    parts = {r.rule: role_told(found, r) for r in found.reasons}
    assert parts["cn-data-security-law/core-or-secret"] == "binds"
    assert parts["cn-cac-order-16/important-data"] == "milder"
    for d in decided("data_export"):
        if d.outcome != "undetermined":
            assert all(r.rule in d.determining for r in d.reasons if role_told(d, r) == "binds"), d.facts


def test_where_nobody_said_what_is_asked_about_no_lead_and_no_doubt_of_one_thing_or_another_is_told() -> None:
    bare = real_book().ask("access", {"territory": "nansha", "share": "75", "on": "2026-11-15"})
    assert not [r for r in bare.leads if r.rule == "cn-ftz-negative-list/app-store"]
    assert "in doubt" not in bare.summary.change.en
    apps = real_book().ask("access", {"activity": "app-store", "territory": "chengdu", "share": "100", "on": "2025-06-01"})
    assert apps.leads


def test_of_more_duties_than_anybody_reads_only_their_number_is_told_and_all_on_request() -> None:
    bare = real_book().ask("access", {"territory": "nansha", "share": "75", "on": "2026-11-15"})
    possible = [d for d in bare.duties if not d.certain and not d.general]
    assert len(possible) > 100
    assert possible[0].name.en not in bare.to_text("en", columns=10_000)
    whole = bare.to_text("en", columns=10_000, explain=True)
    assert all(d.name.en in whole for d in possible)


def test_a_need_that_brings_the_bar_is_told_of_what_is_refused() -> None:
    for d in decided("access"):
        if d.outcome == "refused":
            needs = {r.rule for r in d.reasons if r.role == "needs" and {*r.by} & {*d.determining, *d.announced.determining}}
            assert needs <= {r.rule for r in told(d)}, d.facts


def test_a_sentence_says_nothing_of_what_is_assumed_anyway_and_all_that_differs_from_it() -> None:
    facts = {"activity": "futures-company", "territory": "ningbo", "on": "2026-08-14"}
    assert "(the service as such)" not in real_book().ask("supply", facts).sentence.en
    assert "(the service as such)" not in real_book().ask("supply", facts | {"matter": "service"}).sentence.en
    others = [c for f in real_book().question("supply").facts if f.fact == "matter" for c in f.choices if c.id != f.assumed]
    apart = {matter for values in real_book().question("supply").apart for matter in values.get("matter", ())}
    assert others
    for other in others:
        of_any = {k: v for k, v in facts.items() if k != "activity" or other.id not in apart}  # it is a matter of another activity
        assert other.name.en in real_book().ask("supply", of_any | {"matter": other.id}).sentence.en


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_share_that_nobody_stated_is_no_hole_in_the_sentence(lang: str) -> None:
    unstated = phrase("unstated_fact", name=next(f.label for f in real_book().question("access").facts if f.fact == "share"))[lang]
    for d in decided("access"):
        assert unstated not in d.sentence[lang], d.facts
    permitted = real_book().ask("access", {"activity": "oil-gas", "territory": "wuhan", "on": "2025-11-10"}).sentence
    assert permitted.en.startswith("An investor may hold any share in")
    assert permitted.zh.endswith("外资股比不限。")


def test_a_large_number_is_said_as_people_say_it_and_a_list_of_lists_keeps_its_parts_apart() -> None:
    facts = {"data": "transit-personal", "important-data": "no", "ciio": "no", "ground": "hr", "persons": "5000"}
    facts |= {"sensitive-persons": "200000", "sensitive-two-years": "50", "territory": "shanghai"}
    holds = real_book().ask("data_export", facts | {"on": "2023-12-25"}).summary.holds
    assert "at least 1,000,000 persons" in holds.en
    assert "100万人以上（含）" in holds.zh
    paths = real_book().ask("data_change", {"event": "onward-outside-bay", "on": "2026-04-05"}).summary.holds.en
    assert "“standard contract, filed”, “certification”" in paths

"""The first three lines of a decision: they say what holds, what is only announced and what would change it, and never more than the rest."""

from __future__ import annotations

import contextlib
import functools
import random
import re

import pytest

import shidian
from shidian.answer.argument import argued
from shidian.answer.decision import Decision
from shidian.answer.leads import values_named
from shidian.answer.told_apart import columns
from shidian.words.labels import value_label
from shidian.words.phrases import phrase
from tests.cases.real import real_book
from tests.nightly import share_of

APP_STORE = {"activity": "app-store", "origin": "DE", "share": "100", "on": "2025-06-01"}
WORKED = share_of([(w.question, c) for w in real_book().lawbook.cases for c in w.cases][::5], 3)


@functools.cache
def decided() -> dict[str, Decision]:
    """The decisions of the worked cases of the day, by case; without those that are refused."""
    found = {}
    for question, case in WORKED:
        with contextlib.suppress(shidian.CaseError):
            found[f"{question}/{case.case}"] = real_book().ask(question, dict(case.facts), known_on=case.known_on)
    return found


def test_an_app_store_in_chengdu_has_a_ceiling_in_force_and_none_only_by_announcement() -> None:
    found = real_book().ask("access", APP_STORE | {"territory": "chengdu"}).summary
    assert found.holds.en.endswith("up to 50 % only; 100 % is not permitted.")
    assert found.announced.en == "Announced on 2025-04-11, not in force: permitted; up to 100 %."
    assert "entry into force of what is announced" in found.change.en
    assert found.change.en.count("a lead to confirm (not counted): In the pilot free-trade zones") == 1
    assert found.announced.zh.startswith("2025-04-11宣布，尚未生效：允许")


def test_many_missing_facts_are_counted_and_few_are_named() -> None:
    """ "Data, important data and 7 more" said nothing to whoever had not met these facts."""
    many = real_book().ask("data_export", {"persons": "150000", "territory": "shanghai", "on": "2026-11-22"})
    assert f"depends on: {len(many.missing)} facts that are missing." in many.sentence.en
    assert f"取决于：{len(many.missing)}项尚缺的事实。" in many.sentence.zh
    assert len(many.missing) > 3


def test_a_place_that_decides_is_told_common_case_first_and_exceptions_after_except() -> None:
    decision = real_book().ask("access", APP_STORE | {"territory": "shanghai"})
    assert decision.sentence.en.endswith("depends on: place.")
    common, exceptions = decision.summary.holds.en.split(", except ")
    assert common.endswith("in Shanghai not permitted")
    assert exceptions.startswith("Pudong New Area, inside Lingang")


def test_the_first_lines_of_a_worked_case_say_what_the_rest_of_the_decision_says() -> None:
    for id, decision in decided().items():
        lines = decision.summary
        for label in (lines.holds, lines.announced, lines.change):
            assert label.en.endswith("."), id
            assert label.zh.endswith("。"), id
            assert "{" not in label.en + label.zh, id
        if decision.because is None:
            assert decision.outcome_names[decision.outcome].en in lines.holds.en, id
        if decision.because == "missing_facts" and decision.outcome == "undetermined":
            assert "undetermined" not in decision.sentence.en, id
            assert "cannot be determined" not in decision.sentence.en, id
        assert ("not in force" in lines.announced.en) == decision.readings_differ, id
        page = decision.to_text("en", columns=10_000)
        assert lines.holds.en in page, id
        assert lines.announced.en in page, id


def test_the_argument_keeps_every_reason_once() -> None:
    for id, decision in decided().items():
        found = argued(decision, decision.reasons)
        told = [r.rule for s in (*found.decisive, *found.beside, *found.doubts) for r in (s.reason, *s.by, *s.alike)]
        bearing = {*decision.determining, *decision.announced.determining}
        kept = [  # whatever the doubts come to, it is refused; a need that brings the bar is told
            r.rule
            for r in decision.reasons
            if decision.outcome != "refused" or not (r.role == "in_doubt" or (r.role == "needs" and bearing.isdisjoint(r.by)))
        ]
        assert sorted(told) == sorted(kept), id


def test_a_general_duty_is_told_in_one_line_after_the_specific_ones() -> None:
    decision = real_book().ask("access", {"activity": "idc", "territory": "lingang", "origin": "DE", "share": "100", "on": "2025-06-01"})
    page = decision.to_text("en", columns=10_000)
    general = [d for d in decision.duties if d.general]
    assert general
    (line,) = [x for x in page.splitlines() if "in every such case" in x]
    assert all(d.name.en in line for d in general)
    assert page.index("value-added telecom business licence") < page.index(line)


def test_no_key_or_domain_of_a_source_stands_before_a_person() -> None:
    page = real_book().ask("access", APP_STORE | {"territory": "chengdu"}).to_text("en")
    shown = "\n".join(x for x in page.splitlines() if "://" not in x)
    assert "s29a" not in shown
    assert "54sdr.cn" not in shown


@pytest.mark.parametrize(
    ("activity", "common", "said"),
    [
        ("tourism", "permitted", "permitted for “Tourism, hotels and catering” in general, except Tours to Taiwan"),
        ("film", "undetermined", "for “Film” in general, except Film production"),  # acts of its own govern what has no name
        ("publishing", "prohibited", "in general, except Production"),
    ],
)
def test_the_common_case_is_everything_else_and_not_a_part_that_has_a_rest_of_its_own(activity: str, common: str, said: str) -> None:
    book = real_book()
    found = book.ask("access", {"activity": activity, "territory": "beijing", "origin": "GB", "on": "2026-06-01"})
    rest = book.ask("access", {"activity": activity + ":other", "territory": "beijing", "origin": "GB", "on": "2026-06-01"})
    assert rest.outcome == common
    assert said in found.summary.holds.en


def test_where_nobody_says_what_is_asked_about_the_first_line_names_the_facts_and_no_list_of_everything() -> None:
    found = real_book().ask("access", {"origin": "CH", "share": "100", "on": "2026-06-01"})
    assert "activity, place" in found.summary.holds.en
    assert "except" not in found.summary.holds.en
    assert len(found.summary.holds.zh) < 100


def test_a_condition_ends_the_sentence_once() -> None:
    facts = {"activity": "vocational-skills-training", "territory": "beijing", "origin": "DE", "share": "100", "on": "2025-06-01"}
    for text in real_book().ask("access", facts).summary.holds.en, real_book().ask("access", facts).summary.holds.zh:
        assert not text.endswith(("..", "。。"))


def test_what_would_change_an_answer_names_the_latest_relief_of_each_kind_after_what_is_announced() -> None:
    change = real_book().ask("access", APP_STORE | {"territory": "chengdu"}).summary.change.en
    parts = [
        change.index(w) for w in ("entry into force of what is announced", "if “place” is one of Beijing, Lingang", "a lead to confirm")
    ]
    assert parts == sorted(parts)
    assert "Haidian" not in change


def test_what_would_change_it_names_the_day_on_which_another_answer_holds_and_no_end_that_changes_nothing() -> None:
    """The list of 2020 ended on 2022-01-01 and the next one said the same; culture came under review with the measures of 2020."""
    news = {"activity": "internet-content", "territory": "shanghai", "origin": "DE", "share": "30"}
    assert "2022-01-01" not in real_book().ask("access", news, on="2021-02-02").summary.change.en
    culture = {"activity": "culture", "share": "57", "important": "yes", "defence": "none", "acquisition": "yes", "territory": "lhasa"}
    change = real_book().ask("security_review", culture, on="2021-01-17").summary.change.en
    assert "declaration before the investment from 2021-01-18 on" in change


def test_what_is_refused_whatever_is_missing_rests_on_its_bar_alone() -> None:
    facts = {"territory": "hangzhou", "share": "100", "legal-form": "farmers-cooperative"}
    found = real_book().ask("access", facts, on="2026-05-01")
    assert found.outcome == "refused"
    assert "the answer" not in found.summary.change.en
    text = found.to_text()
    assert "the limit that binds" in text
    assert "• open" not in text


def test_where_no_rule_closes_the_matter_no_strictest_path_is_promised() -> None:
    found = real_book().ask("data_export", {"data": "other", "important-data": "yes"}, on="2016-10-31")
    assert found.because == "gap"
    assert "at worst" not in found.summary.holds.en
    assert found.in_force.worst == "undetermined"
    asked_before_the_contract = real_book().ask("data_export", {"data": "personal"}, on="2026-06-01")
    assert asked_before_the_contract.in_force.worst == "assessment"


def test_a_page_lists_the_sources_that_it_cites_and_no_others() -> None:
    for facts in ({"activity": "hotels", "origin": "AT", "share": "100"}, {"activity": "idc", "origin": "AT", "share": "60"}):
        text = real_book().ask("access", facts, territory="beijing", on="2026-06-01").to_text()
        body, foot = text.split("Sources:")
        listed = [int(n) for n in re.findall(r"^  \[(\d+)\]", foot, re.M)]
        assert listed == sorted({int(n) for n in re.findall(r"\[(\d+)\]", body)}) == list(range(1, len(listed) + 1))


RETAIL = {"activity": "online-retail", "territory": "jiangsu-ftz", "origin": "pg", "share": "57", "on": "2021-02-02"}


def test_a_form_that_is_barred_is_told_first_and_the_usual_form_is_what_would_change_it() -> None:
    office = real_book().ask("access", RETAIL | {"legal-form": "representative-office"}).summary
    assert office.change.en.endswith("permitted, if “legal form” is company.")
    assert office.change.zh.endswith("允许（组织形式：公司）。")
    assert real_book().ask("access", RETAIL | {"legal-form": "company"}).outcome == "permitted"
    hospital = {"activity": "public-hospital-acquisition", "territory": "hengqin-cooperation-zone", "origin": "mo", "on": "2022-01-02"}
    told = real_book().ask("access", hospital | {"share": "99.5", "legal-form": "farmers-cooperative"}).summary.holds.en
    assert "70 %" not in told
    assert "farmers' cooperative" in told
    assert "rules since 2022-01-01" in told, "the day is that of the rule which is told"


def test_a_no_that_follows_from_the_share_of_one_investor_names_the_ceiling_that_it_breaks() -> None:
    facts = {"activity": "information-protection", "territory": "guizhou:other", "origin": "tw", "investor-share": "70.5"}
    found = real_book().ask("access", facts, on="2018-08-08")
    assert (found.outcome, [m.fact for m in found.missing]) == ("not_permitted", [])
    assert [r.rule for r in found.reasons if r.role == "binds"] == ["cn-fite-provisions/vats"]
    assert "at most 50 %" in found.summary.holds.en


def test_what_is_not_granted_says_which_grant_comes_near() -> None:
    facts = {"measure": "rmb-pool", "territory": "jinshan", "firm": "technology", "member": "financial-institution", "members": "2"}
    found = real_book().ask("capital", facts | {"domestic-revenue": "1", "overseas-revenue": "1.5"}, on="2025-07-23")
    assert "available, if “member concerned” is one of ordinary group companies only" in found.summary.change.en
    assert (
        real_book()
        .ask("capital", facts | {"member": "ordinary", "domestic-revenue": "1", "overseas-revenue": "1.5"}, on="2025-07-23")
        .outcome
        == "granted"
    )


def test_where_the_share_decides_first_its_parts_are_told_once() -> None:
    facts = {"activity": "outbound-hk-mo", "territory": "jiangsu-ftz", "investor-share": "49"}
    told = real_book().ask("access", facts, on="2020-01-22").summary.holds.en
    assert told.count(": permitted") == 1
    assert "in any case" not in told


BROAD = sorted({t.parent for t in real_book().lawbook.content.vocabularies["activities"].terms if t.parent})


@pytest.mark.parametrize("activity", BROAD)
def test_the_first_lines_of_a_broad_activity_are_short_and_count_what_they_do_not_name(activity: str) -> None:
    for place, origin in (("wuhan", "DE"), ("shanghai", "HK")):
        found = real_book().ask("access", {"activity": activity, "territory": place, "origin": origin, "share": "100", "on": "2026-06-01"})
        for line in (found.summary.holds, found.summary.announced, found.summary.change):
            assert columns(line) <= 360, line.en
        told = found.summary.holds.en
        hangs = (found.outcome, found.because) == ("undetermined", "missing_facts")
        if not hangs or found.missing[0].fact != "activity" or "depends on: " in told:
            continue
        tree = real_book().lawbook.trees["activities"]
        for lead in found.missing[0].answers:
            named = [t for t in tree.order if value_of(found, t) in told]
            reached = {a for t in named for a in tree.atoms(t)}
            assert set(lead.values) <= reached or re.search(r"\d+ more|\d+ others|in general|anything else", told), lead.label.en


def value_of(found: Decision, word: str) -> str:
    return value_label(real_book().lawbook, real_book().question(found.question), "activity", word).en


@pytest.mark.parametrize("fact", ["activity", "territory"])
def test_a_term_is_named_for_all_that_it_contains_and_for_nothing_else(fact: str) -> None:
    question, draw = real_book().question("access"), random.Random(7)
    tree = real_book().lawbook.trees[next(f.vocabulary or "" for f in question.facts if f.fact == fact)]
    inner = [t for t in tree.order if tree.children.get(t) and t in tree.terms]
    for _ in range(40):
        values = sorted({a for t in draw.sample(inner, 3) for a in tree.atoms(t) if draw.random() < draw.choice((0.9, 1, 1))})
        named = values_named(real_book().lawbook, question, fact, values)
        terms = {value_label(real_book().lawbook, question, fact, t): t for t in tree.order}
        assert sorted(a for n in named for a in tree.atoms(terms[n])) == values


CHANGED = {
    "access": {"share": "100", "origin": "BR"},
    "supply": {"origin": "BR", "mode": "from-abroad", "profession": "none"},
    "entry": {"nationality": "BR", "capacity": "volunteer", "purpose": "sports"},
    "import": {"product": "fsmp-rare", "registration": "registered"},
    "capital": {"firm": "real-estate", "encouraged": "no"},
    "data_export": {"ciio": "yes", "sector": "pharma", "ground": "none", "important-data": "no", "persons": "100"},
}
EVERYTHING = [
    (question, word, place)
    for question in CHANGED
    for first in real_book().question(question).facts[:1]
    for word in (list(real_book().lawbook.trees[first.vocabulary].terms) if first.vocabulary else [c.id for c in first.choices])
    for place in ("wuhan", "shanghai", "sanya")
]


def test_what_would_change_it_is_neither_what_nobody_can_change_nor_less_than_was_asked() -> None:
    for question, word, place in share_of(EVERYTHING, 12):
        facts = real_book().question(question).facts
        found = real_book().ask(question, CHANGED[question] | {facts[0].fact: word, "territory": place, "on": "2026-06-01"})
        change = found.summary.change
        for fact in facts:
            if fact.fixed and fact.fact in found.facts:
                assert f"“{fact.label.en}” is " not in change.en, (question, word, place)
                assert f"{fact.label.zh}：" not in change.zh, (question, word, place)
        if question == "access" and found.outcome != "undetermined":
            assert not re.search(r"\((up to|below) \d", change.en), (word, place, change.en)


@pytest.mark.parametrize(("share", "told"), [("30", True), ("30.1", False), ("100", False)])
def test_a_relief_that_leaves_less_than_was_asked_is_not_proposed(share: str, told: bool) -> None:
    """Aerial photography for mapping is closed; shares of a listed enterprise may be held up to 30 %."""
    facts = {"activity": "aerial-mapping-photography", "territory": "wuhan", "origin": "DE", "share": share, "on": "2026-06-01"}
    found = real_book().ask("access", facts | {"investor-share": "10"})
    assert ("if “shares of a domestic enterprise issued and listed overseas” is yes" in found.summary.change.en) is told
    listed = real_book().ask("access", facts | {"investor-share": "10", "overseas-listing": "yes"})
    assert (listed.outcome == "permitted") is told
    assert told or "nothing known that this person or company could change" in found.summary.change.en


def test_an_export_with_many_open_facts_says_which_two_settle_it_together() -> None:
    facts = {"data": "personal", "persons": "50000", "territory": "suzhou", "on": "2026-06-01"}
    lines = real_book().ask("data_export", facts).summary.holds
    assert "security assessment, if “important data” is yes and “operator of critical information infrastructure” is yes" in lines.en
    assert "安全评估（重要数据：是且关键信息基础设施运营者：是）" in lines.zh
    assert "no mechanism needed, if “important data” is no and “ground of the export” is a contract" in lines.en
    assert "at worst" not in lines.en, "both ends are told with what leads there"
    for ciio in ("yes", "no"):
        settled = facts | {"important-data": "no", "ground": "contract", "ciio": ciio}
        assert real_book().ask("data_export", settled).outcome == "none"
    assert real_book().ask("data_export", facts | {"important-data": "yes", "ciio": "yes"}).outcome == "assessment"


@pytest.mark.parametrize("place", ["shanghai", "beijing"])
def test_a_stay_without_a_visa_that_is_granted_names_no_other_way_to_it(place: str) -> None:
    facts = {"asked": "visa-free", "nationality": "gb", "territory": place, "purpose": "business", "stay": "10", "on": "2026-06-01"}
    found = real_book().ask("entry", facts)
    assert found.outcome == "granted"
    assert "perhaps" not in found.summary.holds.en
    assert "可能" not in found.summary.holds.zh


def test_a_point_of_a_number_is_said_as_one() -> None:
    found = real_book().ask("security_review", {"activity": "clinic", "defence": "arms", "on": "2026-06-01"})
    assert "“foreign share” 0 %: no declaration due;" in found.summary.holds.en
    assert "外资股比0%的" in found.summary.holds.zh


@pytest.mark.parametrize("question", sorted(real_book().questions))
def test_no_sentence_has_brackets_for_a_fact_not_stated_within_other_brackets(question: str) -> None:
    facts = real_book().question(question).facts
    first = facts[0]
    words = list(real_book().lawbook.trees[first.vocabulary].terms)[:20] if first.vocabulary else [c.id for c in first.choices]
    for word in words:
        found = real_book().ask(question, {first.fact: word, "on": "2026-06-01"}).sentence
        for text, opens, closes in ((found.en, "(", ")"), (found.zh, "（", "）")):
            for fact in facts:
                unstated = phrase("unstated_fact", name=fact.label)
                for said in {unstated.en, unstated.zh} & {
                    text[i : i + len(s)] for s in (unstated.en, unstated.zh) for i in range(len(text))
                }:
                    before = text[: text.index(said)]
                    assert before.count(opens) == before.count(closes), text


def test_of_a_barred_export_no_duty_is_told_that_only_an_open_one_could_have() -> None:
    facts = {"data": "personal", "recipient": "foreign-authority", "persons": "10", "on": "2026-06-01"}
    found = real_book().ask("data_export", facts)
    assert found.outcome == "barred"
    assert all(d.certain for d in found.duties)
    assert not all(d.certain for d in real_book().ask("data_export", facts | {"recipient": "ordinary"}).duties)


@pytest.mark.parametrize(
    ("question", "facts", "en", "zh"),
    [
        (
            "entry",
            {"asked": "visa-free", "nationality": "fr", "purpose": "business", "stay": "30"},
            "On 2026-06-01, the rules in force grant this: entry and stay without a visa; nationality: France.",
            "2026-06-01，依已生效的规定可以取得：免签入境停留；国籍（地区）：法国。",
        ),
        (
            "access",
            {"activity": "publication-printing", "share": "99"},
            "An investor may hold 99 % in “Printing of publications” on 2026-06-01.",
            "2026-06-01，投资者可以投资“出版物印刷”，外资股比99%。",
        ),
        (
            "merger_control",
            {"same-group": "yes"},
            "On 2026-06-01, this transaction need not be notified.",
            "2026-06-01，该交易无需申报经营者集中",
        ),
    ],
)
def test_a_sentence_names_no_fact_that_nobody_stated_where_it_does_not_matter(
    question: str, facts: dict[str, str], en: str, zh: str
) -> None:
    found = real_book().ask(question, facts | {"on": "2026-06-01"}).sentence
    assert found.en.startswith(en)
    assert found.zh.startswith(zh)


def test_who_asks_whether_an_approval_is_needed_reads_it_in_the_first_line() -> None:
    found = real_book().ask("access", {"activity": "banks", "territory": "xiamen", "on": "2026-06-01"}).summary.holds
    assert "needed: approval to prepare and to open the bank, and financial licence" in found.en
    assert "须办理：银行筹建、开业批准和金融许可证" in found.zh


def test_the_first_line_names_an_approval_only_where_every_such_case_needs_it() -> None:
    told = {id: d for id, d in decided().items() if "; needed: " in d.summary.holds.en}
    assert told
    for id, found in told.items():
        named = found.summary.holds.en.split("; needed: ")[1]
        assert found.outcome_tones[found.outcome] == "good", id
        assert any(named.startswith(d.name.en) and d.certain and d.only_if is None and not d.general for d in found.duties), id


def test_the_sentence_says_a_legal_form_an_investor_and_a_holding_that_are_not_what_is_assumed() -> None:
    asked = {"activity": "advertising", "territory": "nanjing", "origin": "pe", "share": "50", "on": "2022-03-01"}
    usual = real_book().ask("access", asked | {"legal-form": "company", "investor-kind": "enterprise", "holding": "direct"})
    assert usual.sentence.en == "An investor (Peru) may hold 50 % in “Advertising” in Nanjing on 2022-03-01."
    barred = real_book().ask("access", asked | {"legal-form": "sole-proprietorship", "investor-kind": "person"})
    assert barred.sentence.en.endswith("on 2022-03-01; legal form: sole-proprietorship enterprise; investor: natural person.")
    assert "（组织形式：个人独资企业）（投资者：自然人）" in barred.sentence.zh


def test_open_rules_that_only_the_facts_asked_for_decide_are_told_before_those_that_hang_on_others_too() -> None:
    found = real_book().ask(
        "security_review", {"defence": "arms", "influence": "no", "important": "yes", "origin": "uz", "on": "2021-01-28"}
    )
    open_ = [r.rule for r in found.reasons if r.role == "in_doubt"]
    assert [m.fact for m in found.missing] == ["share"]
    assert open_[0] == "cn-security-review-measures/defence", "the others hang on the activity, which decides nothing here"
    assert "(activity" not in found.sentence.en


@pytest.mark.parametrize(
    ("question", "case", "about"),
    [
        ("entry", {"nationality": "in", "territory": "ningbo", "stay": "75", "on": "2026-11-20"}, "stay"),
        ("data_export", {"data": "personal", "persons": "900", "territory": "shanghai", "on": "2026-11-20"}, "persons"),
    ],
)
def test_open_rules_that_speak_of_what_was_said_are_told_before_those_that_might_be_about_anything(
    question: str, case: dict[str, str], about: str
) -> None:
    found = real_book().ask(question, case)
    rules = real_book().rulebook(question).by_id
    open_ = [r.rule for r in found.reasons if r.role == "in_doubt"]
    speaks = [any(t.fact == about for t in rules[id].scope.when) for id in open_]
    assert speaks[0]
    assert not all(speaks)
    assert speaks.index(False) >= 2


@pytest.mark.parametrize(
    ("question", "facts", "en", "zh"),
    [
        (
            "entry",
            {"asked": "visa-free", "nationality": "US", "purpose": "work"},
            "needed instead: a visa before entry",
            "另需：入境前办理签证",
        ),
        (
            "entry",
            {"asked": "visa", "capacity": "transferee", "nationality": "FR"},
            "needed instead: a visa of an ordinary class",
            "申请普通签证",
        ),
        ("import", {"measure": "zero-tariff"}, "what ordinary law asks for: import tariff", "一般规定的要求：缴纳进口关税"),
    ],
)
def test_what_is_not_granted_says_first_what_is_needed_instead(question: str, facts: dict[str, str], en: str, zh: str) -> None:
    found = real_book().ask(question, facts | {"territory": "wuhan", "on": "2025-06-01"})
    assert found.outcome == "not_granted"
    assert en in found.summary.holds.en
    assert zh in found.summary.holds.zh


@pytest.mark.parametrize("facts", [{"persons": "5000"}, {"persons": "5000", "ciio": "no"}, {"ciio": "yes"}])
def test_of_reliefs_of_which_one_or_another_helps_that_of_the_ground_said_is_told_and_no_newer_one_gives_its_day(
    facts: dict[str, str],
) -> None:
    """An exemption of 2024 was told as "since 2026-05-15", the day of a zone's list that nobody had spoken of, and cited by that list."""
    found = real_book().ask("data_export", {"data": "personal", "ground": "hr", "important-data": "no", "on": "2026-11-01"} | facts)
    assert found.outcome == "none"
    assert not re.search(r"202[56]", found.summary.holds.en)
    argument = argued(found, found.reasons)
    assert argument.grounds[0].rule.startswith("cn-cac-order-16/")
    (step,) = [s for s in argument.decisive if s.by]
    assert step.reason not in argument.grounds
    zones = [r.rule.startswith("cn-cac-order-16/") for r in step.by]
    assert zones == sorted(zones, reverse=True)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"activity": "statutory-audit", "investor-kind": "person", "share": "49", "investor-share": "49"}, True),
        ({"activity": "tax-agent-firm", "investor-kind": "person", "share": "49", "investor-share": "49"}, True),
        ({"activity": "restaurants", "share": "50"}, False),
        ({"activity": "internet-news", "share": "50"}, False),
    ],
)
def test_what_a_limit_lets_through_on_a_condition_only_says_so_in_its_first_sentence(facts: dict[str, str], told: bool) -> None:
    found = real_book().ask("access", {"territory": "beijing", "origin": "US", "on": "2026-06-01"} | facts).sentence
    assert found.en.endswith(", on the conditions below.") is told
    assert found.zh.endswith("，但须符合下列条件。") is told

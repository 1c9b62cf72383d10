"""The commands that look things up: filters keep what they say, JSON is whole, Chinese is Chinese, a slip is named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.building import instrument, make_lawbook
from tests.cases.real import real_book
from tests.cli.running import Run, run

MORE = {
    "programme/facts/events.yaml": """\
        events:
          - {event: opened, when: 2023-06-01, title: {en: Pigeons opened, zh: 信鸽业开放}, number: {en: Order 8, zh: 第八号令}, sources: [gazette]}
          - {event: planned, when: 2023-03, title: {en: The plan was made, zh: 方案出台}, sources: [gazette]}
          - {event: talked, when: "2022", title: {en: It was talked of, zh: 开始讨论}, sources: [herald]}
        """,
    "evidence/claims/more.yaml": """\
        claims:
          - {claim: herald-owls, subject: lofts, source: herald, says: {number: 12}, as_of: 2024, summary: {en: twelve owls, zh: 十二只猫头鹰}}
        """,
    "evidence/judgements/more.yaml": """\
        judgements:
          - judgement: tone
            about: [herald-owls]
            verdict: open
            by_machine: false
            reason: {en: only a reader hears the tone, zh: 语气只有读者能辨}
        """,
}
LIMIT = "- {rule: owls, question: access, kind: limit, when: {activity: owls, territory: orsia}, effect: {share: {at_most: 10}}}"
AHEAD = """\
- rule: ahead
  question: access
  kind: limit
  when: {activity: owls, territory: hill-city}
  in_force: []
  announced: 2020-01-01
  effect: {share: {at_most: 10}}
"""

CHINESE = re.compile(r"[\u3400-\u9fff]")
LISTS = ["instruments", "regions", "sources", "claims", "contradictions", "coverage", "chronology", "tasks"]
ENTRIES: list[tuple[str, ...]] = [("instrument", "orsia-pilot"), ("region", "hill-city"), ("task", "no-ceiling")]


@pytest.fixture(scope="module")
def orsia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_lawbook(tmp_path_factory.mktemp("orsia"), MORE, instrument("orsia-owls", LIMIT), instrument("orsia-ahead", AHEAD))


def look(orsia: Path, *words: str) -> Run:
    return run(*words, "--lawbook", str(orsia))


def rows(orsia: Path, *words: str) -> Any:
    """What a command prints as JSON, and nothing beside it."""
    done = look(orsia, *words, "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def ids(orsia: Path, key: str, *words: str) -> list[str]:
    return [row[key] for row in rows(orsia, *words)]


@pytest.mark.parametrize("words", [*((c,) for c in LISTS), *ENTRIES], ids=lambda w: w[0])
def test_each_command_prints_json_and_text_in_both_languages(orsia: Path, words: tuple[str, ...]) -> None:
    assert rows(orsia, *words)
    pages = {lang: look(orsia, *words, "--lang", lang) for lang in ("en", "zh")}
    assert [p.code for p in pages.values()] == [0, 0]
    assert CHINESE.search(pages["zh"].out)
    assert not CHINESE.search(re.sub(r"取消", "", pages["en"].out)), "only the official verb is Chinese on an English page"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_told_by_a_bare_key(lang: str) -> None:
    """Sources, authorities, places and areas of the whole lawbook are told by their names; keys stand in brackets, for the next command."""
    law = real_book().lawbook
    keys = {s for s in law.sources if re.search(r"\d", s)} | {a for a in law.trees["authorities"].terms if "-" in a}
    keys |= {a.area for p in law.programme.plans for a in p.areas} | {t for t in law.trees["territories"].zones if "-" in t}
    shown = [("instrument", i) for i in sorted(law.instruments)[::12]]
    shown += [("region", r.region) for r in law.programme.regions[::5]]
    shown += [("task", t.task) for g in law.content.tasks for t in g.tasks[::9]]
    for words in (*shown, ("tasks",), ("claims",), ("contradictions",), ("coverage", "--plans")):
        done = run(*words, "--lang", lang)
        assert done.code == 0
        said = re.sub(r"\[[^\]]*\]|\([^()]*\)|https?://\S+", "", done.out)
        assert not keys & set(re.split(r"[\s,、，;；:：]+", said)), (words, keys & set(said.split()))


def test_a_search_finds_in_both_languages_and_says_what_to_ask_for_next(orsia: Path) -> None:
    assert [row["id"] for row in rows(orsia, "search", "信鸽", "--kind", "activities")] == ["pigeons"]
    assert "orsia-pilot" in look(orsia, "search", "pigeon", "pilot").out
    assert look(orsia, "search", "nothing", "like", "it").out.strip() == "nothing found"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["orsia-ahead", "orsia-list", "orsia-owls", "orsia-pilot", "orsia-post", "orsia-visits"]),
        (("--kind", "statute"), ["orsia-post"]),
        (("--issuer", "post-office"), ["orsia-pilot", "orsia-post"]),
        (("--kind", "notice", "--issuer", "post-office"), ["orsia-pilot"]),
        (("--text", "PIGEON"), ["orsia-pilot"]),
        (("--text", "访客"), ["orsia-visits"]),
        (("--text", "第七号令"), ["orsia-pilot"]),
        (("--text", "nothing like it"), []),
    ],
)
def test_instruments_are_kept_by_kind_issuer_and_text(orsia: Path, options: tuple[str, ...], expected: list[str]) -> None:
    assert ids(orsia, "instrument", "instruments", *options) == expected


@pytest.mark.parametrize(
    ("day", "edition", "in_force"), [("2017-12-31", "2022", False), ("2018-01-01", "2018", True), ("2022-01-01", "2022", True)]
)
def test_an_instrument_is_listed_in_the_edition_of_the_day(orsia: Path, day: str, edition: str, in_force: bool) -> None:
    (row,) = rows(orsia, "instruments", "--on", day, "--kind", "negative-list")
    assert (row["edition"], row["in_force"]) == (edition, in_force)


def test_an_instrument_that_expired_is_no_longer_in_force(tmp_path: Path) -> None:
    short = make_lawbook(tmp_path, instrument("orsia-short", more="expires: 2024-01-01"))
    held = [rows(short, "instruments", "--text", "orsia-short", "--on", day)[0]["in_force"] for day in ("2023-12-31", "2024-01-01")]
    assert held == [True, False]


def test_an_instrument_is_shown_with_every_edition_provision_rule_and_the_reason_where_there_is_none(orsia: Path) -> None:
    page = look(orsia, "instrument", "orsia-list").out
    for word in ("2018", "2022", "Weaving is closed", "orsia-list/pigeons-closed", "orsia-list/licence", "it only authorises"):
        assert word in page
    found = rows(orsia, "instrument", "orsia-list")
    assert [p["provision"] for p in found["provisions"]] == ["pigeons-closed", "pigeons", "weaving", "baking", "pilots", "rest", "licence"]


def test_a_region_lists_the_rules_that_name_it_or_a_zone_in_it_and_no_national_ones(orsia: Path) -> None:
    """`orsia-owls/owls` holds in all of Orsia, and names no region."""
    found = rows(orsia, "region", "hill-city", "--on", "2024-01-01")
    assert found["zones"] == ["harbour"]
    assert found["own_rules"] == ["orsia-pilot/pigeons-open"]
    assert found["announced_rules"] == ["orsia-ahead/ahead"]


def test_a_rule_that_is_not_yet_in_force_is_among_those_announced(orsia: Path) -> None:
    found = rows(orsia, "region", "hill-city", "--on", "2023-05-31")
    assert "orsia-pilot/pigeons-open" not in found["own_rules"]
    assert found["announced_rules"] == ["orsia-ahead/ahead", "orsia-pilot/pigeons-open"]


def test_a_region_is_found_by_its_name_in_either_language(orsia: Path) -> None:
    assert rows(orsia, "region", "山城")["region"] == rows(orsia, "region", "Hill City")["region"] == "hill-city"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["gazette", "herald"]),
        (("--grade", "press"), ["herald"]),
        (("--language", "other"), ["gazette"]),
        (("--text", "先驱"), ["herald"]),
        (("--text", "GAZETTE.example"), ["gazette"]),
        (("--grade", "press", "--language", "other"), []),
    ],
)
def test_sources_are_kept_by_grade_language_and_text(orsia: Path, options: tuple[str, ...], expected: list[str]) -> None:
    assert ids(orsia, "id", "sources", *options) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["gazette-lofts", "herald-lofts", "herald-owls"]),
        (("--source", "gazette"), ["gazette-lofts"]),
        (("--subject", "lofts", "--source", "herald"), ["herald-lofts", "herald-owls"]),
        (("--text", "十二"), ["gazette-lofts", "herald-owls"]),
    ],
)
def test_claims_are_kept_by_subject_source_and_text(orsia: Path, options: tuple[str, ...], expected: list[str]) -> None:
    assert ids(orsia, "claim", "claims", *options) == expected


@pytest.mark.parametrize(
    ("options", "count"),
    [((), 1), (("--kind", "values"), 1), (("--kind", "rate"), 0), (("--subject", "lofts"), 1), (("--source", "herald"), 1)],
)
def test_contradictions_are_kept_by_kind_subject_and_source(orsia: Path, options: tuple[str, ...], count: int) -> None:
    found = rows(orsia, "contradictions", *options)
    assert len(found) == count
    for row in found:
        assert row["contradiction"]["claims"] == ["gazette-lofts", "herald-lofts"]
        assert [c["source"] for c in row["claims"]] == ["gazette", "herald"]
        assert row["judgement"]["verdict"] == "settled"


def test_a_judgement_on_other_claims_is_not_shown_with_a_contradiction(tmp_path: Path) -> None:
    """One that shares a claim may speak of something else."""
    aside = {
        "evidence/judgements/birds.yaml": """\
        judgements:
          - judgement: aside
            about: [herald-lofts, herald-owls]
            verdict: translation
            reason: {en: of something else, zh: 另有所指}
        """
    }
    (row,) = rows(make_lawbook(tmp_path, MORE, aside), "contradictions")
    assert row["judgement"] is None


def test_what_only_a_person_could_see_is_listed_apart(orsia: Path) -> None:
    assert ids(orsia, "judgement", "contradictions", "--human") == ["tone"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["talked", "planned", "opened"]),
        (("--from", "2023-06-01"), ["opened"]),
        (("--from", "2023-06-02"), []),
        (("--to", "2023-03-01"), ["talked", "planned"]),
        (("--to", "2023-02-28"), ["talked"]),
        (("--to", "2021-12-31"), []),
        (("--from", "2022-12-31", "--to", "2023-03-31"), ["talked", "planned"]),
    ],
)
def test_events_are_listed_oldest_first_within_the_days_asked(orsia: Path, options: tuple[str, ...], expected: list[str]) -> None:
    """An event dated to a month or a year is kept when some day of it can lie within."""
    assert ids(orsia, "event", "chronology", *options) == expected


def test_coverage_totals_are_those_of_its_rows(orsia: Path) -> None:
    ledger = rows(orsia, "coverage")["instruments"]
    sums = [str(sum(row[key] for row in ledger)) for key in ("encoded", "gap", "without_rule", "rules", "gaps")]
    lines = [line.split() for line in look(orsia, "coverage").out.splitlines()]
    assert sums in lines
    assert [[r["instrument"], *(str(r[k]) for k in ("encoded", "gap", "without_rule", "rules", "gaps"))] for r in ledger] == [
        line for line in lines if line and line[0].startswith("orsia-")
    ]


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("instrument", "orsia-lits"), "`orsia-list`"),
        (("region", "hil-city"), "`hill-city`"),
        (("task", "no-ceilin"), "`no-ceiling`"),
        (("tasks", "--place", "harbou"), "`harbour`"),
        (("tasks", "--plan", "pigeon"), "`pigeons`"),
        (("tasks", "--area", "courier"), "`couriers`"),
        (("regions", "--cohort", "frist"), "`first`"),
        (("instruments", "--issuer", "post-ofice"), "`post-office`"),
        (("instruments", "--kind", "statut"), "statute"),
        (("sources", "--grade", "pres"), "press"),
        (("sources", "--language", "english"), "en"),
        (("claims", "--subject", "loft"), "`lofts`"),
        (("claims", "--source", "gazete"), "`gazette`"),
        (("contradictions", "--kind", "value"), "values"),
        (("contradictions", "--subject", "loft"), "`lofts`"),
        (("contradictions", "--source", "heralt"), "`herald`"),
    ],
    ids=lambda w: " ".join(w) if isinstance(w, tuple) else None,
)
def test_an_unknown_id_is_refused_with_the_nearest(orsia: Path, words: tuple[str, ...], near: str) -> None:
    """An empty list would say that there is nothing of a kind that does not exist."""
    done = look(orsia, *words)
    assert done.code in (1, 2)
    assert done.out == ""
    assert near in done.err


@pytest.mark.parametrize("words", [("instrument", "zzz"), ("region", "zzz"), ("task", "zzz"), ("region", "port-city"), ("region", "")])
def test_an_id_like_no_other_is_refused_without_a_guess(orsia: Path, words: tuple[str, ...]) -> None:
    done = look(orsia, *words)
    assert done.code == 1
    assert f"`{words[1]}`" in done.err
    assert "did you mean" not in done.err


def test_a_place_that_is_no_region_leads_on(orsia: Path) -> None:
    assert "`territory=port-city`" in look(orsia, "region", "port-city").err
    assert "`territory=garden`" in look(orsia, "region", "花园区").err
    assert "see the region `hill-city`" in look(orsia, "region", "harbour").err


def test_with_json_an_unknown_id_is_data(orsia: Path) -> None:
    done = look(orsia, "instrument", "orsia-lits", "--json")
    assert (done.code, json.loads(done.out)["error"]["code"]) == (1, "not-found")


@pytest.mark.parametrize(
    "words", [("instruments", "--on", "2024-02-30"), ("chronology", "--from", "yesterday"), ("region",), ("tasks", "--strength", "6")]
)
def test_a_malformed_option_is_a_usage_error(orsia: Path, words: tuple[str, ...]) -> None:
    assert look(orsia, *words).code == 2


def test_a_lawbook_without_programme_or_evidence_has_empty_lists(tmp_path: Path) -> None:
    bare = make_lawbook(
        tmp_path,
        dict.fromkeys(
            (
                "programme/facts/pigeons.yaml",
                "programme/tasks/pigeons.yaml",
                "evidence/claims/birds.yaml",
                "evidence/cues/birds.yaml",
                "evidence/subjects/birds.yaml",
                "evidence/judgements/birds.yaml",
            )
        ),
    )
    for command in ("regions", "claims", "contradictions", "chronology", "tasks"):
        assert rows(bare, command) == []
        assert look(bare, command).code == 0

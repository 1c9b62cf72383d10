"""The lawbook says where its words were read, and how well; a decision on weak words says so in words."""

from __future__ import annotations

import pytest

from shidian.law.records.base import Seen
from tests.cases.real import checked_cases, real_lawbook
from tests.nightly import share_of

SAID = {"memory": ("unverified", "未经核实"), "inferred": ("inferred by the editors", "编者推断")}
"""How a weak confidence reads, in English and in Chinese."""


def test_every_instrument_cites_a_source_for_each_of_its_editions() -> None:
    bare = [f"{i.instrument}@{e.edition}" for i in real_lawbook().instruments.values() for e in i.editions if not e.sources]
    assert bare == []


def test_every_source_can_be_found_by_a_reader() -> None:
    """By an address, a site, a date or a title with its publisher; never by an id alone."""
    book = real_lawbook()
    assert [s.id for s in book.sources.values() if not (s.title.en and s.title.zh and s.publisher.en and s.publisher.zh)] == []


def test_every_reason_of_every_decision_cites_a_source() -> None:
    bare = {r.rule for c in checked_cases().values() if c.decision for r in c.decision.reasons if not r.sources}
    assert bare == set()


def test_a_definite_decision_is_as_sure_as_one_of_the_rules_that_determine_it_and_any_other_has_no_confidence() -> None:
    wrong: dict[str, Seen | None] = {}
    for id, checked in checked_cases().items():
        if (decision := checked.decision) is None:
            continue
        seen = {r.seen for r in decision.reasons if r.rule in decision.determining}
        if decision.outcome == "undetermined":
            if decision.confidence is not None:
                wrong[id] = decision.confidence
        elif decision.confidence not in seen:
            wrong[id] = decision.confidence
    assert wrong == {}


@pytest.mark.parametrize("seen", ["memory", "inferred"])
def test_a_decision_that_rests_on_weak_words_says_so_in_both_languages(seen: Seen) -> None:
    en, zh = SAID[seen]
    weak = share_of([c.decision for c in checked_cases().values() if c.decision and c.decision.confidence == seen], 6)
    assert weak, f"no worked case rests on {seen}: the test would prove nothing"
    for decision in weak:
        assert en in last_part(decision.to_text("en"), "Confidence")
        assert zh in last_part(decision.to_text("zh"), "可信程度")


@pytest.mark.parametrize("seen", ["memory", "inferred"])
def test_a_rule_known_from_weak_words_is_marked_on_the_page_whatever_the_confidence(seen: Seen) -> None:
    en, zh = SAID[seen]
    marked = 0
    for id, checked in share_of([*checked_cases().items()], 6):
        decision = checked.decision
        if decision and any(r.seen == seen and r.rule in decision.determining and r.role != "in_doubt" for r in decision.reasons):
            marked += 1
            assert en in joined(decision.to_text("en")), id
            assert zh in joined(decision.to_text("zh")).replace(" ", ""), id
    assert marked


def test_a_decision_that_rests_on_official_words_has_no_such_warning() -> None:
    strong = share_of([c.decision for c in checked_cases().values() if c.decision and c.decision.confidence == "official"], 6)
    assert strong
    for decision in strong:
        assert "verify before relying" not in last_part(decision.to_text("en"), "Confidence")


def last_part(page: str, heading: str) -> str:
    """The page from the last line that begins with a heading."""
    lines = page.splitlines()
    start = max(i for i, line in enumerate(lines) if line.strip().startswith(heading))
    return joined("\n".join(lines[start : start + 3]))


def joined(page: str) -> str:
    """The page on one line: a sentence may be broken over two."""
    return " ".join(line.strip() for line in page.splitlines())


def test_no_duty_of_a_way_is_certain_where_the_answer_is_open() -> None:
    wrong: set[str] = set()
    ways = 0
    for id, checked in checked_cases().items():
        if checked.decision is None or checked.decision.because is None:
            continue
        kinds = {r.rule: r.kind for r in checked.decision.reasons}
        of_ways = [d for d in checked.decision.duties if kinds.get(d.rule) in ("limit", "relief")]
        ways += len(of_ways)
        wrong |= {id for d in of_ways if d.certain}
    assert ways
    assert wrong == set()

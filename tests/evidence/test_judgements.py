"""The judgements of the lawbook stand beside the contradictions that follow from its claims."""

from __future__ import annotations

import functools

from shidian.catalogue.lists import all_contradictions
from shidian.evidence.contradictions import Contradiction, EvidenceBase, contradictions
from shidian.law.records.evidence import Judgement
from tests.cases.real import real_lawbook


@functools.cache
def found() -> tuple[Contradiction, ...]:
    content = real_lawbook().content
    return contradictions(EvidenceBase(content.claims, content.subjects))


def about(judgement: Judgement) -> list[str]:
    """The contradictions a judgement speaks of: those all of whose claims it names."""
    return [c.id for c in found() if set(c.claims) <= set(judgement.about)]


def judgements(*, by_machine: bool) -> list[Judgement]:
    return [j for j in real_lawbook().content.judgements if j.by_machine is by_machine]


def test_there_is_something_to_judge() -> None:
    assert len(found()) > 20
    assert judgements(by_machine=True)
    assert judgements(by_machine=False)


def test_every_contradiction_has_a_judgement() -> None:
    judged = {id for j in judgements(by_machine=True) for id in about(j)}
    assert [c.id for c in found() if c.id not in judged] == []


def test_every_judgement_said_to_be_found_by_machine_is() -> None:
    assert [j.judgement for j in judgements(by_machine=True) if not about(j)] == []


def test_no_judgement_left_to_people_is_found_by_machine() -> None:
    assert {j.judgement: about(j) for j in judgements(by_machine=False) if about(j)} == {}


def test_a_preferred_claim_is_not_contradicted_by_another_preferred_one() -> None:
    clashing = {j.judgement: c.id for j in judgements(by_machine=True) for c in found() if set(c.claims) <= set(j.prefers)}
    assert clashing == {}


def test_each_contradiction_is_shown_with_a_judgement_that_speaks_of_all_its_claims() -> None:
    for row in all_contradictions(real_lawbook()):
        if row.judgement is not None:
            assert set(row.contradiction.claims) <= set(row.judgement.about), row.contradiction.id


def test_a_figure_of_the_programme_that_names_claims_names_some_that_exist() -> None:
    claims = real_lawbook().claims
    assert [s.statistic for s in real_lawbook().programme.statistics if not set(s.claims) <= set(claims)] == []

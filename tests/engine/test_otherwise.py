"""Other choices, and other places, that would make an answer another one."""

from __future__ import annotations

from shidian.answer.facts import read_case
from shidian.engine.otherwise import otherwise
from shidian.engine.state import Viewpoint
from tests.cases.real import real_book

RETAIL = {"activity": "online-retail", "territory": "jiangsu-ftz", "origin": "pg", "share": "57", "on": "2021-02-02"}


def found(facts: dict[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    book = real_book()
    case = read_case(book.lawbook, book.question("access"), facts, None).case
    return otherwise(book.rulebook("access"), case, Viewpoint(), book.ask("access", facts).determining)


def test_of_several_forms_that_would_do_the_usual_one_is_named() -> None:
    assert found(RETAIL | {"legal-form": "representative-office"}) == (("legal-form", ("company",)),)


def test_what_another_form_would_not_open_names_none() -> None:
    news = RETAIL | {"activity": "internet-news", "legal-form": "representative-office"}
    assert real_book().ask("access", news).outcome == "prohibited"
    assert found(news) == ()


def test_an_enterprise_that_may_hold_nothing_is_told_of_the_person_who_may() -> None:
    audit = {"activity": "statutory-audit", "territory": "hainan", "origin": "KR", "share": "10", "on": "2025-08-15"}
    assert [f for f, _ in found(audit)] == ["investor-kind"]


def test_zones_of_a_city_that_may_decide_are_offered_at_once_and_no_others() -> None:
    case = {"activity": "app-store", "territory": "shanghai", "origin": "DE", "share": "100", "on": "2025-06-01"}
    (place,) = real_book().ask("access", case).missing
    inside = {zone for x in place.answers for zone, said in x.set.items() if said == "yes"}
    tree = real_book().lawbook.trees["territories"]
    assert inside
    for zone in inside:
        assert real_book().ask("access", case | {zone: "yes"}).outcome == "permitted"
        assert "shanghai" in {a for t in tree.zones[zone].touches for a in (t, *tree.above(t))}, zone

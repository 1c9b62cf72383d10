"""The whole law swept by comparison: what only adds never takes away, what only narrows never frees. A push takes a part, the night all.

Each pair of variants is asked of the same activities, places and days; whoever is permitted in the first is permitted in the second."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import pyarrow as pa
import pytest

from tests.cases.real import real_book
from tests.nightly import NIGHTLY, TODAY

DIRECT = {
    "investor-kind": "enterprise",
    "holding": "direct",
    "overseas-listing": "no",
    "hospital-level": "tertiary",
    "legal-form": "company",
}
FOREIGN = {"origin": "DE", "service-supplier": "no"}
HONG_KONG = {"origin": "HK", "service-supplier": "yes"}
MACAO = {"origin": "MO", "service-supplier": "yes"}
UNCERTIFIED = {"origin": "HK", "service-supplier": "no"}
TAIWAN = {"origin": "TW", "service-supplier": "yes"}
WHOLE = {"share": "100", "investor-share": "100"}
HALF = {"share": "50", "investor-share": "50"}
MINORITY = {"share": "49", "investor-share": "49"}
NONE = {"share": "0", "investor-share": "0"}

PLACES = (
    *("hefei:other", "lanzhou:other", "hainan", "lecheng", "shanghai:other", "lingang", "sh-ftz-original", "beijing:other", "beijing-ftz"),
    *("guangzhou:other", "nansha-ftz", "shenzhen:other", "qianhai-shekou-ftz", "hengqin-cooperation-zone", "fujian-ftz", "chengdu:other"),
    *("cd-ftz-tianfu", "tianjin:other", "tianjin-ftz", "suzhou:other", "urumqi:other", "inner-mongolia-ftz"),
)
DAYS: tuple[str, ...] = (
    "2014-12-01",
    "2016-07-01",
    "2019-03-20",
    "2019-07-01",
    "2019-08-01",
    "2020-03-01",
    "2020-08-01",
    "2021-03-01",
    "2021-12-30",
    "2022-06-01",
)
DAYS += ("2023-06-01", "2024-05-01", "2024-09-10", "2024-12-01", "2025-03-15", "2025-06-01", "2026-01-15", "2026-06-01", "2026-09-01")

OF_PERSONS = {"statutory-audit", "tax-agent-firm", "accounting-tax"}
"""Owned by qualified persons only."""
BY_AN_OFFICE = {"foreign-law-firm-office", "legal-environment-information"}
"""Done by a representative office only."""
FOR_FOREIGNERS = {"foreign-children-school", "human-genetic-resources"}
"""Where the act names foreigners, or tells bodies of Hong Kong under control of the mainland apart."""
TAIWAN_SHUT_OUT = FOR_FOREIGNERS | {"performing-arts-troupe"}


def table_of(rows: Sequence[tuple[str, str, str]]) -> pa.Table:
    return pa.table({name: pa.array(values) for name, values in zip(("activity", "territory", "on"), zip(*rows, strict=True), strict=True)})


def found(cases: pa.Table, facts: dict[str, str]) -> tuple[tuple[bool, bool], ...]:
    """Of each row: whether it is permitted in force, and by what is announced."""
    table = real_book().screen("access", cases, facts=facts, scales={"share": "percent", "investor-share": "percent"}).table()
    assert table.column("error").null_count == table.num_rows
    columns = (table.column(c).to_pylist() for c in ("outcome", "announced_outcome"))
    return tuple((now == "permitted", then == "permitted") for now, then in zip(*columns, strict=True))


@cache
def asked() -> pa.Table:
    rng = random.Random(TODAY)
    terms = [t.id for t in real_book().lawbook.content.vocabularies["activities"].terms]
    rows = [(a, p, d) for a in terms for p in PLACES for d in DAYS]
    return table_of(rows if NIGHTLY else rng.sample(rows, 2_000))


@cache
def permitted(facts: tuple[tuple[str, str], ...]) -> tuple[tuple[bool, bool], ...]:
    return found(asked(), dict(facts))


def everywhere(places: Sequence[str], days: Sequence[str]) -> dict[tuple[str, str, str], tuple[bool, bool]]:
    """What a foreign owner of the whole may do, in force and by what is announced, by activity, place and day."""
    terms = [t.id for t in real_book().lawbook.content.vocabularies["activities"].terms]
    rows = [(a, p, d) for a in terms for p in places for d in days]
    return dict(zip(rows, found(table_of(rows), {**DIRECT, **FOREIGN, **WHOLE}), strict=True))


def freer(first: dict[str, str], second: dict[str, str], but: set[str]) -> list[tuple[str, str, str, str]]:
    """The rows in which the first is permitted and the second not."""
    one, other = (permitted(tuple(sorted({**DIRECT, **v}.items()))) for v in (first, second))
    rows = asked().to_pylist()
    return [
        (r["activity"], r["territory"], r["on"], reading)
        for r, mine, theirs in zip(rows, one, other, strict=True)
        for reading, may, also in zip(("in force", "announced"), mine, theirs, strict=True)
        if may and not also and r["activity"] not in but
    ]


@pytest.mark.parametrize(
    ("first", "second", "but"),
    [
        pytest.param(FOREIGN | HALF, FOREIGN | MINORITY, set(), id="a smaller share"),
        pytest.param(FOREIGN | WHOLE, FOREIGN | WHOLE | {"investor-share": "10"}, set(), id="several investors"),
        pytest.param(FOREIGN | MINORITY, UNCERTIFIED | MINORITY, FOR_FOREIGNERS, id="Hong Kong without a certificate"),
        pytest.param(UNCERTIFIED | WHOLE, HONG_KONG | WHOLE, set(), id="Hong Kong with a certificate"),
        pytest.param(HONG_KONG | WHOLE, MACAO | WHOLE, set(), id="Macao as Hong Kong"),
        pytest.param(MACAO | WHOLE, HONG_KONG | WHOLE, set(), id="Hong Kong as Macao"),
        pytest.param(FOREIGN | MINORITY, TAIWAN | MINORITY, TAIWAN_SHUT_OUT, id="Taiwan"),
        pytest.param(FOREIGN | WHOLE | {"legal-form": "branch"}, FOREIGN | WHOLE, set(), id="a company as a branch"),
        pytest.param(FOREIGN | NONE | {"legal-form": "contract-control"}, FOREIGN | WHOLE, set(), id="owning as control by contracts"),
        pytest.param(FOREIGN | NONE | {"legal-form": "representative-office"}, FOREIGN | WHOLE, BY_AN_OFFICE, id="a company as an office"),
        pytest.param(FOREIGN | MINORITY | {"legal-form": "partnership"}, FOREIGN | MINORITY, set(), id="a company as a partnership"),
        pytest.param(HONG_KONG | WHOLE | {"legal-form": "individual-business"}, HONG_KONG | WHOLE, set(), id="a company as a household"),
        pytest.param(FOREIGN | WHOLE | {"investor-kind": "person"}, FOREIGN | WHOLE, OF_PERSONS, id="an enterprise as a person"),
        pytest.param(FOREIGN | WHOLE | {"holding": "through-wholly-foreign"}, FOREIGN | WHOLE, set(), id="directly as through a company"),
        pytest.param(FOREIGN | MINORITY | {"holding": "round-trip"}, FOREIGN | MINORITY, set(), id="directly as on a round trip"),
        pytest.param(HONG_KONG | WHOLE | {"holding": "mixed-rights"}, HONG_KONG | WHOLE, set(), id="Hong Kong alone as with others"),
        pytest.param(FOREIGN | WHOLE | {"hospital-level": "lower"}, FOREIGN | WHOLE, set(), id="a tertiary hospital as a lower one"),
    ],
)
def test_whoever_is_permitted_in_the_narrower_variant_is_in_the_wider(first: dict[str, str], second: dict[str, str], but: set[str]) -> None:
    assert freer(first, second, but) == []


def test_a_zone_is_nowhere_less_free_than_what_lies_around_it() -> None:
    zones = {"beijing-ftz": "beijing:other", "tianjin-ftz": "tianjin:other", "cd-ftz-tianfu": "chengdu:other", "lecheng": "hainan"}
    said = everywhere((*zones, *zones.values()), DAYS)
    less = [
        (a, p, d)
        for (a, p, d), found in said.items()
        if p in zones
        for now, zone in zip(said[a, zones[p], d], found, strict=True)
        if now and not zone
    ]
    assert less == []


def test_what_is_announced_before_the_first_list_comes_true_with_it() -> None:
    """The law of 2019-03-15 opens what a list does not name: before that list was published nothing was announced by it."""
    said = everywhere(
        ("hefei:other", "hainan", "tianjin-ftz", "sh-ftz-original"), ("2019-03-20", "2019-06-29", "2019-06-30", "2019-07-29", "2019-07-30")
    )
    assert [row for row, (_, then) in said.items() if row[2] < "2019-06-30" and then] == []
    announced = [row for row, (_, then) in said.items() if "2019-06-30" <= row[2] < "2019-07-30" and then]
    assert len(announced) > 100
    assert [row for row in announced if not said[row[0], row[1], "2019-07-30"][0]] == []

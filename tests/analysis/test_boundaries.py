"""Which boundaries of a rule have a worked case: a case counts on a side only where the rest of the scope is certainly met."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from shidian.analysis.boundaries import Boundary, boundaries
from shidian.book import load
from shidian.cli.main import main
from tests.building import instrument, make_lawbook

RULES = """[{rule: cap, question: access, kind: limit, when: {activity: weaving, territory: north}, unless: [{origin: freedonia}],
 in_force: [{from: 2024-01-01, until: 2025-01-01}], effect: {share: {at_most: 40}}}]"""


def case(name: str, **facts: str) -> str:
    given = ", ".join(f"{k}: '{v}'" for k, v in facts.items())
    return f"  - {{case: {name}, title: {{en: a case, zh: 示例}}, facts: {{{given}}}, expect: {{outcome: permitted}}, basis: {{en: the words, zh: 条文}}, strength: high}}\n"


def sides(tmp_path: Path, *cases: str) -> dict[tuple[str, str], tuple[str, ...]]:
    more = {"cases/extra.yaml": "question: access\ncases:\n" + "".join(cases)} if cases else {}
    book = load(make_lawbook(tmp_path, instrument("extra", RULES), more), cache=False)
    found: list[Boundary] = [b for b in boundaries(book) if b.rule == "extra/cap"]
    return {(b.kind, b.at): b.cases for b in found}


INSIDE = {"activity": "weaving", "territory": "north", "origin": "sylvania"}


def test_a_rule_has_both_sides_of_its_days_and_number_its_exclusion_and_its_names(tmp_path: Path) -> None:
    assert list(sides(tmp_path)) == [
        ("first-day", "2024-01-01"),
        ("day-before", "2023-12-31"),
        ("last-day", "2024-12-31"),
        ("day-after", "2025-01-01"),
        ("at-ceiling", "share 40"),
        ("above-ceiling", "share 40"),
        ("unless", "1: origin"),
        ("names", "activity=weaving"),
        ("names", "territory=north"),
    ]


def test_a_case_counts_on_the_sides_it_lies_on_and_no_others(tmp_path: Path) -> None:
    found = sides(
        tmp_path,
        case("first", **INSIDE, share="40", on="2024-01-01"),
        case("eve", **INSIDE, share="40.5", on="2023-12-31"),
        case("over", **INSIDE, share="41", on="2024-06-01"),
        case("far-over", **INSIDE, share="60", on="2024-06-01"),
        case("spared", **INSIDE | {"origin": "freedonia"}, share="40", on="2024-06-01"),
        case("elsewhere", **INSIDE | {"territory": "south"}, share="40", on="2024-01-01"),
    )
    assert found[("first-day", "2024-01-01")] == ("first",)
    assert found[("day-before", "2023-12-31")] == ("eve",)
    assert found[("at-ceiling", "share 40")] == ("first",)
    assert found[("above-ceiling", "share 40")] == ("over",)
    assert set(found[("unless", "1: origin")]) & {"first", "eve", "over", "far-over", "spared", "elsewhere"} == {"spared"}
    assert found[("last-day", "2024-12-31")] == ()
    assert found[("names", "territory=north")] == ("first", "over", "far-over")


def test_a_case_that_leaves_the_scope_open_counts_nowhere(tmp_path: Path) -> None:
    found = sides(tmp_path, case("open", activity="weaving", share="40", on="2024-01-01"))
    assert not any("open" in cases for cases in found.values())


def test_the_command_lists_what_is_needed_and_counts_what_there_is(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path, instrument("extra", RULES))
    said = CliRunner().invoke(main, ["cases", "--needed", "--rule", "extra/cap", "--lawbook", str(folder)])
    assert said.exit_code == 0
    assert "the day before the first          2023-12-31" in said.output
    assert "exactly at the ceiling: 0 of 1 have a worked case" in said.output
    zh = CliRunner().invoke(main, ["cases", "--needed", "--rule", "extra/cap", "--lang", "zh", "--lawbook", str(folder)])
    assert "起始日的前一日" in zh.output


def test_what_no_case_can_lie_on_is_no_boundary(tmp_path: Path) -> None:
    scope = "{activity: weaving, share: {below: 40}}"
    rules = f"[{{rule: cap, question: access, kind: limit, when: {scope}, unless: [{{activity: pigeons}}, {{on: {{before: 2024-01-01}}}}, {{origin: freedonia}}],\n in_force: [{{from: 2024-01-01}}], effect: {{share: {{at_most: 40}}}}}}]"
    book = load(make_lawbook(tmp_path, instrument("extra", rules)), cache=False)
    found = {(b.kind, b.at) for b in boundaries(book) if b.rule == "extra/cap"}
    assert {at for kind, at in found if kind == "unless"} == {"3: origin"}, "the others can hold of no case of the rule"
    assert not any(kind in ("at-ceiling", "above-ceiling") for kind, _ in found), "the scope ends below the ceiling"


def test_a_case_lies_on_a_rule_of_which_nobody_knows_whether_it_stands(tmp_path: Path) -> None:
    rules = RULES.replace("in_force:", "standing: unknown, in_force:")
    extra = {"cases/extra.yaml": "question: access\ncases:\n" + case("within", **INSIDE, share="40", on="2024-06-01")}
    book = load(make_lawbook(tmp_path, instrument("extra", rules), extra), cache=False)
    found = {(b.kind, b.at): b.cases for b in boundaries(book) if b.rule == "extra/cap"}
    assert found[("names", "territory=north")] == ("within",)

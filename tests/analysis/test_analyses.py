"""Questions about the law itself, on the invented law of Orsia, where each answer can be seen in the files; and on the real lawbook
where a register says what must come out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from shidian.analysis.matrix import _ends, _FactValues
from shidian.analysis.plots import draw_matrix, draw_timeline
from shidian.analysis.shown import begin, said
from shidian.answer.facts import Given
from shidian.book import Book
from shidian.errors import BadValue, CaseError
from shidian.law.budget import within
from tests.agreement.random_cases import RandomCases
from tests.building import edited, instrument, load_book
from tests.cases.real import real_book

PIGEONS: dict[str, Given] = {"activity": "pigeons", "territory": "harbour", "origin": "freedonia", "share": 60}


# --- timeline --------------------------------------------------------------------------------------------------


def test_a_timeline_begins_and_ends_with_the_provisions_that_make_it(orsia: Book) -> None:
    found = orsia.timeline("access", PIGEONS, since="2018-01-01")
    assert [(str(i.start), i.in_force.outcome, i.announced.outcome) for i in found.intervals] == [
        ("2018-01-01", "prohibited", "prohibited"),
        ("2021-12-15", "prohibited", "not_permitted"),
        ("2022-01-01", "not_permitted", "not_permitted"),
        ("2023-03-01", "not_permitted", "permitted"),
        ("2023-06-01", "permitted", "permitted"),
    ]
    last = found.intervals[-1]
    assert last.until is None
    assert [r.rule for r in last.began] == ["orsia-pilot/pigeons-open"]
    assert [r.rule for r in found.intervals[2].ended] == ["orsia-list/pigeons-closed"]
    assert found.intervals[-1].in_force.ceiling == Decimal(100)


def test_the_intervals_of_a_timeline_follow_each_other_without_a_gap(orsia: Book) -> None:
    found = orsia.timeline("access", PIGEONS)
    for one, next_ in zip(found.intervals, found.intervals[1:], strict=False):
        assert one.until == next_.start
        assert (one.in_force, one.announced, one.determining) != (next_.in_force, next_.announced, next_.determining)


@pytest.mark.parametrize("question", ["access", "path", "stay"])
def test_every_day_of_a_timeline_is_what_ask_says_on_that_day(orsia: Book, question: str) -> None:
    for facts in ({}, {"origin": "freedonia"} if question != "path" else {"pages": 500}):
        found = orsia.timeline(question, facts, since="2017-01-01")
        days = {d + dt.timedelta(n) for i in found.intervals for d in (i.start, i.until or i.start) for n in (-1, 0, 1)}
        for day in sorted(d for d in days if d >= dt.date(2017, 1, 1)):
            interval = next(i for i in found.intervals if i.start <= day and (i.until is None or day < i.until))
            decision = orsia.ask(question, facts, on=day)
            assert (interval.in_force.outcome, interval.in_force.ceiling) == (decision.outcome, decision.ceiling), day
            assert interval.announced.outcome == decision.announced.outcome, day
            if decision.outcome == "undetermined" and decision.ceiling is None:
                sure, most = decision.in_force.certain, decision.in_force.possible
                assert interval.in_force.certain == (sure.value if sure and sure.value > 0 else None), day
                assert interval.in_force.possible == (most.value if most else None), day


def test_a_day_of_knowledge_hides_what_was_published_later(orsia: Book) -> None:
    found = orsia.timeline("access", PIGEONS, known_on="2022-12-31")
    assert found.intervals[-1].in_force.outcome == "not_permitted"


# --- matrix ----------------------------------------------------------------------------------------------------


def test_a_matrix_has_one_row_for_values_with_the_same_answers(orsia: Book) -> None:
    found = orsia.matrix("access", {"origin": "sylvania", "share": 60, "on": "2024-01-01"}, rows="activity", columns="territory")
    cells = {
        (v, w): a.outcome
        for row, answers in zip(found.rows, found.answers, strict=True)
        for column, a in zip(found.columns, answers, strict=True)
        for v in row.values
        for w in column.values
    }
    assert cells["pigeons", "hill-city"] == "permitted"
    assert cells["pigeons", "harbour"] == "permitted"
    assert cells["pigeons", "lake-city:other"] == "not_permitted"
    assert cells["weaving", "lake-city:other"] == "prohibited"
    assert len({tuple(a.outcome for a in answers) for answers in found.answers}) == len(found.rows)


def test_every_cell_of_a_matrix_is_what_ask_says(orsia: Book) -> None:
    fixed: dict[str, Given] = {"share": 30, "on": "2023-04-01"}
    asked: tuple[tuple[str, dict[str, Given]], ...] = (
        ("territory", fixed),
        ("origin", fixed | {"territory": "harbour"}),
        ("on", {"share": 30, "territory": "harbour"}),
    )
    for columns, facts in asked:
        for row, answers in zip(
            (found := orsia.matrix("access", facts, rows="activity", columns=columns)).rows, found.answers, strict=True
        ):
            for column, shown in zip(found.columns, answers, strict=True):
                for activity in row.values:
                    for word in column.values:
                        if " (" in word or activity == "*" or word == "*":
                            continue
                        decision = orsia.ask("access", facts | {"activity": activity, columns: word})
                        assert shown.outcome == decision.outcome, (activity, word)


@pytest.mark.parametrize(("rows", "columns"), [("activity", "territory"), ("origin", "share"), ("territory", "on")])
def test_a_cell_is_found_by_classes_where_its_case_is_found(rows: str, columns: str) -> None:
    """The engine is asked of each different answer only, so every cell must end where walking its case ends."""
    book, day = real_book(), dt.date(2025, 6, 1)
    given: dict[str, Given] = {"on": day} if rows == "activity" else {"on": day, "activity": "b25"}
    diagram, case = book.diagram("access"), begin(book, "access", given, open_=(rows, columns)).case
    down, across = _FactValues(diagram, case, rows, day), _FactValues(diagram, case, columns, day)
    ends = _ends(diagram, case, down, across)
    cells = [(i, j) for i in range(len(down)) for j in range(len(across))]
    assert len(cells) >= 50
    for i, j in cells[:: 1 + len(cells) // 300]:
        assert ends[i][j] is diagram.walk(across.put(down.put(case, i), j))


def test_a_matrix_of_ceilings_shows_ceilings(orsia: Book) -> None:
    found = orsia.matrix(
        "access", {"origin": "sylvania", "territory": "south", "share": 10}, rows="activity", columns="on", shows="ceiling"
    )
    row = next(a for r, a in zip(found.rows, found.names, strict=True) if "pigeons" in r.values)
    assert any("50" in n.en for n in row)
    assert any(a.ceiling == Decimal(50) and a.exclusive for answers in found.answers for a in answers)
    assert found.to_csv().splitlines()[0].startswith("activity,on,outcome")


def test_a_matrix_of_one_fact_with_itself_is_refused(orsia: Book) -> None:
    with pytest.raises(BadValue, match="both"):
        orsia.matrix("access", rows="share", columns="foreign share")
    with pytest.raises(BadValue, match="no ceilings"):
        orsia.matrix("path", rows="letters", columns="sealed", shows="ceiling")


# --- diff ------------------------------------------------------------------------------------------------------


def test_a_diff_of_two_days_names_what_changed_and_by_which_rules(orsia: Book) -> None:
    found = orsia.diff("access", days=("2021-12-31", "2022-01-01"))
    assert {(g.main.values, g.old.outcome, g.new.outcome) for g in found.groups} == {
        (("pigeons",), "prohibited", "permitted"),
        (("pigeons",), "prohibited", "not_permitted"),
    }
    for group in found.groups:
        assert [r.rule for r in group.ended] == ["orsia-list/pigeons-closed"]
        assert [r.rule for r in group.began] == ["orsia-list/pigeons"]


def test_the_witness_of_each_group_of_a_diff_shows_the_change(orsia: Book) -> None:
    for found in (
        orsia.diff("access", days=("2018-01-01", "2024-01-01")),
        orsia.diff("path", days=("2019-01-01", "2020-01-01")),
        orsia.diff("stay", days=("2020-01-01", "2021-01-01")),
        orsia.diff("access", {"on": "2024-01-01"}, places=("port-city:other", "hill-city")),
        orsia.diff("access", {"on": "2024-01-01"}, known_on=("2022-01-01", "2024-01-01")),
    ):
        assert found.groups
        for group in found.groups:
            known = (found.old, found.new) if found.old[:2] == "20" and group.old_witness == group.new_witness else (None, None)
            old = orsia.ask(found.question, group.old_witness, known_on=known[0])
            new = orsia.ask(found.question, group.new_witness, known_on=known[1])
            assert (old.outcome, new.outcome) == (group.old.outcome, group.new.outcome)


def test_a_diff_of_a_day_with_itself_is_empty(orsia: Book) -> None:
    assert orsia.diff("access", days=("2024-01-01", "2024-01-01")).groups == ()


def test_what_a_case_fixes_stays_as_the_user_said_it(orsia: Book) -> None:
    found = orsia.diff("access", {"origin": "sylvania", "share": 60}, days=("2018-01-01", "2024-01-01"))
    assert found.groups
    for group in found.groups:
        assert (group.new_witness["origin"], group.new_witness["share"]) == ("sylvania", "60")


def test_another_lawbook_is_compared_by_its_own_values(orsia: Book, tmp_path: Path) -> None:
    other = load_book(tmp_path, edited("instruments/orsia-list.yaml", ("{below: 50}", "{below: 70}")))
    found = orsia.diff("access", {"on": "2024-01-01"}, other=other)
    assert {g.main.values for g in found.groups} == {("pigeons",)}
    opened = [g for g in found.groups if (g.old.outcome, g.new.outcome) == ("not_permitted", "permitted")]
    assert opened
    assert {w.values for g in opened for w in g.within if w.fact == "share"} == {("≥ 50, < 70",)}


def test_the_change_of_the_national_list_in_2024_is_that_which_the_register_states() -> None:
    """The 2024 edition dropped what was left for manufacturing: printing of publications under Chinese control, and the two
    prohibitions on Chinese medicine. Nothing else; and printing a publication alone stayed disputed, by another act."""
    found = real_book().diff("access", {"origin": "DE", "territory": "taiyuan"}, days=("2024-10-31", "2024-11-01"))
    assert {(g.main.values, g.old.outcome, g.new.outcome) for g in found.groups} == {
        (("publication-printing",), "permitted", "permitted"),
        (("publication-printing",), "not_permitted", "permitted"),
        (("publication-printing",), "not_permitted", "undetermined"),
        (("tcm-secret-formula",), "prohibited", "permitted"),
        (("tcm-decoction-pieces",), "prohibited", "permitted"),
    }
    assert {r.rule for g in found.groups for r in g.ended} == {
        "cn-negative-list/publication-printing",
        "cn-negative-list/tcm-secret-formula",
        "cn-negative-list/tcm-techniques",
    }


# --- what if ---------------------------------------------------------------------------------------------------


def test_what_if_finds_a_place_a_share_and_a_day(orsia: Book) -> None:
    found = orsia.whatif("access", PIGEONS | {"territory": "lake-city:other", "on": "2023-04-01"})
    assert found.now.outcome == "not_permitted"
    ways = {tuple(c.fact for c in t.changes): t for t in found.turns}
    assert Decimal(ways["share",].facts["share"]) < 50
    assert {tuple(c.fact for c in t.changes) for t in found.turns} >= {("share",), ("territory",)}
    assert ways["territory",].reading == "announced"
    assert orsia.ask("access", ways["territory",].facts).announced.outcome == "permitted"


def test_every_turn_leads_where_it_says(orsia: Book) -> None:
    for drawn in islice(RandomCases(orsia, "access", 2), 60):
        facts = said(orsia.question("access"), orsia.rulebook("access").trees["territory"], drawn.case)
        try:
            found = orsia.whatif("access", facts)
        except CaseError:
            continue
        for turn in found.turns:
            decision = orsia.ask("access", turn.facts)
            answer = decision.in_force if turn.reading == "in_force" else decision.announced
            assert answer.outcome == turn.answer.outcome == "permitted", (facts, turn)


def test_a_place_that_would_help_is_said_as_widely_as_the_law_allows() -> None:
    book = real_book()
    found = book.whatif("access", {"activity": "app-store", "territory": "chengdu", "origin": "DE", "share": "100", "on": "2026-06-01"})
    (moved,) = [t for t in found.turns if [c.fact for c in t.changes] == ["territory"]]
    assert set(moved.changes[0].values) == {"beijing", "hainan", "shenzhen", "pudong", "shanghai (lingang)"}


def test_what_would_help_never_asks_for_something_else_or_of_another_nationality() -> None:
    found = real_book().whatif(
        "entry", {"asked": "visa-free", "nationality": "ID", "territory": "chengdu", "stay": "5", "on": "2026-06-01"}
    )
    assert found.turns
    assert {(t.facts["asked"], t.facts["nationality"]) for t in found.turns} == {("visa-free", "id")}


def test_nothing_has_to_change_where_it_is_permitted(orsia: Book) -> None:
    found = orsia.whatif("access", PIGEONS | {"on": "2024-01-01"})
    assert found.reached
    assert found.turns == ()


def test_what_is_announced_anyway_is_no_change_of_facts(orsia: Book) -> None:
    found = orsia.whatif("access", PIGEONS | {"on": "2023-04-01"})
    assert (found.now.outcome, found.announced.outcome) == ("not_permitted", "permitted")
    assert all(t.reading == "in_force" for t in found.turns)


# --- what a reform would do ------------------------------------------------------------------------------------


def test_without_a_rule_the_law_answers_as_if_it_did_not_exist(orsia: Book, tmp_path: Path) -> None:
    reformed = orsia.reform("access", PIGEONS | {"on": "2024-01-01"}, without=["orsia-pilot/pigeons-open"])
    assert (reformed.before.outcome, reformed.after.outcome) == ("permitted", "not_permitted")
    bare = load_book(
        tmp_path,
        dict.fromkeys(
            ("instruments/orsia-pilot.yaml", "cases/access/basic.yaml", "programme/tasks/pigeons.yaml", "programme/facts/pigeons.yaml")
        ),
    )
    asked = bare.ask("access", PIGEONS | {"on": "2024-01-01"})
    assert (reformed.after.outcome, reformed.after.ceiling) == (asked.outcome, asked.ceiling)
    assert {g.main.values for g in reformed.diff.groups} == {("pigeons",)}


def test_an_added_instrument_changes_what_it_says(orsia: Book, tmp_path: Path) -> None:
    more = instrument("owl-ban", "- {rule: owls, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 0}}}")
    other = load_book(tmp_path, more)
    reformed = orsia.reform("access", {"activity": "owls", "on": "2024-01-01"}, other=other, added=["owl-ban.yaml"])
    assert (reformed.before.outcome, reformed.after.outcome) == ("permitted", "prohibited")
    assert {g.main.values for g in reformed.diff.groups} == {("owls",)}


def test_a_rule_that_is_none_is_told_with_those_that_are_near(orsia: Book) -> None:
    with pytest.raises(BadValue, match="orsia-pilot/pigeons-open"):
        orsia.reform("access", without=["orsia-pilot/pigeon-open"])


# --- proofs ----------------------------------------------------------------------------------------------------


def kinds(book: Book, question: str = "access") -> dict[str, tuple[str, ...]]:
    return {f.rule.rule: f.kinds for f in book.verify(question).findings}


def test_a_law_without_idle_rules_has_no_finding(orsia: Book) -> None:
    assert kinds(orsia) == {}
    assert kinds(orsia, "path") == {}
    assert kinds(orsia, "stay") == {}


def test_a_rule_that_can_never_apply_is_found(tmp_path: Path) -> None:
    idle = instrument(
        "idle",
        """
        - rule: nowhere
          question: access
          kind: limit
          when: {activity: pigeons}
          unless: [{activity: couriers}]
          effect: {share: {at_most: 0}}
        """,
    )
    assert kinds(load_book(tmp_path, idle)) == {"idle/nowhere": ("never_reached",)}


def test_a_relief_that_relieves_nothing_is_found(tmp_path: Path) -> None:
    idle = instrument(
        "idle",
        """
        - rule: no-help
          question: access
          kind: relief
          when: {activity: pigeons}
          relieves: [orsia-list/pigeons]
          authorised_by: ["orsia-list#pilots"]
          effect: {share: {at_most: 30}}
        """,
    )
    assert kinds(load_book(tmp_path, idle)) == {"idle/no-help": ("relieves_nothing", "only_adds")}


def test_a_limit_that_is_always_relieved_is_found(tmp_path: Path) -> None:
    idle = instrument(
        "idle",
        """
        - {rule: owls, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 10}}}
        - rule: all-owls
          question: access
          kind: relief
          when: {activity: owls}
          relieves: [idle/owls]
          authorised_by: ["idle#p1"]
          effect: {share: {at_most: 100}}
        """,
    )
    assert kinds(load_book(tmp_path, idle))["idle/owls"][0] == "always_relieved"


def test_cases_that_stay_open_are_listed_with_the_rule_in_doubt(tmp_path: Path) -> None:
    doubt = instrument(
        "doubt",
        gaps="""
        - gap: owls
          question: access
          kind: limit
          when: {activity: owls}
          reason: {en: not read, zh: 未读}
        """,
    )
    book = load_book(tmp_path, doubt)
    found = {d.rule.rule if d.rule else None: (d.causes, d.main.values) for d in book.verify("access").doubts}
    assert found["doubt/owls"] == (("gap",), ("owls",))


def test_a_later_law_that_permits_less_has_a_counterexample(orsia: Book) -> None:
    assert orsia.permits_all("access", "2021-12-31", "2024-01-01").holds
    proof = orsia.permits_all("access", "2024-01-01", "2021-12-31")
    assert not proof.holds
    for facts in proof.counterexamples:
        assert orsia.ask("access", facts | {"on": "2024-01-01"}).outcome == "permitted"
        assert orsia.ask("access", facts | {"on": "2021-12-31"}).outcome != "permitted"


def test_progress_is_told_and_a_stop_leaves_nothing_half_done(orsia: Book) -> None:
    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        orsia.verify("access", stop)
    told: list[tuple[int, int]] = []
    orsia.verify("access", lambda done, all_: told.append((done, all_)))
    assert told
    assert all(0 <= done <= all_ for done, all_ in told)


# --- pictures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "lang"), [("svg", "en"), ("svg", "zh"), ("png", "zh")])
def test_a_timeline_and_a_matrix_are_drawn(orsia: Book, tmp_path: Path, kind: str, lang: str) -> None:
    question = orsia.question("access")
    file = tmp_path / f"a.{kind}"
    draw_timeline(orsia.timeline("access", PIGEONS), question, lang, file)
    head = file.read_bytes()
    draw_matrix(orsia.matrix("access", {"share": 60}, rows="activity", columns="territory"), question, lang, file)
    for body in (head, file.read_bytes()):
        assert body.startswith(b"\x89PNG" if kind == "png" else b"<svg")
    if kind == "svg":
        assert ("permitted" if lang == "en" else "允许") in head.decode()


def test_another_kind_of_picture_is_refused(orsia: Book, tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=r"\.svg or \.png"):
        draw_timeline(orsia.timeline("access", PIGEONS), orsia.question("access"), "en", tmp_path / "a.gif")


def test_what_would_help_one_who_says_nothing_is_found_within_the_time_of_a_request() -> None:
    """With every fact open some pairs of changes took the whole time: the answers of those that lead nowhere were put together, too."""
    with within(10):
        found = real_book().whatif("access", {})
    assert found.turns
    assert not found.all_tried

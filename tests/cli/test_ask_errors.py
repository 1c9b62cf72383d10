"""`shidian ask` with a case that cannot be read: exit code 2, one line that says what is wrong, and what exists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.building import edited, make_lawbook
from tests.cli.running import Run, run, run_apart

CASE = {"activity": "pigeons", "territory": "lake-city:other", "origin": "sylvania", "share": "40", "on": "2024-01-01"}


@pytest.fixture(scope="module")
def orsia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_lawbook(tmp_path_factory.mktemp("orsia"))


def ask(orsia: Path, *options: str, question: str = "access", **facts: str | None) -> Run:
    """Ask the standing case with some facts changed, added (`investor_share`) or left out (None)."""
    given = CASE | {name.replace("_", "-"): value for name, value in facts.items()}
    words = [f"{name}={value}" for name, value in given.items() if value is not None]
    return run("ask", question, *words, "--lawbook", str(orsia), *options)


def refused(done: Run, code: str, *parts: str) -> None:
    """The command was refused with this error code, said in one line that has all these parts, and decided nothing."""
    assert done.code == 2, done
    assert done.out == ""
    assert done.err.startswith(f"shidian: {code}: ")
    assert done.err.count("\n") == 1
    for part in parts:
        assert part in done.err


def test_the_standing_case_is_answered(orsia: Path) -> None:
    """Or else the refusals below would prove nothing."""
    done = ask(orsia)
    assert (done.code, done.err) == (0, "")
    assert "40 %" in done.out


def test_what_is_not_permitted_is_an_answer_and_not_an_error(orsia: Path) -> None:
    assert ask(orsia, share="50").code == 0


def test_an_undetermined_answer_has_an_exit_code_of_its_own(orsia: Path) -> None:
    done = ask(orsia, activity=None)
    assert (done.code, done.err) == (4, "")
    assert "not determined" in done.out


def test_an_unknown_question_is_refused_with_the_nearest_one(orsia: Path) -> None:
    refused(ask(orsia, question="acess"), "unknown-question", "`acess`", "did you mean `access`?")


def test_a_question_like_no_other_is_refused_with_all_that_exist(orsia: Path) -> None:
    refused(ask(orsia, question="zzz"), "unknown-question", "`access`", "`path`", "`stay`")


def test_a_forgotten_question_is_named_as_such(orsia: Path) -> None:
    done = run("ask", "share=50", "--lawbook", str(orsia))
    refused(done, "bad-value", "the question is missing")


def test_an_unknown_fact_is_refused_with_the_nearest_one(orsia: Path) -> None:
    refused(ask(orsia, sahre="50"), "unknown-fact", "`sahre`", "did you mean `share`?")


def test_an_unknown_fact_near_a_zone_is_refused_with_that_zone(orsia: Path) -> None:
    refused(ask(orsia, harbor="yes"), "unknown-fact", "did you mean `harbour`?")


def test_a_fact_like_no_other_is_refused_with_all_that_exist(orsia: Path) -> None:
    refused(ask(orsia, qqq="50"), "unknown-fact", "`activity`", "`investor-share`", "`on`")


@pytest.mark.parametrize(
    ("fact", "word", "near"),
    [
        ("activity", "pidgeons", "`pigeons`"),
        ("activity", "信哥鸽", "`pigeons`"),
        ("territory", "lakecty", "`lake-city`"),
        ("origin", "silvania", "`sylvania`"),
        ("legal_form", "compny", "`company`"),
    ],
)
def test_an_unknown_value_is_refused_with_a_near_miss_that_is_not_taken(orsia: Path, fact: str, word: str, near: str) -> None:
    refused(ask(orsia, **{fact: word}), "unknown-value", f"`{word}`", near)


def test_a_name_of_two_choices_is_refused_with_both(tmp_path: Path) -> None:
    changed = make_lawbook(
        tmp_path,
        edited(
            "questions/access.yaml",
            ("aliases: [fellowship]", "aliases: [firm]"),
            ("en: company, zh: 公司}", "en: company, zh: 公司}, aliases: [Firm]"),
        ),
    )
    refused(ask(changed, legal_form="firm"), "ambiguous-value", "`company`", "`guild`")


@pytest.mark.parametrize(
    "word",
    ["2024-02-30", "2024-13-01", "2023-02-29", "01-01-2024", "0000-01-01", "today", "2024", "99999-01-01", "-2024-01-01", "²⁰²⁴-01-01"],
)
def test_a_malformed_day_is_refused(orsia: Path, word: str) -> None:
    refused(ask(orsia, on=word), "bad-value", f"`{word}` is not a day")
    refused(ask(orsia, "--known-on", word), "bad-value", f"`{word}` is not a day")


@pytest.mark.parametrize(
    "word",
    [
        "most",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e1",
        "1e5",
        "1E400",
        "0x10",
        "1/2",
        "50%%",
        "5 0",
        "%",
        "--5",
        "1.2.3",
        "5²",
        "⑤",
        "大半",
        "½",
        "5" * 300,
        "0,5",
        "1,5",
        "1.",
        ".5",
    ],
)
def test_what_is_not_a_number_is_refused(orsia: Path, word: str) -> None:
    """`1,5` among them: it may mean one and a half, so it is never read as fifteen."""
    refused(ask(orsia, share=word), "bad-value", "`share`")


@pytest.mark.parametrize(
    ("word", "bound"),
    [
        ("-1", "less than 0"),
        ("-0.000001", "less than 0"),
        ("101", "more than 100"),
        ("100.000001", "more than 100"),
        ("１０１", "more than 100"),
    ],
)
def test_a_share_out_of_bounds_is_refused_with_the_bound(orsia: Path, word: str, bound: str) -> None:
    refused(ask(orsia, share=word), "bad-value", "`share`", bound, f"`{word}`")


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("０４０", "40 %"),
        ("４０％", "40 %"),
        ("40%", "40 %"),
        (" 40 ", "40 %"),
        ("+40", "40 %"),
        ("40.000", "40 %"),
        ("33.3", "33.3 %"),
        ("-0", " 0 %"),
        ("0.0", " 0 %"),
    ],
)
def test_a_number_is_read_and_shown_in_one_form(orsia: Path, word: str, read: str) -> None:
    done = ask(orsia, share=word)
    assert (done.code, done.err) == (0, "")
    assert read in done.out.splitlines()[0]


def test_a_part_that_exceeds_its_whole_is_refused(orsia: Path) -> None:
    refused(ask(orsia, share="30", investor_share="31"), "bad-value", "`investor-share` (31) is more than `share` (30)")


def test_half_a_page_is_refused(orsia: Path) -> None:
    refused(run("ask", "path", "pages=0.5", "--lawbook", str(orsia)), "bad-value", "whole number")


def test_neither_yes_nor_no_is_refused(orsia: Path) -> None:
    refused(ask(orsia, certified="perhaps"), "bad-value", "`perhaps` is neither yes nor no")


@pytest.mark.parametrize("second", ["share=60", "share=40", " share =40", "share＝60"])
def test_two_values_for_one_fact_are_refused(orsia: Path, second: str) -> None:
    """Even the same value twice: one of the two was meant for something else."""
    refused(run("ask", "access", "share=40", second, "--lawbook", str(orsia)), "bad-value", "`share` has two values")


@pytest.mark.parametrize("word", ["share=", "share= ", "share=\u3000"])
def test_an_empty_value_is_refused(orsia: Path, word: str) -> None:
    refused(run("ask", "access", word, "--lawbook", str(orsia)), "bad-value", "`share` is empty")


@pytest.mark.parametrize("word", ["share", "=40", "=", "40"])
def test_a_word_that_is_not_fact_equals_value_is_refused(orsia: Path, word: str) -> None:
    refused(run("ask", "access", word, "--lawbook", str(orsia)), "bad-value", f"`{word}` is not of the form fact=value")


@pytest.mark.parametrize("word", ["a" * 5000, "a\x00b", "pige\nons", "\x1b[31mpigeons"])
def test_a_value_that_is_no_word_is_refused_without_being_printed(orsia: Path, word: str) -> None:
    done = ask(orsia, activity=word)
    refused(done, "bad-value", "`activity`")
    assert word not in done.err


def test_a_zone_that_does_not_reach_the_place_is_refused(orsia: Path) -> None:
    refused(ask(orsia, territory="lake-city", harbour="yes"), "bad-value", "`harbour` does not reach into `lake-city`")


def test_inside_the_inner_zone_but_outside_the_outer_is_refused(orsia: Path) -> None:
    refused(ask(orsia, territory="port-city", inner_harbour="yes", harbour="no"), "bad-value", "`inner-harbour`", "`harbour`")


def test_a_term_without_parts_has_no_other_part(orsia: Path) -> None:
    refused(ask(orsia, activity="pigeons:other"), "bad-value", "`pigeons` has no other part")


def test_an_unknown_option_is_a_usage_error(orsia: Path) -> None:
    done = ask(orsia, "--explian")
    assert done.code == 2
    assert "--explain" in done.err


@pytest.mark.parametrize(
    ("facts", "code"), [({"sahre": "50"}, "unknown-fact"), ({"share": "most"}, "bad-value"), ({"activity": "pidgeons"}, "unknown-value")]
)
def test_with_json_the_error_is_data_on_standard_output(orsia: Path, facts: dict[str, str], code: str) -> None:
    done = ask(orsia, "--json", **facts)
    error = json.loads(done.out)["error"]
    assert done.code == 2
    assert error["code"] == code
    assert done.err == f"shidian: {code}: {error['message']}; {error['hint']}\n".replace(", 信鸽)", ")"), (
        "people read one language, programs both"
    )


def test_a_missing_set_is_asked_for(orsia: Path) -> None:
    done = run("ask", "path", "letters=official", "sealed=no", "pages=5", "on=2024-01-01", "--lawbook", str(orsia))
    assert done.code == 4
    assert "What do they hold?" in done.out


@pytest.mark.parametrize("word", [b"activity=\xff\xfe", b"\xff=40", b"share=\xff"])
@pytest.mark.parametrize("option", ["--explain", "--json"])
def test_bytes_that_are_no_text_are_refused(orsia: Path, word: bytes, option: str) -> None:
    done = run_apart("ask", "access", word, option, "--lawbook", str(orsia), PYTHONIOENCODING="utf-8")
    assert done.code == 2, done.err
    assert "Traceback" not in done.err
    if option == "--json":
        assert "error" in json.loads(done.out)


def test_a_terminal_without_unicode_gets_an_answer(orsia: Path) -> None:
    words = [f"{name}={value}" for name, value in CASE.items()]
    done = run_apart("ask", "access", *words, "--lawbook", str(orsia), PYTHONIOENCODING="ascii")
    assert "Traceback" not in done.err
    assert done.code == 0
    assert "40 %" in done.out

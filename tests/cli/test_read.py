"""`shidian read` and `shidian review` as a person and a program use them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import run, run_apart

NOTICE = "Notice on zoos\n2025-04-22\nThe notice applies to five cities: Beijing, Shanghai, Nanjing and Chengdu.\n- Supports a zoo for everybody.\n- Lifts foreign equity caps on app stores.\n"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'work.db'}"


def test_the_report_puts_contradictions_first(notice: Path) -> None:
    done = run("read", str(notice))
    assert (done.code, done.err) == (0, "")
    assert done.out.index("found 5, expected 4") < done.out.index("New to the lawbook")
    assert "“Supports a zoo for everybody”" in done.out
    assert "(t1, 0.85)" in done.out  # by its words, with the id behind them


def test_the_report_is_in_chinese_when_asked(notice: Path) -> None:
    done = run("read", str(notice), "--lang", "zh")
    assert "文件阅读报告" in done.out
    assert "所见5，应为4" in done.out


def test_json_gives_every_finding_with_exact_span_passage_and_origin(notice: Path) -> None:
    [document] = json.loads(run("read", str(notice), "--json").out)["documents"]
    assert document["date"] == "2025-04-22"
    for finding in document["findings"]:
        assert NOTICE[finding["start"] : finding["end"]] == finding["quote"]
        assert finding["origin"] == "grammar"
        passage = document["passages"][finding["passage"]]
        assert passage["start"] <= finding["start"] <= passage["end"]
    assert {f["status"] for f in document["findings"] if f["kind"] == "measure"} == {"known", "new"}


def test_the_page_is_whole_escaped_and_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("A <script>alert(1)</script> & plan\nThe plan supports 155 “tasks” <b>in 2024</b>.\n", encoding="utf-8")
    page = tmp_path / "page.html"
    assert run("read", str(path), "--html", str(page)).code == 0
    html = page.read_text(encoding="utf-8")
    assert "<script>" not in html
    assert "<b>in" not in html
    assert html.count("<mark") == html.count("</mark>") >= 3
    plain = re.sub(r"<[^>]+>", "", html.partition("<div class=text")[2].partition(">")[2].partition("<div class=side>")[0])
    assert "The plan supports 155 “tasks” &lt;b&gt;in 2024&lt;/b&gt;." in plain
    again = run("read", str(path), "--html", str(page))
    assert again.code == 1
    assert "already exists" in again.err


def test_a_document_that_cannot_be_read_is_told_and_does_not_stop_the_rest(notice: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    done = run("read", str(bad), str(notice))
    assert done.code == 1
    assert "document-unreadable" in done.err
    assert "found 5, expected 4" in done.out


@pytest.mark.parametrize("words", [("--replaces", "1"), ("--model", "m")])
def test_options_that_need_another_say_so(notice: Path, words: tuple[str, ...]) -> None:
    assert run("read", str(notice), *words).code == 2


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    assert run("read", str(tmp_path)).code == 2


def test_review_goes_from_the_queue_to_files_for_the_lawbook(notice: Path, store: str, tmp_path: Path) -> None:
    saved = run("read", str(notice), "--save", "--store", store)
    assert saved.code == 0
    assert f"1 kept in {store}" in saved.err
    rows = json.loads(run("review", "list", "--kind", "measure", "--new", "--store", store, "--json").out)
    [zoo] = [r["id"] for r in rows]
    assert "accepted (Li" in run("review", "accept", str(zoo), "--who", "Li", "--store", store).out
    assert "undone: accepted" in run("review", "undo", str(zoo), "--who", "Li", "--store", store).out
    assert run("review", "reject", str(zoo), "--store", store).code == 2  # no reason
    assert run("review", "correct", str(zoo), "--value", "{", "--store", store).code == 1
    assert (
        "corrected" in run("review", "correct", str(zoo), "--value", '{"strength": 3, "verb": "鼓励"}', "--who", "Li", "--store", store).out
    )
    assert run("review", "history", str(zoo), "--store", store).out.count("Li") >= 2
    out = tmp_path / "proposal"
    made = run("review", "proposals", "-o", str(out), "--plan", "plan-2025", "--store", store)
    assert made.code == 0
    task = next((out / "programme/tasks").glob("*.yaml")).read_text(encoding="utf-8")
    assert "verb: 鼓励" in task


def test_a_new_version_says_what_it_changed(notice: Path, store: str, tmp_path: Path) -> None:
    run("read", str(notice), "--save", "--store", store)
    [row] = json.loads(run("review", "list", "--kind", "measure", "--new", "--store", store, "--json").out)
    run("review", "accept", str(row["id"]), "--who", "Li", "--store", store)
    newer = tmp_path / "newer.txt"
    newer.write_text(NOTICE.replace("- Lifts", "- Permits clinics.\n- Lifts").replace("five cities", "four cities"), encoding="utf-8")
    done = run("read", str(newer), "--save", "--replaces", "1", "--store", store)
    assert "1 passages added, 0 dropped, 1 rewritten" in done.out
    assert "1 carried over, 0 to be reviewed again, 0 without a finding" in done.out


def test_many_documents_are_read_one_by_one_and_a_second_run_passes_over_them(tmp_path: Path, store: str) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for i in range(120):
        (folder / f"{i:03}.txt").write_text(NOTICE + f"\nNumber {i} of the zoos.", encoding="utf-8")
    (folder / "050.txt").write_bytes(b"\x00\x00")
    first = run("read", str(folder), "--save", "--json", "--store", store)
    lines = [json.loads(line) for line in first.out.splitlines()]
    assert (first.code, len(lines)) == (1, 119)
    assert first.err.count("document-unreadable") == 1
    assert "100 documents seen, 0 known already, 1 could not be read" in first.err
    second = run("read", str(folder), "--save", "--json", "--store", store)
    assert (second.code, second.out) == (1, "")
    assert "100 documents seen, 99 known already, 1 could not be read" in second.err


def test_other_commands_start_without_the_libraries_of_reading() -> None:
    code = "import sys, shidian.cli.main; sys.exit(any(m in sys.modules for m in ('sqlalchemy', 'ahocorasick_rs', 'alembic', 'pypdf')))"
    import subprocess
    import sys

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nothing_is_written_outside_the_store(notice: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = run_apart("read", str(notice), HOME=str(home), XDG_CACHE_HOME=str(tmp_path / "cache"), XDG_DATA_HOME=str(home / "data"))
    assert done.code == 0
    assert list(home.iterdir()) == []

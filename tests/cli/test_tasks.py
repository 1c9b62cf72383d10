"""`shidian tasks`, `task` and `tasks import`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.building import edited, make_lawbook
from tests.cli.running import Run, run

MORE = edited(
    "programme/tasks/pigeons.yaml",
    (
        "tasks:\n",
        """\
tasks:
  - task: owl-study
    area: couriers
    summary: {en: Study owls, zh: 研究猫头鹰邮递}
    verb: 研究
    term: 夜间邮递
    lifecycle: [{stage: announced, when: 2024-05, sources: [herald]}]
  - task: garden-fair
    area: couriers
    summary: {en: A fair in the garden, zh: 花园集市}
    places: [garden, lake-city]
    note: {en: nobody saw it, zh: 无人得见}
""",
    ),
)
VERBS = edited("programme/facts/pigeons.yaml", ("verbs:\n", "verbs:\n  - {verb: 研究, name: {en: study, zh: 研究}, strength: 1}\n"))
LIST = "一、信使业\n1. 取消信鸽业的股比限制。\n2. 养蜂。\n"


@pytest.fixture(scope="module")
def orsia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_lawbook(tmp_path_factory.mktemp("orsia"), MORE, VERBS)


@pytest.fixture
def official(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    return path


def rows(orsia: Path, *options: str) -> Any:
    done = run("tasks", *options, "--lawbook", str(orsia), "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def import_list(orsia: Path, file: Path, *options: str) -> Run:
    return run("tasks", "import", str(file), "--plan", "pigeons", *options, "--lawbook", str(orsia))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["owl-study", "garden-fair", "no-ceiling"]),
        (("--plan", "pigeons"), ["owl-study", "garden-fair", "no-ceiling"]),
        (("--strength", "5"), ["no-ceiling"]),
        (("--strength", "1"), ["owl-study", "no-ceiling"]),
        (("--text", "OWLS"), ["owl-study"]),
        (("--text", "夜间"), ["owl-study"]),
        (("--text", "集市"), ["garden-fair"]),
        (("--place", "lake-city"), ["owl-study", "garden-fair"]),
        (("--place", "湖城"), ["owl-study", "garden-fair"]),
        (("--place", "harbour"), ["owl-study", "no-ceiling"]),
        (("--place", "hill-city"), ["owl-study"]),
        (("--stage", "operating", "--on", "2024-01-01"), ["no-ceiling"]),
        (("--stage", "announced", "--on", "2024-01-01"), []),
        (("--stage", "announced", "--on", "2024-05-30"), []),
        (("--stage", "announced", "--on", "2024-05-31"), ["owl-study"]),
    ],
)
def test_task_rows_are_kept_by_what_is_asked(orsia: Path, options: tuple[str, ...], expected: list[str]) -> None:
    assert [row["task"] for row in rows(orsia, *options)] == expected


@pytest.mark.parametrize(
    ("day", "stage", "since"),
    [("2023-02-28", None, None), ("2023-03-01", "announced", "2023-03-01"), ("2023-06-01", "operating", "2023-06-01")],
)
def test_a_row_says_how_far_it_has_come_and_since_when(orsia: Path, day: str, stage: str | None, since: str | None) -> None:
    (row,) = rows(orsia, "--text", "no-ceiling", "--on", day)
    assert (row["stage"], row["since"]) == (stage, since)


def test_a_row_in_json_holds_all_that_is_known_of_it(orsia: Path) -> None:
    (row,) = rows(orsia, "--text", "no-ceiling")
    assert row["area_name"] == {"en": "couriers", "zh": "信使业"}
    assert (row["verb"], row["strength"], row["places"], row["rules"]) == ("取消", 5, ["harbour"], ["orsia-pilot/pigeons-open"])


def test_a_task_is_shown_with_its_life_its_rules_and_its_agreements(orsia: Path) -> None:
    page = run("task", "no-ceiling", "--lawbook", str(orsia)).out
    for word in (
        "Lift the ceiling on pigeons",
        "取消 (5)",
        "Harbour Zone",
        "2023-03-01",
        "orsia-pilot",
        "2023-06-01",
        "orsia-pilot/pigeons-open",
        "BIRD-TREATY 1: Pigeons",
    ):
        assert word in page
    page = run("task", "no-ceiling", "--lawbook", str(orsia), "--lang", "zh").out
    assert "取消信鸽股比限制" in page
    assert "海港区" in page


def test_a_task_in_json_names_its_plan_and_every_step(orsia: Path) -> None:
    done = run("task", "NO-CEILING", "--lawbook", str(orsia), "--json")
    found = json.loads(done.out)
    assert found["plan"] == "pigeons"
    assert [s["stage"] for s in found["task"]["lifecycle"]] == ["announced", "operating"]


def test_a_task_without_verb_or_life_has_a_page_without_none(orsia: Path) -> None:
    done = run("task", "garden-fair", "--lawbook", str(orsia))
    assert done.code == 0
    assert "None" not in done.out
    assert "nobody saw it" in done.out


def test_an_import_prints_proposals_on_one_stream_and_the_summary_on_the_other(orsia: Path, official: Path) -> None:
    done = import_list(orsia, official)
    assert done.code == 0
    document = yaml.safe_load(done.out)
    assert [m["task"] for m in document["matched"]] == ["no-ceiling"]
    assert [n["official_number"] for n in document["new"]] == ["2"]
    assert "1 matched, 1 new" in done.err


def test_an_import_writes_the_file_it_is_told_to(orsia: Path, official: Path, tmp_path: Path) -> None:
    target = tmp_path / "proposals.yaml"
    done = import_list(orsia, official, "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert target.read_text(encoding="utf-8").strip() == import_list(orsia, official).out.strip()


def test_an_import_never_writes_over_a_file(orsia: Path, official: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.yaml"
    target.write_text("mine", encoding="utf-8")
    done = import_list(orsia, official, "-o", str(target))
    assert done.code == 1
    assert "already exists" in done.err
    assert target.read_text(encoding="utf-8") == "mine"


def test_an_import_never_writes_over_the_list_or_the_lawbook(official: Path, tmp_path: Path) -> None:
    orsia = make_lawbook(tmp_path, MORE, VERBS)
    rows_file = orsia / "programme/tasks/pigeons.yaml"
    before = rows_file.read_bytes()
    for target in (official, rows_file, orsia):
        assert import_list(orsia, official, "-o", str(target)).code == 1
    assert import_list(orsia, official).code == 0
    assert rows_file.read_bytes() == before
    assert official.read_text(encoding="utf-8") == LIST


def test_an_import_into_a_folder_that_does_not_exist_is_refused(orsia: Path, official: Path, tmp_path: Path) -> None:
    done = import_list(orsia, official, "-o", str(tmp_path / "no-such-folder" / "proposals.yaml"))
    assert done.code in (1, 2)
    assert "no-such-folder" in done.err


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe\xff", "一三、错误的编号\n1. 任务\n".encode(), b"no list"])
def test_an_import_of_what_is_no_list_is_refused(orsia: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    done = import_list(orsia, path)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("shidian: bad-task-list: ")


def test_an_import_of_a_list_in_gb18030_is_the_same(orsia: Path, official: Path, tmp_path: Path) -> None:
    path = tmp_path / "gb.txt"
    path.write_bytes(LIST.encode("gb18030"))
    assert import_list(orsia, path) == import_list(orsia, official)


def test_an_import_of_a_missing_file_or_for_an_unknown_plan_is_refused(orsia: Path, official: Path, tmp_path: Path) -> None:
    assert import_list(orsia, tmp_path / "missing.txt").code == 2
    done = run("tasks", "import", str(official), "--plan", "pigeon", "--lawbook", str(orsia))
    assert done.code == 1
    assert "did you mean `pigeons`?" in done.err


def test_a_lawbook_named_before_import_is_the_one_used(orsia: Path, official: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It must not be dropped in silence for the one that comes along."""
    monkeypatch.setenv("SHIDIAN_LAWBOOK", str(orsia.parent / "nowhere"))
    done = run("tasks", "--lawbook", str(orsia), "import", str(official), "--plan", "pigeons")
    assert (done.code == 0 and "1 matched" in done.err) or done.code == 2


def test_a_list_whose_numbers_only_the_page_shows_is_counted(orsia: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.html"
    file.write_text("<h2>一、信使业</h2><ol><li>取消信鸽业的股比限制。</li><li>养蜂。</li></ol>", encoding="utf-8")
    assert "# 2 tasks in 1 areas" in import_list(orsia, file).out

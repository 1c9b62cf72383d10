"""Stages confirmed at the desk as files for the lawbook: its check passes on them, and the task stands at that stage in that region and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.errors import ReviewError
from shidian.law.files import LawFile
from shidian.law.folder import read_lawbook
from shidian.law.lawbook import Lawbook
from shidian.law.location import default_folder
from shidian.programme.lifecycle import reached
from shidian.review.confirmed import desk_files, new_to
from shidian.review.proposals import checked
from shidian.store.desk.records import ConfirmedPiece, ConfirmedStage
from tests.cases.real import real_book

BOOK = real_book().lawbook
TREE = BOOK.trees["territories"]
TASK = next(
    t
    for g in BOOK.content.tasks
    for t in g.tasks
    if (step := reached(t, dt.date.max, "suzhou", TREE)) and step.stage == "announced" and reached(t, dt.date.max, "hefei", TREE)
)
"""A task that two regions of the programme share, and that neither has brought further in the lawbook."""
PIECE = ConfirmedPiece("苏商服〔2026〕12号 关于落实试点任务的通知", "https://sw.suzhou.gov.cn/12", "2026-03-02", "3", "即日起实施第4项")


def stage(task: str | None = TASK.task, stage: str = "operating", region: str = "suzhou", *pieces: ConfirmedPiece) -> ConfirmedStage:
    return ConfirmedStage(7, region, task, TASK.area, "苏州市2项自主措施", stage, "2026-11-20", pieces or (PIECE,))


def with_files(files: dict[str, str]) -> Lawbook:
    return read_lawbook(default_folder(), [LawFile(name, text.encode()) for name, text in files.items()])


@pytest.fixture(scope="module")
def after() -> tuple[dict[str, str], Lawbook]:
    own = ConfirmedPiece("Suzhou Notice No. 3 of 2026", "https://sw.suzhou.gov.cn/3", "2026", "", "")
    files = desk_files(BOOK, [stage(), stage(None, "implementing-rule", "suzhou", own, PIECE)])
    return files, with_files(files)  # which raises LawbookError for any fault


def test_the_task_stands_at_that_stage_in_that_region_from_that_day(after: tuple[dict[str, str], Lawbook]) -> None:
    book = after[1]
    task = next(t for g in book.content.tasks for t in g.tasks if t.task == TASK.task)
    tree = book.trees["territories"]

    def at(day: dt.date, place: str) -> str | None:
        step = reached(task, day, place, tree)
        return step.stage if step else None

    assert at(dt.date(2026, 3, 2), "suzhou") == "operating"
    assert at(dt.date(2026, 3, 1), "suzhou") == "announced"
    assert at(dt.date(2026, 11, 27), "hefei") == "announced"
    assert task.lifecycle[-1].note is not None
    assert "即日起实施第4项" in task.lifecycle[-1].note.zh


def test_a_measure_of_its_own_is_a_row_that_begins_with_its_last_document(after: tuple[dict[str, str], Lawbook]) -> None:
    row = next(t for g in after[1].content.tasks for t in g.tasks if t.task == "desk-suzhou-7")
    assert (row.places, row.area) == (("suzhou",), TASK.area)
    assert [(s.stage, s.when) for s in row.lifecycle] == [("announced", "2026"), ("implementing-rule", "2026")]


def test_what_the_lawbook_tells_is_not_proposed_again_and_what_goes_further_is(after: tuple[dict[str, str], Lawbook]) -> None:
    book = after[1]
    rule = stage(None, "implementing-rule")
    assert new_to(book, [stage(), rule, stage(stage="implementing-rule"), stage(stage="assessed")]) == []
    further = [stage(stage="replicated"), stage(None, "operating"), stage(region="hefei")]
    assert new_to(book, further) == further
    files = desk_files(book, further)
    assert not any(name.startswith("programme/tasks/") for name in files)  # the measure has a row now: its new stage is a step
    assert not any(name.startswith("evidence/sources/desk-suzhou") for name in files)  # and its documents are sources
    checked(default_folder(), {**after[0], **files})


def test_a_step_of_a_task_that_there_is_not_is_a_fault() -> None:
    text = "steps:\n  - {task: nothing-at-all, step: {stage: operating, when: 2026-03-02}}\n"
    with pytest.raises(ReviewError, match="nothing-at-all"):
        checked(default_folder(), {"programme/facts/desk-x.yaml": text})


def test_the_files_are_the_same_twice() -> None:
    assert desk_files(BOOK, [stage()]) == desk_files(BOOK, [stage()])

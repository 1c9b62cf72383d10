"""Many findings are accepted or rejected in one go, by number, kind and status; what somebody has reviewed stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from shidian.cli.main import main
from shidian.documents.formats.files import SelfDescription
from shidian.documents.reader import Reader
from shidian.errors import ReviewError
from shidian.review.queue import ReviewDesk
from shidian.store.shelf import Shelf
from tests.cases.real import real_book

TEXT = "一、任务\n允许外商独资设立医院。\n支持外籍医师开设诊所。\n探索数据便捷出境。\n外资股比不超过50%。\n"


@pytest.fixture
def desk(tmp_path: Path) -> ReviewDesk:
    made = ReviewDesk(Shelf(f"sqlite:///{tmp_path / 'work.db'}"))
    reader = Reader(real_book())
    made.save(reader.compare([reader.read_bytes(TEXT.encode(), "n.txt", SelfDescription())]), "test")
    return made


def test_open_findings_of_a_kind_are_accepted_together_and_reviewed_ones_stay(desk: ReviewDesk) -> None:
    first = desk.queue(kinds=["measure"])[0].id
    desk.reject(first, "ada", "not a measure")
    measures = desk.matching(kinds=["measure"])
    assert first not in measures
    assert desk.review_each([first, *measures], "accepted", "bo") == len(measures) >= 3
    assert {r.state for r in desk.queue(kinds=["measure"], states=["accepted", "rejected", "open"])} == {"accepted", "rejected"}
    assert [r.who for r in desk.history(first)] == ["ada"]


def test_many_findings_are_rejected_only_with_a_reason(desk: ReviewDesk) -> None:
    with pytest.raises(ReviewError, match="needs a reason"):
        desk.review_each(desk.matching(), "rejected", "ada")
    assert desk.review_each(desk.matching(), "rejected", "ada", "a sample") == len(desk.queue(states=["rejected"]))
    assert desk.matching() == []


def test_the_terminal_accepts_numbers_ranges_and_kinds(desk: ReviewDesk, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'work.db'}"

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["review", *words, "--who", "ada", "--store", store])
        return done.exit_code, done.output

    ids = [r.id for r in desk.queue()]
    assert run("accept", str(ids[0]), f"{ids[1]}-{ids[2]}") == (0, "3 accepted\n")
    code, said = run("accept", "--kind", "measure")
    assert (code, said.endswith("accepted\n")) == (0, True)
    assert desk.matching(kinds=["measure"]) == []
    assert run("accept")[0] != 0
    assert run("accept", "9-3")[0] != 0
    assert run("accept", "3", "--kind", "measure")[0] != 0

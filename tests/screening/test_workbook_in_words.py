"""A workbook of answers says each answer in words, and never another answer than the row has."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from shidian.screening.job import Job
from shidian.screening.run import screen_file
from tests.cases.real import real_book

ROWS = [
    "activity,territory,origin,share,on",
    "app-store,chengdu,US,60,2025-06-01",
    "app-store,上海,US,100,2025-06-01",
    "app-store,chengdu,US,50,",
    "nothing known,chengdu,US,50,2025-06-01",
    "旅行社,深圳,德国,100%,2025/6/1",
    "app-store,chengdu,US,60,2025-06-01",
]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    folder = tmp_path_factory.mktemp("words")
    (folder / "in.csv").write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    screen_file(real_book(), Job("access", folder / "in.csv", folder / "out.xlsx"))
    book = openpyxl.load_workbook(Path(folder / "out.xlsx"))
    return {s.title: [tuple(r) for r in s.iter_rows(values_only=True)] for s in book.worksheets}


def test_the_answers_come_first_and_the_words_and_a_summary_after_them(sheets: dict[str, list[tuple[object, ...]]]) -> None:
    assert list(sheets) == ["answers", "in words", "summary"]
    head, *rows = sheets["in words"]
    assert head[:4] == ("source_line", "outcome", "结论", "sentence")
    assert [r[0] for r in rows] == [2, 3, 6, 7]  # a row without a day, and one that cannot be read, have no words
    for row in rows:
        assert row[3]
        assert row[4]
        assert str(row[-1]).startswith("/en/decision/access?")


def test_the_words_are_those_of_ask(sheets: dict[str, list[tuple[object, ...]]]) -> None:
    decision = real_book().ask("access", activity="app-store", territory="chengdu", origin="US", share=60, on="2025-06-01")
    row = next(r for r in sheets["in words"] if r[0] == 2)
    assert decision.summary.holds.en in str(row[3])
    assert decision.summary.holds.zh in str(row[4])
    answers = {r[-1]: r for r in sheets["answers"][1:]}
    assert decision.outcome in answers[2]


def test_the_summary_counts_what_the_sheet_holds(sheets: dict[str, list[tuple[object, ...]]]) -> None:
    counted = {str(r[0]): r[2] for r in sheets["summary"]}
    assert counted["rows"] == 6
    assert sum(int(str(n)) for k, n in counted.items() if k.startswith("outcome:")) == 6
    assert counted["fact: share"] == "share"

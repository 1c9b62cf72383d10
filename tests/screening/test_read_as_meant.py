"""Rows and cells of real tables that look like something else: examples of how to fill in the table, subtotals with facts beside them, cells that their
width has broken, notes that say nothing of the case, shares of another year or of a plan."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from shidian.errors import BadValue
from shidian.law.names import names_of
from shidian.screening.asked import TableQuestion
from shidian.screening.headings import SAYS
from shidian.screening.job import Job, ask_for_facts, find_columns
from shidian.screening.run import screen_file
from tests.cases.real import real_book

HEAD = ["Company", "Business", "Location", "Country", "Foreign share", "Date"]
ROW = ["Alpha", "app store", "Chengdu", "Germany", "50%", "2025-06-01"]


def read(folder: Path, rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> dict[int, dict[str, str]]:
    """The answers by the line of the row."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    source, answers = folder / "a.csv", folder / "a.jsonl"
    source.write_text(out.getvalue(), encoding="utf-8")
    job = Job("access", source, answers, force=True)
    ask_for_facts(find_columns(real_book(), job), ())
    screen_file(real_book(), job)
    return {r["source_line"]: r for r in map(json.loads, answers.read_text(encoding="utf-8").splitlines())}


@pytest.mark.parametrize("said", ["示例", "例：某某公司", "（例）某某公司", "e.g. ABC Ltd", "(example)", "Sample row", "ABC Ltd (sample)"])
@pytest.mark.parametrize("before", [(), ("1",)], ids=["first", "numbered"])
def test_an_example_of_how_to_fill_in_the_table_is_no_case(said: str, before: tuple[str, ...], tmp_path: Path) -> None:
    head = [*(["No."] if before else []), *HEAD]
    assert list(read(tmp_path, [[*before, said, *ROW[1:]], [*(["2"] if before else []), *ROW]], head)) == [3]


@pytest.mark.parametrize("said", ["Subtotal Sichuan", "Group average", "b/f", "本组平均", "承前页", "Carried forward"])
def test_a_subtotal_is_no_case_though_it_names_facts(said: str, tmp_path: Path) -> None:
    assert list(read(tmp_path, [[said, *ROW[1:]], ROW])) == [3]


@pytest.mark.parametrize(
    "said", ["Example Technologies Ltd", "Sample Ltd", "Total Logistics", "Overall Systems", "例外公司", "平均律音乐公司"]
)
def test_a_company_that_is_called_nearly_so_is_one(said: str, tmp_path: Path) -> None:
    assert read(tmp_path, [[said, *ROW[1:]]])[2]["outcome"] == "permitted"


@pytest.mark.parametrize(
    ("place", "fact"), [("成\n都", 2), ("四川省\n成都市", 2), ("app\nstore", 1), ("应用\n商店", 1), ("United\r\nStates", 3), ("德\n国", 3)]
)
def test_a_cell_that_its_width_has_broken_is_read(place: str, fact: int, tmp_path: Path) -> None:
    assert read(tmp_path, [[*ROW[:fact], place, *ROW[fact + 1 :]]])[2]["outcome"] == "permitted"


@pytest.mark.parametrize(
    ("cell", "fact"),
    [("成都市\n上海市", 2), ("app store\ncall centre", 1), ("德国\n美国", 3), ("50%\n60%", 4), ("5\n0%", 4), ("2025-06-01\n2019-06-01", 5)],
)
def test_two_values_one_below_the_other_are_not_one(cell: str, fact: int, tmp_path: Path) -> None:
    assert read(tmp_path, [[*ROW[:fact], cell, *ROW[fact + 1 :]]])[2]["outcome"] is None


@pytest.mark.parametrize("note", ["* data as of 30 June 2025", "* 数据截至2025年6月30日", "* 资料来源：商务局", "* key project"])
def test_a_note_that_says_nothing_of_the_case_leaves_its_row_be(note: str, tmp_path: Path) -> None:
    assert read(tmp_path, [[*ROW[:4], "50%*", ROW[5]], [note, *[""] * 5]])[2]["outcome"] == "permitted"


@pytest.mark.parametrize(
    "note", ["* as of 2024: 30%", "* 截至2024年底为30%", "* figures rounded", "* source: Hong Kong investor", "* 不含间接持股"]
)
def test_any_other_note_stops_it(note: str, tmp_path: Path) -> None:
    assert read(tmp_path, [[*ROW[:4], "50%*", ROW[5]], [note, *[""] * 5]])[2]["outcome"] is None


def test_of_two_notes_with_one_mark_the_harmless_one_does_not_hide_the_other(tmp_path: Path) -> None:
    notes = [["① held through Hong Kong", *[""] * 5], ["¹ data as of 30 June 2025", *[""] * 5]]
    assert read(tmp_path, [[*ROW[:4], "50%①", ROW[5]], *notes])[2]["outcome"] is None


@pytest.mark.parametrize("heading", ["Foreign share (2023)", "外资比例（2023年）", "外资比例（2024年底）"])
def test_a_share_of_another_year_is_asked_about(heading: str, tmp_path: Path) -> None:
    with pytest.raises(TableQuestion):
        read(tmp_path, [ROW], [*HEAD[:4], heading, HEAD[5]])


@pytest.mark.parametrize(
    "heading", ["Target share", "Foreign ownership, phase 2", "Stake at exit", "目标外资比例", "二期外资比例", "外资比例增至"]
)
def test_a_share_that_is_planned_beside_the_one_that_is_is_asked_about(heading: str, tmp_path: Path) -> None:
    with pytest.raises(TableQuestion, match="planned"):
        read(tmp_path, [[*ROW, "100%"]], [*HEAD, heading])


def test_who_holds_beside_stands_below_an_empty_day_too(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="several rows"):
        read(tmp_path, [[*ROW[:4], "30%", ROW[5]], ["", "", "", "Japan", "30%", ""]])


def test_a_row_of_an_unknown_word_does_not_repeat_the_widest_entries(tmp_path: Path) -> None:
    said = read(tmp_path, [[ROW[0], "zzqqxx", *ROW[2:]]])[2]["error"]
    assert "no known name comes near" in said
    assert "widest" not in said


@pytest.mark.parametrize(
    "remark", ["更正：外资比例为70%", "股比待核实", "实际经营地为上海", "actual share 60%", "row void, see next row", "moved to Beijing"]
)
def test_a_remark_that_may_correct_its_row_is_asked_about(remark: str, tmp_path: Path) -> None:
    with pytest.raises(TableQuestion, match="not right"):
        read(tmp_path, [[*ROW, remark]], [*HEAD, "Remarks"])


@pytest.mark.parametrize(
    "title", ["本表比例为中方比例", "下表外资比例为拟变更后比例", "以下均为协议控制架构", "Shares below are those of the Chinese side"]
)
def test_a_title_that_turns_the_shares_is_asked_about(title: str, tmp_path: Path) -> None:
    with pytest.raises(TableQuestion, match="above the table"):
        read(tmp_path, [HEAD, ROW], [title, "", "", "", "", ""])


def test_the_name_of_a_company_is_not_where_it_is(tmp_path: Path) -> None:
    with pytest.raises(TableQuestion, match="territory"):
        read(
            tmp_path,
            [["深圳市某某公司", *ROW[1:2], *ROW[3:]], ["杭州市某某公司", *ROW[1:2], *ROW[3:]]],
            ["企业名称", *HEAD[1:2], *HEAD[3:]],
        )


def test_where_a_company_operates_beside_where_it_is_registered_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(TableQuestion, match="运营地"):
        read(tmp_path, [[*ROW, "上海"], [*ROW, "北京"]], [*HEAD[:2], "登记地", *HEAD[3:], "运营地"])


@pytest.mark.parametrize("said", ["domestic", "Chinese partner", "PRC entity", "内资", "境内股东", "国有企业"])
@pytest.mark.parametrize("heading", ["Equity", "持股比例"])
def test_a_share_beside_which_a_domestic_holder_stands_is_asked_about(heading: str, said: str, tmp_path: Path) -> None:
    head = [*HEAD[:4], heading, HEAD[5], "Shareholder type"]
    with pytest.raises(TableQuestion, match="domestic holder"):
        read(tmp_path, [[*ROW, "foreign"], ["Beta", *ROW[1:], said]], head)


def test_a_share_that_is_called_the_foreign_one_is_that_though_the_company_is_a_domestic_one(tmp_path: Path) -> None:
    assert read(tmp_path, [[*ROW, "内资"]], [*HEAD, "控股方"])[2]["outcome"] == "permitted"


@pytest.mark.parametrize(
    "name",
    ["Alpha (foreign share 70%)", "甲公司（外资70%）", "甲公司（外方持股比例为70％）", "甲公司（外资七成）", "甲公司（外方占百分之七十）"],
)
@pytest.mark.parametrize("share", ["50%", "五成", "百分之五十"])
def test_a_name_that_tells_another_foreign_share_is_asked_about(name: str, share: str, tmp_path: Path) -> None:
    rest = [*ROW[1:4], share, ROW[5]]
    with pytest.raises(TableQuestion, match="another share of foreigners"):
        read(tmp_path, [ROW, [name, *rest]])
    assert read(tmp_path, [[name.replace("70", "50").replace("七", "五"), *rest]])[2]["outcome"] == "permitted"


def test_no_word_of_a_vocabulary_is_taken_for_an_example_or_a_total() -> None:
    """EG, for Egypt, was an example (e. g.), and its row no case."""
    law = real_book().lawbook
    words = {w for tree in law.trees.values() for id, term in tree.terms.items() for w in (id, *names_of(term))}
    words |= {w for q in law.questions.values() for f in q.facts for c in f.choices or () for w in (c.id, c.name.en, c.name.zh)}
    assert len(words) > 7000
    assert [w for w in words if SAYS["example"].fullmatch(w) or SAYS["total"].match(w) or SAYS["total_of"].fullmatch(w)] == []


@pytest.mark.parametrize(("sign", "day_first"), [(".", True), ("/", True), ("/", False), ("-", False)])
def test_days_are_read_in_the_order_that_their_column_shows(sign: str, day_first: bool, tmp_path: Path) -> None:
    days = [("18", "09"), ("25", "06"), ("03", "04")]
    cells = [sign.join((d, m, "2025") if day_first else (m, d, "2025")) for d, m in days]
    found = read(tmp_path, [[*ROW[:5], cell] for cell in cells])
    assert [found[n]["asked_on"] for n in (2, 3, 4)] == ["2025-09-18", "2025-06-25", "2025-04-03"]


@pytest.mark.parametrize(
    "cells",
    [
        ["18.09.2025", "03.04.2025"],  # one may be a slip
        ["18.09.2025", "25.06.2025", "09.18.2025", "03.04.2025"],
        ["18.09.2025", "25.06.2025", "2025-03-04", "2025-07-02"],  # a program has turned what it could
        ["18.09.2025", "25.06.2025", "03/04/2025"],  # of another sign nothing is shown
        ["03.04.2025", "05.06.2025"],
    ],
)
def test_a_day_whose_order_the_column_does_not_show_stays_an_error(cells: list[str], tmp_path: Path) -> None:
    found = read(tmp_path, [[*ROW[:5], cell] for cell in cells])
    unclear = [n for n, cell in enumerate(cells, 2) if not cell.startswith("2025") and not cell.startswith(("18.", "25.", "09.18"))]
    turned = [n for n, cell in enumerate(cells, 2) if not cell.startswith("2025") and "2025-03-04" in cells]
    for n in {*unclear, *turned}:
        assert found[n]["error"]


@pytest.mark.parametrize(
    "said",
    ["以下为中方持股比例", "附表2 拟调整后比例", "以下企业为内资企业", "Table 2: Chinese shares", "The following shares are planned"],
)
def test_a_line_between_the_rows_that_turns_the_shares_below_is_asked_about(said: str, tmp_path: Path) -> None:
    with pytest.raises(TableQuestion, match="the share that foreigners hold"):
        read(tmp_path, [ROW, [], [said], ROW])


@pytest.mark.parametrize("heading", ["Chinese partner's share (%)", "中方比例", "内资股比"])
def test_a_column_of_the_chinese_side_is_not_taken_for_the_foreign_share_though_somebody_says_so(heading: str) -> None:
    with pytest.raises(BadValue, match="what others than foreigners hold"):
        real_book().screen("access", dict(zip([*HEAD[:4], heading, HEAD[5]], [[c] for c in ROW], strict=True)), columns={"share": heading})


def test_a_bare_fraction_beside_shares_with_their_sign_is_one_bad_row(tmp_path: Path) -> None:
    found = read(tmp_path, [ROW, [*ROW[:4], "0.5", ROW[5]], [*ROW[:4], "30%", ROW[5]]])
    assert [bool(found[n]["error"]) for n in (2, 3, 4)] == [False, True, False]

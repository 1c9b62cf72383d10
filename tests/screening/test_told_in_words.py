"""Cells that say in words what their fact is, headings made up of words for a fact, and columns full of choices: each as a person would read it, or not at all."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pyarrow as pa
import pytest

from shidian.answer.facts import read_value
from shidian.errors import BadValue, CaseError
from shidian.law.days import day_said
from shidian.screening.batches import Screener, samples_of
from shidian.screening.columns import columns_of
from shidian.screening.output.links import RowLinks
from shidian.screening.told import Teller
from tests.cases.real import real_book

SAID = (
    ("access", "activity", "综合医院（三级）", {"activity": "general-hospital", "hospital-level": "tertiary"}),
    ("access", "activity", "互联网数据中心（主营）", {"activity": "idc"}),
    ("access", "share", "外方30%，中方70%", {"share": "30"}),
    ("access", "share", "40%（外方）", {"share": "40"}),
    ("entry", "asked", "Refund of pension account", {"asked": "pension-refund"}),
    ("data_export", "transfer", "存储在境内、境外可查询", {"transfer": "access-from-abroad"}),
)
NOT_SAID = (
    ("access", "activity", "烟草制品批发咨询"),
    ("access", "activity", "不做应用商店"),
    ("access", "activity", "应用商店（已停业）"),
    ("access", "activity", "应用商店、软件开发"),
    ("access", "share", "外资不超过50%"),
    ("access", "share", "拟外资60%"),
    ("access", "share", "外方0.49"),
    ("entry", "stay", "约30天"),
    ("entry", "stay", "每次10天"),
    ("data_export", "recipient", "Mailing vendor"),
    ("entry", "purpose", "business, tourism"),
    ("entry", "purpose", "商务兼旅游"),
    ("entry", "purpose", "Tourism & business"),
)
HEADINGS = (
    ("data_export", "persons", "本年累计非敏感个人信息人数"),
    ("data_export", "sensitive-persons", "其中敏感个人信息人数"),
    ("data_export", "persons", "Data subjects YTD (non-sensitive)"),
    ("data_export", "sensitive-persons", "Data subjects YTD (sensitive)"),
    ("access", "investor-share", "最大外方股东"),
    ("access", "service-supplier", "HK/Macao certificate"),
    ("access", "activity", "咨询业务"),
    ("access", "territory", "所在片区"),
    ("entry", "purpose", "Reason for trip"),
    ("access", None, "第一大股东持股比例"),
    ("access", None, "服务范围"),
    ("data_export", None, "去年出境人数"),
)


def test_a_cell_in_words_is_read_where_no_word_of_it_is_left_open() -> None:
    book = real_book()
    for question, fact, cell, said in SAID:
        assert Teller(book.lawbook, book.question(question)).says(fact, cell) == said, cell
    for question, fact, cell in NOT_SAID:
        assert Teller(book.lawbook, book.question(question)).says(fact, cell) == {}, cell


def test_what_a_cell_leaves_open_is_no_doubt_where_another_column_tells_it() -> None:
    book = real_book()
    teller = Teller(book.lawbook, book.question("data_export"))
    cells = ("个人信息（人脸）", "个人信息（含健康信息）")
    assert [teller.says("data", cell) for cell in cells] == [{}, {}]
    teller.know({"data": "数据", "sensitive-persons": "敏感人数"})
    assert [teller.says("data", cell) for cell in cells] == [{"data": "personal"}] * 2
    for cell in ("个人信息（已匿名化）", "个人信息（不出境）", "重要数据（仅OTA升级软件包源代码）"):
        assert teller.says("data", cell) == {}, cell
    teller = Teller(book.lawbook, book.question("access"))
    teller.know({f.fact: f.fact for f in book.question("access").facts})
    for cell in ("应用商店（不含游戏）", "综合医院，不做肿瘤医院", "应用商店、软件开发", "烟草制品批发咨询"):
        assert teller.says("activity", cell) == {}, cell


def test_a_choice_is_read_in_two_languages_where_both_say_the_same() -> None:
    book = real_book()
    facts = {(q, f.fact): f for q in ("data_export", "import", "capital") for f in book.question(q).facts}
    for question, fact, cell, value in (
        ("data_export", "data", "个人信息 PI", "personal"),
        ("data_export", "data", "无个人信息 No PI", "other"),
        ("import", "registration", "No, none of the same variety", "none"),
        ("capital", "equity", "境内新建非上市企业", "unlisted"),
    ):
        assert read_value(book.lawbook, facts[question, fact], cell) == value, cell
    for question, fact, cell in (("data_export", "data", "个人信息 No PI"), ("import", "registration", "No")):
        with pytest.raises(CaseError):
            read_value(book.lawbook, facts[question, fact], cell)


def test_a_heading_made_up_of_words_for_a_fact_is_of_that_fact() -> None:
    book = real_book()
    for question, fact, heading in HEADINGS:
        try:
            found = columns_of(book.lawbook, book.question(question), ["№", heading, "…"]).of
        except BadValue:  # no column is a fact
            found = {}
        assert next((f for f, c in found.items() if c == heading), None) == fact, heading


def test_a_column_full_of_choices_or_kinds_is_their_fact_and_what_cells_say_besides_is_read_too() -> None:
    book = real_book()
    rows = {
        "行业内容": ["综合医院（三级）", "应用商店"],
        "地点": ["东疆片区", "上海"],
        "国别": ["德国", "法国"],
        "股比": ["70%", "30%"],
        "Vehicle": ["WFOE", "JV"],
    }
    batch = pa.RecordBatch.from_pydict(rows)
    rows["Vehicle"][0] = "JV"  # a wholly foreign enterprise has no 70 %
    batch = pa.RecordBatch.from_pydict(rows)
    screener = Screener(book, "access", batch.schema, samples=samples_of(batch), facts={"on": "2026-01-05"}, many=False)
    assert screener.columns["legal-form"] == "Vehicle"
    done = screener.screen(batch)
    links = RowLinks(screener, {"on": "2026-01-05"}, None, "h").of(batch, done).to_pylist()
    first, second = ({k: v[0] for k, v in parse_qs(urlparse(link).query).items()} for link in links)
    assert first["activity"] == "general-hospital"
    assert first["hospital-level"] == "tertiary"
    assert first["tj-ftz-dongjiang"] == "yes"
    assert second["activity"] == "app-store"
    assert "hospital-level" not in second


def test_a_column_that_hardly_says_what_its_fact_is_is_asked_about() -> None:
    book = real_book()
    names = ["Recipient", "How transferred"]
    cells = {
        "Recipient": ["Mailing vendor", "Acme Inc", "US District Court"],
        "How transferred": ["Sent abroad", "Remote access", "Sent abroad"],
    }
    with pytest.raises(BadValue, match="Recipient"):
        columns_of(book.lawbook, book.question("data_export"), names, values=cells)


def test_a_day_may_have_its_day_of_the_week_beside_it_and_must_then_be_that() -> None:
    for said in ("2025年3月14日（周五）", "2025-03-14 星期五", "Fri 14 Mar 2025", "2025-03-14 (Fri)", "14 March 2025, Friday"):
        assert str(day_said(said)) == "2025-03-14", said
    for said in ("2025年3月14日（周六）", "Mon 14 Mar 2025", "周五", "Monument 2025-03-14"):
        with pytest.raises(BadValue):
            day_said(said)


def test_which_cells_are_read_in_words_hangs_on_the_order_of_the_table_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.screening.told.MOST", 2)
    cells = ["互联网数据中心（主营）", "旅行社（主营）", "应用商店（主营）", "互联网数据中心（主营）"]
    table = pa.table({"行业": cells, "国别": ["德国"] * 4, "地点": ["上海"] * 4, "股比": ["30%"] * 4})
    batches = table.to_batches(max_chunksize=1)
    bad = []
    for order in (batches, batches[::-1]):
        screener = Screener(real_book(), "access", table.schema, facts={"on": "2026-01-05"}, many=False)
        for batch in batches:
            screener.look(batch)
        bad.append({batch["行业"][0].as_py() for batch in order if screener.screen(batch).errors})
    assert bad == [{"应用商店（主营）"}] * 2


def test_a_cell_that_says_more_than_a_fact_can_hold_is_no_value() -> None:
    """What a sentence leaves aside is shown beside its answer; a row has no such place."""
    teller = Teller(real_book().lawbook, real_book().question("access"))
    for cell, more in (
        ("外方30%", "，股东是主权基金"),
        ("外方30%", "，客户全是党政机关"),
        ("foreign 30 %", ", the investor is a sovereign fund"),
    ):
        assert teller.says("share", cell) == {"share": "30"}, cell
        assert teller.says("share", cell + more) == {}, cell + more

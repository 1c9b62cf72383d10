"""The files of the desk are what they say they are, hold the work, and are written into the log."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import docx
import icalendar
import openpyxl
import pypdf
import pytest

from shidian.analysis.openness.reform import rules_of_task, with_rules
from shidian.tracking.list_columns import fields_of_columns
from shidian.tracking.report import MonthlyReport, month_of
from shidian.visitors.keeper import Keeper
from shidian.visitors.programme import effect_words, spread_effect
from shidian.web.desk.document import docx_of
from shidian.web.desk.files import FILES, pdf_of
from tests.cases.real import real_book
from tests.desk.running import Office
from tests.nightly import nightly
from tests.tracking.offices import proof


@pytest.fixture(scope="module")
def item(office: Office) -> int:
    editor, signer = office.join("f-editor", ("suzhou", "editor")), office.join("f-signer", ("suzhou", "signer"))
    desk = office.programme
    id = desk.begin(editor, "suzhou", task="t1", state={"due": "2026-12-31", "lead_body": '=HYPERLINK("x")', "risk_level": "high"})
    for step in ({"stage": "implementing-rule", "evidence": [proof()]}, {"stage": "operating", "published": True}):
        version = desk.work.item(editor, id).version
        desk.sign(signer, desk.propose(editor, id, step, version=version).id)
    return id


def test_the_list_is_the_same_in_every_format_and_holds_no_formula(office: Office, item: int) -> None:
    with office.signed_in("f-editor") as one:
        text = one.get("/regions/suzhou/items.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        sheet = openpyxl.load_workbook(io.BytesIO(one.get("/regions/suzhou/items.xlsx").content)).active
        assert sheet is not None
        cells = [[c.value or "" for c in r] for r in sheet.iter_rows()]
        assert [list(rows[0]), *[list(r.values()) for r in rows]] == cells
        assert rows[0]["牵头单位"] == '\'=HYPERLINK("x")'
        assert (rows[0]["阶段"], rows[0]["风险等级"], rows[0]["公开"], rows[0]["任务代码"]) == ("已落地", "高", "是", "t1")
        assert all("_" not in name for name in rows[0])
        assert (
            fields_of_columns(list(rows[0])).items() >= {"任务代码": "task", "阶段": "stage", "进展和备注": "notes"}.items()
        )  # taken again
        whole = json.loads(one.get("/regions/suzhou/all.json").content)
        assert [i["id"] for i in whole["items"]] == [item]
        assert len(whole["journal"]) == 7


def test_the_calendar_holds_what_is_due(office: Office, item: int) -> None:
    with office.signed_in("f-editor") as one:
        found = icalendar.Calendar.from_ical(one.get("/regions/suzhou/due.ics").content)
        events = list(found.walk("VEVENT"))
        assert [(str(e["uid"]), e.decoded("dtstart").isoformat()) for e in events] == [(f"item-{item}@shidian", "2026-12-31")]


@pytest.mark.usefixtures("item")
def test_the_monthly_report_says_the_same_as_docx_and_as_pdf(office: Office) -> None:
    anchor = office.programme.work.anchors(["suzhou"])[0].text
    with office.signed_in("f-editor") as one:
        word = docx.Document(io.BytesIO(one.get("/regions/suzhou/report.docx").content))
        said = "\n".join(p.text for p in word.paragraphs)
        page = pypdf.PdfReader(io.BytesIO(one.get("/regions/suzhou/report.pdf").content))
        printed = "".join(p.extract_text() for p in page.pages)
        for words in ("关于苏州市服务业扩大开放综合试点", "商务部：", "一、本月进展", "由“已部署”推进为“已落地”", "附件：", "苏州市商务局"):
            assert words in said
            assert words in "".join(printed.split()), words
        assert anchor in said
        assert anchor.rpartition(":")[2][:20] in "".join(printed.split())
        assert word.tables[0].rows[1].cells[2].text == "已落地"
        assert one.get("/regions/suzhou/report.pdf?month=2026-13").status_code == 400


def test_the_signature_never_stands_on_a_page_without_text_of_the_report() -> None:
    pages = []
    for n in range(10, 30, 2):
        lines = tuple(f"示例事项{m}：征求意见并报批，" + "示例文字" * 8 for m in range(n))
        one = MonthlyReport(
            "报告",
            ("报告",),
            "商务部：",
            "现将情况报告如下。",
            (("进展", lines),),
            "附件：清单",
            ("一",) * 6,
            (),
            "示例局",
            "2026年11月28日",
            "x",
        )
        told = [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf_of(one, "zh"))).pages]
        (signed,) = [p for p in told if "示例局" in p]
        assert "示例事项" in signed, n
        pages.append(len(told))
        word = docx.Document(io.BytesIO(docx_of(one, "zh"))).paragraphs
        end = next(i for i, p in enumerate(word) if p.text == "示例局")
        kept = next(i for i in range(end, 0, -1) if not word[i - 1].paragraph_format.keep_with_next)
        assert "示例事项" in word[kept].text
    assert len(set(pages)) > 1  # a page ended in between


def test_the_dossier_tells_every_item_with_its_parts_and_no_firm(office: Office, item: int) -> None:
    desk, editor = office.programme, office.programme.people.acting("f-editor")
    desk.procedures = {"p": "示例许可"}
    desk.begin_application(
        editor,
        "suzhou",
        {"procedure": "p", "firm": "示例隐名企业", "stage": "received", "events": [{"stage": "received", "day": "2026-03-02"}]},
    )
    kept = desk.work.item(editor, item)
    with office.signed_in("f-editor") as one:
        word = docx.Document(io.BytesIO(one.get("/regions/suzhou/dossier.docx").content))
        said = "\n".join(p.text for p in word.paragraphs)
        page = pypdf.PdfReader(io.BytesIO(one.get("/regions/suzhou/dossier.pdf").content))
        printed = "".join("".join(p.extract_text() for p in page.pages).split())
        english = docx.Document(io.BytesIO(one.http.get("/en/desk/regions/suzhou/dossier.docx").content))
    for words in ("事项档案", "商务部：", "一、", kept.state["evidence"][0]["document"], "示例许可：收件1件，办理中1件", "苏州市商务局"):
        assert words in said
        assert words in printed
    assert "示例隐名企业" not in said + printed
    assert any("1 received, 1 open" in p.text for p in english.paragraphs)


def test_the_feed_tells_everybody_what_was_published(office: Office, item: int) -> None:
    with office.signed_in(None) as nobody:
        root = ET.fromstring(nobody.get("/published.atom").content)
        ids = [e.findtext("{http://www.w3.org/2005/Atom}id") for e in root.iter("{http://www.w3.org/2005/Atom}entry")]
        assert ids == [f"urn:shidian:desk:item:{item}:3"]
        assert office.programme.work.anchors(["suzhou"])[0].text in (root.findtext("{http://www.w3.org/2005/Atom}subtitle") or "")


@pytest.mark.usefixtures("item")
@pytest.mark.parametrize("name", [f.name for f in FILES])
def test_a_file_of_a_region_is_for_its_people_and_every_export_is_in_the_log(office: Office, name: str) -> None:
    far = f"far-{name.replace('.', '-')}"
    office.join(far, ("hefei", "editor"))
    with office.signed_in(None) as nobody, office.signed_in(far) as stranger:
        assert nobody.get(f"/regions/suzhou/{name}").status_code == 303
        assert stranger.get(f"/regions/suzhou/{name}").status_code == 404
    with office.signed_in("f-signer") as signer:
        assert signer.get(f"/regions/suzhou/{name}").headers["content-disposition"] == f'attachment; filename="suzhou-{name}"'
    newest = office.programme.work.audited(office.programme.people.machine())[0]
    assert (newest.who, newest.kind, newest.region, newest.about) == ("F-Signer", "export", "suzhou", name)


@nightly
def test_spreading_a_task_has_the_effect_that_the_measure_gives_it() -> None:
    keeper = Keeper(real_book())
    openness = keeper.book.openness()
    found = with_rules(openness, rules_of_task(openness, "t1"), keeper.book.lawbook.read_on or keeper.today)
    effect = spread_effect(keeper, "t1")
    assert effect is not None
    assert effect.regions == sum(r.before != r.after for r in found) > 10
    assert effect.high == round(100 * max(r.after.high - r.before.high for r in found), 2)
    assert "百分点" in effect_words(effect, "zh")


def test_a_task_that_no_rule_on_access_carries_out_has_no_effect_that_is_measured() -> None:
    assert spread_effect(Keeper(real_book()), "b1") is None
    assert "没有准入规则" in effect_words(None, "zh")


def test_a_month_is_a_month_in_china() -> None:
    assert month_of("2026-12") == ("2026-11-30T16:00:00.000000Z", "2026-12-31T16:00:00.000000Z")
    assert month_of("2026-11") == ("2026-10-31T16:00:00.000000Z", "2026-11-30T16:00:00.000000Z")

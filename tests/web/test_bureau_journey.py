"""A bureau's work in a real browser, in both languages: an editor begins, proposes with evidence, attaches and asks; a signer signs; it is undone; it is handed over
for the lawbook; an application is granted; an assessment makes the item ready; the monthly report and the replication file are opened."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator

import docx
import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from shidian.words.phrases import phrase
from tests.desk.running import Office, office_served
from tests.nightly import on_day
from tests.tracking.offices import PASSWORD
from tests.web.browsing import Visitor, visiting
from tests.web.test_access import found_by_axe, wider


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_served(tmp_path_factory.mktemp("bureau")) as office:
        office.programme.procedures = {**office.programme.procedures, "p": "示例许可"}
        for lang in ("zh", "en"):
            office.join(f"editor-{lang}", ("suzhou", "editor"))
            office.join(f"signer-{lang}", ("suzhou", "signer"))
        yield office


def signs_in(visitor: Visitor, login: str) -> Page:
    """Somebody signs in at the desk."""
    page = visitor.page
    visitor.goes("/desk/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    visitor.presses("desk_sign_in")
    page.wait_for_url(f"**/{visitor.lang}/desk")
    return page


SEEN: set[str] = set()


def fits(page: Page) -> None:
    """The page is open to everybody, at a desk and on a phone; a page of one kind is looked at once for each language."""
    kind = re.sub(r"\d+|#.*", "", page.url.partition("//")[2].partition("/")[2])
    if kind in SEEN:
        return
    SEEN.add(kind)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not wider(page), page.url
    assert found_by_axe(page) == [], page.url
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("lang", ["zh", "en"] if os.environ.get("SHIDIAN_NIGHTLY") else ["zh"])
def test_a_bureau_runs_a_task_from_its_beginning_to_the_replication_file(browser: Browser, bureau: Office, lang: str) -> None:
    task = list(bureau.programme.tasks)[0 if lang == "zh" else 1]
    with visiting(browser, bureau.address, lang, js=True) as editing, visiting(browser, bureau.address, lang, js=True) as signing:
        editor, signer = signs_in(editing, f"editor-{lang}"), signs_in(signing, f"signer-{lang}")

        def signed() -> None:
            signing.goes("/desk")
            fits(signer)
            signing.presses("desk_sign")
            signer.wait_for_url("**/desk#sign")

        def told(page: Page) -> str:
            return page.url.rpartition("/")[2].partition("#")[0]

        editing.goes("/desk/regions/suzhou/begin")
        editor.select_option("select[name=task]", task)
        editing.presses("desk_begin")
        editor.wait_for_url("**/items/*")
        item = told(editor)
        editor.locator("summary", has_text=phrase("desk_propose")[lang]).click()
        editor.select_option("#stage", "operating")
        editor.fill("#evidence-0-document", "苏商服〔2026〕1号（示例）")
        editor.select_option("#evidence-0-grade", "A")
        editor.fill("#evidence-0-link", f"https://sw.suzhou.gov.cn/{lang}")
        editor.fill("#evidence-0-day", "2026-03-02")
        editor.select_option("#published", "yes")
        editor.fill("#safeguard", "联合监测")
        editor.locator(f"form[action$='/items/{item}/propose'] button.primary").click()
        editor.wait_for_url("**#changes")
        editor.set_input_files("input[type=file]", {"name": "依据.txt", "mimeType": "text/plain", "buffer": "第一条".encode()})
        editing.presses("desk_attach")
        editor.wait_for_url("**#files")
        editor.fill("#text", f"@signer-{lang} 请复核 please")
        editing.presses("desk_comment")
        editor.wait_for_url("**#comments")
        fits(editor)
        signing.goes("/desk")
        expect(signer.locator("#calling")).to_be_visible()
        signed()
        signing.goes(f"/desk/items/{item}")
        expect(signer.locator(".desk-stage").first).to_have_text(phrase("itemstage_operating")[lang])

        editing.goes(f"/desk/items/{item}")
        editor.locator("summary", has_text=phrase("desk_undo")[lang]).first.click()
        editor.locator("form[action$='/undo'] input[name=why]").first.fill("误填 by mistake")
        editor.locator("form[action$='/undo'] button").first.click()
        editor.wait_for_url("**#changes")
        signing.goes("/desk")
        signer.locator("form[action$='/refuse'] input[name=why]").first.fill("无误 it is right")
        signing.presses("desk_refuse")
        signer.wait_for_url("**/desk#sign")
        editing.goes("/desk")
        expect(editor.locator("section:has(#refused)")).to_contain_text("无误 it is right")

        signing.goes("/desk/regions/suzhou/lawbook")
        fits(signer)
        signing.presses("desk_hand_over")
        expect(signer.locator(f"article:has(a[href$='/items/{item}'])")).to_contain_text(f"Signer-{lang}".title())

        editing.goes("/desk/regions/suzhou/applications")
        editor.locator("summary", has_text=phrase("desk_apply")[lang]).click()
        editor.select_option("#procedure", "p")
        editor.fill("#firm", f"示例企业 {lang}")
        editor.select_option("#item", item)
        editor.fill("#day", "2026-10-08")
        editor.locator("form[action$='/applications'] button.primary").click()
        editor.wait_for_url("**/applications/*")
        application = told(editor)
        editor.locator("summary", has_text=phrase("desk_step")[lang]).click()
        editor.select_option("#stage", "granted")
        editor.fill("#day", "2026-11-02")
        editor.fill("#number", "示例〔2026〕7号")
        editor.locator(f"form[action$='/applications/{application}/step'] button.primary").click()
        editor.wait_for_url("**#changes")
        fits(editor)
        signed()
        editing.goes("/desk/regions/suzhou/applications")
        expect(editor.locator("main")).to_contain_text(phrase("itemstage_granted")[lang])
        fits(editor)

        editing.goes(f"/desk/items/{item}")
        editing.presses("desk_assess")
        editor.wait_for_url("**/assessments/*")
        editor.locator("summary", has_text=phrase("desk_propose")[lang]).click()
        for name, value in {
            "since": "2026-01-01",
            "until": "2026-06-30",
            "assessor": "示例机构",
            "lessons": "并联办理",
            "indicator-0-name": "办理时限",
            "indicator-0-before": "20",
            "indicator-0-target": "10",
            "indicator-0-after": "8",
        }.items():
            editor.fill(f"#{name}", value)
        editor.select_option("#indicator-0-better", "less")
        editor.select_option("#stage", "final")
        editor.select_option("#result", "met")
        editor.locator("form[action*='/assessments/'] button.primary").click()
        editor.wait_for_url("**#changes")
        fits(editor)
        signed()
        editing.goes("/desk/regions/suzhou/replication")
        expect(editor.locator("main")).to_contain_text("苏商服〔2026〕1号（示例）")
        fits(editor)
        for name, opened in (("replication.docx", _word), ("report.docx", _word), ("replication.pdf", _printed), ("report.pdf", _printed)):
            said = opened(editor.request.get(f"{bureau.address}/{lang}/desk/regions/suzhou/{name}").body())
            assert ("Suzhou" if lang == "en" else "苏州市") in said
        editing.goes("/desk/account")
        fits(editor)
    assert editing.faults == signing.faults == []
    assert bureau.programme.work.verify() == []


@on_day(0, 2)
@pytest.mark.parametrize("lang", ["zh", "en"] if os.environ.get("SHIDIAN_NIGHTLY") else ["zh"])
def test_a_list_of_sixty_comes_in_and_the_ministry_sees_it_beside_the_other_regions(browser: Browser, bureau: Office, lang: str) -> None:
    region = {"zh": "hefei", "en": "fuzhou"}[lang]
    bureau.join(f"lister-{lang}", (region, "editor"))
    bureau.join(f"ministry-{lang}", ("*", "reader"))
    tasks = [t.title for t in list(bureau.programme.tasks.values())[:59]]
    rows = [[str(n), t, "商务局", "2026年10月31日", f"进展{n}"] for n, t in enumerate(tasks, 1)]
    text = "\n".join(
        ",".join(r) for r in [["序号", "工作任务", "责任单位", "完成时限", "进展情况"], *rows, ["60", "示例措施", "", "月底", ""]]
    )
    with visiting(browser, bureau.address, lang, js=True) as editing, visiting(browser, bureau.address, lang, js=True) as watching:
        editor, ministry = signs_in(editing, f"lister-{lang}"), signs_in(watching, f"ministry-{lang}")
        editing.goes(f"/desk/regions/{region}/import")
        fits(editor)
        editor.set_input_files("#list", {"name": "三季度.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")})
        editing.presses("desk_import_look")
        editor.wait_for_url("**/import/*")
        expect(editor.locator("main")).to_contain_text("“月底”不是日期" if lang == "zh" else "`月底` is not a day")
        fits(editor)
        editor.get_by_role("button", name=phrase("desk_import_carry_out", n="59")[lang]).click()
        expect(editor.locator("main")).to_contain_text(phrase("desk_import_done")[lang])
        watching.goes("/desk/ministry")
        row = ministry.locator("tr", has=ministry.locator(f"a[href$='/regions/{region}']"))
        gap = re.compile(r"–|[0-9.]+")  # worked out beside the first request
        expect(row.locator("td.n")).to_have_text(["59", "59", *"00000", gap])  # all of them late: the day was set in the past
        fits(ministry)
        watching.goes(f"/desk/regions/{region}")
        expect(ministry.get_by_role("link", name=phrase("desk_import")[lang])).to_have_count(0)
        fits(ministry)
    assert editing.faults == watching.faults == []


def _word(content: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def _printed(content: bytes) -> str:
    return "".join("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages))

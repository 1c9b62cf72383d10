"""Nobody at the desk wonders who must act next, and nobody loses their way."""

from __future__ import annotations

from tests.desk.running import Office
from tests.tracking.offices import proof


def test_who_may_sign_is_named_and_that_nobody_may_is_said(office: Office) -> None:
    desk, editor = office.programme, office.join("next-editor", ("suzhou", "editor"), ("suzhou", "signer"))
    item = desk.begin(editor, "suzhou", title="示例事项", area=next(iter(desk.areas)))
    desk.propose(editor, item, {"notes": "甲"}, version=1)
    with office.signed_in("next-editor") as browser:
        for page in ("", f"/items/{item}"):
            assert "本地区目前无人可以复核" in browser.get(page).text
        other = office.join("next-signer", ("*", "signer"))
        for page in ("", f"/items/{item}"):
            assert "可以复核的人员：Next-Signer" in browser.get(page).text
        desk.people.set_active(office.chief, other.person, False)
        assert "本地区目前无人可以复核" in browser.get(f"/items/{item}").text


def test_who_signs_from_their_work_stays_there_and_a_form_leads_nowhere_else(office: Office) -> None:
    desk, editor = office.programme, office.join("stay-editor", ("suzhou", "editor"))
    office.join("stay-signer", ("suzhou", "signer"))
    item = desk.begin(editor, "suzhou", title="示例事项二", area=next(iter(desk.areas)))
    with office.signed_in("stay-signer") as browser:
        for to, where in (("work", "/zh/desk#sign"), ("//other.example", f"/zh/desk/items/{item}#changes")):
            change = desk.propose(editor, item, {"notes": to}, version=desk.work.item(editor, item).version)
            assert browser.post(f"/changes/{change.id}/sign", to=to).headers["location"] == where


def test_a_refused_change_comes_back_with_its_reason_until_it_is_proposed_again(office: Office) -> None:
    desk, editor = office.programme, office.join("back-editor", ("suzhou", "editor"))
    signer = office.join("back-signer", ("suzhou", "signer"))
    item = desk.begin(editor, "suzhou", title="示例事项三", area=next(iter(desk.areas)))
    desk.refuse(signer, desk.propose(editor, item, {"notes": "甲"}, version=1).id, "缺少依据")
    with office.signed_in("back-editor") as browser:
        assert "退回理由：缺少依据" in browser.get("").text
        assert "退回理由：缺少依据" in browser.get(f"/items/{item}").text
        desk.propose(editor, item, {"notes": "乙"}, version=1)
        assert "缺少依据" not in browser.get("").text


def test_a_refused_form_leads_back_to_the_desk(office: Office) -> None:
    office.join("lost-editor", ("suzhou", "editor"))
    with office.signed_in("lost-editor") as browser:
        page = browser.post("/regions/suzhou/begin", title="").text
        assert "返回修改（所填内容仍保留）" in page
        assert 'href="/zh/desk"' in page


def test_who_signs_sees_all_of_the_evidence_and_of_what_is_measured(office: Office) -> None:
    desk, editor = office.programme, office.join("proof-editor", ("suzhou", "editor"))
    office.join("proof-signer", ("suzhou", "signer"))
    item = desk.begin(editor, "suzhou", title="示例事项四", area=next(iter(desk.areas)))
    desk.propose(editor, item, {"stage": "operating", "evidence": [proof(day="2026-03-02")]}, version=1, why="示例")
    assessed = desk.begin_assessment(editor, item)
    number = {"name": "办理时限", "before": "20", "target": "10", "after": "8", "better": "less", "source": "窗口统计"}
    desk.propose(editor, assessed, {"indicators": [number]}, version=1)
    with office.signed_in("proof-signer") as browser:
        page = browser.get("").text
        for said in (
            'href="https://example.org/1"',
            "2026年3月2日、页码 3",
            "<q>示例</q>",
            "目标 10、优化方向：越低越好、数据来源：窗口统计",
        ):
            assert said in page, said


def test_what_was_undone_is_not_offered_to_be_undone_again(office: Office) -> None:
    desk, editor = office.programme, office.join("undo-editor", ("suzhou", "editor"))
    signer = office.join("undo-signer", ("suzhou", "signer"))
    item = desk.begin(editor, "suzhou", title="示例事项五", area=next(iter(desk.areas)))
    first = desk.propose(editor, item, {"notes": "甲"}, version=1).id
    desk.sign(signer, first)
    with office.signed_in("undo-editor") as browser:
        assert f"/changes/{first}/undo" in browser.get(f"/items/{item}").text
        undoing = desk.undo(editor, first, why="误填").id
        assert f"/changes/{first}/undo" not in browser.get(f"/items/{item}").text
        desk.refuse(signer, undoing, "无误")
        assert f"/changes/{first}/undo" in browser.get(f"/items/{item}").text

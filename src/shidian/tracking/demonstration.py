"""A demonstration: three regions of made-up work, clearly marked as such, and four accounts. For trying the desk out, never for real work."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from shidian.errors import DeskError
from shidian.store.access import EVERYWHERE, Actor, Grant, Role
from shidian.tracking.application import with_event
from shidian.tracking.desk import ProgrammeDesk

MARK = "【演示】"
ACCOUNTS: tuple[tuple[str, str, tuple[tuple[str, Role], ...]], ...] = (
    ("jingban", f"{MARK}苏州经办", (("suzhou", "editor"),)),
    ("fuhe", f"{MARK}苏州复核", (("suzhou", "signer"), ("suzhou", "administrator"))),
    ("hefei", f"{MARK}合肥、福州经办复核", (("hefei", "editor"), ("hefei", "signer"), ("fuzhou", "editor"), ("fuzhou", "signer"))),
    ("shangwubu", f"{MARK}部委查阅", ((EVERYWHERE, "reader"), (EVERYWHERE, "auditor"))),
)
REGIONS = ("suzhou", "hefei", "fuzhou")
TASKS_EACH = 18


def demonstrate(desk: ProgrammeDesk, today: dt.date) -> list[tuple[str, str]]:
    """Fill an empty desk; returns login and password of each account. Raises DeskError for a desk that has accounts."""
    if desk.people.first() is None:
        raise DeskError("the store has accounts already", hint="a demonstration needs a store of its own")
    out, machine = [], desk.people.machine()
    actors: dict[str, Actor] = {}
    for login, name, roles in ACCOUNTS:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        _, link = desk.people.add(machine, login, name, [Grant(region, role) for region, role in roles])
        desk.people.set_password(link, password)
        actors[login] = desk.people.acting(login)
        out.append((login, password))
    helper = desk.people.add(machine, "zhangguan", f"{MARK}补充复核（未启用）", [Grant(r, "signer") for r in REGIONS])[0]
    second = desk.people.acting("zhangguan")
    assert second.person == helper
    for r, region in enumerate(REGIONS):
        editor = actors["jingban" if region == "suzhou" else "hefei"]
        for n, task in enumerate([t for t, subject in desk.tasks.items() if region in subject.regions][:TASKS_EACH]):
            if (n + r) % 4 == 3:
                continue
            _worked(desk, editor, second, region, task, n + 2 * r, today)
        _applied(desk, editor, second, region, r, today)
    own = desk.begin(actors["jingban"], "suzhou", title=f"{MARK}外籍人才一件事窗口", area=next(iter(desk.areas)), why="演示")
    desk.propose(
        actors["jingban"], own, {"stage": "region-plan", "due": f"{today + dt.timedelta(days=20)}"}, version=1, why="演示：列入本地方案"
    )
    desk.people.set_active(machine, helper, False)
    return out


def _worked(desk: ProgrammeDesk, editor: Actor, signer: Actor, region: str, task: str, n: int, today: dt.date) -> None:
    """One item, brought as far as its number says."""
    first = {
        "lead_body": f"{MARK}牵头单位{n % 5 + 1}",
        "lead_person": f"{MARK}某某",
        "due": f"{today + dt.timedelta(days=30 * (n % 7) - 45)}",
    }
    item = desk.begin(editor, region, task=task, state={**first, "next_step": f"{MARK}征求意见并报批"}, why="演示")
    proof = {"document": f"{MARK}示例文件〔2026〕{n + 1}号", "grade": "AB"[n % 2], "page": str(n + 1), "quote": f"{MARK}示例文字"}
    way: list[dict[str, Any]] = [
        {"stage": "region-plan"},
        {"stage": "implementing-rule", "evidence": [proof], "risk_kind": f"{MARK}数据安全", "risk_level": ("low", "middle", "high")[n % 3]},
        {"stage": "operating", "safeguard": f"{MARK}联合监测、季度抽查", "published": n % 2 == 0},
        {"stage": "assessed"},
    ]
    for step in way[: n % 5]:
        if step["stage"] == "assessed":
            _assessed(desk, editor, signer, item, today)
        _signed(desk, editor, signer, item, step)
    if n % 6 == 1:
        now = desk.work.item(editor, item)
        desk.propose(editor, item, {"next_step": f"{MARK}提请评估"}, version=now.version, why="演示：待复核")


def _applied(desk: ProgrammeDesk, editor: Actor, signer: Actor, region: str, r: int, today: dt.date) -> None:
    """Applications for each procedure, each brought a little further than the one before."""
    for n, procedure in enumerate(desk.procedures_in(region)):
        day = today - dt.timedelta(days=120 - 7 * n)
        first = {"procedure": procedure, "firm": f"{MARK}企业{r + 1}-{n + 1}", "lead_person": f"{MARK}某某", "share": "100"}
        id = desk.begin_application(editor, region, first | with_event({"events": []}, "received", f"{day}"), why="演示")
        steps = ["asked", "received", "accepted", "forwarded", ("granted", "refused", "granted")[r]][: (n + r) % 6]
        for m, stage in enumerate(steps, 1):
            wanted = with_event(
                desk.work.item(editor, id).state, stage, f"{day + dt.timedelta(days=9 * m)}", f"{MARK}补正或者不予批准的理由"
            )
            if stage == "granted":
                until = f"{day.year + 5}-06-30"
                wanted |= {"number": f"{MARK}示例〔2026〕{n + 1}号", "valid_until": until, "conditions": [f"{MARK}每季度报送运行情况"]}
            _signed(desk, editor, signer, id, wanted)


def _assessed(desk: ProgrammeDesk, editor: Actor, signer: Actor, item: int, today: dt.date) -> None:
    """A final assessment of an item."""
    indicator = {"name": f"{MARK}办理时限", "unit": "工作日", "before": "20", "target": "10", "after": "8", "better": "less"}
    told = {
        "since": f"{today - dt.timedelta(days=200)}",
        "until": f"{today - dt.timedelta(days=20)}",
        "indicators": [indicator, {"name": f"{MARK}惠及企业", "unit": "家", "before": "0", "target": "12", "after": "15"}],
        "result": "met",
        "lessons": f"{MARK}一次告知、并联办理可以复制",
        "assessor": f"{MARK}第三方机构",
    }
    id = desk.begin_assessment(editor, item, told, why="演示")
    _signed(desk, editor, signer, id, {"stage": "final"})


def _signed(desk: ProgrammeDesk, editor: Actor, signer: Actor, id: int, step: dict[str, Any]) -> None:
    """One change, proposed and signed."""
    now = desk.work.item(editor, id)
    desk.sign(signer, desk.propose(editor, id, step, version=now.version, why="演示").id)

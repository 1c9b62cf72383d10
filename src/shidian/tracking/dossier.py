"""The dossier of a region, in the parts of an official document: every item by stage with who does it, by when, against which risk and on what evidence;
what was assessed; what firms applied for. Pure. It holds no name of a firm."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shidian.store.desk.chain import ChainHead
from shidian.store.desk.records import KeptItem
from shidian.tracking.application import reported
from shidian.tracking.assessment import assessment_of
from shidian.tracking.item import ITEM_STAGES
from shidian.tracking.report import MonthlyReport, Say, listed_rows, parts_of_paper

TOLD = ("lead_body", "lead_person", "due", "next_step", "risk_kind", "safeguard", "notes", "stop_reason")
"""The fields of an item that its paragraph tells, in this order, where they are filled in."""


def dossier(
    region: str,
    today: str,
    items: Sequence[KeptItem],
    assessments: Sequence[KeptItem],
    applications: Sequence[KeptItem],
    anchor: ChainHead,
    title_of: Callable[[KeptItem], str],
    say: Say,
) -> MonthlyReport:
    """The dossier on a day. `region` is its name."""
    at = {i.id: i for i in items}
    sections = [
        (say(f"itemstage_{s}"), tuple(_item(i, title_of(i), say) for i in items if i.state["stage"] == s))
        for s in ITEM_STAGES
        if any(i.state["stage"] == s for i in items)
    ]
    assessed = tuple(_assessed(a, title_of(at[a.parent]), say) for a in assessments if a.parent in at and a.state["stage"] == "final")
    titles = {str(a.state["procedure"]): a.title for a in applications}
    counted = tuple(
        say(
            "dossier_applications",
            title=titles[r.procedure],
            **{n: str(getattr(r, n)) for n in ("received", "open", "granted", "refused", "withdrawn")},
        )
        for r in reported(applications)
    )
    none = (say("report_none"),)
    return parts_of_paper(
        say("dossier_title", region=region),
        say("dossier_opening", region=region, items=str(len(items))),
        (*sections, (say("desk_assessments"), assessed or none), (say("dossier_applied"), counted or none)),
        listed_rows(items, title_of, say),
        region,
        today,
        anchor,
        say,
    )


def _item(item: KeptItem, title: str, say: Say) -> str:
    told = [f"{say(f'itemfield_{n}')}{say('colon')}{str(item.state[n]).rstrip('。. ')}" for n in TOLD if item.state.get(n)]
    proofs = [f"{e['document']}（{e['grade']}）" for e in item.state["evidence"]]
    if proofs:
        told.append(f"{say('itemfield_evidence')}{say('colon')}{say('comma').join(proofs)}")
    return say("dossier_item", title=title, told=say("semicolon").join(told) or say("report_no_safeguard"))


def _assessed(kept: KeptItem, title: str, say: Say) -> str:
    found = assessment_of(kept.state)
    values = [f"{i.name} {i.before or '–'} → {i.after} {i.unit}".strip() for i in found.indicators]
    told = [say(f"assessed_{found.result}"), *values, f"{say('itemfield_lessons')}{say('colon')}{found.lessons.rstrip('。. ') or '–'}"]
    return say("dossier_item", title=title, told=say("semicolon").join(told))

"""What is tracked of an item: its state, what a change may touch, and which steps from one stage to another make sense. Pure."""

from __future__ import annotations

from typing import Any, Literal, get_args

from msgspec import UNSET, Struct, UnsetType

from shidian.errors import DeskError
from shidian.tracking.fields import Tracked, check_day, check_texts, is_web, read_state

ItemStage = Literal["announced", "region-plan", "implementing-rule", "operating", "assessed", "proposed", "replicated", "stopped"]
ITEM_STAGES: tuple[ItemStage, ...] = get_args(ItemStage)
"""The life of an item in a region, in order; `stopped` is outside it."""

STEPS: dict[ItemStage, tuple[ItemStage, ...]] = {
    "announced": ("region-plan", "implementing-rule", "operating", "stopped"),
    "region-plan": ("announced", "implementing-rule", "operating", "stopped"),
    "implementing-rule": ("region-plan", "operating", "stopped"),
    "operating": ("implementing-rule", "assessed", "stopped"),
    "assessed": ("operating", "proposed", "stopped"),
    "proposed": ("assessed", "replicated", "stopped"),
    "replicated": (),
    "stopped": ("announced", "region-plan", "implementing-rule", "operating"),
}
"""The stages that may follow each. A step back, a stop and a new start need a reason."""

Grade = Literal["A", "B", "C", "D"]
RiskLevel = Literal["low", "middle", "high"]
MOST_EVIDENCE = 40


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """What shows it: a document with its number, page and quoted words, a link that everybody can follow, and a grade (A: official text seen … D:
    hearsay). `day` is that of the document; what was kept before it could be told goes without."""

    document: str
    grade: Grade
    page: str = ""
    quote: str = ""
    link: str = ""
    day: str | UnsetType = UNSET


class ItemState(Struct, frozen=True, forbid_unknown_fields=True):
    """Where an item stands. `due` is a day (2026-12-31); `published` shows title, stage and evidence to everybody."""

    stage: ItemStage = "announced"
    lead_body: str = ""
    lead_person: str = ""
    due: str | None = None
    next_step: str = ""
    risk_kind: str = ""
    risk_level: RiskLevel | None = None
    safeguard: str = ""
    evidence: tuple[Evidence, ...] = ()
    notes: str = ""
    stop_reason: str = ""
    published: bool = False


FIELDS: tuple[str, ...] = ItemState.__struct_fields__
"""What a change may touch: these fields and nothing else."""


def state_of(plain: dict[str, Any]) -> ItemState:
    """A state from plain data, with every field checked. Raises DeskError."""
    state = read_state(plain, ItemState, "an item")
    check_day(state.due)
    if len(state.evidence) > MOST_EVIDENCE:
        raise DeskError(f"an item holds at most {MOST_EVIDENCE} pieces of evidence")
    for piece in state.evidence:
        if not piece.document.strip():
            raise DeskError("evidence needs the name of its document")
        check_texts(piece)
        check_day(piece.day or None)
        if piece.link and not is_web(piece.link):
            raise DeskError(f"`{piece.link[:60]}` is not a web address", hint="write it with https://")
    return state


def refusal(before: ItemState, after: ItemState, why: str | None) -> str | None:
    """Why one state cannot follow another; None when it can."""
    if after.stage == "stopped" and not after.stop_reason.strip():
        return "an item is stopped with a reason"
    if before.stage != after.stage:
        if after.stage not in STEPS[before.stage]:
            known = ", ".join(STEPS[before.stage]) or "none: it is the last"
            return f"`{after.stage}` cannot follow `{before.stage}` (can follow: {known})"
        back = before.stage == "stopped" or (after.stage != "stopped" and ITEM_STAGES.index(after.stage) < ITEM_STAGES.index(before.stage))
        if back and not (why or "").strip():
            return f"a step back from `{before.stage}` to `{after.stage}` needs a reason"
    return (
        lacking(after) if after.stage != before.stage or after.evidence != before.evidence or after.safeguard != before.safeguard else None
    )


def lacking(state: ItemState) -> str | None:
    """What a state lacks for its stage; None when nothing."""
    grades = {e.grade for e in state.evidence}
    if state.stage in ("implementing-rule", "operating", "assessed", "proposed", "replicated") and not grades:
        return f"`{state.stage}` needs evidence"
    if state.stage in ("operating", "assessed", "proposed", "replicated") and not grades & {"A", "B"}:
        return f"`{state.stage}` needs evidence of grade A or B"
    if state.stage in ("proposed", "replicated") and ("A" not in grades or not state.safeguard.strip()):
        return f"`{state.stage}` needs evidence of grade A and the safeguard against its risk"
    return None


ITEM = Tracked("item", FIELDS, state_of, ("announced", "region-plan"), refusal)

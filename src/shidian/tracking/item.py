"""What is tracked of an item: its state, what a change may touch, and which steps from one stage to another make sense. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from shidian.errors import DeskError

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
LONGEST = {"notes": 4000, "safeguard": 2000, "next_step": 1000, "stop_reason": 1000, "quote": 1000}
"""Characters of a field; others have at most 200."""
MOST_EVIDENCE = 40
FIRST_DAY, LAST_DAY = "2000-01-01", "2100-01-01"


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """What shows it: a document with page and quoted words, a link that everybody can follow, and a grade (A: official text seen … D: hearsay)."""

    document: str
    grade: Grade
    page: str = ""
    quote: str = ""
    link: str = ""


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
    unknown = sorted(plain.keys() - set(FIELDS))
    if unknown:
        raise DeskError(f"`{unknown[0][:40]}` is not a field of an item", hint="known: " + ", ".join(FIELDS))
    try:
        state = msgspec.convert(plain, ItemState)
    except msgspec.ValidationError as error:
        raise DeskError(f"the item cannot be read: {str(error)[:1].lower()}{str(error)[1:200]}") from error
    for name in FIELDS:
        value = getattr(state, name)
        if isinstance(value, str):
            _text(name, value)
    if state.due is not None and not (_is_day(state.due) and FIRST_DAY <= state.due < LAST_DAY):
        raise DeskError(f"`{state.due[:20]}` is not a day", hint="write it as 2026-12-31")
    if len(state.evidence) > MOST_EVIDENCE:
        raise DeskError(f"an item holds at most {MOST_EVIDENCE} pieces of evidence")
    for piece in state.evidence:
        if not piece.document.strip():
            raise DeskError("evidence needs the name of its document")
        for name in ("document", "page", "quote", "link"):
            _text(name, getattr(piece, name))
        if piece.link and not _is_web(piece.link):
            raise DeskError(f"`{piece.link[:60]}` is not a web address", hint="write it with https://")
    return state


def plain_of(state: ItemState) -> dict[str, Any]:
    """A state as plain data, as it is kept and hashed."""
    found: dict[str, Any] = msgspec.to_builtins(state)
    return found


def difference(state: ItemState, wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a change comes to: the fields that differ, before and after. Raises DeskError when nothing differs, a field is not known, or the
    step from one stage to the other makes no sense."""
    before = plain_of(state)
    after = plain_of(state_of({**before, **wanted}))
    names = [n for n in FIELDS if before[n] != after[n]]
    if not names:
        raise DeskError("nothing would change", hint="change a field first")
    return {n: before[n] for n in names}, {n: after[n] for n in names}


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


def _text(name: str, value: str) -> None:
    most = LONGEST.get(name, 200)
    if len(value) > most:
        raise DeskError(f"`{name}` has more than {most} characters", hint="shorten it")
    if any(not c.isprintable() and c not in "\r\n\t" for c in value):
        raise DeskError(f"`{name}` holds characters that cannot be shown")


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)

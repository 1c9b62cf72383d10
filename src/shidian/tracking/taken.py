"""What a use case of the desk takes: a state to begin with, a reason, a key; and why one state cannot follow another. Pure."""

from __future__ import annotations

from typing import Any

from shidian.errors import DeskError
from shidian.tracking.fields import Tracked, plain_of

LONGEST_WHY, LONGEST_KEY = 2000, 80


def refusal_of(tracked: Tracked, before: dict[str, Any], after: dict[str, Any], why: str | None) -> str | None:
    """Why one state cannot follow another; None when it can."""
    return tracked.refusal(tracked.read(before), tracked.read(after), why)


def begun_state(tracked: Tracked, state: dict[str, Any]) -> dict[str, Any]:
    """The state that something begins with. Raises DeskError."""
    begun = plain_of(tracked.read(state))
    if begun["stage"] not in tracked.begins:
        said = " or ".join(f"`{s}`" for s in tracked.begins)
        raise DeskError(f"an {tracked.kind} begins as {said}", hint="propose the later stage with its evidence")
    return begun


def reason_of(text: str | None) -> str | None:
    bare = (text or "").strip()
    if len(bare) > LONGEST_WHY:
        raise DeskError(f"a reason has at most {LONGEST_WHY} characters")
    if any(not c.isprintable() and c not in "\r\n\t" for c in bare):
        raise DeskError("the reason holds characters that cannot be shown")
    return bare or None


def key_of(key: str | None) -> str | None:
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise DeskError(f"a key has 1 to {LONGEST_KEY} characters")
    return key

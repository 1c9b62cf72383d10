"""What every state of the desk has in common: it is read from plain data with each field checked, and two of them are compared field by field. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from shidian.errors import DeskError
from shidian.store.desk.records import ThingKind

S = TypeVar("S", bound=Struct)
LONGEST = {"notes": 4000, "safeguard": 2000, "next_step": 1000, "stop_reason": 1000, "quote": 1000, "lessons": 4000, "limits": 2000}
"""Characters of a field; others have at most 200."""
FIRST_DAY, LAST_DAY = "2000-01-01", "2100-01-01"


class Tracked(Struct, frozen=True):
    """What the desk has to know of a kind of thing: how its state is read, where it may begin, and why one state cannot follow another."""

    kind: ThingKind
    fields: tuple[str, ...]
    read: Callable[[dict[str, Any]], Any]
    begins: tuple[str, ...]
    refusal: Callable[[Any, Any, str | None], str | None]


def read_state(plain: dict[str, Any], of: type[S], what: str) -> S:
    """A state from plain data, its own text fields checked. Raises DeskError."""
    known = of.__struct_fields__
    unknown = sorted(plain.keys() - set(known))
    if unknown:
        raise DeskError(f"`{unknown[0][:40]}` is not a field of {what}", hint="known: " + ", ".join(known))
    try:
        state = msgspec.convert(plain, of)
    except msgspec.ValidationError as error:
        raise DeskError(f"{what} cannot be read: {str(error)[:1].lower()}{str(error)[1:200]}") from error
    check_texts(state)
    return state


def plain_of(state: Struct) -> dict[str, Any]:
    """A state as plain data, as it is kept and hashed."""
    found: dict[str, Any] = msgspec.to_builtins(state)
    return found


def check_texts(value: Struct) -> None:
    """Check the length and the characters of every text in a record. Raises DeskError."""
    for name in value.__struct_fields__:
        text = getattr(value, name)
        if isinstance(text, str):
            check_text(name, text)


def check_text(name: str, value: str) -> None:
    """Check one text. Raises DeskError."""
    most = LONGEST.get(name, 200)
    if len(value) > most:
        raise DeskError(f"`{name}` has more than {most} characters", hint="shorten it")
    if any(not c.isprintable() and c not in "\r\n\t" for c in value):
        raise DeskError(f"`{name}` holds characters that cannot be shown")


def check_day(text: str | None) -> None:
    """Check a day (2026-12-31), or none. Raises DeskError."""
    if text is not None and not (is_day(text) and FIRST_DAY <= text < LAST_DAY):
        raise DeskError(f"`{text[:20]}` is not a day", hint="write it as 2026-12-31")


def is_day(text: str) -> bool:
    """Whether a text is a day as it is kept."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_web(text: str) -> bool:
    """Whether a text is a web address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def number(name: str, text: str) -> Decimal:
    """A number as it is kept: plain digits with a point. Raises DeskError."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or len(text) > 30:
        raise DeskError(f"`{text[:30]}` is not a number ({name})", hint="write it as 1250 or 12.5")
    return found


def differs(tracked: Tracked, before: dict[str, Any], wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a change comes to: the fields that differ, before and after. Raises DeskError when nothing differs or a field is not known."""
    before = plain_of(tracked.read(before))
    after = plain_of(tracked.read({**before, **wanted}))
    names = [n for n in tracked.fields if before[n] != after[n]]
    if not names:
        raise DeskError("nothing would change", hint="change a field first")
    return {n: before[n] for n in names}, {n: after[n] for n in names}


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

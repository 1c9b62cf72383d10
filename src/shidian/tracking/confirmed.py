"""What of an item is confirmed for the lawbook: a published stage that two people stand for, on evidence of grade A that everybody can follow. Pure.

Nothing else of the item goes with it: no person, body, note, firm, risk or reason. The documents are those that were there when
the stage was signed; one whose day nobody wrote counts by the year of its number.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from shidian.law.days import CHINA
from shidian.store.desk.records import ConfirmedPiece, ConfirmedStage, KeptChange, KeptItem
from shidian.tracking.fields import is_day, is_web

CONFIRMED: tuple[str, ...] = ("implementing-rule", "operating", "assessed", "proposed", "replicated")
"""The stages that say something of the law in a region; the others are plans and the desk's own."""
NUMBER = re.compile(
    r"[〔\[［(（【]((?:19|20)\d\d)[〕\]］)）】]\s?(?:第?\d{1,5}\s?号|No\. ?\d{1,5})|((?:19|20)\d\d)年?第\d{1,5}号|No\. ?\d{1,5} of ((?:19|20)\d\d)"
)
"""The number of a document with its year: 苏商服〔2026〕12号, 公告2026年第3号, Su Shang Fu (2026) No. 12, No. 3 of 2026."""
INSIDE = (
    ".local",
    ".internal",
    ".intranet",
    ".lan",
    ".localhost",
    ".test",
    ".invalid",
    ".example",
    ".example.com",
    ".example.net",
    ".example.org",
)
"""Names that nobody outside can follow, and those kept for examples (RFC 2606, 6762)."""


def confirmed(item: KeptItem, held: Sequence[KeptChange]) -> ConfirmedStage | tuple[str, ...]:
    """The stage of an item as it may be told beyond the desk, or what it lacks for that: `stage`, `published`, `evidence` (grade A), `link`, `number`,
    `second` (somebody beside who proposed it). `held` are the changes of the item that hold."""
    held = sorted(held, key=lambda c: (str(c.decided_at), c.id), reverse=True)
    if item.kind != "item" or item.state["stage"] not in CONFIRMED:
        return ("stage",)
    of = {field: next((c for c in held if field in c.after), None) for field in ("stage", "evidence", "published")}
    stage = of["stage"]
    then = _evidence_then(item, held, stage)
    best = [e for e in then if e["grade"] == "A"] or [e for e in item.state["evidence"] if e["grade"] == "A"]
    open_ = [e for e in best if is_open(e.get("link", ""))]
    numbered = [p for e in open_ if (p := _piece(e)) is not None]
    lacks = (
        ("published", item.state["published"]),
        ("evidence", best),
        ("link", not best or open_),
        ("number", not open_ or numbered),
        ("second", stage is not None and all(c is None or c.signed for c in of.values())),
    )
    missing = tuple(name for name, there in lacks if not there)
    if missing or stage is None:
        return missing
    signed = max(dt.datetime.fromisoformat(str(c.decided_at)).astimezone(CHINA) for c in of.values() if c is not None)
    return ConfirmedStage(
        item.id, item.region, item.task, item.area, item.title, item.state["stage"], f"{signed:%Y-%m-%d}", tuple(dict.fromkeys(numbered))
    )


def both(vouched: Iterable[tuple[KeptItem, Sequence[KeptChange]]]) -> tuple[list[ConfirmedStage], list[tuple[KeptItem, tuple[str, ...]]]]:
    """What is confirmed of some items, and what the others lack that say something of the law."""
    ready: list[ConfirmedStage] = []
    lacking: list[tuple[KeptItem, tuple[str, ...]]] = []
    for item, held in vouched:
        found = confirmed(item, held)
        if isinstance(found, ConfirmedStage):
            ready.append(found)
        elif "stage" not in found:
            lacking.append((item, found))
    return ready, lacking


def is_open(link: str) -> bool:
    """Whether everybody can follow a link: a web address with a name of the public net."""
    if not is_web(link):
        return False
    host = (urlsplit(link).hostname or "").rstrip(".").lower()
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not f".{host}".endswith(INSIDE)


def _evidence_then(item: KeptItem, held: Sequence[KeptChange], stage: KeptChange | None) -> list[dict[str, Any]]:
    """The evidence as it was when the stage was signed."""
    later = held[: held.index(stage)] if stage is not None else ()
    return list(next((c.before["evidence"] for c in reversed(later) if "evidence" in c.after), item.state["evidence"]))


def _piece(e: dict[str, Any]) -> ConfirmedPiece | None:
    """A piece of evidence with its number; None where it bears none."""
    found = NUMBER.search(e["document"])
    if found is None:
        return None
    day = e.get("day") or ""
    return ConfirmedPiece(e["document"], e["link"], day if is_day(day) else next(y for y in found.groups() if y), e["page"], e["quote"])

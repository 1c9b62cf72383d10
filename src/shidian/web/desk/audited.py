"""The log of what was done and read, as people read it: what a line is about in words, and the page of that."""

from __future__ import annotations

from msgspec import Struct

from shidian.law.records.base import Label
from shidian.store.access import ROLES
from shidian.store.desk.records import AuditLine
from shidian.web.desk.who import DeskVisit
from shidian.web.page import Context
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase

ABOUT = (
    *("item", "application", "assessment", "change", "file", "journal of", "changes of"),
    *("board", "ministry", "my work", "accounts", "log", "list", "begin", "compare", "applications", "figures", "assessments", "items"),
    *(
        "changes",
        "replication",
        "for the lawbook",
        "report",
        "journal",
        "verify",
        "everywhere",
        "begun",
        "ended",
        "set",
        "second factor",
        "refused",
    ),
)
"""What a line of the log is about, in the words in which it is written down; the first seven with a number behind."""


class AuditShown(Struct, frozen=True):
    """A line of the log: what it is about in words, and the page of that below the desk, where there is one."""

    id: int
    at: str
    who: str
    kind: str
    region: str | None
    region_name: Label | None
    about: str | None
    said: Label
    path: str | None


class AuditPage(Context, frozen=True):
    """The audit log."""

    lines: tuple[AuditShown, ...]


def audit_line(visit: DeskVisit, line: AuditLine) -> AuditShown:
    """A line of the log as it is shown."""
    about, path = line.about or "", None
    what, _, last = about.rpartition(" ")
    said = Label(about, about)
    if last.isdigit() and what in ABOUT:
        said = phrase(f"auditabout_{what.replace(' ', '-')}", n=last)
        path = f"/{what}s/{last}" if what in ("item", "application", "assessment") else None
    elif about in ABOUT:
        said = phrase(f"auditabout_{about.replace(' ', '-')}")
    elif line.kind in ("granted", "taken") and last in ROLES:
        said = Label(f"{what} {phrase(f'deskrole_{last}').en}", f"{what} {phrase(f'deskrole_{last}').zh}")
    elif line.kind == "refused":
        said = phrase("auditabout_refused", n=about)
    name = None
    if line.region is not None:
        name = Label("all regions", "全部地区") if line.region == "*" else entry_label(visit.desk.book.lawbook, "territories", line.region)
    return AuditShown(line.id, line.at, line.who, line.kind, line.region, name, line.about, said, path)

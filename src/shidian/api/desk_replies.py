"""What the desk answers over HTTP, and the tags by which a program says what it has seen."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from shidian.api.replies import of, reply
from shidian.api.shape import Shaped
from shidian.errors import BadValue, DeskError
from shidian.store.desk.chain import ChainHead
from shidian.store.desk.records import ConfirmedStage, KeptItem
from shidian.tracking.replication import ReplicationFile
from shidian.visitors.programme import ForLawbook, SpreadEffect


class Precondition(DeskError):
    """The item is no longer what the change was made from."""

    code = "precondition-failed"
    status = 412


class PreconditionMissing(DeskError):
    """A change must say what it was made from."""

    code = "precondition-required"
    status = 428


class Myself(Struct, frozen=True):
    """Whose token it is: roles by region, and what the token lets do (None: all that the roles let) and where."""

    login: str
    name: str
    roles: tuple[tuple[str, str], ...]
    writes: bool
    acts: tuple[str, ...] | None
    regions: tuple[str, ...] | None


class DeskRegion(Struct, frozen=True):
    """A region that the person may read: its items by stage, how many are late, and how many pairs of eyes a change takes."""

    region: str
    name: dict[str, str]
    stages: dict[str, int]
    late: int
    eyes: int


class EyesReply(Struct, frozen=True):
    """How many pairs of eyes a change takes in a region from now on."""

    region: str
    eyes: int


class Verified(Struct, frozen=True):
    """Whether the journal of a region holds: its head, to be kept elsewhere, and every fault."""

    head: str
    faults: tuple[str, ...]


class HandedOver(Struct, frozen=True):
    """The replication file of a region: the entries that are ready, and what the others lack."""

    entries: tuple[dict[str, Any], ...]
    lacking: tuple[dict[str, Any], ...]


class LawbookProposal(Struct, frozen=True):
    """What a region's desk holds for the lawbook: the confirmed stages that are new to it, the files that propose them (path and text), how many it tells
    already, and what the other items lack."""

    new: tuple[ConfirmedStage, ...]
    files: dict[str, str]
    told: int
    lacking: tuple[dict[str, Any], ...]


def law_proposal(found: ForLawbook) -> LawbookProposal:
    return LawbookProposal(found.new, found.proposal.files, found.told, tuple({"item": i.id, "lacks": lacks} for i, lacks in found.lacking))


def tag(item: KeptItem) -> str:
    """The ETag of an item: its version."""
    return f'"{item.id}-{item.version}"'


def version_of(match: str | None) -> int:
    """The version that `If-Match` names. Raises PreconditionMissing."""
    if match is None:
        raise PreconditionMissing("a change needs `If-Match`", hint="send the ETag of the item as you read it")
    found = re.fullmatch(r'(?:W/)?"?(?:[0-9]{1,10}-)?([0-9]{1,9})"?', match.strip())
    if found is None:
        raise Precondition("`If-Match` is not an ETag of an item", hint="send the ETag of the item as you read it")
    return int(found[1])


def tagged(item: KeptItem, status: int = 200) -> Shaped:
    answer = reply(item, status)
    answer.headers["ETag"] = tag(item)
    return answer


def created(kind: type) -> dict[int | str, dict[str, Any]]:
    made = of(kind)
    made[201] = made.pop(200)
    return made


def head_of(text: str) -> ChainHead:
    parts = text.rsplit(":", 2)
    if len(parts) != 3 or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 10):
        raise BadValue("an anchor is REGION:NUMBER:DIGEST")
    return ChainHead(parts[0], int(parts[1]), parts[2])


def handed(found: ReplicationFile[SpreadEffect]) -> HandedOver:
    entries = tuple(
        {
            "item": e.item.id,
            "evidence": e.evidence,
            "assessment": e.assessment,
            "safeguard": e.state.safeguard,
            "effect": e.effect,
            "applications": e.applications,
        }
        for e in found.entries
    )
    return HandedOver(entries, tuple({"item": i.id, "lacks": lacks} for i, lacks in found.lacking))

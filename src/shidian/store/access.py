"""Who may do what where: the one table of rights of the desk, and the one place that every query and every write goes through."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct
from sqlalchemy import ColumnElement, false, true
from sqlalchemy.schema import Column

from shidian.errors import DeskForbidden, DeskMissing

Role = Literal["reader", "editor", "signer", "administrator", "auditor"]
ROLES: tuple[Role, ...] = get_args(Role)
Act = Literal["read", "propose", "sign", "administer", "audit"]
ACTS: tuple[Act, ...] = get_args(Act)
EVERYWHERE = "*"
"""The region of a role that holds in all regions: the ministry's."""

RIGHTS: dict[Act, frozenset[Role]] = {
    "read": frozenset(ROLES),
    "propose": frozenset({"editor"}),
    "sign": frozenset({"signer"}),
    "administer": frozenset({"administrator"}),
    "audit": frozenset({"auditor", "administrator"}),
}


class Grant(Struct, frozen=True, order=True):
    """A role in a region (`*`: in all)."""

    region: str
    role: Role


class Actor(Struct, frozen=True):
    """Somebody who is signed in, with what was granted. `session` is the digest of the session. A `token` may only read where `writes` is false, and
    do no more than `acts` in the regions of `only` where these are set."""

    person: int
    login: str
    name: str
    grants: frozenset[Grant]
    session: str = ""
    writes: bool = True
    acts: frozenset[Act] | None = None
    only: frozenset[str] | None = None
    token: bool = False

    def may(self, act: Act, region: str) -> bool:
        """Whether this person may act in a region. `*` asks for all regions."""
        held = any(g.role in RIGHTS[act] and g.region in (region, EVERYWHERE) for g in self.grants)
        return held and self._lets(act) and (self.only is None or region in self.only)

    def regions(self, act: Act) -> frozenset[str] | None:
        """The regions in which this person may act; None for all."""
        found = frozenset(g.region for g in self.grants if g.role in RIGHTS[act] and self._lets(act))
        if EVERYWHERE in found:
            return None if self.only is None else self.only
        return found if self.only is None else found & self.only

    def _lets(self, act: Act) -> bool:
        """Whether the session is for acts like this."""
        return (self.writes or act in ("read", "audit")) and (self.acts is None or act in self.acts)


def visible(actor: Actor, region: Column[str], act: Act = "read") -> ColumnElement[bool]:
    """The rows that a person may see, as a condition of a query. Every query of the desk carries it."""
    regions = actor.regions(act)
    if regions is None:
        return true()
    return region.in_(sorted(regions)) if regions else false()


def demand(actor: Actor, act: Act, region: str, what: str = "region") -> None:
    """Let a person act in a region. Raises DeskMissing where the person may not even read, so that nobody learns what exists elsewhere, and
    DeskForbidden."""
    if actor.may(act, region):
        return
    if not actor.may("read", region):
        raise DeskMissing(f"there is no such {what}, or you may not see it")
    raise DeskForbidden(f"your roles in `{region}` do not let you {act}", hint="ask an administrator of the region", region=region)

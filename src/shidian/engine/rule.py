"""One rule as the engine applies it: its scope resolved against the vocabularies, when it stands, what it does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from msgspec import Struct

from shidian.engine.algebra import Effect
from shidian.engine.conditions import Conditions
from shidian.engine.standing import Validity
from shidian.law.records import instrument as law
from shidian.law.records.base import SEEN, Seen
from shidian.law.records.instrument import Provision

Kind = Literal["limit", "relief", "grant", "duty", "closing", "need"]


DutyKey = tuple[str, str, str]
"""What makes two duties one, whichever rule asks for it: what it is, in both languages, and who is in charge."""


class Rule(Struct, frozen=True):
    """One rule, ready to be applied. `taint` marks a rule whose reading is disputed, or a gap in the encoding; `seen` says how
    well its words were seen, by edition; `gives` names the duties that come with relying on it. A closing rule may say that a list does not
    name the case: `outside` is then the list's own closing rule, and `lists` says how well each edition of the list was read.

    A need names a fact and the value that the case must be open for as well (`needs`). A rule that a need brings to the case has the ids
    of both (:mod:`shidian.engine.needs`), and is seen no better than the need (`at_best`)."""

    id: str
    kind: Kind
    scope: Conditions
    validity: Validity
    effect: Effect
    relieves: frozenset[str] = frozenset()
    taint: Literal["disputed", "gap"] | None = None
    seen: dict[str, Seen] = {}
    gives: tuple[DutyKey, ...] = ()
    outside: str | None = None
    lists: dict[str, Seen] = {}
    needs: tuple[str, str] | None = None
    at_best: Seen = "official"
    instead_of: str | None = None
    """Of the companion of a rule (:mod:`shidian.engine.full`): the rule in whose stead it is told of."""

    @property
    def written(self) -> str:
        """The id of the rule as the lawbook has it."""
        return written(self.id)

    @property
    def relieves_itself(self) -> frozenset[str]:
        """The limits that its own words relieve, without their companions."""
        return frozenset(id for id in self.relieves if "~" not in id)

    def seen_in(self, edition: str) -> Seen:
        """How well it was seen in an edition of its act."""
        return max(self.seen.get(edition, "inferred"), self.at_best, key=SEEN.index)


def duty_key(duty: law.Duty) -> DutyKey:
    """What makes this duty the same as another rule's."""
    return duty.name.en, duty.name.zh, duty.authority


@cache
def written(id: str) -> str:
    """Of the id of a rule, what the lawbook calls it: without the needs that bring it to a case, and without the choices of a companion."""
    return id.partition("@")[0].partition("~")[0]


def all_written(ids: Iterable[str]) -> tuple[str, ...]:
    """What the lawbook calls some rules, each once."""
    return tuple(dict.fromkeys(written(id) for id in ids))


def derived(id: str) -> bool:
    """Whether a rule was made from one of the lawbook: for a need, or as a companion."""
    return written(id) != id


@cache
def told_as(id: str) -> str:
    """The id of the rule in whose stead a companion is told of; any other id as it is."""
    return "@".join(part.partition("~")[0] for part in id.split("@"))


def names_in(id: str) -> frozenset[str]:
    """What of the lawbook a rule is made of: a rule, and the needs that bring it."""
    return frozenset({written(id), *brought_by(id)})


def brought_by(id: str) -> tuple[str, ...]:
    """The needs that bring a rule to a case, nearest to the case last; none for its own rules."""
    return tuple(id.split("@")[1:])


def seen_of(provision: Provision, rule: law.Rule | law.Gap, edition: str) -> Seen:
    """How well the words behind a rule were seen, in the edition that applies; the weaker of provision and rule."""
    seen = provision.seen_in(edition)
    if isinstance(rule, law.Gap) or rule.seen is None:
        return seen
    return max(seen, rule.seen, key=SEEN.index)

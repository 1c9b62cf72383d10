"""What comes of holding a statement of a document against the lawbook."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from shidian.law.records.base import Label

HeldKind = Literal["history", "plan", "event", "figure", "rule", "case"]
HELD_KINDS: tuple[HeldKind, ...] = ("case", "rule", "history", "plan", "event", "figure")
HeldVerdict = Literal["differs", "announced", "agrees", "open"]
HELD_VERDICTS: tuple[HeldVerdict, ...] = ("differs", "announced", "open", "agrees")
"""`differs`: the lawbook says otherwise; `announced`: true of what is announced, not of what is in force; `open`: it was asked and the answer is open."""


class HeldAgainst(Struct, frozen=True):
    """A statement of a document and what the lawbook says of it.

    `start` and `end` are the span of the words that decide; `law` is what the lawbook says; `about` are the ids of the records it says it by (regions, plans,
    events, figures, provisions `act#n`, rules); `day` is the day for which it was asked, where it was.
    """

    kind: HeldKind
    verdict: HeldVerdict
    start: int
    end: int
    law: Label
    about: tuple[str, ...] = ()
    day: str | None = None


CitationVerdict = Literal["right", "wrong-article", "wrong-number", "another-edition", "repealed", "not-yet", "says-else", "not-held"]
"""What a citation can be. `not-held`: the lawbook does not hold the act, its edition of that day, or that article; nothing is said of
whether it exists. `right`: nothing that the lawbook holds speaks against it."""


class CheckedCitation(Struct, frozen=True):
    """A citation of an act. `article` is the number cited; `act` and `edition` what it means, where the lawbook holds it; `law` what the lawbook says of it;
    `about` the provisions (`act#n`) or the act it rests on; `day` the day for which it was checked."""

    verdict: CitationVerdict
    start: int
    end: int
    act: str | None
    edition: str | None
    article: str | None
    law: Label
    about: tuple[str, ...] = ()
    day: str | None = None

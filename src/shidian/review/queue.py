"""The use cases of review: keep readings in the store, accept, correct, reject and undo, carry reviews over to a new version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from shidian.documents.compare.anchors import AnchorChange, anchor, changes
from shidian.documents.compare.compare import Comparison
from shidian.documents.compare.stated import Stated
from shidian.documents.grammar.finding import KINDS, AmountFound, Cited, Happened, Listing, Measure, Named, When
from shidian.errors import ReviewError
from shidian.store.records import KeptDocument, KeptFinding, QueueRow, Review, State, Verdict
from shidian.store.shelf import Shelf
from shidian.words.plain import to_plain

VALUES: dict[str, type] = {
    "place": Named,
    "origin": Named,
    "activity": Named,
    "body": Named,
    "agreement": Named,
    "instrument": Cited,
    "day": When,
    "period": AmountFound,
    "share": AmountFound,
    "amount": AmountFound,
    "count": AmountFound,
    "list": Listing,
    "measure": Measure,
    "event": Happened,
}


MOST_TOGETHER = 5_000
"""So many findings are accepted or rejected together."""


class Carried(Struct, frozen=True):
    """What became of one reviewed finding in a new version: carried over, to be looked at again, or orphaned."""

    finding: int
    quote: str
    fate: str
    now: int | None = None


class NewVersion(Struct, frozen=True):
    """What a new version of a document changed, and what became of the reviews."""

    document: int
    replaces: int
    changes: tuple[AnchorChange, ...]
    carried: tuple[Carried, ...]


class ReviewDesk:
    """Reviews on a store. The doors (terminal, web) call these and nothing below."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def save(self, comparison: Comparison, lawbook: str, replaces: int | None = None) -> list[int]:
        """Keep every document of a comparison with its findings; returns their ids."""
        return [self._save(comparison, i, lawbook, replaces) for i in range(len(comparison.documents))]

    def _save(self, comparison: Comparison, index: int, lawbook: str, replaces: int | None) -> int:
        compared = comparison.documents[index]
        document = compared.reading.document
        claims: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for stated in compared.stated:
            for span in stated.spans:
                claims.setdefault(span, []).append(_plain_claim(stated))
        new = set(compared.new)
        kept = [
            KeptFinding(
                f.id,
                f.kind,
                f.start,
                f.end,
                compared.reading.quote(f),
                f.origin,
                to_plain(f.value),
                to_plain(list(compared.links.get(f.id, ()))),
                claims.get((f.start, f.end), []),
                "known" if compared.links.get(f.id) else "new" if f.id in new else "plain",
            )
            for f in compared.reading.findings
        ]
        told = {name: getattr(document, name) for name in KeptDocument.__struct_fields__ if hasattr(document, name)}
        return self.shelf.keep(told | {"lawbook": lawbook}, kept, replaces)

    def documents(self) -> list[KeptDocument]:
        """The documents in the store, the latest first, without their texts."""
        return self.shelf.documents()

    def queue(
        self,
        *,
        document: int | None = None,
        kinds: Iterable[str] = (),
        states: Iterable[State] = ("open",),
        statuses: Iterable[str] = (),
        most: int = 1000,
        after: int = 0,
    ) -> list[QueueRow]:
        """The findings that wait for a review (or are in other states), in order."""
        kinds = tuple(kinds)
        for kind in kinds:
            if kind not in KINDS:
                raise ReviewError(f"unknown kind of finding `{kind}`", hint="known: " + ", ".join(KINDS))
        return self.shelf.queue(document=document, kinds=kinds, states=states, statuses=statuses, most=most, after=after)

    def accept(self, finding: int, who: str, reason: str | None = None) -> Review:
        """The finding says what the document says, and matters."""
        return self._review(finding, "accepted", who, reason)

    def reject(self, finding: int, who: str, reason: str | None) -> Review:
        """The finding is wrong or does not matter; the reason says which."""
        if not (reason or "").strip():
            raise ReviewError("a rejection needs a reason", hint="say why, in a few words")
        return self._review(finding, "rejected", who, reason)

    def review_each(self, findings: Iterable[int], verdict: Verdict, who: str, reason: str | None = None) -> int:
        """Accept or reject many open findings in one go; returns how many. What has been reviewed already is left as it is. A rejection needs a reason."""
        if verdict == "rejected" and not (reason or "").strip():
            raise ReviewError("a rejection needs a reason", hint="say why, in a few words")
        if verdict not in ("accepted", "rejected"):
            raise ReviewError(f"many findings cannot be `{verdict}` together", hint="accept or reject them")
        return self.shelf.review_each(list(findings), verdict, _who(who), reason)

    def matching(self, *, document: int | None = None, kinds: Iterable[str] = (), statuses: Iterable[str] = ()) -> list[int]:
        """The open findings of a document, kind and status, at most so many."""
        return [r.id for r in self.queue(document=document, kinds=kinds, states=("open",), statuses=statuses, most=MOST_TOGETHER)]

    def correct(self, finding: int, who: str, value: dict[str, Any], reason: str | None = None) -> Review:
        """The finding stands, with another value. `value` replaces the parts of the value that it names."""
        row = self.shelf.finding(finding)
        merged = {**row.finding.value, **value}
        try:
            checked: Any = msgspec.convert(merged, VALUES[row.finding.kind], strict=False)
        except msgspec.ValidationError as error:
            raise ReviewError(
                f"this is not a value of a {row.finding.kind}: {str(error).lower()}",
                hint="it now says " + msgspec.json.encode(row.finding.value).decode(),
            ) from error
        unknown = set(value) - set(to_plain(checked)) - {f.encode_name for f in msgspec.structs.fields(checked)}
        if unknown:
            raise ReviewError(
                f"a {row.finding.kind} has no `{sorted(unknown)[0]}`",
                hint="keys: " + ", ".join(f.encode_name for f in msgspec.structs.fields(checked)),
            )
        return self._review(finding, "corrected", who, reason, to_plain(checked))

    def undo(self, finding: int, who: str) -> Review:
        """Take back the review that holds; the one before it holds again. Returns the review taken back."""
        return self.shelf.undo(finding, _who(who))

    def history(self, finding: int) -> list[Review]:
        """Every review of a finding, undone ones too."""
        self.shelf.finding(finding)
        return self.shelf.history(finding)

    def _review(self, finding: int, verdict: Verdict, who: str, reason: str | None, value: dict[str, Any] | None = None) -> Review:
        return self.shelf.review(finding, verdict, _who(who), reason, value)

    def new_version(self, new: int, old: int) -> NewVersion:
        """Carry the reviews of an earlier version over: where the same words stand in the same surroundings and come to the same value. The rest is listed."""
        before, after = self.shelf.document(old), self.shelf.document(new)
        if old == new:
            raise ReviewError("a document cannot replace itself")
        rows = self.shelf.queue(document=old, states=("accepted", "corrected", "rejected"), most=10**9)
        found = {(r.finding.kind, r.finding.start, r.finding.end): r for r in self.shelf.queue(document=new, most=10**9)}
        anchors = anchor(before.text, after.text, [(r.finding.start, r.finding.end) for r in rows])
        carried = []
        for row, fixed in zip(rows, anchors, strict=True):
            assert row.review is not None
            there = found.get((row.finding.kind, *fixed.now)) if fixed.now is not None else None
            if fixed.fate == "orphaned":
                carried.append(Carried(row.id, row.finding.quote, "orphaned"))
            elif there is None or _bare(there.finding.value) != _bare(row.finding.value):
                carried.append(Carried(row.id, row.finding.quote, "look-again", there.id if there else None))
            else:
                if there.state == "open":
                    self.shelf.review(there.id, row.review.verdict, row.review.who, row.review.reason, row.review.value)
                carried.append(Carried(row.id, row.finding.quote, fixed.fate, there.id))
        return NewVersion(new, old, tuple(changes(before.text, after.text)), tuple(carried))


def _plain_claim(stated: Stated) -> dict[str, Any]:
    claim = stated.claim
    return {"subject": claim.subject, "says": to_plain(claim.says), "as_of": claim.as_of, "unit": claim.unit}


def _bare(value: dict[str, Any]) -> dict[str, Any]:
    """A value without the places of its words: they move with the text."""
    return {k: v for k, v in value.items() if k not in ("at", "object", "excludes", "limits", "conditions")}


def _who(who: str) -> str:
    if not who.strip():
        raise ReviewError("a review needs a name", hint="give --who NAME")
    return who.strip()

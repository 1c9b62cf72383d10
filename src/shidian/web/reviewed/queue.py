"""The pages of the review desk: the queue of findings, one finding, and the proposals. They change nothing."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import msgspec

from shidian.catalogue.lists import NotFound
from shidian.documents.compare.linking import Link
from shidian.documents.grammar.finding import KINDS
from shidian.documents.marks import value_text
from shidian.documents.rows import FindingRow
from shidian.errors import ReviewError
from shidian.law.records.base import Label, record_of
from shidian.review.corrections import ValuePart, parts_of
from shidian.review.proposals import Proposal, propose
from shidian.review.queue import VALUES, ReviewDesk
from shidian.store.desk.work import WorkShelf
from shidian.store.records import QueueRow, Review, State
from shidian.tracking.confirmed import both
from shidian.visitors.keeper import Keeper
from shidian.web.page import Context, Visit

MOST = 100
AROUND = 400
STATES: tuple[State, ...] = ("open", "accepted", "corrected", "rejected")
STATUSES = ("new", "known", "plain", "gone")


class DocumentLine(Context, frozen=True):
    """A document in the store."""

    id: int
    name: str
    title: str | None
    publisher: str | None
    date: str | None


class QueueLine(Context, frozen=True):
    """A finding in the queue. `document` is the id of its document, `who` the last reviewer, `passage` the line of the document that it stands in, where
    the queue is that of one document."""

    id: int
    document: int
    kind: str
    quote: str
    status: str
    state: str
    links: tuple[Link, ...]
    who: str | None
    passage: str | None = None


class ReviewPage(Context, frozen=True):
    """The queue, filtered by document, kind, state and what the lawbook knows. `open` says whether this server has a store; `next` goes on after this page;
    `waiting` counts the open findings that fit the filter (at most 5,000 are counted), `reviewer` is the name to sign with, `signed` whether it is that of who is signed in."""

    open: bool
    documents: tuple[DocumentLine, ...]
    rows: tuple[QueueLine, ...]
    kinds: tuple[str, ...]
    states: tuple[str, ...]
    statuses: tuple[str, ...]
    document: int | None
    kind: str | None
    state: str
    status: str | None
    next: int | None
    waiting: int = 0
    reviewer: str = ""
    signed: bool = False


class ReviewRow(Context, frozen=True):
    """One review of a finding: who said what, when, and who took it back. Moments are UTC; `value` is a corrected value in words."""

    verdict: str
    who: str
    at: str
    reason: str | None
    value: Label | None
    undone_by: str | None
    undone_at: str | None


class FindingPage(Context, frozen=True):
    """One finding: its words with those around them, what it comes to, what it speaks of, the parts that can be corrected, and every review. `next` is
    the next open finding of the document; `signed` says whether the reviewer is who is signed in."""

    line: QueueLine
    document: DocumentLine
    before: str
    after: str
    language: str
    value: Label
    parts: tuple[ValuePart, ...]
    history: tuple[ReviewRow, ...]
    reviewer: str
    next: int | None
    signed: bool = False


class ProposalsPage(Context, frozen=True):
    """The files that the accepted findings suggest for the lawbook, and notes on what a person has to write. `plan` is the one that measures are
    rows of, whose document names none."""

    files: dict[str, str]
    notes: tuple[str, ...]
    plans: tuple[tuple[str, Label], ...]
    plan: str | None


def review(visit: Visit) -> ReviewPage:
    """The queue."""
    document, kind, status = visit.whole("document", 1, 10**9), visit.choice("kind", KINDS), visit.choice("status", STATUSES)
    state = visit.choice("state", (*STATES, "all")) or "open"
    reviews = visit.desk.reviews
    if reviews is None:
        return ReviewPage(False, (), (), KINDS, STATES, STATUSES, document, kind, state, status, None)
    found = reviews.queue(
        document=document,
        kinds=[kind] if kind else [],
        states=() if state == "all" else [s for s in STATES if s == state],
        statuses=[status] if status else [],
        most=MOST + 1,
        after=visit.whole("after", 0, 10**9) or 0,
    )
    text = reviews.shelf.document(document).text if document is not None and found else None
    return ReviewPage(
        True,
        tuple(_document(d) for d in reviews.documents()),
        tuple(_line(r, text) for r in found[:MOST]),
        KINDS,
        STATES,
        STATUSES,
        document,
        kind,
        state,
        status,
        found[MOST - 1].id if len(found) > MOST else None,
        len(reviews.matching(document=document, kinds=[kind] if kind else [], statuses=[status] if status else [])),
        visit.reviewer,
        visit.desk.programme is not None,
    )


def finding(visit: Visit) -> FindingPage:
    reviews = opened(visit.desk)
    row = row_of(reviews, visit.path["id"])
    document = reviews.shelf.document(row.document)
    text, start, end = document.text, row.finding.start, row.finding.end
    begin, close = around(text, start, end)
    value = row.review.value if row.review is not None and row.review.value is not None else row.finding.value
    further = reviews.queue(document=row.document, states=["open"], most=1, after=row.id)
    return FindingPage(
        _line(row),
        _document(document),
        text[begin:start],
        text[end:close],
        document.language,
        _value(row, row.finding.value, text),
        parts_of(row.finding.kind, value),
        tuple(_said(row, r, text) for r in reviews.history(row.id)),
        visit.reviewer,
        further[0].id if further else None,
        visit.desk.programme is not None,
    )


def proposals(visit: Visit) -> ProposalsPage:
    """What the accepted findings suggest."""
    programme = visit.desk.book.lawbook.programme
    plan = visit.choice("plan", tuple(p.plan for p in programme.plans))
    found = proposal_of(visit.desk, plan)
    return ProposalsPage(found.files, found.notes, tuple((p.plan, p.title) for p in programme.plans), plan)


def proposal_of(desk: Keeper, plan: str | None = None) -> Proposal:
    """What the accepted findings and the desk of the programme suggest for the lawbook. Raises NotFound without a store, ReviewError for a plan
    that there is not."""
    shelf = opened(desk).shelf
    stages, _ = both(WorkShelf(shelf.database).vouched())
    return propose(desk.book.lawbook, desk.folder, shelf, plan, stages)


def zipped(found: Proposal) -> bytes:
    """The files of a proposal as one, to be unpacked in the folder of the lawbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in found.files.items():
            packed.writestr(name, text)
        if found.notes:
            packed.writestr("proposal-notes.txt", "\n".join(found.notes) + "\n")
    return out.getvalue()


def opened(desk: Keeper) -> ReviewDesk:
    """The review desk. Raises NotFound on a server without a store."""
    if desk.reviews is None:
        raise NotFound("this server has no review desk", hint="start it with `shidian serve --store sqlite:///work.db`")
    return desk.reviews


def row_of(reviews: ReviewDesk, id: str) -> QueueRow:
    """A finding of the queue by its number. Raises NotFound."""
    if id.isascii() and id.isdigit() and len(id) < 10:
        try:
            return reviews.shelf.finding(int(id))
        except ReviewError as error:
            raise NotFound(error.message) from error
    raise NotFound(f"there is no finding `{id[:40]}`", hint="findings have numbers")


def _document(document: Any) -> DocumentLine:
    return record_of(DocumentLine, document, date=document.date.isoformat() if document.date else None)


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the line that a finding stands in. A long line is cut around it, and begins behind a mark or space: never with a comma or within a word."""
    line, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    low = max(line, start - AROUND)
    if low > line and (mark := re.search(r"[\s，、；：。！？,;:.!?）)》”]+", text[low:start])) is not None:
        low += mark.end()
    return low, min(len(text) if high < 0 else high, end + AROUND)


def _line(row: QueueRow, text: str | None = None) -> QueueLine:
    f = row.finding
    return QueueLine(
        row.id,
        row.document,
        f.kind,
        " ".join(f.quote.split()),
        f.status,
        row.state,
        msgspec.convert(f.links, tuple[Link, ...]),
        row.review.who if row.review else None,
        None if text is None else text[slice(*around(text, f.start, f.end))].strip(),
    )


def _value(row: QueueRow, value: dict[str, Any], text: str) -> Label:
    """What a value comes to, for a person."""
    f = row.finding
    as_row = record_of(FindingRow, f, id=f.key, passage=0, value=msgspec.convert(value, VALUES[f.kind], strict=False), links=())
    return Label(value_text(as_row, "en", text), value_text(as_row, "zh", text))


def _said(row: QueueRow, review: Review, text: str) -> ReviewRow:
    said = _value(row, review.value, text) if review.value is not None else None
    at, undone = (f"{moment:%Y-%m-%d %H:%M}" if moment else None for moment in (review.at, review.undone_at))
    return record_of(ReviewRow, review, at=at, value=said, undone_at=undone)

"""The store: keeps documents, findings and reviews in SQLite or PostgreSQL. Every method is one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.engine import Connection

from shidian.errors import ReviewError
from shidian.law.records.base import record_of
from shidian.store.database import Database, aware, now
from shidian.store.records import KeptDocument, KeptFinding, QueueRow, Review, State, Verdict
from shidian.store.tables import documents, findings, reviews

CHUNK = 500
"""So many findings are asked for in one statement."""


class Shelf:
    """An open store. Raises ReviewError when it cannot be used."""

    def __init__(self, url: str | Database | None = None, clock: Callable[[], dt.datetime] = now) -> None:
        self.database = url if isinstance(url, Database) else Database(url)
        self.url = self.database.url
        self._clock = clock
        self._engine = self.database.engine
        self._writing = self.database.writing

    def close(self) -> None:
        """Let the database go."""
        self.database.close()

    # --- documents ------------------------------------------------------------------------------------------

    def has(self, sha256: str, lawbook: str) -> bool:
        """Whether these bytes were read with this lawbook."""
        with self._engine.begin() as c:
            return c.execute(select(documents.c.id).where(documents.c.sha256 == sha256, documents.c.lawbook == lawbook)).first() is not None

    def keep(self, document: dict[str, Any], found: Sequence[KeptFinding], replaces: int | None = None) -> int:
        """Keep a document with its findings and return its id.

        Read again, its findings are brought up to date: reviews stay, and a finding that was reviewed and is no longer seen is kept as `gone`.
        """
        with self._writing() as c:
            known = c.execute(select(documents.c.id).where(documents.c.sha256 == document["sha256"])).scalar()
            values = {**document, "read_at": self._clock()} | ({"replaces": replaces} if replaces is not None else {})
            if known is None:
                id = int(c.execute(insert(documents).values(values).returning(documents.c.id)).scalar_one())
            else:
                id = int(known)
                c.execute(update(documents).where(documents.c.id == id).values(values))
            self._keep_findings(c, id, found)
            return id

    def _keep_findings(self, c: Connection, document: int, found: Sequence[KeptFinding]) -> None:
        known: dict[str, int] = {
            r.key: r.id for r in c.execute(select(findings.c.id, findings.c.key).where(findings.c.document == document))
        }
        reviewed = set(
            c.execute(
                select(reviews.c.finding).join(findings, findings.c.id == reviews.c.finding).where(findings.c.document == document)
            ).scalars()
        )
        new = []
        for finding in {f.key: f for f in found}.values():
            row = asdict(finding)
            del row["key"]
            if finding.key in known:
                c.execute(update(findings).where(findings.c.id == known.pop(finding.key)).values(row))
            else:
                new.append({"document": document, "key": finding.key, **row})
        if new:
            c.execute(insert(findings), new)
        gone = list(known.values())
        for id in gone:
            if id in reviewed:
                c.execute(update(findings).where(findings.c.id == id).values(status="gone"))
            else:
                c.execute(delete(findings).where(findings.c.id == id))

    def documents(self) -> list[KeptDocument]:
        """All documents, the latest first, without their texts."""
        with self._engine.begin() as c:
            return [
                _document(r, "") for r in c.execute(select(*(k for k in documents.c if k.name != "text")).order_by(documents.c.id.desc()))
            ]

    def document(self, id: int) -> KeptDocument:
        """One document. Raises ReviewError."""
        with self._engine.begin() as c:
            row = c.execute(select(documents).where(documents.c.id == id)).first()
        if row is None:
            raise ReviewError(f"the store has no document {id}", hint="see `shidian review documents`")
        return _document(row, row.text)

    # --- the queue ------------------------------------------------------------------------------------------

    def queue(
        self,
        *,
        document: int | None = None,
        kinds: Iterable[str] = (),
        states: Iterable[State] = (),
        statuses: Iterable[str] = (),
        most: int = 1000,
        after: int = 0,
    ) -> list[QueueRow]:
        """Findings with their state, in order of their ids. `after` is the id to go on from."""
        live = (
            select(func.max(reviews.c.id).label("id"), reviews.c.finding)
            .where(reviews.c.undone_at.is_(None))
            .group_by(reviews.c.finding)
            .subquery()
        )
        query = (
            select(
                findings,
                reviews.c.id.label("review_id"),
                reviews.c.verdict,
                reviews.c.reason,
                reviews.c.value.label("corrected"),
                reviews.c.who,
                reviews.c.at,
            )
            .outerjoin(live, live.c.finding == findings.c.id)
            .outerjoin(reviews, reviews.c.id == live.c.id)
            .where(findings.c.id > after)
            .order_by(findings.c.id)
        )
        if document is not None:
            query = query.where(findings.c.document == document)
        if kinds := tuple(kinds):
            query = query.where(findings.c.kind.in_(kinds))
        if statuses := tuple(statuses):
            query = query.where(findings.c.status.in_(statuses))
        if states := tuple(states):
            wanted = [s for s in states if s != "open"]
            query = (
                query.where(reviews.c.verdict.in_(wanted) | reviews.c.id.is_(None))
                if "open" in states
                else query.where(reviews.c.verdict.in_(wanted))
            )
        with self._engine.begin() as c:
            return [_queued(r) for r in c.execute(query.limit(most))]

    def finding(self, id: int) -> QueueRow:
        """One finding with its state. Raises ReviewError."""
        rows = self.queue(after=id - 1, most=1)
        if not rows or rows[0].id != id:
            raise ReviewError(f"the store has no finding {id}", hint="see `shidian review list`")
        return rows[0]

    def review(self, finding: int, verdict: Verdict, who: str, reason: str | None = None, value: dict[str, Any] | None = None) -> Review:
        """Keep a person's word on a finding; it takes the place of an earlier one, which stays in the history."""
        self.finding(finding)
        row = {"finding": finding, "verdict": verdict, "reason": reason, "value": value, "who": who, "at": self._clock()}
        with self._writing() as c:
            c.execute(
                update(reviews)
                .where(reviews.c.finding == finding, reviews.c.undone_at.is_(None))
                .values(undone_at=row["at"], undone_by=who)
            )
            id = int(c.execute(insert(reviews).values(row).returning(reviews.c.id)).scalar_one())
        return Review(id, finding, verdict, reason, value, who, row["at"])  # type: ignore[arg-type]

    def review_each(self, findings_: Sequence[int], verdict: Verdict, who: str, reason: str | None = None) -> int:
        """Keep one word on many findings that have none yet, in one go; returns on how many. Those that somebody has reviewed keep their review."""
        at = self._clock()
        with self._writing() as c:
            done = 0
            for chunk in (findings_[i : i + CHUNK] for i in range(0, len(findings_), CHUNK)):
                known = {r.id for r in c.execute(select(findings.c.id).where(findings.c.id.in_(chunk)))}
                held = {
                    r.finding
                    for r in c.execute(select(reviews.c.finding).where(reviews.c.finding.in_(chunk), reviews.c.undone_at.is_(None)))
                }
                rows = [
                    {"finding": f, "verdict": verdict, "reason": reason, "value": None, "who": who, "at": at}
                    for f in dict.fromkeys(chunk)
                    if f in known and f not in held
                ]
                if rows:
                    c.execute(insert(reviews), rows)
                done += len(rows)
        return done

    def undo(self, finding: int, who: str) -> Review:
        """Take back the review that holds, and let the one before it hold again. Raises ReviewError when there is none."""
        held = self.finding(finding).review
        if held is None:
            raise ReviewError(f"finding {finding} has no review to undo")
        at = self._clock()
        with self._writing() as c:
            c.execute(update(reviews).where(reviews.c.id == held.id).values(undone_at=at, undone_by=who))
            before = c.execute(
                select(reviews.c.id, reviews.c.undone_at)
                .where(reviews.c.finding == finding, reviews.c.id < held.id)
                .order_by(reviews.c.id.desc())
            ).first()
            if before is not None and aware(before.undone_at) == held.at:  # it was put aside by the one now undone
                c.execute(update(reviews).where(reviews.c.id == before.id).values(undone_at=None, undone_by=None))
        return held

    def history(self, finding: int) -> list[Review]:
        """Every review of a finding, the oldest first."""
        with self._engine.begin() as c:
            return [
                record_of(Review, r, at=aware(r.at) or r.at, undone_at=aware(r.undone_at))
                for r in c.execute(select(reviews).where(reviews.c.finding == finding).order_by(reviews.c.id))
            ]


def _document(row: Row[Any], text: str) -> KeptDocument:
    return record_of(KeptDocument, row, text=text, read_at=aware(row.read_at) or row.read_at)


def _queued(row: Row[Any]) -> QueueRow:
    review = None
    if row.review_id is not None:
        review = Review(row.review_id, row.id, row.verdict, row.reason, row.corrected, row.who, aware(row.at) or row.at)
    return QueueRow(row.id, row.document, record_of(KeptFinding, row), review.verdict if review else "open", review)

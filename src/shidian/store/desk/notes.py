"""The shelf of comments and attachments. Whoever may see an item sees them; whoever may propose or sign adds them. The journal keeps the digest of each.

A comment names people by `@login`; the mention counts for those who may see the item. Files are kept by their digest, each once.
"""

from __future__ import annotations

import hashlib
import re

from msgspec import Struct
from sqlalchemy import func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from shidian.errors import DeskError, DeskMissing
from shidian.law.records.base import record_of
from shidian.store.access import Act, Actor, visible
from shidian.store.desk.work import WorkShelf
from shidian.store.tables import attachments, blobs, comments, grants, people
from shidian.store.walls import walls_of

LONGEST_COMMENT = 2_000
MENTION = re.compile(r"@([^\s@,，。；、:：()（）]{2,80})")


class KeptComment(Struct, frozen=True):
    """A comment. `mentions` are the names of those it calls."""

    id: int
    item: int
    who: str
    at: str
    text: str
    mentions: tuple[str, ...]


class KeptAttachment(Struct, frozen=True):
    """A file of an item."""

    id: int
    item: int
    region: str
    name: str
    kind: str
    size: int
    digest: str
    who: str
    at: str


class NotesShelf:
    """Comments and attachments, beside the items of a shelf."""

    def __init__(self, work: WorkShelf) -> None:
        self.work = work

    def comment(self, actor: Actor, item: int, text: str) -> int:
        """Say something of an item; returns the comment. Raises DeskError."""
        bare = text.strip()
        if not bare or len(bare) > LONGEST_COMMENT or any(not c.isprintable() and c not in "\r\n\t" for c in bare):
            raise DeskError(f"a comment has 1 to {LONGEST_COMMENT} characters that can be shown")
        seen = self.work.item(actor, item)
        act: Act = "propose" if actor.may("propose", seen.region) else "sign"
        with self.work.writing(actor, act, seen.region) as w:
            named = set(MENTION.findall(bare))
            called = w.connection.execute(
                select(people.c.id)
                .join(grants, grants.c.person == people.c.id)
                .where(people.c.login.in_(sorted(named)), people.c.active, grants.c.region.in_((seen.region, "*")))
                .distinct()
            )
            values = {"region": seen.region, "item": item, "person": actor.person, "who": actor.name, "at": w.at, "text": bare}
            values |= {"mentions": sorted(called.scalars())}
            id = int(w.connection.execute(insert(comments).values(values).returning(comments.c.id)).scalar_one())
            w.noted("commented", item, {"comment": id, "digest": hashlib.sha256(bare.encode()).hexdigest()})
            return id

    def attach(self, actor: Actor, item: int, name: str, kind: str, content: bytes, most: int) -> int:
        """Keep a file that was checked; returns the attachment. The same file twice on an item is kept once. Raises DeskError."""
        seen, digest = self.work.item(actor, item), hashlib.sha256(content).hexdigest()
        with self.work.writing(actor, "propose", seen.region) as w:
            c = w.connection
            there = c.execute(select(attachments.c.id).where(attachments.c.item == item, attachments.c.digest == digest)).scalar()
            if there is not None:
                return int(there)
            if int(c.execute(select(func.count()).select_from(attachments).where(attachments.c.item == item)).scalar_one()) >= most:
                raise DeskError(f"an item holds at most {most} files")
            upsert = sqlite.insert if self.work.database.sqlite else postgresql.insert
            same = upsert(blobs).values(digest=digest, size=len(content), content=content)
            c.execute(same.on_conflict_do_nothing(index_elements=["digest"]))  # another region may take the same file at this moment
            values = {"region": seen.region, "item": item, "digest": digest, "name": name, "kind": kind, "size": len(content)}
            values |= {"person": actor.person, "who": actor.name, "at": w.at}
            id = int(c.execute(insert(attachments).values(values).returning(attachments.c.id)).scalar_one())
            w.noted("attached", item, {"name": name, "size": len(content), "digest": digest})
            return id

    def comments(self, actor: Actor, item: int, most: int = 500) -> list[KeptComment]:
        """The comments of an item that a person may see, the first first."""
        query = select(comments).where(comments.c.item == item, visible(actor, comments.c.region)).order_by(comments.c.id).limit(most)
        with self.work.database.reading(walls_of(actor)) as c:
            rows = list(c.execute(query))
            names = {
                r.id: r.name
                for r in c.execute(select(people.c.id, people.c.name).where(people.c.id.in_({p for r in rows for p in r.mentions})))
            }
        return [record_of(KeptComment, r, mentions=tuple(names[p] for p in r.mentions if p in names)) for r in rows]

    def calling(self, actor: Actor, since: str, most: int = 50) -> list[KeptComment]:
        """Comments since a moment that call this person, the latest first."""
        query = (
            select(comments).where(visible(actor, comments.c.region), comments.c.at >= since).order_by(comments.c.id.desc()).limit(2_000)
        )
        with self.work.database.reading(walls_of(actor)) as c:
            found = [r for r in c.execute(query) if actor.person in r.mentions][:most]
        return [record_of(KeptComment, r, mentions=()) for r in found]

    def attachments(self, actor: Actor, item: int) -> list[KeptAttachment]:
        """The files of an item that a person may see."""
        query = select(attachments).where(attachments.c.item == item, visible(actor, attachments.c.region)).order_by(attachments.c.id)
        with self.work.database.reading(walls_of(actor)) as c:
            return [record_of(KeptAttachment, r) for r in c.execute(query)]

    def content(self, actor: Actor, id: int) -> tuple[KeptAttachment, bytes]:
        """A file with its content, as it was when it was taken. Raises DeskMissing, and DeskError where it is not any more."""
        query = (
            select(attachments, blobs.c.content)
            .join(blobs, blobs.c.digest == attachments.c.digest)
            .where(attachments.c.id == id, visible(actor, attachments.c.region))
        )
        with self.work.database.reading(walls_of(actor)) as c:
            row = c.execute(query).first()
        if row is None:
            raise DeskMissing("there is no such file, or you may not see it")
        if hashlib.sha256(row.content).hexdigest() != row.digest:
            raise DeskError("the file is not what it was when it was taken", hint="put it back from a backup")
        return record_of(KeptAttachment, row), bytes(row.content)

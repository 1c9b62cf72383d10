"""Where people of the desk want their daily digest: an address of their own, a language, and the day of the last one."""

from __future__ import annotations

import re

from msgspec import Struct
from sqlalchemy import delete, insert, or_, select, update

from shidian.errors import DeskError
from shidian.store.access import Actor
from shidian.store.signing.people import PeopleShelf
from shidian.store.signing.sessions import themselves
from shidian.store.tables import mailboxes, people

ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")


class Mailbox(Struct, frozen=True):
    """Where somebody gets mail."""

    person: int
    login: str
    address: str
    lang: str


class MailboxShelf:
    """The addresses, beside the accounts of a shelf."""

    def __init__(self, people: PeopleShelf) -> None:
        self.people = people

    def of(self, actor: Actor) -> Mailbox | None:
        """Where a person gets mail; None for no mail."""
        with self.people.database.reading() as c:
            row = c.execute(select(mailboxes).where(mailboxes.c.person == actor.person)).first()
        return Mailbox(row.person, actor.login, row.address, row.lang) if row is not None else None

    def set(self, actor: Actor, address: str | None, lang: str) -> None:
        """Send a person's digest there from now on, or nowhere. Raises DeskError."""
        themselves(actor)
        if address and (len(address) > 254 or not ADDRESS.fullmatch(address)):
            raise DeskError(f"`{address[:60]}` is not an address for mail")
        with self.people.database.writing() as c:
            c.execute(delete(mailboxes).where(mailboxes.c.person == actor.person))
            if address:
                c.execute(insert(mailboxes).values(person=actor.person, address=address, lang="en" if lang == "en" else "zh"))
            self.people.write(c, actor, "mail", "set" if address else "ended")

    def due(self, day: str) -> list[Mailbox]:
        """The addresses of open accounts that had no digest on a day."""
        query = (
            select(mailboxes, people.c.login)
            .join(people, people.c.id == mailboxes.c.person)
            .where(people.c.active, or_(mailboxes.c.sent_on.is_(None), mailboxes.c.sent_on < day))
            .order_by(mailboxes.c.person)
        )
        with self.people.database.reading() as c:
            return [Mailbox(r.person, r.login, r.address, r.lang) for r in c.execute(query)]

    def take(self, person: int, day: str) -> bool:
        """Take the turn of a day: True for one of those who try at the same time."""
        with self.people.database.writing() as c:
            mine = mailboxes.c.person == person
            before = or_(mailboxes.c.sent_on.is_(None), mailboxes.c.sent_on < day)
            return bool(c.execute(update(mailboxes).where(mine, before).values(sent_on=day)).rowcount == 1)

    def give_back(self, person: int) -> None:
        """The digest could not be sent: try again next time."""
        with self.people.database.writing() as c:
            c.execute(update(mailboxes).where(mailboxes.c.person == person).values(sent_on=None))

"""The people of the desk: accounts and roles. An administrator of a region reaches only accounts that have no role elsewhere."""

from __future__ import annotations

import unicodedata

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from shidian.errors import DeskError, DeskForbidden, DeskMissing
from shidian.store.access import EVERYWHERE, ROLES, Actor, Grant, demand, visible
from shidian.store.database import stamp
from shidian.store.desk.records import Person
from shidian.store.signing.second import take_second
from shidian.store.signing.sessions import themselves
from shidian.store.signing.sign_in import SignInShelf
from shidian.store.tables import grants, people

MOST_SUBJECT = 400


class PeopleShelf(SignInShelf):
    """Accounts in a database, and their sessions."""

    # --- accounts ---------------------------------------------------------------------------------------------

    def any(self) -> bool:
        """Whether there is an account at all."""
        with self.database.reading() as c:
            return c.execute(select(people.c.id).limit(1)).first() is not None

    def first(self, login: str = "administrator") -> str | None:
        """Make the first administrator, of all regions, and return the word of a one-time link; None when there are accounts already."""
        with self.database.writing() as c:
            if c.execute(select(people.c.id).limit(1)).first() is not None:
                return None
            id = self._made(c, login, login)
            c.execute(insert(grants).values(person=id, region=EVERYWHERE, role="administrator"))
            self._write(c, None, "shidian", "first", None, login)
            return self._link(c, id)

    def add(self, actor: Actor, login: str, name: str, roles: list[Grant]) -> tuple[int, str]:
        """A new account with roles in regions that the actor administers; returns it with the word of its one-time link."""
        themselves(actor)
        _names(login, name)
        _roles(actor, roles)
        with self.database.writing() as c:
            if login.casefold() in {x.casefold() for x in c.execute(select(people.c.login)).scalars()}:
                raise DeskError(f"there is an account `{login}` already")
            id = self._made(c, login, name)
            for g in sorted(set(roles)):
                c.execute(insert(grants).values(person=id, region=g.region, role=g.role))
                self._write(c, actor.person, actor.name, "granted", g.region, f"{login} {g.role}")
            return id, self._link(c, id)

    def grant(self, actor: Actor, person: int, role: Grant, *, take: bool = False) -> None:
        """Give a role, or take it. Sessions of the person end, so that no session has more than its roles."""
        themselves(actor)
        _roles(actor, [role])
        with self.database.writing() as c:
            login = self._reached(c, actor, person)
            if take and role == Grant(EVERYWHERE, "administrator"):
                self._others(c, person)
            where = (grants.c.person == person) & (grants.c.region == role.region) & (grants.c.role == role.role)
            there = c.execute(select(grants).where(where)).first() is not None
            if take and there:
                c.execute(delete(grants).where(where))
            elif not take and not there:
                c.execute(insert(grants).values(person=person, region=role.region, role=role.role))
            self._end(c, person)
            self._write(c, actor.person, actor.name, "taken" if take else "granted", role.region, f"{login} {role.role}")

    def renew(self, actor: Actor, person: int) -> str:
        """A new one-time link for somebody; the old password, the identity at a provider, the second factor and all sessions end."""
        themselves(actor)
        with self.database.writing() as c:
            login = self._reached(c, actor, person)
            c.execute(update(people).where(people.c.id == person).values(password=None, subject=None))
            take_second(c, person)
            self._end(c, person, links=True)
            self._write(c, actor.person, actor.name, "renewed", None, login)
            return self._link(c, person)

    def bind(self, actor: Actor, person: int, subject: str | None) -> None:
        """Let somebody in whom an OpenID provider knows by this subject (issuer and id), or by none. Sessions end; a password goes."""
        themselves(actor)
        bare = (subject or "").strip() or None
        if bare is not None and not (len(bare) <= MOST_SUBJECT and bare.isprintable() and bare.startswith("http") and " " in bare):
            raise DeskError("a subject is the address of the provider, a space, and the id there", hint="whom it refuses is shown it")
        with self.database.writing() as c:
            login = self._reached(c, actor, person)
            if bare is not None and c.execute(select(people.c.id).where(people.c.subject == bare, people.c.id != person)).first():
                raise DeskError("this identity belongs to another account already")
            c.execute(update(people).where(people.c.id == person).values(subject=bare, **({"password": None} if bare else {})))
            self._end(c, person, links=True)
            self._write(c, actor.person, actor.name, "bound", None, f"{login} {bare or '-'}"[:200])

    def set_active(self, actor: Actor, person: int, active: bool) -> None:
        """Close an account (its sessions end), or open it again."""
        themselves(actor)
        with self.database.writing() as c:
            login = self._reached(c, actor, person)
            if not active:
                self._others(c, person)
            c.execute(update(people).where(people.c.id == person).values(active=active))
            self._end(c, person, links=True)
            self._write(c, actor.person, actor.name, "opened" if active else "closed", None, login)

    def people(self, actor: Actor) -> list[Person]:
        """The accounts that have a role in a region that the actor administers, with their roles there; all of them for an administrator of all
        regions."""
        regions = actor.regions("administer")
        with self.database.reading() as c:
            roles: dict[int, list[tuple[str, str]]] = {}
            for g in c.execute(
                select(grants).where(visible(actor, grants.c.region, "administer")).order_by(grants.c.region, grants.c.role)
            ):
                roles.setdefault(g.person, []).append((g.region, g.role))
            found = [
                Person(r.id, r.login, r.name, r.active, r.password is not None or r.subject is not None, tuple(roles.get(r.id, ())))
                for r in c.execute(select(people).order_by(people.c.login))
            ]
        return [p for p in found if regions is None or p.roles]

    def signers(self) -> list[tuple[str, int, str]]:
        """Who signs where (region or `*`, person, name), for those at work there to know whom to ask."""
        query = select(grants.c.region, people.c.id, people.c.name).join(people, grants.c.person == people.c.id)
        with self.database.reading() as c:
            return [
                (r.region, r.id, r.name) for r in c.execute(query.where(people.c.active, grants.c.role == "signer").order_by(people.c.id))
            ]

    @staticmethod
    def machine() -> Actor:
        """Whoever runs the machine: may make accounts everywhere, and nothing else."""
        return Actor(0, "shidian", "shidian", frozenset({Grant(EVERYWHERE, "administrator")}))

    def acting(self, login: str) -> Actor:
        """Somebody by login, for commands of who runs the machine. Raises DeskMissing."""
        with self.database.reading() as c:
            row = c.execute(select(people).where(people.c.login == login)).first()
            if row is None:
                raise DeskMissing(f"there is no account `{login[:80]}`")
            return self._actor(c, row, "", True)

    # --- inside -----------------------------------------------------------------------------------------------

    def _made(self, c: Connection, login: str, name: str) -> int:
        values = {"login": login, "name": name, "active": True, "made_at": stamp(self.clock())}
        return int(c.execute(insert(people).values(values).returning(people.c.id)).scalar_one())

    def _others(self, c: Connection, person: int) -> None:
        """Raise DeskError where an account is the last open one that administers all regions: nobody could give roles any more."""
        c.execute(select(people.c.id).where(people.c.active).with_for_update())  # two who take each other's role wait for one another
        chief = (grants.c.region == EVERYWHERE) & (grants.c.role == "administrator") & people.c.active
        query = select(people.c.id).join(grants, grants.c.person == people.c.id).where(chief)
        if set(c.execute(query).scalars()) == {person}:
            raise DeskError("this is the last administrator of all regions", hint="make another one first")

    def _reached(self, c: Connection, actor: Actor, person: int) -> str:
        """The login of an account that the actor administers whole: every role of it lies where the actor is administrator."""
        regions = actor.regions("administer")
        row = c.execute(select(people).where(people.c.id == person)).first()
        held = set(c.execute(select(grants.c.region).where(grants.c.person == person)).scalars())
        if row is None or (regions is not None and not held & regions):
            raise DeskMissing("there is no such account, or you may not see it")
        if regions is not None and not held <= regions:
            raise DeskForbidden("this account has roles outside your regions", hint="ask an administrator of all regions")
        return str(row.login)


def _names(login: str, name: str) -> None:
    if not (2 <= len(login) <= 80 and login.isprintable() and not any(c.isspace() for c in login)):
        raise DeskError("a login has 2 to 80 characters and no spaces")
    if unicodedata.normalize("NFKC", login) != login or any(unicodedata.category(c) == "Cf" for c in login):
        raise DeskError("a login is written without signs of another width or form", hint="write plain letters and digits")
    if not (0 < len(name.strip()) <= 80 and name.isprintable()):
        raise DeskError("an account needs the name of its person, at most 80 characters")


def _roles(actor: Actor, roles: list[Grant]) -> None:
    """Roles that the actor may give. Raises DeskError."""
    if not roles:
        raise DeskError("an account needs a role in a region")
    for g in roles:
        if g.role not in ROLES:
            raise DeskError(f"`{g.role}` is not a role", hint="known: " + ", ".join(ROLES))
        demand(actor, "administer", g.region)

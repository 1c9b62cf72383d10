"""A server with a desk, and people who are signed in to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from shidian.review.queue import ReviewDesk
from shidian.store.access import Actor, Grant, Role
from shidian.store.database import Database
from shidian.store.shelf import Shelf
from shidian.store.signing.people import PeopleShelf
from shidian.tracking.desk import ProgrammeDesk
from shidian.visitors.keeper import Keeper, programme_desk
from tests.cases.real import real_book
from tests.serving.running import client, serving
from tests.tracking.offices import PASSWORD, QUICK


class Office:
    """A server with a desk. `programme` is the desk itself, to prepare what a test needs."""

    def __init__(self, address: str, programme: ProgrammeDesk) -> None:
        self.address = address
        self.programme = programme
        self.chief = programme.people.acting("administrator")
        self._kept: dict[str | None, Client] = {}
        self._opened: list[Client] = []

    def join(self, login: str, *roles: tuple[str, Role]) -> Actor:
        """A new account with a password."""
        _, link = self.programme.people.add(self.chief, login, login.title(), [Grant(region, role) for region, role in roles])
        self.programme.people.set_password(link, PASSWORD)
        return self.programme.people.acting(login)

    @contextmanager
    def signed_in(self, login: str | None) -> Iterator[Client]:
        """A browser of somebody who signed in; None for nobody."""
        with client(self.address) as http:
            yield Client(http, login)

    def browser(self, login: str | None, *, anew: bool = False) -> Client:
        """The browser of somebody, who signs in once; with `anew` another one, and the first is forgotten: what follows may end its session."""
        found = None if anew else self._kept.get(login)
        if found is None:
            self._opened.append(found := Client(client(self.address), login))
            self._kept[login] = found
        if anew:
            del self._kept[login]
        return found

    def close(self) -> None:
        """Close the browsers that were kept."""
        for browser in self._opened:
            browser.http.close()


class Client:
    """A browser that sends the forms of the desk as its pages give them."""

    def __init__(self, http: httpx.Client, login: str | None) -> None:
        self.http = http
        self.word = ""
        if login is not None:
            answer = sign_in(http, login, PASSWORD)
            assert answer.status_code == 303, answer.text
            self.word = csrf_of(http.get("/zh/desk/account").text)  # a short page

    def get(self, path: str) -> httpx.Response:
        """A page below `/zh/desk`."""
        return self.http.get(f"/zh/desk{path}")

    def post(self, path: str, **said: str) -> httpx.Response:
        """A form below `/zh/desk`, with the word of this session."""
        return self.http.post(f"/zh/desk{path}", data={"csrf": self.word, **said})


def csrf_of(html: str) -> str:
    """The word that the forms of a page carry."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', html)
    return found[1] if found else ""


def sign_in(http: httpx.Client, login: str, password: str, **more: str) -> httpx.Response:
    """Sign in as a browser does."""
    word = csrf_of(http.get("/zh/desk/sign-in").text)
    return http.post("/zh/desk/sign-in", data={"csrf": word, "login": login, "password": password, **more})


@contextmanager
def office_served(folder: Path, kept: list[Keeper] | None = None) -> Iterator[Office]:
    """A server with a desk on SQLite, with its first administrator. Its keeper is put into `kept`."""
    database = Database(f"sqlite:///{folder / 'work.db'}")
    book = real_book()
    programme = programme_desk(book, database, PeopleShelf(database, hasher=QUICK))
    programme.people.first()
    keeper = Keeper(book, reviews=ReviewDesk(Shelf(database)), programme=programme)
    if kept is not None:
        kept.append(keeper)
    with serving(keeper) as address:
        office = Office(address, programme)
        try:
            yield office
        finally:
            office.close()

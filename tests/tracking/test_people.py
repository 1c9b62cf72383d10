"""Accounts, roles and sessions."""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from shidian.errors import DeskError, DeskForbidden, DeskMissing, SignedOut, TooManyTries
from shidian.store.access import EVERYWHERE, Grant
from shidian.store.database import Database
from shidian.store.signing.people import PeopleShelf
from shidian.store.signing.sessions import LINK, SESSION
from shidian.store.signing.sign_in import MOST_TRIES, WINDOW
from shidian.store.tables import people, sessions, tries
from shidian.tracking.desk import ProgrammeDesk
from tests.tracking.offices import PASSWORD, QUICK, join


class Clock:
    """A clock that is set forward by hand."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(tmp_path: Path, clock: Clock) -> PeopleShelf:
    return PeopleShelf(Database(f"sqlite:///{tmp_path / 'p.db'}"), clock, QUICK)


def started(shelf: PeopleShelf) -> str:
    """The first administrator, signed in."""
    link = shelf.first()
    assert link is not None
    return shelf.set_password(link, PASSWORD)


def test_the_first_start_makes_one_administrator_with_a_link_that_works_once(shelf: PeopleShelf) -> None:
    link = shelf.first()
    assert link is not None
    assert shelf.first() is None
    assert shelf.welcome(link).login == shelf.welcome(link).login == "administrator"
    actor = shelf.session(shelf.set_password(link, PASSWORD))
    assert actor is not None
    assert actor.grants == frozenset({Grant(EVERYWHERE, "administrator")})
    with pytest.raises(DeskMissing):
        shelf.set_password(link, PASSWORD)
    with pytest.raises(DeskMissing):
        shelf.welcome(link)


def test_a_link_grows_old(shelf: PeopleShelf, clock: Clock) -> None:
    link = shelf.first()
    assert link is not None
    clock.at += LINK
    with pytest.raises(DeskMissing):
        shelf.set_password(link, PASSWORD)


@pytest.mark.parametrize("weak", ["short", "x" * 201, "aaaaaaaaaaaaaaa", "administrator-2026"])
def test_a_weak_password_is_refused_and_leaves_the_link(shelf: PeopleShelf, weak: str) -> None:
    link = shelf.first()
    assert link is not None
    with pytest.raises(DeskError):
        shelf.set_password(link, weak)
    assert shelf.set_password(link, PASSWORD)


def test_every_session_is_new_ends_when_it_should_and_is_kept_as_a_digest(shelf: PeopleShelf, clock: Clock) -> None:
    one = started(shelf)
    two, three = (shelf.sign_in("administrator", PASSWORD, "here") for _ in range(2))
    assert len({one, two, three}) == 3
    shelf.sign_out(two)
    assert shelf.session(two) is None
    actor = shelf.session(three)
    assert actor is not None
    with shelf.database.reading() as c:
        kept = set(c.execute(select(sessions.c.digest)).scalars())
        assert PASSWORD not in str(c.execute(select(people.c.password)).scalars().all())
    assert not kept & {one, two, three}
    shelf.sign_out_everywhere(actor)
    assert shelf.session(three) is None is shelf.session(one)
    four = shelf.sign_in("administrator", PASSWORD, "here")
    clock.at += SESSION
    assert shelf.session(four) is None
    assert shelf.session("") is shelf.session(None) is shelf.session("x" * 10_000) is None


def test_a_one_time_link_and_a_token_are_no_sessions(shelf: PeopleShelf) -> None:
    actor = shelf.session(started(shelf))
    assert actor is not None
    _, link = shelf.add(actor, "wang", "王", [Grant("suzhou", "editor")])
    token = shelf.token(actor, "report")
    assert shelf.session(link) is shelf.session(token) is None
    read_only = shelf.session(token, kind="token")
    assert read_only is not None
    assert read_only.may("read", "suzhou")
    assert not read_only.may("administer", "suzhou")
    assert read_only.regions("administer") == frozenset()


def test_name_and_password_fail_the_same_way_and_take_the_same_time(tmp_path: Path) -> None:
    shelf = PeopleShelf(Database(f"sqlite:///{tmp_path / 'p.db'}"))
    started(shelf)
    said, took = set(), {"administrator": 0.0, "nobody-at-all": 0.0}
    for login in (*took, *took, *took):
        begin = time.process_time()
        with pytest.raises(SignedOut) as caught:
            shelf.sign_in(login, "wrong password here", "there")
        took[login] += time.process_time() - begin
        said.add(str(caught.value))
    assert len(said) == 1
    assert 0.4 < took["administrator"] / took["nobody-at-all"] < 2.5


@pytest.mark.parametrize("login", ["administrator", "nobody"])
def test_too_many_tries_are_refused_for_a_while_whether_there_is_an_account_or_not(shelf: PeopleShelf, clock: Clock, login: str) -> None:
    started(shelf)
    guess(shelf, login, "there", MOST_TRIES["name"])
    for password in ("wrong", PASSWORD):
        with pytest.raises(TooManyTries):
            shelf.sign_in(login, password, "there")
    clock.at += WINDOW + dt.timedelta(seconds=1)
    if login == "administrator":
        assert shelf.sign_in(login, PASSWORD, "there")


def guess(shelf: PeopleShelf, login: str, address: str, times: int, devices: str | None = None) -> None:
    for _ in range(times):
        with pytest.raises(SignedOut):
            shelf.sign_in(login, "wrong", address, devices)


def test_a_stranger_closes_the_door_for_nobody_else(shelf: PeopleShelf) -> None:
    started(shelf)
    guess(shelf, "administrator", "2001:db8:1:2::7", MOST_TRIES["name"])
    for same in ("2001:db8:1:2::8", "2001:db8:1:2:ffff::"):  # the next address of the same machine
        with pytest.raises(TooManyTries):
            shelf.sign_in("administrator", PASSWORD, same)
    assert shelf.sign_in("administrator", PASSWORD, "2001:db8:1:3::7")
    guess(shelf, "administrator", "192.0.2.1", MOST_TRIES["name"])
    with pytest.raises(TooManyTries):
        shelf.sign_in("administrator", PASSWORD, "::ffff:192.0.2.1")
    assert shelf.sign_in("administrator", PASSWORD, "192.0.2.2")


@pytest.mark.parametrize("login", ["administrator", "nobody"])
def test_a_crowd_of_strangers_does_not_shut_a_known_device_out(shelf: PeopleShelf, clock: Clock, login: str) -> None:
    device = shelf.known(started(shelf))
    for n in range(MOST_TRIES["login"] // 4):
        guess(shelf, login, f"192.0.2.{n}", 4)
    with pytest.raises(TooManyTries):  # the crowd is stopped, the same for a name that nobody has
        shelf.sign_in(login, "wrong", "198.51.100.1")
    assert shelf.sign_in("administrator", PASSWORD, "198.51.100.1", device)
    assert shelf.sign_in("administrator", PASSWORD, "192.0.2.0", device)  # even from where the crowd sits
    guess(shelf, "administrator", "198.51.100.2", MOST_TRIES["device"], device)
    with pytest.raises(TooManyTries):  # who has the device guesses no more than others
        shelf.sign_in("administrator", PASSWORD, "198.51.100.2", device)
    clock.at += WINDOW + dt.timedelta(seconds=1)
    assert shelf.sign_in("administrator", PASSWORD, "198.51.100.2", device)


def test_a_device_is_known_for_its_person_alone_and_each_sign_in_gives_it_another_word(shelf: PeopleShelf) -> None:
    first = started(shelf)
    chief = shelf.session(first)
    assert chief is not None
    planted = shelf.known(first)  # a word that somebody puts into another person's browser
    _, link = shelf.add(chief, "wang", "王", [Grant("suzhou", "editor")])
    both = shelf.known(shelf.set_password(link, PASSWORD), planted)
    assert planted in both.split(".")
    assert len(both.split(".")) == 2
    again = shelf.known(shelf.sign_in("administrator", PASSWORD, "here"), both)
    assert planted not in again.split(".")
    assert len(again.split(".")) == 2
    guess(shelf, "wang", "there", MOST_TRIES["name"], planted)
    with pytest.raises(TooManyTries):
        shelf.sign_in("wang", PASSWORD, "there", planted)
    assert shelf.sign_in("wang", PASSWORD, "there", again)
    for odd in ("", ".", "x" * 10_000, ".".join("abcdefgh")):
        assert shelf.sign_in("wang", PASSWORD, "here", odd)
    assert shelf.session(again.split(".")[0]) is None is shelf.session(again.split(".")[0], kind="token")
    shelf.sign_out_everywhere(chief)
    guess(shelf, "administrator", "yonder", MOST_TRIES["name"], again)
    with pytest.raises(TooManyTries):
        shelf.sign_in("administrator", PASSWORD, "yonder", again)


def test_many_guesses_at_once_are_no_more_than_many_one_after_the_other(desk: ProgrammeDesk) -> None:
    join(desk, "wang", ("suzhou", "editor"))

    def tried(_: int) -> str:
        try:
            desk.people.sign_in("wang", "wrong", "there")
        except DeskError as error:
            return type(error).__name__
        raise AssertionError

    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(tried, range(30)))
    assert said.count("SignedOut") == MOST_TRIES["name"]


def test_those_who_sign_in_rightly_from_one_address_do_not_close_its_door(shelf: PeopleShelf) -> None:
    started(shelf)
    for _ in range(MOST_TRIES["address"] + 5):
        assert shelf.sign_in("administrator", PASSWORD, "one office")


def test_one_address_cannot_try_many_names(shelf: PeopleShelf, clock: Clock) -> None:
    for n in range(MOST_TRIES["address"]):
        with pytest.raises(SignedOut):
            shelf.sign_in(f"name{n}", "wrong", "there")
    with pytest.raises(TooManyTries):
        shelf.sign_in("another", "wrong", "there")
    clock.at += dt.timedelta(days=2)
    with pytest.raises(SignedOut):
        shelf.sign_in("another", "wrong", "there")
    with shelf.database.reading() as c:
        assert len(c.execute(select(tries)).all()) == 3


def test_an_administrator_of_a_region_reaches_accounts_of_that_region_alone(desk: ProgrammeDesk) -> None:
    head = join(desk, "head", ("suzhou", "administrator"))
    mine = join(desk, "mine", ("suzhou", "editor"))
    shared = join(desk, "shared", ("suzhou", "editor"), ("hefei", "signer"))
    far = join(desk, "far", ("hefei", "editor"))
    shelf = desk.people
    assert {p.login for p in shelf.people(head)} == {"head", "mine", "shared"}
    assert shelf.people(mine) == []
    assert {region for p in shelf.people(head) for region, _ in p.roles} == {"suzhou"}
    for region in ("hefei", EVERYWHERE):
        with pytest.raises(DeskMissing):
            shelf.add(head, "new", "New", [Grant(region, "reader")])
        with pytest.raises(DeskMissing):
            shelf.grant(head, mine.person, Grant(region, "administrator"))
    chief = shelf.acting("administrator")
    for person, wrong in ((shared.person, DeskForbidden), (far.person, DeskMissing), (chief.person, DeskMissing), (10**6, DeskMissing)):
        for act in (
            lambda p: shelf.renew(head, p),
            lambda p: shelf.set_active(head, p, False),
            lambda p: shelf.grant(head, p, Grant("suzhou", "signer")),
        ):
            with pytest.raises(wrong):
                act(person)
    with pytest.raises(DeskForbidden):
        shelf.add(mine, "friend", "Friend", [Grant("suzhou", "signer")])
    with pytest.raises(DeskError):
        shelf.add(head, "none", "None", [])


def test_a_role_taken_is_gone_at_once(desk: ProgrammeDesk) -> None:
    head = join(desk, "head", ("suzhou", "administrator"))
    desk.people.add(head, "wang", "王", [Grant("suzhou", "editor")])
    wang = desk.people.acting("wang")
    word = desk.people.set_password(desk.people.renew(head, wang.person), PASSWORD)
    desk.people.grant(head, wang.person, Grant("suzhou", "editor"), take=True)
    assert desk.people.session(word) is None
    again = desk.people.session(desk.people.sign_in("wang", PASSWORD, "here"))
    assert again is not None
    assert not again.may("read", "suzhou")
    desk.people.set_active(desk.people.acting("administrator"), wang.person, False)
    with pytest.raises(SignedOut):
        desk.people.sign_in("wang", PASSWORD, "here")

"""The second factor: the test vectors of RFC 6238, a code that works once, recovery codes that work once, and few guesses."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, update

from shidian.errors import DeskError, DeskForbidden, SignedOut, TooManyTries
from shidian.store.access import Actor, Grant
from shidian.store.database import Database
from shidian.store.signing.people import PeopleShelf
from shidian.store.signing.second import STEP, accepted
from shidian.store.signing.sign_in import HALF, MOST_TRIES, WINDOW
from shidian.store.tables import recovery, seconds
from tests.tracking.offices import PASSWORD, QUICK
from tests.tracking.test_people import Clock

RFC = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""RFC 6238, appendix B, SHA-1: seconds since 1970, and the code of eight digits."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(tmp_path: Path, clock: Clock) -> PeopleShelf:
    found = PeopleShelf(Database(f"sqlite:///{tmp_path / 'p.db'}"), clock, QUICK)
    link = found.first()
    assert link is not None
    found.set_password(link, PASSWORD)
    return found


def code(secret: str, clock: Clock, steps: int = 0) -> str:
    """What an authenticator shows."""
    return str(pyotp.TOTP(secret).at(clock.at + dt.timedelta(seconds=STEP * steps)))


def begun(shelf: PeopleShelf, clock: Clock) -> tuple[Actor, str, list[str]]:
    """Somebody with an authenticator: the person, the secret, the recovery codes; the clock stands one step later."""
    actor = shelf.acting("administrator")
    secret = shelf.begin_second(actor)
    codes = shelf.confirm_second(actor, code(secret, clock))
    clock.at += dt.timedelta(seconds=STEP)
    return actor, secret, codes


@pytest.mark.parametrize("seconds_", RFC)
def test_codes_are_those_of_the_rfc(shelf: PeopleShelf, clock: Clock, seconds_: int) -> None:
    actor, _, _ = begun(shelf, clock)
    secret = base64.b32encode(b"12345678901234567890").decode()
    at = dt.datetime.fromtimestamp(seconds_, dt.UTC)
    with shelf.database.writing() as c:
        c.execute(update(seconds).values(secret=secret, step=0))
        assert not accepted(c, actor.person, f"{(int(RFC[seconds_][2:]) + 1) % 10**6:06}", at)
        assert accepted(c, actor.person, RFC[seconds_][2:], at)


def test_the_password_alone_opens_half_a_session_and_the_code_the_other_half(shelf: PeopleShelf, clock: Clock) -> None:
    _, secret, _ = begun(shelf, clock)
    half = shelf.sign_in("administrator", PASSWORD, "here")
    assert shelf.half(half)
    assert shelf.session(half) is None
    assert shelf.session(half, kind="token") is None
    with pytest.raises(SignedOut):
        shelf.second(half, "000000")
    word = shelf.second(half, code(secret, clock))
    assert shelf.session(word) is not None
    assert not shelf.half(half)
    with pytest.raises(SignedOut):
        shelf.second(half, code(secret, clock, 1))


def test_a_code_works_once_even_within_its_half_minute(shelf: PeopleShelf, clock: Clock) -> None:
    _, secret, _ = begun(shelf, clock)
    now = code(secret, clock)
    one, two = (shelf.sign_in("administrator", PASSWORD, "here") for _ in range(2))
    assert shelf.second(one, now)
    with pytest.raises(SignedOut):
        shelf.second(two, now)
    with pytest.raises(SignedOut):
        shelf.second(two, code(secret, clock, -1))
    assert shelf.second(two, code(secret, clock, 1))


def test_the_code_that_began_it_does_not_sign_in(shelf: PeopleShelf, clock: Clock) -> None:
    actor = shelf.acting("administrator")
    secret = shelf.begin_second(actor)
    assert shelf.session(shelf.sign_in("administrator", PASSWORD, "here")) is not None  # not asked for yet
    first = code(secret, clock)
    shelf.confirm_second(actor, first)
    with pytest.raises(SignedOut):
        shelf.second(shelf.sign_in("administrator", PASSWORD, "here"), first)


def test_a_recovery_code_works_once_and_is_kept_as_a_digest(shelf: PeopleShelf, clock: Clock) -> None:
    actor, _, codes = begun(shelf, clock)
    assert len(set(codes)) == 10
    assert shelf.second_state(actor) == 10
    assert shelf.second(shelf.sign_in("administrator", PASSWORD, "here"), f" {codes[3].upper()} ")
    assert shelf.second_state(actor) == 9
    with pytest.raises(SignedOut):
        shelf.second(shelf.sign_in("administrator", PASSWORD, "here"), codes[3])
    with shelf.database.reading() as c:
        kept = str([tuple(r) for r in c.execute(select(recovery))])
    assert not any(x in kept for x in codes)


def test_guesses_are_few_whoever_makes_them(shelf: PeopleShelf, clock: Clock) -> None:
    _, secret, _ = begun(shelf, clock)
    for n in range(MOST_TRIES["code"]):
        with pytest.raises(SignedOut):
            shelf.second(shelf.sign_in("administrator", PASSWORD, f"address {n}"), "00000x")
    half = shelf.sign_in("administrator", PASSWORD, "another")
    with pytest.raises(TooManyTries):
        shelf.second(half, code(secret, clock))
    clock.at += WINDOW
    assert shelf.second(shelf.sign_in("administrator", PASSWORD, "another"), code(secret, clock))


def test_half_a_session_grows_old(shelf: PeopleShelf, clock: Clock) -> None:
    _, secret, _ = begun(shelf, clock)
    half = shelf.sign_in("administrator", PASSWORD, "here")
    clock.at += HALF
    with pytest.raises(SignedOut):
        shelf.second(half, code(secret, clock))


def test_it_is_taken_away_with_a_code_or_with_a_new_link(shelf: PeopleShelf, clock: Clock) -> None:
    actor, secret, _ = begun(shelf, clock)
    with pytest.raises(DeskError):
        shelf.begin_second(actor)
    with pytest.raises(SignedOut):
        shelf.take_second(actor, "000000")
    shelf.take_second(actor, code(secret, clock))
    assert shelf.second_state(actor) is None
    clock.at += dt.timedelta(seconds=STEP)
    begun(shelf, clock)
    person = shelf.add(actor, "wang", "王", [Grant("suzhou", "editor")])[0]
    shelf.renew(shelf.machine(), actor.person)
    assert shelf.second_state(actor) is None
    assert person


def test_a_token_is_no_more_than_it_was_made_for_and_never_more_than_its_person(shelf: PeopleShelf) -> None:
    chief = shelf.acting("administrator")
    for region in ("suzhou", "hefei"):
        shelf.add(chief, f"editor-{region}", "编辑", [Grant(region, "editor"), Grant("suzhou", "signer")])
    wang = shelf.acting("editor-hefei")
    word = shelf.token(wang, "imports", writes=True, acts=["read", "propose"], regions=["hefei"], days=3)
    actor = shelf.session(word, kind="token")
    assert actor is not None
    assert actor.token
    assert actor.may("propose", "hefei")
    assert not actor.may("sign", "suzhou")
    assert not actor.may("read", "suzhou")
    assert actor.regions("read") == frozenset({"hefei"})
    assert actor.regions("sign") == frozenset()
    everywhere = shelf.session(shelf.token(chief, "one", acts=["read"], regions=["hefei", "fuzhou"]), kind="token")
    assert everywhere is not None
    assert everywhere.regions("read") == frozenset({"hefei", "fuzhou"})
    assert not everywhere.may("read", "*")
    for more in (lambda: shelf.token(actor, "more"), lambda: shelf.begin_second(actor), lambda: shelf.end_token(actor, "x")):
        with pytest.raises(DeskForbidden):
            more()
    bad: dict[str, Any]
    for bad in ({"days": 0}, {"days": 91}, {"acts": []}, {"acts": ["rule"]}, {"regions": []}):
        with pytest.raises(DeskError):
            shelf.token(wang, "bad", **bad)
    (kept,) = shelf.tokens(wang)
    assert (kept.name, kept.acts, kept.regions) == ("imports", ("propose", "read"), ("hefei",))
    with pytest.raises(DeskError):
        shelf.end_token(chief, kept.id)
    shelf.end_token(wang, kept.id)
    assert shelf.session(word, kind="token") is None

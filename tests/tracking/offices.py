"""A desk with made-up regions and people, for the tests of the desk."""

from __future__ import annotations

from argon2 import PasswordHasher

from shidian.store.access import EVERYWHERE, Actor, Grant, Role
from shidian.store.database import Database
from shidian.store.desk.work import WorkShelf
from shidian.store.signing.people import PeopleShelf
from shidian.tracking.desk import DeskSubject, ProgrammeDesk

QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Hashes that cost little: the tests sign many people in."""
PASSWORD = "four unlikely words together"
TASKS = {f"t{i}": DeskSubject(f"t{i}", "telecom", f"Task {i}") for i in range(1, 6)}
REGIONS = {"suzhou": "Suzhou", "hefei": "Hefei", "fuzhou": "Fuzhou"}


def office(url: str) -> ProgrammeDesk:
    """A desk on a database."""
    database = Database(url)
    return ProgrammeDesk(
        WorkShelf(database), PeopleShelf(database, hasher=QUICK), TASKS, REGIONS, {"telecom": "Telecom"}, {"vats-pilot": "增值电信试点"}
    )


def join(desk: ProgrammeDesk, login: str, *roles: tuple[str, Role]) -> Actor:
    """An account with roles, as whoever runs the machine makes it."""
    desk.people.first()
    chief = desk.people.acting("administrator")
    desk.people.add(chief, login, login.title(), [Grant(region, role) for region, role in roles])
    return desk.people.acting(login)


def staffed(desk: ProgrammeDesk) -> dict[str, Actor]:
    """Everybody that the tests need."""
    wanted: dict[str, tuple[tuple[str, Role], ...]] = {
        "editor": (("suzhou", "editor"),),
        "both": (("suzhou", "editor"), ("suzhou", "signer")),
        "signer": (("suzhou", "signer"),),
        "second": (("suzhou", "signer"),),
        "reader": (("suzhou", "reader"),),
        "head": (("suzhou", "administrator"),),
        "auditor": (("suzhou", "auditor"),),
        "stranger": (("hefei", "editor"), ("hefei", "signer")),
        "ministry": ((EVERYWHERE, "reader"),),
    }
    return {login: join(desk, login, *roles) for login, roles in wanted.items()}


def shown(desk: ProgrammeDesk, editor: Actor, signer: Actor, item: int, stage: str = "operating", **more: str) -> None:
    """Bring an item to a stage on evidence with a link of the public net, and publish it; each change is signed."""
    for wanted in ({"stage": stage, "evidence": [proof(**{"link": f"https://sw.suzhou.gov.cn/{item}"} | more)]}, {"published": True}):
        change = desk.propose(editor, item, wanted, version=desk.work.item(editor, item).version)
        desk.sign(signer, change.id)


def proof(grade: str = "A", **more: str) -> dict[str, str]:
    """A piece of evidence as a form gives it."""
    return {"document": "苏商服〔2026〕1号（示例）", "grade": grade, "page": "3", "quote": "示例", "link": "https://example.org/1", **more}

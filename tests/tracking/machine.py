"""A random office at work: items, applications, assessments, changes, signatures, undo and roles, held against a model.

`python -m tests.tracking.machine RUNS [--postgres] [--seconds N]` runs many offices, in rounds of a hundred, each with a seed of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from typing import Any, ClassVar

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from shidian.errors import DeskError, DeskForbidden, DeskMissing, DeskStale
from shidian.store.access import RIGHTS, Act, Grant, Role
from shidian.store.desk.chain import ChainHead
from shidian.store.desk.records import ThingKind
from shidian.store.tables import changes, items
from shidian.store.walls import EVERYTHING
from shidian.tracking.application import APPLICATION_STAGES, APPLICATION_STEPS, application_of, with_event
from shidian.tracking.assessment import assessment_of, attained
from shidian.tracking.item import ITEM_STAGES, STEPS, lacking, state_of
from tests.tracking.blank import Blanks, blanks
from tests.tracking.offices import TASKS, proof

STAFF: dict[str, set[tuple[str, Role]]] = {
    "editor": {("suzhou", "editor")},
    "both": {("suzhou", "editor"), ("suzhou", "signer")},
    "signer": {("suzhou", "signer")},
    "second": {("suzhou", "signer")},
    "reader": {("suzhou", "reader")},
    "head": {("suzhou", "administrator")},
    "auditor": {("suzhou", "auditor")},
    "stranger": {("hefei", "editor"), ("hefei", "signer")},
    "ministry": {("*", "reader")},
}
ITEMS = select(items.c.id, items.c.kind, items.c.state)
CHANGES = select(changes.c.id, changes.c.status)
KINDS: tuple[ThingKind, ...] = ("item", "application", "assessment")
WHO = st.sampled_from(sorted(STAFF))
WRITERS = st.sampled_from(["editor", "editor", "both", "signer", "second", "stranger", "ministry"])
PICK = st.integers(0, 10**6)
MOSTLY = st.integers(0, 9).map(lambda n: n > 1)
"""Four times of five: what makes sense; random words alone would hardly ever get anywhere."""
WANTED = st.fixed_dictionaries(
    {},
    optional={
        "stage": st.sampled_from(ITEM_STAGES),
        "notes": st.sampled_from(["a", "b", ""]),
        "lead_person": st.sampled_from(["某甲", "某乙", ""]),
        "safeguard": st.sampled_from(["watched", ""]),
        "evidence": st.sampled_from([[], [proof("A")], [proof("C")]]),
        "stop_reason": st.sampled_from(["law changed", ""]),
    },
)
GRANTED = st.fixed_dictionaries({}, optional={"number": st.just("N-1"), "valid_until": st.sampled_from(["2025-01-01", "2031-01-01"])})
INDICATOR = {"name": "days", "before": "20", "target": "10", "better": "less"}
ASSESSED = st.fixed_dictionaries(
    {},
    optional={
        "stage": st.sampled_from(["drafted", "final"]),
        "since": st.sampled_from(["2026-01-01", "2026-09-01"]),
        "until": st.just("2026-06-30"),
        "indicators": st.sampled_from([[], [{**INDICATOR, "after": "8"}], [{**INDICATOR, "after": "12"}], [INDICATOR]]),
        "result": st.sampled_from(["met", "not-met", None]),
        "lessons": st.sampled_from(["told once", ""]),
        "assessor": st.sampled_from(["institute", ""]),
    },
)


class RandomOffice(RuleBasedStateMachine):
    """What must hold whatever people do: four eyes, legal stages, a journal that tells everything, counts that agree."""

    source: ClassVar[Blanks]

    @initialize()
    def open_(self) -> None:
        self.desk = self.source.fresh()
        self.steps = 0
        self.roles = {login: set(held) for login, held in STAFF.items()}
        self.staff = dict(self.source.staff)
        self.chief = self.source.chief
        self.onlooker = self.staff["ministry"]  # its role is never taken
        self.things: dict[int, tuple[ThingKind, dict[str, Any]]] = {}
        self.open: dict[int, tuple[int, str]] = {}
        self.signed: dict[int, set[str]] = {}
        self.done: set[int] = set()
        self.eyes = 2
        self.anchors: list[ChainHead] = []
        first = self.staff["editor"]
        item = self.desk.begin(first, "suzhou", task=sorted(TASKS)[0])
        received = {"procedure": "vats-pilot", "firm": "F-0", **with_event({"events": []}, "received", "2026-03-02")}
        application = self.desk.begin_application(first, "suzhou", received, item=item)
        assessment = self.desk.begin_assessment(first, item)
        for id, kind in ((item, KINDS[0]), (application, KINDS[1]), (assessment, KINDS[2])):
            self.things[id] = kind, self.now(id)

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.what_people_see_is_what_is_kept()
            assert self.desk.work.verify(self.anchors) == []
            assert self.desk.work.verify(self.anchors, "suzhou") == []

    # --- who may ----------------------------------------------------------------------------------------------

    def may(self, who: str, act: Act, region: str = "suzhou") -> bool:
        return any(r in (region, "*") and role in RIGHTS[act] for r, role in self.roles[who])

    def now(self, id: int) -> dict[str, Any]:
        return self.desk.work.item(self.onlooker, id).state

    def one(self, at: int, kind: ThingKind) -> int | None:
        there = sorted(id for id, (k, _) in self.things.items() if k == kind)
        return there[at % len(there)] if there else None

    @rule(who=st.sampled_from(["editor", "both", "signer", "second", "reader"]), role=st.sampled_from(["editor", "signer", "auditor"]))
    def give(self, who: str, role: Role) -> None:
        held = ("suzhou", role) in self.roles[who]
        self.desk.people.grant(self.chief, self.staff[who].person, Grant("suzhou", role), take=held)
        self.roles[who] ^= {("suzhou", role)}
        self.staff[who] = self.desk.people.acting(who)
        assert {(g.region, g.role) for g in self.staff[who].grants} == self.roles[who]

    @rule(who=WHO, role=st.sampled_from(["editor", "signer", "administrator"]))
    def take_for_oneself(self, who: str, role: Role) -> None:
        if not self.may(who, "administer"):
            with contextlib.suppress(DeskError):
                self.desk.people.grant(self.staff[who], self.staff[who].person, Grant("suzhou", role))
                raise AssertionError(f"{who} gave themselves a role")

    # --- what is begun ----------------------------------------------------------------------------------------

    def begun(self, who: str, make: Any, kind: ThingKind) -> None:
        try:
            id = make(self.staff[who])
        except (DeskForbidden, DeskMissing):
            assert not self.may(who, "propose")
        except DeskStale:
            assert kind == "item"
        else:
            assert self.may(who, "propose")
            self.things[id] = kind, self.now(id)

    @rule(who=WRITERS, task=st.sampled_from(sorted(TASKS)))
    def begin(self, who: str, task: str) -> None:
        self.begun(who, lambda actor: self.desk.begin(actor, "suzhou", task=task), "item")

    @rule(who=WRITERS, at=PICK, below=st.booleans(), received=st.booleans())
    def apply(self, who: str, at: int, below: bool, received: bool) -> None:
        state: dict[str, Any] = {"procedure": "vats-pilot", "firm": f"F-{at % 9}"}
        if received:
            state |= with_event({"events": []}, "received", "2026-03-02")
        item = self.one(at, "item") if below else None
        self.begun(who, lambda actor: self.desk.begin_application(actor, "suzhou", state, item=item), "application")

    @rule(who=WRITERS, at=PICK)
    def assess(self, who: str, at: int) -> None:
        item = self.one(at, "item")
        if item is not None:
            self.begun(who, lambda actor: self.desk.begin_assessment(actor, item), "assessment")

    # --- what is proposed -------------------------------------------------------------------------------------

    def proposed(self, who: str, id: int | None, wanted: dict[str, Any], stale: bool, why: str | None) -> None:
        if id is None:
            return
        version = self.desk.work.item(self.onlooker, id).version
        may = self.may(who, "propose")
        try:
            change = self.desk.propose(self.staff[who], id, wanted, version=version - stale, why=why)
        except (DeskForbidden, DeskMissing):
            assert not may
        except DeskStale:
            assert may
            assert stale
        except DeskError:
            assert may
        else:
            assert may
            assert not stale
            assert change.eyes == self.eyes
            self.after(id, change.status == "applied", undo=False)
            self.keep(change.id, id, who, change.status)

    def keep(self, change: int, id: int, who: str, status: str) -> None:
        assert (status == "applied") == (self.eyes == 1)
        if status == "open":
            self.open[change], self.signed[change] = (id, who), set()
        else:
            self.done.add(change)

    def after(self, id: int, applied: bool, *, undo: bool) -> None:
        """What became of a thing is legal, and nothing changed that was not applied."""
        kind, before = self.things[id]
        found = self.now(id)
        if not applied:
            assert found == before
            return
        self.things[id] = kind, found
        if undo:
            return
        if kind == "item":
            state_of(found)
            if before["stage"] != found["stage"]:
                assert found["stage"] in STEPS[before["stage"]]
                assert lacking(state_of(found)) is None
                if found["stage"] == "assessed":
                    below = self.desk.work.items(self.onlooker, kind="assessment", parent=id)
                    assert before["stage"] != "operating" or any(a.state["stage"] == "final" for a in below)
        elif kind == "application":
            state = application_of(found)
            assert found["events"][: len(before["events"])] == before["events"]
            if found["stage"] != before["stage"]:
                assert found["stage"] in APPLICATION_STEPS[before["stage"]]
            assert state.stage != "granted" or state.number
        elif found["stage"] == "final":
            told = assessment_of(found)
            assert told.result is not None
            assert not (told.result == "met" and any(attained(i) is False for i in told.indicators))

    @rule(who=WRITERS, at=PICK, wanted=WANTED, sense=MOSTLY, stale=st.integers(0, 7), why=st.sampled_from([None, "because"]))
    def propose(self, who: str, at: int, wanted: dict[str, Any], sense: bool, stale: int, why: str | None) -> None:
        id = self.one(at, "item")
        if id is not None and sense:
            follows = STEPS[self.now(id)["stage"]]
            wanted = wanted | {"evidence": [proof("A")], "safeguard": "watched", "stop_reason": "law changed"}
            wanted |= {"stage": follows[at % len(follows)]} if follows else {}
        self.proposed(who, id, wanted, stale == 0, why)

    @rule(who=WRITERS, at=PICK, stage=st.sampled_from(APPLICATION_STAGES), sense=MOSTLY, day=st.integers(1, 28), more=GRANTED)
    def step(self, who: str, at: int, stage: str, sense: bool, day: int, more: dict[str, Any]) -> None:
        id = self.one(at, "application")
        if id is not None:
            now = self.now(id)
            follows = APPLICATION_STEPS[now["stage"]]
            if sense and follows:
                stage, more, day = follows[at % len(follows)], {"number": "N-1"}, max(day, len(now["events"]))
            wanted = with_event(now, stage, max(f"2026-04-{day:02}", now["events"][-1]["day"] if sense and now["events"] else ""), "papers")
            self.proposed(who, id, wanted | (more if stage == "granted" else {}), False, None)

    @rule(who=WRITERS, at=PICK, wanted=ASSESSED, sense=MOSTLY, why=st.sampled_from([None, "because"]))
    def tell(self, who: str, at: int, wanted: dict[str, Any], sense: bool, why: str | None) -> None:
        whole = {
            "stage": "final",
            "since": "2026-01-01",
            "until": "2026-06-30",
            "indicators": [{**INDICATOR, "after": "8"}],
            "result": "met",
            "lessons": "told once",
            "assessor": "institute",
        }
        self.proposed(who, self.one(at, "assessment"), whole if sense else wanted, False, why)

    # --- what is decided --------------------------------------------------------------------------------------

    @rule(who=WRITERS, at=PICK, sense=MOSTLY)
    def sign(self, who: str, at: int, sense: bool) -> None:
        if not self.open:
            return
        change = sorted(self.open)[at % len(self.open)]
        id, proposer = self.open[change]
        able = [w for w in sorted(STAFF) if self.may(w, "sign") and w != proposer and w not in self.signed[change]]
        if sense and able:
            who = able[at % len(able)]
        may = self.may(who, "sign") and who != proposer and who not in self.signed[change]
        try:
            found = self.desk.sign(self.staff[who], change)
        except (DeskForbidden, DeskMissing):
            assert not may
        except DeskError:
            assert may
        else:
            assert may
            self.signed[change].add(who)
            applied = len(self.signed[change]) >= found.eyes - 1
            assert (found.status == "applied") == applied
            self.after(id, applied, undo=found.undoes is not None)
            if applied:
                del self.open[change]
                self.done.add(change)

    @rule(at=PICK, kind=st.sampled_from(KINDS), day=st.integers(1, 28))
    def carry(self, at: int, kind: ThingKind, day: int) -> None:
        """A change that makes sense, proposed by somebody who may and signed by as many as it takes."""
        able = [w for w in sorted(STAFF) if self.may(w, "propose")]
        if not able:
            return
        who, before = able[at % len(able)], set(self.open)
        if kind == "item":
            self.propose(who, at, {}, True, 1, "because")
        elif kind == "application":
            self.step(who, at, "asked", True, day, {})
        else:
            self.tell(who, at, {}, True, "because")
        for change in sorted(set(self.open) - before):
            for _ in range(2):
                if change in self.open:
                    self.sign("reader", sorted(self.open).index(change), True)

    @rule(who=WRITERS, at=PICK, how=st.sampled_from(["refuse", "withdraw"]))
    def close(self, who: str, at: int, how: str) -> None:
        if not self.open:
            return
        change = sorted(self.open)[at % len(self.open)]
        _, proposer = self.open[change]
        act: Act = "sign" if how == "refuse" else "propose"
        may = self.may(who, act) and (who == proposer) == (how == "withdraw")
        try:
            if how == "refuse":
                self.desk.refuse(self.staff[who], change, "no")
            else:
                self.desk.withdraw(self.staff[who], change)
        except (DeskForbidden, DeskMissing):
            assert not may
        else:
            assert may
            del self.open[change]

    @rule(who=WRITERS, at=PICK)
    def undo(self, who: str, at: int) -> None:
        if not self.done:
            return
        change = sorted(self.done)[at % len(self.done)]
        try:
            back = self.desk.undo(self.staff[who], change, why="wrong")
        except (DeskForbidden, DeskMissing):
            assert not self.may(who, "propose")
        except DeskError:
            pass
        else:
            assert self.may(who, "propose")
            self.after(back.item, back.status == "applied", undo=True)
            self.keep(back.id, back.item, who, back.status)

    @rule(who=WHO, eyes=st.integers(0, 4))
    def set_eyes(self, who: str, eyes: int) -> None:
        with contextlib.suppress(DeskError):
            self.desk.set_eyes(self.staff[who], "suzhou", eyes, "office")
            assert self.may(who, "administer")
            assert eyes in (1, 2, 3)
            self.eyes = eyes

    @rule()
    def anchor(self) -> None:
        self.anchors += self.desk.work.anchors()

    # --- what holds after every step --------------------------------------------------------------------------

    @invariant()
    def what_is_kept_is_what_was_done(self) -> None:
        """Read beside the store's own queries, in one transaction; every tenth time, and at the end, by those queries too."""
        if not hasattr(self, "desk"):
            return
        with self.desk.work.database.reading(EVERYTHING) as c:
            held = {r.id: (r.kind, r.state) for r in c.execute(ITEMS)}
            fates = {r.id: r.status for r in c.execute(CHANGES)}
        assert held == self.things
        assert {id for id, status in fates.items() if status == "open"} == set(self.open)
        assert {id for id, status in fates.items() if status == "applied"} == self.done
        self.steps += 1
        if self.steps % 10 == 0:
            self.what_people_see_is_what_is_kept()

    def what_people_see_is_what_is_kept(self) -> None:
        work, stranger = self.desk.work, self.staff["stranger"]
        for kind in KINDS:
            found = {i.id: i.state for i in work.items(self.onlooker, kind=kind)}
            assert found == {id: state for id, (k, state) in self.things.items() if k == kind}
            assert work.items(stranger, kind=kind) == []
        assert {c.id for c in work.changes(self.onlooker, status="open")} == set(self.open)
        assert {c.id for c in work.changes(self.onlooker, status="applied")} == self.done
        assert sum(n for *_, n, _ in work.counts(self.onlooker, "2026-11-27")) == sum(k == "item" for k, _ in self.things.values())
        assert work.changes(stranger) == []


def run(runs: int, *, postgres: bool = False, seconds: float = 1e9, first: int = 0) -> int:
    """So many random offices, or as many as there is time for; returns how many."""
    begun, done = time.monotonic(), 0
    with blanks(postgres=postgres) as source:
        RandomOffice.source = source
        while done < runs and time.monotonic() - begun < seconds:
            share = min(100, runs - done)
            quiet = settings(
                max_examples=share, stateful_step_count=40, deadline=None, database=None, suppress_health_check=list(HealthCheck)
            )
            run_state_machine_as_test(seed(first + done)(RandomOffice), settings=quiet)
            done += share
    return done


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", type=int, nargs="?", default=1000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--first", type=int, default=0)
    said = parser.parse_args()
    start = time.monotonic()
    count = run(said.runs, postgres=said.postgres, seconds=said.seconds, first=said.first)
    print(f"{count} offices of at most 40 steps in {time.monotonic() - start:.0f} s: every rule held")

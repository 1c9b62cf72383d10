"""A random office at work: items, changes, signatures, undo and roles, held against a model. `python -m tests.tracking.machine RUNS [URL]`."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shidian.errors import DeskError, DeskForbidden, DeskMissing, DeskStale
from shidian.store.chain import ChainHead
from shidian.tracking.item import ITEM_STAGES, STEPS, lacking, state_of
from tests.tracking.offices import TASKS, office, proof, staffed

WHO = st.sampled_from(["editor", "both", "signer", "second", "reader", "head", "auditor", "stranger", "ministry"])
PICK = st.integers(0, 10**6)
WANTED = st.fixed_dictionaries(
    {},
    optional={
        "stage": st.sampled_from(ITEM_STAGES),
        "notes": st.sampled_from(["a", "b", ""]),
        "safeguard": st.sampled_from(["watched", ""]),
        "evidence": st.sampled_from([[], [proof("A")], [proof("C")]]),
        "stop_reason": st.sampled_from(["law changed", ""]),
    },
)


class Office(RuleBasedStateMachine):
    """What must hold whatever people do: four eyes, legal stages, a journal that tells everything, counts that agree."""

    @initialize()
    def open_(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.desk = office(f"sqlite:///{self.folder.name}/work.db")
        self.staff = staffed(self.desk)
        self.items: dict[int, dict[str, Any]] = {}
        self.open: dict[int, tuple[int, str]] = {}
        self.signed: dict[int, set[str]] = {}
        self.anchors: list[ChainHead] = []

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            assert self.desk.work.verify(self.anchors) == []
            self.desk.work.database.close()
            self.folder.cleanup()

    @rule(who=WHO, task=st.sampled_from(sorted(TASKS)))
    def begin(self, who: str, task: str) -> None:
        may = who in ("editor", "both")
        try:
            id = self.desk.begin(self.staff[who], "suzhou", task=task)
        except (DeskForbidden, DeskMissing):
            assert not may
        except DeskStale:
            assert may
        else:
            assert may
            self.items[id] = self.desk.work.item(self.staff["reader"], id).state

    @rule(who=WHO, at=PICK, wanted=WANTED, stale=st.booleans(), why=st.sampled_from([None, "because"]))
    def propose(self, who: str, at: int, wanted: dict[str, Any], stale: bool, why: str | None) -> None:
        if not self.items:
            return
        item = sorted(self.items)[at % len(self.items)]
        version = self.desk.work.item(self.staff["reader"], item).version
        try:
            change = self.desk.propose(self.staff[who], item, wanted, version=version - stale, why=why)
        except (DeskForbidden, DeskMissing):
            assert who not in ("editor", "both")
        except DeskStale:
            assert stale
        except DeskError:
            pass
        else:
            assert who in ("editor", "both")
            assert not stale
            self.items[item] = self.desk.work.item(self.staff["reader"], item).state
            if change.status == "open":
                self.open[change.id] = (item, who)
                self.signed[change.id] = set()

    @rule(who=WHO, at=PICK)
    def sign(self, who: str, at: int) -> None:
        if not self.open:
            return
        change = sorted(self.open)[at % len(self.open)]
        item, proposer = self.open[change]
        may = who in ("both", "signer", "second") and who != proposer and who not in self.signed[change]
        try:
            found = self.desk.sign(self.staff[who], change)
        except (DeskForbidden, DeskMissing):
            assert not may
        except DeskError:
            assert may
        else:
            assert may
            self.signed[change].add(who)
            assert (found.status == "applied") == (len(self.signed[change]) >= found.eyes - 1)
            if found.status == "applied":
                del self.open[change]
                before, self.items[item] = self.items[item], self.desk.work.item(self.staff["reader"], item).state
                if found.undoes is None and before["stage"] != self.items[item]["stage"]:
                    assert self.items[item]["stage"] in STEPS[before["stage"]]
                    assert lacking(state_of(self.items[item])) is None

    @rule(who=WHO, at=PICK, how=st.sampled_from(["refuse", "withdraw"]))
    def close(self, who: str, at: int, how: str) -> None:
        if not self.open:
            return
        change = sorted(self.open)[at % len(self.open)]
        _, proposer = self.open[change]
        with contextlib.suppress(DeskForbidden, DeskMissing):
            if how == "refuse":
                self.desk.refuse(self.staff[who], change, "no")
                assert who in ("both", "signer", "second")
                assert who != proposer
            else:
                self.desk.withdraw(self.staff[who], change)
                assert who == proposer
            del self.open[change]

    @rule(who=WHO, at=PICK)
    def undo(self, who: str, at: int) -> None:
        done = self.desk.work.changes(self.staff["reader"], status="applied")
        if not done:
            return
        with contextlib.suppress(DeskError):
            back = self.desk.undo(self.staff[who], done[at % len(done)].id, why="wrong")
            assert who in ("editor", "both")
            self.items[back.item] = self.desk.work.item(self.staff["reader"], back.item).state
            if back.status == "open":
                self.open[back.id] = (back.item, who)
                self.signed[back.id] = set()

    @rule(who=WHO, eyes=st.integers(0, 4))
    def set_eyes(self, who: str, eyes: int) -> None:
        with contextlib.suppress(DeskError):
            self.desk.set_eyes(self.staff[who], "suzhou", eyes, "office")
            assert who == "head"
            assert eyes in (1, 2, 3)

    @rule()
    def anchor(self) -> None:
        self.anchors += self.desk.work.anchors()

    @invariant()
    def what_is_kept_is_what_was_done(self) -> None:
        if not hasattr(self, "desk"):
            return
        reader = self.staff["reader"]
        assert {i.id: i.state for i in self.desk.work.items(reader)} == self.items
        assert {c.id for c in self.desk.work.changes(reader, status="open")} == set(self.open)
        assert sum(n for *_, n, _ in self.desk.work.counts(reader, "2026-11-27")) == len(self.items)
        assert self.desk.work.items(self.staff["stranger"]) == []


def run(runs: int) -> None:
    """So many random offices."""
    run_state_machine_as_test(
        Office, settings=settings(max_examples=runs, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    )


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

"""Many at once, and a process that is killed in the middle: nothing is lost, nothing is done twice, nothing is half done."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from pathlib import Path

from shidian.errors import DeskError
from shidian.store.access import Actor, Grant
from shidian.tracking.desk import ProgrammeDesk
from tests.tracking.offices import TASKS, office, staffed

EDITORS, SIGNERS, EACH = 8, 2, 12


def test_eight_editors_and_two_signers_lose_nothing(desk: ProgrammeDesk, staff: dict[str, Actor]) -> None:
    items = [desk.begin(staff["editor"], "suzhou", task=t) for t in sorted(TASKS)]
    chief = desk.people.acting("administrator")
    editors: list[Actor] = []
    for n in range(EDITORS):
        desk.people.add(chief, f"editor{n}", f"Editor {n}", [Grant("suzhou", "editor")])
        editors.append(desk.people.acting(f"editor{n}"))
    proposed: list[int] = []
    signed: list[int] = []
    wrong: list[Exception] = []
    busy = threading.Event()

    def edits(actor: Actor, seed: int) -> None:
        rng = random.Random(seed)
        for n in range(EACH):
            try:
                item = desk.work.item(actor, rng.choice(items))
                proposed.append(desk.propose(actor, item.id, {"notes": f"{seed} {n}"}, version=item.version, key=f"{seed}-{n}").id)
            except DeskError:
                pass
            except Exception as error:
                wrong.append(error)

    def signs(actor: Actor) -> None:
        while not busy.is_set() or desk.work.changes(actor, status="open"):
            for change in desk.work.changes(actor, status="open", act="sign"):
                try:
                    signed.append(desk.sign(actor, change.id).id)
                except DeskError:
                    with contextlib.suppress(DeskError):
                        desk.refuse(actor, change.id, "stale")
                except Exception as error:
                    wrong.append(error)

    threads = [threading.Thread(target=edits, args=(a, n)) for n, a in enumerate(editors)]
    signers = [threading.Thread(target=signs, args=(staff[w],)) for w in ("signer", "second")]
    for t in (*threads, *signers):
        t.start()
    for t in threads:
        t.join()
    busy.set()
    for t in signers:
        t.join()
    assert wrong == []
    assert desk.work.verify(desk.work.anchors()) == []
    changes = {c.id: c for c in desk.work.changes(staff["reader"], most=10_000)}
    assert sorted(changes) == sorted(proposed)
    assert max(Counter(signed).values()) == 1
    assert {id for id, c in changes.items() if c.status == "applied"} == set(signed)
    kinds = Counter(e.kind for e in desk.work.journal(staff["reader"], "suzhou", most=10_000))
    assert kinds["proposed"] == len(proposed)
    assert kinds["applied"] == kinds["signed"] == len(signed)
    assert kinds["proposed"] == kinds["applied"] + kinds["refused"]


WORK = textwrap.dedent(
    """
    import sys
    from tests.tracking.offices import office
    desk = office(sys.argv[1])
    editor, signer = desk.people.acting("editor"), desk.people.acting("signer")
    print("ready", flush=True)
    for n in range(100000):
        item = desk.work.items(editor, region="suzhou")[0]
        change = desk.propose(editor, item.id, {"notes": f"{sys.argv[2]} {n}"}, version=item.version)
        desk.sign(signer, change.id)
        print(change.id, flush=True)
    """
)


def test_a_process_killed_in_the_middle_leaves_every_acknowledged_change_and_no_half_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'work.db'}"
    desk = office(url)
    staff = staffed(desk)
    desk.begin(staff["editor"], "suzhou", task="t1")
    acknowledged: list[int] = []
    anchors = desk.work.anchors()
    rng = random.Random(7)
    for n in range(6):
        process = subprocess.Popen([sys.executable, "-c", WORK, url, str(n)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        acknowledged += [int(process.stdout.readline()) for _ in range(rng.randint(1, 6))]
        time.sleep(rng.random() / 20)
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += [int(line) for line in process.stdout.read().split("\n") if line.strip().isdigit()]
        process.wait()
        process.stdout.close()
        assert desk.work.verify(anchors) == []
        anchors += desk.work.anchors()
        for change in desk.work.changes(staff["signer"], status="open"):
            desk.refuse(staff["signer"], change.id, "left over")
    held = Counter(e.change for e in desk.work.journal(staff["reader"], "suzhou", most=100_000) if e.kind == "applied")
    assert len(acknowledged) > 10
    assert all(held[id] == 1 for id in acknowledged)
    desk.work.database.close()

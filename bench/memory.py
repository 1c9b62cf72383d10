"""How much memory a batch takes beyond what goes in and what comes out, in a process of its own (Linux).

python -m bench.memory "NumPy over the table" [--rules 120] [--shape dense] [--cases 1000000]
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import subprocess
import sys
from pathlib import Path

from bench.peers.peer import Work
from bench.peers.registry import REGISTRY, make
from bench.workload import cases, lawbook, size

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def beyond(name: str, rules: int, shape: str, count: int) -> float | None:
    """Bytes a row at the peak, beyond input and output, measured in a new process; None where it cannot be measured."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory", name, "--rules", str(rules), "--shape", shape, "--cases", str(count)],
        capture_output=True,
        text=True,
        check=False,
    )
    return float(done.stdout) if done.returncode == 0 else None


def _give_back() -> None:
    """What is free goes back to the system, so that it is counted when it is taken again."""
    gc.collect()
    with contextlib.suppress(AttributeError):  # not every C library can
        ctypes.CDLL(None).malloc_trim(0)


def _kilobytes(field: str) -> int:
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith(field + ":"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer")
    parser.add_argument("--rules", type=size, default=120)
    parser.add_argument("--shape", choices=("dense", "wide"), default="dense")
    parser.add_argument("--cases", type=int, default=1_000_000)
    asked = parser.parse_args()
    entry = next((e for e in REGISTRY if e.name == asked.peer), None)
    if entry is None:
        sys.exit(f"no peer `{asked.peer}`; known: {', '.join(e.name for e in REGISTRY)}")
    if not CLEAR.exists():
        sys.exit("the peak of a process can only be reset on Linux")
    work = Work(lawbook(asked.rules, asked.shape))
    batch = make(entry, work).batch
    if batch is None:
        sys.exit(f"`{asked.peer}` takes one case at a time")
    batch.run(batch.load(cases(work.book, 10_000)))
    loaded = batch.load(cases(work.book, asked.cases))
    _give_back()
    CLEAR.write_text("5")  # the peak begins anew
    before = _kilobytes("VmRSS")
    raw = batch.run(loaded)
    peak = _kilobytes("VmHWM")
    print(max(0.0, ((peak - before) * 1024 - batch.size(raw)) / asked.cases))


if __name__ == "__main__":
    main()

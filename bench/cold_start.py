"""How long `shidian ask` takes as a whole process: with an empty cache, and with a warm one.

python bench/cold_start.py [--runs 7]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

ASK = [sys.executable, "-m", "shidian", "ask", "access", "activity=idc", "territory=shenzhen", "origin=DE", "share=100", "on=2025-03-15"]


def run(cache: str) -> float:
    """Seconds of one run with this cache folder."""
    start = time.perf_counter()
    done = subprocess.run(ASK, env=os.environ | {"XDG_CACHE_HOME": cache}, capture_output=True, check=False)
    if done.returncode not in (0, 4):
        sys.exit(done.stderr.decode())
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    cold = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(run(folder))
    with tempfile.TemporaryDirectory() as folder:
        run(folder)
        warm = [run(folder) for _ in range(runs)]
    for name, times in (("first start (reads the YAML)", cold), ("next start (checked cache)", warm)):
        print(f"{name:30} median {statistics.median(times):.3f} s   min {min(times):.3f} s   max {max(times):.3f} s")


if __name__ == "__main__":
    main()

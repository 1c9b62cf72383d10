"""Try mutants of meaning, engine and diagram on the tests that enter what they change: `python -m tests.mutation --mutants 300`.

One pytest process collects the tests and forks: once to see what each test enters and costs, then once for each mutant, in which the code of
the function with the slip is exchanged and the cheapest tests run until one fails. What takes too much processor time counts as killed: a
loop without end is noticed. Slips in constants and heads of functions are not tried; how many is said. Survivors are printed, and with
`--write` listed in docs/reference/mutants.md, each with why no test can kill it where `explained.toml` says so.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.mutation.chosen import EASY, HARD, Cost, child, chosen, killed, measured
from tests.mutation.mutants import Mutant, Spot, mutant, spots_of
from tests.mutation.patched import exchange
from tests.nightly import TODAY

ROOT = Path(__file__).parents[2]
PACKAGES = ("meaning", "engine", "diagram")
TESTS = (
    "tests/mutation/quick.py",
    "tests/meaning",
    "tests/engine",
    "tests/diagram",
    "tests/agreement/test_generated_lawbooks_agree.py",
    "tests/answer/test_obligations.py",
    "tests/answer/test_not_on_the_list.py",
)
LEFT_OUT = ("test_a_query_means_this_too", "[access]", "test_many_nodes", "test_a_diagram_walked_whole", "test_stored")
"""Parts of the names of tests that take too long to be of use here."""
PYTEST = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")
EXPLAINED = Path(__file__).with_name("explained.toml")
PAGE = ROOT / "docs/reference/mutants.md"


class Tried(Counter[str]):
    """How many were tried, by package, and who lives."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[Mutant] = []
        self.skipped = 0


class Loop:
    """Runs mutants in place of the tests of a session."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.tried = Tried()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """All of it."""
        items = [i for i in session.items if "mutation/quick" in i.nodeid or not any(part in i.nodeid for part in LEFT_OUT)]
        costs = self._costs(items)
        broken = sorted(id for id, c in costs.items() if not c.passed)
        print(f"\n{len(items)} tests, {sum(c.seconds for c in costs.values()):.0f} s; without any slip fail: {broken}", flush=True)
        found = [s for s in every_spot() if not self.args.only or self.args.only in s.module]
        if self.args.at:
            found = [s for s in found if f"{s.module.rpartition('.')[2]}:{mutant(s).line}" in self.args.at]
        else:
            random.Random(self.args.seed).shuffle(found)
        began = time.process_time() + sum(os.times()[2:4])
        for spot in found:
            spent = time.process_time() + sum(os.times()[2:4]) - began
            if self.tried.total() == self.args.mutants or spent > self.args.minutes * 60:
                break
            self._try(mutant(spot), items, costs)
            if self.tried.total() % 10 == 0:
                print(f"{self.tried.total()} tried, {len(self.tried.alive)} alive, {spent:.0f} s", flush=True)
        return True

    def _costs(self, items: list[pytest.Item]) -> dict[str, Cost]:
        kept = self.args.kept
        if kept and kept.exists():
            found: dict[str, Cost] = pickle.loads(kept.read_bytes())
            return found
        found = child(lambda: measured(items, str(ROOT / "src/shidian")), 600) or {}
        if kept:
            kept.write_bytes(pickle.dumps(found))
        return found

    def _try(self, slip: Mutant, items: list[pytest.Item], costs: dict[str, Cost]) -> None:
        found = exchange(slip)
        if found is None:
            self.tried.skipped += 1
            return
        first, rest = chosen(items, costs, found.inside)

        def dies(tests: list[pytest.Item]) -> bool:
            found.make()
            return killed(tests)

        self.tried[package_of(slip)] += 1
        if child(lambda: dies(first), 4 * EASY + 10) is False and child(lambda: dies(rest), 2 * HARD) is False:
            self.tried.alive.append(slip)
            print(
                f"{self.tried.total()}. survived {len(first)} and {len(rest)} tests: {slip.path}:{slip.line}: {slip.before}  ->  {slip.after}",
                flush=True,
            )


def every_spot() -> list[Spot]:
    """Every place of the three packages where a slip can be made."""
    return [
        spot
        for package in PACKAGES
        for path in sorted((ROOT / "src/shidian" / package).glob("*.py"))
        for spot in spots_of(path, f"shidian.{package}.{path.stem}")
        if path.stem != "__init__"
    ]


def package_of(slip: Mutant | Spot) -> str:
    """Which of the three packages a slip is made in."""
    return slip.module.split(".")[1]


def main() -> int:
    parser = argparse.ArgumentParser(description="Try mutants on the tests.")
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=TODAY)
    parser.add_argument(
        "--minutes", type=float, default=10_000, help="of processor time, after the tests were measured: stop with what was tried"
    )
    parser.add_argument("--only", help="modules whose name has this")
    parser.add_argument("--at", nargs="*", help="every slip at these places instead, met:75: those that lived are put in once more")
    parser.add_argument(
        "--tests", nargs="*", default=TESTS, help="the tests that a slip is given; with the lawbooks written down alone: seconds"
    )
    parser.add_argument("--kept", type=Path, help="what the tests enter and cost is kept here for the next run of the same code")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    args = parser.parse_args()
    os.chdir(ROOT)
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="shidian-mutants-")
    settings.register_profile(
        "mutants", phases=[Phase.explicit, Phase.generate], database=None, report_multiple_bugs=False, derandomize=True
    )
    settings.load_profile("mutants")
    loop = Loop(args)
    pytest.main([*PYTEST, *args.tests], plugins=[loop])
    tried = loop.tried
    count = tried.total()
    if count == 0:
        print("none was tried")
        return 2
    dead = count - len(tried.alive)
    for package, here in sorted(tried.items()):
        print(f"{package}: {here - sum(package_of(m) == package for m in tried.alive)} of {here} killed")
    print(f"{dead} of {count} killed ({100 * dead / count:.1f} %), seed {args.seed}; {tried.skipped} in no function, not tried")
    if args.write:
        PAGE.write_text(page(tried, len(every_spot()), tried.alive, args.seed, args.tests), encoding="utf-8")
    return 0 if dead >= 0.95 * count else 1


def page(tried_of: Counter[str], all_: int, alive: Sequence[Mutant], seed: int, tests: Sequence[str] = TESTS) -> str:
    """The list of survivors, and how many of each package were killed."""
    count = tried_of.total()
    why = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    lines = [
        "# Mutants",
        "",
        "How well the tests of `meaning`, `engine` and `diagram` catch a slip: `make mutants` puts one slip at a time into their code (a bound taken in,",
        "an `or` for an `and`, a forgotten `not`) and runs the cheapest tests that enter the function with it, some 5, then 25 seconds of them. Slips in",
        "constants and heads of functions are not tried. This page is written by it.",
        "",
        f"{count - len(alive)} of {count} mutants were killed ({100 * (count - len(alive)) / count:.1f} %), a sample of {all_} with seed {seed}; tests: "
        + ", ".join(f"`{t}`" for t in tests)
        + f". Of those alive {sum(m.key in why for m in alive)} are explained: no test can kill them.",
        "",
        "| package | tried | killed |",
        "|---|---|---|",
        *(f"| `{p}` | {n} | {n - sum(package_of(m) == p for m in alive)} |" for p, n in sorted(tried_of.items())),
        "",
        "| module | slip that no test noticed | why |",
        "|---|---|---|",
    ]
    cell = "| `{}` | `{}` for `{}` | {} |"
    lines += [
        cell.format(m.module.removeprefix("shidian."), _cell(m.after), _cell(m.before), why.get(m.key, "not yet explained"))
        for m in sorted(alive, key=lambda m: (m.module, m.line))
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())

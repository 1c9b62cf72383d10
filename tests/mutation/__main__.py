"""Try mutants of meaning, engine and diagram on the tests that are quick: `python -m tests.mutation --mutants 300`.

Each mutant runs in a process of its own, in which its module is read with the slip; the first test that fails kills it. What takes longer
than the limit counts as killed too: a loop without end is noticed. Survivors are printed, and with `--write` listed in
docs/reference/mutants.md, each with why no test can kill it where `explained.toml` says so.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from hypothesis import Phase, settings

from tests.mutation.mutants import Mutant, Spot, mutant, spots_of
from tests.nightly import TODAY

ROOT = Path(__file__).parents[2]
TESTS = {
    "meaning": ("tests/meaning/test_engine_means_this.py", "tests/meaning"),
    "engine": (
        "tests/meaning/test_engine_means_this.py",
        "tests/engine",
        "tests/agreement/test_learning_takes_nothing_back.py",
        "tests/diagram/test_leads.py",
        "tests/meaning",
    ),
    "diagram": ("tests/diagram", "tests/meaning/test_engine_means_this.py", "tests/agreement/test_generated_lawbooks_agree.py"),
}
"""By package what is run on a slip in it, in the order in which it kills most."""
PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")
EXPLAINED = Path(__file__).with_name("explained.toml")
PAGE = ROOT / "docs/reference/mutants.md"


class Slipped(importlib.machinery.SourceFileLoader):
    """Reads a module with a slip in it."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, mutant.path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.mutant.source, self.mutant.path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the one module that has a slip."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.mutant.path, loader=Slipped(self.mutant))


def run(slip: Mutant | None, tests: Sequence[str], limit: float) -> bool:
    """Whether some test fails, or runs for too long, on a mutant; of none, on the code as it is."""
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if slip is not None:
            sys.meta_path.insert(0, Finder(slip))
        os._exit(_status(tests))
    began = time.monotonic()
    while time.monotonic() - began < limit:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _status(tests: Sequence[str]) -> int:
    """In the process of a mutant: 0 if no test fails. The quick ones have no tests by name."""
    if tests:
        return int(pytest.main([*PYTEST, *tests]))
    try:
        quick = importlib.import_module("tests.mutation.quick")
        return 0 if quick.all_agree() else 1
    except BaseException:  # whatever goes wrong, it is noticed
        return 1


def lives(slip: Mutant, limit: float) -> bool:
    """Whether a mutant lives through the quick tests, and then through those of its package."""
    return not run(slip, (), limit) and not run(slip, TESTS[package_of(slip)], limit)


def every_spot() -> list[Spot]:
    """Every place of the three packages where a slip can be made."""
    return [
        spot
        for package in TESTS
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
    parser.add_argument("--limit", type=float, default=300, help="seconds for one mutant")
    parser.add_argument("--minutes", type=float, default=10_000, help="stop after so long, with what was tried")
    parser.add_argument("--only", help="modules whose name has this")
    parser.add_argument("--quick", action="store_true", help="the quick tests alone: who lives through them is not yet a survivor")
    parser.add_argument("--trust", action="store_true", help="do not first run the tests without a slip")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    args = parser.parse_args()
    os.chdir(ROOT)
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None, report_multiple_bugs=False)
    settings.load_profile("mutants")
    found = [s for s in every_spot() if not args.only or args.only in s.module]
    tried = random.Random(args.seed).sample(found, min(args.mutants, len(found)))
    began = time.monotonic()
    packages = {package_of(s) for s in tried}
    if not args.trust and any(
        run(None, tests, args.limit * 4) for package, tests in (*TESTS.items(), ("", ())) if package in (*packages, "")
    ):
        print("the tests fail without any slip")
        return 2
    tried_of, alive = Counter[str](), list[Mutant]()
    with contextlib.suppress(KeyboardInterrupt):  # stopped by hand: what was tried until then counts
        for slip in map(mutant, tried):
            if time.monotonic() - began > args.minutes * 60:
                break
            survives = not run(slip, (), args.limit) if args.quick else lives(slip, args.limit)
            tried_of[package_of(slip)] += 1
            if survives:
                alive.append(slip)
                print(f"survived: {slip.path}:{slip.line}: {slip.before}  ->  {slip.after}", flush=True)
    count = tried_of.total()
    if count == 0:
        print("stopped before the first was tried")
        return 2
    killed = count - len(alive)
    for package, tried_here in sorted(tried_of.items()):
        print(f"{package}: {tried_here - sum(package_of(m) == package for m in alive)} of {tried_here} killed")
    print(f"{killed} of {count} killed ({100 * killed / count:.1f} %), {len(found)} mutants in all, seed {args.seed}")
    if args.write:
        PAGE.write_text(page(tried_of, len(found), alive, args.seed), encoding="utf-8")
    return 0 if killed >= 0.95 * count else 1


def page(tried_of: Counter[str], all_: int, alive: Sequence[Mutant], seed: int) -> str:
    """The list of survivors, and how many of each package were killed."""
    count = tried_of.total()
    why = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    lines = [
        "# Mutants",
        "",
        "How well the tests of `meaning`, `engine` and `diagram` catch a slip: `make mutants` puts one slip at a time into their code (a bound taken in,",
        "an `or` for an `and`, a forgotten `not`) and runs the quick tests on it. This page is written by it.",
        "",
        f"{count - len(alive)} of {count} mutants were killed ({100 * (count - len(alive)) / count:.1f} %), a sample of {all_} with seed {seed}.",
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

"""The wheel and the sdist, installed into fresh environments on every Python that the machine has, and used there: `python -m tests.release.smoke`.

Each environment is made in a temporary folder and used from there, so that nothing of the source is at hand. With `--all` the libraries of
`shidian[all]` are installed too, locked on the oldest Python and the newest there are on the newest one, and the server, the export and the door for
assistants are tried. Exits with 1 where anything fails.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13")
CASE = ["ask", "access", "activity=idc", "territory=shenzhen", "origin=DE", "share=100", "on=2025-03-15", "--json"]


def pythons() -> Iterator[tuple[str, str]]:
    """The Pythons of the machine that we say we run on."""
    for version in VERSIONS:
        found = next(
            (str(p) for p in sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))), shutil.which(f"python{version}")
        )
        if found:
            yield version, found


def environment(python: str, folder: Path, *wanted: str) -> Path:
    """A fresh environment with something installed. Gives its `bin`."""
    done(python, "-m", "venv", str(folder))
    done(str(folder / "bin/python"), "-m", "pip", "install", "-q", *wanted)
    return folder / "bin"


def done(*command: str, cwd: Path | None = None) -> str:
    """What a command prints. Raises where it fails."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SHIDIAN"))} | {"LANG": "C.UTF-8"}
    found = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, timeout=1800, check=False)
    if found.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{found.stdout[-2000:]}{found.stderr[-3000:]}")
    return found.stdout


def core(bin: Path, folder: Path) -> None:
    """What the base can do alone."""
    said = json.loads(done(str(bin / "shidian"), *CASE, cwd=folder))
    assert said["outcome"] == "permitted", said["outcome"]
    assert "shidian" in done(str(bin / "shidian"), "--version", cwd=folder)
    assert "互联网数据中心" in done(str(bin / "shidian"), *CASE[:-1], "--lang", "zh", cwd=folder)
    done(str(bin / "shidian"), "lawbook", "check", cwd=folder)
    missing = subprocess.run(
        [bin / "shidian", "export", folder / "x", "--format", "parquet"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert missing.returncode in (0, 1)
    assert "Traceback" not in missing.stderr, missing.stderr


def whole(bin: Path, folder: Path) -> None:
    """What all extras together can do."""
    done(str(bin / "shidian"), "export", str(folder / "data"), "--format", "sqlite", cwd=folder)
    done(str(bin / "shidian"), "watch", "add", "one", "access", *CASE[2:6], "--kept", str(folder / "kept"), cwd=folder)
    done(str(bin / "python"), "-c", "from shidian.serving.application import create; create()", cwd=folder)
    done(
        str(bin / "python"),
        "-c",
        "from shidian.mcp import server; from shidian.visitors.keeper import open_desk; server(open_desk())",
        cwd=folder,
    )


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--all", action="store_true", help="also the libraries of all extras, locked and newest")
    asked.add_argument("--dist", type=Path, default=ROOT / "dist")
    options = asked.parse_args()
    wheels, sdists = sorted(options.dist.glob("*.whl")), sorted(options.dist.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sdists) != 1:
        print(f"{options.dist} must hold one wheel and one sdist; run make dist")
        return 1
    found = list(pythons())
    for version, python in found:
        for kind, file in (("wheel", wheels[0]), ("sdist", sdists[0])):
            with tempfile.TemporaryDirectory() as made:
                folder = Path(made)
                core(environment(python, folder / "env", str(file)), folder)
                print(f"{version} {kind}: ok", flush=True)
    if options.all:
        locked = ["--require-hashes", "-r", str(ROOT / "constraints.txt")]
        for (version, python), wanted, kind in ((found[0], locked, "locked"), (found[-1], [f"{wheels[0]}[all]"], "newest")):
            with tempfile.TemporaryDirectory() as made:
                folder = Path(made)
                bin = environment(python, folder / "env", *wanted)
                done(str(bin / "python"), "-m", "pip", "install", "-q", "--no-deps", str(wheels[0]))
                whole(bin, folder)
                print(f"{version} all, {kind}: ok", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The wheel: built, installed where nothing of the source can be seen, and asked.

Nothing is fetched: the wheel is built without isolation, and the libraries of this environment are lent to the new one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import shidian
from tests.cases.real import real_book

ROOT = Path(__file__).parents[2]
QUESTION = ("access", "activity=idc", "territory=shenzhen", "origin=DE", "share=100", "on=2025-03-15")


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel, and a folder that has nothing to do with the source."""

    python: Path
    command: Path
    elsewhere: Path
    package: Path

    def run(self, *command: str | Path) -> str:
        done = subprocess.run(
            [str(c) for c in command], cwd=self.elsewhere, capture_output=True, check=False, timeout=60, env=self.surroundings()
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def surroundings(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "SHIDIAN"))}
        return kept | {"PYTHONIOENCODING": "utf-8", "HOME": str(self.elsewhere), "XDG_CACHE_HOME": str(self.elsewhere / "cache")}


def quietly(*command: str | Path) -> None:
    done = subprocess.run([str(c) for c in command], capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    quietly(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The libraries are lent by a path file, which Python does not search for further path files: the source, installed here in
    place, stays out of sight."""
    home = tmp_path_factory.mktemp("environment")
    quietly(sys.executable, "-m", "venv", "--without-pip", home)
    site = home / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    quietly(
        sys.executable,
        "-m",
        "pip",
        "--python",
        home / "bin/python",
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        "--disable-pip-version-check",
        wheel,
    )
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(home / "bin/python", home / "bin/shidian", tmp_path_factory.mktemp("elsewhere"), site / "shidian")


@pytest.fixture(scope="module")
def answer(installed: Installed) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(installed.run(installed.command, "ask", *QUESTION, "--json"))
    return found


def test_the_package_that_runs_is_the_installed_one(installed: Installed) -> None:
    place = installed.run(installed.python, "-c", "import shidian; print(shidian.__file__)").strip()
    assert Path(place).resolve() == (installed.package / "__init__.py").resolve()


def test_the_lawbook_that_is_used_lies_within_the_wheel(installed: Installed) -> None:
    place = installed.run(installed.python, "-c", "from shidian.law.location import default_folder; print(default_folder())").strip()
    assert Path(place).resolve() == (installed.package / "lawbook").resolve()


def test_the_lawbook_in_the_wheel_is_the_one_of_the_source(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {n.removeprefix("shidian/lawbook/"): archive.read(n) for n in archive.namelist() if n.startswith("shidian/lawbook/")}
    source = {p.relative_to(ROOT / "lawbook").as_posix(): p.read_bytes() for p in (ROOT / "lawbook").rglob("*") if p.is_file()}
    assert packed == source


def test_the_wheel_decides_as_the_source_does(answer: dict[str, Any]) -> None:
    facts = dict(word.split("=") for word in QUESTION[1:])
    here = real_book().ask(QUESTION[0], facts).to_dict()
    assert answer["outcome"] == "permitted"
    assert {k: v for k, v in answer.items() if k != "same_since"} == here


def test_the_wheel_names_its_version_and_its_lawbook(installed: Installed, answer: dict[str, Any]) -> None:
    assert installed.run(installed.command, "--version").split()[-1] == shidian.__version__
    assert answer["receipt"]["version"] == shidian.__version__
    assert answer["receipt"]["lawbook"] == real_book().digest


def test_the_wheel_answers_in_both_languages(installed: Installed) -> None:
    page = installed.run(installed.command, "ask", *QUESTION, "--lang", "zh")
    assert "现行有效" in page


def test_the_wheel_runs_as_a_module_too(installed: Installed) -> None:
    assert "access" in installed.run(installed.python, "-m", "shidian", "questions")


def test_the_wheel_carries_its_licence_its_types_and_no_tests(wheel: Path) -> None:
    """`Typing :: Typed` is promised, and type checkers look for the marker."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(n.endswith("licenses/LICENSE") for n in names)
    assert "shidian/py.typed" in names
    assert {n.split("/")[0] for n in names} == {"shidian", f"shidian-{shidian.__version__}.dist-info"}


def test_what_building_needs_is_among_what_development_installs() -> None:
    """Or else a fresh checkout could not run these tests."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {word.split(">")[0] for word in project["build-system"]["requires"]}
    assert needed <= {word.split(">")[0] for word in project["project"]["optional-dependencies"]["dev"]}

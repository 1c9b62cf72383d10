"""The broken files of `tests/lawbook_faults/`: what each of them expects, and how it is put into a lawbook.

A broken file begins with comments that say what must be reported, and where the file stands in the lawbook:

    # expect: bad-id @ 9:16            one line for each fault: code @ line:column
    # file: instruments/broken.yaml    its name within Orsia
    # alone                            (optional) the lawbook has no other file
    # padded to: 4000001               (optional) blanks are added up to this size
    # values: 400010                   (optional) as many list items are added
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from shidian.errors import Fault, LawbookError
from shidian.law.files import law_files
from shidian.law.folder import read_files
from tests.building import make_lawbook, write_files

FOLDER = Path(__file__).parent.parent / "lawbook_faults"
_EXPECT = re.compile(r"expect: ([a-z0-9-]+) @ (\d+):(\d+)")


@dataclass(frozen=True)
class Broken:
    """One broken file."""

    name: str
    raw: bytes
    expected: tuple[tuple[str, int, int], ...]
    file: str
    directives: dict[str, str]

    def write(self, folder: Path) -> Path:
        """A lawbook in which this file is the only thing that is wrong."""
        raw = self.raw
        if "padded to" in self.directives:
            raw = raw.ljust(int(self.directives["padded to"]))
        if "values" in self.directives:
            raw = raw.rstrip() + b"a,\n" * int(self.directives["values"]) + b"]\n"
        if "alone" in self.directives:
            return write_files(folder, {self.file: raw})
        return make_lawbook(folder, {self.file: raw})


def all_broken() -> list[Broken]:
    """Every broken file, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]


def _read(path: Path) -> Broken:
    raw = path.read_bytes()
    head: dict[str, str] = {}
    expected: list[tuple[str, int, int]] = []
    for line in raw.decode(errors="replace").splitlines():
        if not line.startswith("# "):
            break
        if match := _EXPECT.fullmatch(line[2:]):
            expected.append((match[1], int(match[2]), int(match[3])))
        else:
            key, _, value = line[2:].partition(":")
            head[key.strip()] = value.strip()
    return Broken(path.stem, raw, tuple(sorted(expected)), head.pop("file"), head)


def faults_of(folder: Path) -> list[Fault]:
    """Every fault of a lawbook folder, also when it is no lawbook."""
    try:
        return read_files(law_files(folder))[1]
    except LawbookError as error:
        return list(error.faults)

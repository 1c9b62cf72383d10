"""Small lawbooks for tests: the invented law of Orsia (`tests/orsia/`), whole or with changes.

Every test begins with a valid lawbook and says only what differs:

    make_lawbook(tmp_path)                                        # Orsia as it is
    make_lawbook(tmp_path, {"instruments/orsia-gift.yaml": text}) # one more file, or one replaced
    make_lawbook(tmp_path, {"cases/access/basic.yaml": None})     # one file less
    make_lawbook(tmp_path, edited("questions/access.yaml", ("main: share", "main: other")))
    make_lawbook(tmp_path, instrument("orsia-gift", rules))       # one more instrument, from its rules alone

`load_book` does the same and loads the result; `ORSIA` holds the files as text, by name.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping
from pathlib import Path

import shidian

Changes = Mapping[str, str | bytes | None]
"""File name within the lawbook -> its new content; None takes the file away."""

TODAY = dt.date(2025, 1, 1)
"""The day that `load_book` takes for today."""

HOME = Path(__file__).parent / "orsia"
ORSIA: dict[str, str] = {path.relative_to(HOME).as_posix(): path.read_text(encoding="utf-8") for path in sorted(HOME.rglob("*.yaml"))}


def make_lawbook(folder: Path, *changes: Changes) -> Path:
    """Write Orsia with `changes` to `folder`/lawbook and return that folder. A later change goes before an earlier one."""
    files: dict[str, str | bytes | None] = dict(ORSIA)
    for change in changes:
        files.update(change)
    return write_files(folder / "lawbook", files)


def write_files(folder: Path, files: Changes) -> Path:
    """Write exactly these files to `folder` and return it."""
    for name, content in files.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode())
    return folder


def load_book(folder: Path, *changes: Changes, today: dt.date = TODAY) -> shidian.Book:
    """Write Orsia with `changes` and load it, without the cache."""
    return shidian.load(make_lawbook(folder, *changes), cache=False, today=lambda: today)


def edited(name: str, *replacements: tuple[str, str]) -> dict[str, str]:
    """The change that replaces a text in one file of Orsia. Each text must stand there exactly once."""
    text = ORSIA[name]
    for old, new in replacements:
        assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return {name: text}


def instrument(id: str, rules: str = "[]", *, gaps: str = "[]", effective: str = "2020-01-01", more: str = "") -> dict[str, str]:
    """An instrument with one edition and one provision (`p1`) that holds `rules` and `gaps`, given as YAML lists.

    `effective` is also the day of publication; `more` goes into the edition, such as `expires: 2024-01-01`.
    """
    no_rule = "no_rule: {en: nothing to encode, zh: 无可编码内容}\n" if (rules, gaps) == ("[]", "[]") else ""
    text = f"""\
instrument: {id}
title: {{en: Act {id}, zh: 奥西亚法案之{id}}}
kind: notice
issuers: [trade-board]
editions:
  - edition: "1"
    published: {effective}
    effective: {effective}
    sources: [gazette]
{textwrap.indent(textwrap.dedent(more), "    ")}
provisions:
  - provision: p1
    number: "1"
    summary: {{en: what {id} says, zh: 法案内容}}
    seen: official
    rules:
{textwrap.indent(textwrap.dedent(rules), "      ")}
    gaps:
{textwrap.indent(textwrap.dedent(gaps), "      ")}
{textwrap.indent(no_rule, "    ")}"""
    return {f"instruments/{id}.yaml": text}

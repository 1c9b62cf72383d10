"""Portfolios that are watched, in a folder: a table with its mapping or a case, the answers of the last run, and the lawbook they are answers of."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from shidian.compiled import CompiledLaw
from shidian.errors import WatchError
from shidian.law.lawbook import Content, Lawbook
from shidian.law.near import did_you_mean
from shidian.version import code_digest

if TYPE_CHECKING:
    from shidian.screening.cells import Scale

NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{0,63}$")
ANSWERED = "answer:"
"""Begins the columns of answers beside those of the table."""


class Portfolio(Struct, frozen=True):
    """What is watched: a question, which column holds which fact, what is the same for all rows, and what its last answers are answers of: a
    lawbook, a day, and the code that decided."""

    name: str
    question: str
    columns: dict[str, str]
    facts: dict[str, str]
    rows: int
    lawbook: str
    day: dt.date
    code: str
    scales: dict[str, str] = {}
    values: tuple[tuple[str, str, str], ...] = ()
    label: tuple[str, ...] = ()


def code_now() -> str:
    """What decides, and says on which conditions: the code of the law, the engine, the diagram, the screening and the answers."""
    return code_digest("law", "engine", "diagram", "screening", "answer")


class WatchFolder:
    """The portfolios of one folder. Raises WatchError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> tuple[str, ...]:
        """The portfolios."""
        return tuple(sorted(p.parent.name for p in self.folder.glob("*/portfolio.json")))

    def portfolio(self, name: str) -> Portfolio:
        path = self.folder / name / "portfolio.json"
        if not NAME.match(name) or not path.exists():
            raise WatchError(f"nothing is watched under `{name}`", hint=did_you_mean(name, self.names()))
        try:
            return msgspec.json.decode(path.read_bytes(), type=Portfolio)
        except msgspec.DecodeError as error:
            raise WatchError(f"`{path}` cannot be read", hint=str(error)) from error

    def rows(self, name: str) -> pa.Table:
        """The rows of a portfolio with their last answers."""
        return pq.read_table(self.folder / name / "rows.parquet")

    def law(self, portfolio: Portfolio, now: CompiledLaw) -> CompiledLaw | None:
        """The lawbook that the last answers are answers of: `now` where it is the same; None where it was not kept or cannot be read by this version."""
        if portfolio.lawbook == now.digest:
            return now
        try:
            content = msgspec.msgpack.decode((self.folder / "lawbooks" / f"{portfolio.lawbook}.bin").read_bytes(), type=Content)
        except (OSError, msgspec.DecodeError):
            return None
        return CompiledLaw(Lawbook(content), now.today)

    def keep(self, portfolio: Portfolio, rows: pa.Table, law: CompiledLaw) -> None:
        """Keep a portfolio, its rows with their answers, and the lawbook. Written beside and renamed: a run that is stopped leaves the last one."""
        if not NAME.match(portfolio.name):
            raise WatchError(f"`{portfolio.name}` cannot name a portfolio", hint="use small letters, digits, `-`, `_` and `.`")
        kept = self.folder / "lawbooks" / f"{law.digest}.bin"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            _write(kept, msgspec.msgpack.encode(law.lawbook.content))
        folder = self.folder / portfolio.name
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / "rows.parquet.new"
        pq.write_table(rows, beside, compression="zstd")
        beside.replace(folder / "rows.parquet")
        _write(folder / "portfolio.json", msgspec.json.format(msgspec.json.encode(portfolio), indent=1))
        self._forget()

    def drop(self, name: str) -> None:
        """Watch a portfolio no longer."""
        self.portfolio(name)
        shutil.rmtree(self.folder / name)
        self._forget()

    def _forget(self) -> None:
        """Let go of lawbooks that no portfolio needs."""
        needed = {self.portfolio(name).lawbook for name in self.names()}
        for path in (self.folder / "lawbooks").glob("*.bin"):
            if path.stem not in needed:
                path.unlink()


def _write(path: Path, body: bytes) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(body)
    beside.replace(path)


def default_folder() -> Path:
    """`$SHIDIAN_WATCH`, else `$XDG_DATA_HOME/shidian/watch`, else `~/.local/share/shidian/watch`."""
    named = os.environ.get("SHIDIAN_WATCH")
    if named:
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local/share") / "shidian/watch"


def scales_of(portfolio: Portfolio) -> Mapping[str, Scale]:
    """The scales as a screening takes them."""
    return portfolio.scales

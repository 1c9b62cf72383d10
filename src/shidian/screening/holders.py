"""Tables with one row for each shareholder: the share of a row is then a part, and each part alone would be answered too mildly.

What the law bounds is the share that foreigners hold together. So a company that stands in several rows with different shareholders stops
the run: 30 % and 30 % are not two cases of 30 %.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import pyarrow as pa

from shidian.errors import BadValue
from shidian.law.names import fold
from shidian.law.records.question import Question
from shidian.screening.cells import is_empty
from shidian.screening.columns import heading


class HolderGuard:
    """Looks at the rows of a table, piece after piece. It has nothing to do where no share is read, or where the table does not name both
    companies and shareholders. A cell left empty below a company means the same company, as in a sheet with merged cells."""

    def __init__(self, question: Question, columns: Mapping[str, str], names: Sequence[str]) -> None:
        self.company = self.holder = None
        self.shares = [columns[f.fact] for f in question.facts if f.unit and f.unit.en == "%" and f.fact in columns]
        if self.shares:
            self.company = _first("company", names)
            self.holder = _first("holder", names)
        self._last: str | None = None
        self._held: dict[str, str] = {}

    def look(self, batch: pa.RecordBatch) -> None:
        """Raises BadValue at the first company with a second shareholder who has a share."""
        if self.company is None or self.holder is None:
            return
        told = [batch.column(batch.schema.get_field_index(c)).to_pylist() for c in (self.company, self.holder)]
        shares = [batch.column(batch.schema.get_field_index(c)).to_pylist() for c in self.shares]
        for i, (company, holder) in enumerate(zip(*told, strict=True)):
            if not _blank(company):
                self._last = str(company)
            if self._last is None or _blank(holder) or all(_blank(s[i]) for s in shares):
                continue
            first = self._held.setdefault(fold(self._last), str(holder))
            if fold(first) != fold(str(holder)):
                raise BadValue(
                    f"`{self._last[:60]}` stands in several rows, with the shareholders `{first[:60]}` and `{str(holder)[:60]}`: "
                    f"the share of a row (`{self.shares[0]}`) is then a part of what foreigners hold together",
                    hint="give each company one row with the share of all its foreign investors together",
                )


@cache
def _words() -> dict[str, frozenset[str]]:
    read = tomllib.loads((resources.files("shidian.screening") / "holders.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(heading(w) for w in words) for kind, words in read.items()}


def _first(kind: str, names: Sequence[str]) -> str | None:
    return next((n for n in names if heading(n) in _words()[kind]), None)


def _blank(cell: object) -> bool:
    return cell is None or is_empty(str(cell))

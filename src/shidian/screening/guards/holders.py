"""Tables with one row, or one column, for each shareholder: the share of a row is then a part, and each part alone would be answered too mildly.

What the law bounds is the share that foreigners hold together. So a company that stands in several rows with different shareholders stops
the run: 30 % and 30 % are not two cases of 30 %. Where a table names no shareholders, a company with two countries on one day is one. A column
that is called as the share's is but for a number (Investor 1 %, Investor 2 %) holds other parts of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from shidian.answer.values.amounts import PERCENT, NotANumber, read_amount
from shidian.errors import BadValue
from shidian.law.names import fold
from shidian.law.records.question import Question
from shidian.packaged import table
from shidian.screening.asked import TableQuestion, which, without
from shidian.screening.cells import is_empty, unmarked
from shidian.screening.headings import SAYS, heading
from shidian.screening.heads import bare_section
from shidian.screening.joined import cells_of, parts_of

MOST_LEFT = 6
"""So many columns that give no fact may name what a row is of."""
MOST_ROWS = 16_384
"""So many rows, the first, are looked at for parts where the headings name no shareholders."""

_ENDED = re.compile(r"\d{4}|^\s*(?:是|已|y|yes|true)", re.IGNORECASE)
"""What a column that tells the end of companies holds for one that ended."""


class HolderGuard:
    """Looks at the rows of a table, piece after piece. It has nothing to do where no share is read, or where the table does not name both
    companies and shareholders. A cell left empty below a company means the same company, as in a sheet with merged cells."""

    def __init__(
        self, question: Question, columns: Mapping[str, str], names: Sequence[str], ordered: bool = True, guessed: Collection[str] = ()
    ) -> None:
        """`ordered` says whether the rows come in the order of the table: without it an empty company is an error. `guessed` are the facts
        whose column nobody has named."""
        self.ordered = ordered
        self.company = self.holder = None
        self.beside: list[str] = []
        self.others: list[str] = []
        self.wholes: list[str] = []
        self.day: str | None = None
        held = [f.fact for f in question.facts if f.unit and f.unit.en == "%" and f.fact in columns]
        self.share, self.shares = held[0] if held else "", [columns[f] for f in held]
        if self.shares:
            if other := next((c for c in self.shares if SAYS["others"].search(c) and not SAYS["foreign"].search(c)), None):
                raise BadValue(
                    f"`{other}` is called as what others than foreigners hold, and `{self.share}` is what foreigners hold",
                    hint="give the column of the foreign side",
                )
            self.company = _first("company", names)
            self.holder = _first("holder", names)
            if self.holder is None and self.company is not None:
                self.holder = next((columns[f.fact] for f in question.facts if f.vocabulary == "origins" and f.fact in columns), None)
                self.day = next((columns[f.fact] for f in question.facts if f.domain == "date" and f.fact in columns), None)
            called = {_unnumbered(c) for c in self.shares} - {None}
            self.beside = [n for n in names if n not in self.shares and _unnumbered(n) in called]
            self.others = [n for n in names if n not in {*self.shares, *self.beside} and _of_other_foreigners(n)]
        facts = {f.fact: columns[f.fact] for f in question.facts if f.fact in columns}
        self.origin = next((columns[f.fact] for f in question.facts if f.vocabulary == "origins" and f.fact in columns), None)
        self.alike = [c for f, c in facts.items() if c not in (*self.shares, self.origin)]
        used = {p for c in facts.values() for p in parts_of(c, names)}
        unused = [n for n in names if n not in used]
        self.unused = unused[:MOST_LEFT]
        self.remarks = [n for n in unused if n in self.unused or SAYS["remark"].search(n) or SAYS["closed_on"].search(n)]
        self.guessed = any(columns[f] in self.shares for f in guessed if f in columns)
        if self.guessed:
            self.wholes = [n for n in unused if n not in self.beside and SAYS["share"].search(n) and not SAYS["no_whole"].search(n)]
        self._last: str | None = None
        self._last_day: object = None
        self._held: dict[str, str] = {}
        self._looked = False

    def above(self, text: str) -> None:
        """Raises BadValue where a line above the headings, or one that heads rows below, says that the shares are not what foreigners hold now (本表比例为中方比例), or that its companies are gone (已退出企业)."""
        if (gone := next((x for x in text.splitlines() if SAYS["gone"].fullmatch(bare_section(x.strip()))), None)) is not None:
            raise BadValue(f"`{gone[:60]}` stands above rows: they may be no cases any more", hint="take such rows out of the table")
        line = next((x for x in text.splitlines() if SAYS["turned_above"].search(x)), None) if self.guessed and self.shares else None
        if line is not None:
            raise TableQuestion(
                f"`{line[:60]}` stands above the table: is `{self.shares[0]}` the share that foreigners hold?",
                hint=f"say that it is: {self.share}={self.shares[0]}",
                choices=which(self.share, self.shares[0]),
            )

    def look(self, batch: pa.RecordBatch) -> None:
        """Raises BadValue at the first company with a second shareholder who has a share."""

        def cells(column: str) -> list[object]:
            return list(cells_of(batch, column).to_pylist())

        for other in self.beside:
            if any(not _blank(a) and not _nothing(b) for a, b in zip(cells(self.shares[0]), cells(other), strict=True)):
                raise TableQuestion(
                    f"the columns `{self.shares[0]}` and `{other}` each hold a part of the share",
                    hint="give one column with the share of all foreign investors together",
                    choices=without(other),
                )
        self._look_for_contracts(batch)
        for other in self.others:
            for a, b in zip(cells(self.shares[0]), cells(other), strict=True):
                if (own := _percent(a)) is not None and (rest := _percent(b)) and own > 0 and own + rest <= 100:
                    raise TableQuestion(
                        f"the columns `{self.shares[0]}` ({a}) and `{other}` ({b}) may each hold a part of what foreigners hold",
                        hint=f"give one column with the share of all foreign investors together; where `{other}` is no part of it, leave it out",
                        choices=[*which(self.share, self.shares[0], other), *without(other)],
                    )
        for other in self.wholes:
            for a, b in zip(cells(self.shares[0]), cells(other), strict=True):
                if (own := _percent(a)) is not None and (more := _percent(b)) is not None and own < more <= 100:
                    raise TableQuestion(
                        f"`{other}` ({b}) is more than `{self.shares[0]}` ({a}), and may be what foreigners hold together",
                        hint=f"map the one that is meant; where `{other}` says something else, leave it out",
                        choices=[*which(self.share, self.shares[0], other), *without(other)],
                    )
        if self.company is None or self.holder is None:
            self._look_for_parts(batch)
            return
        told = [cells(self.company), cells(self.holder)]
        shares = [cells(c) for c in self.shares]
        days = cells(self.day) if self.day is not None else None
        for i, (company, holder) in enumerate(zip(*told, strict=True)):
            if not _blank(company):
                self._last = str(company)
            if not self.ordered and _blank(company) and not _blank(holder) and not all(_blank(s[i]) for s in shares):
                raise BadValue(
                    f"a row of `{holder}` names no `{self.company}`: whose shareholder that is cannot be told where rows have no order",
                    hint=f"fill `{self.company}` in every row",
                )
            if self._last is None or _blank(holder) or all(_blank(s[i]) for s in shares):
                continue
            if days is not None and not (_blank(days[i]) and _blank(company)):
                self._last_day = days[i]
            day = f" {self._last_day}" if days is not None else ""
            first = self._held.setdefault(fold(self._last) + day, str(holder))
            if fold(first) != fold(str(holder)):
                raise TableQuestion(
                    f"`{self._last[:60]}` stands in several rows, with `{first[:60]}` and `{str(holder)[:60]}` as `{self.holder}`: "
                    f"the share of a row (`{self.shares[0]}`) is then a part of what foreigners hold together",
                    hint="give each company one row with the share of all its foreign investors together; where the rows are alternatives, leave out "
                    f"the column `{self.company}`",
                    choices=without(self.company),
                )

    def _look_for_contracts(self, batch: pa.RecordBatch) -> None:
        """Raises BadValue where a column that is not used says that foreigners control by contract, that others hold shares besides, or that
        the company of a row exists no more: the share of the row tells nothing of that."""
        for name in self.remarks if self.shares else ():
            cells, ends = cells_of(batch, name), SAYS["closed_on"].search(name) is not None
            if ends and pa.types.is_temporal(cells.type):
                cells = cells.cast(pa.string())
            if not (pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)):
                continue
            for said in (c for c in pc.unique(cells).to_pylist() if c is not None):
                if SAYS["contracts"].search(said):
                    why = f"control by contract is no share, and `{self.shares[0]}` says nothing of it"
                elif SAYS["more_holders"].search(said):
                    why = f"it may say that others hold shares besides, and `{self.shares[0]}` be a part"
                elif SAYS["closed"].fullmatch(said.strip()) or (ends and _ENDED.search(said)):
                    why = "it may say that the company of its row exists no more"
                elif SAYS["corrects"].search(said):
                    why = "it may say that another column of its row is not right"
                elif self.guessed and not SAYS["foreign"].search(self.shares[0]) and SAYS["domestic_holder"].fullmatch(said.strip()):
                    why = f"it may say that `{self.shares[0]}` of its row is what a domestic holder has"
                elif (told := SAYS["foreign_share_told"].search(said)) and not self._agrees(batch, name, said, _percent(told["n"])):
                    why = f"it tells another share of foreigners than `{self.shares[0]}` of its row"
                else:
                    continue
                raise TableQuestion(
                    f"`{said[:60]}` in column `{name}`: {why}",
                    hint=f"take such rows out, or leave out the column `{name}` where the share alone is asked about",
                    choices=without(name),
                )

    def _agrees(self, batch: pa.RecordBatch, column: str, said: str, share: Decimal | None) -> bool:
        """Whether every row in which a cell stands has that share, in percent or as a fraction, or none."""
        there = pc.fill_null(pc.equal(cells_of(batch, column), said), False)
        own = [_percent(cell) for cell in cells_of(batch.filter(there), self.shares[0]).to_pylist()]
        return share is None or all(number is None or number in (share, share / 100) for number in own)

    def _look_for_parts(self, batch: pa.RecordBatch) -> None:
        """Raises BadValue where a column that is not used calls several rows by one name, which differ in country and share only, with shares
        that together are no more than 100 %: they are parts."""
        if not self.shares or self.origin is None or self._looked:
            return
        self._looked = True
        batch = batch.slice(0, MOST_ROWS)

        def cells(column: str) -> list[object]:
            return list(cells_of(batch, column).to_pylist())

        for name in self.unused:
            of: dict[tuple[object, ...], dict[str, Decimal]] = {}
            told = [str(t) if t is not None else None for t in cells(name)]
            if 2 * len({t for t in told if not _blank(t)}) < len(told):
                continue  # a class of rows, and no name of one
            shares, origins, alike = cells(self.shares[0]), cells(self.origin), [cells(c) for c in self.alike]
            for i, (who, share, origin) in enumerate(zip(told, shares, origins, strict=True)):
                number = _percent(share)
                if number is None or _blank(who) or _blank(origin):
                    continue
                rows = of.setdefault((str(who).strip(), *(str(c[i]).strip() for c in alike)), {})
                rows[fold(str(origin))] = number
                if len(rows) > 1 and sum(rows.values()) <= 100:
                    raise TableQuestion(
                        f"`{who}` in column `{name}` stands in several rows that differ in `{self.origin}` and `{self.shares[0]}` only: "
                        "the share of a row is then a part of what foreigners hold together",
                        hint="give it one row with the share of all its foreign investors together; where the rows are alternatives, leave out "
                        f"the column `{name}`",
                        choices=without(name),
                    )


@cache
def _words() -> dict[str, frozenset[str]]:
    return {kind: frozenset(heading(w) for w in words) for kind, words in table("screening/guards/holders.toml").items()}


def _first(kind: str, names: Sequence[str]) -> str | None:
    return next((n for n in names if heading(n) in _words()[kind]), None)


def _blank(cell: object) -> bool:
    return cell is None or is_empty(str(cell))


def _nothing(cell: object) -> bool:
    """Empty, or a share of nothing."""
    return _blank(cell) or bool(re.fullmatch(r"[0.]+%?|-+|/|无|n/?a", str(cell).strip().casefold()))


def _unnumbered(name: str) -> str | None:
    """A heading with its number replaced (Investor 1 %, 外方一股比, Partner B share); None for one without a number."""
    text = unicodedata.normalize("NFKC", name).casefold().strip()
    plain, found = re.subn(
        r"(?<![a-z0-9])(?:\d{1,2}|[a-d]|i{1,3}|iv)(?![a-z0-9])|(?<=[方东者人])[一二三四五六七八九甲乙丙丁\d]|第[一二三四五六七八九]|\b(?:first|second|third|fourth)\b|(?<=investor)\d|(?<=holder)\d|(?<=partner)\d",
        "#",
        text,
        count=1,
    )
    return re.sub(r"\s+", " ", plain) if found else None


def _of_other_foreigners(name: str) -> bool:
    """Whether a heading names shares of other foreign holders: 其他外方股比, Co-investor stake."""
    text = unicodedata.normalize("NFKC", name)
    return bool(SAYS["share"].search(text) and SAYS["more"].search(text) and not SAYS["no_part"].search(text))


def _percent(cell: object) -> Decimal | None:
    """A share as a plain number; None for what is none."""
    try:
        return read_amount(unmarked(str(cell)), PERCENT) if cell is not None else None
    except NotANumber:
        return None

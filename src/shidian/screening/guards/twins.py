"""Columns that are not used and hold the fact of one that is: the place of the project beside the registered address, the country of the parent
beside the investor's, the day of a change beside that of the founding. Where they differ in a row, and nobody has said which is meant, the
table is stopped with a question.

So is a table with rows that head what is below (二、深圳市) and name another place, country or activity than the one given for all rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from shidian.answer.facts import Given, read_case
from shidian.errors import BadValue, CaseError
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Fact, Question
from shidian.packaged import table
from shidian.screening.asked import TableQuestion, which, without
from shidian.screening.cells import flat, is_empty, unmarked
from shidian.screening.columns import FITTING, Columns, is_of_others
from shidian.screening.headings import SAYS
from shidian.screening.heads import bare_section
from shidian.screening.joined import cells_of

MOST_PAIRS = 5_000
"""So many different pairs of cells are compared in one table."""


class TwinGuard:
    """Looks at the rows of a table, piece after piece. `guessed` are the facts whose column nobody has named, `fixed` those given for all."""

    def __init__(
        self,
        book: Lawbook,
        question: Question,
        found: Columns,
        fixed: Mapping[str, Given],
        samples: Mapping[str, Sequence[str]],
        guessed: Collection[str] | None = None,
    ) -> None:
        self._book, self._question = book, question
        self._fixed = {f.fact: fixed[f.fact] for f in question.facts if f.domain in ("tree", "place") and fixed.get(f.fact) is not None}
        self._read: dict[tuple[str, str], str | None] = {}
        self._pairs: dict[tuple[str, str], set[tuple[str, str]]] = {}
        unused = [n for n, _ in found.unused if not is_of_others(n)]
        facts = {f.fact: f for f in question.facts}
        for mapped in found.mapped:
            fact = facts.get(mapped.fact)
            if (
                fact is None
                or fact.domain not in ("tree", "place", "date")
                or (mapped.how == "given" and mapped.fact not in (guessed or ()))
            ):
                continue
            said = re.compile(
                table("screening/cells.toml")["beside"].get("place" if fact.domain == "place" else fact.vocabulary or "", r"(?!)"),
                re.IGNORECASE,
            )
            for column in unused:
                speaks = not SAYS["other_days"].search(column) if fact.domain == "date" else said.search(column)
                known = guessed is not None and fact.domain != "date"
                if speaks and (known or self._fits(fact, samples.get(column, ()))):
                    self._pairs[mapped.fact, column] = set()
        self._columns = found.of

    def _fits(self, fact: Fact, values: Sequence[str]) -> bool:
        cells = list(dict.fromkeys(v for v in values if not is_empty(v)))
        return bool(cells) and sum(self._id(fact.fact, c) is not None for c in cells) >= FITTING * len(cells)

    def _id(self, fact: str, word: str) -> str | None:
        """The entry that a cell names; None where it names none."""
        key = (fact, word)
        if key not in self._read:
            try:
                self._read[key] = str(read_case(self._book, self._question, {fact: unmarked(word)}, None).case.values[fact])
            except CaseError:
                self._read[key] = None
        return self._read[key]

    def _apart(self, fact: str, one: str, other: str) -> bool:
        """Whether two words name entries of which neither lies in the other, or different days."""
        a, b = self._id(fact, one), self._id(fact, other)
        declared = next(f for f in self._question.facts if f.fact == fact)
        if declared.domain == "date":
            return a is not None and b is not None and a != b
        tree = self._book.trees[declared.vocabulary or ""]
        return a is not None and b is not None and a not in (b, *tree.above(b)) and b not in tree.above(a)

    def look(self, batch: pa.RecordBatch) -> None:
        """Raises BadValue at the first row in which two columns name different places, countries, activities or days."""
        for (fact, other), seen in self._pairs.items():
            if len(seen) >= MOST_PAIRS or not batch.num_rows:
                continue
            own = self._columns[fact]
            both = [_coded(cells_of(batch, c)) for c in (own, other)]
            width = len(both[1].dictionary) + 1
            first, second = (pc.fill_null(c.indices.cast(pa.int64()), len(c.dictionary)).to_numpy(zero_copy_only=False) for c in both)
            words = [[*(str(v) if v is not None else "" for v in c.dictionary.to_pylist()), ""] for c in both]
            for pair in pc.unique(pa.array(first * width + second)).to_pylist()[: MOST_PAIRS - len(seen)]:
                one, two = words[0][pair // width], words[1][pair % width]
                if (one, two) in seen or is_empty(one) or is_empty(two):
                    continue
                seen.add((one, two))
                if self._apart(fact, one, two):
                    raise TableQuestion(
                        f"`{fact}` may be column `{own}` (`{one[:60]}`) or column `{other}` (`{two[:60]}`)",
                        hint=f"say which of both: {fact}={own} or {fact}={other}",
                        choices=[*which(fact, own, other), *without(other)],
                    )

    def above(self, sections: Sequence[tuple[int, str]]) -> None:
        """Raises BadValue where a row that heads those below names something else than what is given for all rows."""
        for line, text in sections if self._fixed else ():
            plain = bare_section(text)
            for fact, given in self._fixed.items():
                if self._apart(fact, plain, str(given)):
                    raise BadValue(
                        f"line {line} (`{text[:60]}`) heads the rows below, and `{fact}={given}` is given for all rows",
                        hint=f"give `{fact}` in a column, or the parts of the table one by one",
                    )


def _coded(values: pa.Array) -> pa.DictionaryArray:
    return values if pa.types.is_dictionary(values.type) else pc.dictionary_encode(flat(values))

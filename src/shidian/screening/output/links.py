"""For each row of a table the address of the page that says its decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from shidian.answer.facts import Given, read_place, word_of
from shidian.answer.values.yes_no import read_yes_no
from shidian.arrow import pa, pc
from shidian.errors import CaseError
from shidian.screening.cells import flat
from shidian.screening.joined import cells_of
from shidian.screening.screened import Screened

if TYPE_CHECKING:
    from shidian.screening.batches import Screener

LINK = "link"
"""The name of the column."""
MOST_KEPT = 100_000
"""Values whose words are kept from one piece to the next."""


class RowLinks:
    """Makes the addresses of the rows of one table, below `home`: where the pages of a server are in one language. `facts` hold for all rows; a row
    that cannot be read, or has no day, has none."""

    def __init__(self, screener: Screener, facts: Mapping[str, Given], known_on: object, home: str) -> None:
        self.screener = screener
        self.declared = {f.fact: f for f in screener.question.facts}
        self.same = {fact: self._said(fact, value) for fact, value in facts.items()}
        self.head = f"{home}/decision/{screener.question.question}?"
        ends = [said for fact, said in self.same.items() if fact not in screener.columns]
        self.tail = "".join(ends) + (urlencode({"known_on": str(known_on)}) if known_on else "")
        self._kept: Callable[[str, Any], str] = lru_cache(MOST_KEPT)(self._said)

    def of(self, batch: pa.RecordBatch, done: Screened) -> pa.Array:
        """The addresses of a batch, as texts."""
        parts = []
        for fact, column in self.screener.columns.items():
            coded = cells_of(batch, column)
            coded = coded if pa.types.is_dictionary(coded.type) else pc.dictionary_encode(flat(coded))
            none = self.same.get(fact, "")
            said = [*((self._kept(fact, v) or none) for v in coded.dictionary.to_pylist()), none]
            parts.append(pa.array(said, pa.string()).take(pc.fill_null(coded.indices.cast(pa.int64()), len(said) - 1)))
        whole = pc.binary_join_element_wise(pa.scalar(self.head), *parts, pa.scalar(self.tail), pa.scalar(""))
        return pc.if_else(pc.is_null(done.column("asked_on")), pa.scalar(None, pa.string()), pc.utf8_rtrim(whole, "&"))

    def _said(self, fact: str, value: Any) -> str:
        """A value as a part of an address, the id where it has one; nothing for an empty cell."""
        raw = self.screener.cells.of(fact, value)
        if raw is None or not str(raw).strip():
            return ""
        book, declared = self.screener.book.lawbook, self.declared.get(fact)
        try:
            said = {fact: word_of(book, declared, raw) if declared is not None else "yes" if read_yes_no(fact, raw) else "no"}
            if declared is not None and declared.domain == "place":  # an address may tell a place and a zone that lies in it in part
                said |= {z: "yes" for z, inside in read_place(book, declared, raw, {}).zones.items() if inside and z != said[fact]}
        except CaseError:
            return ""  # the row has an error instead
        return urlencode(said) + "&"

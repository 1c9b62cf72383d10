"""One number that differs among several of a table that one provision bears out.

A table names its act in a heading, if at all, and each row says little by itself; what the other rows say tells which provision is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from shidian.documents.against.clauses import DocumentText
from shidian.documents.against.known import KnownProvision
from shidian.documents.against.provisions import NEAR, Provisions
from shidian.documents.against.quantities import StatedNumber, quantities
from shidian.documents.compare.linking import stems
from shidian.documents.held import HeldAgainst

MOST_LIKE = 8
"""So many provisions that are most like a table are looked at."""
OF_A_KIND = 2
"""So many other numbers of the same unit are borne out."""


class TableCheck:
    """Holds tables of several numbers against the provision that says the others."""

    def __init__(self, provisions: Provisions) -> None:
        self.provisions = provisions

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """The one number of a table that a provision says otherwise, where it says the others."""
        day = text.document.date
        gone = self.provisions.gone(None, day, "") if day is not None else set()
        for words, numbers in self._tables(text):
            ranked = [id for score, id in self.provisions.ranked(words, text.lang, None, day) if score >= NEAR and id not in gone]
            known = [self.provisions.known(id, text.lang) for id in ranked[:MOST_LIKE]]
            for one in known:
                odd = _odd(one, numbers)
                if odd is not None and not any((odd.number, odd.unit) in k.numbers for k in known):
                    yield HeldAgainst("rule", "differs", odd.start, odd.end, self.provisions.law(one.id), (one.id,))
                    break

    def _tables(self, text: DocumentText) -> Iterator[tuple[set[str], list[StatedNumber]]]:
        """The words and numbers of each table, with the line above it."""
        rows: list[tuple[int, int]] = []
        above = ""
        for sentence in [*text.sentences(), None]:
            if sentence is not None and text.reading.layout.passage_at(sentence.start).kind == "row":
                rows.append((sentence.start, sentence.end))
                continue
            if rows:
                low, high = rows[0][0], rows[-1][1]
                yield (
                    stems(f"{above} {text.folded[low:high]}"),
                    [q for q in quantities(text.within(low, high), text.folded) if not q.counted],
                )
                rows = []
            above = sentence.words if sentence is not None else above


def _odd(known: KnownProvision, numbers: list[StatedNumber]) -> StatedNumber | None:
    """The one number of its unit that a provision says otherwise, where at least two others of the unit are the provision's."""
    units = {u for _, u in known.numbers}
    fits = [q for q in numbers if (q.number, q.unit) in known.numbers]
    odd = [q for q in numbers if q.unit in units and (q.number, q.unit) not in known.numbers and not q.bare]
    for one in odd:
        if sum(q.unit == one.unit for q in odd) == 1 and len({q.number for q in fits if q.unit == one.unit}) >= OF_A_KIND:
            return one
    return None

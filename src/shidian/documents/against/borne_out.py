"""One number that differs among several that one provision bears out: rows of a table, or the numbers of one sentence.

A table names its act in a heading, if at all, and each row says little by itself; what the other rows say tells which provision is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from shidian.documents.against.clauses import DocumentText, rule_like
from shidian.documents.against.known import ALONE, KnownProvision
from shidian.documents.against.provisions import NEAR, Provisions
from shidian.documents.against.quantities import StatedNumber, quantities
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst

RECORDS = patterns("records")

MOST_LIKE = 8
"""So many provisions that are most like a statement are looked at."""
OF_A_KIND = 2
"""So many other numbers of the same unit are borne out in a table."""


class BorneOut:
    """Holds tables and sentences of several numbers against the provision that says the others."""

    def __init__(self, provisions: Provisions) -> None:
        self.provisions = provisions

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """The one number of a table or a sentence that a provision says otherwise, where it says the others."""
        for words, numbers, table in self._statements(text):
            if len(numbers) < 2:
                continue
            day = text.document.date
            gone = self.provisions.gone(None, day, "") if day is not None else set()
            ranked = [
                id
                for score, id in self.provisions.ranked(words, text.lang, None, day)
                if score >= (NEAR if table else ALONE) and id not in gone
            ]
            known = [self.provisions.known(id, text.lang) for id in ranked[:MOST_LIKE]]
            for one in known:
                odd = _odd(one, numbers, table=table)
                if odd is not None and not any((odd.number, odd.unit) in k.numbers for k in known):
                    yield HeldAgainst("rule", "differs", odd.start, odd.end, self.provisions.law(one.id), (one.id,))
                    break

    def _statements(self, text: DocumentText) -> Iterator[tuple[set[str], list[StatedNumber], bool]]:
        """The words and numbers of each table, with the line above it, and of each sentence outside tables that states a rule."""
        rows: list[tuple[int, int]] = []
        above = ""
        for sentence in [*text.sentences(), None]:
            row = sentence is not None and text.reading.layout.passage_at(sentence.start).kind == "row"
            if row and sentence is not None:
                rows.append((sentence.start, sentence.end))
                continue
            if rows:
                low, high = rows[0][0], rows[-1][1]
                yield stems(f"{above} {text.folded[low:high]}"), _rules(text, low, high), True
                rows = []
            if sentence is not None:
                above = sentence.words
                if rule_like(sentence) and RECORDS["told_of_before"].search(sentence.words) is None:
                    yield stems(sentence.words), _rules(text, sentence.start, sentence.end), False


def _rules(text: DocumentText, low: int, high: int) -> list[StatedNumber]:
    return [q for q in quantities(text.within(low, high), text.folded) if not q.counted]


def _odd(known: KnownProvision, numbers: list[StatedNumber], *, table: bool) -> StatedNumber | None:
    """The one number that a provision says otherwise: in a table at least two others of its unit are the provision's, in a sentence one of another unit is."""
    units = {u for _, u in known.numbers}
    fits = [q for q in numbers if (q.number, q.unit) in known.numbers]
    odd = [q for q in numbers if q.unit in units and (q.number, q.unit) not in known.numbers and not q.bare]
    for one in odd:
        of_it = [q for q in odd if q.unit == one.unit]
        if len(of_it) > 1:
            continue
        if table and len({q.number for q in fits if q.unit == one.unit}) >= OF_A_KIND:
            return one
        if not table and len(odd) == 1 and any(q.unit != one.unit for q in fits) and not any(q.unit == one.unit for q in fits):
            return one
    return None

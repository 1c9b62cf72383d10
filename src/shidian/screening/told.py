"""What a cell says in words, as a sentence would: 综合医院（三级） is a hospital and its level, `foreign 49 %, Chinese 51 %` a share. Read only where the cell is
no value of its fact, and taken only where the reader of sentences leaves no word of it open.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial, reduce

from shidian.answer.facts import read_value
from shidian.answer.sentence.reading import read_sentence
from shidian.errors import CaseError
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Fact, Question
from shidian.law.spellings import SAYS as NAMES
from shidian.screening.headings import SAYS
from shidian.screening.kinds import FORM

LONGEST = 100
"""Characters of a cell that is read as a sentence."""
MOST = 1_000
"""Different cells of one table that are read as sentences, of some 3 ms each, the first of them: a column of free words is no column of cases."""
KNOWN = 20_000
"""Different cells of which it is remembered whether they are values."""
_AS_OF = dt.date(2026, 1, 1)
"""What a cell says does not depend on the day on which it is read; days have a reader of their own."""


class Teller:
    """Reads the cells of one table, which come in their order (`Screener.look`) before anything else asks for them. `beside` are the facts without a
    column of their own that the cells of another column may say, each with the fact of that column."""

    def __init__(self, book: Lawbook, question: Question) -> None:
        self._book, self._question = book, question
        self.beside: Mapping[str, str] = {}
        self._columns: Mapping[str, str] = {}
        self._facts = {f.fact: f for f in question.facts if speaks(f)}
        self._read: dict[tuple[str, str], Mapping[str, str]] = {}
        self._is_value = lru_cache(KNOWN)(lambda fact, text: is_value(book, self._facts[fact], text))

    def know(self, columns: Mapping[str, str]) -> None:
        """The column of each fact: what one cell leaves open that has a column of its own (个人信息（人脸）) is no doubt of that cell."""
        self.beside, self._columns = beside_in(self._question, columns), columns
        self._read.clear()

    def of(self, fact: str, text: str) -> str | None:
        """A cell as a value of its fact: as it is written where it can be read so, or cannot be read at all. Of a fact `beside`, what it says of that."""
        if (main := self.beside.get(fact)) is not None:
            return self.says(main, text).get(fact)
        said = self.says(fact, text) if fact in self._facts else {}
        return said[fact] if said.keys() <= {fact, *(b for b, m in self.beside.items() if m == fact)} and said else text

    def says(self, fact: str, text: str) -> Mapping[str, str]:
        """All that a cell says which is no value of its fact as it is written; nothing of what is one, and of what is not understood whole."""
        said = self._read.get((fact, text))
        if said is None and len(self._read) < MOST and self._may_say(self._facts[fact], text):
            said = self._read[fact, text] = self._as_sentence(self._facts[fact], text)
        return said or {}

    def _may_say(self, fact: Fact, text: str) -> bool:
        """Whether a cell is worth reading as a sentence. A choice beside another (business and tourism) is two, whatever a sentence would say of them."""
        plain = unicodedata.normalize("NFKC", text)
        if (
            len(plain) > LONGEST
            or SAYS["depends"].search(plain)
            or not SAYS[_needed(fact)].search(plain)
            or self._is_value(fact.fact, text)
        ):
            return False
        return fact.domain != "choice" or sum(map(partial(self._is_value, fact.fact), NAMES["lists"].split(plain))) < 2

    def _as_sentence(self, fact: Fact, text: str) -> dict[str, str]:
        found = read_sentence(self._book, text, _AS_OF, self._question.question)
        open_ = {*found.left_out, *(chip.fact for chip in found.chips if not chip.value)}
        if found.not_understood or found.aside or len(found.cases) != 1 or not open_ <= self._columns.keys() - {fact.fact}:
            return {}
        if fact.fact not in found.facts or found.facts != found.cases[0]:
            return {}
        left = reduce(lambda rest, chip: rest.replace(chip.words, " "), found.chips, text)
        if fact.domain == "tree" and not SAYS["beside_activity"].fullmatch(left):
            return {}  # what a sentence may say besides (我想咨询) is of an activity a part: 烟草批发咨询
        return dict(found.facts) if fact.domain in ("tree", "choice") or len(found.facts) == 1 else {}

    def also(self, columns: Mapping[str, str], samples: Mapping[str, Sequence[str]], taken: Collection[str]) -> dict[str, str]:
        """The facts that nothing gives and that cells of the columns say besides their own, each with the fact of that column."""
        out: dict[str, str] = {}
        for fact, column in columns.items():
            for cell in samples.get(column, ()) if fact in self._facts else ():
                for more in self.says(fact, cell).keys() - {fact, *columns, *taken, "on"}:
                    out.setdefault(more, fact)
        return out


def beside_in(question: Question, columns: Mapping[str, str]) -> dict[str, str]:
    """The facts that a column gives beside another one, which comes first in the question; the kind of an enterprise has a reader of its own."""
    first: dict[str, str] = {}
    said = [f.fact for f in question.facts if f.fact in columns and speaks(f) and columns[f.fact] != columns.get(FORM)]
    return {fact: main for fact in said if (main := first.setdefault(columns[fact], fact)) != fact}


def speaks(fact: Fact) -> bool:
    """Whether a cell of this fact may be read as a sentence. Places, countries, days and kinds of enterprise (a VIE is asked about) have a reader of
    their own."""
    return (fact.domain in ("choice", "number") and fact.fact != FORM) or fact.vocabulary == "activities"


def _needed(fact: Fact) -> str:
    """What a cell must have to be read as a sentence: a share its sign, another number its unit; the rest a word."""
    if fact.domain == "number":
        return "told_share" if fact.unit is not None and fact.unit.en == "%" else "told_number"
    return "told_word"


def is_value(book: Lawbook, fact: Fact, text: str) -> bool:
    """Whether a cell is a value of a fact, as it is written."""
    try:
        read_value(book, fact, text)
    except CaseError:
        return False
    return True

"""Reading a short text with the lawbook that comes along."""

from __future__ import annotations

import datetime as dt
from functools import cache

from shidian.documents.compare.compare import Comparer
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar, Reading
from shidian.documents.grammar.finding import Finding, Measure
from shidian.documents.grammar.gazetteer import Gazetteer
from shidian.documents.grammar.text import clean, language_of
from tests.cases.real import real_book


@cache
def grammar() -> Grammar:
    return Grammar(Gazetteer(real_book().lawbook))


@cache
def comparer() -> Comparer:
    return Comparer(real_book().lawbook)


def read(text: str, date: dt.date | None = dt.date(2025, 4, 22), name: str = "x.txt") -> Reading:
    plain, _ = clean(text)
    return grammar().read(Document(plain, "0" * 64, "zh" if language_of(plain) == "zh" else "en", name=name, date=date))


def found(text: str, kind: str, date: dt.date | None = dt.date(2025, 4, 22)) -> list[tuple[str, Finding]]:
    """The findings of a kind, each with its words."""
    reading = read(text, date)
    return [(reading.quote(f), f) for f in reading.findings if f.kind == kind]


def measures(text: str) -> list[Measure]:
    return [f.value for f in read(text).findings if isinstance(f.value, Measure)]

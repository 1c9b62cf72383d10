"""The activity that words speak of as the reader of questions reads them: it knows names of the trade that are no entry of the vocabulary."""

from __future__ import annotations

import datetime as dt

from shidian.answer.sentence.reading import read_sentence
from shidian.documents.against.clauses import DocumentText
from shidian.law.lawbook import Lawbook


def spoken_activity(book: Lawbook, text: DocumentText, low: int, high: int) -> str | None:
    """The one activity of a span; none where it reads none, or more than one."""
    read = read_sentence(book, text.document.text[low:high], text.document.date or book.read_on or dt.date.min)
    return read.facts.get("activity") if read.question == "access" else None


def narrower(book: Lawbook, text: DocumentText, low: int, high: int, found: tuple[str, ...]) -> tuple[str, ...]:
    """The activities found in a span, or the narrower one that its words name together (旅行社 and 赴台湾旅游业务)."""
    tree = book.trees.get("activities")
    spoken = spoken_activity(book, text, low, high) if len(found) < MOST_FOUND else None
    if spoken is None or tree is None or (found and not all(f == spoken or f in tree.above(spoken) for f in found)):
        return found
    return (spoken,)


MOST_FOUND = 3
"""So many activities named apart are a list, and none of them is narrowed."""

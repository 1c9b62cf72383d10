"""What a task of an official list says, read by the grammar of documents: its verb, ceiling, places and whether words narrow it."""

from __future__ import annotations

from collections.abc import Callable

from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar
from shidian.documents.grammar.finding import AmountFound, Measure, Named
from shidian.documents.grammar.gazetteer import Gazetteer
from shidian.documents.grammar.text import language_of
from shidian.law.lawbook import Lawbook
from shidian.programme.official_list import Said


def says_of(book: Lawbook) -> Callable[[str], Said | None]:
    """A reader of listed tasks. Raises MissingExtra where the extra `read` is not installed."""
    grammar = Grammar(Gazetteer(book))

    def says(text: str) -> Said | None:
        findings = grammar.read(Document(text, "0" * 64, "zh" if language_of(text) == "zh" else "en")).findings
        measures = [f.value for f in findings if isinstance(f.value, Measure)]
        places = tuple(dict.fromkeys(f.value.ids[0] for f in findings if f.kind == "place" and isinstance(f.value, Named)))
        if not measures:
            return Said(None, None, None, places, narrowed=False) if places else None
        most = [f.value.number for f in findings if f.kind == "share" and isinstance(f.value, AmountFound) and f.value.bound == "at_most"]
        ceiling = next((m.ceiling for m in measures if m.ceiling is not None and not m.lifts), most[0] if most else None)
        narrowed = any(m.excludes or m.limits or m.conditions for m in measures)
        return Said(measures[0].verb, measures[0].strength, ceiling, places, narrowed)

    return says

"""A published list, as its table, becomes a proposal: files for a person to review, checked with the lawbook before anybody sees them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml

from shidian.errors import ReviewError
from shidian.law.lawbook import Lawbook
from shidian.review.list_rules import FACT, QUESTION, VOCABULARY, Imported, classes_of, instrument_of
from shidian.review.list_table import listed_rows
from shidian.review.negative_rows import negative_list
from shidian.review.proposals import Proposal, checked
from shidian.review.yaml_text import as_yaml
from shidian.words.phrases import phrase

HEAD = "# Read from a table by machine. Nothing of it holds until a person has read every rule beside its row, and has put it into own words.\n"
BEFORE = "  - fact: scenario\n"
"""The fact before which the classes of data are asked."""


def import_list(book: Lawbook, folder: Path, path: Path, kind: Literal["data", "negative"], list_: Imported) -> Proposal:
    """The files that a table comes to. Raises TableError, DocumentError, and ReviewError when the lawbook with them would have faults."""
    if list_.source not in book.sources:
        raise ReviewError(f"unknown source `{list_.source}`", hint="begin one with `shidian lawbook new sources NAME`")
    trees = book.trees["territories"]
    if list_.territory not in trees.terms and list_.territory not in trees.zones and list_.territory not in trees.groups:
        raise ReviewError(f"unknown territory `{list_.territory}`", hint="a list holds in a place of the vocabulary `territories`")
    rows = listed_rows(path, kind)
    files: dict[str, str] = {}
    if kind == "negative":
        instrument, notes = negative_list(book, list_, rows)
    else:
        instrument, terms, notes = instrument_of(book, list_, classes_of(rows))
        files[f"vocabulary/{VOCABULARY}.yaml"] = _vocabulary(folder, list_.id, terms)
        if (question := _question(folder)) is not None:
            files[f"questions/{QUESTION}.yaml"] = question
    files[f"instruments/{list_.id}.yaml"] = as_yaml(instrument, HEAD)
    checked(folder, files)
    for name in files:
        if (folder / name).exists():
            notes.append(f"{name}: takes the place of the file that exists")
    return Proposal(files, tuple(notes))


def _vocabulary(folder: Path, list_: str, terms: list[dict[str, Any]]) -> str:
    """The classes of all lists: those of other lists as they are, and these."""
    path = folder / "vocabulary" / f"{VOCABULARY}.yaml"
    kept = []
    if path.is_file():
        kept = [
            t for t in yaml.safe_load(path.read_text(encoding="utf-8"))["terms"] if t["id"] != list_ and not t["id"].startswith(list_ + ".")
        ]
    return as_yaml({"vocabulary": VOCABULARY, "terms": [*kept, *terms]}, HEAD)


def _question(folder: Path) -> str | None:
    """The question with the fact that asks for the class of the data; None when it has it."""
    text = (folder / "questions" / f"{QUESTION}.yaml").read_text(encoding="utf-8")
    if f"fact: {FACT}\n" in text:
        return None
    label, ask = phrase("list_class_fact"), phrase("list_class_ask")
    fact = (
        f"  - fact: {FACT}\n    domain: tree\n    vocabulary: {VOCABULARY}\n"
        f"    label: {{en: {label.en}, zh: {label.zh}}}\n    ask: {{en: {ask.en}, zh: {ask.zh}}}\n"
    )
    return text.replace(BEFORE, fact + BEFORE, 1)

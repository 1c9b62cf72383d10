"""A published list, as its table, becomes a proposal: files for a person to review, checked with the lawbook before anybody sees them.

What an item of a negative list restricts is read from its words (prohibited, joint ventures only, Chinese control, a ceiling), and so are its activities.
An item of which either is not read says so, and waits for a person.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml

from shidian.answer.values.amounts import PERCENT, NotANumber, read_amount
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar
from shidian.documents.grammar.finding import Finding, Measure
from shidian.documents.grammar.gazetteer import Gazetteer
from shidian.errors import ReviewError
from shidian.law.lawbook import Lawbook
from shidian.packaged import patterns
from shidian.review.list_rules import FACT, QUESTION, VOCABULARY, Imported, classes_of, instrument_of
from shidian.review.list_table import ListedRow, listed_rows
from shidian.review.proposals import Proposal, checked
from shidian.review.task_rows import in_both, plain_number
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


PATTERNS = patterns("review/lists.toml")
ACCESS = "access"


def negative_list(book: Lawbook, list_: Imported, rows: list[ListedRow]) -> tuple[dict[str, Any], list[str]]:
    """The instrument of a negative list, and notes on what a person has to look at."""
    words = "".join(r.cells.get("item", "") for r in rows)
    language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in words) else "en"
    grammar, notes = Grammar(Gazetteer(book)), list[str]()
    provisions: list[dict[str, Any]] = []
    for row in rows:
        text = row.cells.get("item", "")
        if not text:
            notes.append(f"line {row.line}: no item in it; left out")
            continue
        provisions.append(_item(grammar, list_, row, text, language, notes, len(provisions) + 1))
    year = str(list_.effective.year)
    return {
        "instrument": list_.id,
        "title": in_both(list_.title, language),
        "kind": "negative-list",
        "issuers": ["mofcom"],
        "editions": [
            {"edition": year, "published": list_.effective, "effective": list_.effective, "seen": list_.seen, "sources": [list_.source]}
        ],
        "provisions": provisions,
    }, notes


def _item(grammar: Grammar, list_: Imported, row: ListedRow, text: str, language: str, notes: list[str], at: int) -> dict[str, Any]:
    number = row.cells.get("number")
    provision: dict[str, Any] = {"provision": f"item-{at}", "number": number, "summary": in_both(text, language), "seen": list_.seen}
    read = grammar.read(Document(text=text, sha256="", language="zh" if language == "zh" else "en"))
    activities = _activities(list(read.findings))
    effect = _effect(text)
    if effect is None or not activities or PATTERNS["except"].search(text):
        why = "an exception" if activities and effect is not None else "what it restricts" if activities else "its activity"
        notes.append(f"item {number or at}: {why} is for a person to encode: {text[:60]}")
        return provision | {"no_rule": {lang: phrase("list_no_activity")[lang] for lang in ("en", "zh")}}
    if len(activities) > 1:
        notes.append(f"item {number or at}: check its activities ({', '.join(activities)}): {text[:60]}")
    when: dict[str, Any] = {"activity": activities[0] if len(activities) == 1 else activities}
    if list_.territory != "cn":
        when["territory"] = list_.territory
    rule = {"rule": f"item-{at}", "summary": in_both(text, language), "question": ACCESS, "kind": "limit", "when": when, "effect": effect}
    return provision | {"rules": [rule]}


def _activities(findings: list[Finding]) -> list[str]:
    """The activities that an item names: those of its measures, else those that stand in it."""
    told = [a for f in findings if isinstance(f.value, Measure) for a in f.value.activities]
    return list(dict.fromkeys(told or [i for f in findings if f.kind == "activity" for i in getattr(f.value, "ids", ())]))


def _effect(text: str) -> dict[str, Any] | None:
    """What the words restrict; None when they say nothing that is known, or several things."""
    found: list[dict[str, Any]] = []
    least = PATTERNS["least"].search(text)
    if (bound := least or PATTERNS["ceiling"].search(text)) is not None:
        try:
            share = read_amount(bound[1], PERCENT)
        except NotANumber:
            return None
        found.append({"share": {"at_most": plain_number(100 - share if least else share)}})
    if PATTERNS["banned"].search(PATTERNS["ceiling"].sub("", text)) and not found:
        found.append({"share": {"at_most": 0}})
    if PATTERNS["control"].search(text):
        found.append({"share": {"below": 50}, "chinese-control": "yes"})
    if PATTERNS["joint"].search(text) and not found:
        found.append({"share": {"below": 100}, "chinese-partner": "yes"})
    return found[0] if len(found) == 1 else None

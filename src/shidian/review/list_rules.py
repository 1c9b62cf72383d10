"""The rules that the table of a data list comes to: one provision for each class of data, with its bands.

The classes become terms of the vocabulary `data-classes`, below their scenario; what a scenario has beside them is off the list. A row whose volume
cannot be read becomes a gap: it keeps its cases undetermined until a person has read it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from shidian.law.lawbook import Lawbook
from shidian.packaged import patterns
from shidian.review.bands import Band, read_band
from shidian.review.list_table import ListedRow, said
from shidian.review.task_rows import in_both
from shidian.words.phrases import phrase

PATTERNS = patterns("review/lists.toml")
VOCABULARY, FACT, QUESTION = "data-classes", "data-class", "data_export"
NONE_ASKED = ("—", "-", "–", "/", "无", "不适用", "none", "n/a")
"""Cells that say that a path is not asked for."""
ONE = "cn-personal-information-protection-law/one-mechanism"
ORDER = "cn-cac-order-16/"
BANDS: dict[str, tuple[str, int, int]] = {
    "persons-1000000": ("persons", 1_000_000, 10**12),
    "sensitive-10000": ("sensitive-persons", 10_000, 10**12),
    "persons-100000": ("persons", 100_000, 1_000_000),
    "sensitive-1": ("sensitive-persons", 1, 10_000),
}
"""The limits of the order by volume: the fact that each bounds, from where, and where it ends."""
FEW = {"ciio": "no", "persons": {"below": 100000}, "sensitive-persons": {"at_most": 0}}
EXEMPT = [
    {"persons": {"below": 100000}, "sensitive-persons": {"at_most": 0}},
    {"ground": ["contract", "hr", "emergency", "statutory-duty"]},
    {"transfer": "within-mainland"},
]
"""Article 5 of the order: exempt whatever a list says."""


class Imported(Struct, frozen=True):
    """What the user says of a list: its id, place, first day, source, and whether it asks that the data leave from there."""

    id: str
    territory: str
    effective: dt.date
    source: str
    title: str
    exports_from_there: bool = False
    seen: str = "secondary"


class ClassOfData(Struct):
    """One class of a scenario: its words, line, and what the list asks of it (None for a band that was not read)."""

    sector: str
    scenario: str
    data: str
    line: int
    asked: list[tuple[str, Band | None]]
    important: bool = False


def classes_of(rows: list[ListedRow]) -> list[ClassOfData]:
    """The classes of data that the rows tell, each once, in their order."""
    out: dict[tuple[str, str, str], ClassOfData] = {}
    for row in rows:
        words = " ".join((*row.above, *row.cells.values()))
        sector = row.cells.get("sector") or _heading(row)
        scenario = row.cells.get("scenario") or sector
        data = row.cells.get("data") or scenario
        one = out.setdefault((sector, scenario, data), ClassOfData(sector, scenario, data, row.line, []))
        one.important |= any(w in words.casefold() for w in said("important"))
        one.asked += _asked(row, data)
    return list(out.values())


def _heading(row: ListedRow) -> str:
    """The heading that names a sector: the innermost that names no path, without its number."""
    return next((PATTERNS["numbered"].sub("", h) for h in reversed(row.above) if _path(h) is None), "")


def _asked(row: ListedRow, data: str) -> list[tuple[str, Band | None]]:
    """The path and band of a row: from columns for each path, or from one for the path or a heading that names it, and one for the band."""
    wide = [(p, row.cells[p]) for p in ("assessment", "contract") if p in row.cells]
    if wide:
        return [(p, read_band(text, data)) for p, text in wide if text.casefold() not in NONE_ASKED]
    path = _path(row.cells.get("path", "")) or next((p for h in reversed(row.above) if (p := _path(h))), None)
    if path is None:
        return [("unread", None)]
    return [(path, read_band(row.cells.get("band", ""), data))]


def _path(text: str) -> str | None:
    """Which path words name; None for none, or for both."""
    found = [p for p in ("assessment", "contract") if any(w in text.casefold() for w in said(p))]
    return found[0] if len(found) == 1 else None


def instrument_of(book: Lawbook, list_: Imported, found: list[ClassOfData]) -> tuple[dict[str, Any], list[dict[str, Any]], list[str]]:
    """The instrument of a list, the terms of its classes, and notes on what a person has to look at."""
    language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in "".join(c.data for c in found)) else "en"
    notes: list[str] = []
    terms = [{"id": list_.id, "name": _named(list_.title, list_.id, language)}]
    provisions = []
    scenarios: dict[tuple[str, str], list[tuple[str, ClassOfData]]] = {}
    for one in found:
        scenarios.setdefault((one.sector, one.scenario), []).append(("", one))
    for s, ((sector, scenario), members) in enumerate(scenarios.items(), 1):
        term = f"{list_.id}.s{s}"
        terms.append(
            {"id": term, "parent": list_.id, "name": _named(f"{sector}：{scenario}" if sector != scenario else scenario, term, language)}
        )
        base = _base(book, list_, sector, notes)
        ids = []
        for n, (_, one) in enumerate(members, 1):
            id = f"{term}.c{n}"
            ids.append(id)
            terms.append({"id": id, "parent": term, "name": _named(f"{scenario}：{one.data}", id, language)})
            provisions.append(_class(list_, one, base | {FACT: id}, f"s{s}-c{n}", language, notes))
        provisions.append(_outside(base | {FACT: term}, ids, f"s{s}", f"{sector} {scenario}".strip(), language))
    year = str(list_.effective.year)
    instrument = {
        "instrument": list_.id,
        "title": in_both(list_.title, language),
        "kind": "data-list",
        "issuers": ["provincial-cac"],
        "editions": [
            {"edition": year, "published": list_.effective, "effective": list_.effective, "seen": list_.seen, "sources": [list_.source]}
        ],
        "provisions": provisions,
    }
    return instrument, terms, notes


def _named(text: str, id: str, language: str) -> dict[str, str]:
    """A name in both languages; the one that was not read is marked, with the id, since every name means one thing."""
    other = "en" if language == "zh" else "zh"
    return (
        {language: text, other: f"{phrase('to_translate')[other]} {id}"}
        if language == "en"
        else {"en": f"{phrase('to_translate').en} {id}", "zh": text}
    )


def _base(book: Lawbook, list_: Imported, sector: str, notes: list[str]) -> dict[str, Any]:
    out: dict[str, Any] = {"data": "personal", "important-data": "no", "ciio": "no", "territory": list_.territory}
    if list_.exports_from_there:
        out["exports-from-there"] = "yes"
    fact = next(f for f in book.content.questions[QUESTION].facts if f.fact == "sector")
    folded = sector.casefold()
    named = {c.id: [n.casefold() for n in (c.name.zh, c.name.en, *c.aliases)] for c in fact.choices}
    fits = (lambda n: n == folded, lambda n: n.startswith(folded), lambda n: folded in n or n in folded)
    known = next((ids for fit in fits if (ids := [i for i, names in named.items() if any(map(fit, names))])), []) if sector else []
    if len(known) == 1:
        out["sector"] = known[0]
    else:
        note = f"sector `{sector}`: no single choice of the fact `sector` fits, so its rules do not name one"
        if note not in notes:
            notes.append(note)
    return out


def _class(list_: Imported, one: ClassOfData, when: dict[str, Any], id: str, language: str, notes: list[str]) -> dict[str, Any]:
    words = in_both(" · ".join(dict.fromkeys(w for w in (one.sector, one.scenario, one.data) if w)), language)
    provision: dict[str, Any] = {"provision": id, "number": None, "summary": _row_label(one.line, words), "seen": list_.seen}
    if one.important:
        return provision | {"no_rule": _label("list_important")}
    bands = [(p, b) for p, b in one.asked if b is not None and b.of is not None and p != "unread"]
    if len(bands) != len(one.asked) or not bands:
        notes.append(f"line {one.line}: `{one.data}`: path, volume or kind of persons not read; it is a gap")
        gap = {
            "gap": f"{id}-volume",
            "question": QUESTION,
            "kind": "relief",
            "reason": _label("list_unread"),
            "when": when,
            "unless": [FEW],
            "relieves": _met(list(BANDS)),
        }
        return provision | {"gaps": [gap]}
    tests = [(p, {"persons" if b.of == "plain" else "sensitive-persons": b.test()}) for p, b in bands]
    rules: list[dict[str, Any]] = []
    for n, (path, test) in enumerate(tests, 1):
        rule: dict[str, Any] = {
            "rule": f"{id}-{path}-{n}",
            "summary": _label("list_assessed" if path == "assessment" else "list_contracted"),
            "question": QUESTION,
        }
        if path == "assessment":
            rules.append(rule | {"kind": "limit", "when": when | test, "unless": EXEMPT, "effect": {"path": "assessment"}})
        else:
            rules.append(
                rule
                | {"kind": "relief", "when": when | test, "unless": [FEW], "authorised_by": ["cn-cac-order-16#6"]}
                | {"relieves": _met(list(BANDS)[:2], within=test)}
                | {"effect": {"path": "contract-or-certification"}, "duties": _duties()}
            )
    rules += _free(id, "list_below", when, [test for _, test in tests])
    return provision | {"rules": rules}


def _outside(when: dict[str, Any], ids: list[str], id: str, scenario: str, language: str) -> dict[str, Any]:
    words = in_both(scenario, language)
    return {"provision": id, "number": None, "summary": words, "seen": "secondary", "rules": _free(id, "list_outside", when, [{FACT: ids}])}


def _free(id: str, words: str, when: dict[str, Any], unless: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """No mechanism, outside what is excepted: the relief, and the rule that closes the matter."""
    relief = {
        "rule": f"{id}-free",
        "summary": _label(words),
        "question": QUESTION,
        "kind": "relief",
        "when": when,
        "unless": [FEW, *unless],
    }
    closing = {
        "rule": f"{id}-free-of-all",
        "question": QUESTION,
        "kind": "closing",
        "when": when,
        "unless": unless,
        "effect": {"path": "none"},
    }
    return [
        relief | {"relieves": _met(list(BANDS), outside=unless), "authorised_by": ["cn-cac-order-16#6"], "effect": {"path": "none"}},
        closing,
    ]


def _met(limits: list[str], within: dict[str, Any] | None = None, outside: Sequence[dict[str, Any]] = ()) -> list[str]:
    """The limits of the order that a relief can meet: whose band its own test touches, and no test that it excepts covers."""
    out = [ONE]
    for limit in limits:
        fact, low, high = BANDS[limit]
        own = _span(within[fact]) if within is not None and fact in within else (0, 10**12)
        covered = any(fact in test and _span(test[fact])[0] <= low and high <= _span(test[fact])[1] for test in outside)
        if own[0] < high and low < own[1] and not covered:
            out.append(ORDER + limit)
    return out


def _span(test: dict[str, int]) -> tuple[int, int]:
    """A test as whole numbers of persons: from the first, to below the second."""
    low = test["at_least"] if "at_least" in test else test["above"] + 1 if "above" in test else 0
    return low, test["below"] if "below" in test else test["at_most"] + 1 if "at_most" in test else 10**12


def _duties() -> list[dict[str, Any]]:
    return [
        {"name": _label("list_contract_filed"), "authority": "provincial-cac", "kind": "filing"},
        {"name": _label("list_certified"), "authority": "samr", "kind": "approval"},
    ]


def _label(id: str) -> dict[str, str]:
    found = phrase(id)
    return {"en": found.en, "zh": found.zh}


def _row_label(line: int, words: dict[str, str]) -> dict[str, str]:
    return {lang: phrase("list_row", line=str(line), words=words[lang])[lang] for lang in ("en", "zh")}

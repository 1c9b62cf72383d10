"""Search over everything in the lawbook, in Chinese and English, with SQLite's full-text index; and the entries of a vocabulary that a few typed letters
may mean, for search as you type.

Chinese has no spaces, and no dictionary knows the terms of these documents. So a run of Chinese is indexed by its single
characters and by its overlapping pairs, and a search for a run is a search for its pairs in a row: every part of a text is found, and
nothing else. English words are stemmed.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

from msgspec import Struct

from shidian.law.lawbook import Lawbook
from shidian.law.names import Entry, fold, names_of
from shidian.law.records.base import Label
from shidian.law.records.names import Term, Zone
from shidian.words.labels import cited, provision_name

MOST = 200
LONGEST = 200
"""Characters of a search that are read."""

KINDS = (
    "activities",
    "territories",
    "origins",
    "authorities",
    "instruments",
    "provisions",
    "rules",
    "tasks",
    "events",
    "claims",
    "sources",
    "plans",
    "statistics",
)
_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_]+", re.UNICODE)
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class Hit(Struct, frozen=True):
    """Something found: what kind of thing, its id, its title, the line below it, and the path of its page."""

    kind: str
    id: str
    title: Label
    text: Label | None
    path: str


class Index:
    """The index of one lawbook, in memory. Safe to share between threads."""

    def __init__(self, book: Lawbook) -> None:
        self._lock = Lock()
        self._hits: list[Hit] = []
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute(
            "create virtual table found using fts5(names, body, kind unindexed, tokenize = 'porter unicode61', detail = 'full')"
        )
        rows = []
        for hit, names, body in _entries(book):
            self._hits.append(hit)
            rows.append((len(self._hits), " ".join(map(segmented, names)), segmented(body), hit.kind))
        self._db.executemany("insert into found(rowid, names, body, kind) values (?, ?, ?, ?)", rows)

    def search(self, text: str, *, kind: str | None = None, most: int = MOST) -> tuple[Hit, ...]:
        """What contains every word of the text, the nearest first; the last English word may be unfinished."""
        query = query_of(text)
        if not query:
            return ()
        sql = (
            "select rowid from found where found match ?" + (" and kind = ?" if kind else "") + (" order by bm25(found, 6.0, 1.0) limit ?")
        )
        with self._lock:
            rows = self._db.execute(sql, (query, *([kind] if kind else []), most)).fetchall()
        return tuple(self._hits[row[0] - 1] for row in rows)


def segmented(text: str) -> str:
    """The text as words for the index: Chinese runs as characters and pairs, all else as it is."""
    return " ".join(word for run in _runs(text) for word in ([*run, *_pairs(run)] if _CHINESE.match(run) else [run]))


def query_of(text: str) -> str:
    """The search as the index reads it; empty when there is nothing to look for. Every word is quoted, so none is an operator."""
    runs = list(_runs(text[:LONGEST]))
    parts = []
    for i, run in enumerate(runs):
        if _CHINESE.match(run):
            parts.append('"' + " ".join(_pairs(run) or [run]) + '"')
        else:
            parts.append(f'"{run}"' + ("*" if i == len(runs) - 1 else ""))
    return " ".join(parts)


def _runs(text: str) -> Iterator[str]:
    return (m[0] for m in _RUN.finditer(unicodedata.normalize("NFKC", text).casefold()))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _entries(book: Lawbook) -> Iterator[tuple[Hit, list[str], str]]:
    """Every thing: its hit, its names, and the rest of its words."""
    for vocabulary in ("activities", "territories", "origins", "authorities"):
        tree = book.trees.get(vocabulary)
        named: list[Term | Zone] = [*tree.terms.values(), *tree.zones.values()] if tree else []
        for term in named:
            note = term.note
            place = f"/{vocabulary}/{term.id}" if vocabulary in ("activities", "territories") else f"/names/{vocabulary}#{term.id}"
            yield Hit(vocabulary, term.id, term.name, note, place), names_of(term), _both(note)
    for i in book.instruments.values():
        numbers = [e.number for e in i.editions if e.number] + [e.title for e in i.editions if e.title]
        page = f"/instruments/{i.instrument}"
        yield (
            Hit("instruments", i.instrument, i.title, next((e.number for e in reversed(i.editions) if e.number), None), page),
            [i.instrument, _both(i.title), *map(_both, numbers)],
            _both(i.note),
        )
        for p in i.provisions:
            name = cited(i.title, provision_name(i, p, i.editions[-1].edition))
            id = f"{i.instrument}#{p.provision}"
            yield (Hit("provisions", id, name, p.summary, f"{page}#p-{p.provision}"), [_both(p.heading)], _both(p.summary, p.note))
            for r in p.rules:
                yield (
                    Hit("rules", f"{i.instrument}/{r.rule}", r.summary or p.summary, i.title, f"{page}#rule-{r.rule}"),
                    [f"{i.instrument}/{r.rule}"],
                    _both(r.summary, r.caution, r.disputed, *r.conditions),
                )
    for group in book.content.tasks:
        for t in group.tasks:
            yield (
                Hit("tasks", t.task, t.summary, None, f"/tasks/{t.task}"),
                [t.task, t.term or "", t.verb or ""],
                _both(t.summary, t.numbers, t.exclusions, t.note),
            )
    yield from _programme(book)


def _programme(book: Lawbook) -> Iterator[tuple[Hit, list[str], str]]:
    for e in book.programme.events:
        yield Hit("events", e.event, e.title, Label(e.when, e.when), f"/chronology#{e.event}"), [_both(e.number)], _both(e.title, e.note)
    for c in book.content.claims:
        yield Hit("claims", c.claim, c.summary, None, f"/claims?subject={c.subject}#{c.claim}"), [c.claim], _both(c.summary, c.note)
    for s in book.sources.values():
        yield (
            Hit("sources", s.id, s.title, s.publisher, f"/sources/{s.id}"),
            [s.id, _both(s.title)],
            _both(s.publisher, s.note) + f" {s.address or ''}",
        )
    for p in book.programme.plans:
        yield Hit("plans", p.plan, p.title, p.number, f"/plans#{p.plan}"), [_both(p.title, p.number)], _both(p.note)
    for x in book.programme.statistics:
        yield Hit("statistics", x.statistic, x.name, x.value, f"/statistics#{x.statistic}"), [_both(x.name)], _both(x.value, x.note)


def _both(*labels: Label | None) -> str:
    return " ".join(f"{label.en} {label.zh}" for label in labels if label is not None)


def kinds_of(hits: Iterable[Hit]) -> dict[str, int]:
    """How many hits there are of each kind, in the order of kinds."""
    counts: dict[str, int] = {}
    for hit in hits:
        counts[hit.kind] = counts.get(hit.kind, 0) + 1
    return {k: counts[k] for k in KINDS if k in counts}


class Word(Struct, frozen=True):
    """One entry: id, name, public codes, and the entries around it, widest first."""

    id: str
    name: Label
    codes: dict[str, str]
    within: tuple[Label, ...]


@lru_cache(maxsize=16)
def _folded(book: Lawbook, vocabulary: str) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
    return tuple((e, tuple(fold(n) for n in names_of(e))) for e in book.names[vocabulary].entries.values())


def words_like(book: Lawbook, vocabulary: str, text: str, most: int) -> tuple[Word, ...]:
    """The entries that a text may mean, the nearest first: what it names, what comes near in the order of every other door, then names that
    begin so or contain it. All entries when there is no text."""
    names_known = book.names[vocabulary]
    nearest = list(dict.fromkeys([*names_known.find(text[:200]), *names_known.near(text[:200], most)])) if text.strip() else []
    wanted = fold(text[:200])
    ranked = []
    for place, (entry, names) in enumerate(_folded(book, vocabulary)):
        rank = min((_rank(name, wanted) for name in names), default=3)
        if rank < 3:
            ranked.append((rank, len(entry.name.zh) if wanted else 0, place, entry))
    ranked.sort(key=lambda r: r[:3])
    found = [names_known.entries[i] for i in nearest if i in names_known.entries]
    found += [entry for _, _, _, entry in ranked if entry.id not in nearest]
    return tuple(_word(book, vocabulary, entry) for entry in found[:most])


def _rank(name: str, wanted: str) -> int:
    if not wanted or name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if wanted in name else 3


def _word(book: Lawbook, vocabulary: str, entry: Entry) -> Word:
    tree = book.trees[vocabulary]
    above = [i for i in tree.above(entry.id) if i in tree.terms] if entry.id in tree.parent else []
    within = tuple(tree.terms[i].name for i in reversed(above))
    return Word(entry.id, entry.name, entry.codes if isinstance(entry, Term) else {}, within)

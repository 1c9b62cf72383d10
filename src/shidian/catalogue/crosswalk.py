"""What speaks to one chapter or module of an agreement, and what stands against it: tasks, rules and figures, in force or announced, since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from shidian.catalogue.lists import NotFound
from shidian.catalogue.programme import TaskRow, tasks
from shidian.engine.rulebook import Rulebook
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.programme import Agreement, Chapter, Statistic
from shidian.programme.lifecycle import announced_by, carried_out_by


class RuleSpeaks(Struct, frozen=True):
    """A rule that speaks to a chapter: where it stands, what it says, and whether it is `in_force`, `announced`, `over` or of `unknown` standing
    on the day asked. `since`: the first day of that; `tasks`: the rows that it carries out or announces."""

    rule: str
    instrument: Label
    provision: str | None
    says: Label
    standing: str
    since: dt.date | None
    tasks: tuple[str, ...]


class ChapterAnswer(Struct, frozen=True):
    """All that is known of a chapter. The words of the agreement are from memory unless `seen` says otherwise."""

    agreement: str
    agreement_name: Label
    status: Label
    chapter: str
    name: Label
    seen: str
    topics: Label | None
    tension: Label | None
    degree: str | None
    on: dt.date
    tasks: tuple[TaskRow, ...]
    speaks_for: tuple[RuleSpeaks, ...]
    stands_against: tuple[RuleSpeaks, ...]
    statistics: tuple[Statistic, ...]


def chapter_answer(book: Lawbook, rulebooks: Iterable[Rulebook], word: str, on: dt.date, agreement: str | None = None) -> ChapterAnswer:
    """The chapter that a word names: `14.11`, `cptpp 14.11`, `depa 4`. Raises NotFound for none, or for several agreements that have it."""
    found, chapter = _chapter(book, word, agreement)
    aligned = {
        t.task: t
        for g in book.content.tasks
        for t in g.tasks
        if any(a.agreement == found.agreement and a.chapter == chapter.chapter for a in t.alignment)
    }
    names: dict[str, list[str]] = {r: [] for r in chapter.rules}
    for id, record in aligned.items():
        for rule in (*carried_out_by(book, record), *announced_by(book, record)):
            names.setdefault(rule, []).append(id)
    compiled = list(rulebooks)
    figures = {s.statistic: s for s in book.programme.statistics}
    return ChapterAnswer(
        found.agreement, found.name, found.status, chapter.chapter, chapter.name, chapter.seen, chapter.topics, chapter.tension, chapter.degree, on,
        tuple(r for r in tasks(book, on) if r.task in aligned),
        tuple(_speaks(book, compiled, r, on, tuple(ids)) for r, ids in names.items()),
        tuple(_speaks(book, compiled, r, on, ()) for r in chapter.against),
        tuple(figures[s] for s in chapter.statistics),
    )  # fmt: skip


def _chapter(book: Lawbook, word: str, agreement: str | None) -> tuple[Agreement, Chapter]:
    *before, number = word.casefold().replace("/", " ").split() or [""]
    wanted = before[0] if before else agreement
    fits = [
        (a, c) for a in book.programme.agreements if wanted in (None, a.agreement) for c in a.chapters if c.chapter.casefold() == number
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise NotFound(f"several agreements have a chapter {number}", hint=" or ".join(f"`{a.agreement} {c.chapter}`" for a, c in fits))
    listed = ", ".join(f"{a.agreement} {c.chapter}" for a in book.programme.agreements for c in a.chapters if wanted in (None, a.agreement))
    raise NotFound(f"there is no chapter `{word}`", hint=f"known: {listed}")


def _speaks(book: Lawbook, rulebooks: list[Rulebook], id: str, on: dt.date, ids: tuple[str, ...]) -> RuleSpeaks:
    instrument, provision, record = book.rules[id]
    rule = next(b.by_id[id] for b in rulebooks if id in b.by_id)
    held = rule.validity.of(on, "in_force", None)
    spans = [s for s in rule.validity.spans if s.start <= on]
    since: dt.date | None = max((s.start for s in spans), default=None)
    if held is True:
        standing = "in_force"
    elif held is None:
        standing = "unknown"
    elif not spans and rule.validity.announced is not None and rule.validity.announced <= on:
        standing, since = "announced", rule.validity.announced
    else:
        standing = "over" if spans else "not_yet"
        since = max((s.end for s in spans if s.end is not None), default=since)
    number = provision.number_in(instrument.editions[-1].edition)
    return RuleSpeaks(id, instrument.title, number, record.summary or provision.summary, standing, since, ids)

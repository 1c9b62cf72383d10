"""The procedures of a lawbook as every door shows them: the check list on a day, and the due days that follow from what happened."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import get_args

from msgspec import Struct

from shidian.catalogue.lists import by_id
from shidian.catalogue.programme import find_place
from shidian.errors import BadValue
from shidian.law.days import day_said
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.instrument import Instrument, Provision
from shidian.law.records.procedure import Procedure, ProcedureEvent, ProcedurePaper, ProcedureStep
from shidian.procedure.due import DueDay, DueDays, NamedEvent, check_list
from shidian.procedure.working_days import DayRange, WorkCalendar
from shidian.words.labels import cited, provision_label
from shidian.words.phrases import in_a_row, phrase

EVENTS: tuple[ProcedureEvent, ...] = get_args(ProcedureEvent)


class ProcedureRow(Struct, frozen=True):
    """A procedure in a list."""

    procedure: str
    title: Label
    kind: str
    authority: Label
    steps: int
    papers: int


class StepShown(Struct, frozen=True):
    """One step with its due day; `source` is the act and number of the provision that sets the time, in the edition of the day."""

    step: ProcedureStep
    due: DueDay
    source: Label | None


class PaperShown(Struct, frozen=True):
    """One line of the check list, with the act and number of its provision."""

    paper: ProcedurePaper
    source: Label


class ProcedureShown(Struct, frozen=True):
    """A procedure on a day: its check list then, and its steps with their due days after the events."""

    procedure: Procedure
    authority: Label
    on: dt.date
    papers: tuple[PaperShown, ...]
    steps: tuple[StepShown, ...]


class CalledProcedure(Struct, frozen=True):
    """A procedure that an answer calls for; `certain` is false where that hangs on a fact that is missing."""

    shown: ProcedureShown
    certain: bool


def procedures(book: Lawbook, place: str | None = None) -> tuple[ProcedureRow, ...]:
    """All procedures of a lawbook, or those that are not known for other places than one alone. Raises NotFound."""
    where = find_place(book, place) if place is not None else None
    return tuple(
        ProcedureRow(p.procedure, p.title, p.kind, _authority(book, p.authority), len(p.steps), len(p.papers))
        for p in book.procedures.values()
        if where is None or _here(book, p, where) is not False
    )


def procedure_on(book: Lawbook, id: str, on: dt.date, events: Sequence[NamedEvent] = ()) -> ProcedureShown:
    """One procedure on a day, with the due days after `events`. Raises NotFound, and BadValue for events that run backwards."""
    found = by_id("procedure", id, book.procedures)
    days = [e.day for e in events if e.event != "expires"]
    if days != sorted(days):
        raise BadValue("the events run backwards", hint="name them in the order of their days")
    counted = DueDays(calendar_of(book), book.instruments)
    steps = tuple(
        StepShown(step, due, _source(book, due.limit.provision) if due.limit is not None else None)
        for step, due in zip(found.steps, counted.all(found, events), strict=True)
    )
    papers = tuple(PaperShown(p, _source(book, p.provision)) for p in check_list(found, on))
    return ProcedureShown(found, _authority(book, found.authority), on, papers, steps)


def procedures_called(
    book: Lawbook, question: str, outcome: str, facts: Mapping[str, str], duties: Mapping[str, bool], on: dt.date
) -> tuple[CalledProcedure, ...]:
    """The procedures that an answer calls for on a day, those that are certain first. `duties` are the rules of its duties and whether each is certain;
    `facts` those of the case. A procedure of certain places is not called for elsewhere, and only perhaps where no place is known."""
    out = []
    for p in book.procedures.values():
        by_duty = [duties[rule] for rule in p.duties if rule in duties]
        by_word = any(f"{question}/{w}" in p.measures for w in (outcome, *facts.values()))
        if not by_duty and not by_word:
            continue
        here = _here(book, p, facts.get("territory")) if not by_duty else True  # the rule of a duty knows its places
        if here is not False:
            out.append(CalledProcedure(procedure_on(book, p.procedure, on), here is True and (by_word or any(by_duty))))
    return tuple(sorted(out, key=lambda c: not c.certain))


def _here(book: Lawbook, procedure: Procedure, place: str | None) -> bool | None:
    """Whether a place lies where a procedure is known; None when it may."""
    if not procedure.places:
        return True
    tree = book.trees["territories"]
    if place is None or place not in tree.parent:
        return None
    if {place, *tree.above(place)} & set(procedure.places):
        return True
    return None if set(tree.below(place)) & set(procedure.places) else False


@lru_cache(maxsize=4)
def calendar_of(book: Lawbook) -> WorkCalendar:
    """The calendar of working days of a lawbook."""
    return WorkCalendar(book.calendar)


def read_events(words: Iterable[str]) -> list[NamedEvent]:
    """Events as a person writes them, `received=2026-03-02`. Raises BadValue."""
    out: list[NamedEvent] = []
    for text in words:
        name, _, day = text.partition("=")
        if name not in EVENTS:
            raise BadValue(f"`{name[:40]}` is not an event", hint="known: " + ", ".join(EVENTS))
        when = day_said(day)
        if not 2000 <= when.year < 2100:
            raise BadValue(f"`{day}` lies outside the years that can be counted", hint="name a day from 2000 to 2099")
        out.append(NamedEvent(name, when))
    return out


def _authority(book: Lawbook, id: str) -> Label:
    return book.trees["authorities"].terms[id].name


def _source(book: Lawbook, reference: str) -> Label:
    instrument: Instrument
    provision: Provision
    instrument, provision = book.provisions[reference]
    number = provision.number if isinstance(provision.number, str) else None
    if number is None or not re.fullmatch(r"[\d, –()-]+", number):
        return Label(instrument.title.en, f"《{instrument.title.zh}》")
    return cited(instrument.title, provision_label(instrument.kind, number))


def procedure_lines(found: ProcedureShown, lang: str) -> list[str]:
    """A procedure as lines of text, its title first."""
    out = [found.procedure.title[lang], f"  {phrase('col_authority')[lang]}  {found.authority[lang]}"]
    if found.procedure.note is not None:
        out.append(f"  {found.procedure.note[lang]}")
    out.append(phrase("procedure_papers", day=str(found.on))[lang])
    out += [f"  [{phrase('supplier_' + p.paper.by)[lang]}] {paper_words(p, lang)}" for p in found.papers]
    out.append(phrase("procedure_steps")[lang])
    for n, step in enumerate(found.steps, 1):
        out.append(f"  {n}. {step_words(step, lang)}")
        out += [f"     {note}" for note in step_notes(step, lang)]
    return out


def paper_words(paper: PaperShown, lang: str) -> str:
    """One line of the check list: what it is, when it is asked for, by which provision."""
    only = paper.paper.only_if
    if lang == "zh":
        return f"{paper.paper.name.zh}（{f'{only.zh}，' if only is not None else ''}{paper.source.zh}）"
    return f"{paper.paper.name.en} ({f'{only.en}; ' if only is not None else ''}{paper.source.en})"


def step_words(step: StepShown, lang: str) -> str:
    """One step and its due day, or the time that it has where nothing has happened yet."""
    return f"{step.step.name[lang]}{'：' if lang == 'zh' else ': '}{due_words(step, lang)}"


def step_notes(step: StepShown, lang: str) -> list[str]:
    """What is to be noted of a step and of its time."""
    return [note[lang] for note in (step.step.note, step.due.limit.note if step.due.limit is not None else None) if note is not None]


def time_words(step: StepShown, lang: str) -> str:
    """The time that a step has, from which event, by which provision; empty where no act that was read sets one."""
    limit = step.due.limit
    if limit is None or step.source is None:
        return ""
    time = phrase(f"time_one_{limit.unit}" if limit.number == 1 else f"time_{limit.unit}", number=str(limit.number))[lang]
    event = phrase(f"procevent_{limit.event}")[lang]
    time = phrase("procedure_ahead" if limit.ahead else "procedure_after", time=time, event=event)[lang]
    return f"{time}{'，' if lang == 'zh' else ', '}{step.source[lang]}"


def due_words(step: StepShown, lang: str) -> str:
    """When a step is due, in words, with the time and the provision that it comes from."""
    due, time = step.due, time_words(step, lang)
    if due.status == "not-begun" and time:
        return time
    day = range_words(due.due, lang) if due.due is not None else ""
    said = phrase(f"procdue_{due.status}", day=day, done=str(due.done or ""))[lang]
    if due.extended is not None and due.status == "due":
        said += phrase("procdue_extended", day=range_words(due.extended, lang))[lang]
    return phrase("procedure_by", said=said, time=time)[lang] if time else said


def range_words(found: DayRange, lang: str) -> str:
    """A day, or the two days between which it lies and the years that make it so."""
    if found.exact is not None:
        return str(found.exact)
    years = in_a_row(map(str, found.years), lang)
    return phrase("procdue_range", first=str(found.earliest), last=str(found.latest), years=years)[lang]

"""`shidian procedure [ID]`: the check list and the due days of a pilot approval or a filing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from shidian.book import load
from shidian.catalogue.procedures import ProcedureShown, StepShown, procedure_on, procedures, read_events
from shidian.cli.options import day_option, json_option, lang_option, lawbook_option
from shidian.cli.tables import show
from shidian.procedure.working_days import DayRange
from shidian.words.phrases import phrase, word
from shidian.words.plain import to_json


@click.command()
@click.argument("id", required=False)
@click.option(
    "--event", "events", multiple=True, metavar="EVENT=DAY", help="What happened, such as received=2026-03-02. Repeatable, in order."
)
@day_option
@json_option
@lang_option
@lawbook_option
def procedure(id: str | None, events: tuple[str, ...], on: dt.date, as_json: bool, lang: str, folder: Path | None) -> None:
    """Show a procedure: who supplies which paper by which provision, and when each step is due after what happened. Without ID, list them."""
    book = load(folder).lawbook
    if id is None:
        rows = procedures(book)
        show(
            rows,
            ("procedure", "kind", "authority", "title"),
            ((r.procedure, word(r.kind), r.authority, r.title) for r in rows),
            as_json=as_json,
            lang=lang,
        )
        return
    found = procedure_on(book, id, on, read_events(events))
    if as_json:
        click.echo(to_json(found).decode())
        return
    for line in lines_of(found, lang):
        click.echo(line)


def lines_of(found: ProcedureShown, lang: str) -> list[str]:
    """A procedure as lines of text."""
    out = [f"{found.procedure.title[lang]}", f"  {phrase('col_authority')[lang]}  {found.authority[lang]}"]
    if found.procedure.note is not None:
        out.append(f"  {found.procedure.note[lang]}")
    out.append(phrase("procedure_papers", day=str(found.on))[lang])
    for paper in found.papers:
        only = f" ({paper.paper.only_if[lang]})" if paper.paper.only_if is not None else ""
        out.append(f"  [{phrase('supplier_' + paper.paper.by)[lang]}] {paper.paper.name[lang]}{only}  {paper.source[lang]}")
    out.append(phrase("procedure_steps")[lang])
    for n, step in enumerate(found.steps, 1):
        out.append(f"  {n}. {step.step.name[lang]}{'：' if lang == 'zh' else ': '}{due_words(step, lang)}")
        for note in (step.step.note, step.due.limit.note if step.due.limit is not None else None):
            if note is not None:
                out.append(f"     {note[lang]}")
    return out


def due_words(step: StepShown, lang: str) -> str:
    """When a step is due, in words, with the time and the provision that it comes from."""
    due, limit = step.due, step.due.limit
    time = ""
    if limit is not None:
        time = phrase(f"time_one_{limit.unit}" if limit.number == 1 else f"time_{limit.unit}", number=str(limit.number))[lang]
        time = phrase("procedure_ahead" if limit.ahead else "procedure_after", time=time, event=phrase(f"procevent_{limit.event}")[lang])[
            lang
        ]
    day = range_words(due.due, lang) if due.due is not None else ""
    said = phrase(f"procdue_{due.status}", day=day, done=str(due.done or ""))[lang]
    if due.extended is not None and due.status == "due":
        said += phrase("procdue_extended", day=range_words(due.extended, lang))[lang]
    if not time or step.source is None:
        return said
    return phrase("procedure_by", said=said, time=time, source=step.source[lang])[lang]


def range_words(found: DayRange, lang: str) -> str:
    """A day, or the two days between which it lies and the years that make it so."""
    if found.exact is not None:
        return str(found.exact)
    years = ("、" if lang == "zh" else ", ").join(str(y) for y in found.years)
    return phrase("procdue_range", first=str(found.earliest), last=str(found.latest), years=years)[lang]

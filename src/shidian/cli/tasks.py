"""`shidian tasks`, `shidian task ID` and `shidian tasks import FILE`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click
from click.core import ParameterSource

from shidian.book import load
from shidian.catalogue import programme as programme_view
from shidian.catalogue.task_list import propose
from shidian.catalogue.told_by_id import chapter_name, rule_told, source_publisher, title_of
from shidian.cli.options import day_option, lawbook_option
from shidian.cli.view import CommandView, view_options
from shidian.errors import MissingExtra
from shidian.files import MEGABYTE, read_within
from shidian.law.lawbook import Lawbook
from shidian.law.records.programme import STAGES
from shidian.programme.lifecycle import announced_by, carried_out_by
from shidian.programme.official_list import BadList, OfficialList, Said, decoded_list, parse_list
from shidian.words.labels import entry_label, join
from shidian.words.phrases import phrase, word
from shidian.words.wrap import pad


@click.group(invoke_without_command=True)
@click.option("--plan", help="Only rows of this plan.")
@click.option("--area", help="Only rows of this area.")
@click.option("--place", help="Only rows that concern this place, with their stage there.")
@click.option("--stage", type=click.Choice(STAGES), help="Only rows whose latest stage is this.")
@click.option("--strength", type=click.IntRange(1, 5), help="Minimum strength of the official verb (5 取消/允许 … 1 研究).")
@click.option("--text", help="Only rows that contain this.")
@day_option
@view_options
@click.pass_context
def tasks(
    ctx: click.Context,
    plan: str | None,
    area: str | None,
    place: str | None,
    stage: str | None,
    strength: int | None,
    text: str | None,
    on: dt.date,
    view: CommandView,
) -> None:
    """List the known task rows, and the stage each has reached. `tasks import FILE` reads an official list."""
    if ctx.invoked_subcommand is not None:
        return
    book = view.book.lawbook
    rows = programme_view.tasks(book, on, plan=plan, area=area, place=place, stage=stage, strength=strength, text=text)
    view.show(
        rows,
        ("task", "verb", "strength", "stage", "since", "area", "summary"),
        ((r.task, r.verb, r.strength, word(r.stage), r.since, r.area_name, r.summary) for r in rows),
    )


@click.command()
@click.argument("id")
@view_options
def task(id: str, view: CommandView) -> None:
    """Show one task row: its words, its life, and the rules that carry it out."""
    lang = view.lang
    book = view.book.lawbook
    plan, found = programme_view.task(book, id)
    if view.json({"plan": plan, "task": found}):
        return
    click.secho(f"{found.task}  {found.summary[lang]}", bold=True)
    whole = next((p for p in book.programme.plans if p.plan == plan), None)
    area = next((a.name for a in whole.areas if a.area == found.area), None) if whole else None
    verb = programme_view.verb_of(book, found.verb)
    strength = f" ({verb.strength})" if verb and verb.strength else ""
    for name, value in (
        ("official_number", found.official_number or phrase("no_official_number")[lang]),
        ("plan", whole.title[lang] if whole else plan),
        ("area", area and area[lang]),
        ("term", found.term),
        ("verb", f"{found.verb}{strength}"),
        ("places", join(entry_label(book, "territories", p) for p in found.places)[lang]),
        ("numbers", found.numbers and found.numbers[lang]),
        ("exclusions", found.exclusions and found.exclusions[lang]),
        ("grade", found.grade),
        ("sources", join(source_publisher(book, s) for s in dict.fromkeys(found.sources))[lang]),
        ("note", found.note and found.note[lang]),
    ):
        if value and value != "None":
            click.echo(f"  {pad(phrase('col_' + name)[lang], 12)}{value}")
    inferred = f" ({phrase('link_inferred')[lang]})"
    for step in found.lifecycle:
        places = join(entry_label(book, "territories", p) for p in step.places)[lang]
        click.echo(
            f"  {step.when:12}{word(step.stage)[lang]}{': ' + places if places else ''}"
            f"{' [' + title_of(book, step.instrument)[lang] + ']' if step.instrument else ''}"
            f"{inferred if step.linked == 'inferred' else ''}"
        )
    for head, ids in (("col_rule", carried_out_by(book, found)), ("col_announced", announced_by(book, found))):
        for rule in ids:
            says, where = rule_told(book, rule)
            click.echo(f"  {pad(phrase(head)[lang], 12)}{says[lang]}\n  {'':12}{where[lang]}  ({rule})")
    for aligned in found.alignment:
        chapter = chapter_name(book, aligned.agreement, aligned.chapter)[lang]
        click.echo(f"  {'':12}{chapter}{' · ' + aligned.note[lang] if aligned.note else ''}")


@tasks.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--plan", required=True, help="The plan whose official list this is.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the proposals to this file (never over another).")
@lawbook_option
@click.pass_context
def import_tasks(ctx: click.Context, file: Path, plan: str, output: Path | None, folder: Path | None) -> None:
    """Read an official task list, hold it against the rows we have, and propose the rest.

    The list may be text, Word, PDF or HTML: areas 一、, groups （一）, tasks 1., （1） or 第1条, several in a paragraph, or a table. Gaps in the numbering, numbers
    that stand twice, other verbs than ours and rows that are not found are told. Nothing is changed: the proposals are YAML for a person to review and commit.
    """
    said_here = ctx.get_parameter_source("folder") is ParameterSource.COMMANDLINE
    if not said_here and ctx.parent is not None:
        folder = ctx.parent.params["folder"]
    book = load(folder).lawbook
    whole = _listed(file)
    text, summary = propose(book, plan, whole.tasks, whole, _says(book))
    if output is None:
        click.echo(text)
    else:
        try:
            with output.open("x", encoding="utf-8") as kept:
                kept.write(text)
        except FileExistsError as error:
            raise click.ClickException(f"{output} already exists; choose another file") from error
        except OSError as error:
            raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    click.echo(summary, err=True)


def _says(book: Lawbook) -> Callable[[str], Said | None] | None:
    """What reads a listed task, where the extra for reading is installed."""
    from shidian.documents.listed import says_of

    try:
        return says_of(book)
    except MissingExtra:
        return None


def _listed(file: Path) -> OfficialList:
    """The list in a file of any form that `read` reads; plain text is read as it stands."""
    if file.suffix.lower() not in (".docx", ".pdf", ".html", ".htm", ".md"):
        return parse_list(decoded_list(read_within(file, 64 * MEGABYTE)).splitlines())
    from shidian.documents.formats.files import read_file

    document, blocks = read_file(file)
    try:
        return parse_list(document.text.splitlines())
    except BadList:  # lists of HTML, Markdown and Word have no numbers in their text
        return parse_list(f"- {b.text}" if b.kind == "item" else b.text for b in blocks)

"""Commands about the programme: regions, plans, chronology, replication, statistics, crosswalk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from shidian.book import load
from shidian.catalogue import lists as catalogue
from shidian.catalogue import programme as programme_view
from shidian.cli.options import day_option, json_option, lang_option, lawbook_option
from shidian.cli.tables import show
from shidian.words.phrases import phrase, word
from shidian.words.plain import to_json


@click.command()
@click.option("--cohort", help="Only regions of this cohort.")
@day_option
@json_option
@lang_option
@lawbook_option
def regions(cohort: str | None, on: dt.date, as_json: bool, lang: str, folder: Path | None) -> None:
    """List the regions of the programme."""
    book = load(folder)
    rows = programme_view.regions(book.lawbook, (book.rulebook(q) for q in book.questions), on, cohort=cohort)
    show(
        rows,
        ("region", "name", "admitted", "role", "own_rules", "announced", "task_rows", "cohort"),
        ((r.region, r.name, r.admitted, word(r.role), len(r.own_rules), len(r.announced_rules), r.tasks, r.cohort_name) for r in rows),
        as_json=as_json,
        lang=lang,
    )


@click.command()
@click.argument("id")
@day_option
@json_option
@lang_option
@lawbook_option
def region(id: str, on: dt.date, as_json: bool, lang: str, folder: Path | None) -> None:
    """Show one region: its zones, and the rules that name it."""
    book = load(folder)
    rows = programme_view.regions(book.lawbook, [book.rulebook(q) for q in book.questions], on)
    wanted = programme_view.find_place(book.lawbook, id)
    found = next((r for r in rows if r.region == wanted), None)
    if found is None:
        raise catalogue.not_found("region", id, (r.region for r in rows))
    if as_json:
        click.echo(to_json(found).decode())
        return
    click.secho(f"{found.name[lang]}  [{found.region}]", bold=True)
    click.echo(f"{found.cohort_name[lang]} · {found.admitted} · {word(found.role)[lang]}")
    if found.emphasis:
        click.echo(found.emphasis[lang])
    for key, ids in (("zones_here", found.zones), ("rules_here", found.own_rules), ("announced_here", found.announced_rules)):
        if ids:
            click.secho(f"\n{phrase(key)[lang]} ({len(ids)})", bold=True)
            for entry in ids:
                click.echo(f"  {entry}")
    click.echo(f"\n{phrase('task_rows', count=str(found.tasks))[lang]}")


@click.command()
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@json_option
@lang_option
@lawbook_option
def chronology(since: dt.datetime | None, until: dt.datetime | None, as_json: bool, lang: str, folder: Path | None) -> None:
    """List the events of the programme, oldest first."""
    rows = programme_view.chronology(load(folder).lawbook, since=since.date() if since else None, until=until.date() if until else None)
    show(rows, ("when", "number", "seen", "event"), ((e.when, e.number, word(e.seen), e.title) for e in rows), as_json=as_json, lang=lang)


@click.command()
@json_option
@lang_option
@lawbook_option
def plans(as_json: bool, lang: str, folder: Path | None) -> None:
    """List the plans of the programme with their official totals."""
    rows = load(folder).lawbook.programme.plans
    show(
        rows,
        ("plan", "round", "published", "official", "areas", "number", "title"),
        ((p.plan, p.round, p.published, p.tasks, p.area_count, p.number, p.title) for p in rows),
        as_json=as_json,
        lang=lang,
    )


@click.command()
@json_option
@lang_option
@lawbook_option
def replication(as_json: bool, lang: str, folder: Path | None) -> None:
    """List what was said of the replication of results, by day."""
    rows = sorted(load(folder).lawbook.programme.batches, key=lambda b: b.as_of)
    show(
        rows,
        ("as_of", "batches", "sources", "results"),
        ((b.as_of, b.batches, b.sources, b.results) for b in rows),
        as_json=as_json,
        lang=lang,
    )


@click.command()
@json_option
@lang_option
@lawbook_option
def statistics(as_json: bool, lang: str, folder: Path | None) -> None:
    """List the figures about the programme."""
    rows = load(folder).lawbook.programme.statistics
    show(rows, ("as_of", "value", "note", "name"), ((s.as_of, s.value, s.note, s.name) for s in rows), as_json=as_json, lang=lang)


@click.command()
@click.option("--agreement", help="Only this agreement (cptpp, depa …).")
@json_option
@lang_option
@lawbook_option
def crosswalk(agreement: str | None, as_json: bool, lang: str, folder: Path | None) -> None:
    """List the chapters of the agreements used as yardsticks: topics, tension, and the task rows that touch them."""
    rows = programme_view.crosswalk(load(folder).lawbook, agreement=agreement)
    show(
        rows,
        ("chapter", "name", "degree", "task", "tension"),
        ((f"{r.agreement} {r.chapter}", r.name, word(r.degree), r.tasks, r.tension) for r in rows),
        as_json=as_json,
        lang=lang,
    )

"""Commands about the programme: regions, plans, chronology, replication, statistics, crosswalk."""

from __future__ import annotations

import datetime as dt

import click

from shidian.catalogue import programme as programme_view
from shidian.catalogue.crosswalk import ChapterAnswer
from shidian.catalogue.told_by_id import rule_told, title_of
from shidian.cli.options import day_option
from shidian.cli.view import CommandView, view_options
from shidian.law.records.programme import STAGES
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase, word


@click.command()
@click.option("--cohort", help="Only regions of this cohort.")
@day_option
@view_options
def regions(cohort: str | None, on: dt.date, view: CommandView) -> None:
    """List the regions of the programme."""
    book = view.book
    rows = programme_view.regions(book.lawbook, (book.rulebook(q) for q in book.questions), on, cohort=cohort)
    view.show(
        rows,
        ("region", "name", "admitted", "role", "own_rules", "announced", "task_rows", "cohort"),
        ((r.region, r.name, r.admitted, word(r.role), len(r.own_rules), len(r.announced_rules), r.tasks, r.cohort_name) for r in rows),
    )


@click.command()
@click.argument("id")
@day_option
@view_options
def region(id: str, on: dt.date, view: CommandView) -> None:
    """Show one region: its zones, and the rules that name it."""
    lang = view.lang
    book = view.book
    rows = programme_view.regions(book.lawbook, [book.rulebook(q) for q in book.questions], on)
    found = programme_view.region_named(book.lawbook, rows, id)
    if view.json(found):
        return
    click.secho(f"{found.name[lang]}  [{found.region}]", bold=True)
    click.echo(f"{found.cohort_name[lang]} · {found.admitted} · {word(found.role)[lang]}")
    if found.emphasis:
        click.echo(found.emphasis[lang])
    if found.zones:
        click.secho(f"\n{phrase('zones_here')[lang]} ({len(found.zones)})", bold=True)
        for zone in found.zones:
            click.echo(f"  {entry_label(book.lawbook, 'territories', zone)[lang]}  [{zone}]")
    for key, ids in (("rules_here", found.own_rules), ("announced_here", found.announced_rules)):
        if ids:
            click.secho(f"\n{phrase(key)[lang]} ({len(ids)})", bold=True)
        for id, says, where in sorted((id, *rule_told(book.lawbook, id)) for id in ids):
            click.echo(f"  {says[lang]}\n      {where[lang]}  ({id})")
    click.echo(f"\n{phrase('task_rows', count=str(found.tasks))[lang]}")
    here = programme_view.tasks(book.lawbook, on, place=found.region)
    for stage in reversed(STAGES):
        rows_here = [r for r in here if r.stage == stage]
        if rows_here:
            click.secho(f"  {word(stage)[lang]} ({len(rows_here)})", bold=True)
        for row in rows_here:
            by = title_of(book.lawbook, row.by)[lang] if row.by else ""
            found_by = f"{row.since} {by}{' ' + phrase('link_inferred')[lang] if row.inferred else ''}"
            told = phrase("no_evidence", day=str(row.searched))[lang] if row.searched is not None else found_by
            click.echo(f"    {row.task}  {row.summary[lang]}  [{told}]")


@click.command()
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@view_options
def chronology(since: dt.datetime | None, until: dt.datetime | None, view: CommandView) -> None:
    """List the events of the programme, oldest first."""
    rows = programme_view.chronology(view.book.lawbook, since=since.date() if since else None, until=until.date() if until else None)
    view.show(rows, ("when", "number", "seen", "event"), ((e.when, e.number, word(e.seen), e.title) for e in rows))


@click.command()
@view_options
def plans(view: CommandView) -> None:
    """List the plans of the programme with their official totals."""
    rows = view.book.lawbook.programme.plans
    view.show(
        rows,
        ("plan", "round", "published", "official", "areas", "number", "title"),
        ((p.plan, p.round, p.published, p.tasks, p.area_count, p.number, p.title) for p in rows),
    )


@click.command()
@view_options
def replication(view: CommandView) -> None:
    """List what was said of the replication of results, by day."""
    rows = sorted(view.book.lawbook.programme.batches, key=lambda b: b.as_of)
    view.show(rows, ("as_of", "batches", "sources", "results"), ((b.as_of, b.batches, b.sources, b.results) for b in rows))


@click.command()
@view_options
def statistics(view: CommandView) -> None:
    """List the figures about the programme."""
    rows = view.book.lawbook.programme.statistics
    view.show(rows, ("as_of", "value", "note", "name"), ((s.as_of, s.value, s.note, s.name) for s in rows))


@click.command()
@click.argument("chapter", required=False)
@click.option("--agreement", help="Only this agreement (cptpp, depa …).")
@day_option
@view_options
def crosswalk(chapter: str | None, agreement: str | None, on: dt.date, view: CommandView) -> None:
    """List the chapters of the agreements used as yardsticks, or answer for one CHAPTER (14.11, "depa 4"): which tasks, rules and figures
    speak to it, what stands against it, in force or announced, and since when."""
    if chapter is not None:
        _show_chapter(view.book.chapter(chapter, on=on, agreement=agreement), view)
        return
    rows = programme_view.crosswalk(view.book.lawbook, agreement=agreement)
    view.show(
        rows,
        ("chapter", "name", "degree", "task", "tension"),
        ((f"{r.agreement} {r.chapter}", r.name, word(r.degree), r.tasks, r.tension) for r in rows),
    )


def _show_chapter(found: ChapterAnswer, view: CommandView) -> None:
    if view.json(found):
        return
    lang = view.lang
    click.secho(f"{found.agreement.upper()} {found.chapter}  {found.name[lang]}", bold=True)
    click.echo(found.status[lang])
    for label, text in (("col_topics", found.topics), ("col_tension", found.tension)):
        if text is not None:
            click.echo(f"{phrase(label)[lang]}: {text[lang]}")
    if found.degree is not None:
        click.echo(f"{phrase('col_degree')[lang]}: {word(found.degree)[lang]}  ({word(found.seen)[lang]})")
    click.secho(f"\n{phrase('col_task')[lang]} ({len(found.tasks)})", bold=True)
    for row in found.tasks:
        click.echo(f"  {row.task}  {word(row.stage)[lang]} {row.since or ''}  {row.summary[lang]}")
        if row.searched is not None:
            click.echo(f"      {phrase('no_evidence', day=str(row.searched))[lang]}")
    for head, rules in (("speaks_for", found.speaks_for), ("stands_against", found.stands_against)):
        click.secho(f"\n{phrase(head)[lang]} ({len(rules)})", bold=True)
        for rule in rules:
            told = phrase(f"standing_{rule.standing}", day=str(rule.since or "–"))[lang]
            since = f" ({phrase('since', day=str(rule.since))[lang]})" if rule.standing == "in_force" else ""
            click.echo(f"  {told}{since}: {rule.says[lang]}")
            click.echo(f"      {rule.instrument[lang]}  ({rule.rule})")
    if found.statistics:
        click.secho(f"\n{phrase('figures_speak')[lang]}", bold=True)
        for figure in found.statistics:
            click.echo(f"  {figure.as_of}  {figure.name[lang]}: {figure.value[lang]}")

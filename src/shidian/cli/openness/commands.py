"""`shidian openness`: how far services are open, by region, area or activity, on a day or over time, and why it differs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from shidian.cli.openness.shown import (
    OpennessAsked,
    show_advantages,
    show_classes,
    show_difference,
    show_done,
    show_gaps,
    show_rows,
    show_sheets,
    show_steps,
    show_task,
    width_label,
)
from shidian.cli.options import Day, announced_option, known_on_option
from shidian.cli.view import CommandView, view_options
from shidian.errors import BadValue, FileRefused, needs
from shidian.files import MEGABYTE, text_within, write_whole
from shidian.words.phrases import phrase


@click.command()
@click.option(
    "--region", "regions", multiple=True, metavar="PLACE", help="A region or any other place; may be repeated (default: all regions)."
)
@click.option("--measure", default="open_100", show_default=True, help="open_100, open_51, mean_ceiling, closed or restrictiveness.")
@click.option("--basket", metavar="ID", help="The activities measured (default: services).")
@click.option("--weighting", metavar="ID", help="classification, areas or leaves (default: the first of the lawbook).")
@click.option(
    "--weights",
    "weights_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Weights of your own: a CSV of activity,weight.",
)
@click.option("--profile", metavar="ID", help="The investor (default: no-treaty).")
@click.option("--grid", metavar="ID", help="The grid of restrictiveness.")
@click.option("--edge", default="as_given", help="How exactly 50 % is scored: as_given, below_half or above_half.")
@click.option("--on", type=Day(), metavar="DAY", help="The day asked (default: today).")
@click.option("--since", type=Day(), metavar="DAY", help="A series from this day on.")
@click.option("--until", type=Day(), metavar="DAY", help="Last day of a series (default: today).")
@click.option("--by", type=click.Choice(["region", "area", "activity"]), default="region", help="What the rows are.")
@announced_option
@click.option("--gap", is_flag=True, help="The promise gap: announced less in force, and what waits.")
@click.option("--advantage", is_flag=True, help="Pilot advantage against places outside the pilots.")
@click.option("--task", metavar="ID", help="What if this task were in force in every region.")
@click.option("--sheet", is_flag=True, help="One region on one sheet: openness, promise gap, tasks by stage, figures.")
@click.option(
    "--done", "done_plan", metavar="PLAN", help="How much of a plan is done, under each rule of evidence, and what officials claim."
)
@click.option(
    "--beside",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The national series beside a file of the OECD's (FDI restrictiveness, CSV), which you supply.",
)
@click.option("--explain", is_flag=True, help="Why: the steps of a series, or the difference between two places.")
@known_on_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a file: .csv .parquet .json .sdmx.csv .sdmx.json .svg .png",
)
@view_options
def openness(
    regions: tuple[str, ...],
    measure: str,
    basket: str | None,
    weighting: str | None,
    weights_file: Path | None,
    profile: str | None,
    grid: str | None,
    edge: str,
    on: dt.date | None,
    since: dt.date | None,
    until: dt.date | None,
    by: str,
    announced: bool,
    gap: bool,
    advantage: bool,
    task: str | None,
    sheet: bool,
    done_plan: str | None,
    beside: Path | None,
    explain: bool,
    known_on: dt.date | None,
    output: Path | None,
    view: CommandView,
) -> None:
    """Show how far services are open to a foreign investor: classes of regions, values with their interval, and why they differ.

    \b
    shidian openness
    shidian openness --region beijing --since 2023-01-01 --explain
    shidian openness --region shanghai --region hainan --explain --measure open_51
    shidian openness --done plan-2025
    """
    book = view.book
    with needs("openness"):
        from shidian.analysis.openness.baskets import read_weights, tree_of
        from shidian.analysis.openness.field import profile_named
    if done_plan is not None:
        show_done(view, done_plan, on or book.today())
        return
    weights = None
    if weights_file is not None:
        try:
            text = text_within(weights_file, 16 * MEGABYTE)
        except FileRefused as error:
            raise BadValue(error.message, hint=error.hint) from error
        weights = read_weights(text, tree_of(book, profile_named(book, profile).question), weights_file.name)
    found = book.openness(basket=basket, weighting=weighting, profile=profile, grid=grid, edge=edge, weights=weights, known_on=known_on)
    found.measure(measure)
    places = found.places(regions)
    day, reading = on or book.today(), "announced" if announced else "in_force"
    asked = OpennessAsked(found, places, measure, day, reading, since, until, view)  # type: ignore[arg-type]
    if output is not None:
        _write(asked, by, output, bool(regions))
    elif gap:
        show_gaps(asked)
    elif advantage:
        show_advantages(asked)
    elif beside is not None:
        _beside(asked, beside)
    elif sheet:
        show_sheets(asked)
    elif task is not None:
        show_task(asked, task)
    elif explain and since is not None:
        show_steps(asked)
    elif explain:
        show_difference(asked)
    elif since is not None or by != "region" or regions:
        show_rows(asked, by)
    else:
        show_classes(asked)


def _beside(asked: OpennessAsked, file: Path) -> None:
    from shidian.analysis.openness.outside import beside, read_scores, totals

    try:
        text = text_within(file, 256 * MEGABYTE)
    except FileRefused as error:
        raise BadValue(error.message, hint=error.hint) from error
    found = beside(asked.found, totals(read_scores(text, file.name)))
    lines = [(str(y.year), width_label(y.ours), y.theirs, phrase(f"openness_same_way_{str(y.same_way).lower()}")) for y in found]
    asked.show(found, "period ours theirs same_way", lines)


def _write(asked: OpennessAsked, by: str, output: Path, named: bool) -> None:
    from shidian.analysis.openness import sdmx
    from shidian.analysis.openness.measured import MEASURES
    from shidian.analysis.openness.tables import rows, write

    found, name = asked.found, output.name.lower()
    if name.endswith((".svg", ".png")):
        from shidian.analysis.openness import pictures

        if by == "area":
            pictures.write(pictures.areas(found, asked.places, asked.on, asked.measure, asked.reading, asked.view.lang), output)
        elif asked.since is not None or named:
            pictures.write(
                pictures.series(found, asked.places, asked.measure, asked.reading, asked.view.lang, asked.since, asked.until), output
            )
        else:
            pictures.write(pictures.dots(found, asked.on, asked.measure, asked.reading, asked.view.lang), output)
    elif name.endswith(".sdmx.json"):
        sdmx.write_structure(found.law, output)
    else:
        table = rows(
            found,
            on=asked.on,
            since=asked.since,
            until=asked.until,
            places=asked.places,
            measures=(asked.measure,) if asked.measure not in MEASURES else MEASURES,
            readings=("in_force", "announced"),
            by=by,
        )
        if name.endswith(".sdmx.csv"):
            write_whole(output, sdmx.to_sdmx_csv(found.law, table))
        else:
            write(table, output, asked.view.lang)
    click.echo(phrase("written_to", file=str(output))[asked.view.lang], err=True)

"""`shidian questions`, `shidian words` and `shidian cases`: what can be asked, with which words, and what is known to be right."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import click

from shidian.analysis.boundaries import Boundary, boundaries
from shidian.answer.worked import run_cases
from shidian.book import load
from shidian.catalogue.lists import words as words_of
from shidian.cli.options import lawbook_option, told
from shidian.cli.view import CommandView, view_options
from shidian.errors import BadValue
from shidian.words.phrases import phrase
from shidian.words.wrap import pad


@click.command()
@view_options
def questions(view: CommandView) -> None:
    """List the questions, and the facts each of them takes."""
    lang = view.lang
    book = view.book
    if view.json(list(book.lawbook.questions.values())):
        return
    for id in book.questions:
        question = book.question(id)
        click.echo(click.style(f"{id}", bold=True) + f"  {question.title[lang]}")
        for fact in question.facts:
            counted = f"{fact.domain}, {fact.unit[lang]}" if fact.unit else fact.domain
            words = fact.vocabulary or "|".join(c.id for c in fact.choices) or counted
            click.echo(f"  {pad(fact.fact, 20)}{pad(words, 28)}{fact.label[lang]}")


@click.command()
@click.argument("vocabulary")
@click.argument("part", required=False, default="")
@lawbook_option
def words(vocabulary: str, part: str, folder: Path | None) -> None:
    """List the entries of VOCABULARY (activities, territories, origins, authorities) that PART of an id, name, alias or code names."""
    wanted = part.casefold()
    found = False
    for id, en, zh, names in words_of(load(folder).lawbook, vocabulary):
        if wanted in names:
            found = True
            click.echo(f"{pad(id, 32)}{pad(zh, 40)}{en}")
    if not found:
        told("terminal_nothing_found", err=True, part=part)


@click.command()
@click.option("--all", "show_all", is_flag=True, help="Also list the cases that agree.")
@click.option("--needed", is_flag=True, help="List the boundaries of rules on which no worked case lies, instead of running the cases.")
@click.option("--rule", "part", default="", help="With --needed: only rules with this in their id.")
@view_options
def cases(show_all: bool, needed: bool, part: str, view: CommandView) -> None:
    """Run the worked cases of the lawbook and show where it differs from them (exit code 1 when it does).

    With --needed nothing is run: for each rule whose words somebody has seen, the first and last days, ceilings, exclusions, relieved limits
    and named places and activities are listed that no worked case lies on.
    """
    book = view.book
    if needed:
        found = [b for b in boundaries(book) if part in b.rule]
        if part and not found:
            raise BadValue(f"no rule whose words somebody has seen has `{part}` in its id", hint="give an instrument, or instrument/rule")
        _needed(found, view)
        return
    checked = run_cases(book)
    for item in checked:
        if item.differences or show_all:
            mark = click.style("✘", fg="red") if item.differences else click.style("✔", fg="green")
            click.echo(f"{mark} {item.question}/{item.case.case}: {item.case.title[view.lang]}")
            for difference in item.differences:
                click.echo(f"    {difference}")
    wrong = sum(bool(c.differences) for c in checked)
    told("terminal_cases_run", cases=str(len(checked)), wrong=str(wrong))
    sys.exit(1 if wrong else 0)


def _needed(found: list[Boundary], view: CommandView) -> None:
    """The boundaries without a case, by rule, and how many of each kind have one."""
    without, lang = [b for b in found if not b.cases], view.lang
    if view.json(without):
        return
    for rule, group in itertools.groupby(without, lambda b: (b.question, b.rule)):
        click.echo(click.style("/".join(rule), bold=True))
        for b in group:
            click.echo(f"  {pad(phrase('boundary_' + b.kind.replace('-', '_'))[lang], 34)}{b.at}")
    for kind in dict.fromkeys(b.kind for b in found):
        of = [b for b in found if b.kind == kind]
        have = sum(bool(b.cases) for b in of)
        click.echo(
            phrase("sides_covered", kind=phrase("boundary_" + kind.replace("-", "_"))[lang], have=f"{have:,}", all=f"{len(of):,}")[lang]
        )

"""`shidian questions`, `shidian words` and `shidian cases`: what can be asked, with which words, and what is known to be right."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from shidian.answer.worked import run_cases
from shidian.book import load
from shidian.catalogue.lists import words as words_of
from shidian.cli.options import json_option, lang_option, lawbook_option
from shidian.words.plain import to_json
from shidian.words.wrap import pad


@click.command()
@json_option
@lang_option
@lawbook_option
def questions(as_json: bool, lang: str, folder: Path | None) -> None:
    """List the questions, and the facts each of them takes."""
    book = load(folder)
    if as_json:
        click.echo(to_json(list(book.lawbook.questions.values())).decode())
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
        click.echo(f"nothing found for `{part}`", err=True)


@click.command()
@click.option("--all", "show_all", is_flag=True, help="Also list the cases that agree.")
@lang_option
@lawbook_option
def cases(show_all: bool, lang: str, folder: Path | None) -> None:
    """Run the worked cases of the lawbook and show where it differs from them (exit code 1 when it does)."""
    checked = run_cases(load(folder))
    for item in checked:
        if item.differences or show_all:
            mark = click.style("✘", fg="red") if item.differences else click.style("✔", fg="green")
            click.echo(f"{mark} {item.question}/{item.case.case}: {item.case.title[lang]}")
            for difference in item.differences:
                click.echo(f"    {difference}")
    wrong = sum(bool(c.differences) for c in checked)
    click.echo(f"{len(checked)} worked cases, {wrong} differ")
    sys.exit(1 if wrong else 0)

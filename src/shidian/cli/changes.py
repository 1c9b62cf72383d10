"""`shidian diff` and `shidian whatif`: what differs between two states of the law, and what would have to be otherwise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from shidian.analysis.diff import Diff, DiffGroup
from shidian.analysis.shown import RuleRef, view_label
from shidian.analysis.whatif import WhatIf
from shidian.book import Book, load
from shidian.cli.ask import parse_facts
from shidian.cli.options import Day, announced_option, facts_argument, known_on_option
from shidian.cli.view import CommandView, view_options
from shidian.errors import BadValue
from shidian.law.records.base import Label
from shidian.words.phrases import in_a_row, phrase


@click.command()
@click.argument("question")
@facts_argument
@click.option("--from", "old", type=Day(), metavar="DAY", help="The earlier day.")
@click.option("--to", "new", type=Day(), metavar="DAY", help="The later day.")
@click.option("--territory", "places", multiple=True, metavar="PLACE", help="Two places to compare (give it twice).")
@click.option("--known-on", "known", multiple=True, type=Day(), metavar="DAY", help="Two days of knowledge (give it twice).")
@click.option("--other", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another lawbook to compare with.")
@announced_option
@view_options
def diff(
    question: str,
    facts: tuple[str, ...],
    old: dt.date | None,
    new: dt.date | None,
    places: tuple[str, ...],
    known: tuple[dt.date, ...],
    other: Path | None,
    announced: bool,
    view: CommandView,
) -> None:
    """Show which cases get a different answer, in groups, each with an example and the rules responsible.

    Facts narrow the comparison; every case they leave open is compared.

    \b
    shidian diff access --from 2024-10-31 --to 2025-05-01
    shidian diff access --territory lingang --territory beijing:other on=2025-06-01
    """
    kinds = [old is not None or new is not None, bool(places), bool(known), other is not None]
    if sum(kinds) != 1:
        raise BadValue("say what to compare", hint="two days (--from, --to), two places, two days of knowledge, or --other FOLDER")
    if kinds[0] and (old is None or new is None):
        raise BadValue("two days are needed", hint="give --from and --to")
    for name, pair in (("--territory", places), ("--known-on", known)):
        if pair and len(pair) != 2:
            raise BadValue(f"`{name}` is needed twice", hint=f"{name} A {name} B")
    book = view.book
    found = book.diff(
        question,
        parse_facts(facts),
        days=(old, new) if old and new else None,
        places=(places[0], places[1]) if places else None,
        known_on=(known[0], known[1]) if known else None,
        other=load(other) if other is not None else None,
        reading="announced" if announced else "in_force",
    )
    if view.json(found):
        return
    show_diff(found, book, view.lang)


@click.command()
@click.argument("question")
@facts_argument
@click.option("--without", multiple=True, metavar="RULE", help="Leave out this rule (instrument/rule).")
@click.option(
    "--with",
    "added",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Add this instrument to the lawbook; it replaces one with the same file name.",
)
@known_on_option
@view_options
def whatif(
    question: str, facts: tuple[str, ...], without: tuple[str, ...], added: tuple[Path, ...], known_on: dt.date | None, view: CommandView
) -> None:
    """Show the smallest changes that lead to a permission, nearest first; or the effect of a change of the law.

    \b
    shidian whatif access activity=app-store territory=chengdu:other origin=DE share=100 on=2025-06-01
    shidian whatif access activity=idc origin=DE --without cn-vats-pilot-2024/opened-services
    """
    lang = view.lang
    book = view.book
    given = parse_facts(facts)
    if without or added:
        other = load(view.folder, added=added) if added else None
        reformed = book.reform(question, given, without=without, other=other, added=[f.name for f in added], known_on=known_on)
        if view.json(reformed):
            return
        declared = book.question(question)
        click.secho(phrase("answer_before", answer=view_label(declared, reformed.before))[lang], bold=True)
        click.secho(phrase("answer_after", answer=view_label(declared, reformed.after))[lang] + "\n", bold=True)
        show_diff(reformed.diff, book, lang)
        return
    found = book.whatif(question, given, known_on=known_on)
    if view.json(found):
        return
    _show_turns(found, book, lang)


def show_diff(found: Diff, book: Book, lang: str) -> None:
    """Print the groups of a diff."""
    if not found.groups:
        click.echo(phrase("no_difference")[lang])
    for group in found.groups:
        _show_group(group, found, book, lang)
    if found.skipped:
        click.secho(phrase("only_one_knows", values=in_a_row(found.skipped[:20], lang))[lang], fg="yellow")
    click.secho(phrase("groups", count=str(len(found.groups)))[lang], dim=True)


def _show_group(group: DiffGroup, found: Diff, book: Book, lang: str) -> None:
    question = book.question(found.question)
    old, new = view_label(question, group.old), view_label(question, group.new)
    click.secho(f"{group.main.label[lang]}", bold=True)
    click.echo(f"  {old[lang]} → {new[lang]}")
    for named in group.within:
        click.secho(f"  {named.fact_label[lang]}: {named.label[lang]}", dim=True)
    for key, rules in (("rule_ended", group.ended), ("rule_began", group.began), ("rule_changed", group.changed)):
        for rule in rules:
            click.echo(f"  {phrase(key)[lang]} {_rule(rule)[lang]}  [{rule.rule}]")
    facts = " ".join(f"'{k}={v}'" if " " in v else f"{k}={v}" for k, v in group.new_witness.items())
    click.secho(f"  {phrase('for_example')[lang]} shidian ask {found.question} {facts}\n", dim=True)


def _rule(rule: RuleRef) -> Label:
    return Label(f"{rule.title.en}, {rule.provision.en}: {rule.summary.en}", f"{rule.title.zh}{rule.provision.zh}：{rule.summary.zh}")


def _show_turns(found: WhatIf, book: Book, lang: str) -> None:
    question = book.question(found.question)
    click.secho(phrase("answer_now", answer=view_label(question, found.now))[lang], bold=True)
    if found.announced != found.now:
        click.echo(phrase("answer_announced", answer=view_label(question, found.announced))[lang])
    if found.reached:
        click.echo(phrase("goal_reached")[lang])
        return
    if not found.turns:
        click.echo(phrase("no_change_helps")[lang])
    for turn in found.turns:
        changed = " + ".join(f"{c.fact_label[lang]}: {c.label[lang]}" for c in turn.changes)
        only = f"  ({phrase('only_announced')[lang]})" if turn.reading == "announced" else ""
        click.echo(f"• {changed} → {view_label(question, turn.answer)[lang]}{only}")
        facts = " ".join(f"'{k}={v}'" if " " in v else f"{k}={v}" for k, v in turn.facts.items())
        click.secho(f"    shidian ask {found.question} {facts}", dim=True)
    if found.more:
        click.secho(phrase("more_follow", count=str(found.more))[lang], dim=True)
    if not found.all_tried:
        click.secho(phrase("not_all_tried")[lang], fg="yellow")

"""`shidian diagram` and `shidian verify`: the compiled law, and proofs over all its cases."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from shidian.cli.options import Day, known_on_option
from shidian.cli.view import CommandView, view_options
from shidian.errors import BadValue
from shidian.words.phrases import in_a_row, phrase


@click.command()
@click.argument("question")
@known_on_option
@view_options
def diagram(question: str, known_on: dt.date | None, view: CommandView) -> None:
    """Compile a question: walk every definite case, keep the diagram for later, and report its size."""
    lang = view.lang
    book = view.book
    book.question(question)
    with _counting(phrase("nodes_walked")[lang]) as told:
        report = book.compile(question, known_on=known_on, progress=told)
    size = report.size
    if view.json(report):
        return
    labels = {f.fact: f.label for f in book.question(question).facts}
    view.table(("fact", "atoms", "asking_nodes"), ((labels[f], f"{a:,}", f"{n:,}") for f, a, n in size.levels))
    click.echo(
        "\n"
        + phrase(
            "diagram_size",
            nodes=f"{size.nodes:,}",
            edges=f"{size.edges:,}",
            decisions=f"{size.decisions:,}",
            bytes=f"{report.bytes:,}",
            seconds=f"{size.seconds:.1f}",
        )[lang]
    )


@click.command()
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@click.option(
    "--permits-all", nargs=2, type=Day(), metavar="A B", help="Check that the law of day B permits everything the law of day A permitted."
)
@view_options
def verify(questions: tuple[str, ...], permits_all: tuple[dt.date, dt.date] | None, view: CommandView) -> None:
    """Prove properties of all definite cases: rules without effect, cases that stay open even when every fact is known.

    Without QUESTION, check every question.
    """
    lang = view.lang
    book = view.book
    chosen = questions or book.questions
    for question in chosen:
        book.question(question)
    if permits_all is not None:
        if len(questions) != 1:
            raise BadValue("`--permits-all` needs one question", hint="shidian verify access --permits-all 2021-06-01 2025-06-01")
        proof = book.permits_all(questions[0], *permits_all)
        if not view.json(proof):
            days = {"old": str(proof.old), "new": str(proof.new)}
            mark, key, colour = ("✔", "permits_all", "green") if proof.holds else ("✘", "permits_less", "red")
            click.secho(f"{mark} {phrase(key, **days)[lang]}", fg=colour)
            for facts in proof.counterexamples:
                click.echo("  shidian ask " + proof.question + " " + " ".join(f"{k}={v}" for k, v in facts.items()))
        sys.exit(0 if proof.holds else 4)
    results = []
    for question in chosen:
        with _counting(question) as told:
            found = book.verify(question, lambda done, _all, told=told: told(done))  # type: ignore[misc]
        results.append(found)
        if view.as_json:
            continue
        click.secho(f"{book.question(question).title[lang]}  [{question}]", bold=True)
        click.echo("  " + phrase("cases_walked", classes=f"{found.classes:,}", decisions=f"{found.decisions:,}")[lang])
        for finding in found.findings:
            kinds = in_a_row((phrase(f"finding_{k}")[lang] for k in finding.kinds), lang)
            click.echo(f"  {finding.rule.rule}: {kinds}")
        if not found.findings:
            click.echo("  " + phrase("every_rule_counts")[lang])
        if found.doubts:
            click.echo("  " + phrase("open_cases", count=f"{sum(d.classes for d in found.open):,}")[lang])
        for doubt in found.doubts:
            rule = doubt.rule.rule if doubt.rule is not None else phrase("no_rule_covers")[lang]
            causes = " + ".join(phrase(f"cause_{c}")[lang] for c in doubt.causes)
            click.echo(f"    {rule}: {causes} — " + click.style(doubt.main.label[lang], dim=True))
        click.echo()
    view.json(results)


@contextmanager
def _counting(label: str) -> Iterator[Callable[[int], None]]:
    """A line that counts, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return

    def told(count: int) -> None:
        if count % 1000 == 0:
            click.echo(f"\r{label}: {count:,}", nl=False, err=True)

    yield told
    click.echo("\r" + " " * (len(label) + 20) + "\r", nl=False, err=True)

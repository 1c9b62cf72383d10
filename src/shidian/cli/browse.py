"""Commands that look things up: instruments, regions, sources, claims, contradictions, coverage, chronology."""

from __future__ import annotations

import datetime as dt

import click

from shidian.catalogue import lists as catalogue
from shidian.catalogue.coverage import markdown
from shidian.catalogue.search import KINDS, Index
from shidian.catalogue.told_by_id import claim_name, source_name, source_publisher
from shidian.cli.options import day_option
from shidian.cli.view import CommandView, cell, view_options
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.programme import coverage as ledger
from shidian.words.labels import entry_label, provision_label
from shidian.words.phrases import phrase, word


@click.command()
@click.option("--kind", help="Only instruments of this kind (statute, notice, negative-list …).")
@click.option("--issuer", help="Only instruments of this authority (an id such as miit).")
@click.option("--text", help="Only instruments whose title, number or id contains this.")
@day_option
@view_options
def instruments(kind: str | None, issuer: str | None, text: str | None, on: dt.date, view: CommandView) -> None:
    """List the instruments of the lawbook."""
    rows = catalogue.instruments(view.book.lawbook, on, kind=kind, issuer=issuer, text=text)
    view.show(
        rows,
        ("instrument", "effective", "rules", "gaps", "number", "title"),
        ((r.instrument, r.effective, r.rules, r.gaps, r.number, r.title) for r in rows),
    )


@click.command()
@click.argument("id")
@view_options
def instrument(id: str, view: CommandView) -> None:
    """Show one instrument: its editions, and its provisions beside their rules."""
    lang = view.lang
    book = view.book.lawbook
    found = catalogue.instrument(book, id)
    if view.json(found):
        return
    click.secho(found.title[lang], bold=True)
    click.echo(
        f"{found.instrument} · {word(found.kind)[lang]} · {cell(tuple(entry_label(book, 'authorities', i) for i in found.issuers), lang)}"
    )
    for edition in found.editions:
        days = [(phrase(f"col_{k}")[lang], getattr(edition, k)) for k in ("promulgated", "published", "effective", "expires")]
        told = [edition.number[lang]] if edition.number else []
        told += [f"{name} {day}" for name, day in days if day] + [phrase("seen_" + edition.seen)[lang]]
        click.echo(f"  {edition.edition}: {'; '.join(told)}")
        for source in edition.sources:
            click.echo(f"      {source_name(book, source)[lang]}")
    for provision in found.provisions:
        numbered = provision.number_in(found.editions[-1].edition)
        click.secho(f"\n{provision_label(found.kind, numbered, provision.inferred)[lang]}  [{provision.provision}]", bold=True)
        click.echo(f"  {provision.summary[lang]}")
        if provision.note:
            click.echo(f"  ({provision.note[lang]})")
        for rule in provision.rules:
            asked = book.questions[rule.question].title[lang]
            said = f": {rule.summary[lang]}" if rule.summary else ""
            click.echo(f"  → {word(rule.kind)[lang]} ({asked}){said}  ({found.instrument}/{rule.rule})")
        for gap in provision.gaps:
            click.secho(f"  → {phrase('col_gap')[lang]}: {gap.reason[lang]}  ({found.instrument}/{gap.gap})", fg="yellow")
        if provision.no_rule:
            click.echo(f"  → {provision.no_rule[lang]}")


@click.command()
@click.option("--grade", help="official, spokesperson, press, law-firm, reprint, other.")
@click.option("--language", help="zh, en, other.")
@click.option("--text", help="Only sources that contain this.")
@view_options
def sources(grade: str | None, language: str | None, text: str | None, view: CommandView) -> None:
    """List the sources."""
    rows = catalogue.sources(view.book.lawbook, grade=grade, language=language, text=text)
    view.show(
        rows,
        ("source", "grade", "publisher", "title", "address"),
        ((s.id, word(s.grade), s.publisher, s.title, s.address or s.site) for s in rows),
    )


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(KINDS), help="Only entries of this kind.")
@click.option("--most", type=click.IntRange(1, 200), default=20, show_default=True, help="The most entries to show.")
@view_options
def search(text: tuple[str, ...], kind: str | None, most: int, view: CommandView) -> None:
    """Search everything in the lawbook for words, in English or Chinese: activities, places, instruments, provisions, rules, tasks,
    events, claims, sources. An entry says what a text is about, not what is allowed: for that, `ask`."""
    hits = Index(view.book.lawbook).search(" ".join(text), kind=kind, most=most)
    view.show(hits, ("kind", "title", "text", "id"), ((phrase(f"kind_{h.kind}"), h.title, h.text, h.id) for h in hits))


@click.command()
@click.option("--subject", help="Only claims about this subject.")
@click.option("--source", help="Only claims of this source.")
@click.option("--text", help="Only claims that contain this.")
@view_options
def claims(subject: str | None, source: str | None, text: str | None, view: CommandView) -> None:
    """List the claims: who said what."""
    book = view.book.lawbook
    rows = catalogue.claims(book, subject=subject, source=source, text=text)
    view.show(
        rows,
        ("claim", "source", "as_of", "subject", "says"),
        ((c.claim, source_publisher(book, c.source), c.as_of, _subject(book, c.subject), c.summary) for c in rows),
    )


@click.command()
@click.option("--kind", help="values, ceiling, dates, count, rate, share, sum.")
@click.option("--subject", help="Only contradictions about this subject.")
@click.option("--source", help="Only contradictions that involve this source.")
@click.option("--human", is_flag=True, help="Show instead those that only a person can find.")
@view_options
def contradictions(kind: str | None, subject: str | None, source: str | None, human: bool, view: CommandView) -> None:
    """List the contradictions that follow from the claims, with the judgement on each."""
    book = view.book.lawbook
    if human:
        judged = catalogue.human_judgements(book)
        view.show(
            judged,
            ("judgement", "verdict", "claims", "reason"),
            ((j.judgement, word(j.verdict), tuple(claim_name(book, c) for c in j.about), j.reason) for j in judged),
        )
        return
    rows = catalogue.all_contradictions(book, kind=kind, subject=subject, source=source)
    view.show(
        rows,
        ("kind", "subject", "claims", "verdict", "reason"),
        (
            (
                word(r.contradiction.kind),
                _subject(book, r.contradiction.subject),
                tuple(dict.fromkeys(source_publisher(book, c.source) for c in r.claims)),
                word(r.judgement.verdict) if r.judgement else None,
                r.judgement.reason if r.judgement else None,
            )
            for r in rows
        ),
    )


def _subject(book: Lawbook, id: str) -> Label:
    """The name of what claims are about."""
    return next((s.name for s in book.content.subjects.subjects if s.subject == id), Label(id, id))


@click.command()
@click.option("--plans", "only_plans", is_flag=True, help="Only the plans and their areas.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print it as the page of the documentation.")
@view_options
def coverage(only_plans: bool, as_markdown: bool, view: CommandView) -> None:
    """Show what is encoded, what is a gap, and how much of the official task lists is known."""
    lang = view.lang
    book = view.book.lawbook
    if as_markdown:
        click.echo(markdown(book), nl=False)
        return
    instruments, plans = ledger.coverage(book)
    if view.json({"instruments": instruments, "plans": plans}):
        return
    if not only_plans:
        total = tuple(sum(getattr(i, k) for i in instruments) for k in ("encoded", "gap", "without_rule", "rules", "gaps"))
        view.table(
            ("instrument", "encoded", "gap", "no_rule", "rules", "gaps"),
            [*((i.instrument, i.encoded, i.gap, i.without_rule, i.rules, i.gaps) for i in instruments), ("", *total)],
        )
    titles = {p.plan: p.title for p in book.programme.plans}
    for plan in plans:
        click.secho(f"\n{titles[plan.plan][lang]}", bold=True)
        click.echo("  " + phrase("rows_known", rows=str(plan.rows), official=str(plan.official), unseen=str(plan.unseen))[lang])
        click.echo("  " + phrase("areas_known", known=str(plan.areas_known), official=cell(plan.areas_official, lang))[lang])
        names = {a.area: a.name for p in book.programme.plans if p.plan == plan.plan for a in p.areas}
        view.table(
            ("area", "rows", "with_rules", "official", "unseen"),
            ((names[a.area], a.rows, a.with_rules, a.official, a.unseen) for a in plan.areas),
        )

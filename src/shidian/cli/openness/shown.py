"""The answers of `shidian openness` on a terminal: classes, rows, steps, differences, gaps and advantages as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from shidian.book import Book
from shidian.cli.view import show
from shidian.errors import BadValue
from shidian.law.records.base import Label, Reading
from shidian.words.phrases import phrase, word
from shidian.words.plain import to_json

if TYPE_CHECKING:
    from shidian.analysis.openness.measured import Openness, Width
    from shidian.analysis.openness.outcomes import FigureRow
    from shidian.analysis.openness.regions import Place
    from shidian.analysis.openness.steps import Explained, StepPart


class OpennessAsked(NamedTuple):
    """What was asked for, for the functions that answer it."""

    found: Openness
    places: tuple[Place, ...]
    measure: str
    on: dt.date
    reading: Reading
    since: dt.date | None
    until: dt.date | None
    lang: str
    as_json: bool

    def show(self, rows: Iterable[object], columns: str, cells: Iterable[Sequence[object]]) -> None:
        """Print rows as JSON or as a table, with what the numbers are of; `columns` are names of headings of openness, with a space between them."""
        show(rows, [f"openness_{c}" for c in columns.split()], cells, as_json=self.as_json, lang=self.lang, foot=False)
        self.foot()

    def foot(self) -> None:
        """What the numbers are of, on the last lines."""
        if self.as_json:
            return
        book, found = self.found.law.lawbook, self.found
        weighting = next((w.name for w in book.measures.weightings if w.weighting == found.weighting), phrase("openness_own_weights"))
        line = phrase(
            "openness_of",
            measure=measure_label(self.measure),
            basket=found.basket.name,
            day=(self.since or self.on).isoformat(),
            reading=phrase(self.reading),
            weighting=weighting,
            profile=found.profile.name,
        )
        click.secho("\n" + line[self.lang], dim=True)
        click.secho(phrase("openness_not_official")[self.lang], dim=True)


def measure_label(measure: str) -> Label:
    """The name of a measure."""
    return phrase(f"openness_measure_{measure}") if ":" not in measure else Label(measure, measure)


def ends_label(low: float, high: float) -> Label:
    """A value with its interval: `66.8–70.9 %`; one number only where both ends print alike."""
    a, b = (f"{100 * x:.1f}" for x in (low, high))
    return phrase("openness_one", low=a) if a == b else phrase("openness_range", low=a, high=b)


def width_label(width: Width) -> Label:
    return ends_label(width.low, width.high)


def change_label(change: Width | Explained | StepPart) -> Label:
    """A change at both ends of the doubt, in percentage points."""
    a, b = (f"{100 * x:+.2f}" for x in (change.low, change.high))
    return phrase("openness_points_one", low=a) if a == b else phrase("openness_points", low=a, high=b)


def show_classes(asked: OpennessAsked) -> None:
    from shidian.analysis.openness.classes import classes

    found = classes(asked.found, asked.on, asked.measure, asked.reading)
    if asked.as_json:
        click.echo(found.to_json().decode())
        return
    lines = [
        (
            Label(f"{n}  {', '.join(x.en for x in c.names)}", f"{n}  {'、'.join(x.zh for x in c.names)}"),
            width_label(c.everywhere),
            width_label(c.somewhere),
            str(c.rank[0]) if c.rank[0] == c.rank[1] else f"{c.rank[0]}–{c.rank[1]}",
            tuple(str(i + 1) for i in c.tied),
            tuple(s.name for s in c.separating[:3]),
        )
        for n, c in enumerate(found.classes, 1)
    ]
    columns = ("openness_class", "openness_everywhere", "openness_somewhere", "openness_rank", "openness_tied", "openness_apart")
    show(found.classes, columns, lines, as_json=False, lang=asked.lang, foot=False)
    click.secho("\n" + phrase("openness_no_ranking", draws=str(found.draws))[asked.lang], dim=True)
    asked.foot()


def show_rows(asked: OpennessAsked, by: str) -> None:
    from shidian.analysis.openness.tables import rows

    found = rows(
        asked.found,
        on=asked.on,
        since=asked.since,
        until=asked.until,
        places=asked.places,
        measures=(asked.measure,),
        readings=(asked.reading,),
        by=by,
    )
    lines = [
        (
            r.place_name,
            r.activity_name,
            r.start,
            r.until,
            ends_label(r.everywhere_low, r.everywhere_high),
            ends_label(r.somewhere_low, r.somewhere_high),
        )
        for r in found
    ]
    asked.show(found, "region activity day until everywhere somewhere", lines)


def show_steps(asked: OpennessAsked) -> None:
    from shidian.analysis.openness.steps import steps

    out = {}
    for place in asked.places:
        for where in ("everywhere", "somewhere"):
            found = steps(asked.found, place, asked.measure, asked.reading, where, asked.since or asked.on, asked.until)
            out[place.id, where] = found
            if asked.as_json:
                continue
            click.secho(f"{place.name[asked.lang]}, {phrase(f'openness_{where}')[asked.lang]}", bold=True)
            if not found:
                click.echo(phrase("openness_nothing_moved")[asked.lang])
            for step in found:
                words = phrase("openness_before_after", before=width_label(step.before), after=width_label(step.after))
                cause = phrase(f"openness_by_{step.explained.by}")
                click.echo(f"\n{step.day}  {words[asked.lang]}  ({cause[asked.lang]})")
                _explained(step.explained, asked.lang)
            click.echo()
    if asked.as_json:
        click.echo(to_json([{"place": p, "where": w, "steps": list(s)} for (p, w), s in out.items()]).decode())
    asked.foot()


def show_difference(asked: OpennessAsked) -> None:
    from shidian.analysis.openness.steps import explained

    if len(asked.places) != 2:
        raise BadValue(
            "a difference is explained between two places", hint="name two with `--region`, or give `--since` for the steps of one"
        )
    out = {}
    for where in ("everywhere", "somewhere"):
        ends = [(p, asked.on, asked.reading, where) for p in asked.places]
        out[where] = told = explained(asked.found, ends[0], ends[1], asked.measure)
        if not asked.as_json:
            names = " → ".join(p.name[asked.lang] for p in asked.places)
            click.secho(f"{names}, {phrase(f'openness_{where}')[asked.lang]}: {change_label(told)[asked.lang]}", bold=True)
            _explained(told, asked.lang)
    if asked.as_json:
        click.echo(to_json(out).decode())
    asked.foot()


def _explained(told: Explained, lang: str) -> None:
    lines = [
        (
            p.activity_name,
            change_label(p),
            phrase(f"openness_by_{p.by}"),
            Label(f"{p.rule.title.en}, {p.rule.provision.en}", f"{p.rule.title.zh}{p.rule.provision.zh}")
            if p.rule
            else phrase("openness_interaction"),
        )
        for p in told.parts
    ]
    columns = ("openness_activity", "openness_change", "openness_cause", "openness_rule")
    show(told.parts, columns, lines, as_json=False, lang=lang, foot=False)


def show_gaps(asked: OpennessAsked) -> None:
    from shidian.analysis.openness.gap import promise_gap

    found = [promise_gap(asked.found, p, asked.on, asked.measure) for p in asked.places]
    lines = [
        (
            g.name,
            change_label(g.gap),
            tuple(dict.fromkeys(t for w in g.waiting for t in w.tasks)),
            max((w.days for w in g.waiting if w.days is not None), default=None),
        )
        for g in found
    ]
    asked.show(found, "region gap tasks waiting", lines)


def show_advantages(asked: OpennessAsked) -> None:
    from shidian.analysis.openness.advantage import advantage_steps, advantages, held_against

    found: list[Any] = []
    for place in asked.places:
        if asked.since is None:
            found += advantages(asked.found, place, asked.on, asked.measure, asked.reading)
            continue
        for other in held_against(asked.found):
            found += advantage_steps(asked.found, place, other, asked.measure, asked.reading, "somewhere", asked.since, asked.until)
    ends = ("before", "after") if asked.since else ("everywhere", "somewhere")
    lines = [(a.name, a.against_name, *((a.day,) if asked.since else ()), *(change_label(getattr(a, e)) for e in ends)) for a in found]
    asked.show(found, f"region against {'day ' * bool(asked.since)}{' '.join(ends)}", lines)


def show_task(asked: OpennessAsked, task: str) -> None:
    from shidian.analysis.openness.reform import rules_of_task, with_rules

    found = with_rules(asked.found, rules_of_task(asked.found, task), asked.on, asked.measure, asked.reading, places=asked.places)
    lines = [(r.name, width_label(r.before), width_label(r.after), r.activity_names) for r in found]
    asked.show(found, "region before after activity", lines)


def show_sheets(asked: OpennessAsked) -> None:
    from shidian.analysis.openness.outcomes import sheet

    found = [sheet(asked.found, p, asked.on, asked.measure) for p in asked.places]
    if asked.as_json:
        click.echo(to_json(found).decode())
        return
    for one in found:
        click.secho(one.name[asked.lang], bold=True)
        lines: list[tuple[object, ...]] = [
            (phrase("in_force"), width_label(one.in_force.everywhere), width_label(one.in_force.somewhere)),
            (phrase("announced"), width_label(one.announced.everywhere), width_label(one.announced.somewhere)),
            (phrase("openness_gap"), change_label(one.gap), None),
        ]
        show(found, ("openness_reading", "openness_everywhere", "openness_somewhere"), lines, as_json=False, lang=asked.lang, foot=False)
        click.echo()
        stages = [(phrase("openness_tasks_at", stage=word(stage)), count) for stage, count in one.tasks]
        show(found, ("openness_tasks", "value"), stages, as_json=False, lang=asked.lang, foot=False)
        click.echo()
        _figures(one.figures, asked.lang)
        click.echo()
    asked.foot()


def show_done(book: Book, plan: str, on: dt.date, lang: str, *, as_json: bool) -> None:
    from shidian.analysis.openness.done import plan_done

    found = plan_done(book, plan, on)
    if as_json:
        click.echo(found.to_json().decode())
        return
    click.secho(f"{found.name[lang]} · {on}", bold=True)
    lines = [
        (
            s.rule_name,
            ends_label(s.low, s.high),
            f"{s.everywhere}–{s.somewhere} / {s.rows}",
            ends_label(*s.of_official) if s.of_official else None,
        )
        for s in found.shares
    ]
    columns = ("openness_evidence", "openness_done", "openness_of_rows", "openness_of_official")
    show(found.shares, columns, lines, as_json=False, lang=lang, foot=False)
    click.secho("\n" + phrase("openness_claims")[lang], bold=True)
    if found.claims:
        _figures(found.claims, lang)
        click.secho(phrase("openness_claims_apart")[lang], dim=True)
    else:
        click.echo(phrase("openness_claims_none")[lang])
    click.secho("\n" + phrase("openness_done_says")[lang], dim=True)


def _figures(found: tuple[FigureRow, ...], lang: str) -> None:
    lines = [
        (f.name, f.period, f.shown, f.scope_name, tuple(x for x in (f.note, phrase("openness_break") if f.breaks else None) if x))
        for f in found
    ]
    show(found, ("openness_figure", "openness_period", "value", "openness_scope", "note"), lines, as_json=False, lang=lang, foot=False)

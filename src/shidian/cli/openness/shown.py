"""The answers of `shidian openness` on a terminal: classes, rows, steps, differences, gaps and advantages as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from shidian.cli.view import CommandView
from shidian.errors import BadValue
from shidian.law.records.base import Label, Reading
from shidian.words.phrases import phrase, word

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
    view: CommandView

    def show(self, rows: Iterable[object], columns: str, cells: Iterable[Sequence[object]]) -> None:
        """Print rows as JSON or as a table, with what the numbers are of; `columns` are names of headings of openness, with a space between them."""
        if not self.view.json(list(rows)):
            self.view.table(_heads(columns), cells)
            self.foot()

    def foot(self) -> None:
        """What the numbers are of, on the last lines."""
        book, found = self.found.law.lawbook, self.found
        weighting = next((w.name for w in book.measures.weightings if w.weighting == found.weighting), phrase("openness_own_weights"))
        line = phrase(
            "openness_of",
            measure=phrase(f"openness_measure_{self.measure}") if ":" not in self.measure else Label(self.measure, self.measure),
            basket=found.basket.name,
            day=(self.since or self.on).isoformat(),
            reading=phrase(self.reading),
            weighting=weighting,
            profile=found.profile.name,
        )
        click.secho("\n" + line[self.view.lang], dim=True)
        click.secho(phrase("openness_not_official")[self.view.lang], dim=True)


def _heads(columns: str) -> list[str]:
    return [f"openness_{c}" for c in columns.split()]


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
    if asked.view.json(found):
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
    asked.view.table(_heads("class everywhere somewhere rank tied apart"), lines)
    click.secho("\n" + phrase("openness_no_ranking", draws=str(found.draws))[asked.view.lang], dim=True)
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

    out, lang = [], asked.view.lang
    for place in asked.places:
        for where in ("everywhere", "somewhere"):
            found = steps(asked.found, place, asked.measure, asked.reading, where, asked.since or asked.on, asked.until)
            out.append({"place": place.id, "where": where, "steps": list(found)})
            if asked.view.as_json:
                continue
            click.secho(f"{place.name[lang]}, {phrase(f'openness_{where}')[lang]}", bold=True)
            if not found:
                click.echo(phrase("openness_nothing_moved")[lang])
            for step in found:
                words = phrase("openness_before_after", before=width_label(step.before), after=width_label(step.after))
                cause = phrase(f"openness_by_{step.explained.by}")
                click.echo(f"\n{step.day}  {words[lang]}  ({cause[lang]})")
                _explained(step.explained, asked.view)
            click.echo()
    if not asked.view.json(out):
        asked.foot()


def show_difference(asked: OpennessAsked) -> None:
    from shidian.analysis.openness.steps import explained

    if len(asked.places) != 2:
        raise BadValue(
            "a difference is explained between two places", hint="name two with `--region`, or give `--since` for the steps of one"
        )
    out, lang = {}, asked.view.lang
    for where in ("everywhere", "somewhere"):
        ends = [(p, asked.on, asked.reading, where) for p in asked.places]
        out[where] = told = explained(asked.found, ends[0], ends[1], asked.measure)
        if not asked.view.as_json:
            names = " → ".join(p.name[lang] for p in asked.places)
            click.secho(f"{names}, {phrase(f'openness_{where}')[lang]}: {change_label(told)[lang]}", bold=True)
            _explained(told, asked.view)
    if not asked.view.json(out):
        asked.foot()


def _explained(told: Explained, view: CommandView) -> None:
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
    view.table(_heads("activity change cause rule"), lines)


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
    if asked.view.json(found):
        return
    for one in found:
        click.secho(one.name[asked.view.lang], bold=True)
        lines: list[tuple[object, ...]] = [
            (phrase("in_force"), width_label(one.in_force.everywhere), width_label(one.in_force.somewhere)),
            (phrase("announced"), width_label(one.announced.everywhere), width_label(one.announced.somewhere)),
            (phrase("openness_gap"), change_label(one.gap), None),
        ]
        asked.view.table(_heads("reading everywhere somewhere"), lines)
        click.echo()
        stages = [(phrase("openness_tasks_at", stage=word(stage)), count) for stage, count in one.tasks]
        asked.view.table(("openness_tasks", "value"), stages)
        click.echo()
        _figures(one.figures, asked.view)
        click.echo()
    asked.foot()


def show_done(view: CommandView, plan: str, on: dt.date) -> None:
    from shidian.analysis.openness.done import plan_done

    found, lang = plan_done(view.book, plan, on), view.lang
    if view.json(found):
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
    view.table(_heads("evidence done of_rows of_official"), lines)
    click.secho("\n" + phrase("openness_claims")[lang], bold=True)
    if found.claims:
        _figures(found.claims, view)
        click.secho(phrase("openness_claims_apart")[lang], dim=True)
    else:
        click.echo(phrase("openness_claims_none")[lang])
    click.secho("\n" + phrase("openness_done_says")[lang], dim=True)


def _figures(found: tuple[FigureRow, ...], view: CommandView) -> None:
    lines = [
        (f.name, f.period, f.shown, f.scope_name, tuple(x for x in (f.note, phrase("openness_break") if f.breaks else None) if x))
        for f in found
    ]
    view.table(("openness_figure", "openness_period", "value", "openness_scope", "note"), lines)

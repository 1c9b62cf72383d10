"""The page of the openness measure: classes of regions, one region over time, the promise gap, what makes two places differ, what if."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shidian.analysis.openness import pictures, sdmx, tables
from shidian.analysis.openness.advantage import Advantage, AdvantageStep, advantage_steps, advantages, held_against
from shidian.analysis.openness.classes import Classes, area_names, classes
from shidian.analysis.openness.field import READINGS
from shidian.analysis.openness.gap import PromiseGap, gap_by_area, promise_gap
from shidian.analysis.openness.measured import MEASURES, SINCE, Openness, Value, Width
from shidian.analysis.openness.outcomes import Sheet, sheet
from shidian.analysis.openness.reform import Reformed, rules_of_task, with_rules
from shidian.analysis.openness.regions import WHERE
from shidian.analysis.openness.steps import Explained, MovedActivity, explained, steps
from shidian.errors import BadValue
from shidian.law.records.base import Label, Reading
from shidian.visitors.keeper import Keeper
from shidian.web.country import CountryMap
from shidian.web.page import LANGUAGES, Context, Visit, checked_day
from shidian.web.tracked.maps import openness_map
from shidian.words.phrases import phrase

PICTURES = ("classes", "series", "areas")
"""The pictures that can be drawn, by the last part of their path."""
TABS = ("classes", "time", "gaps", "place", "what-if", "files")
"""The parts of the page, of which one is shown: the classes with their map, pictures over time and by area, what is announced and not in force, one place, what
if, and the files."""
FILES = ("table.csv", "table.parquet", "table.sdmx.csv", "series.csv", "series.parquet", "series.sdmx.csv")
"""The files that can be taken away, likewise."""


class Story(Context, frozen=True):
    """One place over time: its values, the steps of each reading of the place with what made them, gap, advantages and figures."""

    place: str
    name: Label
    now: tuple[Value, Value]
    """In force, and with what is announced."""
    steps: tuple[tuple[str, tuple[MovedActivity, ...]], ...]
    gap: PromiseGap
    advantages: tuple[Advantage, ...]
    moved: tuple[tuple[Label, tuple[AdvantageStep, ...]], ...]
    """For each place held against, the days on which the advantage somewhere in the region moved."""
    sheet: Sheet | None


class GapLine(Context, frozen=True):
    """What a region has announced and not in force, everywhere in it, in all and by area."""

    place: str
    name: Label
    gap: Width
    by_area: dict[str, Width]


class MeasuredPoint(Context, frozen=True):
    """A place on a day, in a reading of the law."""

    place: str
    name: Label
    on: dt.date
    reading: Reading


class Contrast(Context, frozen=True):
    """What makes two points differ, in each reading of the place."""

    first: MeasuredPoint
    second: MeasuredPoint
    explained: tuple[tuple[str, Explained], ...]


class OpennessPage(Context, frozen=True):
    """The measure on a day, for one basket, investor and reading. `asked` are the choices as they stand in the address,
    `tab` the part that the page shows."""

    on: dt.date
    measure: str
    reading: Reading
    basket: Label
    weighting: Label
    profile: Label
    asked: dict[str, str]
    tab: str
    measures: tuple[tuple[str, Label], ...]
    baskets: tuple[tuple[str, Label], ...]
    weightings: tuple[tuple[str, Label], ...]
    profiles: tuple[tuple[str, Label], ...]
    places: tuple[tuple[str, Label], ...]
    tasks: tuple[tuple[str, Label], ...]
    found: Classes
    map: CountryMap
    gaps: tuple[GapLine, ...]
    """The regions with a gap, the greatest first."""
    gap_areas: tuple[tuple[str, Label], ...]
    """The areas in which any of them has one."""
    story: Story | None
    contrast: Contrast | None
    what_if: tuple[Reformed, ...]


def openness(visit: Visit) -> OpennessPage:
    desk = visit.desk
    on, measure, reading, asked, found = _asked(visit)
    key = ("openness", on, measure, reading, tuple(sorted(asked.items())))
    place, task = visit.one("place"), visit.one("task")
    tab = visit.choice("tab", TABS) or ("place" if place else "what-if" if task else TABS[0])
    measures = found.law.lawbook.measures
    gaps = desk.keep((*key, "gaps"), lambda: _gaps(found, on, measure))
    regions = found.regions()
    listed = (*((p.id, p.name) for p in regions), *((c.counterfactual, c.name) for c in measures.counterfactuals))
    return OpennessPage(
        on,
        measure,
        reading,
        found.basket.name,
        next(w.name for w in measures.weightings if w.weighting == found.weighting),
        found.profile.name,
        asked,
        tab,
        tuple((m, phrase(f"openness_measure_{m}")) for m in MEASURES),
        tuple((b.basket, b.name) for b in measures.baskets),
        tuple((w.weighting, w.name) for w in measures.weightings),
        tuple((p.profile, p.name) for p in measures.profiles),
        listed,
        _tasks(found),
        desk.keep((*key, "classes"), lambda: classes(found, on, measure, reading)),
        desk.keep((*key, "map"), lambda: openness_map(found, desk.regions(on), on, measure, reading, asked)),
        gaps,
        tuple((area, name) for area, name in area_names(found).items() if any(area in g.by_area for g in gaps)),
        desk.keep((*key, "story", place), partial(_story, found, place, on, measure, reading)) if place else None,
        _contrast(visit, found, (place, on, reading), measure, key) if place else None,
        desk.keep((*key, "what-if", task), lambda: with_rules(found, rules_of_task(found, task), on, measure, reading)) if task else (),
    )


def _gaps(found: Openness, on: dt.date, measure: str) -> tuple[GapLine, ...]:
    told = [GapLine(place.id, place.name, *gap_by_area(found, place, on, measure)) for place in found.regions()]
    lines = [g for g in told if g.gap.low or g.gap.high]
    return tuple(sorted(lines, key=lambda g: (-abs(g.gap.low) - abs(g.gap.high), g.place)))


def _asked(visit: Visit) -> tuple[dt.date, str, Reading, dict[str, str], Openness]:
    """What the address asks for. Raises BadValue."""
    on, measure = visit.day(), visit.one("measure") or MEASURES[0]
    if measure not in MEASURES:
        raise BadValue(f"there is no measure `{measure}`", hint="known: " + ", ".join(f"`{m}`" for m in MEASURES))
    reading = visit.reading()
    chosen = {name: value for name in ("basket", "weighting", "profile") if (value := visit.one(name)) is not None}
    found = visit.desk.book.openness(**chosen)  # type: ignore[arg-type]
    whole = {"basket": found.basket.basket, "weighting": found.weighting, "profile": found.profile.profile}
    asked = {"measure": measure, "reading": reading, "on": on.isoformat()} | whole
    return on, measure, reading, asked, found


def _tasks(found: Openness) -> tuple[tuple[str, Label], ...]:
    """The tasks whose rules the question of the measure knows."""
    rules = found.law.rulebook(found.profile.question).by_id
    return tuple((t.task, t.summary) for g in found.law.lawbook.content.tasks for t in g.tasks if any(r in rules for r in t.rules))


def _story(found: Openness, word: str, on: dt.date, measure: str, reading: Reading) -> Story:
    place = found.places([word])[0]
    sides = tuple((where, steps(found, place, measure, reading, where, SINCE, max(on, SINCE))) for where in WHERE)
    return Story(
        place.id,
        place.name,
        (found.value(place, on, measure, "in_force"), found.value(place, on, measure, "announced")),
        sides,
        promise_gap(found, place, on, measure),
        advantages(found, place, on, measure, reading),
        tuple((o.name, advantage_steps(found, place, o, measure, reading, until=max(on, SINCE))) for o in held_against(found)),
        sheet(found, place, on, measure) if place.kind == "region" else None,
    )


def _contrast(visit: Visit, found: Openness, first: tuple[str, dt.date, Reading], measure: str, key: tuple[object, ...]) -> Contrast | None:
    """The point asked for beside the first, which it takes its place, day and reading from where they are left out; None where it is the first."""
    word, on, reading = first
    second = (visit.one("with") or word, visit.maybe_day("with_on") or on, visit.reading("with_reading", reading))
    if second == first:
        return None

    def make() -> Contrast:
        ends = [(found.places([word])[0], on, reading) for word, on, reading in (first, second)]
        told = tuple((where, explained(found, (*ends[0], where), (*ends[1], where), measure)) for where in WHERE)
        points = (MeasuredPoint(p.id, p.name, on, reading) for p, on, reading in ends)
        return Contrast(next(points), next(points), told)

    return visit.desk.keep((*key, "contrast", first, second), make)


def routes(desk: Keeper) -> list[BaseRoute]:
    """The pictures and the files."""
    out: list[BaseRoute] = []
    for lang in LANGUAGES:
        out += [Route(f"/{lang}/openness/{kind}.svg", _endpoint(desk, lang, partial(_picture, kind)), methods=["GET"]) for kind in PICTURES]
        out += [Route(f"/{lang}/openness/{name}", _endpoint(desk, lang, partial(_table, name)), methods=["GET"]) for name in FILES]
    return out


def warm(desk: Keeper) -> None:
    """Make what the first visit of the page would wait for: the measure itself, which is kept on disk, and the classes; then the pictures of both
    languages, what the stories of the regions share, and the measure for other investors."""
    visits = [Visit(desk, lang, {}, ()) for lang in LANGUAGES]
    for visit in visits:
        openness(visit)
    for profile in desk.book.lawbook.measures.profiles:  # reading the law for another investor takes seconds
        desk.book.openness(profile=profile.profile)
    for visit in visits:
        for kind in PICTURES:
            _picture(kind, visit)
    found = desk.book.openness()
    for place in found.regions():
        _story(found, place.id, checked_day(desk), MEASURES[0], "in_force")


def _endpoint(desk: Keeper, lang: str, answer: Callable[[Visit], Response]) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return answer(Visit(desk, lang, {}, request.query_params.multi_items()))

    return endpoint


def _picture(kind: str, visit: Visit) -> Response:
    on, measure, reading, asked, found = _asked(visit)
    words = visit.many("place")[:4]
    places = found.places(words)

    def draw() -> str:
        if kind == "classes":
            chart = pictures.dots(found, on, measure, reading, visit.lang)
        elif kind == "areas":
            chart = pictures.areas(found, places, on, measure, reading, visit.lang)
        else:
            chart = pictures.series(found, places, measure, reading, visit.lang, SINCE, max(on, SINCE))
        return visit.desk.drawing.svg(pictures.spec(chart))

    made = visit.desk.keep(("openness picture", kind, visit.lang, tuple(sorted(asked.items())), tuple(words)), draw)
    return Response(made, media_type="image/svg+xml")


def _table(name: str, visit: Visit) -> Response:
    """A file: the day asked for, or (`series`) every day since the first; of all regions, or of the places named."""
    on, _, _, _, found = _asked(visit)
    asked = partial(tables.rows, found, places=found.places(visit.many("place")[:4]), measures=MEASURES, readings=READINGS)
    listed = asked(since=SINCE, until=max(on, SINCE)) if name.startswith("series") else asked(on=on)
    if name.endswith(".sdmx.csv"):
        return Response(sdmx.to_sdmx_csv(visit.desk.book, listed), media_type=sdmx.CSV)
    if name.endswith(".parquet"):
        return Response(tables.to_parquet(listed, visit.lang), media_type="application/vnd.apache.parquet")
    return Response(tables.to_csv(listed, visit.lang), media_type="text/csv; charset=utf-8")

"""Pictures of the measure, drawn with Altair: classes as dots with their intervals, series as steps with events, regions by areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from shidian.analysis.openness.classes import area_names, classes
from shidian.analysis.openness.measured import SINCE, Openness
from shidian.analysis.openness.regions import WHERE, Place
from shidian.analysis.openness.steps import steps
from shidian.analysis.plots import FONT
from shidian.errors import BadValue, MissingExtra, needs
from shidian.files import write_whole
from shidian.law.records.base import Reading
from shidian.words.dates import dated
from shidian.words.phrases import phrase

BLUE, GREEN = "#2f5d8c", "#3f8f6b"
CAUSE_COLOURS = {"law": "#1d1d1f", "standing": "#b7791f", "coverage": "#9aa3ad"}
ROWS = {"law": 0, "standing": 9, "coverage": 18}
"""How many pixels below the top the ticks of each cause begin."""


def dots(found: Openness, on: dt.date, measure: str, reading: Reading, lang: str) -> Any:
    """A dot plot of the classes: for each the interval everywhere and the interval somewhere; no bar, no order within a class."""
    alt = _altair()
    data = []
    for number, group in enumerate(classes(found, on, measure, reading).classes, 1):
        name = _wrapped([n[lang] for n in group.names], lang)
        for where in WHERE:
            width = getattr(group, where)
            data.append({"n": number, "name": name, "where": phrase(f"openness_{where}")[lang], "low": width.low, "high": width.high})
    base = alt.Chart(alt.Data(values=data)).encode(
        y=alt.Y(
            "name:N",
            sort=alt.EncodingSortField("n", order="ascending"),
            title=None,
            axis=alt.Axis(labelLimit=420, grid=False, labelExpr="split(datum.label, '\\n')"),
        ),
        yOffset=alt.YOffset("where:N", sort=[phrase(f"openness_{w}")[lang] for w in WHERE]),
        color=_where_colour(alt, lang),
    )
    x = alt.X("low:Q", title=None, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(format=".0%", orient="top"))
    bars = base.mark_rule(strokeWidth=5, opacity=0.35).encode(x=x, x2="high:Q")
    ends = base.mark_point(filled=True, size=48).encode(x=x)
    tops = base.mark_point(filled=False, size=48).encode(x=alt.X("high:Q"))
    return (bars + ends + tops).properties(width=520, height=alt.Step(19), title=_title(found, on.isoformat(), measure, reading, lang))


def series(
    found: Openness,
    places: Iterable[Place],
    measure: str,
    reading: Reading,
    lang: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Any:
    """One small picture for each place: two bands as steps, and a tick for each day on which something moved, coloured by its cause."""
    alt = _altair()
    since, until = since or SINCE, until or found.law.today()
    listed = tuple(places)
    data, events = [], []
    for place in listed:
        for value in found.series(place, measure, reading, since, until):
            for where in WHERE:
                width = getattr(value, where)
                for day in (value.start, (value.until or until + dt.timedelta(days=1)) - dt.timedelta(days=1)):
                    data.append(
                        {
                            "place": place.name[lang],
                            "where": phrase(f"openness_{where}")[lang],
                            "day": day.isoformat(),
                            "low": width.low,
                            "high": width.high,
                        }
                    )
        seen: set[tuple[dt.date, str]] = set()
        for where in WHERE:
            for step in steps(found, place, measure, reading, where, since, until):
                seen.update((step.day, cause) for cause in step.explained.by_cause)
        events += [
            {"place": place.name[lang], "day": d.isoformat(), "by": phrase(f"openness_by_{by}")[lang], "row": ROWS[by]}
            for d, by in sorted(seen)
        ]
    few = len(listed) <= 2
    base = alt.Chart().encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1 if few else 2}))
    )
    y = alt.Y("low:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(format=".0%", tickCount=4))
    band = base.mark_area(interpolate="step-after", opacity=0.28).encode(y=y, y2="high:Q", color=_where_colour(alt, lang))
    line = base.mark_line(interpolate="step-after", strokeWidth=1.4).encode(y=y, color=_where_colour(alt, lang))
    names = [phrase(f"openness_by_{by}")[lang] for by in CAUSE_COLOURS]
    ticks = (
        alt.Chart()
        .transform_calculate(rowEnd="datum.row + 7")
        .mark_rule(strokeWidth=2)
        .encode(
            x="day:T",
            y=alt.Y("row:Q", scale=None),
            y2="rowEnd:Q",
            stroke=alt.Stroke(
                "by:N",
                scale=alt.Scale(domain=names, range=list(CAUSE_COLOURS.values())),
                legend=alt.Legend(title=None, orient="bottom", symbolType="stroke", symbolFillColor="transparent"),
            ),
        )
    )
    rows = [d | {"kind": "value"} for d in data] + [e | {"kind": "event"} for e in events]
    width, height = (640, 260) if few else (190, 110)
    layered = alt.layer(
        band.transform_filter("datum.kind === 'value'"),
        line.transform_filter("datum.kind === 'value'"),
        ticks.transform_filter("datum.kind === 'event'"),
        data=alt.Data(values=rows),
    ).properties(width=width, height=height)
    facet = alt.Facet(
        "place:N", title=None, sort=[p.name[lang] for p in listed], header=alt.Header(labelFontWeight="bold", labelFontSize=12)
    )
    return layered.facet(facet=facet, columns=1 if few else 4, title=_title(found, f"{since} – {until}", measure, reading, lang))


def areas(found: Openness, places: Iterable[Place], on: dt.date, measure: str, reading: Reading, lang: str) -> Any:
    """A heat map of places and areas. The colour is the value everywhere at its lower end; the text is the whole interval."""
    alt = _altair()
    names = area_names(found)
    listed = tuple(places)
    data = []
    for area, weights in found.areas().items():
        for place in listed:
            width = found.value(place, on, measure, reading, weights).everywhere
            low, high = (f"{100 * x:.0f}" for x in (width.low, width.high))
            data.append(
                {"area": names[area][lang], "place": place.name[lang], "low": width.low, "text": low if low == high else f"{low}–{high}"}
            )
    scale = alt.Scale(scheme="blues", domain=[0, 1], reverse=found.falls(measure))
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X(
            "place:N",
            sort=[p.name[lang] for p in listed],
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-60, labelLimit=160, grid=False),
        ),
        y=alt.Y("area:N", sort=[names[a][lang] for a in found.areas()], title=None, axis=alt.Axis(labelLimit=260, grid=False)),
    )
    cells = base.mark_rect(stroke="white").encode(color=alt.Color("low:Q", scale=scale, legend=alt.Legend(title=None, format=".0%")))
    dark = "datum.low > 0.55" if not found.falls(measure) else "datum.low < 0.45"
    text = base.mark_text(fontSize=9).encode(text="text:N", color=alt.condition(dark, alt.value("white"), alt.value("#1d1d1f")))
    title = _title(found, on.isoformat(), measure, reading, lang)
    return (cells + text).properties(width=max(240, 40 * len(listed)), height=22 * len(found.areas()), title=title)


def svg(chart: Any) -> str:
    """A picture as SVG."""
    import vl_convert

    text: str = vl_convert.vegalite_to_svg(spec(chart))
    return text


def write(chart: Any, file: Path) -> None:
    """Write a picture to a file .svg or .png. Raises BadValue."""
    import vl_convert

    kind = file.suffix.lower()
    if kind == ".svg":
        write_whole(file, svg(chart))
    elif kind == ".png":
        write_whole(file, vl_convert.vegalite_to_png(spec(chart), scale=2))
    else:
        raise BadValue(f"`{file.name}` is no picture that can be drawn", hint="end its name in .svg or .png")


def spec(chart: Any) -> dict[str, Any]:
    """What is drawn. It is not validated against the schema again: that takes as long as the data, and Vega says what it cannot draw."""
    plain = chart.configure(font=FONT, background="white").configure_view(stroke=None).configure_axis(grid=True, gridColor="#eceff2")
    found: dict[str, Any] = plain.to_dict(validate=False)
    return found


def _title(found: Openness, when: str, measure: str, reading: Reading, lang: str) -> Any:
    alt = _altair()
    name = phrase(f"openness_measure_{measure}")[lang] if ":" not in measure else measure
    parts = [f"{found.basket.name[lang]}: {name}", dated(when, lang), phrase(reading)[lang]]
    return alt.TitleParams(
        " · ".join(parts), subtitle=[found.profile.name[lang], phrase("openness_not_official")[lang]], anchor="start", fontSize=14
    )


def _where_colour(alt: Any, lang: str) -> Any:
    names = [phrase(f"openness_{w}")[lang] for w in WHERE]
    return alt.Color("where:N", scale=alt.Scale(domain=names, range=[BLUE, GREEN]), legend=alt.Legend(title=None, orient="bottom"))


def _wrapped(names: list[str], lang: str) -> str:
    """Names in lines of at most three."""
    comma = "、" if lang == "zh" else ", "
    return "\n".join(comma.join(names[i : i + 3]) for i in range(0, len(names), 3))


def _altair() -> Any:
    with needs("openness"):
        import altair as alt
    if find_spec("vl_convert") is None:  # not imported here: a server lets another process draw, and the library is large
        raise MissingExtra("openness", "vl_convert")
    return alt

"""Pictures of analyses: a strip of time, and a heat map. Drawn by Vega-Lite, rendered to SVG or PNG without a browser."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from shidian.analysis.matrix import Matrix
from shidian.analysis.shown import view_label
from shidian.analysis.timeline import Timeline
from shidian.errors import BadValue, needs
from shidian.files import write_whole
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.words.phrases import phrase
from shidian.words.tones import COLOURS, colours_of

FONT = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, WenQuanYi Zen Hei, Helvetica, Arial, sans-serif"


def draw_timeline(found: Timeline, question: Question, lang: str, file: Path) -> None:
    """A strip for each reading. Raises BadValue for another kind of file, MissingExtra."""
    alt = _altair(file)
    end = max(found.last_change, found.intervals[-1].start) + dt.timedelta(days=180)
    rows = [
        {
            "reading": phrase(f"col_{key}")[lang],
            "from": i.start.isoformat(),
            "to": (i.until or end).isoformat(),
            "outcome": shown.outcome,
            "answer": view_label(question, shown)[lang],
        }
        for i in found.intervals
        for key, shown in (("in_force", i.in_force), ("announced_also", i.announced))
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("reading:N", title=None, sort=None), x=alt.X("from:T", title=None, axis=alt.Axis(format="%Y-%m")), x2="to:T"
    )
    bars = base.mark_bar(stroke="white", height=34).encode(color=_colour(alt, question, [r["outcome"] for r in rows], lang))
    _save(bars.properties(width=900, height=110, title=_title(question, found.facts, found.labels, lang)), file)


def draw_matrix(found: Matrix, question: Question, lang: str, file: Path) -> None:
    """A heat map. Raises BadValue for another kind of file, MissingExtra."""
    alt = _altair(file)
    rows = [
        {"row": _cut(row.label[lang]), "column": _cut(column.label[lang]), "outcome": shown.outcome, "answer": name[lang]}
        for row, answers, names in zip(found.rows, found.answers, found.names, strict=True)
        for column, shown, name in zip(found.columns, answers, names, strict=True)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("column:N", title=None, sort=None, axis=alt.Axis(orient="top", labelAngle=-50, labelLimit=260)),
        y=alt.Y("row:N", title=None, sort=None, axis=alt.Axis(labelLimit=360)),
    )
    cells = base.mark_rect(stroke="white").encode(color=_colour(alt, question, [r["outcome"] for r in rows], lang))
    text = base.mark_text(fontSize=9, color="white").encode(text="answer:N") if found.shows == "ceiling" else None
    _save(
        (cells + text if text is not None else cells).properties(
            width=max(240, 44 * len(found.columns)),
            height=max(120, 20 * len(found.rows)),
            title=_title(question, found.facts, found.labels, lang),
        ),
        file,
    )


def _title(question: Question, facts: dict[str, str], labels: dict[str, Label], lang: str) -> str:
    """What the user said, each value with the name of its fact."""
    names = {f.fact: f.label[lang] for f in question.facts}
    return " · ".join(f"{names.get(f, f)}: {labels[f][lang]}" for f in facts)


def _colour(alt: Any, question: Question, outcomes: list[str], lang: str) -> Any:
    used = list(dict.fromkeys(outcomes))
    names = {o.outcome: o.name[lang] for o in question.outcomes}
    known = colours_of(question)
    colours = [known.get(o, COLOURS["open"][0]) for o in used]
    label = " : ".join(f"datum.label === '{o}' ? '{names.get(o, o)}'" for o in used) + " : datum.label"
    return alt.Color(
        "outcome:N", scale=alt.Scale(domain=used, range=colours), legend=alt.Legend(title=None, labelExpr=label, labelLimit=300)
    )


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _altair(file: Path) -> Any:
    if file.suffix.lower() not in (".svg", ".png"):
        raise BadValue(f"cannot draw `{file.name}`", hint="use a name ending in .svg or .png")
    with needs("plots"):
        import altair as alt
        import vl_convert  # noqa: F401
    return alt


def _save(chart: Any, file: Path) -> None:
    import vl_convert

    spec = chart.configure(font=FONT, background="white").configure_view(stroke=None).to_dict()
    if file.suffix.lower() == ".svg":
        write_whole(file, vl_convert.vegalite_to_svg(spec))
    else:
        write_whole(file, vl_convert.vegalite_to_png(spec, scale=2))

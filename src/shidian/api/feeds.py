"""The address of a feed for one answer: whoever subscribes is told when it changes, without an account. Nothing is kept here: a feed is the timeline
of the case, its changes so far and those that are known to come."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from shidian.analysis.shown import ShortAnswer
from shidian.analysis.timeline import Interval, Timeline
from shidian.api.asking import FACTS, facts_in
from shidian.api.bodies import WatchBody
from shidian.api.replies import reply
from shidian.api.shape import FREE, ShapedRoute, shape_of
from shidian.errors import BadValue, needs
from shidian.law.records.base import Label
from shidian.visitors.keeper import Keeper
from shidian.words.labels import cited
from shidian.words.phrases import phrase

WATCHED_REPLY: dict[str, Any] = {
    "description": "The snapshot to keep, and what changed since the one that was handed back (null at first)",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["snapshot", "changes"],
                "properties": {"snapshot": {"type": "object"}, "changes": {"anyOf": [{"type": "object"}, {"type": "null"}]}},
            }
        }
    },
}
MEDIA = {"atom": "application/atom+xml", "json": "application/feed+json", "ics": "text/calendar; charset=utf-8"}


def feeds(desk: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["watch"])

    @router.get(
        "/feed/{question}.{form}",
        summary="The changes of one answer, as a feed or a calendar",
        response_class=Response,
        responses={
            200: {"description": "A feed", "content": {m.partition(";")[0]: {"schema": {"type": "string"}} for m in MEDIA.values()}}
        },
        openapi_extra={"parameters": [FACTS], FREE: True},
    )
    def feed(question: str, form: Literal["atom", "json", "ics"], request: Request) -> Response:
        """Atom, JSON Feed or iCalendar: each day on which the answer to the case changed or is known to change, in both readings, with the rules.
        Every query parameter is a fact; the day is not used; `lang` is the language."""
        with needs("watch"):
            from shidian.watch import told

        lang = shape_of(request.query_params.multi_items(), (), None).lang or "en"
        line = desk.timeline(question, *facts_in(request))
        names = {o.outcome: o.name for o in desk.book.question(question).outcomes}
        page = str(request.url.replace(path=f"/{lang}/decision/{question}", query=urlencode(line.facts)))
        entries = tuple(
            told.FeedEntry(*_entry(line, before, after, names, lang), f"{page}{'&' if line.facts else '?'}on={after.start.isoformat()}")
            for before, after in reversed(list(zip(line.intervals, line.intervals[1:], strict=False)))
        )
        colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
        declared = desk.book.question(question)
        named = {
            f.fact: f"{f.label[lang]}{colon}" if f.domain in ("yes_no", "number") else "" for f in declared.facts
        }  # "no" names nothing
        asked = comma.join(named[f] + line.labels[f][lang] for f in line.facts if f in line.labels)
        title = colon.join(x for x in ("shidian", declared.title[lang], asked) if x)
        head = told.FeedHead(title, _id(line, ""), desk.today, page, str(request.url))
        written = {"atom": told.as_atom, "json": told.as_json_feed, "ics": told.as_calendar}[form]
        return Response(written(entries, head), media_type=MEDIA[form])

    @router.post("/watch", summary="Hand a snapshot back, and get only what changed", responses={200: WATCHED_REPLY})
    def watch(body: WatchBody) -> Response:
        """First send `question` and `cases` (up to 1000): the answer holds a `snapshot` to keep. Later send the `snapshot` alone: the answer holds the changed
        rows with the rules responsible, what is known to change within `days_ahead` (nearest first), and the next snapshot. Nothing is kept here."""
        with needs("watch"):
            from shidian.watch.handed import WatchSnapshot, changed_since, snapshot_of

        if (body.snapshot is None) == (body.question is None) or (body.snapshot is not None and body.cases):
            raise BadValue("send `question` and `cases`, or a `snapshot`", hint="one of them, not both")
        if body.snapshot is None:
            assert body.question is not None
            return reply({"snapshot": snapshot_of(desk.book, body.question, body.cases, desk.today), "changes": None})
        try:
            before = msgspec.convert(body.snapshot, WatchSnapshot)
        except msgspec.ValidationError as error:
            raise BadValue("this is not a snapshot that was handed out", hint=str(error)) from error
        told, after = changed_since(desk.book, before, desk.today, body.days_ahead)
        return reply({"snapshot": after, "changes": told})

    return router


def _entry(line: Timeline, before: Interval, after: Interval, names: dict[str, Label], lang: str) -> tuple[str, dt.date, str, str, bool]:
    """The id, day, title, text of a change, and whether it is coming."""
    parts = []
    if before.in_force != after.in_force:
        parts.append(phrase("watch_answer", before=_said(before.in_force, names), after=_said(after.in_force, names))[lang])
    if before.announced != after.announced:
        parts.append(phrase("watch_announced", before=_said(before.announced, names), after=_said(after.announced, names))[lang])
    colon, blank = (": ", " ") if lang == "en" else ("：", "")
    lines = []
    for key, held, ahead in (("rule_began", after.began, after.announced_began), ("rule_ended", after.ended, after.announced_ended)):
        for r in (*held, *(r for r in ahead if r not in held)):
            apart = "" if r in held else f"{phrase('announced')[lang]}{colon}"
            lines.append(f"{apart}{phrase(key)[lang]}{blank}{cited(r.title, r.provision)[lang]}{colon}{r.summary[lang]}")
    text = "\n".join(dict.fromkeys(lines))
    title = ("; " if lang == "en" else "；").join(parts) or phrase("watch_other_rules")[lang]
    return _id(line, after.start.isoformat()), after.start, title, text, False


def _said(answer: ShortAnswer, names: dict[str, Label]) -> Label:
    name = names.get(answer.outcome, Label(answer.outcome, answer.outcome))
    said = phrase("open_because", name=name, why=phrase(f"because_{answer.because}")) if answer.because else name
    if answer.ceiling is None:
        return said
    return Label(f"{said.en} ({answer.ceiling:f} %)", f"{said.zh}（{answer.ceiling:f}%）")


def _id(line: Timeline, day: str) -> str:
    return hashlib.sha256(json.dumps([line.question, sorted(line.facts.items()), day]).encode()).hexdigest()[:24]

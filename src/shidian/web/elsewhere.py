"""The same case in every region of the programme: on the map, and as a list with the ceiling of each through time."""

from __future__ import annotations

import datetime as dt

from shidian.analysis.ceilings import CeilingStep
from shidian.analysis.elsewhere import There, elsewhere, histories
from shidian.analysis.shown import ShortAnswer
from shidian.analysis.timeline import SINCE
from shidian.answer.decision import Decision
from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.web.asking.ask import MendPage, mend_page
from shidian.web.asking.facts import facts_of
from shidian.web.country import CountryMap, Phase, Spot, Tile, country, phases, tiles
from shidian.web.page import Context, Redirected, Visit
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase
from shidian.words.tones import shown_tone

AFTER = 120
"""Days that the small charts show beyond the last change or the day asked."""


class ZoneThere(Context, frozen=True):
    """A zone of a region where the answer is another than in the region: the zone, its name, the answer and how it looks."""

    zone: str
    name: Label
    there: ShortAnswer
    words: Label
    tone: str
    facts: dict[str, str]


class Elsewhere(Context, frozen=True):
    """The same case in one region: its place on the map, the answer, how it looks, since when, the ceilings through time, the first day since
    which all 100 % is certain, and the zones with another answer."""

    tile: Tile
    there: There
    words: Label
    tone: str
    announced_words: Label
    facts: dict[str, str]
    ceilings: tuple[CeilingStep, ...]
    whole_since: dt.date | None
    zones: tuple[ZoneThere, ...]


class ElsewherePage(Context, frozen=True):
    """The same case in every region of the programme, on the same day; the regions that were open to all 100 % first come first. `span` are the
    first and the last day of the small charts."""

    question: str
    title: Label
    sentence: Label
    on: dt.date
    facts: dict[str, str]
    outcome_names: dict[str, Label]
    places: tuple[Elsewhere, ...]
    map: CountryMap
    span: tuple[dt.date, dt.date]


def same_elsewhere(visit: Visit) -> ElsewherePage | MendPage | Redirected:
    """The page of the same case elsewhere. Where nobody said what is asked about, every place would answer that it depends, after seconds of
    work: that is asked first."""
    desk = visit.desk
    question = desk.book.question(visit.path["question"])
    facts, known_on = facts_of(visit, question), visit.maybe_day("known_on")
    if question.facts[0].fact not in facts:
        return asked_first(question, facts, visit.one("known_on"))
    try:
        decision = desk.ask(question.question, visit.dated(question.question, facts), visit.one("known_on"))
    except CaseError as error:
        return mend_page(visit, question, facts, error)
    key = ("elsewhere", question.question, tuple(sorted(decision.receipt.facts.items())), known_on)
    return desk.keep(key, lambda: _page(visit, question, decision, known_on))


def asked_first(question: Question, facts: dict[str, str], known_on: str | None) -> Redirected:
    """The interview, at the fact that the question begins with: what is asked about."""
    return Redirected(
        f"/ask/{question.question}", facts | {"change": question.facts[0].fact} | ({"known_on": known_on} if known_on else {})
    )


def _page(visit: Visit, question: Question, decision: Decision, known_on: dt.date | None) -> ElsewherePage:
    book, on = visit.desk.book, decision.receipt.on
    rulebook = book.rulebook(question.question)
    place = rulebook.place or ""
    rows = {r.region: r for r in visit.desk.regions(on)}
    zones = book.lawbook.trees["territories"].zones
    kept = {k: v for k, v in decision.receipt.facts.items() if k not in zones}
    undated = {k: v for k, v in kept.items() if k != rulebook.day}
    found = elsewhere(book, question.question, kept, rows, SINCE, known_on)
    inside = _zones(visit, question, kept, place, {t.place: t for t in found}, on, known_on)
    by_place = {t.region.region: t for t in tiles(tuple(rows.values()))}
    places, spots = [], []
    told = histories(book, question.question, [undated | {place: t.place} for t in found], SINCE, known_on)
    for there, (pasts, stairs) in zip(found, told, strict=True):
        facts = kept | {place: there.place}
        tone, words = _look(question, there.in_force)
        _, ahead_words = _look(question, there.announced)
        tile = by_place[there.place]
        places.append(
            Elsewhere(tile, there, words, tone, ahead_words, facts, stairs.steps, stairs.whole_since, inside.get(there.place, ()))
        )
        looks = phases([_phase(question, x.start, x.in_force, x.announced) for x in pasts])
        spots.append(Spot(tile, f"/decision/{question.question}", facts, looks))
    first = min((s.start for p in places for s in p.ceilings), default=SINCE)
    last = max([on, *(s.start for p in places for s in p.ceilings)]) + dt.timedelta(days=AFTER)
    places.sort(key=lambda p: (p.whole_since is None, p.whole_since or dt.date.max, ORDER.get(p.tone, len(ORDER))))
    names = {o.outcome: o.name for o in question.outcomes}
    return ElsewherePage(
        question.question,
        question.title,
        decision.sentence,
        on,
        dict(decision.receipt.facts),
        names,
        tuple(places),
        country(on, spots),
        (first, last),
    )


ORDER = {"good": 0, "steps": 1, "depends": 2, "open": 3, "bad": 4, "closed": 5}
"""Which tones come first in the list."""


def _zones(
    visit: Visit, question: Question, kept: dict[str, str], place: str, of: dict[str, There], on: dt.date, known_on: dt.date | None
) -> dict[str, tuple[ZoneThere, ...]]:
    """By region, the zones in it whose answer is another."""
    book = visit.desk.book
    tree = book.lawbook.trees["territories"]
    near = {z: [r for r in of if r in units] for z, units in tree.zone_units.items()}
    out: dict[str, list[ZoneThere]] = {}
    inside = [z for z, regions in near.items() if regions]
    for there in elsewhere(
        book, question.question, kept, inside, on, known_on, parts=False
    ):  # no day of a zone is shown: none is looked for
        for region in near[there.place]:
            if (there.in_force.outcome, there.in_force.ceiling) == (of[region].in_force.outcome, of[region].in_force.ceiling):
                continue
            tone, words = _look(question, there.in_force)
            facts = kept | {place: there.place}
            name = entry_label(book.lawbook, "territories", there.place)
            out.setdefault(region, []).append(ZoneThere(there.place, name, there.in_force, words, tone, facts))
    return {r: tuple(z) for r, z in out.items()}


def _look(question: Question, shown: ShortAnswer) -> tuple[str, Label]:
    tone = shown_tone(question, shown.outcome, shown.because)
    if tone == "depends":
        return tone, phrase("depends")
    return tone, next((o.name for o in question.outcomes if o.outcome == shown.outcome), Label(shown.outcome, shown.outcome))


def _phase(question: Question, start: dt.date, held: ShortAnswer, ahead: ShortAnswer) -> Phase:
    tone, words = _look(question, held)
    ahead_tone, ahead_words = _look(question, ahead)
    return Phase(start, tone, words, *((None, None) if (ahead_tone, ahead_words) == (tone, words) else (ahead_tone, ahead_words)))

"""Activities and territories, and the regions of the programme on the map."""

from __future__ import annotations

import datetime as dt

from shidian.answer.rules.rule_words import RuleWords, rule_words
from shidian.catalogue.lists import not_found
from shidian.catalogue.programme import RegionRow, TaskRow
from shidian.engine.conditions import InPlace, InTree
from shidian.engine.rule import derived
from shidian.errors import BadValue
from shidian.law.records.base import Label
from shidian.law.records.names import Term, Zone
from shidian.law.records.programme import Event
from shidian.law.tree import OTHER, ROOT
from shidian.web.country import CountryMap, Phase, Spot, Tile, country, tiles
from shidian.web.page import Context, Visit
from shidian.web.tracked.sisters import TABS, MovedDay, Sisters, moved, sisters
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase

PROGRAMME_BEGINS = dt.date(2015, 1, 1)
"""The map of the regions plays from here: the year of the first pilot."""


class EntryView(Context, frozen=True):
    """An entry of a vocabulary and its depth in the tree; `rules` counts the rules whose scope names it."""

    id: str
    name: Label
    codes: dict[str, str]
    depth: int
    rules: int


class EntriesPage(Context, frozen=True):
    """The entries of a vocabulary as a tree, with those a text names."""

    vocabulary: str
    text: str | None
    entries: tuple[EntryView, ...]
    zones: tuple[EntryView, ...]


class ActivityPage(Context, frozen=True):
    """One activity: names, codes, where it stands in the tree, and the rules that name it."""

    activity: Term
    above: tuple[tuple[str, Label], ...]
    below: tuple[tuple[str, Label], ...]
    rules: tuple[RuleWords, ...]


class RegionsPage(Context, frozen=True):
    """The regions of the programme: by cohort, and on the map."""

    on: dt.date
    cohort: str | None
    cohorts: tuple[tuple[str, Label], ...]
    rows: tuple[RegionRow, ...]
    tiles: tuple[Tile, ...]
    map: CountryMap
    """Each region from the day of its admission."""


class TerritoryPage(Context, frozen=True):
    """A place. For a region of the programme also its cohort, its own rules, and the tasks meant for it by stage, in tabs: `tab` is the one
    shown (empty: no tabs). `moved` are the days on which its own rules began or ended, `sisters` the regions beside it."""

    id: str
    tab: str
    term: Term | None
    zone: Zone | None
    on: dt.date
    above: tuple[tuple[str, Label], ...]
    below: tuple[tuple[str, Label], ...]
    zones: tuple[tuple[str, Label], ...]
    touches: tuple[tuple[str, Label], ...]
    region: RegionRow | None
    own: tuple[RuleWords, ...]
    announced: tuple[RuleWords, ...]
    tasks: tuple[tuple[str, tuple[TaskRow, ...]], ...]
    events: tuple[Event, ...]
    moved: tuple[MovedDay, ...]
    sisters: Sisters | None


def activities(visit: Visit) -> EntriesPage:
    """The tree of activities."""
    return _entries(visit, "activities")


def territories(visit: Visit) -> EntriesPage:
    """The tree of administrative units, and the zones."""
    return _entries(visit, "territories")


def _entries(visit: Visit, vocabulary: str) -> EntriesPage:
    book = visit.desk.book
    tree = book.lawbook.trees[vocabulary]
    text = visit.one("text")
    found = {h.id for h in visit.desk.index.search(text, kind=vocabulary, most=1000)} if text else None
    counts = _named(visit)
    out: list[EntryView] = []

    def walk(id: str, depth: int) -> None:
        for child in tree.children.get(id, ()):
            if child.endswith(OTHER):
                continue
            term = tree.terms[child]
            if found is None or child in found:
                out.append(EntryView(child, term.name, term.codes, depth if found is None else 0, counts.get(child, 0)))
            walk(child, depth + 1)

    walk(ROOT, 0)
    zones = tuple(EntryView(z.id, z.name, {}, 0, counts.get(z.id, 0)) for z in tree.zones.values() if found is None or z.id in found)
    return EntriesPage(vocabulary, text, tuple(out), zones)


def _named(visit: Visit) -> dict[str, int]:
    """How many rules name an entry in their scope."""
    counts: dict[str, int] = {}
    for name in visit.desk.book.questions:
        for rule in visit.desk.book.rulebook(name).rules:
            words = {w for t in rule.scope.when if isinstance(t, InTree | InPlace) for w in t.words}
            for word in words:
                counts[word] = counts.get(word, 0) + 1
    return counts


def activity(visit: Visit) -> ActivityPage:
    book = visit.desk.book
    tree = book.lawbook.trees["activities"]
    id = visit.path["id"]
    if id not in tree.terms:
        raise not_found("activity", id, tree.terms)
    return ActivityPage(tree.terms[id], _chain(visit, "activities", id), _inside(visit, "activities", id), _rules_naming(visit, id))


def _chain(visit: Visit, vocabulary: str, id: str) -> tuple[tuple[str, Label], ...]:
    book = visit.desk.book.lawbook
    return tuple((i, entry_label(book, vocabulary, i)) for i in reversed(book.trees[vocabulary].above(id)) if i != ROOT)


def _inside(visit: Visit, vocabulary: str, id: str) -> tuple[tuple[str, Label], ...]:
    book = visit.desk.book.lawbook
    return tuple((i, entry_label(book, vocabulary, i)) for i in book.trees[vocabulary].children.get(id, ()) if not i.endswith(OTHER))


def _rules_naming(visit: Visit, id: str) -> tuple[RuleWords, ...]:
    ids = []
    for name in visit.desk.book.questions:
        for rule in visit.desk.book.rulebook(name).rules:
            if not derived(rule.id) and any(isinstance(t, InTree | InPlace) and (id in t.words) for t in rule.scope.when):
                ids.append(rule.id)
    return _words(visit, ids)


def _words(visit: Visit, ids: list[str] | tuple[str, ...]) -> tuple[RuleWords, ...]:
    law = visit.desk.book.lawbook
    return tuple(rule_words(visit.desk.book, *(law.rules[i] if i in law.rules else law.gaps[i])) for i in ids)


def regions(visit: Visit) -> RegionsPage:
    """The regions of the programme."""
    book, on, cohort = visit.desk.book, visit.day(), visit.one("cohort")
    rows = visit.desk.regions(on, cohort)
    placed = tiles(rows)
    before = Phase(PROGRAMME_BEGINS, "outside", phrase("not_yet_region"))
    spots = []
    for tile in placed:
        admitted = Phase(
            dt.date.fromisoformat(f"{tile.region.admitted}-01"[:10]), f"year-{tile.year}", phrase("admitted_in", year=tile.year)
        )
        spots.append(Spot(tile, f"/territories/{tile.region.region}", {}, (before, admitted)))
    return RegionsPage(on, cohort, tuple((c.cohort, c.name) for c in book.lawbook.programme.cohorts), rows, placed, country(on, spots))


def territory(visit: Visit) -> TerritoryPage:
    """The page of one place."""
    book, on, id = visit.desk.book, visit.day(), visit.path["id"]
    law = book.lawbook
    tree = law.trees["territories"]
    if id not in tree.terms and id not in tree.zones:
        raise not_found("place", id, [*tree.terms, *tree.zones])
    term, zone = tree.terms.get(id), tree.zones.get(id)
    region = next((r for r in visit.desk.regions(on) if r.region == id), None)
    zones = [z for z in tree.zones if id in tree.zone_units[z]] if term else []
    rows = book.tasks(on=on, place=id) if region or zone else ()
    stages = dict.fromkeys(r.stage or "" for r in rows)
    grouped = tuple((s, tuple(r for r in rows if (r.stage or "") == s)) for s in sorted(stages, key=_stage_order))
    own = region.own_rules if region else [r.id for r in _rules_naming(visit, id)]
    near = {id} | ({law.trees["territories"].home(id)} if zone else set())
    events = tuple(e for e in book.chronology() if region and _names(e, region.name)) if near else ()
    touches = tuple((u, entry_label(law, "territories", u)) for u in zone.touches) if zone else ()
    tab = visit.one("tab") or TABS[0]
    if tab not in TABS:
        raise BadValue(f"there is no tab `{tab}`", hint="known: " + ", ".join(f"`{t}`" for t in TABS))
    rules = _words(visit, own)
    return TerritoryPage(
        id,
        tab if region else "",
        term,
        zone,
        on,
        _chain(visit, "territories", id) if term else (),
        _inside(visit, "territories", id) if term and id != "cn" else (),
        tuple((z, tree.zones[z].name) for z in zones) if id != "cn" else (),
        touches,
        region,
        rules,
        _words(visit, region.announced_rules) if region else (),
        grouped,
        events,
        moved(rules) if region and tab == "changes" else (),
        sisters(visit, region, on) if region and tab == "sisters" else None,
    )


def _stage_order(stage: str) -> int:
    order = ("nationwide", "replicated", "operating", "implementing-rule", "announced", "", "expired")
    return order.index(stage)


def _names(event: Event, name: Label) -> bool:
    return name.en in event.title.en or name.zh.rstrip("市省") in event.title.zh

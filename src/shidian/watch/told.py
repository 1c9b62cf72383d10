"""Changes in words, as a page of text, JSON, Atom, JSON Feed and a calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from msgspec import Struct

from shidian.catalogue.told_by_id import rule_name
from shidian.compiled import CompiledLaw
from shidian.law.records.base import Label
from shidian.watch.changes import Changes, RowsChanged
from shidian.words.counted import percent
from shidian.words.phrases import in_a_row, phrase

ATOM = "http://www.w3.org/2005/Atom"
SHOWN_ROWS = 5
"""Rows that a line names before it says how many more there are."""


class FeedEntry(Struct, frozen=True):
    """One entry of a feed: what happened or will, on which day, in words; `link` is the page that tells of it, empty for none."""

    id: str
    day: dt.date
    title: str
    text: str
    coming: bool
    link: str = ""


class FeedHead(Struct, frozen=True):
    """What a feed says of itself: its title, its id, the day on which it was made, the page that it is about and its own address (empty: a file)."""

    title: str
    id: str
    updated: dt.date
    page: str = ""
    own: str = ""


def as_text(law: CompiledLaw, changes: Changes, lang: str) -> str:
    """The changes as a page of text."""
    lines = [
        phrase(
            "watch_head",
            name=changes.portfolio,
            changed=str(changes.changed),
            rows=str(changes.rows),
            since=changes.since_day.isoformat(),
            day=changes.day.isoformat(),
        )[lang]
    ]
    lines += [line for c in changes.changes for line in _lines(law, changes.question, c, lang)]
    if changes.coming:
        lines += ["", phrase("watch_coming")[lang]]
        lines += [line for c in changes.coming for line in _lines(law, changes.question, c, lang)]
    lines.append(phrase("watch_decided", decided=str(changes.decided), rows=str(changes.rows))[lang])
    return "\n".join(lines) + "\n"


def _lines(law: CompiledLaw, question: str, c: RowsChanged, lang: str) -> list[str]:
    day = f"{c.day.isoformat()}  " if c.day is not None else ""
    out = [
        f"{day}{_rows(c, lang)}: {turned(law, question, c)[lang]}"
        if lang == "en"
        else f"{day}{_rows(c, lang)}：{turned(law, question, c)[lang]}"
    ]
    out += [f"    {r.rule} ({phrase('watch_how_' + r.how)[lang]}): {r.says[lang]}" for r in c.rules]
    return out


def _rows(c: RowsChanged, lang: str) -> str:
    shown = [f"{row}{f' {name}' if name else ''}" for row, name in zip(c.rows[:SHOWN_ROWS], c.names, strict=False)]
    more = len(c.rows) - len(shown)
    return in_a_row(shown, lang) + (" " + phrase("more_left_out", count=str(more))[lang] if more else "")


def turned(law: CompiledLaw, question: str, c: RowsChanged) -> Label:
    """What became of what, in words."""
    names = {o.outcome: o.name for o in law.question(question).outcomes}
    parts: list[Label] = []

    def outcome(answer: dict[str, str | float | bool | None], prefix: str) -> Label:
        word, why = answer.get(f"{prefix}outcome"), answer.get(f"{prefix}because")
        name = names.get(str(word), Label(str(word or "–"), str(word or "–")))
        return phrase("open_because", name=name, why=phrase(f"because_{why}")) if why else name

    for kind, prefix in (("answer", ""), ("announced", "announced_")):
        if kind in c.what:
            parts.append(phrase(f"watch_{kind}", before=outcome(c.before, prefix), after=outcome(c.after, prefix)))
    if "ceiling" in c.what:
        for key in ("ceiling", "announced_ceiling"):
            if c.before.get(key) != c.after.get(key):
                parts.append(phrase(f"watch_{key}", before=_number(c.before.get(key)), after=_number(c.after.get(key))))
    parts += [phrase(f"watch_{kind}") for kind in ("conditions", "duties", "confidence", "error") if kind in c.what]
    return Label("; ".join(p.en for p in parts), "；".join(p.zh for p in parts))


def _number(value: object) -> Label:
    return Label("–", "–") if value is None else percent(f"{float(str(value)):g}")


def entries(law: CompiledLaw, changes: Changes, lang: str) -> tuple[FeedEntry, ...]:
    """The changes as entries of a feed: what changed on the day of the run, and what is coming on its day."""
    out = []
    for c, coming in (*((c, False) for c in changes.changes), *((c, True) for c in changes.coming)):
        day = c.day or changes.day
        id = hashlib.sha256(
            json.dumps([changes.portfolio, day.isoformat(), c.rows[:1000], sorted(r.rule for r in c.rules)], default=str).encode()
        ).hexdigest()[:24]
        title = f"{_rows(c, lang)}{': ' if lang == 'en' else '：'}{turned(law, changes.question, c)[lang]}"
        text = "\n".join(said_of(rule_name(law.lawbook, r.rule), r.says, lang) for r in c.rules)
        out.append(FeedEntry(id, day, title, text, coming))
    return tuple(out)


def said_of(provision: Label, says: Label, lang: str) -> str:
    """A provision with what it says, as a line of an entry."""
    return f"{provision[lang]}{': ' if lang == 'en' else '：'}{says[lang]}"


def as_atom(entries: Iterable[FeedEntry], head: FeedHead) -> bytes:
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")

    def add(to: ET.Element, name: str, text: str = "", **more: str) -> None:
        ET.SubElement(to, f"{{{ATOM}}}{name}", more).text = text or None

    add(feed, "id", f"urn:shidian:watch:{head.id}")
    add(feed, "title", head.title)
    add(feed, "updated", f"{head.updated.isoformat()}T00:00:00+08:00")
    for rel, address in (("alternate", head.page), ("self", head.own)):
        if address:
            add(feed, "link", rel=rel, href=address)
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    add(author, "name", "shidian")
    for entry in entries:
        item = ET.SubElement(feed, f"{{{ATOM}}}entry")
        add(item, "id", f"urn:shidian:watch:{entry.id}")
        add(item, "title", entry.title)
        add(item, "updated", f"{min(entry.day, head.updated).isoformat()}T00:00:00+08:00")
        if entry.link:
            add(item, "link", rel="alternate", href=entry.link)
        add(item, "summary", f"{entry.day.isoformat()}\n{entry.text}" if entry.text else entry.day.isoformat())
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def as_json_feed(entries: Iterable[FeedEntry], head: FeedHead) -> bytes:
    """Entries as a JSON Feed (jsonfeed.org, version 1.1)."""
    about = {"version": "https://jsonfeed.org/version/1.1", "title": head.title}
    about |= {k: v for k, v in (("home_page_url", head.page), ("feed_url", head.own)) if v}
    items = [
        {"id": e.id, "title": e.title, "content_text": e.text or e.title, "date_published": f"{e.day.isoformat()}T00:00:00+08:00"}
        | ({"url": e.link} if e.link else {})
        for e in entries
    ]
    return json.dumps(about | {"items": items}, ensure_ascii=False, indent=1).encode()


def as_calendar(entries: Iterable[FeedEntry], head: FeedHead) -> bytes:
    """Entries as a calendar: one whole day each."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//shidian//watch//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", head.title)
    calendar.add("refresh-interval", dt.timedelta(days=1), {"value": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.id}@shidian")
        event.add("summary", entry.title)
        event.add("description", "\n".join(x for x in (entry.text, entry.link) if x))
        if entry.link:
            event.add("url", entry.link)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + dt.timedelta(days=1))
        event.add("dtstamp", dt.datetime.combine(head.updated, dt.time(), dt.UTC))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())

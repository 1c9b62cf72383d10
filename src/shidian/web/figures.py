"""The drawings and tables of the pages: from the context of a page to its picture, in the page's language, and from a table to its file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from html import unescape
from typing import TYPE_CHECKING

from markupsafe import Markup

from shidian.analysis.drawing.runs import runs
from shidian.analysis.drawing.staircase import Marked, staircase
from shidian.answer.facts import plain
from shidian.errors import BadValue
from shidian.web.tracked.dashboard import ProgrammePage, chart
from shidian.words.dates import day_label
from shidian.words.phrases import phrase

if TYPE_CHECKING:  # the page of a decision draws through here
    from shidian.web.asking.decision import DecisionPage
    from shidian.web.elsewhere import Elsewhere, ElsewherePage
    from shidian.web.programme import Run

PRINTED = 680
"""Pixels of the width of a chart in a memo."""


def programme_chart(page: ProgrammePage, which: str, lang: str, tasks_at: str) -> Markup:
    """A chart of the programme on its page."""
    return Markup(chart(page, which, lang, tasks_at))


def run_of(run: Run, lang: str, width: int | None = None) -> Markup:
    """Sums from January on, a line for each year. With a width it stands alone, in its own colours."""
    lines = [(str(x.year), x.other_rule, [(m, float(n)) for m, n in x.points]) for x in run.lines]
    return Markup(runs(lines, width=width, name=run.name[lang]))


def small_staircase_of(page: ElsewherePage, there: Elsewhere, number: int) -> Markup:
    """The ceiling of one region through time, small; the page lists them, so that its number tells them apart."""
    said = page.facts.get("share")
    marked = Marked(Decimal(said) if said is not None else None, "", page.on, "")
    return Markup(staircase(there.ceilings, *page.span, marked, key=f"there-{number}", small=True))


def staircase_of(page: DecisionPage, lang: str, width: int | None = None) -> Markup:
    """The ceiling of a case through time. With a width it stands alone, in its own colours."""
    said = page.decision.facts.get("share")
    asked = Decimal(said) if said is not None else None
    words = phrase("asked_share", value=plain(asked))[lang] if asked is not None else ""
    on = page.decision.receipt.on
    first, last = page.span
    turns = [s.interval.start for s in page.strip]
    marked = Marked(asked, words, on, day_label(on, short=True)[lang])
    drawn = staircase(page.ceilings, first, last, marked, turns, key="stairs", width=width, name=phrase("ceiling_title")[lang])
    return Markup(drawn)


def ceiling_file(page: DecisionPage) -> str:
    """The ceiling of a case through time as CSV: days and percent."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["start", "until", "in_force_certain", "in_force_possible", "announced_certain", "announced_possible"])
    for s in page.ceilings:
        spans = (s.in_force.certain, s.in_force.possible, s.announced.certain, s.announced.possible)
        rows.writerow([s.start.isoformat(), s.until.isoformat() if s.until else "", *(f"{x:g}" for x in spans)])
    return out.getvalue()


HEADS, HEAD, ROW = (re.compile(rf"<{tag}\b[^>]*>(.*?)</{tag}>", re.DOTALL) for tag in ("thead", "th", "tr"))
CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def labelled(table: Markup) -> Markup:
    """A table whose cells carry the head of their column, for telephones, where a row is shown as a card and an empty cell not at all.

    A table with two rows of heads, and a row with cells over several columns, stay as they are.
    """
    heads = [[TAG.sub("", h).strip() for h in HEAD.findall(row)] for row in ROW.findall("".join(HEADS.findall(table)))]
    if len(heads) != 1:
        return table

    def cell(names: Iterator[str], found: re.Match[str]) -> str:
        tag, more, said = found.groups()
        name, empty = next(names, ""), TAG.sub("", said).strip() in ("", "–")
        note = " data-empty" if empty else "" if tag == "th" else f' data-head="{name[:1].upper()}{name[1:]}"' if name else ""
        return f"<{tag}{more}{note}>{said}</{tag}>"

    def row(found: re.Match[str]) -> str:
        return found[0] if "span=" in found[0] else CELL.sub(partial(cell, iter(heads[0])), found[0])

    top, end, rows = str(table).partition("</thead>")
    return Markup(top + end + ROW.sub(row, rows))  # made of what was escaped already


TABLE = re.compile(r'<div class="wide[^>]*aria-label="([^"]*)"[^>]*><table\b[^>]*>(.*?)</table>', re.DOTALL)
ASIDE = re.compile(r'<span class="quiet">.*?</span>', re.DOTALL)
PART = re.compile(r"<br>|</li>|</p>|</summary>")
RAISED = re.compile(r"<sup>(.*?)</sup>")
OVER = re.compile(r'colspan="(\d+)"')


def table_file(html: str, name: str | None) -> str:
    """A table of a page as CSV, with a byte order mark so that spreadsheets read Chinese: the table of a name with what follows it in parts; where
    none is named, the first of the page with those that have its heads. What is only said to those who do not see is left out. Raises BadValue."""
    tables = [(unescape(label), body) for label, body in TABLE.findall(html)]
    if name is None:
        heads = [HEADS.findall(body) for _, body in tables]
        parts = [body for head, (_, body) in zip(heads, tables, strict=True) if head == heads[0]]
    else:
        parts = [body for label, body in tables if label == name or re.fullmatch(re.escape(name) + r" \d+", label)]
    if not parts:
        raise BadValue("this page has no such table", hint="known: " + ", ".join(f"`{label}`" for label, _ in tables[:12]))
    rows = [ROW.findall(parts[0]), *(ROW.findall(part.partition("</thead>")[2]) for part in parts[1:])]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([w for c in CELL.finditer(row) for w in _cell(c)] for part in rows for row in part)
    return "\ufeff" + out.getvalue()


def _cell(found: re.Match[str]) -> list[str]:
    """What a cell says, and for each further column that it covers an empty word; a value that several columns share, once for each."""
    said = RAISED.sub(r" (\1)", PART.sub("; ", ASIDE.sub("", found[3])))
    over = OVER.search(found[2])
    word, more = " ".join(unescape(TAG.sub("", said)).split()).strip("; "), int(over[1]) - 1 if over else 0
    return [word, *[word if 'class="cell ' in found[2] else ""] * more]

"""The drawings and tables of the pages: from the context of a page to its picture, in the page's language, and from a table to its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from html import unescape
from itertools import count
from typing import TYPE_CHECKING

from jinja2 import pass_context
from jinja2.runtime import Context as JinjaContext
from markupsafe import Markup, escape

from shidian.analysis.drawing.stacks import runs
from shidian.analysis.drawing.staircase import Marked, staircase
from shidian.answer.facts import plain
from shidian.errors import BadValue
from shidian.files import csv_text
from shidian.web.page import Sift, address
from shidian.words.dates import dated, day_label
from shidian.words.phrases import phrase

if TYPE_CHECKING:  # the page of a decision draws through here
    from shidian.analysis.ceilings import CeilingStep
    from shidian.web.asking.decision import DecisionPage
    from shidian.web.elsewhere import Elsewhere, ElsewherePage
    from shidian.web.programme import Run

PRINTED = 680
"""Pixels of the width of a chart that stands alone."""
BESIDE = 430
"""Likewise, of one that has words beside it."""


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
    colon = "：" if lang == "zh" else ": "

    def told(step: CeilingStep) -> str:
        days = phrase("from_until", start=str(step.start), end=str(step.until)) if step.until else phrase("since", day=str(step.start))
        spans = [
            (key, span)
            for key, span in (("in_force", step.in_force), ("announced", step.announced))
            if key == "in_force" or span != step.in_force
        ]
        reach = [
            f"{phrase(key)[lang]}{colon}{f'{x.certain:g}' if x.certain == x.possible else f'{x.certain:g}–{x.possible:g}'} %"
            for key, x in spans
        ]
        return "\n".join((dated(days[lang], lang), *reach))

    name = phrase("ceiling_title")[lang]
    drawn = staircase(page.ceilings, first, last, marked, turns, key="stairs", width=width, name=name, told=told)
    return Markup(drawn)


def ceiling_file(page: DecisionPage) -> str:
    """The ceiling of a case through time as CSV: days and percent."""
    rows = [["start", "until", "in_force_certain", "in_force_possible", "announced_certain", "announced_possible"]]
    for s in page.ceilings:
        spans = (s.in_force.certain, s.in_force.possible, s.announced.certain, s.announced.possible)
        rows.append([s.start.isoformat(), s.until.isoformat() if s.until else "", *(f"{x:g}" for x in spans)])
    return csv_text(rows, end="\r\n")


HEADS, HEAD, ROW = (re.compile(rf"<{tag}\b[^>]*>(.*?)</{tag}>", re.DOTALL) for tag in ("thead", "th", "tr"))
CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
BODY = re.compile(r"(<tbody[^>]*>)(.*?)</tbody>", re.DOTALL)
LINE = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
LONG = 12
"""Rows above which a table can be filtered and sorted."""
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
DAY = re.compile(
    rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS[i : i + 3] for i in range(0, 36, 3))})[a-z]* (\d{{4}})|(\d{{4}})年(?:(\d+)月)?(?:(\d+)日)?"
)
NUMBER = re.compile(r"[≤≥<>~]? ?([+−-]?\d[\d,]*(?:\.\d+)?)(?![A-Za-z])")
PROSE = 40
"""Letters above which a cell is no number with its unit."""


class Sifting:
    """The tables of one page in the order in which it is written, and what its address asks of one of them. `pairs` are the rest of its query."""

    def __init__(self, asked: Sift | None, pairs: Sequence[tuple[str, str]]) -> None:
        self.asked = asked
        self.pairs = list(pairs)
        self.count = 0

    def number(self) -> int:
        """The number of the next table."""
        self.count += 1
        return self.count

    def of(self, number: int) -> Sift | None:
        """What is asked of the table of a number."""
        return self.asked if self.asked is not None and self.asked.table == number else None


@pass_context
def sifted(names: JinjaContext, table: Markup, label: str, cls: str, aside: bool = False) -> tuple[Markup, Markup]:
    """The form that filters and sorts a long table, empty for others, and the table as the address asks for it. Where rows become cards on telephones, the
    cells carry the head of their column, and an empty one is not shown there.

    A table with two rows of heads stays as it is, and so do one that is a part of another (`aside`) and a row with cells over several columns."""
    sifting: Sifting | None = None if aside else names.get("sifting")
    number = sifting.number() if sifting else 0
    top, end, rows = str(table).partition("</thead>")
    heads = HEAD.findall(top)
    if top.count("<tr") != 1 or not heads:
        return Markup(), table
    asked = sifting.of(number) if sifting else None
    long = sifting is not None and (asked is not None or rows.count("<tr") > LONG)
    stamp = partial(_stamped, [TAG.sub("", h).strip() for h in heads] if "cards" in cls else [], long)
    if "cards" in cls or (long and "matrix" not in cls):
        rows = LINE.sub(lambda row: row[0] if "span=" in row[0] else CELL.sub(partial(stamp, count()), row[0]), rows)
    if not long:
        return Markup(), Markup(top + end + rows)  # made of what was escaped already
    said = ""
    if asked:
        rows = BODY.sub(partial(_arranged, asked, names["lang"]), rows)
        total = rows.count("<tr") - rows.count('class="group"')
        shown = total - len(HIDDEN.findall(rows))
        said = "" if not asked.find else f"{shown} / {total}" if shown else names["t"]("nothing_found")
    form, linked = sift_form(names, top, label, number, said, "matrix" not in cls)
    return form, Markup(f"{linked!s}{end}{rows}")


@pass_context
def sift_form(names: JinjaContext, heads: str, label: str, number: int, said: str = "", sorts: bool = True) -> tuple[Markup, Markup]:
    """The form above a table, which says how many rows are shown, and its heads, each leading to the table sorted by it."""
    sifting: Sifting = names["sifting"]
    asked, t = sifting.of(number) or Sift(number), names["t"]
    kept = [*sifting.pairs, ("sift", str(number))]
    sortable = [(i, TAG.sub("", h)) for i, h in enumerate(HEAD.findall(heads), 1) if h.strip() and sorts]

    def link(columns: Iterator[int], found: re.Match[str]) -> str:
        column = next(columns)
        if column not in dict(sortable) or "<" in found[1]:
            return found[0]
        there = address(
            "", [*kept, *([("find", asked.find)] if asked.find else []), ("sort", str(-column if asked.sort == column else column))]
        )
        way = f' aria-sort="{"ascending" if asked.sort > 0 else "descending"}"' if abs(asked.sort) == column else ""
        return f'{found[0][: found[0].index(">")]}{way}><a href="{escape(there)}#sift-{number}">{found[1]}</a></th>'

    options = "".join(
        f'<option value="{way}"{" selected" if way == asked.sort else ""}>{name[:1].upper()}{name[1:]} {sign}</option>'
        for column, name in sortable
        for way, sign in ((column, "↑"), (-column, "↓"))
    )
    select = f'<label><span class="quiet">{t("sift_order")}</span><select name="sort"><option value="">{t("sift_order")}</option>{options}</select></label>'
    hidden = "".join(f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in kept)
    form = (
        f'<form class="sift no-print" id="sift-{number}" action="#sift-{number}">{hidden}<label><span class="quiet">{t("sift_rows")}{names["colon"]}{label}</span>'
        f'<input type="search" name="find" maxlength="200" value="{escape(asked.find)}" placeholder="{t("sift_rows")}"></label>'
        f'{select if sortable else ""}<button>{t("filter")}</button> <output data-none="{t("nothing_found")}">{said}</output></form>'
    )
    return Markup(form), Markup(HEAD.sub(partial(link, count(1)), heads))


def _stamped(heads: Sequence[str], keyed: bool, columns: Iterator[int], found: re.Match[str]) -> str:
    """A cell with the head of its column, and with the number by which it is sorted where it says a day or a number in other words."""
    tag, more, said = found.groups()
    column, text = next(columns), unescape(TAG.sub("", said)).strip()
    name = heads[column] if column < len(heads) else ""
    if text in ("", "–"):
        return f"<{tag}{more}{' data-empty' if heads else ''}>{said}</{tag}>"
    note = f' data-head="{name[:1].upper()}{name[1:]}"' if name and tag == "td" else ""
    key = _key(text) if keyed and tag == "td" and len(text) < PROSE else text
    return f"<{tag}{more}{note}{'' if key == text else f' data-key={key}'}>{said}</{tag}>"


def _key(text: str) -> str:
    """A day as its year with the month and the day behind the point, a number with its unit as the number, other texts as they are."""
    if day := DAY.match(text):
        d, name, y, year, month, day_of = day.groups()
        return f"{y}.{MONTHS.index(name) // 3 + 1:02}{int(d or 0):02}" if name else f"{year}.{int(month or 0):02}{int(day_of or 0):02}"
    number = NUMBER.match(text)
    if text.startswith("– "):  # nothing, with a remark
        return "–"
    return number[1].replace(",", "").replace("−", "-").lstrip("+") if number else text


def _arranged(asked: Sift, lang: str, found: re.Match[str]) -> str:
    """The rows of one body of a table as they are asked for: those without the words hidden, the others in order; empty cells last, numbers before words, and
    Chinese words by their sound. Rows over several columns head the others."""
    wanted = asked.find.casefold().split()
    rows = [(row, _keys(row)) for row in LINE.findall(found[2]) if "span=" not in row]
    column = abs(asked.sort) - 1

    def place(row: tuple[str, list[str]]) -> tuple[int, float, bytes]:
        key = row[1][column] if column < len(row[1]) else ""
        number = float(key) if re.fullmatch(r"-?\d+(\.\d+)?", key) else None
        return 1 if number is None else 0, number or 0.0, key.casefold().encode("gb18030" if lang == "zh" else "utf-8", "replace")

    if asked.sort:
        full = [r for r in rows if column < len(r[1]) and r[1][column] not in ("", "–")]
        rows = [*sorted(full, key=place, reverse=asked.sort < 0), *(r for r in rows if r not in full)]
    shown = [all(w in " ".join(TAG.sub(" ", row).split()).casefold() for w in wanted) for row, _ in rows]
    told = "".join(row if seen else row.replace("<tr", "<tr hidden", 1) for (row, _), seen in zip(rows, shown, strict=True))
    heads = "".join(
        row if any(shown) or not rows else row.replace("<tr", "<tr hidden", 1) for row in LINE.findall(found[2]) if "span=" in row
    )
    return f"{found[1]}{heads}{told}</tbody>"


def _keys(row: str) -> list[str]:
    """What the cells of a row are sorted by."""
    cells = [(KEYED.search(more), said) for _, more, said in CELL.findall(row)]
    return [key[1] if key else unescape(TAG.sub("", said)).strip() for key, said in cells]


KEYED = re.compile(r"data-key=(\S+)")
TABLE = re.compile(r'<div class="wide[^>]*aria-label="([^"]*)"[^>]*><table\b[^>]*>(.*?)</table>', re.DOTALL)
ASIDE = re.compile(r'<span class="quiet">.*?</span>', re.DOTALL)
PART = re.compile(r"<br>|</li>|</p>|</summary>")
RAISED = re.compile(r"<sup>(.*?)</sup>")
HIDDEN = re.compile(r"<tr hidden.*?</tr>", re.DOTALL)
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
    parts = [HIDDEN.sub("", part) for part in parts]
    rows = [ROW.findall(parts[0]), *(ROW.findall(part.partition("</thead>")[2]) for part in parts[1:])]
    return "\ufeff" + csv_text(([w for c in CELL.finditer(row) for w in _cell(c)] for part in rows for row in part), end="\r\n")


def _cell(found: re.Match[str]) -> list[str]:
    """What a cell says, and for each further column that it covers an empty word; a value that several columns share, once for each."""
    said = RAISED.sub(r" (\1)", PART.sub("; ", ASIDE.sub("", found[3])))
    over = OVER.search(found[2])
    word, more = " ".join(unescape(TAG.sub("", said)).split()).strip("; "), int(over[1]) - 1 if over else 0
    return [word, *[word if 'class="cell ' in found[2] else ""] * more]

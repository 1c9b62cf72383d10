"""Names, titles of instruments and sets told by their number, as findings."""

from __future__ import annotations

from bisect import bisect_right

from shidian.documents.grammar.finding import Cited, Finding, Named
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.short_names import short_names
from shidian.documents.grammar.tables import patterns, words

PATTERNS = patterns("mentions")

_HEAD = frozenset(words()["title_heads"])
NEAR = 60
"""Characters between the end of a title and the short name that is defined for it."""
_LOOSE = frozenset(("work plan", "negative list", "the plan", "the work plan", "action plan", "the law", "the measures"))


def read_names(page: PageText) -> None:
    """Adds places, origins, activities, bodies, agreements, and instruments by their full title."""
    for name in page.scan.names:
        if name.kind == "nothing":
            continue
        if name.kind == "instrument":
            tail = (
                PATTERNS["title_tail"].match(page.document.text, name.end)
                if page.document.text[name.start - 1 : name.start] == "《"
                else None
            )
            end = tail.end() - 1 if tail else name.end
            page.add("instrument", name.start, end, Cited(name.ids, page.document.text[name.start : end]))
        elif not (name.set and name.kind == "place" and _class_noun(page, name.start)):
            page.add(name.kind, name.start, name.end, Named(name.ids, name.set))


def _class_noun(page: PageText, start: int) -> bool:
    """Whether a set is the noun of a count ("six provincial capitals"): the count speaks of it."""
    return bool(PATTERNS["counted_before"].search(page.folded[max(0, start - 10) : start]))


def read_titles(page: PageText) -> None:
    """Adds titles of instruments that no name of the lawbook is: 《…》, and English titles in capitals that end in a word such as Plan or Law."""
    text = page.document.text
    _drop_titles_in_titles(page)
    covered: set[int] = {at for f in page.findings if f.kind in ("instrument", "agreement") for at in range(f.start, f.end)}
    for found in PATTERNS["book"].finditer(text):
        if covered.isdisjoint(range(*found.span())):
            page.add("instrument", found.start(), found.end(), Cited((), found[1]))
            covered.update(range(*found.span()))
    if page.document.language == "en":
        _english_titles(page, covered)
    _short_names(page, covered)


def _drop_titles_in_titles(page: PageText) -> None:
    """Leaves out a title that another act's title goes on from (《外商投资法实施条例》 is not the law, nor are Regulations for Implementing the Law)."""
    text = page.document.text
    inner = {f.start: f for f in page.findings if f.kind == "instrument"}
    if not inner:
        return
    starts = sorted(inner)
    out: set[int] = set()
    for found in PATTERNS["book"].finditer(text):
        for start in starts[bisect_right(starts, found.start()) : bisect_right(starts, found.end())]:
            end = inner[start].end
            if end < found.end() - 1 and not PATTERNS["title_tail"].match(text, end):
                out.add(start)
    if page.document.language == "en":
        for start in inner:
            if PATTERNS["title_over"].search(text, max(0, start - 60), start):
                out.add(start)
    if out:
        page.findings[:] = [f for f in page.findings if not (f.kind == "instrument" and f.start in out)]


def _short_names(page: PageText, covered: set[int]) -> None:
    """Adds what a text calls by a short name that it defines."""
    text = page.document.text
    known = [(f.end, f.value.ids) for f in page.findings if isinstance(f.value, Cited) and f.value.ids]
    for short in short_names(text):
        ids = next((ids for end, ids in known if 0 <= short.at - end <= NEAR), ())
        at = text.find(short.name, short.at)
        while at >= 0 and len(short.name) > 2:
            end = at + len(short.name)
            whole = not (short.name[0].isascii() and (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()))
            if whole and covered.isdisjoint(range(at, end)):
                page.add("instrument", at, end, Cited(ids, short.name))
                covered.update(range(at, end))
            at = text.find(short.name, end)


def _english_titles(page: PageText, covered: set[int]) -> None:
    """Adds English titles in capitals that end in a word such as Plan or Law."""
    text = page.document.text
    for found in PATTERNS["title"].finditer(text):
        if page.layout.passage_at(found.start()).kind in ("title", "heading"):
            continue
        words = PATTERNS["small"].sub("", found[0])
        start, end = found.start(), found.start() + len(words)
        parts = words.split(" ")
        if (
            len(parts) < 4
            or parts[-1] == "No"
            or not any(p.strip("()") in _HEAD for p in parts)
            or PATTERNS["small"].sub("", words).casefold() in _LOOSE
        ):
            continue
        if parts[0] in ("The", "Under", "In", "On", "This", "These", "Among", "According"):
            start += len(parts[0]) + 1
        if covered.isdisjoint(range(start, end)):
            page.add("instrument", start, end, Cited((), text[start:end]))
            covered.update(range(start, end))


def drop_covered(page: PageText) -> None:
    """Leaves out names that stand within the title of an instrument or agreement: they are part of it."""
    titles = sorted((f.start, f.end) for f in page.findings if f.kind in ("instrument", "agreement"))
    if not titles:
        return
    kept: list[Finding] = []
    for finding in page.findings:
        if finding.kind in ("place", "origin", "activity", "body", "day", "count") and _inside(titles, finding):
            continue
        kept.append(finding)
    page.findings[:] = kept


def _inside(titles: list[tuple[int, int]], finding: Finding) -> bool:
    at = bisect_right(titles, (finding.start, 10**12)) - 1
    return at >= 0 and titles[at][0] <= finding.start and finding.end <= titles[at][1]

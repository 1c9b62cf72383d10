"""The number beside a title (国务院令第790号, 工信部通信函〔2024〕107号, Order No. 2 of 2019) held against the numbers under which the lawbook knows the act.

An act is amended by orders that the lawbook need not hold, so another number is called wrong only where it is a different act's, where the series is complete,
where it lies little before the act's own or so soon after it that no amendment bears it yet, or where one act that was never amended is cited by a number of the
same year or by its digits in disorder. Everything else is "not held".
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from shidian.documents.against.titles import Titles
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import squeeze
from shidian.law.numerals import chinese
from shidian.law.records.instrument import Instrument

PATTERNS = patterns("citations")

_LATIN = "latin"
_DOCUMENT_EN = PATTERNS["document_english"]
"""A document's number in Latin letters: its series is written in many ways, so that only year and number count."""
SOON = 3
"""By so many numbers an order may follow an act's own without amending it: orders that amend many acts at once come within a year, twelve numbers after one."""
BEFORE = 20
"""By so many numbers an order may stand before an act's own without being an older act of the same title."""


class DocumentNumber(Struct, frozen=True):
    """A number of an act: `series` is the letters of a document's number, empty for an order."""

    series: str
    year: str | None
    number: int


def number_after(plain: str, end: int) -> tuple[str, int] | None:
    """The words right after a title that hold its number, and where they end; none where they speak of an amendment."""
    for pattern in (PATTERNS["given_by"], PATTERNS["told_after"]):
        given = pattern.match(plain, end)
        if (
            given is not None
            and (words := next((g for g in given.groups() if g), ""))
            and not PATTERNS["amends"].search(plain[given.end() :][:8])
        ):
            return words, given.end()
    found = PATTERNS["bracket_after"].match(plain, end)
    if found is None or PATTERNS["amends"].search(found[1]) or not numbers_in(found[1]):
        return None
    return found[1], found.end()


def number_before(plain: str, start: int) -> tuple[str, int] | None:
    """The number that stands right before a title as its own, and where it begins."""
    low = max(0, start - 80)
    found = PATTERNS["told_before"].search(plain[low:start])
    if found is None:
        return None
    words = found[1] or found[2]
    return (words, low + found.start(1 if found[1] else 2)) if numbers_in(words) else None


def numbers_in(words: str) -> list[DocumentNumber]:
    """Every number of an act in some words."""
    out = []
    for found in PATTERNS["order"].finditer(words):
        value = int(found[2]) if found[2].isdigit() else chinese(found[2])
        if value is not None:
            out.append(DocumentNumber("", found[1], int(value)))
    out += [DocumentNumber(found[1], found[2], int(found[3])) for found in PATTERNS["document"].finditer(words)]
    out += [DocumentNumber(_LATIN, found[1], int(found[2])) for found in _DOCUMENT_EN.finditer(words)]
    out += [DocumentNumber("", found[2], int(found[1])) for found in PATTERNS["order_english"].finditer(words)]
    return out


def held_numbers(instrument: Instrument) -> list[list[DocumentNumber]]:
    """The numbers of each edition."""
    return [[*numbers_in(e.number.zh), *numbers_in(e.number.en)] if e.number else [] for e in instrument.editions]


def judge(words: str, instrument: Instrument, titles: Titles, edition: str | None = None) -> Literal["fits", "wrong", "unknown"]:
    """Whether a number said of an act, or of the edition that is named with it, is one of its numbers."""
    said = numbers_in(words)
    by_edition = held_numbers(instrument)
    own = next((n for e, n in zip(instrument.editions, by_edition, strict=True) if e.edition == edition), [])
    others = [n for e, numbers in zip(instrument.editions, by_edition, strict=True) if e.edition != edition for n in numbers]
    if own and said and any(_same(s, n) for s in said for n in others) and not any(_same(s, n) for s in said for n in own):
        return "wrong"
    held = {n for numbers in by_edition for n in numbers}
    for one in said:
        alike = [n for n in held if bool(n.series) == bool(one.series)]
        if one.series == _LATIN and all(n.series != _LATIN for n in alike):
            continue
        if not alike or any(_same(one, n) for n in alike):
            return "fits"
        other = titles.by_number(squeeze(words.rstrip(" ,，")))
        if other is not None and other.instrument != instrument.instrument:
            return "wrong"
        if one.series:
            same = [n for n in alike if one.series.endswith(n.series) or n.series.endswith(one.series)]
            return "wrong" if same and len(by_edition) == 1 else "unknown"
        return "wrong" if _surely_not(one, alike, by_edition, instrument) else "unknown"
    return "fits"


def edition_of(words: str, instrument: Instrument) -> str | None:
    """The edition that a number means, of an act that is issued anew each time: every edition has one number of its own, and none is an amendment."""
    numbers = {e.edition: numbers_in(e.number.zh) if e.number else [] for e in instrument.editions}
    own = [n[0] for n in numbers.values() if len(n) == 1]
    if (
        len(numbers) < 2
        or len(set(own)) != len(numbers)
        or any(PATTERNS["amends"].search(e.number.zh) for e in instrument.editions if e.number)
    ):
        return None
    return next((e for e, (number,) in numbers.items() if any(_same(said, number) for said in numbers_in(words))), None)


def _same(one: DocumentNumber, other: DocumentNumber) -> bool:
    years = one.year is None or other.year is None or one.year == other.year
    return (
        one.number == other.number and years and (not one.series or one.series.endswith(other.series) or other.series.endswith(one.series))
    )


def _surely_not(one: DocumentNumber, alike: list[DocumentNumber], by_edition: list[list[DocumentNumber]], instrument: Instrument) -> bool:
    if len(by_edition) == 1:
        edition = instrument.editions[0]
        if edition.number is None or (edition.note is not None and PATTERNS["from_memory"].search(edition.note.en)):
            return False
        first = alike[0]
        later = one.number - first.number
        if one.year == first.year and (0 <= later <= SOON or (-BEFORE <= later < 0 and instrument.kind != "statute")):
            return True  # an amendment is issued later; the orders of presidents begin again with each congress
        if PATTERNS["amends"].search(edition.number.zh):
            return False
        if any(n.year is not None and n.year == one.year for n in alike):
            return True
        return any(disordered(one.number, n.number) for n in alike)
    own = [max(n.number for n in numbers if not n.series) for numbers in by_edition if any(not n.series for n in numbers)]
    if any(disordered(one.number, n.number) for n in alike):
        return True
    complete = len(own) == len(by_edition) == len(set(own))
    known = [n.number for n in alike]
    return complete and min(known) < one.number < max(known)


def disordered(one: int, other: int) -> bool:
    """Whether two numbers have the same digits in another order."""
    return one != other and sorted(str(one)) == sorted(str(other))

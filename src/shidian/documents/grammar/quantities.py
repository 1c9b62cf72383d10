"""Every number of a page: a day, a share, an amount, a period, a count; or no quantity, with the rule that says so."""

from __future__ import annotations

from decimal import Decimal

from shidian.documents.document import Passage
from shidian.documents.grammar.amounts import (
    BOUND_BEFORE,
    MEASURE,
    MONEY_AFTER,
    MONEY_BEFORE,
    PERCENT,
    PERIOD,
    SCALE,
    Token,
    read_part,
    read_quantity,
)
from shidian.documents.grammar.days import Calendar, words
from shidian.documents.grammar.finding import AmountFound, Cited, When
from shidian.documents.grammar.lexicon import BEFORE
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.tables import patterns
from shidian.law.numerals import DIGITS, HAN_NUMERAL, MIXED, SPOKEN, chinese, digits, number, spoken_number

PATTERNS = patterns("quantities")


def tokens(page: PageText) -> list[Token]:
    """The numbers of a page in order: digits, Chinese numerals that count something, English number words."""
    folded = page.folded
    out = [Token(*m.span(), told, "digit") for m in MIXED.finditer(folded) if (told := number(m[0])) is not None]  # 3亿5千万
    within = {at for token in out for at in range(token.start, token.end)}
    out += [Token(m.start(), m.end(), digits(m[0]), "digit") for m in DIGITS.finditer(folded) if m.start() not in within]
    if page.document.language == "zh" or "个" in folded or "项" in folded:
        for found in HAN_NUMERAL.finditer(folded):
            start, end = found.span()
            if start and (folded[start - 1].isdigit() or start in within or folded[start - 1] in "几数"):
                continue  # 几千 is nobody's 1,000
            if not (
                MEASURE.match(folded, end)
                or MONEY_AFTER.match(folded, end)
                or PERIOD.match(folded, end)
                or folded.startswith(("月", "年", "日", "余", "多"), end)
                or folded[start - 1 : start] == "第"
            ):
                continue
            value = chinese(found[0])
            if value is not None:
                out.append(Token(start, end, value, "han"))
    for word in page.scan.numbers:  # two hundred and fifty, nineteen point nine
        if word.start not in within:
            spelled = SPOKEN.match(folded, word.start)
            told = spoken_number(spelled[0]) if spelled else None
            end, told = (spelled.end(), told) if spelled and told is not None else (word.end, Decimal(word.value))
            within.update(range(word.start, end))
            out.append(Token(word.start, end, told, "word"))
    out.sort()
    return out


def read_quantities(page: PageText) -> list[tuple[int, int]]:
    """Adds a finding or an ignored token for each number, and returns the spans of those that nothing accounts for."""
    folded, text = page.folded, page.document.text
    calendar = Calendar(text, folded, page.document.date)
    taken = _Taken()
    for told in words(calendar, page.scan):
        page.add("day", told.start, told.end, told.value)
        taken.add(told.start, told.end)
    for cue in page.scan.cue("address"):
        if found := PATTERNS["address"].match(folded, cue.start):
            page.ignore(found.start(), found.end(), "address")
            taken.add(found.start(), found.end())
    for cue in page.scan.cue("part"):
        if (
            (found := PATTERNS["half"].search(folded, max(0, cue.start - 16), cue.end + 12))
            and not taken.holds(found.start())
            and (part := read_part(found[0])) is not None
        ):
            if PATTERNS["part_of_year"].search(folded[max(0, found.start() - 8) : found.start()]):
                page.ignore(found.start(), found.end(), "part-of-year")
                taken.add(found.start(), found.end())
                continue
            if (
                (bound := BOUND_BEFORE.search(folded[max(0, found.start() - 20) : found.start()]))
                and part.bound in ("is", "about")
                and BEFORE[bound[1]] != "is"
            ):
                part = AmountFound(part.number, part.unit, BEFORE[bound[1]])  # type: ignore[arg-type]
            page.add("share", found.start(), found.end(), part)
            taken.add(found.start(), found.end())
    rest: list[tuple[int, int]] = []
    for token in tokens(page):
        if taken.holds(token.start):
            continue
        reach = _read(page, calendar, token)
        if reach is None:
            rest.append((token.start, token.end))
        else:
            taken.add(token.start, reach)
    return rest


class _Taken:
    """Spans that are accounted for."""

    def __init__(self) -> None:
        self.cells: set[int] = set()

    def add(self, start: int, end: int) -> None:
        self.cells.update(range(start, end))

    def holds(self, offset: int) -> bool:
        return offset in self.cells


def _read(page: PageText, calendar: Calendar, token: Token) -> int | None:
    """Adds what a number is and returns the end of what it takes up; None when nothing accounts for it."""
    folded = page.folded
    start, end, _, source = token
    passage = page.layout.passage_at(start)
    if passage.number is not None and start < passage.start + len(passage.number) + 2 and end <= passage.start + len(passage.number) + 1:
        page.ignore(start, end, "list-number")
        return end
    if (start and folded[start - 1].isalpha() and folded[start - 1].isascii() and source == "digit") or (
        source == "digit"
        and end < len(folded)
        and folded[end].isalpha()
        and folded[end].isascii()
        and not SCALE.match(folded, end)
        and not PERIOD.match(folded, end)
        and not PATTERNS["ordinal"].match(folded, end)
        and not PERCENT.match(folded, end)
        and not MONEY_AFTER.match(folded, end)
    ):
        if not MONEY_BEFORE.search(folded[max(0, start - 12) : start]):
            page.ignore(start, end, "part-of-a-name")
            return end
    if source == "digit" and (reach := _no_number(page, token, passage)) is not None:
        return reach
    if (reach := _not_quantity(page, token)) is not None:
        return reach
    if source in ("digit", "han") and (told := calendar.at(start)) is not None:
        rolls = PATTERNS["rolling_before"].search(folded, max(0, start - 4), start)
        if (rolls and not (rolls[0] == "次年" and not told.value.relative)) or PATTERNS["rolling_after"].match(folded, told.end):
            page.ignore(told.start, told.end, "rolling-day")
        else:
            page.add("day", told.start, told.end, told.value)
        return told.end
    before = folded[max(0, start - 28) : start]
    if source == "digit" and PATTERNS["annex_before"].search(before):
        page.ignore(start, end, "citation")
        return end
    if (found := PATTERNS["section_before"].search(before)) is not None:
        if found[0] == "第":
            if source == "han" or PATTERNS["han_ordinal_after"].match(folded, end):
                page.ignore(start, end, "ordinal")
                return end
        else:
            page.ignore(start, end, "citation")
            return end
    if source == "digit" and PATTERNS["ordinal"].match(folded, end):
        page.ignore(start, end, "ordinal")
        return end
    return read_quantity(page, calendar, token, before)


def _no_number(page: PageText, token: Token, passage: Passage) -> int | None:
    """The end of a time of day, a telephone number, a house number, or the number of a question or annex."""
    folded = page.folded
    start, end = token.start, token.end
    if (
        (clock := PATTERNS["clock"].match(folded, start)) is not None
        and folded[start - 1 : start] not in ("1", ":")
        and not folded.startswith("%", clock.end())
    ):
        page.ignore(start, clock.end(), "clock")
        return clock.end()
    before = folded[max(0, start - 12) : start]
    if (code := PATTERNS["area_code"].match(folded, start)) is not None or PATTERNS["call_before"].search(before):
        reach = code.end() if code is not None else end
        page.ignore(start, reach, "phone")
        return reach
    if folded.startswith("号", end) and PATTERNS["street_before"].search(before):
        page.ignore(start, end + 1, "address")
        return end + 1
    if PATTERNS["inline"].search(before) and PATTERNS["number_dot"].match(folded[end : end + 2]) and end - start <= 2:
        page.ignore(start, end, "list-number")
        return end
    if PATTERNS["street_after"].match(page.document.text, end):
        page.ignore(start, end, "address")
        return end
    if PATTERNS["labelled"].search(before) and PATTERNS["label_end"].match(folded[end : end + 2]) and (start - passage.start <= 6):
        page.ignore(start, end, "list-number")
        return end
    return None


def _not_quantity(page: PageText, token: Token) -> int | None:
    """The end of a document number, a formula such as 1+4+6, or a telephone number that a number begins or belongs to."""
    folded, text = page.folded, page.document.text
    start, end = token.start, token.end
    if (
        token.source == "digit"
        and folded[start - 1 : start] in ("〔", "[", "(", "（", "【")
        and start
        and (found := PATTERNS["number_after_bracket"].match(folded, start - 1))
    ):
        begin = _number_start(folded, start - 1)
        page.add("instrument", begin, found.end(), Cited((), None, text[begin : found.end()]))
        return found.end()
    if folded.startswith("号", end) and folded[start - 1 : start] == "第":
        begin = start - 1
        if (year := PATTERNS["year_before"].search(folded[max(0, start - 6) : start - 1])) is not None:
            begin -= len(year[0])
        page.add("instrument", begin, end + 1, Cited((), None, text[begin : end + 1]))
        return end + 1
    if token.source == "digit" and (found := PATTERNS["decree"].search(folded, max(0, start - 48), start)):
        reach = year_after.end() if (year_after := PATTERNS["of_year"].match(folded, end)) else end
        page.add("instrument", found.start(), reach, Cited((), None, text[found.start() : reach]))
        return reach
    if token.source == "digit" and (found := PATTERNS["formula"].match(folded, start)) and found.end() > end:
        page.ignore(start, found.end(), "formula")
        return found.end()
    if (
        token.source == "digit"
        and (folded[max(0, start - 2) : start].endswith(("+", "+(")) or end - start >= 8)
        and "." not in folded[start:end]
    ):
        if (found := PATTERNS["phone"].match(folded, start)) and found.end() - start >= 7:
            page.ignore(start, found.end(), "phone")
            return found.end()
    return None


def _number_start(folded: str, bracket: int) -> int:
    """Where a document number begins: the characters of the issuer before the year, without the words that lead up to it."""
    begin = bracket
    while begin > 0 and bracket - begin < 8 and "\u3400" <= folded[begin - 1] <= "\u9fff":
        begin -= 1
    leads = [m.end() for m in PATTERNS["issuer_start"].finditer(folded, begin, bracket) if m.end() < bracket]
    return max(leads, default=begin)


__all__ = ["Token", "When", "read_quantities", "tokens"]

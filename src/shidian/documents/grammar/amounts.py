"""What a number tells: a share, an amount of money, a period, a year, or a count with its noun; and the words that bound it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from shidian.documents.grammar.days import Calendar
from shidian.documents.grammar.finding import AmountFound, Bound
from shidian.documents.grammar.lexicon import AFTER, BEFORE, CHINESE_MEASURES, CURRENCIES, ENDS_OF_NOUN, PERIODS
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.tables import patterns
from shidian.law.numerals import DIGITS, HAN_NUMERAL, SCALES, share

PATTERNS = patterns("quantities")


def _any(words: object) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


SCALE = re.compile(rf"[\s-]?(?:({_any(w for w in SCALES if w[0].isascii())})(?![a-z])|({_any(w for w in SCALES if not w[0].isascii())}))")
PERCENT = PATTERNS["percent"]
MONEY_AFTER = re.compile(rf"\s?(?:of )?({_any(c for c in CURRENCIES if c not in ('$', '¥', '￥', '€', '£'))})(?![a-z])")
MONEY_BEFORE = re.compile(rf"(?:^|[^a-z])({_any(c for c in CURRENCIES if c[0].isascii() or c in '¥￥€£' or c == '人民币')})\s?$")
PERIOD = re.compile(rf"[\s-]{{0,2}}({_any(p for p in PERIODS)})(?![a-z])")
MEASURE = re.compile(rf"\s?({_any(CHINESE_MEASURES)})")
BOUND_BEFORE = re.compile(rf"(?:^|[^a-z])({_any(BEFORE)})\s?(?:the |a |an |another |其|为|到|约|了|有)?$")
_AFTER = re.compile(rf"\s?({_any(AFTER)})(?![a-z])(?! (?:rmb|usd|us\$|hk|a |an |the |[$¥0-9]))")


class Token(NamedTuple):
    """A number as written."""

    start: int
    end: int
    value: Decimal
    source: str  # digit, han or word


def read_quantity(page: PageText, calendar: Calendar, token: Token, before: str) -> int | None:
    folded = page.folded
    start, end, value, source = token
    bound: Bound = "is"
    begin = start
    currency: str | None = None
    if money := MONEY_BEFORE.search(before):
        currency = CURRENCIES[money[1]]
        begin = start - len(before) + money.start(1)
        before = before[: money.start(1)]
    if found := BOUND_BEFORE.search(before):
        bound = BEFORE[found[1]]  # type: ignore[assignment]
    elif PATTERNS["about_of"].search(before):
        bound = "about"
    reach = end
    if tail := PATTERNS["more_than_tail"].match(folded, reach):
        bound, reach = "above", tail.end()
    if folded.startswith("+", reach) and not folded[reach + 1 : reach + 2].isdigit():
        bound, reach = "above", reach + 1
    if scale := SCALE.match(folded, reach):
        word = scale[1] or scale[2]
        if word != "m" or currency:
            value, reach = value * SCALES[word], scale.end()
            if tail := PATTERNS["more_than_tail"].match(folded, reach):
                bound, reach = "above", tail.end()
    if percent := PERCENT.match(folded, reach):
        if before[-2:-1].isdigit() and before.endswith("/"):  # 33 1/3 % is nobody's 3 %
            return None
        reach = percent.end()
        if PATTERNS["limit_after"].match(folded, reach):
            bound = "at_most"
        return _done(page, "share", begin, reach, value, "percent", bound)
    if currency is None and (money_after := MONEY_AFTER.match(folded, reach)):
        currency, reach = CURRENCIES[money_after[1]], money_after.end()
    if currency is not None:
        if (also := MONEY_AFTER.match(folded, reach)) and CURRENCIES[also[1]] == currency:
            reach = also.end()
        return _done(page, "amount", begin, reach, value, currency, bound)
    if (range_ := _range(folded, reach)) is not None and bound == "is" and currency is None:
        unit, kind = range_
        page.add(kind, begin, reach, AmountFound(value, unit, "at_least"))  # type: ignore[arg-type]
        return reach
    if (
        source == "digit"
        and begin == start
        and reach == end
        and not PATTERNS["date_goes_on"].match(folded, end)
        and (told := calendar.year(start, end)) is not None
        and (not _counted(folded, end) or PATTERNS["in_year"].search(before) is not None)
    ):
        page.add("day", told.start, told.end, told.value)
        return told.end
    if (period := PERIOD.match(folded, reach)) and not (period[1] in ("日", "年") and source == "han" and value > 100):
        after = folded[period.end() : period.end() + 3]
        if source == "han" and value == 1 and folded[start - 1 : start] in ("同", "当", "某", "有", "每", "这", "那", "第"):
            page.ignore(start, period.end(), "article")
            return period.end()
        if not after.startswith("级"):
            return _done(page, "period", begin, period.end(), value, PERIODS[period[1]], bound)
    return _count(page, token, value, begin, reach, bound)


def _range(folded: str, at: int) -> tuple[str, str] | None:
    """The unit and kind of a number that opens a range such as 5至10年 or 10-15%: those of its end."""
    found = PATTERNS["range"].match(folded, at)
    if found is None:
        return None
    last = DIGITS.match(folded, found.end()) or HAN_NUMERAL.match(folded, found.end())
    if last is None or found[0].strip() == "and":
        return None
    if PERCENT.match(folded, last.end()):
        return "percent", "share"
    period = PERIOD.match(folded, last.end())
    if period is not None and not (period[1] in ("年", "日") and len(last[0]) == 4) and not folded.startswith("月", last.end()):
        return PERIODS[period[1]], "period"
    return None


def _count(page: PageText, token: Token, value: Decimal, begin: int, reach: int, bound: Bound) -> int | None:
    folded = page.folded
    start, end, _, source = token
    if measure := MEASURE.match(folded, reach):
        if (
            source == "han"
            and value == 1
            and reach == end
            and measure[1] in ("个", "项", "种", "次", "条", "批", "些", "家", "名", "位", "类", "方面", "场", "座", "人", "份", "套", "支")
        ):
            page.ignore(start, end, "article")
            return end
        if (measure[1] == "轮" and value == 1 and folded[start - 1 : start] == "新") or (
            measure[1] == "届" and PATTERNS["congress_after"].match(folded, measure.end())
        ):
            page.ignore(start, measure.end(), "ordinal")
            return measure.end()
        noun = PATTERNS["han_noun"].match(folded, measure.end())
        after = _bound_after(folded, measure.end())
        if after:
            bound = after
        counted = measure[1] + (noun[0][:6] if noun else "")
        page.add("count", begin, measure.end(), AmountFound(value, "count", bound, counted))
        return measure.end()
    if value == 1 and source == "word":
        page.ignore(start, end, "article")
        return end
    passage = page.layout.passage_at(start)
    if (
        passage.kind == "row"
        and not folded[passage.start : start].strip(" |")
        and value == int(value)
        and folded[reach : reach + 2].lstrip().startswith("|")
    ):
        page.ignore(start, end, "list-number")  # the first cell numbers the row
        return end
    more = _AFTER.match(folded, reach)
    more = more if more is not None and more[1].startswith("or ") else None  # 100,000 or more people
    bound = AFTER[more[1]] if more is not None and bound == "is" else bound  # type: ignore[assignment]
    noun_phrase = _noun(folded, more.end() if more is not None else reach)
    if noun_phrase is not None and noun_phrase.startswith("quarter") and PATTERNS["part_of_year"].search(folded[max(0, start - 8) : start]):
        page.ignore(start, end, "part-of-year")
        return end
    if noun_phrase is not None or bound != "is" or reach != end or _counts_alone(page, token, reach):
        page.add("count", begin, reach, AmountFound(value, "count", bound, noun_phrase))
        return reach
    return None


def _counts_alone(page: PageText, token: Token, reach: int) -> bool:
    """Whether a number without a noun counts something by what stands beside it."""
    folded, passage = page.folded, page.layout.passage_at(token.start)
    start, end, source = token.start, token.end, token.source

    def before(name: str, letters: int) -> bool:
        return PATTERNS[name].search(folded[max(0, start - letters) : start]) is not None

    if source == "word" and (folded.startswith(" of ", end) or PATTERNS["word_alone"].match(folded[end : end + 6])):
        return True
    if source == "digit" and (
        PATTERNS["of_the"].match(folded[end : end + 10]) or (before("listed_before", 6) and PATTERNS["listed_after"].match(folded, end))
    ):
        return True
    row = passage.kind == "row" and PATTERNS["cell_start"].search(folded[max(passage.start, start - 2) : start])
    return bool(
        (folded[start - 1 : start] in ("'", '"') and folded[end : end + 1] in ("'", '"'))
        or PATTERNS["loose_noun"].match(folded[reach : reach + 2])
        or (row and PATTERNS["cell_end"].match(folded[reach : reach + 2]))
        or before("change_before", 1)
        or PATTERNS["change_after"].match(folded[end : end + 2])
        or before("total_before", 12)
    )


def _bound_after(folded: str, at: int) -> Bound | None:
    found = _AFTER.match(folded, at)
    return None if found is None else AFTER[found[1]]  # type: ignore[return-value]


_NO_PLURALS = frozenset(
    ["has", "was", "measures", "rules", "provisions", "regulations", "plans", "guidelines", "opinions", "sees", "shows", "marks", "series"]
)


def _counted(folded: str, end: int) -> bool:
    """Whether a four-digit number that could be a year counts things: a measure word or a plural right after it."""
    if found := MEASURE.match(folded, end):
        return found[1] not in ("年",)
    found = PATTERNS["plural_after"].match(folded[end : end + 40])
    return found is not None and found[1] not in _NO_PLURALS


def _noun(folded: str, at: int) -> str | None:
    """The noun phrase after a number: up to the first word that cannot belong to it."""
    found = PATTERNS["noun"].match(folded, at)
    if found is None:
        return None
    phrase: list[str] = []
    for word in found[1].replace('"', " ").replace("(", " ").split():
        if (
            not word[0].isalpha()
            or word in ENDS_OF_NOUN
            or (phrase and word.endswith(("ing",)) and word not in ("opening", "financing", "processing", "nursing", "engineering"))
        ):
            break
        phrase.append(word)
        if len(phrase) >= 5:
            break
    if not phrase or not phrase[-1][0].isalpha():
        return None
    return " ".join(phrase)


_ROUND = ("half", "半", "成", "third", "quarter", "分之")
"""Shares told in these words are rounded, save 百分之."""


def read_part(words_: str) -> AmountFound | None:
    """A share told in words."""
    led = PATTERNS["led"].match(words_)
    bare = words_[led.end() :] if led else words_
    number = share(bare)
    if number is None:
        return None
    exact = bare.startswith("百分之") or not any(w in bare for w in _ROUND)
    bound: Bound = "above" if led and led[2] else "is" if exact and not (led and led[1]) else "about"
    return AmountFound(number, "percent", bound)


def _done(page: PageText, kind: str, start: int, end: int, value: Decimal, unit: str, bound: Bound) -> int:
    if after := _bound_after(page.folded, end):
        bound = after
    elif kind == "period" and bound == "is" and PATTERNS["inside_after"].match(page.folded, end):
        bound = "at_most"
    page.add(kind, start, end, AmountFound(value, unit, bound))  # type: ignore[arg-type]
    return end

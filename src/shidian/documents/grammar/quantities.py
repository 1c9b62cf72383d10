"""Every number of a page: a day, a share, an amount, a period, a count; or no quantity, with the rule that says so."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from shidian.documents.document import Passage
from shidian.documents.grammar.days import Calendar, words
from shidian.documents.grammar.finding import Amount, Bound, Cited, When
from shidian.documents.grammar.lexicon import AFTER, BEFORE, CHINESE_MEASURES, CURRENCIES, PERIODS
from shidian.documents.grammar.page import Page
from shidian.law.numerals import DIGITS, HAN_NUMERAL, SCALES, chinese, digits, share


def _any(words: object) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_SCALE = re.compile(rf"[\s-]?(?:({_any(w for w in SCALES if w[0].isascii())})(?![a-z])|({_any(w for w in SCALES if not w[0].isascii())}))")
_PERCENT = re.compile(r"\s{0,2}-?(?:%|percentage points?\b|percent\b|per cent\b|pct\b|个百分点)")
_MONEY_AFTER = re.compile(rf"\s?(?:of )?({_any(c for c in CURRENCIES if c not in ('$', '¥', '￥', '€', '£'))})(?![a-z])")
_MONEY_BEFORE = re.compile(rf"(?:^|[^a-z])({_any(c for c in CURRENCIES if c[0].isascii() or c in '¥￥€£' or c == '人民币')})\s?$")
_PERIOD = re.compile(rf"[\s-]{{0,2}}({_any(p for p in PERIODS)})(?![a-z])")
_MEASURE = re.compile(rf"\s?({_any(CHINESE_MEASURES)})")
BOUND_BEFORE = re.compile(rf"(?:^|[^a-z])({_any(BEFORE)})\s?(?:the |a |an |another |其|为|到|约|了|有)?$")
_AFTER = re.compile(rf"\s?({_any(AFTER)})(?![a-z])(?! (?:rmb|usd|us\$|hk|a |an |the |[$¥0-9]))")
_LIMIT_AFTER = re.compile(r"\s?(?:foreign |equity |ownership |shareholding )*(?:cap|ceiling|limit|maximum)\b")
_MORE_THAN_TAIL = re.compile(r"余|多(?!达|种|个|元化|式|边|数)")
_NOUN = re.compile(r"[\s-]\"?((?:[a-z][a-z'/&-]*|\"|\()(?: [a-z0-9][a-z0-9'/&\"-]*){0,6})")
_HAN_NOUN = re.compile(
    r"(?:(?!暂时|开展|一次|先行|率先|拿到|累计|全面|实施|落地|向全|实际|同步|集中|成为|共同|全部|[的将已在与和等共把被由是有为])[\u3400-\u9fff]){1,12}"
)
_STOP = frozenset(
    [
        "of",
        "in",
        "and",
        "to",
        "for",
        "with",
        "across",
        "that",
        "which",
        "have",
        "has",
        "had",
        "are",
        "is",
        "was",
        "were",
        "will",
        "would",
        "shall",
        "may",
        "can",
        "from",
        "by",
        "on",
        "at",
        "as",
        "into",
        "under",
        "or",
        "the",
        "a",
        "an",
        "participated",
        "including",
        "include",
        "such",
        "like",
        "until",
        "after",
        "before",
        "since",
        "during",
        "between",
        "among",
        "per",
        "than",
        "but",
        "not",
        "who",
        "where",
        "when",
        "while",
        "they",
        "it",
        "its",
        "their",
        "this",
        "these",
        "those",
        "operating",
        "accounting",
        "granted",
        "named",
        "joined",
        "lifted",
        "came",
        "took",
        "went",
        "said",
        "be",
        "been",
        "being",
        "if",
        "so",
        "then",
        "also",
        "only",
        "nationwide",
        "aimed",
        "respond",
        "used",
        "named",
        "directly",
        "so",
    ]
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_FORMULA = re.compile(r"[0-9]+(?:\+[0-9n]+)+(?![a-z])")
_SECTION_BEFORE = re.compile(
    r"(?:\b(?:article|articles|section|chapter|item|para(?:graph)?|annex|appendix|clause|table|figure|page|phase|version|part|form|note|step|level|grade|volume|room|suite|floor|unit|issue|vol\.?|no\.?|nos\.?|tel:?|phone:?|id:?)\s?|第)$"
)
_HAN_ORDINAL_AFTER = re.compile(r"[条款项章节编批届轮次个名位季阶期类部页十版]")
_NUMBER_AFTER_BRACKET = re.compile(r"[〔\[(（【][0-9]{4}[〕\])）】]\s?(?:第)?[0-9]{1,5}\s?号")
_DECREE = re.compile(
    r"\b(?:decree|order|announcement|notice|circular|document|guo ?han|guo ?fa|guo ?ban ?fa|[a-z]{2,8} ?(?:zi )?(?:han|fa))\s?(?:\([0-9]{4}\)\s?|\[[0-9]{4}\]\s?)?(?:no\.?|number)\s?$"
)
_OF_YEAR = re.compile(r" of (?:19|20)[0-9]{2}(?![0-9])")
_HAN_NUMBER = re.compile(r"号")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s，。；）)\"]+")
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9])")
_CALL_BEFORE = re.compile(r"(?:电话|热线|传真|邮编|手机|tel(?:ephone)?|phone|fax|hotline|postcode|zip)\.?\s?[:：]?\s?$")
_STREET_BEFORE = re.compile(r"(?:路|街|大道|道|巷|弄|里)$")
_STREET_AFTER = re.compile(r"(?:-[0-9]+)? (?:[A-Z][a-z]+ ){1,3}(?:Avenue|Road|Street|Lane|Boulevard|Ave|Rd|St)\b")
_INLINE = re.compile(r"[:：;；。]\s?$")
_LABELLED = re.compile(r"(?:问|答|附件|附表|附|图|表)[:：]?\s?$")
_AREA_CODE = re.compile(r"0[0-9]{2,3}-[0-9]{7,8}")
_RANGE = re.compile(r"\s?(?:-|至|到|~|to|and)\s?(?=[0-9〇零一二两三四五六七八九十])")
_PHONE = re.compile(r"[0-9(][0-9() -]{5,24}[0-9]")
_HALF = re.compile(
    r"(?:(?:about|around|approximately|roughly|nearly|almost|some|over|more than)\s)?\b(?:one )?half\b(?! of (?:19|20)\d\d| year|-year)|(?:约|近|超过|超|大约|占)?(?:一半|半数)|(?:one|two|a|three)[- ](?:third|quarter)s?\b(?! of (?:19|20))|[一二三四五六七八九]分之[一二三四五六七八九]|百分之[〇零一二三四五六七八九十百点]+|[一二三四五六七八九]成(?=[，。、；以）)\s]|左右|$)"
)
_DATE_GOES_ON = re.compile(r"[-/.][0-9]{1,2}[-/.]?[0-9]")
_LINE_NUMBER = re.compile(r"\s*(?:[（(]\s?)?$")


class Token(NamedTuple):
    """A number as written."""

    start: int
    end: int
    value: Decimal
    source: str  # digit, han or word


def tokens(page: Page) -> list[Token]:
    """The numbers of a page in order: digits, Chinese numerals that count something, English number words."""
    folded = page.folded
    out = [Token(m.start(), m.end(), digits(m[0]), "digit") for m in DIGITS.finditer(folded)]
    if page.document.language == "zh" or "个" in folded or "项" in folded:
        for found in HAN_NUMERAL.finditer(folded):
            start, end = found.span()
            if start and folded[start - 1].isdigit():
                continue
            if not (
                _MEASURE.match(folded, end)
                or _MONEY_AFTER.match(folded, end)
                or _PERIOD.match(folded, end)
                or folded.startswith(("月", "年", "日", "余", "多"), end)
                or folded[start - 1 : start] == "第"
            ):
                continue
            value = chinese(found[0])
            if value is not None:
                out.append(Token(start, end, value, "han"))
    out += [Token(n.start, n.end, Decimal(n.value), "word") for n in page.scan.numbers]
    out.sort()
    return out


def read_quantities(page: Page) -> list[tuple[int, int]]:
    """Adds a finding or an ignored token for each number, and returns the spans of those that nothing accounts for."""
    folded, text = page.folded, page.document.text
    calendar = Calendar(text, folded, page.document.date)
    taken = _Taken()
    for told in words(calendar, page.scan):
        page.add("day", told.start, told.end, told.value)
        taken.add(told.start, told.end)
    for cue in page.scan.cue("address"):
        if found := _ADDRESS.match(folded, cue.start):
            page.ignore(found.start(), found.end(), "address")
            taken.add(found.start(), found.end())
    for cue in page.scan.cue("part"):
        if (
            (found := _HALF.search(folded, max(0, cue.start - 16), cue.end + 12))
            and not taken.holds(found.start())
            and (part := _part(found[0])) is not None
        ):
            if (
                (bound := BOUND_BEFORE.search(folded[max(0, found.start() - 20) : found.start()]))
                and part.bound in ("is", "about")
                and BEFORE[bound[1]] != "is"
            ):
                part = Amount(part.number, part.unit, BEFORE[bound[1]])  # type: ignore[arg-type]
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


def _read(page: Page, calendar: Calendar, token: Token) -> int | None:
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
        and not _SCALE.match(folded, end)
        and not _PERIOD.match(folded, end)
        and not _ORDINAL.match(folded, end)
        and not _PERCENT.match(folded, end)
        and not _MONEY_AFTER.match(folded, end)
    ):
        if not _MONEY_BEFORE.search(folded[max(0, start - 12) : start]):
            page.ignore(start, end, "part-of-a-name")
            return end
    if source == "digit" and (reach := _no_number(page, token, passage)) is not None:
        return reach
    if (reach := _not_quantity(page, token)) is not None:
        return reach
    if source in ("digit", "han") and (told := calendar.at(start)) is not None:
        page.add("day", told.start, told.end, told.value)
        return told.end
    before = folded[max(0, start - 28) : start]
    if (found := _SECTION_BEFORE.search(before)) is not None:
        if found[0] == "第":
            if source == "han" or _HAN_ORDINAL_AFTER.match(folded, end):
                page.ignore(start, end, "ordinal")
                return end
        else:
            page.ignore(start, end, "citation")
            return end
    if source == "digit" and _ORDINAL.match(folded, end):
        page.ignore(start, end, "ordinal")
        return end
    return _quantity(page, calendar, token, before)


def _no_number(page: Page, token: Token, passage: Passage) -> int | None:
    """The end of a time of day, a telephone number, a house number, or the number of a question or annex."""
    folded = page.folded
    start, end = token.start, token.end
    if (
        (clock := _CLOCK.match(folded, start)) is not None
        and folded[start - 1 : start] not in ("1", ":")
        and not folded.startswith("%", clock.end())
    ):
        page.ignore(start, clock.end(), "clock")
        return clock.end()
    before = folded[max(0, start - 12) : start]
    if (code := _AREA_CODE.match(folded, start)) is not None or _CALL_BEFORE.search(before):
        reach = code.end() if code is not None else end
        page.ignore(start, reach, "phone")
        return reach
    if folded.startswith("号", end) and _STREET_BEFORE.search(before):
        page.ignore(start, end + 1, "address")
        return end + 1
    if _INLINE.search(before) and re.match(r"[.、．](?![0-9])", folded[end : end + 2]) and end - start <= 2:
        page.ignore(start, end, "list-number")
        return end
    if _STREET_AFTER.match(page.document.text, end):
        page.ignore(start, end, "address")
        return end
    if _LABELLED.search(before) and re.match(r"\s?[:：.、．]", folded[end : end + 2]) and (start - passage.start <= 6):
        page.ignore(start, end, "list-number")
        return end
    return None


def _not_quantity(page: Page, token: Token) -> int | None:
    """The end of a document number, a formula such as 1+4+6, or a telephone number that a number begins or belongs to."""
    folded, text = page.folded, page.document.text
    start, end = token.start, token.end
    if (
        token.source == "digit"
        and folded[start - 1 : start] in ("〔", "[", "(", "（", "【")
        and start
        and (found := _NUMBER_AFTER_BRACKET.match(folded, start - 1))
    ):
        begin = _number_start(folded, start - 1)
        page.add("instrument", begin, found.end(), Cited((), None, text[begin : found.end()]))
        return found.end()
    if folded.startswith("号", end) and folded[start - 1 : start] == "第":
        begin = start - 1
        if (year := re.search(r"[0-9]{4}年$", folded[max(0, start - 6) : start - 1])) is not None:
            begin -= len(year[0])
        page.add("instrument", begin, end + 1, Cited((), None, text[begin : end + 1]))
        return end + 1
    if token.source == "digit" and (found := _DECREE.search(folded, max(0, start - 48), start)):
        reach = year_after.end() if (year_after := _OF_YEAR.match(folded, end)) else end
        page.add("instrument", found.start(), reach, Cited((), None, text[found.start() : reach]))
        return reach
    if token.source == "digit" and (found := _FORMULA.match(folded, start)) and found.end() > end:
        page.ignore(start, found.end(), "formula")
        return found.end()
    if (
        token.source == "digit"
        and (folded[max(0, start - 2) : start].endswith(("+", "+(")) or end - start >= 8)
        and "." not in folded[start:end]
    ):
        if (found := _PHONE.match(folded, start)) and found.end() - start >= 7:
            page.ignore(start, found.end(), "phone")
            return found.end()
    return None


def _quantity(page: Page, calendar: Calendar, token: Token, before: str) -> int | None:
    folded = page.folded
    start, end, value, source = token
    bound: Bound = "is"
    begin = start
    currency: str | None = None
    if money := _MONEY_BEFORE.search(before):
        currency = CURRENCIES[money[1]]
        begin = start - len(before) + money.start(1)
        before = before[: money.start(1)]
    if found := BOUND_BEFORE.search(before):
        bound = BEFORE[found[1]]  # type: ignore[assignment]
    reach = end
    if tail := _MORE_THAN_TAIL.match(folded, reach):
        bound, reach = "above", tail.end()
    if folded.startswith("+", reach) and not folded[reach + 1 : reach + 2].isdigit():
        bound, reach = "above", reach + 1
    if scale := _SCALE.match(folded, reach):
        word = scale[1] or scale[2]
        if word != "m" or currency:
            value, reach = value * SCALES[word], scale.end()
            if tail := _MORE_THAN_TAIL.match(folded, reach):
                bound, reach = "above", tail.end()
    if percent := _PERCENT.match(folded, reach):
        reach = percent.end()
        if _LIMIT_AFTER.match(folded, reach):
            bound = "at_most"
        return _done(page, "share", begin, reach, value, "percent", bound)
    if currency is None and (money_after := _MONEY_AFTER.match(folded, reach)):
        currency, reach = CURRENCIES[money_after[1]], money_after.end()
    if currency is not None:
        if (also := _MONEY_AFTER.match(folded, reach)) and CURRENCIES[also[1]] == currency:
            reach = also.end()
        return _done(page, "amount", begin, reach, value, currency, bound)
    if (range_ := _range(folded, reach)) is not None and bound == "is" and currency is None:
        unit, kind = range_
        page.add(kind, begin, reach, Amount(value, unit, "at_least"))  # type: ignore[arg-type]
        return reach
    if (
        source == "digit"
        and begin == start
        and reach == end
        and not _DATE_GOES_ON.match(folded, end)
        and (told := calendar.year(start, end)) is not None
        and not _counted(folded, end)
    ):
        page.add("day", told.start, told.end, told.value)
        return told.end
    if (period := _PERIOD.match(folded, reach)) and not (period[1] in ("日", "年") and source == "han" and value > 100):
        after = folded[period.end() : period.end() + 3]
        if source == "han" and value == 1 and folded[start - 1 : start] in ("同", "当", "某", "有", "每", "这", "那", "第"):
            page.ignore(start, period.end(), "article")
            return period.end()
        if not (period[1] == "day" and folded[reach : reach + 1] == "-" and False) and not after.startswith("级"):
            return _done(page, "period", begin, period.end(), value, PERIODS[period[1]], bound)
    return _count(page, token, value, begin, reach, bound)


def _range(folded: str, at: int) -> tuple[str, str] | None:
    """The unit and kind of a number that opens a range such as 5至10年 or 10-15%: those of its end."""
    found = _RANGE.match(folded, at)
    if found is None:
        return None
    last = DIGITS.match(folded, found.end()) or HAN_NUMERAL.match(folded, found.end())
    if last is None or found[0].strip() == "and":
        return None
    if _PERCENT.match(folded, last.end()):
        return "percent", "share"
    period = _PERIOD.match(folded, last.end())
    if period is not None and not (period[1] in ("年", "日") and len(last[0]) == 4) and not folded.startswith("月", last.end()):
        return PERIODS[period[1]], "period"
    return None


def _count(page: Page, token: Token, value: Decimal, begin: int, reach: int, bound: Bound) -> int | None:
    folded = page.folded
    start, end, _, source = token
    if measure := _MEASURE.match(folded, reach):
        if (
            source == "han"
            and value == 1
            and reach == end
            and measure[1] in ("个", "项", "种", "次", "条", "批", "些", "家", "名", "位", "类", "方面", "场", "座", "人", "份", "套", "支")
        ):
            page.ignore(start, end, "article")
            return end
        noun = _HAN_NOUN.match(folded, measure.end())
        after = _bound_after(folded, measure.end())
        if after:
            bound = after
        counted = measure[1] + (noun[0][:6] if noun else "")
        page.add("count", begin, measure.end(), Amount(value, "count", bound, counted))
        return measure.end()
    if value == 1 and source == "word":
        page.ignore(start, end, "article")
        return end
    noun_phrase = _noun(folded, reach)
    if noun_phrase is not None:
        page.add("count", begin, reach, Amount(value, "count", bound, noun_phrase))
        return reach
    quoted = folded[start - 1 : start] in ("'", '"') and folded[end : end + 1] in ("'", '"')
    if quoted or re.match(r"\s?(?:类|地|大|新|所|多|有)", folded[reach : reach + 2]) or bound != "is" or reach != end:
        page.add("count", begin, reach, Amount(value, "count", bound, None))
        return reach
    if source == "word" and (
        folded.startswith(" of ", end) or re.match(r"[,.;:)]|\s(?:and|in|to|have|are|were|will|is)\b", folded[end : end + 6])
    ):
        page.add("count", begin, reach, Amount(value, "count", bound, None))
        return reach
    if (
        page.layout.passage_at(start).kind == "row"
        and re.search(r"(?:^|\|)\s?$", folded[max(page.layout.passage_at(start).start, start - 2) : start])
        and re.match(r"\s?(?:\||\n|$)", folded[reach : reach + 2])
    ):
        page.add("count", begin, reach, Amount(value, "count", bound, None))
        return reach
    if source == "digit" and re.match(r" of (?:the|its|their|all|these) ", folded[end : end + 10]):
        page.add("count", begin, reach, Amount(value, "count", bound, None))
        return reach
    if re.search(r"(?:由|从|至|到|为)$", folded[max(0, start - 1) : start]) or re.match(
        r"(?:上调|下调|提高|降低|提升|降|调)", folded[end : end + 2]
    ):
        page.add("count", begin, reach, Amount(value, "count", bound, None))
        return reach
    if re.search(
        r"\b(?:to|from|at)(?: a total of| around| about| over)?\s$|\btotal(?:ing|led|s)?\s$|增至$|达到?$|共$|共计$|合计$",
        folded[max(0, start - 12) : start],
    ):
        page.add("count", begin, reach, Amount(value, "count", bound, None))
        return reach
    return None


def _bound_after(folded: str, at: int) -> Bound | None:
    found = _AFTER.match(folded, at)
    return None if found is None else AFTER[found[1]]  # type: ignore[return-value]


def _counted(folded: str, end: int) -> bool:
    """Whether a four-digit number that could be a year counts things: a measure word or a plural right after it."""
    if found := _MEASURE.match(folded, end):
        return found[1] not in ("年",)
    found = re.match(r" (?:more |new |foreign |pilot |overseas |global )*([a-z]{4,}s)\b", folded[end : end + 40])
    return found is not None and found[1] not in (
        "has",
        "was",
        "measures",
        "rules",
        "provisions",
        "regulations",
        "plans",
        "guidelines",
        "opinions",
        "sees",
        "shows",
        "marks",
        "series",
    )


def _noun(folded: str, at: int) -> str | None:
    """The noun phrase after a number: up to the first word that cannot belong to it."""
    found = _NOUN.match(folded, at)
    if found is None:
        return None
    phrase: list[str] = []
    for word in found[1].replace('"', " ").replace("(", " ").split():
        if word in _STOP or (
            phrase and word.endswith(("ing",)) and word not in ("opening", "financing", "processing", "nursing", "engineering")
        ):
            break
        phrase.append(word)
        if len(phrase) >= 5:
            break
    if not phrase or not phrase[-1][0].isalpha():
        return None
    return " ".join(phrase)


_LED = re.compile(r"(?:(about|around|approximately|roughly|nearly|almost|some|约|近|大约|占)|(over|more than|超过?))\s?")
_ROUND = ("half", "半", "成", "third", "quarter", "分之")
"""Shares told in these words are rounded, save 百分之."""


def _part(words_: str) -> Amount | None:
    """A share told in words."""
    led = _LED.match(words_)
    bare = words_[led.end() :] if led else words_
    number = share(bare)
    if number is None:
        return None
    exact = bare.startswith("百分之") or not any(w in bare for w in _ROUND)
    bound: Bound = "above" if led and led[2] else "is" if exact and not (led and led[1]) else "about"
    return Amount(number, "percent", bound)


def _done(page: Page, kind: str, start: int, end: int, value: Decimal, unit: str, bound: Bound) -> int:
    if after := _bound_after(page.folded, end):
        bound = after
    page.add(kind, start, end, Amount(value, unit, bound))  # type: ignore[arg-type]
    return end


_ISSUER_START = re.compile(r"(?:根据|依据|按照|依照|印发|落实|执行|以及|和|与|及|关于|的|由|见|经|以|即)+")


def _number_start(folded: str, bracket: int) -> int:
    """Where a document number begins: the characters of the issuer before the year, without the words that lead up to it."""
    begin = bracket
    while begin > 0 and bracket - begin < 8 and "\u3400" <= folded[begin - 1] <= "\u9fff":
        begin -= 1
    leads = [m.end() for m in _ISSUER_START.finditer(folded, begin, bracket) if m.end() < bracket]
    return max(leads, default=begin)


__all__ = ["Token", "When", "read_quantities", "tokens"]

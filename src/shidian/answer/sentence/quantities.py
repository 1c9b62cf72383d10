"""Days, shares and counts in a sentence, with their places; and what only looks like one (国发〔2024〕1号, 4/5G, 7×24, 985高校, 1+4+6+9)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from shidian.answer.sentence.day_bounds import ends_of, period, periods
from shidian.answer.values.amounts import NotANumber, read_amount, rounded
from shidian.answer.values.days import NotADay, read_day
from shidian.law.numerals import SCALES, WORDS, chinese, share, value
from shidian.law.records.base import Label

_N = r"(?:\d{1,3}(?:,\d{3})+|(?<![\d.])\d{1,3}(?: \d{3})+(?![\d,.])|\d+)(?:\.\d+)?"
_HAN = "〇零一二两三四五六七八九十百千万亿"
_MONTHS = {m.casefold(): i for names in (calendar.month_name, calendar.month_abbr) for i, m in enumerate(names) if m}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
ALIKE = re.compile(
    r"(?:guo ?(?:fa|ban|han)|decree|circular|notice|announcement) ?[\[(〔]?\d{0,4}[\])〕]? ?(?:no\. ?)?\d+|20\d\d(?:年)?(?:版| edition| version| negative list| catalogue)"
    r"|(?<![\d/])\d{1,2}/\d{1,2}(?= ?(?:joint|split|jv|venture|合资))|[\u4e00-\u9fff]{0,6}[〔\[（(]\d{4}[〕\]）)]\s*第?\d+号|第\d+号令?|(?:order|no\.?|article|item) ?\d+|\d+(?:\+\d+)+|\d+/\d+g(?![a-z])|(?<=/)\d+g(?![a-z])|\d+ ?[x×*] ?\d+(?: ?小时)?|(?:985|211)(?:高校|大学|院校|工程)(?:科技园)?"
    r"|\d{1,3}:\d{1,3}(?!\d)|gb/?t ?\d+|iso ?\d+|第[一二三四五六七八九十\d]+[条日天]|(?<=[前首当次翌同])[一1]日",
    re.IGNORECASE,
)
"""Numbers that name a document, a technology, hours, a class of universities or parts of a whole."""
_SHARE = re.compile(
    rf"({_N}) ?(?:%|percent|per cent|pct|个百分点)|百分之[{_HAN}点\d.]+|[一二两三四五六七八九]成[半一二三四五六七八九]?"
    r"|\b(?:one |a )?half(?: of)?\b|[二三四五六七八九十]分之[一二两三四五六七八九]|一半|半数|\b(?:a|one|two|three)[ -](?:third|quarter|fifth)s?(?! countr|[- ]part)(?: of)?\b|\b(?:[a-z]+ty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|(?:one |a )hundred) (?:percent|per cent)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"(?<![a-z])(?:not (?:to )?(?:own|hold|take|have|reach|buy)|no longer than|longer than|beyond|exceeding|exceeds?|not exceeding|in excess of|greater than|higher than|lower than|short of|as much as|as many as|within|no more than|not more than|not less than|no less than|more than|over|above|at least|at most|less than|fewer than|below|under|up to|minimum|maximum|about|around|nearly|almost|approximately"
    r"|不(?:是|要|想|能|得)?(?:持有|占|持股|控股)|上限|最长|不长于|长于|不超过|不高于|不多于|不少于|不低于|至少|至多|最多|最少|超过|高于|低于|少于|多于|大于|小于|约|大约|近|接近|不到|不足|未满|不满|未达|未超过|逾|将近|不大于|不小于|just under|just over|short of|between)\s*(?:a |an )?$",
    re.IGNORECASE,
)
_UNSURE_AFTER = re.compile(r"\s*(?:以上|以下|以内|左右|or more|or less|or fewer|\+)")
_FROM = re.compile(r"(?:since|from|as of|as at|starting|自从|自|从)\s*$", re.IGNORECASE)
_NOT_THEN = re.compile(
    r"(?:before|until|till|by|prior to|after|later than|早于|晚于|截至|截止|截止到|截至到|as at the end of|by the end of|end of|early|mid|late)\s*$",
    re.IGNORECASE,
)
_NOT_THEN_AFTER = re.compile(r"\s*(?:前后|为止|底|末|初|年底|年初|上半年|下半年|以前|之前|前(?!海)|以后|之后|后)")
_FROM_AFTER = re.compile(r"\s*(?:以来|起)")
_WORD = "(?:" + "|".join(re.escape(w) for w in sorted(WORDS, key=len, reverse=True)) + ")"
_WORDS = rf"{_WORD}(?: hundred)?(?: (?:thousand|million))?|(?:a|several) (?:hundred|thousand|million)"
_DAY = re.compile(
    r"(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<![\d.,])20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.,万千名人个]))"
    r"|(?P<han>\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号]|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号])"
    rf"|(?P<dmy>(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})\.?,? \d{{4}})|(?P<mdy>(?:{_MONTH})\.? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
    rf"|(?P<my>(?:{_MONTH})\.?,? (?P<my_y>\d{{4}}))|(?P<ym>(?P<ym_y>\d{{4}})年(?P<ym_m>\d{{1,2}})月份?)|(?P<isom>\b(?P<isom_y>20\d\d)-(?P<isom_m>\d{{2}})\b)"
    rf"|(?P<rel>(?P<rel_y>今年|去年|前年|明年)(?P<rel_m>[一二三四五六七八九十]{{1,2}}|\d{{1,2}})月份?)"
    r"|(?P<year>今年|this year)|(?P<last>去年|last year)|(?P<next>明年|next year)|(?P<today>今天|今日|today|right now|this month|本月|这个月|当月)|(?P<lm>last month|上个?月)|(?P<nm>next month|下个?月)|(?P<yd>yesterday|昨天|昨日)|(?P<td>tomorrow|明天|(?<!列)明日)|(?P<yy>(?:19|20)\d\d年)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,/〔(（-])(?:19|20)\d\d(?![\d/:+*×万亿千百余多个名人家-]|[.,]\d)")
"""A bare year, where nothing else accounts for the digits."""
_RANGE_BEFORE = re.compile(r"[\d,.]*\d%?\s*(?:-|–|—|~|to|至|到)\s*$")
_RAISED = re.compile(
    r"(?:go(?:es|ing)?(?: up)?|rais\w+|increas\w+|lift\w*|expand\w*|grow\w*|step\w* up)[^,.;]{0,40} from [\d.]+ ?(?:%|percent)? to $"
)
"""Before a share: it is the one to which another is raised, and no end of a range."""
_AND_BEFORE = re.compile(r"(?<![\d.,/:])(\d{1,2}(?:\.\d+)?)\s*(?:and|or|plus|/|\+|和|与|及)\s*$")
_OR_BEFORE = re.compile(rf"({_N})\s*(?:or|或者?)\s*$")
_COUNT = re.compile(
    rf"(?P<n>{_N}[亿万]零?{_N}[千百]?|{_N} ?(?:million|thousand|billion|bn|mn|k|m|万亿|亿|千万|百万|十万|万|千)?|[{_HAN}]+|\b(?:{_WORDS})(?= )|\ba(?= (?:week|fortnight)))(?P<more>[余多])? ?-?(?P<of>(?:(?!of |and |or |to |in |from |per )[a-z]+(?:'s)? ){{0,2}}?)(?P<unit>of (?:them|these|those)(?! countr)|ones|members?(?: companies)?|member companies|家成员企业|个成员企业|家成员|个成员|家(?=[,，。；;、\s]|$)|小时|hours?|名旅客|名客人|位客人|名乘客|名消费者|名求职者|名住客|(?:名|位|个)?(?:车主|学员|家长|读者|买家|住户|业主|投保人|司机|骑手|应聘者|候选人)|客人|住客|乘客|消费者|患者|受试者|求职者|名收货人|收货人|名患者|名会员|名学生|名受试者|会员|旅客|访客|名员工|位员工|个员工|名用户|个用户|位用户|名客户|个客户|位客户|名|位|人(?!民)|用户|客户|persons?|people|employees?|users?|contacts?|applicants?|customers?|individuals?|patients?|guests?|members of the public|travellers?|passengers?|students?|pupils|subscribers?|visitors?|(?:card|policy)holders?|owners|drivers|donors|riders|candidates|callers|tenants|parents|participants|subjects|buyers|shoppers|viewers|workers|staff|sensitive(?: ones| records| persons)?(?! (?:personal|data|info))|天|日(?![本语元])|days?|周|个?星期|个?礼拜|weeks?|个月|months?|亿?元|人民币|yuan|rmb|美元|dollars?|usd)(?:'s?(?= ))?(?![a-z])",
    re.IGNORECASE,
)
_HEADED = re.compile(
    rf"(?:用户|员工|会员|客户|旅客|患者|乘客|住客|客人|人数)(?:数|量|总数|人数)?(?:约|大约|达|达到|有|共|为|：|:|超过|不足|近)?(?P<n>{_N} ?[万亿千百]{{0,2}})(?![\\d.]| ?[万亿千百人名位%年月日元条天家个岁号余多])"
)
"""A number of persons whose unit stands in front: 用户150万."""
_MONEY = re.compile(
    rf"(?:rmb|cny|usd|hkd|eur|(?<![a-z])(?:us|hk|sg?|nt|au?|ca?|mop)\$|[¥￥$€]) ?{_N}(?: ?(?:million|billion|thousand|bn|mn|m|k)(?![a-z])|[万亿]+)?",
    re.IGNORECASE,
)
"""An amount with its currency in front."""
_BARE = re.compile(
    rf"(?P<n>{_N} ?[千百]?亿)(?![人名位次条只个辆美元日港欧英])|(?<=[是为有到约达])(?P<p>{_N} ?[万千])(?=[,，。;；、?？]|$)|(?<=only |just )(?P<e>\d{{1,3}},\d{{3}})(?= (?:a|per|each|every) (?:year|month)|[.,;?]|$)"
)
"""An amount of hundreds of millions without a unit; persons, where persons were counted before (去年18万人，今年是7万)."""
_COUNTED = re.compile(
    r"[\d万千](?:名|位|个)?(?:人|员工|用户|客户|会员)|\d ?(?:k|million|thousand)? (?:[a-z]+ )?(?:people|persons|customers|users|employees|individuals)"
)
_RANGE = {"去年": -1, "前年": -2, "明年": 1, "今年": 0}


class Quantity(NamedTuple):
    """A number or day: its span, what it counts (`day`, `share`, `persons`, `stay`, `months`, `money`, `alike`), its value as a fact takes
    it (empty: open) and what else it may be."""

    start: int
    end: int
    kind: str
    value: str
    others: tuple[str, ...] = ()


def quantities(plain: str, today: dt.date) -> Iterator[Quantity]:
    """Every quantity of a text, look-alikes first; none overlaps another."""
    taken: list[tuple[int, int]] = []

    def free(found: re.Match[str]) -> bool:
        ok = all(found.end() <= a or found.start() >= b for a, b in taken)
        if ok:
            taken.append(found.span())
        return ok

    yield from (_as_meant(plain, q, today) for q in _plain_quantities(plain, today, free, taken))


def _as_meant(plain: str, q: Quantity, today: dt.date) -> Quantity:
    """A quantity with the words around it that bound it: `more than 50 %`, `before 2024` and 50%以上 are no values, `since June 2025` is one."""
    if q.kind == "alike":
        return q
    before, after = (_NOT_THEN, _NOT_THEN_AFTER) if q.kind == "day" else (_UNSURE, _UNSURE_AFTER)
    start, end, others = q.start, q.end, q.others
    unsure = since = False
    if (found := before.search(plain[:start])) or (
        q.kind != "day" and not _RAISED.search(plain[:start]) and (found := _RANGE_BEFORE.search(plain[:start]))
    ):
        start, unsure = found.start(), True
    elif q.kind == "day" and (found := _FROM.search(plain[:start])):
        start, since = found.start(), True
    if found := after.match(plain, end):
        end, unsure = found.end(), True
    elif q.kind == "day" and (found := _FROM_AFTER.match(plain, end)):
        end, since = found.end(), True
    if since and not unsure and not q.value and others:  # since 2023: its first day
        return Quantity(start, end, q.kind, others[0], others[1:])
    if unsure:
        others = tuple(dict.fromkeys([*((q.value,) if q.value else ()), *others]))
        if q.kind == "day" and others:
            others = ends_of(plain[start : q.start] + plain[q.end : end], others, today)
    return Quantity(start, end, q.kind, "" if unsure else q.value, others)


def _plain_quantities(
    plain: str, today: dt.date, free: Callable[[re.Match[str]], bool], taken: list[tuple[int, int]]
) -> Iterator[Quantity]:
    """Every quantity without the words around it."""

    for found in ALIKE.finditer(plain):
        if free(found):
            yield Quantity(*found.span(), "alike", "")
    for found in periods(plain):
        if (ends := period(found, today)) is not None and free(found):
            yield Quantity(*found.span(), "day", "", ends)
    for found in _DAY.finditer(plain):
        if free(found):
            yield _day(found, today)
    for found in _SHARE.finditer(plain):
        if free(found):
            yield (told := _share(found))
            if found[0][0].isdigit() and (other := _AND_BEFORE.search(plain, 0, found.start())) and free(other):  # 40 and 35 per cent
                yield Quantity(*other.span(1), "share", other[1] if told.value else "")
    for found in _MONEY.finditer(plain):
        if free(found):
            yield Quantity(*found.span(), "money", found[0].strip())
    for found in _COUNT.finditer(plain):
        if (not plain[: found.start()] or not plain[found.start() - 1].isascii() or not plain[found.start() - 1].isalnum()) and free(found):
            yield from _count(found)
            if (other := _OR_BEFORE.search(plain, 0, found.start())) and free(other):  # 5,000 or 50,000 users
                yield from (
                    Quantity(*other.span(1), q.kind, format(rounded(Decimal(other[1].replace(",", ""))), "f"))
                    for q in _count(found)
                    if q.kind != "money"
                )
    for found in _HEADED.finditer(plain):
        if all(found.end() <= a or found.start("n") >= b for a, b in taken):
            taken.append(found.span("n"))
            yield Quantity(*found.span("n"), "persons", format(rounded(read_amount(found["n"].strip(), None)), "f"))
    for found in _BARE.finditer(plain):
        if (found["n"] or _COUNTED.search(plain[: found.start()])) and free(found):
            money = found["n"] is not None
            yield Quantity(*found.span(), *(("money", found[0] + "元") if money else ("persons", format(read_amount(found[0], None), "f"))))
    for found in _YEAR.finditer(plain):
        if free(found):
            yield _day(found, today)


def _day(found: re.Match[str], today: dt.date) -> Quantity:
    span = found.span()
    words = found[0]
    if found.re is _YEAR:
        return Quantity(*span, "day", "", (dt.date(int(words), 1, 1).isoformat(), dt.date(int(words), 12, 31).isoformat()))
    if found["iso"] or found["han"]:
        try:
            return Quantity(*span, "day", read_day(words.replace(".", "-").replace("号", "日").replace(" ", "")).isoformat())
        except NotADay:
            return Quantity(*span, "day", "")
    if found["dmy"] or found["mdy"]:
        parts = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)| of ", " ", words))
        month = next(_MONTHS[p] for p in parts if p in _MONTHS)
        day, year = (int(p) for p in parts if p.isdigit())
        try:
            return Quantity(*span, "day", dt.date(year, month, day).isoformat())
        except ValueError:
            return Quantity(*span, "day", "")
    if found["my"]:
        return _month(span, int(found["my_y"]), _MONTHS[re.match(r"[a-z]+", words)[0]])  # type: ignore[index]
    if found["ym"]:
        return _month(span, int(found["ym_y"]), int(found["ym_m"]))
    if found["isom"]:
        return _month(span, int(found["isom_y"]), int(found["isom_m"]))
    if found["rel"]:
        number = found["rel_m"]
        month = int(number) if number.isdigit() else int(chinese(number) or 0)
        return _month(span, today.year + _RANGE[found["rel_y"]], month)
    if found["yd"] or found["td"]:
        return Quantity(*span, "day", (today + dt.timedelta(days=1 if found["td"] else -1)).isoformat())
    if found["lm"] or found["nm"]:
        at = today.year * 12 + today.month - 1 + (1 if found["nm"] else -1)
        return _month(span, at // 12, at % 12 + 1)
    if found["today"] or found["year"]:
        return Quantity(*span, "day", today.isoformat())
    year = today.year + (-1 if found["last"] else 1) if found["last"] or found["next"] else int(re.search(r"\d{4}", words)[0])  # type: ignore[index]
    first, last = dt.date(year, 1, 1).isoformat(), dt.date(year, 12, 31).isoformat()
    return Quantity(*span, "day", "", (first, last))


def _month(span: tuple[int, int], year: int, month: int) -> Quantity:
    if not 1 <= month <= 12 or not 1980 <= year <= 2100:
        return Quantity(*span, "day", "")
    first, last = dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return Quantity(*span, "day", first.isoformat(), (last.isoformat(),))


def _share(found: re.Match[str]) -> Quantity:
    text = re.sub(r"\s*(?:per cent|percent|pct)", "%", found[0]).removesuffix(" of")
    words = text.removesuffix("%")
    number: Decimal | None = None
    try:
        if any(c.isdigit() for c in text):
            number = read_amount(text, Label("%", "%"))
        else:  # fifty percent, half, two thirds, 七成五
            number = next((n for n in (share(words), value(words), _spoken(words)) if n is not None), None)
    except NotANumber:
        pass
    if number is None or number > 100:
        return Quantity(*found.span(), "share", "")
    return Quantity(*found.span(), "share", format(rounded(number), "f"))


def _count(found: re.Match[str]) -> Iterator[Quantity]:
    unit, written = found["unit"], found["n"].strip()
    if re.search(r"元|人民币|yuan|rmb|dollar|usd", unit):
        yield Quantity(*found.span(), "money", found[0].strip())
        return
    if unit == "家" and not re.search(r"成员(?:企业|单位)?$", found.string[: found.start()]):
        return
    spoken = _spoken(written) if written[0].isascii() and written[0].isalpha() else None
    hours = bool(re.search("小时|hour", unit))
    kind = next(k for pattern, k in _UNITS if re.search(pattern, unit))
    parted = re.fullmatch(rf"({_N}[亿万])零?({_N}[千百]?)", written)
    try:
        if parted:  # 9万9千
            spoken = read_amount(parted[1], None) + read_amount(parted[2], None)
        number = spoken if spoken is not None else read_amount(re.sub(r"(?<=\d) (?=\d)", "", written), None)
    except NotANumber:
        return
    if re.search(r"周|星期|礼拜|week", unit):
        number *= 7
    if hours:
        number = number / 24
    if (
        kind == "persons"
        and (
            number < 2
            or (
                spoken is not None
                and spoken < 100
                and not parted
                and not re.search("employee|customer|user|patient|passenger|guest|staff|student", unit)
            )
        )
    ) or (hours and number != number.to_integral_value()):
        return
    told = format(rounded(number), "f")
    yield Quantity(*found.span(), kind, *(("", (told,)) if found["more"] else (told,)))


def _spoken(words: str) -> Decimal | None:
    """What an English number in words comes to (two hundred, three million); None for one that says no number (several thousand)."""
    number, *scales = re.split(r" (?=hundred|thousand|million)| (?=thousand)", words)
    found = Decimal(1) if number == "a" else value(number)
    for scale in scales:
        found = found * SCALES[scale] if found is not None else None
    return found


_UNITS = ((r"天|日|day|周|星期|礼拜|week|小时|hour", "stay"), (r"month|月", "months"), (r"^member|成员|^家", "members"), (r"", "persons"))
"""What a unit counts: a pattern of its words and the kind of quantity; the first that fits."""

"""Days, shares and counts in a sentence, with their places; and what only looks like one (国发〔2024〕1号, 4/5G, 7×24, 985高校, 1+4+6+9)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from shidian.answer.sentence.day_bounds import ends_of, period, periods
from shidian.answer.sentence.days_told import DAY, YEAR, told
from shidian.answer.sentence.lengths import lengths
from shidian.answer.sentence.lexicon import pattern
from shidian.answer.values.amounts import NotANumber, read_amount, rounded
from shidian.law.numerals import SCALES, WORDS, chinese, share, value
from shidian.law.records.base import Label

_N = r"(?:\d{1,3}(?:,\d{3})+|(?<![\d.])\d{1,3}(?: \d{3})+(?![\d,.])|\d+)(?:\.\d+)?"
_HAN = "〇零一二两三四五六七八九十百千万亿"
ALIKE = re.compile(
    r"(?:guo ?(?:fa|ban|han)|decree|circular|notice|announcement) ?[\[(〔]?\d{0,4}[\])〕]? ?(?:no\. ?)?\d+|20\d\d(?:年)?(?:版| edition| version| negative list| catalogue)"
    r"|(?<![\d/])\d{1,2}/\d{1,2}(?= ?(?:joint|split|jv|venture|合资))|[\u4e00-\u9fff]{0,6}[〔\[（(]\d{4}[〕\]）)]\s*第?\d+号|第\d+号令?|(?:order|no\.?|article|item) ?\d+|\d+(?:\+\d+)+|\d+/\d+g(?![a-z])|(?<=/)\d+g(?![a-z])|\d+ ?[x×*] ?\d+(?: ?小时)?|(?:985|211)(?:高校|大学|院校|工程)(?:科技园)?"
    r"|\d{1,3}:\d{1,3}(?!\d)|gb/?t ?\d+|iso ?\d+|第[一二三四五六七八九十\d]+[条日天]|(?<=[前首当次翌同])[一1]日",
    re.IGNORECASE,
)
"""Numbers that name a document, a technology, hours, a class of universities or parts of a whole."""
_SHARE = re.compile(
    rf"({_N}) ?(?:%|percent|per cent|pct|个百分点)|百分之[{_HAN}点\d.]+|[一二两三四五六七八九]成[半一二三四五六七八九]?"
    r"|\b(?:one |a )?half(?: of)?\b(?![ -](?:an? )?(?:year|month|week|day|hour|minute|dozen|million|billion|thousand|hundred|yearly|term)s?(?![a-z]))|[二三四五六七八九十]分之[一二两三四五六七八九]|一半|半数|\b(?:a|one|two|three)[ -](?:third|quarter|fifth)s?(?! countr|[- ]part| of an? (?:million|thousand|hundred|year))(?: of)?\b|\b(?:[a-z]+ty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|(?:one |a )hundred) (?:percent|per cent)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"(?<![\d/:-])(?P<a>\d{2})[-/:](?P<b>\d{2})(?= ?(?:joint|split|jv|venture|basis|partner|owned|deal|合资|合作|合营|持股|比例|开|分成?)(?![a-z]*/))|(?P<half>fifty[- ]fifty|(?<![\d/:-])50[-/:]50(?![\d/:-])|五五(?=开|分|合资|持股|比例|股)|对半(?:开|分|持股)?|各(?:占|持|持有|拿|出)?(?:一半|半)|平分(?:股权|股份)?|各百分之五十|(?<![a-z])half each(?![a-z])|(?:in )?equal (?:shares|parts|stakes)|equally owned|equal partners)"
    r"|(?P<han>[一二三四六七八九]{2})(?=开|分成?|持股|股比)"
)
"""Two shares that make a whole: one of both only where they are equal."""
_UNSURE = re.compile(
    r"(?<![a-z])(?:not (?:to )?(?:own|hold|take|have|reach|buy)|no longer than|longer than|beyond|exceeding|exceeds?|not exceeding|in excess of|greater than|higher than|lower than|short of|as much as|as many as|within|no more than|not more than|not less than|no less than|more than|(?<!take )(?<!takes )(?<!took )(?<!taking )(?<!taken )(?<!hand )(?<!hands )(?<!handing )over|above|at least|at most|less than|fewer than|below|under|up to|minimum|maximum|about|around|nearly|almost|approximately|roughly|approx\.?|circa|some|an estimated|estimated at|in the region of"
    r"|不(?:是|要|想|能|得)?(?:持有|占|持股|控股)|上限|最长|不长于|长于|不超过|不高于|不多于|不少于|不低于|至少|至多|最多|最少|超过|高于|低于|少于|多于|大于|小于|约|大约|大概|大致|差不多|估计|近|接近|不到|不足|未满|不满|未达|未超过|逾|将近|不大于|不小于|just under|just over|short of|between)\s*(?:a |an )?$",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"(?:(?<![a-z])(?:not|never|no longer|cannot|rather than|instead of|except(?: for)?|other than|but for|apart from|without|neither|nor|anything but)|n't)"
    r"(?: (?:to|be|able|allowed|permitted|want|wish|like|plan|intend|need|own|hold|have|take|acquire|buy|get|reach|holding|owning|having|taking|a|an|the|its|our|their|his|full|exactly|quite|even|really|actually|just yet|yet))* $"
    r"|(?<!能)(?<!可)(?<!是)(?<!有)(?<!要)(?<!会)(?:不|没有?|未|非|无|除了?|放弃|拒绝)(?:打算|准备|计划|想|要|能够?|可以|会|是|做|在|再|得|应|必|需要?|拥有|持有|持股|占股|占|控股|拿|取得|收购|购买|买|达到?|到|股比|比例|有|为|的)*$"
)
"""Before a number: it is the one that is not meant."""
_UNSURE_AFTER = re.compile(r"\s*(?:以上|以下|以内|左右|上下|or so(?![a-z])|or thereabouts|or more|or less|or fewer|\+)")
_FROM = re.compile(r"(?:since|from|as of|as at|starting|自从|自|从)\s*$", re.IGNORECASE)
_NOT_THEN = re.compile(
    r"(?:before|until|till|by|prior to|after|later than|早于|晚于|截至|截止|截止到|截至到|as at the end of|by the end of|end of|early|mid|late)\s*$",
    re.IGNORECASE,
)
_NOT_THEN_AFTER = re.compile(r"\s*(?:前后|为止|底|末|初|年底|年初|上半年|下半年|以前|之前|前(?!海)|以后|之后|后)")
_FROM_AFTER = re.compile(r"\s*(?:以来|起)")
_WORD = "(?:" + "|".join(re.escape(w) for w in sorted(WORDS, key=len, reverse=True)) + ")"
_WORDS = rf"{_WORD}(?: hundred)?(?: (?:thousand|million))?|(?:a|several) (?:hundred|thousand|million)"
_RANGE_BEFORE = re.compile(r"[\d,.]*\d%?\s*(?:-|–|—|~|to|至|到)\s*$")
_RAISED = re.compile(
    r"(?:go(?:es|ing)?(?: up)?|rais\w+|increas\w+|lift\w*|expand\w*|grow\w*|step\w* up)[^,.;]{0,40} from [\d.]+ ?(?:%|percent)? to $"
)
"""Before a share: it is the one to which another is raised, and no end of a range."""
_AND_BEFORE = re.compile(r"(?<![\d.,/:])(\d{1,2}(?:\.\d+)?)\s*(?:and|or|plus|/|\+|和|与|及)\s*$")
_OR_BEFORE = re.compile(rf"({_N})\s*(?:or|或者?)\s*$")
_COUNT = re.compile(
    rf"(?P<n>{_N}[亿万]零?{_N}[千百]?|{_N} ?(?:million|thousand|billion|bn|mn|[km](?![a-z])|万亿|亿|千万|百万|十万|万|千)?|[{_HAN}]+|(?<!and )(?<!and a )\b(?:half|(?:a )?quarter of) an? (?:million|thousand|hundred)(?= )|(?<!and )(?<!and a )\bhalf million(?= )|\b{_WORD} and a half (?:million|thousand)(?= )|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)(?=-(?:day|week|month)(?![a-z]))|(?<!half )(?<!quarter of )\b(?:{_WORDS})(?= )|\ba(?= (?:week|fortnight))|(?<=for )an?(?= (?:full |whole )?month))(?P<more>[余多])? ?-?(?P<of>(?:(?!of |and |or |to |in |from |per |not |no |never |non |without )[a-z]+(?:'s)? ){{0,2}}?)(?P<unit>of (?:them|these|those)(?! countr)|ones|members?(?: companies)?|member companies|家(?:境内|国内)?(?:公司|企业|子公司|实体)|(?:group )?(?:companies|entities|subsidiaries)|家成员企业|个成员企业|家成员|个成员|家(?=[,，。；;、\s]|$)|小时|hours?|名旅客|名客人|位客人|名乘客|名消费者|名求职者|名住客|(?:名|位|个)?(?:车主|学员|家长|读者|买家|住户|业主|投保人|司机|骑手|应聘者|候选人)|客人|住客|乘客|消费者|患者|受试者|求职者|名收货人|收货人|名患者|名会员|名学生|名受试者|会员|旅客|访客|名员工|位员工|个员工|名用户|个用户|位用户|名客户|个客户|位客户|名|位|人(?!民)|用户|客户|persons?|people|employees?|users?|contacts?|applicants?|customers?|individuals?|patients?|guests?|members of the public|travellers?|passengers?|students?|pupils|subscribers?|visitors?|(?:card|policy)holders?|owners|drivers|donors|riders|candidates|callers|tenants|parents|participants|subjects|buyers|shoppers|viewers|workers|staff|sensitive(?: ones| records| persons)?(?! (?:personal|data|info))|天|日(?![本语元])|days?|周|个?星期|个?礼拜|weeks?|fortnights?|个月|months?|亿?(?:美|欧|港|日|韩|澳|加|新)?元|美金|英镑|港币|人民币|yuan|renminbi|rmb|(?:us |hk |hong kong )?dollars?|usd|euros?|eur|pounds?(?! of)|gbp|yen|hkd|swiss francs?|francs)(?:'s?(?= ))?(?![a-z])",
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
    rf"(?P<n>{_N} ?[千百]?亿)(?![人名位次条只个辆美元日港欧英])|(?<=[是为有到约达])(?P<p>{_N} ?[万千])(?=[,，。;；、?？]|$)|(?P<e>(?<=only |just )\d{{1,3}},\d{{3}}(?= (?:a|per|each|every) (?:year|month)|[.,;?]|$)|(?<![\d,.])\d{{1,3}}[, ]\d{{3}}(?= (?:this|last) year))"
)
"""An amount of hundreds of millions without a unit; persons, where persons were counted before (去年18万人，今年是7万)."""
_BARE_MONEY = re.compile(
    rf"{_N} ?(?:billion|bn|million|mn)(?![a-z])(?! (?!in |and |or |for |from |world|global|turn|rev|sales|together|combined|there)[a-z])",
    re.IGNORECASE,
)
"""An amount without a currency, where one currency is named elsewhere in the text."""
_CURRENCIES = (
    ("yuan", re.compile(r"(?<![a-z])(?:rmb|yuan|cny|renminbi)(?![a-z])|人民币|[¥￥]")),
    ("usd", re.compile(r"(?<![a-z])(?:usd|(?:us )?dollars?)(?![a-z])|\$|美元|美金")),
    ("eur", re.compile(r"(?<![a-z])(?:eur|euros?|gbp|pounds?|yen|hkd|francs?)(?![a-z])|[€£]|欧元|英镑|日元|港元|港币")),
)
_COUNTED = re.compile(
    r"[\d万千](?:名|位|个)?(?:人|员工|用户|客户|会员)|\d ?(?:k|million|thousand)? (?:[a-z]+ )?(?:people|persons|customers|users|employees|individuals)"
)
_MONEY_UNIT = re.compile(r"元|人民币|yuan|renminbi|rmb|dollar|usd|美金|英镑|港币|eur|pound|gbp|yen|hkd|franc")


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
    if q.kind != "day" and not unsure and DENIED.search(plain, max(0, start - 60), start):
        unsure = True
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

    for found in _SPLIT.finditer(plain):
        if (parts := _parts(found)) is not None and free(found):
            yield Quantity(*found.span(), "share", *((parts[0], ()) if parts[0] == parts[1] else ("", parts)))
    for found in ALIKE.finditer(plain):
        if free(found):
            yield Quantity(*found.span(), "alike", "")
    for said, months in lengths(plain):
        if free(said):
            yield Quantity(*said.span(), *(("stay", "15") if months < 1 else ("months", format(months.normalize(), "f"))))
    for found in periods(plain):
        if (ends := period(found, today)) is not None and free(found):
            yield Quantity(*found.span(), "day", "", ends)
    for found in DAY.finditer(plain):
        if free(found):
            yield Quantity(*found.span(), "day", *told(found, today))
    for found in _SHARE.finditer(plain):
        if free(found):
            yield (part := _share(found))
            if found[0][0].isdigit() and (other := _AND_BEFORE.search(plain, 0, found.start())) and free(other):  # 40 and 35 per cent
                yield Quantity(*other.span(1), "share", other[1] if part.value else "")
    sides = [m for m in pattern("roles", "sides").finditer(plain) if all(m.end("n") <= a or m.start("n") >= b for a, b in taken)]
    if sum(Decimal(m["n"]) for m in sides) == 100 and len(sides) == 2:
        taken += [m.span("n") for m in sides]
        yield from (Quantity(*m.span("n"), "share", m["n"]) for m in sides)
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
            yield Quantity(
                *found.span(),
                *(("money", found[0] + "元") if money else ("persons", format(read_amount(found[0].replace(" ", ""), None), "f"))),
            )
    named = [name for name, said in _CURRENCIES if said.search(plain)]
    for found in _BARE_MONEY.finditer(plain) if len(named) == 1 else ():
        if free(found):
            yield Quantity(*found.span(), "money", f"{found[0]} {named[0]}")
    for found in YEAR.finditer(plain):
        if free(found):
            yield Quantity(*found.span(), "day", *told(found, today))


def _parts(found: re.Match[str]) -> tuple[str, str] | None:
    """The two shares into which a whole is split; None where they make none."""
    if found["half"]:
        return "50", "50"
    two = [str((chinese(c) or 0) * 10) for c in found["han"]] if found["han"] else [found["a"], found["b"]]
    return (two[0], two[1]) if int(two[0]) + int(two[1]) == 100 else None


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


_POOLED = re.compile(r"资金池|集中(?:运营|外汇|收付|管理)|(?<![a-z])pool")
"""Where so many companies are the members of something."""


def _count(found: re.Match[str]) -> Iterator[Quantity]:
    unit, written = found["unit"], found["n"].strip()
    spoken = _spoken(written) if written[0].isascii() and written[0].isalpha() else None
    if _MONEY_UNIT.search(unit):
        yield Quantity(*found.span(), "money", found[0].strip() if spoken is None else f"{spoken:f} {unit}")
        return
    if re.search("公司|企业$|实体|companies|entities|subsidiaries", unit) and not re.search(r"成员|member", unit):
        if not _POOLED.search(found.string):
            return
        unit = "members"
    if unit == "家" and not re.search(r"成员(?:企业|单位)?$", found.string[: found.start()]):
        return
    hours = bool(re.search("小时|hour", unit))
    kind = next(k for words, k in _UNITS if re.search(words, unit))
    parted = re.fullmatch(rf"({_N}[亿万])零?({_N}[千百]?)", written)
    try:
        if parted:  # 9万9千
            spoken = read_amount(parted[1], None) + read_amount(parted[2], None)
        number = spoken if spoken is not None else read_amount(re.sub(r"(?<=\d) (?=\d)", "", written), None)
    except NotANumber:
        return
    if re.search(r"周|星期|礼拜|week|fortnight", unit):
        number *= 14 if "fortnight" in unit else 7
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
    counted = format(rounded(number), "f")
    yield Quantity(*found.span(), kind, *(("", (counted,)) if found["more"] else (counted,)))


def _spoken(words: str) -> Decimal | None:
    """What an English number in words comes to (two hundred, three million); None for one that says no number (several thousand)."""
    if parted := re.fullmatch(r"(?:(\w+) and a )?(half|(?:a )?quarter of)(?: an?)? (hundred|thousand|million)", words):
        whole = value(parted[1]) if parted[1] else Decimal(0)
        return None if whole is None else (whole + Decimal("0.5" if parted[2] == "half" else "0.25")) * SCALES[parted[3]]
    number, *scales = re.split(r" (?=hundred|thousand|million)| (?=thousand)", words)
    found = Decimal(1) if number == "a" else value(number)
    for scale in scales:
        found = found * SCALES[scale] if found is not None else None
    return found


_UNITS = (
    (r"天|日|day|周|星期|礼拜|week|fortnight|小时|hour", "stay"),
    (r"month|月", "months"),
    (r"^member|成员|^家", "members"),
    (r"", "persons"),
)
"""What a unit counts: a pattern of its words and the kind of quantity; the first that fits."""

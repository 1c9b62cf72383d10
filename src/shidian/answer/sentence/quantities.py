"""Days, shares and counts in a sentence, with their places; and what only looks like one (国发〔2024〕1号, 4/5G, 7×24, 985高校, 1+4+6+9)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from string import ascii_lowercase
from typing import NamedTuple

from shidian.answer.sentence.days_told import DAY, YEAR, ends_of, lengths, period, periods, told
from shidian.answer.sentence.lexicon import language, pattern
from shidian.answer.values.amounts import PERCENT, NotANumber, read_amount, rounded
from shidian.law.numerals import OTHER_SCALES, SCALES, WORD, WORDS, chinese, raised_digits
from shidian.law.records.base import Label
from shidian.patterns import compiled

_N = r"(?:\d{1,3}(?:,\d{3})+|(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.])|(?<![\d.])\d{1,3}(?: \d{3})+(?![\d,.])|\d+)(?:\.\d+)?"
_LATIN_BESIDE = compiled(r"[a-z](?=[\u4e00-\u9fff]+$)")
LONGEST_STAY = 366
"""Days between two days up to which they are those of one journey."""
_HAN = "〇零一二两三四五六七八九十百千万亿"
_WORDS = rf"(?:{WORD}(?: hundred(?: and {WORD})?)?|a hundred(?: and {WORD})?)(?: (?:dozen|thousand|million|billion))?|(?:a|several) (?:hundred|thousand|million|billion)"
_UNITS = {
    "share": PERCENT,
    "persons": Label("persons", "人"),
    "stay": Label("days", "日"),
    "members": Label("companies", "家"),
    "months": Label("months", "个月"),
}
_GOES_ON = compiled(
    r"(?:^|[\s,(（，。；：])-(?=\d)|(?<![\da-z])\.(?=\d)|(?<!\d)\d{1,3}[.,、点](?=\d)|[百千万亿](?=\d)|[一二两三四五六七八九十百千万亿](?=[一二三四五六七八九])|(?:[a-z]-|(?:hundred|thousand|million|point)(?: and)? )(?=[a-z])"
)
_GOES_ON_AFTER = compiled(r"(?<=\d)[.,、]\d|(?<=[周月年成])半|(?<=[百千万亿成])[\d一二三四五六七八九]")
"""What a number stands beside that is only a part of one: .5 %, -5 %, 12,34, 三四成, 3亿5千, 两周半."""


@cache
def expression(name: str) -> re.Pattern[str]:
    """One of the patterns in which numbers are written (`quantities` in `words/sentence.toml`)."""
    source = language()["quantities"][name]
    for part, stands_for in {"N": _N, "HAN": _HAN, "WORD": WORD, "WORDS": _WORDS}.items():
        source = source.replace("{" + part + "}", stands_for)
    return compiled(source, re.ASCII)  # a word of English begins behind a Chinese character too


class Quantity(NamedTuple):
    """A number or day: its span, what it counts (`day`, `share`, `persons`, `stay`, `months`, `money`, `alike`), its value as a fact takes
    it (empty: open) and what else it may be."""

    start: int
    end: int
    kind: str
    value: str
    others: tuple[str, ...] = ()
    denied: bool = False


def quantities(plain: str, today: dt.date) -> Iterator[Quantity]:
    """Every quantity of a text, look-alikes first; none overlaps another."""
    taken: list[tuple[int, int]] = []

    def free(found: re.Match[str], group: str | int = 0) -> bool:
        if ok := all(found.end(group) <= a or found.start(group) >= b for a, b in taken):
            taken.append(found.span(group))
        return ok

    found = (_as_meant(plain, q, today) for q in _plain_quantities(plain, today, free, taken))
    yield from _with_stays(plain, list(found)) if expression("journey").search(plain) else found


def _with_stays(plain: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities of a journey: the day on which it ends tells with the one before it how many days it lasts."""
    days = sorted(q for q in found if q.kind == "day" and q.value)
    for first, last in pairwise(days):
        length = (dt.date.fromisoformat(last.value) - dt.date.fromisoformat(first.value)).days
        if 0 < length <= LONGEST_STAY and (
            expression("until").fullmatch(plain[first.end : last.start]) or expression("leaves_after").match(plain, last.end)
        ):
            found[found.index(last)] = last._replace(kind="stay", value=str(length))
    return found


def _as_meant(plain: str, q: Quantity, today: dt.date) -> Quantity:
    """A quantity with the words around it that bound it: `more than 50 %`, `before 2024` and 50%以上 are no values, `since June 2025` is one."""
    if q.kind == "alike":
        return q
    before, after = (
        (expression("not_then"), expression("not_then_after")) if q.kind == "day" else (expression("unsure"), expression("unsure_after"))
    )
    start, end, others = q.start, q.end, q.others
    lead = _LATIN_BESIDE.sub(" ", plain[:start])
    unsure = since = denied = False
    if (found := before.search(lead)) or (
        q.kind != "day" and not expression("raised").search(lead) and (found := expression("range_before").search(lead))
    ):
        start, unsure = found.start(), True
    elif q.kind == "day" and (found := expression("from").search(plain[:start])):
        start, since = found.start(), True
    if q.kind != "day" and not unsure and (found := expression("denied").search(plain, max(0, start - 60), start)):
        if q.kind == "share":  # with what it ends that is written on (doesn't)
            start = len(plain[: found.start()].rstrip(ascii_lowercase))
        unsure, denied = True, expression("beside").search(found[0]) is None
    if found := after.match(plain, end):
        end, unsure = found.end(), True
    elif q.kind == "day" and (found := expression("from_after").match(plain, end)):
        end, since = found.end(), True
    if q.kind != "day" and q.value and not unsure and _is_part(plain, q):
        return q._replace(value="")
    if since and not unsure and not q.value and others:  # since 2023: its first day
        return Quantity(start, end, q.kind, others[0], others[1:])
    if unsure:
        others = tuple(dict.fromkeys([*((q.value,) if q.value else ()), *others]))
        if q.kind == "day" and others:
            others = ends_of(plain[start : q.start] + plain[q.end : end], others, today)
    return Quantity(start, end, q.kind, "" if unsure else q.value, others, denied)


def _is_part(plain: str, q: Quantity) -> bool:
    """Whether a number is only a part of what is written."""
    beside = plain[q.start - 1 : q.start] + plain[q.end : q.end + 1]
    return (
        raised_digits(beside)
        or any(m.end() == q.start for m in _GOES_ON.finditer(plain, max(0, q.start - 14)))
        or bool(_GOES_ON_AFTER.match(plain, q.end))
    )


def _plain_quantities(plain: str, today: dt.date, free: Callable[..., bool], taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Every quantity without the words around it."""

    for found in expression("split").finditer(plain):
        if (parts := _parts(found)) is not None and free(found):
            mine, number = _mine(plain, found, parts)
            yield Quantity(*found.span(), "share", *((mine, ()) if mine else ("", parts)))
            if number is not None:
                taken.append(number)
                yield Quantity(*number, "share", mine)
    for found in expression("days_of_month").finditer(plain):  # 2026年11月1日至12月15日
        for which, month, day in (("first", "m", "d"), ("last", "n" if found["n"] else "m", "e")) if free(found) else ():
            yield Quantity(*found.span(which), "day", *told(next(DAY.finditer(f"{found['y']}年{found[month]}月{found[day]}日")), today))
    for found in expression("alike").finditer(plain):
        if free(found):
            yield Quantity(*found.span(), "alike", "")
    for said, months in lengths(plain):
        if free(said):
            yield Quantity(*said.span(), *(("stay", "15") if months < 1 else ("months", format(months.normalize(), "f"))))
    for found in periods(plain):
        if (ends := period(found, today)) is not None and free(found):
            yield Quantity(*found.span(), "day", "", ends)
    for found in DAY.finditer(plain) if expression("may_be_day").search(plain) else ():
        if free(found):
            yield Quantity(*found.span(), "day", *told(found, today))
    for found in expression("share").finditer(plain) if expression("may_be_share").search(plain) else ():
        if free(found):
            yield (part := _share(found))
            if (
                found[0][0].isdigit() and (other := expression("and_before").search(plain, 0, found.start())) and free(other)
            ):  # 40 and 35 per cent
                yield Quantity(*other.span(1), "share", other[1] if part.value else "")
    figures = any(c.isdecimal() for c in plain)  # most texts have none
    sides = [
        m
        for m in (pattern("roles", "sides").finditer(plain) if figures else ())
        if all(m.end("n") <= a or m.start("n") >= b for a, b in taken)
    ]
    if len(sides) == 2 and (whole := sum(Decimal(m["n"]) for m in sides)) in (10, 100):  # 外方占3中方占7
        taken += [m.span("n") for m in sides]
        yield from (Quantity(*m.span("n"), "share", m["n"] if whole == 100 else m["n"] + "0") for m in sides)
    for found in expression("bare_share").finditer(plain) if figures else ():
        if (bare := Decimal(found[group := found.lastgroup or 0])) <= 100 and free(found, group):
            one = bare == 1  # all of it, or a hundredth
            yield Quantity(*found.span(group), "share", "" if one else found[group], ("1", "100") if one else ())
    for found in expression("money").finditer(plain) if figures else ():
        if free(found):
            yield Quantity(*found.span(), "money", found[0].strip())
    for found in expression("count").finditer(plain) if expression("may_be_count").search(plain) else ():
        if (not plain[: found.start()] or not plain[found.start() - 1].isascii() or not plain[found.start() - 1].isalnum()) and free(found):
            yield from _count(found)
            if (other := expression("or_before").search(plain, 0, found.start())) and free(other):  # 5,000 or 50,000 users
                first = expression("count").fullmatch(other[1] + found.string[found.end("n") : found.end()])
                yield from (
                    q._replace(start=other.start(1), end=other.end(1)) for q in (_count(first) if first else ()) if q.kind != "money"
                )
    for found in expression("bare_stay").finditer(plain) if figures and "day" in plain else ():
        if free(found, "n"):
            yield Quantity(*found.span("n"), "stay", found["n"])
    for found in expression("headed").finditer(plain) if figures else ():
        if free(found, "n"):
            yield Quantity(*found.span("n"), "persons", format(rounded(read_amount(found["n"].strip(), None)), "f"))
    for found in expression("bare").finditer(plain) if figures or "亿" in plain else ():
        if (found["n"] or expression("counted").search(plain[: found.start()])) and free(found):
            money = found["n"] is not None
            yield Quantity(
                *found.span(),
                *(("money", found[0] + "元") if money else ("persons", format(read_amount(found[0].replace(" ", ""), None), "f"))),
            )
    named = [name for name, said in language()["currencies"].items() if re.search(said, plain)] if figures else []
    for found in expression("bare_money").finditer(plain) if len(named) == 1 else ():
        if free(found):
            yield Quantity(*found.span(), "money", f"{found[0]} {named[0]}")
    for found in YEAR.finditer(plain) if figures else ():
        if free(found):
            yield Quantity(*found.span(), "day", *told(found, today))


def _parts(found: re.Match[str]) -> tuple[str, str] | None:
    """The two shares into which a whole is split; None where they make none."""
    if found["half"]:
        return "50", "50"
    if (
        found["a"]
        and found["told"] is None
        and found["a"] + found["b"] != "5050"
        and not expression("split_before").search(found.string[: found.start()])
    ):
        return None
    two = [int(chinese(c) or 0) for c in found["han"]] if found["han"] else [int(found["a"]), int(found["b"])]
    whole = sum(two)
    return (str(two[0] * 100 // whole), str(two[1] * 100 // whole)) if whole in (10, 100) else None


def _mine(plain: str, split: re.Match[str], parts: tuple[str, str]) -> tuple[str, tuple[int, int] | None]:
    """Which part of a whole is the foreign one (60:40, we are the 40; 中外双方按6:4), and where a number tells it; empty where nothing does."""
    order = expression("split_order").search(plain[: split.start()])
    told = parts[1 if order["chinese"] else 0] if order else parts[0] if parts[0] == parts[1] else ""
    for found in expression("split_ours").finditer(plain):
        group = next((g for g in ("n", "m") if found[g]), "")
        if not group:
            return (min if found["less"] or found["few"] else max)(parts, key=int), None
        number = str(chinese(found[group]) or found[group])
        ours = next((n for n in (number, number + "0") if n in parts), "")
        if ours and (told or ours) == ours and not split.start() <= found.start(group) < split.end():
            return ours, found.span(group)
    return told, None


def _share(found: re.Match[str]) -> Quantity:
    text = re.sub(r"[\s-]*(?:per cent|percent|pct)", "%", found[0]).removesuffix(" of")
    try:
        if part := re.fullmatch(r"(\d)/(\d)", text):  # 1/3 of
            number = (Decimal(part[1]) / Decimal(part[2]) * 100).quantize(Decimal("0.1"))
        else:
            number = read_amount(text, _UNITS["share"])
    except NotANumber:
        number = None
    return Quantity(*found.span(), "share", "" if number is None or number > 100 else format(rounded(number), "f"))


def _count(found: re.Match[str]) -> Iterator[Quantity]:
    unit, written = found["unit"], "1" if found["n"] in ("a", "an") else found["n"].strip()
    spoken = written[0].isascii() and written[0].isalpha()
    if expression("money_unit").search(unit):
        yield Quantity(*found.span(), "money", found[0].strip())
        return
    if re.search("公司|企业$|实体|companies|entities|subsidiaries", unit) and not re.search(r"成员|member", unit):
        if not expression("pooled").search(found.string):
            return
        unit = "members"
    if unit == "家" and not re.search(r"成员(?:企业|单位)?$", found.string[: found.start()]):
        return
    timed = re.search("周|星期|礼拜|week|fortnight|(小时|hour)", unit)
    kind = next((k for k, words in language()["units"].items() if re.search(words, unit)), "persons")
    others: tuple[str, ...] = ()
    number: Decimal | None = None
    try:
        number = read_amount(re.sub(r"(?<=\d) (?=\d)", "", written) + (f" {unit}" if timed else ""), _UNITS[kind])
    except NotANumber as error:
        others = tuple(format(rounded(n), "f") for n in error.others)
        if not others and not re.search("[一二两三四五六七八九]{2}", written):
            return
    if number is not None and (
        (
            kind == "persons"
            and (
                number < 2
                or (spoken and number < 100 and not re.search("employee|customer|user|patient|passenger|guest|staff|student", unit))
            )
        )
        or (timed and timed[1] and number != number.to_integral_value())
    ):
        return
    scaled = any(w in SCALES or w in OTHER_SCALES or w in WORDS for w in found["of"].split()) or (
        found["of"] and not found["n"][-1:].isspace() and found.string[found.end("n")].isalpha()
    )
    counted = "" if number is None else format(number, "f")
    if scaled or number is None or re.match("[百千万亿]+$", written) or (kind == "stay" and "." in counted):  # 三四周, 百万用户, 1.5 weeks
        yield Quantity(*found.span(), kind, "", others)
        return
    yield Quantity(*found.span(), kind, *(("", (counted,)) if found["more"] else (counted,)))

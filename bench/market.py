"""The words of the made-up market: what can be asked, of which activities, places and origins."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from shidian.law.records.base import Label
from shidian.law.records.names import Term, Vocabulary
from shidian.law.records.question import Fact, Outcome, Question, Slot
from shidian.law.records.source import Source


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


Shape = Literal["dense", "wide"]
FIRST_DAY = dt.date(2020, 1, 1)
DAYS = (dt.date(2027, 1, 1) - FIRST_DAY).days
"""The days asked: 2020 to 2026."""
FACTS = ("sensitive", "qualified")
"""The two yes/no facts, of which a fifth are missing."""
COUNTRIES = _words(
    "us jp kr de fr gb it es nl be ch at se no dk fi ie pt gr pl cz hu ro bg hr si sk ee lv lt lu cy mt is ca mx br ar "
    "cl pe co au nz sg my th id ph vn in pk bd ae sa qa il tr eg za ke"
)
PARTNERS = ("hk", "mo", "tw")
"""Origins with treaties of their own: a quarter of the cases."""
LISTED = ("in", "pk", "bd", "vn", "eg", "tr", "il")
"""Origins that some duties name."""
ORIGINS = COUNTRIES + PARTNERS
PROVINCES = _words("bj tj he sx nm ln jl hl sh js zj ah fj jx sd ha hb hn gd gx hi cq sc gz yn xz sn gs qh nx xj tw hk mo")
PILOT_CITIES = tuple(f"{PROVINCES[(i * 5 + 8) % 31]}-p{i + 1:02d}" for i in range(20))
_WITH_CITY = frozenset(city[:2] for city in PILOT_CITIES)
PLACES = (*(f"{p}:other" if p in _WITH_CITY else p for p in PROVINCES), *PILOT_CITIES)
"""Where a case can lie: a province (outside its pilot city, if it has one) or a pilot city."""
REGIONS = PROVINCES + PILOT_CITIES
"""What a rule can name; a province includes its pilot city."""


def label(en: str, zh: str) -> Label:
    return Label(en, zh)


def activities(rules: int, shape: Shape) -> tuple[str, ...]:
    """40 activities, or as many as a third of the rules; four to a sector."""
    count = 40 if shape == "dense" else rules // 3
    return tuple(f"s{i // 4:04d}.{i % 4 + 1}" for i in range(count))


def sector(activity: str) -> str:
    """The sector of an activity."""
    return activity.partition(".")[0]


def _term(id: str, parent: str | None = None, complete: bool = False) -> Term:
    return Term(id, label(id, f"项目{id}"), parent, complete=complete)


def vocabularies(acts: tuple[str, ...]) -> dict[str, Vocabulary]:
    """Activities by sector, places of two levels, origins, and one authority."""
    sectors = dict.fromkeys(sector(a) for a in acts)
    return {
        "activities": Vocabulary("activities", (*(_term(s, None, True) for s in sectors), *(_term(a, sector(a)) for a in acts))),
        "territories": Vocabulary(
            "territories", (_term("cn", None, True), *(_term(p, "cn") for p in PROVINCES), *(_term(c, c[:2]) for c in PILOT_CITIES))
        ),
        "origins": Vocabulary("origins", tuple(_term(o) for o in ORIGINS)),
        "authorities": Vocabulary("authorities", (_term("council"),)),
    }


def _fact(
    name: str,
    domain: Literal["tree", "place", "date", "number", "yes_no"],
    zh: str,
    *,
    vocabulary: str | None = None,
    most: Decimal | None = None,
) -> Fact:
    return Fact(
        name,
        domain,
        label(name, zh),
        label(f"{name}, in {{value}}?", f"{{value}}的{zh}？"),
        vocabulary=vocabulary,
        minimum=Decimal(0) if most else None,
        maximum=most,
        unit=label("%", "%") if most else None,
    )


def _outcome(name: str, zh: str) -> Outcome:
    return Outcome(name, label(name.replace("_", " "), zh), label(f"{{activity}}: {name.replace('_', ' ')}", f"{{activity}}：{zh}"))


QUESTION = Question(
    "access",
    label("Market access", "市场准入"),
    facts=(
        _fact("activity", "tree", "行业活动", vocabulary="activities"),
        _fact("territory", "place", "地域", vocabulary="territories"),
        _fact("origin", "tree", "来源地", vocabulary="origins"),
        _fact("sensitive", "yes_no", "敏感数据"),
        _fact("qualified", "yes_no", "服务提供者"),
        _fact("share", "number", "外资股比", most=Decimal(100)),
        _fact("on", "date", "日期"),
    ),
    slots=(Slot("share", "ceiling", label("ceiling on the foreign share", "外资股比上限"), of="share"),),
    reads="ceilings",
    main="share",
    outcomes=(
        _outcome("permitted", "允许"),
        _outcome("not_permitted", "不允许"),
        _outcome("prohibited", "禁止"),
        _outcome("refused", "不允许或禁止"),
        _outcome("undetermined", "不能确定"),
    ),
)
SOURCE = Source("gazette", label("Gazette", "公报"), label("Council", "理事会"), "en", "other")

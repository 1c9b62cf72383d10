"""Small lawbooks and cases, made up by hypothesis: every kind of rule, of test and of standing, over tiny vocabularies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct, to_builtins
from msgspec.structs import replace

from shidian.law.lawbook import Content, Lawbook
from shidian.law.records.base import Label, Seen
from shidian.law.records.instrument import (
    Bound,
    Duty,
    Edition,
    Effect,
    EffectValue,
    Gap,
    Instrument,
    Period,
    Provision,
    Range,
    Rule,
    Scope,
    Test,
)
from shidian.law.records.names import Term, Vocabulary, Zone
from shidian.law.records.question import Choice, Fact, Outcome, Question, Slot
from shidian.law.records.source import Source

DAYS = tuple(dt.date(year, month, 1) for year in (2020, 2021, 2022) for month in (1, 7))
SHARES = tuple(Decimal(n) for n in (0, 25, 50, 100))
COUNTS = tuple(Decimal(n) for n in (10, 20))
LEAVES = ("north", "east", "west", "elsewhere")
"""Places without parts; `south` is made of `east` and `west`."""


def label(word: str) -> Label:
    return Label(word, f"字{word}")


def _term(id: str, parent: str | None = None, complete: bool = False) -> Term:
    return Term(id, label(id), parent, complete=complete)


def _choices(*words: str) -> tuple[Choice, ...]:
    return tuple(Choice(w, label(w)) for w in words)


def _fact(name: str, domain: Any, **more: Any) -> Fact:
    return Fact(name, domain, label(name), Label(f"{name} in {{value}}?", f"{{value}}的{name}是什么？"), **more)


def _outcomes(*names: str) -> tuple[Outcome, ...]:
    return tuple(Outcome(n, label(n), label(n)) for n in (*names, "undetermined"))


ACCESS = Question(
    "access",
    label("access"),
    facts=(
        _fact("activity", "tree", vocabulary="activities"),
        _fact("territory", "place", vocabulary="territories"),
        _fact("certified", "yes_no"),
        _fact("share", "number", minimum=Decimal(0), maximum=Decimal(100), unit=Label("%", "%")),
        _fact("investor-share", "number", minimum=Decimal(0), maximum=Decimal(100), no_more_than="share", unit=Label("%", "%")),
        _fact("on", "date"),
    ),
    slots=(
        Slot("share", "ceiling", label("ceiling"), of="share"),
        Slot("investor-share", "ceiling", label("investor ceiling"), of="investor-share"),
        Slot("barred-form", "flag", label("no such form"), refuses=True),
    ),
    reads="ceilings",
    main="share",
    outcomes=_outcomes("permitted", "not_permitted", "prohibited", "refused"),
)
FULL = replace(
    ACCESS, facts=tuple(replace(f, full_for={"certified": ("no",)}) if f.fact in ("share", "investor-share") else f for f in ACCESS.facts)
)
"""The same, where nobody who is not certified can hold less than all."""
EXPORT = Question(
    "export",
    label("export"),
    facts=(
        _fact("activity", "tree", vocabulary="activities"),
        _fact("territory", "place", vocabulary="territories"),
        _fact("form", "choice", choices=_choices("firm", "club", "person")),
        _fact("data", "set", choices=_choices("personal", "sensitive")),
        _fact("persons", "number", minimum=Decimal(0), whole=True),
        _fact("on", "date"),
    ),
    slots=(Slot("path", "chain", label("path"), values=_choices("none", "contract", "assessment", "barred")),),
    reads="chain",
    main="path",
    outcomes=_outcomes("none", "contract", "assessment", "barred"),
)
STAY = Question(
    "stay",
    label("stay"),
    facts=(
        _fact("activity", "tree", vocabulary="activities"),
        _fact("territory", "place", vocabulary="territories"),
        _fact("form", "choice", choices=_choices("firm", "club", "person")),
        _fact("invited", "yes_no"),
        _fact("nights", "number", minimum=Decimal(0), whole=True),
        _fact("on", "date"),
    ),
    slots=(Slot("days", "amount", label("days"), unit=Label("days", "天")),),
    reads="grants",
    main="days",
    outcomes=_outcomes("granted", "not_granted"),
)
AUTHORITIES = Vocabulary("authorities", (_term("ministry"),))
DUTY = Duty(label("licence"), "ministry", "licence")


class Generated(Struct, frozen=True):
    """A lawbook, the question to ask of it, and the facts given, as a person would write them."""

    book: Lawbook
    question: Question
    facts: dict[str, str]

    def __repr__(self) -> str:
        """The case and the law, short enough to read in a failure."""
        zones = [
            f"{z.id}: touches {z.touches}, within {z.within}, since {z.established}"
            for z in self.book.content.vocabularies["territories"].zones
        ]
        lines = [f"{self.question.question} {self.facts}", *zones]
        for instrument in self.book.instruments.values():
            lines.append(f"{instrument.instrument}: {[to_builtins(e) for e in instrument.editions]}")
            for p in instrument.provisions:
                for r in (*p.rules, *p.gaps):
                    told = {k: v for k, v in to_builtins(r).items() if k not in ("summary", "question", "duty", "reason")}
                    lines.append(f"  {p.number} {type(r).__name__} {told}")
        return "\n".join(lines)


def lawbook(question: Question, vocabularies: dict[str, Vocabulary], instruments: dict[str, Instrument]) -> Lawbook:
    """A lawbook of these records."""
    source = Source("paper", label("paper"), label("press"), "zh", "press")
    return Lawbook(Content("0" * 64, vocabularies, {"paper": source}, {question.question: question}, instruments))


@st.composite
def vocabularies(draw: st.DrawFn) -> dict[str, Vocabulary]:
    """Two small trees, and up to three zones that overlap, touch several units, or lie inside one another."""
    activities = (_term("trade"), _term("telecom"), _term("cloud", "telecom"), _term("voice", "telecom", True))
    activities = (activities[0], _term("telecom", None, draw(st.booleans())), *activities[2:])
    places = (_term("north"), _term("south", None, draw(st.booleans())), _term("east", "south"), _term("west", "south"))
    touches = st.sampled_from([("south",), ("east",), ("east", "west"), ("north", "east")])
    first = draw(touches)
    zones = [Zone("port", label("port"), first)]
    if draw(st.booleans()):
        zones.append(Zone("dock", label("dock"), draw(st.sampled_from([first, first[:1]])), ("port",)))
    if draw(st.booleans()):
        zones.append(Zone("park", label("park"), draw(touches)))
    first_days = draw(st.sampled_from([None, None, (2, 2, 2), (1, 3, 2), (2, 3, 1), (None, 2, 2)]))
    if first_days is not None:
        zones = [replace(z, established=None if n is None else DAYS[n]) for z, n in zip(zones, first_days, strict=False)]
    return {
        "activities": Vocabulary("activities", activities),
        "authorities": AUTHORITIES,
        "territories": Vocabulary("territories", places, tuple(zones)),
    }


@st.composite
def _test(draw: st.DrawFn, fact: Fact, zones: tuple[str, ...]) -> Test:
    if fact.domain == "tree":
        return draw(st.sampled_from([("trade",), ("telecom",), ("cloud",), ("cloud", "trade"), ("voice",)]))
    if fact.domain == "place":
        words = [*zones, *zones, "north", "south", "east"]
        return tuple(draw(st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True)))
    if fact.domain == "yes_no":
        return draw(st.sampled_from(["yes", "no"]))
    if fact.domain == "choice":
        return draw(st.sampled_from([("firm",), ("firm", "club")]))
    if fact.domain == "set":
        key = draw(st.sampled_from(["any_of", "all_of", "none_of"]))
        picked = tuple(draw(st.lists(st.sampled_from(["personal", "sensitive"]), min_size=1, max_size=2, unique=True)))
        return Range(
            any_of=picked if key == "any_of" else (), all_of=picked if key == "all_of" else (), none_of=picked if key == "none_of" else ()
        )
    if fact.domain == "date":
        return draw(st.sampled_from([Range(from_=DAYS[2]), Range(before=DAYS[3])]))
    cut = draw(st.sampled_from(COUNTS if fact.whole else SHARES[1:3]))
    return draw(st.sampled_from([Range(at_least=cut), Range(above=cut), Range(at_most=cut), Range(below=cut)]))


@st.composite
def _scope(draw: st.DrawFn, question: Question, zones: tuple[str, ...], least: int, most: int) -> Scope:
    names = ["activity", "territory", "territory", *(f.fact for f in question.facts[2:])]
    picked = draw(st.lists(st.sampled_from(names), min_size=least, max_size=most, unique=True))
    facts = {f.fact: f for f in question.facts}
    return {name: draw(_test(facts[name], zones)) for name in picked}


@st.composite
def _effect(draw: st.DrawFn, question: Question) -> Effect:
    if question.reads == "grants":
        return {"days": Bound(amount=draw(st.sampled_from(COUNTS)))}
    if question.reads == "chain":
        return {"path": draw(st.sampled_from(["contract", "assessment", "barred", "none"]))}
    out: dict[str, EffectValue] = {}
    for slot in draw(st.sampled_from([("share",), ("share",), ("share", "investor-share"), ("investor-share",)])):
        value = draw(st.sampled_from(SHARES))
        out[slot] = Bound(below=value) if value > 0 and draw(st.booleans()) else Bound(at_most=value)
    if draw(st.integers(0, 6)) == 0:
        out["barred-form"] = draw(st.sampled_from(["yes", "no"]))
    return out


@st.composite
def _periods(draw: st.DrawFn, published: dt.date) -> tuple[Period, ...] | None:
    """Default, never, or one or two intervals, opened and closed by the act of law or by themselves."""
    shape = draw(
        st.sampled_from(["editions"] * 3 + ["open", "closed", "ended", "launched", "lapsed", "twice", "never", "about", "until-about"])
    )
    start, until = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2, unique=True)))
    by = "act" if published <= ACT_PUBLISHED else None
    forms: dict[str, tuple[Period, ...] | None] = {
        "editions": None,
        "never": (),
        "open": (Period(start),),
        "closed": (Period(start, until),),
        "ended": (Period(start, until, ended_by="act"),),
        "launched": (Period(start, None, by=by),),
        "lapsed": (Period(start, until, "unknown"),),
        "twice": (Period(DAYS[0], DAYS[1]), Period(DAYS[3], DAYS[5])),
        "about": (Period(start, from_at_latest=until, by=draw(st.sampled_from([None, by]))),),
        "until-about": (Period(DAYS[0], start, until_at_latest=until, ended_by=draw(st.sampled_from([None, "act"]))),),
    }
    if shape == "about" and until < DAYS[4] and draw(st.booleans()):  # neither bound is known to the day
        forms["about"] = (
            Period(start, DAYS[4], from_at_latest=until, until_at_latest=DAYS[5], ended_by=draw(st.sampled_from([None, "act"]))),
        )
    if shape == "until-about" and start == DAYS[0]:
        forms["until-about"] = (Period(DAYS[0], from_at_latest=until),)
    return forms[shape]


ACT_PUBLISHED = DAYS[2]
ACT = Instrument("act", label("act"), "notice", ("ministry",), (Edition("1", DAYS[3], published=ACT_PUBLISHED),), ())


@st.composite
def _editions(draw: st.DrawFn) -> tuple[Edition, ...]:
    days = sorted(draw(st.lists(st.sampled_from((dt.date(2019, 1, 1), *DAYS)), min_size=4, max_size=4)))
    first = Edition("1", days[1], published=days[0])
    if days[1] == days[3] or draw(st.booleans()):
        ends: dict[str, Any] = draw(st.sampled_from([{}, {"expires": DAYS[5]}, {"expires": DAYS[5], "ended_by": "act"}]))
        return (Edition("1", days[1], published=days[0], **(ends if days[1] < DAYS[5] else {})),)
    return (first, Edition("2", days[3], published=days[2]))


Marks = Seen | dict[str, Seen]
MARKS: st.SearchStrategy[Marks] = st.sampled_from(
    ["official", "secondary", "memory", {"1": "official", "2": "memory"}, {"1": "memory", "2": "official"}]
)
"""How well a provision was seen, whole or by edition; what loosens from memory is a lead while it is in doubt."""


@st.composite
def _instrument(draw: st.DrawFn, id: str, kinds: list[str], limits: list[str], question: Question, zones: tuple[str, ...]) -> Instrument:
    editions = draw(_editions())
    public = editions[0].published
    assert public is not None
    numbers: list[str | dict[str, str | None]] = ["1", {"1": "1"}]
    if len(editions) > 1:
        numbers.append({"2": "7"})
    provisions = []
    for i, kind in enumerate(kinds):
        name = f"r{i}"
        width = draw(st.sampled_from([1, 2, 0]))
        scope = draw(_scope(question, zones, width, width))
        if kind == "need":  # trade, or voice, needs a cloud
            scope = {**scope, "activity": draw(st.sampled_from([("trade",), ("voice",), ("trade", "voice")]))}
        unless = (draw(_scope(question, zones, 1, 2)),) if draw(st.integers(0, 4)) == 0 else ()
        periods = draw(_periods(public))
        number = draw(st.sampled_from(numbers))
        relieves = (
            tuple(draw(st.lists(st.sampled_from(limits), min_size=1, max_size=2, unique=True))) if ("relief" in kind and limits) else ()
        )
        if kind.startswith("gap-"):
            gap = Gap(
                name,
                question.question,
                kind.removeprefix("gap-"),  # type: ignore[arg-type]
                label("unread"),
                when=scope,
                unless=unless,
                in_force=periods,
                relieves=relieves,
            )
            provisions.append(Provision(f"p{i}", number, label(name), draw(MARKS), sources=("paper",), gaps=(gap,)))
            continue
        doubt = draw(st.sampled_from(["none"] * 5 + ["disputed", "standing"]))
        rule = Rule(
            name,
            question.question,
            kind,  # type: ignore[arg-type]
            when=scope,
            unless=unless,
            in_force=periods,
            relieves=relieves,
            needs={"activity": "cloud"} if kind == "need" else {},
            announced=draw(st.sampled_from([None, public])) if periods else None,
            effect=draw(_effect(question)) if kind in ("limit", "relief", "grant") else {},
            duty=DUTY if kind == "duty" else None,
            standing="unknown" if doubt == "standing" else "known",
            disputed=label("sources differ") if doubt == "disputed" else None,
        )
        provisions.append(Provision(f"p{i}", number, label(name), draw(MARKS), sources=("paper",), rules=(rule,)))
    return Instrument(id, label(id), "notice", ("ministry",), editions, tuple(provisions))


KINDS = ("limit", "limit", "limit", "relief", "relief", "relief", "duty", "gap-limit", "gap-relief", "need")
GRANTING = ("grant", "grant", "grant", "duty", "gap-grant")


@st.composite
def lawbooks(draw: st.DrawFn, questions: tuple[Question, ...] = (ACCESS, EXPORT)) -> tuple[Lawbook, Question]:
    """One or two instruments with up to five rules between them, and mostly a rule that closes."""
    question = draw(st.sampled_from(questions))
    words = draw(vocabularies())
    zones = tuple(z.id for z in words["territories"].zones)
    usual = GRANTING if question.reads == "grants" else KINDS
    kinds = [usual[0], *draw(st.lists(st.sampled_from(usual), min_size=1, max_size=4))]
    half = draw(st.integers(0, len(kinds)))
    parts = {"alpha": kinds[:half], "beta": kinds[half:]}
    limits = [f"{id}/r{i}" for id, part in parts.items() for i, kind in enumerate(part) if kind == "limit"]
    instruments = {id: draw(_instrument(id, part, limits, question, zones)) for id, part in parts.items()}
    instruments |= {"act": ACT}
    if draw(st.sampled_from([True] * 7 + [False])):
        instruments["base"] = draw(_base(question, zones))
    return lawbook(question, words, instruments), question


@st.composite
def _base(draw: st.DrawFn, question: Question, zones: tuple[str, ...]) -> Instrument:
    """What holds where no limit applies; now and then not everywhere."""
    scope = draw(_scope(question, zones, 1, 1)) if draw(st.sampled_from([False] * 5 + [True])) else {}
    scopes = [scope]
    if question.reads == "grants" and draw(st.integers(0, 2)) == 0:  # several closing rules that cover every case between them, or do not
        scopes = [{"form": ("firm",)}, {"form": draw(st.sampled_from([("club", "person"), ("club",)]))}]
    rules = tuple(
        Rule(f"rest{i or ''}", question.question, "closing", when=s, effect={question.main: CLOSED[question.reads]})
        for i, s in enumerate(scopes)
    )
    first = dt.date(2018, 1, 1)
    return Instrument(
        "base",
        label("base"),
        "statute",
        ("ministry",),
        (Edition("1", first, published=first),),
        (Provision("p", "1", label("rest"), "official", sources=("paper",), rules=rules),),
    )


CLOSED: dict[str, EffectValue] = {"ceilings": Bound(at_most=Decimal(100)), "chain": "none", "grants": Bound(amount=Decimal(0))}


@st.composite
def _given(draw: st.DrawFn, fact: Fact, book: Lawbook) -> str:
    if fact.domain == "tree":
        return draw(st.sampled_from(["trade", "telecom", "cloud", "voice"]))
    if fact.domain == "place":
        tree = book.trees["territories"]
        others = [w for w in ("south:other",) if w in tree.parent]
        return draw(st.sampled_from(["north", "south", "east", "west", *tree.zones, *others]))
    if fact.domain == "yes_no":
        return draw(st.sampled_from(["yes", "no"]))
    if fact.domain == "choice":
        return draw(st.sampled_from([c.id for c in fact.choices]))
    if fact.domain == "set":
        return draw(st.sampled_from(["none", "personal", "sensitive", "personal,sensitive"]))
    if fact.domain == "date":
        day = draw(st.sampled_from(DAYS[::-1]))
        return (day + dt.timedelta(days=draw(st.sampled_from([-1, 0, 40])))).isoformat()
    return str(draw(st.sampled_from([10, 11, 20] if fact.whole else [0, 20, 25, 40, 50, 60, 100])))


@st.composite
def generated(draw: st.DrawFn, questions: tuple[Question, ...] = (ACCESS, EXPORT), most_missing: int = 4) -> Generated:
    """A lawbook and a case in which up to `most_missing` facts are missing; the day is always given."""
    book, question = draw(lawbooks(questions))
    names = [f.fact for f in question.facts if f.fact != "on"]
    count = draw(st.sampled_from([n for n in (2, 3, 1, 4, 0) if n <= most_missing]))
    missing = draw(st.permutations(names))[:count]
    facts = {f.fact: draw(_given(f, book)) for f in question.facts if f.fact not in missing}
    if "share" in facts and "investor-share" in facts and int(facts["investor-share"]) > int(facts["share"]):
        facts["investor-share"] = facts["share"]
    return Generated(book, question, facts)


known_days = st.sampled_from([None] * 8 + [*(d + dt.timedelta(days=n) for d in DAYS for n in (-1, 0))])

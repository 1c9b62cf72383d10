"""A made-up market-access lawbook of any size, from a seed, and random cases to put to it.

    python -m bench.workload FOLDER [--rules 120] [--shape dense]     writes it as a lawbook folder

Half of the rules are ceilings of a national list: successive ones for each activity, with times between them when it was open,
and some for sensitive business only. A third are pilot measures that relieve them in named regions. The rest are treaty
reliefs for certain origins, and duties; one closing rule opens what no ceiling limits. Acts of each quarter
open and close the intervals, so the announced reading runs ahead of the one in force.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from bench import market
from bench.market import DAYS, FACTS, FIRST_DAY, LISTED, REGIONS, Shape, activities, label, sector
from shidian.law.lawbook import Content, Lawbook
from shidian.law.records.base import Record
from shidian.law.records.instrument import Bound, Duty, Edition, Effect, Instrument, Period, Provision, Rule, Scope
from shidian.law.records.source import Sources

if TYPE_CHECKING:
    from bench.cases import Cases

MOST_RELIEVED = 24
"""How many limits one relief names at most."""
OPENED = FIRST_DAY


def lawbook(rules: int = 120, shape: Shape = "dense", seed: int = 20260101) -> Lawbook:
    """A lawbook of so many rules over 40 activities ("dense"), or over a third as many activities ("wide"). Raises ValueError."""
    if rules < 24 or rules % 12:
        raise ValueError(f"a lawbook of {rules} rules cannot be made: give a multiple of 12, from 24")
    acts = activities(rules, shape)
    maker = _Maker(acts, random.Random(f"{seed}/{rules}/{shape}"))
    treaty = duties = rules // 12
    limits = rules // 2
    instruments = maker.instruments(limits, rules - limits - treaty - duties, treaty, duties - 1)
    digest = hashlib.sha256(f"{seed}/{rules}/{shape}".encode()).hexdigest()
    return Lawbook(
        Content(
            digest,
            market.vocabularies(acts),
            {"gazette": market.SOURCE},
            {"access": market.QUESTION},
            {i.instrument: i for i in instruments},
        )
    )


def size(text: str) -> int:
    """A number of rules, as an argument of a command."""
    if not text.isdigit() or int(text) < 24 or int(text) % 12:
        raise argparse.ArgumentTypeError(f"`{text}`: a lawbook has a multiple of 12 rules, from 24")
    return int(text)


def sized(text: str) -> tuple[int, Shape]:
    """A number of rules and a shape, as an argument of a command: 1200:wide."""
    rules, _, word = text.partition(":")
    shape = next((s for s in get_args(Shape) if s == word), None)
    if shape is None:
        raise argparse.ArgumentTypeError(f"`{text}` is no size and shape; write it as 1200:dense or 1200:wide")
    return size(rules), shape


def day(number: int) -> dt.date:
    """The day of this number; 0 is the first."""
    return FIRST_DAY + dt.timedelta(days=number)


class _Maker:
    """Draws the rules. All days are numbers from FIRST_DAY."""

    def __init__(self, acts: tuple[str, ...], rnd: random.Random) -> None:
        self.acts = acts
        self.rnd = rnd
        self.spans: list[tuple[frozenset[str], int, int]] = []  # of each limit: activities, first day, day after the last
        self.by_activity: dict[str, list[int]] = {a: [] for a in acts}

    def instruments(self, limits: int, pilots: int, treaty: int, duties: int) -> list[Instrument]:
        listed = self._limits(limits)
        return [
            _instrument("base-law", "statute", [Rule("rest", "access", "closing", effect=_at_most(100))], OPENED),
            *(_act(quarter) for quarter in range(DAYS // 91 + 1)),
            _instrument("national-list", "negative-list", listed, FIRST_DAY),
            _instrument("pilot-measures", "notice", [self._pilot(i) for i in range(pilots)], FIRST_DAY),
            _instrument("closer-partnership", "treaty", [self._treaty(i) for i in range(treaty)], FIRST_DAY),
            _instrument("approvals", "administrative-regulation", [self._duty(i) for i in range(duties)], FIRST_DAY),
        ]

    def _limits(self, count: int) -> list[Rule]:
        special = count * 15 // 100
        plain = count - special
        each = [plain // len(self.acts)] * len(self.acts)
        for a in self.rnd.sample(range(len(self.acts)), plain - sum(each)):
            each[a] += 1
        out: list[Rule] = []
        for activity, successive in zip(self.acts, each, strict=True):
            points = sorted(self.rnd.sample(range(DAYS), 2 * successive)) if successive else []
            if points and self.rnd.random() < 0.7:
                points[0] = 0
            for i in range(successive):
                start, until = points[2 * i], points[2 * i + 1]
                last = i == successive - 1
                if self.rnd.random() < 0.6:
                    until = DAYS if last else points[2 * i + 2]
                out.append(self._limit(len(out), [activity], {}, start, until, (50, 50, 49, -50, 0)))
        for _ in range(special):
            chosen = self._sector()[0] if self.rnd.random() < 0.5 else self._some_activities(1, 5)
            start, until = self._interval(0.6)
            when: Scope = {"sensitive": "yes"} | (self._regions() if self.rnd.random() < 0.2 else {})
            out.append(self._limit(len(out), chosen, when, start, until, (0, 0, 49, 49, -50)))
        return out

    def _limit(self, i: int, chosen: list[str], when: Scope, start: int, until: int, ceilings: tuple[int, ...]) -> Rule:
        for activity in chosen:
            self.by_activity[activity].append(len(self.spans))
        self.spans.append((frozenset(chosen), start, until))
        return Rule(
            f"l{i:05d}",
            "access",
            "limit",
            when={"activity": self._words(chosen)} | when,
            in_force=_period(start, until),
            effect=_ceiling(self.rnd.choice(ceilings)),
        )

    def _pilot(self, i: int) -> Rule:
        if self.rnd.random() < 0.6:
            whole, code = self._sector()
            left_out = self.rnd.sample(whole, self.rnd.choice((0, 1, 1, 2)))
            chosen, words = [a for a in whole if a not in left_out], self._words([code])
        else:
            chosen, left_out = self._some_activities(1, 5), []
            words = self._words(chosen)
        start, until = self._interval(0.7)
        return Rule(
            f"p{i:05d}",
            "access",
            "relief",
            when={"activity": words} | self._regions() | self._facts(0.5),
            unless=({"activity": tuple(sorted(left_out))},) if left_out else (),
            in_force=_period(start, until),
            effect=_at_most(self.rnd.choice((100, 100, 100, 50, 50))),
            relieves=self._relieved(chosen, start, until),
            authorised_by=(_act_of(start),),
        )

    def _treaty(self, i: int) -> Rule:
        chosen = self._some_activities(2, 6)
        start, until = self._interval(0.8)
        origins = self.rnd.choice((("hk",), ("mo",), ("hk", "mo"), ("hk", "mo")))
        regions = self._regions() if self.rnd.random() < 0.3 else {}
        return Rule(
            f"t{i:05d}",
            "access",
            "relief",
            when={"activity": self._words(chosen), "origin": origins} | regions | {"qualified": "yes"},
            in_force=_period(start, until),
            effect=_at_most(self.rnd.choice((100, 100, 50))),
            relieves=self._relieved(chosen, start, until),
            authorised_by=("closer-partnership",),
        )

    def _duty(self, i: int) -> Rule:
        start, until = self._interval(0.8)
        when: Scope = {"activity": self._words(self._some_activities(3, 10))}
        origins = self.rnd.choice((None, None, None, ("tw",), ("hk", "mo", "tw"), tuple(sorted(LISTED))))
        if origins is not None:
            when["origin"] = origins
        when |= (self._regions() if self.rnd.random() < 0.4 else {}) | self._facts(0.6)
        name = label(f"Approval {i}", f"审批{i}")
        return Rule(f"d{i:05d}", "access", "duty", when=when, in_force=_period(start, until), duty=Duty(name, "council", "approval"))

    # --- parts of rules -------------------------------------------------------------------------------------

    def _sector(self) -> tuple[list[str], str]:
        first = 4 * self.rnd.randrange(len(self.acts) // 4)
        return list(self.acts[first : first + 4]), sector(self.acts[first])

    def _some_activities(self, least: int, most: int) -> list[str]:
        return self.rnd.sample(self.acts, self.rnd.randint(least, most))

    def _words(self, chosen: list[str]) -> tuple[str, ...]:
        return tuple(sorted(chosen))

    def _regions(self) -> Scope:
        return {"territory": tuple(sorted(self.rnd.sample(REGIONS, self.rnd.choice((1, 2, 3, 5, 8, 12)))))}

    def _facts(self, none: float) -> Scope:
        x = self.rnd.random()
        if x < none:
            return {}
        if x < none + (1 - none) * 0.45:
            return {"sensitive": "no"}
        return {"qualified": "yes"} if x < none + (1 - none) * 0.85 else {"sensitive": "no", "qualified": "yes"}

    def _interval(self, for_good: float) -> tuple[int, int]:
        start = self.rnd.randrange(0, DAYS - 100)
        return start, DAYS if self.rnd.random() < for_good else min(DAYS, start + self.rnd.randrange(200, 1500))

    def _relieved(self, chosen: list[str], start: int, until: int) -> tuple[str, ...]:
        """The limits of these activities in this time: the nearest ones of each activity, and some limit in any case."""
        share = max(1, MOST_RELIEVED // len(chosen))
        found: set[int] = set()
        for activity in chosen:
            overlapping = [i for i in self.by_activity[activity] if self.spans[i][1] < until and start < self.spans[i][2]]
            found.update(sorted(overlapping, key=lambda i: self.spans[i][1])[:share])
        some = found or {self.rnd.randrange(len(self.spans))}
        return tuple(f"national-list/l{i:05d}" for i in sorted(some))


def _at_most(value: int) -> Effect:
    return {"share": Bound(at_most=Decimal(value))}


def _ceiling(value: int) -> Effect:
    """At most the value; below it when it is negative."""
    return {"share": Bound(below=Decimal(-value))} if value < 0 else _at_most(value)


def _act_of(start: int) -> str:
    return f"act-{start // 91:02d}"


def _period(start: int, until: int) -> tuple[Period, ...]:
    if until >= DAYS:
        return (Period(day(start), by=_act_of(start)),)
    return (Period(day(start), day(until), by=_act_of(start), ended_by=_act_of(until)),)


def _act(quarter: int) -> Instrument:
    published = day(91 * quarter)
    return Instrument(
        f"act-{quarter:02d}",
        label(f"Act {quarter}", f"第{quarter}号决定"),
        "reply",
        ("council",),
        (Edition("1", published, published=published, sources=("gazette",)),),
        (),
    )


def _instrument(id: str, kind: Any, rules: list[Rule], effective: dt.date) -> Instrument:
    provisions = tuple(
        Provision(r.rule, str(i + 1), label(f"Rule {r.rule}", f"规则{r.rule}"), "official", rules=(r,)) for i, r in enumerate(rules)
    )
    published = dt.date(2019, 12, 1)
    return Instrument(
        id, label(id, f"文件{id}"), kind, ("council",), (Edition("1", effective, published=published, sources=("gazette",)),), provisions
    )


def cases(book: Lawbook, count: int, seed: int = 7) -> Cases:
    """Random cases in columns of codes."""
    import numpy as np

    from bench.cases import Cases

    g = np.random.Generator(np.random.PCG64(seed))
    acts = sum(t.parent is not None for t in book.content.vocabularies["activities"].terms)
    partner = g.random(count) < 0.25
    countries = len(market.COUNTRIES)
    answers = np.array([-1, 0, 1], np.int8)
    return Cases(
        activity=g.integers(0, acts, count).astype(np.uint8 if acts <= 256 else np.uint16),
        territory=g.integers(0, len(market.PLACES), count).astype(np.uint8),
        origin=np.where(partner, g.integers(countries, len(market.ORIGINS), count), g.integers(0, countries, count)).astype(np.uint8),
        sensitive=g.choice(answers, count, p=(0.2, 0.45, 0.35)),
        qualified=g.choice(answers, count, p=(0.2, 0.35, 0.45)),
        share=g.integers(0, 101, count).astype(np.uint8),
        day=g.integers(0, DAYS, count).astype(np.uint16),
    )


def write(book: Lawbook, folder: Path) -> None:
    """The lawbook as a folder of YAML files."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, _data: Any) -> bool:
            return True

    Dumper.add_representer(Decimal, lambda d, n: d.represent_scalar("tag:yaml.org,2002:int", str(n)))
    content = book.content
    files: dict[str, Record] = {"evidence/sources/gazette.yaml": Sources(tuple(content.sources.values()))}
    files |= {f"vocabulary/{n}.yaml": v for n, v in content.vocabularies.items()}
    files |= {f"questions/{n}.yaml": q for n, q in content.questions.items()}
    files |= {f"instruments/{n}.yaml": i for n, i in content.instruments.items()}
    for name, record in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        told = msgspec.to_builtins(record, builtin_types=(Decimal, dt.date))
        path.write_text(yaml.dump(told, Dumper=Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rules", type=size, default=120)
    parser.add_argument("--shape", choices=("dense", "wide"), default="dense")
    asked = parser.parse_args()
    if asked.folder.exists() and any(asked.folder.iterdir()):
        sys.exit(f"{asked.folder} is not empty; name a new folder")
    write(lawbook(asked.rules, asked.shape), asked.folder)
    print(f"wrote {asked.rules} rules to {asked.folder} (facts {', '.join(FACTS)} can be missing)")


if __name__ == "__main__":
    main()

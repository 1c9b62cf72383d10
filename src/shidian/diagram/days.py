"""The level of the day: stretches in which nothing changes, and how every rule stands in each of them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from shidian.diagram.classes import Level, ValueClass, coded
from shidian.engine.case import Case, Value
from shidian.engine.conditions import Between
from shidian.engine.rulebook import Rulebook
from shidian.engine.standing import Validity
from shidian.engine.truth import Truth


class Standing(Struct, frozen=True):
    """How a rule stands on a day: the truth in each reading, and which of its intervals speaks (-1: none)."""

    in_force: Truth
    announced: Truth
    span: int


def standing_of(validity: Validity, day: dt.date, known_on: dt.date | None) -> Standing:
    """How a rule stands."""
    span = validity.span(day, known_on)
    return Standing(
        validity.of(day, "in_force", known_on),
        validity.of(day, "announced", known_on),
        validity.spans.index(span) if span is not None else -1,
    )


class Days(Level):
    """The day. Its classes also say how every rule stands; the engine's three truth values for both readings. A day is always
    known. An *era* is the time between two days on which a zone was established."""

    def __init__(self, rulebook: Rulebook, known_on: dt.date | None) -> None:
        super().__init__(rulebook, rulebook.day)
        alike: dict[Validity, int] = {}  # the rules of one act mostly stand together
        for i, rule in enumerate(rulebook.rules):
            alike[rule.validity] = alike.get(rule.validity, 0) | 1 << i
        turning = [(validity, rules, validity.days()) for validity, rules in alike.items()]
        changes = set[dt.date]().union(*(days for _, _, days in turning))
        changes |= {d for t in self.tests if isinstance(t, Between) for d in (t.start, t.before) if d is not None}
        tree = rulebook.trees[rulebook.place] if rulebook.place else None
        founded = {z.established for z in tree.zones.values() if z.established is not None} if tree else set()
        self.eras = sorted(founded)
        self.known_on = known_on
        days = sorted(changes | founded)
        first = (days[0] if days else dt.date(2000, 1, 1)) - dt.timedelta(days=1)
        self.starts = [first, *days]
        """The first day of each stretch in which nothing changes; the first stretch has no beginning."""
        self.standings: list[Standing] = []
        """The ways in which some rule stands on some day, without the way of standing in neither reading."""
        self.standing_rules: list[tuple[tuple[int, int], ...]] = []
        """For each class of days: numbers of `standings`, each with the rules that stand so, as bits."""
        self.stretch_class = list(self._stretches(turning))
        self.size = len(self.classes)

    def stretch(self, day: dt.date) -> int:
        """The number of the stretch that holds a day."""
        i = bisect_left(self.starts, day)
        return i if i < len(self.starts) and self.starts[i] == day else max(0, i - 1)

    def era(self, day: dt.date) -> int:
        """How many zones' days of establishment have come."""
        i = bisect_left(self.eras, day)
        return i + 1 if i < len(self.eras) and self.eras[i] == day else i

    def era_day(self, era: int) -> dt.date:
        return self.eras[era - 1] if era else (self.eras[0] if self.eras else self.starts[0]) - dt.timedelta(days=1)

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        return iter(self.classes)

    def words(self, atoms: int) -> tuple[str, ...]:
        return tuple(d.isoformat() for d, c in zip(self.starts, self.stretch_class, strict=True) if atoms >> c.id & 1)

    def _stretches(self, turning: list[tuple[Validity, int, set[dt.date]]]) -> Iterator[ValueClass]:
        """The class of each stretch. `turning` are the validities, each with its rules as bits and the days on which these can stand otherwise."""
        changing: dict[dt.date, list[int]] = {}
        for i, (_, _, days) in enumerate(turning):
            for day in days:
                changing.setdefault(day, []).append(i)
        stands = [-1] * len(turning)
        held: dict[int, int] = {}
        numbers: dict[Standing, int] = {}
        class_of: dict[tuple[tuple[tuple[int, int], ...], bytes], ValueClass] = {}
        for n, day in enumerate(self.starts):
            for i in changing.get(day, ()) if n else range(len(turning)):
                validity, rules, _ = turning[i]
                standing = standing_of(validity, day, self.known_on)
                new = -1
                if standing.in_force is not False or standing.announced is not False:
                    new = numbers.setdefault(standing, len(self.standings))
                    if new == len(self.standings):
                        self.standings.append(standing)
                if new != stands[i]:
                    for number in {stands[i], new} - {-1}:
                        held[number] = held.get(number, 0) ^ rules
                    stands[i] = new
            how = tuple((number, mask) for number, mask in sorted(held.items()) if mask)
            truths = bytes(coded(t.of(Case({self.fact: day}))) for t in self.tests)
            # the era is part of the class: a place is another one when a zone has been established
            key = how, truths + bytes([self.era(day)])
            if key not in class_of:
                class_of[key] = ValueClass(len(self.classes), truths, 1 << len(self.classes), day)
                self.classes.append(class_of[key])
                self.standing_rules.append(how)
            yield class_of[key]

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        assert isinstance(value, dt.date), "a day is always known"
        return self.stretch_class[self.stretch(value)]

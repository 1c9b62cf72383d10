"""From what a person or program writes to a case: ids, public codes and names in two languages, days (`days.py`), numbers (`amounts.py`).

A near-miss is offered in the error, never taken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real

from msgspec import Struct

from shidian.answer.values.amounts import NotANumber, read_amount, rounded, unit_of
from shidian.answer.values.entries import choice_of_country, entry_of, say_what_it_is
from shidian.answer.values.given import Given as Given
from shidian.answer.values.given import text_of
from shidian.answer.values.yes_no import beside, read_yes_no
from shidian.engine.case import Case, Value
from shidian.errors import BadValue, UnknownFact
from shidian.law.days import day_said
from shidian.law.lawbook import Lawbook
from shidian.law.names import Names
from shidian.law.near import nearest
from shidian.law.records.base import Label
from shidian.law.records.question import Fact, Question
from shidian.law.tree import OTHER, ROOT, Tree
from shidian.packaged import table

MOST = Decimal(10) ** 15
"""No number of a fact is larger, where the fact states no plausible range."""


class Read(Struct, frozen=True):
    """A case that was understood: for the engine, and as canonical words (`facts`), with what was assumed."""

    case: Case
    facts: dict[str, str]
    assumed: dict[str, str]


def read_case(book: Lawbook, question: Question, given: Mapping[str, Given], today: dt.date | None) -> Read:
    """Understand the facts given. The day asked is `today` when it is not given. Raises CaseError."""
    facts = {f.fact: f for f in question.facts}
    place = next((f for f in question.facts if f.domain == "place"), None)
    tree = book.trees[place.vocabulary] if place and place.vocabulary else None
    values: dict[str, Value] = {f.fact: ROOT if f.domain in ("tree", "place") else None for f in question.facts}
    words: dict[str, str] = {}
    assumed: dict[str, str] = {}
    zones: dict[str, bool] = {}
    implied: dict[str, bool] = {}
    for name, raw in given.items():
        if raw is None:
            continue
        fact = facts.get(name)
        if fact is None:
            if tree is None or name not in tree.zones:
                raise unknown_fact(name, question, tree.zones if tree else ())
            zones[name] = read_yes_no(name, raw)
        elif fact.domain == "place":
            assert tree is not None
            values[name], words[name], inside = _place(book.names[tree.id], tree, fact, raw)
            implied = inside
        else:
            values[name], words[name] = _understood(book, question, fact, raw)
    for fact in question.facts:
        if values[fact.fact] is None and (default := default_of(fact, today)) is not None:
            values[fact.fact], assumed[fact.fact] = _understood(book, question, fact, default)
    case = Case(values)
    if place is not None and tree is not None:
        zones = _together(place, words.get(place.fact, ""), implied, zones)
        on = next((v for v in values.values() if isinstance(v, dt.date)), None)
        case = _with_zones(case, place, tree, zones)
        if (wrong := contradiction(case, tree, on)) is not None:
            raise wrong
        told = {z for z, inside in implied.items() if inside and z != words.get(place.fact)}  # an address may name a unit and a zone
        words |= {z: "yes" if inside else "no" for z, inside in sorted(zones.items()) if z in given or z in told}
    _check_bounds(book, question, case)
    ordered = {f: words[f] for f in facts if f in words} | {z: words[z] for z in sorted(words) if z not in facts}
    return Read(case, ordered, assumed)


def read_value(book: Lawbook, fact: Fact, raw: Given) -> Value:
    """The value of one fact that is not a place. Raises CaseError."""
    return _value(book, fact, raw)[0]


def word_of(book: Lawbook, fact: Fact, raw: Given) -> str:
    """The canonical word of a value. Raises CaseError."""
    if fact.domain != "place":
        return _value(book, fact, raw)[1]
    return _place(book.names[fact.vocabulary or ""], book.trees[fact.vocabulary or ""], fact, raw)[1]


def read_place(book: Lawbook, place: Fact, raw: Given, zones: Mapping[str, bool]) -> Case:
    """A case of a place alone, with what is said of zones. Raises CaseError."""
    tree = book.trees[place.vocabulary or ""]
    unit, word, implied = _place(book.names[tree.id], tree, place, raw) if raw is not None else (ROOT, "", {})
    return _with_zones(Case({place.fact: unit}), place, tree, _together(place, word, implied, zones))


def _together(place: Fact, word: str, implied: Mapping[str, bool], zones: Mapping[str, bool]) -> dict[str, bool]:
    """What the place's word says of zones, and what was said besides."""
    for zone, said in implied.items():
        if zones.get(zone, said) != said:
            raise BadValue(
                f"`{place.fact}={word}` and `{zone}={'no' if said else 'yes'}` contradict each other", hint="omit one of the two"
            )
    return {**implied, **zones}


def default_of(fact: Fact, today: dt.date | None) -> Given:
    """What is assumed of a fact that is not given."""
    if fact.domain == "date":
        return today
    return fact.assumed


def unknown_fact(name: str, question: Question, zones: Iterable[str] = ()) -> UnknownFact:
    """That a question has no fact of a name, with the one that is called so, or the nearest, or all."""
    known = [f.fact for f in question.facts]
    close = [f.fact for f in question.facts if _called(f, question, name)] or nearest(name, [*known, *zones], 1)
    listed = ", ".join(f"`{k}`" for k in known)
    hint = f"did you mean `{close[0]}`?" if close else f"`{question.question}` takes {listed}"
    return UnknownFact(f"unknown fact `{name}`", hint=hint)


def _called(fact: Fact, question: Question, name: str) -> bool:
    """Whether a fact is called so, by its label or in the headings of tables (place, 国别)."""
    words = table("words/headings.toml")
    called = (fact.label.en, fact.label.zh, *words.get(fact.fact, ()), *words["only"].get(question.question, {}).get(fact.fact, ()))
    return re.sub("[-_]", " ", name).casefold().strip() in {re.sub("[-_]", " ", word).casefold() for word in called}


def _with_zones(case: Case, place: Fact, tree: Tree, zones: dict[str, bool]) -> Case:
    unit = str(case.values[place.fact])
    for zone, inside in sorted(zones.items(), key=lambda z: not z[1]):
        if inside and unit not in tree.zone_units[zone]:
            raise BadValue(f"`{zone}` does not reach into `{unit}`", hint="omit one of the two")
        case = case.with_zone(zone, inside)
    if case.zones and not any(case.fits_zones(u, tree) for u in tree.atoms(unit)):
        inside_all = sorted(z for z, inside in zones.items() if inside)
        raise BadValue(f"no place lies inside {' and '.join(f'`{z}`' for z in inside_all)}", hint="omit one of them")
    return case


def contradiction(case: Case, tree: Tree, on: dt.date | None) -> BadValue | None:
    """Of two zones, one inside the other, the place cannot lie in the inner one alone once that is there; before, nothing follows from it."""
    there = (z for z, inside in case.zones.items() if inside and (on is None or tree.stands(z, on)))
    pairs = ((zone, other) for zone in there for other in tree.zone_around[zone] if case.zones.get(other) is False)
    return next((BadValue(f"`{zone}` lies inside `{other}`", hint=f"`{other}=no` cannot be true") for zone, other in pairs), None)


def _check_bounds(book: Lawbook, question: Question, case: Case) -> None:
    times = {f.fact: f.times for f in question.facts}
    for fact, other in question.ordered_numbers:
        value, most = case.values[fact], case.values[other]
        if isinstance(value, Decimal) and isinstance(most, Decimal) and value * times[fact] > most:
            if times[fact] > 1:
                raise BadValue(f"{times[fact]} times `{fact}` ({value}) is more than `{other}` ({most})")
            raise BadValue(f"`{fact}` ({value}) is more than `{other}` ({most})")
    for values in book.apart[question.question]:
        if all(case.values[f] in within for f, within in values.items()):
            raise BadValue(not_together({f: str(case.values[f]) for f in values}))


def not_together(values: Mapping[str, str]) -> str:
    """What is said of facts that cannot be together."""
    return " and ".join(f"`{f}={v}`" for f, v in values.items()) + " cannot be together"


# --- values by domain ---------------------------------------------------------------------------------------


def _understood(book: Lawbook, question: Question, fact: Fact, raw: Given) -> tuple[Value, str]:
    """The value of a fact, and its canonical word; what was read of a text is remembered."""
    if type(raw) is not str:
        return _value(book, fact, raw)
    key = (question.question, fact.fact, raw)
    found = book.understood.get(key)
    if found is None:
        found = _value(book, fact, raw)
        book.understood.put(key, found)
    return found


def _value(book: Lawbook, fact: Fact, raw: Given) -> tuple[Value, str]:
    if fact.domain == "tree":
        names = book.names[fact.vocabulary or ""]
        tree = book.trees[fact.vocabulary or ""]
        id = entry_of(names, fact, text_of(fact.fact, raw), tree)
        return id, id
    if fact.domain == "date":
        day = _date(fact, raw)
        return day, day.isoformat()
    if fact.domain == "number":
        number = _number(fact, raw)
        return number, plain(number)
    if fact.domain == "yes_no":
        word = "yes" if read_yes_no(fact.fact, beside(fact, raw)) else "no"
        return word, word
    choices = Names(fact.choices)
    if fact.domain == "choice":
        id = choice_of_country(book, fact, str(raw)) or entry_of(choices, fact, text_of(fact.fact, raw), None)
        return id, id
    parts = re.split(r"[,，、;；]", raw) if isinstance(raw, str) else list(raw) if isinstance(raw, Iterable) else [str(raw)]
    chosen = frozenset(entry_of(choices, fact, text_of(fact.fact, str(p)), None) for p in parts if str(p).strip() not in ("", "none"))
    return chosen, ",".join(sorted(chosen)) or "none"


def _place(names: Names, tree: Tree, fact: Fact, raw: Given) -> tuple[str, str, dict[str, bool]]:
    """The unit, the canonical word, and what the word says of zones."""
    word = text_of(fact.fact, raw)
    if word.endswith(OTHER):
        whole = word == ROOT + OTHER and word in tree.parent
        unit = ROOT if whole else entry_of(names, fact, text_of(fact.fact, word[: -len(OTHER)]), None)
        if unit in tree.zones:
            raise BadValue(f"`{unit}:other` does not exist", hint=f"`{unit}` is a zone")
        value = unit + OTHER if unit + OTHER in tree.parent else unit
        return value, unit + OTHER, {z: False for z, units in tree.zone_units.items() if value in units}
    if not names.find(word):
        say_what_it_is(tree, fact, word)
    if word not in names.entries and (where := names.whereabouts(word)) is not None and len(where.units) == 1 and where.zones:
        return where.units[0], where.units[0], dict.fromkeys(where.zones, True)
    id = entry_of(names, fact, word, None)
    if id in tree.zones:
        return tree.home(id), id, {id: True}
    return id, id, {}


def _date(fact: Fact, raw: Given) -> dt.date:
    return day_said(raw if isinstance(raw, dt.date) else text_of(fact.fact, raw))


def _number(fact: Fact, raw: Given) -> Decimal:
    counted = "" if fact.unit is None else ", in %" if fact.unit.en == "%" else f", in {fact.unit.en} ({fact.unit.zh})"
    if isinstance(raw, Real) and not isinstance(raw, bool):
        number = _of_number(fact, raw)
    else:
        try:
            number = read_amount(text_of(fact.fact, raw), fact.unit)
        except NotANumber as error:
            if error.others:
                hint = f"write `{fact.fact}` without a point, such as 5000 or 5,000"
                raise BadValue(f"`{raw}` may be in thousands, or not", hint=hint) from error
            why = f"`{fact.fact}`: {error.why}" if error.why else f"write `{fact.fact}` in digits, such as 50 or 33.3{counted}"
            raise BadValue(f"`{raw}` is not a number" if not error.why else f"`{raw}` cannot be read", hint=why) from error
    if fact.minimum is not None and number < fact.minimum:
        raise BadValue(f"`{fact.fact}` cannot be less than {plain(fact.minimum)}", hint=f"`{raw}` was given")
    if fact.maximum is not None and number > fact.maximum:
        raise BadValue(f"`{fact.fact}` cannot be more than {plain(fact.maximum)}", hint=f"`{raw}` was given")
    if fact.whole and number != number.to_integral_value():
        raise BadValue(f"`{fact.fact}` must be a whole number", hint=f"`{raw}` was given")
    if abs(number) > (fact.plausible if fact.plausible is not None else MOST):
        unit = fact.unit or Label("", "")
        raise BadValue(
            f"`{raw}` cannot be meant: `{fact.fact}` would be {plain(number)} {unit.en} ({plain(number)}{unit.zh})".replace(" ()", ""),
            hint=f"the number counts {unit.en} ({unit.zh}); write the unit, such as {_example(fact)}" if fact.unit else None,
        )
    return number


def _of_number(fact: Fact, raw: Real) -> Decimal:
    """A number of a program: of Python, numpy or decimal."""
    number = Decimal(str(raw)) if isinstance(raw, Decimal | int) or hasattr(raw, "__int__") else Decimal("NaN")
    if not number.is_finite():
        raise BadValue(f"`{raw}` is not a number", hint=f"write `{fact.fact}` in digits, such as 50 or 33.3")
    return rounded(number)


def _example(fact: Fact) -> str:
    """How a number with its unit is written."""
    counted = unit_of(fact.unit.en) if fact.unit is not None else None
    return {"yuan": "`7亿元` or `700 million yuan`", "dollars": "`70 million USD`"}.get(
        counted.dimension if counted else "", f"`12 {fact.unit.en}`" if fact.unit else "`12`"
    )


def plain(number: Decimal) -> str:
    """A number without trailing zeros or exponent."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""From the pieces of a sentence to chips: each piece gives a fact of the question a value, or leaves it open with what it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from shidian.answer.sentence import roles
from shidian.answer.sentence.chips import Chip, Choosable, value_label
from shidian.answer.sentence.cues import beside_the_case, cued
from shidian.answer.sentence.days_told import days_between
from shidian.answer.sentence.denial import asked, denied_by, denied_in_clause, denies, flatly, only_if, outside_zones, unsure
from shidian.answer.sentence.elsewhere import folded
from shidian.answer.sentence.investors import whose
from shidian.answer.sentence.lexicon import KINDS, Piece, language, pattern
from shidian.answer.sentence.naming import among, choices_of, in_no_zone, name_chip, nameless, side_by_side
from shidian.answer.sentence.past import without_told
from shidian.answer.sentence.quantities import Quantity
from shidian.answer.sentence.settling import (
    OPEN,
    Found,
    Made,
    begun_or_held,
    besides,
    corrected,
    doubted,
    half,
    kinds_of_places,
    not_alone,
    of_both_kinds,
    opened,
    together,
)
from shidian.answer.sentence.shares import explained, foreign_rest, of_other_things, of_several, of_something_else
from shidian.answer.values.entries import choice_of_country
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Fact, Question
from shidian.patterns import compiled
from shidian.words.labels import entry_label

_QUANTITY_FACTS = {"day": "on", "share": "share", "persons": "persons", "stay": "stay", "members": "members"}
_NAMES = frozenset({"activities", "territories", "origins", "cities"})
_STATES = frozenset({"registration", "event"})
"""Choices that say how something stands."""


def chips_of(
    book: Lawbook,
    question: Question,
    text: str,
    plain: str,
    pieces: Sequence[Piece],
    numbers: Sequence[Quantity],
    rest: Sequence[tuple[int, int]],
) -> Made:
    """The chips that pieces and numbers make for a question. `rest` are the spans that nothing accounts for: an activity that one of them
    describes (`nail bar`) stays open."""
    facts = {f.fact: f for f in question.facts}
    made = Made([], [], [], [])
    joined = side_by_side(pieces, plain)
    denials: dict[int, int] = {}
    abroad: list[tuple[int, int]] = []
    by: dict[int, tuple[int, int]] = {}
    names = [folded(n) for f in question.facts for n in (f.label.en, f.label.zh)]
    named = [(at, at + len(n)) for n in names if (at := plain.find(n + ":")) >= 0]
    for at, piece in enumerate(joined):
        if any(a <= piece.start and piece.end <= b and (a, b) != piece[:2] for a, b in named):
            continue  # it is a part of the name of a fact
        foreign = bool({k for k, _ in piece.kinds} & {"origins", "cities"})
        if "data" in facts and foreign and roles.collected_in(plain, piece):
            words = text[piece.start : piece.end]
            made.found.append(Found("besides", Chip("data", "", OPEN, words, piece.start, piece.end, choices_of(facts["data"]))))
            continue
        if "destination" in facts and foreign and roles.is_of_persons(plain, piece):
            made.unread.append((piece.start, piece.end))
            continue
        also = bool(abroad) and pattern("roles", "joined_countries").fullmatch(plain[abroad[-1][1] : piece.start]) is not None
        if is_country_elsewhere(plain, piece, facts) or (also and "origin" in facts and {k for k, _ in piece.kinds} == {"origins"}):
            others = any({k for k, _ in p.kinds} == {"origins"} for p in joined if p != piece)
            served = roles.customers_of(plain, piece) if others else None
            (made.told if served else made.unread).append((served.start() if served else piece.start, piece.end))
            abroad.extend([] if served else [(piece.start, piece.end)])
            continue
        if any(k == "cities" for k, _ in piece.kinds) and not any(k == "territories" for k, _ in piece.kinds):
            _of_city(book, facts, text, plain, piece, made)
            abroad += [s for s in made.unread if s == (piece.start, piece.end)]
            continue
        denied = denied_by(joined, at, plain, denials)
        before = len(made.found)
        no_zone = outside_zones(plain[piece.end :])
        no = denied is not None or (not no_zone and denies(plain[piece.end :], piece))
        told = _told_by(facts, question.question, piece)
        state = any(f in _STATES or facts[f].domain == "yes_no" for f in told)
        stands = {f for f in told if f in language()["states"]["facts"] or facts[f].domain == "yes_no"}
        no = no or (state and (denied_in_clause(joined, at, plain) or asked(plain, piece)))
        perhaps = not any(k == "activities" for k, _ in piece.kinds) and pattern("roles", "maybe").search(plain[: piece.start])
        open_ = bool(perhaps) or (state and asked(plain, piece)) or (bool(stands) and unsure(plain, piece, stands))
        no = no or only_if(plain, piece) or open_
        _of_piece(book, question, facts, text, piece, no, made, denied is not None and not open_ and flatly(plain, piece))
        if "share" in facts and roles.is_beside(plain, piece, joined):
            made.found[before:] = [opened(f, "besides") if f.chip.fact == "territory" and f.chip.value else f for f in made.found[before:]]
        if no_zone and denied is None:
            made.found[before:] = [in_no_zone(book, f) for f in made.found[before:]]
        by[at] = (before, len(made.found))
        if denied is not None and len(made.found) > before:
            denials[at] = denied
    for one, other in roles.compounds(joined, plain):
        two = [i for a, b in (by.get(one, (0, 0)), by.get(other, (0, 0))) for i in range(a, b)]
        values = {made.found[i].chip.value for i in two}
        if len(values) > 1 and not any(v in book.trees["activities"].above(w) for v in values for w in values if v and w and v != w):
            made.found[:] = [half(f) if i in two else f for i, f in enumerate(made.found)]
    used = set(denials.values())
    for at, piece in enumerate(joined):
        if ("not", "") in piece.kinds and at not in used and not any(k in ("says", "open") for k, _ in piece.kinds):
            made.unread.append((piece.start, piece.end))
    unnamed, beside = nameless(plain, pieces), beside_the_case(plain, numbers)
    for q in numbers:
        if q.start in beside:
            made.unread.append((q.start, q.end))
            continue
        if q.kind == "day" and any(a <= q.start and q.end <= b for a, b in named):
            continue  # persons with sensitive data this year: 0
        if (whole := explained(unnamed, q, numbers)) is not None:
            made.told.append(whole)
            continue
        if (rest_of := foreign_rest(unnamed, q, numbers)) is not None:
            made.told.append((rest_of.start, rest_of.end))
            q = rest_of
        elif of_something_else(unnamed, q, numbers, any(f.chip.fact == "share" and f.chip.value for f in made.found)) or (
            "share" in facts and of_other_things(unnamed, q, [(p.start, p.end) for p in joined if _NAMES & {k for k, _ in p.kinds}])
        ):
            made.unread.append((q.start, q.end))
            continue
        chip = cued(question, text, plain, q) or (
            None if q.kind in ("stay", "months") and roles.is_moment(plain, q.start, q.end) else _counted(facts, text, plain, q)
        )
        if chip is not None:
            made.found.append(Found("denied" if q.denied and not chip.value else "quantity", chip))
            if q.kind in ("persons", "members") and "data" in facts and chip.value != "0":  # whose data they are
                made.found.append(
                    Found("weak", Chip("data", "personal", value_label(facts["data"], "personal"), chip.words, q.start, q.end))
                )
            if "ground" in facts and pattern("roles", "staff").search(chip.words.casefold()):
                made.found.append(Found("open", Chip("ground", "", OPEN, chip.words, q.start, q.end, choices_of(facts["ground"]))))
        elif q.kind == "money" or (q.kind == "share" and not any(f.unit and f.unit.en == "%" for f in question.facts)):
            made.left.append(text[q.start : q.end])
        elif q.kind != "alike" and not (
            (q.kind == "persons" and "group" in facts) or (q.kind in ("stay", "months") and "mode" in facts)
        ):  # how many travel, or for how long one serves, says nothing
            made.unread.append((q.start, q.end))
    corrected(made, plain)
    besides(book, made, plain, abroad)
    together(book, plain, made)
    kinds_of_places(made)
    begun_or_held(made, plain)
    not_alone(made, plain, rest)
    ventures = [f for f in made.found if f.kind == "open" and f.chip.fact == "share"]
    made.found[:] = [of_both_kinds(f, plain, ventures) for f in made.found]
    outright = {f.chip.fact for f in made.found if f.kind not in ("weak", "open")}
    made.found[:] = [f for f in made.found if f.kind != "weak" or f.chip.fact not in outright]
    valued = {f.chip.fact for f in made.found if f.chip.value}
    kept = [f for f in made.found if f.chip.value or f.kind != "open" or f.chip.fact not in valued]
    kept = without_told(kept, plain)
    kept = whose((doubted(f, plain, rest) for f in kept), plain, book)
    trades = [(f.chip.start, f.chip.end) for f in kept if f.chip.fact == "activity"]
    return Made([of_several(f, unnamed, trades) for f in kept], made.left, made.unread, made.told)


def _of_piece(
    book: Lawbook, question: Question, facts: dict[str, Fact], text: str, piece: Piece, negated: bool, made: Made, flatly_no: bool = False
) -> None:
    """Add what one piece says: a name of a vocabulary, else a choice that words of the language name. A yes that is `flatly_no` is a no."""
    words = text[piece.start : piece.end]
    kinds = {k for k, _ in piece.kinds}
    here = [
        (k, e)
        for k, v in piece.kinds
        if k in ("says", "open") and not ((e := language()[k][int(v)]).get("weak") and _not_here(e, folded(text), piece.start))
    ]
    own = [(k, e) for k, e in here if "question" in e]
    if not own and (names := [k for k in KINDS if k in kinds]):
        named = next((f for k in names if (f := name_chip(book, facts, k, words, piece, negated, folded(text))) is not None), None)
        parts = [v for k, v in piece.kinds if k == "part"]
        if named is None and parts and not negated:  # 上海自贸区临港: each by itself
            at = piece.start
            for part in parts:
                at = text.casefold().index(part, at)
                _of_piece(
                    book, question, facts, text, Piece(at, at + len(part), (("territories", text[at : at + len(part)]),)), False, made
                )
            return
        if named is None and "territories" in kinds and book.names["territories"].find(words) == ["cn"]:
            return
        if named is not None:
            made.found.append(named)
            return
        if not kinds & {"asks", "nothing", "says", "fills", "firms"}:
            made.left.append(words)
    chosen = [v.split() for k, v in piece.kinds if k == "choice" and v.split()[0] == question.question] if not here else []
    before = folded(text[: piece.start]).rstrip(" :：")
    own_label = [c for c in chosen if before.endswith((folded(facts[c[1]].label.en), facts[c[1]].label.zh))]  # 企业类型：地方政府融资平台
    here += [("says", {"fact": fact, "value": value}) for _, fact, value in own_label or chosen]
    for kind, entry in here:
        fact = facts[entry["fact"]]
        given = entry.get("value", "")
        if turned := flatly_no and fact.domain == "yes_no" and given == "yes" and fact.fact not in language()["states"]["signs"]:
            given = "no"
        held = fact.fact == "asked" and pattern("who", "held").search(text[: piece.start].casefold()) is not None
        held = held or (fact.fact == "document" and pattern("roles", "to_get").search(folded(text[: piece.start])) is not None)
        settled = bool(given) and (turned or not negated) and not held and not _not_here(entry, text.casefold(), piece.start)
        label = value_label(fact, given) if settled else OPEN
        others = (Choosable(given, value_label(fact, given)),) if given and not settled else () if settled else among(fact, entry)
        named_kind = next((k for k in ("besides", "weak") if entry.get(k)), kind)
        if negated and not turned and (given or fact.fact == "sensitive-persons"):
            named_kind = "denied"
        made.found.append(Found(named_kind, Chip(fact.fact, given if settled else "", label, words, piece.start, piece.end, others)))


def _not_here(entry: Mapping[str, Any], plain: str, start: int) -> bool:
    """Whether a sentence has words beside or before which an entry says nothing, or lacks those that it needs."""
    lacks = "beside" in entry and compiled(entry["beside"]).search(plain) is None
    after = "not_after" in entry and pattern("roles", entry["not_after"]).search(plain[:start])
    return lacks or bool(after) or any(pattern("roles", name).search(plain) for name in entry.get("unless", ()))


def _told_by(facts: dict[str, Fact], question: str, piece: Piece) -> set[str]:
    """The facts of this question of which a piece says something."""
    said = {e["fact"] for k, v in piece.kinds if k == "says" and "question" in (e := language()["says"][int(v)]) and not e.get("weak")}
    said.update(v.split()[1] for k, v in piece.kinds if k == "choice" and v.split()[0] == question)
    return said & facts.keys()


def _of_city(book: Lawbook, facts: dict[str, Fact], text: str, plain: str, piece: Piece, made: Made) -> None:
    """A city abroad: where data go, or the country in which an investor has its seat. A traveller passes through cities; no nationality follows."""
    country = next(v for k, v in piece.kinds if k == "cities")
    words = text[piece.start : piece.end]
    if (fact := facts.get("destination")) is not None:
        choice = choice_of_country(book, fact, country)
        chip = Chip(fact.fact, choice, value_label(fact, choice), words, piece.start, piece.end) if choice else None
        made.found.append(Found("says", chip or Chip(fact.fact, "", OPEN, words, piece.start, piece.end, choices_of(fact))))
    elif "origin" in facts and roles.is_seat(plain, piece):
        made.found.append(Found("origins", Chip("origin", country, entry_label(book, "origins", country), words, piece.start, piece.end)))
    elif "origin" in facts:
        made.unread.append((piece.start, piece.end))
    elif "nationality" not in facts:  # no fact takes it, as none takes a country
        made.left.append(words)


def is_country_elsewhere(plain: str, piece: Piece, facts: dict[str, Fact]) -> bool:
    """Whether a country is, in a question that asks where somebody comes from, none of an investor or traveller."""
    kinds = {k for k, _ in piece.kinds}
    if (
        "mode" in facts
        and not pattern("roles", "clients_in").search(plain[: piece.start])
        and not pattern("roles", "clients_of").match(plain, piece.end)
    ):
        return False  # who supplies a service sits where nobody else is said to
    return (
        "origins" in kinds
        and "territories" not in kinds
        and bool(facts.keys() & {"origin", "nationality"})
        and roles.is_no_investor(plain, piece, "nationality" in facts)
    )


def _counted(facts: dict[str, Fact], text: str, plain: str, q: Quantity) -> Chip | None:
    """The chip of a number or day; None when the question has no such fact. Persons of a clause that speaks of sensitive data are those."""
    if q.kind == "months" and q.value and "stay" in facts:  # so many days as these months may have
        q = q._replace(kind="stay", value="", others=tuple(str(n) for n in days_between(Decimal(q.value))))
    name = _QUANTITY_FACTS.get(q.kind, "")
    name = "persons" if name == "members" and name not in facts else name
    if (
        name == "persons"
        and "sensitive-persons" in facts
        and not pattern("roles", "asks_sensitive").search(plain)
        and (pattern("roles", "sensitive").search(_clause(plain, q)) or pattern("roles", "sensitive_after").match(plain, q.end))
    ):
        name = "sensitive-persons"
    fact = facts.get(name)
    if fact is None:
        return None
    others = tuple(Choosable(o, value_label(fact, o)) for o in q.others)
    return Chip(fact.fact, q.value, value_label(fact, q.value) if q.value else OPEN, text[q.start : q.end], q.start, q.end, others)


def _clause(plain: str, q: Quantity) -> str:
    start = max((m.end() for m in pattern("roles", "count_ends").finditer(plain, 0, q.start)), default=0)
    end = pattern("roles", "count_ends").search(plain, q.end)
    return plain[start : end.start() if end else len(plain)]

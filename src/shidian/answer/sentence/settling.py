"""What the chips of a sentence say of each other: whose an activity is, what makes it narrower, where a journey only begins.

Each piece by itself has its chip (`making`); here a chip that another one, or words that were not understood, put in doubt is opened or
taken away. Nothing here adds a value except a narrower activity that the lawbook has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import structs

from shidian.answer.sentence.chips import Chip, Choosable
from shidian.answer.sentence.lexicon import language, pattern
from shidian.answer.sentence.roles import of_ended_permit, stands_abroad
from shidian.answer.sentence.voices import BEFORE, OTHERS, OURS, PLAIN, THIRD, is_subject, voice_at
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.tree import ROOT
from shidian.words.labels import entry_label

OPEN = Label("open", "未定")
_TOLD = frozenset(
    {"activity", "territory", "origin", "nationality", "share", "stay", "persons", "sensitive-persons", "reinvested", "on", "ciio"}
    | {"important-data"}
)
"""Facts that are told of others, too."""
_CHOSEN = frozenset({"deal", "legal-form", "asked", "purpose", "measure"})
"""Choices that were made otherwise before, where the sentence says what is now."""
_NAMES = frozenset({"quantity", "activities", "territories", "origins"})
"""Kinds of chips that, where they are open, another clause may make superfluous."""


class Found(NamedTuple):
    """A chip with the vocabulary or kind it came from."""

    kind: str
    chip: Chip


class Made(NamedTuple):
    """The chips of a sentence, the words that this question has no fact for, and the spans of words that were not understood after all."""

    found: list[Found]
    left: list[str]
    unread: list[tuple[int, int]]
    told: list[tuple[int, int]]
    """Spans that are told after all, by a word elsewhere."""

    def drop(self, those: Sequence[Found]) -> None:
        """Take chips away: their words are shown as not understood."""
        self.found[:] = [f for f in self.found if f not in those]
        self.unread.extend((f.chip.start, f.chip.end) for f in those)


def opened(found: Found, kind: str = "") -> Found:
    """A chip without its value, which is what its words may mean."""
    chip = found.chip
    return Found(kind or found.kind, structs.replace(chip, value="", label=OPEN, alternatives=(Choosable(chip.value, chip.label),)))


def half(found: Found) -> Found:
    """A chip of an activity whose name may be only half of what is meant: open, with what was read as its alternative."""
    return opened(found) if found.chip.fact == "activity" and found.chip.value else found


def doubted(found: Found, plain: str, rest: Sequence[tuple[int, int]]) -> Found:
    """An activity beside words that were not understood may be another one (`nail bar`): open, with what was read as its alternative."""
    chip = found.chip
    if chip.fact != "activity" or not chip.value:
        return found
    before = any(b <= chip.start and not plain[b : chip.start].strip() and plain[a].isalpha() for a, b in rest)
    end = chip.end + len(found_kind[0]) if (found_kind := pattern("roles", "kind_after").match(plain[chip.end :])) else chip.end
    after = any(
        (a in (chip.end, end) and not plain[a].isascii()) or (plain[chip.end : a] == " " and pattern("roles", "other_head").match(plain, a))
        for a, _ in rest
    )
    return half(found) if before or after else found


def besides(book: Lawbook, made: Made, plain: str, abroad: Sequence[tuple[int, int]]) -> None:
    """An activity that stands abroad, or whose permit has ended, is told besides where another one is named: it is shown as not understood.
    Where none is, one that stands abroad is open."""
    located(made, plain)
    told_aside(book, made, plain)
    named = [f for f in made.found if f.chip.fact == "activity" and f.chip.value]
    away = [f for f in named if stands_abroad(plain, f.chip.start, f.chip.end, abroad)]
    told = [f for f in named if f in away or of_ended_permit(plain, f.chip.start, f.chip.end)]
    if len(told) < len(named):
        made.drop(told)
    else:
        again = pattern("roles", "one_here").search(plain) is not None  # we run gyms in Lisbon and want a second one in Shanghai
        made.found[:] = [half(f) if f in away and not again else f for f in made.found]


def located(made: Made, plain: str) -> None:
    """An airport or port behind a place (at Guangzhou airport, 在宁波港) is where another activity that is named is done."""
    places = {f.chip.end: f.chip.start for f in made.found if f.chip.fact == "territory"}
    trades = sorted((f for f in made.found if f.chip.fact == "activity"), key=lambda f: f.chip.start)
    inside = [b for a, b in pairwise(trades) if pattern("roles", "inside_of").fullmatch(plain, a.chip.end, b.chip.start)]
    made.drop([b for b in inside if not pattern("roles", "invested").search(plain[: b.chip.start])])  # a spa in a hospital
    sought = [
        t
        for t in trades
        if pattern("roles", "sought_local").search(before := plain[: t.chip.start])
        or (t.chip.value.endswith("manufacturing") and pattern("roles", "trades_in").search(before))
    ]
    if any(t.chip.value and t not in sought for t in trades):  # is a local publisher a must; a trading company for textiles
        made.found[:] = [f for f in made.found if f not in sought]
        made.told.extend((t.chip.start, t.chip.end) for t in sought)
    of_another = [t for t in trades if t.chip.words.endswith("'s") or pattern("roles", "themed").match(plain, t.chip.end)]
    made.drop([t for t in of_another if t in made.found])  # a casino-themed restaurant, a publisher's back office
    for f in [f for f in made.found if f.chip.fact == "activity" and f.chip.value]:
        start = next((s for e, s in places.items() if e <= f.chip.start and not plain[e : f.chip.start].strip()), None)
        others = any(o.chip.fact == "activity" and o.chip.value not in ("", f.chip.value) and o.kind != "denied" for o in made.found)
        site = pattern("roles", "site").search(f.chip.words.casefold())
        if site and start is not None and others and pattern("roles", "located").search(plain[:start]):
            made.drop([f])


def told_aside(book: Lawbook, made: Made, plain: str) -> None:
    """What is told of others, or of what was or is already there, is shown as not understood where the case itself has that fact. Else what is
    told of others is open, but for the activity that both have (a rival does it in Xi'an, we would in Chongqing), and so is a number."""
    earlier = pattern("roles", "contrast").search(plain) is not None
    subjects = [f for f in made.found if f.chip.fact == "activity" and is_subject(plain, f.chip.start, f.chip.end)]
    others = [f.chip.value for f in made.found if f.chip.fact == "activity" and f.chip.value and f not in subjects]
    subjects = [f for f in subjects if not any(f.chip.value in _around(book, "activity", v) for v in others)]
    if any(f.chip.fact == "activity" and f not in subjects for f in made.found):
        made.drop(subjects)
    said = {f: voice_at(plain, f.chip.start) for f in made.found if f.chip.fact in _TOLD | _CHOSEN}
    said = {f: v for f, v in said.items() if earlier or f.chip.fact in _TOLD or (v == OTHERS and f.chip.fact == "legal-form")}
    if OTHERS not in said.values() and not {OURS, PLAIN} & set(said.values()):
        return  # all of it is told of one
    ours: dict[str, set[str]] = {}
    for f, voice in said.items():
        if voice in (OURS, PLAIN) and f.chip.value and f.kind != "denied":
            ours.setdefault(f.chip.fact, set()).add(f.chip.value)
    dropped: list[Found] = []
    out: list[Found] = []
    for f in made.found:
        voice, chip = said.get(f, PLAIN), f.chip
        if voice not in (OURS, PLAIN) and not chip.value and f.kind in _NAMES and chip.fact in ours and chip.fact != "on":
            dropped.append(f)
        elif voice in (OURS, PLAIN) or not chip.value:
            out.append(f)
        elif chip.fact in ours and not any(v == chip.value or chip.value in _around(book, chip.fact, v) for v in ours[chip.fact]):
            dropped.append(f)
        elif chip.fact not in ours and chip.fact in _CHOSEN:
            out.append(opened(f, "besides"))
        elif chip.fact in ours or (voice != OTHERS and (f.kind != "quantity" or chip.fact == "on")) or (chip.fact == "activity" and ours):
            out.append(f)
        else:
            out.append(opened(f, "besides"))
    gone = {voice for f in dropped if (voice := said[f]) in (BEFORE, OTHERS, THIRD)}
    dropped += [f for f in out if f.chip.fact == "on" and said.get(f) in gone]
    made.found[:] = [*out, *(f for f in dropped if f not in out)]
    made.drop(dropped)


def together(book: Lawbook, plain: str, made: Made) -> None:
    """Make an activity narrower by a word beside it: a law firm and its representative office, a shop and `online`."""
    ways = [f.chip for f in made.found if f.chip.fact == "mode"]  # online is how it is supplied
    for entry in language()["together"]:
        for at, found in enumerate(made.found):
            chip, means = found.chip, entry["means"]
            if chip.fact != "activity" or chip.value != entry["activity"] or means not in book.trees["activities"].parent:
                continue
            beside = next(
                (
                    m
                    for m in re.finditer(entry["beside"], plain)
                    if not any(_meet(c, m) for c in (chip, *ways)) and not pattern("roles", "denied").search(plain[: m.start()])
                ),
                None,
            )
            if beside is not None:
                label = entry_label(book, "activities", means)
                other = next((i for i, f in enumerate(made.found) if f.chip.fact == chip.fact and _meet(f.chip, beside)), at)
                if made.found[other].chip.value == means:  # an auction, and one of relics
                    continue
                whole = made.found[other if re.search("[?？。;；]", plain[chip.end : beside.start()]) else at]  # auctions? relics, too?
                if whole is found and pattern("roles", "both").match(plain, beside.end()):  # shops, and online as well
                    made.found.append(whole)
                made.found[made.found.index(whole)] = Found(
                    found.kind, structs.replace(whole.chip, value=means, label=label, alternatives=())
                )
                made.told.append(beside.span())


def _meet(chip: Chip, words: re.Match[str]) -> bool:
    return chip.start < words.end() and words.start() < chip.end


def begun_or_held(made: Made, plain: str) -> None:
    """Of two nationalities one of which comes after `from` (a US tour group from Hong Kong), that one is where the journey begins; of two things
    asked for, the visa on which somebody comes (eight weeks on M visas: work permit required?) is not asked for."""
    for fact, before in (("nationality", ("from_or_to", "family_of", "route_from")), ("asked", ("on_it",))):
        named = [f for f in made.found if f.chip.fact == fact and f.chip.value]
        told = [f for f in named if any(pattern("roles", b).search(plain[: f.chip.start]) for b in before)]
        if len({f.chip.value for f in named}) > 1 and len(told) < len(named):
            made.drop(told)


def _around(book: Lawbook, fact: str, value: str) -> Iterable[str]:
    """The entries in which a value lies."""
    tree = book.trees.get({"activity": "activities", "territory": "territories"}.get(fact, ""))
    return tree.above(value) if tree is not None and value in tree.parent else ()


def not_alone(made: Made, plain: str, rest: Sequence[tuple[int, int]]) -> None:
    """Persons are open where another number of some hundreds stands beside them that was not understood (another 30,000 will follow), and
    where sensitive data are spoken of that may be theirs; a form that is left for another one is open."""
    sensitive = any(f.chip.fact == "sensitive-persons" and not f.chip.value and f.kind == "open" for f in made.found)
    counted = any(f.chip.fact == "sensitive-persons" and f.chip.value for f in made.found)
    more = any(
        pattern("roles", "many").match(plain, a)
        and not pattern("roles", "many").search(plain[max(0, a - 1) : a])
        and voice_at(plain, a) in (OURS, PLAIN)
        for a, _ in rest
    )
    moved = pattern("roles", "moved_to").search(plain)
    amounts = any(pattern("roles", "amount").match(plain[a:b]) for a, b in rest) or any(
        pattern("roles", "amount").match(words.casefold()) for words in made.left
    )
    for at, f in enumerate(made.found):
        here = f.chip.fact == "mode" and f.chip.value == "from-abroad" and pattern("roles", "on_site").search(plain) is not None
        doubt = f.chip.fact == "persons" and f.chip.value and (more or (sensitive and not counted))
        doubt = doubt or (amounts and f.kind == "quantity" and f.chip.fact.startswith("turnover-") and bool(f.chip.value))
        if doubt or here or (f.chip.fact == "legal-form" and f.chip.value and moved and f.chip.end <= moved.start()):
            made.found[at] = opened(f, "besides")


def kinds_of_places(made: Made) -> None:
    """A name that many cities have (a bonded zone) beside a city that is named: it is shown as not understood, and the city stays."""
    if any(f.chip.fact == "territory" and f.chip.value for f in made.found):
        open_ = [f for f in made.found if f.chip.fact == "territory" and not f.chip.value and f.kind == "territories"]
        made.drop([f for f in open_ if [c.value for c in f.chip.alternatives] == [ROOT]])


def corrected(made: Made, plain: str) -> None:
    """Of two values of one fact between which one corrects oneself (49 %, no, sorry, 51 %; 武汉，哦不，成都), the second is meant."""
    for fact in {f.chip.fact for f in made.found}:
        told = sorted((f for f in made.found if f.chip.fact == fact), key=lambda f: f.chip.start)
        for one, other in pairwise(told):
            if one.chip.end <= other.chip.start and pattern("roles", "corrects").fullmatch(plain, one.chip.end, other.chip.start):
                made.found.remove(one)
                made.told.append((one.chip.start, other.chip.start))


def of_both_kinds(found: Found, plain: str, ventures: Sequence[Found]) -> Found:
    """The whole, told by a word (we are wholly German-owned), where a venture with others is spoken of besides: open."""
    chip = found.chip
    if found.kind != "says" or (chip.fact, chip.value) != ("share", "100"):
        return found
    told = [v.chip for v in ventures if pattern("roles", "venture").search(v.chip.words.casefold())]
    told = [v for v in told if pattern("roles", "turned").match(plain, v.end) is None]  # the joint venture becomes wholly owned
    meant = any(voice_at(plain, v.start) != BEFORE and not pattern("roles", "denied").search(plain[: v.start]) for v in told)
    return opened(found) if meant else found

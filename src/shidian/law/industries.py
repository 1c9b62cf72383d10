"""The classes of an industry classification as names of activities: a class leads to the lowest activity that surely contains it.

A class that is wider than every activity leads to the activities it may touch, for a person to choose; a group or division (`I64`, `645`)
leads to what contains all its classes. A class that touches nothing says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from shidian.law.records.base import Label
from shidian.law.records.names import IndustryClass, IndustryCodes, Spoken
from shidian.law.tree import ROOT, Tree

NOTHING = Label("No activity of this lawbook corresponds to this class.", "本法律库没有与该类别对应的行业活动。")
WIDER = Label("This class is wider than any one activity.", "该类别比任何一项行业活动都宽。")


_MAKING = {" manufacturing": (" production", " factory"), "制造": ("生产", "厂")}
_YEARS = range(1900, 2101)
"""Codes that are years as well, where no letter stands before them."""


def as_spoken(codes: IndustryCodes, tree: Tree) -> Iterator[Spoken]:
    """Every class, group, division and section of the classification as names of activities."""
    ends: dict[str, list[IndustryClass]] = {}
    for one in codes.classes:
        bare = () if int(one.code[1:]) in _YEARS else (one.code[1:],)
        say = [way for word in (one.name, *one.say) for way in _made(word)]
        short = {word for word in say[1:] if len(word) <= 2 or (word.isascii() and " " not in word)}  # within a sentence an ordinary word
        yield _named((one.code, *bare, *(word for word in say if word not in short)), [one], tree)
        if short:
            yield replace(_named(tuple(sorted(short)), [one], tree), alone=True)
        for length in (1, 3, 4):
            ends.setdefault(one.code[:length], []).append(one)
    for code, inside in ends.items():
        words = () if len(code) == 1 else (code, code[1:]) if len(code) == 4 else (code,)
        if words := (*words, *codes.titles.get(code, ())):
            yield _named(words, inside, tree)


def _made(word: str) -> Iterator[str]:
    """What is made, in the words people use for it: tyre manufacturing is tyre production, a tyre factory; 轮胎制造 is 轮胎生产, a 轮胎厂."""
    yield word
    for act, ways in _MAKING.items():
        if (made := word.removesuffix(act)) not in (word, ""):
            yield from (made + way for way in ways)


def _named(words: tuple[str, ...], classes: list[IndustryClass], tree: Tree) -> Spoken:
    whole = [c.within for c in classes]
    touched = tuple(dict.fromkeys(a for c in classes for a in ((c.within,) if c.within else ()) + c.touches))
    if all(w is not None for w in whole):
        shared = tree.common([w for w in whole if w is not None])
        if shared != ROOT:
            return Spoken(words, shared)
    if not touched:
        return Spoken(words, note=NOTHING)
    shared = tree.common(touched)
    if len(touched) == 1:  # it may be that activity, or what is none of ours: no name of it
        return Spoken(words, branch=touched[0], note=WIDER)
    return Spoken(words, between=touched[:8], branch=None if shared == ROOT else shared, note=WIDER)

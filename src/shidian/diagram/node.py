"""One node of a diagram: what the facts read so far leave of the law; and which values do the same to it, so that they are looked at once."""

from __future__ import annotations

from typing import NamedTuple

from shidian.diagram.classes import ValueClass
from shidian.diagram.held import Domain, Domains, Held
from shidian.diagram.parts import Bits, Effects, Parts

Standings = tuple[tuple[int, Bits], ...]
"""Numbers of standings, each with the conjunctions whose rules stand so; empty before the day is read."""


class Stood(NamedTuple):
    """How the conjunctions alive stand in one reading: those of rules that stand, and of rules of which nobody can tell."""

    surely: Bits
    perhaps: Bits


class Sorted(NamedTuple):
    """The rules of a node in one reading, as the engine sorts them: those that apply, those in scope but in doubt, those that hang on an
    open fact, and those of the last that would then be in doubt."""

    yes: Bits
    hidden: Bits
    maybe: Bits
    veiled: Bits


class Node:
    """One node: the conjunctions `alive` (see :mod:`shidian.diagram.parts`); by level those of them with an open test of it (`left`); how
    they stand; and the domains of the facts that open tests and ceilings still need. Nodes are made by a space only, one for each
    content, so that they are equal when they are one object. `number` counts from 0. `whole` is the node before the main number was
    read, where rules speak of that number in their scope: what holds for other values of it."""

    __slots__ = ("alive", "domains", "left", "number", "stands", "unread", "views", "whole")

    def __init__(self, number: int, alive: Bits, left: tuple[Bits, ...], stands: Standings, domains: Domains, whole: Node | None) -> None:
        self.number = number
        self.alive = alive
        self.left = left
        self.stands = stands
        self.domains = domains
        self.whole = whole
        self.unread: Node | None = None
        """Itself as it would be had the main number not been read."""
        self.views: tuple[Stood, Stood] | None = None
        """How its rules stand in force and announced, once somebody asked."""

    def domain(self, level: int) -> Domain | None:
        """What the fact of a level can be; None when it does not matter."""
        for number, domain in self.domains:
            if number == level:
                return domain
        return None


RECENT = 64
"""Nodes of which is remembered what classes do to them: an analysis reads many classes of one node, one after the other."""
APART: dict[object, Node] = {}


class Alike:
    """The values of levels that do the same to a node."""

    def __init__(self, parts: Parts, held: Held) -> None:
        self.parts = parts
        self.held = held
        self._recent: dict[tuple[Node, int, bool], tuple[dict[object, Node], tuple[int, ...] | None]] = {}

    def part(self, node: Node, level: int, atoms: int) -> object:
        """What a part of an open domain does to a node; None where each part may do something else."""
        effects, asking = self.parts.narrow(level, atoms), node.left[level]
        if level not in self.held.numbers:
            return asking & effects.dead, atoms if asking & effects.open else 0
        if asking & effects.open or atoms & (atoms - 1) or self.held.tells_apart(level, node.alive, node.left, node.domains):
            return None
        return asking & effects.dead, self.held.like(level, atoms.bit_length() - 1, node.alive)

    def of(self, node: Node, level: int, rest_given: bool = False) -> tuple[dict[object, Node], tuple[int, ...] | None]:
        """The nodes that the classes of a level are known to lead to, by what they do (`APART` where each may do something else); and of a number what
        `Held.likes` says of its atoms. With `rest_given`, whatever it bounds."""
        key = (node, level, rest_given)
        known = self._recent.get(key)
        if known is None:
            if len(self._recent) >= RECENT:
                self._recent = {}
            numeric = level in self.held.numbers
            apart = numeric and not rest_given and self.held.tells_apart(level, node.alive, node.left, node.domains)
            known = self._recent[key] = (APART if apart else {}), self.held.likes(level, node.alive) if numeric else None
        return known

    def does(self, asking: Bits, effects: Effects, found: ValueClass, likes: tuple[int, ...] | None) -> object:
        """What a class does to a node of which some conjunctions ask for its level; None where another class may do something else."""
        if asking & effects.open:
            return None
        if likes is None:
            return asking & effects.dead
        return (asking & effects.dead, likes[found.atoms.bit_length() - 1]) if found.sample is not None else None

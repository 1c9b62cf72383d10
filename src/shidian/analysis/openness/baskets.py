"""Baskets and weights: which activities count, and for how much, exactly. The weights of a basket add up to 1."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from shidian.compiled import CompiledLaw
from shidian.errors import BadValue
from shidian.law.lawbook import Lawbook
from shidian.law.near import did_you_mean, first_or
from shidian.law.records.measures import Basket, Weighting
from shidian.law.tree import Tree

Weights = Mapping[str, Fraction]
"""The weight of each leaf of a basket; together 1."""


def basket_named(book: Lawbook, name: str | None) -> Basket:
    """The basket of this id; the first without a name. Raises BadValue."""
    return first_or("basket", name, {b.basket: b for b in book.measures.baskets})


def weighting_named(book: Lawbook, name: str | None) -> Weighting:
    """The weighting of this id; the first without a name. Raises BadValue."""
    return first_or("weighting", name, {w.weighting: w for w in book.measures.weightings})


def tree_of(law: CompiledLaw, question: str) -> Tree:
    """The tree of the activities of a question."""
    rulebook = law.rulebook(question)
    return rulebook.trees[rulebook.question.facts[0].fact]


def leaves_of(tree: Tree, basket: Basket) -> tuple[str, ...]:
    """The leaves of a basket, in the order of the vocabulary."""
    without = {leaf for term in basket.without for leaf in tree.atoms(term)}
    found = dict.fromkeys(leaf for term in basket.activities for leaf in tree.atoms(term) if leaf not in without)
    if not found:
        raise BadValue(f"the basket `{basket.basket}` is empty")
    return tuple(found)


def area_of(tree: Tree, leaf: str) -> str:
    """The top term that a leaf lies below; the leaf itself when it is one."""
    path = [leaf, *tree.above(leaf)]
    return path[-2] if len(path) > 1 else leaf


def weigh(book: Lawbook, tree: Tree, basket: Basket, weighting: Weighting) -> dict[str, Fraction]:
    """The weights of a basket. Raises BadValue when the weighting reaches none of its activities."""
    leaves = leaves_of(tree, basket)
    if weighting.kind == "leaves":
        return _whole(dict.fromkeys(leaves, Fraction(1)), basket, weighting)
    if weighting.kind == "areas":
        areas: dict[str, list[str]] = {}
        for leaf in leaves:
            areas.setdefault(area_of(tree, leaf), []).append(leaf)
        return _whole({leaf: Fraction(1, len(inside)) for inside in areas.values() for leaf in inside}, basket, weighting)
    raw = dict.fromkeys(leaves, Fraction(0))
    classes = [c for codes in book.content.industries if codes.classification == weighting.classification for c in codes.classes]
    many = Counter(c.code[0] for c in classes)
    weight = {s.section: Fraction(s.weight) for s in weighting.sections}
    for found in classes:
        activities = found.touches or (() if found.within is None else (found.within,))
        for activity in activities:
            below = tree.atoms(activity)
            each = weight.get(found.code[0], Fraction(0)) / many[found.code[0]] / len(activities) / len(below)
            for leaf in below:
                if leaf in raw:
                    raw[leaf] += each
    return _whole(raw, basket, weighting)


def _whole(raw: Mapping[str, Fraction], basket: Basket, weighting: Weighting) -> dict[str, Fraction]:
    total = sum(raw.values(), Fraction(0))
    if not total:
        raise BadValue(
            f"the weighting `{weighting.weighting}` reaches no activity of the basket `{basket.basket}`",
            hint="take `leaves` or `areas`, or give weights of your own",
        )
    return {leaf: weight / total for leaf, weight in raw.items()}


def read_weights(text: str, tree: Tree, name: str = "weights") -> dict[str, Fraction]:
    """A user's weights: CSV with the columns `activity` and `weight`. The weight of a term is shared by the leaves below it that have no
    row of their own. Raises BadValue with the line of the first fault."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if not {"activity", "weight"} <= set(rows.fieldnames or ()):
        raise BadValue(f"{name} has no columns `activity` and `weight`", hint="write them in the first line, parted by a comma")
    given: dict[str, Fraction] = {}
    for line, row in enumerate(rows, 2):
        activity, number = (row["activity"] or "").strip(), (row["weight"] or "").strip()
        if activity not in tree.parent:
            raise BadValue(f"{name}, line {line}: there is no activity `{activity}`", hint=did_you_mean(activity, tree.parent))
        if activity in given:
            raise BadValue(f"{name}, line {line}: `{activity}` stands twice")
        given[activity] = _number(number, f"{name}, line {line}")
    return spread(tree, given, name)


def spread(tree: Tree, given: Mapping[str, Fraction], name: str = "weights") -> dict[str, Fraction]:
    """Weights of terms as weights of leaves that add up to 1. Raises BadValue."""
    own = {term: set(tree.atoms(term)) for term in given}
    out: dict[str, Fraction] = {}
    for term, weight in given.items():
        inner: set[str] = set().union(*(below for other, below in own.items() if other != term and other in tree.below(term)))
        left = [leaf for leaf in tree.atoms(term) if leaf not in inner]
        if not left and weight:
            raise BadValue(f"{name}: the weight of `{term}` has no activity left, all below it have rows of their own")
        for leaf in left:
            out[leaf] = weight / len(left)
    total = sum(out.values(), Fraction(0))
    if total <= 0:
        raise BadValue(f"{name}: the weights add up to nothing")
    return {leaf: weight / total for leaf, weight in out.items()}


def _number(text: str, where: str) -> Fraction:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0 or number.adjusted() > 12:
        raise BadValue(f"{where}: `{text}` is not a weight", hint="write a number that is not negative, such as 2.5")
    return Fraction(number)


def to_csv(weights: Weights) -> str:
    """Weights as the file that `read_weights` reads."""
    return "activity,weight\n" + "".join(f"{leaf},{float(weight):.12g}\n" for leaf, weight in weights.items())

"""Checks of the openness measure: what it names exists, and no cell of a grid is empty."""

from __future__ import annotations

import typing
from collections.abc import Iterator

from shidian.law.check.found import FoundFault, refer, repeated, repeated_over
from shidian.law.load.nodes import Loaded, records
from shidian.law.records.instrument import Duty
from shidian.law.records.measures import Measures, Weighting
from shidian.law.records.names import IndustryCodes, Vocabulary
from shidian.law.records.programme import Programme
from shidian.law.records.question import Question

MEASURE_IDS = {
    "baskets": "basket",
    "weightings": "weighting",
    "grids": "grid",
    "profiles": "profile",
    "counterfactuals": "counterfactual",
    "control": "slot",
}
"""The lists of measure files, and the key that names an entry."""
DUTY_KINDS: tuple[str, ...] = typing.get_args(typing.get_type_hints(Duty)["kind"])
"""The kinds of duty that a rule can name."""


def check_measures(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """Baskets, weightings, grids, profiles and places held against."""
    files = records(loaded, Measures)
    questions = {q.question: q for _, q in records(loaded, Question)}
    named = next((p.question for _, m in files for p in m.profiles if p.question in questions), None)
    question = questions.get(named or "")
    vocabularies = {v.vocabulary: {e.id for e in (*v.terms, *v.zones)} for _, v in records(loaded, Vocabulary)}
    trees = {f.domain: vocabularies.get(f.vocabulary or "", set()) for f in reversed(question.facts if question else ())}
    activities, places = trees.get("tree", set()), trees.get("place", set())
    codes = {c.classification: c for _, c in records(loaded, IndustryCodes)}
    flags = [s.slot for s in question.slots if s.kind == "flag"] if question else []
    facts = {f.fact for f in question.facts} if question else set()
    yield from _figures(loaded)
    yield from repeated_over(files, MEASURE_IDS)
    for item, found in files:
        for key, id_key in MEASURE_IDS.items():
            yield from repeated(item, (key,), id_key, getattr(found, key))
        for i, profile in enumerate(found.profiles):
            yield from refer(item, ("profiles", i, "question"), profile.question, questions, "question")
        if question is None:
            continue
        for i, basket in enumerate(found.baskets):
            for key in ("activities", "without"):
                for j, id in enumerate(getattr(basket, key)):
                    yield from refer(item, ("baskets", i, key, j), id, activities, "activity")
        for i, weighting in enumerate(found.weightings):
            yield from _weighting(item, i, weighting, codes)
        for i, grid in enumerate(found.grids):
            for key, wanted in (("slots", flags), ("duties", list(DUTY_KINDS))):
                cells = getattr(grid, key)
                for id in cells:
                    yield from refer(item, ("grids", i, key, id), id, wanted, "cell")
                for id in wanted:
                    if id not in cells:
                        yield FoundFault(
                            "empty-cell",
                            item,
                            ("grids", i, key),
                            f"the cell `{id}` of the grid `{grid.grid}` is empty",
                            "give it a number; 0 where it counts nothing",
                        )
        for i, profile in enumerate(found.profiles):
            for id in profile.facts:
                yield from refer(item, ("profiles", i, "facts", id), id, facts, "fact")
        for i, held in enumerate(found.counterfactuals):
            yield from refer(item, ("counterfactuals", i, "unit"), held.unit, places, "territory")
            for j, id in enumerate(held.zones):
                yield from refer(item, ("counterfactuals", i, "zones", j), id, places, "territory")
        for i, bound in enumerate(found.control):
            yield from refer(item, ("control", i, "slot"), bound.slot, flags, "slot")


def _weighting(item: Loaded, i: int, weighting: Weighting, codes: dict[str, IndustryCodes]) -> Iterator[FoundFault]:
    """A weighting by a classification: it is known, and so is each of its sections."""
    if weighting.classification is None:
        return
    yield from refer(item, ("weightings", i, "classification"), weighting.classification, codes, "classification")
    if weighting.classification in codes:
        known = set(codes[weighting.classification].sections)
        for j, section in enumerate(weighting.sections):
            yield from refer(item, ("weightings", i, "sections", j, "section"), section.section, known, "section")


def _figures(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """The figures of the programme: their series, the scope within it, and the figure in words."""
    parts = records(loaded, Programme)
    series = {s.series: {x.scope for x in s.scopes} for _, p in parts for s in p.series}
    statistics = {s.statistic for _, p in parts for s in p.statistics}
    for item, part in parts:
        for i, figure in enumerate(part.figures):
            yield from refer(item, ("figures", i, "series"), figure.series, series, "series")
            if figure.series in series:
                yield from refer(item, ("figures", i, "scope"), figure.scope, series[figure.series], "scope")
            if figure.statistic is not None:
                yield from refer(item, ("figures", i, "statistic"), figure.statistic, statistics, "statistic")

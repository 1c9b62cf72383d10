"""The levels of a question: one for each fact, by its domain, and the order they are read in."""

from __future__ import annotations

from shidian.diagram.classes import Level
from shidian.diagram.days import Days
from shidian.diagram.listed import ListedLevel
from shidian.diagram.numbers import Numbers
from shidian.diagram.places import Places
from shidian.engine.rulebook import Rulebook


def level_of(rulebook: Rulebook, fact: str, days: Days) -> Level:
    domain = rulebook.facts[fact].domain
    if domain == "date":
        return days
    if domain == "place":
        return Places(rulebook, fact, days)
    return Numbers(rulebook, fact) if domain == "number" else ListedLevel(rulebook, fact)

"""How an outcome looks, at every door: the tone is declared with the outcome in its question; here each tone has its mark and colour."""

from __future__ import annotations

from shidian.law.records.question import Question, Tone

MARKS: dict[str, str] = {"good": "✔", "bad": "✘", "closed": "⊘", "open": "?", "depends": "◐", "steps": "→"}
COLOURS: dict[str, tuple[str, ...]] = {
    "good": ("#3b8a5a",),
    "bad": ("#d98c3a", "#c96f4a"),
    "closed": ("#b8433f",),
    "open": ("#9aa3ad",),
    "depends": ("#6b66a3",),
    "steps": ("#b9a23c", "#5a78a8", "#7a5fa0", "#4a9a9a", "#c4729a", "#8a7a5a"),
}
"""sRGB. Outcomes of a question that share a tone take its colours in turn, so that a picture tells them apart."""
DEPENDS = "depends"
"""The tone of an answer that is open only because facts are missing: each way of filling them in has an answer."""
INK: dict[str, str] = {"good": "green", "bad": "red", "closed": "red", "open": "yellow", "depends": "magenta", "steps": "cyan"}
"""Colours of a terminal."""


def tone_of(question: Question, outcome: str) -> Tone:
    return next((o.tone for o in question.outcomes if o.outcome == outcome), "open")


def shown_tone(question: Question, outcome: str, because: str | None) -> str:
    """The tone of an answer: that of its outcome, or `depends` where it is open for want of facts alone."""
    return DEPENDS if outcome == "undetermined" and because == "missing_facts" else tone_of(question, outcome)


def colours_of(question: Question) -> dict[str, str]:
    """The colour of each outcome of a question."""
    out: dict[str, str] = {}
    for tone, colours in COLOURS.items():
        alike = [o.outcome for o in question.outcomes if o.tone == tone]
        out |= {outcome: colours[i % len(colours)] for i, outcome in enumerate(alike)}
    return out

"""A question in the visitor's own words: what was understood as chips, what may mean several things as choices, what was not understood.

A sentence that is understood whole leads to its decision at once; every other one is shown first, so that nothing is decided on a reading
that a person has not seen.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from shidian.answer.first_lines import named
from shidian.answer.sentence.chips import Chip, Sentence
from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.web.page import Context, Redirected, Visit, checked_day
from shidian.words.labels import value_label
from shidian.words.phrases import phrase
from shidian.words.tones import MARKS, shown_tone

PICK = "pick"
"""The name in the query of what a person chose: `fact:value`, or `question:name`."""
MOST_CHOICES = 12
"""Meanings of a piece of a sentence that are offered; the rest are asked for in the interview."""


class ChoiceShown(Context, frozen=True):
    """A meaning of a piece of the sentence: the picks that say so, and, where nothing else is open, the mark and first line of its decision."""

    label: Label
    picks: tuple[str, ...]
    mark: str = ""
    line: Label | None = None


class ChipShown(Context, frozen=True):
    """A piece of the sentence: the fact, what it was taken for (None: open), and what it may mean."""

    fact: Label
    value: Label | None
    words: str
    choices: tuple[ChoiceShown, ...]
    more: int
    """Further meanings that are not offered here."""


class CaseShown(Context, frozen=True):
    """A case that the sentence makes: its facts, and the words for those that tell it from the others."""

    facts: dict[str, str]
    labels: tuple[Label, ...]


class AnswerShown(Context, frozen=True):
    """An answer in a line, with its tone."""

    tone: str
    name: Label
    line: Label


class QuestionPage(Context, frozen=True):
    """A sentence as it was understood. `whole` says that nothing of it is left over; `questions` are those that it may ask, when it does not
    say which."""

    text: str
    picks: tuple[str, ...]
    question: str | None
    title: Label | None
    chips: tuple[ChipShown, ...]
    cases: tuple[CaseShown, ...]
    not_understood: tuple[str, ...]
    left_out: tuple[Label, ...]
    questions: tuple[tuple[str, Label], ...]
    whole: bool
    answer: AnswerShown | None = None
    """The answer, where the sentence is understood whole and is still being written."""


def question(visit: Visit) -> QuestionPage | Redirected:
    """The page of a sentence; the decision where it is understood whole and makes one case, unless `show` asks to see it first."""
    text = visit.one("q") or ""
    if not text:
        return Redirected("/", {})
    page = understood(visit, text, tuple(dict.fromkeys(visit.many(PICK))))
    if not (page.whole and len(page.cases) == 1 and page.question):
        return page
    if visit.one("show") is None:
        return Redirected(f"/decision/{page.question}", page.cases[0].facts)
    return replace(page, answer=_answer(visit, page.question, page.cases[0].facts))


def _answer(visit: Visit, name: str, facts: dict[str, str]) -> AnswerShown:
    """The answer to a case, on the day that pages answer for where it names none."""
    day = visit.desk.book.rulebook(name).day
    found = visit.desk.ask(name, {day: checked_day(visit.desk).isoformat()} | facts)
    tone = shown_tone(visit.desk.book.question(name), found.outcome, found.because)
    said = named(found, found.outcome, "missing_facts" if found.because == "missing_facts" else None)
    return AnswerShown(tone, said, found.summary.holds)


def understood(visit: Visit, text: str, picks: tuple[str, ...] = ()) -> QuestionPage:
    """A sentence with what a person chose."""
    book = visit.desk.book
    read = book.read_question(text)
    chosen = dict(p.split(":", 1) for p in picks if ":" in p)
    name = chosen.pop("question", None) or read.question
    known = book.lawbook.questions
    asked = known.get(name) if name is not None else None
    labels = {f.fact: f.label for f in asked.facts} if asked else {}
    settled = {f: w for f, w in chosen.items() if f in labels}
    told = read.undated if "on" in settled and read.undated else read.cases
    cases = [dict(c) for c in dict.fromkeys(tuple((case | settled).items()) for case in told)]
    cases = cases or ([settled] if asked and not read.undated else [])
    cases = [c for c in cases if asked is not None and _readable(visit, asked.question, c)]
    apart = {f for c in cases for f, w in c.items() if any(d.get(f) != w for d in cases)}
    chips = tuple(_chip(visit, read, c, labels, settled, picks) for c in read.chips)
    left = tuple(labels.get(f, known[f].title if f in known else Label(f, f)) for f in read.left_out if f not in settled)
    gone = tuple(  # a slip that a person put right is understood
        n.words for n in read.not_understood if not any(c.fact in settled and c.start <= n.start and n.end <= c.end for c in read.chips)
    )
    return QuestionPage(
        text,
        picks,
        asked.question if asked else None,
        asked.title if asked else None,
        chips,
        tuple(
            CaseShown(c, tuple(value_label(book.lawbook, asked, f, w) for f, w in c.items() if f in apart))
            for c in cases
            if asked is not None
        ),
        gone,
        left,
        tuple((q, known[q].title) for q in (read.questions or tuple(known)) if q != name),
        asked is not None and not gone and not left and all(c.value is not None for c in chips),
    )


def _readable(visit: Visit, name: str, facts: dict[str, str]) -> bool:
    try:
        visit.desk.book.read(name, facts)
    except CaseError:
        return False
    return True


def _chip(visit: Visit, read: Sentence, chip: Chip, labels: dict[str, Label], settled: dict[str, str], picks: tuple[str, ...]) -> ChipShown:
    fact = labels.get(chip.fact, Label(chip.fact, chip.fact))
    picked = settled.get(chip.fact)
    if picked is not None:
        label = next((a.label for a in chip.alternatives if a.value == picked), None)
        asked = visit.desk.book.lawbook.questions.get(read.question or "")
        if label is None and asked is not None and any(f.fact == chip.fact for f in asked.facts):
            label = value_label(visit.desk.book.lawbook, asked, chip.fact, picked)
        return ChipShown(fact, label or Label(picked, picked), chip.words, (), 0)
    offered = [(a.label, a.value) for a in chip.alternatives] or ([] if chip.value or chip.fact != "on" else _days(visit, read))
    choices = tuple(_choice(visit, read, label, (*picks, f"{chip.fact}:{v}"), chip.fact, v, settled) for label, v in offered[:MOST_CHOICES])
    return ChipShown(fact, chip.label if chip.value else None, chip.words, choices, max(0, len(chip.alternatives) - MOST_CHOICES))


def _choice(
    visit: Visit, read: Sentence, label: Label, picks: tuple[str, ...], fact: str, value: str, settled: dict[str, str]
) -> ChoiceShown:
    """A meaning, with what it comes to where it is all that is open."""
    case = next((c for c in read.meanings if c.get(fact) == value), None)
    if case is None or settled or read.question is None or not _readable(visit, read.question, case):
        return ChoiceShown(label, picks)
    decision = visit.desk.ask(read.question, case, None)
    asked = visit.desk.book.lawbook.questions[read.question]
    return ChoiceShown(label, picks, MARKS[shown_tone(asked, decision.outcome, decision.because)], decision.sentence)


def _days(visit: Visit, read: Sentence) -> list[tuple[Label, str]]:
    """The days since which the answer to a sentence without a day was another one, the latest first."""
    if read.question is None or not read.undated or not _readable(visit, read.question, read.undated[0]):
        return []
    found = visit.desk.timeline(read.question, read.undated[0], None).intervals
    turns = [b.start for a, b in pairwise(found) if a.in_force != b.in_force] + [found[0].start]
    return [(phrase("as_of_day", day=day.isoformat()), day.isoformat()) for day in sorted(turns, reverse=True)]

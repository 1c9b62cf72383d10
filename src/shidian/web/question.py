"""A question in the visitor's own words: what was understood as chips, what may mean several things as choices, what was not understood.

A sentence that is understood whole leads to its decision at once; every other one is shown first, so that nothing is decided on a reading
that a person has not seen.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from shidian.answer.decision import Decision
from shidian.answer.first_lines import led_to, named
from shidian.answer.sentence.chips import LONGEST, Chip, Sentence
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.web.asking.doors import can_be_read
from shidian.web.asking.facts import SENTENCE, FactField, field_of
from shidian.web.page import Context, Redirected, Visit
from shidian.words.labels import value_label
from shidian.words.phrases import phrase
from shidian.words.tones import MARKS, shown_tone

PICK = "pick"
"""The name in the query of what a person chose: `fact:value`, or `question:name`."""
MOST_CHOICES = 12
"""Meanings of a piece of a sentence that are offered at once; the rest are folded."""
MOST_ANSWERS = 8
"""Cases of one sentence that are answered where they are listed."""


class ChoiceShown(Context, frozen=True):
    """A meaning of a piece of the sentence: the picks that say so, and, where nothing else is open, the mark and first line of its decision."""

    label: Label
    picks: tuple[str, ...]  # none: what the number is held against
    mark: str = ""
    line: Label | None = None


class ChipShown(Context, frozen=True):
    """What pieces of the sentence say of a fact: what it was taken for (None: open), and what they may mean."""

    fact: Label
    value: Label | None
    words: tuple[str, ...]
    choices: tuple[ChoiceShown, ...]
    first: int
    """How many of the choices come first: of several words those that all of them may mean."""
    ask: Label | None
    """The question for an open fact that has names of its own for its values; None where the words themselves are what is unclear."""
    field: FactField | None = None
    """The field for an open number, which no words settle."""


class AnswerShown(Context, frozen=True):
    """An answer in a line, with its tone."""

    tone: str
    name: Label
    line: Label


class CaseShown(Context, frozen=True):
    """A case that the sentence makes: its facts, the words for those that tell it from the others, and, of several in a sentence that is
    understood whole, its answer."""

    facts: dict[str, str]
    labels: tuple[Label, ...]
    answer: AnswerShown | None = None


class QuestionOffered(Context, frozen=True):
    """A question that a sentence may ask; where it does not say which, with what it then says."""

    question: str
    title: Label
    values: tuple[Label, ...] = ()


class QuestionPage(Context, frozen=True):
    """A sentence as it was understood. `whole` says that nothing of it is left over; `questions` are the others that it may ask, the likeliest
    first."""

    text: str
    picks: tuple[str, ...]
    question: str | None
    title: Label | None
    chips: tuple[ChipShown, ...]
    cases: tuple[CaseShown, ...]
    not_understood: tuple[str, ...]
    left_out: tuple[Label, ...]
    aside: tuple[str, ...]
    questions: tuple[QuestionOffered, ...]
    whole: bool
    answer: AnswerShown | None = None
    """The answer, where the sentence is understood whole and is still being written."""


def question(visit: Visit) -> QuestionPage | Redirected:
    """The page of a sentence; the decision where it is understood whole and makes one case, unless `show` asks to see it first."""
    text = visit.one("q") or ""
    if not text:
        return Redirected("/", {})
    if len(text) > LONGEST:  # what is cut may change the answer
        return QuestionPage(text, (), None, None, (), (), (), (), (), (), False)
    typed = {k: v for k, v in visit.pairs if k not in ("q", "show", PICK)}
    picks = tuple(dict.fromkeys((*visit.many(PICK), *(f"{k}:{v}" for k, v in typed.items()))))
    page = understood(visit, text, picks)
    if typed and page.question and not page.cases:  # a number that cannot be read is put right with the case
        case = understood(visit, text, picks[: -len(typed)]).cases
        return Redirected(f"/decision/{page.question}", (case[0].facts if case else {}) | typed | {SENTENCE: text})
    if not (page.whole and len(page.cases) == 1 and page.question):
        return page
    if visit.one("show") is None:
        return Redirected(f"/decision/{page.question}", page.cases[0].facts | {SENTENCE: text})
    return replace(page, answer=_answer(visit, page.question, page.cases[0].facts))


def _decided(visit: Visit, name: str, facts: dict[str, str]) -> tuple[str, Decision]:
    """The decision of a case, on the day that pages answer for where it names none, with its tone."""
    found = visit.desk.ask(name, visit.dated(name, facts))
    return shown_tone(visit.desk.book.question(name), found.outcome, found.because), found


def _answer(visit: Visit, name: str, facts: dict[str, str]) -> AnswerShown:
    """The answer to a case in a line."""
    tone, found = _decided(visit, name, facts)
    return AnswerShown(
        tone, named(found, found.outcome, "missing_facts" if found.because == "missing_facts" else None), found.summary.holds
    )


def understood(visit: Visit, text: str, picks: tuple[str, ...] = ()) -> QuestionPage:
    """A sentence with what a person chose."""
    book = visit.desk.book
    chosen = dict(p.split(":", 1) for p in picks if ":" in p)
    known = book.lawbook.questions
    named = chosen.pop("question", None)
    read = visit.desk.heard(text, named if named in known else None)
    name = read.question
    asked = known.get(name) if name is not None else None
    labels = {f.fact: f.label for f in asked.facts} if asked else {}
    settled = {f: w for f, w in chosen.items() if f in labels}
    told = read.undated if "on" in settled and read.undated else read.cases
    cases = [dict(c) for c in dict.fromkeys(tuple((case | settled).items()) for case in told)]
    cases = cases or ([settled] if asked and not read.undated else [])
    cases = [c for c in cases if asked is not None and can_be_read(visit, asked.question, c)]
    apart = {f for c in cases for f, w in c.items() if any(d.get(f) != w for d in cases)}
    chips = tuple(_chip(visit, read, c, asked, settled, picks) for c in _together(read.chips))
    left = tuple(labels.get(f, known[f].title if f in known else Label(f, f)) for f in read.left_out if f not in settled)
    gone = tuple(  # a slip that a person put right is understood
        n.words for n in read.not_understood if not any(c.fact in settled and c.start <= n.start and n.end <= c.end for c in read.chips)
    )
    whole = asked is not None and not gone and not left and all(c.value is not None for c in chips)
    return QuestionPage(
        text,
        picks,
        asked.question if asked else None,
        asked.title if asked else None,
        chips,
        tuple(
            CaseShown(
                c,
                tuple(value_label(book.lawbook, asked, f, w) for f, w in c.items() if f in apart),
                _answer(visit, asked.question, c) if whole and 1 < len(cases) <= MOST_ANSWERS else None,
            )
            for c in cases
            if asked is not None
        ),
        gone,
        left,
        tuple(n.words for n in read.aside),
        _may_ask(visit, read),
        whole,
    )


def _may_ask(visit: Visit, read: Sentence) -> tuple[QuestionOffered, ...]:
    """The other questions: those that the words may ask; where they ask none, those first in which they say the most."""
    known = visit.desk.book.lawbook.questions
    if read.question is not None:
        order = dict.fromkeys((*read.questions, *known))
        return tuple(QuestionOffered(q, known[q].title) for q in order if q != read.question)
    told = {q: tuple(dict.fromkeys(c.label for c in visit.desk.heard(read.text, q).chips if c.value)) for q in known}
    return tuple(QuestionOffered(q, known[q].title, told[q]) for q in sorted(known, key=lambda q: -len(told[q])))


class _Told(Struct, frozen=True):
    """Pieces of a sentence that say the same of a fact, or leave it open between meanings of which they share the first `common`."""

    chip: Chip
    words: tuple[str, ...]
    common: int


def _together(chips: tuple[Chip, ...]) -> list[_Told]:
    """The pieces of a sentence: those that give a fact the same value are one, and those that leave it open between the same meanings."""
    found: list[_Told] = []
    for chip in chips:
        for i, (first, words, common) in enumerate((t.chip, t.words, t.common) for t in found):
            shared = tuple(a for a in first.alternatives[:common] if a in chip.alternatives)
            if (first.fact, first.value) == (chip.fact, chip.value) and (chip.value or shared):
                all_ = tuple(dict.fromkeys((*shared, *first.alternatives, *chip.alternatives)))
                found[i] = _Told(replace(first, alternatives=all_), tuple(dict.fromkeys((*words, chip.words))), len(shared))
                break
        else:
            found.append(_Told(chip, (chip.words,), len(chip.alternatives)))
    return found


def _chip(visit: Visit, read: Sentence, told: _Told, asked: Question | None, settled: dict[str, str], picks: tuple[str, ...]) -> ChipShown:
    chip = told.chip
    declared = next((f for f in asked.facts if f.fact == chip.fact), None) if asked is not None else None
    fact = declared.label if declared is not None else Label(chip.fact, chip.fact)
    picked = settled.get(chip.fact)
    if picked is not None:
        label = next((a.label for a in chip.alternatives if a.value == picked), None)
        if label is None and asked is not None and declared is not None:
            label = value_label(visit.desk.book.lawbook, asked, chip.fact, picked)
        return ChipShown(fact, label or Label(picked, picked), told.words, (), 0, None)
    ask = declared.ask if declared is not None and declared.domain == "choice" and "{value}" not in declared.ask.en else None
    offered = [(a.label, a.value) for a in chip.alternatives] or ([] if chip.value or chip.fact != "on" else _days(visit, read))
    if declared is not None and declared.domain == "number" and not chip.value and len(offered) < 2:
        return ChipShown(fact, None, told.words, _bounds(visit, read, chip.fact), MOST_CHOICES, ask, field_of(declared))
    choices = tuple(_choice(visit, read, label, (*picks, f"{chip.fact}:{v}"), chip.fact, v, settled) for label, v in offered)
    return ChipShown(fact, chip.label if chip.value else None, told.words, choices, min(told.common or MOST_CHOICES, MOST_CHOICES), ask)


def _bounds(visit: Visit, read: Sentence, fact: str) -> tuple[ChoiceShown, ...]:
    """Where the answer turns on an open number, with what it then is: nobody's number is chosen for him. Nothing where a sentence has several cases,
    of which each may turn elsewhere."""
    cases = {tuple(sorted((f, w) for f, w in case.items() if f != fact)) for case in read.cases or ({},)}
    case = dict(cases.pop())
    if cases or read.question is None or not can_be_read(visit, read.question, case):
        return ()
    asked, found = visit.desk.book.question(read.question), _decided(visit, read.question, case)[1]
    leads = next((m.answers for m in found.missing if m.fact == fact), ())
    return tuple(ChoiceShown(a.label, (), MARKS[shown_tone(asked, a.outcome, a.because)], led_to(found, a)) for a in leads)


def _choice(
    visit: Visit, read: Sentence, label: Label, picks: tuple[str, ...], fact: str, value: str, settled: dict[str, str]
) -> ChoiceShown:
    """A meaning, with what it comes to where it is all that is open."""
    case = next((c for c in read.meanings if c.get(fact) == value), None)
    if case is None or settled or read.question is None or not can_be_read(visit, read.question, case):
        return ChoiceShown(label, picks)
    tone, decision = _decided(visit, read.question, case)
    return ChoiceShown(label, picks, MARKS[tone], decision.sentence)


def _days(visit: Visit, read: Sentence) -> list[tuple[Label, str]]:
    """The days since which the answer to a sentence without a day was another one, the latest first."""
    if read.question is None or not read.undated or not can_be_read(visit, read.question, read.undated[0]):
        return []
    found = visit.desk.timeline(read.question, read.undated[0], None).intervals
    turns = [b.start for a, b in pairwise(found) if a.in_force != b.in_force] + [found[0].start]
    return [(phrase("as_of_day", day=day.isoformat()), day.isoformat()) for day in sorted(turns, reverse=True)]

"""Small made-up lawbooks with cases, and the digests of all that was said of them when they were written down.

Each line of `frozen.jsonl` but the first, which has what they share, is a lawbook (of `tests/engine/generating.py`, made richer, or made by
hand; without its names), some cases of it, and by part a digest of what is said of these: by the meaning, by the engine, and by the diagram, which must say what the engine says. They were chosen
because each notices a slip in the code that those before it do not. A digest that changes is no error by itself, but an answer that is
another one: `python -m tests.meaning.frozen` writes them anew, after the meaning, the engine, and the diagram were seen to agree.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from shidian.answer.facts import read_case
from shidian.diagram import frames, next_question
from shidian.diagram.diagram import Diagram
from shidian.diagram.next_question import settling_first
from shidian.diagram.stored import pack, unpack
from shidian.engine.bearing import confidence, duties_told
from shidian.engine.case import Case
from shidian.engine.decide import Answer, decide
from shidian.engine.gifts import gift_bounds, gifts
from shidian.engine.leads import at_hand
from shidian.engine.otherwise import otherwise
from shidian.engine.reach import closed
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import READINGS, Viewpoint, look, look_at_duties
from shidian.engine.turns import lasted, turn
from shidian.law.lawbook import Content, Lawbook
from shidian.law.records.instrument import Instrument
from shidian.law.records.names import Vocabulary
from shidian.law.records.question import Question
from shidian.law.records.source import Source
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import facts_of, unlike
from tests.agreement.comparing import differences
from tests.meaning.in_batches import in_batches, walked_whole, what_levels_say, what_nodes_say

KEPT = Path(__file__).with_name("frozen.jsonl")


class Asked(Struct, frozen=True, omit_defaults=True):
    """A case, as a person would write it, and the day of knowledge."""

    facts: dict[str, str]
    known_on: dt.date | None = None


class Frozen(Struct, frozen=True):
    """A lawbook of one question, its cases, and by part the digest of what is said of them."""

    content: Content
    cases: tuple[Asked, ...]
    told: dict[str, str] = {}

    @property
    def name(self) -> str:
        """What a test is called."""
        question = next(iter(self.content.questions))
        return f"{question}-{hashlib.sha256(msgspec.json.encode((self.content, self.cases))).hexdigest()[:6]}"


class Shared(Struct, frozen=True):
    """The first line of the file: what many of the lawbooks have in common, each once."""

    questions: list[Question]
    vocabularies: list[dict[str, Vocabulary]]
    sources: dict[str, Source]


class Line(Struct, frozen=True):
    """A further line: a lawbook, its question and its vocabularies by their number."""

    question: int
    vocabularies: int
    instruments: dict[str, Instrument]
    cases: tuple[Asked, ...]
    told: dict[str, str]


@cache
def kept() -> tuple[Frozen, ...]:
    """The lawbooks that are written down."""
    first, *rest = KEPT.read_bytes().splitlines()
    shared = msgspec.json.decode(first, type=Shared)
    out = []
    for line in (msgspec.json.decode(one, type=Line) for one in rest):
        question, words = shared.questions[line.question], shared.vocabularies[line.vocabularies]
        content = Content("0" * 64, words, shared.sources, {question.question: question}, line.instruments)
        out.append(Frozen(content, line.cases, line.told))
    return tuple(out)


def write(some: Sequence[Frozen]) -> None:
    """Write lawbooks down."""
    questions: list[Question] = []
    words: list[dict[str, Vocabulary]] = []
    lines = []
    for one in some:
        question = next(iter(one.content.questions.values()))
        numbers = [_number(questions, question), _number(words, dict(one.content.vocabularies))]
        lines.append(Line(numbers[0], numbers[1], dict(one.content.instruments), one.cases, one.told))
    shared = Shared(questions, words, dict(some[0].content.sources))
    KEPT.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in (shared, *lines)))


def _number(known: list[Any], one: object) -> int:
    if one not in known:
        known.append(one)
    return known.index(one)


class Setting:
    """What a lawbook is asked with."""

    def __init__(self, frozen: Frozen) -> None:
        self.book = Lawbook(frozen.content)
        self.question: Question = next(iter(frozen.content.questions.values()))
        self.rulebook = Rulebook(self.book, self.question)
        self.meaning = Meaning(self.book, self.question)
        self.cases = [(read_case(self.book, self.question, a.facts, None).case, a.known_on) for a in frozen.cases]
        self._diagrams: dict[dt.date | None, Diagram] = {}

    def diagram(self, known_on: dt.date | None) -> Diagram:
        """The diagram of a day of knowledge."""
        found = self._diagrams.get(known_on)
        if found is None:
            found = self._diagrams[known_on] = Diagram(self.rulebook, known_on)
        return found


def the_rules(at: Setting) -> object:
    """The rules as the engine has them."""
    return at.rulebook.rules, at.rulebook.leads, at.rulebook.needs


def by_meaning(at: Setting) -> object:
    """The meaning of each case."""
    out: list[object] = []
    for case, known_on in at.cases:
        facts = facts_of(case)
        for reading in READINGS:
            told = (
                at.meaning.decide(facts, reading, known_on),
                at.meaning.possible(facts, reading, known_on),
                at.meaning.deciding(facts, reading, known_on),
                at.meaning.duties(facts, reading, known_on),
                at.meaning.gives(facts, reading, known_on)
                if at.question.reads == "grants"
                else at.meaning.settled(facts, reading, known_on),
                at.meaning.bounds(facts, reading, known_on) if at.question.reads == "ceilings" else None,
            )
            out.append(told)
    return out


def by_engine(at: Setting) -> object:
    """The answers of the engine."""
    return [decide(at.rulebook, case, known_on) for case, known_on in at.cases]


def _beside(at: Setting) -> list[tuple[Case, dt.date | None, Answer]]:
    return [(case, known_on, decide(at.rulebook, case, known_on, ask=False).in_force) for case, known_on in at.cases]


def what_comes_with_it(at: Setting) -> object:
    """Confidence, duties, gifts, leads and marks."""
    out: list[object] = []
    for case, known_on, answer in _beside(at):
        on = case.values[at.rulebook.day]
        assert isinstance(on, dt.date)
        seen = {r.id: at.rulebook.seen_on(r.id, on, known_on) for r in at.rulebook.rules}
        limits = frozenset(r.id for r in at.rulebook.rules if r.kind == "limit")
        out.append(
            (
                confidence(at.rulebook, answer, seen.__getitem__),
                duties_told(at.rulebook, answer),
                gift_bounds(at.rulebook, answer, case) if at.question.reads == "grants" else None,
                gift_bounds(at.rulebook, answer, case).more if at.question.reads == "grants" else gifts(at.rulebook, answer.grants, case),
                [r.id for r in at_hand(at.rulebook.leads, case, on, known_on, limits)],
                seen,
            )
        )
    return out


def what_would_change_it(at: Setting) -> object:
    """The next answer, since when, the choices that would help, and whether the law is closed."""
    out: list[object] = []
    for case, known_on, answer in _beside(at):
        stops = tuple(a.limit for a in answer.limits if a.binding)
        views = [Viewpoint(reading, known_on) for reading in READINGS]
        out.append(
            (
                turn(at.rulebook, case, known_on),
                lasted(at.rulebook, case, known_on),
                otherwise(at.rulebook, case, views[0], stops) if stops else (),
                [closed(at.rulebook, case, view) for view in views],
                [(look(at.rulebook, case, view), look_at_duties(at.rulebook, case, view)) for view in views],
            )
        )
    return out


def by_diagram(at: Setting) -> object:
    """What is asked first at the ends of the diagram, and how it differs from the engine: not at all."""
    out: list[object] = []
    for case, known_on in at.cases:
        diagram = at.diagram(known_on)
        answers = diagram.answers
        node = diagram.walk(case)
        out.append(
            (
                differences(diagram, case),
                [diagram.next_first(case, reading) for reading in READINGS],
                [settling_first(answers, node, reading, answers.open_facts(node, reading)) for reading in READINGS],
                [r.id for r in diagram.space.rules_of(node)],
            )
        )
    return out


def kept_on_disk(at: Setting) -> object:
    """What a diagram says that was packed and unpacked: the same, from the same steps."""
    out: list[object] = []
    for known_on in dict.fromkeys(known_on for _, known_on in at.cases):
        walked, read = Diagram(at.rulebook, known_on), Diagram(at.rulebook, known_on)
        cases = [case for case, day in at.cases if day == known_on]
        told = []
        for case in cases:
            walked.step(walked.walk_by(walked.classes(case)))  # a single case needs no path, which is what is packed
            told.append(walked.decide(case))
        taken = unpack(read, pack(walked))
        steps = sorted((node.number, step.level, sorted(step.after)) for node, step in read.steps.items())
        out.append((taken, told == [read.decide(case) for case in cases], len(read.space), len(walked.space), steps))
        out.append([(node.number, node.alive, node.left, node.domains) for node in walked.space.nodes])
    return out


def by_search(at: Setting) -> object:
    """What a diagram says that makes no tables and looks one question ahead: nothing else."""
    cells, combinations = frames.MOST_CELLS, next_question.MOST
    frames.MOST_CELLS, next_question.MOST = FEW_CELLS, FEW_COMBINATIONS
    try:
        out: list[object] = []
        for case, known_on in at.cases:
            diagram = Diagram(at.rulebook, known_on)
            out.append((differences(diagram, case), [diagram.next_first(case, reading) for reading in READINGS]))
        return out
    finally:
        frames.MOST_CELLS, next_question.MOST = cells, combinations


def of_levels(at: Setting) -> object:
    """What the levels and nodes of a diagram say."""
    days = dict.fromkeys(known_on for _, known_on in at.cases)
    return [
        (
            what_levels_say(Diagram(at.rulebook, known_on)),
            what_nodes_say(Diagram(at.rulebook, known_on), [case for case, day in at.cases if day == known_on]),
        )
        for known_on in days
    ]


def of_many(at: Setting) -> object:
    """What is said of all cases at once, and of a diagram of which every case was walked."""
    out: list[object] = []
    for known_on in dict.fromkeys(known_on for _, known_on in at.cases):
        cases = [case for case, day in at.cases if day == known_on]
        out.append((in_batches(at.rulebook, known_on, cases), walked_whole(at.rulebook, known_on, cases)))
    return out


FEW_CELLS, FEW_COMBINATIONS = 3, 6
"""Completions up to which a table is made there, and combinations of answers that are all looked at."""
PARTS: dict[str, Callable[[Setting], object]] = {
    "engine": by_engine,
    "with": what_comes_with_it,
    "rules": the_rules,
    "meaning": by_meaning,
    "change": what_would_change_it,
    "diagram": by_diagram,
    "kept": kept_on_disk,
    "searched": by_search,
    "levels": of_levels,
    "many": of_many,
}


def plain(told: object) -> Any:
    """Something said, without anything that has no order of its own."""
    if isinstance(told, Struct):
        return [type(told).__name__, *(plain(getattr(told, f)) for f in told.__struct_fields__)]
    if isinstance(told, Mapping):
        return sorted(([plain(k), plain(v)] for k, v in told.items()), key=repr)
    if isinstance(told, set | frozenset):
        return sorted((plain(x) for x in told), key=repr)
    if isinstance(told, list | tuple):
        return [plain(x) for x in told]
    if isinstance(told, Decimal | dt.date):
        return str(told)
    return told if isinstance(told, str | int | float | None) else type(told).__name__


def said(at: Setting, part: str) -> str:
    """What is said of a part, as text."""
    return repr(plain(PARTS[part](at)))


def digest(text: str) -> str:
    """Few characters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def written_anew(frozen: Frozen) -> Frozen:
    """The same with the digests of what is said now, which the machines must agree on."""
    at = Setting(frozen)
    for case, known_on in at.cases:
        assert not unlike(at.meaning, at.rulebook, case, known_on, decide(at.rulebook, case, known_on)), frozen.name
        assert not differences(at.diagram(known_on), case), frozen.name
    return msgspec.structs.replace(frozen, told={part: digest(said(at, part)) for part in PARTS})


if __name__ == "__main__":
    write([written_anew(one) for one in kept()])
    sys.stdout.write(f"{len(kept())} lawbooks\n")

"""A text as pieces and spans that nothing accounts for: of all ways to cut it, the one that leaves the fewest letters over, in the fewest pieces.

Chinese writes no blanks, so the longest word from the left may end inside the next one (开展|览). Here every word of the lexicon that
begins at a place is a way to go on, and the cheapest way through the text is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from shidian.answer.sentence.denial import outside_after
from shidian.answer.sentence.lexicon import LATIN_ENDS, Lexicon, Piece
from shidian.answer.sentence.quantities import Quantity

_UNKNOWN = 100
"""What a letter (Chinese) or a word (Latin) that nothing accounts for costs, against 10 for a piece."""
_PIECE = 10
_NOTHING = 11
"""A word that says nothing costs a little more than one that does, so that of two equal ways the one that says more is taken; several such
words in one (in general) cost one more, so that they do not take the beginning of a name (in general insurance)."""

_STRANGE = 2
"""What a word costs more that changes the case and is no fact of ours: 其他 does not take the beginning of a name."""
_IDLE = 80
_SILENT = (("nothing", ""),)


class Step(NamedTuple):
    """A way from one place of the text to another: a piece, a number, a space, or letters that nothing accounts for."""

    end: int
    cost: int
    piece: Piece | None
    number: bool
    unknown: bool


class Scanned(NamedTuple):
    """The pieces from the left, and the spans that nothing accounts for."""

    pieces: list[Piece]
    rest: list[tuple[int, int]]
    asked: list[tuple[str, str]]
    """What patterns ask that stand across other words."""


def scanned(
    lexicon: Lexicon, text: str, plain: str, numbers: dict[int, Quantity], idle: Callable[[Piece], bool] | None = None, question: str = ""
) -> Scanned:
    """The pieces of a text. Numbers that a piece covers (5G) are taken out of `numbers`. A piece that is `idle` is little better than
    letters that nothing accounts for."""
    steps, asked = _ways(lexicon, text, plain, tuple(numbers.values()))
    best: list[int] = [0] * (len(plain) + 1)
    way: list[Step | None] = [None] * len(plain)
    forms = lexicon.forms[question]
    for at in reversed(steps):
        cheapest: Step | None = None
        for step in steps[at]:
            if step.unknown and plain[at : step.end] in forms:
                step = Step(step.end, _NOTHING, None, False, False)
            cost = step.cost + best[step.end] + (_IDLE if idle is not None and step.piece is not None and idle(step.piece) else 0)
            if cheapest is None or cost < best[at] or (cost == best[at] and step.end > cheapest.end):
                cheapest, best[at] = step, cost
        way[at] = cheapest
    return _followed(way, plain, numbers, asked)


@lru_cache(maxsize=4)
def _ways(lexicon: Lexicon, text: str, plain: str, counted: tuple[Quantity, ...]) -> tuple[dict[int, list[Step]], list[tuple[str, str]]]:
    """The ways on from each place of a text that one comes to, and the questions that patterns ask; a sentence is scanned twice, before and
    after one knows what is asked."""
    patterned, asked = lexicon.by_pattern(text, plain)
    numbers = {q.start: q for q in counted}
    inside = {at: q.start for q in counted for at in range(q.start + 1, q.end)}
    steps: dict[int, list[Step]] = {}
    reached = {0}
    for at in range(len(plain)):
        if at in reached:  # within a word nothing begins
            steps[at] = _steps(plain, numbers, inside, patterned.get(at, []), lexicon.pieces_at(text, plain, at), at)
            reached.update(step.end for step in steps[at])
    return steps, asked


def _steps(
    plain: str, numbers: Mapping[int, Quantity], inside: Mapping[int, int], by_pattern: list[Piece], known: list[Piece], at: int
) -> list[Step]:
    if plain[at] in "不没" and 0 < at < len(plain) - 1 and plain[at - 1] == plain[at + 1]:  # 有没有清单 asks; 没有清单 would be an answer
        by_pattern, known = [], []
    number = numbers.get(at)
    if number is not None:
        longer = [p for p in known if p.end > number.end and (number.kind == "alike" or _of_choice(p)) and p.end not in inside]
        steps = [Step(number.end, _PIECE, None, True, False)]
        longer += [p for p in by_pattern if p.end + (p.kinds == _SILENT) > number.end and p.end not in inside]
        return steps + [Step(p.end, _PIECE - 1, p, False, False) for p in longer]
    steps = []
    ways = [(p, 0) for p in known] + [(p, 2) for p in _with_words(by_pattern, known)]
    for piece, less in ways:
        first = next((s for s in range(at + 1, piece.end) if s in numbers), None)
        if (first is not None and not less and not _of_choice(piece)) or piece.end in inside:
            continue
        nothing = all(
            kind in ("nothing", "fills") for kind, _ in piece.kinds
        )  # words that fill a question say no more than those of ordinary speech
        outside = outside_after(plain[piece.end :]) if any(kind == "territories" for kind, _ in piece.kinds) else None
        end = piece.end + outside.end() if outside else piece.end
        cost = _NOTHING + (" " in plain[at : piece.end]) if nothing else _PIECE
        cost += _STRANGE if all(kind in ("stranger", "nothing") for kind, _ in piece.kinds) and not nothing else 0
        steps.append(Step(end, cost - less, piece, False, False))
    if plain[at].isspace() or not plain[at].isalnum():
        steps.append(Step(at + 1, 0, None, False, False))
    else:
        end = at + 1
        if plain[at] < LATIN_ENDS:
            while end < len(plain) and end not in numbers and ((plain[end] < LATIN_ENDS and plain[end].isalnum()) or plain[end] in "'-&"):
                end += 1
        steps.append(Step(end, _UNKNOWN, None, False, True))
    return steps


def _of_choice(piece: Piece) -> bool:
    """Whether a piece is the whole name of a choice, whose numbers belong to it (entry at one of the 60 ports)."""
    return {k for k, _ in piece.kinds} == {"choice"}


def _with_words(patterned: Iterable[Piece], known: list[Piece]) -> list[Piece]:
    """Pieces of patterns, each with what a word of the same span says besides."""
    more = {p.end: p.kinds for p in known}
    return [p if p.kinds == _SILENT else Piece(p.start, p.end, tuple(sorted({*p.kinds, *more.get(p.end, ())}))) for p in patterned]


def _followed(way: list[Step | None], plain: str, numbers: dict[int, Quantity], asked: list[tuple[str, str]]) -> Scanned:
    pieces: list[Piece] = []
    rest: list[tuple[int, int]] = []
    at = 0
    while at < len(plain):
        step = way[at]
        assert step is not None
        if step.number:
            if numbers[at].kind == "alike":
                rest.append((at, step.end))
        elif step.piece is not None:
            kinds = {k for k, _ in step.piece.kinds}
            if kinds <= {"stranger", "nothing"} and "stranger" in kinds:
                rest.append((at, step.end))
            else:
                pieces.append(step.piece)
            for number in [n for n in numbers if at <= n < step.end]:
                del numbers[number]
        elif step.unknown:
            rest.append((at, step.end))
        at = step.end
    return Scanned(pieces, rest, asked)

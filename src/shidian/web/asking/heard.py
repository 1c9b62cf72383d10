"""Above a decision that comes from a sentence: what the sentence was understood to say, from which words, and what of it the answer does not hold."""

from __future__ import annotations

from shidian.answer.decision import Decision
from shidian.answer.sentence.telling import words_of
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.web.asking.facts import SENTENCE
from shidian.web.page import Context, Visit


class HeardBeside(Context, frozen=True):
    """What words of the sentence say that is no fact of this answer: the fact, its value (None: they leave it open), the words."""

    fact: Label
    value: Label | None
    words: str


class Heard(Context, frozen=True):
    """A sentence beside the facts of a decision: its parts, each with whether something was read from it. `words` are those that each fact was
    read from; a fact that is not in it was said otherwise. `left_out` names what the sentence touches without settling it."""

    text: str
    parts: tuple[tuple[str, bool], ...]
    words: dict[str, tuple[str, ...]]
    beside: tuple[HeardBeside, ...]
    not_understood: tuple[str, ...]
    left_out: tuple[Label, ...]


def heard_of(visit: Visit, question: Question, found: Decision, facts: dict[str, str]) -> Heard | None:
    """What the sentence in the query says of this case; None without one. It is read again, whatever the address says of it."""
    text = visit.one(SENTENCE)
    if text is None:
        return None
    known = visit.desk.book.lawbook.questions
    read = visit.desk.heard(text)
    if read.question != question.question:  # another question was chosen for it
        read = visit.desk.heard(text, question.question)
    labels = {f.fact: f.label for f in question.facts}
    words, others = words_of(read, facts | found.facts)
    beside = (HeardBeside(labels.get(c.fact, Label(c.fact, c.fact)), c.label if c.value else None, c.words) for c in others)
    left = (n for n in read.left_out if n not in facts)
    named = tuple(labels.get(n, known[n].title if n in known else Label(n, n)) for n in (*left, *(a.words for a in read.aside)))
    parts, end = [], 0
    for a, b in sorted({(c.start, c.end) for c in read.chips}):
        parts += [(text[end:a], False), (text[max(a, end) : b], True)]
        end = max(end, b)
    told = tuple(p for p in (*parts, (text[end:], False)) if p[0])
    return Heard(text, told, words, tuple(dict.fromkeys(beside)), tuple(n.words for n in read.not_understood), named)

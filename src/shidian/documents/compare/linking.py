"""Which task, rule or instrument of the lawbook a finding speaks of, with a score from 0 to 1 and what they share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import Cited, Finding, Measure
from shidian.documents.grammar.lexicon import SAYS_LITTLE
from shidian.documents.grammar.text import fold, squeeze
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.programme import Task

ENOUGH = 0.45
"""The score from which a measure is taken to speak of a task row."""
TITLE_ENOUGH = 0.7
"""The share of words from which two English titles are taken for one document's."""
NAMED, RULED = 0.6, 0.25
"""What a word that names a task, and an activity that its rules are about, add to the score."""

_WORD = re.compile(r"[a-z][a-z-]{2,}|(?<![\w'’.-])[b-hj-z](?= visas?\b)")  # of visas the letter says which
_HAN = re.compile("[\u3400-\u9fff]+")


class Link(Struct, frozen=True):
    """A finding and what it speaks of: `task`, `rule`, `instrument` or `claim`; `name` says it in words, in a report."""

    finding: str
    to: str
    id: str
    score: float
    shared: tuple[str, ...] = ()
    name: Label | None = None


def stems(text: str) -> set[str]:
    """Words cut to their stems, and pairs of Chinese characters."""
    out = {_stem(w) for w in _WORD.findall(text) if w not in SAYS_LITTLE}
    for run in _HAN.findall(text):
        out.update(run[i : i + 2] for i in range(len(run) - 1))
    return out


def _stem(word: str) -> str:
    for end in ("ization", "isation", "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "ees", "es", "ed", "s", "y"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word


class Linker:
    """The task rows and instruments of a lawbook, ready to be compared with findings."""

    def __init__(self, book: Lawbook) -> None:
        self.tasks: dict[str, Task] = {t.task: t for g in book.content.tasks for t in g.tasks}
        self._stems = {id: stems(fold(f"{t.summary.en} {t.summary.zh} {t.term or ''}")) for id, t in self.tasks.items()}
        seen = Counter(s for own in self._stems.values() for s in own)
        self._weight = {s: math.log(1 + len(self.tasks) / n) for s, n in seen.items()}
        self._names = {id: tuple(fold(w) for w in (*t.words, *_terms(t))) for id, t in self.tasks.items()}
        self._activities = {id: _activities(book, t) for id, t in self.tasks.items()}
        self._titles: list[tuple[str, set[str]]] = []
        self._numbers: dict[str, str] = {}
        for instrument in book.instruments.values():
            for title in {instrument.title.en, *(e.title.en for e in instrument.editions if e.title)}:
                self._titles.append((instrument.instrument, _title_words(title)))
            for edition in instrument.editions:
                if edition.number is not None:
                    self._numbers[squeeze(edition.number.zh)] = instrument.instrument
                    self._numbers[squeeze(edition.number.en)] = instrument.instrument
        for plan in book.programme.plans:
            if plan.instrument is not None:
                self._titles.append((plan.instrument, _title_words(plan.title.en)))
                if plan.number is not None:
                    self._numbers[squeeze(plan.number.zh)] = plan.instrument

    def measure(self, reading: Reading, finding: Finding, folded: str) -> list[Link]:
        """The task rows that a measure statement speaks of, best first."""
        assert isinstance(finding.value, Measure)
        text = folded[finding.start : finding.end]
        own = stems(text)
        out = []
        for id in self.tasks:
            shared = own & self._stems[id]
            named = next((w for w in self._names[id] if w in text), None)
            ruled = bool(self._activities[id] & set(finding.value.activities))
            telling = [s for s in shared if s not in SAYS_LITTLE]
            if named is None and len(telling) < 2:
                continue
            if named is None and not ruled and self._activities[id] and finding.value.activities:
                continue  # the row's rules are about other activities
            whole = sum(self._weight[s] for s in self._stems[id] if (s[0] > "\u3400") == (reading.document.language == "zh")) or 1.0
            score = sum(self._weight[s] for s in shared) / whole + NAMED * (named is not None) + RULED * ruled
            if score >= ENOUGH and (named is not None or len(shared) >= 2):
                out.append(
                    Link(finding.id, "task", id, round(min(1.0, score), 2), tuple(sorted(({named} if named else set()) | shared))[:8])
                )
        return sorted(out, key=lambda k: -k.score)[:3]

    def instrument(self, cited: Cited) -> tuple[str, float, tuple[str, ...]] | None:
        """The instrument that a title or number is of."""
        if cited.ids:
            return cited.ids[0], 1.0, (cited.title or "",)
        if cited.number is not None:
            id = self._numbers.get(squeeze(cited.number))
            return None if id is None else (id, 1.0, (cited.number,))
        words = _title_words(cited.title or "")
        if len(words) < 3:
            return None
        best = max(((len(words & own) / len(words | own), id, words & own) for id, own in self._titles if own), default=(0.0, "", set()))
        return (best[1], round(best[0], 2), tuple(sorted(best[2]))) if best[0] >= TITLE_ENOUGH else None


def _title_words(title: str) -> set[str]:
    return {_stem(w.replace("-", "")) for w in _WORD.findall(fold(title)) if w not in ("the", "for", "and", "services", "service")}


def _terms(task: Task) -> Iterable[str]:
    return (t.strip() for t in (task.term or "").split("/") if len(t.strip()) > 1)


def _activities(book: Lawbook, task: Task) -> set[str]:
    out: set[str] = set()
    for id in task.rules:
        found = book.rules.get(id)
        test = found[2].when.get("activity") if found else None
        if isinstance(test, str):
            out.add(test)
        elif isinstance(test, tuple):
            out.update(test)
    return out

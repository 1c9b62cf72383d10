"""Which entries a person may have meant by a name that is not known: the one ranking for all doors.

A name counts that begins with the word, has it as a whole word, is spelt nearly so or sounds like it (成渡); marks on letters (chéngdū) do not matter. Regions of
the programme come before others of the same rank. Below a floor nothing is offered: an absurd suggestion is worse than none. Time is bounded:
only names that share pairs of letters with the word are looked at.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable

from shidian.law.sounds import Sound, sound_of
from shidian.patterns import compiled

FLOOR = 0.74
"""Rank (0 to 1) below which a name is not offered."""
LOOKED_AT = 24
"""So many names, those with most pairs of letters in common, are compared with the word."""
ALIKE = 0.9
"""Rank of a name that sounds like the word."""
_WORD = compiled(r"[a-z0-9]+|[\u3400-\u9fff]+")


def bare(text: str) -> str:
    """The letters of a name without width, case, marks, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def _pairs(text: str) -> set[str]:
    pairs = {text[i : i + 2] for i in range(len(text) - 1)} or {text}
    return pairs if text.isascii() or len(text) > 5 else pairs | set(text)  # a character more or less in a short Chinese name


def _words(text: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    return {w.removesuffix("s") if len(w) > 3 else w for w in _WORD.findall(plain)}


class Ranking:
    """The names of one vocabulary, ready to be compared with words."""

    def __init__(self, names: Iterable[tuple[str, str]], first: Collection[str] = ()) -> None:
        """`names` are pairs of name and id; ids in `first` come before others of the same rank."""
        self._names = [(bare(n), _words(n), i) for n, i in names if bare(n)]
        self._first = first
        self._by_pair: dict[str, list[int]] = {}
        self._by_sound: dict[Sound, list[int]] = {}
        for at, (name, _, _) in enumerate(self._names):
            for pair in _pairs(name):
                self._by_pair.setdefault(pair, []).append(at)
            if not name.isascii():
                self._by_sound.setdefault(sound_of(name), []).append(at)

    def near(self, word: str, most: int = 3) -> list[str]:
        """The ids that `word` may mean, best first; none when nothing is near enough."""
        wanted, words = bare(word[:60]), _words(word[:60])
        if not wanted:
            return []
        shared: Counter[int] = Counter()
        for pair in _pairs(wanted):
            shared.update(self._by_pair.get(pair, ()))
        looked = sorted(shared, key=lambda at: (-2 * shared[at] / (len(self._names[at][0]) + len(wanted)), at))[:LOOKED_AT]
        alike = self._by_sound.get(sound_of(wanted), ()) if len(wanted) > 1 and not wanted.isascii() else ()
        best: dict[str, float] = {}
        for at in dict.fromkeys((*alike, *looked)):
            name, parts, id = self._names[at]
            rank = max(_rank(wanted, words, name, parts), ALIKE if at in alike else 0) + (0.02 if id in self._first else 0)
            if rank >= FLOOR:
                best[id] = max(best.get(id, 0), rank)
        return sorted(best, key=lambda i: -best[i])[:most]


def _rank(wanted: str, words: set[str], name: str, parts: set[str]) -> float:
    """From 0 (nothing in common) to 1 (the same letters)."""
    if wanted == name:
        return 1.0
    cover = min(len(wanted), len(name)) / max(len(wanted), len(name))
    chinese = not wanted.isascii()
    if name.startswith(wanted) and len(wanted) >= (2 if chinese else 3):
        return 0.86 + 0.1 * cover
    if words and words <= parts:
        return 0.82 + 0.1 * cover
    if chinese and len(wanted) >= 2 and wanted in name:
        return 0.76 + 0.1 * cover
    if parts and parts <= words and len(name) >= (2 if chinese else 4):
        return 0.76 + 0.1 * cover
    if chinese and len(name) >= 2 and name in wanted:
        return 0.74 + 0.1 * cover
    if len(wanted) < 4 and not chinese:
        return 0.0
    if chinese and len(wanted) == len(name) and name[0] == wanted[0] and sum(a != b for a, b in zip(name, wanted, strict=True)) == 1:
        return {2: FLOOR - 0.015, 3: FLOOR}.get(len(name), 0.8)  # one character of the same sound: of two, only where many mean the place
    matcher = difflib.SequenceMatcher(None, wanted, name)
    same = matcher.ratio()
    return same - 0.01 if same >= (0.75 if chinese else 0.8) else 0.0

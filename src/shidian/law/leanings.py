"""Where to look for a name that is not known: what its words are about in the names that are. Offered, never taken.

Every known name votes with its words for the branch it lies in; a word that stands in names of one branch alone says more than one that
stands in many, and the last word, what the thing is, more than those before it. Names that are no activity vote for that.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise

from shidian.law.spellings import root, simplified
from shidian.packaged import table
from shidian.patterns import compiled

NOTHING = ""
"""Where names that are no activity of ours lie."""
FLOOR = 1.6
"""Votes below which nothing is said."""
BESIDE = 0.6
"""A branch with so great a part of the best one's votes is told with it."""
WITHIN = 0.7
"""Part of a branch's votes from which on what lies in it is told in its stead."""
MOST = 3
_LAST = 1.6
"""What the last word of a name weighs, the others being 1."""
_FEW = 4
"""Characters of the longest part of a Chinese name that is a word."""
_APART = compiled(r"[(（][^()（）]*[)）]|\b(?:except|not elsewhere|n\.e\.c)\b.*|[未除]列?入?其他.*")
_PIECES = compiled(r"[a-z0-9+][a-z0-9+'’-]*|[\u4e00-\u9fff]+")
_HEAD_ENDS = compiled(r"\s(?:of|for|in|by|to|with|on|at|from|via)\s|[,;:/]")
_EMPTY = frozenset(table("words/spelling.toml")["empty"]["words"])
"""Words that say nothing of what a thing is."""


def words_of(name: str) -> dict[str, float]:
    """The words of a name in one form, and what each weighs: of a Chinese name all its parts of two to four characters."""
    plain = _APART.sub("", unicodedata.normalize("NFKC", simplified(name)).casefold())
    words: dict[str, float] = {}
    heads = [last for part in _HEAD_ENDS.split(plain)[:1] for last in _PIECES.findall(part)[-1:]]
    for piece in pieces(plain):
        if piece.isascii():
            if piece not in _EMPTY:
                words[root(piece)] = _LAST if piece in heads else 1.0
            continue
        for length in range(2, min(_FEW, len(piece)) + 1):
            for at in range(len(piece) - length + 1):
                words[piece[at : at + length]] = _LAST if at + length == len(piece) else 1.0
    return words


def pieces(plain: str) -> list[str]:
    """The Latin words of a name, and what stands between its signs in Chinese, without the word for its kind (服务)."""
    return [p if p.isascii() else _kinds().sub("", p) for p in _PIECES.findall(plain)]


@cache
def _kinds() -> re.Pattern[str]:
    return compiled(f"(?<=..)(?:{'|'.join(table('words/spelling.toml')['chinese']['after'])})+$")


class Leanings:
    """What words are about, by the names of one tree."""

    def __init__(self, known: Iterable[tuple[tuple[str, ...], tuple[str, ...]]], path: Callable[[str], list[str]]) -> None:
        """`known` are the names of each thing and what they may mean, none of ours being `NOTHING`; `path` gives what is around an entry, the
        widest first, and itself."""
        self._votes: dict[str, defaultdict[str, float]] = {}
        self._branches: dict[str, list[str]] = {NOTHING: [NOTHING]}
        starts, ends = set[str](), set[str]()
        for names, ids in known:
            words = dict.fromkeys(w for name in names for w in words_of(name))
            for piece in (p for name in names for p in pieces(simplified(name)) if not p.isascii()):
                starts.update(piece[:n] for n in range(2, _FEW + 1))
                ends.update(piece[-n:] for n in range(2, _FEW + 1))
            for id in ids:
                way = self._branches.setdefault(id, path(id) if id else [NOTHING])
                for word in words:
                    votes = self._votes.setdefault(word, defaultdict(float))
                    for around in way:
                        votes[around] += 1 / len(ids)
        for word in [w for w in self._votes if not w.isascii() and not (w in starts and w in ends)]:
            del self._votes[word]  # a part of a word, or of two
        self._tops = {way[0] for way in self._branches.values()}
        self._inside: dict[str, set[str]] = {}
        for way in self._branches.values():
            for outer, inner in pairwise(way):
                self._inside.setdefault(outer, set()).add(inner)

    def of(self, name: str) -> list[str] | None:
        """The entries a name may lie in, the likeliest first; none where its words are those of no activity, None where they say nothing."""
        scores: defaultdict[str, float] = defaultdict(float)
        for word, weight in words_of(name).items():
            votes = self._votes.get(word)
            whole = sum(votes[top] for top in self._tops if top in votes) if votes else 0
            if votes is None or whole <= 1:  # one name is no custom
                continue
            purity = max(votes[top] for top in self._tops if top in votes) / whole
            worth = weight * purity * math.log(1 + len(self._branches) / whole)
            for id, some in votes.items():
                scores[id] += worth * some / whole
        tops = sorted((t for t in self._tops if scores[t] > 0), key=lambda t: -scores[t])
        if not tops or scores[tops[0]] < FLOOR:
            return None
        if tops[0] == NOTHING:
            return []
        told = [t for t in tops if t and scores[t] >= BESIDE * scores[tops[0]]][:MOST]
        return [self._narrowed(t, scores) for t in told]

    def _narrowed(self, id: str, scores: Mapping[str, float]) -> str:
        """The lowest entry in which most of a branch's votes lie."""
        while inner := [i for i in self._inside.get(id, ()) if scores[i] >= WITHIN * scores[id]]:
            id = max(inner, key=lambda i: scores[i])
        return id

"""How well the citations and claims of memos are checked: twenty-four memos with 119 citations, half of them wrong in eight ways, and three with thirty claims.

    python bench/memos.py [train|test|later/built|later/kept|claims|newest/built|newest/kept] [--show]

Citations stand as [[verdict|words]] in `tests/documents/memos`, claims that the engine can be asked about as {{agrees|words}}, {{differs|words}} or
{{open|words}}. `train` was looked at while the check was built; of `test` the totals alone; `later` and `claims` were written before anything was built for
them and opened after their first look. What counts most is that no right citation is called false, and no false claim agreed with.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from shidian.book import load
from shidian.documents.document import Document
from shidian.documents.grammar.text import language_of
from shidian.documents.reader import Reader

ROOT = Path(__file__).parents[1] / "tests/documents/memos"
MEANS = {
    "right": "right",
    "article": "wrong-article",
    "number": "wrong-number",
    "edition": "another-edition",
    "repealed": "repealed",
    "early": "not-yet",
    "says": "says-else",
    "unheld": "not-held",
}


HALVES = (
    "train",
    "test",
    "later/built",
    "later/kept",
    "claims",
    "newest/built",
    "newest/kept",
    "last/built",
    "last/kept",
    "autumn/built",
    "autumn/kept",
    "winter/built",
    "winter/kept",
    "spring/built",
    "spring/kept",
    "summer/built",
    "summer/kept",
    "hand/built",
    "hand/kept",
)


class Memo(NamedTuple):
    """A memo without its marks, its citations (span and verdict) and its claims."""

    name: str
    document: Document
    cited: tuple[tuple[int, int, str], ...]
    claimed: tuple[tuple[int, int, str], ...]


def memos(half: str, root: Path = ROOT) -> Iterator[Memo]:
    """The memos of one half."""
    for path in sorted((root / half).glob("*.txt")):
        head, body = path.read_text(encoding="utf-8").split("\n", 1)
        text, cited, claimed, at = "", [], [], 0
        for found in re.finditer(r"\[\[(\w+)\|(.*?)\]\]|\{\{(\w+)\|(.*?)\}\}", body, re.DOTALL):
            text += body[at : found.start()]
            words = found[2] or found[4]
            if found[1]:
                cited.append((len(text), len(text) + len(words), MEANS[found[1]]))
            else:
                claimed.append((len(text), len(text) + len(words), found[3]))
            text += words
            at = found.end()
        text += body[at:]
        language: Literal["en", "zh"] = "zh" if language_of(text) == "zh" else "en"
        day = dt.date.fromisoformat(head.removeprefix("# date:").strip())
        yield Memo(
            path.name,
            Document(text, hashlib.sha256(text.encode()).hexdigest(), language, path.name, date=day),
            tuple(cited),
            tuple(claimed),
        )


def judged(reader: Reader, half: str, *, show: bool = False) -> Counter[tuple[str, str]]:
    """How often each verdict was given to citations of each truth; `missed` where none was given."""
    out: Counter[tuple[str, str]] = Counter()
    for memo in memos(half):
        found = reader.lawcheck.citations(reader.grammar.read(memo.document))
        if show:
            print(f"== {memo.name}")
        for start, end, truth in memo.cited:
            mine = [c for c in found if c.start < end and start < c.end]
            said = next((c.verdict for c in mine if c.verdict not in ("right", "not-held")), mine[0].verdict if mine else "missed")
            out[truth, said] += 1
            if show:
                print(
                    "  ",
                    "ok   " if truth == said else "WRONG",
                    truth,
                    said,
                    memo.document.text[start:end],
                    "|",
                    mine[0].law.en[:110] if mine else "",
                )
        for c in found:
            if all(c.end <= start or end <= c.start for start, end, _ in memo.cited):
                out["none", c.verdict] += 1
                if show:
                    print("   more ", c.verdict, memo.document.text[c.start : c.end])
    return out


def summary(found: Counter[tuple[str, str]]) -> dict[str, int]:
    """Citations, those judged rightly, right ones called false, wrong ones found to be wrong."""
    real = {k: n for k, n in found.items() if k[0] != "none"}
    fine = ("right", "not-held", "missed")
    return {
        "citations": sum(real.values()),
        "rightly judged": sum(n for (truth, said), n in real.items() if truth == said),
        "right called false": sum(n for (truth, said), n in found.items() if truth in ("right", "not-held", "none") and said not in fine),
        "wrong": sum(n for (truth, _), n in real.items() if truth not in ("right", "not-held")),
        "wrong found": sum(n for (truth, said), n in real.items() if truth not in ("right", "not-held") and said not in fine),
    }


def claims_judged(reader: Reader, half: str, *, show: bool = False) -> Counter[tuple[str, str]]:
    """How often each verdict was given to claims of each truth; `silent` where none was given. What is said of other words stands under `none`."""
    out: Counter[tuple[str, str]] = Counter()
    for memo in memos(half):
        told = [h for h in reader.lawcheck.against(reader.grammar.read(memo.document)) if h.kind in ("case", "rule")]
        for start, end, truth in memo.claimed:
            mine = [h for h in told if h.start < end and start < h.end]
            said = next((h.verdict for h in mine if h.verdict == "differs"), mine[0].verdict if mine else "silent")
            out[truth, said] += 1
            if show:
                print("  ", memo.name, truth, said, memo.document.text[start:end], "|", mine[0].law.en[:110] if mine else "")
        marked = (*memo.claimed, *memo.cited)
        others = [h for h in told if h.verdict == "differs" and all(h.end <= a or b <= h.start for a, b, _ in marked)]
        out["none", "differs"] += sum(memo.document.text[h.start : h.end] not in _wrong_sentences(memo) for h in others)
    return out


def _wrong_sentences(memo: Memo) -> str:
    """The words between each citation that says something else and the next full stop: what the engine says of those is told by the citation."""
    text = memo.document.text
    return "".join(re.split(r"[。.](?:\s|$)", text[start:])[0] for start, _, verdict in memo.cited if verdict == "says-else")


if __name__ == "__main__":
    halves = [a for a in sys.argv[1:] if a in HALVES] or HALVES
    made = Reader(load())
    for name in halves:
        print(name, summary(judged(made, name, show="--show" in sys.argv)))
        print(name, "claims", dict(claims_judged(made, name, show="--show" in sys.argv)))

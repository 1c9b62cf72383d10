"""Which parts of a text are operative: what stands under headings on organisation, in menus, in what speakers other than an authority say, counts as no measure.

The rest is not dropped: a verb there is kept as ignored, under the name of the rule (organisation, menu, opinion, advice, denied), and counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from shidian.documents.document import Passage
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("operative")
_SPEAKS = {"advice": PATTERNS["advice"], "opinion": PATTERNS["opinion"], "client": PATTERNS["client"], "denied": PATTERNS["denied_by"]}
"""What a speaker says from some word of a sentence on, until an "over" (but, ；)."""
_ANY = re.compile("|".join(f"(?:{p.pattern})" for p in (*_SPEAKS.values(), PATTERNS["company"])))


MOST_SPEAKERS = 20


class SetAside(NamedTuple):
    """A span that is not operative, and the rule that says why."""

    start: int
    end: int
    rule: str


class Operative:
    """What of a page is not operative, in order."""

    def __init__(self, page: PageText) -> None:
        self.page = page
        self.spans = sorted(_set_aside(page))
        self.starts = [s.start for s in self.spans]
        self.said: dict[int, tuple[SetAside, ...]] = {}

    def rule(self, offset: int, *, scaled: bool) -> str | None:
        """The rule by which a word at `offset` makes no measure: that of its section, or of its sentence. A `scaled` verb in a background tells what was done."""
        at = bisect_right(self.starts, offset) - 1
        if at >= 0 and offset < self.spans[at].end and not (scaled and self.spans[at].rule == "background"):
            return self.spans[at].rule
        sentence = self.page.layout.sentence_at(offset)
        if not scaled and PATTERNS["see_to_it"].match(self.page.folded, self.page.layout.sentences[sentence][0], offset):
            return "organisation"
        return self._said(sentence, offset)

    def _said(self, sentence: int, offset: int) -> str | None:
        """The rule of a sentence for a word at `offset`."""
        if sentence not in self.said:
            self.said[sentence] = _speakers(self.page.folded, *self.page.layout.sentences[sentence])
        rules = self.said[sentence]
        return next((rule for first, last, rule in rules if first <= offset < last), None) if rules else None


def _speakers(folded: str, start: int, end: int) -> tuple[SetAside, ...]:
    """The parts of a sentence that somebody else than an authority says."""
    if folded[start:end].rstrip('\n "”’』」').endswith(("?", "？")):
        return (SetAside(start, end, "question"),)
    if _ANY.search(folded, start, end) is None:
        return ()
    out: list[SetAside] = []
    overs = [m.start() for m in PATTERNS["over"].finditer(folded, start, end)]
    for rule, pattern in _SPEAKS.items():
        for found in pattern.finditer(folded, start, end):
            out.append(SetAside(found.end(), next((o for o in overs if o >= found.end()), end), rule))
            if len(out) > MOST_SPEAKERS:
                return (SetAside(start, end, rule),)
    if PATTERNS["company"].search(folded, start, end) is not None and PATTERNS["authority"].search(folded, start, end) is None:
        out.append(SetAside(start, end, "company"))
    return tuple(out)


def _set_aside(page: PageText) -> list[SetAside]:
    """Sections and lines that are not operative."""
    folded, out = page.folded, []
    under: dict[int, str] = {}
    menu_until = -1
    for passage in page.layout.passages:
        words = folded[passage.start : passage.end]
        rule = under.get(passage.under if passage.under is not None else -1)
        if rule == "background" and passage.kind == "heading":
            rule = None  # a foreword ends with the next heading, numbered deeper or not
        if rule is None and _heads(passage) and PATTERNS["organisation"].match(words):
            rule = "organisation"
        if rule is None and _heads(passage) and PATTERNS["background"].match(words):
            rule = "background"
        if rule is not None and _heads(passage):
            under[passage.index] = rule
        if rule is None and PATTERNS["lead_in_section"].match(words):
            rule = "organisation"
        if PATTERNS["related"].match(words):
            menu_until = passage.index + 12 if passage.end - passage.start < 16 else passage.index
        if (
            PATTERNS["related"].match(words)
            or PATTERNS["crumbs"].match(words)
            or (passage.index <= menu_until and passage.end - passage.start < 60 and words[-1:] not in "。；.;")
        ):
            rule = "menu"
        elif passage.index <= menu_until:
            menu_until = -1
        if rule is not None:
            out.append(SetAside(passage.start, passage.end, rule))
    return out


def _heads(passage: Passage) -> bool:
    """Whether a passage can head others."""
    return passage.kind == "heading" or (passage.kind == "item" and passage.level < 8)

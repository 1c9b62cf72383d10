"""The activity that words speak of as the reader of questions reads them: it knows names of the trade that are no entry of the vocabulary."""

from __future__ import annotations

import re

from shidian.answer.sentence.chips import Sentence
from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.grammar.finding import Named
from shidian.documents.grammar.tables import patterns
from shidian.law.lawbook import Lawbook


def spoken_activity(book: Lawbook, text: DocumentText, low: int, high: int) -> str | None:
    """The one activity of a span; none where it reads none, or more than one."""
    return _activity(text.read(book, low, high))


def _activity(read: Sentence) -> str | None:
    return read.facts.get("activity") if read.question == "access" and len(read.cases) <= 1 else None


def spoken_origin(book: Lawbook, text: DocumentText, sentence: Clause) -> str | None:
    """The origin of an investor that a sentence names in an adjective (Korean travel agencies), where it is of access."""
    read = text.read(book, sentence.start, sentence.end)
    return read.facts.get("origin") if read.question == "access" else None


def narrower(book: Lawbook, text: DocumentText, low: int, high: int, found: tuple[str, ...]) -> tuple[str, ...] | None:
    """The one activity that the words of a span name together (旅行社 and 赴台湾旅游业务, the auction of relics), else those found in it; None where they may
    name several, and none that was found."""
    if len(found) >= MOST_FOUND or (found and CLAIMS["but_not"].search(text.folded, low, high)):
        return found
    read = text.read(book, low, high)
    spoken = _activity(read)
    meant = [{a.value for a in c.alternatives} for c in read.chips if c.fact == "activity" and not c.value]
    return (spoken,) if spoken is not None else found if not meant or any(m & set(found) for m in meant[:1]) else None


CLAIMS = patterns("claims")
MOST_FOUND = 3
"""So many activities named apart are a list, and none of them is narrowed."""
LEAD = re.compile("[^:：。|]{2,40}[:：]")
"""What leads an item and says what it is of."""
EARLIER = 2
"""So many passages before one may say what it goes on with."""
FEW = 4
"""An act whose rules are about at most so many activities is about them."""
FEW_OF_ONE = 12
"""The same of one provision."""


def acts_by_activity(book: Lawbook) -> dict[str, set[str]]:
    """The acts that are about few activities, by each of these."""
    out: dict[str, set[str]] = {}
    for id, instrument in book.instruments.items():
        own = {a for p in instrument.provisions for r in p.rules for a in listed(r.when.get("activity"))}
        for activity in own if len(own) <= FEW else ():
            out.setdefault(activity, set()).add(id)
    return out


def provisions_by_activity(book: Lawbook) -> dict[str, set[str]]:
    """The provisions whose rules are about few activities, by each of these."""
    out: dict[str, set[str]] = {}
    for id, (_, provision) in book.provisions.items():
        own = {a for r in provision.rules for a in listed(r.when.get("activity"))}
        for activity in own if len(own) <= FEW_OF_ONE else ():
            out.setdefault(activity, set()).add(id)
    return out


def listed(told: object) -> set[str]:
    """The values that the scope of a rule names for a fact."""
    return {told} if isinstance(told, str) else {str(t) for t in told} if isinstance(told, (list, tuple)) else set()


def led(book: Lawbook, text: DocumentText, sentence: Clause, about: dict[str, set[str]]) -> set[str]:
    """The acts about the activity that leads a sentence and says what it is of (Payment institutions: …)."""
    lead = LEAD.match(sentence.words)
    one = spoken_activity(book, text, sentence.start, sentence.start + lead.end()) if lead else None
    return _about(book, {one} if one else set(), about, under=True)


def topic(book: Lawbook, text: DocumentText, sentence: Clause, about: dict[str, set[str]], *, under: bool = False) -> set[str]:
    """The acts about the activities of a sentence, else of its passage before it and of the title and headings above: what the sentence goes on with; `under`:
    those about narrower activities, too."""
    layout = text.reading.layout
    passage = layout.passage_at(sentence.start)
    spans = [(sentence.start, sentence.end), (passage.start, sentence.start)]
    earlier = layout.passages[max(0, passage.index - EARLIER) : passage.index]
    spans += [(p.start, p.end) for p in (*reversed(layout.heading_of(passage)), *reversed(earlier), layout.passages[0])]
    for low, high in spans:
        named = {i for f in text.within(low, high) if f.kind == "activity" and isinstance(f.value, Named) for i in f.value.ids}
        if acts := _about(book, named, about, under=under):
            return acts
    return set()


def _about(book: Lawbook, named: set[str], about: dict[str, set[str]], *, under: bool) -> set[str]:
    """The acts about activities or about wider ones that hold them, or `under` them."""
    tree = book.trees.get("activities")
    named = named | {a for a in about if under and tree is not None and a in tree.parent and named & set(tree.above(a))}
    wide = named | {w for n in named if tree is not None and n in tree.parent for w in tree.above(n)}
    return {act for w in wide for act in about.get(w, ())}

"""Sentences that plainly speak of what foreigners may do in an activity, and of which nothing else was read: the engine's answer stands beside them, open."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.documents.against.clauses import DocumentText, taken_back
from shidian.documents.against.engine.cases import Cases
from shidian.documents.against.engine.investors import investors, said
from shidian.documents.against.engine.stays import days_spoken_of
from shidian.documents.grammar.finding import Named
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst

PATTERNS = patterns("claims")
SPEAKS = "permits", "owned", "denies", "of_shares"
"""Words of what may be done and of who may own it."""
NOT_OF_NOW = "planned", "before", "others_words"


class Plain:
    """Asks the engine about the activity of a sentence, when no claim of it was read: so that it does not pass in silence."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every such sentence, with what the engine says of its first activity."""
        for sentence in text.sentences() if "access" in self.cases.law.questions else ():
            words = sentence.words
            activity = next((f.value.ids[0] for f in sentence.of("activity") if isinstance(f.value, Named)), None)
            if (
                activity is None
                or PATTERNS["foreign"].search(words) is None
                or not any(PATTERNS[p].search(words) for p in SPEAKS)
                or any(PATTERNS[p].search(words) for p in NOT_OF_NOW)
                or words.rstrip().endswith(("?", "？"))
                or taken_back(text, sentence)
            ):
                continue
            places = [f.value.ids[0] for f in sentence.of("place") if isinstance(f.value, Named) and f.value.ids[0] != "cn"]
            days, asked = days_spoken_of(self.cases.law, text, sentence), investors(self.cases.law.lawbook, text, sentence)
            decision = self.cases.access(activity, next(iter(places), None), days[-1], asked[0]) if days and asked else None
            if decision is not None:
                law = asked[0].told(self.cases.law.lawbook, said(decision, days[-1]))
                start = sentence.start + len(words) - len(words.lstrip())
                yield HeldAgainst("case", "open", start, start + len(words.strip()), law, decision.determining[:4], days[-1].isoformat())

"""What a clause plainly says may be had or done, or may not: read as questions are read, asked of the engine, and held against its answer.

The reader of questions knows far more words than the grammar of documents. What a clause leaves unsaid (the exemption, the measure, whose nationals) is that of the
clauses before it in its passage, or of the headings above. Only where every completion of the case comes out otherwise does the document err; a clause with words
that were not read is left alone. Of a sentence on foreign investors of which nothing was read the engine's answer stands beside it, open.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from shidian.answer.ask import ask
from shidian.answer.decision import Decision
from shidian.answer.sentence.chips import Sentence
from shidian.documents.against.clauses import Clause, DocumentText, cut, taken_back
from shidian.documents.against.engine.cases import Cases
from shidian.documents.against.engine.investors import investors, said
from shidian.documents.against.engine.stays import days_spoken_of
from shidian.documents.grammar.finding import Named
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.errors import ShidianError
from shidian.words.phrases import phrase

CLAIMS, RECORDS, PATTERNS = patterns("claims"), patterns("records"), patterns("plain")
SPEAKS = "permits", "owned", "denies", "of_shares"
"""Words of what may be done and of who may own it."""
NOT_OF_NOW = "planned", "before", "others_words"
CARRIED = {"capital": ("measure",), "import": ("measure", "territory"), "entry": ("asked", "nationality", "capacity", "territory")}
"""Questions that are answered by yes or no, and the facts of each that a clause may take from those before it; the first says what is asked."""
WHO = "nationality", "capacity"
"""Whose right it is: what a sentence says of a right that it names itself is not said of those of whom another right was told."""
FREE_OF = {
    "work-permit": "work-without-permit",
    "visa": "visa-free",
    "work-without-permit": "work-without-permit",
    "visa-free": "visa-free",
}
"""What one must have, and what frees from it: who must have the one is not given the other."""
BACK = 4
"""So many clauses back may say what a clause leaves unsaid."""
FEW = 3
"""So many meanings of one word are asked about."""


class Plain:
    """Asks the engine about what sentences plainly say, and about the activity of one of which no claim was read: so that it does not pass in silence."""

    def __init__(self, cases: Cases) -> None:
        self.cases, self.law = cases, cases.law

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every such clause or sentence, with what the engine says."""
        earlier: list[tuple[int, int]] = []
        for sentence in text.sentences():
            statement = not sentence.words.rstrip().endswith(("?", "？")) and not CLAIMS["others_words"].search(sentence.words)
            passage = text.reading.layout.passage_at(sentence.start)
            above = [(p.start, p.end) for p in reversed(text.reading.layout.heading_of(passage))]
            for low, high in cut(RECORDS["clause_marks"], text.folded, sentence.start, sentence.end):
                around = (*[span for span in reversed(earlier) if span[0] >= passage.start][:BACK], *above)
                told = any(PATTERNS["of_these"].search(text.folded, a, b) for a, b in ((low, high), *around))
                if told and statement and not taken_back(text, sentence):
                    yield from self._granted(text, sentence, low, high, around)
                earlier = [*earlier[-BACK:], (low, high)]
            if statement:
                yield from self._open(text, sentence)

    def _granted(
        self, text: DocumentText, sentence: Clause, low: int, high: int, around: tuple[tuple[int, int], ...]
    ) -> Iterator[HeldAgainst]:
        """What a clause says may be had or done, or may not."""
        words = text.folded[low:high]
        yes, no, due = PATTERNS["granted"].search(words), PATTERNS["refused"].search(words), PATTERNS["due"].search(words)
        yes = None if due is not None else yes
        if (yes is None) == (no is None and due is None) or any(
            p.search(words) for p in (CLAIMS["planned"], CLAIMS["before"], CLAIMS["conditional"], RECORDS["ban_gone"])
        ):
            return
        read = text.read(self.law.lawbook, low, high)
        question = read.question
        if question not in CARRIED or question not in self.law.questions or not (read.facts or read.chips):
            return
        facts = {k: v for k, v in read.facts.items() if k != "on"}
        unread = PATTERNS["passed_over"].sub("", " ".join(n.words for n in read.not_understood).casefold())
        if not facts or re.search(r"\w", unread) or sum(not c.value for c in read.chips) > 1:
            return
        meant, asked = _meanings(read), CARRIED[question][0]
        for fact in CARRIED[question]:
            if fact not in facts and not any(c.fact == fact for c in read.chips):
                whose = fact in WHO and asked in facts  # of the same right, not of another
                near = [w for w in around if not whose or w[0] >= low or facts[asked] in self._known(text, question, asked, w)]
                values = next((v for w in near if (v := self._known(text, question, fact, w))), ())
                meant = [{**one, fact: value} for one in meant for value in values] if values else meant
        if due is not None or facts.get("asked") in ("work-permit", "visa"):
            if (free := FREE_OF.get(facts.get("asked", ""))) is None or (facts["asked"] != free and due is None):
                return
            facts["asked"] = free
        if len(meant) > FEW or not all(asked in facts | one for one in meant):
            return
        days = days_spoken_of(self.law, text, sentence)
        verdicts = [self._verdict(question, facts | one, day, granted=yes is not None) for one in meant for day in days]
        unheld = any(f.kind in ("count", "period", "share", "amount", "body") for f in text.within(low, high))  # what is none of its facts
        if len({v for v, _ in verdicts}) == 1 and (verdict := verdicts[0][0]) not in ("open", "agrees" if unheld else "open"):
            decision = next(d for _, d in verdicts if d is not None)
            outcome = decision.outcome_names[decision.in_force.outcome]
            law = phrase("held_case_same", day=days[-1].isoformat(), in_force=outcome)
            low += len(words) - len(words.lstrip())
            yield HeldAgainst("case", verdict, low, low + len(words.strip()), law, decision.determining[:4], days[-1].isoformat())

    def _known(self, text: DocumentText, question: str, fact: str, span: tuple[int, int]) -> tuple[str, ...]:
        """What earlier words that are of the same question may say of a fact."""
        read = text.read(self.law.lawbook, *span)
        return tuple(
            v
            for c in read.chips
            if c.fact == fact and read.question == question
            for v in ([c.value] if c.value else [a.value for a in c.alternatives])
        )

    def _verdict(self, question: str, facts: dict[str, str], day: dt.date, *, granted: bool) -> tuple[HeldVerdict, Decision | None]:
        try:
            decision = ask(self.law, question, facts | {"on": day.isoformat()})
        except ShidianError:
            return "open", None
        if decision.in_force.outcome not in ("granted", "not_granted"):
            return "open", None
        return ("agrees" if (decision.in_force.outcome == "granted") == granted else "differs"), decision

    def _open(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        """The activity of a sentence that speaks of foreign investors, with what the engine says of it."""
        words = sentence.words
        named = [f for f in sentence.of("activity") if isinstance(f.value, Named)]
        activity = next((f.value.ids[0] for f in named if isinstance(f.value, Named)), None)
        if (
            activity is None
            or "access" not in self.law.questions
            or CLAIMS["foreign"].search(words) is None
            or not any(CLAIMS[p].search(words) for p in SPEAKS)
            or any(CLAIMS[p].search(words) for p in NOT_OF_NOW)
            or taken_back(text, sentence)
        ):
            return
        places = [f.value.ids[0] for f in sentence.of("place") if isinstance(f.value, Named) and f.value.ids[0] != "cn"]
        days, asked = days_spoken_of(self.law, text, sentence), investors(self.law.lawbook, text, sentence)
        decision = self.cases.access(activity, next(iter(places), None), days[-1], asked[0]) if days and asked else None
        if decision is not None:
            law = asked[0].told(self.law.lawbook, said(decision, days[-1]))
            can = PATTERNS["may"].search(words)
            bare = can is None or any(CLAIMS[p].search(words) for p in ("denies", "conditional", "negated")) or len(named) > 1
            none = decision.in_force.possible is not None and decision.in_force.possible.value == 0
            verdict: HeldVerdict = "differs" if can and not bare and none and named[0].start >= sentence.start + can.end() else "open"
            start = sentence.start + len(words) - len(words.lstrip())
            yield HeldAgainst("case", verdict, start, start + len(words.strip()), law, decision.determining[:4], days[-1].isoformat())


def _meanings(read: Sentence) -> list[dict[str, str]]:
    """The facts that the one open piece of a sentence may mean, or none where nothing is open."""
    chip = next((c for c in read.chips if not c.value), None)
    if chip is None:
        return [{}]
    return [{chip.fact: a.value} for a in chip.alternatives] if len(chip.alternatives) <= FEW else []

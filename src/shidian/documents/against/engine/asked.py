"""Claims that a case must go through something - a security assessment, a standard contract, a notification, nothing - asked of the engine.

The facts are those that the statement gives; what it leaves out is taken for the ordinary case, and the answer says so. A number with a bound is a threshold: the
case at the bound must come out as claimed, and the case on its other side must not. What the engine cannot decide is open.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from shidian.answer.ask import ask
from shidian.answer.decision import Decision
from shidian.answer.sentence.reading import read_sentence
from shidian.compiled import CompiledLaw
from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.against.engine.judging import ordinary_place
from shidian.documents.against.engine.paths import PATHS, PathClaim, path_claims
from shidian.documents.grammar.finding import AmountFound, Bound, Finding
from shidian.documents.grammar.tables import patterns, words
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.errors import ShidianError
from shidian.law.records.base import Label
from shidian.words.labels import join
from shidian.words.phrases import phrase

PATTERNS = patterns("asked")
CLAIMS = patterns("claims")
_SIDES: dict[Bound, tuple[tuple[int, bool], ...]] = {
    "is": ((0, True),),
    "about": ((0, True),),
    "at_least": ((0, True), (-1, False)),
    "above": ((1, True), (-1, False)),
    "below": ((-1, True), (0, False)),
    "at_most": ((-1, True), (1, False)),
}
"""For each bound the steps from its number at which the claim must hold, or must not; people say "more than" of what is "at least", so that the number itself
is left out where that alone is said."""


BILLION = Decimal(10) ** 9
TURNOVERS = (
    ("second-china", PATTERNS["each_of_two"]),
    ("turnover-world", PATTERNS["all_worldwide"]),
    ("turnover-china", PATTERNS["all_in_china"]),
)
"""Facts of a merger by the words before an amount; the first that is found counts."""
DECISIVE: dict[str, dict[str, int]] = {
    "second-china": {"turnover-world": 1000, "turnover-china": 1000},
    "turnover-world": {"turnover-china": 2, "second-china": 2},
    "turnover-china": {"second-china": 2},
}
"""For each turnover others (RMB billion) with which it alone decides: large totals, or two in China that are large for each and small for all."""
UNCLEAR = {"ground", "territory", "destination", "important-data", "data"}
"""Facts of an export that are not taken for the ordinary ones where the text speaks of them without saying which."""


class PathsAsked:
    """Asks the engine about what a document says must be gone through."""

    def __init__(self, law: CompiledLaw) -> None:
        self.law = law

    def against(self, text: DocumentText, sentence: Clause, day: dt.date) -> Iterator[HeldAgainst]:
        """Every claim of a sentence about a path that a case must take on a day."""
        if CLAIMS["before"].search(sentence.words) or CLAIMS["others_words"].search(sentence.words):
            return
        for claim in path_claims(text, sentence):
            question, begin = PATHS[claim.name]["question"], text.reading.layout.passage_at(claim.start).start
            unheard = claim.name == "free_of_any" and PATTERNS["of_data"].search(text.folded, begin, claim.high) is None
            if question not in self.law.questions or unheard:
                continue
            if question == "data_export":
                yield from self._numbers(text, claim, day)
            else:
                yield from self._case(text, claim, day)

    def _numbers(self, text: DocumentText, claim: PathClaim, day: dt.date) -> Iterator[HeldAgainst]:
        """A claim about exports of data: for each number of persons, or range of numbers, a case."""
        counts = [
            (f, f.value)
            for f in text.within(claim.low, claim.high)
            if f.kind == "count" and isinstance(f.value, AmountFound) and PATTERNS["of_persons"].search(text.folded, f.start, f.end + 8)
        ]
        facts = self._facts(text, claim, [f for f, _ in counts])
        if facts is None:
            return
        if not counts:
            begin = text.reading.layout.passage_at(claim.start).start
            personal = "contract" in claim.name or PATTERNS["personal_data"].search(
                text.folded, begin, claim.high
            )  # contracts are for these alone
            if facts.get("important-data") == "yes" or (facts.get("ciio") == "yes" and ("data" in facts or personal)):
                facts.setdefault("data", "personal")
                yield from self._held(claim, facts, day, claim.start, claim.end)
            return
        for group in _groups(text.folded, counts):
            fact = self._of_sensitive(text, claim, counts, group, self._counted(text, claim, counts, group))
            if fact is None:
                continue
            for finding, value in group:
                upto = PATTERNS["range_end"].search(text.folded, claim.low, finding.start) and value.bound == "is"
                number = int(value.number) - bool(upto)  # between 100,000 and 1 million
                bounded = PATTERNS["own_case"].search(text.folded, claim.low, claim.high) is None
                reached = value.bound == "is" and PATTERNS["reaching"].search(text.folded, claim.low, finding.start)
                points = [(number + step, holds) for step, holds in _SIDES["at_least" if reached else value.bound] if holds or bounded]
                yield from self._held(claim, facts, day, finding.start, finding.end, fact, points)

    def _case(self, text: DocumentText, claim: PathClaim, day: dt.date) -> Iterator[HeldAgainst]:
        """A claim about a case whose numbers are all plain."""
        inside = text.within(claim.low, claim.high)
        amounts = [f.value for f in inside if f.kind == "amount" and isinstance(f.value, AmountFound)]
        read = text.read(self.law.lawbook, claim.low, claim.high)
        if amounts and all(a.bound in ("above", "at_least") for a in amounts):
            yield from self._turnovers(text, claim, day)
        elif amounts and all(a.bound == "is" for a in amounts) and read.question == PATHS[claim.name]["question"]:
            yield from self._held(claim, {k: v for k, v in read.facts.items() if k != "on"}, day, claim.start, claim.end)

    def _turnovers(self, text: DocumentText, claim: PathClaim, day: dt.date) -> Iterator[HeldAgainst]:
        """Thresholds of turnover: each alone, the others so chosen that it alone decides, at a little more than it says and at a little less."""
        low = text.reading.layout.sentences[text.reading.layout.sentence_at(claim.start)][0]
        for finding in text.within(low, text.reading.layout.sentences[text.reading.layout.sentence_at(claim.start)][1]):
            value = finding.value
            if finding.kind != "amount" or not isinstance(value, AmountFound) or value.unit != "CNY" or value.bound == "is":
                continue
            lead = text.folded[low : finding.start]
            stop = CLAIMS["clause_end"].search(text.folded, finding.end)
            after = re.split(
                r"\b(?:and|or)\b", text.folded[finding.end : min(stop.start() if stop else len(text.folded), finding.end + 40)]
            )[0]
            low = finding.end
            both = (after, lead) if text.lang == "en" else (lead,)
            which = next((f for words_ in both for f, pattern in TURNOVERS if pattern.search(words_)), None)
            if which is None:
                continue
            others = {f: str(n) for f, n in DECISIVE[which].items()}
            for step, holds in ((Decimal("1.001"), True), (Decimal("0.999"), False)):
                number = value.number / BILLION * step
                given = {**others, which: f"{number.normalize():f}"}
                if which == "turnover-china":
                    given["turnover-world"] = given[which]
                decision = self._ask("merger_control", given, day)
                if decision is None or decision.in_force.outcome == "undetermined":
                    return
                if (decision.in_force.outcome in PATHS[claim.name]["outcomes"]) != holds:
                    said = self._said(decision, given, which, day)
                    yield HeldAgainst("case", "differs", finding.start, finding.end, said, decision.determining[:4], day.isoformat())
                    break
            else:
                if decision is not None:
                    said = self._said(decision, given, which, day)
                    yield HeldAgainst("case", "agrees", finding.start, finding.end, said, decision.determining[:4], day.isoformat())

    def _facts(self, text: DocumentText, claim: PathClaim, counts: list[Finding]) -> dict[str, str] | None:
        """The facts of a claim but its numbers; none where one is spoken of and it is not clear which it is."""
        words_, at = "", claim.low
        for finding in counts:
            words_ += text.document.text[at : finding.start] + " "
            at = finding.end
        words_ += text.document.text[at : claim.high]
        read = read_sentence(self.law.lawbook, words_, self.law.today())
        known = {f.fact for f in self.law.lawbook.content.questions["data_export"].facts}
        facts = {k: v for k, v in read.facts.items() if k in known and k != "on" and "persons" not in k}
        if UNCLEAR & {c.fact for c in read.chips if not c.value} - set(facts):
            return None
        if PATTERNS["no_operator"].search(text.folded, claim.low, claim.high):
            facts["ciio"] = "no"
        if counts:
            facts.setdefault("data", "personal")
            due = "assessment" in PATHS[claim.name]["outcomes"]
            if due and all(f.value.bound != "is" for f in counts if isinstance(f.value, AmountFound)):  # other cases, beside the numbers
                facts = {k: v for k, v in facts.items() if (k, v) not in (("ciio", "yes"), ("important-data", "yes"))}
        return facts

    def _counted(
        self, text: DocumentText, claim: PathClaim, counts: list[tuple[Finding, AmountFound]], group: list[tuple[Finding, AmountFound]]
    ) -> str:
        """Which number of the question the persons of a group are: of whom the data are sensitive is said after the number in Chinese, before it in English."""
        first, last = group[0][0], group[-1][0]
        before = max([f.end for f, _ in counts if f.end <= first.start], default=claim.low)
        after = min([f.start for f, _ in counts if f.start >= last.end], default=claim.high)
        if text.lang == "zh" and text.reading.layout.passage_at(claim.low).kind != "row":
            after = min([p for c in "，；。" if (p := text.folded.find(c, last.end, after)) >= 0], default=after)
            low, high = (last.end, after) if re.search("信息", text.folded[last.end : after]) else (before, first.start)
        else:
            low, high = before, first.start
        told = PATTERNS["sensitive"].search(text.folded, low, high) or PATTERNS["with_sensitive"].match(text.folded, last.end)
        fact = "sensitive-persons" if told else "persons"
        if PATTERNS["two_years"].search(text.folded, claim.low, claim.high):
            return {"sensitive-persons": "sensitive-two-years", "persons": "persons-two-years"}[fact]
        return fact

    def _of_sensitive(
        self,
        text: DocumentText,
        claim: PathClaim,
        counts: list[tuple[Finding, AmountFound]],
        group: list[tuple[Finding, AmountFound]],
        fact: str,
    ) -> str | None:
        """A number of which nothing beside it says whose data it is of: of sensitive data where its sentence began with those, of none that is known where
        those before it did."""
        layout, first = text.reading.layout, group[0][0].start
        low = layout.sentences[layout.sentence_at(claim.start)][0]
        head = min([f.start for f, _ in counts if f.start >= low], default=first)
        if "sensitive" in fact or PATTERNS["ordinary_data"].search(text.folded, low, group[-1][0].end + 40) is not None:
            return fact
        if PATTERNS["sensitive"].search(text.folded, low, head) is not None:
            return fact.replace("persons", "sensitive", 1) if "two" in fact else f"sensitive-{fact}"
        return None if PATTERNS["sensitive"].search(text.folded, layout.passage_at(low).start, low) is not None else fact

    def _held(
        self,
        claim: PathClaim,
        facts: dict[str, str],
        day: dt.date,
        start: int,
        end: int,
        fact: str | None = None,
        points: list[tuple[int, bool]] | None = None,
    ) -> Iterator[HeldAgainst]:
        entry = PATHS[claim.name]
        verdict: HeldVerdict = "agrees"
        shown: Decision | None = None
        for number, holds in points or [(0, True)]:
            if number < 0:
                continue
            given = facts | ({fact: str(number)} if fact is not None else {})
            decision = self._ask(entry["question"], given, day)
            if decision is None:
                return
            outcome = decision.in_force.outcome
            turns = not holds and shown is not None and outcome != shown.in_force.outcome  # another path begins at this number all the same
            told: HeldVerdict = "agrees" if (outcome in entry["outcomes"]) == holds or turns else "differs"
            if outcome == "undetermined" or (holds and outcome in entry.get("open", ())):
                told = "open"
            if shown is None or (verdict == "agrees" and told != "agrees"):
                verdict, shown = told, decision
        if shown is not None:
            yield HeldAgainst("case", verdict, start, end, self._said(shown, facts, fact, day), shown.determining[:4], day.isoformat())

    def _ask(self, question: str, given: dict[str, str], day: dt.date) -> Decision | None:
        """The answer with what is not given taken for the ordinary case, at a place without rules of its own."""
        known = self.law.lawbook.content.questions[question].facts
        facts = {**words()["ordinary"].get(question, {}), **given, "on": day.isoformat()}
        for f in known:
            if f.no_more_than and f.fact in given and f.no_more_than not in given:
                facts[f.no_more_than] = given[f.fact]
        try:
            decision = ask(self.law, question, facts)
            if decision.in_force.outcome == "undetermined" and "territory" not in facts and (place := ordinary_place(decision)) is not None:
                decision = ask(self.law, question, facts | {"territory": place})
        except ShidianError:
            return None
        return decision

    def _said(self, decision: Decision, facts: dict[str, str], fact: str | None, day: dt.date) -> Label:
        question = self.law.lawbook.content.questions[decision.question]
        outcome = next(o.name for o in question.outcomes if o.outcome == decision.in_force.outcome)
        law = phrase("held_case_same", day=day.isoformat(), in_force=outcome)
        taken = [
            f.label for f in question.facts if f.fact in words()["ordinary"].get(decision.question, {}) and f.fact not in {*facts, fact}
        ]
        return phrase("held_taken_ordinary", law=law, facts=join(taken)) if taken else law


def _groups(folded: str, counts: list[tuple[Finding, AmountFound]]) -> list[list[tuple[Finding, AmountFound]]]:
    """The numbers of a claim, the two ends of a range together."""
    out = [[c] for c in counts[:1]]
    for one, other in pairwise(counts):
        if PATTERNS["range_joins"].search(folded[one[0].end : other[0].start]):
            out[-1].append(other)
        else:
            out.append([other])
    return out

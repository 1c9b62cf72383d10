"""Statements of a document as cases: the engine is asked, and its answer for that day stands beside the document's.

Ceilings of foreign shares go to the question of access, lengths of stay to that of entry. What the document says lies within what any completion of the case
permits, or it differs; where the answer is open, that is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from msgspec.structs import replace

from shidian.answer.ask import ask
from shidian.answer.decision import Decision
from shidian.compiled import CompiledLaw
from shidian.documents.against.clauses import Clause, DocumentText, days_in, taken_back
from shidian.documents.against.engine.asked import PathsAsked
from shidian.documents.against.engine.investors import AskedAs, investors, said
from shidian.documents.against.engine.judging import by_place, given_somewhere, held_against, ordinary_place, usual_place, within
from shidian.documents.against.engine.ownership import ShareClaim, headed, narrowest, share_claims
from shidian.documents.against.engine.spoken import narrower
from shidian.documents.against.engine.stays import days_spoken_of, ends, parted, stays
from shidian.documents.grammar.finding import AmountFound, Finding, Measure, Named, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.errors import ShidianError
from shidian.words.phrases import phrase

MOST_PLACES = 24
PATTERNS = patterns("claims")


class Cases:
    """Asks the engine about what a document says."""

    def __init__(self, law: CompiledLaw) -> None:
        self.law = law
        self.paths = PathsAsked(law)

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every ceiling and every length of stay that the engine can be asked about."""
        for sentence in text.sentences():
            if PATTERNS["others_words"].search(sentence.words) or taken_back(text, sentence):
                continue
            days = days_spoken_of(self.law, text, sentence)
            told = [tuple(self._on(text, sentence, day)) for day in days]
            alike = len({tuple((h.start, h.end, h.verdict) for h in found) for found in told}) == 1
            for held in told[-1] if told else ():
                yield from self._since(text, sentence, held) if alike else (replace(held, verdict="open"),)  # it changed in that time

    def _since(self, text: DocumentText, sentence: Clause, held: HeldAgainst) -> Iterator[HeldAgainst]:
        """What is said to be so since a day, or to have begun on it, and was so on the day before, differs in that day."""
        days = [(f, w.from_ or "") for f, w in days_in(sentence.of("day"))]
        at, day = days[0] if len(days) == 1 and held.verdict == "agrees" and (held.day or "").startswith(days[0][1]) else (None, "")
        not_so = PATTERNS["still"].search(sentence.words) or PATTERNS["stay"].search(sentence.words)
        begun = at is not None and isinstance(at.value, When) and (at.value.sense == "since" or PATTERNS["began"].search(sentence.words))
        if at is not None and begun and not_so is None:
            eve = self._on(text, sentence, ends(day)[0] - dt.timedelta(1))
            if any((h.start, h.end, h.verdict) == (held.start, held.end, "agrees") for h in eve):
                yield replace(held, verdict="differs", start=at.start, end=at.end)
                return
        yield held

    def _on(self, text: DocumentText, sentence: Clause, day: dt.date) -> Iterator[HeldAgainst]:
        """What the engine says to a sentence on a day for which it speaks."""
        questions = self.law.questions
        yield from self.paths.against(text, sentence, day)
        if "access" in questions and (sentence.of("origin", "place") or PATTERNS["elsewhere"].search(sentence.words) is None):
            claims = tuple(share_claims(self.law.lawbook, text, sentence))
            for claim in claims:
                yield from self._claimed(text, sentence, claim, day)
            if PATTERNS["owned"].search(sentence.words):
                yield from self._ceilings(text, sentence, claims, day)
        if "entry" in questions and PATTERNS["stay"].search(sentence.words):
            for part in parted(text, sentence):
                own = (day,) if part is sentence else days_spoken_of(self.law, text, part)
                yield from stays(self.law, text, part, own[-1]) if own else ()

    def _ceilings(self, text: DocumentText, sentence: Clause, claims: tuple[ShareClaim, ...], day: dt.date) -> Iterator[HeldAgainst]:
        """The ceilings that measures of a sentence set, where no claim was read on the same words."""
        measures = [f for f in sentence.findings if isinstance(f.value, Measure)]
        used = bool(claims)
        for finding in measures:
            value = finding.value
            assert isinstance(value, Measure)
            cap = value.ceiling
            words = text.folded[finding.start : finding.end]
            if (
                cap is None
                and PATTERNS["wholly"].search(words)
                and PATTERNS["permits"].search(words)
                and not PATTERNS["negated"].search(words)
            ):
                cap = Decimal(100)
            share = next(
                (
                    f
                    for f in text.within(finding.start, finding.end)
                    if f.kind == "share" and isinstance(f.value, AmountFound) and f.value.number == cap
                ),
                finding,
            )
            if any(c.start < share.end and share.start < c.end for c in claims):
                continue
            but = PATTERNS["excepted"].search(text.folded, finding.start, finding.end)
            left = {i for f in text.within(*but.span()) if isinstance(f.value, Named) for i in f.value.ids} if but else set()
            named = narrowest(self.law.lawbook, tuple(a for a in value.activities if a not in left))
            of = narrower(self.law.lawbook, text, finding.start, finding.end, named) if len(named) == 1 and not left else named
            if of is None:
                continue
            named = of
            activities = named or (self._activities(text, sentence, finding) if not left else ())
            if cap is None or not activities or value.strength in (1, 2):
                continue
            used = True
            low = max(sentence.start, finding.start - 12)
            if PATTERNS["before"].search(text.folded, low, finding.end):
                continue
            yield from self._asked(
                text,
                sentence,
                share,
                cap,
                activities,
                value.places,
                day,
                frees=value.lifts or value.verb == "允许" or PATTERNS["wholly"].search(words) is not None,
            )
        if (
            used
            or PATTERNS["before"].search(sentence.words)
            or any(isinstance(f.value, Measure) and (f.value.ceiling is not None or f.value.excludes) for f in measures)
        ):
            return
        activities = self._activities(text, sentence, None)
        if not activities:
            return
        for share in sentence.of("share"):
            if isinstance(share.value, AmountFound) and (share.value.bound == "at_most" or PATTERNS["limit_is"].search(sentence.words)):
                yield from self._asked(text, sentence, share, share.value.number, activities, self._places(sentence), day, frees=False)

    def _claimed(self, text: DocumentText, sentence: Clause, claim: ShareClaim, day: dt.date) -> Iterator[HeldAgainst]:
        """What the engine says to a claim, asked for each of its activities, places and investors: it differs where every answer speaks against it, it is borne
        out where every answer does so, and is open in between."""
        everywhere = PATTERNS["everywhere"].search(sentence.words) is not None
        asked = [
            (decision, investor, place)
            for activity, place, investor in product(
                claim.activities, self._units(claim.places), investors(self.law.lawbook, text, sentence)
            )
            if (decision := self.access(activity, place, day, investor)) is not None
        ]
        if not asked:
            return
        verdicts = [self._judged(claim, d, everywhere=everywhere and place is None) for d, _, place in asked]
        odd = {place for (_, _, place), v in zip(asked, verdicts, strict=True) if v == "differs"}
        for at in text.within(sentence.start, sentence.end) if None not in odd and len(odd) < len({p for _, _, p in asked}) else ():
            if at.kind == "place" and isinstance(at.value, Named) and at.value.ids[0] in odd:  # of several places, those where it is not so
                decision, investor, _ = next(a for a in asked if a[2] == at.value.ids[0])
                law = investor.told(self.law.lawbook, said(decision, day))
                yield HeldAgainst("case", "differs", at.start, at.end, law, decision.determining[:4], day.isoformat())
        ahead = [held_against(claim, d.announced, everywhere=everywhere and place is None) for d, _, place in asked]
        kept = [(a, v) for a, v in zip(asked, verdicts, strict=True) if a[2] not in odd or len(odd) == len({p for _, _, p in asked})]
        verdict: HeldVerdict = kept[0][1] if len({v for _, v in kept}) == 1 else "open"
        if everywhere and claim.stance == "closed" and verdict == "open" and all(map(given_somewhere, (d for d, _, _ in asked))):
            verdict = "differs"
        if verdict == "differs" and set(ahead) == {"agrees"} and PATTERNS["in_force"].search(sentence.words) is None:
            verdict = "announced"
        decision, investor, _ = next((a for a, v in kept if v != "agrees"), kept[0][0])
        law = investor.told(self.law.lawbook, said(decision, day))
        anywhere = everywhere and not set(claim.places) - {"cn"}
        place = ordinary_place(decision) if anywhere else usual_place(text, sentence, decision)
        usual = self.access(claim.activities[0], place, day, investor) if place is not None and len(asked) == 1 else None
        if verdict == "open" and usual is not None:
            judged = self._judged(claim, usual, everywhere=False)
            if judged == "differs" or (judged == "agrees" and not anywhere):
                told = PATTERNS["in_force"].search(sentence.words)
                later = judged == "differs" and not told and held_against(claim, usual.announced, everywhere=False) == "agrees"
                verdict, decision = "announced" if later else judged, usual
                law = phrase("held_ordinary", law=investor.told(self.law.lawbook, said(usual, day)))
        yield HeldAgainst("case", verdict, claim.start, claim.end, law, decision.determining[:4], day.isoformat())

    def _judged(self, claim: ShareClaim, decision: Decision, *, everywhere: bool) -> HeldVerdict:
        """What one answer says to a claim: its bounds, and where those leave it open, the rules that decide it."""
        verdict = held_against(claim, decision.in_force, everywhere=everywhere and by_place(decision))
        if verdict == "open" and claim.stance in ("reach", "cap") and self._no_rule_says(decision, claim.share):
            return "differs"
        if (
            verdict == "open"
            and claim.stance == "chinese-control"
            and self._rules_ask(decision, ("chinese-control", "chinese-relative-control"))
        ):
            return "agrees"
        return verdict

    def _rules_ask(self, decision: Decision, slots: tuple[str, ...]) -> bool:
        """Whether every rule that decides an answer asks for one of some things."""
        rules = [self.law.lawbook.rules[id][2] for id in decision.in_force.determining if id in self.law.lawbook.rules]
        return bool(rules) and all(any(slot in rule.effect for slot in slots) for rule in rules)

    def _units(self, places: tuple[str, ...]) -> list[str | None]:
        """The single places that are meant, of a group its members."""
        groups, known = {g.id: g.members for g in self.law.lawbook.content.vocabularies["territories"].groups}, self.law.lawbook.trees
        each = dict.fromkeys(one for p in places if p != "cn" for one in groups.get(p, (p,)) if one in known["territories"])
        return [*[*each][:MOST_PLACES]] or [None]

    def _activities(self, text: DocumentText, sentence: Clause, finding: Finding | None) -> tuple[str, ...]:
        """The activities of the clause that a measure stands in, else of its sentence, else the one that the sentence names in words of the trade."""
        own = [f for f in sentence.of("activity") if isinstance(f.value, Named)]
        near = [f for f in own if finding is None or f.start < finding.end]
        named = tuple(dict.fromkeys(f.value.ids[0] for f in near[-1:] if isinstance(f.value, Named)))
        low, high = (finding.start, finding.end) if finding is not None and named else (sentence.start, sentence.end)
        of = narrower(self.law.lawbook, text, low, high, named)
        return () if of is None else of or (headed(self.law.lawbook, text, sentence) if not own else ())

    def _places(self, sentence: Clause) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.value.ids[0] for f in sentence.of("place") if isinstance(f.value, Named)))

    def _asked(
        self,
        text: DocumentText,
        sentence: Clause,
        at: Finding,
        cap: Decimal,
        activities: tuple[str, ...],
        places: tuple[str, ...],
        day: dt.date,
        *,
        frees: bool,
    ) -> Iterator[HeldAgainst]:
        everywhere = PATTERNS["everywhere"].search(sentence.words) is not None
        verdicts: list[HeldVerdict] = []
        sure = everywhere
        shown: tuple[Decision, AskedAs] | None = None
        in_force = PATTERNS["in_force"].search(sentence.words) is not None
        for activity, place, investor in product(activities, self._units(places), investors(self.law.lawbook, text, sentence)):
            decision = self.access(activity, place, day, investor)
            if decision is None:
                return
            everywhere = sure and place is None and by_place(decision)
            verdict = within(decision, cap, frees=frees, everywhere=everywhere)
            if verdict == "open" and not frees and self._no_rule_says(decision, cap):
                verdict = "differs"
            if verdict == "announced":
                verdict = "differs" if in_force else "agrees" if PATTERNS["intended"].search(sentence.words) else verdict
            if shown is None or verdict == "differs":
                shown = (decision, investor)
            verdicts.append(verdict)
        if shown is None:
            return
        verdict = (
            "differs"
            if all(v == "differs" for v in verdicts)
            else next((v for v in ("announced", "open", "agrees") if v in verdicts), "open")
        )
        if verdict == "differs" and PATTERNS["announced"].search(sentence.words) and not frees and shown[0].announced.ceiling == cap:
            verdict = "announced"
        law = shown[1].told(self.law.lawbook, said(shown[0], day))
        yield HeldAgainst("case", verdict, at.start, at.end, law, shown[0].determining[:4], day.isoformat())

    def _no_rule_says(self, decision: Decision, cap: Decimal) -> bool:
        """Whether the answer hangs on facts alone, and none of the rules that decide it has this ceiling: then no completion is the document's."""
        answer = decision.in_force
        if answer.causes != ("missing_facts",):
            return False
        known: set[Decimal] = set()
        for id in answer.determining:
            bounds = self.law.lawbook.rules[id][2].effect.values() if id in self.law.lawbook.rules else ()  # also that of one investor
            known |= {v for b in bounds for v in (getattr(b, "at_most", None), getattr(b, "below", None)) if v is not None}
        return bool(known) and cap not in known | {Decimal(100)}

    def access(self, activity: str, place: str | None, day: dt.date, investor: AskedAs) -> Decision | None:
        """The answer to whether an investor may own so much of an activity on a day; none where that cannot be asked."""
        facts: dict[str, str] = {"activity": activity, "on": day.isoformat()}
        if place is not None:
            facts["territory"] = place
        facts |= dict(investor.facts)
        try:
            return ask(self.law, "access", facts)
        except ShidianError:
            return None

"""Statements of a document as cases: the engine is asked, and its answer for that day stands beside the document's.

Ceilings of foreign shares go to the question of access, lengths of stay to that of entry. What the document says lies within what any completion of the case
permits, or it differs; where the answer is open, that is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from shidian.answer.ask import ask
from shidian.answer.decision import Decision
from shidian.answer.parts import ReadingAnswer
from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.reading import read_sentence
from shidian.compiled import CompiledLaw
from shidian.documents.against.clauses import Clause, DocumentText, days_in
from shidian.documents.against.investors import AskedAs, investors
from shidian.documents.grammar.finding import AmountFound, Finding, Measure, Named
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.errors import ShidianError
from shidian.law.records.base import Label
from shidian.words.phrases import phrase

MOST_PLACES = 6
_BEFORE = re.compile(r"此前|原先|原来|过去|曾经?|以前|之前|由不超过|previously|formerly|used to|until|before")
_OTHERS_WORDS = re.compile(r"有人认为|据称|传闻|误以为|并非|不再是|some say|it is said|allegedly|rumou?r|not true")
_ANNOUNCED = re.compile(r"方案|计划|拟|将|提出|规划|意见提|plans?\b|will\b|propos|is to\b|are to\b|would\b")
_EVERYWHERE = re.compile(r"全国(?:范围)?|各地均|任何地方|throughout (?:china|the country)|nationwide|anywhere in china|across china")
_OWNED = re.compile(
    r"股比|股权|持股|出资比例|独资|合资|外资比例|foreign share|ownership|owned|equity|shareholding|stake|\b(?:may|can|to) (?:wholly |fully |also )?(?:own|hold)\b"
)
_PERMITS = re.compile(r"可以?|允许|能够?|may|can|allowed|permitted|is open")
_NEGATED = re.compile(r"不(?:得|可|能|允许)|不再|may not be|cannot be|not (?:allowed|permitted)|\bno\b")
_IN_FORCE = re.compile(
    r"已经?(?:全面|正式)?(?:施行|实施|生效|落地|取消|放开)|现行|目前已|\bin force\b|\balready\b|has been|have been|\bare now\b|\bis now\b"
)
_WHOLLY = re.compile(r"独资|wholly (?:foreign[- ])?own(?:ed)?|wholly foreign[- ]owned|full(?:y)? foreign ownership|100\s?% foreign")
_STAY = re.compile(r"免签|签证|停留|visa|transit|过境")
_LIMIT_IS = re.compile(r"(?:limit|ceiling|cap)\b[^.;]{0,80}\bis\s|(?:上限|限制)(?:为|是)")


class Cases:
    """Asks the engine about what a document says."""

    def __init__(self, law: CompiledLaw) -> None:
        self.law = law
        self.activities = law.lawbook.trees.get("activities")

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every ceiling and every length of stay that the engine can be asked about."""
        questions = self.law.questions
        for sentence in text.sentences():
            if _OTHERS_WORDS.search(sentence.words):
                continue
            if "access" in questions and _OWNED.search(sentence.words):
                yield from self._ceilings(text, sentence)
            if "entry" in questions and _STAY.search(sentence.words) and sentence.of("period"):
                yield from self._stay(text, sentence)

    def _ceilings(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        measures = [f for f in sentence.findings if isinstance(f.value, Measure)]
        used = False
        for finding in measures:
            value = finding.value
            assert isinstance(value, Measure)
            cap = value.ceiling
            words = text.folded[finding.start : finding.end]
            if cap is None and _WHOLLY.search(words) and _PERMITS.search(words) and not _NEGATED.search(words):
                cap = Decimal(100)
            activities = value.activities or self._activities(text, sentence, finding)
            if cap is None or not activities or value.strength in (1, 2) or (value.excludes and not (value.lifts or _WHOLLY.search(words))):
                continue
            used = True
            low = max(sentence.start, finding.start - 12)
            if _BEFORE.search(text.folded, low, finding.end):
                continue
            share = next(
                (
                    f
                    for f in text.within(finding.start, finding.end)
                    if f.kind == "share" and isinstance(f.value, AmountFound) and f.value.number == cap
                ),
                finding,
            )
            yield from self._asked(
                text,
                sentence,
                share,
                cap,
                activities,
                value.places,
                frees=value.lifts or value.verb == "允许" or _WHOLLY.search(words) is not None,
            )
        if (
            used
            or _BEFORE.search(sentence.words)
            or any(isinstance(f.value, Measure) and (f.value.ceiling is not None or f.value.excludes) for f in measures)
        ):
            return
        activities = self._activities(text, sentence, None)
        if not activities:
            return
        if (
            (found := _WHOLLY.search(sentence.words)) is not None
            and _PERMITS.search(sentence.words)
            and not _NEGATED.search(sentence.words)
        ):
            at = Finding("share", sentence.start + found.start(), sentence.start + found.end(), 0, AmountFound(Decimal(100), "percent"))
            yield from self._asked(text, sentence, at, Decimal(100), activities, self._places(sentence), frees=True)
            return
        for share in sentence.of("share"):
            if isinstance(share.value, AmountFound) and (share.value.bound == "at_most" or _LIMIT_IS.search(sentence.words)):
                yield from self._asked(text, sentence, share, share.value.number, activities, self._places(sentence), frees=False)

    def _activities(self, text: DocumentText, sentence: Clause, finding: Finding | None) -> tuple[str, ...]:
        """The activities of the clause that a measure stands in, else of its sentence."""
        del text
        own = [f for f in sentence.of("activity") if isinstance(f.value, Named)]
        near = [f for f in own if finding is None or f.start < finding.end]
        return tuple(dict.fromkeys(f.value.ids[0] for f in near[-1:] if isinstance(f.value, Named)))

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
        *,
        frees: bool,
    ) -> Iterator[HeldAgainst]:
        day = self._day(text, sentence)
        if day is None:
            return
        everywhere = _EVERYWHERE.search(sentence.words) is not None
        units: list[str | None] = [*[p for p in places if p != "cn" and p in self.law.lawbook.trees["territories"]][:MOST_PLACES]] or [None]
        verdicts: list[HeldVerdict] = []
        shown: tuple[Decision, AskedAs] | None = None
        in_force = _IN_FORCE.search(sentence.words) is not None
        for activity, place, investor in product(activities, units, investors(self.law.lawbook, text, sentence)):
            decision = self._access(activity, place, day, investor)
            if decision is None:
                return
            verdict = _verdict(decision, cap, frees=frees, everywhere=everywhere and place is None)
            if verdict == "open" and not frees and self._no_rule_says(decision, cap):
                verdict = "differs"
            if verdict == "announced" and in_force:
                verdict = "differs"
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
        if verdict == "differs" and _ANNOUNCED.search(sentence.words) and not frees and shown[0].announced.ceiling == cap:
            verdict = "announced"
        law = shown[1].told(self.law.lawbook, _said(shown[0], day))
        yield HeldAgainst("case", verdict, at.start, at.end, law, shown[0].determining[:4], day.isoformat())

    def _no_rule_says(self, decision: Decision, cap: Decimal) -> bool:
        """Whether the answer hangs on facts alone, and none of the rules that decide it has this ceiling: then no completion is the document's."""
        answer = decision.in_force
        if answer.causes != ("missing_facts",):
            return False
        known: set[Decimal] = set()
        for id in answer.determining:
            bound = self.law.lawbook.rules[id][2].effect.get("share") if id in self.law.lawbook.rules else None
            known |= {v for v in (getattr(bound, "at_most", None), getattr(bound, "below", None)) if v is not None}
        return bool(known) and cap not in known | {Decimal(100)}

    def _access(self, activity: str, place: str | None, day: dt.date, investor: AskedAs) -> Decision | None:
        facts: dict[str, str] = {"activity": activity, "on": day.isoformat()}
        if place is not None:
            facts["territory"] = place
        facts |= dict(investor.facts)
        try:
            return ask(self.law, "access", facts)
        except ShidianError:
            return None

    def _day(self, text: DocumentText, sentence: Clause) -> dt.date | None:
        """The day for which a sentence speaks: its own where it names one whole day, else the document's, else the day of the lawbook."""
        own = [w.from_ for _, w in days_in(sentence.of("day")) if w.from_]
        if own:
            whole = [d for d in own if len(d) == 10]
            return dt.date.fromisoformat(whole[-1]) if len(own) == 1 and whole else text.document.date
        return text.document.date or self.law.lawbook.read_on

    def _stay(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        """How long somebody may stay, asked of the engine with everything else that the sentence says."""
        read = read_sentence(self.law.lawbook, text.document.text[sentence.start : sentence.end], self.law.today())
        if read.question != "entry" or "asked" not in {*read.facts, *(c.fact for c in read.chips)}:
            return
        if any(c.fact == "nationality" and not c.value for c in read.chips):
            return  # a group of countries: its rights are not those of each
        facts = _facts(read)
        if "nationality" not in facts and "territory" not in facts:
            return
        day = self._day(text, sentence)
        stays = [f for f in sentence.of("period") if isinstance(f.value, AmountFound) and f.value.unit in ("days", "hours")]
        if day is None or not stays:
            return
        facts["on"] = day.isoformat()
        at = stays[-1]
        assert isinstance(at.value, AmountFound)
        said = at.value.number * (24 if at.value.unit == "days" else 1)
        try:
            decision = ask(self.law, "entry", facts)
        except ShidianError:
            return
        limits = _limits(decision)
        if not limits:
            return
        verdict: HeldVerdict = "agrees" if said in limits else "differs" if len(limits) == 1 else "open"
        yield HeldAgainst("case", verdict, at.start, at.end, _stays(limits, day), decision.determining[:4], day.isoformat())


def _facts(read: Sentence) -> dict[str, str]:
    """The facts of a sentence without the number that is asked about."""
    facts = {f: v for f, v in read.facts.items() if f not in ("stay", "on")}
    facts.setdefault("purpose", "tourism")  # what most rights of a short stay are given for
    for chip in read.chips:
        if chip.fact in facts or chip.fact in ("stay", "on") or not chip.alternatives:
            continue
        if chip.fact == "group":
            wanted = "tour-group"
            if any(a.value == wanted for a in chip.alternatives):
                facts[chip.fact] = wanted
    return facts


def _verdict(decision: Decision, cap: Decimal, *, frees: bool, everywhere: bool) -> HeldVerdict:
    """Where a ceiling that a document gives lies: within what is in force, within what is announced, or outside both."""
    if _fits(decision.in_force, cap, everywhere=everywhere and frees):
        answer = decision.in_force
        return "agrees" if answer.ceiling == cap or (answer.possible is not None and answer.possible.value == cap) else "open"
    return "announced" if _fits(decision.announced, cap, everywhere=everywhere and frees) else "differs"


def _fits(answer: ReadingAnswer, cap: Decimal, *, everywhere: bool) -> bool:
    if answer.certain is None or answer.possible is None:
        return True
    if everywhere and cap > answer.certain.value:
        return False
    return answer.certain.value <= cap <= answer.possible.value


def _said(decision: Decision, day: dt.date) -> Label:
    in_force, announced = _bounds(decision, decision.in_force), _bounds(decision, decision.announced)
    if in_force == announced:
        return phrase("held_case_same", day=day.isoformat(), in_force=in_force)
    return phrase("held_case", day=day.isoformat(), in_force=in_force, announced=announced)


def _bounds(decision: Decision, answer: ReadingAnswer) -> Label:
    name = decision.outcome_names.get(answer.outcome, Label(answer.outcome, answer.outcome))
    if answer.certain is None or answer.possible is None:
        return name
    low, high = f"{answer.certain.value.normalize():f}", f"{answer.possible.value.normalize():f}"
    if low == high:
        return phrase("held_ceiling", value=high)
    return phrase("held_between", low=low, high=high)


def _limits(decision: Decision) -> set[Decimal]:
    """The lengths of stay, in hours, up to which a right is given: those at which the answer changes, else those that it gives."""
    stay = next((m for m in decision.missing if m.fact == "stay"), None)
    if stay is not None:
        return {Decimal(v) * 24 for a in stay.answers for v in a.values if v.isdigit() and v != "0"}
    return {g.amount * (24 if "day" in g.unit.en else 1) for g in decision.in_force.given if g.amount is not None and g.unit is not None}


def _stays(limits: set[Decimal], day: dt.date) -> Label:
    shown = sorted(limits)
    days = "/".join(f"{n / 24:f}".rstrip("0").rstrip(".") if n % 24 else str(int(n / 24)) for n in shown)
    return phrase("held_case_same", day=day.isoformat(), in_force=phrase("held_stay", days=days))

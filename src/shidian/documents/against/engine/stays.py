"""How long somebody may stay, as a document says it: the engine is asked with everything else that the sentence says."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from shidian.answer.ask import ask
from shidian.answer.decision import Decision
from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.reading import read_sentence
from shidian.compiled import CompiledLaw
from shidian.documents.against.clauses import Clause, DocumentText, days_in
from shidian.documents.against.quantities import halves
from shidian.documents.against.titles import in_force_on
from shidian.documents.grammar.finding import AmountFound, Finding
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.errors import ShidianError
from shidian.law.records.base import Label
from shidian.law.records.instrument import Instrument, Rule
from shidian.words.phrases import phrase

PATTERNS = patterns("claims")
EXEMPTIONS = patterns("entrants")


WHOLE_DAY = 10
"""Letters of a whole day (2025-04-11)."""


def days_spoken_of(law: CompiledLaw, text: DocumentText, sentence: Clause) -> tuple[dt.date, ...]:
    """The days for which a sentence speaks: its own where it names one whole day, both ends of the one year or month that it names and that
    is over when the document was written, else the document's day, else the day of the lawbook."""
    written = text.document.date
    own = list({w.from_: w for f, w in days_in(sentence.of("day")) if not _of_an_act(text, f)}.values())
    if len(own) > 1 and written is not None and all(ends(w.from_ or "")[1] < written for w in own):
        return tuple(dict.fromkeys(ends(w.from_ or "")[0] for w in own))  # what was so on one of several days of the past
    if len(own) == 1 and (day := own[0].from_) is not None:
        if len(day) == WHOLE_DAY:
            return (dt.date.fromisoformat(day),)
        first, last = ends(day)
        if own[0].sense == "on" and (written is None or last < written):
            return (first, last)
    now = written if any(w.sense != "since" for w in own) else written or law.lawbook.read_on  # what is so since a day is so now
    since = [last for w in own if w.sense == "since" and now is not None and (last := ends(w.from_ or "")[1]) < now]
    days = (*since, now)
    return tuple(d for d in days if d is not None)


def ends(period: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year or month; of a day, itself twice."""
    if len(period) == WHOLE_DAY:
        return (dt.date.fromisoformat(period),) * 2
    year, month = int(period[:4]), period[5:7]
    first, last = (int(month), int(month)) if month else (1, 12)
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _of_an_act(text: DocumentText, day: Finding) -> bool:
    """Whether a day is that of a document, which says nothing of when its words hold (a notice of 7 September)."""
    before = PATTERNS["dated_act"].search(text.folded, max(0, day.start - 40), day.start)
    return before is not None or PATTERNS["act_dated"].match(text.folded, day.end) is not None


def parted(text: DocumentText, sentence: Clause) -> list[Clause]:
    """The halves of a sentence where each tells of somebody's stay, else the sentence."""
    spans = [(a, b) for a, b in halves(sentence) if b > a]
    parts = [Clause(a, b, sentence.sentence, text.folded[a:b], text.within(a, b)) for a, b in spans]
    own = all(PATTERNS["stay"].search(p.words) and (p.of("origin") or PATTERNS["nationals"].search(p.words)) for p in parts)
    return parts if own and parts[1:] else [sentence]


def stays(law: CompiledLaw, text: DocumentText, sentence: Clause, day: dt.date) -> Iterator[HeldAgainst]:
    """How long somebody may stay on a day, asked of the engine with everything else that the sentence says."""
    words, others = PATTERNS["reporter"].subn(lambda m: " " * len(m[0]), text.document.text[sentence.start : sentence.end])
    read = read_sentence(law.lawbook, words, law.today()) if others else text.read(law.lawbook, sentence.start, sentence.end)
    in_transit = EXEMPTIONS["transit"].search(sentence.words) is not None
    told = PATTERNS["visa_free"].search(sentence.words)
    if (read.question != "entry" and told is None) or (
        not in_transit and told is None and "asked" not in {*read.facts, *(c.fact for c in read.chips)}
    ):
        return
    if any(c.fact == "nationality" and not c.value for c in read.chips):
        return  # a group of countries: its rights are not those of each
    facts = _facts(read)
    if not in_transit and facts["purpose"] == "transit":
        facts["purpose"] = "tourism"  # transit among other purposes
    if (
        told is not None
        and not in_transit
        and (facts.get("asked") != "stay-after-exemption" or not PATTERNS["stays_on"].search(sentence.words))
    ):
        facts["asked"] = "visa-free" if facts.get("asked", "stay-after-exemption") == "stay-after-exemption" else facts["asked"]
    if in_transit:
        facts |= {"asked": "visa-free", "purpose": "transit"}
        if (back := PATTERNS["goes_back"].search(sentence.words)) and not PATTERNS["negated"].search(sentence.words):
            yield from _going_back(law, facts, (sentence.start + back.start(), sentence.start + back.end()), day)
            return
    stays = [
        f
        for f in sentence.of("period")
        if isinstance(f.value, AmountFound)
        and f.value.unit in ("days", "hours")
        and PATTERNS["together_before"].search(text.folded, max(sentence.start, f.start - 12), f.start) is None
        and PATTERNS["together_after"].match(text.folded, f.end) is None
    ]
    if "nationality" not in facts and "territory" not in facts:
        begin = text.reading.layout.passage_at(sentence.start).start
        in_transit = in_transit or EXEMPTIONS["transit"].search(text.folded, begin, sentence.end) is not None
        row = stays and PATTERNS["one_of_several"].search(text.folded, max(sentence.start, stays[-1].start - 10), stays[-1].start)
        if in_transit and stays and not row and PATTERNS["before"].search(sentence.words) is None:
            yield from _in_transit(law, stays[-1], day)
        return
    if len(stays) > 1 and len(days_in(sentence.of("day"))) > 1:
        return  # each stay has a day of its own
    if not stays:
        yield from _without_a_visa(law, read, facts, sentence, day)
        return
    facts["on"] = day.isoformat()
    at = stays[-1]
    said = _said(at)
    try:
        decision = ask(law, "entry", facts)
    except ShidianError:
        return
    nowhere = decision.in_force.outcome == "not_granted" and facts["purpose"] != "transit"
    if facts.get("asked") == "visa-free" and (nowhere or ("territory" not in facts and _refused_somewhere(law, facts, decision))):
        ordinary = phrase("held_not_given", day=day.isoformat())
        own = [f for f, w in days_in(sentence.of("day")) if w.from_ == day.isoformat()]
        written = text.document.date
        if (
            own
            and written is not None
            and said in _limits(law, ask(law, "entry", facts | {"on": written.isoformat()}), facts["purpose"], None)
        ):
            at = own[0]  # the stay is right, the day from which it is given is not
        yield HeldAgainst("case", "differs", at.start, at.end, ordinary, decision.determining[:4], day.isoformat())
        return
    limits = _limits(law, decision, facts["purpose"], "transit-exemption" if in_transit else None)
    if not limits:
        return
    verdict: HeldVerdict = (
        "open"
        if said < max(limits) and "group" in facts
        else "differs"
        if said not in limits
        else "agrees"
        if len(limits) == 1 or (in_transit and said == max(limits))
        else "open"
    )
    yield HeldAgainst("case", verdict, at.start, at.end, _stay_label(limits, day), decision.determining[:4], day.isoformat())


def _going_back(law: CompiledLaw, facts: dict[str, str], at: tuple[int, int], day: dt.date) -> Iterator[HeldAgainst]:
    """A journey back to where it began, told as a transit: what the engine says of one that goes to no third country."""
    try:
        decision = ask(law, "entry", facts | {"onward-third": "no", "on": day.isoformat()})
    except ShidianError:
        return
    refused = decision.in_force.outcome == "not_granted"
    said = _outcome(law, decision.in_force.outcome)
    label = phrase("held_case_same", day=day.isoformat(), in_force=said)
    yield HeldAgainst("case", "differs" if refused else "open", *at, label, decision.determining[:4], day.isoformat())


def _in_transit(law: CompiledLaw, at: Finding, day: dt.date) -> Iterator[HeldAgainst]:
    """A stay in transit told of nobody in particular, held against the stays that rules of a transit exemption give on a day."""
    rules = {
        id: rule
        for id, (instrument, _, rule) in law.lawbook.rules.items()
        if "transit-exemption" in str(rule.effect.get("right", "")) and _holds(instrument, rule, day)
    }
    limits = {h for rule in rules.values() for h in _hours(rule)}
    if limits:
        said = _said(at)
        verdict: HeldVerdict = "differs" if said not in limits else "agrees" if said == max(limits) else "open"
        yield HeldAgainst("case", verdict, at.start, at.end, _stay_label(limits, day), tuple(rules)[:4], day.isoformat())


def _holds(instrument: Instrument, rule: Rule, day: dt.date) -> bool:
    """Whether a rule is in force on a day: in a period of its own, else with its act."""
    if rule.in_force is None:
        return in_force_on(instrument, day) is not None
    return any(p.from_ is not None and p.from_ <= day and (p.until is None or day < p.until) for p in rule.in_force)


def _said(at: Finding) -> Decimal:
    assert isinstance(at.value, AmountFound)
    return at.value.number * (24 if at.value.unit == "days" else 1)


def _without_a_visa(law: CompiledLaw, read: Sentence, facts: dict[str, str], sentence: Clause, day: dt.date) -> Iterator[HeldAgainst]:
    """That nationals may enter without a visa for a purpose that the sentence names, where the answer is certain."""
    told = PATTERNS["visa_free"].search(sentence.words)
    if (
        told is None
        or ("purpose" not in read.facts and not PATTERNS["unilateral"].search(sentence.words))
        or "nationality" not in facts
        or PATTERNS["negated"].search(sentence.words[: told.start()] + sentence.words[told.end() :])
        or PATTERNS["conditional"].search(sentence.words)
    ):
        return
    try:
        facts = facts | {"on": day.isoformat()}
        decision = ask(law, "entry", facts)
    except ShidianError:
        return
    verdict: HeldVerdict | None = None
    if decision.in_force.outcome == "granted" or {m.fact for m in decision.missing} == {"stay"}:
        verdict, said = "agrees", _outcome(law, "granted")
    elif decision.in_force.outcome == "not_granted" or ("territory" not in facts and _refused_somewhere(law, facts, decision)):
        verdict, said = "differs", _outcome(law, "not_granted")
    if verdict is not None:
        law_says = phrase("held_case_same", day=day.isoformat(), in_force=said)
        low, high = sentence.start + told.start(), sentence.start + told.end()
        yield HeldAgainst("case", verdict, low, high, law_says, decision.determining[:4], day.isoformat())


def _outcome(law: CompiledLaw, outcome: str) -> Label:
    return next(o.name for o in law.lawbook.content.questions["entry"].outcomes if o.outcome == outcome)


def _refused_somewhere(law: CompiledLaw, facts: dict[str, str], decision: Decision) -> bool:
    """Whether a right that is said to hold without naming a place is refused for certain in some place: it then holds in others only."""
    where = next((m for m in decision.missing if m.fact == "territory"), None)
    if where is None or decision.in_force.given or facts["purpose"] == "transit":
        return False
    refused = next((a.values[0] for a in where.answers if a.outcome == "not_granted" and a.values), None)
    return refused is not None and ask(law, "entry", facts | {"territory": refused}).in_force.outcome == "not_granted"


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


def _limits(law: CompiledLaw, decision: Decision, purpose: str, right: str | None) -> set[Decimal]:
    """The lengths of stay, in hours, up to which a right is given: those at which the answer changes, else those that it gives. In transit those that the
    rules give which decide the answer, or those of them that give the named right: each asks for facts of its own."""
    if purpose == "transit":
        rules = [law.lawbook.rules[id][2] for id in decision.in_force.determining if id in law.lawbook.rules]
        return {h for rule in rules if rule.kind == "grant" and (right or "") in str(rule.effect.get("right", "")) for h in _hours(rule)}
    stay = next((m for m in decision.missing if m.fact == "stay"), None)
    if stay is not None:
        return {Decimal(v) * 24 for a in stay.answers for v in a.values if v.isdigit() and v != "0"}
    return {g.amount * (24 if "day" in g.unit.en else 1) for g in decision.in_force.given if g.amount is not None and g.unit is not None}


def _hours(rule: Rule) -> Iterator[Decimal]:
    for slot, hours in (("stay-days", 24), ("stay-hours", 1)):
        amount = getattr(rule.effect.get(slot), "amount", None)
        if amount is not None:
            yield Decimal(amount) * hours


def _stay_label(limits: set[Decimal], day: dt.date) -> Label:
    shown = sorted(limits)
    days = [f"{n / 24:f}".rstrip("0").rstrip(".") if n % 24 else str(int(n / 24)) for n in shown]
    either = Label(" or ".join(days), "或者".join(days))
    return phrase("held_case_same", day=day.isoformat(), in_force=phrase("held_stay", days=either))

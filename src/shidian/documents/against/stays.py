"""How long somebody may stay, as a document says it: the engine is asked with everything else that the sentence says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from shidian.answer.ask import ask
from shidian.answer.decision import Decision
from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.reading import read_sentence
from shidian.compiled import CompiledLaw
from shidian.documents.against.clauses import Clause, DocumentText, days_in
from shidian.documents.grammar.finding import AmountFound
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.errors import ShidianError
from shidian.law.records.base import Label
from shidian.words.phrases import phrase

PATTERNS = patterns("claims")


def day_spoken_of(law: CompiledLaw, text: DocumentText, sentence: Clause) -> dt.date | None:
    """The day for which a sentence speaks: its own where it names one whole day, else the document's, else the day of the lawbook."""
    own = [w.from_ for _, w in days_in(sentence.of("day")) if w.from_]
    if own:
        whole = [d for d in own if len(d) == 10]
        return dt.date.fromisoformat(whole[-1]) if len(own) == 1 and whole else text.document.date
    return text.document.date or law.lawbook.read_on


def stays(law: CompiledLaw, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
    """How long somebody may stay, asked of the engine with everything else that the sentence says."""
    read = read_sentence(law.lawbook, text.document.text[sentence.start : sentence.end], law.today())
    if read.question != "entry" or "asked" not in {*read.facts, *(c.fact for c in read.chips)}:
        return
    if any(c.fact == "nationality" and not c.value for c in read.chips):
        return  # a group of countries: its rights are not those of each
    facts = _facts(read)
    if "nationality" not in facts and "territory" not in facts:
        return
    day = day_spoken_of(law, text, sentence)
    stays = [f for f in sentence.of("period") if isinstance(f.value, AmountFound) and f.value.unit in ("days", "hours")]
    if day is None or not stays:
        return
    facts["on"] = day.isoformat()
    at = stays[-1]
    assert isinstance(at.value, AmountFound)
    said = at.value.number * (24 if at.value.unit == "days" else 1)
    try:
        decision = ask(law, "entry", facts)
    except ShidianError:
        return
    limits = _limits(decision)
    if not limits:
        return
    verdict: HeldVerdict = "agrees" if said in limits else "differs" if len(limits) == 1 else "open"
    yield HeldAgainst("case", verdict, at.start, at.end, _stay_label(limits, day), decision.determining[:4], day.isoformat())


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


def _limits(decision: Decision) -> set[Decimal]:
    """The lengths of stay, in hours, up to which a right is given: those at which the answer changes, else those that it gives."""
    stay = next((m for m in decision.missing if m.fact == "stay"), None)
    if stay is not None:
        return {Decimal(v) * 24 for a in stay.answers for v in a.values if v.isdigit() and v != "0"}
    return {g.amount * (24 if "day" in g.unit.en else 1) for g in decision.in_force.given if g.amount is not None and g.unit is not None}


def _stay_label(limits: set[Decimal], day: dt.date) -> Label:
    shown = sorted(limits)
    days = "/".join(f"{n / 24:f}".rstrip("0").rstrip(".") if n % 24 else str(int(n / 24)) for n in shown)
    return phrase("held_case_same", day=day.isoformat(), in_force=phrase("held_stay", days=days))

"""A decision in short, in one language: what a program or an assistant needs to say it truly, in less than 3 KB.

What must not be dropped never is: the outcome with its cause, the first three lines, the words in `must_say`, and the fact to ask for next.
Lists are cut to fit, and every cut says how many more there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Meta, Struct

from shidian.answer.first_lines import named
from shidian.answer.leads import each_result_first
from shidian.answer.parts import DecisionFields, Missing, Obligation, ReadingAnswer, Reason
from shidian.answer.told_apart import bare
from shidian.law.records.base import Label, Seen
from shidian.words.labels import cited, join, joined
from shidian.words.phrases import phrase

Lang = Literal["en", "zh"]
Basis = Literal["official", "part_official", "secondary", "unverified", "facts_missing", "standing_unknown", "disputed", "gap"]
"""What an answer rests on: how well the words of its rules were seen, or why it is open."""
OF_SEEN: dict[Seen, Basis] = {
    "official": "official",
    "opening": "part_official",
    "secondary": "secondary",
    "memory": "unverified",
    "inferred": "unverified",
}
OPEN: dict[str, Basis] = {"missing_facts": "facts_missing", "standing_unknown": "standing_unknown", "disputed": "disputed", "gap": "gap"}
MOST_BYTES = 2_900
"""Bytes of the JSON of a short decision, aimed at; lists are cut until it fits."""
CUTS = (6, 4, 3, 2, 1, 0)
"""How many entries of each list are kept, tried in this order."""
LONGEST = 300
"""Characters of a summary or a condition that is kept whole at the shorter cuts; a longer one is named by its rule."""

encode = msgspec.json.Encoder(decimal_format="number").encode
T = TypeVar("T")


class Short(Struct, frozen=True, omit_defaults=True):
    """Base of the parts: what is null, empty, false or 0 is left out."""


class ShortReading(Short, frozen=True):
    """The answer in one reading of the law. `certain` is the share up to which it is permitted whatever is open turns out to be; above
    `possible` it never is."""

    outcome: str
    because: str | None = None
    ceiling: Decimal | None = None
    ceiling_exclusive: bool = False
    certain: Decimal | None = None
    possible: Decimal | None = None


class RuleCited(Short, frozen=True):
    """A rule that the answer rests on, with the provision it reads, and how well its words were seen."""

    rule: str
    says: str
    provision: str
    seen: Seen
    since: dt.date | None = None
    announced: dt.date | None = None
    address: str | None = None


class AnswerOffered(Short, frozen=True):
    """One answer to an open fact: the facts to add to say it, and the outcome it leads to."""

    said: str
    set: dict[str, str]
    outcome: str
    because: str | None = None


class FactToAsk(Short, frozen=True):
    """A fact that decides and is not known: the question to ask the user, with its answers."""

    fact: str
    ask: str
    choices: tuple[AnswerOffered, ...] = ()
    more_choices: int = 0


class ShortDecision(Short, frozen=True):
    """A decision in short. `basis` says what it rests on: `official`, `part_official`, `secondary`, `unverified`; or why it is open:
    `facts_missing`, `standing_unknown`, `disputed`, `gap`."""

    question: str
    facts: dict[str, str]
    outcome: Annotated[str, Meta(description="the answer under the law in force on the day asked; `undetermined` is an answer of its own")]
    said: Annotated[str, Meta(description="the outcome in words")]
    basis: Basis
    lines: Annotated[tuple[str, ...], Meta(description="three sentences: what holds, what is only announced, what would change it")]
    must_say: Annotated[tuple[str, ...], Meta(description="words that must stand beside the answer wherever it is repeated")]
    in_force: ShortReading
    announced: ShortReading
    on: dt.date
    receipt: Annotated[
        str, Meta(description="the first 16 signs of the id of the receipt: the same facts and lawbook give the same answer")
    ]
    lawbook: Annotated[str, Meta(description="the first 12 signs of the digest of the lawbook")]
    page: Annotated[str, Meta(description="path of the page of this decision, on a server of this program; its query has all facts")]
    read_on: dt.date | None = None
    announced_differs: bool = False
    conditions: tuple[str, ...] = ()
    more_conditions: int = 0
    rules: tuple[RuleCited, ...] = ()
    more_rules: int = 0
    duties: Annotated[
        tuple[str, ...],
        Meta(description="what is due, each with the condition on which it is, and with the authority; those due in any case first"),
    ] = ()
    more_duties: int = 0
    leads: Annotated[
        tuple[RuleCited, ...],
        Meta(description="rules that would loosen the answer, and do not count: in doubt, and nobody has seen their words"),
    ] = ()
    more_leads: int = 0
    open_facts: tuple[FactToAsk, ...] = ()
    more_open_facts: int = 0


def short(decision: DecisionFields, lang: Lang = "en", most_bytes: int = MOST_BYTES) -> ShortDecision:
    """A decision in short, with the longest lists that fit."""
    found = _cut(decision, lang, CUTS[0])
    for keep in CUTS[1:]:
        if len(encode(found)) <= most_bytes:
            break
        found = _cut(decision, lang, keep)
    return found


def basis_of(decision: DecisionFields) -> Basis:
    """What the answer in force rests on, or why it is open."""
    if decision.outcome == "undetermined":
        return OPEN.get(decision.because or "", "gap")
    if decision.confidence is None:
        return OPEN.get(decision.because or "", "unverified")
    return OF_SEEN[decision.confidence]


def must_say(decision: DecisionFields) -> tuple[Label, ...]:
    """The words that must stand beside the answer."""
    d = decision
    found: list[Label] = []
    if d.outcome == "undetermined":
        granted = "granted" in d.outcome_names
        found.append(phrase("say_open_grant" if granted else "say_open", why=phrase("because_" + (d.because or "gap"))))
    elif d.conditions:
        found.append(phrase("say_conditions"))
    if d.readings_differ:
        found.append(phrase("say_announced", day=d.receipt.on.isoformat()))
        if d.announced.outcome == "undetermined":
            found.append(phrase("say_announced_open", why=phrase("because_" + (d.announced.because or "gap"))))
    if d.leads:
        found.append(phrase("say_lead", rule=bare(d.leads[0].summary)))
    if d.confidence is not None and d.confidence != "official":
        found.append(phrase("say_" + d.confidence))
    if d.outcome != "undetermined":  # else every rule that might decide would be quoted
        found += dict.fromkeys(r.caution for r in d.reasons if r.caution is not None and r.rule in d.determining)
    assumed = [
        Label(f"{d.fact_names[f].en}: {_word(d, f, w).en}", f"{d.fact_names[f].zh}：{_word(d, f, w).zh}") for f, w in d.assumed.items()
    ]
    if assumed:
        found.append(phrase("say_assumed", facts=join(assumed, len(assumed))))
    if d.read_on is not None and d.receipt.on > d.read_on:
        found.append(phrase("after_reading", day=d.read_on.isoformat()))
    return tuple(found)


def _word(decision: DecisionFields, fact: str, word: str) -> Label:
    return decision.labels.get(fact) or Label(word, word)


def _cut(d: DecisionFields, lang: Lang, keep: int) -> ShortDecision:
    rules = sorted(
        {r.rule: r for r in (*d.reasons, *(d.announced_reasons if d.readings_differ else ()))}.values(), key=lambda r: _rank(d, r)
    )
    bearing = [r for r in rules if _rank(d, r) < 3]
    addresses = {s.id: s.address for s in d.sources}
    duties = [x for x in d.duties if not x.general]
    shown_rules, more_rules = _first(bearing, max(keep, 1))
    shown_leads, more_leads = _first(d.leads, max(keep // 2, 1))
    shown_facts, more_facts = _first(d.missing, 1 if keep < CUTS[1] else 2)
    conditions, more_conditions = _first([c[lang] for c in d.conditions], keep if d.outcome == "undetermined" else max(keep, 1))
    shown_duties, more_duties = _first(
        [due_line(x)[lang] for x in sorted(duties, key=lambda x: (not x.certain, x.only_if is not None))], keep
    )
    return ShortDecision(
        question=d.question,
        facts=d.facts,
        outcome=d.outcome,
        said=named(d, d.outcome, d.because)[lang],
        basis=basis_of(d),
        lines=(d.summary.holds[lang], d.summary.announced[lang], d.summary.change[lang]),
        must_say=tuple(x[lang] for x in must_say(d)),
        in_force=_reading(d.in_force),
        announced=_reading(d.announced),
        announced_differs=d.readings_differ,
        conditions=conditions,
        more_conditions=more_conditions,
        rules=tuple(_cited(r, lang, addresses, keep) for r in shown_rules),
        more_rules=more_rules + len(rules) - len(bearing),
        duties=shown_duties,
        more_duties=more_duties + len(d.duties) - len(duties),
        leads=tuple(_cited(r, lang, addresses, keep, told=True) for r in shown_leads),
        more_leads=more_leads,
        open_facts=tuple(_open(m, lang, min(keep + 1, max(keep, 2))) for m in shown_facts),
        more_open_facts=more_facts,
        on=d.receipt.on,
        read_on=d.read_on,
        receipt=d.receipt.id[:16],
        lawbook=d.receipt.lawbook[:12],
        page=page_of(d, lang),
    )


def page_of(decision: DecisionFields, lang: Lang) -> str:
    """The path of the page of a decision."""
    receipt = decision.receipt
    facts = dict(receipt.facts) | ({"known_on": receipt.known_on.isoformat()} if receipt.known_on else {})
    return f"/{lang}/decision/{receipt.question}?{urlencode(facts)}"


def _rank(d: DecisionFields, reason: Reason) -> int:
    if reason.rule in d.determining:
        return 0
    if reason.rule in d.announced.determining:
        return 1
    return 2 if reason.role == "in_doubt" else 3


def _first(items: Sequence[T], keep: int) -> tuple[tuple[T, ...], int]:
    return tuple(items[:keep]), max(0, len(items) - keep)


def _reading(answer: ReadingAnswer) -> ShortReading:
    certain, possible = (bound.value if bound is not None else None for bound in (answer.certain, answer.possible))
    return ShortReading(answer.outcome, answer.because, answer.ceiling, answer.exclusive, certain, possible)


def _cited(r: Reason, lang: Lang, addresses: dict[str, str | None], keep: int, *, told: bool = False) -> RuleCited:
    """A rule as it is cited. What is `told` among the words that must be said is not repeated at the shortest cut."""
    summary = r.summary[lang]
    longest = LONGEST if keep or not told else 0
    title = str(cited(r.title, r.provision_name)[lang])
    address = next((addresses[s] for s in r.sources if addresses.get(s)), None) if keep >= CUTS[2] else None
    return RuleCited(
        r.rule, summary if keep >= CUTS[3] or len(summary) <= longest else r.rule, title, r.seen, r.valid_from, r.announced, address
    )


def due_line(duty: Obligation) -> Label:
    """A duty in one line, never without the condition on which it is due."""
    on = [phrase("duty_only_if", name=duty.only_if)] if duty.only_if else []
    on += [] if duty.certain else [phrase("possible")]
    said = joined((duty.authority, *on))
    return Label(f"{duty.name.en} ({said.en})", f"{duty.name.zh}（{said.zh}）")


def _open(m: Missing, lang: Lang, keep: int) -> FactToAsk:
    shown, more = _first(each_result_first(m.answers) if len(m.answers) > keep else m.answers, keep)
    return FactToAsk(m.fact, m.question[lang], tuple(AnswerOffered(x.label[lang], x.set, x.outcome, x.because) for x in shown), more)

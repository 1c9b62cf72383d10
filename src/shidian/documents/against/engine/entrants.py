"""How many countries or ports an exemption from visas has: what a document says of it, held against the nationalities of the rules that give the right, and
against the ports that their provisions count, by the day from which each holds.

A number that the right had on some other day, or by which it grew, is no error: it is left open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from shidian.compiled import CompiledLaw
from shidian.documents.against.clauses import Clause, DocumentText, counts_in, days_in, ends_in
from shidian.documents.against.engine.stays import WHOLE_DAY, days_spoken_of
from shidian.documents.grammar.finding import Finding, When
from shidian.documents.grammar.tables import entries, patterns
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.law.records.base import Label
from shidian.law.records.instrument import Gap, Instrument, Rule
from shidian.words.phrases import phrase

PATTERNS = patterns("entrants")
RIGHTS = {name: entry for name, entry in entries("entrants").items() if "right" in entry}
KINDS = {
    "countries": (PATTERNS["countries"], PATTERNS["countries_before"]),
    "ports": (PATTERNS["ports"], PATTERNS["ports_before"]),
    "provinces": (PATTERNS["provinces"], PATTERNS["provinces_before"]),
}
"""What is counted, by the words after its number and by those before it."""
COUNTED = {"ports": PATTERNS["ports_counted"], "provinces": PATTERNS["provinces_counted"]}
"""How provisions count what no rule lists."""
NEXT_TO = 12
"""Within so many letters before a day stands the country that it is of."""
FEWEST = 5
"""Smaller numbers are those of a few that joined."""


RightGiven = tuple[dt.date, str, Instrument, Rule | Gap, Label]
"""The day from which a rule or gap gives a right, its provision, act, itself, and what the provision says."""


class Grown(Struct, frozen=True):
    """From which day an exemption had so many countries or ports, and the provision that says so."""

    since: dt.date
    number: int
    provision: str


class Entrants:
    """The numbers of countries and ports of each exemption over time."""

    def __init__(self, law: CompiledLaw) -> None:
        self.law, self.book = law, law.lawbook
        self.grown = {(name, kind): list(self._growth(entry, kind)) for name, entry in RIGHTS.items() for kind in KINDS}

    def _given(self, entry: Mapping[str, Any]) -> list[RightGiven]:
        """The rules and gaps that give a right, with the day from which each holds and its provision, the earliest first."""
        out: list[RightGiven] = []
        for instrument in self.book.instruments.values():
            first = min((e.effective for e in instrument.editions if e.effective is not None), default=None)
            for provision in instrument.provisions:
                given: list[Rule | Gap] = [r for r in provision.rules if entry["right"] in str(r.effect.get("right", ""))]
                given += provision.gaps if given else ()
                for one in given:
                    since = min((p.from_ for p in one.in_force or () if p.from_ is not None), default=first)
                    asked = all(str(one.when.get(fact)) == value for fact, value in entry.get("when", {}).items())
                    if since is not None and asked:
                        out.append((since, f"{instrument.instrument}#{provision.provision}", instrument, one, provision.summary))
        return sorted(out, key=lambda o: o[:2])

    def _growth(self, entry: Mapping[str, Any], kind: str) -> Iterator[Grown]:
        """The sizes over time: how many nationalities the rules up to each day have together, or how many ports the provisions count."""
        seen: set[str] = set()
        for since, id, _, one, summary in self._given(entry):
            if kind in COUNTED:
                for found in COUNTED[kind].finditer(summary.zh):
                    yield Grown(since, next(int(n) for n in found.groups() if n), id)
            elif new := set(self._nationals(one)) - seen:
                seen |= new
                yield Grown(since, len(seen), id)

    @cached_property
    def _begun(self) -> dict[str, dict[str, str]]:
        """The days on which rights to enter without a visa begin or end for a nationality, or are made public, each with its provision."""
        out: dict[str, dict[str, str]] = {}
        for right in {entry["right"] for entry in RIGHTS.values()}:
            for since, id, instrument, one, _ in self._given({"right": right}):
                days = dict.fromkeys((since.isoformat(), *_days(instrument, one)), id)
                for member in self._nationals(one):
                    out.setdefault(member, {}).update(days)
        return out

    def _nationals(self, one: Rule | Gap) -> list[str]:
        """The nationalities that a rule or gap names, by themselves or as a group."""
        told = one.when.get("nationality")
        named = told if isinstance(told, (list, tuple)) else [told] if isinstance(told, str) else []
        return [m for n in named for m in self.book.groups.get(n, (n,))]

    def _nations(self, text: DocumentText, sentence: Clause) -> list[tuple[int, str | None]]:
        """The nationalities of a sentence that speaks of visas, or whose passage does, with their offsets."""
        begin = text.reading.layout.passage_at(sentence.start).start
        if PATTERNS["exempts"].search(text.folded, begin, sentence.end) is None:
            return []
        read = text.read(self.book, sentence.start, sentence.end)
        said = [(c, [c.value] if c.value else [a.value for a in c.alternatives]) for c in read.chips if c.fact == "nationality"]
        return [
            (sentence.start + c.start, values[0] if len(values) == 1 else None) for c, values in said
        ]  # where two are named, each is open

    def _joining(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        """The day on which a sentence says that a country was added to an exemption, and the day until which it is said to hold for its nationals or for so many
        countries, held against the days on which it begins or ends for them."""
        days, ends = days_in(sentence.of("day")), ends_in(text, sentence)
        named = self._nations(text, sentence) if days or ends else []
        low = sentence.start
        stops = [*(f.start for f, _ in days[1:]), sentence.end]
        for (finding, day), stop in zip(days, stops, strict=False):
            spans, low = ((low, finding.end), (finding.end, stop)) if len(days) > 1 else ((sentence.start, sentence.end),), finding.end
            for first, last in spans if all(finding is not f for f, _ in ends) else ():
                nations = {value for start, value in named if first <= start < last}
                last_named = max((n for n in named if n[0] < finding.start), default=(0, None))
                if last_named[1] and PATTERNS["was_added"].search(text.folded, last_named[0], finding.start):
                    nations = {last_named[1]}  # …, and so may Uzbeks, who got their agreement on …
                own = [self._begun.get(n or "", {}) for n in sorted(nations, key=str)]
                known = next((k for k in own if day.from_ in k), own[0]) if own and all(own) else None  # of several any may be meant
                added = PATTERNS["was_added"].search(text.folded, first, last) if len(own) == 1 else None
                begins = PATTERNS["begins"].search(text.folded, max(first, finding.start - 24), min(last, finding.end + 30))
                led = PATTERNS["from_day"].search(text.folded, first, finding.start)  # 英国自…、瑞典自…起免签: what stands right before it
                beside = bool(led and last_named[1] and finding.start - last_named[0] <= NEXT_TO)
                if known and (added or begins or beside or PATTERNS["begins"].search(text.folded, first, finding.start)):
                    yield from self._one_of(finding, day, known)
                    break
        nations = {value for _, value in named}
        for finding, day in ends if not any(n is None for n in nations) else ():
            known = self._begun.get(next(iter(nations)) or "") if len(nations) == 1 else None
            counted = [int(v.number) for f, v in counts_in(sentence.of("count")) if PATTERNS["countries"].match(text.folded, f.end - 1)]
            if not nations and len(counted) == 1 and PATTERNS["exempts"].search(text.folded, max(0, sentence.start - 40), sentence.end):
                known = self._of_so_many.get(counted[0])
            if known:
                yield from self._one_of(finding, day, known)

    def _one_of(self, finding: Finding, day: When, known: dict[str, str]) -> Iterator[HeldAgainst]:
        """A whole day held against the days that are known, each with its provision."""
        if len(day.from_ or "") == WHOLE_DAY:
            id = known.get(day.from_ or "") or known[max(known)]
            instrument, provision = self.book.provisions[id]
            law = phrase("held_saying", title=instrument.title, words=provision.summary)
            yield HeldAgainst("rule", "agrees" if day.from_ in known else "differs", finding.start, finding.end, law, (id,))

    @cached_property
    def _of_so_many(self) -> dict[int, dict[str, str]]:
        """The days of the provisions that give an exemption to so many countries, by the number that they say."""
        out: dict[int, dict[str, str]] = {}
        for right in {entry["right"] for entry in RIGHTS.values()}:
            for _, id, instrument, one, summary in self._given({"right": right}):
                days = _days(instrument, one) | {e.effective.isoformat() for e in instrument.editions if e.effective is not None}
                for found in PATTERNS["so_many_countries"].finditer(summary.zh) if len(days) > 1 else ():
                    out.setdefault(int(found[1]), {}).update(dict.fromkeys(days, id))
        return out

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every number of countries or ports that a sentence gives for an exemption that it, or its passage before it, names, and every day on which a country
        joined."""
        if "entry" not in self.law.questions:
            return
        for sentence in text.sentences():
            before = text.folded[text.reading.layout.passage_at(sentence.start).start : sentence.start]
            named = [n for n in RIGHTS if PATTERNS[n].search(sentence.words)] or [n for n in RIGHTS if PATTERNS[n].search(before)]
            yield from self._joining(text, sentence)
            if len(named) != 1 or PATTERNS["another_right"].search(sentence.words):
                continue
            yield from self._nth(text, sentence, self.grown[named[0], "countries"])
            for finding, value in counts_in(sentence.of("count")):
                after = text.folded[finding.end - 1 : finding.end + 24]
                lead = text.folded[max(sentence.start, finding.start - 12) : finding.start]
                kind = next((k for k, (noun, verb) in KINDS.items() if noun.match(after) or verb.search(lead)), None)
                grown = self.grown.get((named[0], kind or ""), [])
                if grown and value.number >= FEWEST and not PATTERNS["joined"].search(lead):
                    yield from self._held(text, sentence, finding.start, finding.end, int(value.number), grown)

    def _nth(self, text: DocumentText, sentence: Clause, grown: list[Grown]) -> Iterator[HeldAgainst]:
        """The how-manieth country of an exemption one was, held against its size when that country was added."""
        found = PATTERNS["nth_country"].search(text.folded, sentence.start, sentence.end)
        nations = {value for _, value in self._nations(text, sentence)} if found else set()
        added = {id for n in nations if n for id in self._begun.get(n, {}).values()}
        step = next((g for g in grown if g.provision in added), None)
        if found and len(nations) == 1 and step is not None:
            number = next(int(g) for g in found.groups() if g)
            instrument, provision = self.book.provisions[step.provision]
            law = phrase("held_saying", title=instrument.title, words=provision.summary)
            verdict: HeldVerdict = "agrees" if number == step.number else "differs"
            yield HeldAgainst("rule", verdict, found.start(), found.end(), law, (step.provision,))

    def _held(self, text: DocumentText, sentence: Clause, start: int, end: int, number: int, grown: list[Grown]) -> Iterator[HeldAgainst]:
        days = days_spoken_of(self.law, text, sentence)
        now = [g for g in grown if not days or g.since <= days[-1]]
        if not now:
            return
        sizes = {g.number for g in grown}
        steps = {abs(a - b) for a in sizes for b in sizes}
        verdict: HeldVerdict = "agrees" if number == now[-1].number else "open" if number in sizes | steps else "differs"
        instrument, provision = self.book.provisions[now[-1].provision]
        law = phrase("held_provision", act=instrument.title, article=Label(str(now[-1].since), str(now[-1].since)), words=provision.summary)
        yield HeldAgainst("rule", verdict, start, end, law, (now[-1].provision,))


def _days(instrument: Instrument, one: Rule | Gap) -> set[str]:
    """The days on which a rule or gap begins, holds last and ends, and those on which its act was made public."""
    days = {d for p in one.in_force or () for d in (p.from_, p.until, p.until and p.until - dt.timedelta(1))}
    return {d.isoformat() for d in days | {d for e in instrument.editions for d in (e.published, e.promulgated)} if d is not None}

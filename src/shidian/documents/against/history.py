"""When which region joined the programme: what a document says of it, held against the regions and cohorts of the lawbook."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shidian.documents.against.clauses import Clause, DocumentText, counts_in, days_in, place_ids
from shidian.documents.grammar.finding import AmountFound, Finding, Listing, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.evidence.values import days_of, overlap
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.labels import entry_label, join
from shidian.words.phrases import phrase

RECORDS = patterns("records")
MOST_OF = 0.6
"""The share of a cohort that a list names where it means that cohort."""


class History:
    """The regions of the programme with the days on which they were admitted."""

    def __init__(self, book: Lawbook) -> None:
        self.book = book
        self.admitted = {r.region: str(r.admitted) for r in book.programme.regions}
        self.also: dict[str, list[str]] = {r: [] for r in self.admitted}
        for plan in book.programme.plans:
            for place in (m for p in plan.places for m in book.groups.get(p, (p,))):
                if place in self.also:
                    self.also[place] += [str(d) for d in (plan.published, plan.dated) if d]
        self.cohorts: dict[str, tuple[str, tuple[str, ...]]] = {
            c.cohort: (str(c.admitted), tuple(r.region for r in book.programme.regions if r.cohort == c.cohort))
            for c in book.programme.cohorts
        }
        self.terms = {
            c.cohort: (c.term, int(m[0])) for c in book.programme.cohorts if c.term is not None and (m := re.match(r"\d+", c.term.en))
        }
        """For how many years each cohort was approved, where that is known."""
        self.so_far: list[tuple[str, ...]] = []
        """All regions after each cohort."""
        grown: tuple[str, ...] = ()
        for _, members in sorted(self.cohorts.values()):
            grown = (*grown, *members)
            self.so_far.append(grown)

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every statement on the admission of a region or of a number of regions."""
        if not text.of_programme:
            return
        for clause in (part for whole in text.clauses() for part in self._told_apart(text, whole)):
            cue = (
                RECORDS["joined"].search(clause.words)
                or RECORDS["so_far"].search(clause.words)
                or RECORDS["pilot_regions"].search(clause.words)
            )
            if RECORDS["another_pilot"].search(clause.words) or self._of_another(text, clause):
                continue
            if cue is None:
                yield from self._total(text, clause)
                for _, told_day in days_in(clause.of("day"))[:1]:
                    yield from self._strangers(text, clause, told_day)
                continue
            if RECORDS["by_then"].search(text.folded, clause.sentence[0], clause.end) and RECORDS["in_all"].search(clause.words):
                yield from self._so_far(text, clause)
                continue
            told = self._day(text, clause, clause.start + cue.start())
            yield from self._term(text, clause)
            yield from self._total(text, clause)
            yield from self._there_before(text, clause)
            if told is None:
                yield from self._size(text, clause)
                continue
            day = told[1]
            besides = [m.span() for m in RECORDS["besides_them"].finditer(text.folded, clause.start, clause.end)]
            places = [
                (f, id)
                for f, id in place_ids(clause.of("place"))
                if id in self.admitted and not any(low <= f.start < high for low, high in besides)
            ]
            if places:
                planned = RECORDS["plan"].search(clause.words) is not None or RECORDS["made_public"].search(clause.words) is not None
                yield from self._places(places, *told, planned=planned)
                yield from self._strangers(text, clause, day)
                yield from self._number(text, clause, day, beside=True)
            else:
                yield from self._number(text, clause, day)

    def _of_another(self, text: DocumentText, clause: Clause) -> bool:
        """Whether the title or a heading speaks of another pilot, and the passage of a clause not of this one."""
        passage = text.reading.layout.passage_at(clause.start)
        above = (*text.reading.layout.heading_of(passage), text.reading.layout.passages[0])
        another = any(
            RECORDS["another_pilot"].search(text.folded, p.start, p.end) and not RECORDS["of_services"].search(text.folded, p.start, p.end)
            for p in above
        )
        return another and RECORDS["of_services"].search(text.folded, passage.start, passage.end) is None

    def _told_apart(self, text: DocumentText, clause: Clause) -> Iterator[Clause]:
        """The parts of a clause of several days: after a place with its day and what happened then, the next place or day begins another (甲2021年获批，乙2022年获批)."""
        days, low = days_in(clause.of("day")), clause.start
        for stop in RECORDS["commas"].finditer(text.folded, clause.start, clause.end) if len(days) > 1 else ():
            done, rest = text.within(low, stop.start()), text.within(stop.end(), clause.end)
            told = place_ids(list(done)) and days_in(done) and RECORDS["joined"].search(text.folded, low, stop.start())
            if told and days_in(rest) and place_ids(list(rest)):
                yield Clause(low, stop.start(), clause.sentence, text.folded[low : stop.start()], done)
                low = stop.end()
        yield Clause(low, clause.end, clause.sentence, text.folded[low : clause.end], text.within(low, clause.end))

    def _term(self, text: DocumentText, clause: Clause) -> Iterator[HeldAgainst]:
        """For how many years the regions that a clause names were approved."""
        named = {id for _, id in place_ids(clause.of("place"))}
        for finding in clause.of("period"):
            value = finding.value
            lead = text.folded[max(clause.start, finding.start - 16) : finding.start]
            if not isinstance(value, AmountFound) or value.unit != "years" or RECORDS["pilot_term"].search(lead) is None:
                continue
            for cohort, (words, years) in self.terms.items():
                members = self.cohorts[cohort][1]
                if len(named & set(members)) >= MOST_OF * len(members):
                    law = phrase("held_term", name=self._law(list(members)), term=words)
                    verdict: HeldVerdict = "agrees" if value.number == years else "differs"
                    yield HeldAgainst("history", verdict, finding.start, finding.end, law, members)
                    break

    def _day(self, text: DocumentText, clause: Clause, cue: int) -> tuple[Finding, When] | None:
        """The day of a clause: in Chinese the last before its verb, in English the first after it; else any of it; else one that opens its sentence."""
        days = days_in(clause.of("day"))
        if not days:
            before = days_in(text.within(clause.sentence[0], clause.start))
            return before[0] if len(before) == 1 and not RECORDS["joined"].search(text.folded, clause.sentence[0], clause.start) else None
        earlier = [(f, w) for f, w in days if f.start < cue]
        later = [(f, w) for f, w in days if f.start >= cue]
        if text.lang == "zh":
            return earlier[-1] if earlier else later[0]
        return later[0] if later else earlier[-1]

    def _places(self, places: list[tuple[Finding, str]], told: Finding, day: When, *, planned: bool) -> Iterator[HeldAgainst]:
        """Whether places joined on a day, or their plan was made public then where one is spoken of; where none did on that day, the day is what is wrong."""
        wrong = [(f, id) for f, id in places if not self._fits(id, day, planned=planned)]
        if not wrong:
            yield HeldAgainst(
                "history",
                "agrees",
                places[0][0].start,
                places[-1][0].end,
                self._law([id for _, id in places]),
                tuple(id for _, id in places),
            )
            return
        said = days_of(day.from_)
        at = told if len(wrong) == len(places) and not any(overlap(said, days_of(d)) for d in self.admitted.values()) else None
        start, end = (at.start, at.end) if at is not None else (wrong[0][0].start, wrong[-1][0].end)
        yield HeldAgainst("history", "differs", start, end, self._law([id for _, id in wrong]), tuple(id for _, id in wrong))

    def _strangers(self, text: DocumentText, clause: Clause, day: When) -> Iterator[HeldAgainst]:
        """Places of a list that are no regions, beside most regions of one cohort that was admitted on that day."""
        tree = self.book.trees.get("territories")
        sizes = {int(v.number) for _, v in counts_in(clause.of("count"))}
        for finding in clause.of("list"):
            if not isinstance(finding.value, Listing):
                continue
            listed = set(finding.value.ids)
            for when, members in self.cohorts.values():
                odd = listed - set(members)
                some = len(members) in sizes and RECORDS["among_them"].search(
                    text.folded, max(clause.start, finding.start - 24), finding.start
                )
                if not overlap(days_of(day.from_), days_of(when)) or len(listed) - len(odd) < (
                    1 if some else max(2, MOST_OF * len(members))
                ):
                    continue
                if tree is not None and any(m in tree.above(o) or o in tree.above(m) for o in odd if o in tree for m in members):
                    continue
                at = [f for f, id in place_ids(clause.of("place")) if id in odd and id not in self.admitted]
                for stranger in at:
                    yield HeldAgainst("history", "differs", stranger.start, stranger.end, self._law(list(members)), tuple(members))

    def _fits(self, region: str, day: When, *, planned: bool) -> bool:
        said = days_of(day.from_)
        return any(overlap(said, days_of(d)) for d in (self.admitted[region], *(self.also[region] if planned else ())))

    def _law(self, regions: list[str]) -> Label:
        by_day: dict[str, list[str]] = {}
        for region in regions:
            by_day.setdefault(self.admitted[region], []).append(region)
        parts = [
            phrase("held_admitted", places=join(entry_label(self.book, "territories", r) for r in group), day=day)
            for day, group in sorted(by_day.items())
        ]
        return join(parts)

    def _size(self, text: DocumentText, clause: Clause) -> Iterator[HeldAgainst]:
        """Numbers of regions without a day: that of a cohort where regions are new, that of all so far where they are there already."""
        for finding, value in counts_in(clause.of("count")):
            if not RECORDS["regions"].search(text.folded, finding.start, finding.end + 24):
                continue
            before = text.folded[max(clause.start, finding.start - 8) : finding.start] + text.folded[finding.end : finding.end + 12]
            fitting = self.so_far if RECORDS["so_far"].search(before) else [members for _, members in self.cohorts.values()]
            members = next((m for m in fitting if len(m) == value.number > 1), None)
            if members is not None:
                yield HeldAgainst("history", "agrees", finding.start, finding.end, self._law(list(members)), members)

    def _so_far(self, text: DocumentText, clause: Clause) -> Iterator[HeldAgainst]:
        """How many regions there were by a day (截至2022年底，试点省市共11个)."""
        told = [f.value.from_ for f in text.within(clause.sentence[0], clause.end) if isinstance(f.value, When)]
        said = days_of(told[0]) if len(told) == 1 else None
        if said is None:
            return
        last = said[1]
        there = tuple(r for r, admitted in self.admitted.items() if admitted <= last.isoformat())
        for finding, value in counts_in(clause.of("count")):
            if 1 < value.number <= 40 and RECORDS["pilot_regions"].search(
                text.folded, max(clause.start, finding.start - 16), finding.end + 28
            ):
                verdict: HeldVerdict = "agrees" if value.number == len(there) else "differs"
                yield HeldAgainst("history", verdict, finding.start, finding.end, self._law(list(there)), there)

    def _total(self, text: DocumentText, clause: Clause) -> Iterator[HeldAgainst]:
        """To how many the regions grew (试点地区总数达到20个, brought the number of pilot regions to 20), by the last admission on or before the day of the text."""
        for finding, value in counts_in(clause.of("count")):
            day = text.document.date
            grown = RECORDS["grown_to"].search(text.folded, max(clause.sentence[0], finding.start - 48), finding.start)
            unit = finding.end - (text.folded[finding.end - 1] == "个")
            in_all = RECORDS["in_all"].search(text.folded, max(clause.start, finding.start - 4), finding.start)
            if day is None or (grown is None and not (in_all and RECORDS["have_the_pilot"].match(text.folded, unit))):
                continue
            there = tuple(r for r, admitted in self.admitted.items() if (days_of(admitted) or (day,))[0] <= day)
            sizes = {len(members) for members in self.so_far}
            verdict: HeldVerdict = "agrees" if value.number == len(there) else "open" if value.number in sizes else "differs"
            yield HeldAgainst("history", verdict, finding.start, finding.end, self._law(list(there)), there)

    def _there_before(self, text: DocumentText, clause: Clause) -> Iterator[HeldAgainst]:
        """How many regions there were before others joined (在原有11个省市基础上, the 11 existing regions, from 11 to 20): never a number that there never were."""
        sizes = {len(members): members for members in self.so_far}
        for finding, value in counts_in(clause.of("count")):
            lead = text.folded[max(clause.start, finding.start - 12) : finding.start]
            grew = RECORDS["grew_from"].search(lead) and RECORDS["grew_to"].match(
                text.folded, finding.end - (text.folded[finding.end - 1] == "个")
            )
            there = RECORDS["earlier_ones"].search(lead) or RECORDS["there_after"].match(text.folded, finding.end) or grew
            if there and text.folded[finding.end - 1] not in "人名家件项次" and 1 < value.number <= 40 and int(value.number) not in sizes and (
                grew or RECORDS["regions"].search(text.folded, finding.start, finding.end + 24)
            ):  # fmt: skip
                yield HeldAgainst("history", "differs", finding.start, finding.end, self._law(list(self.so_far[-1])), self.so_far[-1])

    def _number(self, text: DocumentText, clause: Clause, day: When, *, beside: bool = False) -> Iterator[HeldAgainst]:
        """How many joined on a day; `beside` places that are named, only where the clause says that so many did."""
        told = days_in(clause.of("day"))
        for finding, value in counts_in(clause.of("count")):
            low = max([m.end() for m in RECORDS["commas"].finditer(text.folded, clause.start, finding.start)], default=clause.start)
            stop = RECORDS["commas"].search(text.folded, finding.end, clause.end)
            own = [w for f, w in told if low <= f.start < (stop.start() if stop else clause.end)]  # 5个省市2021年加入，2022年底又有6个加入
            said = days_of((own[0] if len(own) == 1 and len(told) > 1 else day).from_)
            in_name = any(f.start < finding.start < f.end for f in clause.of("place"))  # 大连等9城市
            if in_name or not RECORDS["regions"].search(text.folded, finding.start, finding.end + 24) or value.number > 40:
                continue
            unit = finding.end - (text.folded[finding.end - 1] == "个")
            if beside and RECORDS["so_many_joined"].match(text.folded, unit) is None:
                continue
            lead = text.folded[max(clause.start, finding.start - 12) : finding.start]
            earlier = RECORDS["earlier_ones"].search(lead) or RECORDS["there_after"].match(text.folded, finding.end)
            if earlier and value.number in {len(members) for members in self.so_far}:
                continue  # 此前11个省市: those that were there already
            so_far = [
                members for members in self.so_far if said and max((days_of(self.admitted[r]) or said)[0] for r in members) <= said[1]
            ]
            if so_far and value.number == len(so_far[-1]) and RECORDS["there_were"].search(lead):
                continue  # how many there were by then
            sized = {c: (when, members) for c, (when, members) in self.cohorts.items() if len(members) == value.number}
            dated = {c: (when, members) for c, (when, members) in self.cohorts.items() if overlap(said, days_of(when))}
            if set(sized) & set(dated):
                yield HeldAgainst(
                    "history", "agrees", finding.start, finding.end, self._law(list(next(iter(sized.values()))[1])), tuple(sized)
                )
            elif sized or dated:
                named = list((next(iter(dated.values())) if dated else next(iter(sized.values())))[1])
                if not dated and value.number == 1:
                    continue
                yield HeldAgainst("history", "differs", finding.start, finding.end, self._law(named), tuple(named))

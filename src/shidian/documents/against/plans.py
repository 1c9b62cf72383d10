"""How many tasks and areas a plan has: what a document says, held against the plan that it speaks of, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shidian.documents.against.clauses import Clause, DocumentText, counts_in, days_in, place_ids
from shidian.documents.against.holding import WHOLE_DAY
from shidian.documents.against.titles import Titles, aliases, plain_title
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.finding import AmountFound, Cited, Finding, Listing, Named
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.evidence.values import days_of, overlap
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.programme import Plan
from shidian.words.phrases import phrase

RECORDS = patterns("records")

_MOST_SAID = 400
BEGINNING = 5
"""Letters that the beginning of a longer word for the same has at least."""
AREA_TOLD = 0.7
"""The share of the words before a count that stand in an area's name where they name it."""


class Plans:
    """The plans with their totals."""

    def __init__(self, book: Lawbook, titles: Titles) -> None:
        self.book, self.titles = book, titles
        self.plans = [p for p in book.programme.plans if p.tasks or p.area_count or any(a.tasks for a in p.areas)]
        self.by_act = {p.instrument: p for p in book.programme.plans if p.instrument}
        self.by_title = {plain_title(t): p for p in book.programme.plans for t in (p.title.zh, p.title.en)}
        self.groups = {id: frozenset(members) for id, members in book.groups.items()}
        self.of_events = {int(m[1]): e for e in book.programme.events if (m := re.search(r"共(\d+)项任务", e.title.zh)) is not None}
        self.areas = {(p.plan, a.area): stems(fold(f"{a.name.zh} {a.name.en}")) for p in self.plans for a in p.areas if a.tasks}

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every total of tasks or areas that a plan with known totals is said to have."""
        if not text.of_programme:
            return
        named = aliases(text.document.text)
        for sentence in text.sentences():
            yield from self._days(text, sentence, named)
        borne_out: dict[tuple[int, int], tuple[str, str]] = {}
        for clause in text.clauses():
            for finding, value in counts_in(clause.of("count")):
                what = self._what(text, finding)
                if what is None or value.number > _MOST_SAID:
                    continue
                told = borne_out.get(clause.sentence)
                for held in self._held(text, clause, finding, value, what, named, told and told[0]):
                    if held.verdict == "agrees":
                        borne_out[clause.sentence] = held.about[0], what
                    elif told == (held.about[0], what):
                        continue  # a second total in one sentence is another plan's
                    yield held

    def _days(self, text: DocumentText, sentence: Clause, named: dict[str, str]) -> Iterator[HeldAgainst]:
        """The one day of a sentence that says when the one plan which it names was made public, where no act of the lawbook is that plan."""
        cited, days = sentence.of("instrument"), [(f, w) for f, w in days_in(sentence.of("day")) if len(w.from_ or "") == WHOLE_DAY]
        plan = self._titled(cited[0], named) if len(cited) == 1 else None
        if plan is None or plan.instrument is not None or len(days) != 1 or RECORDS["made_public"].search(sentence.words) is None:
            return
        known = [str(d) for d in (plan.published, plan.dated) if d]
        verdict: HeldVerdict = "agrees" if any(overlap(days_of(days[0][1].from_), days_of(d)) for d in known) else "differs"
        law = phrase("held_published", act=plan.title, day=known[0])
        yield HeldAgainst("plan", verdict, days[0][0].start, days[0][0].end, law, (plan.plan,))

    def _titled(self, finding: Finding, named: dict[str, str]) -> Plan | None:
        """The plan that has just this title."""
        title = (finding.value.title or "").strip("《》") if isinstance(finding.value, Cited) else ""
        return self.by_title.get(plain_title(named.get(title, title)))

    def _what(self, text: DocumentText, finding: Finding) -> str | None:
        if text.folded[finding.end - 1] in "市省地区家":
            return None
        unit = finding.end - (text.folded[finding.end - 1] in "项个大")
        if RECORDS["tasks"].match(text.folded, unit) or (
            text.folded[finding.end - 1] == "项" and RECORDS["bare_items"].match(text.folded, finding.end - 1)
        ):
            return "tasks"
        if RECORDS["areas"].match(text.folded, unit):
            return "areas"
        return "tasks" if RECORDS["of_an_area"].match(text.folded, finding.end) else None

    def _held(
        self, text: DocumentText, clause: Clause, finding: Finding, value: AmountFound, what: str, named: dict[str, str], told: str | None
    ) -> Iterator[HeldAgainst]:
        """One total; `told` is the plan of which the same sentence has said a total rightly."""
        plan, sure = self._plan(text, clause, finding, named)
        sure = sure or (plan is not None and plan.plan == told)
        number = int(value.number)
        if plan is None:
            yield from self._by_itself(text, clause, finding, number, what)
            return
        area = self._area(text, plan, clause, finding) if what == "tasks" else None
        if area is None and RECORDS["of_an_area"].match(text.folded, finding.end):
            return
        if area is not None:
            known = area[1]
            law = phrase("held_area_tasks", area=area[0], plan=plan.title, count=str(known))
        else:
            known = (plan.tasks if what == "tasks" else plan.area_count) or 0
            law = phrase(f"held_plan_{what}", plan=plan.title, count=str(known))
            if RECORDS["part_of_it"].search(text.folded, max(clause.start, finding.start - 14), finding.end + 3) and number != known:
                return
        if known == number:
            yield HeldAgainst("plan", "agrees", finding.start, finding.end, law, (plan.plan,))
        elif known and sure:
            yield HeldAgainst("plan", "differs", finding.start, finding.end, law, (plan.plan,))

    def _by_itself(self, text: DocumentText, clause: Clause, finding: Finding, number: int, what: str) -> Iterator[HeldAgainst]:
        """A total where no plan is named: with the other total of its clause it is one plan's, or no plan's at all; or it is that of an event."""
        other = [int(v.number) for f, v in counts_in(clause.of("count")) if f is not finding and self._what(text, f) not in (None, what)]
        pair = (number, *other) if what == "tasks" else (*other, number)
        sized = {(p.tasks, p.area_count): p for p in self.plans if p.tasks and p.area_count}
        if pair in sized:
            law = phrase(f"held_plan_{what}", plan=sized[pair].title, count=str(number))
            yield HeldAgainst("plan", "agrees", finding.start, finding.end, law, (sized[pair].plan,))
        elif (
            len(pair) == 2
            and what == "tasks"
            and any(t == pair[0] for t, _ in sized)
            and (own := [p for (_, a), p in sized.items() if a == pair[1]])
        ):
            law = phrase("held_plan_tasks", plan=own[0].title, count=str(own[0].tasks))
            yield HeldAgainst("plan", "differs", finding.start, finding.end, law, (own[0].plan,))
        elif what == "tasks" and number in self.of_events:
            event = self.of_events[number]
            law = phrase("held_event", event=event.title, day=str(event.when))
            yield HeldAgainst("plan", "agrees", finding.start, finding.end, law, (event.event,))

    def _area(self, text: DocumentText, plan: Plan, clause: Clause, finding: Finding) -> tuple[Label, int] | None:
        """The area that a count is said of: right before it (电信领域18项), in English after it as well (18 tasks in telecom)."""
        before = text.folded[max(clause.start, finding.start - 40) : finding.start]
        cut = re.split(r"[，,、；;。：:]|其中|所列|包括|含|of which|including", before)[-1]
        if text.lang == "en" and (found := RECORDS["area_after"].match(text.folded, finding.end)):
            cut = found[1]
        own = stems(cut)
        for area in plan.areas:
            theirs = self.areas.get((plan.plan, area.area), set())
            told = len(own & theirs) >= AREA_TOLD * len(own) and len(own & theirs) >= (4 if text.lang == "zh" else 2)
            near = {a for a in own for b in theirs if a == b or (len(b) > BEGINNING and a.startswith(b))}  # telecommunications, telecom
            marked = near and (
                RECORDS["named_area"].search(cut) or " in " in f" {cut}" or RECORDS["of_an_area"].match(text.folded, finding.end)
            )
            if area.tasks and (told or marked):
                return area.name, area.tasks
        return None

    def _plan(self, text: DocumentText, clause: Clause, finding: Finding, named: dict[str, str]) -> tuple[Plan | None, bool]:
        """The plan that a clause speaks of, and whether the clause itself says which."""
        low = clause.sentence[0]
        near = [f for f in text.within(low, clause.end) if f.start < finding.end + 30]
        acts = [f for f in near if f.kind == "instrument" and isinstance(f.value, Cited)]
        for cited in reversed([f for f in acts if f.start < finding.start] or acts):
            plan = self._cited(text, cited, named)
            if plan is not None:
                return plan, True
            if isinstance(cited.value, Cited) and cited.value.title and not self._short(cited.value.title):
                return None, False
        before = text.folded[low : finding.end + 30]
        another = RECORDS["another_pilot"].search(clause.words) and RECORDS["tasks"].search(clause.words) is None
        sized = self._sized(near) if not another else None
        if sized is not None and RECORDS["of_plan"].search(before) is not None:
            return sized, True
        own_part = min([at for c in "，,、" if (at := text.folded.find(c, finding.end, clause.end)) >= 0], default=clause.end)
        single = [id for f, id in place_ids([f for f in near if f.kind == "place"]) if clause.start <= f.start < own_part]
        if len(single) == 1 and RECORDS["plan"].search(clause.words):
            own = [p for p in self.plans if p.places == (single[0],)]
            return (own[0], True) if len(own) == 1 else (None, False)
        days = [w for _, w in days_in(near)]
        if days and RECORDS["plan"].search(before):
            fitting = [
                p
                for p in self.plans
                if any(overlap(days_of(w.from_), days_of(str(d))) for w in days[:1] for d in (p.published, p.dated) if d)
            ]
            fitting = [p for p in fitting if len(p.places) == 1 and p.places[0] in self.groups]
            if len(fitting) == 1:
                return fitting[0], True
        if RECORDS["plan_of_all"].search(before) and not single and (national := self._national(text)) is not None:
            return national, True
        earlier = [f for f in text.reading.findings if f.kind == "instrument" and f.start < finding.start]
        for cited in reversed(earlier[-3:]):
            plan = self._cited(text, cited, named)
            if plan is not None:
                return plan, False
        return None, False

    def _national(self, text: DocumentText) -> Plan | None:
        """The last plan for a group of regions that was made public before a document and is titled a plan."""
        day = text.document.date
        groups = [p for p in self.plans if len(p.places) == 1 and p.places[0] in self.groups and RECORDS["plan"].search(p.title.zh)]
        told = [p for p in groups if day is None or (days_of(str(p.published)) or (day,))[0] <= day]
        return told[-1] if told else None

    def _cited(self, text: DocumentText, finding: Finding, named: dict[str, str]) -> Plan | None:
        value = finding.value
        assert isinstance(value, Cited)
        if value.ids and value.ids[0] in self.by_act:
            return self._known(self.by_act[value.ids[0]])
        if (plan := self._titled(finding, named)) is not None:
            return self._known(plan)
        found = self.titles.cited(value, named)
        return self._known(self.by_act[found.instrument]) if found is not None and found.instrument in self.by_act else None

    def _known(self, plan: Plan) -> Plan | None:
        return plan if plan in self.plans else None

    def _short(self, title: str) -> bool:
        return len(title.strip("《》")) <= 4

    def _sized(self, near: list[Finding]) -> Plan | None:
        """The plan of a set of cities that the clause names by number or members (九市, the nine cities, 大连等9个城市)."""
        for finding in near:
            value = finding.value
            if (
                isinstance(value, AmountFound)
                and finding.kind == "count"
                and value.noun
                and re.search(r"市|cit(?:y|ies)|地区|省市|regions?", value.noun)
            ):
                others = 1 if re.search(r"^other|^其他|^其余", value.noun) else 0  # Dalian and eight other cities
                found = [p for p in self.plans if len(p.places) == 1 and len(self.groups.get(p.places[0], ())) == value.number + others]
                if len(found) == 1:
                    return found[0]
            names = set(value.ids) if isinstance(value, Listing | Named) else set()
            if (isinstance(value, Named) and value.set) or isinstance(value, Listing):
                found = [
                    p
                    for p in self.plans
                    if len(p.places) == 1
                    and (frozenset(names) == self.groups.get(p.places[0], {p.places[0]}) or names & {p.places[0]} & set(self.groups))
                ]
                if len(found) == 1:
                    return found[0]
        return None

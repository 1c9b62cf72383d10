"""A decision as a page of text, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from shidian.answer.argument import Argued, argued, doubt_told, role_told, unhelped
from shidian.answer.first_lines import led_to
from shidian.answer.leads import by_result
from shidian.answer.parts import DecisionFields, Failed, Lead, Missing, Obligation, Reason
from shidian.answer.publishers import publisher
from shidian.answer.told_apart import given_label
from shidian.engine.bearing import REFUSALS
from shidian.law.records.base import Label
from shidian.words.labels import cited, join
from shidian.words.phrases import phrase
from shidian.words.tones import MARKS
from shidian.words.wrap import wrap

WIDTH = 100
FEW = 8
"""How many leads, and doubtful reasons, a page shows before it says how many more there are."""
MOST_FURTHER = 4
"""How many answers are named of those after which more is to be asked, and rules of which only a missing fact is open."""
FEW_BESIDE = 3
"""How many rules that apply beside the decisive ones."""
MOST_DUTIES = 12
"""How many specific duties, the certain ones first."""


def render(decision: DecisionFields, lang: str, *, explain: bool, columns: int = WIDTH, since: Label | None = None) -> str:
    """The whole page, without colour, in lines of at most `columns` (not under 40)."""
    return _DecisionText(decision, "zh" if lang.startswith("zh") else "en", explain, max(40, columns), since).text()


def opening(decision: DecisionFields, lang: str, columns: int = WIDTH) -> str:
    """What a person reads first, as the page begins: the sentence and the lines under it."""
    page = _DecisionText(decision, "zh" if lang.startswith("zh") else "en", False, max(40, columns), None)
    page.opening()
    return "\n".join(page.lines) + "\n"


class _DecisionText:
    def __init__(self, decision: DecisionFields, lang: str, explain: bool, columns: int, since: Label | None) -> None:
        self.d = decision
        self.first = [decision.summary.holds, *([since] if since else []), decision.summary.announced, decision.summary.change]
        self.columns = columns
        self.lang = lang
        self.explain = explain
        self.lines: list[str] = []
        chinese = self.lang == "zh"
        self.colon, self.semicolon, self.comma, self.dash = ("：", "；", "，", "——") if chinese else (": ", "; ", ", ", " — ")
        self.known = {source.id: source for source in decision.sources}
        self.cited_at: dict[str, int] = {}
        """The sources that are cited, numbered in the order in which they are."""

    def say(self, key: str, **parts: str | Label) -> str:
        return phrase(key, **parts)[self.lang]

    def add(self, text: str = "", indent: int = 0) -> None:
        self.lines.extend(wrap(text, self.columns, indent) if text else [""])

    def refs(self, sources: Iterable[str]) -> str:
        """The numbers of some sources, each in brackets."""
        return "".join(f"[{self.cited_at.setdefault(s, len(self.cited_at) + 1)}]" for s in sources if s in self.known)

    def within(self, text: str) -> str:
        """The text in brackets."""
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def head(self, key: str) -> None:
        self.add()
        self.add(self.say(key))

    def opening(self) -> None:
        d = self.d
        self.add(f"{MARKS[d.outcome_tones[d.outcome]]} {d.sentence[self.lang]}")
        for line in self.first:
            self.add(line[self.lang], 2)
        if d.read_on is not None and d.receipt.on > d.read_on:
            self.add("! " + self.say("after_reading", day=d.read_on.isoformat()), 2)

    def text(self) -> str:
        d = self.d
        self.opening()
        self.missing()
        self.reasons("why", d.reasons)
        if d.readings_differ:
            self.reasons("why_announced", d.announced_reasons)
        self.leads()
        if self.explain:
            self.why_not()
        may = () if d.outcome in REFUSALS else d.in_force.possible_given
        self.listed(
            "given_slots",
            [*(given_label(g)[self.lang] for g in d.given), *(given_label(g)[self.lang] + self.within(self.say("possible")) for g in may)],
        )
        self.listed(
            "conditions",
            [*(c[self.lang] for c in d.conditions), *(c[self.lang] + self.within(self.say("possible")) for c in d.possible_conditions)],
        )
        self.duties()
        self.routes()
        self.foot()
        return "\n".join(self.lines) + "\n"

    def missing(self) -> None:
        if not self.d.missing:
            return
        self.head("missing" if self.d.missing_for == "in_force" else "missing_announced")
        for i, item in enumerate(self.d.missing, 1):
            self.one_missing(i, item)

    def one_missing(self, i: int, item: Missing) -> None:
        self.add(f"{i}. {item.question[self.lang]}", 2)
        further = [lead for lead in item.answers if lead.because == "missing_facts"]
        told = item.answers if len(further) < 2 else tuple(lead for lead in item.answers if lead not in further)
        for alike in by_result(told) if len(told) > FEW else [[lead] for lead in told]:
            self.lead(join([lead.label for lead in alike], MOST_FURTHER), alike[0])
        if len(further) > 1:  # that more is to be asked is said once
            self.lead(join([lead.label for lead in further], MOST_FURTHER), further[0])

    def lead(self, label: Label, lead: Lead) -> None:
        """Where an answer leads, and how to give it."""
        said = " ".join(f"{k}={v}" for k, v in lead.set.items())
        self.add(f"{label[self.lang]} → {led_to(self.d, lead)[self.lang]}   [{said}]", 5)

    def reasons(self, key: str, reasons: tuple[Reason, ...]) -> None:
        if not reasons:
            return
        self.head(key)
        found = argued(self.d, reasons)
        for step in found.decisive:
            self.step(step)
        for step in found.beside[: None if self.explain else FEW_BESIDE]:
            self.step(step)
        if not self.explain and len(found.beside) > FEW_BESIDE:
            self.add(self.say("more_follow", count=str(len(found.beside) - FEW_BESIDE)), 4)
        doubts = [s for s in found.doubts if s.reason.doubt != "missing_facts"][:FEW]
        doubts += [s for s in found.doubts if s.reason.doubt == "missing_facts"][: FEW if self.explain else MOST_FURTHER]
        for step in doubts:
            self.step(step)
        if len(found.doubts) > len(doubts):
            self.add(self.say("more_follow", count=str(len(found.doubts) - len(doubts))), 4)

    def step(self, step: Argued) -> None:
        """One step of the argument: a rule, then what sets it aside, one level deeper."""
        self.one_reason(step.reason, 2, tuple(r.rule for r in step.alike if r.role != "in_doubt"))
        for relief in step.by:
            self.one_reason(relief, 4)
        for relief in step.before:
            self.add(f"→ {self.say('set_aside_by')}{self.colon}{self.cited(relief)}", 4)
        for note in step.further_notes[:FEW]:
            self.add(f"! {note[self.lang]}", 4)
        if len(step.further_notes) > FEW:
            self.add(self.say("more_follow", count=str(len(step.further_notes) - FEW)), 4)

    def cited(self, r: Reason) -> str:
        """Where a rule stands: title, document number, provision."""
        return str(cited(r.title, r.provision_name, r.document)[self.lang])

    def one_reason(self, r: Reason, indent: int, alike: tuple[str, ...] = ()) -> None:
        """A rule in the part it plays; the rules `alike` say the same in the same place."""
        why = doubt_told(self.d, r)
        tail = self.within(self.say(why)) if why else ""
        if r.needed is not None:
            tail = self.within(self.say("for_needed", name=r.needed)) + tail
        self.add(f"• {self.say('role_' + role_told(self.d, r))}{tail}{self.colon}{r.summary[self.lang]}", indent)
        valid = self.validity(r)
        self.add(self.cited(r) + (self.semicolon + valid if valid else ""), indent + 2)
        for note in (r.doubt_reason, r.caution):
            if note is not None:
                self.add(f"! {note[self.lang]}", indent + 2)
        self.add(f"{self.say('seen_' + r.seen)} {self.refs(r.sources)}  ({', '.join((r.rule, *alike))})", indent + 2)

    def validity(self, r: Reason) -> str:
        parts = []
        if r.valid_from and r.valid_until:
            parts.append(self.say("from_until", start=r.valid_from.isoformat(), end=r.valid_until.isoformat()))
        elif r.valid_from:
            parts.append(self.say("since", day=r.valid_from.isoformat()))
        if r.announced and (not r.valid_from or self.d.receipt.on < r.valid_from):
            parts.append(self.say("announced_on", day=r.announced.isoformat()))
        return self.comma.join(parts)

    def leads(self) -> None:
        if not self.d.leads:
            return
        self.head("leads")
        for lead in self.d.leads[:FEW]:
            self.one_reason(lead, 2)
        if len(self.d.leads) > FEW:
            self.add(self.say("more_follow", count=str(len(self.d.leads) - FEW)), 4)

    def why_not(self) -> None:
        binding = [r for r in self.d.reasons if r.role == "binds"]
        shown = binding or unhelped(self.d)
        if not shown:
            return
        self.head("why_not" if binding else "why_not_granted")
        for reason in shown:
            self.add(f"• {reason.rule}", 2)
            if not reason.helped_not:
                self.add(self.say("nothing_relieves"), 4)
            for failed in reason.helped_not[:FEW]:
                self.one_failed(failed)
            if len(reason.helped_not) > FEW:
                self.add(self.say("more_follow", count=str(len(reason.helped_not) - FEW)), 4)

    def one_failed(self, failed: Failed) -> None:
        self.add(f"– {failed.rule}: {failed.summary[self.lang]}", 4)
        if failed.standing != "in_force":
            day = failed.since.isoformat() if failed.since else "?"
            self.add(self.say("standing_" + failed.standing, day=day), 6)
        for test in failed.tests:
            here = self.say("given", name=test.given) if test.given else self.say("not_given")
            self.add(self.say("wants", label=test.label, wanted=test.wanted) + self.within(here), 6)

    def listed(self, key: str, items: Iterable[str]) -> None:
        found = list(items)
        if found:
            self.head(key)
            for item in found:
                self.add(f"• {item}", 2)

    def duties(self) -> None:
        specific = _alike([o for o in self.d.duties if not o.general])
        sure = [alike for alike in specific if alike[0].certain]
        many = not self.explain and len(specific) - len(sure) > MOST_DUTIES  # a dozen of them drawn from hundreds tell nothing
        general = [o.name for o in self.d.duties if o.general]
        if self.d.duties or self.d.uncollected:
            self.head("duties")
        if self.d.uncollected:
            self.add(f"! {self.d.uncollected[self.lang]}", 2)
        shown = specific if self.explain else (sure if many else specific)[:MOST_DUTIES]
        for first, *more in shown:
            self.duty(first, [d.rule for d in more])
        if many:
            self.add(f"• {self.say('duties_possible', count=str(len(specific) - len(sure)))}", 2)
        if left := len(specific if not many else sure) - len(shown):
            self.add(self.say("more_follow", count=str(left)), 4)
        if general:
            self.add(f"• {self.say('duties_general')}{self.colon}{self.semicolon.join(n[self.lang] for n in general)}", 2)

    def duty(self, duty: Obligation, alike: list[str]) -> None:
        """One duty with its authority, and what is to be said of it; the rules `alike` ask for the same."""
        open_ = "" if duty.certain else self.within(self.say("possible"))
        self.add(f"• {duty.name[self.lang]}{self.dash}{duty.authority[self.lang]}{open_}  ({', '.join([duty.rule, *alike])})", 2)
        for line in duty.details:
            self.add(line[self.lang], 4)
        if duty.basis and duty.seen and (duty.certain or self.explain):
            self.add(self.say("duty_basis", basis=duty.basis, seen=phrase(f"seen_{duty.seen}")) + self.refs(duty.sources), 4)
        for more in (duty.note, duty.caution):
            if more is not None:
                self.add(f"! {more[self.lang]}", 4)

    def routes(self) -> None:
        if len(self.d.routes) < 2:
            return
        self.head("routes")
        for i, route in enumerate(self.d.routes, 1):
            self.add(f"{i}. {', '.join(route.rules)}", 2)
            for given in route.given:
                self.add(f"• {given_label(given)[self.lang]}", 5)
            for condition in route.conditions:
                if condition not in self.d.conditions:
                    self.add(f"• {condition[self.lang]}", 5)
            for duty in route.duties:
                on = f"{self.semicolon}{self.say('duty_only_if', name=duty.only_if)}" if duty.only_if else ""
                self.add(f"• {duty.name[self.lang]}{self.dash}{duty.authority[self.lang]}{on}", 5)

    def foot(self) -> None:
        d = self.d
        self.add()
        if d.assumed:
            shown = self.semicolon.join(f"{d.fact_names[f][self.lang]}{self.colon}{d.labels[f][self.lang]}" for f in d.assumed)
            self.add(f"{self.say('assumed')}{self.colon}{shown}", 0)
        if d.confidence:
            self.add(f"{self.say('confidence')}{self.colon}{self.say('seen_' + d.confidence)}")
        if self.cited_at:
            self.add(self.say("sources") + self.colon.rstrip())
            for source in (self.known[s] for s in self.cited_at):
                self.add(f"[{self.cited_at[source.id]}] {publisher(source)[self.lang]}{self.comma}{source.title[self.lang]}", 2)
                if source.address and source.address.startswith("http"):
                    self.lines.append("      " + source.address)
        if d.read_on is not None:
            self.add(self.say("read_on", day=d.read_on.isoformat()))
        made = [f"{self.say('lawbook')} {d.receipt.lawbook[:12]}", f"shidian {d.receipt.version}"]
        if d.receipt.known_on:
            made.append(self.say("known_on", day=d.receipt.known_on.isoformat()))
        self.add(f"{self.say('receipt')}{self.colon}{d.receipt.id[:16]}{self.within(self.comma.join(made))}")


def _alike(duties: Iterable[Obligation]) -> list[list[Obligation]]:
    """The duties, those together that differ in nothing but the rule that asks for them."""
    found: dict[tuple[object, ...], list[Obligation]] = {}
    for duty in duties:
        found.setdefault((duty.name, duty.authority, duty.certain, duty.details, duty.note, duty.caution), []).append(duty)
    return list(found.values())

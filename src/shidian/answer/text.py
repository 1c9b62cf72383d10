"""A decision as a page of text, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from shidian.answer.facts import plain
from shidian.answer.parts import DecisionFields, Failed, Given, Missing, ReadingAnswer, Reason
from shidian.law.records.base import Label
from shidian.words.phrases import phrase
from shidian.words.tones import MARKS
from shidian.words.wrap import pad, wrap

WIDTH = 100
FEW = 8
"""How many leads, and doubtful reasons, a page shows before it says how many more there are."""


def render(decision: DecisionFields, lang: str, *, explain: bool, columns: int = WIDTH) -> str:
    """The whole page, without colour, in lines of at most `columns` (not under 40)."""
    return _Page(decision, "zh" if lang.startswith("zh") else "en", explain, max(40, columns)).text()


class _Page:
    def __init__(self, decision: DecisionFields, lang: str, explain: bool, columns: int) -> None:
        self.d = decision
        self.columns = columns
        self.lang = lang
        self.explain = explain
        self.lines: list[str] = []
        chinese = self.lang == "zh"
        self.colon, self.semicolon, self.comma = ("：", "；", "，") if chinese else (": ", "; ", ", ")

    def say(self, key: str, **parts: str | Label) -> str:
        return phrase(key, **parts)[self.lang]

    def add(self, text: str = "", indent: int = 0) -> None:
        self.lines.extend(wrap(text, self.columns, indent) if text else [""])

    def within(self, text: str) -> str:
        """The text in brackets."""
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def head(self, key: str) -> None:
        self.add()
        self.add(self.say(key))

    def text(self) -> str:
        d = self.d
        self.add(f"{MARKS[d.outcome_tones[d.outcome]]} {d.sentence[self.lang]}")
        if d.outcome == "refused":
            self.add(self.say("refused_anyway"), 2)
        elif d.because:
            self.add(self.say(f"because_{d.because}"), 2)
        if d.read_on is not None and d.receipt.on > d.read_on:
            self.add("! " + self.say("after_reading", day=d.read_on.isoformat()), 2)
        self.add()
        self.reading("in_force", d.in_force)
        self.reading("announced", d.announced)
        if d.readings_differ:
            self.add(self.say("readings_differ"), 2)
        self.missing()
        self.reasons("why", d.reasons)
        if d.readings_differ:
            self.reasons("why_announced", d.announced_reasons)
        if self.explain:
            self.why_not()
        self.listed("given_slots", (self.given(g) for g in d.given))
        self.listed(
            "conditions",
            [*(c[self.lang] for c in d.conditions), *(c[self.lang] + self.within(self.say("possible")) for c in d.possible_conditions)],
        )
        self.duties()
        self.routes()
        self.foot()
        return "\n".join(self.lines) + "\n"

    def reading(self, key: str, answer: ReadingAnswer) -> None:
        name = self.outcome(answer.outcome, answer.because)
        parts = [name]
        if answer.ceiling is not None:
            parts.append(f"{self.say('ceiling')}{self.colon}{self.bound(answer.ceiling, answer.exclusive)}")
        self.add(f"{pad(self.say(key), 14)}{self.semicolon.join(parts)}", 2)

    def outcome(self, outcome: str, because: str | None) -> str:
        name = self.d.outcome_names[outcome][self.lang]
        return f"{name}{self.within(self.say('because_' + because))}" if because else name

    def bound(self, value: Decimal, exclusive: bool) -> str:
        if value == 0:
            return self.say("none_allowed")
        return self.say("under" if exclusive else "up_to", value=plain(value), unit="%")

    def missing(self) -> None:
        if not self.d.missing:
            return
        self.head("missing" if self.d.missing_for == "in_force" else "missing_announced")
        for i, item in enumerate(self.d.missing, 1):
            self.one_missing(i, item)

    def one_missing(self, i: int, item: Missing) -> None:
        self.add(f"{i}. {item.question[self.lang]}", 2)
        for lead in item.answers[:FEW]:
            ahead = self.say("more_to_ask") if lead.because == "missing_facts" else self.outcome(lead.outcome, lead.because)
            said = " ".join(f"{k}={v}" for k, v in lead.set.items())
            self.add(f"{lead.label[self.lang]} → {ahead}   [{said}]", 5)
        if len(item.answers) > FEW:
            self.add(self.say("more_follow", count=str(len(item.answers) - FEW)), 5)

    def reasons(self, key: str, reasons: tuple[Reason, ...]) -> None:
        if not reasons:
            return
        self.head(key)
        doubtful = [r for r in reasons if r.role == "in_doubt"]
        for reason in [r for r in reasons if r.role != "in_doubt"] + doubtful[:FEW]:
            self.one_reason(reason)
        if len(doubtful) > FEW:
            self.add(self.say("more_follow", count=str(len(doubtful) - FEW)), 4)

    def one_reason(self, r: Reason) -> None:
        tail = self.within(self.say("because_" + r.doubt)) if r.doubt else ""
        self.add(f"• {self.say('role_' + r.role)}{tail}{self.colon}{r.summary[self.lang]}", 2)
        document = self.within(r.document[self.lang]) if r.document else ""
        self.add(f"{r.title[self.lang]}{document}{self.comma}{r.provision_name[self.lang]}{self.semicolon}{self.validity(r)}", 4)
        for note in (r.doubt_reason, r.caution):
            if note is not None:
                self.add(f"! {note[self.lang]}", 4)
        self.add(f"{r.rule} · {self.say('seen_' + r.seen)} · {', '.join(r.sources)}", 4)

    def validity(self, r: Reason) -> str:
        parts = []
        if r.valid_from and r.valid_until:
            parts.append(self.say("from_until", start=r.valid_from.isoformat(), end=r.valid_until.isoformat()))
        elif r.valid_from:
            parts.append(self.say("since", day=r.valid_from.isoformat()))
        if r.announced and (not r.valid_from or self.d.receipt.on < r.valid_from):
            parts.append(self.say("announced_on", day=r.announced.isoformat()))
        return self.comma.join(parts)

    def why_not(self) -> None:
        binding = [r for r in self.d.reasons if r.role == "binds"]
        if not binding:
            return
        self.head("why_not")
        for reason in binding:
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
            self.add(self.say("wants", label=test.label, wanted=test.wanted) + f" ({here})", 6)

    def listed(self, key: str, items: Iterable[str]) -> None:
        found = list(items)
        if found:
            self.head(key)
            for item in found:
                self.add(f"• {item}", 2)

    def given(self, given: Given) -> str:
        """One slot that is given: its words, its amount, or the formula for it."""
        unit = given.unit[self.lang] if given.unit else ""
        if given.values:
            said = ("、" if self.lang == "zh" else ", ").join(v[self.lang] for v in given.values)
        else:
            number = plain(given.amount) if given.amount is not None else given.formula[self.lang] if given.formula else "?"
            said = f"{number}{unit}" if self.lang == "zh" else f"{number} {unit}".rstrip()
        return f"{given.label[self.lang]}: {said}"

    def duties(self) -> None:
        if self.d.duties:
            self.head("duties")
        for duty in self.d.duties:
            open_ = "" if duty.certain else f" ({self.say('possible')})"
            self.add(f"• {duty.name[self.lang]} — {duty.authority[self.lang]}{open_}  [{duty.rule}]", 2)
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
                self.add(f"• {self.given(given)}", 5)
            for condition in route.conditions:
                if condition not in self.d.conditions:
                    self.add(f"• {condition[self.lang]}", 5)
            for duty in route.duties:
                self.add(f"• {duty.name[self.lang]} — {duty.authority[self.lang]}", 5)

    def foot(self) -> None:
        d = self.d
        self.add()
        if d.assumed:
            shown = self.semicolon.join(f"{d.fact_names[f][self.lang]}{self.colon}{d.labels[f][self.lang]}" for f in d.assumed)
            self.add(f"{self.say('assumed')}{self.colon}{shown}", 0)
        if d.confidence:
            self.add(f"{self.say('confidence')}{self.colon}{self.say('seen_' + d.confidence)}")
        if d.sources:
            self.add(self.say("sources") + self.colon.rstrip())
            for source in d.sources:
                self.add(f"{source.id}: {source.publisher[self.lang]}, {source.title[self.lang]}", 2)
                if source.address:
                    self.lines.append("    " + source.address)
        known = f", {self.say('known_on', day=d.receipt.known_on.isoformat())}" if d.receipt.known_on else ""
        if d.read_on is not None:
            self.add(self.say("read_on", day=d.read_on.isoformat()))
        self.add(
            f"{self.say('receipt')}: {d.receipt.id[:16]} ({self.say('lawbook')} {d.receipt.lawbook[:12]}, "
            f"shidian {d.receipt.version}{known})"
        )

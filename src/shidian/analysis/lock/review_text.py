"""A review of a change as text or Markdown, in both languages: English first, the Chinese of the same line below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from shidian.analysis.diff import DiffGroup
from shidian.analysis.lock.lock import SectionChange
from shidian.analysis.lock.review import CasesChanged, InstrumentRead, LawReview, ProvisionRead
from shidian.analysis.shown import RuleRef, view_label
from shidian.answer.rules.rule_words import RuleWords, ScopeTest
from shidian.compiled import CompiledLaw
from shidian.law.records.base import Label
from shidian.words.labels import duty_details, entry_label
from shidian.words.phrases import phrase, word


class ReviewLine(Struct, frozen=True):
    """One line: its level (0 the title, 1 an instrument, 2 a provision, 3 a rule or group, 4 what is said of it), or code as it stands."""

    level: int
    text: Label | None = None
    code: tuple[str, ...] = ()


def review_lines(law: CompiledLaw, found: LawReview) -> Iterator[ReviewLine]:
    for instrument in found.instruments:
        yield from _instrument(law, instrument)
    for id in found.removed:
        yield ReviewLine(1, phrase("review_removed", name=id))
    yield ReviewLine(1, phrase("review_answers"))
    yield from _answers(found.answers) if found.answers else (ReviewLine(4, phrase("review_same")),)
    for changed in found.cases:
        yield from _cases(law, changed)
    for reason in found.unread:
        yield ReviewLine(4, phrase("review_not_compared", reason=reason))


def as_text(lines: Iterable[ReviewLine]) -> str:
    """For a terminal: levels as indentation."""
    out: list[str] = []
    for line in lines:
        indent = "  " * max(line.level - 1, 0)
        if line.level == 1:
            out.append("")
        out += [f"{indent}{row}" for row in line.code]
        if line.text is not None:
            out += [f"{indent}{line.text.en}"] + ([f"{indent}{line.text.zh}"] if line.text.zh != line.text.en else [])
    return "\n".join(out).strip("\n") + "\n"


def as_markdown(lines: Iterable[ReviewLine]) -> str:
    """For a pull request: levels as headings, what is said as a list."""
    out: list[str] = []
    for line in lines:
        if line.code:
            out += ["", "```diff", *line.code, "```"]
        if line.text is None:
            continue
        both = line.text.en if line.text.zh == line.text.en else f"{line.text.en}<br>{line.text.zh}"
        if line.level < 4:
            out += ["", f"{'#' * (line.level + 1)} {line.text.en}" + (f" {line.text.zh}" if line.text.zh != line.text.en else ""), ""]
        else:
            out.append(f"* {both}")
    return "\n".join(out).strip("\n") + "\n"


def _instrument(law: CompiledLaw, read: InstrumentRead) -> Iterator[ReviewLine]:
    yield ReviewLine(1, Label(f"{read.title.en} [{read.instrument}]", read.title.zh))
    for provision in read.provisions:
        yield from _provision(law, provision)


def _provision(law: CompiledLaw, read: ProvisionRead) -> Iterator[ReviewLine]:
    yield ReviewLine(2, read.name)
    yield ReviewLine(4, read.summary)
    for rule in read.rules:
        yield from _rule(law, rule)
    if read.no_rule is not None:
        yield ReviewLine(4, _joined(phrase("no_rule"), read.no_rule, Label(" ", "")))


def _rule(law: CompiledLaw, rule: RuleWords) -> Iterator[ReviewLine]:
    question, kind = law.question(rule.question).title, word(rule.kind)
    gap = phrase("gap_kind") if rule.gap else Label("", "")
    yield ReviewLine(3, Label(f"{gap.en}{kind.en} {rule.id} ({question.en})", f"{gap.zh}{kind.zh}（{question.zh}）"))
    if rule.summary is not None:
        yield ReviewLine(4, rule.summary)
    yield from (ReviewLine(4, _pair(slot, said)) for slot, said in rule.effects)
    yield from (ReviewLine(4, _pair(p.label, p.wanted)) for p in rule.when)
    yield from (ReviewLine(4, _pair(phrase("unless"), _group(group))) for group in rule.unless)
    for span in rule.spans:
        yield ReviewLine(4, span.words)
    if not rule.spans:
        yield ReviewLine(4, phrase("announced_on", day=rule.announced.isoformat()) if rule.announced else phrase("never_in_force"))
    if rule.unknown:
        yield ReviewLine(4, phrase("because_standing_unknown"))
    for duty in rule.duties:
        yield ReviewLine(
            4, _pair(phrase("duty"), _joined(duty.name, entry_label(law.lawbook, "authorities", duty.authority), Label(" — ", "——")))
        )
        yield from (ReviewLine(5, line) for line in duty_details(duty))
    yield from (ReviewLine(4, _pair(phrase("condition"), c)) for c in rule.conditions)
    yield from (ReviewLine(4, _pair(phrase("review_relieves"), Label(id, id))) for id in rule.relieves)
    yield from (ReviewLine(4, _pair(phrase("review_authorised"), Label(id, id))) for id in rule.authorised_by)
    yield ReviewLine(4, phrase(f"seen_{rule.seen}"))
    yield from (ReviewLine(4, c) for c in rule.cautions)


def _answers(found: Iterable[SectionChange]) -> Iterator[ReviewLine]:
    for change in found:
        rows = (change.section, *(f"- {line}" for line in change.left), *(f"+ {line}" for line in change.came))
        yield ReviewLine(4, code=rows)


def _cases(law: CompiledLaw, changed: CasesChanged) -> Iterator[ReviewLine]:
    question = law.question(changed.diff.question)
    day, reading = changed.on.isoformat(), phrase(changed.diff.reading)
    yield ReviewLine(1, phrase("review_cases", question=question.title, day=day, reading=reading))
    for group in changed.diff.groups:
        old, new = view_label(question, group.old), view_label(question, group.new)
        yield ReviewLine(3, group.main.label)
        yield ReviewLine(4, Label(f"{old.en} → {new.en}", f"{old.zh} → {new.zh}"))
        yield from (ReviewLine(4, _pair(named.fact_label, named.label)) for named in group.within)
        yield from _causes(group)
        facts = " ".join(f"'{k}={v}'" if " " in v else f"{k}={v}" for k, v in group.new_witness.items())
        yield ReviewLine(4, code=(f"shidian ask {changed.diff.question} {facts}",))


def _causes(group: DiffGroup) -> Iterator[ReviewLine]:
    named: tuple[tuple[str, tuple[RuleRef, ...]], ...] = (
        ("rule_ended", group.ended),
        ("rule_began", group.began),
        ("rule_changed", group.changed),
    )
    for key, rules in named:
        for rule in rules:
            how = phrase(key)
            yield ReviewLine(4, Label(f"{how.en} {rule.rule} ({rule.provision.en})", f"{how.zh}{rule.title.zh}{rule.provision.zh}"))


def _group(group: tuple[ScopeTest, ...]) -> Label:
    parts = [_pair(p.label, p.wanted) for p in group]
    return Label("; ".join(p.en for p in parts), "；".join(p.zh for p in parts))


def _pair(one: Label, other: Label) -> Label:
    return Label(f"{one.en}: {other.en}", f"{one.zh}：{other.zh}")


def _joined(one: Label, other: Label, by: Label) -> Label:
    return Label(f"{one.en}{by.en}{other.en}", f"{one.zh}{by.zh}{other.zh}")

"""Statements of policy without a verb of the scale: what is forbidden, confined, capped, freed of a requirement, or permitted by a modal verb."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Literal, NamedTuple

from shidian.documents.grammar.amounts import BOUND_BEFORE
from shidian.documents.grammar.finding import AmountFound
from shidian.documents.grammar.gazetteer import CueWords
from shidian.documents.grammar.measures import add_measure
from shidian.documents.grammar.operative import Operative
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.spans import Inside, trimmed
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("restrictions")

Sense = Literal["forbids", "confines", "caps", "frees", "permits", "obliges"]
VERBS: Mapping[Sense, str | None] = {
    "obliges": None,
    "forbids": "禁止",
    "confines": "限制",
    "caps": "限制",
    "frees": "取消",
    "permits": "允许",
}


class _Restricting(NamedTuple):
    """A word or number that makes a statement."""

    start: int
    end: int
    sense: Sense


def read_restrictions(page: PageText, strengths: Mapping[str, int | None]) -> None:
    """Adds the statements that lie outside of the measures found so far."""
    covered = Inside([f for f in page.findings if f.kind == "measure"])
    titles = Inside([f for f in page.ordered if f.kind in ("instrument", "agreement")])
    operative = Operative(page)
    hits = [
        h
        for h in sorted([*_cues(page), *_caps(page)])
        if not covered.holds(h.start, h.end)
        and not (h.sense == "obliges" and _leads_to(page, h.end, _next(covered, h.end)))
        and not titles.holds(h.start, h.end)
        and _stands(page, h)
        and operative.rule(h.start, scaled=h.sense != "obliges") is None
    ]
    kept: list[_Restricting] = []
    for hit in hits:
        if not kept or (hit.start >= kept[-1].end and not _belongs(page, kept[-1], hit)):
            kept.append(hit)
    for i, hit in enumerate(kept):
        start, end = _span(page, hit, kept[i - 1] if i else None, kept[i + 1] if i + 1 < len(kept) else None)
        start, end = max(start, _reach(covered, hit.start)), min(end, _next(covered, hit.end))
        while start < hit.start and page.folded[start] in "，, ":
            start += 1
        if start <= hit.start:
            end = max(hit.end, trimmed(page.folded, hit.end, end))
            verb = VERBS[hit.sense]
            add_measure(page, (hit.start, hit.end), verb, strengths.get(verb or ""), start, end, hit.sense)


def _reach(covered: Inside, offset: int) -> int:
    """Where the last measure before an offset ends."""
    at = bisect_left(covered.starts, offset) - 1
    return covered.reach[at] if at >= 0 else 0


def _next(covered: Inside, offset: int) -> int:
    """Where the next measure after an offset begins."""
    at = bisect_left(covered.starts, offset)
    return covered.starts[at] if at < len(covered.starts) else 10**12


def _leads_to(page: PageText, end: int, start: int) -> bool:
    """Whether a word of duty only leads up to the measure that begins at `start` (应当支持…)."""
    return start - end < 24 and not PATTERNS["clause_end"].search(page.folded, end, start)


def _belongs(page: PageText, one: _Restricting, other: _Restricting) -> bool:
    """Whether a word only narrows the statement that the one before it made: no comma between, or a ceiling of what is permitted."""
    if page.layout.sentence_at(one.start) != page.layout.sentence_at(other.start):
        return False
    between = page.folded[one.end : other.start]
    if PATTERNS["strong_stop"].search(between) or between.endswith(" and "):
        return False
    return not PATTERNS["weak_stop"].search(between) or (
        one.sense == "permits" and (other.sense == "caps" or (other.sense == "forbids" and PATTERNS["but"].search(between) is not None))
    )


def _stands(page: PageText, hit: _Restricting) -> bool:
    """Whether a statement can stand there: no heading, no question, no doubt."""
    if page.layout.passage_at(hit.start).kind in ("title", "heading"):
        return False
    start, end = page.sentence(hit.start)
    return not (PATTERNS["question"].search(page.folded, hit.end, end) or PATTERNS["doubt"].search(page.folded, start, hit.start))


def _cues(page: PageText) -> list[_Restricting]:
    return [_Restricting(cue.start, cue.end, _sense(page, cue)) for cue in page.scan.cue("rule") if _holds(page, cue)]


def _sense(page: PageText, cue: CueWords) -> Sense:
    """The sense of a word where it stands: what is not required frees."""
    none = cue.sense == "obliges" and PATTERNS["none_of_it"].search(
        page.folded, max(page.sentence(cue.start)[0], cue.start - 60), cue.start
    )
    return "frees" if none else cue.sense  # type: ignore[return-value]


def _holds(page: PageText, cue: CueWords) -> bool:
    """Whether a word makes a statement of its sense where it stands."""
    folded = page.folded
    before, after = folded[max(0, cue.start - 40) : cue.start], folded[cue.end : cue.end + 40]
    low, high = page.sentence(cue.start)
    if cue.word > "\u3400" and (PATTERNS["in_a_condition"].match(folded, cue.end, high) or "是指" in folded[low : cue.start]):
        return False
    if cue.sense in ("forbids", "obliges") and PATTERNS["rule_that"].search(folded, low, cue.start):
        return False
    if cue.sense == "forbids":
        if PATTERNS["exceed"].match(after):
            return False
        if cue.word in ("prohibited", "forbidden", "banned", "not allowed", "not permitted", "off-limits", "off limits"):
            return PATTERNS["be"].search(before) is not None
        if cue.word in ("bars", "bans"):
            return PATTERNS["document_before"].search(before) is not None
        if cue.word == "不能":
            return PATTERNS["kept_from"].match(after) is not None
        if cue.word in ("may not", "must not", "shall not", "cannot"):
            return PATTERNS["no_ban"].match(after) is None
        return not (
            after.startswith(("的", "类", "外商投资的", "外商投资领域", "进入")) or before.endswith(("不含", "除", "属于", "列入", "涉及"))
        )
    if cue.word.endswith((" required", " needed")):
        return PATTERNS["required_thing"].search(before) is not None
    if cue.sense == "obliges":
        if cue.word == "要求":
            return PATTERNS["asks_before"].search(before) is not None and "\u3400" < after[:1] < "\ua000"
        own = PATTERNS["duty_verb_zh"] if cue.word > "\u3400" else PATTERNS["duty_verb_en"]
        if cue.word in ("应", "需"):
            own = PATTERNS["any_duty_after_who"] if PATTERNS["who_before"].search(before) else PATTERNS["short_duty"]
        elif cue.word in ("应当", "必须") and _in_an_article(page, cue.start):
            own = PATTERNS["any_duty_zh"]
        return own.match(after) is not None and not before.endswith(("无", "毋", "相", "不"))
    if cue.sense == "frees":
        if cue.word.endswith((" charged", " levied")):
            return PATTERNS["none_of_it"].search(before) is not None
        if cue.word == "exempt":
            return PATTERNS["document_before"].search(before) is not None or PATTERNS["be"].search(before) is not None
        if cue.word in ("不设", "不再设"):
            return PATTERNS["after_none_set"].match(after) is not None
        return cue.word != "no longer" or PATTERNS["after_no_longer"].match(after) is not None
    if cue.sense == "confines":
        if cue.word.isascii() and cue.word.endswith(" to"):
            return PATTERNS["be"].search(before) is not None and PATTERNS["number_next"].match(after) is None
        return not cue.word.isascii() or PATTERNS["modal"].search(before) is not None or PATTERNS["be"].search(before) is not None
    if PATTERNS["permits_alone"].fullmatch(cue.word):
        return not before.endswith(("不", "无", "not ")) and PATTERNS["permitted_thing"].match(after) is None
    if before.endswith(("不", "尽", "认", "方", "才")) and not before.endswith("人才"):
        return False
    if cue.word == "can" and after.startswith(" stay for") and "up to" not in after:
        return False
    if cue.word == "可以":
        return PATTERNS["only_possible"].match(after) is None
    if cue.word > "\u3400":
        named = PATTERNS["who_before"].search(before) is not None and PATTERNS["no_may"].match(after) is None
        return named or PATTERNS["han_do"].match(after) is not None
    who = folded[max(low, cue.start - 160) : cue.start]
    return PATTERNS["do"].match(after) is not None or (
        PATTERNS["who_may"].search(who) is not None and PATTERNS["may_be"].match(after) is None
    )


def _in_an_article(page: PageText, offset: int) -> bool:
    """Whether a word stands in a numbered article (第十条), or in a paragraph or item of one: there every duty is one."""
    passage = page.layout.passage_at(offset)
    while not (passage.number or "").startswith("第") and passage.under is not None:
        passage = page.layout.passages[passage.under]
    return passage.kind == "item" and (passage.number or "").startswith("第")


def _caps(page: PageText) -> list[_Restricting]:
    """Shares of ownership that may not be passed."""
    out = []
    for finding in page.ordered:
        if finding.kind == "share" and isinstance(finding.value, AmountFound) and finding.value.bound in ("at_most", "below"):
            start, end = page.sentence(finding.start)
            if PATTERNS["ownership"].search(page.folded, max(start, finding.start - 90), min(end, finding.end + 40)):
                before = page.folded[max(start, finding.start - 28) : finding.start]
                bound = BOUND_BEFORE.search(before)
                out.append(_Restricting(finding.start - len(before) + bound.start(1) if bound else finding.start, finding.end, "caps"))
    return out


def _span(page: PageText, hit: _Restricting, previous: _Restricting | None, following: _Restricting | None) -> tuple[int, int]:
    """The clause around a statement; several in one sentence are parted at the last comma between them."""
    folded = page.folded
    start, end = page.sentence(hit.start)
    start = max(start, *(folded.rfind(c, start, hit.start) + 1 for c in "；;|"))
    if stop := PATTERNS["stops"].search(folded, hit.end, end):
        end = stop.start()
    if previous is not None and previous.end > start and (commas := list(PATTERNS["part"].finditer(folded, previous.end, hit.start))):
        start = commas[-1].end()
    if following is not None and following.start < end and (commas := list(PATTERNS["part"].finditer(folded, hit.end, following.start))):
        end = commas[-1].start()
    while start < hit.start and (folded[start].isspace() or folded[start] in "，,"):
        start += 1
    if lead := PATTERNS["lead"].match(folded, start, hit.start):
        start = lead.end()
    return start, end

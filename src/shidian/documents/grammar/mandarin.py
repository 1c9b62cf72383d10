"""How a Chinese verb stands: whether it opens a measure statement, or else why not."""

from __future__ import annotations

import re

from shidian.documents.document import Passage
from shidian.documents.grammar.gazetteer import VerbHit
from shidian.documents.grammar.lexicon import ADVERBS, NOUN_MAKERS
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("mandarin")

_ADVERB = re.compile("(?:" + "|".join(sorted(ADVERBS, key=len, reverse=True)) + ")$")


_CHANGES = ("放宽", "扩大", "压缩", "压减", "缩减", "缩短", "提升", "提高", "上调", "下调", "延长", "降低", "增加", "减少", "下放")
"""Verbs that change a number from one value to another: what is changed stands before them."""
_OF_THINGS = ("增设", "新增", "停止", "实施")
"""Verbs whose subject, in an item of a notice, may be any thing."""
_GIVEN = ("给予", "赋予", "授予", "减免", "免征", "免收", "减征", "下调", "实行", "推行")
_BECOMES = ("改为", "调整为", "变更为", "提前至", "提前到", "延至", "扩大至", "扩大到", "拓展至", "扩展至", "延伸至")
_BETTER = ("提高", "提升", "增强", "促进", "推动")
_LOWERED = ("降至", "降为", "减至", "缩至", "提至", "调至", "减半")
_TRIED = ("开展", "综合", "改革", "开放")
_URGED = ("推动", "推进", "促进")
_SET_UP = ("设立", "新建", "增设", "开展", "变更", "制定", "实施")
"""Verbs of what somebody does before a rule tells what he may or must do."""
_CAPTION, _LONGEST_CAPTION = 18, 26


def _clause_end(folded: str, at: int, end: int) -> int:
    """The end of a clause: the next semicolon within its sentence."""
    stops = [p for c in "；;" if (p := folded.find(c, at, end)) >= 0]
    return min(stops, default=end)


def _caption(page: PageText, passage: Passage, hit: VerbHit, start: int, end: int) -> bool:
    """Whether a verb stands in the short first sentence of a numbered passage that goes on: it names what follows (1. 放宽准入。…)."""
    if end < passage.end and end - start <= _CAPTION + 4 and PATTERNS["ordinal_caption"].match(page.folded, start):
        return True
    if PATTERNS["to_a_value"].match(page.folded, hit.end) or end - start > _LONGEST_CAPTION:
        return False
    return (
        passage.kind == "item"
        and passage.level < 8
        and not (passage.number or "").startswith("第")
        and start == passage.start
        and end < passage.end
        and end - hit.start <= _CAPTION
    )


def chinese_use(page: PageText, hit: VerbHit, previous: VerbHit | None) -> int | str | None:
    """The start of the statement that a verb opens; or the rule by which it opens none; None when neither is known."""
    folded = page.folded
    sentence_start, sentence_end = page.sentence(hit.start)
    passage = page.layout.passage_at(hit.start)
    scaled = hit.strength is not None or hit.verb == "调整实施"
    if passage.kind in ("title", "heading"):
        return "heading"
    before = folded[max(sentence_start, hit.start - 24) : hit.start]
    after = folded[hit.end : min(sentence_end, hit.end + 16)]
    if hit.verb in ("开放", "pilot (E)", "trial (E)") and PATTERNS["ends"].match(after):
        if PATTERNS["in_fields"].search(folded, max(sentence_start, hit.start - 100), hit.start):
            return _clause_start(folded, sentence_start, hit.start)
    for fixed in PATTERNS["fixed"].finditer(folded, max(0, hit.start - 6), min(len(folded), hit.end + 6)):
        if (
            fixed.start() <= hit.start
            and hit.end <= fixed.end()
            and not (fixed[0] in ("先行先试", "扩大开放") and PATTERNS["boundary"].search(before))
        ):
            return "noun"
    if (
        not scaled
        and hit.verb not in ("禁止", "限制")
        and hit.word not in _GIVEN
        and PATTERNS["about"].search(folded, hit.end, min(sentence_end, hit.end + 24))
    ):
        return "noun"
    if hit.verb == "取消" and PATTERNS["ends"].match(after) and PATTERNS["lifted_before"].search(before) is not None:
        return _clause_start(folded, sentence_start, hit.start)
    if hit.word.startswith("予以") or before.endswith("予以") or (hit.word in ("纳入", "实现") and PATTERNS["taken_in"].search(before)):
        return _clause_start(folded, sentence_start, hit.start)
    if hit.word in _BECOMES or (hit.word in _LOWERED and PATTERNS["ruled_number"].search(before)):
        start = _clause_start(folded, sentence_start, hit.start)
        return "within" if previous is not None and previous.start >= start else start
    if PATTERNS["drafted_after"].match(after) and hit.word in ("制定", "编制"):
        return "noun"
    if PATTERNS["excluded_after"].match(folded, hit.end, sentence_end) and hit.start > sentence_start:
        return "within"
    if (PATTERNS["compound_after"].match(after) and not (hit.verb == "expand (E)" and after.startswith("范围"))) or after.startswith("的"):
        return "noun"
    if "是指" in folded[max(sentence_start, folded.rfind("；", sentence_start, hit.start)) : hit.start] or (
        hit.word == "对接" and after.startswith("受")
    ):
        return "noun"
    if PATTERNS["is_what"].match(folded, hit.end, sentence_end) or PATTERNS["by_whom"].match(folded, hit.end, sentence_end):
        return "noun"
    if PATTERNS["is_before"].search(before) and PATTERNS["of_what"].match(folded, hit.end, sentence_end):
        return "noun"
    if (not scaled or before.endswith(_URGED)) and PATTERNS["background"].match(folded, sentence_start, hit.start):
        return "background"
    if not scaled and not PATTERNS["to_a_value"].match(after) and (aside := _told_by_the_way(page, hit, before)) is not None:
        return aside
    if not scaled and PATTERNS["rhetoric_after"].match(after):
        return "rhetoric"
    if PATTERNS["no_object"].match(after) and hit.verb != "调整实施" and not (scaled and not after):
        return "noun"
    if not scaled and _caption(page, passage, hit, sentence_start, sentence_end):
        return "heading"
    if (purpose := PATTERNS["purpose"].match(folded, sentence_start, sentence_end)) is not None and hit.start < purpose.end():
        return "purpose"
    stripped = _bare(before)
    if PATTERNS["noun_after"].match(after) and stripped == before and not PATTERNS["boundary"].search(before):
        return "noun"
    if hit.verb == "取消" and not PATTERNS["restriction"].search(folded, hit.end, _clause_end(folded, hit.end, sentence_end)):
        return "other-sense"
    if hit.word in _CHANGES and PATTERNS["to_a_value"].match(after):
        start = _clause_start(folded, sentence_start, hit.start)
        if previous is not None and (previous.start >= start or (previous.word == hit.word and previous.start >= sentence_start)):
            return "within"
        return (
            start + len(passage.number) if passage.number and start == passage.start and folded.startswith(passage.number, start) else start
        )
    if previous is not None and previous.start >= sentence_start and not PATTERNS["apart"].search(folded, previous.end, hit.start):
        return "within"
    if stripped.endswith("不") or before.endswith(("不得", "不")) or PATTERNS["denied"].search(before):
        return "negated"
    if hit.word == "试点" and (PATTERNS["pilot_noun"].match(after) or before.endswith(_TRIED)):
        return "noun"
    if (for_them := PATTERNS["for_them"].search(folded, _clause_start(folded, sentence_start, hit.start - 1), hit.start)) is not None:
        return for_them.start()
    if PATTERNS["boundary"].search(stripped):
        return hit.start
    edge = hit.start - len(before) + len(stripped)
    if _named_before(page, edge):
        return hit.start
    if PATTERNS["subject"].search(stripped) or PATTERNS["place_or_time"].search(stripped):
        ordered = (
            passage.kind == "item" or PATTERNS["plan"].search(stripped) or PATTERNS["reported"].search(folded, passage.start, hit.start)
        )
        if not scaled and stripped == before and not ordered:
            return "in-passing"
        return hit.start
    if (phrase := _phrase_start(page, hit, sentence_start)) is not None:
        return phrase
    if hit.verb == "取消" and PATTERNS["foreign_limit"].match(after) and PATTERNS["object_before"].search(stripped):
        return _clause_start(folded, sentence_start, hit.start)
    things = hit.word in ("实行", "推行") or (passage.kind == "item" and hit.word in _OF_THINGS)
    things = things or (hit.word == "允许" and PATTERNS["done_with_it"].match(after) is not None)
    if things and (thing := PATTERNS["thing_before"].search(folded, max(0, sentence_start - 1), hit.start)) is not None:
        return thing.start(1)
    return "within" if not scaled else "noun" if stripped.endswith(NOUN_MAKERS) else None


def _bare(before: str) -> str:
    """What stands before a verb and its adverbs."""
    while (adverb := _ADVERB.search(before)) is not None:
        before = before[: adverb.start()]
    return before


def _clause_start(folded: str, low: int, at: int) -> int:
    """Where the clause of a verb begins: after the last comma, semicolon, colon or full stop."""
    return max(low, *(folded.rfind(c, low, at) + 1 for c in "；;，,。：:"))


def _named_before(page: PageText, edge: int) -> bool:
    """Whether an authority or a place is named right before."""
    return any(f.kind in ("body", "place") and f.end == edge for f in page.within(max(0, edge - 24), edge))


def _phrase_start(page: PageText, hit: VerbHit, low: int) -> int | None:
    """The start of a prepositional phrase that leads up to a verb from its clause's start, or from an authority or place that does it (海南自由贸易港对外商投资实行…)."""
    folded = page.folded
    clause = _clause_start(folded, low, hit.start)
    for found in PATTERNS["preposition"].finditer(folded, clause, hit.start):
        head = _bare(folded[clause : found.start()])
        edge = clause + len(head)
        if (
            PATTERNS["boundary"].search(head)
            or PATTERNS["plan"].search(head)
            or PATTERNS["subject"].search(head)
            or _named_before(page, edge)
        ):
            return found.start() if hit.start - found.end() > 1 else None
    return None


def _told_by_the_way(page: PageText, hit: VerbHit, before: str) -> str | None:
    """The rule by which a verb off the scale makes no measure: a means, a condition, or what a measure before it would come to."""
    folded = page.folded
    end = page.sentence(hit.start)[1]
    if before.endswith("通过"):
        return "means"
    if hit.word == "纳入" and page.layout.passage_at(hit.start).kind != "item":
        return "in-passing"
    if PATTERNS["duty_before"].search(folded, page.sentence(hit.start)[0], hit.start):
        return "within"
    if PATTERNS["may_before"].search(before) or PATTERNS["in_a_condition"].match(folded, hit.end, end):
        return "within"
    if PATTERNS["then_may"].match(folded, hit.end, end) and (hit.word in _SET_UP or PATTERNS["who_does"].search(before)):
        return "within"
    if before.endswith("，") and (hit.word == "实现" or (hit.word in _BETTER and PATTERNS["for_the_better"].match(folded, hit.end, end))):
        return "result"
    return None

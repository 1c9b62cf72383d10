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
    return passage.kind == "item" and passage.level < 8 and start == passage.start and end < passage.end and end - hit.start <= _CAPTION


def chinese_use(page: PageText, hit: VerbHit, previous: VerbHit | None) -> int | str | None:
    """The start of the statement that a verb opens; or the rule by which it opens none; None when neither is known."""
    folded = page.folded
    sentence_start, sentence_end = page.sentence(hit.start)
    passage = page.layout.passage_at(hit.start)
    scaled = hit.strength is not None
    if passage.kind in ("title", "heading"):
        return "heading"
    before = folded[max(sentence_start, hit.start - 24) : hit.start]
    after = folded[hit.end : min(sentence_end, hit.end + 16)]
    for fixed in PATTERNS["fixed"].finditer(folded, max(0, hit.start - 6), min(len(folded), hit.end + 6)):
        if (
            fixed.start() <= hit.start
            and hit.end <= fixed.end()
            and not (fixed[0] in ("先行先试", "扩大开放") and PATTERNS["boundary"].search(before))
        ):
            return "noun"
    if not scaled and PATTERNS["about"].search(folded, hit.end, min(sentence_end, hit.end + 24)):
        return "noun"
    if hit.verb == "取消" and PATTERNS["ends"].match(after) and PATTERNS["lifted_before"].search(before) is not None:
        return max(sentence_start, *(folded.rfind(c, sentence_start, hit.start) + 1 for c in "；;，,：:"))
    if hit.word.startswith("予以") or (hit.word in ("纳入", "实现") and PATTERNS["taken_in"].search(before)):
        return max(sentence_start, *(folded.rfind(c, sentence_start, hit.start) + 1 for c in "；;，,。：:"))
    if PATTERNS["drafted_after"].match(after) and hit.word in ("制定", "编制"):
        return "noun"
    if PATTERNS["excluded_after"].match(folded, hit.end, sentence_end) and hit.start > sentence_start:
        return "within"
    if PATTERNS["compound_after"].match(after) or after.startswith("的"):
        return "noun"
    if not scaled and PATTERNS["rhetoric_after"].match(after):
        return "rhetoric"
    if PATTERNS["no_object"].match(after) and hit.verb != "调整实施" and not (scaled and not after):
        return "noun"
    if not scaled and _caption(page, passage, hit, sentence_start, sentence_end):
        return "heading"
    if (purpose := PATTERNS["purpose"].match(folded, sentence_start, sentence_end)) is not None and hit.start < purpose.end():
        return "purpose"
    if not scaled and PATTERNS["opinion"].match(folded, sentence_start):
        return "in-passing"
    stripped = before
    while (adverb := _ADVERB.search(stripped)) is not None:
        stripped = stripped[: adverb.start()]
    if PATTERNS["noun_after"].match(after) and stripped == before and not PATTERNS["boundary"].search(before):
        return "noun"
    if hit.verb == "取消" and not PATTERNS["restriction"].search(folded, hit.end, _clause_end(folded, hit.end, sentence_end)):
        return "other-sense"
    if hit.word in _CHANGES and PATTERNS["to_a_value"].match(after):
        start = max(sentence_start, *(folded.rfind(c, sentence_start, hit.start) + 1 for c in "；;，,。：:"))
        if previous is not None and (previous.start >= start or (previous.word == hit.word and previous.start >= sentence_start)):
            return "within"
        return (
            start + len(passage.number) if passage.number and start == passage.start and folded.startswith(passage.number, start) else start
        )
    if hit.word in ("给予", "赋予", "授予", "减免", "下调", "实行", "推行") and PATTERNS["for_whom"].search(before):
        return hit.start
    if previous is not None and previous.start >= sentence_start and not PATTERNS["apart"].search(folded, previous.end, hit.start):
        return "within"
    if PATTERNS["forbidden_before"].search(before):
        return "within"
    if stripped.endswith("不") or before.endswith(("不得", "不")) or PATTERNS["denied"].search(before):
        return "negated"
    if PATTERNS["boundary"].search(stripped):
        return hit.start
    edge = hit.start - len(before) + len(stripped)
    if any(f.kind in ("body", "place") and f.end == edge for f in page.within(max(0, edge - 24), edge)):
        return hit.start
    if PATTERNS["subject"].search(stripped) or PATTERNS["place_or_time"].search(stripped):
        if not scaled and stripped == before and not PATTERNS["plan"].search(stripped):
            return "in-passing"
        return hit.start
    if hit.verb == "取消" and PATTERNS["foreign_limit"].match(after) and PATTERNS["object_before"].search(stripped):
        return max(sentence_start, *(folded.rfind(c, sentence_start, hit.start) + 1 for c in "；;，,：:"))
    things = hit.word in ("实行", "推行") or (passage.kind == "item" and hit.word in _OF_THINGS)
    things = things or (hit.word == "允许" and PATTERNS["done_with_it"].match(after) is not None)
    if things and (thing := PATTERNS["thing_before"].search(folded, max(0, sentence_start - 1), hit.start)) is not None:
        return thing.start(1)
    return "within" if not scaled else _scaled_within(stripped, after)


def _scaled_within(before: str, after: str) -> str | None:
    """A verb of the scale deep within a clause: mostly the object of another verb."""
    if before.endswith(NOUN_MAKERS):
        return "noun"
    if after.startswith(("的", "了")):
        return "noun"
    return None

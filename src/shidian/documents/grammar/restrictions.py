"""Statements of policy without a verb of the scale: what is forbidden, confined, capped, freed of a requirement, or permitted by a modal verb."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Literal, NamedTuple

from shidian.documents.grammar.finding import Amount
from shidian.documents.grammar.gazetteer import Cue
from shidian.documents.grammar.measures import SHARE_WORD, Inside, add_measure, trimmed
from shidian.documents.grammar.page import Page
from shidian.documents.grammar.quantities import BOUND_BEFORE

Sense = Literal["forbids", "confines", "caps", "frees", "permits"]
VERBS: Mapping[Sense, str] = {"forbids": "禁止", "confines": "限制", "caps": "限制", "frees": "取消", "permits": "允许"}
_BE = re.compile(
    r"\b(?:is|are|be|remains?|stays?|were|was|currently|still|strictly|expressly)(?: (?:currently|still|strictly|expressly|also|generally|only))? $"
)
_MODAL = re.compile(r"\b(?:must|shall|should|may|will|to) (?:only |still |also )?(?:be )?$")
_EXCEED = re.compile(r" (?:\w+ )?(?:exceed|be (?:more|higher|longer|less|lower|shorter) than)|超过|高于|低于|少于|多于|大于|晚于|早于")
_AFTER_NO_LONGER = re.compile(
    r" (?:be )?(?:needs?|required?|requires?|have to|has to|subject to|any (?:limits?|restrictions?|caps?|ceilings?)|limited|restricted|capped|appl(?:y|ies))\b"
)
_DO = re.compile(
    r" (?:now |also |only |freely |then )*(?:provide|engage|establish|set up|hold|operate|invest|apply|own|acquire|practi[sc]e|offer|conduct|form|run|open|trade|transfer|export|buy|sell|participate|carry out|"
    r"take|issue|list|raise|work|stay|enter|choose|be (?:wholly|fully|up to|majority|[0-9]{1,3}))\b"
)
_HAN_DO = re.compile(
    r"(?:以)?(?:依法|自由|自主|按规定|直接|继续|独资|单独|[在于][^，。；]{1,16})?(?:申请|设立|从事|经营|开展|提供|持有|独资|投资|出境|控股|参与|开办|举办|享受|办理|使用|进口|出口|聘用|执业|承接|入股|收购|汇出|开立|接入|销售|建设|取得)"
)
_OWNERSHIP = re.compile(
    SHARE_WORD.pattern + r"|\bforeign (?:investors?|capital)\b|\bcapital contribution|\bforeign(?:-| )owned|外商|外资|外方|出资"
)
_QUESTION = re.compile(r"[?？吗]")
_DOUBT = re.compile(
    r"\b(?:whether|if|expect|believe|hope|think|likely|analysts?|critics?|experts?|could)\b|是否|能否|如果|(?:专家|学者|分析人士|业内人士)(?:认为|表示|指出|称|建议|预计)"
)
_STOPS = re.compile(r"[;；。\n|]|\.(?=[\s\"')]|$)")
_PART = re.compile(r"[,，] ?(?:and |but |while |whereas |但|且|并)?")
_LEAD = re.compile(
    r"(?:[-*•·]|[（(]?[0-9a-z一二三四五六七八九十]{1,4}[)）.、．]|(?:item|article|no\.) [0-9]{1,3}[.:]?|第[^条]{1,6}条|(?:答|a)[:：])\s*|[,，]? ?(?:but|and|however|while|whereas|但|而)[,，]? ?|[,，]\s?"
)


class _Hit(NamedTuple):
    """A word or number that makes a statement."""

    start: int
    end: int
    sense: Sense


def read_restrictions(page: Page, strengths: Mapping[str, int | None]) -> None:
    """Adds the statements that lie outside of the measures found so far."""
    covered = Inside([f for f in page.findings if f.kind == "measure"])
    titles = Inside([f for f in page.ordered if f.kind in ("instrument", "agreement")])
    hits = [
        h
        for h in sorted([*_cues(page), *_caps(page)])
        if not covered.holds(h.start, h.end) and not titles.holds(h.start, h.end) and _stands(page, h)
    ]
    kept: list[_Hit] = []
    for hit in hits:
        if not kept or (hit.start >= kept[-1].end and not _belongs(page, kept[-1], hit)):
            kept.append(hit)
    for i, hit in enumerate(kept):
        start, end = _span(page, hit, kept[i - 1] if i else None, kept[i + 1] if i + 1 < len(kept) else None)
        start, end = max(start, _reach(covered, hit.start)), min(end, _next(covered, hit.end))
        if start <= hit.start:
            end = max(hit.end, trimmed(page.folded, hit.end, end))
            verb = VERBS[hit.sense]
            add_measure(page, (hit.start, hit.end), verb, strengths.get(verb), start, end, hit.sense)


def _reach(covered: Inside, offset: int) -> int:
    """Where the last measure before an offset ends."""
    at = bisect_left(covered.starts, offset) - 1
    return covered.reach[at] if at >= 0 else 0


def _next(covered: Inside, offset: int) -> int:
    """Where the next measure after an offset begins."""
    at = bisect_left(covered.starts, offset)
    return covered.starts[at] if at < len(covered.starts) else 10**12


def _belongs(page: Page, one: _Hit, other: _Hit) -> bool:
    """Whether a word only narrows the statement that the one before it made: no comma between, or a ceiling of what is permitted."""
    if page.layout.sentence_at(one.start) != page.layout.sentence_at(other.start):
        return False
    between = page.folded[one.end : other.start]
    if re.search(r"[;；|]", between):
        return False
    return not re.search(r"[,，:：]", between) or (
        one.sense == "permits" and (other.sense == "caps" or (other.sense == "forbids" and re.search(r"但|\bbut\b", between) is not None))
    )


def _stands(page: Page, hit: _Hit) -> bool:
    """Whether a statement can stand there: no heading, no question, no doubt."""
    if page.layout.passage_at(hit.start).kind in ("title", "heading"):
        return False
    start, end = page.sentence(hit.start)
    return not (_QUESTION.search(page.folded, hit.end, end) or _DOUBT.search(page.folded, start, hit.start))


def _cues(page: Page) -> list[_Hit]:
    return [_Hit(cue.start, cue.end, cue.sense) for cue in page.scan.cue("rule") if _holds(page, cue)]  # type: ignore[arg-type]


def _holds(page: Page, cue: Cue) -> bool:
    """Whether a word makes a statement of its sense where it stands."""
    folded = page.folded
    before, after = folded[max(0, cue.start - 40) : cue.start], folded[cue.end : cue.end + 40]
    if cue.sense == "forbids":
        if _EXCEED.match(after):
            return False
        if cue.word in ("prohibited", "forbidden", "banned", "not allowed", "not permitted", "off-limits"):
            return _BE.search(before) is not None
        if cue.word in ("may not", "must not", "shall not", "cannot"):
            return re.match(r" (?:only|just|always|yet|be clear|have been|seem)\b", after) is None
        return not (
            after.startswith(("的", "类", "外商投资的", "外商投资领域", "进入")) or before.endswith(("不含", "除", "属于", "列入", "涉及"))
        )
    if cue.sense == "frees":
        return cue.word != "no longer" or _AFTER_NO_LONGER.match(after) is not None
    if cue.sense == "confines":
        if cue.word.isascii() and cue.word.endswith(" to"):
            return _BE.search(before) is not None and re.match(r"\s?(?:a |an )?[0-9]", after) is None
        return not cue.word.isascii() or _MODAL.search(before) is not None or _BE.search(before) is not None
    return (_HAN_DO if cue.word[0] > "\u3400" else _DO).match(after) is not None and not before.endswith(("不", "尽", "均不", "认"))


def _caps(page: Page) -> list[_Hit]:
    """Shares of ownership that may not be passed."""
    out = []
    for finding in page.ordered:
        if finding.kind == "share" and isinstance(finding.value, Amount) and finding.value.bound in ("at_most", "below"):
            start, end = page.sentence(finding.start)
            if _OWNERSHIP.search(page.folded, max(start, finding.start - 90), min(end, finding.end + 40)):
                before = page.folded[max(start, finding.start - 28) : finding.start]
                bound = BOUND_BEFORE.search(before)
                out.append(_Hit(finding.start - len(before) + bound.start(1) if bound else finding.start, finding.end, "caps"))
    return out


def _span(page: Page, hit: _Hit, previous: _Hit | None, following: _Hit | None) -> tuple[int, int]:
    """The clause around a statement; several in one sentence are parted at the last comma between them."""
    folded = page.folded
    start, end = page.sentence(hit.start)
    start = max(start, *(folded.rfind(c, start, hit.start) + 1 for c in "；;|"))
    if stop := _STOPS.search(folded, hit.end, end):
        end = stop.start()
    if previous is not None and previous.end > start and (commas := list(_PART.finditer(folded, previous.end, hit.start))):
        start = commas[-1].end()
    if following is not None and following.start < end and (commas := list(_PART.finditer(folded, hit.end, following.start))):
        end = commas[-1].start()
    while start < hit.start and folded[start].isspace():
        start += 1
    if lead := _LEAD.match(folded, start, hit.start):
        start = lead.end()
    return start, end

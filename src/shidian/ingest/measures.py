"""Measure statements: which verbs of a page open one, how far it reaches, and what narrows it."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from typing import Literal

from shidian.ingest.english import english_use
from shidian.ingest.finding import Amount, Finding, Measure, Named
from shidian.ingest.gazetteer import VerbHit
from shidian.ingest.lexicon import CONDITIONS, EXCLUSIONS, LIMITS
from shidian.ingest.mandarin import chinese_use
from shidian.ingest.page import Page


def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = (rf"\b{re.escape(w)}\b" if w[0].isascii() else re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile("|".join(parts))


_EXCLUSION, _LIMIT, _CONDITION = _words(EXCLUSIONS), _words(LIMITS), _words(CONDITIONS)
_STOPS = re.compile(r"[;；。\n]|\.(?=[\s\"')]|$)")
_PART_END = re.compile(r"[,，;；。)）\n]|\.(?=\s|$)")
RESTRICTION = re.compile(
    r"\b(?:caps?|ceilings?|restrictions?|limits?|limitations?|barriers?|thresholds?|requirements?|ratios?|need for|approvals?|bans?|prohibitions?|quotas?|ownership)\b|"
    r"限制|比例|要求|门槛|审批|许可|条件|禁止|上限|登记|备案|壁垒")
SHARE_WORD = re.compile(r"\b(?:equity|shareholding|ownership|foreign shares?|stakes?)\b|股比|持股|股权|外资比例|出资比例|投资比例")
_NO_CEILING = re.compile(r"without (?:any )?(?:foreign )?(?:shareholding|equity|ownership)[a-z ]{0,14}(?:caps?|limits?|restrictions?)|(?:不受|取消|放开|不设|无)[^，。；]{0,20}(?:股比|持股|股权|外资比例)[^，。；]{0,4}(?:限制|上限)?")
_DONE = re.compile(r"\b(?:have|has) (?:now |already |also |further )?been\b|\bare now\b|\bis now\b|\balready\b|已经|已于|现已|已(?=取消|允许|放开|开放)")
_PROPOSED = re.compile(r"\bpropos|\bwill\b|\bplans? to\b|\baims? to\b|\bto be\b|\bcalls? for\b|\bstudy|拟|将|研究|争取|力争|计划")


def read_measures(page: Page) -> list[tuple[int, int]]:
    """Adds the measure statements of a page; returns the verbs of the scale that nothing accounts for."""
    names = sorted((f for f in page.findings if f.kind in ("instrument", "body", "place", "agreement")), key=lambda f: f.start)
    titles = _Inside(names)
    opened: list[tuple[VerbHit, int]] = []
    rest: list[VerbHit] = []
    previous: VerbHit | None = None
    for hit in page.scan.verbs:
        if titles.holds(hit.start, hit.end):
            page.ignore(hit.start, hit.end, "in-a-name")
            continue
        use = chinese_use(page, hit) if hit.form == "zh" else english_use(page, hit, previous)
        if isinstance(use, int):
            opened.append((hit, use))
            previous = hit
        elif use is not None:
            page.ignore(hit.start, hit.end, use)
        else:
            rest.append(hit)
    spans = _spans(page, opened)
    for (hit, _), (start, end) in zip(opened, spans, strict=True):
        _add(page, hit, start, end)
    covered = _Inside([f for f in page.findings if f.kind == "measure"])
    return [(h.start, h.end) for h in rest if not covered.holds(h.start, h.end)]


class _Inside:
    """Whether a span lies within one of many, in order of their starts."""

    def __init__(self, findings: list[Finding]) -> None:
        ordered = sorted(findings, key=lambda f: f.start)
        self.starts = [f.start for f in ordered]
        reach, self.reach = 0, []
        for finding in ordered:
            reach = max(reach, finding.end)
            self.reach.append(reach)

    def holds(self, start: int, end: int) -> bool:
        at = bisect_left(self.starts, start + 1) - 1
        return at >= 0 and self.reach[at] >= end


def _spans(page: Page, opened: list[tuple[VerbHit, int]]) -> list[tuple[int, int]]:
    """From the start of each statement to the next one of its sentence, a semicolon, or the end of the sentence."""
    out = []
    for i, (hit, start) in enumerate(opened):
        _, end = page.sentence(hit.start)
        if stop := _STOPS.search(page.folded, hit.end, end):
            end = stop.start()
        if i + 1 < len(opened) and opened[i + 1][1] < end and opened[i + 1][1] > hit.end:
            end = opened[i + 1][1]
        end = _trim(page.folded, hit.end, end)
        out.append((start, max(end, hit.end)))
    return out


_TAIL = re.compile(r"(?:[\s,，、:：;；\"'-]|\b(?:and|or|as well as|while|including)\b|以及|并且|并|和|及|同时)+$")


def _trim(folded: str, low: int, end: int) -> int:
    found = _TAIL.search(folded, max(low, end - 24), end)
    return found.start() if found else end


def _add(page: Page, hit: VerbHit, start: int, end: int) -> None:
    folded = page.folded
    inside = page.within(start, end)
    ceiling, below = _ceiling(inside)
    text = folded[start:end]
    lifts = _lifts(hit, text)
    if lifts and ceiling is None and (SHARE_WORD.search(text) or hit.verb == "取消"):
        ceiling = Decimal(100) if SHARE_WORD.search(text) else None
    sentence = page.sentence(hit.start)
    places = _ids(inside, "place") or _ids(page.within(*sentence), "place")
    page.add("measure", start, end, Measure(
        page.document.text[hit.start:hit.end], hit.verb, hit.strength, (hit.end, end), ceiling, below, lifts, tuple(_parts(page, _EXCLUSION, start, end)),
        tuple(p for p in _parts(page, _LIMIT, start, end) if not _numeric(inside, p)), tuple(_parts(page, _CONDITION, start, end)), places, _ids(inside, "activity"),
        _state(folded[max(sentence[0], start - 60):end])))


def _lifts(hit: VerbHit, text: str) -> bool:
    """Whether a statement takes a restriction away."""
    if _NO_CEILING.search(text):
        return True
    return hit.verb == "取消" and RESTRICTION.search(text) is not None


def _ids(found: list[Finding], kind: str) -> tuple[str, ...]:
    ids = [f.value.ids[0] if not f.value.set or len(f.value.ids) == 1 else f.value.ids[0] for f in found if f.kind == kind and isinstance(f.value, Named)]
    return tuple(dict.fromkeys(ids))


def _ceiling(inside: list[Finding]) -> tuple[Decimal | None, bool]:
    for finding in inside:
        if finding.kind == "share" and isinstance(finding.value, Amount) and finding.value.bound in ("at_most", "below"):
            return finding.value.number, finding.value.bound == "below"
    return None, False


def _numeric(inside: list[Finding], part: tuple[int, int]) -> bool:
    """Whether the words of a limit lead to a number ("limited to 50 %"): then it is a ceiling."""
    return any(f.kind in ("share", "amount", "period", "count") and part[0] <= f.start < part[1] and f.start - part[0] < 20 for f in inside)


def _parts(page: Page, words: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for found in words.finditer(page.folded, start, end):
        if out and found.start() < out[-1][1]:
            continue
        first, last = found.start(), end
        if found[0] in ("除外", "的领域除外"):
            first = max(start, max(page.folded.rfind(c, start, first) for c in "，,（(；。") + 1)
            last = found.end()
        elif stop := _PART_END.search(page.folded, found.end(), end):
            last = stop.start()
        out.append((first, last))
    return out


def _state(text: str) -> Literal["proposed", "done", "unsaid"]:
    return "done" if _DONE.search(text) else "proposed" if _PROPOSED.search(text) else "unsaid"

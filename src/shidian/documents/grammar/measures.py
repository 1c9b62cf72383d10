"""Measure statements: which verbs of a page open one, how far it reaches, and what narrows it."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import Literal

from shidian.documents.grammar.english import english_use
from shidian.documents.grammar.finding import AmountFound, Finding, Measure, Named
from shidian.documents.grammar.gazetteer import CueWords, VerbHit
from shidian.documents.grammar.mandarin import chinese_use
from shidian.documents.grammar.operative import Operative
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.spans import Inside, spans_of, spread, trimmed
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("measures")

CLOSING = ("除外", "excluded", "excepted", "only")
"""Words that end what they exclude or limit: 台湾除外, (music excluded), (for end users only)."""
RELAX, WHOLE = "expand (E)", "cn"


def read_measures(page: PageText) -> list[tuple[int, int]]:
    """Adds the measure statements of a page; returns the verbs of the scale that nothing accounts for."""
    names = sorted((f for f in page.findings if f.kind in ("instrument", "body", "place", "agreement")), key=lambda f: f.start)
    titles = Inside(names)
    opened: list[tuple[VerbHit, int]] = []
    rest: list[VerbHit] = []
    previous: VerbHit | None = None
    operative = Operative(page)
    for hit in page.scan.verbs:
        if titles.holds(hit.start, hit.end):
            page.ignore(hit.start, hit.end, "in-a-name")
            continue
        if (aside := operative.rule(hit.start, scaled=hit.strength is not None)) is not None:
            page.ignore(hit.start, hit.end, aside)
            continue
        use = chinese_use(page, hit, previous) if hit.form == "zh" else english_use(page, hit, previous)
        if isinstance(use, int):
            opened.append((hit, use))
            previous = hit
        elif use is not None:
            page.ignore(hit.start, hit.end, use)
        else:
            rest.append(hit)
    spans = spans_of(page, opened)
    for (hit, _), (start, end) in zip(opened, spans, strict=True):
        more = spread(page, hit, end)
        if more:
            end = trimmed(page.folded, hit.end, more[0][0])
        raised = hit.verb == "取消" and PATTERNS["raised"].match(page.folded, hit.end) is not None
        add_measure(page, (hit.start, hit.end), RELAX if raised else hit.verb, None if raised else hit.strength, start, end)
        for first, last in more:
            add_measure(page, (hit.start, hit.end), hit.verb, hit.strength, first, last)
    covered = Inside([f for f in page.findings if f.kind == "measure"])
    return [(h.start, h.end) for h in rest if not covered.holds(h.start, h.end)]


def add_measure(
    page: PageText, at: tuple[int, int], verb: str | None, strength: int | None, start: int, end: int, sense: str = "verb"
) -> None:
    """Adds a statement that the words `at` make, with what narrows it. `sense` says what makes it when no verb of the scale does."""
    folded = page.folded
    inside = page.within(start, end)
    text = folded[start:end]
    lifts = sense == "frees" or (sense == "verb" and _lifts(verb, text))
    ceiling, below = _ceiling(page, inside, lifts=lifts, permits=sense == "permits")
    if lifts and ceiling is None and (PATTERNS["share_word"].search(text) or PATTERNS["cap_on"].search(text)):
        ceiling = Decimal(100)
    sentence = page.sentence(at[0])
    excludes = tuple(p for p in _parts(page, "excludes", start, end) if p[0] != at[0])
    if strength == 5 and (found := PATTERNS["leading_exclusion"].search(folded, sentence[0], start)) is not None:
        excludes = (found.span(1), *excludes)
    page.add(
        "measure",
        start,
        end,
        Measure(
            page.document.text[at[0] : at[1]],
            at,
            verb,
            strength,
            (max(at[1], start), end),
            ceiling,
            below,
            lifts,
            excludes,
            (*_gradual(page, at), *(p for p in _parts(page, "limits", start, end) if not _numeric(inside, p) and p[0] != at[0])),
            _conditions(page, at, inside, start, end),
            _places(page, inside, sentence, start),
            _ids([f for f in inside if not any(a <= f.start < b for a, b in excludes)], "activity"),
            _state(
                folded[
                    max(
                        sentence[0], start - 60, folded.rfind("；", sentence[0], start) + 1, folded.rfind(";", sentence[0], start) + 1
                    ) : end
                ]
            ),
        ),
    )


def _gradual(page: PageText, at: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """A word before the verb that says it is done by steps: 逐步, gradually."""
    found = PATTERNS["gradual"].search(page.folded, max(0, at[0] - 24), at[0])
    return (found.span(1),) if found else ()


def _lifts(verb: str | None, text: str) -> bool:
    """Whether a statement takes a restriction away."""
    if PATTERNS["no_ceiling"].search(text):
        return True
    return verb == "取消" and PATTERNS["restriction"].search(text) is not None


def _places(page: PageText, inside: list[Finding], sentence: tuple[int, int], start: int) -> tuple[str, ...]:
    """The places of a statement: those in it, else those that lead up to it ("In Hainan, …", 在上海，…); the whole country only where no other is named."""
    own = _ids(inside, "place")
    low = max(sentence[0], *(page.folded.rfind(c, sentence[0], start) + 1 for c in ";；|"))
    leading = _ids(page.within(low, start), "place")
    if not own:
        return leading
    return leading if leading and own == (WHOLE,) else own


def _ids(found: list[Finding], kind: str) -> tuple[str, ...]:
    ids = [f.value.ids[0] for f in found if f.kind == kind and isinstance(f.value, Named)]
    return tuple(dict.fromkeys(ids))


def _ceiling(page: PageText, inside: list[Finding], *, lifts: bool, permits: bool) -> tuple[Decimal | None, bool]:
    """The highest share that a statement leaves, in percent. A share that names the restriction it takes away is none."""
    for finding in inside:
        if finding.kind != "share" or not isinstance(finding.value, AmountFound):
            continue
        if (of := PATTERNS["of_restriction"].match(page.folded, finding.end)) is not None and (
            lifts or PATTERNS["changed"].search(page.folded, of.end(), of.end() + 60)
        ):
            continue
        if PATTERNS["staff"].search(page.folded[max(0, finding.start - 16) : finding.end + 24]):
            continue
        if PATTERNS["old_value"].match(page.folded, finding.end) and any(f.kind == "share" and f.start > finding.end for f in inside):
            continue  # from this share to another: the other holds
        before = page.folded[max(0, finding.start - 60) : finding.start]
        if finding.value.bound in ("at_most", "below"):
            return finding.value.number, finding.value.bound == "below"
        if finding.value.bound == "is" and (
            (
                PATTERNS["raised_before"].search(before)
                and PATTERNS["share_word"].search(page.folded, max(0, finding.start - 90), finding.end + 30)
            )
            or (permits and PATTERNS["owned"].match(page.folded, finding.end))
        ):
            return finding.value.number, False
    return None, False


def _numeric(inside: list[Finding], part: tuple[int, int]) -> bool:
    """Whether the words of a limit lead to a number ("limited to 50 %"): then it is a ceiling."""
    return any(f.kind in ("share", "amount", "period", "count") and part[0] <= f.start < part[1] and f.start - part[0] < 20 for f in inside)


def _parts(page: PageText, sense: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans in a statement that a word of exclusion, limit or condition opens (or closes: 除外)."""
    out: list[tuple[int, int]] = []
    cues = page.scan.cue("narrow")
    for cue in cues[bisect_left(cues, start, key=_cue_start) : bisect_left(cues, end, key=_cue_start)]:
        if cue.sense != sense or (out and cue.start < out[-1][1]):
            continue
        first, last = cue.start, end
        if cue.word in CLOSING:
            if cue.word == "only" and not PATTERNS["closed_only"].match(page.folded, cue.end):
                continue
            first = max(start, *(page.folded.rfind(c, start, first) + 1 for c in "，,（(；。"))
            if out and first < out[-1][1]:
                first = out[-1][1]  # 中医类除外、公立医院并购除外: two
            while first < cue.start and (page.folded[first].isspace() or page.folded[first] in "、和及与"):
                first += 1
            if cue.word == "only" and page.folded[first - 1] != "(" and not page.folded.startswith("for ", first):
                first = page.folded.rfind(" for ", first, cue.start) + 1
                if first == 0:
                    continue
            last = cue.end
        elif PATTERNS["exceeds"].match(page.folded, cue.end):
            continue
        elif stop := PATTERNS["part_end"].search(page.folded, cue.end, end):
            last = stop.start()
        out.append((first, last))
    if sense == "excludes":
        out += [
            found.span(1)
            for pattern in (PATTERNS["but_not"], PATTERNS["not_covered"])
            for found in pattern.finditer(page.folded, start, end)
            if all(found.start(1) >= last or found.end(1) <= first for first, last in out)
        ]
    return out


def _cue_start(cue: CueWords) -> int:
    return cue.start


def _conditions(page: PageText, at: tuple[int, int], inside: list[Finding], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The conditions in a statement, and one that leads up to it in the same clause. A name such as Qualified Foreign Limited Partner is none."""
    text = page.document.text
    own = [
        p
        for p in _parts(page, "conditions", start, end)
        if not (text[p[0]].isupper() and PATTERNS["capital_word"].search(text, p[0] + 1, min(p[1], p[0] + 14)))
        and text[max(0, p[0] - 1)] not in "未不"
        and p[0] != at[0]
        and not PATTERNS["condition_not"].match(page.folded, p[0])
        and not any(f.kind == "share" and p[0] <= f.start < p[1] for f in inside)
    ]
    low = max(page.sentence(at[0])[0], start - 200)
    low = max(low, *(page.folded.rfind(c, low, start) + 1 for c in ";；:："))
    for found in PATTERNS["leading_condition"].finditer(page.folded, low, start):
        if not any(f.kind == "measure" and found.start() < f.end for f in page.findings[-1:]):
            own.insert(0, (found.start(), start))
            break
    return tuple(own)


def _state(text: str) -> Literal["proposed", "done", "unsaid"]:
    return "done" if PATTERNS["done"].search(text) else "proposed" if PATTERNS["proposed"].search(text) else "unsaid"

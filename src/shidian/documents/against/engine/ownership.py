"""What a clause claims of the share that foreign investors may hold in an activity: closed, wholly open, joint ventures only, who controls, up to what share.

A clause that is conditional, planned, past or somebody else's opinion claims nothing here. The activity is that of the clause, else of the clause before it in
the sentence; of an activity and the wider one that holds it, the narrower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.against.engine.spoken import narrower, spoken_origin
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.finding import AmountFound, Finding, Named
from shidian.documents.grammar.tables import patterns
from shidian.law.lawbook import Lawbook

PATTERNS = patterns("claims")
Stance = Literal["closed", "allowed", "open", "joint", "chinese-control", "foreign-control", "reach", "cap", "floor", "above"]
"""`floor`: the foreign share is at least so much; `above`: the ceiling lies above it, for the activity is excepted from one."""
BACK = 3
"""So many sentences back stands what holds of the same as well."""
HEAD = 30
"""So many letters at most lead a passage and say what it is about."""
HALF, WHOLE = Decimal(50), Decimal(100)
_STANCES: tuple[tuple[str, Stance], ...] = (
    ("not_wholly", "joint"),
    ("open", "open"),
    ("lifted", "open"),
    ("foreign_control", "foreign-control"),
    ("chinese_control", "chinese-control"),
    ("joint", "joint"),
    ("closed", "closed"),
    ("allowed", "allowed"),
)
"""Pattern and what it claims; the first that is found counts."""


class ShareClaim(Struct, frozen=True):
    """A claim about the foreign share: what, up to which share (percent), on which words, of which activities, in which places."""

    stance: Stance
    share: Decimal
    start: int
    end: int
    activities: tuple[str, ...]
    places: tuple[str, ...]


def share_claims(book: Lawbook, text: DocumentText, sentence: Clause, *, back: int = BACK) -> Iterator[ShareClaim]:
    """The claims of a sentence, clause by clause; what holds of another as well (也在试点名单中) claims what was claimed before, up to so many sentences back,
    under conditions or not. A question claims nothing."""
    if sentence.words.rstrip().endswith(("?", "？")):
        return
    told = sentence.of("origin") or any(
        PATTERNS[p].search(sentence.words) for p in ("foreign", "wholly", "joint", "chinese_control", "foreign_control")
    )
    same = PATTERNS["same"].search(sentence.words)
    of_shares = PATTERNS["of_shares"].search(sentence.words) and PATTERNS["foreign"].search(text.folded)
    of_origin = not told and sentence.of("activity") and PATTERNS["permits"].search(sentence.words) and spoken_origin(book, text, sentence)
    if not (told or same or of_shares or of_origin or _led_wholly(text, sentence)):
        return
    before, tree = headed(book, text, sentence), book.trees.get("activities")
    where = _carried_place(text, sentence)
    last: ShareClaim | None = None
    yield from _excepted(text, sentence)
    for low, high in _clauses(text, sentence):
        inside = text.within(low, high)
        if PATTERNS["scope_told"].match(text.folded, low, high) and last is not None:
            own = tuple(dict.fromkeys(f.value.ids[0] for f in inside if f.kind == "place" and isinstance(f.value, Named)))
            last = replace(last, places=own)  # …没有限制，适用范围是深圳市
            continue
        if low > sentence.start and (text.folded[low - 1] in ";；" or text.folded.startswith(("而", " while"), low)):
            before, where = (), ()  # what one half says of a place or a trade is not said of the other
        activities = _narrowest(book, _unqualified(text, inside))
        wide = {w for b in before if tree is not None and b in tree.parent for w in tree.above(b)}
        if any(leaves_out(book, a, b) for a in activities for b in before) or (activities and wide.issuperset(activities)):
            activities = before  # 烟草制品，批发和零售; as to instant messaging, the telecom pilot …
        places = tuple(dict.fromkeys(f.value.ids[0] for f in inside if f.kind == "place" and isinstance(f.value, Named))) or where
        words = text.folded[low:high]
        if PATTERNS["same"].search(words) and (activities or places) and back:
            if (held := last or _held_before(book, text, sentence, back)) is not None:
                if last is not None:
                    yield last
                last = replace(held, start=low, end=high, activities=activities or held.activities, places=places or held.places)
            continue
        under = PATTERNS["conditional"].search(text.folded, max(sentence.start, text.folded.rfind("；", sentence.start, low)), high)
        if (under is None or back < BACK) and not any(pattern.search(words) for pattern in (PATTERNS["planned"], PATTERNS["before"])):
            found = _stance(text, inside, low, high) or _led_stance(text, sentence, low, high, of_origin=bool(of_origin))
            if found is not None:
                stance, share, start, end = found
                objects = _objects(book, text, inside, stance, low, high) if stance in ("closed", "allowed") else ()
                spoken = narrower(book, text, low, high, objects or activities)
                of = spoken or before or narrower(book, text, sentence.start, high, ()) or ()
                if spoken is not None and of:
                    if last is not None:
                        yield last
                    last = ShareClaim(stance, share, start, end, of, places)
        before, where = activities or before, places
    if last is not None:
        yield last


def _carried_place(text: DocumentText, sentence: Clause) -> tuple[str, ...]:
    """The place of the sentences before one in its passage, where it says that it goes on with that, or the last of them says nothing else."""
    layout = text.reading.layout
    at, begin = layout.sentence_at(sentence.start), layout.passage_at(sentence.start).start
    for nth, (low, high) in enumerate(reversed(layout.sentences[max(0, at - BACK) : at]), 1):
        inside = text.within(low, high)
        places = tuple(dict.fromkeys(f.value.ids[0] for f in inside if f.kind == "place" and isinstance(f.value, Named)))
        if low < begin:
            return ()
        if places and places != ("cn",):
            led = all(f.kind == "place" for f in inside)
            there = any(
                PATTERNS["there"].match(text.folded, a, b)
                for a, b in (*layout.sentences[at - nth + 1 : at], (sentence.start, sentence.end))
            )
            return places if led or there else ()
    return ()


def _held_before(book: Lawbook, text: DocumentText, sentence: Clause, back: int) -> ShareClaim | None:
    """The last claim of the sentences before one in its passage."""
    layout = text.reading.layout
    at, begin = layout.sentence_at(sentence.start), layout.passage_at(sentence.start).start
    for low, high in reversed(layout.sentences[max(0, at - back) : at]):
        one = Clause(low, high, (low, high), text.folded[low:high], text.within(low, high))
        if low >= begin and (claims := list(share_claims(book, text, one, back=back - 1))):
            return claims[-1]
    return None


def headed(book: Lawbook, text: DocumentText, sentence: Clause) -> tuple[str, ...]:
    """The one activity that the few words at the head of a sentence's passage are about (三、搜索引擎。)."""
    begin = text.reading.layout.passage_at(sentence.start).start
    named = _narrowest(book, _unqualified(text, text.within(begin, sentence.start))) if sentence.start - begin <= HEAD else ()
    tree = book.trees.get("activities")
    wide = tree is None or (named[:1] and named[0] in tree.parent.values() and not _led_wholly(text, sentence))
    return named if len(named) == 1 and not wide else ()  # of a wide one too little is known


def _excepted(text: DocumentText, sentence: Clause) -> Iterator[ShareClaim]:
    """The activities that a sentence excepts from a ceiling below the whole (…不超过50%，但甲、乙除外): that each has a higher one."""
    caps = [f for f in sentence.of("share") if isinstance(f.value, AmountFound) and f.value.bound == "at_most" and f.value.number < WHOLE]
    if len(caps) != 1 or PATTERNS["before"].search(sentence.words):
        return
    cap = caps[0].value
    assert isinstance(cap, AmountFound)
    for span in PATTERNS["excepted"].finditer(text.folded, sentence.start, sentence.end):
        for finding in _unqualified(text, text.within(*span.span())):
            assert isinstance(finding.value, Named)
            yield ShareClaim("above", cap.number, finding.start, finding.end, (finding.value.ids[0],), ())


def _stance(text: DocumentText, inside: tuple[Finding, ...], low: int, high: int) -> tuple[Stance, Decimal, int, int] | None:
    for finding in inside:
        if finding.kind == "share" and isinstance(finding.value, AmountFound) and finding.value.unit == "percent":
            lead = text.folded[max(low, finding.start - 60) : finding.start]
            if PATTERNS["with_partner"].search(lead):
                return "cap", WHOLE - finding.value.number, finding.start, finding.end
            if finding.value.bound == "at_least" and (side := PATTERNS["floor"].search(lead)) is not None:
                if side["foreign"]:
                    return "floor", finding.value.number, finding.start, finding.end
                return "cap", WHOLE - finding.value.number, finding.start, finding.end
            capped = PATTERNS["cap_before"].search(lead) or PATTERNS["cap_after"].match(text.folded, finding.end, high)
            capped = capped if PATTERNS["no_cap"].search(text.folded, low, high) is None else None
            for name, stance in (("at_most", "cap"), ("reach", "reach")):
                if (
                    PATTERNS[name].search(lead)
                    or (name == "at_most" and finding.value.bound == "above" and PATTERNS["negated"].search(lead))
                    or (name == "at_most" and capped)
                    or (name == "reach" and PATTERNS["reach_after"].match(text.folded, finding.end, high))
                ) and PATTERNS["held_by_chinese"].match(text.folded, finding.end) is None:
                    share = finding.value.number
                    if stance == "reach" and share == WHOLE:
                        return "open", WHOLE, finding.start, finding.end
                    return stance, share, finding.start, finding.end  # type: ignore[return-value]
            if finding.value.number != WHOLE:
                return None
    for name, told in _STANCES:
        if (at := PATTERNS[name].search(text.folded, low, high)) is not None:
            if told in ("joint", "chinese-control", "closed") and (
                PATTERNS["taken_away"].search(text.folded, low, at.start()) is not None
                or (told != "closed" and PATTERNS["denies"].search(text.folded, low, at.start()) is not None)
            ):
                return None  # nobody must have …
            if name == "lifted" and PATTERNS["by_act"].search(text.folded, low, high):
                return None  # what a document does is no state of the law
            if told == "allowed" and _left_over(text, inside, low, at):
                return None  # of what is no activity nothing is known
            share = {"closed": Decimal(0), "open": WHOLE, "joint": WHOLE, "allowed": Decimal(0)}.get(told, HALF)
            return told, share, *_trimmed(text.folded, low, high)
    return None


def _led_wholly(text: DocumentText, sentence: Clause) -> bool:
    """Whether a few words before a sentence in its passage are about what is wholly owned."""
    begin = text.reading.layout.passage_at(sentence.start).start
    return sentence.start - begin <= HEAD and PATTERNS["wholly"].search(text.folded, begin, sentence.start) is not None


def _led_stance(text: DocumentText, sentence: Clause, low: int, high: int, *, of_origin: bool) -> tuple[Stance, Decimal, int, int] | None:
    """What a clause allows that a few words before its sentence are about (外商独资医院。目前可以在某地设立), or that is allowed to somebody of a named origin."""
    words = text.folded[low:high]
    if (can := PATTERNS["permits"].search(words)) is None or PATTERNS["denies"].search(words) or PATTERNS["stay"].search(words):
        return None
    wholly = _led_wholly(text, sentence)
    of_origin = of_origin or any(f.kind == "origin" for f in text.within(low, low + can.start()))
    told: Stance | None = "open" if wholly else "allowed" if of_origin else None
    return (told, WHOLE if wholly else Decimal(0), *_trimmed(text.folded, low, high)) if told else None


def _left_over(text: DocumentText, inside: tuple[Finding, ...], low: int, at: re.Match[str]) -> bool:
    """Whether words stand before those that allow a thing to foreigners which no activity accounts for (Letters may be delivered by foreign couriers)."""
    who = PATTERNS["foreign"].search(at[0])
    words = text.folded[low : at.start()]
    for finding in (f for f in reversed(inside) if f.kind == "activity" and f.start < at.start()):
        words = f"{words[: finding.start - low]} {words[finding.end - low :]}"
    return who is not None and who.start() > 0 and at[0][0] not in "允准" and len(stems(words)) > 1


def _objects(book: Lawbook, text: DocumentText, inside: tuple[Finding, ...], stance: Stance, low: int, high: int) -> tuple[str, ...]:
    """The activities that stand after the words that close or allow: who may do them or not may be named by an activity as well; all of the clause where it is
    told of the thing (Tobacco may be sold at retail by foreign firms)."""
    found = PATTERNS["closed" if stance == "closed" else "allowed"].search(text.folded, low, high)
    who = PATTERNS["foreign"].search(found[0]) if found is not None else None
    if found is not None and who is not None and who.start() > 0:
        return _narrowest(book, _unqualified(text, inside))
    return _narrowest(book, [f for f in _unqualified(text, inside) if found is not None and f.start >= found.start()])


def _unqualified(text: DocumentText, inside: tuple[Finding, ...]) -> list[Finding]:
    """The activities that no word narrows to something that has no name of its own (卷烟的批发和零售, retail of cigarettes)."""
    out: list[Finding] = []
    narrowed = -1
    for finding in inside:
        if finding.kind != "activity":
            continue
        before = text.folded[max(0, finding.start - 2) : finding.start]
        joined = narrowed >= 0 and text.folded[narrowed : finding.start] in ("和", "、", "及", "或", "与", "以及", " and ", ", ", " or ")
        of_what = len(before) == 2 and before[1] == "的" and before[0] > "\u3400" and not any(f.end == finding.start - 1 for f in out)
        if joined or of_what or text.folded.startswith(" of ", finding.end):
            narrowed = finding.end
        else:
            out.append(finding)
    return out


def _trimmed(folded: str, low: int, high: int) -> tuple[int, int]:
    while low < high and folded[low].isspace():
        low += 1
    while high > low and folded[high - 1].isspace():
        high -= 1
    return low, high


def _clauses(text: DocumentText, sentence: Clause) -> Iterator[tuple[int, int]]:
    at = sentence.start
    lists = [(f.start, f.end) for f in sentence.of("list")]
    for stop in PATTERNS["clause_end"].finditer(text.folded, sentence.start, sentence.end):
        if any(low < stop.start() < high for low, high in lists):
            continue
        if text.folded[at : stop.start()].strip():
            yield at, stop.start()
        at = stop.end()
    if text.folded[at : sentence.end].strip():
        yield at, sentence.end


def _narrowest(book: Lawbook, found: list[Finding]) -> tuple[str, ...]:
    """The activities of findings without those that hold another of them."""
    return narrowest(book, tuple(dict.fromkeys(f.value.ids[0] for f in found if isinstance(f.value, Named))))


def narrowest(book: Lawbook, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Activities without those that hold another of them (增值电信业务中的呼叫中心)."""
    tree = book.trees.get("activities")
    ids = tuple(i for i in ids if not any(other != i and leaves_out(book, i, other) for other in ids))
    if tree is None:
        return ids
    return tuple(i for i in ids if not any(other != i and other in tree.parent and i in tree.above(other) for other in ids))


def leaves_out(book: Lawbook, wide: str, other: str) -> bool:
    """Whether an activity's name leaves another one out (批发（不含烟草）)."""
    terms = {t.id: t for t in book.content.vocabularies["activities"].terms}
    if wide not in terms or other not in terms or (found := PATTERNS["leaves_out"].search(terms[wide].name.zh)) is None:
        return False
    return any(found[1] in name for name in (terms[other].name.zh, *terms[other].aliases))

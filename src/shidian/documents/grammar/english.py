"""How an English verb stands: whether it opens a measure statement, or else why not."""

from __future__ import annotations

import re

from shidian.documents.grammar.gazetteer import VerbHit
from shidian.documents.grammar.page import Page

_ADVERB = r"(?:not only |also |now |further |actively |jointly |gradually |fully |continue to |continuing to |vigorously |steadily |be |effectively |orderly |specifically |to )*"
_OPENING = re.compile(
    r"(?:^|[:;\"(]|[:;,] ?(?:and|or))\s{0,2}(?:[-*•·] ?)?(?:\d{1,2}[.)] ?)?(?:\"|')?(?:(?:first|second|third|fourth|finally|next|then|lastly)(?:ly)?,? (?:the \w+ is )?(?:to |we should )?(?:constantly )?)?"
    + _ADVERB
    + "$"
)
_SUBJECT = re.compile(
    r"\b(?:(?:work )?plan|notice|documents?|circular|guidelines?|opinions|regulations?|provisions|rules|measures?|polic(?:y|ies)|reforms?|programs?|programmes?|pilots?|zones?|tasks?|initiatives?|it|they|china|"
    r"government|authorities|ministry|mofcom|miit|council|commission|administration|bank|city|cities|province|provinces|shanghai|beijing|hainan) "
    + _ADVERB
    + "$"
)
_ALSO = re.compile(r"\b(?:also|and|but) " + _ADVERB + "$")
_NEGATED = re.compile(r"(?:\b(?:not|never|cannot|without|nor|neither)\b|n't\b)(?! only)(?:(?!\b(?:but|and)\b)[^,;:.]){0,110}$")
_FOCUS = re.compile(r"\bfocus(?:es)? on (?:key areas such as )?$")
_THEREBY = re.compile(r"\b(?:thereby|thus|hence|while also) (?:\w+ly )?$")
_FINITE = re.compile(r"\b(?:will|is|are|was|were|has|have|must|may|shall|can)\b")
_PLAN_FIRST = re.compile(
    r"(?:the |this |it |its |these |those |key )?(?:new |work |pilot |action |implementation |[0-9]{4} )*(?:it|plan|notice|documents?|circular|guidelines?|opinions|regulations?|provisions|measures?|reforms?|programs?|programmes?|tasks?|zones?)\b"
)
_ITEM_LEAD = re.compile(r"(?:\(?[a-z0-9]{1,4}[.)]|[-*•·])?\s{0,3}\"?(?:(?:in|within|across|for|under) [^,;:.]{1,60}, )?" + _ADVERB + "$")
_WHO_PLAN = re.compile(r"\b(?:who|that|which) (?:plan|aim|intend|want|wish)s? to $")
_ACTOR_MODAL = re.compile(
    r"\b(?:ministry|authorit(?:y|ies)|government|plan|zones?|banks?|it|they|we|council|commission|administration|departments?|next|regions?|china|country|state|governments?|cit(?:y|ies)|provinces?|municipality) (?:of [a-z ]{2,40} )?(?:will|shall|must|should)\b|^next, |\bwe should\b"
)
_MODAL = re.compile(
    r"\b(?:will|shall|should|must|would|may|can)(?:, [^,;.]{3,60},)? (?:\w+ly )?(?:also |now |continue to |be |jointly |further )*$"
)
_TO = re.compile(
    r"\b(?:propos\w+|plans?|vow\w*|pledg\w+|decid\w+|intends?|continues?|tasks?|measures?|is|are|was|steps?) (?:\w+ly )?to " + _ADVERB + "$"
)
_INTRODUCED = re.compile(
    r"\b(?:includ\w*|propos\w*|calls? for|calling for|involv\w*|such as|comprises?|covers?|outlin\w+|introduc\w+|specif\w+|clarif\w+|stipulat\w+|namely|focus(?:es|ing)? on(?: key areas)?|"
    r"with plans for|measures?|tasks?|aimed at|prioriti[sz]\w+|on|is) (?:the |key areas such as )?" + _ADVERB + "$"
)
_STRONG_INTRODUCED = re.compile(
    r"\b(?:includ\w*|propos\w*|calls? for|calling for|involv\w*|specif\w+|clarif\w+|stipulat\w+|namely) (?:the |also )?" + _ADVERB + "$"
)
_PASSIVE = re.compile(r"\b(?:will|are|is|be|been|were|was|being) (?:now |also |further |gradually |fully |not |no longer |already )*$")
_JOINED = re.compile(r"(?:,|,? (?:and|or|as well as|while)|;)\s?" + _ADVERB + "$")
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|of|in|its|their|this|these|such|any|more|further|greater|strong|policy|financial|technical|broad|institutional|service|services|market|full|for|with|'s|no|"
    r"on|under|through|from|as|by|public|joint|first|second|new|comprehensive|current|existing|all|select|other|key|local|national|early|two|three|nine|eleven) ?|'s |s' )$"
)
_NOUN_AFTER = re.compile(r"(?:-up\b|-ups\b| of the \w+ (?:industry|sector)| up of\b|,| and\b| for\b| to the\b)")
_COMPOUND = re.compile(
    r" (?:zones?|programs?|programmes?|tasks?|areas?|cities|city|regions?|projects?|reforms?|work|policies|initiatives?|provinces?|demonstrations?|implementation|testing|scheme|schemes|approvals?|batch(?:es)?|plan|bureau|institutions?|institutes?|group|centers?|centres?|development|runs?|market|environment|measures|policy|restructuring)\b"
)
_NAMED_FORM = re.compile(r"^[A-Z]")
_RESTRICTION_NEAR = re.compile(
    r"\b(?:caps?|ceilings?|restrictions?|limits?|limitations?|barriers?|thresholds?|requirements?|ratios?|need|approvals?|bans?|prohibitions?|quotas?|visas?)\b"
)


def english_use(page: Page, hit: VerbHit, previous: VerbHit | None) -> int | str | None:
    """The start of the statement that a verb opens; or the name of the rule by which it opens none; None when neither is known."""
    folded, text = page.folded, page.document.text
    sentence_start, sentence_end = page.sentence(hit.start)
    passage = page.layout.passage_at(hit.start)
    if passage.kind in ("title", "heading"):
        return "heading"
    before = folded[max(sentence_start, hit.start - 70) : hit.start]
    after = folded[hit.end : min(sentence_end, hit.end + 60)]
    scaled = hit.strength is not None
    joined = previous is not None and previous.start >= sentence_start
    if scaled and hit.form != "noun" and _NEGATED.search(folded, max(sentence_start, hit.start - 130), hit.start):
        return "negated"
    if hit.form != "noun" and (
        hit.word
        in (
            "open",
            "back",
            "complete",
            "study",
            "research",
            "pilot",
            "trial",
            "support",
            "let",
            "drop",
            "grow",
            "extend",
            "advance",
            "perfect",
            "ease",
            "lift",
        )
        or hit.form == "ing"
    ):
        if _is_noun(hit, before, after) and not (
            hit.word == "open" and joined and before.endswith(", and ") and re.match(r" (?:up )?[a-z]", after)
        ):
            return "noun"
    if hit.form != "ed" and before.endswith(('"', "'")) and re.match(r"[^\"'.;]{0,60}['\"] (?:is|was|are|were|refers|means)\b", after):
        return "quoted"
    if (hit.word == "let" and re.match(r" (?:me|us)\b|'s\b", after)) or (
        hit.word == "open" and re.match(r" (?:even |ever )?(?:wider|more)\b|\s?[.!]", after)
    ):
        return "in-passing"
    if hit.form == "noun":
        return hit.start if _RESTRICTION_NEAR.search(after) else "noun"
    if hit.verb == "取消" and not _RESTRICTION_NEAR.search(folded, hit.start, min(sentence_end, hit.end + 120)) and hit.form != "ed":
        return "other-sense"
    if hit.form == "ed":
        low = sentence_start
        if passage.number and passage.start == sentence_start and folded.startswith(passage.number, sentence_start):
            low += len(passage.number)
        if (
            joined
            and previous is not None
            and (comma := max(folded.rfind(", ", previous.end, hit.start), folded.rfind(" and ", previous.end, hit.start))) >= 0
        ):
            low = comma + 1
        return _past(hit, folded, before, after, low, scaled)
    lead = folded[passage.start : hit.start] if hit.start - passage.start < 90 else None
    if passage.kind == "item" and lead is not None and _ITEM_LEAD.fullmatch(lead):
        return hit.start
    if hit.form == "base" and _listed_promise(folded, before, sentence_start, hit.start):
        return hit.start
    if _OPENING.search(before) and (hit.start - sentence_start < 70 or ":" in before or ";" in before or '"' in before):
        if hit.form in ("base", "ing", "s"):
            if (
                hit.form == "base"
                and text[hit.start].islower()
                and not joined
                and not re.search(r"[:;]\s|to \s?$|^\s*[-*•]", before)
                and hit.start != sentence_start
            ):
                return None if scaled else "in-passing"
            if hit.form == "ing" and passage.kind == "paragraph" and not scaled and not re.search(r"[:;]", before):
                return "in-passing"
            return hit.start
    if hit.form == "s" and _ALSO.search(before) and (joined or _PLAN_FIRST.match(folded, sentence_start)):
        return hit.start
    if hit.form == "s" and _SUBJECT.search(before):
        return (
            hit.start
            if scaled or joined or re.search(r"\b(?:plan|notice|document|circular|tasks?|measures?|it) (?:also )?$", before)
            else "in-passing"
        )
    if hit.form == "base":
        if _MODAL.search(before):
            return hit.start if scaled or _ACTOR_MODAL.search(before) or _named_actor(page, before, hit.start) else "in-passing"
        if _WHO_PLAN.search(before):
            return "purpose"
        if (found := _TO.search(before)) and (scaled or re.match(r"propos|plan|vow|pledg|decid", found[0])):
            return hit.start
        if (
            joined
            and _JOINED.search(before)
            and previous is not None
            and (previous.form == "base" or (hit.word == "open" and previous.form == "ing"))
        ):
            return hit.start
        if re.search(r"\b(?:they|we|plans|measures|documents|guidelines|tasks|rules|reforms|provisions) (?:also )?$", before):
            return hit.start if scaled else "in-passing"
        if re.search(r"\bto (?:\w+ly |further |better |also |jointly )?$", before):
            return "purpose"
        if scaled and _AND.search(before) and _last_rule(page, sentence_start, previous) == "purpose":
            return "purpose"
    if hit.form == "ing":
        if _THEREBY.search(before):
            return "result"
        if before.endswith("while ") and (joined or re.search(r"\bcalls? for\b", folded[sentence_start : hit.start])):
            return hit.start
        if _FOCUS.search(before) and _PLAN_FIRST.match(folded, sentence_start):
            return hit.start
        if scaled and re.search(r"\b(?:documents?|notice|plan|circular|polic(?:y|ies)|measures|rules|decree|order) $", before):
            return hit.start
        if _STRONG_INTRODUCED.search(before) or (scaled and _INTRODUCED.search(before)):
            return hit.start
        if joined and previous is not None and previous.form in ("ing", "noun") and _JOINED.search(before):
            if before.rstrip().endswith(",") and not scaled:
                return hit.start if _series(folded, hit, sentence_end) else "result"
            if before.rstrip().endswith(",") and not _series(folded, hit, sentence_end):
                return "result"
            return hit.start
        if hit.verb == "取消" and before.endswith("by ") and _RESTRICTION_NEAR.search(after):
            return hit.start
        if re.search(r"\b(?:by|through|of|for|in|from|on|at|before|after|while|and|than) (?:\w+ly )?$", before):
            if scaled and before.endswith(" and "):
                last = _last_rule(page, sentence_start, previous)
                return last if last in ("means", "result", "purpose", "in-passing") else None
            return "means"
        if _JOINED.search(before):
            return "result"
        if re.search(r"\b(?:is|are|was|were|been) (?:\w+ly |also )?$", before):
            return hit.start if scaled or hit.verb == "pilot (E)" else "in-passing"
    return None if scaled else "in-passing"


def _is_noun(hit: VerbHit, before: str, after: str) -> bool:
    if hit.word in ("pilot", "trial", "research", "study") and hit.form == "base":
        return (
            bool(_COMPOUND.match(after))
            or bool(_NOUN_BEFORE.search(before))
            or bool(re.match(r"[.,;)]| (?:of|in|on|and|for|areas|by)\b", after))
        )
    if hit.form == "ing":
        if hit.word in ("opening", "opening up"):
            return bool(
                re.match(r"(?: (?:is|was|are|were|has)\b|-up| of\b| up of\b|,|\.|\)| and\b| to the\b| in\b| with\b|'s\b|;)", after)
            ) or bool(_NOUN_BEFORE.search(before) and not before.endswith(("such as ", "of ", "on ", "further ")))
        return bool(re.search(r"\b(?:the|a|its|their|this) $", before)) and " of" in after[:10]
    if hit.word == "open":
        return bool(
            re.search(r"\b(?:a|an|more|stable|the|and|is|are|remain|remains|fully|wide|now|for) (?:\w+, )?$|, $", before)
        ) and not re.match(r" (?:up )?(?:clinics|the |[a-z-]+ (?:sector|services|schools|field|market))", after)
    if hit.word in ("support", "back", "advance", "ease", "lift", "drop", "extend", "grow", "complete", "perfect", "let"):
        return bool(_NOUN_BEFORE.search(before)) or bool(re.match(r"(?: (?:for|from|of)\b|,|\.|;)", after))
    return False


def _past(hit: VerbHit, folded: str, before: str, after: str, sentence_start: int, scaled: bool) -> int | str | None:
    """A past form: a passive says what becomes allowed; an active one tells what was done."""
    if _PASSIVE.search(before):
        if (
            hit.verb == "允许"
            and not after.startswith(" to ")
            and not after.lstrip().startswith(("in ", "for ", "by ", "from ", "since ", "under ", ".", ",", "on "))
        ):
            return "past"
        if hit.verb == "implement (E)":
            return "in-passing"
        if scaled or re.search(r"\b(?:will|shall|must) (?:also |be |now |further )*$", before):
            return _clause_start(folded, hit.start, sentence_start)
        return "in-passing"
    if (
        scaled
        and hit.verb == "允许"
        and after.startswith(" to ")
        and re.search(r"\b(?:cities|regions|provinces|zones|companies|enterprises|agencies|investors|xiamen|suzhou|and \w+|\w+) $", before)
        and not re.search(r"\b(?:has|have|had|council|government|ministry) $", before)
    ):
        return _clause_start(folded, hit.start, sentence_start)
    if (
        hit.verb == "取消"
        and not _PASSIVE.search(before)
        and _RESTRICTION_NEAR.search(after[:60])
        and re.match(r" (?:all|the|any|most|foreign|its|these|those|such|[a-z-]+ (?:caps?|restrictions?|limits?))", after)
    ):
        return hit.start
    if hit.verb == "取消" and re.search(r"\b(?:now|already) $", before):
        return _clause_start(folded, hit.start, sentence_start)
    return "past"


def _clause_start(folded: str, at: int, low: int) -> int:
    """Where the clause of a passive begins: after the last comma or semicolon that no bracket or list explains."""
    stop = max(
        folded.rfind("; ", low, at),
        folded.rfind(": ", low, at),
        folded.rfind(". ", low, at),
        folded.rfind(", with ", low, at) + 5 if folded.rfind(", with ", low, at) >= 0 else -1,
    )
    begin = stop + 2 if stop >= 0 else low
    comma = folded.rfind(", ", begin, at)
    if (
        comma >= 0
        and ((begin == low and folded[begin : begin + 1] == ",") or _FINITE.search(folded, begin, comma))
        and not re.match(r", (?:which|who|that|including|such as)\b", folded[comma : comma + 14])
    ):
        begin = comma + 2
    if lead := re.match(r"(?:,? ?(?:and|but|while|whereas) |[.)] ?)", folded[begin:at]):
        begin += lead.end()
    while begin < at and folded[begin].isspace():
        begin += 1
    return begin


_AND = re.compile(r"\b(?:and|or) (?:\w+ly )?$")
_PROMISE = re.compile(
    r"\b(?:ministry|authorit(?:y|ies)|government|bank|council|commission|administration|departments?|mofcom|miit|ndrc|china)\b[^,;.:]{0,40} will [a-z]+ [^;.:]*$"
)


def _listed_promise(folded: str, before: str, low: int, at: int) -> bool:
    """Whether a verb stands in a row that an authority's "will" opened: the ministry will do this, do that, and do a third."""
    return before.endswith((", ", ", and ")) and _PROMISE.search(folded, max(low, at - 300), at) is not None


def _last_rule(page: Page, low: int, previous: VerbHit | None) -> str | None:
    """The rule by which the verb before was ignored, if it stands in the same sentence and none that opened a statement came after it."""
    last = page.ignored[-1] if page.ignored else None
    return last.rule if last is not None and last.start >= low and (previous is None or previous.start < last.start) else None


_WILL = re.compile(r"\b(?:will|shall|must|should)\b")


def _named_actor(page: Page, before: str, at: int) -> bool:
    """Whether an authority or a place is named right before the modal verb."""
    modals = [m.start() for m in _WILL.finditer(before)]
    if not modals:
        return False
    edge = at - len(before) + modals[-1]
    return any(f.kind in ("body", "place") and f.end >= edge - 2 for f in page.within(max(0, edge - 90), edge))


def _series(folded: str, hit: VerbHit, end: int) -> bool:
    """Whether the gerunds of a sentence stand in a series that an "and" closes."""
    return bool(
        re.search(
            r"\b(?:and|or) (?:\w+ly )?(?:[a-z]{4,}ing|open|allow|support|encourage|promote|establish|improve|set up|introduce)\b",
            folded[hit.end : end],
        )
    )

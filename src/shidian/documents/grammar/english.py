"""How an English verb stands: whether it opens a measure statement, or else why not."""

from __future__ import annotations

from shidian.documents.grammar.gazetteer import VerbHit
from shidian.documents.grammar.lexicon import NOUNS_TOO
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("english")
_CHANGING = ("expand (E)", "simplify (E)", "build (E)", "pilot (E)", "implement (E)", "调整实施")
"""Verbs off the scale that say what changes, not what good comes of it."""


def english_use(page: PageText, hit: VerbHit, previous: VerbHit | None) -> int | str | None:
    """The start of the statement that a verb opens; or the name of the rule by which it opens none; None when neither is known."""
    folded, text = page.folded, page.document.text
    sentence_start, sentence_end = page.sentence(hit.start)
    passage = page.layout.passage_at(hit.start)
    if passage.kind in ("title", "heading"):
        return "heading"
    before = folded[max(sentence_start, hit.start - 70) : hit.start]
    after = folded[hit.end : min(sentence_end, hit.end + 60)]
    scaled = hit.strength is not None or hit.verb == "调整实施"
    form = "ed" if hit.word == "cut" and PATTERNS["passive"].search(before) else hit.form
    joined = previous is not None and previous.start >= sentence_start
    if scaled and hit.form != "noun" and PATTERNS["negated"].search(folded, max(sentence_start, hit.start - 130), hit.start):
        return "negated"
    if hit.word == "open" and PATTERNS["open_to"].match(after) and PATTERNS["is_open"].search(before):
        return _clause_start(folded, hit.start, sentence_start)
    if (line := PATTERNS["headline"].fullmatch(before)) and (line[1] == "china" or _named_before(page, sentence_start + line.end(1))):
        return sentence_start
    if form != "noun" and (hit.word in NOUNS_TOO or form == "ing"):
        if _is_noun(hit, before, after) and not (
            hit.word == "open" and joined and before.endswith(", and ") and PATTERNS["open_word"].match(after)
        ):
            return "noun"
    if (
        hit.word == "permits"
        and hit.start == sentence_start + len(passage.number or "") + (1 if passage.number else 0)
        and PATTERNS["noun_permits"].match(after)
    ):
        return "noun"
    if form != "ed" and before.endswith(('"', "'")) and PATTERNS["quoted_term"].match(after):
        return "quoted"
    if (hit.word == "let" and PATTERNS["let_me"].match(after)) or (hit.word == "open" and PATTERNS["open_wider"].match(after)):
        return "in-passing"
    if form == "noun":
        return hit.start if PATTERNS["restriction_near"].search(after) else "noun"
    if (
        hit.verb == "取消"
        and not hit.word.startswith("waiv")
        and not PATTERNS["restriction_near"].search(folded, hit.start, min(sentence_end, hit.end + 120))
        and form != "ed"
    ):
        return "other-sense"
    if form == "ed" and hit.word == "removed" and PATTERNS["from_a_list"].match(after):
        return "other-sense"  # struck off a list: no restriction is taken away
    if form == "ed":
        low = sentence_start
        if passage.number and passage.start == sentence_start and folded.startswith(passage.number, sentence_start):
            low += len(passage.number)
        if (
            joined
            and previous is not None
            and (comma := max(folded.rfind(", ", previous.end, hit.start), folded.rfind(" and ", previous.end, hit.start))) >= 0
        ):
            low = comma + 1
        if _done_by_an_authority(page, hit, before, after):
            return hit.start
        return _past(hit, folded, before, after, low, scaled or passage.kind == "item")
    lead = folded[passage.start : hit.start] if hit.start - passage.start < 90 else None
    if passage.kind == "item" and lead is not None and PATTERNS["item_lead"].fullmatch(lead):
        return hit.start
    if hit.form == "base" and _listed_promise(folded, before, sentence_start, hit.start):
        return hit.start
    if PATTERNS["opening"].search(before) and (hit.start - sentence_start < 70 or ":" in before or ";" in before or '"' in before):
        if hit.form in ("base", "ing", "s"):
            if (
                hit.form == "base"
                and text[hit.start].islower()
                and not joined
                and not PATTERNS["list_lead"].search(before)
                and hit.start != sentence_start
            ):
                return None if scaled else "in-passing"
            if hit.form == "ing" and passage.kind == "paragraph" and not scaled and not PATTERNS["colon"].search(before):
                return "in-passing"
            return hit.start
    if hit.form == "s" and PATTERNS["also"].search(before) and (joined or PATTERNS["plan_first"].match(folded, sentence_start)):
        return hit.start
    if hit.form == "s" and PATTERNS["subject"].search(before):
        return hit.start if scaled or joined or PATTERNS["document_subject"].search(before) else "in-passing"
    if hit.form == "base":
        if PATTERNS["modal"].search(before):
            by_itself = hit.verb in _CHANGING and PATTERNS["document_will"].search(before) is not None
            acts = scaled or by_itself or PATTERNS["actor_modal"].search(before) or _named_actor(page, before, hit.start)
            return hit.start if acts else "in-passing"
        if PATTERNS["who_plan"].search(before):
            return "purpose"
        if (found := PATTERNS["to"].search(before)) and (scaled or PATTERNS["vowed"].match(found[0])):
            return hit.start
        if (
            joined
            and PATTERNS["joined"].search(before)
            and previous is not None
            and (previous.form == "base" or (hit.word == "open" and previous.form == "ing"))
        ):
            return hit.start
        if PATTERNS["plural_subject"].search(before):
            return hit.start if scaled or hit.word in ("grant", "offer") else "in-passing"
        if PATTERNS["to_before"].search(before):
            return "purpose"
    if hit.form == "ing":
        if PATTERNS["thereby"].search(before):
            return "result"
        if before.endswith("while "):
            return hit.start
        if PATTERNS["focus"].search(before) and PATTERNS["plan_first"].match(folded, sentence_start):
            return hit.start
        if scaled and PATTERNS["document_before"].search(before):
            return hit.start
        if PATTERNS["strong_introduced"].search(before) or (scaled and PATTERNS["introduced"].search(before)):
            return hit.start
        if joined and previous is not None and previous.form in ("ing", "noun") and PATTERNS["joined"].search(before):
            if before.rstrip().endswith(",") and not _series(folded, hit, sentence_end):
                return "result"
            return hit.start
        if hit.verb == "取消" and before.endswith("by ") and PATTERNS["restriction_near"].search(after):
            return hit.start
        if PATTERNS["preposition_before"].search(before):
            return "means"
        if PATTERNS["joined"].search(before):
            return "result"
        if PATTERNS["be_before"].search(before):
            return hit.start if scaled or hit.verb == "pilot (E)" else "in-passing"
    return None if scaled else "in-passing"


def _is_noun(hit: VerbHit, before: str, after: str) -> bool:
    if hit.word in ("pilot", "trial", "research", "study") and hit.form == "base":
        return (
            bool(PATTERNS["compound"].match(after))
            or bool(PATTERNS["noun_before"].search(before))
            or bool(PATTERNS["pilot_noun_after"].match(after))
        )
    return hit.form == "ing" and bool(PATTERNS["article_before"].search(before)) and " of" in after[:10]


def _done_by_an_authority(page: PageText, hit: VerbHit, before: str, after: str) -> bool:
    """Whether an authority or a place did what a past form says: removed a restriction, let somebody do something, has changed a rule."""
    has = PATTERNS["has_before"].search(before)
    edge = hit.start - (len(has[0]) if has else 1)
    if not PATTERNS["authority_before"].search(before) and not _named_before(page, edge):
        return False
    if hit.verb == "取消":
        return PATTERNS["restriction_near"].search(after) is not None
    if hit.verb == "允许":
        return PATTERNS["allowed_object"].match(after) is not None
    if hit.verb == "开放":
        return has is not None and PATTERNS["market_object"].match(after) is not None
    return has is not None and hit.verb in _CHANGING[:2] and PATTERNS["of_business"].match(after) is None


def _named_before(page: PageText, edge: int) -> bool:
    """Whether an authority or a place is named right before."""
    return any(f.kind in ("body", "place") and f.end == edge for f in page.within(max(0, edge - 60), edge))


def _past(hit: VerbHit, folded: str, before: str, after: str, sentence_start: int, scaled: bool) -> int | str | None:
    """A past form: a passive says what becomes allowed; an active one tells what was done."""
    if PATTERNS["passive"].search(before):
        if (
            hit.verb == "允许"
            and not after.startswith(" to ")
            and not after.lstrip().startswith(("in ", "for ", "by ", "from ", "since ", "under ", ".", ",", "on "))
        ):
            return "past"
        if hit.verb == "implement (E)":
            return "in-passing"
        ruled = hit.verb in (*_CHANGING[:2], "调整实施") and PATTERNS["times_after"].match(after) is None
        ruled = ruled and PATTERNS["ruled_subject"].search(folded, sentence_start, hit.start) is not None
        if scaled or ruled or PATTERNS["promise_before"].search(before) or PATTERNS["to_a_value"].match(after):
            return _clause_start(folded, hit.start, sentence_start)
        return "in-passing"
    if (
        scaled
        and hit.verb == "允许"
        and after.startswith(" to ")
        and PATTERNS["actor_before_past"].search(before)
        and not PATTERNS["finished_before"].search(before)
    ):
        return _clause_start(folded, hit.start, sentence_start)
    if hit.verb == "取消" and PATTERNS["now_before"].search(before):
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
        and ((begin == low and folded[begin : begin + 1] == ",") or PATTERNS["finite"].search(folded, begin, comma))
        and not PATTERNS["relative_clause"].match(folded[comma : comma + 14])
    ):
        begin = comma + 2
    if lead := PATTERNS["clause_joiner"].match(folded[begin:at]):
        begin += lead.end()
    while begin < at and folded[begin].isspace():
        begin += 1
    return begin


def _listed_promise(folded: str, before: str, low: int, at: int) -> bool:
    """Whether a verb stands in a row that an authority's "will" opened: the ministry will do this, do that, and do a third."""
    return before.endswith((", ", ", and ")) and PATTERNS["promise"].search(folded, max(low, at - 300), at) is not None


def _named_actor(page: PageText, before: str, at: int) -> bool:
    """Whether an authority or a place is named right before the modal verb."""
    modals = [m.start() for m in PATTERNS["will"].finditer(before)]
    if not modals:
        return False
    edge = at - len(before) + modals[-1]
    return any(f.kind in ("body", "place") and f.end >= edge - 2 for f in page.within(max(0, edge - 90), edge))


def _series(folded: str, hit: VerbHit, end: int) -> bool:
    """Whether the gerunds of a sentence stand in a series that an "and" closes."""
    return bool(PATTERNS["series_end"].search(folded[hit.end : end]))

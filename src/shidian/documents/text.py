"""A reading report for a terminal: contradictions first, then what to look at, what is new, what is unread; and the check of a memo: each citation
with its verdict, then the claims that the lawbook says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shidian.documents.grammar.finding import Measure
from shidian.documents.rows import Checked, ClashRow, DocumentRow, FindingRow, ReadingReport, StatementRow, new_findings
from shidian.words.phrases import phrase, word
from shidian.words.refusals import refusal_in
from shidian.words.wrap import short, wrap

WIDTH = 108
MOST = 12
"""So many rows of a kind are shown; `everything` shows all."""


def reading_text(report: ReadingReport, lang: str, *, everything: bool = False) -> str:
    """The whole report as plain lines."""
    lines = [phrase("reading_of")[lang], phrase("reading_note")[lang], ""]
    for document in report.documents:
        lines += _head(document, lang)
    lines += ["", *_differences(report, lang, everything)]
    lines += ["", *_contradictions(report, lang, everything)]
    for document in report.documents:
        lines += ["", f"── {document.name}", *_document(document, lang, everything)]
    return "\n".join(lines)


def _head(document: DocumentRow, lang: str) -> list[str]:
    known = [document.publisher, document.date or phrase("undated")[lang], document.language, f"{document.characters:,}"]
    return [
        f"{document.source}  {document.name}  {document.title or ''}",
        "    " + " · ".join(k for k in known if k) + "".join(f" · {refusal_in(lang, n)}" for n in document.notes),
    ]


def _differences(report: ReadingReport, lang: str, everything: bool) -> Iterator[str]:
    """What the lawbook says otherwise, or only announces; then how many statements it agrees with, and how many are open."""
    rows = [(d, r) for d in report.documents for r in d.against]
    told = [
        (d, r) for d, r in rows if r.verdict in (("differs", "announced", "open", "agrees") if everything else ("differs", "announced"))
    ]
    yield f"{phrase('against_title')[lang]} ({sum(r.verdict == 'differs' for _, r in rows)})"
    for document, row in told:
        mark = {"differs": "✗", "announced": "…", "open": "?", "agrees": "✓"}[row.verdict]
        yield from wrap(f"{mark} {document.source} {row.start}–{row.end} “{short(row.quote)}”", WIDTH, 2)
        yield from wrap(f"{phrase('against_' + row.verdict)[lang]}{row.law[lang]} [{', '.join(row.about[:4])}]", WIDTH, 6)
    counts = {v: str(sum(r.verdict == v for _, r in rows)) for v in ("agrees", "open")}
    yield "  " + phrase("against_rest", **counts)[lang]
    yield from _unasked([(f"{d.source} ", r) for d in report.documents for r in d.unasked], lang, 10**9 if everything else MOST)


def _unasked(rows: Sequence[tuple[str, StatementRow]], lang: str, most: int = 10**9) -> Iterator[str]:
    """The statements that nothing was asked about, so that nobody takes them for checked."""
    if rows:
        yield f"{phrase('against_unasked')[lang]} ({len(rows)})"
    for source, row in rows[:most]:
        yield from wrap(f"· {source}{row.start}–{row.end} “{short(row.quote, 140)}”", WIDTH, 2)
    yield from _more(len(rows), most, lang)


def _contradictions(report: ReadingReport, lang: str, everything: bool) -> Iterator[str]:
    grave = [c for c in report.contradictions if c.side != "right"]
    yield f"{phrase('contradictions_first')[lang]} ({len(grave)})"
    if not grave:
        yield "  " + phrase("no_contradictions")[lang]
    shown = grave if everything else grave[:40]
    for clash in shown:
        yield from _clash(clash, lang)
    if len(shown) < len(grave):
        yield "  " + phrase("more_follow", count=str(len(grave) - len(shown)))[lang]
    right = [c for c in report.contradictions if c.side == "right"]
    if right:
        yield f"  {phrase('right_title')[lang]} ({len(right)})"
        if everything:
            for clash in right:
                yield from _clash(clash, lang)


def _clash(clash: ClashRow, lang: str) -> Iterator[str]:
    mark = {"wrong": "✗", "open": "?", "right": "✓"}[clash.side]
    yield f"  {mark} {clash.name[lang]} — {word(clash.kind)[lang]}, {phrase('scope_' + clash.scope)[lang]}, {phrase('side_' + clash.side)[lang]}"
    yield from wrap(clash.text[lang], WIDTH, 6)
    for quote in clash.spans[:4]:
        yield from wrap(f"{quote.document} {quote.start}–{quote.end} “{short(quote.quote)}”", WIDTH, 6)
    if clash.reason is not None:
        yield from wrap(phrase("judged_as", verdict=word(clash.verdict), reason=clash.reason)[lang], WIDTH, 6)


def _document(document: DocumentRow, lang: str, everything: bool) -> Iterator[str]:
    most = 10**9 if everything else MOST
    if document.remarks:
        yield f"{phrase('remarks_title')[lang]} ({len(document.remarks)})"
        for remark in document.remarks[:most]:
            yield f"  {remark.start}–{remark.end} “{short(remark.quote)}”"
            yield from wrap(remark.text[lang], WIDTH, 6)
        yield from _more(len(document.remarks), most, lang)
    new = new_findings(document)
    if new:
        yield f"{phrase('new_title')[lang]} ({len(new)})"
        for finding in new[:most]:
            yield from wrap(f"{finding.start}–{finding.end} {_kind(finding, lang)}: “{short(finding.quote, 160)}”", WIDTH, 2)
        yield from _more(len(new), most, lang)
    known = [f for f in document.findings if f.kind == "measure" and f.links]
    if known:
        yield f"{phrase('known_title')[lang]}: {phrase('kind_measure')[lang]} ({len(known)})"
        for finding in known[:most]:
            best = ", ".join(f"{k.name[lang] if k.name else ''} ({k.id}, {k.score})" for k in finding.links if k.to == "task")
            yield from wrap(f"{finding.start}–{finding.end} {_kind(finding, lang)}: “{short(finding.quote, 100)}” → {best}", WIDTH, 2)
        yield from _more(len(known), most, lang)
    counts: dict[str, int] = {}
    for finding in document.findings:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
    yield phrase("findings_title")[lang] + ": " + ", ".join(f"{phrase('kind_' + k)[lang]} {n}" for k, n in counts.items())
    yield f"{phrase('ignored_title')[lang]}: " + ", ".join(
        f"{phrase('ignored_' + rule.replace('-', '_'))[lang]} {n}" for rule, n in document.ignored.items()
    )
    if document.unread:
        yield f"{phrase('unread_title')[lang]} ({len(document.unread)})"
        for unread in document.unread[:most]:
            yield from wrap(f"{unread.start}–{unread.end} [{', '.join(unread.tokens)}] {short(unread.quote, 140)}", WIDTH, 2)
        yield from _more(len(document.unread), most, lang)
    else:
        yield phrase("nothing_unread")[lang]


def _more(count: int, most: int, lang: str) -> Iterator[str]:
    if count > most:
        yield "  " + phrase("more_follow", count=str(count - most))[lang]


def _kind(finding: FindingRow, lang: str) -> str:
    return phrase("kind_" + finding.kind)[lang] + (f" ({measure_text(finding.value, lang)})" if isinstance(finding.value, Measure) else "")


def measure_text(value: Measure, lang: str, text: str | None = None) -> str:
    """What a measure comes to, in a few words; with the text of the document, its exclusions, limits and conditions are quoted."""
    parts = [phrase("measure_strength", value=str(value.strength))[lang] if value.strength else phrase("measure_no_strength")[lang]]
    if value.lifts:
        parts.append(phrase("measure_lifts")[lang])
    elif value.ceiling is not None:
        parts.append(phrase("measure_ceiling", value=f"{value.ceiling.normalize():f}")[lang])
    for name, spans in (("excludes", value.excludes), ("limits", value.limits), ("conditions", value.conditions)):
        for start, end in spans if text is not None else ():
            parts.append(phrase(f"measure_{name}", value=short((text or "")[start:end]))[lang])
    return ("；" if lang == "zh" else "; ").join(parts)


_MARKS = {"right": "✓", "not-held": "·"}


def checked_text(documents: tuple[Checked, ...], lang: str) -> str:
    """The whole check as plain lines."""
    return "\n".join(line for document in documents for line in _checked(document, lang))


def _checked(document: Checked, lang: str) -> Iterator[str]:
    yield f"{phrase('check_title')[lang]}: {document.name} · {document.date or phrase('undated')[lang]}"
    yield phrase("reading_note")[lang]
    yield ""
    if not document.citations:
        yield phrase("check_none")[lang]
    else:
        wrong = sum(c.verdict not in ("right", "not-held") for c in document.citations)
        unheld = sum(c.verdict == "not-held" for c in document.citations)
        yield phrase("check_counts", wrong=str(wrong), all=str(len(document.citations)), unheld=str(unheld))[lang]
    for cited in document.citations:
        mark = _MARKS.get(cited.verdict, "✗")
        yield from wrap(
            f"{mark} {cited.start}–{cited.end} {' '.join(cited.quote.split())}: {phrase('cited_' + cited.verdict)[lang]}", WIDTH, 2
        )
        if cited.verdict != "right":
            about = f" [{', '.join(cited.about)}]" if cited.about else ""
            yield from wrap(f"{cited.law[lang]}{about}", WIDTH, 6)
    yield ""
    yield f"{phrase('against_title')[lang]} ({sum(c.verdict == 'differs' for c in document.claims)})"
    for claim in document.claims:
        mark = {"differs": "✗", "announced": "…", "open": "?", "agrees": "✓"}[claim.verdict]
        yield from wrap(f"{mark} {claim.start}–{claim.end} “{' '.join(claim.quote.split())}”", WIDTH, 2)
        yield from wrap(f"{phrase('against_' + claim.verdict)[lang]}{claim.law[lang]} [{', '.join(claim.about[:4])}]", WIDTH, 6)
    counts = {v: str(sum(c.verdict == v for c in document.claims)) for v in ("agrees", "open")}
    yield "  " + phrase("against_rest", **counts)[lang]
    yield from _unasked([("", r) for r in document.unasked], lang)
    for clash in document.contradictions:
        yield from wrap(f"{'✗' if clash.side == 'wrong' else '?'} {clash.name[lang]}: {clash.text[lang]}", WIDTH, 2)

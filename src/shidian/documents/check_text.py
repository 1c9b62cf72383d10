"""What `shidian check` says of a memo, for a terminal: each citation with its verdict, then the claims that the lawbook says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.documents.rows import Checked
from shidian.words.phrases import phrase
from shidian.words.wrap import wrap

WIDTH = 108
_MARKS = {"right": "✓", "not-held": "·"}


def checked_text(documents: tuple[Checked, ...], lang: str) -> str:
    """The whole check as plain lines."""
    return "\n".join(line for document in documents for line in _document(document, lang))


def _document(document: Checked, lang: str) -> Iterator[str]:
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
    told = [c for c in document.claims if c.verdict != "agrees"]
    yield ""
    yield f"{phrase('against_title')[lang]} ({sum(c.verdict == 'differs' for c in told)})"
    for claim in told:
        mark = {"differs": "✗", "announced": "…", "open": "?"}[claim.verdict]
        yield from wrap(f"{mark} {claim.start}–{claim.end} “{' '.join(claim.quote.split())}”", WIDTH, 2)
        yield from wrap(f"{phrase('against_' + claim.verdict)[lang]}{claim.law[lang]} [{', '.join(claim.about[:4])}]", WIDTH, 6)
    counts = {v: str(sum(c.verdict == v for c in document.claims)) for v in ("agrees", "open")}
    yield "  " + phrase("against_rest", **counts)[lang]
    for clash in document.contradictions:
        yield from wrap(f"{'✗' if clash.side == 'wrong' else '?'} {clash.name[lang]}: {clash.text[lang]}", WIDTH, 2)

"""The text of a document as HTML with its findings marked, and what a finding comes to in words."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from shidian.documents.grammar.finding import AmountFound, Cited, Happened, Listing, Measure, Named, When
from shidian.documents.report import unit_told
from shidian.documents.rows import DocumentRow, FindingRow
from shidian.documents.text import measure_text
from shidian.words.phrases import phrase

UNNAMED = ("activity", "place", "origin", "body", "agreement")
"""Kinds that are marked in the text and not listed beside it."""

_HELD = {"differs": "clash", "announced": "remark", "open": "remark", "agrees": "instrument"}
"""How a statement is marked, by what the lawbook says of it."""


def marked_passages(
    document: DocumentRow, text: str, clashing: set[tuple[str, int, int]], lang: str, within: tuple[int, int] = (0, 1 << 60)
) -> Iterator[str]:
    """The text as HTML, passage by passage, with nested marks: a mark opens where a finding, remark or unread word begins and is cut at the ends of marks around it.

    `clashing` are the spans of contradictions; `within` chooses the passages that begin in a span of the text.
    """
    spans: list[tuple[int, int, str]] = [
        (f.start, f.end, f.kind + (" clash" if (document.source, f.start, f.end) in clashing else "")) for f in document.findings
    ]
    spans += [(s, e, "clash") for d, s, e in clashing if d == document.source]
    spans += [(r.start, r.end, "remark") for r in document.remarks]
    spans += [(u.start, u.end, "unread") for u in document.unread]
    spans += [(h.start, h.end, _HELD[h.verdict]) for h in document.against]
    spans += [(c.start, c.end, "instrument" if c.verdict in ("right", "not-held") else "clash") for c in document.citations]
    spans = sorted(dict.fromkeys(spans), key=lambda s: (s[0], -s[1]))
    at = 0
    named: set[int] = set()
    for passage in document.passages:
        if not within[0] <= passage.start < within[1]:
            continue
        inside = []
        while at < len(spans) and spans[at][0] < passage.end:
            if spans[at][0] >= passage.start:
                inside.append(spans[at])
            at += 1
        yield f'<p class="{passage.kind}">{_marked(document.source, text, passage.start, passage.end, inside, named, lang)}</p>'


def _marked(source: str, text: str, start: int, end: int, spans: list[tuple[int, int, str]], named: set[int], lang: str) -> str:
    out: list[str] = []
    open_ends: list[int] = []
    at = start
    for first, last, kinds in spans:
        while open_ends and open_ends[-1] <= first:
            out.append(escape(text[at : open_ends[-1]]) + "</mark>")
            at = max(at, open_ends.pop())
        out.append(escape(text[at:first]))
        at = first
        last = min(last, end, *open_ends[-1:])
        anchor = "" if first in named else f' id="{source}-{first}"'
        named.add(first)
        out.append(f'<mark class="{kinds}" title="{escape(_kinds(kinds, lang))}"{anchor}>')
        open_ends.append(last)
    while open_ends:
        out.append(escape(text[at : open_ends[-1]]) + "</mark>")
        at = max(at, open_ends.pop())
    out.append(escape(text[at:end]))
    return "".join(out)


def _kinds(kinds: str, lang: str) -> str:
    """The names of the kinds of a mark."""
    return " · ".join(phrase(_NOT_FINDINGS.get(kind, f"kind_{kind}"))[lang] for kind in kinds.split())


_NOT_FINDINGS = {"clash": "contradictions_first", "remark": "remarks_title", "unread": "unread_short"}


def value_text(finding: FindingRow, lang: str, text: str) -> str:
    """What a finding comes to, for a person."""
    value = finding.value
    if isinstance(value, Measure):
        return measure_text(value, lang, text)
    if isinstance(value, AmountFound):
        sign = {"is": "", "above": "> ", "at_least": "≥ ", "at_most": "≤ ", "below": "< ", "about": "≈ "}[value.bound]
        return f"{sign}{value.number.normalize():,f} {value.noun or unit_told(value.unit)}"
    if isinstance(value, When):
        return " … ".join(filter(None, (value.from_, value.to))) or "?"
    if isinstance(value, Listing):
        return f"{len(value.ids)}" + (f" / {value.count}" if value.count is not None else "") + ("+" if value.partial else "")
    if isinstance(value, Cited):
        return ", ".join(value.ids) or value.number or ""
    if isinstance(value, Happened):
        event = phrase(f"choice_{value.event}")[lang]
        return " · ".join(filter(None, (event, value.day, ", ".join(value.bodies), ", ".join(value.instruments))))
    return ", ".join(value.ids) if isinstance(value, Named) else ""

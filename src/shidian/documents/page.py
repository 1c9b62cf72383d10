"""A reading report as one HTML page without anything outside it: the text with highlights, findings beside it, contradictions first (`report.html`)."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from shidian.documents.marks import UNNAMED, marked_passages, value_text
from shidian.documents.rows import ClashRow, DocumentRow, FindingRow, ReadingReport, new_findings
from shidian.words.phrases import phrase, word
from shidian.words.refusals import refusal_in
from shidian.words.wrap import short

LEGEND = (
    ("measure", "kind_measure"),
    ("place", "kind_place"),
    ("day", "kind_day"),
    ("amount", "kind_amount"),
    ("instrument", "kind_instrument"),
    ("clash", "contradictions_first"),
    ("remark", "remarks_title"),
    ("unread", "unread_short"),
)
"""The colours of the text and the phrase for each."""


class PageDocument(Struct, frozen=True):
    """A document of the page: its row, the text with marks, the findings beside it with what each comes to, and how many are new."""

    row: DocumentRow
    text: Markup
    beside: tuple[tuple[FindingRow, str], ...]
    new: int


def reading_page(report: ReadingReport, lang: str, texts: dict[str, str]) -> str:
    """The page. `texts` are the documents' texts by source (d1, d2 …)."""
    grave = [c for c in report.contradictions if c.side != "right"]
    return _template().render(
        report=report,
        lang=lang,
        tag="zh-CN" if lang == "zh" else "en",
        t=lambda key, **parts: phrase(key, **parts)[lang],
        word=word,
        noted=lambda row: [refusal_in(lang, n) for n in row.notes],
        short=short,
        legend=LEGEND,
        grave=grave,
        right=[c for c in report.contradictions if c.side == "right"],
        against=[(d, r) for d in report.documents for r in d.against],
        documents=[_document(d, lang, texts[d.source], grave) for d in report.documents],
    )


def _document(row: DocumentRow, lang: str, text: str, grave: list[ClashRow]) -> PageDocument:
    clashing = {(q.document, q.start, q.end) for c in grave for q in c.spans}
    beside = tuple((f, value_text(f, lang, text)) for f in row.findings if f.kind not in UNNAMED)
    return PageDocument(row, Markup("".join(marked_passages(row, text, clashing, lang))), beside, len(new_findings(row)))


@cache
def _template() -> Template:
    read = (resources.files("shidian.documents") / "report.html").read_text(encoding="utf-8")
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(read)

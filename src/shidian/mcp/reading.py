"""Tools that read a text: what it says, and whether what it cites and claims agrees with the lawbook."""

# no `from __future__ import annotations` here: the SDK reads the annotations of the tools
import hashlib
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp_types import CallToolResult
from msgspec import Struct
from pydantic import Field

from shidian.documents.compare.compare import Comparison
from shidian.documents.formats.files import SelfDescription
from shidian.documents.held import HELD_VERDICTS
from shidian.documents.marks import value_text
from shidian.documents.reader import Reader
from shidian.documents.report import report
from shidian.documents.rows import ReadingReport, counted, new_findings
from shidian.mcp.replies import Limit, Speech, add, told
from shidian.visitors.keeper import Keeper
from shidian.words.phrases import phrase

MOST_TEXT = 40_000
"""Characters of a text."""

Text = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MOST_TEXT,
        description=f"The text itself (not an address), in English or Chinese, at most {MOST_TEXT} characters.",
    ),
]
Day = Annotated[str | None, Field(description="The day the text is from, as 2025-04-21, where it does not say so itself.")]


class SeenInText(Struct, frozen=True):
    """One thing found in a text: its kind, its words, where it stands (characters), what it was read as, and whether the lawbook knows it."""

    kind: str
    words: str
    start: int
    end: int
    read_as: str
    status: str
    ids: tuple[str, ...]


class TextRead(Struct, frozen=True):
    """What a text says. `counts` are findings by kind; `findings` those the lawbook does not know, `more` of them are not shown; `unread` are sentences that
    were not read through. Nothing of it is law in the lawbook before a person has reviewed it."""

    language: str
    date: str | None
    counts: dict[str, int]
    findings: tuple[SeenInText, ...]
    more: int
    unread: int
    note: str


class TextDisagrees(Struct, frozen=True):
    """Where a text and the lawbook, or two claims, cannot both hold. `side` says against whom the judgement goes: the text (`wrong`), or it stands `right`,
    or it is `open`."""

    kind: str
    about: str
    says: str
    side: str
    judged: str | None


class TextDoubted(Struct, frozen=True):
    """Something in a text that a reader should look at."""

    kind: str
    words: str
    start: int
    end: int
    says: str


class TextCites(Struct, frozen=True):
    """A citation of an act and what the lawbook says of it. `verdict`: right, wrong-article, wrong-number, another-edition, repealed, not-yet, says-else, or not-held (this
    lawbook does not hold it, which says nothing of whether it exists)."""

    verdict: str
    words: str
    start: int
    end: int
    act: str | None
    says: str


class TextClaims(Struct, frozen=True):
    """A claim that the lawbook was asked about. `verdict`: differs, announced (true of what is announced, not of what is in force), open, or agrees."""

    verdict: str
    words: str
    start: int
    end: int
    says: str
    ids: tuple[str, ...]


class TextChecked(Struct, frozen=True):
    """What in a text does not agree with the lawbook. An empty list means that nothing was found, not that the text is right: `checked` says how much could
    be compared, `unasked` are statements of a rule or of anything known that nothing was asked about."""

    checked: dict[str, int]
    citations: tuple[TextCites, ...]
    more_citations: int
    claims: tuple[TextClaims, ...]
    more_claims: int
    contradictions: tuple[TextDisagrees, ...]
    more_contradictions: int
    remarks: tuple[TextDoubted, ...]
    more_remarks: int
    unasked: tuple[str, ...]
    more_unasked: int
    note: str


def reading(server: MCPServer, desk: Keeper) -> None:
    """Offer the tools."""
    reader = Reader(desk.book)

    def found(text: str, date: str | None) -> Comparison:
        said = SelfDescription(date=desk.day(date) if date else None)
        key = ("mcp text", hashlib.sha256(text.encode()).hexdigest(), said.date)
        return desk.keep(key, lambda: reader.compare([reader.read_bytes(text.encode(), "text.txt", said)]))

    def rows(comparison: Comparison) -> ReadingReport:
        return report(desk.book.lawbook, comparison)

    def read_document(text: Text, date: Day = None, limit: Limit = 30, lang: Speech = "en") -> CallToolResult:
        """Read a notice, plan or article: measures, activities, places, shares, amounts, days, and the instruments it cites, each with its place in the text. Use it to
        see what a text says and what of it is new to the lawbook. Returns counts and the new findings. To check whether a text is right use check_text.
        A finding is what a grammar saw, not law. Reads only; keeps nothing."""
        row = rows(found(text, date)).documents[0]
        new = new_findings(row)
        shown = _first(
            new,
            limit,
            lambda f: SeenInText(f.kind, f.quote, f.start, f.end, value_text(f, lang, text), f.status, tuple(x.id for x in f.links)),
        )
        note = phrase("say_read_by_grammar")[lang]
        return told(TextRead(row.language, row.date, counted(row), *shown, len(row.unread), note))

    def check_text(text: Text, date: Day = None, limit: Limit = 30, lang: Speech = "en") -> CallToolResult:
        """Check the citations, figures, days, places and claims of a text against the acts, rules and records of the lawbook. Use it before repeating an article, a memo or your own draft.
        Returns each citation with its verdict, the claims that the lawbook was asked about, contradictions with the judgement on each, and remarks (a stronger verb, a limit left out, told as done, a set of places that does not fit). Nothing
        found does not mean that the text is right. For an answer to a case use ask. Reads only; keeps nothing."""
        all_rows = rows(found(text, date))
        row = all_rows.documents[0]
        clashes = [c for c in all_rows.contradictions if c.side != "right"]
        cited = sorted(row.citations, key=lambda c: (c.verdict in ("right", "not-held"), c.verdict == "right", c.start))
        claims = sorted(row.against, key=lambda c: (HELD_VERDICTS.index(c.verdict), c.start))
        known = sum(f.status == "known" for f in row.findings)
        return told(
            TextChecked(
                {
                    "findings": len(row.findings),
                    "known_to_the_lawbook": known,
                    "claims": len(row.claims),
                    "citations": len(row.citations),
                    "claims_asked": len(row.against),
                    "sentences_not_read": len(row.unread),
                },
                *_first(cited, limit, lambda c: TextCites(c.verdict, c.quote, c.start, c.end, c.act, c.law[lang])),
                *_first(claims, limit, lambda c: TextClaims(c.verdict, c.quote, c.start, c.end, c.law[lang], c.about)),
                *_first(
                    clashes,
                    limit,
                    lambda c: TextDisagrees(c.kind, c.name[lang], c.text[lang], c.side, c.reason[lang] if c.reason else None),
                ),
                *_first(row.remarks, limit, lambda r: TextDoubted(r.kind, r.quote, r.start, r.end, r.text[lang])),
                *_first(row.unasked, limit, lambda r: r.quote),
                phrase("say_nothing_found")[lang],
            )
        )

    add(server, read_document, TextRead, "Read a text")
    add(server, check_text, TextChecked, "Check a text against the lawbook")


def _first(found: Sequence[Any], limit: int, told: Callable[[Any], Any]) -> tuple[tuple[Any, ...], int]:
    """The first of a list as they are told, and how many are left out."""
    return tuple(map(told, found[:limit])), max(0, len(found) - limit)

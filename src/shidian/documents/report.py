"""A comparison as rows that a page, a terminal or a program shows: every span with its words, every link and remark with its text."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from msgspec.structs import replace

from shidian.catalogue.told_by_id import source_publisher
from shidian.documents.against.clauses import DocumentText, statements
from shidian.documents.compare.compare import Clash, Compared, Comparison
from shidian.documents.compare.linking import Link
from shidian.documents.compare.remarks import Remark
from shidian.documents.rows import (
    AgainstRow,
    CitationRow,
    ClaimRow,
    ClashRow,
    DocumentRow,
    FindingRow,
    Quote,
    ReadingReport,
    RemarkRow,
    StatementRow,
    UnreadRow,
)
from shidian.evidence.contradictions import KINDS as CONTRADICTIONS
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label, record_of
from shidian.law.records.evidence import Claim
from shidian.words.labels import entry_label, join
from shidian.words.phrases import phrase, phrases, word


def report(book: Lawbook, comparison: Comparison) -> ReadingReport:
    """The rows of a comparison."""
    texts = {d.source: d.reading.document.text for d in comparison.documents}
    names = {d.source: Label(d.reading.document.name or d.source, d.reading.document.name or d.source) for d in comparison.documents}
    named = {c.source for clash in comparison.clashes for c in clash.claims} - set(names)
    names |= {id: source_publisher(book, id) for id in named}
    entries = _entries(book)
    return ReadingReport(
        tuple(
            _document(book, d, [(a, b) for c in comparison.clashes for s, a, b in c.spans if s == d.source]) for d in comparison.documents
        ),
        tuple(_clash(comparison, c, texts, names, entries) for c in comparison.clashes),
    )


def _entries(book: Lawbook) -> dict[str, Label]:
    """The names of the entries of the vocabularies."""
    named: dict[str, Label] = {}
    for vocabulary in book.content.vocabularies.values():
        named |= {t.id: t.name for t in vocabulary.terms}
        named |= {z.id: z.name for z in vocabulary.zones}
        named |= {g.id: g.name for g in vocabulary.groups}
    return named


def _document(book: Lawbook, compared: Compared, clashing: Sequence[tuple[int, int]]) -> DocumentRow:
    reading = compared.reading
    document = reading.document
    new = set(compared.new)
    findings = tuple(
        record_of(
            FindingRow,
            f,
            quote=reading.quote(f),
            status="known" if compared.links.get(f.id) else "new" if f.id in new else "plain",
            links=tuple(replace(k, name=_named(book, k)) for k in compared.links.get(f.id, ())),
        )
        for f in reading.findings
    )
    return DocumentRow(
        compared.source,
        document.name,
        document.title,
        document.publisher,
        document.date.isoformat() if document.date else None,
        document.language,
        document.media_type,
        document.sha256,
        len(document.text),
        document.notes,
        reading.layout.passages,
        findings,
        tuple(record_of(ClaimRow, s.claim) for s in compared.stated),
        tuple(record_of(RemarkRow, r, quote=document.text[r.start : r.end], text=_words(book, r)) for r in compared.remarks),
        tuple(
            UnreadRow(u.start, u.end, document.text[u.start : u.end], tuple(document.text[a:b] for a, b in u.tokens))
            for u in reading.unread
        ),
        dict(sorted(Counter(i.rule for i in reading.ignored).items())),
        tuple(record_of(AgainstRow, h, quote=document.text[h.start : h.end]) for h in compared.against),
        tuple(
            record_of(
                CitationRow, c, quote=document.text[c.start : c.end], title=book.instruments[c.act].title if c.act is not None else None
            )
            for c in compared.citations
        ),
        tuple(StatementRow(a, b, document.text[a:b]) for a, b in _unasked(compared, clashing)),
    )


def _unasked(compared: Compared, clashing: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The statements of a document that neither an answer, a citation nor a contradiction is about. A remark on what was left out checks nothing."""
    asked = sorted([*clashing, *((r.start, r.end) for part in (compared.against, compared.citations) for r in part)])
    ends = list(accumulate((end for _, end in asked), max))
    for start, end in statements(DocumentText(compared.reading)):
        before = bisect_left(asked, (end,))  # those that begin before it ends
        if not before or ends[before - 1] <= start:
            yield start, end


def _named(book: Lawbook, link: Link) -> Label | None:
    """What a finding is linked to, in words."""
    if link.to == "task":
        return next((t.summary for g in book.content.tasks for t in g.tasks if t.task == link.id), None)
    if link.to == "instrument":
        return book.instruments[link.id].title if link.id in book.instruments else None
    return book.rules[link.id][2].summary if link.to == "rule" and link.id in book.rules else None


def _clash(comparison: Comparison, clash: Clash, texts: dict[str, str], names: dict[str, Label], entries: dict[str, Label]) -> ClashRow:
    found = clash.contradiction
    subject = comparison.subjects[found.subject]
    quotes = tuple(Quote(d, a, b, texts[d][a:b]) for d, a, b in clash.spans)
    en, zh = ([f"{names[c.source][lang]}: {_brief(c, comparison, entries)[lang]}" for c in clash.claims] for lang in ("en", "zh"))
    more = Label("", "")
    if found.found is not None and found.expected is not None:
        values = {"found": f"{found.found.normalize():f}", "expected": f"{found.expected.normalize():f}"}
        more = phrase("clash_numbers", **values)
    text = Label(" / ".join(en) + (f" ({more.en})" if more.en else ""), " / ".join(zh) + (f"（{more.zh}）" if more.zh else ""))
    judgement = clash.judgement
    assert found.kind in CONTRADICTIONS
    return ClashRow(
        found.id,
        found.kind,
        clash.scope,
        clash.side,
        found.subject,
        subject.name,
        text,
        tuple(record_of(ClaimRow, c) for c in clash.claims),
        quotes,
        judgement.judgement if judgement else None,
        judgement.verdict if judgement else None,
        judgement.reason if judgement else None,
    )


def _brief(claim: Claim, comparison: Comparison, entries: dict[str, Label]) -> Label:
    """What a claim says in a few signs."""
    said = claim.says
    unit = claim.unit or comparison.subjects[claim.subject].unit or ""
    for sign, value in (
        ("", said.number),
        ("≈", said.about),
        (">", said.above),
        ("≥", said.at_least),
        ("≤", said.at_most),
        ("<", said.below),
    ):
        if value is not None:
            told = f"{value.normalize():,f}"
            if f"amount_{unit.replace('-', '_')}" in phrases():
                tenfold = f"{(value * 10).normalize():,f}" if unit.endswith("-bn") else told  # billions are counted in 亿 in Chinese
                both = phrase(f"amount_{unit.replace('-', '_')}", value=Label(told, tenfold))
                return Label(sign + both.en, sign + both.zh)
            told = f"{sign}{told}" + ("" if unit in ("count", "") else f" {unit_told(unit)}")
            return Label(told, told)
    if said.words:
        names = [entries.get(w, Label(w, w)) for w in said.words[:12]]
        return Label(f"{len(said.words)}: {', '.join(n.en for n in names)}", f"{len(said.words)}个：{'、'.join(n.zh for n in names)}")
    told = said.word or " … ".join(w for w in (said.from_, said.to) if w)
    return Label(told, told)


def unit_told(unit: str) -> str:
    """A unit as people write it: currencies in capitals, percent as a sign."""
    if unit == "percent":
        return "%"
    return unit.upper() if len(unit) == 3 else unit


def _words(book: Lawbook, remark: Remark) -> Label:
    values: dict[str, Any] = {"found": remark.found or "", "expected": remark.expected or "", "about": ", ".join(remark.about)}
    tasks = {t.task: t for g in book.content.tasks for t in g.tasks}
    if remark.about and remark.about[0] in tasks:
        task = tasks[remark.about[0]]
        values["about"] = Label(f"{task.task}, {task.summary.en}", f"{task.task}，{task.summary.zh}")
        if remark.kind == "limit-left-out" and task.exclusions is not None:
            values["expected"] = task.exclusions
    elif remark.kind == "members":
        values["about"] = entry_label(book, "territories", remark.about[0])
        values["differ"] = join(entry_label(book, "territories", i) for i in remark.about[1:])
    elif remark.kind == "level":
        values["about"] = entry_label(book, "territories", remark.about[0])
        values["expected"] = word(remark.expected or "")
    elif remark.kind == "judged":
        judgement = next(j for j in book.content.judgements if j.judgement == remark.about[0])
        values |= {"found": word(judgement.verdict), "about": judgement.reason}
    return phrase(f"remark_{remark.kind}", **values)

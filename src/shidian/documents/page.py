"""A reading report as one HTML page without anything outside it: the text with highlights, findings beside it, contradictions first."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from shidian.documents.grammar.finding import AmountFound, Cited, Happened, Listing, Measure, Named, When
from shidian.documents.report import ClashRow, DocumentRow, FindingRow, ReadingReport, new_findings
from shidian.documents.text import measure_text
from shidian.words.phrases import phrase, word

STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6675;--line:#d9dee5;--paper:#fff;--bg:#f5f6f8;--bad:#b3261e;--open:#8a5a00;--good:#2e6b3a}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
header,section,article{max-width:1320px;margin:0 auto;padding:1rem 1.5rem}h1{font-size:1.5rem;margin:.3rem 0}h2{font-size:1.15rem;margin:1.4rem 0 .6rem}h3{font-size:1rem;margin:.8rem 0 .3rem}
.note,.small{color:var(--soft);font-size:.87rem}.card{background:var(--paper);border:1px solid var(--line);border-left:4px solid var(--open);border-radius:4px;padding:.5rem .8rem;margin:.45rem 0}
.card.wrong{border-left-color:var(--bad)}.card.right{border-left-color:var(--good)}.card b{font-weight:600}.q{color:var(--soft)}
.two{display:grid;grid-template-columns:minmax(0,1fr) 25rem;gap:1.4rem;align-items:start}.text{background:var(--paper);border:1px solid var(--line);border-radius:4px;padding:1rem 1.2rem;overflow-wrap:anywhere}
.text p{margin:.35rem 0}.text .heading,.text .title{font-weight:600;margin-top:.9rem}.text .item{padding-left:1.1rem}.side{position:sticky;top:.6rem;max-height:96vh;overflow:auto;background:var(--paper);border:1px solid var(--line);border-radius:4px;padding:.6rem .8rem;font-size:.87rem}
.side ol{padding-left:0;list-style:none;margin:0}.side li{border-bottom:1px solid var(--line);padding:.3rem 0}
mark{background:none;color:inherit;border-bottom:2px solid #b8c4d6;border-radius:1px}mark.measure{background:#eef4ff;border-bottom-color:#5b84c4}mark.place,mark.origin{border-bottom-color:#4a9c6d}mark.day,mark.period{border-bottom-color:#9b6bb3}
mark.amount,mark.share,mark.count{border-bottom-color:#c78a2d}mark.instrument,mark.body,mark.agreement{border-bottom-color:#6b7b8c}mark.clash{background:#fde3e0;border-bottom-color:var(--bad)}mark.remark{background:#fff2d6;border-bottom-color:var(--open)}mark.unread{background:#eee;border-bottom:2px dashed #555}
.tag{display:inline-block;font-size:.76rem;border:1px solid var(--line);border-radius:3px;padding:0 .35em;color:var(--soft);margin-right:.3em}.tag.new{color:var(--open);border-color:var(--open)}.tag.known{color:var(--good);border-color:var(--good)}
a{color:inherit}:target{outline:2px solid #5b84c4}@media(max-width:60rem){.two{grid-template-columns:1fr}.side{position:static;max-height:none}}@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#9aa5b4;--line:#38414e;--paper:#1b2028;--bg:#13171d;--bad:#ff8a80;--open:#f0b95a;--good:#7fc793}mark.measure{background:#1d2a40}mark.clash{background:#4a211e}mark.remark{background:#42330f}mark.unread{background:#333}}
"""


def reading_page(report: ReadingReport, lang: str, texts: dict[str, str]) -> str:
    """The page. `texts` are the documents' texts by source (d1, d2 …)."""
    body = "".join(_body(report, lang, texts))
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(phrase('reading_of')[lang])}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def _body(report: ReadingReport, lang: str, texts: dict[str, str]) -> Iterator[str]:
    yield f"<header><h1>{escape(phrase('reading_of')[lang])}</h1><p class=note>{escape(phrase('reading_note')[lang])}</p><ul class=small>"
    for document in report.documents:
        facts = " · ".join(filter(None, (document.publisher, document.date or phrase("undated")[lang], document.language, *document.notes)))
        yield f'<li><a href="#{document.source}">{escape(document.source)} {escape(document.title or document.name)}</a> <span>({escape(document.name)} · {escape(facts)})</span></li>'
    grave = [c for c in report.contradictions if c.side != "right"]
    yield "</ul></header>"
    yield from _against(report, lang)
    yield f"<section><h2>{escape(phrase('contradictions_first')[lang])} ({len(grave)})</h2>"
    if not grave:
        yield f"<p>{escape(phrase('no_contradictions')[lang])}</p>"
    for clash in grave:
        yield _clash(clash, lang)
    right = [c for c in report.contradictions if c.side == "right"]
    if right:
        yield f"<details><summary>{escape(phrase('right_title')[lang])} ({len(right)})</summary>{''.join(_clash(c, lang) for c in right)}</details>"
    yield "</section>"
    clashing = {(q.document, q.start, q.end) for c in grave for q in c.spans}
    for document in report.documents:
        yield from _document(document, lang, texts[document.source], clashing)


def _against(report: ReadingReport, lang: str) -> Iterator[str]:
    """What the lawbook says of the documents' statements, the differences first."""
    rows = [(d, r) for d in report.documents for r in d.against]
    counts = {v: str(sum(r.verdict == v for _, r in rows)) for v in ("agrees", "open")}
    yield f"<section><h2>{escape(phrase('against_title')[lang])} ({sum(r.verdict == 'differs' for _, r in rows)})</h2>"
    for document, row in rows:
        if row.verdict not in ("differs", "announced"):
            continue
        yield (
            f'<div class="card {"wrong" if row.verdict == "differs" else "open"}"><span class=tag>{escape(phrase("held_kind_" + row.kind)[lang])}</span>'
            f'<a class=q href="#{document.source}-{row.start}">{escape(document.source)} “{escape(_short(row.quote))}”</a>'
            f"<div>{escape(phrase('against_' + row.verdict)[lang])}{escape(row.law[lang])}</div></div>"
        )
    yield f"<p class=small>{escape(phrase('against_rest', **counts)[lang])}</p></section>"


def _clash(clash: ClashRow, lang: str) -> str:
    places = " ".join(
        f'<a class=q href="#{q.document}-{q.start}">{escape(q.document)} “{escape(_short(q.quote))}”</a>' for q in clash.spans[:6]
    )
    reason = (
        f"<div class=small>{escape(phrase('judged_as', verdict=word(clash.verdict), reason=clash.reason)[lang])}</div>"
        if clash.reason is not None
        else ""
    )
    return (
        f'<div class="card {clash.side}"><b>{escape(clash.name[lang])}</b> <span class=tag>{escape(word(clash.kind)[lang])}</span>'
        f"<span class=tag>{escape(phrase('scope_' + clash.scope)[lang])}</span><span class=tag>{escape(phrase('side_' + clash.side)[lang])}</span>"
        f"<div>{escape(clash.text[lang])}</div><div>{places}</div>{reason}</div>"
    )


def _document(document: DocumentRow, lang: str, text: str, clashing: set[tuple[str, int, int]]) -> Iterator[str]:
    yield f'<article id="{document.source}"><h2>{escape(document.source)} {escape(document.title or document.name)}</h2>'
    if document.remarks:
        yield f"<details open><summary>{escape(phrase('remarks_title')[lang])} ({len(document.remarks)})</summary>"
        for remark in document.remarks:
            yield (
                f'<div class=card><span class=tag>{escape(word(remark.kind)[lang])}</span><a class=q href="#{document.source}-{remark.start}">“{escape(_short(remark.quote))}”</a> '
                f"{escape(remark.text[lang])}</div>"
            )
        yield "</details>"
    if document.unread:
        yield f"<details><summary>{escape(phrase('unread_title')[lang])} ({len(document.unread)})</summary>"
        yield "".join(
            f'<div class=card><a href="#{document.source}-{u.start}">{escape(_short(u.quote, 200))}</a> <span class=small>[{escape(", ".join(u.tokens))}]</span></div>'
            for u in document.unread
        )
        yield "</details>"
    else:
        yield f"<p class=small>{escape(phrase('nothing_unread')[lang])}</p>"
    yield _legend(lang)
    yield f'<div class=two><div class=text lang="{document.language}">'
    yield from marked_passages(document, text, clashing, lang)
    yield f"</div><div class=side><h3>{escape(phrase('findings_title')[lang])} ({len(document.findings)}; {escape(phrase('new_title')[lang])}: {len(new_findings(document))})</h3><ol>"
    for finding in document.findings:
        if finding.kind in ("activity", "place", "origin", "body", "agreement"):
            continue
        links = " ".join(f"<span class=tag>{escape(word(k.to)[lang])} {escape(k.id)} {k.score}</span>" for k in finding.links[:3])
        yield (
            f"<li><span class=tag>{escape(phrase('kind_' + finding.kind)[lang])}</span>{_status(finding.status, lang)}"
            f'<a href="#{document.source}-{finding.start}">{escape(_short(finding.quote, 110))}</a><div class=small>{escape(value_text(finding, lang, text))} {links}</div></li>'
        )
    yield "</ol></div></div></article>"


def _status(status: str, lang: str) -> str:
    return "" if status == "plain" else f'<span class="tag {status}">{escape(word(status)[lang])}</span>'


def _legend(lang: str) -> str:
    """What the colours of the text mean."""
    kinds = (
        ("measure", "kind_measure"),
        ("place", "kind_place"),
        ("day", "kind_day"),
        ("amount", "kind_amount"),
        ("instrument", "kind_instrument"),
        ("clash", "contradictions_first"),
        ("remark", "remarks_title"),
        ("unread", "unread_short"),
    )
    return "<p class=small>" + " ".join(f"<mark class={css}>{escape(phrase(key)[lang])}</mark>" for css, key in kinds) + "</p>"


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
        return f"{sign}{value.number.normalize():,f} {value.noun or value.unit}"
    if isinstance(value, When):
        return " … ".join(filter(None, (value.from_, value.to))) or "?"
    if isinstance(value, Listing):
        return f"{len(value.ids)}" + (f" / {value.count}" if value.count is not None else "") + ("+" if value.partial else "")
    if isinstance(value, Cited):
        return ", ".join(value.ids) or value.number or ""
    if isinstance(value, Happened):
        return " · ".join(filter(None, (value.event, value.day, ", ".join(value.bodies), ", ".join(value.instruments))))
    return ", ".join(value.ids) if isinstance(value, Named) else ""


def _short(text: str, most: int = 70) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= most else bare[: most - 1] + "…"

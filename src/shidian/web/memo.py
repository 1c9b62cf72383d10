"""A decision as a memo for the file: Markdown, and PDF set with Typst.

The PDF is set from the same parts as the Markdown. They reach the typesetter as data, never as markup, so nothing in a case can
change the document.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

from shidian.answer.argument import argued
from shidian.answer.decision import Decision
from shidian.answer.first_lines import given_label, led_to, named
from shidian.answer.parts import Reason
from shidian.answer.publishers import publisher
from shidian.errors import ShidianError
from shidian.law.records.base import Label
from shidian.web.decision import DecisionPage
from shidian.words.phrases import phrase
from shidian.words.tones import MARKS

SHEET = Path(__file__).parent / "memo.typ"
CHINESE = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Songti SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "AR PL UMing CN",
)
"""Families that hold Chinese, the best first."""


class NoFont(ShidianError):
    """The machine has no font for Chinese."""

    code = "no-chinese-font"
    status = 501


Section = tuple[str, list[tuple[str, list[str]]]]
"""A heading, and items: a line with further lines below it."""


def sections(page: DecisionPage, lang: str) -> list[Section]:
    """The parts of a memo, in order, as plain text."""
    d = page.decision

    def say(key: str, **parts: str | Label) -> str:
        return phrase(key, **parts)[lang]

    colon = "：" if lang == "zh" else ": "
    out: list[Section] = []

    def add(key: str, items: list[tuple[str, list[str]]]) -> None:
        if items:
            out.append((say(key), items))

    add(
        "facts",
        [(f"{s.label[lang]}{colon}{s.value[lang]}", []) for s in page.said]
        + [(f"{d.fact_names[f][lang]}{colon}{d.labels[f][lang]}", [say("assumed")]) for f in d.assumed],
    )
    add("missing", [(m.question[lang], [f"{a.label[lang]} → {led_to(d, a)[lang]}" for a in m.answers[:8]]) for m in d.missing])
    add("given_slots", [(given_label(g)[lang], []) for g in d.given])
    add("conditions", [(c[lang], []) for c in (*d.conditions, *d.possible_conditions)])
    add("why", _argument(d, d.reasons, lang))
    if d.readings_differ:
        add("why_announced", _argument(d, d.announced_reasons, lang))
    dash, comma = ("——", "，") if lang == "zh" else (" — ", ", ")
    general = ("；" if lang == "zh" else "; ").join(o.name[lang] for o in d.duties if o.general)
    add(
        "duties",
        [
            (
                f"{o.name[lang]}{dash}{o.authority[lang]}",
                [n[lang] for n in (o.note, o.caution) if n is not None] + ([] if o.certain else [say("possible")]),
            )
            for o in sorted(d.duties, key=lambda o: not o.certain)
            if not o.general
        ]
        + ([(say("duties_general") + colon + general, [])] if general else []),
    )
    read_at = [s.address if s.address and s.address.startswith("http") else None for s in d.sources]
    add(
        "sources",
        [
            (f"[{i}] {publisher(s)[lang]}{comma}{s.title[lang]}", [at] if at else [])
            for i, (s, at) in enumerate(zip(d.sources, read_at, strict=True), 1)
        ],
    )
    return out


def _argument(d: Decision, reasons: tuple[Reason, ...], lang: str) -> list[tuple[str, list[str]]]:
    found = argued(d, reasons)
    numbers = {s.id: i for i, s in enumerate(d.sources, 1)}
    steps = [r for s in (*found.decisive, *found.doubts, *found.beside) for r in (s.reason, *s.by)]
    return [_reason(r, lang, numbers) for r in steps]


def _reason(r: Reason, lang: str, numbers: dict[str, int]) -> tuple[str, list[str]]:
    role = phrase("role_" + r.role)[lang]
    colon = "：" if lang == "zh" else ": "
    days = (
        phrase("from_until", start=r.valid_from.isoformat(), end=r.valid_until.isoformat())[lang]
        if r.valid_from and r.valid_until
        else (
            phrase("since", day=r.valid_from.isoformat())[lang]
            if r.valid_from
            else phrase("announced_on", day=r.announced.isoformat())[lang]
            if r.announced
            else ""
        )
    )
    if lang == "zh":
        where = f"《{r.title.zh}》{f'（{r.document.zh}）' if r.document else ''}{r.provision_name.zh}" + (f"；{days}" if days else "")
    else:
        where = f"{r.title.en}{f' ({r.document.en})' if r.document else ''}, {r.provision_name.en}" + (f"; {days}" if days else "")
    notes = [n[lang] for n in (r.doubt_reason, r.caution) if n is not None]
    read_at = "".join(f"[{numbers[s]}]" for s in r.sources if s in numbers)
    return f"{role}{colon}{r.summary[lang]}", [where, f"{phrase('seen_' + r.seen)[lang]} {read_at} · {r.rule}", *notes]


def _foot(page: DecisionPage, lang: str) -> list[str]:
    receipt = page.decision.receipt
    read = [phrase("read_on", day=page.decision.read_on.isoformat())[lang]] if page.decision.read_on else []
    return [
        f"{phrase('receipt')[lang]} {receipt.id} · {phrase('lawbook')[lang]} {receipt.lawbook[:16]} · shidian {receipt.version}",
        *read,
        phrase("not_advice")[lang],
    ]


def markdown(page: DecisionPage, lang: str) -> bytes:
    """The memo as Markdown."""
    d = page.decision
    lines = [f"# {MARKS[page.tone]} {_safe(d.sentence[lang])}", ""]
    lines += [f"* {_safe(line[lang])}" for line in (d.summary.holds, d.summary.announced, d.summary.change)] + [""]
    for head, items in sections(page, lang):
        lines += [f"## {head}", ""]
        for line, more in items:
            lines += [f"* {_safe(line)}", *(f"  * {_safe(m)}" for m in more)]
        lines.append("")
    lines += ["---", "", *(x + "  " for x in map(_safe, _foot(page, lang)))]
    return ("\n".join(lines) + "\n").encode()


def _safe(text: str) -> str:
    """Text that Markdown takes as it stands."""
    return "".join("\\" + c if c in "\\`*_[]<>#|" else " " if c in "\r\n" else c for c in text)


@cache
def _chinese_font() -> str:
    families = set(typst.Fonts().families())
    found = next((f for f in CHINESE if f in families), None)
    if found is None:
        raise NoFont("cannot make a PDF: this machine has no Chinese font", hint="install one, such as the Debian package fonts-noto-cjk")
    return found


def pdf(page: DecisionPage, lang: str) -> bytes:
    """The memo as PDF. Raises NoFont."""
    d = page.decision
    lead = [line[lang] for line in (d.summary.holds, d.summary.announced, d.summary.change)]
    data = {
        "lang": lang,
        "font": _chinese_font(),
        "mark": named(d, d.outcome, "missing_facts" if d.because == "missing_facts" else None)[lang],
        "title": d.sentence[lang],
        "question": page.title[lang],
        "lead": lead,
        "tone": page.tone,
        "sections": [{"head": h, "items": [{"line": x, "more": m} for x, m in items]} for h, items in sections(page, lang)],
        "foot": _foot(page, lang),
    }
    out = typst.compile(str(SHEET), root=str(SHEET.parent), format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    assert isinstance(out, bytes)
    return out

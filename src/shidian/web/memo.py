"""A decision as a memo for the file: Markdown, and PDF set with Typst.

The PDF is set from the same parts as the Markdown. They reach the typesetter as data, never as markup, so nothing in a case can
change the document.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

from shidian.answer.decision import Decision
from shidian.answer.facts import plain
from shidian.answer.parts import Given, Reason
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
    readings = [("in_force", d.in_force), ("announced", d.announced)]
    add(
        "readings",
        [
            (
                f"{say(k)}{colon}{_outcome(d, r.outcome, r.because, lang)}",
                [] if r.ceiling is None else [f"{say('ceiling')}{colon}{plain(r.ceiling)} %{' −' if r.exclusive else ''}"],
            )
            for k, r in readings
        ],
    )
    add(
        "missing",
        [(m.question[lang], [f"{a.label[lang]} → {_outcome(d, a.outcome, a.because, lang)}" for a in m.answers[:8]]) for m in d.missing],
    )
    add("given_slots", [(_given(g, lang), []) for g in d.given])
    add("conditions", [(c[lang], []) for c in (*d.conditions, *d.possible_conditions)])
    add("why", [_reason(r, lang) for r in d.reasons])
    if d.readings_differ:
        add("why_announced", [_reason(r, lang) for r in d.announced_reasons])
    add(
        "duties",
        [
            (
                f"{o.name[lang]} — {o.authority[lang]}",
                [n[lang] for n in (o.note, o.caution) if n is not None] + ([] if o.certain else [say("possible")]),
            )
            for o in d.duties
        ],
    )
    add("sources", [(f"{s.id}{colon}{s.publisher[lang]}, {s.title[lang]}", [s.address] if s.address else []) for s in d.sources])
    return out


def _outcome(d: Decision, outcome: str, because: str | None, lang: str) -> str:
    name = d.outcome_names[outcome][lang]
    return f"{name} ({phrase('because_' + because)[lang]})" if because else name


def _given(given: Given, lang: str) -> str:
    unit = given.unit[lang] if given.unit else ""
    said = ", ".join(v[lang] for v in given.values) or (
        plain(given.amount) if given.amount is not None else given.formula[lang] if given.formula else "?"
    )
    return f"{given.label[lang]}: {said} {unit}".rstrip()


def _reason(r: Reason, lang: str) -> tuple[str, list[str]]:
    role = phrase("role_" + r.role)[lang]
    number = f" ({r.document[lang]})" if r.document else ""
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
    where = f"{r.title[lang]}{number}, {r.provision_name[lang]}" + (f"; {days}" if days else "")
    notes = [n[lang] for n in (r.doubt_reason, r.caution) if n is not None]
    return f"{role}: {r.summary[lang]}", [where, f"{r.rule} · {phrase('seen_' + r.seen)[lang]} · {', '.join(r.sources)}", *notes]


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
    if d.because:
        lines += [_safe(phrase("refused_anyway" if page.refused else "because_" + d.because)[lang]), ""]
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
    lead = [phrase("refused_anyway" if page.refused else "because_" + d.because)[lang]] if d.because else []
    data = {
        "lang": lang,
        "font": _chinese_font(),
        "mark": d.outcome_names[d.outcome][lang],
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

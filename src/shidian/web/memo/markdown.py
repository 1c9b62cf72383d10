"""A memo as Markdown."""

from __future__ import annotations

from shidian.web.memo.records import Memo, MemoReason
from shidian.words.phrases import phrase
from shidian.words.tones import MARKS


def markdown(memo: Memo) -> bytes:
    """The file."""
    lang = memo.lang

    def say(key: str) -> str:
        return phrase(key)[lang]

    out = [f"# {MARKS[memo.tone]} {_safe(memo.sentence)}", "", f"**{_safe(memo.outcome)}** · {_safe(memo.title)}", ""]
    out += [
        f"{_safe(name)} | {_safe(value)}" if i else f"{_safe(name)} | {_safe(value)}\n--- | ---"
        for i, (name, value) in enumerate(memo.rows)
    ]
    out += [""] + [f"* **{_safe(head)}** {_safe(rest)}" for head, rest in memo.lead]
    out += [f"  * {_safe(part)} → {_safe(answer)}" for part, answer in memo.parts] + [""]
    for head, lines in ((say("memo_asked"), memo.asked), (say("facts"), memo.facts), *memo.groups):
        if not lines:
            continue
        out += [f"## {_safe(head)}", "", *(f"* {_safe(x)}" for x in lines), ""]
    if len(memo.turns) > 1:
        out += [f"## {say('ceiling_title')}", "", *(f"* {_safe(x)}" for x in memo.turns), ""]
    for key, reasons in (("why", memo.reasons), ("why_announced", memo.announced)):
        if reasons:
            out += [f"## {say(key)}", ""] + [x for r in reasons for x in _reason(r, "：" if lang == "zh" else ": ")] + [""]
    if memo.further:
        out += [f"### {say('memo_further')}", "", *(f"* {_safe(x)}" for x in memo.further), ""]
    if memo.steps or memo.possible:
        out += [f"## {say('memo_to_do')}", ""]
    if memo.steps:
        out += [f"| | {say('memo_what')} | {say('memo_authority')} | {say('memo_form')} | {say('memo_note')} |", "|---|---|---|---|---|"]
        out += [
            f"| {i} | {_safe(s.what)} | {_safe(s.authority)} | {_safe(s.kind)} | {_safe(s.note)} |" for i, s in enumerate(memo.steps, 1)
        ]
        out.append("")
    if memo.possible:
        out += [f"{say('memo_possible')}{'：' if lang == 'zh' else ':'}", "", *(f"* {_safe(x)}" for x in memo.possible), ""]
    if memo.general:
        out += [_safe(memo.general), ""]
    for found in memo.procedures:
        out += [f"## {say('memo_procedure')}{'：' if lang == 'zh' else ': '}{_safe(found.title)}", "", _safe(found.authority), ""]
        out += [f"* {_safe(x)}" for x in found.papers] + [""] + [f"{i}. {_safe(x)}" for i, x in enumerate(found.steps, 1)] + [""]
    out += [f"## {say('confidence')}", "", _safe(memo.confidence), ""]
    out += [f"## {say('sources')}", ""]
    for sources in (memo.sources, memo.beside):
        if sources is memo.beside and sources:
            out += ["", f"{say('memo_beside')}{'：' if lang == 'zh' else ':'}", ""]
        out += [f"* [{s.number}] {_safe(s.name)}" + (f" <{s.address}>" if s.address else "") for s in sources]
    out += ["", "---", ""] + [x + "  " for x in map(_safe, (*((memo.address,) if memo.address else ()), *memo.foot))]
    return ("\n".join(out) + "\n").encode()


def _reason(r: MemoReason, colon: str) -> list[str]:
    return [
        f"* **{_safe(r.role)}{colon}**{_safe(r.summary)}",
        f"  * {_safe(r.where)}",
        f"  * {_safe(r.standing)}",
        *(f"  * {_safe(n)}" for n in r.notes),
    ]


def _safe(text: str) -> str:
    """Text that Markdown takes as it stands."""
    return "".join("\\" + c if c in "\\`*_[]<>#|" else " " if c in "\r\n" else c for c in text)

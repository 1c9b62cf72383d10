"""What a memo says, in one language: head, answer, chart, the reasons it rests on, what has to be done, how sure it is, and where it is from."""

from __future__ import annotations

from collections.abc import Sequence

from shidian.answer.argument import Argued, argued, role_told
from shidian.answer.decision import Decision
from shidian.answer.first_lines import led_to, named
from shidian.answer.parts import Missing, Obligation, Reason, Ref
from shidian.answer.publishers import publisher
from shidian.answer.told_apart import given_label
from shidian.catalogue.procedures import CalledProcedure, paper_words, step_notes, step_words
from shidian.law.records.base import Label
from shidian.web.asking.decision import DecisionPage
from shidian.web.asking.facts import SaidFact
from shidian.web.asking.heard import Heard
from shidian.web.memo.records import Memo, MemoHead, MemoProcedure, MemoReason, MemoSource, MemoStep
from shidian.words.dates import dated, day_label
from shidian.words.labels import cited
from shidian.words.phrases import in_a_row, phrase, word

TURNED = 2
"""Provisions named for a turn of the chart."""
BLANK = "\u3000"
"""A line of the head that nobody filled in: left to be written on."""
NAMED = 8
"""Answers to a missing fact that are named for one result."""
REASONS = 3
"""Reasons that a memo tells in full; the others are cited."""


CONFIDENCE = {
    "official": "memo_confidence_official",
    "opening": "memo_confidence_opening",
    "secondary": "memo_confidence_secondary",
    "memory": "memo_confidence_memory",
    "inferred": "memo_confidence_inferred",
    None: "memo_confidence_none",
}
"""The sentence on how sure an answer is, by the weakest mark it rests on."""


def memo_of(page: DecisionPage, lang: str, head: MemoHead) -> Memo:
    d = page.decision

    def say(key: str, **parts: str | Label) -> str:
        return dated(phrase(key, **parts)[lang], lang)

    colon = "：" if lang == "zh" else ": "
    sources = {s.id: s for s in d.sources}
    told = _steps_of(d, d.reasons)
    ahead = _steps_of(d, d.announced_reasons) if d.readings_differ else []
    held = {r.rule for r in told}
    new = [r for r in ahead if r.rule not in held]
    cited_here = {x for r in (*told[:REASONS], *new[:REASONS]) for x in r.sources}
    checked = say("memo_checked", day=d.read_on.isoformat()) if d.read_on else ""
    facts = [
        f"{s.label[lang]}{colon}{dated(s.value[lang] if s.value.en != '?' else s.word, lang)}{_read_from(page, s, lang)}" for s in page.said
    ]
    facts += [f"{d.fact_names[f][lang]}{colon}{dated(d.labels[f][lang], lang)}（{say('assumed_short')}）" for f in d.assumed]
    facts = [f.replace("（", " (").replace("）", ")") if lang == "en" else f for f in facts]
    groups = []
    if d.missing:  # where the box tells the first one's parts, it is named alone
        told_above = d.missing[:1] if page.split else ()
        groups.append((say("missing"), tuple(m.question[lang] if m in told_above else _asked(d, m, lang) for m in d.missing)))
    if d.given:
        groups.append((say("given_slots"), tuple(given_label(g)[lang] for g in d.given)))
    lead = tuple(_parted(dated(line[lang], lang), lang) for line in (d.summary.holds, d.summary.announced, d.summary.change))
    parts = tuple((in_a_row((x[lang] for x in s.labels[:4]), lang), dated(s.answer[lang], lang)) for s in page.split)
    if all(name[lang] in lead[0][1] for s in page.split[:-1] for name in s.labels):  # the first line names them already
        parts = ()
    return Memo(
        lang,
        say("memo_kind"),
        page.title[lang],
        (
            (say("memo_matter"), head.matter or BLANK),
            (say("memo_to"), head.to or BLANK),
            (say("memo_from"), head.sender or BLANK),
            (say("memo_day"), day_label(d.receipt.on)[lang]),
        ),
        page.tone,
        _begun(dated(named(d, d.outcome, "missing_facts" if d.because == "missing_facts" else None)[lang], lang)),
        dated(d.sentence[lang], lang),
        lead,
        parts,
        _asked_in(page.heard, lang) if page.heard else (),
        tuple(map(_begun, facts)),
        tuple(g for g in groups if g[1]),
        _turns(page, lang) if page.ceilings else (),
        tuple(_reason(d, r, lang, page.numbers) for r in told[:REASONS]),
        _further(told[REASONS:], lang)
        + tuple(
            f"{x}{'（' if lang == 'zh' else ' ('}{say('only_announced')}{'）' if lang == 'zh' else ')'}"
            for x in _further(new[REASONS:], lang)
        ),
        tuple(_reason(d, r, lang, page.numbers) for r in new[:REASONS]),
        *_to_do(d, lang),
        (_begun(say("duties_general")) + colon + ("；" if lang == "zh" else "; ").join(o.name[lang] for o in d.duties if o.general))
        if any(o.general for o in d.duties)
        else "",
        tuple(_procedure(c, lang) for c in page.procedures),
        " ".join(x for x in (say(CONFIDENCE[d.confidence]), checked) if x) if lang == "en" else say(CONFIDENCE[d.confidence]) + checked,
        tuple(_source(sources[id], lang, n) for id, n in page.numbers.items() if id in cited_here),
        tuple(_source(sources[id], lang, n) for id, n in page.numbers.items() if id not in cited_here),
        head.address,
        d.receipt.id,
        (
            f"{say('receipt')} {d.receipt.id}",
            f"{say('lawbook')} {d.receipt.lawbook[:16]} · shidian {d.receipt.version} · {say('receipt_means')}",
            say("not_advice"),
        ),
    )


def _read_from(page: DecisionPage, said: SaidFact, lang: str) -> str:
    """The words of the sentence that a fact was read from, in brackets; nothing where no sentence was asked."""
    if page.heard is None:
        return ""
    words = page.heard.words.get(said.fact)
    return f"（{in_a_row((f'“{w}”' for w in words), lang) if words else phrase('heard_otherwise')[lang]}）"


def _asked_in(heard: Heard, lang: str) -> tuple[str, ...]:
    """The sentence, and what of it is not in the answer."""
    colon, semicolon = ("：", "；") if lang == "zh" else (": ", "; ")
    gone = semicolon.join(f"“{w}”" for w in heard.not_understood)
    beside = [
        f"{b.fact[lang]} {dated(b.value[lang], lang) if b.value else phrase('several_meanings')[lang]} “{b.words}”" for b in heard.beside
    ]
    beside += [name[lang] for name in heard.left_out]
    left = (("words_not_understood", gone), ("heard_beside", semicolon.join(beside)))
    return (f"“{heard.text}”", *(f"{phrase(key)[lang]}{colon}{words}" for key, words in left if words))


def _begun(words: str) -> str:
    """Words at the beginning of a line: with a capital letter, where letters have one."""
    return words[:1].upper() + words[1:]


def _parted(line: str, lang: str) -> tuple[str, str]:
    head, colon, rest = line.partition("：" if lang == "zh" else ": ")
    return (head + colon.rstrip(), rest) if rest else ("", line)


def _source(s: Ref, lang: str, number: int) -> MemoSource:
    name = _begun(dated(f"{publisher(s)[lang]}{'，' if lang == 'zh' else ', '}{s.title[lang]}", lang))
    return MemoSource(number, name, s.address if s.address and s.address.startswith("http") else None)


def _steps_of(d: Decision, reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons in the order of the argument: each limit followed by what sets it aside."""
    found = argued(d, tuple(reasons))
    steps: list[Argued] = [*found.decisive, *found.doubts, *found.beside]
    return [r for s in steps for r in (s.reason, *s.by)]


def _where(r: Reason, lang: str) -> str:
    return dated(cited(r.title, r.provision_name, r.document)[lang], lang)


def _asked(d: Decision, missing: Missing, lang: str) -> str:
    """A missing fact: its question, and where its answers lead, those with one result together; the question alone where all lead on."""
    led: dict[str, list[str]] = {}
    for a in missing.answers:
        led.setdefault(dated(led_to(d, a)[lang], lang), []).append(a.label[lang])
    if len(led) == 1 and all(a.because == "missing_facts" for a in missing.answers):
        return str(missing.question[lang])
    comma, semicolon, blank = ("、", "；", "") if lang == "zh" else (", ", "; ", " ")
    said = []
    for result, names in led.items():
        more = (phrase("more_follow", count=str(len(names) - NAMED))[lang],) if len(names) > NAMED else ()
        said.append(f"{comma.join((*names[:NAMED], *more))} → {result}")
    return f"{missing.question[lang]}{blank}{semicolon.join(said)}"


def _further(reasons: Sequence[Reason], lang: str) -> tuple[str, ...]:
    """The provisions behind the first reasons, each once, those of one instrument together."""
    found: dict[tuple[str, str], list[Reason]] = {}
    for r in reasons:
        found.setdefault((r.title[lang], r.document[lang] if r.document else ""), []).append(r)
    more = "、" if lang == "zh" else ", "
    return tuple(
        more.join((_where(rs[0], lang), *dict.fromkeys(r.provision_name[lang] for r in rs if r.provision_name != rs[0].provision_name)))
        for rs in found.values()
    )


def _turns(page: DecisionPage, lang: str) -> tuple[str, ...]:
    """Each turn by its number, day and provisions; the first is how things stand where the law known begins."""
    out = []
    for n, step in enumerate(page.strip, 1):
        by = list(dict.fromkeys(dated(cited(r.title, r.provision)[lang], lang) for r in step.by))
        more = [phrase("more_follow", count=str(len(by) - TURNED))[lang]] if len(by) > TURNED else []
        said = ("；" if lang == "zh" else "; ").join((*by[:TURNED], *more))
        begin = n == 1 and step.until is not None
        key, on = ("strip_begin", step.until) if begin else ("strip_from", step.interval.start)
        day = _begun(dated(phrase(key, day=str(on))[lang], lang))
        answer = step.told[lang]
        if step.ahead is not None:
            answer += ("；" if lang == "zh" else "; ") + phrase("announced")[lang] + ("：" if lang == "zh" else ": ") + step.ahead[lang]
        out.append(f"{n}  {day}{'：' if lang == 'zh' else ': '}{answer}{(' —— ' if lang == 'zh' else ' — ') + said if said else ''}")
    return tuple(out)


def _reason(d: Decision, r: Reason, lang: str, numbers: dict[str, int]) -> MemoReason:
    days = ""
    if r.valid_from and r.valid_until:
        days = phrase("from_until", start=r.valid_from.isoformat(), end=r.valid_until.isoformat())[lang]
    elif r.valid_from:
        days = phrase("since", day=r.valid_from.isoformat())[lang]
    elif r.announced:
        days = phrase("announced_on", day=r.announced.isoformat())[lang]
    read_at = "".join(f"[{numbers[s]}]" for s in r.sources if s in numbers)
    standing = ("；" if lang == "zh" else "; ").join(
        x for x in (days, phrase("seen_" + r.seen)[lang] + (f" {read_at}" if read_at else "")) if x
    )
    notes = tuple(dated(n[lang], lang) for n in (r.doubt_reason, r.caution) if n is not None)
    return MemoReason(
        _begun(phrase("role_" + role_told(d, r))[lang]), dated(r.summary[lang], lang), _where(r, lang), _begun(dated(standing, lang)), notes
    )


def _procedure(called: CalledProcedure, lang: str) -> MemoProcedure:
    shown = called.shown
    title = shown.procedure.title[lang] + ("" if called.certain else f" ({phrase('possible')[lang]})")
    title = title.replace(" (", "（").replace(")", "）") if lang == "zh" else title
    colon, semicolon = ("：", "；") if lang == "zh" else (": ", "; ")
    papers = tuple(
        _begun(phrase("supplier_" + by)[lang]) + colon + semicolon.join(paper_words(p, lang) for p in shown.papers if p.paper.by == by)
        for by in dict.fromkeys(p.paper.by for p in shown.papers)
    )
    steps = tuple(
        _begun(semicolon.join((step_words(s, lang), *step_notes(s, lang))))
        for s in shown.steps
        if s.step.limits or s.step.note or s.step.who == "authority"
    )
    return MemoProcedure(title, shown.authority[lang], papers, steps)


def _to_do(d: Decision, lang: str) -> tuple[tuple[MemoStep, ...], tuple[str, ...]]:
    """What has to be met or done in any case, conditions first; and what depends on what is missing or in doubt."""
    condition = phrase("condition")[lang]
    due = [o for o in d.duties if not o.general]
    sure = [MemoStep(dated(c[lang], lang), "", condition, "") for c in d.conditions]
    sure += [MemoStep(d.uncollected[lang], "", "", "")] if d.uncollected else []
    sure += [MemoStep(o.name[lang], o.authority[lang], word(o.kind)[lang], _note(o, lang)) for o in due if o.certain]
    perhaps = [MemoStep(dated(c[lang], lang), "", "", "") for c in d.possible_conditions]
    perhaps += [MemoStep(o.name[lang], o.authority[lang], word(o.kind)[lang], _note(o, lang)) for o in due if not o.certain]
    table = tuple(MemoStep(*map(_begun, (x.what, x.authority, x.kind, x.note))) for x in sure)
    return table, tuple(_begun(x.line(lang)) for x in perhaps)


def _note(o: Obligation, lang: str) -> str:
    return ("；" if lang == "zh" else "; ").join(dated(n[lang], lang) for n in (*o.details, o.note, o.caution) if n is not None)

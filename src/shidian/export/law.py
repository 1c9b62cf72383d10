"""The law as tables: instruments, editions, provisions, rules with scopes unrolled, effects, duties, and the questions they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shidian.answer.rules.rule_words import RuleWords, rule_words
from shidian.compiled import CompiledLaw
from shidian.export.table import ExportTable, table
from shidian.law.records.base import Label
from shidian.law.records.instrument import Gap, Instrument, Provision, Range, Rule
from shidian.words.labels import join

Record = tuple[Instrument, Provision, Rule | Gap]


def law_tables(law: CompiledLaw) -> Iterator[ExportTable]:
    """The tables of instruments, rules and questions."""
    yield from _questions(law)
    yield from _instruments(law)
    yield from _rules(law)


def _questions(law: CompiledLaw) -> Iterator[ExportTable]:
    found = [law.question(q) for q in law.questions]
    yield table("questions", ((q, {}) for q in found))
    yield table("outcomes", ((o, {"question": q.question}) for q in found for o in q.outcomes))
    yield table("facts", ((f, {"question": q.question, "name": f.label}) for q in found for f in q.facts))


def _instruments(law: CompiledLaw) -> Iterator[ExportTable]:
    instruments = law.lawbook.instruments.values()
    yield table("instruments", ((i, {}) for i in instruments))
    yield table("instrument_issuers", ({"instrument": i.instrument, "authority": a} for i in instruments for a in i.issuers))
    yield table(
        "editions",
        ((e, {"edition_id": f"{i.instrument}@{e.edition}", "instrument": i.instrument}) for i in instruments for e in i.editions),
    )
    provisions = [(i, p, f"{i.instrument}/{p.provision}", i.editions[-1].edition) for i in instruments for p in i.provisions]
    yield table(
        "provisions",
        (
            (p, {"provision_id": id, "instrument": i.instrument, "number": p.number_in(last), "seen": p.seen_in(last)})
            for i, p, id, last in provisions
        ),
    )
    yield table(
        "provision_sources",
        (
            {"provision_id": id, "source": s}
            for i, p, id, _ in provisions
            for s in dict.fromkeys(p.sources or tuple(s for e in i.editions for s in e.sources))
        ),
    )


def _rules(law: CompiledLaw) -> Iterator[ExportTable]:
    book = law.lawbook
    records: list[Record] = [*book.rules.values(), *book.gaps.values()]
    told: list[tuple[Record, RuleWords]] = [(r, rule_words(law, *r)) for r in records]
    yield table(
        "rules",
        (
            (
                w,
                {"rule": w.id, "provision_id": f"{i.instrument}/{p.provision}", "scope": _scope(w), "effect": _effect(w)}
                | {"disputed": r.disputed if isinstance(r, Rule) else None},
            )
            for (i, p, r), w in told
        ),
    )
    yield table("rule_periods", ((s, {"rule": w.id}) for _, w in told for s in w.spans))
    yield table(
        "rule_scope",
        (
            {"rule": w.id, "part": part, "number": number, "fact": fact, "test": test, "value": value}
            for (_, _, r), w in told
            for part, scope in enumerate((r.when, *r.unless))
            for number, (fact, test, value) in enumerate(_tests(scope), 1)
        ),
    )
    yield table("rule_reliefs", ({"rule": w.id, "relieves": x} for _, w in told for x in w.relieves))
    yield table("rule_conditions", ({"rule": w.id, "number": n, "condition": c} for _, w in told for n, c in enumerate(w.conditions, 1)))
    yield table("rule_duties", ((d, {"rule": w.id, "number": n}) for _, w in told for n, d in enumerate(w.duties, 1)))


def _tests(scope: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """A scope as tests of one value each."""
    for fact, test in scope.items():
        if isinstance(test, Range):
            for sign, value in ((">=", test.at_least), (">", test.above), ("<=", test.at_most), ("<", test.below)):
                if value is not None:
                    yield fact, sign, f"{value:f}"
            for sign, day in (("from", test.from_), ("before", test.before)):
                if day is not None:
                    yield fact, sign, day.isoformat()
            for sign, words in (("any of", test.any_of), ("all of", test.all_of), ("none of", test.none_of)):
                yield from ((fact, sign, w) for w in words)
        else:
            yield from ((fact, "=", w) for w in ((test,) if isinstance(test, str) else test))


def _scope(w: RuleWords) -> Label:
    def said(lang: str) -> str:
        colon, semicolon, unless = (": ", "; ", "unless ") if lang == "en" else ("：", "；", "除非")
        parts = [f"{t.label[lang]}{colon}{t.wanted[lang]}" for t in w.when]
        parts += [
            unless + (" and " if lang == "en" else "且").join(f"{t.label[lang]}{colon}{t.wanted[lang]}" for t in group)
            for group in w.unless
        ]
        return semicolon.join(parts)

    return Label(said("en"), said("zh"))


def _effect(w: RuleWords) -> Label | None:
    if not w.effects:
        return None
    return join([Label(f"{slot.en}: {says.en}", f"{slot.zh}：{says.zh}") for slot, says in w.effects], len(w.effects))

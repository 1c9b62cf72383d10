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
    yield table(
        "questions",
        "what can be asked",
        "question",
        {
            "question": "string | id",
            "title": "label | name",
            "reads": "string | ceilings, chain or grants: how the outcome is read off the rules",
        },
        ({"question": q.question, "title": q.title, "reads": q.reads} for q in found),
        "title_en",
    )
    yield table(
        "outcomes",
        "how a question can end",
        "question outcome",
        {"question": "string>questions | the question", "outcome": "string | id", "name": "label | in words"},
        ({"question": q.question, "outcome": o.outcome, "name": o.name} for q in found for o in q.outcomes),
        "name_en",
    )
    yield table(
        "facts",
        "what a question needs to know",
        "question fact",
        {
            "question": "string>questions | the question",
            "fact": "string | id",
            "domain": "string | tree, place, date, number, yes_no, choice or set",
            "name": "label | name",
            "ask": "label | how a person is asked",
            "vocabulary": "string | the vocabulary of its values",
            "unit": "label | what a number counts",
            "assumed": "string | taken when nothing is said",
        },
        (
            {"question": q.question, "fact": f.fact, "domain": f.domain, "name": f.label, "ask": f.ask}
            | {"vocabulary": f.vocabulary, "unit": f.unit, "assumed": f.assumed}
            for q in found
            for f in q.facts
        ),
        "name_en",
    )


def _instruments(law: CompiledLaw) -> Iterator[ExportTable]:
    instruments = law.lawbook.instruments.values()
    yield table(
        "instruments",
        "legal documents, each as one thing over time",
        "instrument",
        {"instrument": "string | id", "title": "label | title", "kind": "string | kind of document", "note": "label | note of the editors"},
        ({"instrument": i.instrument, "title": i.title, "kind": i.kind, "note": i.note} for i in instruments),
        "title_en",
    )
    yield table(
        "instrument_issuers",
        "who issued an instrument",
        "instrument authority",
        {"instrument": "string>instruments | the instrument", "authority": "string | id in the vocabulary of authorities"},
        ({"instrument": i.instrument, "authority": a} for i in instruments for a in i.issuers),
    )
    yield table(
        "editions",
        "the texts of an instrument and the days they hold",
        "edition_id",
        {
            "edition_id": "string | instrument@edition",
            "instrument": "string>instruments | the instrument",
            "edition": "string | name of the edition",
            "effective": "date | first day it holds",
            "expires": "date | first day it no longer holds",
            "promulgated": "date | day of promulgation",
            "published": "date | day of publication",
            "number": "label | document number",
            "title": "label | its own title, where it has one",
            "seen": "string | how well the text was seen: official, opening, secondary, memory, inferred",
        },
        (
            {"edition_id": f"{i.instrument}@{e.edition}", "instrument": i.instrument, "edition": e.edition, "effective": e.effective}
            | {
                "expires": e.expires,
                "promulgated": e.promulgated,
                "published": e.published,
                "number": e.number,
                "title": e.title,
                "seen": e.seen,
            }
            for i in instruments
            for e in i.editions
        ),
        "edition_id",
    )
    yield table(
        "provisions",
        "numbered units of instruments",
        "provision_id",
        {
            "provision_id": "string | instrument/provision",
            "instrument": "string>instruments | the instrument",
            "number": "string | its number in the last edition, null where it was not seen",
            "inferred": "boolean | the number was inferred from those around it",
            "summary": "label | what it says, in the editors' words",
            "heading": "label | heading",
            "seen": "string | how well the words were seen, in the last edition",
            "no_rule": "label | why nothing of it is encoded as a rule",
        },
        (
            {"provision_id": f"{i.instrument}/{p.provision}", "instrument": i.instrument, "number": p.number_in(i.editions[-1].edition)}
            | {"inferred": p.inferred, "summary": p.summary, "heading": p.heading, "no_rule": p.no_rule}
            | {"seen": p.seen if isinstance(p.seen, str) else p.seen.get(i.editions[-1].edition, "inferred")}
            for i in instruments
            for p in i.provisions
        ),
        "provision_id",
    )
    yield table(
        "provision_sources",
        "where a provision was read",
        "provision_id source",
        {"provision_id": "string>provisions | the provision", "source": "string>sources | the source"},
        (
            {"provision_id": f"{i.instrument}/{p.provision}", "source": s}
            for i in instruments
            for p in i.provisions
            for s in dict.fromkeys(p.sources or tuple(s for e in i.editions for s in e.sources))
        ),
    )


def _rules(law: CompiledLaw) -> Iterator[ExportTable]:
    book = law.lawbook
    records: list[Record] = [*book.rules.values(), *book.gaps.values()]
    told: list[tuple[Record, RuleWords]] = [(r, rule_words(law, *r)) for r in records]
    yield table(
        "rules",
        "machine-readable readings of provisions, and gaps: clauses that could not be encoded",
        "rule",
        {
            "rule": "string | instrument/rule",
            "provision_id": "string>provisions | the provision it reads",
            "question": "string>questions | the question it answers",
            "kind": "string | limit, relief, grant, duty or closing",
            "gap": "boolean | a clause that could not be encoded; it leaves the cases in its scope open",
            "summary": "label | what it says",
            "scope": "label | which cases it is about, in words",
            "effect": "label | what it does to the answer, in words",
            "announced": "date | day of its announcement",
            "unknown": "boolean | nobody could find out whether it is in force",
            "disputed": "label | why it is in dispute",
            "seen": "string | how well its words were seen",
        },
        (
            {"rule": w.id, "provision_id": f"{i.instrument}/{p.provision}", "question": w.question, "kind": w.kind, "gap": w.gap}
            | {
                "summary": w.summary,
                "scope": _scope(w),
                "effect": _effect(w),
                "announced": w.announced,
                "unknown": w.unknown,
                "seen": w.seen,
            }
            | {"disputed": r.disputed if isinstance(r, Rule) else None}
            for (i, p, r), w in told
        ),
        "rule",
    )
    yield table(
        "rule_periods",
        "the days on which a rule is in force: from `start` to before `until`",
        "rule start",
        {
            "rule": "string>rules | the rule",
            "start": "date | first day",
            "until": "date | first day it no longer holds, null where no end is known",
            "unsure": "boolean | nobody could find out what holds after the end",
            "start_at_latest": "date | first day on which it surely stands, where its first day is only known to lie between `start` and this",
            "until_at_latest": "date | first day on which it is surely over, where its end is only known to lie between `until` and this",
        },
        (
            {"rule": w.id, "start": s.start, "until": s.until, "unsure": s.unsure}
            | {"start_at_latest": s.start_at_latest, "until_at_latest": s.until_at_latest}
            for _, w in told
            for s in w.spans
        ),
    )
    yield table(
        "rule_scope",
        "the scope of a rule, unrolled: the tests of part 0 must all hold; the rule does not apply where all tests of a part from 1 on hold. "
        "Tests of one fact with `=` are alternatives",
        "rule part number",
        {
            "rule": "string>rules | the rule",
            "part": "integer | 0: when; from 1 on: unless",
            "number": "integer | place in the part",
            "fact": "string | the fact",
            "test": "string | =, >=, >, <=, <, from, before, any of, all of, none of",
            "value": "string | the value, as a fact takes it",
        },
        (
            {"rule": w.id, "part": part, "number": number, "fact": fact, "test": test, "value": value}
            for (_, _, r), w in told
            for part, scope in enumerate((r.when, *r.unless))
            for number, (fact, test, value) in enumerate(_tests(scope), 1)
        ),
    )
    yield table(
        "rule_reliefs",
        "which limits a relief lifts",
        "rule relieves",
        {"rule": "string>rules | the relief", "relieves": "string>rules | the limit"},
        ({"rule": w.id, "relieves": x} for _, w in told for x in w.relieves),
    )
    yield table(
        "rule_conditions",
        "conditions on which a rule gives what it gives",
        "rule number",
        {"rule": "string>rules | the rule", "number": "integer | place in the list", "condition": "label | the condition"},
        ({"rule": w.id, "number": n, "condition": c} for _, w in told for n, c in enumerate(w.conditions, 1)),
    )
    yield table(
        "rule_duties",
        "approvals, licences, filings and the like that come with a rule",
        "rule number",
        {
            "rule": "string>rules | the rule",
            "number": "integer | place in the list",
            "name": "label | the duty",
            "authority": "string | id in the vocabulary of authorities",
            "kind": "string | approval, licence, filing, report, review, registration or conduct",
        },
        (
            {"rule": w.id, "number": n, "name": d.name, "authority": d.authority, "kind": d.kind}
            for _, w in told
            for n, d in enumerate(w.duties, 1)
        ),
    )


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

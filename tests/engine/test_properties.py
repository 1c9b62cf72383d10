"""What holds of every lawbook and every case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from shidian.book import Book
from shidian.engine.case import Case
from shidian.engine.decide import Answer, decide
from shidian.engine.rulebook import Rulebook
from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Edition, Gap, Instrument, Provision, Rule
from shidian.meaning.completions import Completion
from tests.agreement.by_meaning import facts_of
from tests.engine.generating import ACCESS, DAYS, Generated, generated, known_days
from tests.meaning.comparing import moderate, placed, prepared, readings

Keep = Callable[[str, Rule | Gap], bool]


def with_instruments(book: Lawbook, instruments: dict[str, Instrument]) -> Lawbook:
    return Lawbook(replace(book.content, instruments=instruments))


def without(book: Lawbook, dropped: str) -> Lawbook:
    """The lawbook less one rule or gap."""

    def thinned(i: Instrument, p: Provision) -> Provision:
        return replace(
            p,
            rules=tuple(r for r in p.rules if f"{i.instrument}/{r.rule}" != dropped),
            gaps=tuple(g for g in p.gaps if f"{i.instrument}/{g.gap}" != dropped),
        )

    return with_instruments(
        book, {id: replace(i, provisions=tuple(thinned(i, p) for p in i.provisions)) for id, i in book.instruments.items()}
    )


def ids(book: Lawbook, kind: str) -> list[str]:
    rules = [id for id, (_, _, r) in book.rules.items() if r.kind == kind]
    return rules + [id for id, (_, _, g) in book.gaps.items() if g.kind == kind]


def content_of(answer: Answer) -> object:
    """An answer without the order in which its parts are listed."""
    limits = frozenset((a.limit, frozenset(a.ways), a.binding, a.barred) for a in answer.limits)
    return (
        answer.outcome,
        answer.because,
        answer.ceiling,
        frozenset(answer.determining),
        limits,
        frozenset(answer.duties),
        frozenset(answer.possible_duties),
        frozenset(answer.doubtful),
        frozenset(map(frozenset, answer.routes)),
    )


def never_stricter(ranks: list[str], before: Answer, after: Answer) -> bool:
    """Whether an answer can follow another when the law became milder. `ranks` lists the outcomes, strictest first."""
    bounded = [(before.certain, after.certain), (before.possible, after.possible)]
    return (
        ranks.index(after.best) >= ranks.index(before.best)
        and ranks.index(after.worst) >= ranks.index(before.worst)
        and all(x is None or y is None or x <= y for x, y in bounded)
    )


def ranked(made: Generated) -> list[str]:
    names = [o.outcome for o in made.question.outcomes if o.outcome not in ("undetermined", "refused")]
    return names[::-1]


@moderate
@given(generated(), known_days, st.randoms(use_true_random=False))
def test_the_order_of_rules_provisions_and_files_never_matters(made: Generated, known_on: dt.date | None, random: st.DrawFn) -> None:
    def shuffled(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(random.sample(items, len(items)))  # type: ignore[attr-defined]

    names = shuffled(tuple(made.book.instruments))
    mixed = {str(n): replace(i, provisions=shuffled(i.provisions)) for n in names for i in [made.book.instruments[str(n)]]}
    case = placed(made)
    one = decide(Rulebook(made.book, made.question), case, known_on)
    other = decide(Rulebook(with_instruments(made.book, mixed), made.question), case, known_on)
    assert list(map(content_of, readings(one))) == list(map(content_of, readings(other)))
    assert [(m.fact, {o.values: r for o, r in m.branches if isinstance(r, int)}) for m in one.missing] == [
        (m.fact, {o.values: r for o, r in m.branches if isinstance(r, int)}) for m in other.missing
    ]


def learnt(case: Case, fact: str, done: Completion) -> Case:
    """The case with one fact as it is in a completion; a place comes with what is so of its zones."""
    value = done.values[fact]
    assert isinstance(value, str | Decimal | frozenset | dt.date)
    return case.with_value(fact, value)


@moderate
@given(generated(), known_days, st.data())
def test_learning_a_fact_never_changes_a_definite_answer(made: Generated, known_on: dt.date | None, data: st.DataObject) -> None:
    rulebook, meaning, case = prepared(made)
    before = readings(decide(rulebook, case, known_on, ask=False))
    done = data.draw(st.sampled_from(list(meaning.completions(facts_of(case)))))
    fact = data.draw(st.sampled_from([f for f in done.values if f != "on"] or ["on"]))
    after = readings(decide(rulebook, learnt(case, fact, done), known_on, ask=False))
    for a, b in zip(before, after, strict=True):
        assert a.outcome in ("undetermined", "refused", b.outcome), (fact, done.values[fact])
        rank = ranked(made).index
        assert rank(a.worst) <= rank(b.worst) <= rank(b.best) <= rank(a.best), (fact, done.values[fact])


@moderate
@given(generated(), known_days, st.data())
def test_taking_away_a_limit_never_makes_an_answer_stricter(made: Generated, known_on: dt.date | None, data: st.DataObject) -> None:
    dropped = data.draw(st.sampled_from(ids(made.book, "limit")))
    case = placed(made)
    before = readings(decide(Rulebook(made.book, made.question), case, known_on, ask=False))
    after = readings(decide(Rulebook(without(made.book, dropped), made.question), case, known_on, ask=False))
    for a, b in zip(before, after, strict=True):
        assert never_stricter(ranked(made), a, b), (dropped, a.outcome, b.outcome)


@moderate
@given(generated(), known_days, st.data())
def test_adding_a_relief_never_makes_an_answer_stricter(made: Generated, known_on: dt.date | None, data: st.DataObject) -> None:
    reliefs = ids(made.book, "relief")
    assume(reliefs)
    added = data.draw(st.sampled_from(reliefs))
    case = placed(made)
    before = readings(decide(Rulebook(without(made.book, added), made.question), case, known_on, ask=False))
    after = readings(decide(Rulebook(made.book, made.question), case, known_on, ask=False))
    for a, b in zip(before, after, strict=True):
        assert never_stricter(ranked(made), a, b), (added, a.outcome, b.outcome)


@moderate
@given(generated(), st.sampled_from(DAYS), st.integers(1, 150))
def test_a_later_day_of_knowledge_without_a_publication_between_changes_nothing(made: Generated, day: dt.date, later: int) -> None:
    rulebook, case = Rulebook(made.book, made.question), placed(made)
    assert decide(rulebook, case, day) == decide(rulebook, case, day + dt.timedelta(days=later))


def with_later_publications(made: Generated, known_on: dt.date) -> Lawbook:
    """The same law and what came after: a new edition of everything, an act that ends what was open-ended, a new ban."""
    late, far = known_on + dt.timedelta(days=1), dt.date(2030, 1, 1)

    def ended(rule: Rule) -> Rule:
        open_end = rule.in_force and rule.in_force[-1].until is None
        if not open_end or rule.in_force is None:
            return rule
        last = rule.in_force[-1]
        until = (last.from_at_latest or last.from_) + dt.timedelta(days=1)
        return replace(rule, in_force=(*rule.in_force[:-1], replace(last, until=until, ended_by="late")))

    out = {}
    for id, i in made.book.instruments.items():
        provisions = tuple(replace(p, rules=tuple(ended(r) for r in p.rules)) for p in i.provisions)
        edition = Edition("late", far, published=late)
        expiring = i.editions[-1].expires is not None
        out[id] = replace(i, provisions=provisions, editions=i.editions if expiring else (*i.editions, edition))
    effect = next(r.effect for _, _, r in made.book.rules.values() if r.kind == "limit")
    ban = Rule("ban", made.question.question, "limit", effect=effect)
    out["late"] = Instrument(
        "late",
        made.question.title,
        "notice",
        ("ministry",),
        (Edition("1", DAYS[0], published=late),),
        (Provision("p", "1", made.question.title, "official", sources=("paper",), rules=(ban,)),),
    )
    return with_instruments(made.book, out)


@moderate
@given(generated(), st.sampled_from(DAYS))
def test_what_is_published_after_the_day_of_knowledge_never_changes_the_answer(made: Generated, known_on: dt.date) -> None:
    case = placed(made)
    before = decide(Rulebook(made.book, made.question), case, known_on)
    after = decide(Rulebook(with_later_publications(made, known_on), made.question), case, known_on)
    assert before == after


@moderate
@given(generated(), known_days)
def test_each_lead_of_a_missing_fact_says_where_it_leads(made: Generated, known_on: dt.date | None) -> None:
    book = Book(made.book, today=lambda: DAYS[0])
    decision = book.ask(made.question.question, dict(made.facts), known_on=known_on)
    for missing in decision.missing:
        for lead in missing.answers:
            again = book.ask(made.question.question, made.facts | lead.set, known_on=known_on)
            found = again.in_force if decision.missing_for == "in_force" else again.announced
            assert (found.outcome, found.because) == (lead.outcome, lead.because), (missing.fact, lead)


@moderate
@given(generated(), known_days)
def test_each_value_of_a_lead_leads_where_the_lead_says(made: Generated, known_on: dt.date | None) -> None:
    rulebook, meaning, case = prepared(made)
    answers = decide(rulebook, case, known_on)
    for missing in answers.missing:
        if rulebook.facts[missing.fact].domain != "number":
            continue
        for option, result in missing.branches:
            low, high = map(Decimal, option.values)
            for done in meaning.completions(facts_of(case)):
                value = done.values[missing.fact]
                assert isinstance(value, Decimal)
                if not (low < value < high or low == value == high) or not isinstance(result, int):
                    continue
                given_so = decide(rulebook, case.with_value(missing.fact, value), known_on, ask=False)
                found = given_so.in_force if answers.missing_for == "in_force" else given_so.announced
                assert found.outcome == ranked(made)[result], (missing.fact, option.values, value)


@moderate
@given(generated((ACCESS,)), known_days)
def test_what_is_permitted_keeps_within_a_way_of_every_limit(made: Generated, known_on: dt.date | None) -> None:
    rulebook, case = Rulebook(made.book, made.question), placed(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        if answer.outcome != "permitted":
            continue
        for applied in answer.limits:
            assert not applied.binding
            assert applied.ways
            for way in applied.ways:
                for slot, ceiling in rulebook.by_id[way].effect.ceilings.items():
                    value = case.values[rulebook.ceilings[slot]]
                    assert value is None or (isinstance(value, Decimal) and ceiling.admits(value))
        share = case.values["share"]
        assert answer.ceiling is None or share is None or (isinstance(share, Decimal) and answer.ceiling.admits(share))

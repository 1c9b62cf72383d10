"""The meaning a second time, in another paradigm: the law as tables, and the answer as one query of DuckDB.

What it takes over from elsewhere are the completions of a case, as rows. Its own are the vocabularies (a recursive query), the tests of scopes,
the days on which a rule stands in force, the algebra of limits and reliefs, and "every completion agrees". A case in which something is in
doubt, or an activity needs another, is left to the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import duckdb

from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Bound, Edition, Gap, Instrument, Provision, Range, Rule
from shidian.law.records.question import Fact, Question
from shidian.meaning.completions import Completion, Facts

Row = tuple[object, ...]

TABLES = """
create table term(vocabulary text, id text, parent text);
create table member(vocabulary text, grp text, word text);
create table zone(vocabulary text, id text, established date);
create table fact(fact text, domain text, vocabulary text);
create table rule(id text, kind text, unread boolean, doubtful boolean);
create table stands(rule text, since date, until date, surely boolean);
create table relieves(relief text, lim text);
create table test(id integer, rule text, scope integer, fact text);
create table word(test integer, word text);
create table bounds(test integer, at_least double, above double, at_most double, below double, since date, before date);
create table picks(test integer, kind text, word text);
create table ceiling(rule text, fact text, most double, strictly boolean, main boolean);
create table refuses(rule text);
create table step(rule text, position integer);
create table filled(c integer, fact text, word text, number double, day date);
create table held(c integer, fact text, number double);
create table picked(c integer, fact text, word text);
create table inside(c integer, zone text, said boolean);
"""

APPLIES = """
create or replace temp table around as
with recursive up(vocabulary, id, above) as (
    select vocabulary, id, id from term
    union all
    select up.vocabulary, up.id, term.parent from up join term on term.vocabulary = up.vocabulary and term.id = up.above
    where term.parent is not null
) select * from up;

create or replace temp table named as
with recursive down(test, vocabulary, word) as (
    select word.test, fact.vocabulary, word.word from word join test on test.id = word.test join fact using (fact)
    union
    select down.test, down.vocabulary, member.word from down join member on member.vocabulary = down.vocabulary and member.grp = down.word
) select * from down;

create or replace temp table passes as
select distinct test.id as test, filled.c from test join fact using (fact) join filled using (fact)
where
    (fact.domain in ('tree', 'place') and exists (
        select 1 from around join named on named.test = test.id and named.vocabulary = around.vocabulary and named.word = around.above
        where around.vocabulary = fact.vocabulary and around.id = filled.word))
    or (fact.domain = 'place' and exists (
        select 1 from named join zone on zone.vocabulary = named.vocabulary and zone.id = named.word join inside on inside.zone = zone.id
        where named.test = test.id and inside.c = filled.c
          and (zone.established is null or zone.established <= (select day from filled f where f.c = filled.c and f.day is not null))))
    or (fact.domain in ('choice', 'yes_no') and exists (select 1 from word where word.test = test.id and word.word = filled.word))
    or (fact.domain in ('number', 'date') and exists (
        select 1 from bounds b where b.test = test.id
          and coalesce(filled.number >= b.at_least, true) and coalesce(filled.number > b.above, true)
          and coalesce(filled.number <= b.at_most, true) and coalesce(filled.number < b.below, true)
          and coalesce(filled.day >= b.since, true) and coalesce(filled.day < b.before, true)))
    or (fact.domain = 'set'
        and not exists (select 1 from picks p where p.test = test.id and p.kind = 'all'
                        and p.word not in (select word from picked where picked.c = filled.c and picked.fact = fact.fact))
        and not exists (select 1 from picks p join picked on picked.word = p.word and picked.c = filled.c and picked.fact = fact.fact
                        where p.test = test.id and p.kind = 'none')
        and (not exists (select 1 from picks p where p.test = test.id and p.kind = 'any')
             or exists (select 1 from picks p join picked on picked.word = p.word and picked.c = filled.c and picked.fact = fact.fact
                        where p.test = test.id and p.kind = 'any')));

create or replace temp table done as select distinct c, (select day from filled f where f.c = filled.c and f.day is not null) as day from filled;

create or replace temp table scope_holds as
select t.rule, t.scope, done.c from (select rule, scope, count(*) as tests from test group by all) t cross join done
where t.tests = (select count(*) from test join passes on passes.test = test.id
                 where test.rule = t.rule and test.scope = t.scope and passes.c = done.c);

create or replace temp table applies as
select rule.id as rule, rule.kind, rule.unread, done.c, bool_or(stands.surely) and not rule.doubtful as surely
from rule cross join done join stands on stands.rule = rule.id and stands.since <= done.day and coalesce(done.day < stands.until, true)
where (not exists (select 1 from test where test.rule = rule.id and test.scope = 0)
       or exists (select 1 from scope_holds h where h.rule = rule.id and h.scope = 0 and h.c = done.c))
  and not exists (select 1 from scope_holds h where h.rule = rule.id and h.scope > 0 and h.c = done.c)
group by rule.id, rule.kind, rule.unread, rule.doubtful, done.c;
"""

WAYS = """
create or replace temp table way as
select lim.c, lim.rule as lim, lim.rule as way from applies lim where lim.kind = 'limit'
union all
select lim.c, lim.rule, help.rule from applies lim join relieves on relieves.lim = lim.rule
join applies help on help.rule = relieves.relief and help.c = lim.c where lim.kind = 'limit';

create or replace temp table judged as
select way.c, way.lim, way.way,
    exists (select 1 from ceiling where ceiling.rule = way.way and ceiling.main and ceiling.most = 0) as bars,
    not exists (select 1 from refuses where refuses.rule = way.way)
    and not exists (select 1 from ceiling join held on held.fact = ceiling.fact and held.c = way.c
                    where ceiling.rule = way.way and (held.number > ceiling.most or (ceiling.strictly and held.number = ceiling.most))) as admits,
    coalesce((select max(position) from step where step.rule = way.way), 0) as position
from way;
"""

OUTCOMES = {
    "ceilings": """
select done.c, case
    when exists (select 1 from judged j where j.c = done.c group by j.lim having bool_and(j.bars)) then 'prohibited'
    when exists (select 1 from judged j where j.c = done.c group by j.lim having not bool_or(j.admits)) then 'not_permitted'
    when exists (select 1 from applies a where a.c = done.c and a.kind = 'closing') then 'permitted' else 'unclosed' end
from done""",
    "chain": """
select done.c, coalesce((select max(least) from (select min(j.position) as least from judged j where j.c = done.c group by j.lim)), 0),
    exists (select 1 from applies a where a.c = done.c and a.kind = 'closing')
from done""",
    "grants": """
select done.c, case
    when exists (select 1 from applies a where a.c = done.c and a.kind = 'grant') then 'granted'
    when exists (select 1 from applies a where a.c = done.c and a.kind = 'closing') then 'not_granted' else 'unclosed' end
from done""",
}


class InTables:
    """The law of a question as tables."""

    def __init__(self, book: Lawbook, question: Question) -> None:
        self.book = book
        self.question = question
        self.con = duckdb.connect()
        self.con.execute(TABLES)
        self._tests = 0
        for name, rows in self._vocabularies():
            self._add(name, rows)
        self._add("fact", [(f.fact, f.domain, f.vocabulary) for f in question.facts])
        for instrument in book.instruments.values():
            for provision in instrument.provisions:
                records: list[Rule | Gap] = [*provision.rules, *provision.gaps]
                for record in records:
                    if record.question == question.question and record.kind != "duty":
                        self._rule(instrument, provision, record)

    def outcome(self, case: Facts, completions: list[Completion]) -> str | None:
        """The outcome that every completion gives, `undetermined` where they differ; None where something is in doubt or needed."""
        for table in ("filled", "held", "picked", "inside"):
            self.con.execute(f"delete from {table}")
        for c, done in enumerate(completions):
            self._add("filled", [self._filled(c, fact, value) for fact, value in done.values.items()])
            self._add("held", [(c, f.fact, self._held(f, done)) for f in self.question.facts if f.domain == "number"])
            self._add("picked", [(c, f, w) for f, v in done.values.items() if isinstance(v, frozenset) for w in v])
            self._add("inside", [(c, zone, zone in case.zones) for zone in done.zones])
        self.con.execute(APPLIES)
        if self.con.execute("select 1 from applies where not surely or kind = 'need' limit 1").fetchone():
            return None
        self.con.execute(WAYS)
        rows = self.con.execute(OUTCOMES[self.question.reads]).fetchall()
        if self.question.reads == "chain":
            names = [v.id for s in self.question.slots if s.slot == self.question.main for v in s.values]
            found = {names[at] if at or closed else "unclosed" for _, at, closed in rows}
        else:
            found = {said for _, said in rows}
        return "undetermined" if len(found) > 1 or found == {"unclosed"} else found.pop()

    @staticmethod
    def _held(fact: Fact, done: Completion) -> float | None:
        """A number as a ceiling meets it: all of it where a choice (a branch) leaves no room for a smaller one."""
        full = any(done.values.get(other) in choices for other, choices in fact.full_for.items())
        value = fact.maximum if full else done.values.get(fact.fact)
        return float(value) if isinstance(value, int | Decimal) else None

    def _add(self, table: str, rows: list[Row]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.con.executemany(f"insert into {table} values ({marks})", rows)

    def _vocabularies(self) -> Iterator[tuple[str, list[Row]]]:
        for name in {f.vocabulary for f in self.question.facts if f.vocabulary}:
            words = self.book.content.vocabularies[name]
            yield "term", [(name, t.id, t.parent) for t in words.terms]
            yield "term", [(name, f"{t.id}:other", t.id) for t in words.terms] + [(name, "*:other", None)]
            yield "member", [(name, g.id, m) for g in words.groups for m in g.members]
            yield "zone", [(name, z.id, z.established) for z in words.zones]

    @staticmethod
    def _filled(c: int, fact: str, value: object) -> Row:
        number = float(value) if isinstance(value, Decimal) else None
        return c, fact, value if isinstance(value, str) else None, number, value if isinstance(value, dt.date) else None

    def _rule(self, instrument: Instrument, provision: Provision, record: Rule | Gap) -> None:
        id = f"{instrument.instrument}/{record.rule if isinstance(record, Rule) else record.gap}"
        doubtful = not isinstance(record, Rule) or record.disputed is not None or record.standing == "unknown"
        self._add("rule", [(id, record.kind, isinstance(record, Gap), doubtful)])
        self._add("stands", [(id, *span) for span in _spans(instrument, provision, record)])
        if record.kind == "relief":
            self._add("relieves", [(id, limit) for limit in record.relieves])
        for scope, tests in enumerate((record.when, *record.unless)):
            for fact, test in tests.items():
                self._test(id, scope, fact, test)
        slots = {s.slot: s for s in self.question.slots}
        for name, wanted in record.effect.items() if isinstance(record, Rule) else ():
            slot = slots[name]
            if slot.kind == "ceiling" and isinstance(wanted, Bound):
                top = wanted.at_most if wanted.at_most is not None else wanted.below
                if top is not None:
                    self._add("ceiling", [(id, slot.of, float(top), wanted.at_most is None, name == self.question.main)])
            elif slot.kind == "flag" and slot.refuses and wanted == "yes":
                self._add("refuses", [(id,)])
            elif slot.kind == "chain" and name == self.question.main:
                self._add("step", [(id, [v.id for v in slot.values].index(str(wanted)))])

    def _test(self, rule: str, scope: int, fact: str, test: object) -> None:
        self._tests += 1
        self._add("test", [(self._tests, rule, scope, fact)])
        if isinstance(test, Range):
            numbers = [float(n) if n is not None else None for n in (test.at_least, test.above, test.at_most, test.below)]
            self._add("bounds", [(self._tests, *numbers, test.from_, test.before)])
            for kind, words in (("any", test.any_of), ("all", test.all_of), ("none", test.none_of)):
                self._add("picks", [(self._tests, kind, w) for w in words])
        else:
            self._add("word", [(self._tests, w) for w in ((test,) if isinstance(test, str) else tuple(test))])  # type: ignore[arg-type]


def _spans(instrument: Instrument, provision: Provision, record: Rule | Gap) -> Iterator[tuple[dt.date, dt.date | None, bool]]:
    """From when until when a rule is in force, and whether that is sure."""
    if record.in_force is not None:
        for period in record.in_force:
            if period.from_at_latest is not None:
                yield period.from_, period.from_at_latest, False
            yield period.from_at_latest or period.from_, period.until, True
            if period.until is not None and period.until_at_latest is not None:
                yield period.until, period.until_at_latest, False
        last = record.in_force[-1] if record.in_force else None
        if last is not None and last.then == "unknown" and last.until is not None:
            yield last.until_at_latest or last.until, None, False
        for one, after in pairwise(record.in_force):
            if one.then == "unknown" and one.until is not None and one.until < after.from_:
                yield one.until_at_latest or one.until, after.from_, False
        return
    editions = instrument.editions
    for edition, later in zip(editions, (*editions[1:], None), strict=True):
        if edition.effective is not None and _has(provision, edition):
            yield edition.effective, later.effective if later is not None else edition.expires, True


def _has(provision: Provision, edition: Edition) -> bool:
    return not isinstance(provision.number, dict) or edition.edition in provision.number

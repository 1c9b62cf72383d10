"""Asking: the sentence to fill in, the interview, and what to do about a case that cannot be read."""

from __future__ import annotations

import datetime as dt

from shidian.answer.decision import Decision
from shidian.answer.interview import Interview
from shidian.answer.parts import Lead, Missing
from shidian.answer.values.entries import branches
from shidian.errors import AmbiguousValue, CaseError, UnknownFact, UnknownQuestion, UnknownValue
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.web.asking.doors import Door, doors
from shidian.web.asking.facts import SENTENCE, SKIPPED, FactField, SaidFact, facts_of, field_of, said_of
from shidian.web.page import Context, Redirected, Visit, checked_day
from shidian.words.labels import entry_label

FILLED = ("origin", "share", "activity", "territory", "on")
"""The facts of the sentence to fill in, which is about market access."""

SPOKEN = (
    Label("Can a German company own 100% of an app store in Chengdu?", "德国企业能否在成都独资经营应用商店？"),
    Label("hospital Suzhou Singapore 100%", "新加坡投资者在苏州独资设立医院"),
    Label("data centre in Shenzhen", "深圳 数据中心"),
)
"""Sentences to try in the box."""


class QuestionRow(Context, frozen=True):
    """A question that can be asked."""

    question: str
    title: Label
    about: Label | None = None


class HomePage(Context, frozen=True):
    """The sentence to fill in, the other questions, and doors by situation."""

    questions: tuple[QuestionRow, ...]
    today: dt.date
    given: dict[str, str]
    sentence: bool
    """Whether the lawbook has the question that the sentence asks."""
    read_on: dt.date | None
    counts: dict[str, int]
    doors: tuple[Door, ...]
    spoken: tuple[Label, ...]
    """Sentences to try."""


class InterviewPage(Context, frozen=True):
    """One question at a time: what was said, what is asked now, and why."""

    question: str
    title: Label
    said: tuple[SaidFact, ...]
    facts: dict[str, str]
    skipped: tuple[str, ...]
    skipped_names: tuple[tuple[str, Label], ...]
    """What was asked and is not known, each with its name."""
    asked: Missing
    field: FactField
    choices: tuple[Lead, ...]
    later: tuple[Label, ...]
    known_on: str | None
    problem: Problem | None
    decision: Decision
    sentence: str | None
    """The sentence that the case was read from."""


class Problem(Context, frozen=True):
    """Why a case cannot be read: the fact concerned, what was written, and what may have been meant (value and name)."""

    code: str
    message: str
    fact: str | None
    label: Label | None
    word: str | None
    near: tuple[tuple[str, Label], ...]
    wide: bool = False
    """No name comes near: `near` are the widest entries, to look in."""


class MendPage(Context, frozen=True):
    """A case that cannot be read, as a form to mend it."""

    question: str
    title: Label
    problem: Problem
    fields: tuple[FactField, ...]
    facts: dict[str, str]
    sentence: str | None


def home(visit: Visit) -> HomePage:
    """The first page."""
    book = visit.desk.book
    rows = tuple(QuestionRow(q.question, q.title, q.about) for q in book.lawbook.questions.values())
    access = book.lawbook.questions.get("access")
    whole = access is not None and {f.fact for f in access.facts} >= set(FILLED)
    law = book.lawbook
    counts = {
        "instruments": len(law.instruments),
        "rules": len(law.rules),
        "tasks": sum(len(g.tasks) for g in law.content.tasks),
        "regions": len(law.programme.regions),
        "sources": len(law.sources),
    }
    return HomePage(
        rows,
        checked_day(visit.desk),
        {k: v for k, v in visit.pairs if k in FILLED},
        whole,
        law.read_on,
        counts,
        visit.desk.keep("doors", lambda: doors(visit)),
        SPOKEN if whole else (),
    )


def interview(visit: Visit) -> InterviewPage | Redirected | MendPage:
    """The next question of an interview, or the decision when no further answer can matter."""
    question = visit.desk.book.question(visit.path["question"])
    facts = facts_of(visit, question)
    skipped = tuple(dict.fromkeys(w for s in visit.many(SKIPPED) for w in s.split(",") if w))
    known_on = visit.one("known_on")
    problem = None
    try:
        decision = visit.desk.ask(question.question, visit.dated(question.question, facts), known_on)
    except CaseError as error:
        problem = problem_of(visit, question, facts, error)
        last = next(reversed(facts), None)
        if problem.fact is None or problem.fact != last:
            return _mend(visit, question, problem, facts)
        facts = {k: v for k, v in facts.items() if k != last}
        decision = visit.desk.ask(question.question, visit.dated(question.question, facts), known_on)
    open_ = visit.desk.book.best_first(decision)
    asked = next((m for m in open_ if m.fact not in skipped), None)
    change = visit.one("change")
    if change is not None:
        asked = next((m for m in decision.missing if m.fact == change), None) or _anyway(question, change) or asked
    if asked is None:
        if problem is not None:
            return _mend(visit, question, problem, facts)
        beside = {"known_on": known_on, SKIPPED: ",".join(skipped), SENTENCE: visit.one(SENTENCE)}
        query = facts | {name: said for name, said in beside.items() if said}
        return Redirected(f"/decision/{question.question}", query)
    field = field_of(next(f for f in question.facts if f.fact == asked.fact))
    later = tuple(m.label for m in open_ if m.fact != asked.fact and m.fact not in skipped)
    choices = Interview.offered(visit.desk.book, question.question, asked)
    return InterviewPage(
        question.question,
        question.title,
        said_of(decision, facts),
        facts,
        skipped,
        tuple((f.fact, f.label) for f in question.facts if f.fact in skipped),
        asked,
        field,
        choices,
        later,
        known_on,
        problem,
        decision,
        visit.one(SENTENCE),
    )


def _anyway(question: Question, name: str) -> Missing | None:
    """A fact that a person wants to say again although it does not decide."""
    fact = next((f for f in question.facts if f.fact == name), None)
    if fact is None:
        return None
    return Missing(fact.fact, fact.label, Label(fact.ask.en.replace("{value}", "China"), fact.ask.zh.replace("{value}", "中国")), ())


def problem_of(visit: Visit, question: Question, facts: dict[str, str], error: CaseError) -> Problem:
    """Which fact of a case cannot be read, and what may have been meant."""
    book = visit.desk.book
    if isinstance(error, UnknownQuestion | UnknownFact):
        used = {f.fact for f in question.facts}
        strange = next((name for name in facts if name not in used), None) if isinstance(error, UnknownFact) else None
        return Problem(error.code, str(error), None, None, strange, ())
    known = {f.fact: f for f in question.facts}
    for name, word in facts.items():
        try:
            book.read(question.question, {name: word})
        except CaseError as own:
            fact = known.get(name)
            near: tuple[tuple[str, Label], ...] = ()
            wide = False
            if fact is not None and fact.vocabulary is not None and isinstance(own, UnknownValue | AmbiguousValue):
                names = book.lawbook.names[fact.vocabulary]
                ids = names.find(word) if isinstance(own, AmbiguousValue) else names.near(word)
                if not ids and isinstance(own, UnknownValue) and fact.domain == "tree":
                    ids, wide = branches(book.lawbook.trees[fact.vocabulary]), True
                near = tuple((i, entry_label(book.lawbook, fact.vocabulary, i)) for i in ids)
            return Problem(own.code, str(own), name, fact.label if fact else Label(name, name), word, near, wide)
    return Problem(error.code, str(error), None, None, None, ())


def mend_page(visit: Visit, question: Question, facts: dict[str, str], error: CaseError) -> MendPage:
    """A case that cannot be read, with what may have been meant, as a form."""
    return _mend(visit, question, problem_of(visit, question, facts, error), facts)


def _mend(visit: Visit, question: Question, problem: Problem, facts: dict[str, str]) -> MendPage:
    return MendPage(question.question, question.title, problem, tuple(field_of(f) for f in question.facts), facts, visit.one(SENTENCE))

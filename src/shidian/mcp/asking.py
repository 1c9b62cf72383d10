"""Tools that decide: a case, its next question, its history, other places, what would help; a small table."""

# no `from __future__ import annotations` here: the SDK reads the annotations of the tools, one of which names a local resolver
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.resolve import Resolve
from mcp_types import CallToolResult
from msgspec.structs import replace
from pydantic import Field

from shidian.analysis.elsewhere import elsewhere
from shidian.analysis.shown import view_label
from shidian.analysis.timeline import SINCE
from shidian.answer.interview import Interview
from shidian.answer.sentence.chips import LONGEST, Sentence
from shidian.answer.sentence.telling import words_of
from shidian.answer.short import AnswerOffered, FactToAsk, Lang, ShortDecision, short
from shidian.answer.values.given import in_words
from shidian.catalogue.programme import find_place
from shidian.errors import BadValue, CaseError
from shidian.law.records.base import Label
from shidian.mcp.asked import (
    AnswerHistory,
    AskNext,
    CaseAsked,
    ChangeThatHelps,
    DaysAnswered,
    MeaningTold,
    PlacesCompared,
    Rows,
    Ways,
    compared,
    number,
    of_all,
    own,
    screened,
)
from shidian.mcp.eliciting import Learnt, resolvers
from shidian.mcp.replies import Fact, FactsGiven, FactsOrNone, KnownOn, Limit, Speech, add, told
from shidian.visitors.keeper import Keeper
from shidian.words.labels import entry_label, join, value_label
from shidian.words.phrases import in_a_row, phrase
from shidian.words.refusals import refusal_in

MOST_CASES = 8
MOST_ROWS = 50


def asking(server: MCPServer, desk: Keeper) -> None:
    """Offer the tools."""
    book = desk.book
    learn = resolvers(desk)
    named = ", ".join(f"{q} ({declared.title.en.lower()})" for q, declared in book.lawbook.questions.items())
    QuestionName = Annotated[str, Field(description=f"The question: {named}.")]  # noqa: N806  (a type; it names what this lawbook asks)

    def ask(
        learnt: Annotated[Learnt, Resolve(learn)],
        question: Annotated[str | None, Field(description=f"The question, when facts are given: {named}.")] = None,
        facts: FactsOrNone = None,
        sentence: Annotated[
            str | None,
            Field(
                min_length=1,
                max_length=LONGEST,
                description="Instead of question and facts: the user's own sentence, in English or Chinese.",
            ),
        ] = None,
        known_on: KnownOn = None,
        lang: Speech = "en",
        ask_user: Annotated[  # noqa: ARG001  (the resolvers take it)
            bool,
            Field(
                description="Let the server ask the user, through the client, for at most three facts that decide. With false, or with a "
                "client that cannot ask, open facts come back in open_facts."
            ),
        ] = True,
    ) -> CallToolResult:
        """Decide one case of China's market-opening rules, with the provisions it rests on. Use it whenever a user asks whether a foreign
        investor, person, data transfer or import is allowed, with which share, where, on which day. Give `question` and `facts`, or the
        user's `sentence`. Returns for each case the outcome under the law in force and what is only announced, three sentences to repeat,
        `must_say` (words that must stand beside the answer), the rules with their provisions, duties, and open facts. `undetermined` is an
        answer: never report it as permitted. A sentence that was not understood whole, or a word of which may mean several things, is not
        decided (`answered` is false): put `choose` to the user and never report one of `meanings` as the answer. To find out what to ask
        next use next_question; for other places or days use compare. Reads only; changes nothing."""
        if (question is None) == (sentence is None):
            raise BadValue("give either `question` with `facts`, or `sentence`", hint="one of the two, not both")
        if sentence is not None:
            return told(_in_words(desk, sentence, dict(facts or {}), known_on, lang))
        assert question is not None
        decision = desk.ask(question, in_words(learnt.facts), known_on)
        return told(CaseAsked(True, (short(decision, lang),), None, (), {}, (), (), tuple(learnt.asked), None))

    def next_question(question: QuestionName, facts: FactsGiven, known_on: KnownOn = None, lang: Speech = "en") -> CallToolResult:
        """Tell the one fact to ask the user for next, when a case is still open. Use it to lead an interview with a client that cannot show
        forms; with one that can, `ask` asks by itself. Returns the outcome so far, and the question with the answers worth offering; each answer has the facts to
        add (`set`) and the outcome it leads to. `ask` is null when nothing further can change the answer. Reads only."""
        decision = desk.ask(question, in_words(facts), known_on)
        asked = next(iter(book.best_first(decision)), None)
        found = short(decision, lang)
        if asked is None:
            return told(AskNext(found.outcome, found.said, None, False))
        offered = Interview.offered(book, question, asked)
        choices = tuple(AnswerOffered(x.label[lang], x.set, x.outcome, x.because) for x in offered)
        if not offered:  # a long list is typed by a person; whoever types for one must know it
            declared = next(f for f in book.question(question).facts if f.fact == asked.fact)
            led = {v: x for x in asked.answers for v in x.values}
            choices = tuple(
                AnswerOffered(c.name[lang], {asked.fact: c.id}, led[c.id].outcome, led[c.id].because)
                for c in declared.choices
                if c.id in led
            )
        return told(AskNext(found.outcome, found.said, FactToAsk(asked.fact, asked.question[lang], choices), not offered))

    def compare(
        question: QuestionName,
        facts: FactsGiven,
        places: Annotated[
            list[str] | None,
            Field(
                min_length=1,
                max_length=25,
                description="Places to compare, by id or name, such as ['beijing', '上海']. Default: every region of the programme.",
            ),
        ] = None,
        days: Annotated[
            list[str] | None,
            Field(min_length=1, max_length=12, description="Days to compare instead of places, such as ['2024-10-31', '2025-06-01']."),
        ] = None,
        known_on: KnownOn = None,
        lang: Speech = "en",
    ) -> CallToolResult:
        """Compare the same case in several places, or on several days. Use it for "where", "in which city" or "then and now". Returns for each the
        outcome in force and as announced, the ceiling, and since when it has been so. An outcome as announced is not law yet. For one place
        with full reasons use ask; for every change over time use timeline. Reads only."""
        if places is not None and days is not None:
            raise BadValue("give `places` or `days`, not both")
        asked = in_words(facts)
        if days is not None:
            then = [short(desk.ask(question, asked | {book.rulebook(question).day: day}, known_on), lang) for day in days]
            return told(compared([(str(d.on), str(d.on), d, None) for d in then], None, lang))
        known = desk.day(known_on) if known_on else None
        named = [r.region for r in book.lawbook.programme.regions] if places is None else [find_place(book.lawbook, p) for p in places]
        facts_ = desk.ask(question, asked, known_on).receipt.facts
        there = elsewhere(book, question, facts_, named, SINCE, known)
        if not there:
            raise BadValue(f"`{question}` has no place to compare", hint="use `days`")
        place = book.rulebook(question).place or ""
        kept = {k: v for k, v in facts_.items() if k not in book.rulebook(question).trees[place].zones}
        asked_there = [(t, short(desk.ask(question, kept | {place: t.place}, known_on), lang)) for t in there]
        items = [(t.place, entry_label(book.lawbook, "territories", t.place)[lang], d, t.since) for t, d in asked_there]
        return told(compared(items, items[0][2].on, lang))

    def timeline(
        question: QuestionName, facts: FactsGiven, known_on: KnownOn = None, limit: Limit = 12, lang: Speech = "en"
    ) -> CallToolResult:
        """Tell how the answer to one case changed over time since 2019, and what is known to change later. Use it for "since when", "until when" or "what was it before".
        Returns intervals, the latest first, each with the outcome in force and as announced and the rules that began or ended it. The day of the case is not used. Reads only."""
        given, day = in_words(facts), book.rulebook(question).day
        found, asked = desk.timeline(question, given, known_on), book.question(question)
        held, shown = found.intervals, found.intervals[::-1][:limit]
        turns = [i.start for n, i in enumerate(held) if n == 0 or held[n - 1].in_force != i.in_force]
        then = [short(desk.ask(question, given | {day: i.start.isoformat()}, known_on), lang) for i in shown]
        days = tuple(
            DaysAnswered(
                i.start,
                i.until,
                max(t for t in turns if t <= i.start),
                i.in_force.outcome,
                i.in_force.because,
                view_label(asked, i.in_force)[lang],
                number(i.in_force.ceiling),
                number(i.in_force.certain),
                number(i.in_force.possible),
                i.announced.outcome,
                tuple(f"{r.rule}: {r.summary[lang]}" for r in i.began),
                tuple(f"{r.rule}: {r.summary[lang]}" for r in i.ended),
                tuple(f"{r.rule}: {r.summary[lang]}" for r in i.announced_began if r not in i.began),
                own(d, of_all(then)),
            )
            for i, d in zip(shown, then, strict=True)
        )
        return told(AnswerHistory(days, len(held) - len(days), found.last_change, of_all(then)))

    def what_would_help(
        question: QuestionName, facts: FactsGiven, known_on: KnownOn = None, limit: Limit = 8, lang: Speech = "en"
    ) -> CallToolResult:
        """Find the smallest changes of one or two facts (a lower share, another place, another legal form, a later day) that lead to a milder
        answer. Use it after an answer that is not what the user hoped for. Returns the changes, nearest first, each with its case and rules; a change with reading
        `announced` is not law yet. Reads only."""
        found = book.whatif(question, in_words(facts), known_on=known_on)
        cases = in_words(facts), *(t.facts for t in found.turns[:limit])
        now, *then = (short(desk.ask(question, case, known_on), lang) for case in cases)
        colon = "：" if lang == "zh" else ": "
        ways = tuple(
            ChangeThatHelps(
                ("；" if lang == "zh" else "; ").join(f"{c.fact_label[lang]}{colon}{c.label[lang]}" for c in t.changes),
                t.facts,
                t.answer.outcome,
                t.reading,
                t.determining,
                d.must_say,
            )
            for t, d in zip(found.turns, then, strict=False)
        )
        more = found.more + len(found.turns[limit:])
        return told(Ways(found.now.outcome, found.goal, found.reached, ways, more, found.all_tried, now.must_say))

    def screen_rows(
        question: QuestionName,
        rows: Annotated[
            list[dict[str, Fact]],
            Field(min_length=1, max_length=MOST_ROWS, description=f"At most {MOST_ROWS} cases, each a mapping of facts as in ask."),
        ],
        facts: Annotated[dict[str, Fact] | None, Field(description="Facts that are the same for all rows, such as the day.")] = None,
        known_on: KnownOn = None,
        lang: Speech = "en",
    ) -> CallToolResult:
        """Decide up to 50 cases of one question at once. Use it for a small table that the user pasted; larger tables belong to the command
        `shidian screen` or the page /screen. Returns one answer for each row, in order, and counts by outcome. A row without a day is asked of no day and is an error;
        a row that cannot be read has an `error`, the others go on. `must_say` stands beside every row, beside those of its own. Reads only."""
        day = book.rulebook(question).day
        out: list[ShortDecision | str] = []
        for row in rows:
            try:
                said = in_words({**(facts or {}), **row})
                if day not in said:
                    raise BadValue(
                        f"the row has no day (`{day}`)", hint=f"say it in the row, or in `facts` for all rows: today is {desk.today}"
                    )
                out.append(short(desk.ask(question, said, known_on), lang))
            except CaseError as error:
                out.append(refusal_in(lang, str(error)))
        return told(screened(out))

    add(server, ask, CaseAsked, "Decide a case")
    add(server, next_question, AskNext, "The next question of an interview")
    add(server, compare, PlacesCompared, "Compare places or days")
    add(server, timeline, AnswerHistory, "How the answer changed over time")
    add(server, what_would_help, Ways, "What would lead to a milder answer")
    add(server, screen_rows, Rows, "Decide a small table")


def _in_words(desk: Keeper, text: str, facts: dict[str, Fact], known_on: str | None, lang: str) -> CaseAsked:
    """A sentence, decided only where all of it was understood."""
    read: Sentence = desk.book.read_question(text)
    said_in: Lang = "zh" if lang == "zh" else "en"
    left = tuple(dict.fromkeys((*read.left_out, *(c.fact for c in read.chips if not c.value and c.fact not in facts))))
    unread = tuple(n.words for n in read.not_understood)
    settled = {*facts, "on"} if read.cases else {*facts}  # the cases carry a day that is open
    if read.question is None or unread or set(left) - settled:
        understood = read.facts | ({"question": read.question} if read.question else {})
        meant = tuple(_meant(desk, read, case, known_on, said_in) for case in read.meanings if not facts)
        words = next((c.words for c in read.chips if not c.value), "")
        choose = phrase("which_is_meant", words=words)[lang] if meant else _open_in(desk, read, settled, said_in)
        note = phrase("say_each_meaning" if meant else "say_no_day" if read.undated and not unread else "say_not_decided")[lang]
        return CaseAsked(False, (), choose, meant, understood, unread, left, (), note)
    said = in_words(facts)
    all_ = [dict(c) for c in dict.fromkeys(tuple((case | said).items()) for case in read.cases or read.undated)]
    cases = all_[:MOST_CASES]
    decisions = tuple(_heard(desk, read, case, short(desk.ask(read.question, case, known_on), said_in), said_in) for case in cases)
    more = len(all_) - len(cases)
    counted = (("say_several_cases", len(cases) if len(cases) > 1 else 0), ("more_left_out", more))
    notes = [phrase(key, count=str(n))[lang] for key, n in counted if n]
    return CaseAsked(True, decisions, None, (), read.facts | {"question": read.question}, (), (), (), " ".join(notes) or None)


def _heard(desk: Keeper, read: Sentence, case: dict[str, str], found: ShortDecision, lang: Lang) -> ShortDecision:
    """A decision that says first what of the sentence it was made on, and from which words."""
    question = desk.book.question(found.question)
    words, _ = words_of(read, case)
    label = {f.fact: f.label for f in question.facts}
    said = [
        Label(f"{label[f].en}: {v.en} “{'”, “'.join(words[f])}”", f"{label[f].zh}：{v.zh}“{'”、“'.join(words[f])}”")
        for f, v in ((f, value_label(desk.book.lawbook, question, f, case[f])) for f in words)
    ]
    aside = [phrase("left_aside", words=in_a_row((n.words for n in read.aside), lang))[lang]] if read.aside else []
    return replace(found, must_say=(phrase("say_read", words=join(said, len(said)))[lang], *aside, *found.must_say))


def _open_in(desk: Keeper, read: Sentence, settled: set[str], lang: Lang) -> str | None:
    """What to ask the user about the first fact that a sentence leaves open: its question, with the values its words may have."""
    open_ = next((c for c in read.chips if not c.value and c.alternatives and c.fact not in settled), None)
    fact = next((f for f in desk.book.question(read.question).facts if open_ and f.fact == open_.fact), None) if read.question else None
    if open_ is None or fact is None:
        return None
    ask = phrase("which_is_meant", words=open_.words) if "{value}" in fact.ask.en else fact.ask
    offered = [Label(f"{a.label.en} (`{a.value}`)", f"{a.label.zh}（`{a.value}`）") for a in open_.alternatives]
    return f"{ask[lang]} {join(offered, 24)[lang]}"


def _meant(desk: Keeper, read: Sentence, case: dict[str, str], known_on: str | None, lang: Lang) -> MeaningTold:
    """What holds if the word that is open means what this case says."""
    question = desk.book.question(str(read.question))
    open_ = [c.fact for c in read.chips if not c.value and c.fact in case]
    found = short(desk.ask(question.question, dict(case), known_on), lang)
    named = ", ".join(value_label(desk.book.lawbook, question, f, case[f])[lang] for f in dict.fromkeys(open_))
    return MeaningTold(named, dict(case), found.outcome, found.basis, found.lines[0], found.lines[1], found.must_say)

"""`shidian ask`: a question, facts, and the decision."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from typing import IO, Any, NoReturn

import click
import msgspec

from shidian.answer.ask import replay_told, same_since
from shidian.answer.business import Business, activities_of
from shidian.answer.called import called_by
from shidian.answer.decision import Decision
from shidian.answer.interview import Interview, is_number
from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.telling import understood
from shidian.answer.text import WIDTH, opening
from shidian.book import Book
from shidian.catalogue.procedures import procedure_lines
from shidian.cli.options import facts_argument
from shidian.cli.view import CommandView, view_options
from shidian.errors import BadValue, CaseError, UnknownQuestion
from shidian.files import MEGABYTE, decode_once, read_within
from shidian.words.phrases import phrase
from shidian.words.plain import to_json
from shidian.words.tones import INK, MARKS

UNDETERMINED = 4


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("question")
@facts_argument
@click.option("--interview", is_flag=True, help="Ask for missing facts, most useful question first.")
@click.option("--known-on", metavar="DAY", help="Count only what was published by this day (2025-01-31).")
@click.option("--explain", is_flag=True, help="Also show which reliefs do not apply, and the test each fails.")
@click.option("--procedures", is_flag=True, help="Then show the procedures that the answer calls for: papers, steps and times.")
@view_options
def ask(
    question: str, facts: tuple[str, ...], interview: bool, known_on: str | None, explain: bool, procedures: bool, view: CommandView
) -> None:
    """Answer QUESTION (access, data_export, …) for a case.

    Facts are given as fact=value: by id, public code (B25, CN-SC, 510100, DE) or name in Chinese or English. A fact left out is
    missing, and is asked for when it matters; the day defaults to today. `chengdu:other` means: in Chengdu, but in none of
    the zones and districts that the lawbook names.

    \b
    shidian ask access activity=app-store territory=chengdu origin=DE share=100 on=2025-06-01
    shidian ask access activity=idc territory=shanghai origin=US share=100 on=2025-01-10
    shidian ask access 'activity=应用商店' territory=Chengdu --lang zh --explain

    Several activities are a business: one decision for each, the strictest over all, and the activity that binds.

    \b
    shidian ask access activity=online-music,b25 territory=chengdu share=100

    A question in your own words is read too: what was understood is shown first, and what is left out is named. Where words were not
    understood nothing is decided; the command that answers without them is shown.

    \b
    shidian ask "Can a German company own 100% of an app store in Chengdu?"

    Exit codes: 0 answered, 4 undetermined, 2 wrong usage, 3 lawbook invalid.
    """
    lang = view.lang
    book = view.book
    if not facts and not interview and _is_sentence(book, question):
        _sentence(book, question, known_on, view.as_json, lang, explain)
    given = parse_facts(facts)
    _whole_question(book, question)
    if not interview and activities_of(book, question, given) is not None:
        _print(book, book.business(question, given, known_on=known_on), view.as_json, lang, explain)
    decision = _interview(book, question, given, known_on, lang) if interview else book.ask(question, given, known_on=known_on)
    if procedures:
        _with_procedures(book, decision, view.as_json, lang, explain)
    _print(book, decision, view.as_json, lang, explain)


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--explain", is_flag=True, help="Also show which reliefs do not apply, and the test each fails.")
@view_options
def replay(file: IO[bytes], explain: bool, view: CommandView) -> None:
    """Reproduce the decision of a receipt. FILE is the JSON of a decision or of its receipt (`-`: standard input).

    An altered receipt or decision, another lawbook or another version is refused.
    """
    try:
        text = read_within(file, MEGABYTE)
        data = msgspec.json.decode(text, type=dict[str, Any])
        decode_once(text)  # a receipt that says one fact twice stands for no one case
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadValue("the file is not a JSON object", hint=str(error)) from error
    book = view.book
    _print(book, replay_told(book, data), view.as_json, view.lang, explain)


def _is_sentence(book: Book, text: str) -> bool:
    """Whether the words are a question of a person rather than the name of one of ours."""
    return text not in book.questions and "=" not in text and (" " in text.strip() or not text.isascii())


def _sentence(book: Book, text: str, known_on: str | None, as_json: bool, lang: str, explain: bool) -> None:
    """Answer a question in a person's own words: the chips, what was not understood, and a decision for each case."""
    read = book.read_question(text)
    if read.question is None:
        words = ", ".join(f"`{n.words}`" for n in read.not_understood)
        raise BadValue(
            "no question of this lawbook was found in these words" + (f": {words}" if words else ""),
            hint="name an activity and a place, or write `shidian ask access activity=… territory=…`; `shidian search …` looks in the "
            "programme and its documents",
        )
    if read.not_understood or not read.cases:
        _not_all(book, read, as_json, lang)
    decisions = [book.ask(read.question, dict(case), known_on=known_on) for case in read.cases]
    meanings = [book.ask(read.question, dict(case), known_on=known_on) for case in read.meanings]
    if as_json:
        first = json.loads(decisions[0].to_json())
        seen = json.loads(msgspec.json.encode(read))
        more = [json.loads(d.to_json()) for d in decisions[1:]]
        click.echo(
            json.dumps(
                first
                | {k: seen[k] for k in ("chips", "cases", "undated", "not_understood", "left_out", "aside", "questions")}
                | {"whole": read.whole, "others": more, "meanings": [json.loads(d.to_json()) for d in meanings]},
                ensure_ascii=False,
            )
        )
    else:
        click.echo(understood(book.lawbook, read, lang))
        missing = decisions[0].missing if len(decisions) == 1 and not meanings else ()
        if missing:  # what is wanted, then what the words touched and left open, then what nobody spoke of
            first = {book.question(read.question).facts[0].fact, *read.left_out}
            click.echo(phrase("say_first", asked=next((m for m in missing if m.fact in first), missing[0]).question)[lang])
        for decision in () if meanings else decisions:
            click.echo()
            click.echo(_text(book, decision, lang, explain), nl=False)
        if meanings:
            click.echo(phrase("each_meaning")[lang])
        for case, decision in zip(read.meanings, meanings, strict=True):
            click.echo("\n" + showable(paint(opening(decision, lang, _columns()))), nl=False)
            click.echo("  " + _command("ask", str(read.question), case))
    sys.exit(UNDETERMINED if any(d.outcome == "undetermined" for d in decisions) else 0)


def _not_all(book: Book, read: Sentence, as_json: bool, lang: str) -> NoReturn:
    """Show what was read of a sentence, and the commands that answer without the words that were not understood, or tell how the answer
    changed where the words leave the day open; decide nothing."""
    commands = [_command("ask" if read.cases else "timeline", str(read.question), case) for case in read.cases or read.undated]
    if as_json:
        seen = json.loads(msgspec.json.encode(read))
        click.echo(json.dumps(seen | {"outcome": "undetermined", "others": [], "without_these_words": commands}, ensure_ascii=False))
    else:
        click.echo(understood(book.lawbook, read, lang))
        click.echo(phrase("not_decided" if read.cases else "no_day_told")[lang])
        for line in commands:
            click.echo(f"  {line}")
    sys.exit(UNDETERMINED)


def _command(name: str, question: str, case: dict[str, str]) -> str:
    """What a person types to ask a case."""
    return " ".join(["shidian", name, question, *(shlex.quote(f"{k}={v}") for k, v in case.items())])


def _columns() -> int:
    return min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)


def _text(book: Book, decision: Decision | Business, lang: str, explain: bool) -> str:
    """A decision, or those of a business, as the terminal shows it; of one decision since when it is the same."""
    since = {"since": same_since(book, decision)} if isinstance(decision, Decision) else {}
    return showable(paint(decision.to_text(lang, explain=explain, columns=_columns(), **since)))


def _print(book: Book, decision: Decision | Business, as_json: bool, lang: str, explain: bool) -> None:
    """Print a decision, or those of a business, and leave with its exit code."""
    if as_json:
        since = {"same_since": json.loads(to_json(book.lasted(decision)))} if isinstance(decision, Decision) else {}
        click.echo(to_json(json.loads(decision.to_json()) | since).decode())
    else:
        click.echo(_text(book, decision, lang, explain), nl=False)
    sys.exit(UNDETERMINED if decision.outcome == "undetermined" else 0)


def _with_procedures(book: Book, decision: Decision, as_json: bool, lang: str, explain: bool) -> None:
    """Print a decision and the procedures that it calls for, and leave with its exit code."""
    called = called_by(book.lawbook, decision)
    if as_json:
        click.echo(json.dumps(json.loads(decision.to_json()) | {"procedures": json.loads(to_json(called))}, ensure_ascii=False))
    else:
        click.echo(_text(book, decision, lang, explain))
        for c in called:
            first, *rest = procedure_lines(c.shown, lang)
            click.echo("\n".join([first if c.certain else f"{first} ({phrase('possible')[lang]})", *rest, ""]))
        if not called:
            click.echo(phrase("procedure_none")[lang])
    sys.exit(UNDETERMINED if decision.outcome == "undetermined" else 0)


def parse_facts(words: tuple[str, ...]) -> dict[str, str]:
    """`fact=value` words as a mapping. Raises BadValue for another form, or two values for one fact."""
    given: dict[str, str] = {}
    for word in words:
        name, equals, value = word.replace("＝", "=").partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name:
            raise BadValue(f"`{word}` is not of the form fact=value", hint="for example share=100")
        if name in given:
            raise BadValue(f"`{name}` has two values: `{given[name]}` and `{value}`", hint="give one value for each fact")
        if not value:
            raise BadValue(f"the value of `{name}` is empty", hint="omit the fact if it is not known")
        given[name] = value
    return given


def _whole_question(book: Book, question: str) -> None:
    """A forgotten question name is the commonest slip: say so plainly."""
    try:
        book.question(question)
    except UnknownQuestion as error:
        if "=" in question:
            raise BadValue("the question is missing", hint=f"write `shidian ask access {question} …`") from error
        raise


def _interview(book: Book, question: str, given: dict[str, str], known_on: str | None, lang: str) -> Decision:
    interview = Interview(book, question, given, known_on)
    while (asked := interview.next()) is not None:
        click.echo(f"\n{asked.question[lang]}")
        offered = interview.choices(asked)
        for i, lead in enumerate(offered, 1):
            click.echo(f"  {i}. {lead.label[lang]}")
        hint = "type_a_number" if is_number(asked) else "pick_or_type" if offered else "type_a_name"
        click.echo("  " + phrase(hint)[lang])
        while True:
            try:
                answer = click.prompt(click.style("?", bold=True), prompt_suffix=" ", default="", show_default=False).strip()
            except click.Abort:  # the end of the input, or Ctrl-C: nothing that was said is lost
                click.echo()
                return _as_far(interview, question)
            if not answer:
                interview.skip(asked.fact)
                break
            try:
                learnt = interview.answer(asked, answer)
                click.secho("  " + " ".join(f"{k}={v}" for k, v in learnt.items()), dim=True)
                break
            except CaseError as error:
                click.echo(f"  {error}")
    return _as_far(interview, question)


def _as_far(interview: Interview, question: str) -> Decision:
    """The decision so far, after the command that gives it again."""
    said = " ".join(f"'{k}={v}'" if " " in str(v) else f"{k}={v}" for k, v in interview.facts.items())
    click.secho(f"\n$ shidian ask {question} {said}\n", dim=True)
    return interview.decision


def showable(text: str) -> str:
    """The text with marks that the terminal can show: `?` must never stand for a tick."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for tick, cross in (("✔", "✘"), ("√", "×"), ("[yes]", "[no]")):
        try:
            (tick + cross).encode(encoding)
        except (UnicodeEncodeError, LookupError):
            continue
        return text.replace("✔", tick).replace("✘", cross)
    return text


def paint(text: str) -> str:
    """Colour for the verdict and the headings; taken out again where the output is no terminal."""
    if os.environ.get("NO_COLOR"):
        return text
    lines = text.split("\n")
    colour = next((INK[tone] for tone, mark in MARKS.items() if lines[0].startswith(mark)), "cyan")
    lines[0] = click.style(lines[0], fg=colour, bold=True)
    for i, line in enumerate(lines[1:], 1):
        if line and not line.startswith(" ") and not lines[i - 1].strip():
            lines[i] = click.style(line, bold=True)
        elif line.lstrip().startswith("!"):
            lines[i] = click.style(line, fg="yellow")
    return "\n".join(lines)

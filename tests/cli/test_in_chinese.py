"""The terminal in Chinese: the help of every command and option, what the parser says, what is refused and what is answered; no English is left but for ids,
words between backticks and official names."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator

import click
import pytest

from shidian.cli.main import main
from shidian.words.terminal import helped, known, paragraphs, wrapped
from shidian.words.wrap import width
from tests.cases.real import real_book
from tests.cli.running import run, run_apart
from tests.nightly import share_of

ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}(?:[ ,]+[A-Za-z][A-Za-z'’-]+)+")
APART = re.compile(r"`[^`]*`|“[\w:/.,@=-]*”|--[a-z-]+|\b[A-Z]{2,}\b|JSON Schema|Akoma Ntoso|activity,weight")
"""What is not in the language of the call: ids and what was typed, options, and names of values."""
NUMBERS = re.compile(r"\d+(?:\.\d+)?")


def commands(command: click.Command, path: str = "shidian") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (inner := command.get_command(context, name)) is not None:
                yield from commands(inner, f"{path} {name}")


def texts() -> Iterator[str]:
    """Every paragraph of help that is not a command to type, and every option."""
    for _, command in commands(main):
        options = [p.help for p in command.params if isinstance(p, click.Option) and p.help]
        yield from (part for text in (command.help or "", *options) for part, verbatim in paragraphs(text) if not verbatim)


def residue(said: str) -> list[str]:
    lines = (line for line in said.splitlines() if "shidian " not in line and not line.startswith("用法"))
    return [m for line in lines for m in ENGLISH.findall(APART.sub("", line))]


def test_every_help_text_has_its_chinese_and_no_chinese_is_left_over() -> None:
    said = known()["help"]
    assert set(texts()) - {"Show the version and exit."} == set(said)


def test_the_chinese_of_a_help_text_is_chinese_and_has_the_same_numbers() -> None:
    for english, chinese in known()["help"].items():
        assert residue(chinese) == [], chinese
        spelled = {"1": "首", "2": "二", "5": "五"} if "whose time is over" in english else {}
        assert sorted(NUMBERS.findall(chinese)) == sorted(n for n in NUMBERS.findall(english) if n not in spelled), english


def test_help_is_wrapped_by_columns_and_commands_stay_whole() -> None:
    for _, command in commands(main):
        text = helped(command.help or "")
        for line in wrapped(text, 78, "  ", "  ", preserve_paragraphs=True).splitlines():
            assert width(line) <= 80 or line.strip().startswith(("shidian", "--")), line


def test_a_terminal_in_chinese_is_answered_in_chinese() -> None:
    for words in (
        ["--help"],
        ["ask", "--help"],
        ["openess"],
        ["openness", "--measur", "x"],
        ["openness", "--by", "x"],
        ["watch", "run", "--help"],
    ):
        done = run_apart(*words, SHIDIAN_LANG="zh", LANG="C.UTF-8")
        said = done.out + done.err
        assert any(unicodedata.name(c, "").startswith("CJK") for c in said)
        assert residue(said) == [], words
    assert "用法" in run_apart("ask", "--lang", "zh", "--nothing", LANG="C.UTF-8").err


REFUSED = """ask accss
ask access activity=app-shoppe
ask access activity
ask access share=150
ask access share=100 share=50
ask access on=2025-13-01
ask access territory=长三角
ask access colour=red
ask data_export persons=5.000
words plants x
lawbook check /nowhere
lawbook lock /nowhere
lawbook review
task t99999
tasks --plan nope
instrument cn-nope
region atlantis
diff access
diff access --from 2025-01-01
whatif access --without nope/nope activity=idc
openness --measure nope
openness --region atlantis
openness --explain
verify --permits-all 2021-01-01 2025-01-01
sources --grade nope
screen access docs/how-to/firms.csv -o /nowhere/x.pdf
screen access docs/how-to/firms.csv -o /nowhere/x.csv --map nope
screen access docs/how-to/firms.csv -o /nowhere/x.csv --map share=nope
screen access docs/how-to/firms.csv -o /nowhere/x.csv --scale share=x
export docs --format csv
serve --cors nope
serve --store nope
procedure nope
timeline access activity=idc --since 2020-1""".splitlines()
ANSWERED = """ask access activity=app-store territory=chengdu origin=DE share=100 on=2025-06-01 --explain --procedures
ask access activity=app-store,idc territory=chengdu origin=DE share=100 on=2025-06-01
ask 德国公司可以在成都全资开应用商店吗
cases --needed --rule cn-vats-pilot-2024
words activities zzzz
lawbook check
task t1
instruments --kind notice
region shanghai
plans
chronology --from 2025-01-01
statistics
timeline access activity=idc territory=lingang origin=DE share=100
openness --region beijing --gap
procedure vats-licence --event received=2026-03-02
contradictions""".splitlines()


@pytest.mark.parametrize("words", share_of(REFUSED, 6, REFUSED[:2]))
def test_what_is_refused_is_said_in_chinese(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIDIAN_LANG", "zh")
    done = run(*shlex.split(words))
    assert done.code
    assert (
        residue(re.sub(r"^shidian: [a-z-]+: |^[^ ]*:1:1: .*$|^Usage.*|^Try.*|^Error: (Invalid value[^:]*: )?", "", done.err, flags=re.M))
        == []
    )


@pytest.mark.parametrize("words", share_of(ANSWERED, 8, ANSWERED[:1]))
def test_what_is_answered_is_said_in_chinese(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIDIAN_LANG", "zh")
    done = run(*shlex.split(words))
    assert done.code == 0
    publishers = {w for s in real_book().lawbook.sources.values() for w in ENGLISH.findall(f"{s.title.zh} {s.publisher.zh}")}
    assert set(residue(done.out + done.err)) - publishers == set()

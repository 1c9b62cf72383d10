"""Every command with arguments from a grammar of its own parameters: only exit codes of the tree, and no fault of ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.cli.main import main
from tests.cli.running import run
from tests.fuzz.grammar import INPUTS, asked, days, inputs, odd
from tests.nightly import share_of

CODES = {0, 1, 2, 3, 4, 130}
LEFT_OUT = {
    *(("serve",), ("mcp",), ("desk", "demo"), ("desk", "postgres"), ("desk", "mail")),  # stay, or go out
    *(("lawbook", "lock"), ("lawbook", "format"), ("lawbook", "new")),  # write into the lawbook
    *(("verify",), ("diagram",), ("cases",)),  # take long, and no more than a word
}
FILES = ("cases.csv", "noise.bin", "deep.json", "empty", "folder", "missing.csv", "memo.txt", "/dev/null", "/dev/zero")
STORE = "sqlite:///fuzz.db"


def commands(found: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that ends by itself."""
    if isinstance(found, click.Group):
        context = click.Context(found)
        for name in found.list_commands(context):
            if (inner := found.get_command(context, name)) is not None:
                yield from commands(inner, (*path, name))
    elif path not in LEFT_OUT:
        yield path, found


COMMANDS = dict(commands())


def _word(parameter: click.Parameter) -> st.SearchStrategy[str]:
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return st.one_of(st.sampled_from([str(c) for c in kind.choices]), odd)
    if isinstance(kind, click.Path | click.File):
        return st.sampled_from(FILES) if parameter.name != "folder" else st.sampled_from(("missing", "folder"))
    if parameter.name in ("on", "since", "until", "known_on", "old", "new", "date", "default_day", "effective"):
        return days
    if parameter.name == "store":
        return st.sampled_from((STORE, STORE, "sqlite:///folder", "sqlite:////dev/null", "postgresql://nowhere.invalid/x", "x"))
    return odd


@st.composite
def arguments(draw: st.DrawFn, command: click.Command) -> tuple[str, ...]:
    """Words for a command: what it needs, and some of what it takes."""
    question, facts = draw(asked())
    out: list[str] = []
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            if parameter.name in ("question", "questions"):
                out.append(question)
            elif parameter.name == "facts":
                out += [f"{k}={v}" for k, v in facts.items()]
            else:
                out += [draw(_word(parameter)) for _ in range(draw(st.integers(1, 2)) if parameter.nargs == -1 else 1)]
        elif isinstance(parameter, click.Option) and parameter.name not in ("interview", "model", "model_url", "server"):
            named = parameter.name in ("store", "kept", "output", "feed")
            if named or (parameter.name != "folder" and draw(st.integers(0, 5)) == 0):
                flag = draw(st.sampled_from([o for o in parameter.opts if o.startswith("--")] or parameter.opts))
                out += (
                    [flag]
                    if parameter.is_flag
                    else [flag, "out" if parameter.name in ("output", "feed", "kept") else draw(_word(parameter))]
                )
    return tuple(w for w in out if "\x00" not in w)  # no shell passes one on


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "cases.csv").write_text("activity,territory,share,on\nidc,上海,50,2025-06-01\n鸽子,,x,\n", encoding="utf-8")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "deep.json").write_text('{"a":' + "[" * 3000 + "]" * 3000 + "}")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "memo.txt").write_text("根据《外商投资法》第二十八条，外资持股不得超过50%。", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHIDIAN_TRACEBACK", "1")  # a fault of ours reaches the test
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", share_of(list(COMMANDS), 16) if not INPUTS else list(COMMANDS), ids=" ".join)
def test_a_command_ends_with_an_exit_code_of_the_tree(path: tuple[str, ...]) -> None:
    @inputs(3)
    @given(arguments(COMMANDS[path]))
    def any_arguments(words: tuple[str, ...]) -> None:
        done = run(*path, *words)
        assert done.code in CODES, (words, done)
        assert "Traceback" not in done.err

    any_arguments()

"""What the terminal says in Chinese: the help of every command and option, what the parser of the command line says, and lines that break where
Chinese breaks. The words are in `terminal.toml`, by the English ones."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

from shidian.packaged import table
from shidian.words.wrap import wrap

VERBATIM = "\b"
"""The first line of a paragraph that stands as it is, such as commands."""


def known() -> Mapping[str, Mapping[str, str]]:
    """The Chinese words by the English ones: `parser` and `help`."""
    return table("words/terminal.toml")


def of_parser(said: str) -> str:
    """What the parser of the command line says, in Chinese; English where no words are known for it."""
    return known()["parser"].get(said, said)


def of_parser_counted(one: str, many: str, count: int) -> str:
    """The same where English tells one from many."""
    return of_parser(one if count == 1 else many)


def paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a help text, and whether each stands as it is."""
    for paragraph in inspect.cleandoc(text.split("\f")[0]).split("\n\n"):
        first, _, rest = paragraph.partition("\n")
        if first.strip() == VERBATIM:
            yield rest, True
        elif paragraph.strip():
            yield " ".join(paragraph.split()), False


def helped(text: str) -> str:
    """A help text in Chinese, paragraph by paragraph; what stands as it is stays."""
    told = (f"{VERBATIM}\n{part}" if verbatim else known()["help"].get(part) or of_parser(part) for part, verbatim in paragraphs(text))
    return "\n\n".join(told)


def wrapped(text: str, width: int = 78, initial_indent: str = "", subsequent_indent: str = "", preserve_paragraphs: bool = False) -> str:
    """Text in lines of at most `width` columns. With `preserve_paragraphs` what stands as it is is not wrapped."""
    if not preserve_paragraphs:
        lines = wrap(text, width - len(initial_indent), 0)
        return "\n".join((initial_indent if i == 0 else subsequent_indent) + line.strip() for i, line in enumerate(lines))
    out = []
    for part, verbatim in paragraphs(text):
        lines = (
            [line.strip() for line in part.splitlines()]
            if verbatim
            else [line.strip() for line in wrap(part, width - len(initial_indent), 0)]
        )
        out.append("\n".join(initial_indent + line for line in lines))
    return "\n\n".join(out)

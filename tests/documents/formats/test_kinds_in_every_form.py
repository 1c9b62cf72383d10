"""Each kind of fault of reading, as text and in every form of file: the same findings, and the same things said of them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest
import typst

from shidian.documents.compare.compare import Comparison
from shidian.documents.formats.files import SelfDescription
from shidian.documents.grammar.extract import Reading
from tests.documents.formats.kinds import KINDS, Kind
from tests.documents.formats.test_forms_agree import made, reader, values

PRINTED = Path(__file__).parents[1] / "forms/kinds.pdf"
"""The inputs of `kinds.py`, one paragraph each under a heading, as Chromium printed them."""
HEADING = "外资准入若干说明"


def told(language: str) -> SelfDescription:
    return SelfDescription(date=dt.date(2026, 2, 1), language="zh" if language == "zh" else "en")


def language(text: str) -> str:
    return "en" if text.isascii() else "zh"


@cache
def as_text(kind: Kind) -> Reading:
    return reader().read_bytes(kind.text.encode(), "kind.txt", told(language(kind.text)))


def compared(reading: Reading) -> Comparison:
    return reader().compare([reading])


def shown(reading: Reading) -> list[str]:
    """The words against which something is shown."""
    comparison = compared(reading)
    text = reading.document.text
    out = [text[h.start : h.end] for d in comparison.documents for h in d.against if h.verdict == "differs"]
    return sorted({*out, *(text[a:b] for c in comparison.clashes if c.side != "right" for _, a, b in c.spans)})


def told_values(reading: Reading) -> list[tuple[str, str]]:
    """Each finding by its kind, with its words and with its value; of measures the value stands after the words."""
    out = []
    for kind, words, value in values(reading):
        out += [(kind, words), (kind, value), (kind, f"{words}: {value}")]
    return out


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_a_kind_is_read_as_it_is_meant(kind: Kind) -> None:
    reading = as_text(kind)
    there = told_values(reading)
    assert [wanted for wanted in kind.has if wanted not in there] == []
    assert [f"{k} {v}" for k, v in there if k in kind.has_not or f"{k} {v}" in kind.has_not] == []
    if kind.times is not None:
        assert [words for _, words, _ in values(reading)].count(kind.times[0]) == kind.times[1]


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_what_is_wrong_is_shown_and_nothing_else(kind: Kind) -> None:
    assert [w for w in kind.against if not any(w in s for s in shown(as_text(kind)))] == []
    if not kind.against:
        assert shown(as_text(kind)) == list(kind.too_low)


@cache
def together(form: str, lang: str) -> Reading:
    """All inputs of a language in one document of a form."""
    lines = [[HEADING], *([k.text] for k in KINDS if language(k.text) == lang)]
    if form == "printed":
        return reader().read_bytes(PRINTED.read_bytes(), "kinds.pdf", told(lang))
    return reader().read_bytes(made(form, lines), f"kinds.{form}", told(lang))


@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx", "pdf", "printed"])
def test_every_kind_gives_the_same_in_every_form(form: str) -> None:
    if form == "pdf" and not any("CJK SC" in f for f in typst.Fonts().families()):
        pytest.skip("no Chinese font is installed to print with")
    plain, other = together("txt", "zh"), together(form, "zh")
    assert values(other) == values(plain)
    assert shown(other) == shown(plain)

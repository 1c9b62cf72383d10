"""What visitors send: values that are meant, values close to these, and values that nobody can mean."""

from __future__ import annotations

import datetime as dt
import functools
import os
from urllib.parse import quote

import httpx
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from shidian.law.records.question import Fact
from tests.cases.real import real_book, real_lawbook
from tests.nightly import NIGHTLY

INPUTS = int(os.environ.get("SHIDIAN_FUZZ", "300" if NIGHTLY else "0"))
"""Inputs of each grammar; 0: as few as a push takes."""


def inputs(push: int) -> settings:
    """How many inputs are tried of a grammar: on a push `push` of them, the same each time."""
    return settings(
        max_examples=INPUTS or push,
        deadline=None,
        database=None,
        derandomize=not INPUTS,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


ODD_TEXT = (
    "",
    " ",
    "\t",
    "\n",
    "\x00",
    "\ufeff",
    "\u202e上海",
    "\ud83d",
    "e\u0301",
    "🏝️",
    "*",
    "*:other",
    ":other",
    "shanghai:other",
    "=1+1",
    "@SUM(A1)",
    "'; drop table cases; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%00",
    "%s%n",
    "../../etc/passwd",
    "file:///etc/passwd",
    "NaN",
    "Infinity",
    "-0",
    "null",
    "undefined",
    "true",
    "１００％",
    "百分之一百二十",
    "a" * 5000,
    "上" * 3000,
    "(" * 400,
)
ODD_NUMBERS = (
    "-1",
    "1e3",
    "1e999999",
    "9" * 400,
    "0.1" + "0" * 300 + "1",
    "1,000",
    "1.000,5",
    "½",
    "一百亿亿",
    "0x10",
    "1_000",
    "٣",
    "50.0000001",
    "−5",
    "+7",
    "7.",
    ".5",
)
ODD_DAYS = (
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "-1198-01-01",
    "2025-02-30",
    "2025-2-3",
    "20250203",
    "2025/02/03",
    "二〇二五年二月三日",
    "昨天",
    "tomorrow",
    "2025-02-03T25:61:00Z",
    "1e9",
)

odd = st.one_of(st.sampled_from((*ODD_TEXT, *ODD_NUMBERS, *ODD_DAYS)), st.text(max_size=40), st.integers().map(str), st.decimals().map(str))
days = st.one_of(st.dates(dt.date(1990, 1, 1), dt.date(2035, 1, 1)).map(dt.date.isoformat), st.sampled_from(ODD_DAYS))
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), odd),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd, inner, max_size=3),
    max_leaves=6,
)
"""Anything that JSON can say, and two things that it cannot (NaN and infinity)."""


@functools.cache
def meant(fact: Fact) -> st.SearchStrategy[str]:
    """Values that a fact takes: terms by id and by name, numbers, days, choices."""
    if fact.domain in ("tree", "place"):
        tree = real_lawbook().trees[fact.vocabulary or ""]
        words = [
            *tree.terms,
            *tree.zones,
            *tree.groups,
            *(t.name.zh for t in tree.terms.values()),
            *(t.name.en for t in tree.terms.values()),
        ]
        return st.sampled_from(words)
    if fact.domain == "yes_no":
        return st.sampled_from(["yes", "no", "是", "否"])
    if fact.domain in ("choice", "set"):
        words = [c.id for c in fact.choices]
        return st.sampled_from([*words, ",".join(words[:2]), "none", *(c.name.zh for c in fact.choices)])
    if fact.domain == "date":
        return days
    return st.one_of(
        st.sampled_from(["0", "1", "49.9", "50", "50%", "0.5", "100", "12万", "0.7bn"]), st.decimals(0, 200, places=2).map(str)
    )


def value_of(fact: Fact) -> st.SearchStrategy[str]:
    """A value for a fact: mostly one that it takes, so that a case of several is often one that can be answered."""
    return st.integers(0, 11).flatmap(lambda n: meant(fact) if n else odd)


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A question and some of its facts; now and then a name of either that is none."""
    question = draw(st.sampled_from(sorted(real_book().questions)))
    facts = real_book().question(question).facts
    picked = draw(st.lists(st.sampled_from(facts), max_size=6, unique_by=lambda f: f.fact))
    out = {f.fact: draw(value_of(f)) for f in picked}
    if draw(st.integers(0, 9)) == 0:
        out[draw(odd)] = draw(odd)
    return (draw(odd) if draw(st.integers(0, 19)) == 0 else question), out


def texts() -> st.SearchStrategy[str]:
    """Sentences: words of the law, numbers, days and odd pieces in any order."""
    facts = [f for q in real_lawbook().questions.values() for f in q.facts]
    piece = st.one_of(
        st.sampled_from(facts).flatmap(meant),
        odd,
        st.sampled_from(["能", "可以", "在", "持股", "may", "in", "of", "with", "%", "，", "。", "?", "不", "以外"]),
    )
    return st.lists(piece, max_size=9).flatmap(lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces)))


def sound(found: httpx.Response, sent: object) -> None:
    """No fault of ours, and every error with its code."""
    assert found.status_code < 500, (sent, found.text[:300])
    if found.status_code >= 400 and "json" in found.headers.get("content-type", ""):
        body = found.json()  # the twin of a page that asks to mend a case tells the problem as the page does
        assert body["problem"]["message"] if "problem" in body else body["error"]["code"], (sent, found.text[:300])


def quoted(word: str) -> str:
    """A word as a part of an address."""
    return quote(word.encode("utf-8", "replace")[:600], safe="")

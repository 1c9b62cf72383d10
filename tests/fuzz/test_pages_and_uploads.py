"""Pages, their files and what is uploaded to them, from a grammar: a page, a file or an error of its own, never a fault of ours."""

from __future__ import annotations

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.documents.apart import Work, read_all
from shidian.documents.reader import Reader
from shidian.web.routes import MEMOS, PAGES
from tests.cases.real import real_book, real_lawbook
from tests.fuzz.grammar import ODD_TEXT, asked, days, inputs, odd, quoted, sound, texts
from tests.fuzz.test_what_is_read import documents, tables

KEPT = ("/screen/{id}", "/read/{id}", "/review")
"""Pages of what a visitor has sent: the tests below send something."""
OPEN = tuple(p for p in PAGES if not p.path.startswith(KEPT))
NAMES = ("shanghai", "上海", "成都", "idc", "cn-fil", "wto-gats", "hangzhou", "task-1", "cohort-1")
FILE_NAMES = (
    "a.csv",
    "名单.xlsx",
    "../../a.csv",
    "a\r\nb.csv",
    "a.csv.exe",
    ".csv",
    "a" * 300 + ".csv",
    '";x=".csv',
    "a.parquet",
    "a.jsonl",
)


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read in this process; that one of its own holds them apart is what other tests are about."""

    def read(work: Work) -> bytes:
        return msgspec.msgpack.encode(read_all(Reader(real_book()), work))

    monkeypatch.setattr("shidian.visitors.readings.read_apart", read)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """A page of one language, its twin, a file of one of its tables, or a memo: with words that it takes, and now and then one that it does not."""
    page = draw(st.sampled_from(OPEN))
    question, facts = draw(asked())
    path = page.path.replace("{question}", quoted(question))
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        word = draw(st.one_of(st.sampled_from(NAMES), st.sampled_from(sorted(real_lawbook().questions)), odd))
        path = path[:start] + quoted(word) + path[end + 1 :]
    ends = ["", "", ".json", ".csv", ".csv", *(MEMOS if page.path == "/decision/{question}" else ())]
    end = draw(st.sampled_from(ends))
    path = f"/index{end}" if path == "/" and end else path + end
    query = dict(facts) if "{question}" in page.path else {}
    for name in draw(st.lists(st.sampled_from([*(page.takes or ()), "table", "on", "lang"]), max_size=4, unique=True)):
        query[name] = draw(days if name.endswith("on") or name in ("since", "until") else odd)
    if page.path == "/question":
        query["text"] = draw(texts())
    return f"/{draw(st.sampled_from(['en', 'zh']))}{path}?" + "&".join(f"{quoted(k)}={quoted(v)}" for k, v in query.items())


@inputs(25)
@given(addresses())
def test_a_page_and_its_files_are_answered_or_refused(http: httpx.Client, address: str) -> None:
    sound(http.get(address), address)


@inputs(10)
@given(texts(), st.sampled_from(["", ".json", ".csv"]))
def test_a_sentence_leads_to_a_page_and_to_what_its_words_mean(http: httpx.Client, text: str, end: str) -> None:
    for lang in ("en", "zh"):
        sound(http.get(f"/{lang}/question{end}", params={"text": text.encode("utf-8", "replace").decode()[:2000]}), text)
    sound(http.post("/api/v1/sentence", json={"text": text.encode("utf-8", "replace").decode()}), text)


@inputs(6)
@given(
    tables(),
    st.sampled_from(FILE_NAMES),
    odd,
    st.dictionaries(
        st.sampled_from(
            ["share", "on", "activity", "fact:share", "scale:share", "value:activity:x", "default_day", "ignore:", "fact:", ""]
        ),
        odd,
        max_size=4,
    ),
)
def test_a_table_that_is_uploaded_is_asked_about_or_refused(
    http: httpx.Client, made: tuple[str, str, bytes], name: str, sheet: str, said: dict[str, str]
) -> None:
    question, ending, raw = made
    fields = {"question": question, "sheet": printable(sheet)}
    found = http.post("/en/screen", files={"file": (name if name != "a.csv" else f"a.{ending}", raw)}, data=fields)
    sound(found, made)
    place = found.headers.get("location", "")
    if place:
        for act in ("answer", "sheet", "start"):
            sound(http.post(f"{place}/{act}", data={k: printable(v) for k, v in said.items()} | {"sheet": printable(sheet)}), (made, said))
            for end in ("", ".json", ".csv"):
                sound(http.get(place + end), made)
        sound(http.get(f"{place}/file"), made)
        sound(http.post(f"{place}/delete"), made)


@inputs(6)
@given(documents(), st.sampled_from(FILE_NAMES), st.sampled_from(["", "en", "xx", *ODD_TEXT]), days)
def test_a_document_that_is_uploaded_is_reported_or_refused(
    http: httpx.Client, made: tuple[str, bytes], name: str, word: str, day: str
) -> None:
    known, raw = made
    fields = {
        "publisher": printable(word),
        "date": day if len(word) > 2 else "",
        "language": printable(word)[:9] if word in ("en", "xx") else "",
    }
    found = http.post("/zh/read", files={"files": (known if name == "a.csv" else name, raw)}, data=fields)
    sound(found, made)
    if place := found.headers.get("location", ""):
        for end in ("", ".json", ".csv"):
            sound(http.get(place + end), made)
        sound(http.post(f"{place}/delete"), made)


def printable(word: str) -> str:
    """A word as a browser can send it."""
    return word.encode("utf-8", "replace").decode()

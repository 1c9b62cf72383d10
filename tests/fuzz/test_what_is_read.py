"""Sentences, tables and documents from a grammar: what cannot be read is an error of the tree, or of its row."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.answer.sentence.reading import read_sentence
from shidian.documents.reader import Reader
from shidian.errors import CaseError, ShidianError
from shidian.screening.job import Job
from shidian.screening.run import screen_file
from tests.cases.real import real_book, real_lawbook
from tests.fuzz.grammar import asked, inputs, json_values, odd, texts, value_of


@contextlib.contextmanager
def refused(kind: type[ShidianError] = ShidianError) -> Iterator[None]:
    """An error of the tree is an answer too, if it says something; any other is a fault."""
    try:
        yield
    except kind as error:
        assert error.code, error  # noqa: PT017
        assert str(error).strip()  # noqa: PT017


@inputs(12)
@given(asked())
def test_a_case_is_answered_or_refused(given_: tuple[str, dict[str, str]]) -> None:
    question, facts = given_
    with refused(CaseError):
        assert real_book().ask(question, facts).in_force.outcome


@inputs(8)
@given(texts())
def test_a_sentence_is_read_or_said_not_to_be(text: str) -> None:
    with refused():
        found = read_sentence(real_lawbook(), text, dt.date(2026, 1, 1))
        assert found.question is None or found.question in real_book().questions


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str, bytes]:
    """A question, the ending of a file, and what stands in it: mostly a table of its facts, somewhere damaged."""
    question = draw(st.sampled_from(sorted(real_book().questions)))
    facts = draw(st.lists(st.sampled_from(real_book().question(question).facts), min_size=1, max_size=5, unique_by=lambda f: f.fact))
    heads = [draw(st.sampled_from([f.fact, f.label.zh, f.label.en])) for f in facts]
    rows = [[draw(value_of(f)) for f in facts] for _ in range(draw(st.integers(0, 5)))]
    ending = draw(st.sampled_from(["csv", "jsonl", "xlsx", "parquet", "arrow"]))
    if ending == "csv":
        mark = draw(st.sampled_from([",", ";", "\t", "|"]))
        quote = draw(st.sampled_from(['"', "", '""']))
        lines = [mark.join(heads), *(mark.join(quote + cell + quote for cell in row) for row in rows)]
        raw = (
            draw(st.sampled_from(["\n", "\r\n", "\r"]))
            .join(lines)
            .encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])), "replace")
        )
    elif ending == "jsonl":
        lines = [json.dumps(draw(st.one_of(st.just(dict(zip(heads, row, strict=True))), json_values))) for row in rows]
        raw = "\n".join(lines).encode()
    elif ending == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (heads, *rows):
            sheet.append(["".join(c for c in cell if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)[:3000] for cell in row])
        out = io.BytesIO()
        book.save(out)
        raw = out.getvalue()
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        clean = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
        table = pa.table({h: pa.array([row[i] for row in clean], pa.string()) for i, h in enumerate(heads)})
        sink = io.BytesIO()
        if ending == "parquet":
            pq.write_table(table, sink)
        else:
            with pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
        raw = sink.getvalue()
    return question, ending, draw(damaged(raw))


@st.composite
def damaged(draw: st.DrawFn, raw: bytes) -> bytes:
    """Bytes as they are, or cut off, or with some changed, twice, or swapped."""
    how = draw(st.sampled_from(["whole", "whole", "whole", "cut", "changed", "twice", "noise"]))
    at = len(raw) * draw(st.integers(0, 9_999)) // 10_000  # a workbook says when it was made, so it is not always as long
    if how == "cut":
        return raw[:at]
    if how == "changed":
        return raw[:at] + draw(st.binary(min_size=1, max_size=8)) + raw[at + 4 :]
    if how == "twice":
        return raw + raw
    return draw(st.binary(max_size=200)) if how == "noise" else raw


@inputs(8)
@given(tables())
def test_a_table_is_screened_or_refused_and_leaves_nothing_half_done(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, str, bytes]
) -> None:
    question, ending, raw = made
    folder = tmp_path_factory.mktemp("table")
    source, out = folder / f"in.{ending}", folder / "out.csv"
    source.write_bytes(raw)
    done = False
    with refused():
        screen_file(real_book(), Job(question, source, out))
        done = True
    assert out.exists() == done
    assert done or [p for p in folder.iterdir() if p != source] == []


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(real_book())


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of any kind that is read: words of the law between marks of its kind, somewhere damaged."""
    ending = draw(st.sampled_from(["txt", "html", "md", "docx", "pdf", "eml"]))
    text = draw(texts())
    if ending == "html":
        tags = st.sampled_from(
            ["<p>", "</p>", "<table>", "<td", "</tr>", "<script>", "<!--", "-->", "<h1>", "&#x110000;", "&nbsp;", "<![CDATA["]
        )
        text = "".join(draw(st.lists(st.one_of(tags, texts()), max_size=8)))
    raw = text.encode(draw(st.sampled_from(["utf-8", "gb18030", "utf-16"])), "replace")
    if ending == "docx":
        import docx

        made = docx.Document()
        made.add_paragraph("".join(c for c in text if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF))
        out = io.BytesIO()
        made.save(out)
        raw = out.getvalue()
    elif ending == "pdf":
        raw = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" + raw + b"\nstartxref\n0\n%%EOF"
    return f"memo.{ending}", draw(damaged(raw))


@inputs(8)
@given(documents())
def test_a_document_is_read_or_refused(reader: Reader, made: tuple[str, bytes]) -> None:
    name, raw = made
    with refused():
        assert reader.read_bytes(raw, name).document is not None


@inputs(4)
@given(json_values, odd)
def test_what_is_given_from_python_is_answered_or_refused(value: object, name: str) -> None:
    for facts in ({name: value}, {"activity": value}, {"share": value}, {"on": value}):
        with refused(CaseError):
            real_book().ask("access", facts)  # type: ignore[arg-type]

"""The adapter for OpenAI-compatible endpoints, against a local server that speaks the protocol over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from bench.model_door import door

from shidian.documents.formats.language_model import LanguageModel
from shidian.documents.grammar.finding import Measure
from shidian.documents.reader import Reader
from shidian.errors import DocumentError
from tests.cases.real import real_book

TEXT = "The city will back a zoo and a park. The zoo may have 12 lions. 支持开设诊所。"


class Server(ThreadingHTTPServer):
    """Answers chat completions with what a test tells it to say, and keeps what it was asked."""

    said: str = "{}"
    status: int = 200
    asked: list[dict[str, Any]]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append({"path": self.path, "key": self.headers["authorization"], **body})
        reply = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": body["model"],
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": self.server.said}}],
        }
        raw = json.dumps(reply if self.server.status == 200 else {"error": {"message": "no"}}).encode()
        self.send_response(self.server.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), Handler)
    made.asked = []
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def model(server: Server) -> Iterator[LanguageModel]:
    made = LanguageModel(f"http://127.0.0.1:{server.server_port}/v1", "tiny", "secret")
    yield made
    made.close()


def test_findings_of_a_model_carry_its_name_and_stand_on_the_words_of_the_text(server: Server, model: LanguageModel) -> None:
    server.said = json.dumps(
        {
            "findings": [
                {"kind": "measure", "quote": "back a zoo and a park", "verb": "back", "strength": 4},
                {"kind": "count", "quote": "12 lions", "number": 12, "unit": "count"},
                {"kind": "measure", "quote": "支持开设诊所", "verb": "支持", "strength": 4, "ceiling": 49.5},
            ]
        }
    )
    reading = Reader(real_book(), [model]).read_bytes(TEXT.encode(), "zoo.txt")
    mine = [f for f in reading.findings if f.origin == "model:tiny"]
    assert [(f.kind, reading.quote(f)) for f in mine] == [("measure", "支持开设诊所")]
    assert [f.kind for f in reading.findings if f.id in reading.confirmed] == ["measure", "count"]
    assert [(TEXT[o.start : o.end], o.ours, o.theirs) for o in reading.otherwise] == [("支持开设诊所", "4 / -", "4 / 49.5 %")]
    assert [r.found for r in Reader(real_book()).compare([reading]).documents[0].remarks if r.kind == "otherwise"] == ["4 / 49.5 %"]
    value = mine[0].value
    assert isinstance(value, Measure)
    assert (value.strength, str(value.ceiling), TEXT[slice(*value.at)]) == (4, "49.5", "支持")
    assert any(f.origin == "grammar" for f in reading.findings)
    [asked] = server.asked
    assert (asked["path"], asked["key"], asked["model"]) == ("/v1/chat/completions", "Bearer secret", "tiny")
    assert TEXT in asked["messages"][1]["content"]


def test_what_does_not_stand_in_the_text_or_makes_no_value_is_refused_and_counted(server: Server, model: LanguageModel) -> None:
    server.said = json.dumps(
        {
            "findings": [
                {"kind": "measure", "quote": "back a circus"},
                {"kind": "count", "quote": "zoo", "number": 1, "unit": "count"},
                {"kind": "dragon", "quote": "12 lions"},
                {"kind": "measure", "quote": "back a zoo", "strength": 9},
                {"kind": "day", "quote": "12", "from": "soon"},
                "nonsense",
                {"quote": 3},
            ]
        }
    )
    assert [f for f in Reader(real_book(), [model]).read_bytes(TEXT.encode(), "zoo.txt").findings if f.origin != "grammar"] == []
    assert model.refused == {"no-such-words": 1, "several-places": 1, "no-value": 5}


@pytest.mark.parametrize(("said", "status"), [("no json", 200), ("[1, 2]", 200), ("{}", 401), ("{}", 404)])
def test_an_endpoint_that_does_not_answer_as_it_should_is_told(server: Server, model: LanguageModel, said: str, status: int) -> None:
    server.said, server.status = said, status
    with pytest.raises(DocumentError, match="gave no answer that can be read"):
        Reader(real_book(), [model]).read_bytes(TEXT.encode(), "zoo.txt")


def test_a_long_document_is_asked_about_in_parts(server: Server, model: LanguageModel) -> None:
    Reader(real_book(), [model]).read_bytes(
        "\n".join(f"Line {i} says that the zoo is open to all." for i in range(500)).encode(), "zoo.txt"
    )
    assert len(server.asked) > 2
    assert all(len(a["messages"][1]["content"]) <= 6_000 for a in server.asked)


def test_replayed_answers_add_what_the_grammar_missed_disagreements_are_shown_and_inventions_refused() -> None:
    """The answers are made from the labels by a fixed rule: they measure how a model's findings are taken in, and no model."""
    got = door(Reader(real_book()), "last")
    assert (got.together >= got.alone, got.refused) == (True, got.invented), got
    assert got.confirmed >= 0.6 * got.labels, got
    assert got.shown >= got.altered - 1 >= 1, got

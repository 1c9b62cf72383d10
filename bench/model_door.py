"""What comes of a language model's findings beside the grammar's, on the labelled texts: merged by span and value, disagreements shown, inventions refused.

    python -m bench.model_door [half …]

No model is asked. A server on this machine replays answers that were made from the labels by a fixed rule: of five right findings one is left out, of seven one
has another strength or another number, and each answer holds one finding whose words the text does not have. So the figures say how a model's findings are taken
in, and nothing of how well any model reads.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from bench.labelled import HALVES, LabelledText, compare, labelled
from bench.reading import Label
from shidian.book import load
from shidian.documents.formats.files import SelfDescription
from shidian.documents.formats.language_model import LanguageModel
from shidian.documents.grammar.extract import Reading
from shidian.documents.reader import Reader

LEFT_OUT, ALTERED = 5, 7
KINDS = ("measure", "day", "count", "share")


class Door(NamedTuple):
    """Labels of the kinds that a model is asked for; found rightly by the grammar alone, by both together; wrong findings of each; findings that both read
    alike; those altered in the replayed answers, and those of them shown as read otherwise; findings invented, and refused."""

    labels: int
    alone: int
    together: int
    wrong_alone: int
    wrong_together: int
    confirmed: int
    altered: int
    shown: int
    invented: int
    refused: int


def replayed(text: LabelledText) -> tuple[list[dict[str, Any]], list[Label]]:
    """The answer that is replayed for a text, and the labels whose value is altered in it."""
    told: list[dict[str, Any]] = []
    altered: list[Label] = []
    wanted = [x for x in text.labels if x.kind in KINDS and not x.optional]
    for n, label in enumerate(wanted, 1):
        quote = text.document.text[label.start : label.end]
        if n % LEFT_OUT == 0 or text.document.text.count(quote) != 1:
            continue
        one = _said(label, quote, wrong=n % ALTERED == 0)
        if one is not None:
            told.append(one)
            if n % ALTERED == 0:
                altered.append(label)
    return [*told, {"kind": "measure", "quote": "the mayor may sell the moon to anybody", "strength": 5}], altered


def _said(label: Label, quote: str, *, wrong: bool) -> dict[str, Any] | None:
    """A label as a model would write it."""
    words = label.value.split()
    if label.kind == "measure":
        told = dict(zip(words[::2], words[1::2], strict=False))
        strength = int(told["strength"]) if told.get("strength", "").isdigit() else None
        ceiling = float(told["ceiling"]) if told.get("ceiling", "").replace(".", "").isdigit() else None
        return {"kind": "measure", "quote": quote, "strength": (strength or 1) % 5 + 1 if wrong else strength, "ceiling": ceiling}
    if label.kind == "day":
        return {"kind": "day", "quote": quote, "from": "1999-09-09" if wrong else label.value} if label.value[:4].isdigit() else None
    if len(words) != 2 or not words[1].replace(".", "").isdigit():
        return None
    unit = "percent" if label.kind == "share" else "count"
    return {"kind": label.kind, "quote": quote, "number": float(words[1]) + wrong, "unit": unit, "bound": words[0]}


@contextmanager
def serving(answers: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """A server that speaks the protocol and answers with what was recorded for the text that it is asked about. Gives its address."""

    class Replay(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"][1]["content"]
            said = next((a for text, a in answers.items() if asked.strip() in text), [])
            here = [a for a in said if a["quote"] in asked or "moon" in a["quote"]]
            message = {"role": "assistant", "content": json.dumps({"findings": here})}
            body = json.dumps(
                {"id": "1", "object": "chat.completion", "created": 0, "model": "replay", "choices": [{"index": 0, "message": message}]}
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Replay)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def door(reader: Reader, half: str) -> Door:
    """What comes of it on one half."""
    texts = list(labelled(half))
    made = {t.name: replayed(t) for t in texts}
    total = [0] * 10
    with serving({t.document.text: made[t.name][0] for t in texts}) as address:
        model = LanguageModel(address, "replay")
        both = Reader(reader.book, [model])
        both.__dict__["grammar"] = reader.grammar
        for text in texts:
            one = reader.grammar.read(text.document)
            two = both.read_bytes(text.document.text.encode(), text.name, SelfDescription(date=text.document.date))
            altered = made[text.name][1]
            shown = sum(any(o.start < x.end and x.start < o.end for o in two.otherwise) for x in altered)
            counts = [len([x for x in text.labels if x.kind in KINDS and not x.optional]), *_right(one, text), *_right(two, text)]
            row = (counts[0], counts[1], counts[3], counts[2], counts[4], len(two.confirmed), len(altered), shown, 1, 0)
            total = [a + b for a, b in zip(total, row, strict=True)]
        total[9] = model.refused.get("no-such-words", 0)
        model.close()
    return Door(*total)


def _right(reading: Reading, text: LabelledText) -> tuple[int, int]:
    """Findings that say what a label says, and those that say something else."""
    scores = [compare(reading, text.labels, kind, {})[0] for kind in KINDS]
    return sum(s.right for s in scores), sum(s.wrong for s in scores)


if __name__ == "__main__":
    made = Reader(load())
    for name in sys.argv[1:] or HALVES:
        print(name, door(made, name)._asdict())

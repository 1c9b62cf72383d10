"""How well forty-three labelled texts of both languages are read: notices, plans, news, lists and memos with rhetoric, menus, denials and duties in them.

    python bench/labelled.py [build|kept] [-v]

They stand in `tests/documents/labelled`, marked as `bench/reading.py` says; a kind with a question mark is optional and counts neither way. `build` was
looked at while the grammar was mended; of `kept` the totals alone. Besides the kinds of `bench/reading.py` two more are measured: events (kind and day), and
references: whether a mention of an act leads to the right instrument of the lawbook.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from bench.reading import Label, Score, said, span, total, unmark
from shidian.book import load
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import Finding, Happened, When
from shidian.documents.reader import Reader

ROOT = Path(__file__).parents[1] / "tests/documents/labelled"
HALVES = ("build", "kept", "fresh-build", "fresh-kept", "last", "hand")
AUTUMN = ("autumn-build", "autumn-kept", "winter-build", "winter-kept")
"""Six longer Chinese texts and six later ones of both languages, in which measures alone are labelled."""
LANGUAGES = ("zh", "en")
FORMS = ("notice", "plan", "news", "list", "memo")
KINDS = ("measure", "place", "origin", "day", "count", "share", "amount", "period", "event", "reference")


class LabelledText(NamedTuple):
    """A text without its marks, and its labels."""

    name: str
    document: Document
    labels: tuple[Label, ...]


def labelled(half: str, root: Path = ROOT) -> Iterator[LabelledText]:
    """The texts of one half."""
    for path in sorted((root / half).glob("*.txt")):
        head, body = path.read_text(encoding="utf-8").split("\n", 1)
        text, labels = unmark(body)
        day = dt.date.fromisoformat(head.removeprefix("# date:").strip())
        language: Literal["en", "zh"] = "zh" if path.stem.endswith("zh") else "en"
        document = Document(text, hashlib.sha256(text.encode()).hexdigest(), language, path.name, date=day)
        yield LabelledText(path.name, document, labels)


def told(finding: Finding, label: Label, links: dict[str, set[str]]) -> bool:
    """Whether a finding says what a label says."""
    value = finding.value
    if label.kind == "reference":
        return label.value in links.get(finding.id, set())
    if isinstance(value, Happened):
        return f"{value.event} {value.day}" == label.value
    if isinstance(value, When) and "/" in label.value:
        return f"{value.from_}/{value.to}" == label.value
    return said(finding) == label.value


def compare(reading: Reading, labels: tuple[Label, ...], kind: str, links: dict[str, set[str]]) -> tuple[Score, list[str]]:
    """The score of one kind over one text, and what went wrong in words."""
    found = [f for f in reading.findings if f.kind == ("instrument" if kind == "reference" else kind)]
    if kind == "reference":
        found = [f for f in found if links.get(f.id)]
    wanted = [x for x in labels if x.kind == kind]
    taken: set[int] = set()
    right = wrong = 0
    text = reading.document.text
    notes = []
    for finding in found:
        start, end = span(finding)
        near = [i for i, x in enumerate(wanted) if i not in taken and x.start < end and start < x.end]
        match = next((i for i in near if told(finding, wanted[i], links)), near[0] if near else None)
        fits = match is not None and told(finding, wanted[match], links)
        if match is not None and wanted[match].optional:
            taken.add(match)
        elif match is not None and fits:
            taken.add(match)
            right += 1
        elif kind == "measure" and any(x.start < end and start < x.end for i, x in enumerate(wanted) if i in taken):
            continue  # a verb spread over several objects is one label
        else:
            wrong += 1
            of = f" not {wanted[match].value}" if match is not None else ""
            notes.append(
                f"+ {said(finding) or finding.value}{of} {text[max(0, start - 16) : start]}[{text[start:end]}]{text[end : end + 30]}"
            )
    missed = [x for i, x in enumerate(wanted) if i not in taken and not x.optional]
    notes += [f"- {x.value} {text[max(0, x.start - 16) : x.start]}[{text[x.start : x.end]}]{text[x.end : x.end + 30]}" for x in missed]
    return Score(right, wrong, len(missed)), [n.replace("\n", "/") for n in notes]


def scores(reader: Reader, half: str, *, verbose: bool = False) -> dict[tuple[str, str, str], Score]:
    """The score of each language, form and kind."""
    out: dict[tuple[str, str, str], list[Score]] = {}
    for text in labelled(half):
        reading = reader.grammar.read(text.document)
        compared = reader.compare([reading]).documents[0]
        links = {k: {x.id for x in v if x.to == "instrument"} for k, v in compared.links.items()}
        form, language = text.name.split("-")[0], text.name.split(".")[1]
        for kind in KINDS if half in HALVES else ("measure",):
            score, notes = compare(reading, text.labels, kind, links)
            out.setdefault((language, form, kind), []).append(score)
            if verbose:
                print("".join(f"{text.name} {kind} {n}\n" for n in notes), end="")
    return {key: total(each) for key, each in out.items()}


def rows(reader: Reader, half: str, *, verbose: bool = False) -> Iterator[str]:
    """Markdown rows: half, language, kind, right, wrong, missed, precision and recall in percent; then measures by form."""
    by = scores(reader, half, verbose=verbose)
    for language in LANGUAGES:
        for kind in KINDS:
            yield _row(half, language, kind, total([s for (la, _, k), s in by.items() if (la, k) == (language, kind)]))
    for language in LANGUAGES:
        for form in FORMS:
            yield _row(
                half, language, f"measure, {form}", total([s for (la, f, k), s in by.items() if (la, f, k) == (language, form, "measure")])
            )


def _row(half: str, language: str, what: str, score: Score) -> str:
    told = f"{score.right} | {score.wrong} | {score.missed} | {100 * score.precision:.0f} | {100 * score.recall:.0f}"
    return f"| {half} | {language} | {what} | {told} |"


def main() -> None:
    reader = Reader(load())
    for half in [a for a in sys.argv[1:] if a in (*HALVES, *AUTUMN)] or (*HALVES, *AUTUMN):
        print("\n".join(rows(reader, half, verbose="-v" in sys.argv)))


if __name__ == "__main__":
    main()

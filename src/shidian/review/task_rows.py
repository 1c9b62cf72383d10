"""One accepted measure as a row of a plan, with everything that was seen: place of the words, verb, cap, exclusions, conditions, places, day, number.

A label says the words of the document in its own language. In the other language it is marked to be translated, with the same numbers, so that
a proposal in any language passes the check of the lawbook and nobody takes the mark for a translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from shidian.documents.compare.linking import stems
from shidian.documents.document import Passage, PassageLayout
from shidian.documents.grammar.finding import Measure
from shidian.documents.grammar.text import fold
from shidian.law.check.labels import differing
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.programme import Area, Plan
from shidian.store.records import KeptDocument, QueueRow
from shidian.words.labels import entry_label, join
from shidian.words.phrases import phrase, word

LONGEST_QUOTE = 160
"""Characters of a document that a label takes over."""


class AcceptedMeasure(Struct, frozen=True):
    """An accepted measure with the document it stands in and the passages of that document."""

    document: KeptDocument
    layout: PassageLayout
    row: QueueRow
    measure: Measure

    @property
    def passage(self) -> Passage:
        """The passage that the measure stands in."""
        return self.layout.passage_at(self.row.finding.start)

    def quote(self, spans: Iterable[Sequence[int]]) -> str:
        """The words of some spans."""
        joint = "；" if self.document.language == "zh" else "; "
        return joint.join(shortened(self.document.text[a:b]) for a, b in spans)


def measure_of(row: QueueRow) -> Measure:
    """The value of an accepted measure, as it was corrected."""
    raw = row.review.value if row.review is not None and row.review.value is not None else row.finding.value
    return msgspec.convert(raw, Measure, strict=False)


def shortened(text: str) -> str:
    """Words on one line, cut where they are long."""
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST_QUOTE else bare[: LONGEST_QUOTE - 1] + "…"


def in_both(text: str, language: str) -> dict[str, str]:
    """Words of a document as a label: its own language says them, the other is marked `to translate` with the same numbers."""
    own = "zh" if language == "zh" else "en"
    other = "en" if own == "zh" else "zh"
    mark = phrase("to_translate")[other]
    label = {own: text, other: mark}
    en_only, zh_only = differing(Label(label["en"], label["zh"]))
    if numbers := sorted(en_only | zh_only):
        label[other] = f"{mark}{'：' if other == 'zh' else ': '}{', '.join(f'{n:f}' for n in numbers)}"
    if own == "zh" and text.isascii():  # a quote without a Chinese character, such as a model's name
        label["zh"] = f"{phrase('quoted')['zh']}{text}"
    return {"en": label["en"], "zh": label["zh"]}


def task_row(book: Lawbook, source: str, told: AcceptedMeasure, plan: Plan) -> dict[str, Any] | None:
    """The row of a measure in a plan; None when the plan has no area to put it into."""
    finding, value, document = told.row.finding, told.measure, told.document
    found = _area(book, plan, told)
    if found is None:
        return None
    area, sure = found
    language = document.language
    entry: dict[str, Any] = {"task": f"{source}-{finding.start}", "area": area.area, "summary": in_both(shortened(finding.quote), language)}
    if value.verb is not None and any(v.verb == value.verb for v in book.programme.verbs):
        entry["verb"] = value.verb
    territories = book.trees["territories"]
    if places := [p for p in value.places if p in territories.terms or p in territories.zones or p in territories.groups]:
        entry["places"] = places
    if value.ceiling is not None:
        entry["numbers"] = ceiling_label(value)
    if value.excludes or value.limits:
        entry["exclusions"] = in_both(told.quote((*value.excludes, *value.limits)), language)
    if (number := told.passage.number) is not None and number != "-":
        entry["official_number"] = number
    entry |= {"grade": "D", "sources": [source]}
    if document.date is not None:
        entry["lifecycle"] = [{"stage": "announced", "when": document.date, "sources": [source], **({"places": places} if places else {})}]
    entry["note"] = _note(book, told, sure=sure)
    return entry


def ceiling_label(value: Measure) -> dict[str, str]:
    """The ceiling of a measure in words."""
    shown = (
        f"{value.ceiling:f}".rstrip("0").rstrip(".") if value.ceiling is not None and "." in f"{value.ceiling:f}" else f"{value.ceiling:f}"
    )
    found = phrase("proposed_below" if value.below else "proposed_at_most", share=shown)
    return {"en": found.en, "zh": found.zh}


def _note(book: Lawbook, told: AcceptedMeasure, *, sure: bool) -> dict[str, str]:
    """Where the words stand, how strong they are, what they are about, and on which conditions."""
    finding, value = told.row.finding, told.measure
    strength = value.strength if value.strength is not None else phrase("no_strength")
    parts = [
        phrase("proposed_where", start=str(finding.start), end=str(finding.end)),
        phrase("proposed_strength", word=value.word, strength=strength if isinstance(strength, Label) else str(strength)),
    ]
    if not sure:
        parts.append(phrase("proposed_area_guessed"))
    if value.activities:
        parts.append(phrase("proposed_activities", names=join(entry_label(book, "activities", a) for a in value.activities)))
    if value.state != "unsaid":
        parts.append(phrase("proposed_state", state=word(value.state)))
    if value.conditions:
        quoted = in_both(told.quote(value.conditions), told.document.language)
        parts.append(phrase("proposed_conditions", words=Label(quoted["en"], quoted["zh"])))
    if links := [k["id"] for k in finding.links if k["to"] in ("rule", "task", "instrument")]:
        parts.append(phrase("proposed_links", ids=", ".join(links)))
    return {"en": " ".join(p.en for p in parts), "zh": "".join(p.zh for p in parts)}


def _area(book: Lawbook, plan: Plan, told: AcceptedMeasure) -> tuple[Area, bool] | None:
    """The area of a plan that a measure belongs to, and whether anything tells it: its name shares most with the headings above the measure and its own
    words, else the rows that stand under it share most telling words with the measure. The first area where nothing does."""
    if not plan.areas:
        return None
    headings = [told.document.text[p.start : p.end] for p in told.layout.heading_of(told.passage) if p.kind != "title"]
    above = "".join(h for h in headings if h.lstrip("# ") != told.document.title)
    own = told.row.finding.quote
    names = [entry_label(book, "activities", a) for a in told.measure.activities if a in book.trees["activities"]]
    own += "".join(f" {n.zh} {n.en}" for n in names)
    grams = _grams((above + own).casefold())
    best = max(plan.areas, key=lambda a: len(grams & (_grams(a.name.zh) | set(a.name.en.casefold().split()))))
    if len(grams & (_grams(best.name.zh) | set(best.name.en.casefold().split()))) > 0:
        return best, True
    words = stems(fold(own))
    rows = {a.area: [t for g in book.content.tasks if g.plan == plan.plan for t in g.tasks if t.area == a.area] for a in plan.areas}
    shared = {a: max((len(words & stems(fold(f"{t.summary.zh} {t.summary.en}"))) for t in each), default=0) for a, each in rows.items()}
    likely = max(plan.areas, key=lambda a: shared[a.area])
    return (likely, True) if shared[likely.area] >= ENOUGH_SHARED else (plan.areas[0], False)


ENOUGH_SHARED = 3
"""So many stems or pairs of characters a measure shares at least with a row of the area that it is put into."""


def _grams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} | set(text.split())


def plain_number(value: Decimal) -> int | float:
    """A number as files of the lawbook have it: whole where it is."""
    return int(value) if value == int(value) else float(value)

"""Days, counts and places of what happened: sentences held against the chronology and the days of acts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from shidian.documents.against.clauses import Clause, DocumentText, counted_noun, counts_in, days_in
from shidian.documents.against.holding import WHOLE_DAY, ActDays
from shidian.documents.against.quantities import halves
from shidian.documents.against.titles import Titles, aliases
from shidian.documents.compare.linking import stems
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar
from shidian.documents.grammar.finding import Cited, Finding, Listing, Named, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst
from shidian.evidence.values import days_of, overlap
from shidian.law.lawbook import Lawbook
from shidian.law.records.programme import Event
from shidian.words.labels import entry_label, join
from shidian.words.phrases import phrase

RECORDS = patterns("records")

SAME = 0.56
"""The share of an event's words, by weight, from which a sentence is taken to tell of it."""
LEAD = 0.10
"""By so much it must lead the next event."""
MISPRINTED = 0.45
"""The share of an event's words, by weight, from which a day that is off in one part is taken for a misprint of its day."""
MOST_ODD = 2
"""Names by which a list may differ from an event's and still mean it."""
BY_ITS_DAY = 0.3
"""The same where the sentence gives the event's whole day."""
LEAST_SHARED = 3
"""A sentence that tells of an event has so many of its words."""
SHORT, SHORT_SHARE = 4, 0.25
"""A title of so few words must make up this share of a sentence's own words, by weight."""
IN_ITSELF = 2
"""So many words of an event stand in the sentence itself and not in the title or heading above it."""
SHORT_TITLE = 6
"""Letters up to which a title is a short name (《方案》)."""
TELLING = 2
"""A sentence that tells of an event holds one of so many of the words by which its title is told from others."""
OF_ANOTHER = 0.15
"""The share of another event's words, by weight, that a sentence has which may give its day: opening and pilot stand in most titles."""
UNKNOWN = 2.0
"""The weight of a word of a sentence that no event holds."""


class KnownEvent(Struct, frozen=True):
    """An event with the words of its title and what is counted and listed in it, in one language."""

    event: Event
    words: frozenset[str]
    counts: tuple[tuple[str, int], ...]
    places: frozenset[str]
    telling: frozenset[str]
    """Its words that are no names of places."""


class Chronology:
    """The events and the days of acts, ready to be held against sentences."""

    def __init__(self, book: Lawbook, titles: Titles, grammar: Grammar) -> None:
        self.book, self.acts = book, ActDays(book, titles)
        self.plans = {p.instrument for p in book.programme.plans if p.instrument}
        self.known: dict[str, list[KnownEvent]] = {"en": [], "zh": []}
        for event in book.programme.events:
            for lang in ("en", "zh"):
                self.known[lang].append(_known(event, lang, grammar))
        self.weight: dict[str, dict[str, float]] = {}
        for lang, events in self.known.items():
            seen = Counter(w for e in events for w in e.words)
            self.weight[lang] = {w: math.log(1 + len(events) / n) for w, n in seen.items()}

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every day of an act or event, and every count or list of places of an event, that a sentence gives."""
        named = aliases(text.document.text)
        for sentence in text.sentences():
            yield from self._act_places(text, sentence, named)
            held = list(self.acts.against(text, sentence, named))
            yield from held
            for low, high in halves(sentence) if not held else ():
                yield from self._events(text, Clause(low, high, sentence.sentence, text.folded[low:high], text.within(low, high)))

    def _act_places(self, text: DocumentText, sentence: Clause, named: dict[str, str]) -> Iterator[HeldAgainst]:
        """A list of places in the passage that cites an act, where it is the list of the act's event but for one place."""
        lists = [f for f in sentence.of("list") if isinstance(f.value, Listing) and not f.value.partial]
        if not lists:
            return
        begin = text.reading.layout.passage_at(sentence.start).start
        acts = {a[0] for f in text.within(begin, sentence.end) if f.kind == "instrument" and (a := self.acts.act(f, named)) is not None}
        for known in self.known[text.lang]:
            for finding in lists if known.event.instrument in acts and len(known.places) > MOST_ODD else ():
                assert isinstance(finding.value, Listing)
                listed = set(finding.value.ids)
                if len(listed) == len(known.places) and len(listed - known.places) == 1:
                    yield self._places(finding, known)

    def _places(self, finding: Finding, known: KnownEvent) -> HeldAgainst:
        places = join(entry_label(self.book, "territories", p) for p in sorted(known.places))
        law = phrase("held_places", event=known.event.title, places=places)
        return HeldAgainst("event", "differs", finding.start, finding.end, law, (known.event.event,))

    def _events(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        """The event that a sentence tells, and what it says otherwise."""
        told = self._told(text, sentence)
        if told is None:
            yield from self._misprinted(text, sentence)
            return
        event, score = told
        if event.event.instrument in self.plans and self._of_another_plan(text, sentence, event.event.instrument):
            return
        title = phrase("held_event", event=event.event.title, day=str(event.event.when))
        about = (event.event.event,)
        days = [(f, w) for f, w in days_in(sentence.of("day")) if w.from_]
        fits = [overlap(days_of(w.from_), days_of(str(event.event.when))) for _, w in days]
        if days and not any(fits) and (RECORDS["ended"].search(sentence.words) or self._beside(sentence, event)):
            return  # the day on which something ended, or until which it was so
        if (
            days
            and not any(fits)
            and len(days) == 1
            and (self._another(text, sentence, days[0][1]) or _of_a_rule(text, sentence, days[0][0]))
        ):
            return
        if days and not any(fits) and len(days) == 1:
            yield HeldAgainst("event", "differs", days[0][0].start, days[0][0].end, title, about)
            return
        if days and not any(fits):
            yield from self._misprinted(text, sentence)
        if not days and score < 0.75:
            return
        wrong = False
        counts = dict(event.counts)
        for finding, value in counts_in(sentence.of("count")):
            noun = counted_noun(text.folded, finding)
            if noun in counts and sum(n == noun for n, _ in event.counts) == 1 and value.number != counts[noun]:
                wrong = True
                yield HeldAgainst("event", "differs", finding.start, finding.end, title, about)
        for finding in sentence.of("list"):
            listed = finding.value
            others = [f for f in sentence.of("place") if not finding.start <= f.start < finding.end]
            named = {i for f in others if isinstance(f.value, Named) for i in f.value.ids}
            if isinstance(listed, Listing) and len(event.places) > 2 and len(set(listed.ids) & event.places) >= len(event.places) - 1 >= 2:
                odd = (set(listed.ids) ^ event.places) - named
                if 0 < len(odd) <= MOST_ODD and not listed.partial:
                    wrong = True
                    yield self._places(finding, event)
        if days and any(fits) and not wrong:
            at = days[fits.index(True)][0]
            yield HeldAgainst("event", "agrees", at.start, at.end, title, about)

    def _of_another_plan(self, text: DocumentText, sentence: Clause, instrument: str | None) -> bool:
        """Whether a sentence names some document, and the plan of an event is none of those it names."""
        named = aliases(text.document.text)
        cited = [f for f in sentence.of("instrument") if isinstance(f.value, Cited) and len(f.value.title or "") > SHORT_TITLE]
        return bool(cited) and all((self.acts.act(f, named) or ("",))[0] != instrument for f in cited)

    def _beside(self, sentence: Clause, event: KnownEvent) -> bool:
        """Whether the day of an event stands in a sentence as the end of something."""
        told = [f.value for f in sentence.of("day") if isinstance(f.value, When)]
        return any(overlap(days_of(d), days_of(str(event.event.when))) for w in told for d in (w.from_, w.to) if d)

    def _misprinted(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        """A whole day that differs in one part, its year, month or day, from that of the one event of which the sentence holds much."""
        passages = text.reading.layout.passages
        around = (passages[0], *text.reading.layout.heading_of(text.reading.layout.passage_at(sentence.start)))
        alone = stems(sentence.words)
        own = alone | stems(" ".join(text.folded[p.start : p.end] for p in around))
        weight = self.weight[text.lang]
        for finding, when in days_in(sentence.of("day")):
            like = [
                (sum(weight[w] for w in known.words & own) / sum(weight[w] for w in known.words), known)
                for known in self.known[text.lang]
                if len(known.words & own) >= 3
                and len(known.words & alone) >= IN_ITSELF
                and _one_part_off(when.from_ or "", str(known.event.when))
            ]
            if len(like) == 1 and like[0][0] >= MISPRINTED and not self._another(text, sentence, when):
                event = like[0][1].event
                title = phrase("held_event", event=event.title, day=str(event.when))
                yield HeldAgainst("event", "differs", finding.start, finding.end, title, (event.event,))

    def _another(self, text: DocumentText, sentence: Clause, day: When) -> bool:
        """Whether the day is that of another event or act of which the sentence holds words."""
        said, own = days_of(day.from_), stems(sentence.words)
        weight = self.weight[text.lang]
        events = (
            k.words
            for k in self.known[text.lang]
            if overlap(said, days_of(str(k.event.when)))
            and sum(weight[w] for w in k.words & own) >= OF_ANOTHER * sum(weight[w] for w in k.words)
        )
        acts = (
            stems(fold(i.title[text.lang]))
            for i in self.book.instruments.values()
            if any(d is not None and overlap(said, days_of(str(d))) for e in i.editions for d in (e.promulgated, e.published, e.effective))
        )
        return any(len(own & words) >= (3 if text.lang == "zh" else 2) for words in (*events, *acts))

    def _told(self, text: DocumentText, sentence: Clause) -> tuple[KnownEvent, float] | None:
        own = stems(sentence.words)
        weight = self.weight[text.lang]
        listed = [set(f.value.ids) for f in sentence.of("list") if isinstance(f.value, Listing)]
        scored = []
        for known in self.known[text.lang]:
            shared = known.words & own
            if len(shared) < LEAST_SHARED:
                continue
            whole = sum(weight[w] for w in known.words)
            telling = set(sorted(known.telling, key=lambda w: (-weight[w], w))[:TELLING])
            if (telling <= shared if len(known.words) <= SHORT else telling & shared) or any(
                len(p ^ known.places) <= MOST_ODD for p in listed
            ):
                heavy = sum(weight[w] for w in shared)
                mine = sum(weight.get(w, UNKNOWN) for w in own)
                if len(known.words) <= SHORT and heavy < SHORT_SHARE * mine:
                    continue  # three words of a short title stand in many a long sentence
                scored.append((max(heavy / whole, 0.9 * heavy / mine if len(shared) >= 5 else 0.0), known))
        scored.sort(key=lambda s: -s[0])
        if not scored or scored[0][0] < SAME:
            days = {w.from_ for _, w in days_in(sentence.of("day"))}
            dated = [s for s in scored if s[0] >= BY_ITS_DAY and str(s[1].event.when) in days and len(str(s[1].event.when)) == WHOLE_DAY]
            return (dated[0][1], dated[0][0]) if len(dated) == 1 else None
        best = scored[0]
        rivals = [s for s in scored[1:] if s[0] > best[0] - LEAD]
        if rivals:
            said = [w.from_ for _, w in days_in(sentence.of("day"))]
            fitting = [s for s in (best, *rivals) if any(overlap(days_of(d), days_of(str(s[1].event.when))) for d in said)]
            return (fitting[0][1], fitting[0][0]) if fitting else None
        return best[1], best[0]


def _of_a_rule(text: DocumentText, sentence: Clause, day: Finding) -> bool:
    """Whether a day is that from which a measure of the sentence holds, and not of something that happened."""
    return (
        bool(sentence.of("measure"))
        and RECORDS["holds_from"].search(text.folded, max(sentence.start, day.start - 16), day.end + 6) is not None
    )


def _one_part_off(day: str, other: str) -> bool:
    """Whether two whole days differ in exactly one of year, month and day."""
    return len(day) == len(other) == len("2025-04-11") and sum(a != b for a, b in zip(day.split("-"), other.split("-"), strict=True)) == 1


def _known(event: Event, lang: str, grammar: Grammar) -> KnownEvent:
    title = event.title[lang]
    reading = grammar.read(Document(title, "0" * 64, "zh" if lang == "zh" else "en"))
    folded = fold(title)
    counts = tuple((counted_noun(folded, f), int(v.number)) for f, v in counts_in(reading.findings) if v.number == int(v.number))
    places = frozenset(i for f in reading.findings if isinstance(f.value, Listing) for i in f.value.ids)
    bare = folded
    for f in sorted(reading.findings, key=lambda f: -f.start):
        if f.kind in ("day", "count"):
            bare = bare[: f.start] + " " * (f.end - f.start) + bare[f.end :]
    named = {w for f in reading.findings if f.kind in ("place", "list") for w in stems(folded[f.start : f.end])}
    words = frozenset(stems(bare))
    return KnownEvent(event, words, counts, places, words - named or words)

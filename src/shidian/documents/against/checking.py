"""The verdict on each citation: right, wrong article, another edition, repealed, not yet in force, says something else, not held by us.

Whatever the lawbook does not hold gets no verdict of wrong: an act that is not there, an edition before the first that is held, an article that was not read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from shidian.documents.against.citations import CitedThere, citations
from shidian.documents.against.clauses import DocumentText
from shidian.documents.against.items import counts_items
from shidian.documents.against.numbers import edition_of, judge
from shidian.documents.against.provisions import Provisions
from shidian.documents.against.quantities import StatedNumber, quantities
from shidian.documents.against.titles import Titles, in_force_on
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import CheckedCitation, CitationVerdict
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.instrument import Edition, Instrument
from shidian.words.labels import join
from shidian.words.phrases import phrase

RECORDS = patterns("records")

PATTERNS = patterns("claims")
AROUND = 60
"""So many letters before a citation are taken with those after it where these are few."""
ELSEWHERE = 1.7
"""By this factor another article must be more like what the text says before the cited one is called wrong."""
SAME_ARTICLE = 1.04
"""By this factor one part of an article must be more like what the text says before it alone counts."""
SURELY = 0.6
"""The likeness from which another article is what the text says although the cited one has some of its words."""
LIKE, UNLIKE = 0.3, 0.22
"""The likeness from which a text is taken to say what a provision says, and up to which it is taken to say something of another."""


class Citations:
    """Checks the citations of documents. Build once."""

    def __init__(self, book: Lawbook, titles: Titles, provisions: Provisions) -> None:
        self.book, self.titles, self.provisions = book, titles, provisions

    def check(self, text: DocumentText) -> Iterator[CheckedCitation]:
        """Every citation with its verdict, in the order of the text."""
        day = text.document.date or self.book.read_on or dt.date.max
        for cited in citations(text, self.titles):
            if text.reading.layout.passage_at(cited.start).kind == "title":
                continue
            yield self._one(text, cited, day)

    def _one(self, text: DocumentText, cited: CitedThere, day: dt.date) -> CheckedCitation:
        if cited.act is None:
            return self._said(cited, "not-held", phrase("cited_act_not_held"), day)
        instrument = self.book.instruments[cited.act.instrument]
        if cited.number is not None and (fits := judge(cited.number, instrument, self.titles, cited.act.edition)) != "fits":
            held = [e.number for e in instrument.editions if e.number is not None]
            known = phrase("cited_numbers", act=instrument.title, numbers=join(held))
            return self._said(cited, "wrong-number" if fits == "wrong" else "not-held", known, day, (instrument.instrument,))
        if cited.number is not None and cited.act.edition is None and (told := edition_of(cited.number, instrument)) is not None:
            cited = replace(cited, act=replace(cited.act, edition=told))
        assert cited.act is not None
        standing = self._standing(text, cited, instrument, day)
        if standing is not None:
            return self._said(cited, standing[0], standing[1], day, (instrument.instrument,))
        edition = (
            next((e for e in instrument.editions if e.edition == cited.act.edition), None)
            or in_force_on(instrument, day)
            or instrument.editions[-1]
        )
        return self._text(text, cited, instrument, edition, day)

    def _said(self, cited: CitedThere, verdict: CitationVerdict, law: Label, day: dt.date, about: tuple[str, ...] = ()) -> CheckedCitation:
        act = cited.act
        return CheckedCitation(
            verdict,
            cited.start,
            cited.end,
            act.instrument if act else None,
            act.edition if act else None,
            cited.article,
            law,
            about,
            day.isoformat(),
        )

    def _standing(
        self, text: DocumentText, cited: CitedThere, instrument: Instrument, day: dt.date
    ) -> tuple[CitationVerdict, Label] | None:
        """What is wrong with citing the act, or its edition, on that day; None when nothing is known to be."""
        assert cited.act is not None
        sentence = text.reading.layout.sentences[text.reading.layout.sentence_at(cited.start)]
        around = text.folded[sentence[0] : sentence[1]]
        past = RECORDS["was_in_force"].search(around) is not None
        now = in_force_on(instrument, day)
        named = next((e for e in instrument.editions if e.edition == cited.act.edition), None)
        if named is not None and named.effective is not None:
            if named.effective > day:
                told = RECORDS["made_public"].search(around) and not PATTERNS["in_force"].search(around)  # published is not yet in force
                return None if told or _ahead(around) else ("not-yet", self._from(instrument, named))
            later = now is not None and now is not named and not past and now.effective is not None and now.effective > named.effective
            if later and now is not None and not (cited.article is None and cited.year is not None and counts_items(text, sentence)):
                return "another-edition", phrase("cited_edition", edition=self._edition(now), day=str(now.effective))
        if (
            cited.year is not None
            and named is None
            and len(instrument.editions) > 1
            and now is not None
            and str(now.effective)[:4] != cited.year
        ):
            return "not-held", phrase("cited_edition_not_held", year=cited.year)
        dated = [e for e in instrument.editions if e.effective is not None]
        if now is None and dated:
            if all(e.effective is not None and e.effective > day for e in dated):
                first = min(dated, key=lambda e: e.effective or day)
                if _ahead(around):
                    return None
                if self._is_new(instrument, first):
                    return "not-yet", self._from(instrument, first)
                return "not-held", phrase("cited_day_not_held", day=day.isoformat())
            if not past:
                last = max(dated, key=lambda e: e.effective or day)
                return "repealed", phrase("cited_over", act=instrument.title, day=str(last.expires))
        over = self._over(instrument, day)
        if over is not None and not past and RECORDS["is_in_force"].search(text.folded, cited.start, sentence[1]):
            return "repealed", phrase("cited_over", act=instrument.title, day=over.isoformat())
        return None

    def _is_new(self, instrument: Instrument, first: Edition) -> bool:
        """Whether the first edition held is the act's first: it has a number or a day of its own and is not said to be an amendment."""
        number = first.number.zh if first.number is not None else ""
        if re.search("修|经.{0,20}令", number + (first.title.zh if first.title else "")):
            return False
        laws = instrument.kind == "statute" and not number
        return not laws

    def _over(self, instrument: Instrument, day: dt.date) -> dt.date | None:
        """The day on which the last of an act's rules ended, where all of them have ended."""
        ends: list[dt.date] = []
        for provision in instrument.provisions:
            if not provision.rules:
                return None
            for rule in provision.rules:
                if not rule.in_force or any(p.until is None for p in rule.in_force):
                    return None
                ends += [p.until for p in rule.in_force if p.until is not None]
        return max(ends) if ends and max(ends) <= day else None

    def _from(self, instrument: Instrument, edition: Edition) -> Label:
        return phrase("held_in_force", act=instrument.title, day=str(edition.effective))

    def _edition(self, edition: Edition) -> Label:
        return edition.title or edition.number or Label(edition.edition, edition.edition)

    def _text(self, text: DocumentText, cited: CitedThere, instrument: Instrument, edition: Edition, day: dt.date) -> CheckedCitation:
        """What the citation says held against the words of the article."""
        low, high = cited.words
        if not re.search(r"\w{4,}", text.folded[low:high]):
            low, high = cited.before
        words = stems(text.folded[low:high])
        numbers = [q for q in quantities(text.within(low, high), text.folded) if not q.counted]
        inside = [p for p in instrument.provisions if not isinstance(p.number, dict) or edition.edition in p.number]
        held = {f"{instrument.instrument}#{p.provision}": _articles(p.number_in(edition.edition)) for p in inside}
        mine = [id for id, articles in held.items() if cited.article is not None and int(cited.article) in articles]
        ranked = [(score, id) for score, id in self.provisions.ranked(words, text.lang, {instrument.instrument}, None) if id in held]
        likeness = {id: score for score, id in ranked}
        if cited.article is not None:
            best = next(((score, id) for score, id in ranked if held[id] and id not in mine), None)
            own = max((likeness.get(id, 0.0) for id in mine), default=0.0)
            told = len(words) >= (8 if text.lang == "zh" else 4)
            old = self._former(cited, instrument, edition, words, text.lang)
            said = {(q.number, q.unit) for q in numbers}
            if any(said & self.provisions.known(id, text.lang).numbers for id in mine):
                old = None  # the article says the text's numbers as it stands
            if told and old is not None and old[0] >= LIKE and old[0] > max(own, best[0] if best else 0.0):
                law = self.provisions.law(old[1])
                until = phrase("cited_old_article", law=law, day=str(edition.effective))
                return self._said(cited, "another-edition", until, day, (old[1],))
            if told and best is not None and best[0] >= LIKE and self._rather(best, own, mine, numbers, text.lang):
                return self._said(cited, "wrong-article", self.provisions.law(best[1]), day, (best[1],))
            if best is None or best[0] < LIKE or not told:
                around = stems(text.folded[max(cited.before[0], cited.before[1] - AROUND) : cited.before[1]]) | words
                wider = self.provisions.ranked(around, text.lang, {instrument.instrument}, None) if not mine else []
                wider = [(score, id) for score, id in wider if held.get(id) and score >= LIKE]
                inside_it = self.provisions.known(wider[0][1], text.lang).numbers if wider else frozenset()
                if numbers and all((q.number, q.unit) in inside_it for q in numbers):
                    return self._said(cited, "wrong-article", self.provisions.law(wider[0][1]), day, (wider[0][1],))
            if not mine:
                return self._said(cited, "not-held", phrase("cited_article_not_held", number=cited.article), day, (instrument.instrument,))
        closest = max((likeness.get(id, 0.0) for id in mine), default=0.0)
        mine = [id for id in mine if likeness.get(id, 0.0) * SAME_ARTICLE >= closest]
        against = mine or [id for score, id in ranked[:1] if score >= LIKE]
        if against and numbers:
            known = [self.provisions.known(id, text.lang) for id in against]
            for quantity in numbers:
                theirs = {n for k in known for n, u in k.numbers if u == quantity.unit}
                if (
                    theirs
                    and quantity.number not in theirs
                    and not self._elsewhere(list(held), quantity.number, quantity.unit, text.lang, mine)
                ):
                    return self._said(cited, "says-else", self.provisions.law(against[0]), day, tuple(against))
        law = self.provisions.law(against[0]) if against else self._in_force(instrument, edition)
        if mine and self._frees(text.folded[low:high], mine, text.lang):
            return self._said(cited, "says-else", law, day, tuple(mine))
        return self._said(cited, "right", law, day, tuple(against) or (instrument.instrument,))

    def _frees(self, words: str, mine: list[str], lang: str) -> bool:
        """Whether the text says that an article leaves free what it binds, and no part of it frees from anything."""
        theirs = [fold(self.provisions.known(id, lang).provision.summary[lang]) for id in mine]
        if self._grants(words, theirs):
            return True
        if PATTERNS["needs_consent"].search(words) and all(
            PATTERNS["free_words"].search(t) and not PATTERNS["needs_consent"].search(t) for t in theirs
        ):
            return True  # that what an article leaves free needs somebody's consent
        allows = PATTERNS["grants"].search(words) is not None and PATTERNS["denies"].search(words) is None
        if not allows and any(PATTERNS["barred_without"].search(t) for t in theirs):
            return False  # it bars doing so without approval, as the article does
        return (
            PATTERNS["frees"].search(words) is not None
            and PATTERNS["hedged"].search(words) is None
            and all(PATTERNS["binds"].search(t) and not PATTERNS["frees"].search(PATTERNS["barred_without"].sub("", t)) for t in theirs)
        )

    def _grants(self, words: str, theirs: list[str]) -> bool:
        """Whether the text says outright that an article allows what it bars outright: neither names a condition or an exception."""
        plain = re.split("[。；;.]", words)[0]
        return (
            PATTERNS["grants"].search(plain) is not None
            and PATTERNS["with_conditions"].search(plain) is None
            and all(
                PATTERNS["bars"].search(t)
                and not PATTERNS["grants"].search(t)
                and not PATTERNS["with_conditions"].search(PATTERNS["bars"].sub("", t))
                for t in theirs
            )
        )

    def _former(self, cited: CitedThere, instrument: Instrument, edition: Edition, words: set[str], lang: str) -> tuple[float, str] | None:
        """The provision that stood under the cited number in earlier editions and stands in this one no longer, with its likeness."""
        gone = {
            f"{instrument.instrument}#{p.provision}"
            for p in instrument.provisions
            if isinstance(p.number, dict)
            and edition.edition not in p.number
            and any(cited.article is not None and int(cited.article) in _articles(number) for number in p.number.values())
        }
        return next(((s, id) for s, id in self.provisions.ranked(words, lang, {instrument.instrument}, None) if id in gone), None)

    def _rather(self, best: tuple[float, str], own: float, mine: list[str], numbers: Sequence[StatedNumber], lang: str) -> bool:
        """Whether another article says what the text says so much rather than the cited one that the number is wrong: by its words alone, or by fewer where a
        quantity of the text stands in it and not in the cited one."""
        if not mine or (own < UNLIKE and best[0] > ELSEWHERE * own):
            return True
        held = {n for id in mine for n in self.provisions.known(id, lang).numbers}
        theirs = self.provisions.known(best[1], lang).numbers
        if best[0] >= SURELY and best[0] > 2 * own:
            return True
        return best[0] > own and any((q.number, q.unit) in theirs and (q.number, q.unit) not in held for q in numbers)

    def _elsewhere(self, held: list[str], number: object, unit: str, lang: str, mine: list[str]) -> bool:
        """Whether, of a citation without an article, another provision of the act says that number."""
        if mine:
            return False
        return any((number, unit) in self.provisions.known(id, lang).numbers for id in held)

    def _in_force(self, instrument: Instrument, edition: Edition) -> Label:
        return self._from(instrument, edition) if edition.effective is not None else instrument.title


def _ahead(around: str) -> bool:
    """Whether a sentence speaks of what is to come, or says since when the act holds."""
    return RECORDS["will_be_in_force"].search(around) is not None or RECORDS["since_when"].search(around) is not None


def _articles(number: str | None) -> set[int]:
    """The articles that a provision's number covers: 6(1) is 6; 5, 6, 7 are three; 7–14 are eight."""
    if not number:
        return set()
    out: set[int] = set()
    for part in re.split(r"[,，、]\s?", number):
        found = re.match(r"(\d+)(?:\([^)]*\))*(?:\s?[–-]\s?(\d+))?", part.strip())
        if found:
            first, last = int(found[1]), int(found[2] or found[1])
            out.update(range(first, min(last, first + 200) + 1))
    return out

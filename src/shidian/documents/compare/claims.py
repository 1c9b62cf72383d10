"""From findings to claims: what a document says about the subjects of the evidence, and about its own counts, lists and amounts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from shidian.documents.compare.arithmetic import shares, sums
from shidian.documents.compare.stated import Stated, Statements, joined
from shidian.documents.compare.wording import COUNTED_END, bound, changes, converts, fits, has, of_day, of_one_place, told
from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import AmountFound, Finding, Listing, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.evidence import Claim, Cue, Said, Subject, Unit
from shidian.words.phrases import phrase

RECORDS = patterns("records")
NEAR = 60
CLAUSE_ENDS = ("；", ";", ", while ", ", whereas ", "，而")
MOST_CLAIMS = 60
"""So many claims on one subject are taken from one document: a real one has a few, and pairs of them are compared."""


def state(book: Lawbook, reading: Reading, source: str) -> Statements:
    """Every claim that the cues of the lawbook and the document's own lists and amounts make. `source` names the document."""
    work = _ClaimsMade(book, reading, source)
    for cue in book.content.cues:
        work.cue(cue)
    work.shares()
    work.lists()
    work.conversions()
    work.arithmetic()
    return Statements(tuple(joined(work.made)), tuple(work.subjects), tuple(work.units.values()))


class _ClaimsMade:
    """The claims of one document as they are made."""

    def __init__(self, book: Lawbook, reading: Reading, source: str) -> None:
        self.book, self.reading, self.source = book, reading, source
        self.folded = fold(reading.document.text)
        self.made: list[Stated] = []
        self.subjects: list[Subject] = []
        self.units: dict[str, Unit] = {}
        self.known_units = {u.unit: u for u in book.content.subjects.units}
        self.groups = {g.id: set(g.members) for v in book.content.vocabularies.values() for g in v.groups}
        self.by_subject = {s.subject: s for s in book.content.subjects.subjects}
        self.parts: list[tuple[Cue, Claim, Finding]] = []
        self.told = told(reading)
        self.starts = [f.start for f in reading.findings]
        self.per_subject: Counter[str] = Counter()

    def cue(self, cue: Cue) -> None:
        if not all(has(self.folded, w) for w in cue.document):
            return
        if cue.takes == "words":
            self.words(cue)
            return
        for finding in self.reading.findings:
            if finding.kind != cue.takes:
                continue
            if finding.kind == "share" and changes(self.folded, finding):
                continue
            words = (
                self.clause(finding.start)
                if finding.kind != "day"
                else of_day(self.folded, self.sentence(finding.start), self.within(*self.sentence(finding.start)), finding)
                or self.clause(finding.start)
            )
            near = self.counted(finding) if finding.kind == "count" else self.beside(finding)
            if not all(has(near, w) for w in cue.near):
                continue
            if (
                not all(has(words, w) for w in cue.sentence)
                or any(has(words, w) for w in cue.none)
                or of_one_place(self.reading, self.folded, cue, finding, self.within(self.sentence(finding.start)[0], finding.start))
            ):
                continue
            said, unit = self.said(cue, finding)
            if said is not None:
                claim = self.add(cue.subject, said, (finding.start, finding.end), self.as_of(cue, finding.start), unit)
                if cue.part is not None:
                    self.parts.append((cue, claim, finding))

    def beside(self, finding: Finding) -> str:
        """The words beside an amount or share. In Chinese what it is of stands before it: the words before an amount that stands before it are that one's, and
        the words of the next sentence are nobody's (服务业5451.2亿元，制造业1855.1亿元)."""
        low, high = finding.start - NEAR, finding.end + NEAR
        if self.reading.document.language == "zh" and finding.kind == "amount":
            start, end = self.sentence(finding.start)
            before = [f.end for f in self.within(start, finding.start) if f.kind == "amount"]
            after = [f.start for f in self.within(finding.end, end) if f.kind == "amount"]
            low, high = (
                max([low, *before[-1:]]),
                min([high, end, *(self.folded.rfind("，", finding.end, a) for a in after[:1] if "，" in self.folded[finding.end : a])]),
            )
        return self.folded[max(0, low) : max(high, finding.end)]

    def counted(self, finding: Finding) -> str:
        """What a count counts: the words after it, up to a mark, another number or "of"; the words before it where none follow."""
        after = self.folded[finding.start : finding.end + 40]
        if stop := COUNTED_END.search(after, finding.end - finding.start):
            after = after[: stop.start()]
        bare = isinstance(finding.value, AmountFound) and finding.value.noun is None
        return (self.folded[max(0, finding.start - 28) : finding.start] if bare else "") + after

    def words(self, cue: Cue) -> None:
        first, *_ = cue.sentence
        seen: set[int] = set()
        for word in first.split("|"):
            at = self.folded.find(word)
            while at >= 0:
                start, end = self.sentence(at)
                if (
                    start not in seen
                    and all(has(self.folded[start:end], w) for w in cue.sentence)
                    and not any(has(self.folded[start:end], w) for w in cue.none)
                ):
                    seen.add(start)
                    assert cue.says is not None
                    self.add(cue.subject, cue.says, (at, at + len(word)), self.as_of(cue, at), None)
                at = self.folded.find(word, at + len(word))

    def sentence(self, offset: int) -> tuple[int, int]:
        return self.reading.layout.sentences[self.reading.layout.sentence_at(offset)]

    def within(self, start: int, end: int) -> list[Finding]:
        """The findings that begin within a span."""
        return list(self.reading.findings[bisect_left(self.starts, start) : bisect_left(self.starts, end)])

    def days(self, start: int, end: int) -> list[str]:
        """The days told within a span."""
        return [f.value.from_ for f in self.within(start, end) if isinstance(f.value, When) and f.value.from_]

    def clause(self, offset: int) -> str:
        """The words around an offset, up to a semicolon, a contrast (", while …") or the ends of its sentence."""
        start, end = self.sentence(offset)
        start = max(start, *(self.folded.rfind(c, start, offset) + 1 for c in CLAUSE_ENDS))
        stops = [at for c in CLAUSE_ENDS if (at := self.folded.find(c, offset, end)) >= 0]
        return self.folded[start : min(stops, default=end)]

    def as_of(self, cue: Cue, offset: int) -> str | None:
        if cue.as_of == "document":
            start, end = self.sentence(offset)
            own = self.days(start, end) if RECORDS["by_then"].search(self.folded, start, end) else []
            return own[0][:7] if len(own) == 1 else self.told[:7] if self.told else None
        if cue.as_of == "sentence":
            start, end = self.sentence(offset)
            days = self.days(start, end) or self.days(self.reading.layout.passage_at(offset).start, start)
            return days[-1][:4] if days else None
        return cue.as_of

    def said(self, cue: Cue, finding: Finding) -> tuple[Said | None, str | None]:
        value = finding.value
        if isinstance(value, Listing):
            if cue.listed and not any(fits(set(value.ids), self.groups.get(g, set())) for g in cue.listed):
                return None, None
            known = [set(c.says.words) for c in self.book.content.claims if c.subject == cue.subject and c.says.words]
            if known and not any(2 * len(k & set(value.ids)) >= len(k) for k in known):
                return None, None  # a list that shares little with any that is known is of something else
            return (None, None) if value.partial else (Said(words=value.ids), None)
        if isinstance(value, When):
            return (Said(from_=value.from_), None) if value.from_ else (None, None)
        if (
            not isinstance(value, AmountFound)
            or (cue.bound == "stated" and value.bound != "is")
            or (cue.bound == "open" and value.bound == "is")
        ):
            return None, None
        if value.unit == "percent" and value.bound == "about" and self.folded[finding.end - 1] == "成":
            return Said(at_least=value.number - 5, at_most=value.number + 5), None
        if value.unit in ("count", "percent", "years", "months", "days", "hours"):
            want = self.by_subject[cue.subject].unit
            number = value.number / 12 if (want, value.unit) == ("years", "months") else value.number
            return bound(value, number), None
        unit = next((u for u in self.known_units.values() if u.currency == value.unit), None)
        if unit is None:
            return bound(value, value.number), self.unit(value.unit)
        return bound(value, value.number / unit.scale), unit.unit

    def unit(self, currency: str) -> str:
        name = currency.lower()
        self.units[name] = Unit(name, Label(currency, currency), currency, Decimal(1), Decimal("0.2"))
        return name

    def add(
        self,
        subject: str,
        said: Said,
        at: tuple[int, int],
        as_of: str | None = None,
        unit: str | None = None,
        **more: str | tuple[str, ...] | None,
    ) -> Claim:
        words = self.reading.document.text[at[0] : at[1]].replace("\n", " ")
        claim = Claim(f"{self.source}.{subject}.{at[0]}", subject, self.source, said, Label(words, words), as_of, None, unit, **more)  # type: ignore[arg-type]
        self.per_subject[subject] += 1
        if self.per_subject[subject] <= MOST_CLAIMS:
            self.made.append(Stated(claim, (at,)))
        return claim

    def shares(self) -> None:
        """A share of one of the document's own amounts: tie it to that amount; the whole may be another document's."""
        for cue, claim, finding in self.parts:
            start, end = self.sentence(finding.start)
            own = [
                s.claim
                for s in self.made
                if s.claim.subject == cue.part and s.spans[0][0] >= start - 400 and s.spans[0][1] <= end + 400 and self.in_yuan(s.claim)
            ]
            whole = [s.claim for s in self.made if s.claim.subject == cue.whole and self.in_yuan(s.claim) and s.claim.as_of == claim.as_of]
            whole += [c for c in self.book.content.claims if c.subject == cue.whole and c.as_of == claim.as_of and c.unit is None]
            if own and whole:
                self.made = [
                    Stated(replace(s.claim, part=own[-1].claim, whole=whole[0].claim), s.spans) if s.claim is claim else s
                    for s in self.made
                ]

    def in_yuan(self, claim: Claim) -> bool:
        """Whether an amount is in yuan: shares are compared with amounts of one currency."""
        unit = self.known_units.get(claim.unit or "") or self.units.get(claim.unit or "")
        return unit is None or unit.currency in (None, "CNY")

    def lists(self) -> None:
        """Each list that a count introduces."""
        for finding in self.reading.findings:
            value = finding.value
            if isinstance(value, Listing) and value.count is not None and (not value.partial or len(value.ids) > value.count):
                subject = f"{self.source}.list.{finding.start}"
                self.subjects.append(
                    Subject(subject, Label(f"the number of {value.noun or 'names'}", f"所列{value.noun or '名称'}的个数"), None)
                )
                listed = self.add(subject, Said(words=value.ids), (finding.start, finding.end))
                start, _ = self.sentence(finding.start)
                count = next(
                    (
                        f
                        for f in reversed(self.within(start, finding.end + 12))
                        if f.kind == "count"
                        and f.end <= finding.end + 12
                        and isinstance(f.value, AmountFound)
                        and f.value.number == value.count
                    ),
                    finding,
                )
                self.add(subject, Said(number=value.count), (count.start, count.end), counts=listed.claim)

    def conversions(self) -> None:
        """Two amounts in different currencies, the second in brackets or right after the first: one amount, converted."""
        amounts = [f for f in self.reading.findings if f.kind == "amount"]
        for one, two in pairwise(amounts):
            a, b = one.value, two.value
            between = self.folded[one.end : two.start]
            if (
                not (isinstance(a, AmountFound) and isinstance(b, AmountFound))
                or a.unit == b.unit
                or len(between) > 24
                or not converts(between)
            ):
                continue
            subject = f"{self.source}.amount.{one.start}"
            self.subjects.append(Subject(subject, Label("an amount given in two currencies", "以两种货币表示的同一金额"), None))
            start, end = self.sentence(one.start)
            days = self.days(start, end)
            as_of = (days[-1] if days else self.told or "")[:4] or None
            first = self.add(subject, bound(a, a.number), (one.start, one.end), as_of, self.unit(a.unit))
            self.add(subject, bound(b, b.number), (two.start, two.end), as_of, self.unit(b.unit), converts=first.claim)

    def arithmetic(self) -> None:
        """Totals with their parts, and shares with what they are of: each number a subject of its own, so that only the arithmetic is checked."""
        for made in sums(self.reading, self.folded):
            parts = tuple(self.own(p, "part").claim for p in made.parts)
            self.own(made.whole, "total", sum_of=parts)
        for share in shares(self.reading, self.folded):
            part, whole = self.own(share.part, "part"), self.own(share.whole, "whole")
            self.own(share.share, "share", part=part.claim, whole=whole.claim)

    def own(self, finding: Finding, role: str, **more: str | tuple[str, ...]) -> Claim:
        """A number of the document as a subject of its own."""
        assert isinstance(finding.value, AmountFound)
        subject = f"{self.source}.{role}.{finding.start}"
        if all(s.subject != subject for s in self.subjects):
            self.subjects.append(Subject(subject, phrase(f"own_{role}"), "percent" if role == "share" else None))
        return self.add(subject, bound(finding.value, finding.value.number), (finding.start, finding.end), None, None, **more)

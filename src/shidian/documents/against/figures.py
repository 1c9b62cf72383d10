"""Figures of investment in a document, held against the figures of the lawbook by period and size.

What is compared is strict: the same digits in another currency or at another power of ten are a misprint of that figure; a change in percent is compared with the
change that the lawbook gives for the same amount or the same year. Other amounts are left to the claims of the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.against.holding import WHOLE_DAY
from shidian.documents.compare.wording import ours
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar
from shidian.documents.grammar.finding import AmountFound, Finding, Named, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.programme import Figure, Statistic
from shidian.words.labels import entry_label, join
from shidian.words.phrases import phrase

RECORDS = patterns("records")

_CURRENCY = {"cny-billion": "CNY", "usd-billion": "USD"}
ROUNDING = Decimal("0.51")
"""Points of percent by which a share may be rounded."""
HALF_A_UNIT = Decimal("0.5")
"""By so much of its last digit a number may be rounded."""
BILLION = Decimal(10) ** 9
SECTORS = {
    "services": (RECORDS["services_before"], RECORDS["services_after"]),
    "manufacturing": (RECORDS["manufacturing_before"], RECORDS["manufacturing_after"]),
}
"""Sectors, by the words before and after their amounts."""
SERIES = {"services": "fdi-services", "manufacturing": "fdi-manufacturing", "all": "fdi"}
CLOSE = Decimal("0.006")
"""The relative difference that rounding explains."""


class KnownChange(Struct, frozen=True):
    """A change in percent that a statistic of the lawbook states in words, with the amounts beside it."""

    statistic: Statistic
    percent: Decimal
    amounts: tuple[Decimal, ...]
    fell: bool


class Figures:
    """The figures of a lawbook."""

    def __init__(self, book: Lawbook, grammar: Grammar) -> None:
        self.book = book
        self.series = {s.series: s.name for s in book.programme.series}
        self.figures = [f for f in book.programme.figures if f.unit in _CURRENCY and f.number > 1]
        self.changes = [c for s in book.programme.statistics if (c := _change(s, grammar)) is not None]

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every amount and change that is a figure of the lawbook, rightly or wrongly printed."""
        for sentence in text.sentences():
            yield from _grown(text, sentence)
            if not RECORDS["of_investment"].search(sentence.words) and not RECORDS["of_investment"].search(
                text.folded, max(0, sentence.start - 200), sentence.start
            ):
                continue
            years = self._years(text, sentence)
            amounts = [(f, f.value) for f in sentence.of("amount") if isinstance(f.value, AmountFound)]
            for finding, value in amounts:
                yield from self._amount(text, sentence, finding, value, years)
            for finding in sentence.of("share"):
                yield from self._changed(text, finding, years)
                yield from self._part(text, sentence, finding, amounts, years)

    def _years(self, text: DocumentText, sentence: Clause) -> set[str]:
        """The years that a sentence speaks of: its own, else those of the sentence before in the same passage, else the document's."""
        own = {f.value.from_[:4] for f in sentence.findings if isinstance(f.value, When) and f.value.from_}
        if own:
            return own
        start = text.reading.layout.passage_at(sentence.start).start
        before = {f.value.from_[:4] for f in text.within(start, sentence.start) if isinstance(f.value, When) and f.value.from_}
        return before or ({str(text.document.date.year), str(text.document.date.year - 1)} if text.document.date else set())

    def _amount(self, text: DocumentText, sentence: Clause, finding: Finding, value: AmountFound, years: set[str]) -> Iterator[HeldAgainst]:
        near = [f for f in self.figures if f.period[:4] in years]
        periods, series = _periods(text, sentence, finding), _series(text, sentence, finding)
        fits = [f for f in near if not periods or (f.period, f.months) in periods]
        whole = [f for f in fits if f.series == series and f.place == "cn" and "regions" not in f.scope and value.unit == _CURRENCY[f.unit]]
        if (same := next((f for f in whole or fits if _same(f, value)), None)) is not None:
            yield HeldAgainst("figure", "agrees", finding.start, finding.end, self._law(same), (same.figure,))
            return
        if len(periods) == 1 and len(_periods(text, sentence)) <= 1 and whole and value.bound == "is":
            yield HeldAgainst("figure", "differs", finding.start, finding.end, self._law(whole[0]), (whole[0].figure,))
            return
        for figure in near:
            if (_digits(figure.number) == _digits(value.number) and len(_digits(value.number)) >= 3) or _misplaced(figure, value):
                yield HeldAgainst("figure", "differs", finding.start, finding.end, self._law(figure), (figure.figure,))
                return

    def _changed(self, text: DocumentText, finding: Finding, years: set[str]) -> Iterator[HeldAgainst]:
        value = finding.value
        if not isinstance(value, AmountFound) or not RECORDS["change"].search(text.folded[max(0, finding.start - 24) : finding.start]):
            return
        low, _ = text.reading.layout.sentences[text.reading.layout.sentence_at(finding.start)]
        before = [f.value.number for f in text.within(low, finding.start) if f.kind == "amount" and isinstance(f.value, AmountFound)]
        for known in self.changes:
            if known.statistic.as_of[:4] not in years or not before:
                continue
            if any(abs(before[-1] - a) <= CLOSE * a or _digits(before[-1]) == _digits(a) for a in known.amounts[:1]):
                fell = RECORDS["fall"].search(text.folded[max(0, finding.start - 24) : finding.end + 8]) is not None
                verdict = "agrees" if abs(value.number - known.percent) <= Decimal("0.05") and fell == known.fell else "differs"
                law = phrase(
                    "held_figure", series=known.statistic.name, place=Label("", ""), period=Label("", ""), value=known.statistic.value
                )
                law = Label(law.en.replace(", , :", ":"), law.zh)
                yield HeldAgainst("figure", verdict, finding.start, finding.end, law, (known.statistic.statistic,))  # type: ignore[arg-type]
                return

    def _part(
        self, text: DocumentText, sentence: Clause, finding: Finding, amounts: list[tuple[Finding, AmountFound]], years: set[str]
    ) -> Iterator[HeldAgainst]:
        """A share of all foreign investment, said right after an amount that is a figure of services: held against the figure of all for the same time."""
        value = finding.value
        around = text.folded[max(sentence.start, finding.start - 16) : finding.end + 24]
        before = [v for f, v in amounts if f.end <= finding.start <= f.end + 40]
        if not isinstance(value, AmountFound) or not before or not RECORDS["of_all"].search(around):
            return
        for figure in (f for f in self.figures if f.series == "fdi-services" and f.period[:4] in years and _same(f, before[-1])):
            for whole in self.figures:
                if (whole.series, whole.scope, whole.place, whole.period) == ("fdi", figure.scope, figure.place, figure.period):
                    verdict: HeldVerdict = "agrees" if abs(value.number - 100 * figure.number / whole.number) <= ROUNDING else "differs"
                    law = join([self._law(figure), self._law(whole)])
                    yield HeldAgainst("figure", verdict, finding.start, finding.end, law, (figure.figure, whole.figure))
                    return

    def _law(self, figure: Figure) -> Label:
        unit = Label("RMB {} billion", "{}亿元") if figure.unit == "cny-billion" else Label("USD {} billion", "{}亿美元")
        value = Label(unit.en.format(f"{figure.number.normalize():f}"), unit.zh.format(f"{(figure.number * 10).normalize():f}"))
        place = entry_label(self.book, "territories", figure.place)
        period = figure.period if figure.months is None else f"{figure.period[:4]}-01/{figure.months:02d}"
        return phrase("held_figure", series=self.series[figure.series], place=place, period=period, value=value)


def _periods(text: DocumentText, sentence: Clause, amount: Finding | None = None) -> set[tuple[str, int | None]]:
    """The years, the first months of a year, and the Januaries that a sentence names, each as figures have them: the last month, and how many months it is; of
    an amount the one that it is of: the next after it in a few letters (in 2025, （2025年）), else the last before it."""
    days = [f for f in sentence.of("day") if isinstance(f.value, When) and f.value.from_]
    if amount is not None and not days:
        begin = text.reading.layout.passage_at(sentence.start).start
        days = [f for f in text.within(begin, amount.start) if isinstance(f.value, When) and f.value.from_][-1:]
    elif amount is not None and len(days) > 1:
        of_whole = RECORDS["whole_after"].match(text.folded, amount.end, sentence.end)
        end = of_whole.end() if of_whole else amount.end
        after = [f for f in days if f.start >= end and RECORDS["of_the_time"].fullmatch(text.folded, end, f.start)]
        days = after[:1] or [f for f in days if f.end <= amount.start][-1:] or days
    told = [f.value for f in days if isinstance(f.value, When)]
    spans = {
        (w.to or w.from_ or "", int((w.to or w.from_ or "")[5:7] or 0) or None) for w in told if w.to or (w.from_ or "")[4:] in ("", "-01")
    }
    return {(last, months) for last, months in spans if len(last) < WHOLE_DAY}


def _series(text: DocumentText, sentence: Clause, finding: Finding) -> str | None:
    """The series of the whole country's figures of which an amount is said right before or after it, the days between left out; none where a place is named."""
    lead, at = "", max(sentence.start, finding.start - 100)
    for day in (f for f in sentence.of("day") if at <= f.start and f.end <= finding.start):
        lead, at = lead + text.folded[at : day.start], day.end
    lead += text.folded[at : finding.start]
    told = RECORDS["whole_before"].search(lead) or RECORDS["whole_after"].match(text.folded, finding.end, sentence.end)
    begin = text.reading.layout.passage_at(sentence.start).start
    whole = RECORDS["whole"].search(text.folded, begin, finding.start) is not None and not ours(text.reading, text.folded, finding.start)
    name = "services" if told and any(told.groups()) else "all" if told else sector_of(lead, text.folded[finding.end : sentence.end])
    named = any(isinstance(f.value, Named) and f.value.ids[0] != "cn" for f in sentence.of("place"))
    return SERIES.get(name or "") if (told or whole) and not named else None


def _grown(text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
    """A change in percent told with the number then and the number now (上年为50亿元，今年为60亿元，增长20%), held against the two."""
    for share in sentence.of("share"):
        told = [f for f in sentence.of("amount", "count") if f.end <= share.start][-2:]
        lead = text.folded[max(sentence.start, share.start - 24) : share.start]
        if not isinstance(share.value, AmountFound) or not told[1:] or RECORDS["change"].search(lead) is None:
            continue
        then, now = (f.value for f in told)
        if (
            not (isinstance(then, AmountFound) and isinstance(now, AmountFound))
            or (told[0].kind, then.unit) != (told[1].kind, now.unit)
            or not then.number
            or {then.bound, now.bound} - {"is", "about"}
            or RECORDS["number_then"].search(text.folded, max(sentence.start, told[0].start - 24), told[0].start) is None
        ):
            continue
        change = (now.number - then.number) / then.number * 100
        said = -share.value.number if RECORDS["fall"].search(lead) else share.value.number
        spread = ROUNDING + 100 * now.number / then.number * sum(
            HALF_A_UNIT / Decimal(_digits(v.number).ljust(2, "0")) for v in (then, now)
        )
        words = [text.document.text[f.start : f.end] for f in told]
        law = phrase("held_growth", then=words[0], now=words[1], change=f"{change:.1f}")
        yield HeldAgainst("figure", "agrees" if abs(change - said) <= spread else "differs", share.start, share.end, law)


def _same(figure: Figure, value: AmountFound) -> bool:
    known = figure.number * BILLION
    return value.unit == _CURRENCY[figure.unit] and abs(value.number - known) <= CLOSE * known and not _disordered(figure, value)


def _misplaced(figure: Figure, value: AmountFound) -> bool:
    """Whether an amount is a figure at another power of ten, within its own rounding (5.73万亿 for 5737.5亿)."""
    known = figure.number * BILLION
    shown = len(_digits(value.number))
    if value.unit != _CURRENCY[figure.unit] or shown < 3:
        return False
    if _disordered(figure, value):
        return True
    return any(abs(value.number / known - p) <= Decimal("0.002") * p for p in (Decimal(10), Decimal("0.1"), Decimal(100), Decimal("0.01")))


def _disordered(figure: Figure, value: AmountFound) -> bool:
    """Whether an amount is a figure with two digits that stand next to each other exchanged (212.21 for 221.21)."""
    ours, theirs = _digits(figure.number), _digits(value.number)
    if len(ours) < 4 or len(ours) != len(theirs) or not Decimal("0.5") < value.number / (figure.number * BILLION) < 2:
        return False
    odd = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    return len(odd) == 2 and odd[1] == odd[0] + 1 and ours[odd[0]] == theirs[odd[1]] and ours[odd[1]] == theirs[odd[0]]


def _digits(number: Decimal) -> str:
    """The significant digits of a number."""
    return "".join(str(d) for d in number.normalize().as_tuple().digits).rstrip("0")


def _change(statistic: Statistic, grammar: Grammar) -> KnownChange | None:
    text = statistic.value.zh
    reading = grammar.read(Document(text, "0" * 64, "zh"))
    amounts = tuple(f.value.number for f in reading.findings if f.kind == "amount" and isinstance(f.value, AmountFound))
    for f in reading.findings:
        if f.kind == "share" and isinstance(f.value, AmountFound) and RECORDS["change"].search(text[max(0, f.start - 24) : f.start]):
            fell = RECORDS["fall"].search(text[max(0, f.start - 24) : f.start]) is not None
            return KnownChange(statistic, f.value.number, amounts, fell) if amounts else None
    return None


def sector_of(lead: str, rest: str) -> str | None:
    """The sector of which an amount is said: right before it (制造业1855.1亿元, manufacturing RMB 185.51 billion), or right after it (went to services)."""
    sector = next((name for name, (before, after) in SECTORS.items() if before.search(lead) or after.match(rest)), None)
    return sector or ("all" if RECORDS["all_investment"].search(lead) else None)

"""The citations of a text: which act, which edition, which article, and the words that say what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from shidian.documents.against.clauses import DocumentText
from shidian.documents.against.numbers import number_after, number_before, numbers_in
from shidian.documents.against.titles import ActCited, Titles, aliases, year_of
from shidian.documents.grammar.finding import Cited, Finding
from shidian.documents.grammar.tables import patterns
from shidian.law.numerals import chinese

PATTERNS = patterns("citations")

_TAIL = r"(?: \((?:19|20)\d\d)?(?: (?:of|on|for|the|and|in|to|with|by|from|as|under))*$"
_ACT_NOUN = PATTERNS["act_noun"]
"""What an act can be called: a ministry or a port is none."""


class CitedThere(Struct, frozen=True):
    """A citation as it stands: its span, the act that it means (None: the lawbook holds none of that name), the article, the year that names an edition, and
    the span of the words that say what it says. `number` is the number in brackets beside a title."""

    start: int
    end: int
    act: ActCited | None
    article: str | None
    year: str | None
    words: tuple[int, int]
    before: tuple[int, int]
    number: str | None = None


def citations(text: DocumentText, titles: Titles) -> Iterator[CitedThere]:
    """Every citation of a text, in its order; an article of "that regulation" is one of the act that was cited last under such a name."""
    found = list(_named(text, titles))
    for again in [*PATTERNS["again"].finditer(text.document.text), *PATTERNS["again_english"].finditer(text.document.text)]:
        if any(again.start() < c.end and c.start < again.end() for c in found):
            continue
        noun, number = (again[1], again[2]) if again.re is PATTERNS["again"] else (again[2], again[1])
        last = [c for c in found if c.end <= again.start() and c.act is not None and _is_called(c, titles, noun)]
        if not last:
            continue
        value = int(number) if number.isdigit() else chinese(number)
        low, high = text.reading.layout.sentences[text.reading.layout.sentence_at(again.start())]
        article = str(int(value)) if value is not None else None
        act = max(last, key=lambda c: c.end).act
        found.append(CitedThere(again.start(), again.end(), act, article, None, (again.end(), high), (low, again.start())))
    yield from sorted(found, key=lambda c: c.start)


def _is_called(cited: CitedThere, titles: Titles, noun: str) -> bool:
    assert cited.act is not None
    title = titles.book.instruments[cited.act.instrument].title
    return (
        PATTERNS["aside"].sub("", title.zh).rstrip("》 ").endswith(noun) or re.search(rf"\b{noun}\b", title.en, re.IGNORECASE) is not None
    )


def _named(text: DocumentText, titles: Titles) -> Iterator[CitedThere]:
    """The citations by a title or a number."""
    named = aliases(text.document.text)
    found = sorted(_spans(text, named, titles), key=lambda s: (s[0], -s[1]))
    kept: list[tuple[int, int, str, str | None, str | None]] = []
    for span in found:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
        elif span[2] and kept[-1][2] and span[1] - span[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = span
    joined = _joined(text, kept)
    reached = 0
    last: tuple[ActCited | None, int] | None = None
    for i, (start, end, title, number, id) in enumerate(joined):
        if start < reached:
            continue  # a number in brackets that was read with its title
        following = joined[i + 1] if i + 1 < len(joined) else None
        if not title and following is not None and following[2]:
            led = number_before(text.document.text, following[0])
            if led is not None and led[1] <= start:
                continue  # one that is read with the title after it
        act = (titles.by_title(title) if title else None) or (titles.by_number(number) if number else None)
        if act is None and id is not None:
            act = ActCited(id, None, 1.0)
        told_number = number_after(text.document.text, end) if title else None
        own_low = start
        if not title and last is not None and PATTERNS["its_number"].search(text.document.text, last[1], start):
            act, told_number = last[0], (number or "", end)  # 其文号为…: the number of the act cited last
        last = (act, end) if title else last
        if told_number is not None:
            end = max(end, told_number[1])
        elif title and number:
            told_number = number, end
        elif title and (led := number_before(text.document.text, start)) is not None:
            told_number, own_low = (led[0], end), led[1]
        if title and act is None and (amends := PATTERNS["amending"].search(title)):
            act = _amended(titles, amends[1] or amends[2], told_number[0] if told_number else "")
        article, reach, low = _article(text, start, end)
        aside = PATTERNS["aside_after"].match(text.document.text, end)
        told = year_of(title or "") or (year_of(aside[1]) if aside else None)
        if (
            told is None
            and aside
            and (plain := re.search(r"(?:19|20)\d\d", aside[1]))
            and re.fullmatch(r"[(（]\s?(?:19|20)\d\d年?[^（）()]{0,6}[)）]", aside[1])
        ):
            told = plain[0]
        if told is None and (since := PATTERNS["year_after"].match(text.document.text, end)):
            told = since[1]
        if act is not None and told is not None and act.edition is None:
            act = ActCited(act.instrument, titles.edition(act.instrument, told, set()), act.score)
        if act is not None and act.edition is None and (revised := PATTERNS["revised_by"].match(text.document.text, end)):
            act = _amended(titles, title, revised[0]) or act
            end = max(end, revised.end())
        low_sentence, high_sentence = text.reading.layout.sentences[text.reading.layout.sentence_at(start)]
        reached, low = max(end, reach), min(low, own_low)
        stop = next((s[0] for s in joined[i + 1 :] if reached <= s[0] < high_sentence), high_sentence)
        yield CitedThere(low, reached, act, article, told, (reached, stop), (low_sentence, low), told_number[0] if told_number else None)


def _amended(titles: Titles, title: str, number: str) -> ActCited | None:
    """The edition that a decision to amend an act made: that which bears the decision's number."""
    act = titles.by_title(title)
    said = {n.number for n in numbers_in(number) if not n.series}
    for edition in titles.book.instruments[act.instrument].editions if act is not None else ():
        if edition.number is not None and said & {n.number for n in numbers_in(edition.number.zh)}:
            return ActCited(act.instrument, edition.edition, 1.0) if act is not None else None
    return None


def _spans(text: DocumentText, named: dict[str, str], titles: Titles) -> Iterator[tuple[int, int, str, str | None, str | None]]:
    """Start, end, title, number and the act that the grammar knows, of everything that looks like a citation."""
    for finding in text.reading.findings:
        if finding.kind == "instrument" and isinstance(finding.value, Cited):
            start, end, title = _whole(text, finding)
            number = finding.value.number
            if number is not None and (low := _order_before(text, start)) < start:
                start, number = low, text.document.text[low:end]
            yield start, end, named.get(title, title), number, finding.value.ids[0] if finding.value.ids else None
    for found in PATTERNS["number"].finditer(text.document.text):
        led = titles.led_to(found[0])
        yield found.start() + led, found.end(), "", found[0][led:], None
    if text.lang == "en":
        for found in PATTERNS["head_english"].finditer(text.document.text):
            title = re.sub(_TAIL, "", found[1])
            if _ACT_NOUN.search(title) and (len(title.split()) >= 3 or re.search(r"\b(?:Law|Regulations|Code)$", title)):
                yield found.start(1), found.start(1) + len(title), title, None, None
        for found in PATTERNS["head_alone"].finditer(text.document.text):
            title = re.sub(_TAIL, "", found[1])
            if _ACT_NOUN.search(title) and titles.by_title(title) is not None:
                yield found.start(1), found.start(1) + len(title), title, None, None


def _order_before(text: DocumentText, start: int) -> int:
    """Where the number of an order begins: with the authorities that stand before it (国家发展改革委、商务部令第47号)."""
    low = start - 1 if text.document.text[max(0, start - 1) : start] == "令" else start
    for finding in reversed(text.within(max(0, start - 60), start)):
        if low < start and finding.kind == "body" and text.document.text[finding.end : low] in ("", "、", "和", " "):
            low = finding.start
    return low


def _whole(text: DocumentText, finding: Finding) -> tuple[int, int, str]:
    """A finding with the marks of its title, and the title."""
    start, end = finding.start, finding.end
    plain = text.document.text
    if start and plain[start - 1] == "《":
        start -= 1
    if plain[end : end + 1] == "》":
        end += 1
    elif plain[start] == "《" and "》" in plain[end : end + 40] and "《" not in plain[end : end + 40].split("》")[0]:
        end = plain.index("》", end) + 1
    assert isinstance(finding.value, Cited)
    return start, end, (plain[start:end] if finding.value.number is None else "").strip("《》")


def _joined(
    text: DocumentText, spans: list[tuple[int, int, str, str | None, str | None]]
) -> list[tuple[int, int, str, str | None, str | None]]:
    """Citations, a number in brackets right after its title being part of it."""
    out: list[tuple[int, int, str, str | None, str | None]] = []
    for span in spans:
        if (
            out
            and span[3]
            and not span[2]
            and out[-1][2]
            and re.fullmatch(r"[》”\"]?\s?[(（,，]\s?", text.document.text[out[-1][1] : span[0]])
        ):
            last = out[-1]
            close = 1 if text.document.text[span[1] : span[1] + 1] in ")）" else 0
            out[-1] = (last[0], span[1] + close, last[2], span[3], last[4])
        else:
            out.append(span)
    return out


def _article(text: DocumentText, start: int, end: int) -> tuple[str | None, int, int]:
    """The article that a citation names, where the citation ends with it, and where it begins."""
    plain = text.document.text
    if found := PATTERNS["article_after"].match(plain, end):
        number = found[1]
        value = int(number) if number.isdigit() else chinese(number)
        return (str(int(value)) if value is not None else None), found.end(), start
    if found := PATTERNS["article_before"].search(plain[max(0, start - 40) : start]):
        return found[1], end, start - (len(plain[max(0, start - 40) : start]) - found.start())
    if found := PATTERNS["article_after_english"].match(plain, end):
        return found[1], found.end(), start
    return None, end, start

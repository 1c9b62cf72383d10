"""The words for facts and values of a case, in both languages, all taken from the lawbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shidian.engine.conditions import Between, InPlace, InRange, InSet, InTree, IsWord, Test
from shidian.law.lawbook import Lawbook
from shidian.law.numerals import in_chinese
from shidian.law.records.base import Label
from shidian.law.records.instrument import Duty, Instrument, Provision, TimeAllowed
from shidian.law.records.question import Fact, Question
from shidian.law.tree import OTHER, ROOT
from shidian.patterns import compiled
from shidian.words.counted import counted
from shidian.words.phrases import phrase


def fact_label(question: Question, fact: str) -> Label:
    """The name of a fact; a zone is a fact of its own."""
    found = next((f for f in question.facts if f.fact == fact), None)
    return found.label if found else Label(fact, fact)


def value_label(book: Lawbook, question: Question, fact: str, word: str) -> Label:
    """The name of a value."""
    declared = next((f for f in question.facts if f.fact == fact), None)
    if declared is None or declared.domain == "yes_no":
        return phrase(word if word in ("yes", "no") else "unknown")
    if declared.vocabulary:
        return entry_label(book, declared.vocabulary, word)
    if declared.domain in ("choice", "set"):
        names = {c.id: c.name for c in declared.choices}
        return join([names.get(w, Label(w, w)) for w in word.split(",")])
    if declared.domain == "number" and declared.unit:
        return counted(word, declared.unit)
    return Label(word, word)


def entry_label(book: Lawbook, vocabulary: str, word: str) -> Label:
    """The name of a vocabulary entry; `x:other` is "another kind of x", "x, in none of its zones"."""
    tree = book.trees[vocabulary]
    if word == ROOT:
        tops = tree.children[ROOT]
        return tree.terms[tops[0]].name if tree.zones and tops[0] in tree.terms else phrase("any")
    if word == ROOT + OTHER:
        return phrase("anything_else")
    if word.endswith(OTHER):
        stem = entry_label(book, vocabulary, word[: -len(OTHER)])
        return phrase("outside_zones" if tree.zones else "other_kind_of", name=stem)
    for entries in (tree.terms, tree.zones, tree.groups):
        if word in entries:
            return entries[word].name
    return Label(word, word)


_NUMBER = compiled(r"(?P<word>[a-z]+)?\.? ?(?P<n>\d[\w.()（）–-]*)")
_ENGLISH = compiled(r"[A-Za-z]{3,}")
_PARAGRAPH = compiled(r"(\d+)(?:\((\d+)\))?(?:[(（](\d+)[)）])?")
_SPAN = compiled(r"(\d+)[-–](\d+)")
MOST_NUMBERED = 10_000
_WORDS = {
    "note": "note_number",
    "art": "article_number",
    "article": "article_number",
    "item": "item_number",
    "annex": "annex_number",
    "section": "section_number",
    "point": "point_number",
}
_ARTICLES = {"statute", "administrative-regulation", "departmental-rule", "local-regulation", "treaty"}


def provision_label(kind: str, number: str | None, inferred: bool = False) -> Label:
    """What a lawyer calls a provision: article 5 of a statute, item 22 of a list, note 1, point 3 of a notice."""
    if number is None:
        return phrase("number_not_seen")
    if span := _SPAN.fullmatch(number):
        first, last = (provision_label(kind, n) for n in span.groups())
        whole = Label(f"{first.en.replace(' ', 's ', 1)} to {span[2]}", f"{first.zh}至{last.zh}")
        return phrase("number_inferred", name=whole) if inferred else whole
    if ", " in number:
        several = [provision_label(kind, part) for part in number.split(", ")]
        words = {each.en.partition(" ")[0].removesuffix("s") for each in several}
        if len(words) == 1 and words <= _WORDS.keys():
            numbers = (each.en.partition(" ")[2] for each in several)
            return Label(f"{words.pop()}s {', '.join(numbers)}", "、".join(each.zh for each in several))
    found = _NUMBER.fullmatch(number)
    if found is None or (found["word"] and found["word"] not in _WORDS):
        return Label(number, phrase("provision_unnumbered").zh if _ENGLISH.search(number) else number)
    own = "article_number" if kind in _ARTICLES else "item_number" if kind == "negative-list" else "point_number"
    key = _WORDS.get(found["word"] or "", own)
    name = phrase(key, n=found["n"])
    if key == "article_number":
        name = Label(name.en.replace("（", "(").replace("）", ")"), _article(found["n"]) or name.zh)
    elif key in ("point_number", "note_number") and found["n"].isdigit() and int(found["n"]) < MOST_NUMBERED:
        name = Label(name.en, phrase(key, n=in_chinese(int(found["n"]))).zh)
    return phrase("number_inferred", name=name) if inferred else name


def _article(number: str) -> str | None:
    """An article as Chinese law counts it, or a span of them: 6(2)(1) is 第六条第二款第（一）项, 6（1）第六条第（一）项."""
    if span := _SPAN.fullmatch(number):
        return f"{_article(span[1])}至{_article(span[2])}"
    found = _PARAGRAPH.fullmatch(number)
    if found is None or any(int(n) >= MOST_NUMBERED for n in found.groups() if n):
        return None
    article, paragraph, item = (in_chinese(int(n)) if n else "" for n in found.groups())
    return f"第{article}条" + (f"第{paragraph}款" if paragraph else "") + (f"第（{item}）项" if item else "")


def provision_name(instrument: Instrument, provision: Provision, edition: str) -> Label:
    """A provision by its number in an edition; by its heading, where the number was not seen."""
    number = provision.number_in(edition)
    if number is None and provision.heading is not None:
        return provision.heading
    return provision_label(instrument.kind, number, provision.inferred)


def cited(title: Label, provision: Label, document: Label | None = None) -> Label:
    """A provision as it is cited: title, document number, provision. A Chinese title stands in book marks."""
    book = title.zh if title.zh.startswith("《") else f"《{title.zh}》"
    en, zh = (f" ({document.en})", f"（{document.zh}）") if document is not None else ("", "")
    return Label(f"{title.en}{en}, {provision.en}", f"{book}{zh}{provision.zh}")


def join(labels: Iterable[Label], most: int = 6) -> Label:
    """Several names as one text; a long list is cut, and says so."""
    listed = list(labels)
    more = phrase("and_more", count=str(len(listed) - most), total=str(len(listed))) if len(listed) > most else Label("", "")
    return Label(", ".join(x.en for x in listed[:most]) + more.en, "、".join(x.zh for x in listed[:most]) + more.zh)


def wanted_label(book: Lawbook, question: Question, test: Test, *, excluded: bool = False) -> Label:
    """What a test asks for."""
    fact = next(f for f in question.facts if f.fact == test.fact)
    label = _wanted(book, question, fact, test)
    return phrase("not_value", name=label) if excluded else label


def _either(labels: Sequence[Label]) -> Label:
    """Names of which one is enough."""
    return join(labels) if len(labels) == 1 else phrase("one_of", names=join(labels))


def _wanted(book: Lawbook, question: Question, fact: Fact, test: Test) -> Label:
    if isinstance(test, InTree | InPlace | IsWord):
        return _either(
            [
                value_label(book, question, test.fact, w) if not fact.vocabulary else entry_label(book, fact.vocabulary, w)
                for w in test.words
            ]
        )
    if isinstance(test, InRange):
        parts = []
        if test.low is not None:
            parts.append(phrase("above" if test.low_open else "at_least", amount=counted(f"{test.low}", fact.unit)))
        if test.high is not None:
            parts.append(phrase("below" if test.high_open else "at_most", amount=counted(f"{test.high}", fact.unit)))
        return join(parts)
    if isinstance(test, Between):
        start = [phrase("from_day", day=test.start.isoformat())] if test.start else []
        return join([*start, *([phrase("before_day", day=test.before.isoformat())] if test.before else [])])
    assert isinstance(test, InSet)
    names = {c.id: c.name for c in fact.choices}
    return join([names[w] for w in sorted(test.any_of | test.all_of)] + [phrase("not_value", name=names[w]) for w in sorted(test.none_of)])


def duty_details(duty: Duty) -> tuple[Label, ...]:
    """Up to two lines: condition, stage and times; then what is asked for."""
    when = [phrase("duty_only_if", name=duty.only_if)] if duty.only_if else []
    when += [phrase(f"stage_{duty.stage}")] if duty.stage else []
    when += [time_label(limit) for limit in duty.limits]
    lines = [joined(when)] if when else []
    if duty.needs:
        lines.append(phrase("duty_needs", list=joined(duty.needs)))
    return tuple(lines)


def time_label(limit: TimeAllowed) -> Label:
    """A time that the act sets, in words."""
    time = phrase(f"time_{limit.unit}" if limit.number != 1 else f"time_one_{limit.unit}", number=str(limit.number))
    return phrase("time_for", what=limit.for_, time=time) if limit.for_ else phrase("time_of_decision", time=time)


def joined(labels: Sequence[Label]) -> Label:
    """Labels after one another, parted by semicolons."""
    return Label("; ".join(x.en for x in labels), "；".join(x.zh for x in labels))

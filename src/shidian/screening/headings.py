"""What a heading says: which words tables use for a fact (`words/headings.toml`), what of a heading does not matter, and what turns its meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from shidian.answer.values.amounts import unit_of
from shidian.law.names import fold
from shidian.law.numerals import SCALES
from shidian.law.records.question import Fact
from shidian.law.spellings import halves
from shidian.packaged import patterns, table

SAYS = patterns("screening/patterns.toml")
"""What headings and cells say beside their facts."""
BRACKETED = re.compile(r"[(\[（【<](.*?)[)\]）】>]")
_DROPPED = re.compile(rf"{BRACKETED.pattern}|[*＊:：?？]")
_SHARES = ("share", "investor-share")
_FORMS = frozenset(table("screening/cells.toml")["forms"])
"""What stands below a heading for the form of its cells."""
_VAGUE = frozenset(table("screening/cells.toml")["vague"])
"""What turns nothing where the other half of a heading names a fact."""
_ABOUT_HEADINGS = ("brackets", "province", "prefecture", "county")
"""Lists of `words/headings.toml` that are no words for a fact."""


def _file() -> Mapping[str, Any]:
    return table("words/headings.toml")


@cache
def _read() -> Mapping[str, tuple[str, ...]]:
    return {fact: tuple(words) for fact, words in _file().items() if not isinstance(words, dict)}


@cache
def synonyms(question: str = "") -> Mapping[str, tuple[str, ...]]:
    """Other words for facts, by the fact; with those that mean it in this question only."""
    only = _file()["only"].get(question, {})
    return {fact: (*words, *only.get(fact, ())) for fact, words in _read().items() if fact not in _ABOUT_HEADINGS}


@cache
def words_for_facts() -> frozenset[str]:
    """Every word that tables use for a fact of any question, folded."""
    return frozenset(heading(word) for fact, words in synonyms().items() for word in (fact, *words))


@cache
def levels_of_places() -> tuple[Callable[[str], bool], ...]:
    """Whether a heading names a province, a city, a district."""
    words = [frozenset(heading(w) for w in _read()[level]) for level in _ABOUT_HEADINGS[1:]]
    return tuple(lambda name, known=known: heading(SAYS["inside"].sub("", name)) in known for known in words)


@cache
def _pieces(fact: str) -> re.Pattern[str]:
    words = sorted({heading(w) for w in _file()["pieces"].get(fact, ())}, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+" if words else r"(?!)")


@cache
def _company() -> frozenset[str]:
    return frozenset(heading(w) for w in table("screening/guards/holders.toml")["company"])


def leaves_open(column: str, fact: Fact) -> bool:
    """Whether a heading may be that of a fact, though it does not name it: it says nothing (column 3), or is made up of words that speak of
    this fact only (外国投资者国籍). The country of a supplier, of birth, of a parent is another one, whatever the column is full of."""
    word = heading(column)
    if word in _company():  # a company may be called by a place in which it is not
        return False
    return bool(SAYS["no_heading"].fullmatch(word) or _pieces(fact.fact).fullmatch(word)) and not qualified(column, fact)


_OF_GROUPS = ("origin", "nationality", "territory", "activity")
"""Facts whose words may stand above a group of columns and leave them what they are: a day or a share (登记, 中方) would not."""


def is_plain_group(name: str) -> bool:
    """Whether the name of a group of columns turns none of them: it is no other side's (中方, seller), and no other time's (变更前)."""
    return all(
        SAYS["plain_group"].fullmatch(part) or any(_pieces(f).fullmatch(part) for f in _OF_GROUPS) for part in [heading(name)] if part
    )


@cache
def _harmless() -> frozenset[str]:
    return frozenset(fold(w) for w in _read()["brackets"])


def heading(text: str) -> str:
    """A heading without what does not matter: width, case, spaces and line breaks, brackets with units, marks of notes."""
    plain = SAYS["in_percent"].sub("", unicodedata.normalize("NFKC", SAYS["note_marks"].sub("", text)))
    return fold("".join(_DROPPED.sub("", plain).split()))


def readings(text: str) -> tuple[str, ...]:
    """A folded heading, and its halves where it says the same in two languages."""
    parts = halves(_DROPPED.sub("", SAYS["note_marks"].sub("", unicodedata.normalize("NFKC", text))))
    return (heading(text), *map(heading, parts))


def is_known(text: str, known: Collection[str]) -> bool:
    """Whether a heading, or one of its halves, is among folded ones."""
    return any(word in known for word in readings(text))


def fact_of(text: str, words: Mapping[str, str]) -> str:
    """The fact that a heading says, of those that `words` name; empty for none. Of two halves both must say it, or the other one nothing else."""
    whole, *parts = readings(text)
    if whole in words or not parts:
        share = words.get(SAYS["of_hundred"].sub("", whole), "")
        return words.get(whole, "") or _compound(whole, words) or (share if share in _SHARES else "")
    said = {words.get(half, "") or _compound(half, words) for half in parts} - {""}
    fact = next(iter(said)) if len(said) == 1 else ""
    return fact if fact and all(words.get(h) == fact or h in _VAGUE or _pieces(fact).fullmatch(h) for h in parts) else ""


def made_up(text: str, words: Mapping[str, str]) -> str:
    """The fact that a heading speaks of though it is not called so: made up of words that turn nothing, one of which is of that fact only
    (本年累计非敏感个人信息人数, Data subjects YTD (sensitive), HK/Macao certificate). What stands in its brackets counts. Empty for none, or several."""
    plain = fold(re.sub(r"[()（）\[\]【】*＊:：?？]", " ", SAYS["note_marks"].sub("", text)))
    ways = (plain, *(fold(h) for h in halves(text)))
    said = [
        {f for f, must in _file()["must"].items() if f in words.values() and re.search(must, w) and _pieces(f).fullmatch(w)} for w in ways
    ]
    whole, *parts = said
    found = whole or ({f for f in parts[0] if f in parts[1]} if parts else set())
    return next(iter(found)) if len(found) == 1 else ""


def _compound(word: str, words: Mapping[str, str]) -> str:
    """The place or activity that a heading names at its end, behind words that turn nothing (目标公司行业, target.city)."""
    for fact in ("activity", "territory"):
        if _pieces(fact).fullmatch(word) and any(f == fact and len(w) > 1 and word.endswith(w) for w, f in words.items()):
            return fact
    return ""


def qualified(column: str, fact: Fact) -> bool:
    """Whether a heading says in brackets what its name alone does not: 持股比例（中方）, Stake (maximum). Units, forms, numbers of notes and
    other words for the fact change nothing; what is not known to change nothing may change everything."""
    own = {heading(w) for w in (fact.fact, fact.label.en, fact.label.zh, *synonyms().get(fact.fact, ()))}
    share = fact.unit is not None and fact.unit.en == "%"  # one of another year is not the one that is asked about
    return any(
        (not SAYS["form"].fullmatch(words) or (share and re.fullmatch(r"\s*(?:19|20)\d\d\s*年?.{0,3}", words)))
        and not is_unit(words)
        and fold(words) not in own
        and fold(words) not in _harmless()
        for inside in BRACKETED.findall(unicodedata.normalize("NFKC", column))
        for words in ([inside] if fold(inside) in own or is_unit(inside) else re.split(r"[,，;；/、]", inside))
        if words.strip()
    )


def is_unit(cell: str) -> bool:
    """Whether a cell below a heading, or what stands in its brackets, is nothing but a unit or a form: 万元, %, 人, 年-月-日."""
    text = SAYS["unit_said"].sub("", unicodedata.normalize("NFKC", cell).strip().strip("()[]【】").strip())
    if bool(text) and (unit_of(text) is not None or scale_of(text) is not None):
        return True
    return text.casefold() in _FORMS or bool(re.fullmatch(r"[ymd年月日./\-\s]{5,}", text, re.IGNORECASE))


def scale_of(words: str) -> Decimal | None:
    """The number that a word for a scale stands for (千, million, bn); None for any other word."""
    word = {"k": "thousand", "thousands": "thousand", "millions": "million", "billions": "billion", "mn": "million", "bn": "billion", "000s": "thousand", "'000": "thousand", "000": "thousand"}.get(words.casefold(), words.casefold())  # fmt: skip
    return Decimal(SCALES[word]) if (word in SCALES and len(word) > 1) or word in ("万", "亿", "千") else None

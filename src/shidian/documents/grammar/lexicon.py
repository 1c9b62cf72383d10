"""The words of the grammar, by use: units, months, and the little words that say whether a number bounds, and what a clause leaves out.

They stand in `tables/words.toml`; here each list has its name and its shape.
"""

from __future__ import annotations

from collections.abc import Mapping

from shidian.documents.grammar.tables import words

_WORDS = words()


def _meanings(name: str) -> dict[str, str]:
    """Words and what each stands for, from a table of what they stand for and the words."""
    return {word: sense for sense, listed in _WORDS[name].items() for word in listed}


MONTHS: Mapping[str, int] = {word: int(number) for number, listed in _WORDS["months"].items() for word in listed}
CURRENCIES = _meanings("currencies")
"""Words of money and the currency's code (ISO 4217)."""
PERIODS = _meanings("periods")
"""Words of time and their unit."""
BEFORE, AFTER = _meanings("bounds_before"), _meanings("bounds_after")
"""Words before and after a number, and the bound that they make of it."""
CHINESE_MEASURES: tuple[str, ...] = tuple(_WORDS["chinese_measures"])
"""Measure words: a Chinese numeral before one of them counts."""
EXCLUSIONS: tuple[str, ...] = tuple(_WORDS["exclusions"])
LIMITS: tuple[str, ...] = tuple(_WORDS["limits"])
CONDITIONS: tuple[str, ...] = tuple(_WORDS["conditions"])
"""Words that open an exclusion, a limit or a condition of a measure."""
RULES: Mapping[str, list[str]] = _WORDS["rules"]
"""Words that forbid, confine, free or permit without a verb of the scale."""
EVENTS: Mapping[str, list[str]] = _WORDS["events"]
"""Words of events by kind."""
VAGUE: tuple[str, ...] = tuple(_WORDS["vague_days"])
YEARS: Mapping[str, int] = _WORDS["years"]
"""Words for a year, and how many years it is from that of the document."""
PARTS: tuple[str, ...] = tuple(_WORDS["parts"])
ADDRESSES: tuple[str, ...] = tuple(_WORDS["addresses"])
ADVERBS: tuple[str, ...] = tuple(_WORDS["adverbs"])
"""Chinese words that can stand between the start of a clause and its verb."""
NOUN_MAKERS: tuple[str, ...] = tuple(_WORDS["noun_makers"])
"""Chinese words after which a verb of the scale is a noun."""
NOUNS_TOO = frozenset(_WORDS["english_nouns_too"])
"""English verbs that are nouns or adjectives as well."""
RADICALS: str = _WORDS["radicals"]
"""Parts of characters and the characters that are meant, by turns."""
NO_NAMES: tuple[str, ...] = tuple(_WORDS["no_names"])
"""Words in which a shorter name of the lawbook is not meant: 增城 in 新增城市."""
SURNAMES = frozenset(_WORDS["surnames"])
COMMON_WORDS = frozenset(_WORDS["common_words"])
"""Place names that are also everyday words or parts of other names: they stand for the place only with 市, 区, 县 or 州 after them."""
ENDS_OF_NOUN = frozenset(_WORDS["ends_of_noun"])
"""English words that end the noun after a number."""
ABBREVIATIONS = frozenset(_WORDS["abbreviations"])
"""Short forms whose full stop ends no sentence."""
SAYS_LITTLE = frozenset(_WORDS["says_little"])
"""Words that every task row shares: they tell none from another."""

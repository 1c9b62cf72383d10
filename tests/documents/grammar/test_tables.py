"""The tables of the grammar: each named pattern is used, and a word stands for one thing. (tests/files/test_packaged.py tries the examples.)"""

from __future__ import annotations

import re
from pathlib import Path

import shidian.documents as package
from shidian.documents.grammar.tables import entries, words


def test_every_named_pattern_is_used() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(package.__path__[0]).rglob("*.py"))
    used = re.findall(r'patterns\("(\w+)"\)', code)
    parts = {p.stem for p in (Path(package.__path__[0]) / "grammar/tables").glob("*.toml")} - {"words"}
    assert set(used) == parts
    for part in sorted(parts):
        named = [n for n, entry in entries(part).items() if not {"question", "right", "axis"} & entry.keys()]  # those are used all together
        assert [n for n in named if not re.search(rf'(?:PATTERNS|RECORDS)\["{n}"\]|\("{n}", ["\d]', code)] == [], part


def test_a_word_stands_for_one_thing() -> None:
    for name in ("currencies", "periods", "bounds_before", "bounds_after", "months"):
        listed = [w for group in words()[name].values() for w in group]
        assert len(listed) == len(set(listed)), name


def test_what_words_a_comparison_looks_for_stands_in_tables() -> None:
    files = [p for folder in ("against", "compare") for p in (Path(package.__path__[0]) / folder).glob("*.py")]
    made = {f"{p.name}: {m}" for p in files for m in re.findall(r"^(\w+) = re\.compile\(", p.read_text(encoding="utf-8"), re.MULTILINE)}
    assert made == {"linking.py: _WORD", "linking.py: _HAN", "remarks.py: _NOUN_AFTER"}  # classes of characters, no words

"""The entry of a vocabulary, or the choice, that a word of a case names: by id, public code or name in two languages.

A near-miss is offered in the error, never taken.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from shidian.errors import AmbiguousValue, BadValue, UnknownValue
from shidian.law.lawbook import Lawbook
from shidian.law.names import Names, fold, names_of
from shidian.law.records.question import Fact
from shidian.law.spellings import bare, halves
from shidian.law.tree import OTHER, ROOT, Tree
from shidian.packaged import table
from shidian.patterns import compiled

_WHOLE = compiled(r"(\d+)\.0+")
"""A code that went through a table of numbers: `510100.0`."""
_DOUBTED = compiled(r"[?？]")
"""Who writes it behind a name is not sure of it: the name is offered, and not taken."""
MOST_BRANCHES = 25
"""So many entries are named where no name comes near."""
_NEGATIONS = compiled(r"\b(not|non|no|without|except|other than)\b|another|other|[非不无未免]|除|以外|其他|上列")


def choice_of_country(book: Lawbook, fact: Fact, word: str) -> str | None:
    """The choice that a country is for which a fact has no choice of its own (where data go); None where none says so of that country."""
    others = [c for c in fact.choices if c.countries_but]
    ids = book.names["origins"].find(word) if others else []
    return next((c.id for c in others if len(ids) == 1 and ids[0] not in c.countries_but), None)


def entry_of(names: Names, fact: Fact, word: str, tree: Tree | None) -> str:
    """The entry that a word names; of a tree also the rest of one (`shanghai:other`). Raises UnknownValue, AmbiguousValue, BadValue."""
    stem, other = (word[: -len(OTHER)], True) if tree and word.endswith(OTHER) else (word, False)
    if tree is not None and word == ROOT + OTHER and word in tree.parent:
        return word
    doubted = _DOUBTED.search(stem) is not None
    found = [] if doubted else names.find(stem)
    if not found and (whole := _WHOLE.fullmatch(stem)):
        stem, found = whole[1], names.find(whole[1])
    if not found and not doubted and fact.domain in ("choice", "set"):
        found = _as_written(names, fact, stem)
        both = [names.find(half) or _as_written(names, fact, half) for half in halves(stem)] if not found else []
        found = both[0] if both and both[0] == both[1] else found  # 个人信息 PI
    if len(found) == 1:
        id = found[0]
        if not other:
            return id
        if tree is not None and id + OTHER in tree.parent:
            return id + OTHER
        raise BadValue(
            f"`{id}` has no other part", hint="its listed parts are all of it" if tree and tree.children.get(id) else "it has no parts"
        )
    if found:
        listed = ", ".join(f"`{i}` ({names.entries[i].name.en}, {names.entries[i].name.zh})" for i in found)
        spoken = names.said(stem)
        note = f"{spoken.note.en} / {spoken.note.zh} " if spoken is not None and spoken.note is not None else ""
        raise AmbiguousValue(f"`{word}` can mean several things", hint=f"{note}give one of {listed}")
    if tree is not None:
        say_what_it_is(tree, fact, stem)

    def hint(wide: bool = True) -> str:
        close = ", ".join(f"`{i}` ({names.entries[i].name.en}, {names.entries[i].name.zh})" for i in names.near(stem))
        spoken = names.said(stem)
        if spoken is not None and spoken.note is not None:
            return f"{spoken.note.en} / {spoken.note.zh}" + (f" See {close}." if close else "")
        if close:
            return f"did you mean {close}?"
        if fact.vocabulary is None:
            return "known: " + ", ".join(f"`{i}`" for i in names.entries)
        widest = ", ".join(f"`{i}` ({names.entries[i].name.en}, {names.entries[i].name.zh})" for i in branches(tree))
        rest = (f"; the widest are {widest}" if wide else "") if widest else "; give the name of the country or the city"
        return f"no known name comes near{rest}"

    said = f"unknown {fact.fact} `{word}`"
    raise UnknownValue(said, hint=hint, in_row=lambda: f"{said}; {hint(wide=False)}")


def _as_written(names: Names, fact: Fact, word: str) -> list[str]:
    """The choices that people write so, or whose label ends so."""
    written = _written().get(fact.fact, {}).get(fold(word))
    return [written] if written in names.entries else _by_part(names, word)


@cache
def _written() -> dict[str, dict[str, str]]:
    """What people write for choices (`words/written.toml`), folded, by the fact."""
    written = table("words/written.toml")
    return {fact: {fold(word): id for id, words in choices.items() for word in words} for fact, choices in written.items()}


def branches(tree: Tree | None) -> list[str]:
    """The widest entries of a tree, to look in where no name comes near; none of one that has too many, or only one."""
    wide = [i for i in tree.children.get(ROOT, ()) if i in tree.terms] if tree is not None else []
    return wide if 1 < len(wide) <= MOST_BRANCHES else []


def _by_part(names: Names, word: str) -> list[str]:
    """The choices that `word` names by the end of a label, without what stands in brackets: 过境 names 仅过境 and `transit` names `transit only`. What
    only describes a choice names none (广州 is not the port 广州琶洲客运港口岸, `foreign company` no manager of one), nor does what it is narrowed
    down from (…的医疗机构). A name that denies the word, or means the rest (其他医疗机构), is counted and never taken."""
    folded = unicodedata.normalize("NFKC", word).casefold().strip()
    if len(folded) < 2 or folded.isdigit():
        return []
    found = {id: how for id, entry in names.entries.items() if (how := max(_ends(folded, n) for n in names_of(entry)))}
    best = [id for id, how in found.items() if how == _ALL] or list(found)
    return [] if len(best) == 1 and found[best[0]] == _TURNED else best


_TURNED, _END, _ALL = 1, 2, 3


def _ends(word: str, name: str) -> int:
    """Whether a name is nothing but `word` beside its brackets, ends in it, or does so and turns it or narrows it down; 0 for neither."""
    bare = re.sub(r"\s*\([^()]*\)\s*", "", unicodedata.normalize("NFKC", name).casefold()).strip()
    if bare == word:
        return _ALL
    for found in re.finditer(r"(?:[^;、或]|或(?!者))+", bare):
        part = found[0].removeprefix("者").strip()
        if part in (word, f"{word} only") or (not word.isascii() and part.endswith(word)):
            before = bare[: found.start()] + part.removesuffix(" only").removesuffix(word)
            return _TURNED if "的" in before or (_NEGATIONS.search(before) and not _NEGATIONS.search(word)) else _END
    return 0


def say_what_it_is(tree: Tree, fact: Fact, word: str) -> None:
    """Names that are no value but are known: those kept out on purpose, and groups; also with the word for their kind (欧盟企业)."""
    ways = {fold(way) for way in (word, *bare(word, fact.vocabulary if fact.vocabulary == "origins" else "places"))}
    for absent in tree.absent:
        if not ways.isdisjoint(fold(n) for n in absent.names):
            raise UnknownValue(f"unknown {fact.fact} `{word}`", hint=f"{absent.hint.en} / {absent.hint.zh}")
    for group in tree.groups.values():
        if not ways.isdisjoint(fold(n) for n in names_of(group)):
            some = ", ".join(f"`{m}`" for m in group.members[:4])
            raise UnknownValue(f"`{word}` is a group, not a single {fact.fact}", hint=f"name one of its members, such as {some}")
